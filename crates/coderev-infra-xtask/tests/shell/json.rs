//! The JSON outputs for programs: each is one object with the version of its format.
use crate::running::Desk;
use serde_json::Value;

/// The command of an output, and the fields of its top level.
const OUTPUTS: [(&str, &[&str]); 7] = [
    ("synth --format json", &["platforms", "stale", "written"]),
    ("synth --check --format json", &["platforms", "stale", "written"]),
    ("synth --stdout --format json", &["platforms", "stale", "written"]),
    ("list --format json", &["platforms"]),
    ("reach --format json", &["connections", "entryPoints", "implied", "unknown", "unprotected", "warnings"]),
    ("reach --from web --to web --format json", &["verdicts", "warnings"]),
    (
        "reach --diff kubernetes kubernetes --format json",
        &["changes", "entryPoints", "input", "isolation", "summary", "unknown", "warnings"],
    ),
];

#[test]
fn every_output_begins_with_its_version() {
    let desk = Desk::new();
    desk.synth("");
    for (line, fields) in OUTPUTS {
        let run = desk.run("", line);
        assert_eq!(run.code, Some(0), "`{line}`: {run:?}");
        // With `--stdout`, only the manifests are on stdout.
        let text = if line.contains("--stdout") { run.stderr } else { run.stdout };
        assert!(text.starts_with("{\n  \"version\": 1,\n"), "`{line}`: {text}");
        let value: Value = serde_json::from_str(&text).expect("the output is one JSON document");
        let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.retain(|key| *key != "version");
        assert_eq!(keys, fields, "`{line}`");
    }
}

#[test]
fn a_refusal_is_a_json_object_too() {
    let run = Desk::new().run("errors", "synth --format json");
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.starts_with("{\n  \"version\": 1,\n"), "{}", run.stdout);
}

#[test]
fn the_readme_shows_every_output() {
    let readme = include_str!("../../README.md");
    for (line, fields) in OUTPUTS {
        let task = line.split_whitespace().next().expect("a task");
        assert!(readme.contains(&format!("`{task}")), "{task}");
        for field in fields {
            assert!(readme.contains(&format!("`{field}`")), "{field} of `{line}`");
        }
    }
}
