//! A simulated kill for tests: the thread stops at a chosen step, and no later step runs.
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! { static LEFT: Cell<Option<usize>> = const { Cell::new(None) } }

pub(in crate::out) fn step() {
    LEFT.with(|left| match left.get() {
        Some(1) => panic!("a simulated kill"),
        Some(more) => left.set(Some(more - 1)),
        None => {}
    });
}

/// Runs until step number `moment`, counted from 1. Returns the result of `run`, or None if the run was stopped.
///
/// A panic is enough to simulate a kill, because no type here cleans up in a `Drop`.
pub(crate) fn at<T>(moment: usize, run: impl FnOnce() -> T) -> Option<T> {
    LEFT.set(Some(moment));
    let answer = catch_unwind(AssertUnwindSafe(run));
    LEFT.set(None);
    answer.ok()
}
