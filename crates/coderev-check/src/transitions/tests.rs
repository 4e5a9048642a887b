//! The examples of all rules about a change, and the cases of the table of immutable fields.
mod fields;
mod gone;
mod order;
mod ports;
mod scaling;
mod tiers;

use super::table::TABLE;
use super::testing::{findings, findings_for, versions};
use super::{TRANSITION_IMMUTABLE_FIELD, TRANSITION_REMOVED, TRANSITION_RENAMED, all, check, removed};
use crate::Target;
use crate::testing::annotation;
use fixture::{Fixture, Language};
use tiers::tiered;

#[test]
fn wrong_and_right() {
    for rule in all() {
        let mut examples = rule.rule.examples();
        let example = examples.next().unwrap_or_else(|| panic!("{} has no example", rule.rule));
        for text in [example.wrong, example.right] {
            let fixture = Fixture::read(Language::Yaml, text);
            let (before, after) = versions(&fixture.text);
            fixture.assert(check(&before, &after, &Target::default()).iter().map(annotation).collect());
        }
    }
}
#[test]
fn an_unchanged_version_has_no_findings() {
    for rule in all() {
        let text = Fixture::read(Language::Yaml, rule.rule.examples().next().expect("an example").wrong).text;
        let (before, after) = versions(&text);
        assert_eq!(check(&before, &before, &Target::default()), []);
        assert_eq!(check(&after, &after, &Target::default()), []);
    }
}

/// Each file has two versions of one object. `.ci/transitions` applies both to a real API server, which refuses the second one.
#[test]
fn each_case_that_a_server_refuses_is_found() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transitions");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the cases are here") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("text");
        let found = findings(&TRANSITION_IMMUTABLE_FIELD, &text);
        assert_eq!(found.len(), 1, "{}: {found:#?}", path.display());
        assert!(found[0].origin().is_some() && found[0].origin_before().is_some(), "{}", path.display());
        cases.push((text, found[0].message().to_owned()));
    }
    for line in TABLE {
        let kind = format!("kind: {}\n", line.kind);
        assert!(cases.iter().any(|(text, _)| text.contains(&kind)), "no case for {}", line.kind);
    }
}

/// The help of the findings about one object that changed: its beginning, and the end of both versions.
fn helps(object: &str, before: &str, after: &str) -> Vec<String> {
    let found = findings(&TRANSITION_IMMUTABLE_FIELD, &format!("{object}{before}\n--- # after\n{object}{after}\n"));
    found.iter().map(|it| it.help_text().to_owned()).collect()
}

#[test]
fn values_that_the_server_reads_as_equal_do_not_change() {
    let set = "kind: StatefulSet
apiVersion: apps/v1
metadata: {name: db, namespace: shop}
spec:
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}}
";
    let claims = |spec: &str| format!("  volumeClaimTemplates: [{{metadata: {{name: data}}, spec: {{{spec}}}}}]");
    let one = claims("resources: {requests: {storage: 1Gi}}");
    assert!(helps(set, &one, &claims("resources: {requests: {storage: 1024Mi}}, volumeMode: Filesystem")).is_empty());
    assert_eq!(helps(set, &one, &claims("resources: {requests: {storage: 1025Mi}}")).len(), 1);
    let service = "kind: Service
apiVersion: v1
metadata: {name: db, namespace: shop}
spec:
  ports: [{port: 5432}]
";
    let headless = "  clusterIP: None\n  selector: {app: db}";
    assert!(helps(service, "  type: ExternalName\n  externalName: db.acme.dev", headless).is_empty());
    assert_eq!(helps(service, "  clusterIP: 10.0.0.9", headless).len(), 1);
    let family = |families: &str| format!("  selector: {{app: db}}{families}");
    let (v4, v6) = (family("\n  ipFamilies: [IPv4]"), family("\n  ipFamilies: [IPv6]"));
    assert!(helps(service, &family(""), &v6).is_empty(), "the server may have chosen IPv6");
    assert!(helps(service, &v4, &family("")).is_empty(), "the server keeps its family");
    assert!(helps(service, &v4, &family("\n  ipFamilies: [IPv4, IPv6]")).is_empty());
    assert_eq!(helps(service, &v4, &v6).len(), 1);
}
#[test]
fn an_indexed_job_is_elastic() {
    let job = "kind: Job
apiVersion: batch/v1
metadata: {name: train}
spec:
  completionMode: Indexed
";
    assert_eq!(helps(job, "  completions: 5\n  parallelism: 5", "  completions: 8\n  parallelism: 8"), [""; 0]);
    assert_eq!(helps(job, "  completions: 5\n  parallelism: 5", "  completions: 8\n  parallelism: 5").len(), 1);
    let other = job.replace("Indexed", "NonIndexed");
    assert_eq!(helps(&other, "  completions: 5\n  parallelism: 5", "  completions: 8\n  parallelism: 8").len(), 1);
}

