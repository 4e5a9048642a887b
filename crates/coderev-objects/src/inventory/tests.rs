use super::{Entry, Inventory};
use crate::read;

fn inventory(text: &str) -> Inventory {
    let documents = read("test.yaml", text.as_bytes()).expect("the text is valid");
    for document in &documents {
        assert_eq!(document.errors().count(), 0, "{:?}", document.errors().collect::<Vec<_>>());
    }
    Inventory::new(documents)
}
fn workload(kind: &str, name: &str, spec: &str) -> String {
    let (version, extra) = match kind {
        "StatefulSet" => ("apps/v1", format!("serviceName: {name}, ")),
        "Job" => ("batch/v1", String::new()),
        "Rollout" => ("argoproj.io/v1alpha1", String::new()),
        "ReplicationController" => ("v1", String::new()),
        _ => ("apps/v1", String::new()),
    };
    let selector = match kind {
        "Job" => String::new(),
        "ReplicationController" => format!("selector: {{app: {name}}}, "),
        _ => format!("selector: {{matchLabels: {{app: {name}}}}}, "),
    };
    format!(
        "---\n{{apiVersion: {version}, kind: {kind}, metadata: {{name: {name}, namespace: shop}}, spec: {{{selector}{extra}{spec}\
         template: {{metadata: {{labels: {{app: {name}, team: shop}}}}, spec: {{containers: [{{name: main, image: 'main:1'}}]}}}}}}}}\n"
    )
}
fn object(version: &str, kind: &str, name: &str, spec: &str) -> String {
    format!("---\n{{apiVersion: {version}, kind: {kind}, metadata: {{name: {name}, namespace: shop}}, spec: {spec}}}\n")
}
fn names<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Vec<&'a str> {
    entries.map(Entry::name).collect()
}
fn scale(text: &str) -> (i32, i32, i32) {
    let inventory = inventory(text);
    let scale = inventory.workloads().next().expect("a workload").scale();
    (scale.min, scale.max, scale.at_rollout)
}

#[test]
fn a_budget_belongs_to_the_workload_that_it_selects() {
    let text = workload("Deployment", "web", "replicas: 3, ")
        + &workload("Deployment", "web-pdb", "")
        + &object(
            "policy/v1",
            "PodDisruptionBudget",
            "web-pdb",
            "{minAvailable: 3, selector: {matchLabels: {app: web}}}",
        )
        + &object("policy/v1", "PodDisruptionBudget", "none", "{minAvailable: 3}")
        + &object("policy/v1", "PodDisruptionBudget", "all", "{minAvailable: 3, selector: {}}");
    let inventory = inventory(&text);
    let budgets: Vec<_> = inventory.workloads().map(|it| (it.name(), names(it.budgets()))).collect();
    assert_eq!(
        budgets,
        [("web", vec!["all", "web-pdb"]), ("web-pdb", vec!["all"])].map(|(name, all)| (name, sorted(all)))
    );
    let budget = inventory.find("policy/v1", "PodDisruptionBudget", "shop", "web-pdb").expect("the budget");
    assert_eq!(inventory.selected_by_budget(budget).map(|it| it.name()).collect::<Vec<_>>(), ["web"]);
}
/// Sorted as in the documents: `web-pdb` comes before `all`.
fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable_by_key(|name| ["web-pdb", "none", "all"].iter().position(|it| it == name));
    names
}

#[test]
fn an_autoscaler_belongs_to_its_target_under_any_name() {
    let target = |kind: &str, name: &str| format!("{{apiVersion: apps/v1, kind: {kind}, name: {name}}}");
    let text = workload("StatefulSet", "db", "replicas: 2, ")
        + &workload("Deployment", "other", "")
        + &object(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "other",
            &format!("{{minReplicas: 3, maxReplicas: 9, scaleTargetRef: {}}}", target("StatefulSet", "db")),
        );
    assert_eq!(scale(&text), (3, 9, 9));
    let inventory = inventory(&text);
    let all: Vec<_> = inventory.workloads().map(|it| (it.name(), names(it.autoscalers()))).collect();
    assert_eq!(all, [("db", vec!["other"]), ("other", vec![])]);
    let db = inventory.workloads().next().expect("a workload").entry();
    let autoscaler = inventory.autoscaler_of(db).expect("an autoscaler");
    assert_eq!(inventory.target_of(autoscaler), Some(db));
}

#[test]
fn an_autoscaler_of_an_older_version_is_read() {
    let spec = "{minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}";
    let text = workload("Deployment", "web", "") + &object("autoscaling/v1", "HorizontalPodAutoscaler", "web", spec);
    assert_eq!(
        scale(&text),
        (2, 5, 10),
        "a quarter more, rounded up, twice, and a quarter that is unavailable, rounded down"
    );
}

