//! Full disks and read-only folders: the old files stay, and the message names the file.
#![cfg(unix)]
use crate::running::{Desk, Run, tiny};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

/// A run that fails because of the system, and changes nothing.
fn check(desk: &Desk, run: &Run, before: &crate::running::Files, message: &str) {
    assert_eq!(run.code, Some(2), "{run:?}");
    let printed = format!("error: {message}\n  help: ");
    assert!(run.stderr.starts_with(&printed) && run.stderr.contains("`--out DIR`"), "{printed}:\n{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 2, "{}", run.stderr);
    assert_eq!(&desk.files(""), before, "nothing has changed");
}

/// `tiny synth` with a limit of two and a half to five kilobytes for each file. The Deployments have six.
fn cramped(desk: &Desk, prepare: &str) -> std::process::Output {
    let script = format!("ulimit -c 0; ulimit -f 5; {prepare} exec \"$0\" synth");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(tiny()).current_dir(desk.path("")).env("TINY", "changed");
    command.output().expect("`sh` starts")
}

#[test]
fn a_write_that_fails_changes_nothing() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("");
    let run = cramped(&desk, "trap '' XFSZ;").into();
    check(&desk, &run, &before, "cannot write `kubernetes/deployments.yaml`: file too large");
    assert_eq!(desk.names(), ["kubernetes"], "unfinished files are removed");
}

#[test]
fn a_first_write_that_fails_leaves_no_files() {
    let desk = Desk::new();
    let run = cramped(&desk, "trap '' XFSZ;").into();
    check(&desk, &run, &desk.files(""), "cannot write `kubernetes/deployments.yaml`: file too large");
    assert!(desk.names().is_empty());
}

#[test]
fn a_kill_in_the_middle_of_a_write_changes_nothing() {
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("kubernetes");
    // The signal for a file that grows too large ends the process, unless it is handled.
    let killed = cramped(&desk, "");
    assert!(killed.status.signal().is_some(), "{killed:?}");
    assert_eq!(desk.files("kubernetes"), before);
    assert_eq!(desk.names(), [".kubernetes.coderev-infra-new", "kubernetes"], "the killed run could not clean up");
    desk.synth("changed");
    assert_eq!(desk.names(), ["kubernetes"]);
}

#[test]
fn a_file_at_the_path_of_a_folder_is_refused() {
    let desk = Desk::new();
    desk.write("kubernetes", "a file");
    let before = desk.files("");
    let run = desk.run("", "synth");
    check(&desk, &run, &before, "cannot read `kubernetes/.coderev-infra`: not a directory");
    let run = desk.run("", "synth --out kubernetes/below");
    check(&desk, &run, &before, "cannot use `kubernetes/below`: not a directory");
}

#[test]
fn a_folder_at_the_path_of_a_file_is_kept() {
    let desk = Desk::new();
    desk.write("kubernetes/policies.yaml/theirs", "theirs");
    let before = desk.files("");
    let run = desk.run("", "synth --force");
    check(&desk, &run, &before, "cannot read `kubernetes/policies.yaml`: is a directory");
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_system_without_new_folders_is_named() {
    let desk = Desk::new();
    let run = desk.run("", "synth --out /proc/kubernetes");
    check(&desk, &run, &desk.files(""), "cannot create a folder next to `/proc/kubernetes`: no such file or directory");
}

#[test]
fn a_read_only_folder_is_named() {
    if rustix::process::geteuid().is_root() {
        println!("skipped: nothing is read-only for root");
        return;
    }
    let desk = Desk::new();
    desk.synth("");
    let before = desk.files("");
    let permit =
        |mode| fs::set_permissions(desk.path(""), Permissions::from_mode(mode)).expect("permissions can be set");
    permit(0o555);
    let run = desk.run("changed", "synth");
    let current = desk.run("", "synth");
    permit(0o755);
    check(&desk, &run, &before, "cannot create a folder next to `kubernetes`: permission denied");
    assert_eq!(current.code, Some(0), "a run without changes needs no write permission");
}

#[test]
#[ignore = "needs root to mount a tmpfs"]
fn a_full_disk_changes_nothing() {
    let desk = Desk::new();
    let disk = Mounted::tmpfs(&desk, "disk");
    assert_eq!(desk.run("", "synth --out disk/out").code, Some(0));
    let room = fs::File::create(desk.path("disk/ballast")).expect("a file can be created");
    let block = vec![0; 4096];
    while std::io::Write::write_all(&mut &room, &block).is_ok() {}
    let before = desk.files("");
    let run = desk.run("changed", "synth --out disk/out");
    check(&desk, &run, &before, "cannot write `disk/out/deployments.yaml`: no space left on device");
    assert!(run.stderr.contains("help: free some space there"), "{}", run.stderr);
    drop(room);
    fs::remove_file(desk.path("disk/ballast")).expect("the file can be removed");
    assert_eq!(desk.run("changed", "synth --out disk/out").code, Some(0));
    drop(disk);
}

#[test]
#[ignore = "needs root to mount a tmpfs"]
fn a_mount_point_is_refused_with_a_solution() {
    let desk = Desk::new();
    let disk = Mounted::tmpfs(&desk, "disk");
    let run = desk.run("", "synth --out disk");
    check(&desk, &run, &desk.files(""), "cannot put the new files into `disk`: device or resource busy");
    assert!(run.stderr.contains("help: a mount point cannot be replaced atomically"), "{}", run.stderr);
    assert_eq!(desk.names(), ["disk"]);
    drop(disk);
}

#[test]
#[ignore = "needs root to mount a tmpfs"]
fn a_disk_inside_the_folder_is_not_emptied() {
    let desk = Desk::new();
    desk.synth("");
    let disk = Mounted::tmpfs(&desk, "kubernetes/disk");
    desk.write("kubernetes/disk/notes.md", "theirs\n");
    let run = desk.run("changed", "synth");
    check(
        &desk,
        &run,
        &desk.files(""),
        "cannot keep the other files of `kubernetes`: another disk is mounted in `disk`",
    );
    assert_eq!(desk.read("kubernetes/disk/notes.md"), "theirs\n");
    drop(disk);
}

/// A disk of 128 kilobytes that is mounted until the value is dropped.
struct Mounted(std::path::PathBuf);
impl Mounted {
    fn tmpfs(desk: &Desk, name: &str) -> Self {
        let place = desk.path(name);
        fs::create_dir(&place).expect("a folder can be created");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=128k", "tmpfs"]).arg(&place);
        assert!(mount.status().expect("`mount` starts").success(), "only root can mount");
        Self(place)
    }
}
impl Drop for Mounted {
    fn drop(&mut self) {
        let unmounts = || Command::new("umount").arg(&self.0).status().is_ok_and(|it| it.success());
        // A process that another test starts has the open files of this process until it runs its program. The disk is busy until then.
        let is_unmounted = (0..50).any(|_| {
            let is_unmounted = unmounts();
            if !is_unmounted {
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            is_unmounted
        });
        // The failure of the test has been reported already. A second panic would end all other tests.
        assert!(std::thread::panicking() || is_unmounted, "`{}` stays", self.0.display());
    }
}
