//! The setters of a tier, and of a platform.
use crate::{object, objects, platform, rules, small};
use coderev_infra::prelude::*;
use coderev_infra::{Isolation, LogLevel, Methods, PriorityClass};
use serde_json::{Value, json};

struct Nightly;
impl Tier for Nightly {
    fn spec(&self) -> TierSpec {
        TierSpec::new("nightly")
            .environment("production")
            .replicas(1..=8)
            .default_replicas(2)
            .spread(Spread::zones().hard())
            .spread(Spread::hosts().max_skew(2))
            .strategy(Strategy::rolling().max_surge(2).max_unavailable(percent(10)))
            .min_ready(seconds(7))
            .progress_deadline(minutes(9))
            .revision_history_limit(4)
            .pre_stop_sleep(seconds(3))
            .termination_grace_period(minutes(2))
            .priority_class(PriorityClass::new("acme-nightly", 500).never_preempts().description("Waits for room"))
            .limits(
                Limits::new()
                    .max(cores(4), gibi(16))
                    .min(millis(20), mebi(24))
                    .default(millis(200)..=cores(1), mebi(256)..=gibi(1))
                    .default_ephemeral_storage(mebi(64)..=mebi(96)),
            )
            .never_spot()
            .log_level(LogLevel::Warn)
            .redis_database(3)
            .database_connections(40)
    }
}
impl Uses<Database> for Nightly {}

fn nightly() -> Platform {
    let api = Service::<Nightly>::new("api", "api:1")
        .pod(small())
        .readiness(Probe::http("/ready"))
        .startup(Probe::http("/started").failure_threshold(50))
        .uses(&POSTGRES)
        .uses(&REDIS);
    platform(Namespace::new("night", Nightly).service(api))
}
fn variable(container: &Value, name: &str) -> Value {
    let all = container["env"].as_array().expect("variables");
    all.iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("{name} is set"))["value"].clone()
}

#[test]
fn deployments_have_the_numbers_of_their_tier() {
    let deployment = object(&nightly(), "Deployment", "api");
    let spec = &deployment["spec"];
    assert_eq!((&spec["replicas"], &spec["minReadySeconds"]), (&json!(2), &json!(7)));
    assert_eq!((&spec["progressDeadlineSeconds"], &spec["revisionHistoryLimit"]), (&json!(540), &json!(4)));
    assert_eq!(spec["strategy"]["rollingUpdate"], json!({"maxSurge": 2, "maxUnavailable": "10%"}));
    let pod = &spec["template"]["spec"];
    assert_eq!(
        (&pod["terminationGracePeriodSeconds"], &pod["priorityClassName"]),
        (&json!(120), &json!("acme-nightly"))
    );
    let spread = pod["topologySpreadConstraints"].as_array().expect("spread");
    assert_eq!((&spread[0]["whenUnsatisfiable"], &spread[0]["maxSkew"]), (&json!("DoNotSchedule"), &json!(1)));
    assert_eq!((&spread[1]["whenUnsatisfiable"], &spread[1]["maxSkew"]), (&json!("ScheduleAnyway"), &json!(2)));
    let required = &pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
    assert_eq!(required["nodeSelectorTerms"][0]["matchExpressions"][0]["operator"], "NotIn", "never on spot nodes");
    let container = &pod["containers"][0];
    assert_eq!(container["lifecycle"]["preStop"]["sleep"]["seconds"], 3);
    assert_eq!(container["startupProbe"]["failureThreshold"], 50);
    assert_eq!(variable(container, "LOG_LEVEL"), "warn");
    assert_eq!(variable(container, "ENVIRONMENT"), "production");
    // Forty connections for two pods, with one more pod of each workload during a rollout.
    assert_eq!(variable(container, "DB_POOL_SIZE"), "10");
    let url = object(&nightly(), "ConfigMap", "redis-config")["data"]["url"].clone();
    assert!(url.as_str().is_some_and(|url| url.ends_with("/3")), "{url}");
}