#[test]
fn the_steps_of_a_stateful_set_depend_on_its_claims() {
    let set = "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db}]}}
  volumeClaimTemplates:
";
    let claim = |name: &str, size: &str| {
        format!("  - {{metadata: {{name: {name}}}, spec: {{resources: {{requests: {{storage: {size}}}}}}}}}\n")
    };
    let help = |after: &str| helps(set, &claim("data", "5Gi"), after).join("");
    let restarts = "adopts the pods and restarts them one by one";
    let delete = "kubectl delete pod db-0 -n shop";
    let keep = "existing volume claims keep their size";
    let grow = "kubectl patch pvc data-db-0";
    for (after, expected) in [
        (claim("data", "8Gi"), [true, false, false, true]),
        (claim("data", "2Gi"), [true, false, true, false]),
        (claim("data", "5Gi") + &claim("logs", "1Gi"), [false, true, false, false]),
        (claim("logs", "5Gi"), [false, true, false, false]),
    ] {
        let help = help(&after);
        assert_eq!([restarts, delete, keep, grow].map(|text| help.contains(text)), expected, "{after}{help}");
    }
}

/// A service in its usual objects: Deployment, Service, ServiceAccount and PodDisruptionBudget.
fn service(name: &str, image: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop}}
spec:
  replicas: 3
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      serviceAccountName: {name}
      containers: [{{name: {name}, image: '{image}'}}]
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: shop}}
spec: {{selector: {{app: {name}}}, ports: [{{port: 80}}]}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: {name}, namespace: shop}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: {name}-pdb, namespace: shop}}
spec: {{maxUnavailable: 1, selector: {{matchLabels: {{app: {name}}}}}}}
"
    )
}
fn all_messages(before: &str, after: &str) -> Vec<String> {
    let (before, after) = versions(&format!("{before}--- # after\n{after}"));
    check(&before, &after, &Target::default()).iter().map(|it| format!("{}: {}", it.rule(), it.message())).collect()
}

