//! The bars that speed is held to, each against a baseline of the same run: `cargo run --release -p benches --bin bars`.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often each side of a bar is measured. The sides take turns, so that a slow moment of the machine meets both.
const ROUNDS: usize = 15;

fn main() {
    yaml();
}

/// One thousand deployments as YAML, against `serde_yaml`.
fn yaml() {
    let deployments: Vec<_> = (0..1000).map(benches::deployment).collect();
    let ratio = ratio(
        || {
            let mut text = Vec::with_capacity(1 << 22);
            for deployment in &deployments {
                serde_yaml::to_writer(&mut text, deployment).expect("a deployment can be written");
            }
            text.len()
        },
        || {
            let mut text = String::with_capacity(1 << 22);
            for deployment in &deployments {
                coderev_yaml::append(&mut text, deployment).expect("a deployment can be written");
            }
            text.len()
        },
    );
    bar("yaml-vs-serde_yaml", ratio, 5.0);
}

/// How many times as long the baseline takes, by the medians of both.
fn ratio<A, B>(baseline: impl Fn() -> A, ours: impl Fn() -> B) -> f64 {
    let (mut baselines, mut all_ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        baselines.push(time(&baseline));
        all_ours.push(time(&ours));
    }
    median(baselines).as_secs_f64() / median(all_ours).as_secs_f64()
}

fn time<T>(work: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn bar(name: &str, ratio: f64, bar: f64) {
    let verdict = if ratio >= bar { "holds" } else { "short" };
    println!("{name} ratio={ratio:.2} bar={bar} {verdict}");
}
