//! The layers: the dependencies of each crate, the stages that each stage may use, and no cycle of files between two stages.
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

/// The modules of `coderev-infra` that each stage may use, in addition to itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("presets", &["prelude", "model"]),
    ("names", &[]),
    ("file", &[]),
    ("secrets", &[]),
    ("file_layout", &["model"]),
    ("plan", &["file_layout"]),
    ("resolve", &["names", "model", "presets", "secrets"]),
    ("rules", &["model", "resolve"]),
    ("lower", &["names", "model", "resolve", "secrets"]),
    ("render", &["names", "model", "file", "file_layout", "plan", "secrets"]),
    ("synthesis", &["file", "file_layout", "plan", "render"]),
];

#[test]
fn each_stage_uses_only_earlier_stages() {
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

/// In these stages a cycle must stay inside one small module; in other stages it must stay inside the stage's folder.
const STRAIGHT: [&str; 3] = ["resolve", "rules", "lower"];

#[test]
fn no_cycle_of_files_leaves_its_folder() {
    let code = &*INFRA;
    // The root and the prelude re-export items of other modules, and define none.
    let shows = |module: &Names| module.is_empty() || module[0] == "prelude";
    let edges: BTreeMap<Names, BTreeSet<Names>> = code
        .sources()
        .map(|(module, _)| {
            let mut uses = if shows(module) { BTreeSet::new() } else { code.uses(module) };
            uses.retain(|target| !target.is_empty());
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
fn presets_use_only_the_public_api() {
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
fn paths_are_found_at_every_position() {
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
    let found = paths(syn::parse_file(text).expect("the text is Rust"));
    for path in ["crate::a::b::C", "crate::a::d", "crate::a::e::*", "crate::g::H", "super::i::j", "crate::k::L", "m::n"]
    {
        let names: Names = path.split("::").map(str::to_owned).collect();
        assert!(found.contains(&names), "{path} is in {found:?}");
    }
    assert!(!found.iter().any(|path| path.contains(&"hidden".to_owned())), "{found:?}");
}
