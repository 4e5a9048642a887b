//! Patches: fields without a setter, set in the objects after they are created and before they are checked.
mod path;
mod record;

use crate::lower::cx::Cx;
use crate::lower::inexact;
use crate::lower::output::{Draft, Output, Patched};
use crate::lower::raw::help_for;
use crate::lower::record::Record;
use crate::lower::rules::{MALFORMED_PATCH, PATCH_WITHOUT_EFFECT, UNKNOWN_FIELD, UNKNOWN_OBJECT};
use crate::model::{Change, Patch, Place, Platform, Step};
use crate::resolve::workload::Workload;
use coderev_check::Finding;
use coderev_objects::{DecodeError, Object, decode, has_known_fields, nearest};
use path::PathError;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// Applies the patches of each workload to the objects of the workload.
pub(super) fn workloads(cx: &Cx<'_>, out: &mut Output) {
    let Patched { drafts, workloads, record } = out.patched();
    for finding in of_workloads(&cx.workloads, drafts, workloads, record) {
        out.report(finding);
    }
}
/// Applies the patches of the platform to any object with the name.
pub(super) fn platform(cx: &Cx<'_>, out: &mut Output) {
    let Patched { drafts, record, .. } = out.patched();
    for finding in of_platform(cx.platform, drafts, record) {
        out.report(finding);
    }
}

