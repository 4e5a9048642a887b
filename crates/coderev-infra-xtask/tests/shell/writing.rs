//! The files that `synth` writes, keeps and removes.
use crate::running::Desk;
use std::fs;
use std::time::SystemTime;

const FILES: [&str; 12] = [
    ".coderev-infra",
    ".lint/checkov.yaml",
    ".lint/kube-linter.yaml",
    ".lint/kube-score.flags",
    ".lint/kubescape-exceptions.json",
    ".lint/polaris.yaml",
    "README.md",
    "deployments.yaml",
    "kustomization.yaml",
    "namespaces.yaml",
    "network-policies.yaml",
    "policies.yaml",
];

/// The number of generated files: all files except the list of files.
pub(crate) const GENERATED: usize = FILES.len() - 1;

fn written(desk: &Desk, name: &str) -> SystemTime {
    fs::metadata(desk.path("kubernetes").join(name)).and_then(|it| it.modified()).expect("the file exists")
}

#[test]
fn the_first_run_writes_all_files_and_their_list() {
    let desk = Desk::new();
    let run = desk.synth("");
    assert_eq!(run.stderr, format!("wrote {GENERATED} files to kubernetes ({GENERATED} new)\n"));
    assert_eq!(run.stdout, "", "messages are on stderr");
    assert_eq!(desk.files("kubernetes").into_keys().collect::<Vec<_>>(), FILES);
    assert_eq!(desk.names(), ["kubernetes"], "no other files next to it");
    let ledger = desk.read("kubernetes/.coderev-infra");
    for name in &FILES[1..] {
        assert!(ledger.contains(&format!("  {name}\n")), "the list has `{name}`:\n{ledger}");
    }
}

#[test]
fn the_second_run_changes_nothing() {
    let desk = Desk::new();
    desk.synth("");
    let before = FILES.map(|name| written(&desk, name));
    let folder = fs::metadata(desk.path("kubernetes")).and_then(|it| it.modified()).expect("the folder exists");
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(desk.synth("").stderr, format!("kubernetes is current: {GENERATED} files\n"));
    assert_eq!(FILES.map(|name| written(&desk, name)), before);
    let after = fs::metadata(desk.path("kubernetes")).and_then(|it| it.modified()).expect("the folder exists");
    assert_eq!(after, folder, "the folder is unchanged");
}

#[test]
fn only_changed_files_are_written() {
    let desk = Desk::new();
    desk.synth("");
    let before = FILES.map(|name| written(&desk, name));
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(desk.synth("changed").stderr, format!("wrote {GENERATED} files to kubernetes (1 changed)\n"));
    for (name, before) in FILES.into_iter().zip(before) {
        let changes = matches!(name, "deployments.yaml" | ".coderev-infra");
        assert_eq!(written(&desk, name) > before, changes, "`{name}`");
    }
    assert!(desk.read("kubernetes/deployments.yaml").contains("cpu: 60m"));
}

#[test]
fn files_that_are_no_longer_generated_are_removed() {
    let desk = Desk::new();
    desk.synth("secret");
    assert!(desk.path("kubernetes/secrets.commands.txt").exists());
    let run = desk.synth("");
    assert!(run.stderr.contains("1 removed"), "{}", run.stderr);
    assert_eq!(desk.files("kubernetes").into_keys().collect::<Vec<_>>(), FILES);
    assert!(!desk.read("kubernetes/.coderev-infra").contains("secrets"), "the list no longer has it");
}

#[test]
fn a_lost_file_is_written_again() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("kubernetes");
    fs::remove_file(desk.path("kubernetes/policies.yaml")).expect("the file exists");
    assert_eq!(desk.synth("").stderr, format!("wrote {GENERATED} files to kubernetes (1 new)\n"));
    assert_eq!(desk.files("kubernetes"), before);
}

#[test]
fn a_lost_list_of_files_is_written_again() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("kubernetes");
    fs::remove_file(desk.path("kubernetes/.coderev-infra")).expect("the list exists");
    desk.synth("");
    assert_eq!(desk.files("kubernetes"), before, "the files have the generated content");
}

#[test]
fn errors_leave_the_old_folder_untouched() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("kubernetes");
    let run = desk.run("errors", "synth --force");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.ends_with("error: 2 errors and 1 warning, nothing written\n"), "{}", run.stderr);
    assert_eq!(desk.files("kubernetes"), before);
}

#[test]
fn denied_warnings_leave_the_old_folder_untouched() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("kubernetes");
    let run = desk.run("warning", "synth --deny warnings");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.ends_with("error: 1 warning, nothing written\n"), "{}", run.stderr);
    assert_eq!(desk.files("kubernetes"), before);
    let run = desk.synth("warning");
    assert!(run.stderr.ends_with("warning: 1 warning\n"), "reported, not denied: {}", run.stderr);
}

#[test]
fn several_platforms_have_a_folder_each() {
    let desk = Desk::new();
    desk.synth("several");
    assert_eq!(desk.files("kubernetes/staging").len(), FILES.len());
    assert_eq!(desk.files("kubernetes/staging").keys().collect::<Vec<_>>(), FILES.each_ref());
    assert_eq!(desk.files("kubernetes").len(), 2 * FILES.len());

    let run = desk.run("several-changed", "synth staging");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(desk.read("kubernetes/staging/deployments.yaml").contains("cpu: 60m"));
    assert!(!desk.read("kubernetes/production/deployments.yaml").contains("cpu: 60m"), "only the named one");
}

#[test]
fn either_all_platforms_are_written_or_none() {
    let desk = Desk::new();
    desk.synth("several");
    desk.write("kubernetes/production/deployments.yaml", "edited\n");
    let before = desk.files("kubernetes");
    let run = desk.run("several-changed", "synth");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(desk.files("kubernetes"), before, "a refusal for one platform keeps all others");
}
