//! CPU time and memory of a process.

use rustix::time::{ClockId, clock_gettime};
use std::process::Command;
use std::time::Duration;

/// The number of processes that a median is of.
const PROCESSES: usize = 3;

/// CPU time and memory of a process.
pub(crate) struct Measured {
    /// CPU time of the work.
    pub(crate) seconds: f64,
    /// The peak of the resident memory, from the start of the process.
    pub(crate) mebibytes: f64,
}

impl Measured {
    /// The CPU time of `work`, and the memory of this process.
    pub(crate) fn during(work: impl FnOnce()) -> Self {
        let start = cpu_time();
        work();
        Self { seconds: (cpu_time() - start).as_secs_f64(), mebibytes: peak() }
    }
}

/// CPU time of this process.
pub(crate) fn cpu_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).expect("time goes forward")
}

/// The medians of three processes. Each measures the work `name` with `count`.
pub(crate) fn median_of_processes(name: &str, count: usize) -> Measured {
    let all: Vec<Measured> = (0..PROCESSES).map(|_| in_a_process(name, count)).collect();
    let median = |number: fn(&Measured) -> f64| {
        let mut numbers: Vec<f64> = all.iter().map(number).collect();
        numbers.sort_by(f64::total_cmp);
        numbers[PROCESSES / 2]
    };
    Measured { seconds: median(|it| it.seconds), mebibytes: median(|it| it.mebibytes) }
}

fn in_a_process(name: &str, count: usize) -> Measured {
    let own = std::env::current_exe().expect("this program has a path");
    let output = Command::new(own).args([name, &count.to_string()]).output().expect("this program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map(|it| it.parse().expect("it is a number"));
    let mut next = || numbers.next().expect("there are two numbers");
    Measured { seconds: next(), mebibytes: next() }
}

/// From `/proc` of Linux. On other systems it is not a number, which is below no limit.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|it| it.parse::<f64>().ok()).map_or(f64::NAN, |kib| kib / 1024.0)
}
