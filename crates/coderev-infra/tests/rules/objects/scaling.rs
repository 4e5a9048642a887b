use super::{messages, names, platform, service};
use coderev_infra::prelude::*;
use coderev_infra::{AccessMode, Object, Patch, Raw, Severity, Trigger};

fn cron() -> Trigger {
    Trigger::new("cron").metadata("timezone", "Etc/UTC")
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "the rule is about them")]
fn bounds_of_an_autoscaler() {
    let is_found = |scale| names(&platform(service().autoscale(scale))).contains(&"autoscaler-bounds");
    assert!(is_found(Autoscale::new(9..=3)));
    assert!(is_found(Autoscale::new(0..=3)));
    assert!(is_found(Autoscale::new(9..=3).prometheus("up", 1)));
    assert!(is_found(Autoscale::new(0..=0).prometheus("up", 1)));
    assert!(is_found(Autoscale::new(9..=3).trigger(cron())));
    assert!(!is_found(Autoscale::new(3..=9)));
    assert!(!is_found(Autoscale::new(3..=9).trigger(cron())));
    assert!(!is_found(Autoscale::new(0..=9).prometheus("up", 1)));
}
#[test]
fn equal_bounds_are_a_warning() {
    for autoscale in [Autoscale::new(3..=3), Autoscale::new(3..=3).trigger(cron())] {
        let message = "the autoscaler scales from 3 to 3 pods, so their number never changes";
        let expected = ("autoscaler-bounds", Severity::Warning, message.to_owned());
        assert_eq!(messages(&platform(service().autoscale(autoscale))), [expected]);
    }
}
#[test]
fn a_number_of_pods_beside_an_autoscaler_is_a_conflict() {
    let hpa = |yaml: &str| {
        let text = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: mine}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: \
                    Deployment, name: NAME}\n  minReplicas: 3\n  maxReplicas: 9\n";
        Raw::yaml(&text.replace("NAME", yaml))
    };
    let found = |service: Service<Stable>, raw: Option<Raw>| {
        let namespace = raw.into_iter().fold(Namespace::new("raw", Stable).service(service), Namespace::raw);
        names(&Platform::new(Cluster::generic()).namespace(namespace)).contains(&"fixed-replicas-with-autoscaler")
    };
    let web = || Service::new("web", "ghcr.io/acme/web:v1.4.0");
    assert!(found(web().replicas(3), Some(hpa("web"))));
    assert!(found(web(), Some(hpa("web"))), "the number of the tier");
    assert!(!found(web().replicas(3), Some(hpa("other"))));
    assert!(!found(web().autoscale(Autoscale::new(3..=9)), None));
    let patch = Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 5);
    assert!(found(web().autoscale(Autoscale::new(3..=9)).patch(patch), None));
}

const SHARED: &str = "single-node-volume-shared";

fn training(parallelism: u32, claim: &PersistentVolumeClaim) -> Vec<(&'static str, Severity, String)> {
    let train = Job::new("train", "train:1").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
    let train = train.completions(4).parallelism(parallelism).mount("/models", claim);
    messages(&platform(service()).namespace(Namespace::new("batch", Stable).job(train)))
}
fn models() -> PersistentVolumeClaim {
    PersistentVolumeClaim::new("models", gibi(1))
}
#[test]
fn a_volume_for_one_node_is_shared() {
    let message = |mode| format!("up to 4 pods of `train-1` mount the volume claim `models`, which is for one {mode}");
    let node = message("node at a time (`ReadWriteOnce`)");
    assert_eq!(training(4, &models()), [(SHARED, Severity::Warning, node)]);
    let pod = message("pod (`ReadWriteOncePod`)");
    let once = models().access_mode(AccessMode::ReadWriteOncePod);
    assert_eq!(training(9, &once), [(SHARED, Severity::Error, pod)], "no more pods than completions");
    assert_eq!(names(&platform(service().replicas(3).mount("/models", &models()))), [SHARED]);
    let scaled = service().autoscale(Autoscale::new(3..=9)).mount("/models", &models());
    assert_eq!(names(&platform(scaled)), [SHARED]);
}
#[test]
fn a_volume_is_for_one_pod_or_for_all() {
    assert_eq!(training(1, &models()), []);
    assert_eq!(training(4, &models().access_mode(AccessMode::ReadWriteMany)), []);
    assert_eq!(training(4, &PersistentVolumeClaim::existing("models")), []);
}

#[test]
fn a_budget_that_allows_no_eviction() {
    let is_found = |service| names(&platform(service)).contains(&"pdb-blocks-drain");
    assert!(is_found(service().disruption_budget(min_available(3))));
    assert!(is_found(service().disruption_budget(max_unavailable(0))));
    assert!(is_found(service().disruption_budget(min_available(percent(100)))));
    assert!(!is_found(service().disruption_budget(min_available(2))));
    assert!(!is_found(service()));
}

fn with_quota(quota: Quota) -> Vec<&'static str> {
    let namespace = Namespace::new("small", Stable).spec(Stable.spec().quota(quota));
    names(&platform(service()).namespace(namespace.service(service())))
}
#[test]
fn a_quota_that_is_too_small() {
    assert!(with_quota(Quota::new().pods(4)).contains(&"quota-too-small"));
    assert!(with_quota(Quota::new().cpu(millis(100)..)).contains(&"quota-too-small"));
    assert!(!with_quota(Quota::new().pods(5).cpu(cores(8)..)).contains(&"quota-too-small"));
    assert!(!names(&platform(service())).contains(&"quota-too-small"));
}

#[test]
fn a_raw_object_overlaps_an_object_of_a_workload() {
    let raw = |text: &str| coderev_infra::Raw::yaml(text);
    let budget = raw(
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: more, namespace: shop}\nspec:\n  maxUnavailable: 1\n  selector: {matchLabels: {app.kubernetes.io/name: web}}\n",
    );
    let autoscaler = raw(
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: more, namespace: shop}\nspec:\n  minReplicas: 3\n  maxReplicas: 9\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n",
    );
    assert_eq!(names(&platform(service()).raw(budget)), ["overlapping-targets"]);
    assert_eq!(names(&platform(service().autoscale(Autoscale::new(3..=9))).raw(autoscaler)), ["overlapping-targets"]);
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "the rule is about them")]
fn an_empty_range_of_a_tier_is_reported_once_at_the_tier() {
    let line = line!() + 1;
    let spec = Stable.spec().replicas(5..=2);
    let shop =
        Namespace::new("shop", Stable).spec(spec).service(service()).service(crate::surroundings::service("api"));
    let findings =
        coderev_infra::synth(&Platform::new(Cluster::generic()).part_of("acme").namespace(shop)).findings().to_vec();
    assert!(matches!(&findings[..], [it] if it.rule().name() == "replicas-outside-tier"), "{findings:#?}");
    assert_eq!(findings[0].origin().expect("the setter").line(), line);
}

#[test]
fn two_workloads_with_the_same_old_name_are_both_named() {
    let web = |name: &str| Service::<Stable>::new(name, "ghcr.io/acme/web:v1.4.0").was("a");
    let found =
        messages(&platform(service()).namespace(Namespace::new("two", Stable).service(web("x")).service(web("y"))));
    let found: Vec<_> = found.iter().filter(|it| it.0 == "old-name-in-use").map(|it| &*it.2).collect();
    assert_eq!(found, ["`x` and `y` declare `.was(\"a\")`, but only one of them can have the Service `a`"]);
}