#[test]
fn a_scaled_object_scales_a_deployment_by_default() {
    let scaled = |spec: &str| {
        let spec = format!("{{scaleTargetRef: {{name: web}}, triggers: [], {spec}}}");
        workload("Deployment", "web", "strategy: {type: Recreate}, ")
            + &object("keda.sh/v1alpha1", "ScaledObject", "s", &spec)
    };
    assert_eq!(scale(&scaled("minReplicaCount: 2, maxReplicaCount: 7")), (2, 7, 7));
    assert_eq!(scale(&scaled("")), (0, 100, 100), "KEDA's defaults");
    assert_eq!(scale(&scaled("idleReplicaCount: 0, minReplicaCount: 2")).0, 0);
}

#[test]
fn scale_is_the_number_of_pods() {
    let rolling = |fields: &str| {
        scale(&workload("Deployment", "web", &format!("replicas: 5, strategy: {{rollingUpdate: {{{fields}}}}}, ")))
    };
    assert_eq!(scale(&workload("Deployment", "web", "")), (1, 1, 2));
    assert_eq!(rolling("maxSurge: 2"), (5, 5, 10), "five, two new, two that end and one unavailable");
    assert_eq!(rolling("maxSurge: 30%"), (5, 5, 10));
    assert_eq!(rolling("maxSurge: 2, maxUnavailable: 0"), (5, 5, 9));
    assert_eq!(rolling("maxSurge: 0, maxUnavailable: 40%"), (5, 5, 7));
    assert_eq!(rolling("maxSurge: 0, maxUnavailable: 0"), (5, 5, 6), "Kubernetes uses one for `maxUnavailable`");
    let single = "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}, ";
    assert_eq!(scale(&workload("Deployment", "web", single)), (1, 1, 2), "the old pod and the new pod");
    assert_eq!(rolling("maxSurge: -3, maxUnavailable: 900%"), (5, 5, 10), "no more pods than there are");
    assert_eq!(scale(&workload("Deployment", "web", "replicas: 5, strategy: {type: Recreate}, ")), (5, 5, 5));
    assert_eq!(scale(&workload("StatefulSet", "web", "replicas: 3, ")), (3, 3, 3));
    assert_eq!(scale(&workload("ReplicationController", "web", "replicas: 3, ")), (3, 3, 3));
    assert_eq!(scale(&workload("DaemonSet", "web", "")), (1, 1, 1));
    let surging = "updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}, ";
    assert_eq!(scale(&workload("DaemonSet", "web", surging)), (1, 1, 2));
    assert_eq!(scale(&workload("Job", "web", "parallelism: 4, completions: 3, ")), (3, 3, 3));
    assert_eq!(scale(&workload("Rollout", "web", "replicas: 4, strategy: {canary: {}}, ")), (4, 4, 7));
    let canary = "replicas: 4, strategy: {canary: {maxSurge: 50%, maxUnavailable: 0}}, ";
    assert_eq!(scale(&workload("Rollout", "web", canary)), (4, 4, 8));
    assert_eq!(scale(&workload("Rollout", "web", "replicas: 4, strategy: {blueGreen: {}}, ")), (4, 4, 8));
}

#[test]
fn a_run_that_replaces_another_starts_before_the_other_ends() {
    let cron = |policy: &str| {
        let pod = "{spec: {restartPolicy: Never, containers: [{name: main, image: 'main:1'}]}}";
        let job = format!("{{spec: {{parallelism: 2, template: {pod}}}}}");
        let spec = format!("{{schedule: '0 3 * * *', concurrencyPolicy: {policy}, jobTemplate: {job}}}");
        scale(&object("batch/v1", "CronJob", "report", &spec)).2
    };
    assert_eq!(["Allow", "Forbid", "Replace"].map(cron), [2, 2, 4]);
}

#[test]
fn numbers_of_pods_do_not_overflow() {
    let spec = "replicas: 2147483647, strategy: {rollingUpdate: {maxSurge: 900%}}, ";
    assert_eq!(scale(&workload("Deployment", "web", spec)).2, i32::MAX);
}

