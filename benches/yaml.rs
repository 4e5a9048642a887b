//! One thousand deployments as text, by each serializer: `cargo bench -p benches --bench yaml`.

use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use k8s_openapi::api::apps::v1::Deployment;

static DEPLOYMENTS: LazyLock<Vec<Deployment>> = LazyLock::new(|| (0..1000).map(benches::deployment).collect());

/// The capacity of the text, so that no serializer is timed for an allocation.
const ROOM: usize = 1 << 22;

fn main() {
    divan::main();
}

/// Each serializer appends to a text with enough capacity. The counters are the deployments and the bytes that it
/// writes.
fn each(bencher: Bencher<'_, '_>, write: impl Fn(&mut Vec<u8>, &Deployment) + Sync) {
    let all = |text: &mut Vec<u8>| DEPLOYMENTS.iter().for_each(|deployment| write(text, black_box(deployment)));
    let mut text = Vec::new();
    all(&mut text);
    bencher
        .counter(ItemsCount::new(DEPLOYMENTS.len()))
        .counter(BytesCount::new(text.len()))
        .with_inputs(|| Vec::with_capacity(ROOM))
        .bench_refs(all);
}

#[divan::bench]
fn coderev_yaml(bencher: Bencher<'_, '_>) {
    each(bencher, |text, deployment| coderev_yaml::to_writer(text, deployment).unwrap());
}

/// Without the copy from a string to a writer, which the other serializers do not need.
#[divan::bench]
fn coderev_yaml_append(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(DEPLOYMENTS.len())).with_inputs(|| String::with_capacity(ROOM)).bench_refs(
        |text| {
            for deployment in &*DEPLOYMENTS {
                coderev_yaml::append(text, black_box(deployment)).unwrap();
            }
        },
    );
}

#[divan::bench]
fn serde_yaml(bencher: Bencher<'_, '_>) {
    each(bencher, |text, deployment| ::serde_yaml::to_writer(text, deployment).unwrap());
}

#[divan::bench]
fn serde_json(bencher: Bencher<'_, '_>) {
    each(bencher, |text, deployment| ::serde_json::to_writer(text, deployment).unwrap());
}
