//! The law: each value that a program declares is in the output or in a finding, by itself and together with other values.
//!
//! A value removes something if it has no texts: the output, or the findings, must differ from those without it.
mod edges;
mod kinds;
mod platforms;
mod pods;
mod scaling;
mod value;
mod world;

use coderev_infra::{Finding, Origin, Synthesis, synth};
use std::collections::BTreeMap;
use std::path::Path;
use value::Value;
use world::World;

fn all() -> Vec<Value> {
    [pods::all(), edges::all(), scaling::all(), kinds::all(), platforms::all()].concat()
}

/// The files and the findings of a platform with these values.
fn output(values: &[Value]) -> (String, Vec<Finding>) {
    let mut world = World::new();
    for value in values {
        (value.declare)(&mut world);
    }
    let synthesis = synth(&world.platform());
    (text(&synthesis), synthesis.findings().to_vec())
}
/// The paths and the texts of all files but the settings of linters.
fn text(synthesis: &Synthesis) -> String {
    let paths = synthesis.paths().filter(|path| !path.starts_with(".lint/"));
    let files = paths.filter_map(|path| synthesis.file(path));
    files.map(|file| format!("{}\n{}", file.path(), file.text())).collect()
}

/// The sources of the values, by path.
struct Sources(BTreeMap<String, Vec<String>>);
impl Sources {
    /// The name of the value that declares the setter at the position of a finding: `web.env`.
    fn value_at(&mut self, finding: &Finding) -> Option<String> {
        let Some(Origin::Rust(at)) = finding.origin() else { return None };
        let lines = self.0.entry(at.file().to_owned()).or_insert_with(|| read(at.file()));
        let above = lines.get(..at.line() as usize)?.iter().rev();
        above.filter_map(|line| line.trim_start().split_once(" => ")).map(|(name, _)| name.to_owned()).next()
    }
}
#[allow(clippy::disallowed_methods, reason = "a test reads its own source")]
fn read(file: &str) -> Vec<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = here.ancestors().map(|above| above.join(file)).find(|path| path.is_file());
    let text = path.map(|path| std::fs::read_to_string(path).expect("the source is text")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The values of these that are neither in the output nor in a finding.
fn lost(values: &[Value], sources: &mut Sources) -> Vec<&'static str> {
    let (text, findings) = output(values);
    let reported: Vec<String> = findings.iter().filter_map(|finding| sources.value_at(finding)).collect();
    let is_lost = |value: &&Value| {
        let is_written =
            !value.texts.is_empty() && value.texts.iter().all(|part| part.split('|').any(|part| text.contains(part)));
        let setter = value.name.rsplit('.').next().map(|setter| format!("`.{setter}("));
        let is_named = || findings.iter().any(|it| setter.iter().any(|setter| it.message().contains(setter)));
        !is_written && !reported.iter().any(|name| name == value.name) && !is_named() && !value.texts.is_empty()
    };
    values.iter().filter(is_lost).map(|value| value.name).collect()
}

#[test]
fn each_value_is_in_the_output_or_in_a_finding() {
    let mut sources = Sources(BTreeMap::new());
    let (plain, findings) = output(&[]);
    assert!(findings.iter().all(|it| it.severity() == coderev_infra::Severity::Warning), "{findings:#?}");
    let mut missing = Vec::new();
    for value in all() {
        missing.extend(lost(&[value], &mut sources));
        missing.extend(value.texts.iter().filter(|part| part.split('|').any(|part| plain.contains(part))));
        if value.texts.is_empty() && output(&[value]) == (plain.clone(), findings.clone()) {
            missing.push(value.name);
        }
    }
    assert_eq!(missing, [""; 0]);
}

/// A generator of pseudorandom numbers: xorshift64*.
struct Random(u64);
impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % end
    }
}

/// Values that another value replaces by its documentation, and values that a rule reports by another name.
const REPLACED: &[(&str, &str)] = &[
    // `plain-http-with-certificate`
    ("host.tls", "host.plain_http"),
    // Defaults for objects without a value of their own.
    ("cluster.storage_class", "claim.storage_class"),
    ("tier.default_replicas", "worker.autoscale"),
    ("tier.rate_limit", "host.rate_limit"),
    ("tier.strategy", "worker.strategy"),
];
fn is_replaced(name: &str, values: &[Value]) -> bool {
    REPLACED.iter().any(|(one, by)| *one == name && values.iter().any(|it| it.name == *by))
}

/// The names of the fewest values that together lose the value `name`.
fn smallest(name: &str, values: &[Value], sources: &mut Sources) -> Vec<&'static str> {
    let mut left = values.to_vec();
    for value in values.iter().filter(|it| it.name != name) {
        let fewer: Vec<Value> = left.iter().filter(|it| it.name != value.name).copied().collect();
        if lost(&fewer, sources).contains(&name) {
            left = fewer;
        }
    }
    left.iter().map(|it| it.name).collect()
}

#[test]
fn each_value_of_a_combination_is_in_the_output_or_in_a_finding() {
    let all = all();
    let of_thread = |seed: u64| {
        let (mut random, mut sources) = (Random(seed), Sources(BTreeMap::new()));
        let mut lost_in: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for _ in 0..PLATFORMS / THREADS {
            let share = 2 + random.below(20);
            let values: Vec<Value> = all.iter().filter(|_| random.below(share) == 0).copied().collect();
            for name in lost(&values, &mut sources) {
                if !lost_in.contains_key(name) && !is_replaced(name, &values) {
                    lost_in.insert(name, smallest(name, &values, &mut sources));
                }
            }
        }
        lost_in
    };
    let threads: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (1..=THREADS).map(|seed| scope.spawn(move || of_thread(seed * 0x9e37_79b9))).collect();
        running.into_iter().map(|it| it.join().expect("the thread ends")).collect()
    });
    assert!(threads.iter().all(BTreeMap::is_empty), "{threads:#?}");
}
const PLATFORMS: u64 = 1000;
const THREADS: u64 = 2;
