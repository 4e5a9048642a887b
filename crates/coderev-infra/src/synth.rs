//! The pipeline: every stage, in its order.
use crate::file_layout::FileLayout;
use crate::lower::{self, lower};
use crate::plan::Plan;
use crate::presets;
use crate::render::{PlatformInfo, Renderer, secret_commands};
use crate::resolve::connections::connections;
use crate::resolve::{addons, implied, resolve, scaler_targets};
use crate::rules::{
    ALL as INTENT_RULES, CLOSED_CONNECTION, SHARED_OBJECTS, allows, check as check_intent, check_connections,
    check_names, check_shared_objects,
};
use crate::{KubernetesVersion, Platform, Synthesis};
use coderev_check::{Allow, Finding, Rule, UNKNOWN_ALLOW, UNUSED_ALLOW, settle, settle_all};

/// Resolves, lowers and checks `platform`, and plans its deployment.
///
/// It is pure: the same platform gives the same bytes. The order of declarations has no effect. For all platforms of a
/// program, use [`synth_all`].
#[must_use]
pub fn synth(platform: &Platform) -> Synthesis {
    let (renderer, (findings, allows)) = run(platform);
    let findings = settle(findings, &allows, &rules_for_allow());
    Synthesis::new(renderer, findings, allows)
}

/// [`synth`] for all platforms of a program, such as one for each environment. An `allow` that only one of them needs is
/// not reported for the others. Platforms of one cluster that have the same objects are the finding `shared-objects`.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::synth_all;
///
/// let platform = |name: &str, replicas| {
///     let web = Service::new("web", "ghcr.io/acme/web:v1.4.0")
///         .cpu(millis(100)..)
///         .memory(mebi(128)..=mebi(256))
///         .liveness(Probe::http("/live"))
///         .readiness(Probe::http("/ready"))
///         .replicas(replicas)
///         .allow("replicas-outside-tier", "two are enough in staging");
///     Platform::new(Cluster::generic()).name(name).namespace(Namespace::new("shop", Stable).service(web))
/// };
/// let all = synth_all(&[platform("production", 3), platform("staging", 2)]);
/// assert!(all.iter().all(|synthesis| synthesis.findings().is_empty()));
/// ```
#[must_use]
pub fn synth_all(platforms: &[Platform]) -> Vec<Synthesis> {
    let (renderers, mut findings): (Vec<_>, Vec<_>) = platforms.iter().map(run).unzip();
    let all: Vec<_> = platforms.iter().zip(renderers.iter().map(|it: &Renderer| &it.inventory)).collect();
    for ((findings, _), shared) in findings.iter_mut().zip(check_shared_objects(&all)) {
        findings.extend(shared);
    }
    let allows: Vec<_> = findings.iter().map(|(_, allows)| allows.clone()).collect();
    let settled = settle_all(findings, &rules_for_allow());
    let all = renderers.into_iter().zip(settled).zip(allows);
    all.map(|((renderer, findings), allows)| Synthesis::new(renderer, findings, allows)).collect()
}

/// The objects and the plan, with all findings and allows.
fn run(platform: &Platform) -> (Renderer, (Vec<Finding>, Vec<Allow>)) {
    let declared = addons::declare(platform);
    let platform = &*declared.platform;
    let implied = implied(platform, || presets::edge_namespace().erased());
    let mut resolved = resolve(platform, implied.as_ref());
    resolved.contributions = addons::derive(&resolved, declared.conflicts);
    resolved.scalers = scaler_targets::resolve(&resolved);
    let mut findings = check_intent(&resolved);
    let secrets = resolved.secrets_by_source();
    let connections = connections(&resolved);
    let lowered = lower(&resolved);
    // Later stages need only the objects. Without the resolved platform, the peak of memory is lower.
    drop(resolved);
    let (inventory, more) = lowered.into_inventory();
    findings.extend(more);
    findings.extend(coderev_check::check(&inventory));
    findings.extend(check_names(platform.cluster.version, KubernetesVersion::of_the_types(), &inventory));
    findings.extend(check_connections(&connections, &inventory));
    let layout = FileLayout::new(&inventory, platform.layout);
    let plan = Plan::new(&inventory, &layout, secret_commands(&secrets, &inventory));
    (Renderer { platform: PlatformInfo::new(platform), inventory, layout, plan, secrets }, (findings, allows(platform)))
}

/// All rules, by name: about the intent, about the objects, and about a change.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut rules = rules_for_allow();
    rules.push(&UNKNOWN_ALLOW);
    rules.sort_by_key(|rule| rule.name());
    rules
}
/// The rules that `allow` takes.
fn rules_for_allow() -> Vec<&'static Rule> {
    let intent = INTENT_RULES.iter().map(|it| it.rule).chain(lower::rules::ALL.iter().copied());
    let objects = coderev_check::rules::all().iter().map(|it| it.rule);
    let changes = coderev_check::transitions::all().iter().map(|it| it.rule);
    intent.chain(objects).chain(changes).chain([&CLOSED_CONNECTION, &SHARED_OBJECTS, &UNUSED_ALLOW]).collect()
}
