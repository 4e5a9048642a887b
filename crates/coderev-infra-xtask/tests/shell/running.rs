//! Runs the example `tiny` in a temporary folder and reads its results.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A temporary folder, in which `tiny synth` writes `kubernetes/`.
pub(crate) struct Desk {
    dir: TempDir,
}
/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    /// None if a signal ended the run.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}
/// Files by their paths below a folder.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

impl Desk {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder can be created") }
    }
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }
    /// `tiny` with these arguments, not yet started.
    pub(crate) fn command(&self, platform: &str, line: &str) -> Command {
        let mut command = Command::new(tiny());
        command.args(line.split_whitespace()).current_dir(self.dir.path()).env("TINY", platform).env_remove("NO_COLOR");
        command
    }
    pub(crate) fn run(&self, platform: &str, line: &str) -> Run {
        self.command(platform, line).output().expect("`tiny` starts").into()
    }
    /// A run that must succeed.
    pub(crate) fn synth(&self, platform: &str) -> Run {
        let run = self.run(platform, "synth");
        assert_eq!(run.code, Some(0), "{run:?}");
        run
    }
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be created");
        fs::write(path, text).expect("a file can be written");
    }
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("`{path}`: {error}"))
    }
    /// Every file below a folder; empty if the folder does not exist.
    pub(crate) fn files(&self, below: &str) -> Files {
        let mut files = Files::new();
        collect(&self.path(below), Path::new(""), &mut files);
        files
    }
    /// The names in the temporary folder, including any files next to the output.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path()).expect("the temporary folder can be read");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.map(|it| it.file_name().to_string_lossy().into_owned());
        let mut names = entries.map(name).collect::<Result<Vec<_>, _>>().expect("its entries can be read");
        names.sort();
        names
    }
}
fn collect(root: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(root.join(below)).into_iter().flatten() {
        let entry = entry.expect("a folder that can be opened can be listed");
        let path = below.join(entry.file_name());
        if entry.file_type().expect("an entry has a type").is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.display().to_string(), fs::read(root.join(&path)).expect("a file can be read"));
        }
    }
}
impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the shell writes text");
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The path of the example, next to the folder of this test program.
pub(crate) fn tiny() -> PathBuf {
    let own = std::env::current_exe().expect("a process knows its program");
    let target = own.parent().and_then(Path::parent).expect("Cargo puts tests two folders below the target");
    let tiny = target.join("examples").join(format!("tiny{}", std::env::consts::EXE_SUFFIX));
    assert!(
        tiny.is_file(),
        "`cargo test` builds the examples; before `cargo test --test shell` run `cargo build --example tiny`"
    );
    tiny
}
