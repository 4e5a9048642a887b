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

/// The modules of `coderev-infra` that each stage may use, in addition to itself. The presets use only the public API:
/// the package `tests/presets` builds them in another crate.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("presets", &["prelude", "model"]),
    ("names", &[]),
    ("file", &[]),
    ("secrets", &[]),
    ("file_layout", &["model"]),
    ("plan", &["file_layout"]),
    ("resolve", &["names", "model", "secrets"]),
    ("rules", &["model", "resolve"]),
    ("lower", &["names", "model", "resolve", "secrets"]),
    ("render", &["names", "model", "file", "file_layout", "plan", "secrets"]),
    ("synthesis", &["file", "file_layout", "plan", "render"]),
    ("synth", &["file_layout", "lower", "model", "plan", "presets", "render", "resolve", "rules", "synthesis"]),
    ("prelude", &["model", "presets"]),
    ("book", &[]),
];

#[test]
fn each_stage_uses_only_earlier_stages() {
    let code = &*INFRA;
    let (mut trespasses, mut needed) = (Vec::new(), BTreeSet::new());
    for (module, source) in code.sources() {
        let Some(stage) = module.first() else { continue };
        let (name, allowed) =
            MAY_USE.iter().find(|(name, _)| name == stage).unwrap_or_else(|| panic!("`{stage}` is not in MAY_USE"));
        for target in code.uses(module) {
            let used = target.first().map_or("the crate's root", String::as_str);
            match allowed.iter().find(|it| **it == used) {
                Some(used) => drop(needed.insert((*name, *used))),
                None if used == stage => {}
                None => trespasses.push(format!("{} uses `{}`", source.file, target.join("::"))),
            }
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
    let permitted: BTreeSet<_> =
        MAY_USE.iter().flat_map(|(stage, allowed)| allowed.iter().map(|used| (*stage, *used))).collect();
    let unused: Vec<_> = permitted.difference(&needed).collect();
    assert!(unused.is_empty(), "no stage needs {unused:?}");
    let listed: BTreeSet<_> = MAY_USE.iter().map(|(stage, _)| *stage).collect();
    let modules: BTreeSet<_> = code.sources().filter_map(|(module, _)| Some(&**module.first()?)).collect();
    assert_eq!(listed, modules, "MAY_USE lists each module of `lib.rs`");
}

/// The modules that each module uses. A module that only re-exports items uses none.
fn graph(code: &Code, is_export: impl Fn(&Names) -> bool) -> BTreeMap<Names, BTreeSet<Names>> {
    let uses = |module: &Names| if is_export(module) { BTreeSet::new() } else { code.uses(module) };
    let inside = |module: &Names| uses(module).into_iter().filter(|target| !target.is_empty()).collect();
    code.sources().map(|(module, _)| (module.clone(), inside(module))).collect()
}

/// In these stages a cycle must stay inside one small module; in other stages it must stay inside the stage's folder.
const STRAIGHT: [&str; 3] = ["resolve", "rules", "lower"];

#[test]
fn no_cycle_of_files_leaves_its_folder() {
    // The root and the prelude re-export items of other modules, and define none.
    let edges = graph(&INFRA, |module| module.is_empty() || module[0] == "prelude");
    let folder = |module: &Names| {
        let depth = if STRAIGHT.contains(&&*module[0]) { 2 } else { 1 };
        module[..depth.min(module.len())].to_vec()
    };
    let leaves = |cycle: &BTreeSet<Names>| cycle.iter().map(folder).collect::<BTreeSet<_>>().len() > 1;
    let found = cycles::cycles(&edges).into_iter().filter(leaves);
    let names = found.map(|cycle| cycle.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(", "));
    assert_eq!(names.collect::<Vec<_>>(), [""; 0]);
}

/// The cycles of files in the other libraries. Each is one recursive structure: add one only with a reason.
const ACCEPTED: &[(&str, &[&str])] = &[
    // Nodes contain nodes, and each kind of node has a file.
    ("coderev-yaml", &["block.rs", "key.rs", "list.rs", "map.rs", "node.rs", "out.rs"]),
    (
        "coderev-yaml",
        &[
            "read/mod.rs",
            "read/anchors.rs",
            "read/characters.rs",
            "read/json.rs",
            "read/kubectl.rs",
            "read/kubectl/indentation.rs",
            "read/kubectl/parts.rs",
            "read/layout/mod.rs",
            "read/lines.rs",
            "read/tree.rs",
        ],
    ),
    // What kubectl reads differently depends on the grammar of scalars.
    ("coderev-yaml", &["read/scalar.rs", "read/scalar/kubectl.rs"]),
    // The table of kinds names the decoder of each kind, decoders return an `Object`, and an `Object` reads the table.
    (
        "coderev-objects",
        &[
            "decode/mod.rs",
            "decode/known.rs",
            "decode/legacy.rs",
            "decode/list.rs",
            "decode/reader.rs",
            "kinds.rs",
            "kinds/role.rs",
            "object.rs",
            "template.rs",
            "untyped.rs",
        ],
    ),
    // An `Entry` asks its `Inventory`, which is built from these relations.
    (
        "coderev-objects",
        &[
            "inventory/mod.rs",
            "inventory/backends.rs",
            "inventory/entry.rs",
            "inventory/links.rs",
            "inventory/namespace.rs",
            "inventory/references.rs",
            "inventory/scale.rs",
            "inventory/selectors.rs",
        ],
    ),
    // Maps contain nodes, and nodes contain maps.
    ("coderev-objects", &["texts/map.rs", "texts/node.rs"]),
    // One rule in several files: `mod.rs` has the rule and the type that the other files report to.
    (
        "coderev-check",
        &["rules/malformed_port/mod.rs", "rules/malformed_port/containers.rs", "rules/malformed_port/services.rs"],
    ),
    (
        "coderev-check",
        &[
            "rules/malformed_value/mod.rs",
            "rules/malformed_value/core.rs",
            "rules/malformed_value/custom.rs",
            "rules/malformed_value/pods.rs",
            "rules/malformed_value/workloads.rs",
        ],
    ),
    // One rule in several files: the parts share the finding.
    (
        "coderev-check",
        &[
            "rules/overlapping_targets/mod.rs",
            "rules/overlapping_targets/autoscalers.rs",
            "rules/overlapping_targets/budgets.rs",
            "rules/overlapping_targets/policies.rs",
            "rules/overlapping_targets/selectors.rs",
            "rules/overlapping_targets/services.rs",
        ],
    ),
    (
        "coderev-check",
        &["rules/pod_security/mod.rs", "rules/pod_security/host_path.rs", "rules/pod_security/root_user.rs"],
    ),
    (
        "coderev-check",
        &[
            "rules/pod_security/standard/mod.rs",
            "rules/pod_security/standard/baseline.rs",
            "rules/pod_security/standard/restricted.rs",
            "rules/pod_security/standard/view.rs",
        ],
    ),
    ("coderev-check", &["rules/schema/mod.rs", "rules/schema/walk.rs"]),
    // A text contains texts: a header, a file or an assignment is searched for secrets again.
    (
        "coderev-check",
        &[
            "secrets/mod.rs",
            "secrets/assignment.rs",
            "secrets/command.rs",
            "secrets/der.rs",
            "secrets/file.rs",
            "secrets/key.rs",
            "secrets/mask.rs",
            "secrets/pair.rs",
            "secrets/scan.rs",
            "secrets/shape.rs",
            "secrets/table/mod.rs",
            "secrets/table/a_to_m.rs",
            "secrets/table/capitals.rs",
            "secrets/table/n_to_z.rs",
            "secrets/token.rs",
            "secrets/url.rs",
        ],
    ),
    // The collection of objects, and the readers that add to it.
    (
        "coderev-reach",
        &[
            "objects.rs",
            "objects/controller_labels.rs",
            "objects/custom.rs",
            "objects/decisive.rs",
            "objects/documents.rs",
            "objects/fqdn_policies.rs",
            "objects/grants.rs",
            "objects/nodes.rs",
            "objects/owners.rs",
            "objects/routes.rs",
            "objects/strict.rs",
            "objects/templates.rs",
            "objects/unevaluated.rs",
            "objects/workloads.rs",
        ],
    ),
];

#[test]
fn cycles_of_files_in_the_other_libraries_are_known() {
    let mut found = Vec::new();
    for library in ["coderev-yaml", "coderev-objects", "coderev-check", "coderev-reach"] {
        let code = Code::read(&source_of(library));
        let file_of: BTreeMap<&Names, &str> = code.sources().map(|(module, source)| (module, &*source.file)).collect();
        let edges = graph(&code, Names::is_empty);
        for cycle in cycles::cycles(&edges) {
            found.push((library, cycle.iter().map(|module| file_of[module].to_owned()).collect::<Vec<_>>()));
        }
    }
    let accepted: Vec<_> =
        ACCEPTED.iter().map(|(library, files)| (*library, files.iter().map(|it| it.to_string()).collect())).collect();
    assert_eq!(found, accepted);
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