#[test]
fn a_route_refers_to_a_service_and_the_service_selects_pods() {
    let text = workload("Deployment", "web", "")
        + &object("v1", "Service", "front", "{selector: {app: web}, ports: [{port: 80}]}")
        + &object("v1", "Service", "nothing", "{ports: [{port: 80}]}")
        + &object(
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            "www",
            "{rules: [{backendRefs: [{name: front, port: 80}, {group: example.com, kind: Bucket, name: nothing}]}]}",
        )
        + &object(
            "gateway.networking.k8s.io/v1beta1",
            "HTTPRoute",
            "mirrored",
            "{rules: [{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: front, port: 80}}}, \
             {type: ResponseHeaderModifier, responseHeaderModifier: {remove: [x]}}]}]}",
        )
        + &object(
            "networking.k8s.io/v1",
            "Ingress",
            "old",
            "{defaultBackend: {service: {name: front, port: {number: 80}}}}",
        );
    let inventory = inventory(&text);
    let front = inventory.find("v1", "Service", "shop", "front").expect("the Service");
    assert_eq!(names(inventory.routes_to(front)), ["www", "mirrored", "old"]);
    assert_eq!(inventory.workloads_of(front).map(|it| it.name()).collect::<Vec<_>>(), ["web"]);
    let nothing = inventory.find("v1", "Service", "shop", "nothing").expect("the Service");
    assert_eq!(inventory.routes_to(nothing).count(), 0);
    assert_eq!(inventory.workloads_of(nothing).count(), 0, "no selector selects no pods");
    let web = inventory.workloads().next().expect("a workload");
    assert_eq!(names(web.services()), ["front"]);
}

#[test]
fn selectors_stay_in_their_namespace() {
    let text = workload("Deployment", "web", "")
        + "---\n{apiVersion: v1, kind: Service, metadata: {name: far, namespace: bank}, spec: {selector: {app: web}}}\n";
    let inventory = inventory(&text);
    assert_eq!(inventory.workloads().next().expect("a workload").services().count(), 0);
}

/// The same objects with the same names and labels, in `shop` and in `bank`.
#[test]
fn the_same_labels_and_names_in_two_namespaces_are_not_related() {
    let shop = workload("Deployment", "web", "")
        + &object("v1", "Service", "web", "{selector: {app: web}, ports: [{port: 80}]}")
        + &object(
            "policy/v1",
            "PodDisruptionBudget",
            "web",
            "{maxUnavailable: 1, selector: {matchLabels: {app: web}}}",
        )
        + &object("networking.k8s.io/v1", "NetworkPolicy", "web", "{podSelector: {matchLabels: {app: web}}}")
        + &object(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "web",
            "{maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}",
        )
        + &object(
            "networking.k8s.io/v1",
            "Ingress",
            "web",
            "{defaultBackend: {service: {name: web, port: {number: 80}}}}",
        );
    let inventory = inventory(&(shop.clone() + &shop.replace("namespace: shop", "namespace: bank")));
    let homes = |entries: Vec<Entry<'_>>| entries.into_iter().map(|it| it.namespace().to_owned()).collect::<Vec<_>>();
    assert_eq!(inventory.workloads().count(), 2);
    for web in inventory.workloads() {
        let home = [web.namespace()];
        assert_eq!(homes(web.services().collect()), home);
        assert_eq!(homes(web.budgets().collect()), home);
        assert_eq!(homes(web.policies().collect()), home);
        assert_eq!(homes(web.autoscalers().collect()), home);
        let service = web.services().next().expect("one Service");
        assert_eq!(inventory.workloads_of(service).map(|it| it.namespace()).collect::<Vec<_>>(), home);
        assert_eq!(homes(inventory.routes_to(service).collect()), home);
        let budget = web.budgets().next().expect("one budget");
        assert_eq!(inventory.selected_by_budget(budget).map(|it| it.namespace()).collect::<Vec<_>>(), home);
    }
}

#[test]
fn expressions_of_selectors_are_evaluated() {
    let selected = |selector: &str| {
        let text = workload("Deployment", "web", "")
            + &workload("Deployment", "api", "")
            + &object("networking.k8s.io/v1", "NetworkPolicy", "policy", &format!("{{podSelector: {selector}}}"));
        let inventory = inventory(&text);
        let policy = inventory.find("networking.k8s.io/v1", "NetworkPolicy", "shop", "policy").expect("the policy");
        inventory.selected_by_policy(policy).map(|it| it.name().to_owned()).collect::<Vec<_>>()
    };
    let expression = |text: &str| selected(&format!("{{matchExpressions: [{text}]}}"));
    assert_eq!(selected("{}"), ["web", "api"]);
    assert_eq!(selected("{matchLabels: {team: shop, app: api}}"), ["api"]);
    assert_eq!(expression("{key: app, operator: In, values: [web, api]}"), ["web", "api"]);
    assert_eq!(expression("{key: app, operator: In, values: [web]}"), ["web"]);
    assert_eq!(expression("{key: app, operator: NotIn, values: [web]}"), ["api"]);
    assert_eq!(expression("{key: app, operator: Exists}"), ["web", "api"]);
    assert_eq!(expression("{key: tier, operator: DoesNotExist}"), ["web", "api"]);
    assert_eq!(expression("{key: app, operator: Like, values: [web]}"), [""; 0]);
}

