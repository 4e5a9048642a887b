//! Public linters on the output of the deployment guide: `.lint/` suppresses all their findings, and every
//! suppression is needed.
use coderev_infra::File;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use tests::GUIDE;

/// The output of `synth`, in a temporary folder.
fn output() -> TempDir {
    // checkov skips hidden folders, and a temporary folder is hidden by default.
    let folder = tempfile::Builder::new().prefix("lint").tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join(".lint")).expect("writable");
    for file in GUIDE.files() {
        fs::write(folder.path().join(file.path()), file.text()).expect("writable");
    }
    folder
}
fn manifests(folder: &Path) -> Vec<String> {
    let files = GUIDE.files().filter(File::is_manifest);
    files.map(|file| folder.join(file.path()).display().to_string()).collect()
}
fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?} does not run: {error}"))
}
/// The lines of `.lint/NAME`, without comments.
fn answers(name: &str) -> Vec<String> {
    let path = format!(".lint/{name}");
    let file = GUIDE.file(&path).expect("the file is in the output");
    file.text().lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
#[ignore = "needs kube-score"]
fn kube_score_finds_exactly_the_suppressed_findings() {
    let folder = output();
    let findings = |flags: &[String]| {
        let mut command = Command::new("kube-score");
        let output = run(command.args(["score", "--output-format", "ci"]).args(flags).args(manifests(folder.path())));
        let text = String::from_utf8(output.stdout).expect("kube-score prints UTF-8");
        assert!(text.contains("[OK]"), "{text}{}", String::from_utf8_lossy(&output.stderr));
        let found = text.lines().filter(|line| line.starts_with("[CRITICAL]") || line.starts_with("[WARNING]"));
        found.map(str::to_owned).collect::<Vec<_>>()
    };
    let flags = answers("kube-score.flags");
    assert_eq!(findings(&flags), [""; 0]);
    for left_out in 0..flags.len() {
        let mut others = flags.clone();
        let idle = others.remove(left_out);
        assert!(!findings(&others).is_empty(), "no finding without `{idle}`");
    }
}

#[test]
#[ignore = "needs checkov"]
fn checkov_finds_exactly_the_suppressed_findings() {
    let folder = output();
    let config = folder.path().join(".lint/checkov.yaml");
    let findings = |text: &str| {
        fs::write(&config, text).expect("writable");
        let output =
            run(Command::new("checkov").arg("--directory").arg(folder.path()).arg("--config-file").arg(&config));
        let printed = String::from_utf8(output.stdout).expect("checkov prints UTF-8");
        assert!(printed.contains("Passed checks: "), "{printed}{}", String::from_utf8_lossy(&output.stderr));
        printed.lines().filter_map(|line| line.strip_prefix("Check: ")?.split(':').next().map(str::to_owned)).collect()
    };
    let lines = answers("checkov.yaml");
    let none: Vec<String> = findings(&lines.join("\n"));
    assert_eq!(none, [""; 0]);
    let without: Vec<_> = lines.iter().filter(|line| !line.contains("CKV_")).map(|line| &**line).collect();
    let mut found: Vec<String> = findings(&(without.join("\n") + " []"));
    found.sort();
    found.dedup();
    let mut answered: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("- CKV")).collect();
    answered.sort_unstable();
    assert_eq!(found, answered.iter().map(|line| format!("CKV{line}")).collect::<Vec<_>>());
}
