//! From one platform to several and back: the former output is removed, and no other file.
use crate::running::Desk;
use crate::writing::GENERATED;

fn check(desk: &Desk, platform: &str) -> (Option<i32>, String) {
    let before = desk.files("");
    let run = desk.run(platform, "synth --check");
    assert_eq!(desk.files(""), before, "a check writes nothing");
    (run.code, run.stdout)
}

#[test]
fn the_output_of_the_only_platform_is_removed_for_several_platforms() {
    let desk = Desk::new();
    desk.synth("");
    desk.write("kubernetes/notes.md", "theirs\n");
    desk.write("kubernetes/staging/notes.md", "theirs too\n");
    let (code, stdout) = check(&desk, "several");
    assert_eq!(code, Some(1));
    assert!(stdout.contains("--- kubernetes/policies.yaml\n+++ /dev/null\n"), "{stdout}");
    let run = desk.synth("several");
    let printed = format!("removed {GENERATED} files from kubernetes: no platform writes them now\n");
    assert!(run.stderr.ends_with(&printed), "{}", run.stderr);
    let fresh = Desk::new();
    fresh.write("kubernetes/notes.md", "theirs\n");
    fresh.write("kubernetes/staging/notes.md", "theirs too\n");
    fresh.synth("several");
    assert_eq!(desk.files(""), fresh.files(""), "the same as in a fresh folder");
    assert_eq!(check(&desk, "several"), (Some(0), String::new()));
    assert!(desk.synth("several").stderr.lines().all(|line| line.contains("is current")));
}

#[test]
fn the_outputs_of_several_platforms_are_removed_for_one_platform() {
    let desk = Desk::new();
    desk.synth("several");
    desk.write("kubernetes/staging/notes.md", "theirs\n");
    let (code, stdout) = check(&desk, "");
    assert_eq!(code, Some(1));
    assert!(stdout.contains("--- kubernetes/production/policies.yaml\n+++ /dev/null\n"), "{stdout}");
    let run = desk.synth("");
    assert!(run.stderr.contains(&format!("removed {GENERATED} files from kubernetes/staging: ")), "{}", run.stderr);
    let fresh = Desk::new();
    fresh.write("kubernetes/staging/notes.md", "theirs\n");
    fresh.synth("");
    assert_eq!(desk.files(""), fresh.files(""));
    assert!(!desk.path("kubernetes/production").exists(), "the folder is empty");
    assert_eq!(check(&desk, ""), (Some(0), String::new()));
}

#[test]
fn edited_stale_output_is_refused_and_all_files_stay() {
    let both = [("", "several", "kubernetes/policies.yaml"), ("several", "", "kubernetes/staging/policies.yaml")];
    for (before, after, edited) in both {
        let desk = Desk::new();
        desk.synth(before);
        desk.write(edited, "edited\n");
        let files = desk.files("");
        let run = desk.run(after, "synth");
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stderr.starts_with(&format!("error: `{edited}` would be lost")), "{}", run.stderr);
        assert_eq!(desk.files(""), files);
        assert_eq!(desk.run(after, "synth --force").code, Some(0));
        assert!(!desk.path(edited).exists());
    }
}

#[test]
fn the_outputs_of_other_programs_stay() {
    let desk = Desk::new();
    // The only platform of another program, in a folder inside, and a copy of one of several platforms.
    assert_eq!(desk.run("", "synth --out kubernetes/other").code, Some(0));
    assert_eq!(desk.run("several", "synth --out elsewhere").code, Some(0));
    std::fs::rename(desk.path("elsewhere/staging"), desk.path("kubernetes/copy")).expect("renames");
    let before = desk.files("kubernetes");
    desk.synth("");
    let after = desk.files("kubernetes");
    assert!(before.iter().all(|(path, text)| after.get(path) == Some(text)));
    assert_eq!(check(&desk, ""), (Some(0), String::new()));
}

#[test]
fn a_run_for_one_platform_keeps_the_others() {
    let desk = Desk::new();
    desk.synth("");
    assert_eq!(desk.run("several", "synth staging").code, Some(0));
    assert!(desk.path("kubernetes/policies.yaml").exists());
    assert_eq!(desk.run("several", "synth staging --check").code, Some(0));
}

