//! Findings for people and for programs.
use crate::running::Desk;
use crate::writing::GENERATED;
use serde_json::Value;

const ESCAPE: char = '\u{1b}';

#[test]
fn shows_the_line_of_the_setting_as_rustc_does() {
    let desk = Desk::new();
    // Paths from the compiler start at the workspace, where a team runs its xtask.
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let output = desk.command("errors", "synth --check").current_dir(workspace).output().expect("`tiny` starts");
    let printed = String::from_utf8(output.stderr).expect("the shell writes text");
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[0], "error[limit-below-request]: the container `web` requests 300m of CPU, but its limit is 200m");
    assert!(lines[1].trim().starts_with("--> "), "{printed}");
    assert!(lines[1].contains("examples/tiny.rs:"), "{printed}");
    assert!(lines[3].contains(" | ") && lines[3].contains("web.cpu("), "{printed}");
    assert!(lines[4].contains("^^^"), "{printed}");
    assert!(printed.contains("note: in `tiny/web`") && printed.contains("help: "), "{printed}");
}

#[test]
fn names_the_platform_of_each_finding() {
    let desk = Desk::new();
    let notes = |line: &str| {
        let printed = desk.run("several-warning", line).stderr;
        printed
            .lines()
            .filter_map(|line| line.split_once("note: "))
            .map(|(_, note)| note.to_owned())
            .collect::<Vec<_>>()
    };
    let staging = "in `tiny/web` on the platform `staging`";
    assert_eq!(notes("synth"), [staging, "in `tiny/web` on the platform `production`"]);
    assert_eq!(notes("synth staging"), [staging]);
    let one = desk.run("warning", "synth --out one").stderr;
    assert!(one.contains("note: in `tiny/web`\n"), "{one}");
}

/// The allow is used on one of the platforms only, and causes no warning on the other.
#[test]
fn an_allow_of_one_platform_is_not_denied_on_another() {
    let desk = Desk::new();
    for line in ["synth --deny warnings", "synth --check --deny warnings", "synth production --deny warnings"] {
        let run = desk.run("several-allowed", line);
        assert_eq!(run.code, Some(0), "`{line}`: {run:?}");
        assert!(!run.stderr.contains("warning"), "`{line}`: {run:?}");
    }
    let unused = desk.run("several-unused", "synth --deny warnings");
    assert_eq!(unused.code, Some(1), "{unused:?}");
    assert!(unused.stderr.contains("warning[unused-allow]"), "{unused:?}");
}

#[test]
fn shows_all_findings_errors_first() {
    let printed = Desk::new().run("errors", "synth").stderr;
    let title = |line: &&str| line.starts_with("error") || line.starts_with("warning");
    let titles: Vec<&str> = printed.lines().filter(title).filter_map(|line| line.split(':').next()).collect();
    let expected = ["error[limit-below-request]", "error[limit-below-request]", "warning[placeholder-left]", "error"];
    assert_eq!(titles, expected, "{printed}");
}

#[test]
fn names_the_position_without_the_source_file() {
    let printed = Desk::new().run("warning", "synth").stderr;
    assert!(printed.contains("examples/tiny.rs:"), "{printed}");
    assert!(!printed.contains('^'), "there is no source line: {printed}");
}

#[test]
fn json_has_every_part_of_a_finding() {
    let desk = Desk::new();
    let run = desk.run("errors", "synth --format json");
    assert_eq!((run.code, &*run.stderr), (Some(1), ""));
    assert!(desk.names().is_empty());
    let printed: Value = serde_json::from_str(&run.stdout).expect("stdout is one JSON document");
    assert_eq!(printed["written"], false);
    let findings = printed["platforms"][0]["findings"].as_array().expect("a platform has findings");
    assert_eq!(findings.len(), 3);
    for finding in findings {
        assert!(finding["line"].as_u64().is_some_and(|line| line > 0), "{finding}");
        assert!(finding["file"].as_str().is_some_and(|file| file.ends_with("examples/tiny.rs")), "{finding}");
        for key in ["message", "help", "subject"] {
            assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "`{key}` of {finding}");
        }
    }
    let of = |key: &str| findings.iter().map(|finding| finding[key].as_str().expect("a text")).collect::<Vec<_>>();
    assert_eq!(of("rule"), ["limit-below-request", "limit-below-request", "placeholder-left"]);
    assert_eq!(of("severity"), ["error", "error", "warning"]);
}

#[test]
fn json_lists_the_written_files() {
    let desk = Desk::new();
    let run = desk.run("warning", "synth --format json");
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    let printed: Value = serde_json::from_str(&run.stdout).expect("stdout is one JSON document");
    assert_eq!(printed["written"], true);
    let files = printed["platforms"][0]["files"].as_array().expect("a platform has files");
    assert_eq!(files.len(), GENERATED);
    assert!(files.iter().all(|file| file["change"] == "written"), "{files:?}");
    assert_eq!(printed["platforms"][0]["findings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn denied_warnings_stay_warnings_for_programs() {
    let run = Desk::new().run("warning", "synth --format json --deny warnings");
    assert_eq!(run.code, Some(1));
    let printed: Value = serde_json::from_str(&run.stdout).expect("stdout is one JSON document");
    assert_eq!(printed["platforms"][0]["findings"][0]["severity"], "warning");
    assert_eq!(printed["written"], false);
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    let desk = Desk::new();
    for line in ["synth", "synth --check", "synth --stdout", "--help", "synth --frob", "synth --format json"] {
        for platform in ["warning", "errors"] {
            let run = desk.run(platform, line);
            assert!(!run.stdout.contains(ESCAPE) && !run.stderr.contains(ESCAPE), "`{line}`: {run:?}");
        }
    }
}

/// The output of the program on a terminal.
#[cfg(target_os = "linux")]
fn on_a_terminal(no_color: &str) -> String {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::io::Read;

    let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("Linux has terminals to give");
    grantpt(&screen).and_then(|()| unlockpt(&screen)).expect("the terminal can be unlocked");
    let name = ptsname(&screen, Vec::new()).expect("a terminal has a name").into_string().expect("the name is UTF-8");
    let keyboard = std::fs::File::options().write(true).open(name).expect("the terminal opens");
    let mut command = Desk::new().command("warning", "synth --stdout");
    command.current_dir("/").env("NO_COLOR", no_color).stdout(std::process::Stdio::null()).stderr(keyboard);
    let mut child = command.spawn().expect("`tiny` starts");
    // The child's side of the terminal is open until the child ends and this command is dropped. Then reading ends.
    drop(command);
    let mut printed = Vec::new();
    // Reading from a closed terminal fails; reading from a closed pipe just ends.
    let _ = std::fs::File::from(screen).read_to_end(&mut printed);
    assert!(child.wait().expect("the run ends").success());
    String::from_utf8(printed).expect("the shell writes text")
}
#[test]
#[cfg(target_os = "linux")]
fn findings_are_coloured_on_a_terminal() {
    let printed = on_a_terminal("");
    assert!(printed.contains(ESCAPE) && printed.contains("placeholder-left"), "{printed:?}");
}
#[test]
#[cfg(target_os = "linux")]
fn no_color_is_honoured_on_a_terminal() {
    let printed = on_a_terminal("1");
    assert!(!printed.contains(ESCAPE) && printed.contains("placeholder-left"), "{printed:?}");
}
