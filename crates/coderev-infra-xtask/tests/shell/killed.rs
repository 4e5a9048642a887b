//! Runs that are killed, and runs at the same time. The unit tests kill every step of a write; these tests kill the process at any
//! moment.
use crate::running::{Desk, Files, Run};
use crate::writing::GENERATED;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

const RUNS: u32 = 120;

/// What `kubernetes/` is to hold, in addition to a file of another program.
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
    // A little past the whole time, so that the last moments are hit as well.
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
        assert_eq!(desk.names(), ["kubernetes"], "run {run}: and clears what the killed one left");

        let mut command = desk.command(platforms[next], "synth");
        let mut child = command.stderr(Stdio::null()).spawn().expect("`tiny` starts");
        std::thread::sleep(whole * run / RUNS);
        child.kill().expect("a child can be killed, even one that ended");
        killed += u32::from(!child.wait().expect("it ends").success());
        let seen = desk.files("kubernetes");
        assert!(wholes.contains(&seen), "run {run}: the folder is neither the old one nor the new one: {seen:?}");
    }
    println!("{killed} of {RUNS} runs were hit");
    assert!(killed > 0, "the first is killed as soon as it is started");
}

#[test]
fn a_run_clears_what_a_killed_one_left_even_when_all_is_current() {
    let desk = Desk::new();
    desk.synth("");
    desk.write(".kubernetes.coderev-infra-new/deep/half.yaml", "half");
    assert_eq!(desk.synth("").stderr, format!("kubernetes is current: {GENERATED} files\n"));
    assert_eq!(desk.names(), ["kubernetes"]);
}

#[test]
fn a_folder_that_a_kill_left_under_its_other_name_comes_back() {
    let desk = Desk::new();
    desk.write("kubernetes/notes.md", "theirs\n");
    desk.synth("");
    // Where names cannot be exchanged in one step, a kill can come between the two.
    std::fs::rename(desk.path("kubernetes"), desk.path(".kubernetes.coderev-infra-old")).expect("renames");
    desk.synth("changed");
    assert_eq!(desk.names(), ["kubernetes"]);
    assert_eq!(desk.read("kubernetes/notes.md"), "theirs\n");
}

#[test]
fn runs_that_meet_take_turns() {
    let platforms = ["changed", "secret"];
    let wholes = platforms.map(expected);
    let desk = Desk::new();
    desk.write("kubernetes/notes.md", "theirs\n");
    let spawn = |run: usize| desk.command(platforms[run % 2], "synth").stderr(Stdio::piped()).spawn();
    let runs: Vec<_> = (0..16).map(|run| spawn(run).expect("`tiny` starts")).collect();
    for child in runs {
        let run: Run = child.wait_with_output().expect("it ends").into();
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    assert!(wholes.contains(&desk.files("kubernetes")), "the folder is one run's work");
    assert_eq!(desk.names(), ["kubernetes"]);
}

#[test]
#[cfg(unix)]
fn a_run_that_waits_says_so() {
    let desk = Desk::new();
    let above = std::fs::File::open(desk.path("")).expect("a folder opens");
    above.lock().expect("a folder can be locked");
    let mut child = desk.command("", "synth").stderr(Stdio::piped()).spawn().expect("`tiny` starts");
    // The first line comes when the run begins to wait, however long it takes to start. Without it the test must not wait forever.
    let stderr = child.stderr.take().expect("it is piped");
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(BufReader::new(stderr).lines().next()));
    let line = receiver.recv_timeout(Duration::from_secs(60)).expect("the run reports that it waits");
    let line = line.expect("it does not end").expect("the shell writes text");
    assert_eq!(line, "waiting for another run that writes `kubernetes`");
    assert!(child.try_wait().expect("it can be asked").is_none(), "it waits");
    assert!(!desk.path("kubernetes").exists());
    drop(above);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert!(desk.path("kubernetes").exists());
}
