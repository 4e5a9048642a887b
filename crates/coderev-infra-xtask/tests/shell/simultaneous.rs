//! Runs and other programs that write the same folder at the same time.
use crate::running::{Desk, Files, Run};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// The rounds of each loop. `ROUNDS=200` is for a search by hand.
fn rounds() -> usize {
    std::env::var("ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(20)
}

/// The files of one run.
fn alone(platform: &str) -> Files {
    let desk = Desk::new();
    desk.synth(platform);
    desk.files("kubernetes")
}

/// Two runs at the same time, with these values of `--out`. Afterwards `out` has all files of one of them and `mine`.
#[track_caller]
fn pair(desk: &Desk, [one, other]: [&str; 2], out: &str, mine: Option<&str>, expected: &[Files; 2]) {
    let start = |platform: &str, to: &str| {
        let mut command = desk.command(platform, &format!("synth --out {to}"));
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().expect("`tiny` starts")
    };
    let runs = [start("", one), start("changed", other)];
    for run in runs {
        let run: Run = run.wait_with_output().expect("`tiny` ends").into();
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    let mut files = desk.files(out);
    if let Some(mine) = mine {
        assert!(files.remove(mine).is_some(), "the file of another program is lost");
    }
    assert!(expected.contains(&files), "the folder holds a mixture: {:?}", files.keys());
}

#[test]
#[cfg(unix)]
fn two_runs_through_a_link_wait_for_each_other() {
    let (desk, expected) = (Desk::new(), [alone(""), alone("changed")]);
    desk.write("out/mine", "theirs\n");
    fs::create_dir(desk.path("deep")).expect("creates");
    std::os::unix::fs::symlink("../out", desk.path("deep/link")).expect("links");
    for _ in 0..rounds() {
        pair(&desk, ["out", "deep/link"], "out", Some("mine"), &expected);
    }
    assert_eq!(desk.names(), ["deep", "out"]);
}

#[test]
fn two_runs_into_a_folder_that_does_not_exist_wait_for_each_other() {
    let expected = [alone(""), alone("changed")];
    for _ in 0..rounds() {
        let desk = Desk::new();
        pair(&desk, ["new/deep/out", "new/deep/../deep/out"], "new/deep/out", None, &expected);
        assert_eq!(fs::read_dir(desk.path("new/deep")).expect("reads").count(), 1, "nothing is left next to it");
    }
}

/// The outer run replaces the folder in which the inner run builds its own.
#[test]
fn a_run_and_a_run_below_its_folder_wait_for_each_other() {
    let expected = [alone(""), alone("changed")];
    for below in ["sub", "sub/deep/er"] {
        let desk = Desk::new();
        for round in 0..rounds() {
            let platforms = [["", "changed"], ["changed", ""]][round % 2];
            let start = |platform: &str, out: &str| {
                let mut command = desk.command(platform, &format!("synth --out {out}"));
                command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
                command.spawn().expect("`tiny` starts")
            };
            let inner = format!("out/{below}");
            let runs = [start(platforms[0], "out"), start(platforms[1], &inner)];
            for run in runs {
                let run: Run = run.wait_with_output().expect("`tiny` ends").into();
                assert_eq!(run.code, Some(0), "round {round}: {run:?}");
            }
            let all = desk.files("out");
            let start = format!("{below}/");
            let (nested, own): (Files, Files) = all.into_iter().partition(|(path, _)| path.starts_with(&start));
            let nested: Files = nested.into_iter().map(|(path, text)| (path.replacen(&start, "", 1), text)).collect();
            assert!(own == expected[round % 2], "round {round}: {:?}", own.keys());
            assert!(nested == expected[1 - round % 2], "round {round}: {:?}", nested.keys());
            assert_eq!(desk.names(), ["out"], "nothing is left next to it");
        }
    }
}

#[test]
fn files_that_others_write_during_a_run_are_kept() {
    let desk = Desk::new();
    desk.write("kubernetes/theirs/first", "theirs\n");
    let is_done = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = Vec::new();
            while !is_done.load(SeqCst) {
                let path = format!("kubernetes/theirs/{}", written.len());
                // Between two folders of one name there is a moment at which the path names the removed folder.
                if fs::write(desk.path(&path), "theirs\n").is_ok() {
                    written.push(path);
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            written
        });
        for round in 0..rounds() {
            desk.synth(["changed", ""][round % 2]);
        }
        is_done.store(true, SeqCst);
        writer.join().expect("the writer ends")
    });
    let lost: Vec<_> = written.iter().filter(|path| !desk.path(path).exists()).collect();
    assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), written.len());
    assert!(written.len() > 20, "only {} files were written", written.len());
    assert_eq!(desk.names(), ["kubernetes"]);
}
