//! `--check`: whether the files on the disk are current.
use crate::running::Desk;
use crate::writing::GENERATED;
use std::fs;

fn check(desk: &Desk, platform: &str) -> (Option<i32>, String, String) {
    let before = desk.files("");
    let run = desk.run(platform, "synth --check");
    assert_eq!(desk.files(""), before, "a check writes nothing");
    (run.code, run.stdout, run.stderr)
}

#[test]
fn prints_nothing_if_all_files_are_current() {
    let desk = Desk::new();
    desk.synth("");
    assert_eq!(check(&desk, ""), (Some(0), String::new(), String::new()));
}

#[test]
fn shows_an_edit_as_a_unified_diff() {
    let desk = Desk::new();
    desk.synth("");
    let text = desk.read("kubernetes/deployments.yaml");
    desk.write("kubernetes/deployments.yaml", &text.replacen("cpu: 50m", "cpu: 55m", 1));
    let (code, stdout, stderr) = check(&desk, "");
    assert_eq!(code, Some(1));
    let mut lines = stdout.lines();
    assert_eq!(lines.next(), Some("--- kubernetes/deployments.yaml"));
    assert_eq!(lines.next(), Some("+++ kubernetes/deployments.yaml"));
    assert!(lines.next().is_some_and(|line| line.starts_with("@@ -")), "{stdout}");
    let printed = |sign: &str| stdout.lines().skip(3).filter(|line| line.starts_with(sign)).collect::<Vec<_>>();
    assert!(matches!(*printed("-"), [line] if line.trim_end().ends_with("cpu: 55m")), "{stdout}");
    assert!(matches!(*printed("+"), [line] if line.trim_end().ends_with("cpu: 50m")), "{stdout}");
    assert_eq!(stderr, "error: the files are not current\n  help: run `cargo xtask synth` and commit what it writes\n");
}

#[test]
fn shows_missing_files_and_surplus_files() {
    let desk = Desk::new();
    let (code, stdout, _) = check(&desk, "");
    assert_eq!(code, Some(1), "no file exists yet");
    assert_eq!(stdout.matches("--- /dev/null\n+++ kubernetes/").count(), GENERATED, "{stdout}");

    desk.synth("secret");
    let (code, stdout, _) = check(&desk, "");
    assert_eq!(code, Some(1));
    assert!(stdout.contains("--- kubernetes/secrets.commands.txt\n+++ /dev/null\n"), "{stdout}");
}

#[test]
fn an_empty_surplus_file_is_reported() {
    let desk = Desk::new();
    desk.synth("secret");
    let ledger = desk.read("kubernetes/.coderev-infra");
    desk.run("", "synth");
    // As in a branch that emptied the file instead of removing it.
    desk.write("kubernetes/secrets.commands.txt", "");
    desk.write("kubernetes/.coderev-infra", &ledger);
    let (code, stdout, stderr) = check(&desk, "");
    assert_eq!((code, &*stdout), (Some(1), ""), "there are no lines to show");
    assert!(stderr.contains("not current"), "{stderr}");
}

#[test]
fn files_of_other_programs_are_ignored() {
    let desk = Desk::new();
    desk.synth("");
    desk.write("kubernetes/notes.md", "theirs\n");
    fs::remove_file(desk.path("kubernetes/.coderev-infra")).expect("the list of files exists");
    assert_eq!(check(&desk, "").0, Some(0), "a missing list of files is ignored too");
}

#[test]
fn errors_fail_before_the_files_are_read() {
    let desk = Desk::new();
    desk.synth("");
    let (code, stdout, stderr) = check(&desk, "errors");
    assert_eq!((code, &*stdout), (Some(1), ""));
    assert!(stderr.ends_with("error: 2 errors and 1 warning, nothing written\n"), "{stderr}");
}

#[test]
fn json_has_the_change_of_each_file() {
    let desk = Desk::new();
    desk.synth("secret");
    let run = desk.run("changed", "synth --check --format json");
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stderr, "");
    let printed: serde_json::Value = serde_json::from_str(&run.stdout).expect("stdout is one JSON document");
    assert_eq!(printed["written"], false);
    let files = printed["platforms"][0]["files"].as_array().expect("a platform has files");
    let change = |path: &str| files.iter().find(|file| file["path"] == path).map(|file| &file["change"]);
    assert_eq!(change("deployments.yaml").expect("the file is in the output"), "changed");
    assert_eq!(change("secrets.commands.txt").expect("the file is in the output"), "removed");
    assert_eq!(change("policies.yaml").expect("the file is in the output"), "unchanged");
}

#[test]
fn a_list_with_other_lines_is_not_current() {
    let desk = Desk::new();
    desk.synth("");
    let ledger = desk.read("kubernetes/.coderev-infra");
    for other in ["<<<<<<< HEAD", "junk", "removed: half a line", "0123  README.md"] {
        desk.write("kubernetes/.coderev-infra", &format!("{ledger}{other}\n"));
        let (code, _, stderr) = check(&desk, "");
        assert_eq!(code, Some(1), "{other}: {stderr}");
        let message = "error: `kubernetes/.coderev-infra`, line 12: `synth` has not written this line\n";
        assert!(stderr.starts_with(message), "{other}: {stderr}");
        desk.synth("");
        assert_eq!(desk.read("kubernetes/.coderev-infra"), ledger, "a run removes it");
    }
    // The list of removed objects does not count, and a folder without a list is current too.
    desk.write("kubernetes/.coderev-infra", &format!("{ledger}removed: v1 ConfigMap tiny mail\n"));
    assert_eq!(check(&desk, ""), (Some(0), String::new(), String::new()));
    fs::remove_file(desk.path("kubernetes/.coderev-infra")).expect("removes");
    assert_eq!(check(&desk, ""), (Some(0), String::new(), String::new()));
}