#[test]
fn a_file_that_both_layouts_write_stays() {
    let desk = Desk::new();
    desk.synth("");
    // As in the only platform's layout by namespace, if a namespace has the name of a platform.
    let ledger = desk.read("kubernetes/.coderev-infra");
    let entry = ledger.lines().find(|line| line.ends_with("  policies.yaml")).expect("the file is in the list");
    desk.write("kubernetes/.coderev-infra", &format!("{ledger}{}\n", entry.replace("policies", "staging/policies")));
    desk.write("kubernetes/staging/policies.yaml", &desk.read("kubernetes/policies.yaml"));
    desk.synth("several");
    assert!(desk.path("kubernetes/staging/policies.yaml").exists());
}

const MAIL: [&str; 4] = [
    "kubectl delete poddisruptionbudget/mail -n tiny --ignore-not-found",
    "kubectl delete deployment/mail -n tiny --ignore-not-found",
    "kubectl delete serviceaccount/mail -n tiny --ignore-not-found",
    "kubectl delete networkpolicy/mail -n tiny --ignore-not-found",
];
fn removed(desk: &Desk, platform: &str) -> Vec<String> {
    let all = desk.run(platform, "removed").stdout;
    // The commands for a platform that the program no longer has are comments.
    all.lines()
        .map(|line| line.trim_start_matches("# "))
        .filter(|line| line.starts_with("kubectl"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn objects_of_stale_output_that_no_platform_declares_are_remembered() {
    for (before, after) in [("mail", "several"), ("three", "several"), ("three", "")] {
        let desk = Desk::new();
        desk.synth(before);
        let run = desk.synth(after);
        assert!(run.stderr.contains("note: 4 objects of kubernetes"), "{before}, {after}: {}", run.stderr);
        assert_eq!(removed(&desk, after), MAIL, "{before}, {after}");
        assert_eq!(check(&desk, after), (Some(0), String::new()));
        let again = desk.synth(after);
        assert!(again.stderr.lines().all(|line| line.contains("is current")), "{}", again.stderr);
        assert_eq!(removed(&desk, after), MAIL, "later runs keep the list");
        assert_eq!(desk.run(after, "removed --forget-all").code, Some(0));
        assert_eq!(removed(&desk, after), [""; 0]);
        desk.synth(after);
        let fresh = Desk::new();
        fresh.synth(after);
        assert_eq!(desk.files(""), fresh.files(""), "{before}, {after}");
    }
}
#[test]
fn an_object_that_moves_to_a_different_platform_of_the_cluster_is_not_removed() {
    let desk = Desk::new();
    desk.synth("parts");
    desk.synth("parts-moved");
    // The quota and the limits of the namespace are the same, and so are its workloads.
    assert_eq!(removed(&desk, "parts-moved"), [""; 0]);
    // With a name, the last line empties only the list of that platform.
    desk.synth("several-mail");
    desk.synth("several");
    let printed = desk.run("several", "removed staging").stdout;
    assert!(printed.ends_with("removed staging --forget-all\n"), "{printed}");
}
#[test]
fn an_object_of_stale_output_that_comes_back_leaves_the_list() {
    let desk = Desk::new();
    desk.synth("mail");
    desk.synth("several");
    assert_eq!(removed(&desk, "several"), MAIL);
    desk.synth("several-mail");
    assert_eq!(removed(&desk, "several-mail"), [""; 0]);
}

#[test]
fn json_lists_stale_folders() {
    let desk = Desk::new();
    desk.synth("");
    let run = desk.run("several", "synth --check --format json");
    assert_eq!(run.code, Some(1));
    let printed: serde_json::Value = serde_json::from_str(&run.stdout).expect("stdout is one JSON document");
    assert_eq!(printed["stale"][0]["folder"], "kubernetes");
    assert_eq!(printed["stale"][0]["files"].as_array().map(Vec::len), Some(GENERATED));
    assert_eq!(printed["stale"][0]["files"][0]["change"], "removed");
}