#[test]
fn a_removed_workload_is_one_finding_with_its_objects() {
    let two = format!("{}---\n{}", service("web", "web:1"), service("api", "api:1"));
    let expected = "transition-removed: the Deployment `web` is no longer in the files, but stays in the cluster with 3 objects that belong to it";
    assert_eq!(all_messages(&two, &service("api", "api:1")), [expected]);
    let (before, after) = versions(&format!("{two}--- # after\n{}", service("api", "api:1")));
    let ids: Vec<String> = removed(&before, &after).iter().map(ToString::to_string).collect();
    assert_eq!(
        ids,
        ["Deployment/shop/web", "PodDisruptionBudget/shop/web-pdb", "Service/shop/web", "ServiceAccount/shop/web"]
    );
}
#[test]
fn a_removed_namespace_is_one_finding() {
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n";
    let found = all_messages(&format!("{namespace}{}", service("web", "web:1")), "");
    let expected = "transition-removed: the Namespace `shop` is no longer in the files, but stays in the cluster with 4 objects \
                    that belong to it; its deletion deletes everything in it, also volume claims";
    assert_eq!(found, [expected]);
}
#[test]
fn a_renamed_workload_is_one_finding_with_the_safe_order() {
    let (old, new) = (service("web", "ghcr.io/acme/web:v1"), service("shop-web", "ghcr.io/acme/web:v2"));
    let text = format!("{old}--- # after\n{new}");
    let found = findings(&TRANSITION_RENAMED, &text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message(), "the Deployment `web` is now `shop-web`: both run until the old one is deleted");
    let expected = "1. apply what the new pods need: network policies, ConfigMaps, service accounts
2. start the new pods, before any traffic moves: apply only the Deployment `shop-web` and its service account
3. wait until they are ready: `kubectl rollout status deployment/shop-web -n shop`
4. apply all new files, which moves the traffic: `kubectl apply --server-side -k .`
5. when no caller uses the Service `web` any more, delete the old objects: `kubectl delete deployment/web -n shop`, `kubectl delete service/web -n shop`, \
                    `kubectl delete serviceaccount/web -n shop`, `kubectl delete poddisruptionbudget/web-pdb -n shop`
`.was(\"web\")` keeps the old Service for callers that still use its name";
    assert_eq!(found[0].help_text(), expected);
    assert_eq!(findings(&TRANSITION_REMOVED, &text), []);
}
#[test]
fn a_renamed_workload_under_a_quota_starts_only_without_the_quota() {
    let quota = |hard: &str| {
        format!(
            "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: quota, namespace: shop}}\nspec: {{hard: {{{hard}}}}}\n"
        )
    };
    let steps = |hard: &str| {
        let [old, new] = ["web", "site"].map(|name| service(name, "ghcr.io/acme/web:v1") + &quota(hard));
        let found = findings(&TRANSITION_RENAMED, &format!("{old}--- # after\n{new}"));
        found[0].help_text().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = steps("pods: 5");
    let delete = "2. delete the ResourceQuota, which has no room for the old and the new pods: `kubectl delete resourcequota/quota -n shop`";
    assert_eq!(all[1], delete);
    assert!(all[2].starts_with("3. start the new pods, before any traffic moves: "), "{all:#?}");
    assert_eq!(steps("services: 1")[1], delete, "the old and the new Service");
    for room in ["pods: 6", "services: 2", "requests.cpu: 1, secrets: 1"] {
        assert!(steps(room)[1].starts_with("2. start the new pods"), "{room}");
    }
}
#[test]
fn was_pairs_workloads_with_other_images() {
    let (old, new) = (service("web", "ghcr.io/acme/web:v1"), service("site", "ghcr.io/acme/site:v1"));
    let is_renamed = |new: &str| all_messages(&old, new)[0].starts_with("transition-renamed");
    assert!(!is_renamed(&new));
    let told = new.replacen(
        "{name: site, namespace: shop}",
        "{name: site, namespace: shop, annotations: {coderev.dev/was: web}}",
        1,
    );
    assert!(is_renamed(&told));
}
#[test]
fn two_candidates_are_no_new_name() {
    let old = service("web", "ghcr.io/acme/web:v1");
    let new = format!("{}---\n{}", service("a", "ghcr.io/acme/web:v1"), service("b", "ghcr.io/acme/web:v1"));
    assert!(all_messages(&old, &new).iter().all(|it| it.starts_with("transition-removed")));
}
#[test]
fn a_new_name_of_a_stateful_set_means_empty_volumes() {
    let set = |name: &str| {
        format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: {name}}}\nspec:\n  serviceName: {name}\n  \
selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec: {{containers: [{{name: db, image: db}}]}}\n"
        )
    };
    let expected = "transition-renamed: the StatefulSet `db` is now `main`: its pods start with new, empty volumes, and the old volume claims stay";
    assert_eq!(all_messages(&set("db"), &set("main")), [expected]);
}
#[test]
fn a_finished_job_deletes_itself() {
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {ttlSecondsAfterFinished: 60, template: {spec: {containers: [{name: a, image: a}]}}}\n";
    assert_eq!(all_messages(job, ""), [] as [&str; 0]);
}
#[test]
fn each_command_has_the_context_and_the_folder_of_the_files() {
    let target = Target::new("out/prod").context("acme-prod");
    let rename = |one: &str, two: &str| format!("{one}--- # after\n{two}");
    let (exp, stable) = (tiered("shop", "exp", "{}", 1000), tiered("shop", "stable", "", 100_000));
    let mut texts: Vec<String> =
        all().iter().map(|it| it.rule.examples().next().expect("an example").wrong.into()).collect();
    texts.extend([rename(&service("web", "web:1"), &service("site", "web:1")), rename(&exp, &stable)]);
    texts.push(rename(&tiered("lab", "exp", "{}", 1000), &stable));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transitions");
    for entry in std::fs::read_dir(folder).expect("the cases are here") {
        texts.push(std::fs::read_to_string(entry.expect("a file").path()).expect("text"));
    }
    let mut commands = 0;
    for text in texts {
        let found = all().iter().flat_map(|rule| findings_for(rule, &text, &target));
        for help in found.map(|it| it.help_text().to_owned()) {
            for (at, _) in help.match_indices("kubectl ") {
                let command = &help[at..];
                assert!(command.starts_with("kubectl --context acme-prod "), "{command}");
                assert!(!command.contains("-k ."), "{command}");
                commands += 1;
            }
            for step in help.lines().filter(|step| step.contains(". apply the new files")) {
                assert!(step.contains("apply --server-side -k out/prod`"), "{step}");
            }
        }
    }
    assert!(commands > 40, "{commands} commands");
}
