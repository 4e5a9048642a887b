//! `--stdout`, and readers that close the pipe.
use crate::running::Desk;
use std::process::Stdio;

#[test]
fn prints_the_manifests_and_writes_nothing() {
    let desk = Desk::new();
    let run = desk.run("secret", "synth --stdout");
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    assert!(desk.names().is_empty());
    let documents: Vec<&str> = run.stdout.split("\n---\n").collect();
    assert!(documents.len() >= 10, "{}", run.stdout);
    for document in &documents {
        let keys = |key: &str| document.lines().filter(|line| line.starts_with(key)).count();
        assert_eq!(
            (keys("apiVersion: "), keys("kind: "), keys("metadata:")),
            (1, 1, 1),
            "one object each:\n{document}"
        );
    }
    assert!(!run.stdout.contains("kustomize.config.k8s.io"), "a cluster does not accept a kustomization");
}

#[test]
fn the_stream_equals_the_files() {
    let desk = Desk::new();
    desk.synth("");
    let kustomization = desk.read("kubernetes/kustomization.yaml");
    let names = kustomization.lines().filter_map(|line| line.trim().strip_prefix("- "));
    let files: Vec<String> = names.map(|name| desk.read(&format!("kubernetes/{name}"))).collect();
    assert_eq!(files.len(), 4, "{kustomization}");
    assert_eq!(desk.run("", "synth --stdout").stdout, files.join("---\n"));
}

#[test]
fn joins_several_platforms() {
    let desk = Desk::new();
    let one = desk.run("several", "synth staging --stdout").stdout;
    let other = desk.run("several", "synth production --stdout").stdout;
    assert_eq!(desk.run("several", "synth --stdout").stdout, format!("{one}---\n{other}"));
}

#[test]
fn findings_are_never_in_the_stream() {
    let desk = Desk::new();
    let clean = desk.run("warning", "synth --stdout");
    assert!(clean.stderr.contains("warning[placeholder-left]"), "{}", clean.stderr);
    let run = desk.run("warning", "synth --stdout --format json");
    assert_eq!(run.code, Some(0));
    assert_eq!(run.stdout, clean.stdout);
    let printed: serde_json::Value = serde_json::from_str(&run.stderr).expect("stderr is one JSON document");
    assert_eq!(printed["platforms"][0]["findings"][0]["rule"], "placeholder-left");

    for line in ["synth --stdout", "synth --stdout --format json"] {
        let run = desk.run("errors", line);
        assert_eq!((run.code, &*run.stdout), (Some(1), ""), "no stream with errors: `{line}`");
        assert!(run.stderr.contains("limit-below-request"), "{}", run.stderr);
    }
}

#[test]
fn a_closed_pipe_does_not_end_a_task() {
    let desk = Desk::new();
    // Both pipes are closed at once, so that no reader remains.
    for (line, code) in [("synth --stdout", 0), ("synth", 0), ("synth --check", 0), ("--help", 0), ("synth --frob", 2)]
    {
        let mut child =
            desk.command("warning", line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("`tiny` starts");
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().expect("the run ends").code(), Some(code), "`{line}`");
    }
    assert!(desk.path("kubernetes/deployments.yaml").exists(), "`synth` writes although its stderr is closed");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_reported() {
    let desk = Desk::new();
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("Linux has `/dev/full`");
    let run = desk.command("", "synth --stdout").stdout(full()).output().expect("`tiny` starts");
    assert_eq!(run.status.code(), Some(2));
    let printed =
        "error: cannot write to `stdout`: no space left on device\n  help: redirect it to a disk with free space\n";
    assert_eq!(String::from_utf8_lossy(&run.stderr), printed);
    let run = desk.command("warning", "synth").stderr(full()).output().expect("`tiny` starts");
    assert_eq!(run.status.code(), Some(0), "a full log does not stop `synth`");
}
