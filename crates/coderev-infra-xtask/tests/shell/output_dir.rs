//! The values of `--out`.
use crate::running::Desk;
use std::fs;

#[test]
fn creates_the_folders_above() {
    let desk = Desk::new();
    for out in ["a/b/c", "a/b/d/", "./a/./e", "a/../f"] {
        let run = desk.run("", &format!("synth --out {out}"));
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(desk.path(out).join("deployments.yaml").exists(), "`{out}`");
    }
    assert_eq!(desk.names(), ["a", "f"]);
}

#[test]
fn accepts_an_absolute_path() {
    let (here, there) = (Desk::new(), Desk::new());
    let out = there.path("out");
    for platform in ["", "changed"] {
        assert_eq!(
            here.command(platform, "synth --out").arg(&out).output().expect("`tiny` starts").status.code(),
            Some(0)
        );
    }
    assert!(here.names().is_empty());
    assert_eq!(there.names(), ["out"]);
}

#[test]
fn refuses_to_replace_the_current_folder() {
    let desk = Desk::new();
    desk.write("kubernetes/inside/notes.md", "theirs\n");
    let before = desk.files("");
    for (from, out) in [("kubernetes", "."), ("kubernetes/inside", ".."), ("kubernetes", "../kubernetes")] {
        let mut command = desk.command("", &format!("synth --out {out}"));
        let run = command.current_dir(desk.path(from)).output().expect("`tiny` starts");
        assert_eq!(run.status.code(), Some(2), "`{out}` from `{from}`");
        let printed = String::from_utf8_lossy(&run.stderr);
        let first = format!("error: cannot replace `{out}`: it is the current folder");
        assert!(printed.starts_with(&first) && printed.contains("  help: change to the folder above"), "{printed}");
        assert_eq!(desk.files(""), before, "the current folder of the user's shell still exists");
    }
    desk.synth("");
    let mut command = desk.command("", "synth --check --out .");
    let run = command.current_dir(desk.path("kubernetes")).output().expect("`tiny` starts");
    assert_eq!(run.status.code(), Some(0), "`--check` works inside the folder");
}

#[test]
#[cfg(unix)]
fn a_link_stays_and_its_target_is_written() {
    let desk = Desk::new();
    desk.write("real/there/notes.md", "theirs\n");
    std::os::unix::fs::symlink("real/there", desk.path("kubernetes")).expect("links");
    for platform in ["", "changed", "secret"] {
        desk.synth(platform);
        assert!(fs::symlink_metadata(desk.path("kubernetes")).expect("the link exists").is_symlink());
    }
    assert_eq!(desk.read("real/there/notes.md"), "theirs\n");
    assert!(desk.path("real/there/secrets.commands.txt").exists());
    assert_eq!(fs::read_dir(desk.path("real")).expect("reads").count(), 1, "no other files next to it");
}

#[test]
#[cfg(unix)]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("kubernetes/script", "theirs\n");
    let mode = |path: &str| fs::metadata(desk.path(path)).expect("the path exists").permissions().mode() & 0o777;
    let permit = |path: &str, mode| fs::set_permissions(desk.path(path), fs::Permissions::from_mode(mode));
    permit("kubernetes", 0o750).and_then(|()| permit("kubernetes/script", 0o500)).expect("permissions can be set");
    desk.synth("");
    assert_eq!((mode("kubernetes"), mode("kubernetes/script")), (0o750, 0o500));
}

#[test]
#[cfg(unix)]
fn folders_keep_their_owner_and_their_permissions() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let desk = Desk::new();
    desk.synth("");
    desk.write("kubernetes/theirs/notes.md", "theirs\n");
    let folders = ["kubernetes", "kubernetes/.lint", "kubernetes/theirs"];
    for folder in folders {
        fs::set_permissions(desk.path(folder), fs::Permissions::from_mode(0o750)).expect("sets the mode");
        // Only root can give a folder to another owner.
        let _ = chown(desk.path(folder), Some(1000), Some(1000));
    }
    let state = |folder: &str| fs::metadata(desk.path(folder)).map(|it| (it.uid(), it.gid(), it.mode())).expect(folder);
    let before = folders.map(state);
    // The list and both files in `.lint` are new.
    let ledger = desk.read("kubernetes/.coderev-infra");
    for path in ["kubernetes/.lint/checkov.yaml", "kubernetes/.lint/kube-linter.yaml"] {
        fs::remove_file(desk.path(path)).expect("removes");
    }
    desk.write("kubernetes/.coderev-infra", &ledger);
    desk.synth("changed");
    assert_eq!(folders.map(state), before);
}