#[test]
fn a_namespace_has_the_limits_of_its_tier() {
    let program = nightly();
    let class = object(&program, "PriorityClass", "acme-nightly");
    assert_eq!((&class["value"], &class["preemptionPolicy"]), (&json!(500), &json!("Never")));
    assert_eq!(class["description"], "Waits for room");
    let limits = object(&program, "LimitRange", "tier-limits")["spec"]["limits"][0].clone();
    assert_eq!((&limits["max"], &limits["min"]["cpu"]), (&json!({"cpu": "4", "memory": "16Gi"}), &json!("20m")));
    assert_eq!(limits["defaultRequest"], json!({"cpu": "200m", "memory": "256Mi", "ephemeral-storage": "64Mi"}));
    assert_eq!(limits["default"], json!({"cpu": "1", "memory": "1Gi", "ephemeral-storage": "96Mi"}));
    let quota = Quota::new()
        .services(12)
        .load_balancers(1)
        .node_ports(3)
        .persistent_volume_claims(4)
        .ephemeral_storage(gibi(90)..=gibi(180));
    let stated = platform(Namespace::new("night", Nightly).spec(Nightly.spec().quota(quota)));
    let hard = object(&stated, "ResourceQuota", "tier-quota")["spec"]["hard"].clone();
    let expected = json!({
        "limits.ephemeral-storage": "180Gi",
        "persistentvolumeclaims": "4",
        "requests.ephemeral-storage": "90Gi",
        "services": "12",
        "services.loadbalancers": "1",
        "services.nodeports": "3",
    });
    assert_eq!(hard, expected);
}

#[test]
fn a_read_only_tier_has_gates() {
    let reading = Namespace::new("read", Exp).spec(Exp.spec().methods(Methods::ReadOnly));
    let api = Service::new("api", "api:1").pod(small()).readiness(Probe::http("/ready"));
    let pod = object(&platform(reading.service(api)), "Deployment", "api")["spec"]["template"]["spec"].clone();
    assert_eq!(pod["initContainers"][0]["name"], "read-only-gate");
}

/// A tier of the platform team with all setters of the tier `Shared`, or without them.
fn tools(spec: TierSpec) -> Platform {
    let agent = Worker::<Shared>::new("agent", "agent:1").pod(small());
    platform(Namespace::new("tools", Shared).spec(spec).worker(agent))
}
#[test]
fn a_tier_can_be_infrastructure() {
    let plain = tools(TierSpec::new("tools"));
    let kinds = |program: &Platform| -> Vec<String> {
        let here = objects(program).into_iter().filter(|it| it["metadata"]["namespace"] == "tools");
        here.map(|it| it["kind"].as_str().expect("a kind").to_owned()).collect()
    };
    let has = |program: &Platform, kind: &str| kinds(program).iter().any(|it| it == kind);
    assert!(has(&plain, "ResourceQuota") && has(&plain, "LimitRange"));
    let bare = tools(TierSpec::new("tools").without_quota().without_limits());
    assert!(!has(&bare, "ResourceQuota") && !has(&bare, "LimitRange"));
    let again = tools(TierSpec::new("tools").without_quota().quota(Quota::new().pods(9)));
    assert_eq!(object(&again, "ResourceQuota", "tier-quota")["spec"]["hard"]["pods"], "9");

    let template = |program: &Platform| object(program, "Deployment", "agent")["spec"]["template"]["spec"].clone();
    assert_eq!(variable(&template(&plain)["containers"][0], "PLATFORM_TIER"), "tools");
    assert_eq!(variable(&template(&plain)["containers"][0], "HOME"), "/tmp");
    let without = tools(TierSpec::new("tools").without_default_env());
    assert_eq!(template(&without)["containers"][0]["env"], Value::Null);
    let egress = |program: &Platform| object(program, "NetworkPolicy", "agent")["spec"]["egress"].clone();
    assert_ne!(egress(&plain), Value::Null, "traces go to the collector");
    assert_eq!(egress(&without), Value::Null);

    assert_eq!(template(&plain)["securityContext"]["runAsUser"], 1000);
    let image = tools(TierSpec::new("tools").without_default_user());
    assert_eq!(template(&image)["securityContext"]["runAsUser"], Value::Null);

    let bindings = |program: &Platform| {
        objects(program).into_iter().filter(|it| it["kind"] == "ValidatingAdmissionPolicyBinding").count()
    };
    assert_eq!(bindings(&plain), 1);
    assert_eq!(bindings(&tools(TierSpec::new("tools").without_hardening())), 0);
}

