//! The rows of the deployment guide as data: one line for each assertion, in the order of the document.
mod commands;
mod cost;
mod deployments;
mod edge;
pub(crate) mod gateway;
mod isolation;
mod namespaces;
mod operation;
mod overview;
mod scaling;
mod security;

use crate::claim::Claim;
use crate::output::{ANY, Object};

/// One row: the requirement, or the decision if requirements contradict each other, and the fields that satisfy it.
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) states: &'static str,
    pub(crate) claims: &'static [Claim],
}

/// All rows.
pub(crate) fn all() -> Vec<&'static Row> {
    let parts = [
        overview::ROWS,
        namespaces::ROWS,
        isolation::ROWS,
        deployments::ROWS,
        scaling::ROWS,
        edge::ROWS,
        commands::ROWS,
        operation::ROWS,
        security::ROWS,
        cost::ROWS,
    ];
    parts.into_iter().flatten().collect()
}

/// Parts of rows that the output does not satisfy yet, with the reason. A row may be in this list and in the table.
pub(crate) const LATER: &[(&str, &str)] = &[
    ("R-014", "the monitoring preset will add recording and alert rules for the objectives"),
    ("R-019", "the stores will add the grants of the read-only database role"),
    ("R-036", "the stores will add the grants of the read-only database role"),
    ("R-037", "the stores will lock the bucket of the archive"),
    ("R-057", "the monitoring preset will add the adapter that serves requests per second"),
    ("R-074", "the default storage class and volume snapshots are prerequisites of the stores"),
    ("R-082", "the stores and the monitoring preset will add infrastructure.yaml, monitoring.yaml and backups.yaml"),
];

const STABLE: &str = "platform-v2-stable";
const EXP: &str = "platform-v1-exp";
const QUARANTINE: &str = "platform-v3-quarantine";
const INFRASTRUCTURE: &str = "platform-infrastructure";
const MONITORING: &str = "platform-monitoring";

const AUTH: Object<'static> = object("Deployment", STABLE, "auth-service");
const ANALYSIS: Object<'static> = object("Deployment", STABLE, "analysis-service");
const AI: Object<'static> = object("Deployment", STABLE, "ai-orchestrator");
const V1: Object<'static> = object("Deployment", EXP, "v1-api");
const V3: Object<'static> = object("Deployment", QUARANTINE, "v3-api");

const AUTH_HPA: Object<'static> = object("HorizontalPodAutoscaler", STABLE, "auth-service-hpa");
const ANALYSIS_HPA: Object<'static> = object("HorizontalPodAutoscaler", STABLE, "analysis-service-hpa");
const AI_HPA: Object<'static> = object("HorizontalPodAutoscaler", STABLE, "ai-orchestrator-hpa");

/// On ingress-nginx a setting applies to a complete Ingress, so each route has one.
const API: Object<'static> = object("Ingress", STABLE, "api.coderev.example.com-api-auth");
const HEALTH: Object<'static> = object("Ingress", STABLE, "api.coderev.example.com-health-exact");
const API_ANALYZE: Object<'static> = object("Ingress", STABLE, "api.coderev.example.com-api-analyze");
const API_ORCHESTRATE: Object<'static> = object("Ingress", STABLE, "api.coderev.example.com-api-orchestrate");
const V1_INGRESS: Object<'static> = object("Ingress", EXP, "v1.coderev.example.com");
const V3_INGRESS: Object<'static> = object("Ingress", QUARANTINE, "v3.coderev.example.com");

const KUSTOMIZATION: Object<'static> = object("Kustomization", "", "");

const fn object(kind: &'static str, namespace: &'static str, name: &'static str) -> Object<'static> {
    Object { kind, namespace, name }
}

const fn namespace(name: &'static str) -> Object<'static> {
    object("Namespace", "", name)
}

const fn policy(namespace: &'static str, name: &'static str) -> Object<'static> {
    object("NetworkPolicy", namespace, name)
}

/// The field at `path` has the text `text`.
const fn is(object: Object<'static>, path: &'static str, text: &'static str) -> Claim {
    Claim::Text(object, path, text)
}

/// The field at `path` has the value `json`.
const fn json(object: Object<'static>, path: &'static str, json: &'static str) -> Claim {
    Claim::Json(object, path, json)
}

const fn absent(object: Object<'static>, path: &'static str) -> Claim {
    Claim::Absent(object, path)
}

const fn missing(object: Object<'static>) -> Claim {
    Claim::Missing(object)
}

const fn states(file: &'static str, text: &'static str) -> Claim {
    Claim::States(file, text)
}

const fn never(file: &'static str, text: &'static str) -> Claim {
    Claim::Never(file, text)
}
