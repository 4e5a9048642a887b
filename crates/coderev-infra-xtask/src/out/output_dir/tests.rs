use super::*;
use crate::out::atomic_dir::kill;

type File = (&'static str, &'static str);

fn synth(root: &Path, files: &[File]) {
    let files = files.iter().copied().collect::<BTreeMap<_, _>>();
    let folder = OutputDir::open_to_write(root, &files, Owner::Only).expect("opens");
    let deltas = folder.deltas().expect("reads");
    folder.keep_foreign(&deltas).expect("nothing is lost");
    folder.write(&deltas).expect("writes");
}
/// Every file below `root` with its text, by path.
fn contents(root: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("a folder that can be opened can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), fs::read_to_string(path).expect("a text"));
            }
        }
    }
    files
}

/// Kills the replacement of `before` with `after` at its first moment, at its second, and so on until a run
/// completes.
fn check(before: &[File], foreign: Option<&str>, after: &[File]) {
    for moment in 1.. {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path().join("out");
        if !before.is_empty() {
            synth(&root, before);
        }
        if let Some(name) = foreign {
            atomic_dir::write(&root.join(name), [b"theirs"]).expect("writes");
        }
        let old = contents(&root);
        let done = kill::at(moment, || synth(&root, after));
        let seen = contents(&root);
        synth(&root, after);
        let new = contents(&root);
        assert!(seen == old || seen == new, "killed at moment {moment}, the folder holds {seen:#?}");
        assert_eq!(
            contents(dir.path()),
            new,
            "killed at moment {moment}, the next run leaves files next to the folder"
        );
        let theirs = foreign.map(|name| new.contains_key(&root.join(name)));
        assert_ne!(theirs, Some(false), "killed at moment {moment}, a file of another program is lost");
        if done.is_some() {
            assert!(moment > after.len() * 3, "each file has three moments, and there were only {moment}");
            return;
        }
    }
}

#[test]
fn a_kill_at_any_moment_of_the_first_run_leaves_all_or_nothing() {
    check(&[], None, &[("a.yaml", "a"), ("deep/b.yaml", "b")]);
}
#[test]
fn a_kill_at_any_moment_leaves_the_old_folder_or_the_new_one() {
    let before = [("a.yaml", "a"), ("deep/b.yaml", "b"), ("gone.yaml", "gone")];
    let after = [("a.yaml", "changed"), ("deep/b.yaml", "changed too"), ("new.yaml", "new")];
    check(&before, Some("deep/theirs.yaml"), &after);
}

#[test]
fn a_kill_while_stale_output_is_removed_leaves_all_files_or_only_foreign_files() {
    let remove = |root: &Path| {
        let nothing = BTreeMap::new();
        let folder = OutputDir::open_to_write(root, &nothing, Owner::Removed(None)).expect("opens");
        let deltas = folder.deltas().expect("reads");
        folder.write(&deltas).expect("writes");
    };
    for moment in 1.. {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path().join("out");
        synth(&root, &[("a.yaml", "a"), ("deep/b.yaml", "b")]);
        atomic_dir::write(&root.join("deep/theirs.yaml"), [b"theirs"]).expect("writes");
        let old = contents(&root);
        let done = kill::at(moment, || remove(&root));
        let seen = contents(&root);
        remove(&root);
        let new = contents(dir.path());
        assert_eq!(new.keys().collect::<Vec<_>>(), [&root.join("deep/theirs.yaml")], "killed at moment {moment}");
        assert!(seen == old || seen == new, "killed at moment {moment}, the folder holds {seen:#?}");
        if done.is_some() {
            assert!(moment > 3, "there were only {moment} moments");
            return;
        }
    }
}

#[test]
fn unchanged_files_are_not_written_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let root = dir.path().join("out");
    synth(&root, &[("a.yaml", "a"), ("b.yaml", "b")]);
    let written = |name: &str| fs::metadata(root.join(name)).and_then(|it| it.modified()).expect("the file exists");
    let before = written("a.yaml");
    std::thread::sleep(std::time::Duration::from_millis(20));
    synth(&root, &[("a.yaml", "a"), ("b.yaml", "changed")]);
    assert_eq!(written("a.yaml"), before);
    assert!(written("b.yaml") > before);
}

/// The findings refuse every name that would be such a path. The folder refuses it also.
#[test]
fn a_path_outside_of_the_folder_is_refused_before_anything_is_read_or_written() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let root = dir.path().join("out");
    for path in ["../evil.yaml", "a/../../evil.yaml", "/evil.yaml"] {
        let files = BTreeMap::from([("a.yaml", "a"), (path, "evil")]);
        for open in [OutputDir::open, OutputDir::open_to_write] {
            let refusal = open(&root, &files, Owner::Only).err().map(|error| error.to_string());
            let expected =
                format!("a generated file has the path {path:?}, which is not a path inside of the output folder");
            assert_eq!(refusal, Some(expected));
        }
    }
    assert!(contents(dir.path()).is_empty(), "nothing is written");
}

#[test]
fn the_list_of_files_has_no_effect_outside_the_folder() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let root = dir.path().join("out");
    let theirs = dir.path().join("theirs");
    atomic_dir::write(&theirs, [b"theirs"]).expect("writes");
    let lines = format!("{0}  ../theirs\n{0}  {1}\n<<<<<<< HEAD\n", ledger::sum([b"theirs"]), theirs.display());
    atomic_dir::write(&root.join(LEDGER), [lines]).expect("writes");
    let files = BTreeMap::from([("a.yaml", "a")]);
    let deltas = OutputDir::open(&root, &files, Owner::Only).and_then(|folder| folder.deltas()).expect("reads");
    assert_eq!(deltas.len(), 1, "only the new file");
}