#[test]
fn lists_of_a_finished_tier_are_replaced_and_other_lists_grow() {
    let keys = |spec: TierSpec| -> Vec<Value> {
        let agent = object(&tools(spec), "Deployment", "agent");
        let constraints = agent["spec"]["template"]["spec"]["topologySpreadConstraints"].clone();
        constraints.as_array().expect("a list").iter().map(|it| it["topologyKey"].clone()).collect()
    };
    let (hosts, zones) = ("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    let tier = || TierSpec::new("tools").spread(Spread::hosts());
    assert_eq!(keys(tier().spread(Spread::zones())), [hosts, zones]);
    assert_eq!(keys(tier().finish().spread(Spread::zones())), [zones]);
    assert_eq!(keys(tier().finish().name("more").spread(Spread::zones()).spread(Spread::hosts())), [zones, hosts]);
}

#[test]
fn service_level_objectives_are_annotations_of_the_namespace() {
    let slo = Slo::new().p95(milliseconds(300)).p99(seconds(1)).error_rate(permille(5));
    let program = platform(Namespace::new("shop", Stable).slo(slo));
    let annotations = object(&program, "Namespace", "shop")["metadata"]["annotations"].clone();
    assert_eq!(annotations["coderev.dev/slo-latency-p95"], "300ms");
    assert_eq!(annotations["coderev.dev/slo-latency-p99"], "1s");
    assert_eq!(annotations["coderev.dev/slo-error-rate"], "0.5%");
}

#[test]
fn setters_of_a_cluster() {
    let cluster = Cluster::generic().version(KubernetesVersion::V1_37).domain("acme.internal");
    let api = Service::<Stable>::new("api", "api:1").pod(small()).readiness(Probe::http("/ready")).uses(&REDIS);
    let program = Platform::new(cluster)
        .part_of("acme")
        .namespace(Namespace::new("shop", Stable).service(api))
        .add(infrastructure());
    let labels = object(&program, "Namespace", "shop")["metadata"]["labels"].clone();
    assert_eq!(labels["pod-security.kubernetes.io/enforce-version"], "v1.37");
    let url = object(&program, "ConfigMap", "redis-config")["data"]["url"].clone();
    assert!(url.as_str().is_some_and(|url| url.contains(".svc.acme.internal:")), "{url}");
    let all = objects(&program).into_iter().filter(|it| it["kind"] != "Kustomization");
    assert!(all.into_iter().all(|it| it["metadata"]["labels"]["app.kubernetes.io/part-of"] == "acme"));
}

#[test]
fn preferred_nodes_and_tolerated_taints_are_rendered() {
    let nodes = Nodes::pool("acme.dev/pool", "batch").toleration("acme.dev/team", "ml").preferred();
    let worker = Worker::<Exp>::new("batch", "batch:1").pod(small()).nodes(nodes);
    let program = platform(Namespace::new("lab", Exp).worker(worker));
    let pod = object(&program, "Deployment", "batch")["spec"]["template"]["spec"].clone();
    let wished = &pod["affinity"]["nodeAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"][0];
    assert_eq!(wished["preference"]["matchExpressions"][0]["values"], json!(["batch"]));
    assert_eq!(pod.get("nodeSelector"), None);
    let keys: Vec<_> = pod["tolerations"].as_array().expect("tolerations").iter().map(|it| &it["key"]).collect();
    assert_eq!(keys, ["acme.dev/pool", "acme.dev/team"]);
}

#[test]
fn setters_of_a_probe() {
    let ready = Probe::http("/ready")
        .initial_delay(seconds(4))
        .period(seconds(2))
        .timeout(seconds(1))
        .success_threshold(2)
        .failure_threshold(9);
    let api = Service::<Exp>::new("api", "api:1").pod(small()).readiness(ready);
    let program = platform(Namespace::new("lab", Exp).service(api));
    let container = object(&program, "Deployment", "api")["spec"]["template"]["spec"]["containers"][0].clone();
    let expected = json!({
        "failureThreshold": 9,
        "httpGet": {"path": "/ready", "port": "http"},
        "initialDelaySeconds": 4,
        "periodSeconds": 2,
        "successThreshold": 2,
        "timeoutSeconds": 1,
    });
    assert_eq!(container["readinessProbe"], expected);
}

#[test]
fn a_slow_start_does_not_fail_a_rollout() {
    let deadline = |probe: Probe| {
        let api = Service::<Stable>::new("api", "api:1").pod(small()).readiness(Probe::http("/ready")).startup(probe);
        let program = platform(Namespace::new("shop", Stable).service(api));
        object(&program, "Deployment", "api")["spec"]["progressDeadlineSeconds"].clone()
    };
    assert_eq!(deadline(Probe::http("/started")), 600, "the tier's");
    // Twenty minutes, ten seconds until the pod is ready, and one minute.
    assert_eq!(deadline(Probe::http("/started").period(seconds(10)).failure_threshold(120)), 1270);
}

#[test]
fn images_are_pulled_with_the_secrets_of_the_cluster_and_the_workload() {
    let cluster = Cluster::generic().pull_secret(Secret::new("registry"));
    let worker = Worker::<Exp>::new("batch", "batch:1")
        .pod(small())
        .pull_secret(Secret::new("partner"))
        .pull_secret(Secret::new("registry"));
    let program = Platform::new(cluster).part_of("acme").namespace(Namespace::new("lab", Exp).worker(worker));
    let pod = object(&program, "Deployment", "batch")["spec"]["template"]["spec"].clone();
    assert_eq!(pod["imagePullSecrets"], json!([{"name": "registry"}, {"name": "partner"}]));
}

#[test]
fn defaults_of_a_namespace_apply_unless_a_workload_declines_them() {
    let defaults = || Pod::new().env("TEAM", "search");
    let lab = Namespace::new("lab", Exp)
        .defaults(defaults())
        .service(Service::new("api", "api:1").pod(small()).readiness(Probe::http("/ready")).without_defaults())
        .worker(Worker::new("batch", "batch:1").pod(small()))
        .worker(Worker::new("other", "other:1").pod(small()).without_defaults());
    let program = platform(lab);
    let has_team = |name: &str| {
        let pod = object(&program, "Deployment", name)["spec"]["template"]["spec"].clone();
        pod["containers"][0]["env"].as_array().is_some_and(|all| all.iter().any(|it| it["name"] == "TEAM"))
    };
    assert_eq!(["api", "batch", "other"].map(has_team), [false, true, false]);
}

#[test]
fn egress_with_open_and_with_declared_isolation() {
    let egress = |isolation| {
        let lab = Namespace::new("lab", Exp).spec(Exp.spec().isolation(isolation));
        let worker = Worker::new("batch", "batch:1").pod(small());
        let program = Platform::new(Cluster::generic()).part_of("acme").namespace(lab.worker(worker));
        object(&program, "NetworkPolicy", "batch")["spec"]["egress"].clone()
    };
    assert_eq!(egress(Isolation::Open), json!([{}]));
    assert_eq!(egress(Isolation::Declared), Value::Null);
}

#[test]
fn a_reader_has_credentials_that_cannot_write() {
    let reader = Worker::<Exp>::new("report", "report:1").pod(small()).reads(&POSTGRES);
    let writer = Worker::<Exp>::new("ingest", "ingest:1").pod(small()).uses(&POSTGRES);
    let program = platform(Namespace::new("lab", Exp).worker(reader).worker(writer));
    let secret = |name: &str| {
        let pod = object(&program, "Deployment", name)["spec"]["template"]["spec"].clone();
        let all = pod["containers"][0]["env"].as_array().expect("variables").clone();
        let url = all.into_iter().find(|it| it["name"] == "DATABASE_URL").expect("an address");
        url["valueFrom"]["secretKeyRef"]["name"].clone()
    };
    assert_eq!(secret("report"), "database-credentials-readonly");
    let commands = coderev_infra::synth(&program).file("secrets.commands.txt").expect("they are needed").into_text();
    assert!(
        commands.contains("//app_exp_readonly:<password>@") && commands.contains("//app_exp:<password>@"),
        "{commands}"
    );
    assert_eq!(secret("ingest"), "database-credentials");
}

#[test]
fn an_autoscaler_scales_by_requests_per_second() {
    let scale = Autoscale::new(1..=2).requests_per_second(50);
    let worker = Worker::<Exp>::new("batch", "batch:1").pod(small()).autoscale(scale);
    let program = platform(Namespace::new("lab", Exp).worker(worker));
    let metrics = object(&program, "HorizontalPodAutoscaler", "batch-hpa")["spec"]["metrics"].clone();
    assert_eq!(metrics[0]["pods"]["metric"]["name"], "http_requests_per_second");
    assert_eq!(metrics[0]["pods"]["target"]["averageValue"], "50");
}

#[test]
fn an_autoscaler_has_stabilization_windows() {
    let scale = Autoscale::new(1..=2)
        .scale_up(pods(2).per(seconds(30)))
        .scale_down(percent(20).per(seconds(90)))
        .scale_up_stabilization_window(seconds(20))
        .scale_down_stabilization_window(minutes(10));
    let worker = Worker::<Exp>::new("batch", "batch:1").pod(small()).autoscale(scale);
    let program = platform(Namespace::new("lab", Exp).worker(worker));
    let behavior = object(&program, "HorizontalPodAutoscaler", "batch-hpa")["spec"]["behavior"].clone();
    assert_eq!(behavior["scaleUp"]["stabilizationWindowSeconds"], 20);
    assert_eq!(behavior["scaleDown"]["stabilizationWindowSeconds"], 600);
    assert_eq!(behavior["scaleDown"]["policies"], json!([{"type": "Percent", "value": 20, "periodSeconds": 90}]));
    assert_eq!(behavior["scaleUp"]["policies"][0], json!({"type": "Pods", "value": 2, "periodSeconds": 30}));
}

#[test]
fn a_claim_can_use_a_snapshot_and_a_mount_one_file() {
    let restored = PersistentVolumeClaim::new("data", gibi(5)).data_source("data-2026-11-01");
    let rules_map = ConfigMap::new("rules").data("limits.yaml", "rate: 50\n");
    let worker = Worker::<Exp>::new("index", "index:1")
        .replicas(1)
        .pod(small())
        .mount("/data", &restored)
        .mount("/etc/limits.yaml", Volume::from(&rules_map).sub_path("limits.yaml"));
    let program = platform(Namespace::new("lab", Exp).worker(worker));
    let source = object(&program, "PersistentVolumeClaim", "data")["spec"]["dataSource"].clone();
    assert_eq!((&source["kind"], &source["name"]), (&json!("VolumeSnapshot"), &json!("data-2026-11-01")));
    let container = object(&program, "Deployment", "index")["spec"]["template"]["spec"]["containers"][0].clone();
    let mounts = container["volumeMounts"].as_array().expect("mounts");
    let file = mounts.iter().find(|it| it["mountPath"] == "/etc/limits.yaml").expect("a file");
    assert_eq!(file["subPath"], "limits.yaml");
    assert_eq!(Port::udp(7777).number(), 7777);
    assert!(rules(&program).is_empty());
}

#[test]
fn a_wider_range_keeps_the_default_number_of_the_tier() {
    fn replicas<T: Tier>(tier: T, spec: TierSpec) -> Value {
        let worker = Worker::<T>::new("ingest", "ingest:1").pod(small());
        let program = platform(Namespace::new("shop", tier).spec(spec).worker(worker));
        object(&program, "Deployment", "ingest")["spec"]["replicas"].clone()
    }
    assert_eq!(replicas(Stable, Stable.spec().replicas(1..)), 3, "one replica is allowed, and three is the default");
    assert_eq!(replicas(Stable, Stable.spec().name("payments").replicas(2..)), 3);
    assert_eq!(replicas(Stable, Stable.spec().replicas(1..=2)), 1, "three is outside the range");
    assert_eq!(replicas(Stable, Stable.spec().replicas(1..=2).replicas(1..)), 3, "the last range counts");
    assert_eq!(replicas(Stable, Stable.spec().replicas(5..)), 5);
    assert_eq!(replicas(Stable, Stable.spec().replicas(1..).default_replicas(1)), 1);
    assert_eq!(replicas(Exp, Exp.spec().replicas(1..)), 2);
    assert_eq!(replicas(Exp, Exp.spec().replicas(4..)), 4, "two is outside the range");
    assert_eq!(replicas(Exp, TierSpec::new("own").replicas(2..)), 2);
    assert_eq!(replicas(Exp, TierSpec::new("own").replicas(2..).finish().replicas(1..)), 2);
}

#[test]
fn the_environment_is_that_of_the_tier_unless_the_namespace_sets_it() {
    #[derive(Clone, Copy)]
    struct Backend;
    impl Tier for Backend {
        fn spec(&self) -> TierSpec {
            Stable.spec().name("backend").finish()
        }
    }
    let environment = |spec: TierSpec| {
        let api = Service::new("api", "ghcr.io/acme/api:1.0.0").pod(small()).readiness(Probe::http("/ready"));
        let program = platform(Namespace::new("shop", Backend).spec(spec).service(api)).name("staging");
        let container = object(&program, "Deployment", "api")["spec"]["template"]["spec"]["containers"][0].clone();
        let label = object(&program, "Namespace", "shop")["metadata"]["labels"]["environment"].clone();
        (variable(&container, "ENVIRONMENT"), label)
    };
    assert_eq!(environment(Backend.spec()), (json!("production"), json!("production")));
    assert_eq!(environment(Backend.spec().environment("staging")), (json!("staging"), json!("staging")));
}

#[test]
fn one_replica_has_the_singular() {
    let api = Service::new("api", "ghcr.io/acme/api:1.0.0").pod(small()).readiness(Probe::http("/ready")).replicas(1);
    let all = coderev_infra::synth(&platform(Namespace::new("shop", Stable).service(api)));
    let found = all.findings().iter().find(|it| it.rule().name() == "replicas-outside-tier").expect("a finding");
    assert_eq!(found.message(), "`api` runs 1 replica; the tier `stable` allows 3 or more");
}