fn of_workloads(
    workloads: &[Workload<'_>],
    drafts: &mut [Draft],
    ranges: &[Range<usize>],
    mut record: Option<&mut Record>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    // A patch in the defaults of a namespace has an effect if it changes at least one workload of the namespace.
    let mut idle = BTreeMap::<(&str, Line, Line), Option<Finding>>::new();
    for (workload, range) in workloads.iter().zip(ranges) {
        let subject = workload.subject();
        for patch in &workload.pod.patches {
            let here = |step: Place| (&*workload.namespace.name, line(patch.at), line(step));
            let own = drafts[range.clone()].iter_mut();
            let mut targets: Vec<&mut Draft> = own.filter(|it| is(&it.object, patch)).collect();
            if targets.is_empty() {
                let message = format!("`{}` has no {} to patch", workload.name(), patch.object.kind);
                let finding = without_effect(&subject, message, patch.at)
                    .help("name a kind that the workload has, `Object::POD` for its pods, or patch a different object: `Platform::patch(..)`");
                idle.entry(here(patch.at)).or_insert(Some(finding));
                continue;
            }
            idle.insert(here(patch.at), None);
            for step in &patch.steps {
                match on_all(&mut targets, patch, step, &subject, record.as_deref_mut()) {
                    Ok(()) => drop(idle.insert(here(step.at), None)),
                    Err(Failure::Idle(finding)) => drop(idle.entry(here(step.at)).or_insert(Some(*finding))),
                    Err(Failure::Wrong(finding)) => findings.push(*finding),
                }
            }
        }
    }
    findings.extend(idle.into_values().flatten());
    findings
}
/// A position that can be sorted.
type Line = (&'static str, u32, u32);
fn line(at: Place) -> Line {
    (at.file(), at.line(), at.column())
}

fn of_platform(platform: &Platform, drafts: &mut [Draft], mut record: Option<&mut Record>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (namespace, name, patch) in &platform.patches {
        let subject = if namespace.is_empty() { String::new() } else { format!("{namespace}/{name}") };
        let named = |object: &Object| object.namespace() == namespace && object.name() == name;
        let mut targets: Vec<&mut Draft> =
            drafts.iter_mut().filter(|it| named(&it.object) && is(&it.object, patch)).collect();
        if targets.is_empty() {
            findings.push(nowhere(drafts, (namespace, name), patch));
            continue;
        }
        for step in &patch.steps {
            match on_all(&mut targets, patch, step, &subject, record.as_deref_mut()) {
                Ok(()) => {}
                Err(Failure::Idle(finding) | Failure::Wrong(finding)) => findings.push(*finding),
            }
        }
    }
    findings
}
fn nowhere(drafts: &[Draft], (namespace, name): (&str, &str), patch: &Patch) -> Finding {
    let title = |namespace: &str, name: &str| {
        if namespace.is_empty() { name.to_owned() } else { format!("{namespace}/{name}") }
    };
    let known: Vec<String> = drafts
        .iter()
        .filter(|it| is(&it.object, patch))
        .map(|it| title(it.object.namespace(), it.object.name()))
        .collect();
    let wanted = title(namespace, name);
    let kind = patch.object.kind;
    let subject = if namespace.is_empty() { "" } else { &wanted };
    Finding::new(&UNKNOWN_OBJECT, subject, format!("there is no {kind} `{wanted}` to patch")).at(patch.at).help(
        match nearest(&wanted, known.iter().map(|known| &**known)) {
            Some(best) => format!("did you mean `{best}`?"),
            None => format!(
                "the platform has {} of this kind; the namespace of a cluster-scoped object is `\"\"`",
                known.len()
            ),
        },
    )
}

enum Failure {
    /// The step changes nothing.
    Idle(Box<Finding>),
    Wrong(Box<Finding>),
}
/// Applies one step to each of the objects. The step has an effect if it changes at least one of them.
fn on_all(
    targets: &mut [&mut Draft],
    patch: &Patch,
    step: &Step,
    subject: &str,
    mut record: Option<&mut Record>,
) -> Result<(), Failure> {
    let mut changed = false;
    for Draft { object, .. } in targets.iter_mut().map(|target| &mut **target) {
        let before = record.is_some().then(|| json(object));
        let is_change = apply(object, patch, step, subject).map_err(|finding| Failure::Wrong(Box::new(finding)))?;
        if let (Some(record), Some(before), true) = (record.as_deref_mut(), before, is_change) {
            record::step(record, object, &before, patch, step);
        }
        changed |= is_change;
    }
    if changed {
        return Ok(());
    }
    let message = format!("`{}` already has the value that the patch sets", step.path);
    let finding =
        without_effect(subject, message, step.at).help("remove the patch: the library or a setter sets this field");
    Err(Failure::Idle(Box::new(finding)))
}
fn without_effect(subject: &str, message: String, at: Place) -> Finding {
    Finding::new(&PATCH_WITHOUT_EFFECT, subject, message).at(at).as_warning()
}

/// Whether `patch` applies to the kind of this object.
fn is(object: &Object, patch: &Patch) -> bool {
    if is_of_pods(patch) {
        return object.template().is_some();
    }
    let of = patch.object;
    (object.api_version(), object.kind()) == (of.api_version, of.kind)
}
fn json(object: &Object) -> Value {
    serde_json::to_value(object).expect("typed objects are JSON")
}
/// The path that the paths of the patch start at: the pod template for a patch of pods, else the object.
fn below(object: &Object, patch: &Patch) -> &'static str {
    let template = object.template().filter(|_| is_of_pods(patch));
    template.map_or("", |template| template.pointer())
}
fn is_of_pods(patch: &Patch) -> bool {
    (patch.object.api_version, patch.object.kind) == ("v1", "Pod")
}

/// Applies a step, and returns whether it changed the object. On an error the object is unchanged.
fn apply(object: &mut Object, patch: &Patch, step: &Step, subject: &str) -> Result<bool, Finding> {
    let before = json(object);
    let root = below(object, patch);
    let strict = !has_known_fields(patch.object.api_version, patch.object.kind);
    let mut after = before.clone();
    let malformed =
        |message: String, help: String| Finding::new(&MALFORMED_PATCH, subject, message).at(step.at).help(help);
    let problem = |problem: PathError| match problem {
        PathError::Nothing => {
            let message = format!("there is nothing at `{}` to remove", step.path);
            let help = "check the path in the output: the spelling may be wrong, or the field may no longer be set";
            Finding::new(&PATCH_WITHOUT_EFFECT, subject, message).at(step.at).help(help)
        }
        PathError::Wrong { message, help } => malformed(message, help),
    };
    match &step.change {
        Change::Set(value) => {
            if let Some((pointer, reason)) = inexact::lost(value) {
                let help = "set a finite number of the type `f64` or `i64`; remove a field with `.remove(..)`";
                return Err(malformed(format!("the patch sets `{}{pointer}` {reason}", step.path), help.into()));
            }
            path::set(&mut after, root, &step.path, value.clone(), strict).map_err(problem)?;
        }
        Change::Remove => path::remove(&mut after, root, &step.path).map_err(problem)?,
    }
    if after == before {
        return Ok(false);
    }
    if ["apiVersion", "kind"].iter().any(|key| after[key] != before[key]) {
        return Err(malformed(
            format!("`{}` changes the kind of the object", step.path),
            "write a raw object instead: `.raw(Raw::yaml(..))`".into(),
        ));
    }
    let read = decode(after).map_err(|fault| match fault {
        DecodeError::UnknownField { path, known } => {
            let path = path.strip_prefix(root).unwrap_or(&path);
            let kind = patch.object.kind;
            Finding::new(&UNKNOWN_FIELD, subject, format!("a {kind} has no field `{path}`"))
                .at(step.at)
                .help(help_for(path, &known))
        }
        DecodeError::WrongType { path, reason } => {
            let path = path.strip_prefix(root).unwrap_or(&path);
            malformed(
                format!("`{path}` cannot have this value: {reason}"),
                "`kubectl explain` shows the fields and their types".into(),
            )
        }
        other => malformed(other.to_string(), "`kubectl explain` shows the fields and their types".into()),
    })?;
    let changed = json(&read) != before;
    *object = read;
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use crate::lower::testing::{finding, text};
    use crate::prelude::*;
    use crate::{Finding, Object, Patch, Severity};
    use serde_json::json;

    fn web() -> Service<Stable> {
        Service::new("web", "web:1")
            .cpu(millis(100)..=millis(200))
            .memory(mebi(128)..=mebi(256))
            .liveness(Probe::http("/live"))
            .readiness(Probe::http("/ready"))
    }
    fn platform(service: Service<Stable>) -> Platform {
        Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).service(service))
    }
    fn finding_of(patch: Patch) -> Finding {
        finding(&platform(web().patch(patch)))
    }

    #[test]
    fn a_field_is_set_in_the_object_and_in_its_pods() {
        let patch = Patch::new(Object::DEPLOYMENT)
            .set("/spec/template/spec/containers/[name=web]/tty", true)
            .set("/metadata/annotations/example.com~1team", "shop");
        let pod = Patch::new(Object::POD).set("/spec/dnsConfig", json!({"options": [{"name": "ndots", "value": "2"}]}));
        let text = text(&platform(web().patch(patch).patch(pod)), "deployments.yaml");
        for line in ["        tty: true\n", "    example.com/team: shop\n", "        - name: ndots\n"] {
            assert!(text.contains(line), "{line} is in\n{text}");
        }
    }
    #[test]
    fn a_field_is_removed() {
        let before = text(&platform(web()), "deployments.yaml");
        assert!(before.contains("enableServiceLinks"));
        let after = text(
            &platform(web().patch(Patch::new(Object::POD).remove("/spec/enableServiceLinks"))),
            "deployments.yaml",
        );
        assert!(!after.contains("enableServiceLinks"));
    }
    #[test]
    fn every_kind_of_workload_takes_patches() {
        let job: Job<Stable> = Job::new("once", "job:1").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
        let job = job.patch(Patch::new(Object::JOB).set("/spec/suspend", true));
        let platform =
            Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).job(job));
        assert!(text(&platform, "deployments.yaml").contains("  suspend: true\n"));
        let nightly: CronJob<Stable> = CronJob::new("nightly", "job:1", Schedule::daily(2, 0));
        let nightly = nightly.cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
        let nightly = nightly.patch(Patch::new(Object::POD).set("/spec/hostname", "night"));
        let platform = Platform::new(Cluster::generic())
            .part_of("acme")
            .namespace(Namespace::new("shop", Stable).cron_job(nightly));
        assert!(text(&platform, "deployments.yaml").contains("hostname: night\n"));
    }
    #[test]
    fn the_checks_see_what_is_patched() {
        let patch = Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/[name=web]/image", "web");
        assert_eq!(finding_of(patch).rule().name(), "image-not-pinned");
    }
    #[test]
    fn an_unknown_field_is_refused_at_its_declaration() {
        let line = line!() + 1;
        let found = finding_of(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/dnsPolici", "Default"));
        assert_eq!((found.rule().name(), found.severity()), ("unknown-field", Severity::Error));
        assert_eq!(found.message(), "a Deployment has no field `/spec/template/spec/dnsPolici`");
        assert_eq!(found.help_text(), "did you mean `/spec/template/spec/dnsPolicy`?");
        assert_eq!(found.origin().map(coderev_check::Origin::line), Some(line));
        let found = finding_of(Patch::new(Object::POD).set("/spec/containers/[name=web]/colour", "red"));
        assert_eq!(found.message(), "a Pod has no field `/spec/containers/[name=web]/colour`");
    }
    #[test]
    fn a_value_of_another_type_is_refused_with_its_path() {
        let found = finding_of(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", "soon"));
        assert_eq!(found.rule().name(), "malformed-patch");
        assert!(found.message().starts_with("`/spec/minReadySeconds` cannot have this value: "), "{}", found.message());
    }
    #[test]
    fn a_missing_item_is_refused_and_the_existing_items_are_named() {
        let found = finding_of(Patch::new(Object::POD).set("/spec/containers/[name=wen]/tty", true));
        assert_eq!(found.rule().name(), "malformed-patch");
        assert_eq!(found.message(), "no item of the list in `/spec/containers/[name=wen]/tty` has the name `wen`");
        assert_eq!(found.help_text(), "the list has `[name=web]`");
        let found = finding_of(Patch::new(Object::POD).set("/spec/containers/0/tty", true));
        assert!(found.help_text().ends_with("`[name=web]`"), "{}", found.help_text());
    }
    #[test]
    fn a_path_without_its_first_slash_is_refused_with_the_whole_path() {
        let found = finding_of(Patch::new(Object::POD).set("spec/hostPID", true));
        assert_eq!((found.rule().name(), found.message()), ("malformed-patch", "`spec/hostPID` is not a path"));
        assert_eq!(found.help_text(), "write `/spec/hostPID`");
    }
    #[test]
    fn malformed_paths_are_refused() {
        for path in [
            "",
            "spec",
            "/",
            "/spec//x",
            "/spec/template/spec/containers/[web]",
            "/spec/a/[name=x",
            "/spec/minReadySeconds/x",
        ] {
            let found = finding_of(Patch::new(Object::DEPLOYMENT).set(path, 1));
            assert_eq!(
                (found.rule().name(), found.severity()),
                ("malformed-patch", Severity::Error),
                "{path}: {found:?}"
            );
        }
        assert_eq!(
            finding_of(Patch::new(Object::DEPLOYMENT).set("/kind", "StatefulSet")).rule().name(),
            "malformed-patch"
        );
        assert_eq!(
            finding_of(Patch::new(Object::DEPLOYMENT).set("/spec/paused", json!(null))).rule().name(),
            "malformed-patch"
        );
    }
    #[test]
    fn a_patch_without_effect_is_reported() {
        let nothing = finding_of(Patch::new(Object::POD).set("/spec/enableServiceLinks", false));
        assert_eq!((nothing.rule().name(), nothing.severity()), ("patch-without-effect", Severity::Warning));
        let gone = finding_of(Patch::new(Object::POD).remove("/spec/hostname"));
        assert_eq!((gone.rule().name(), gone.severity()), ("patch-without-effect", Severity::Error));
        let other = finding_of(Patch::new(Object::STATEFUL_SET).set("/spec/podManagementPolicy", "Parallel"));
        assert_eq!(other.rule().name(), "patch-without-effect");
        assert_eq!(other.message(), "`web` has no StatefulSet to patch");
    }
    #[test]
    fn defaults_patch_the_workloads_that_have_the_object() {
        let house = || Pod::new().patch(Patch::new(Object::DEPLOYMENT).set("/spec/paused", true));
        let job: Job<Stable> = Job::new("once", "job:1").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
        let both = Namespace::new("shop", Stable).defaults(house()).service(web()).job(job);
        assert!(
            text(&Platform::new(Cluster::generic()).part_of("acme").namespace(both), "deployments.yaml")
                .contains("paused: true")
        );
    }
    #[test]
    fn a_platform_patches_objects_that_other_code_declares() {
        let services =
            platform(web()).patch("shop", "web", Patch::new(Object::SERVICE).set("/spec/sessionAffinity", "ClientIP"));
        assert!(text(&services, "deployments.yaml").contains("sessionAffinity: ClientIP"));
        let namespaces = Patch::new(Object::new("v1", "Namespace")).set("/metadata/labels/team", "shop");
        assert!(text(&platform(web()).patch("", "shop", namespaces), "namespaces.yaml").contains("team: shop"));
    }
    #[test]
    fn a_platform_patch_of_a_missing_object_is_refused() {
        let found =
            finding(&platform(web()).patch("shop", "wep", Patch::new(Object::SERVICE).set("/spec/type", "NodePort")));
        assert_eq!((found.rule().name(), found.severity()), ("unknown-object", Severity::Error));
        assert_eq!(found.message(), "there is no Service `shop/wep` to patch");
        assert_eq!(found.help_text(), "did you mean `shop/web`?");
    }
    #[test]
    fn fields_of_operator_kinds_are_checked() {
        let with = |path: &str| {
            let patch = Patch::new(Object::new("external-secrets.io/v1", "ExternalSecret")).set(path, "x");
            let web = web().env("TOKEN", Secret::new("tokens").key("key"));
            platform(web).secrets(ExternalSecrets::aws("eu-central-1")).patch("shop", "tokens", patch)
        };
        let path = "/spec/data/[secretKey=key]/remoteRef/version";
        assert!(text(&with(path), "external-secrets.yaml").contains("version: x\n"));
        let found = finding(&with("/spec/data/[secretKey=key]/remoteRef/versions"));
        assert_eq!(found.rule().name(), "unknown-field");
        assert_eq!(found.help_text(), "did you mean `/spec/data/0/remoteRef/version`?");
    }
    #[test]
    fn a_patch_changes_only_the_objects_of_its_workload() {
        let patch =
            Patch::new(Object::new("external-secrets.io/v1", "ExternalSecret")).set("/spec/refreshInterval", "1s");
        // The Secret has the name of the workload.
        let web = web().env("TOKEN", Secret::new("web").key("key")).patch(patch);
        let found = finding(&platform(web).secrets(ExternalSecrets::aws("eu-central-1")));
        assert_eq!(found.rule().name(), "patch-without-effect");
        assert_eq!(found.message(), "`web` has no ExternalSecret to patch");
    }
    #[test]
    fn the_pods_of_a_raw_scaled_job_are_patched() {
        let job = json!({
            "apiVersion": "keda.sh/v1alpha1", "kind": "ScaledJob", "metadata": {"name": "resize"},
            "spec": {
                "jobTargetRef": {"template": {"spec": {
                    "restartPolicy": "Never", "automountServiceAccountToken": false,
                    "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
                    "containers": [{
                        "name": "resize", "image": "ghcr.io/acme/resize:1.0.0",
                        "securityContext": {
                            "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]},
                            "readOnlyRootFilesystem": true,
                        },
                        "resources": {
                            "requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "64Mi"},
                        },
                    }],
                }}},
                "triggers": [{"type": "cron", "metadata": {}}],
            },
        });
        let patch = Patch::new(Object::POD).set("/spec/hostname", "resizer");
        let namespace = Namespace::new("shop", Stable).raw(crate::Raw::object(&job));
        let platform =
            Platform::new(Cluster::generic()).part_of("acme").namespace(namespace).patch("shop", "resize", patch);
        let mut files = crate::synth(&platform).files().map(crate::File::into_text).collect::<Vec<_>>();
        files.retain(|text| text.contains("kind: ScaledJob\n"));
        let text = files.concat();
        assert!(text.contains("  jobTargetRef:\n    template:\n      spec:\n"), "{text}");
        assert!(text.contains("        hostname: resizer\n"), "{text}");
        assert!(!text.contains("\n  template:"), "{text}");
    }
    #[test]
    fn an_unknown_kind_needs_an_existing_parent() {
        let raw = || {
            crate::Raw::object(&json!({
                "apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "w"}, "spec": {"size": 1},
            }))
        };
        let with = |path: &str| {
            let patch = Patch::new(Object::new("example.com/v1", "Widget")).set(path, 2);
            let namespace = Namespace::new("shop", Stable).service(web()).raw(raw());
            Platform::new(Cluster::generic()).part_of("acme").namespace(namespace).patch("shop", "w", patch)
        };
        assert!(text(&with("/spec/colour"), "deployments.yaml").contains("colour: 2"));
        assert_eq!(finding(&with("/spec/frame/width")).rule().name(), "malformed-patch");
    }
}
