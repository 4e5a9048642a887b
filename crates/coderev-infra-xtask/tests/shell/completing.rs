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

#[test]
fn the_values_of_options_are_suggested() {
    let script = |platform: &str, shell: &str| Desk::new().run(platform, &format!("completions {shell}")).stdout;
    let bash = script("several", "bash");
    for line in [
        "\"synth --format\") offers=\"text json\" ;;",
        "\"reach --format\") offers=\"text csv json dot svg markdown\" ;;",
        "\"reach --to\") offers=\"tiny tiny/web\" ;;",
        "\"synth --out\") offers=\"\" ;;",
    ] {
        assert!(bash.lines().any(|it| it.trim() == line), "`{line}` is missing:\n{bash}");
    }
    let fish = script("several", "fish");
    for end in ["-l format -x -a 'text json'", "-l from -x -a 'tiny tiny/web'", "-l out -r", "-l check"] {
        assert!(fish.lines().any(|it| it.ends_with(end)), "`{end}` is missing:\n{fish}");
    }
    let hostile = script("hostile", "bash");
    assert!(!hostile.contains("faked") && !hostile.contains("tiny\u{9b}"), "{hostile}");
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
    assert_eq!(offers("xtask synth --format j", 3), "json");
    assert_eq!(offers("xtask synth --format = j", 4), "json");
    assert_eq!(offers("xtask synth --format =", 3), "text json");
    assert_eq!(offers("xtask reach --format s", 3), "svg");
    assert_eq!(offers("xtask synth --deny ''", 3), "warnings");
    assert_eq!(offers("xtask reach --from tiny/", 3), "tiny/web");
    assert_eq!(offers("xtask reach --from tiny --to t", 5), "tiny tiny/web");
    // The names of files are completed by bash.
    assert_eq!(offers("xtask synth --out k", 3), "");
    assert_eq!(offers("xtask reach --port 4", 3), "");
    assert_eq!(offers("xtask synth --format json --ch", 4), "--check");
}
