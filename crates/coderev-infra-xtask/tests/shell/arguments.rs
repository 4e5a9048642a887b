//! Command lines with mistakes.
use crate::running::Desk;

/// A wrong command line: exit status 2, the mistake, the command for help, and no files.
fn check(line: &str, message: &str) {
    check_help(line, message, "`cargo xtask --help` lists the tasks and their options");
}
/// The same, with another help.
fn check_help(line: &str, message: &str, help: &str) {
    let desk = Desk::new();
    let run = desk.run("", line);
    assert_eq!(run.code, Some(2), "`{line}`: {run:?}");
    let printed = format!("error: {message}\n  help: {help}\n");
    assert_eq!((&*run.stderr, &*run.stdout), (&*printed, ""), "`{line}`");
    assert!(desk.names().is_empty(), "`{line}` writes nothing");
}

#[test]
fn mistakes_are_refused_with_a_sentence() {
    let options = "`cargo xtask synth --help` lists the options of this task";
    check_help("synth --frob", "there is no option `--frob`", options);
    check_help("synth -x", "there is no option `-x`", options);
    check_help("synth --chek", "there is no option `--chek`", "did you mean `--check`?");
    check_help("sync", "there is no task `sync`", "did you mean `synth`?");
    check_help("snth", "there is no task `snth`", "did you mean `synth`?");
    check("deploy", "there is no task `deploy`");
    check("synth --out", "`--out` needs a value");
    check("synth --out=", "`--out` needs the name of a folder");
    check("synth --check=yes", "`--check` takes no value, but has `yes`");
    check("synth --format xml", "`--format` is `text` or `json`, not `xml`");
    check("synth --deny all", "only `warnings` can be denied, not `all`");
    check("synth staging production", "unexpected argument `production`");
    check("synth --check --stdout", "`--check` and `--stdout` cannot be used together");
    check("synth --stdout --check", "`--check` and `--stdout` cannot be used together");
    check_help(
        "list --check",
        "there is no option `--check`",
        "`cargo xtask list --help` lists the options of this task",
    );
    check_help("help sync", "there is no task `sync`", "did you mean `synth`?");
    check("completions", "`completions` needs a shell: bash, zsh or fish");
    check("completions tcsh", "the shell is `bash`, `zsh` or `fish`, not `tcsh`");
    check("init --path", "`--path` needs a value");
}

#[test]
fn help_works_at_every_position() {
    let desk = Desk::new();
    let help = desk.run("", "--help");
    assert_eq!((help.code, &*help.stderr), (Some(0), ""));
    for line in ["-h", "help", ""] {
        assert_eq!(desk.run("", line).stdout, help.stdout, "`{line}`");
    }
    for word in ["synth", "list", "init", "completions", "--help", "-V", "Usage: cargo xtask", "Exit status:"] {
        assert!(help.stdout.contains(word), "`{word}` is missing:\n{}", help.stdout);
    }
    let help = desk.run("", "help synth");
    for line in ["synth --help", "synth -h", "synth --check --help"] {
        assert_eq!(desk.run("", line).stdout, help.stdout, "`{line}`");
    }
    let options = ["--out DIR", "--check", "--stdout", "--format FORMAT", "--deny warnings", "--force", "--help"];
    for word in options.into_iter().chain(["Usage: cargo xtask synth", "Exit status:", "Examples:"]) {
        assert!(help.stdout.contains(word), "`{word}` is missing:\n{}", help.stdout);
    }
    assert!(help.stdout.lines().all(|line| line.chars().count() <= 110), "{}", help.stdout);
    assert!(desk.names().is_empty());
}

#[test]
fn help_comes_before_any_finding() {
    let run = Desk::new().run("errors", "--help");
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
}

#[test]
fn prints_its_version() {
    for line in ["--version", "-V"] {
        assert_eq!(Desk::new().run("", line).stdout, concat!("coderev-infra ", env!("CARGO_PKG_VERSION"), "\n"));
    }
}

#[test]
fn an_unknown_platform_is_refused_with_the_known_names() {
    let desk = Desk::new();
    let run = desk.run("several", "synth prod");
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stderr, "error: there is no platform `prod`\n  help: there are `staging`, `production`\n");
    for line in ["synth prod", "list prod"] {
        let run = desk.run("", line);
        assert_eq!(run.code, Some(2));
        let help = "the only platform of the program has no name: leave out `prod`";
        assert_eq!(run.stderr, format!("error: there is no platform `prod`\n  help: {help}\n"));
    }
    let run = desk.run("named", "list prod");
    assert_eq!(run.stderr, "error: there is no platform `prod`\n  help: there is `production`\n");
    let run = desk.run("nameless", "list prod");
    assert!(
        run.stderr.ends_with("  help: no platform of the program has a name: leave out `prod`\n"),
        "{}",
        run.stderr
    );
    assert!(desk.names().is_empty());
}

#[test]
fn several_platforms_without_names_are_refused() {
    let desk = Desk::new();
    let run = desk.run("nameless", "synth");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("not every platform has a distinct name\n  help: name them"), "{}", run.stderr);
    assert!(desk.names().is_empty());
}

#[test]
fn a_platform_cannot_leave_the_folder_by_its_name() {
    let desk = Desk::new();
    let run = desk.run("outside", "synth");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.stderr.contains("error[malformed-platform]: `../production` is not a valid platform name\n"),
        "{}",
        run.stderr
    );
    assert!(desk.names().is_empty());
}

#[test]
#[cfg(unix)]
fn bytes_that_are_not_utf_8_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let run = Desk::new().command("", "synth").arg(std::ffi::OsStr::from_bytes(b"st\xffging")).output();
    let run = run.expect("`tiny` starts");
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).starts_with("error: `st\u{fffd}ging` is not valid UTF-8\n"));
}
