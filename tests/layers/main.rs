//! The layers: which crate depends on which, which stage of a crate uses which, and that no cycle of files makes one stage out of two.
mod code;
mod crates;
mod cycles;

use code::{Code, Names, paths};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests stand in the workspace").to_owned()
}
fn source_of(name: &str) -> PathBuf {
    workspace().join("crates").join(name).join("src")
}

static INFRA: LazyLock<Code> = LazyLock::new(|| Code::read(&source_of("coderev-infra")));

/// The modules of `coderev-infra` that each stage may use, besides itself.
const MAY_USE: &[(&str, &[&str])] = &[
    // What a user declares. `presets` holds the tier `Shared`, which a namespace knows by its type.
    ("model", &["presets"]),
    ("presets", &["prelude", "model"]),
    ("names", &[]),
    ("manifest", &["model"]),
    ("resolve", &["names", "model", "presets", "manifest"]),
    ("rules", &["model", "resolve"]),
    ("lower", &["names", "model", "resolve", "manifest"]),
    ("render", &["names", "manifest", "synth"]),
];

/// Uses that close a cycle between two stages today, as file and stage.
const CLOSING: &[(&str, &str)] = &[
    // `TypeId::of::<Shared>`.
    ("setters/namespace.rs", "presets"),
    // `File`.
    ("render/mod.rs", "synth"),
    ("render/lint/mod.rs", "synth"),
    ("render/secrets.rs", "synth"),
];

#[test]
fn each_stage_uses_what_stands_before_it() {
    let code = &*INFRA;
    let mut trespasses = Vec::new();
    for (module, source) in code.sources() {
        let Some(stage) = module.first() else { continue };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| name == stage) else { continue };
        for target in code.uses(module) {
            let used = target.first().map_or("the crate's root", String::as_str);
            if used != stage && !allowed.contains(&used) {
                trespasses.push(format!("{} uses `{}`", source.file, target.join("::")));
            }
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

/// In these stages a cycle is inside of one small module; in others it is inside of the stage's folder.
const STRAIGHT: [&str; 3] = ["resolve", "rules", "lower"];

#[test]
fn no_cycle_of_files_leaves_its_folder() {
    let code = &*INFRA;
    let closes = |file: &str, target: &Names| CLOSING.iter().any(|(from, to)| file == *from && target[0] == *to);
    // The root and the prelude show what others define, and define nothing.
    let shows = |module: &Names| module.is_empty() || module[0] == "prelude";
    let edges: BTreeMap<Names, BTreeSet<Names>> = code
        .sources()
        .map(|(module, source)| {
            let mut uses = if shows(module) { BTreeSet::new() } else { code.uses(module) };
            uses.retain(|target| !target.is_empty() && !closes(&source.file, target));
            (module.clone(), uses)
        })
        .collect();
    let folder = |module: &Names| {
        let depth = if STRAIGHT.contains(&&*module[0]) { 2 } else { 1 };
        module[..depth.min(module.len())].to_vec()
    };
    let leaves = |cycle: &BTreeSet<Names>| cycle.iter().map(folder).collect::<BTreeSet<_>>().len() > 1;
    let found = cycles::cycles(&edges).into_iter().filter(leaves);
    let names = found.map(|cycle| cycle.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(", "));
    assert_eq!(names.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn presets_are_written_with_public_words() {
    for (module, source) in INFRA.sources() {
        let is_preset = module.first().is_some_and(|stage| stage == "presets");
        let inside =
            |path: &Names| path.len() > 1 && path[0] == "crate" && path[1] != "prelude" && path[1] != "presets";
        let private: Vec<_> =
            source.paths.iter().filter(|path| inside(path) && path[1].starts_with(char::is_lowercase)).collect();
        assert!(!is_preset || private.is_empty(), "{} uses {private:?}", source.file);
    }
}

#[test]
fn the_libraries_are_pure() {
    let outside = ["fs", "env", "process", "net"];
    let names = ["SystemTime", "Instant", "HashMap", "HashSet"];
    for library in ["coderev-infra", "coderev-yaml", "coderev-reach", "coderev-objects", "coderev-check"] {
        for (_, source) in Code::read(&source_of(library)).sources() {
            let impure = |path: &&Names| {
                (path[0] == "std" && path.get(1).is_some_and(|it| outside.contains(&&**it)))
                    || path.iter().any(|it| names.contains(&&**it))
            };
            let found: Vec<_> = source.paths.iter().filter(impure).collect();
            assert!(found.is_empty(), "{library}: {} uses {found:?}", source.file);
        }
    }
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let text = r#"
        #[cfg(test)]
        mod testing;
        use crate::a::{b::C, d, e::*};
        #[cfg(test)]
        use crate::hidden;
        fn f() -> crate::g::H {
            use super::i::{j};
            format!("{}", crate::k::L);
            m::n()
        }
        mod inner {
            #[cfg(test)]
            mod tests { use crate::hidden; }
        }
    "#;
    let found = paths(syn::parse_file(text).expect("it is Rust"));
    for path in ["crate::a::b::C", "crate::a::d", "crate::a::e::*", "crate::g::H", "super::i::j", "crate::k::L", "m::n"]
    {
        let names: Names = path.split("::").map(str::to_owned).collect();
        assert!(found.contains(&names), "{path} is in {found:?}");
    }
    assert!(!found.iter().any(|path| path.contains(&"hidden".to_owned())), "{found:?}");
}
