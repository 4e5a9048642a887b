//! The whole line.
use crate::lower::{self, lower};
use crate::manifest::Manifests;
use crate::presets;
use crate::render;
use crate::resolve::{addons, implied, resolve};
use crate::rules::{ALL as INTENT_RULES, allows, check as check_intent};
use crate::{Layout, Platform};
use coderev_check::{Finding, Rule, UNKNOWN_ALLOW, UNUSED_ALLOW, settle};

/// A file of the output: a path with `/` below the output folder, and its whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Below the output folder: `namespaces.yaml`, `.lint/checkov.yaml`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// What a platform becomes: the files to write, unless one of the findings is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Synthesis {
    /// The platform's name, when it has one.
    pub name: Option<String>,
    /// In the order in which they are applied. Present even when there are errors.
    pub files: Vec<File>,
    /// Errors first, then by place.
    pub findings: Vec<Finding>,
}

/// Resolves, lowers, checks and renders `platform`.
///
/// Pure: the same platform gives the same bytes, in whatever order its parts were declared.
#[must_use]
pub fn synth(platform: &Platform) -> Synthesis {
    let platform = &*addons::declare(platform);
    let implied = implied(platform, || presets::edge_namespace().erased());
    let mut resolved = resolve(platform, implied.as_ref());
    resolved.contributions = addons::derive(&resolved);
    let mut findings = check_intent(&resolved);
    let lowered = lower(&resolved);
    findings.extend(lowered.findings);
    let inventory = lowered.manifests.into_inventory();
    findings.extend(coderev_check::check(&inventory));
    let findings = settle(findings, &allows(platform), &rules_for_allow());
    let about = render::About {
        name: platform.name.clone(),
        layout: match platform.layout {
            Layout::ByKind => render::Folders::One,
            Layout::ByNamespace => render::Folders::Each,
        },
        context: platform.cluster.context.clone(),
        has_nginx: platform.edges.iter().any(|edge| !edge.is_gateway()),
        gateways: platform.edges.iter().filter(|edge| edge.is_gateway()).map(|edge| edge.name.clone()).collect(),
        makes_secrets: !lowered.secrets.by_hand.is_empty(),
        has_secret_store: !lowered.secrets.kept.is_empty(),
    };
    let files = render::files(&about, Manifests::from_inventory(inventory), &lowered.secrets);
    Synthesis { name: platform.name.clone(), files, findings }
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
