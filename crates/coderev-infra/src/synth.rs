//! The pipeline: every stage, in its order.
use crate::file_layout::FileLayout;
use crate::lower::{self, Lowered, lower};
use crate::plan::Plan;
use crate::presets;
use crate::render::{PlatformInfo, Renderer};
use crate::resolve::{addons, implied, resolve, scaler_targets};
use crate::rules::{ALL as INTENT_RULES, allows, check as check_intent};
use crate::{Platform, Synthesis};
use coderev_check::{Rule, UNKNOWN_ALLOW, UNUSED_ALLOW, settle};

/// Resolves, lowers and checks `platform`, and plans its deployment.
///
/// It is pure: the same platform gives the same bytes. The order of declarations has no effect.
#[must_use]
pub fn synth(platform: &Platform) -> Synthesis {
    let declared = addons::declare(platform);
    let platform = &*declared.platform;
    let implied = implied(platform, || presets::edge_namespace().erased());
    let mut resolved = resolve(platform, implied.as_ref());
    resolved.contributions = addons::derive(&resolved, declared.conflicts);
    resolved.scalers = scaler_targets::resolve(&resolved);
    let mut findings = check_intent(&resolved);
    let secrets = resolved.secrets_by_source();
    let Lowered { inventory, findings: more } = lower(&resolved);
    findings.extend(more);
    // Later stages need only the objects. Without the resolved platform, the peak of memory is lower.
    drop(resolved);
    findings.extend(coderev_check::check(&inventory));
    let findings = settle(findings, &allows(platform), &rules_for_allow());
    let layout = FileLayout::new(&inventory, platform.layout);
    let plan = Plan::new(&inventory, &layout);
    let renderer = Renderer { platform: PlatformInfo::new(platform), inventory, layout, plan, secrets };
    Synthesis::new(renderer, findings)
}

/// All rules, by name: about the intent, and about the objects.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut rules = rules_for_allow();
    rules.extend([&UNKNOWN_ALLOW, &UNUSED_ALLOW]);
    rules.sort_by_key(|rule| rule.name());
    rules
}
/// The rules that `allow` takes.
fn rules_for_allow() -> Vec<&'static Rule> {
    let intent = INTENT_RULES.iter().map(|it| it.rule).chain(lower::rules::ALL.iter().copied());
    intent.chain(coderev_check::rules::all().iter().map(|it| it.rule)).collect()
}
