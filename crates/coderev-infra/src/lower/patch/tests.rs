//! Patches: the fields that patches set and remove, and their findings.
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
    let after =
        text(&platform(web().patch(Patch::new(Object::POD).remove("/spec/enableServiceLinks"))), "deployments.yaml");
    assert!(!after.contains("enableServiceLinks"));
}
#[test]
fn every_kind_of_workload_takes_patches() {
    let job: Job<Stable> = Job::new("once", "job:1").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
    let job = job.patch(Patch::new(Object::JOB).set("/spec/suspend", true));
    let platform = Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).job(job));
    assert!(text(&platform, "deployments.yaml").contains("  suspend: true\n"));
    let nightly: CronJob<Stable> = CronJob::new("nightly", "job:1", Schedule::daily(2, 0));
    let nightly = nightly.cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
    let nightly = nightly.patch(Patch::new(Object::POD).set("/spec/hostname", "night"));
    let platform =
        Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).cron_job(nightly));
    assert!(text(&platform, "deployments.yaml").contains("hostname: night\n"));
}
#[test]
fn the_checks_see_what_is_patched() {
    let patch = Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/[name=web]/image", "web");
    assert_eq!(finding_of(patch).rule().name(), "image-not-pinned");
}
#[test]
fn a_finding_about_a_patched_field_has_the_line_of_the_patch() {
    let line = |found: &Finding| found.origin().map(coderev_check::Origin::line);
    // A setter declares the image and the memory; the patches replace them.
    let image = line!() + 1;
    let found = finding_of(Patch::new(Object::POD).set("/spec/containers/[name=web]/image", "web"));
    assert_eq!((found.rule().name(), line(&found)), ("image-not-pinned", Some(image)));
    let below = json!({"requests": {"cpu": "100m", "memory": "200Mi"}, "limits": {"cpu": "200m", "memory": "100Mi"}});
    let resources = line!() + 1;
    let found = finding_of(Patch::new(Object::POD).set("/spec/containers/[name=web]/resources", below));
    assert_eq!((found.rule().name(), line(&found)), ("limit-below-request", Some(resources)));
    // A later patch has its own line, and an absent field has the line of the patch that removes it.
    let first = Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 5);
    let second = line!() + 1;
    let found = finding_of(first.set("/spec/minReadySeconds", -1));
    assert_eq!((found.rule().name(), line(&found)), ("malformed-value", Some(second)));
    let removed = line!() + 1;
    let found = finding_of(Patch::new(Object::DEPLOYMENT).remove("/spec/selector"));
    assert_eq!((found.rule().name(), line(&found)), ("conflicting-fields", Some(removed)));
}
#[test]
fn an_item_that_a_patch_removes_moves_the_items_after_it() {
    let line = |found: &Finding| found.origin().map(coderev_check::Origin::line);
    let set = line!() + 1;
    let patch = Patch::new(Object::POD).set("/spec/volumes/[name=b]/emptyDir/sizeLimit", "-1Mi");
    let patch = patch.set("/spec/volumes/[name=a]/emptyDir/sizeLimit", "2Mi").remove("/spec/volumes/[name=a]");
    let web = web().mount("/a", Volume::empty_dir(mebi(1))).mount("/b", Volume::empty_dir(mebi(1)));
    let found = crate::synth(&platform(web.patch(patch)));
    let found = found.findings().iter().find(|it| it.rule().name() == "malformed-value").expect("a finding");
    assert_ne!(line(found), Some(set + 1), "the line of the volume that is gone");
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
        assert_eq!((found.rule().name(), found.severity()), ("malformed-patch", Severity::Error), "{path}: {found:?}");
    }
    assert_eq!(finding_of(Patch::new(Object::DEPLOYMENT).set("/kind", "StatefulSet")).rule().name(), "malformed-patch");
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
    let patch = Patch::new(Object::new("external-secrets.io/v1", "ExternalSecret")).set("/spec/refreshInterval", "1s");
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
