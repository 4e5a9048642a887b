use super::Step;
use crate::prelude::*;
use crate::{Layout, synth};

/// The steps of a platform, one line each.
#[track_caller]
fn check(platform: &Platform, expected: &[&str]) {
    let synthesis = synth(platform);
    let steps: Vec<_> = synthesis.plan().steps().iter().map(text).collect();
    assert_eq!(steps, expected);
}
fn text(step: &Step) -> String {
    match step {
        Step::Apply { file, held_back } if held_back.is_empty() => format!("apply {file}"),
        Step::Apply { file, held_back } => format!("apply {file} without {}", held_back.join(" ")),
        Step::CreateSecrets { file } => format!("create the Secrets of {file}"),
        Step::WaitForJob { namespace, name, timeout, before } => {
            format!("wait {}s for {namespace}/{name} before {}", timeout.as_secs(), before.join(" "))
        }
        Step::Rollout { kind, namespace, name } => format!("roll out {kind} {namespace}/{name}"),
    }
}

fn small<T: Tier>() -> Pod<T> {
    Pod::new().cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(128)).liveness(Probe::exec(["true"]))
}
fn service(name: &str) -> Service<Stable> {
    Service::new(name, "ghcr.io/acme/it:v1").pod(small())
}
fn job(name: &str) -> Job<Stable> {
    Job::new(name, "ghcr.io/acme/it:v1").pod(small())
}
fn shop() -> Namespace<Stable> {
    Namespace::new("shop", Stable)
}
fn platform() -> Platform {
    Platform::new(Cluster::generic())
}

#[test]
fn an_empty_platform_has_no_steps() {
    check(&platform(), &[]);
}

#[test]
fn rollouts_come_after_all_files() {
    check(
        &platform().namespace(shop().service(service("web"))),
        &[
            "apply namespaces.yaml",
            "apply policies.yaml",
            "apply network-policies.yaml",
            "apply deployments.yaml",
            "roll out Deployment shop/web",
        ],
    );
}

#[test]
fn workloads_are_held_back_until_their_jobs_are_complete() {
    let (api, web) = (service("api").autoscale(Autoscale::new(3..=5)), service("web"));
    let migrate = job("migrate").before(&web).before(&api).active_deadline(minutes(5));
    let seed = job("seed").before(&api);
    let shop = shop().job(migrate).job(seed).job(job("report")).service(api).service(web).service(service("other"));
    check(
        &platform().namespace(shop),
        &[
            "apply namespaces.yaml",
            "apply policies.yaml",
            "apply network-policies.yaml",
            "apply deployments.yaml without api web",
            "wait 300s for shop/migrate-v1 before web api",
            "wait 1800s for shop/seed-v1 before api",
            "apply deployments.yaml",
            "apply hpa-ingress.yaml",
            "roll out Deployment shop/api",
            "roll out Deployment shop/other",
            "roll out Deployment shop/web",
        ],
    );
}

#[test]
fn only_files_with_a_job_hold_workloads_back() {
    let api = service("api");
    let shop = shop().job(job("migrate").before(&api)).service(api);
    let bank = Namespace::new("bank", Stable).service(service("ledger"));
    check(
        &platform().layout(Layout::ByNamespace).namespace(shop).namespace(bank),
        &[
            "apply cluster/namespaces.yaml",
            "apply bank/namespaces.yaml",
            "apply shop/namespaces.yaml",
            "apply cluster/policies.yaml",
            "apply bank/network-policies.yaml",
            "apply shop/network-policies.yaml",
            "apply bank/deployments.yaml",
            "apply shop/deployments.yaml without api",
            "wait 1800s for shop/migrate-v1 before api",
            "apply shop/deployments.yaml",
            "roll out Deployment bank/ledger",
            "roll out Deployment shop/api",
        ],
    );
}

#[test]
fn a_rollout_that_waits_for_a_person_is_no_step() {
    let set = |name: &str| StatefulSet::new(name, "ghcr.io/acme/it:v1").pod(small());
    let agent = DaemonSet::new("agent", "ghcr.io/acme/it:v1").pod(small()).on_delete();
    let shop = shop().stateful_set(set("by-hand").on_delete()).stateful_set(set("rolling")).daemon_set(agent);
    let synthesis = synth(&platform().namespace(shop));
    let rollouts: Vec<_> = synthesis.plan().steps().iter().map(text).filter(|it| it.starts_with("roll")).collect();
    assert_eq!(rollouts, ["roll out StatefulSet shop/rolling"]);
}

#[test]
fn secrets_are_created_after_the_namespaces() {
    let web = || service("web").env("TOKEN", Secret::new("tokens").key("key"));
    let steps = |platform: Platform| {
        let synthesis = synth(&platform.layout(Layout::ByNamespace).namespace(Namespace::new("bank", Stable)));
        synthesis.plan().steps().iter().take(5).map(text).collect::<Vec<_>>()
    };
    let by_hand = steps(platform().namespace(shop().service(web())));
    assert_eq!(
        by_hand,
        [
            "apply cluster/namespaces.yaml",
            "apply bank/namespaces.yaml",
            "apply shop/namespaces.yaml",
            "create the Secrets of secrets.commands.txt",
            "apply cluster/policies.yaml",
        ]
    );
    let from_store = steps(platform().secrets(ExternalSecrets::aws("eu-central-1")).namespace(shop().service(web())));
    assert!(!from_store.iter().any(|it| it.starts_with("create")), "{from_store:?}");
}
