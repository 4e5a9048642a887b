//! What `synth` writes, what it leaves, and what it removes.
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

/// How many files are generated: all but the ledger.
pub(crate) const GENERATED: usize = FILES.len() - 1;

fn written(desk: &Desk, name: &str) -> SystemTime {
    fs::metadata(desk.path("kubernetes").join(name)).and_then(|it| it.modified()).expect("it was written")
}

#[test]
fn the_first_run_writes_all_files_and_the_ledger() {
    let desk = Desk::new();
    let run = desk.synth("");
    assert_eq!(run.stderr, format!("wrote {GENERATED} files to kubernetes ({GENERATED} new)\n"));
    assert_eq!(run.stdout, "", "the terminal's text goes to stderr");
    assert_eq!(desk.files("kubernetes").into_keys().collect::<Vec<_>>(), FILES);
    assert_eq!(desk.names(), ["kubernetes"], "nothing is left beside it");
    let ledger = desk.read("kubernetes/.coderev-infra");
    for name in &FILES[1..] {
        assert!(ledger.contains(&format!("  {name}\n")), "the ledger knows `{name}`:\n{ledger}");
    }
}

#[test]
fn the_second_run_touches_nothing() {
    let desk = Desk::new();
    desk.synth("");
    let before = FILES.map(|name| written(&desk, name));
    let folder = fs::metadata(desk.path("kubernetes")).and_then(|it| it.modified()).expect("it is there");
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(desk.synth("").stderr, format!("kubernetes is current: {GENERATED} files\n"));
    assert_eq!(FILES.map(|name| written(&desk, name)), before);
    let after = fs::metadata(desk.path("kubernetes")).and_then(|it| it.modified()).expect("it is there");
    assert_eq!(after, folder, "the folder is the same one");
}

#[test]
fn a_change_touches_only_the_files_it_changes() {
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
fn what_is_no_longer_generated_is_removed() {
    let desk = Desk::new();
    desk.synth("secret");
    assert!(desk.path("kubernetes/secrets.commands.txt").exists());
    let run = desk.synth("");
    assert!(run.stderr.contains("1 removed"), "{}", run.stderr);
    assert_eq!(desk.files("kubernetes").into_keys().collect::<Vec<_>>(), FILES);
    assert!(!desk.read("kubernetes/.coderev-infra").contains("secrets"), "the ledger forgets it");
}

#[test]
fn a_lost_file_is_written_again() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("kubernetes");
    fs::remove_file(desk.path("kubernetes/policies.yaml")).expect("it was written");
    assert_eq!(desk.synth("").stderr, format!("wrote {GENERATED} files to kubernetes (1 new)\n"));
    assert_eq!(desk.files("kubernetes"), before);
}

#[test]
fn a_lost_ledger_is_written_again() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("kubernetes");
    fs::remove_file(desk.path("kubernetes/.coderev-infra")).expect("it was written");
    desk.synth("");
    assert_eq!(desk.files("kubernetes"), before, "the files are what they are to be, so they are ours");
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
    assert!(run.stderr.ends_with("warning: 1 warning\n"), "told, not denied: {}", run.stderr);
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
fn of_several_platforms_all_are_written_or_none() {
    let desk = Desk::new();
    desk.synth("several");
    desk.write("kubernetes/production/deployments.yaml", "edited\n");
    let before = desk.files("kubernetes");
    let run = desk.run("several-changed", "synth");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(desk.files("kubernetes"), before, "the refusal of the one keeps the other");
}
