//! The whole line.
use crate::check;
use crate::lower::{self, lower};
use crate::render;
use crate::resolve::{implied, resolve};
use crate::rules;
use crate::{Finding, Layout, Platform};

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
    let implied = implied(platform);
    let resolved = resolve(platform, implied.as_ref());
    let mut findings = rules::check(&resolved);
    let lowered = lower(&resolved);
    findings.extend(lowered.findings);
    findings.extend(check::manifests(&lowered.manifests, &findings));
    let findings = check::answered(findings, &lowered.allows, &[rules::names(), lower::rules()].concat());
    let findings = check::once(findings, &lowered.manifests);
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
    let files = render::files(&about, lowered.manifests, &lowered.secrets);
    Synthesis { name: platform.name.clone(), files, findings }
}