#[test]
fn references_of_pods_are_found() {
    let text = "
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  serviceAccountName: web
  imagePullSecrets: [{name: pull}]
  volumes:
  - {name: a, configMap: {name: settings}}
  - {name: b, secret: {secretName: tls, optional: true}}
  - {name: c, persistentVolumeClaim: {claimName: data}}
  - {name: d, projected: {sources: [{secret: {name: part}}]}}
  - {name: e, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}}
  containers:
  - name: web
    image: web:1
    envFrom: [{configMapRef: {name: settings}}]
    env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: tokens, key: token}}}]
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}}
";
    let inventory = inventory(text);
    let web = inventory.workloads().next().expect("a workload");
    let references = web.references();
    let shown: Vec<_> = references.iter().map(|it| (it.referent().kind(), it.name(), it.is_optional())).collect();
    assert_eq!(
        shown,
        [
            ("ServiceAccount", "web", false),
            ("Secret", "pull", true),
            ("ConfigMap", "settings", false),
            ("Secret", "tls", true),
            ("PersistentVolumeClaim", "data", false),
            ("Secret", "part", false),
            ("ConfigMap", "settings", false),
            ("Secret", "tokens", false),
        ]
    );
    let token = &references[7];
    assert_eq!((token.key(), token.pointer()), (Some("token"), "/spec/containers/0/env/0/valueFrom/secretKeyRef/name"));
    assert_eq!(web.claim_templates().len(), 1);
    let settings = inventory.find("v1", "ConfigMap", "shop", "settings").expect("the ConfigMap");
    assert_eq!(inventory.users_of(settings).map(|it| it.name()).collect::<Vec<_>>(), ["web"]);
}

#[test]
fn owner_references_link_both_objects() {
    let owned = "---\n{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, namespace: shop, ownerReferences: \
                 [{apiVersion: apps/v1, kind: Deployment, name: web, uid: u}]}, spec: {selector: {matchLabels: {app: web}}}}\n";
    let inventory = inventory(&(workload("Deployment", "web", "") + owned));
    let web = inventory.find("apps/v1", "Deployment", "shop", "web").expect("the Deployment");
    assert_eq!(names(web.owned()), ["web-1"]);
    let set = inventory.find("apps/v1", "ReplicaSet", "shop", "web-1").expect("the ReplicaSet");
    assert_eq!(names(set.owners()), ["web"]);
}

#[test]
fn limits_and_quotas_of_a_namespace_are_read() {
    let text =
        object(
            "v1",
            "LimitRange",
            "limits",
            "{limits: [{type: Container, default: {cpu: 500m}, max: {memory: 1Gi}, min: {ephemeral-storage: 1Gi}}]}",
        ) + &object("v1", "ResourceQuota", "quota", "{hard: {limits.memory: 8Gi, limits.cpu: 4, requests.cpu: 2}}");
    let inventory = inventory(&text);
    let shop = inventory.namespace("shop");
    let limits = shop.limit_ranges();
    let shown = |resource: &str| {
        let text = |it: Option<&k8s_openapi::apimachinery::pkg::api::resource::Quantity>| it.map(|it| it.0.clone());
        (text(limits.default_request(resource)), text(limits.default_limit(resource)))
    };
    assert_eq!(shown("cpu"), (Some("500m".into()), Some("500m".into())));
    assert_eq!(shown("memory"), (Some("1Gi".into()), Some("1Gi".into())), "the maximum is the default");
    assert_eq!(shown("ephemeral-storage"), (Some("1Gi".into()), None));
    assert_eq!(shop.quotas().limited_resources(), ["cpu", "memory"]);
    assert_eq!(inventory.namespace("bank").quotas().iter().count(), 0);
}

#[test]
fn objects_of_a_kind_are_sorted_by_namespace_and_name() {
    let text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n---\n{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: []}}\n\
                ---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n";
    let inventory = inventory(text);
    let maps = inventory.all::<k8s_openapi::api::core::v1::ConfigMap>();
    assert_eq!(maps.map(|(entry, _)| entry.name()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(inventory.entries().map(Entry::name).collect::<Vec<_>>(), ["b", "p", "a"]);
}
