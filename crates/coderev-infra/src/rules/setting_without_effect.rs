//! `setting-without-effect`
use super::rule::IntentRule;
use crate::model::{Cloud, KindDecl, KubernetesVersion, NamespaceDecl, Source};
use crate::resolve::Resolved;
use crate::resolve::volumes as mounts;
use crate::resolve::workload::Workload;
use coderev_check::{Phase, Report, Rule};
use coderev_objects::labels;
use std::collections::BTreeSet;

pub(super) static SETTING_WITHOUT_EFFECT: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("setting-without-effect", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("settings that have no effect for this type of volume, this workload or this cloud provider")
    .why("The manifests do not contain what the program declares.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(1)).storage_class("fast"))
  //                                           ^^^^^ warning[setting-without-effect]: `.storage_class(..)` has no effect on an `emptyDir` volume"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(1)))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    check_labels(resolved, report);
    check_inherited_labels(resolved, report);
    check_stores(resolved, report);
    for workload in &resolved.workloads {
        check_volumes(workload, report);
        check_job(workload, report);
        for container in workload.pod.sidecars.iter().chain(&workload.pod.init) {
            if container.with_stores && workload.stores.is_empty() {
                let message = format!("`.with_stores()` has no effect: `{}` uses no store", workload.name());
                let finding = report.finding(workload.subject(), message).in_container(&container.name);
                report
                    .push(finding.at(container.at).help("remove the setter, or declare the store: `.uses(&POSTGRES)`"));
            }
        }
        let provider = workload.platform.cluster.provider;
        let reserved = workload.pod.nodes.as_ref().filter(|nodes| nodes.value.reserved);
        let name = match provider {
            Cloud::Gke => "GKE",
            Cloud::Aks => "AKS",
            _ => continue,
        };
        if let Some(nodes) = reserved {
            let message = format!("`Nodes::reserved()` has no effect on {name}: its reservations affect only billing");
            report.push(report.finding(workload.subject(), message).at(nodes.at).help("remove the setter"));
        }
    }
}
/// `.ttl_after_finished(..)` of a Job that is kept.
fn check_job(workload: &Workload<'_>, report: &mut Report) {
    let (KindDecl::Job(job) | KindDecl::CronJob(job, _)) = &workload.declared.kind else { return };
    if job.keeps && job.ttl_after_finished.is_some() {
        let message = "`.ttl_after_finished(..)` has no effect with `.keep()`: the finished Job stays";
        let finding = report.finding(workload.subject(), message).at(workload.declared.origin);
        report.push(finding.help("remove one of the setters"));
    }
}
/// Labels of a Namespace that the library writes.
fn check_labels(resolved: &Resolved<'_>, report: &mut Report) {
    const WRITTEN: [&str; 4] = [labels::PART_OF, labels::MANAGED_BY, labels::TIER, "environment"];
    for namespace in &resolved.platform.namespaces {
        for (key, label) in &namespace.own_labels {
            let is_environment = key == "environment" && namespace.spec.environment.is_none();
            let is_written = WRITTEN.contains(&&**key) || key.starts_with("pod-security.kubernetes.io/");
            if is_written && !is_environment {
                let message = format!("`.own_label({key:?}, ..)` has no effect: the tier sets this label");
                let finding = report.finding(&*namespace.name, message).at(label.at);
                report.push(finding.help("remove it, or set it in the spec of the tier: `.spec(..)`"));
            }
        }
    }
}
/// Labels of a platform, a tier or a namespace that the objects in a Namespace have, but not the Namespace: the
/// library writes another value there.
fn check_inherited_labels(resolved: &Resolved<'_>, report: &mut Report) {
    let platform = resolved.platform;
    let mut reported = BTreeSet::new();
    for namespace in &platform.namespaces {
        for (key, value) in written(platform.cluster.version, namespace) {
            // A label of the namespace overrides the label of its tier, which overrides the label of the platform.
            let sources = [
                (&*namespace.name, namespace.at, &namespace.labels),
                (&*namespace.name, namespace.at, &namespace.spec.labels),
                ("", platform.at, &platform.labels),
            ];
            let mut declared = sources
                .into_iter()
                .filter_map(|(subject, at, labels)| Some((subject, at, &labels.iter().find(|it| it.0 == key)?.1)));
            let Some((subject, at, lost)) = declared.next().filter(|it| *it.2 != value) else { continue };
            if reported.insert((subject, key.clone())) {
                let message = format!(
                    "the label `{key}: {lost}` has no effect on the Namespace `{}`: its tier sets `{value}`",
                    namespace.name
                );
                let help = "remove the label, or set the value in the spec of the tier: `.spec(..)`";
                report.push(report.finding(subject, message).at(at).help(help));
            }
        }
    }
}
/// The labels with which the tier replaces declared labels of its Namespace.
fn written(version: KubernetesVersion, namespace: &NamespaceDecl) -> Vec<(String, String)> {
    let level = namespace.spec.pod_security.label();
    let mut labels = Vec::from_iter(namespace.spec.environment.clone().map(|name| ("environment".into(), name)));
    for (mode, version) in [("enforce", version.label()), ("audit", "latest"), ("warn", "latest")] {
        labels.push((format!("pod-security.kubernetes.io/{mode}"), level.into()));
        labels.push((format!("pod-security.kubernetes.io/{mode}-version"), version.into()));
    }
    labels
}
/// Stores of other programs that no workload uses.
fn check_stores(resolved: &Resolved<'_>, report: &mut Report) {
    let used: BTreeSet<&str> =
        resolved.workloads.iter().flat_map(|it| &it.stores).map(|it| &*it.used.store.name).collect();
    for namespace in &resolved.platform.namespaces {
        for store in namespace.external.iter().map(|it| &it.store).filter(|it| !used.contains(&*it.name)) {
            let message = format!("`.store(..)` has no effect: no workload uses the store `{}`", store.name);
            let finding = report.finding(&*namespace.name, message).at(namespace.at);
            report.push(finding.help("remove it, or declare its use: `.uses(&STORE)` of a workload"));
        }
    }
}
fn check_volumes(workload: &Workload<'_>, report: &mut Report) {
    for (volume, at) in mounts::mounted(workload) {
        let has_keys = matches!(volume.source, Source::ConfigMap(_) | Source::Secret(_));
        let has_mode = has_keys || matches!(volume.source, Source::Token(_));
        let settings = [
            (!has_keys && !volume.items.is_empty(), "item"),
            (!has_mode && volume.default_mode.is_some(), "default_mode"),
            (volume.storage_class.is_some() && !matches!(volume.source, Source::Ephemeral(_)), "storage_class"),
        ];
        for (_, setter) in settings.into_iter().filter(|(is_lost, _)| *is_lost) {
            let message = format!("`.{setter}(..)` has no effect on {}", kind(&volume.source));
            report.push(report.finding(workload.subject(), message).at(at).help("remove the setter"));
        }
    }
}
/// The kind of volume in messages.
const fn kind(source: &Source) -> &'static str {
    match source {
        Source::EmptyDir { .. } => "an `emptyDir` volume",
        Source::ConfigMap(_) => "a `configMap` volume",
        Source::Secret(_) => "a `secret` volume",
        Source::Claim(_) => "a `persistentVolumeClaim` volume",
        Source::Ephemeral(_) => "an `ephemeral` volume",
        Source::HostPath(_) => "a `hostPath` volume",
        Source::Token(_) => "a service account token volume",
        Source::Raw(_) => "a raw volume",
    }
}