#[test]
#[cfg(unix)]
fn links_of_other_programs_stay_links() {
    let desk = Desk::new();
    desk.write("kubernetes/notes.md", "theirs\n");
    std::os::unix::fs::symlink("nowhere", desk.path("kubernetes/dangling")).expect("links");
    std::os::unix::fs::symlink("..", desk.path("kubernetes/round")).expect("links");
    desk.synth("");
    desk.synth("changed");
    assert_eq!(fs::read_link(desk.path("kubernetes/dangling")).expect("a link"), std::path::Path::new("nowhere"));
    assert_eq!(fs::read_link(desk.path("kubernetes/round")).expect("a link"), std::path::Path::new(".."));
}

#[test]
#[cfg(unix)]
fn a_changed_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.synth("");
    let path = |name: &str| desk.path("kubernetes").join(name);
    for name in ["deployments.yaml", ".coderev-infra"] {
        fs::set_permissions(path(name), fs::Permissions::from_mode(0o600)).expect("permissions can be set");
    }
    desk.synth("changed");
    for name in ["deployments.yaml", ".coderev-infra"] {
        let mode = fs::metadata(path(name)).expect("the file exists").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
#[cfg(unix)]
#[ignore = "needs root to give files to another user"]
fn a_file_that_root_changes_keeps_its_owner() {
    use std::os::unix::fs::{MetadataExt, chown};
    let desk = Desk::new();
    desk.synth("");
    let path = |name: &str| desk.path("kubernetes").join(name);
    let names = ["deployments.yaml", "namespaces.yaml", ".coderev-infra", ""];
    for name in names {
        chown(path(name), Some(12_345), Some(54_321)).expect("root may do it");
    }
    desk.synth("changed");
    for name in names {
        let found = fs::metadata(path(name)).expect("it exists");
        assert_eq!((found.uid(), found.gid()), (12_345, 54_321), "`{name}`");
    }
}

#[test]
fn the_root_of_another_repository_is_refused() {
    let desk = Desk::new();
    desk.write("app/.git/HEAD", "ref: refs/heads/main\n");
    desk.write("app/src/main.rs", "fn main() {}\n");
    let before = desk.files("");
    for line in ["synth --out app", "synth --out app --force"] {
        let run = desk.run("", line);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stderr.contains("`app` is the root of a git repository"), "{run:?}");
    }
    assert_eq!(desk.files(""), before);
    assert_eq!(desk.run("", "synth --out app/kubernetes").code, Some(0), "a folder inside of it");
    desk.write("empty/.git/HEAD", "ref: refs/heads/main\n");
    for platform in ["", "changed"] {
        assert_eq!(desk.run(platform, "synth --out empty").code, Some(0), "a repository for the output");
    }
    assert!(desk.path("empty/.git/HEAD").exists());
}

#[test]
fn the_folder_of_a_git_repository_is_refused() {
    for (repository, out) in
        [("bare.git", "bare.git"), ("bare.git", "bare.git/kubernetes"), ("a/.git", "a/.git/kubernetes")]
    {
        let desk = Desk::new();
        desk.write(&format!("{repository}/HEAD"), "ref: refs/heads/main\n");
        for folder in ["objects", "refs"] {
            fs::create_dir(desk.path(repository).join(folder)).expect("creates");
        }
        let before = desk.files("");
        let run = desk.run("", &format!("synth --out {out}"));
        assert_eq!(run.code, Some(1), "{out}: {run:?}");
        assert!(run.stderr.contains(&format!("/{repository}` is the data of a git repository")), "{out}: {run:?}");
        assert_eq!(desk.files(""), before, "{out}");
    }
}
