//! `completions`: the suggestions of a shell.
use crate::running::Desk;
use std::process::Command;

#[test]
fn every_script_has_every_task() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.run("several", &format!("completions {shell}")).stdout;
        for word in ["synth", "list", "removed", "init", "completions", "staging", "production"] {
            assert!(script.contains(word), "{shell}: `{word}` is missing");
        }
    }
}

#[test]
fn every_task_with_a_platform_suggests_platforms() {
    let script = Desk::new().run("several", "completions bash").stdout;
    for (task, offers) in
        [("synth", true), ("list", true), ("reach", true), ("removed", true), ("init", false), ("completions", false)]
    {
        let offered = script.lines().find_map(|line| line.trim().strip_prefix(&format!("{task}) offers=")));
        let offered = offered.unwrap_or_else(|| panic!("{task}: {script}"));
        assert_eq!(offered.contains("staging production"), offers, "{task}: {offered}");
        assert!(offered.contains("--help"), "{task}: {offered}");
    }
}

/// The suggestions of bash after it has read the script.
#[test]
#[ignore = "needs bash"]
fn bash_completes() {
    let script = Desk::new().run("several", "completions bash").stdout;
    let offers = |words: &str, at: usize| {
        let ask = format!("{script}\nCOMP_WORDS=({words}); COMP_CWORD={at}; _coderev; echo \"${{COMPREPLY[*]}}\"");
        let run = Command::new("bash").args(["--norc", "-c", &ask]).output().expect("bash runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8_lossy(&run.stdout).trim().to_owned()
    };
    assert_eq!(offers("xtask sy", 1), "synth");
    assert_eq!(offers("xtask synth --de", 2), "--deny");
    assert_eq!(offers("xtask list pro", 2), "production");
    assert_eq!(offers("xtask reach pro", 2), "production");
    assert_eq!(offers("xtask completions z", 2), "zsh");
}
