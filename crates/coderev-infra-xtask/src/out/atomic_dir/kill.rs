//! A simulated kill for tests: the thread stops at a chosen step, and nothing after it runs.
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! { static LEFT: Cell<Option<usize>> = const { Cell::new(None) } }

pub(super) fn step() {
    LEFT.with(|left| match left.get() {
        Some(1) => panic!("stopped here, as a kill would"),
        Some(more) => left.set(Some(more - 1)),
        None => {}
    });
}

/// Runs until step number `moment`, counted from 1. The result is the answer, or nothing if the run was stopped.
///
/// A panic is enough for a kill, because nothing here cleans up in a `Drop`.
pub(crate) fn at<T>(moment: usize, run: impl FnOnce() -> T) -> Option<T> {
    LEFT.set(Some(moment));
    let answer = catch_unwind(AssertUnwindSafe(run));
    LEFT.set(None);
    answer.ok()
}
