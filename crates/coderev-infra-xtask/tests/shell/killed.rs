//! Runs that are killed, and simultaneous runs. The unit tests simulate a kill at every step of a write; these tests
//! kill the process at any moment.
use crate::running::{Desk, Files, Run};
use crate::writing::GENERATED;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

const RUNS: u32 = 120;

/// The expected content of `kubernetes/`, with a file of another program.
fn expected(platform: &str) -> Files {
    let desk = Desk::new();
    desk.write("kubernetes/notes.md", "theirs\n");
    desk.synth(platform);
    desk.files("kubernetes")
}

#[test]
fn a_killed_run_leaves_the_old_folder_or_the_new_one() {
    let platforms = ["changed", "secret"];
    let wholes = platforms.map(expected);
    let desk = Desk::new();
    desk.write("kubernetes/notes.md", "theirs\n");
    desk.synth("secret");
    let started = Instant::now();
    desk.synth("changed");
    // A little longer than a complete run, so that the last moments are also hit.
    let whole = started.elapsed() * 5 / 4;

    let mut killed = 0;
    for run in 0..RUNS {
        let before = desk.files("kubernetes");
        let next = (run % 2) as usize;
        desk.synth(platforms[1 - next]);
        assert_eq!(
            desk.files("kubernetes"),
            wholes[1 - next],
            "run {run}: the run after a kill succeeds, from {before:?}"
        );
        assert_eq!(desk.names(), ["kubernetes"], "run {run}: and removes the files of the killed run");

        let mut command = desk.command(platforms[next], "synth");
        let mut child = command.stderr(Stdio::null()).spawn().expect("`tiny` starts");
        std::thread::sleep(whole * run / RUNS);
        child.kill().expect("a child can be killed, even one that ended");
        killed += u32::from(!child.wait().expect("the run ends").success());
        let seen = desk.files("kubernetes");
        assert!(wholes.contains(&seen), "run {run}: the folder is neither the old nor the new folder: {seen:?}");
    }
    println!("{killed} of {RUNS} runs were hit");
    assert!(killed > 0, "the first run is killed immediately");
}

#[test]
fn a_run_removes_the_files_of_a_killed_run_even_if_all_files_are_current() {
    let desk = Desk::new();
    desk.synth("");
    desk.write(".kubernetes.coderev-infra-new/deep/half.yaml", "half");
    assert_eq!(desk.synth("").stderr, format!("kubernetes is current: {GENERATED} files\n"));
    assert_eq!(desk.names(), ["kubernetes"]);
}

#[test]
fn a_folder_under_its_temporary_name_is_restored() {
    let desk = Desk::new();
    desk.write("kubernetes/notes.md", "theirs\n");
    desk.synth("");
    // On file systems without an atomic exchange of names, a kill can happen between the two renames.
    std::fs::rename(desk.path("kubernetes"), desk.path(".kubernetes.coderev-infra-old")).expect("renames");
    desk.synth("changed");
    assert_eq!(desk.names(), ["kubernetes"]);
    assert_eq!(desk.read("kubernetes/notes.md"), "theirs\n");
}

#[test]
fn simultaneous_runs_wait_for_each_other() {
    let platforms = ["changed", "secret"];
    let wholes = platforms.map(expected);
    let desk = Desk::new();
    desk.write("kubernetes/notes.md", "theirs\n");
    let spawn = |run: usize| desk.command(platforms[run % 2], "synth").stderr(Stdio::piped()).spawn();
    let runs: Vec<_> = (0..16).map(|run| spawn(run).expect("`tiny` starts")).collect();
    for child in runs {
        let run: Run = child.wait_with_output().expect("the run ends").into();
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    assert!(wholes.contains(&desk.files("kubernetes")), "the folder is the output of one run");
    assert_eq!(desk.names(), ["kubernetes"]);
}

#[test]
#[cfg(unix)]
fn a_waiting_run_reports_it() {
    let desk = Desk::new();
    let above = std::fs::File::open(desk.path("")).expect("a folder opens");
    above.lock().expect("a folder can be locked");
    let mut child = desk.command("", "synth").stderr(Stdio::piped()).spawn().expect("`tiny` starts");
    // The first line is printed when the run starts to wait. The timeout prevents the test from waiting forever.
    let stderr = child.stderr.take().expect("stderr is piped");
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(BufReader::new(stderr).lines().next()));
    let line = receiver.recv_timeout(Duration::from_secs(60)).expect("the run reports that it waits");
    let line = line.expect("stderr is open").expect("the shell writes text");
    assert_eq!(line, "waiting for another run that writes `kubernetes`");
    assert!(child.try_wait().expect("the state of the child can be read").is_none(), "the run waits");
    assert!(!desk.path("kubernetes").exists());
    drop(above);
    assert_eq!(child.wait().expect("the run ends").code(), Some(0));
    assert!(desk.path("kubernetes").exists());
}
