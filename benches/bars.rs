//! The speed limits, each against a baseline of the same run: `cargo run --release -p benches --bin bars`.

mod platform;
mod process;
mod reach;
mod synthesis;

use coderev_infra::File;
use process::{Measured, cpu_time, median_of_processes};
use serde::Deserialize;
use serde_json::Value;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

/// The number of measurements of each side of a bar. The sides alternate, so that a slow moment of the machine
/// affects both.
const ROUNDS: usize = 15;

fn main() -> ExitCode {
    // The peak of memory is that of a process, so each is measured in a process of its own: `bars synth 10000`.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [name, count] = &*arguments {
        let count = count.parse().expect("the second argument is a number");
        let Some(measured) = measure(name, count) else { return ExitCode::FAILURE };
        println!("{} {}", measured.seconds, measured.mebibytes);
        return ExitCode::SUCCESS;
    }
    yaml();
    synth();
    synth_of_sizes();
    reach();
    ExitCode::SUCCESS
}

fn measure(name: &str, count: usize) -> Option<Measured> {
    match name {
        "reach" => Some(reach::measure(count)),
        "reach-open" => Some(reach::measure_open(count)),
        "synth" => Some(synthesis::measure(count)),
        _ => None,
    }
}

/// The complete matrix of clusters in which each workload has a policy of its own.
fn reach() {
    let (small, large) = (median_of_processes("reach", 1000), median_of_processes("reach", 10_000));
    limit("reach-1000", "seconds", small.seconds, 0.2);
    limit("reach-10000", "seconds", large.seconds, 5.0);
    limit("reach-10000-memory", "mebibytes", large.mebibytes, 1024.0);
    println!("reach-matrix-growth exponent={:.2} from 1000 to 10000", (large.seconds / small.seconds).log10());
    // Without policies all pairs may connect, and there is one group of workloads.
    let (small, large) = (median_of_processes("reach-open", 2000), median_of_processes("reach-open", 20_000));
    limit("reach-open-20000", "mebibytes", large.mebibytes, 1024.0);
    limit("reach-growth", "exponent", (large.seconds / small.seconds).log10(), 1.3);
}

/// Platforms of 1,000 and of 10,000 services: about 6,000 and 60,000 objects.
fn synth_of_sizes() {
    let (small, large) = (median_of_processes("synth", 1000), median_of_processes("synth", 10_000));
    limit("synth-growth", "exponent", (large.seconds / small.seconds).log10(), 1.08);
    limit("synth-60000-memory", "mebibytes", large.mebibytes, 400.0);
    println!("synth-60000 seconds={:.3}", large.seconds);
}

/// Compares a measurement with its limit. An unknown peak fails, because it is not below any limit.
fn limit(name: &str, unit: &str, measured: f64, limit: f64) {
    let verdict = if measured <= limit { "holds" } else { "short" };
    println!("{name} {unit}={measured:.3} limit={limit} {verdict}");
}

/// One thousand deployments as YAML, against `serde_yaml`.
fn yaml() {
    let deployments: Vec<_> = (0..1000).map(benches::deployment).collect();
    // Both sides write into a buffer that already has its capacity, so that no allocation is timed.
    let mut theirs = Vec::new();
    let mut ours = String::new();
    let ratio = ratio(
        || {
            theirs.clear();
            for deployment in &deployments {
                serde_yaml::to_writer(&mut theirs, black_box(deployment)).expect("a deployment can be written");
            }
            black_box(theirs.as_slice());
        },
        || {
            ours.clear();
            for deployment in &deployments {
                coderev_yaml::append(&mut ours, black_box(deployment)).expect("a deployment can be written");
            }
            black_box(ours.as_str());
        },
    );
    bar("yaml-vs-serde_yaml", ratio, 7.0);
}

/// The time from one thousand services in Rust to the text of every file, with every check. The floor is `serde_json`
/// and `serde_yaml`, which write the same objects from finished values.
fn synth() {
    let platform = platform::of_services(1000);
    let synthesis = coderev_infra::synth(&platform);
    assert!(synthesis.findings().is_empty(), "{:#?}", synthesis.findings());
    let manifests: Vec<File> = synthesis.files().filter(File::is_manifest).collect();
    let documents = manifests.iter().flat_map(|file| serde_yaml::Deserializer::from_str(file.text()));
    let values: Vec<Value> = documents.map(|it| Value::deserialize(it).expect("the output is YAML")).collect();
    let objects: Vec<&Value> = values.iter().collect();
    eprintln!("synth: {} objects of 1000 services in 20 namespaces", objects.len());
    let ratio = ratio(
        || {
            for object in &objects {
                black_box(serde_json::to_string(black_box(object)).expect("a value can be written"));
                black_box(serde_yaml::to_string(black_box(object)).expect("a value can be written"));
            }
        },
        || {
            coderev_infra::synth(black_box(&platform)).files().for_each(|file| drop(black_box(file)));
        },
    );
    bar("synth-vs-floor", ratio, 2.5);
}

/// The time of the baseline divided by the time of this library, by the medians of both. The first round is a warm-up
/// and is not counted.
fn ratio(mut baseline: impl FnMut(), mut ours: impl FnMut()) -> f64 {
    let (mut baselines, mut all_ours) = (Vec::new(), Vec::new());
    for _ in 0..=ROUNDS {
        baselines.push(time(&mut baseline));
        all_ours.push(time(&mut ours));
    }
    median(&mut baselines[1..]).as_secs_f64() / median(&mut all_ours[1..]).as_secs_f64()
}

/// CPU time, not wall-clock time, so that other processes on the machine do not count.
fn time(work: &mut impl FnMut()) -> Duration {
    let start = cpu_time();
    work();
    cpu_time() - start
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn bar(name: &str, ratio: f64, bar: f64) {
    let verdict = if ratio >= bar { "holds" } else { "short" };
    println!("{name} ratio={ratio:.2} bar={bar} {verdict}");
}
