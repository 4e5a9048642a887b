//! Extreme numbers: each setter writes the exact number, or the number is an error. Nothing panics, and no number wraps.
use crate::{object, small};
use coderev_infra::prelude::*;
use coderev_infra::{File, Synthesis};
use coderev_infra::{NVIDIA_GPU, PriorityClass, Raw, Severity, Slo};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

const INT32: u32 = i32::MAX as u32;
const COUNTS: [u32; 6] = [0, 1, 100, INT32, INT32 + 1, u32::MAX];
const DURATIONS: [Duration; 10] = [
    Duration::ZERO,
    Duration::from_nanos(1),
    Duration::from_millis(500),
    Duration::from_millis(1500),
    Duration::from_secs(1),
    Duration::from_secs(100_000),
    Duration::from_secs(i32::MAX as u64),
    Duration::from_secs(i32::MAX as u64 + 1),
    Duration::from_secs(u64::MAX),
    Duration::MAX,
];
const AMOUNTS: [Memory; 8] =
    [mebi(0), mebi(1), mebi(u32::MAX), gibi(1), gibi(u32::MAX), tebi(8_388_607), tebi(8_388_608), tebi(u32::MAX)];
const SHARES: [u32; 6] = [0, 1, 100, 101, INT32, u32::MAX];

fn web() -> Service<Stable> {
    Service::new("web", "ghcr.io/acme/web:1").pod(small()).readiness(Probe::http("/ready"))
}
fn worker() -> Worker<Stable> {
    Worker::new("ingest", "ghcr.io/acme/ingest:1").pod(small())
}
/// A setter, and a platform that calls it with a value.
type Case<V> = (&'static str, fn(V) -> Platform);

fn set() -> StatefulSet<Stable> {
    StatefulSet::new("db", "ghcr.io/acme/db:1").pod(small()).port(Port::tcp(7777)).readiness(Probe::tcp())
}
fn on(namespace: Namespace<Stable>) -> Platform {
    // Any number of replicas and connections is allowed: only the range of the field is tested.
    let namespace = namespace.allow("replicas-outside-tier", "a test").allow("connections-exhausted", "a test");
    Platform::new(Cluster::generic()).part_of("acme").namespace(namespace.allow("quota-too-small", "a test"))
}
fn shop() -> Namespace<Stable> {
    Namespace::new("shop", Stable)
}
fn service(web: Service<Stable>) -> Platform {
    on(shop().service(web))
}
fn scaled(scale: Autoscale) -> Platform {
    on(shop().worker(worker().autoscale(scale))).add(infrastructure()).add(monitoring())
}
fn tier(spec: TierSpec) -> Platform {
    on(shop().spec(spec).worker(worker()).stateful_set(set()))
}
fn job(set: impl FnOnce(Job<Stable>) -> Job<Stable>) -> Platform {
    on(shop()
        .job(set(Job::new("migrate", "ghcr.io/acme/migrate:1").pod(Pod::new().cpu(millis(1)..).memory(mebi(1)..)))))
}
fn nightly(set: impl FnOnce(CronJob<Stable>) -> CronJob<Stable>) -> Platform {
    let job = CronJob::new("report", "ghcr.io/acme/report:1", Schedule::daily(2, 15));
    on(shop().cron_job(set(job.pod(Pod::new().cpu(millis(1)..).memory(mebi(1)..)))))
}
fn routed(route: Route, edge: Edge) -> Platform {
    let namespace = shop().host(Host::new("shop.acme.dev")).service(web().route(route));
    on(namespace).edge(edge.tls(Tls::lets_encrypt("sre@acme.dev")))
}
fn gateway(route: Route) -> Platform {
    routed(route, Edge::gateway())
}
fn nginx(route: Route) -> Platform {
    routed(route, Edge::ingress_nginx())
}

/// The names of the errors, and all texts and numbers of the manifests.
fn written(platform: &Platform) -> (Vec<String>, Vec<String>) {
    let synthesis: Synthesis = coderev_infra::synth(platform);
    let errors = synthesis.findings().iter().filter(|it| it.severity() == Severity::Error);
    let errors: Vec<String> = errors.map(|it| format!("{}: {}", it.rule().name(), it.message())).collect();
    let mut scalars = Vec::new();
    for text in synthesis.files().filter(File::is_manifest).map(File::into_text) {
        for document in serde_yaml::Deserializer::from_str(&text) {
            collect(&Value::deserialize(document).expect("the output is YAML"), &mut scalars);
        }
    }
    (errors, scalars)
}
fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.values().for_each(|value| collect(value, out)),
        Value::Array(items) => items.iter().for_each(|value| collect(value, out)),
        Value::String(text) => out.push(text.clone()),
        Value::Null => {}
        other => out.push(other.to_string()),
    }
}
/// Panics unless the number is one of `forms` in the manifests, or an error.
fn exact_or_error(setter: &str, value: &dyn std::fmt::Debug, platform: &Platform, forms: &[String]) {
    let (errors, scalars) = written(platform);
    if errors.is_empty() && !forms.iter().any(|form| scalars.contains(form)) {
        let near: Vec<_> =
            scalars.iter().filter(|it| it.starts_with(|first: char| first == '-' || first.is_numeric())).collect();
        panic!("{setter}: {value:?} is neither written as {forms:?} nor an error; {near:?}");
    }
}
/// Panics unless a usual number has no error.
fn accepted(setter: &str, platform: &Platform, forms: &[String]) {
    let (errors, scalars) = written(platform);
    assert!(errors.is_empty(), "{setter}: {errors:#?}");
    assert!(forms.iter().any(|form| scalars.contains(form)), "{setter}: {forms:?} is not written");
}

#[test]
fn counts_are_exact_or_errors() {
    let table: [Case<u32>; 36] = [
        ("Service::replicas", |n| service(web().replicas(n))),
        ("Worker::replicas", |n| on(shop().worker(worker().replicas(n)))),
        ("StatefulSet::replicas", |n| on(shop().stateful_set(set().replicas(n)))),
        ("StatefulSet::partition", |n| on(shop().stateful_set(set().partition(n)))),
        ("StatefulSet::max_unavailable", |n| on(shop().stateful_set(set().max_unavailable(n)))),
        ("max_surge", |n| service(web().strategy(Strategy::rolling().max_surge(n)))),
        ("max_unavailable", |n| service(web().strategy(Strategy::rolling().max_unavailable(n)))),
        ("budget max_unavailable", |n| service(web().disruption_budget(max_unavailable(n)))),
        ("budget min_available", |n| {
            on(shop().service(web().disruption_budget(min_available(n))).allow("pdb-blocks-drain", "a test"))
        }),
        ("Autoscale maximum", |n| scaled(Autoscale::new(0..=n).kafka_lag(KAFKA.topic("a"), "a", 5))),
        ("Autoscale both", |n| scaled(Autoscale::new(n..=n))),
        ("requests_per_second", |n| scaled(Autoscale::new(3..=9).requests_per_second(n))),
        ("kafka_lag", |n| scaled(Autoscale::new(3..=9).kafka_lag(KAFKA.topic("a"), "a", n))),
        ("prometheus", |n| scaled(Autoscale::new(3..=9).prometheus("up", n))),
        ("activation_lag_threshold", |n| {
            let scale = Autoscale::new(0..=9).kafka_lag(KAFKA.topic("a"), "a", 5);
            scaled(scale.activation_lag_threshold(n))
        }),
        ("activation_threshold", |n| scaled(Autoscale::new(0..=9).prometheus("up", 5).activation_threshold(n))),
        ("fallback", |n| scaled(Autoscale::new(3..=9).prometheus("up", 5).fallback(n))),
        ("scale_up pods", |n| scaled(Autoscale::new(3..=9).scale_up(pods(n).per(seconds(60))))),
        ("backoff_limit", |n| job(|job| job.backoff_limit(n))),
        ("backoff_limit_per_index", |n| job(|job| job.completions(7).backoff_limit_per_index(n))),
        ("parallelism", |n| job(|job| job.parallelism(n))),
        ("completions", |n| job(|job| job.completions(n))),
        ("CronJob::parallelism", |n| nightly(|job| job.parallelism(n))),
        ("failure_threshold", |n| service(web().liveness(Probe::http("/live").failure_threshold(n)))),
        ("startup failure_threshold", |n| {
            service(web().liveness(Probe::http("/live")).startup(Probe::http("/live").failure_threshold(n)))
        }),
        ("success_threshold", |n| service(web().readiness(Probe::http("/ready").success_threshold(n)))),
        ("max_skew", |n| service(web().spread(Spread::hosts().max_skew(n)))),
        ("run_as_user", |n| {
            on(shop().service(web().run_as_user(n)).allow("root-user", "a test").allow("pod-security", "a test"))
        }),
        ("extended_resource", |n| service(web().extended_resource(NVIDIA_GPU, n))),
        ("revision_history_limit", |n| tier(Stable.spec().revision_history_limit(n))),
        ("default_replicas", |n| tier(Stable.spec().replicas(0..).default_replicas(n))),
        ("Quota::pods", |n| tier(Stable.spec().quota(Quota::new().pods(n)))),
        ("Quota::extended_resource", |n| tier(Stable.spec().quota(Quota::new().extended_resource(NVIDIA_GPU, n)))),
        ("rate_limit", |n| nginx(prefix("/").rate_limit(per_second(n)))),
        ("rate_limit", |n| gateway(prefix("/").rate_limit(per_minute(n)))),
        ("retries", |n| gateway(prefix("/").retries(n))),
    ];
    for (setter, platform) in table {
        accepted(setter, &platform(7), &["7".into()]);
        for n in COUNTS {
            exact_or_error(setter, &n, &platform(n), &[n.to_string()]);
        }
    }
    let per_pod = |n| {
        let balancer = LoadBalancer::public(Port::tcp(7777));
        on(shop().stateful_set(set().load_balancer_per_pod(balancer).replicas(n)))
    };
    exact_or_error("load_balancer_per_pod", &u32::MAX, &per_pod(u32::MAX), &[]);
    for n in COUNTS {
        // nginx counts the first try.
        let tries = u64::from(n) + 1;
        exact_or_error("retries of nginx", &n, &nginx(prefix("/").retries(n)), &[tries.to_string()]);
        exact_or_error("Edge::replicas", &n, &gateway_with(|edge| edge.replicas(n)), &[n.to_string()]);
        exact_or_error("trusted_hops", &n, &gateway_with(|edge| edge.trusted_hops(n)), &[n.to_string()]);
        let whole = [n.to_string()];
        exact_or_error("cores", &n, &service(web().cpu(cores(n)..=cores(n))), &whole);
        exact_or_error("millis", &n, &service(web().cpu(millis(n)..=millis(n))), &[format!("{n}m")]);
        exact_or_error("Quota::cpu", &n, &tier(Stable.spec().quota(Quota::new().cpu(cores(n)..))), &whole);
        let max = tier(Stable.spec().limits(Limits::new().max(cores(n), gibi(1))));
        exact_or_error("Limits::max", &n, &max, &[n.to_string(), "200m".into()]);
    }
    for value in [i32::MIN, -1, 0, 1_000_000_000, 1_000_000_001, i32::MAX] {
        let class = PriorityClass::new("acme", value);
        exact_or_error("PriorityClass", &value, &tier(Stable.spec().priority_class(class)), &[value.to_string()]);
    }
}
fn gateway_with(set: impl FnOnce(Edge) -> Edge) -> Platform {
    routed(prefix("/"), set(Edge::gateway()))
}

#[test]
fn durations_are_exact_or_errors() {
    let table: [Case<Duration>; 23] = [
        ("initial_delay", |t| service(web().liveness(Probe::http("/live").initial_delay(t)))),
        ("period", |t| service(web().liveness(Probe::http("/live").period(t)))),
        ("timeout", |t| service(web().liveness(Probe::http("/live").timeout(t)))),
        ("startup period", |t| service(web().liveness(Probe::http("/live")).startup(Probe::http("/live").period(t)))),
        ("pre_stop_sleep", |t| {
            let grace = t.saturating_add(seconds(60));
            on(shop().worker(worker().pre_stop_sleep(t).termination_grace_period(grace)))
        }),
        ("termination_grace_period", |t| {
            on(shop().worker(worker().termination_grace_period(t).pre_stop_sleep(seconds(0))))
        }),
        ("active_deadline", |t| job(|job| job.active_deadline(t))),
        ("ttl_after_finished", |t| job(|job| job.ttl_after_finished(t))),
        ("starting_deadline", |t| nightly(|job| job.starting_deadline(t))),
        ("polling_interval", |t| scaled(Autoscale::new(3..=9).prometheus("up", 5).polling_interval(t))),
        ("cooldown_period", |t| scaled(Autoscale::new(0..=9).prometheus("up", 5).cooldown_period(t))),
        ("scale_up_stabilization_window", |t| scaled(Autoscale::new(3..=9).scale_up_stabilization_window(t))),
        ("scale_down_stabilization_window", |t| scaled(Autoscale::new(3..=9).scale_down_stabilization_window(t))),
        ("Pods::per", |t| scaled(Autoscale::new(3..=9).scale_up(pods(3).per(t)))),
        ("Percent::per", |t| scaled(Autoscale::new(3..=9).scale_down(percent(33).per(t)))),
        ("min_ready", |t| tier(Stable.spec().min_ready(t))),
        ("progress_deadline", |t| tier(Stable.spec().min_ready(seconds(0)).progress_deadline(t))),
        ("TierSpec::pre_stop_sleep", |t| {
            let grace = t.saturating_add(seconds(60));
            tier(Stable.spec().pre_stop_sleep(t).termination_grace_period(grace))
        }),
        ("TierSpec::termination_grace_period", |t| {
            tier(Stable.spec().pre_stop_sleep(seconds(0)).termination_grace_period(t))
        }),
        ("Route::timeout", |t| gateway(prefix("/").timeout(t))),
        ("Route::stream_idle_timeout", |t| gateway(prefix("/").stream_idle_timeout(t))),
        ("max_age", |t| gateway(prefix("/").allow_origin("https://acme.dev").max_age(t))),
        ("refresh_interval", |t| {
            let web = web().env("TOKEN", Secret::new("tokens").key("key"));
            service(web).secrets(ExternalSecrets::vault("https://vault.acme.dev", "secret").refresh_interval(t))
        }),
    ];
    let forms = |t: Duration| {
        let (seconds, millis) = (t.as_secs(), t.subsec_millis());
        let mut forms = Vec::new();
        if t.subsec_nanos() == 0 {
            forms.extend([seconds.to_string(), format!("{seconds}s")]);
            forms.extend(seconds.is_multiple_of(60).then(|| format!("{}m", seconds / 60)));
        } else if t.subsec_nanos().is_multiple_of(1_000_000) {
            forms.push(format!("{}ms", t.as_millis()));
        }
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s"), (millis.into(), "ms")];
        forms.push(parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect());
        forms
    };
    for (setter, platform) in table {
        if setter != "refresh_interval" && setter != "progress_deadline" {
            accepted(setter, &platform(seconds(77)), &["77".into(), "77s".into()]);
        }
        for t in DURATIONS {
            let mut forms = forms(t);
            if setter == "progress_deadline" && t < minutes(2) {
                // It is raised to the time that a successful start needs.
                forms.push("60".into());
            }
            exact_or_error(setter, &t, &platform(t), &forms);
        }
    }
    for t in DURATIONS {
        for route in [prefix("/").timeout(t), prefix("/").stream_idle_timeout(t)] {
            let whole = t.as_secs().saturating_add(u64::from(t.subsec_nanos() > 0));
            exact_or_error("timeout of nginx", &t, &nginx(route), &[whole.to_string()]);
        }
        let slo = on(shop().slo(Slo::new().p95(t).p99(t)));
        exact_or_error("Slo", &t, &slo, &[format!("{}s", t.as_secs()), format!("{}ms", t.as_millis())]);
    }
}

#[test]
fn amounts_are_exact_or_errors() {
    let table: [Case<Memory>; 15] = [
        ("memory", |m| service(web().memory(m..=m))),
        ("ephemeral_storage", |m| service(web().ephemeral_storage(m..=m))),
        ("a million pods", |m| service(web().memory(m..=m).replicas(1_000_000))),
        ("empty_dir", |m| service(web().mount("/tmp/a", Volume::empty_dir(m)).ephemeral_storage(m..=m))),
        ("Volume::memory", |m| service(web().mount("/tmp/a", Volume::memory(m)).memory(m..=m))),
        ("Volume::ephemeral", |m| service(web().mount("/tmp/a", Volume::ephemeral(m)))),
        ("PersistentVolumeClaim", |m| {
            on(shop().stateful_set(set().volume_claim_template(PersistentVolumeClaim::new("data", m), "/data")))
        }),
        ("Quota::memory", |m| tier(Stable.spec().quota(Quota::new().memory(m..=m)))),
        ("Quota::ephemeral_storage", |m| tier(Stable.spec().quota(Quota::new().ephemeral_storage(m..=m)))),
        ("Quota::storage", |m| tier(Stable.spec().quota(Quota::new().storage(m)))),
        ("Limits::default", |m| tier(Stable.spec().limits(Limits::new().default(millis(1)..=cores(1), m..=m)))),
        ("Limits::default_ephemeral_storage", |m| {
            tier(Stable.spec().limits(Limits::new().default_ephemeral_storage(m..=m)))
        }),
        ("body_limit", |m| gateway(prefix("/").body_limit(m))),
        ("Edge::memory", |m| gateway_with(|edge| edge.memory(m..=m))),
        ("StatefulSet", |m| {
            let claim = PersistentVolumeClaim::new("data", m);
            on(shop().stateful_set(set().replicas(u32::MAX >> 1).volume_claim_template(claim, "/data")))
        }),
    ];
    for (setter, platform) in table {
        accepted(setter, &platform(mebi(777)), &["777Mi".into()]);
        for m in AMOUNTS {
            exact_or_error(setter, &m, &platform(m), &[m.to_string()]);
        }
    }
}

#[test]
fn shares_are_exact_or_errors() {
    let table: [Case<Percent>; 7] = [
        ("max_surge", |share| service(web().strategy(Strategy::rolling().max_surge(share)))),
        ("max_unavailable", |share| service(web().strategy(Strategy::rolling().max_unavailable(share)))),
        ("budget", |share| service(web().disruption_budget(max_unavailable(share)))),
        ("Autoscale::cpu", |share| scaled(Autoscale::new(3..=9).cpu(share))),
        ("Autoscale::memory", |share| scaled(Autoscale::new(3..=9).memory(share))),
        ("scale_up", |share| scaled(Autoscale::new(3..=9).scale_up(share.per(seconds(60))))),
        ("error_rate", |share| on(shop().slo(Slo::new().error_rate(share)))),
    ];
    for (setter, platform) in table {
        accepted(setter, &platform(percent(37)), &["37".into(), "37%".into()]);
        for n in SHARES {
            exact_or_error(setter, &n, &platform(percent(n)), &[n.to_string(), format!("{n}%")]);
        }
    }
}

#[test]
fn extreme_numbers_of_raw_objects_are_checked() {
    let raw = |text: &str| on(shop().service(web().replicas(5)).raw(Raw::yaml(text)));
    let budget = |fields: &str| {
        raw(&format!(
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: raw, namespace: shop}}\nspec: {{{fields}, selector: {{matchLabels: {{app.kubernetes.io/name: web}}}}}}\n"
        ))
    };
    let autoscaler = |fields: &str| {
        raw(&format!(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: raw, namespace: shop}}\nspec: {{{fields}, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: web}}}}\n"
        ))
    };
    let deployment = |fields: &str| {
        raw(&format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: raw, namespace: shop}}\nspec: {{{fields}, selector: {{matchLabels: {{app: raw}}}}, template: {{metadata: {{labels: {{app: raw}}}}, spec: {{containers: [{{name: raw, image: 'raw:1'}}]}}}}}}\n"
        ))
    };
    for n in [i32::MIN, -1, 0, i32::MAX] {
        let platforms = [
            budget(&format!("minAvailable: {n}")),
            budget(&format!("maxUnavailable: {n}")),
            budget(&format!("minAvailable: '{n}%'")),
            autoscaler(&format!("minReplicas: {n}, maxReplicas: 7")),
            autoscaler(&format!("minReplicas: 1, maxReplicas: {n}")),
            deployment(&format!("replicas: {n}")),
            deployment(&format!("replicas: 3, strategy: {{rollingUpdate: {{maxSurge: {n}, maxUnavailable: {n}}}}}")),
            deployment(&format!("replicas: {n}, strategy: {{rollingUpdate: {{maxSurge: {n}}}}}")),
        ];
        for platform in platforms {
            let scalars = written(&platform).1;
            assert!(scalars.iter().any(|it| it.trim_end_matches('%') == n.to_string()), "{n} is written");
        }
    }
}

#[test]
fn a_long_timeout_has_numbers_of_five_digits() {
    let route = object(&gateway(prefix("/").timeout(seconds(100_000))), "HTTPRoute", "shop.acme.dev");
    let timeouts = route.pointer("/spec/rules/0/timeouts").or(route.pointer("/spec/rules/1/timeouts"));
    assert_eq!(timeouts.expect("timeouts")["request"], "27h46m40s");
}

#[test]
fn objectives_are_within_their_window() {
    let found = |slo: Slo| {
        let synthesis = coderev_infra::synth(&on(shop().slo(slo)));
        let found = synthesis.findings().iter().filter(|it| it.rule().name() == "number-out-of-range");
        found.map(|it| it.message().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(Slo::new().p95(milliseconds(1)).p99(days(30)).error_rate(percent(100))), [""; 0]);
    let days = "`.p95(..)` is 2592001s, but the allowed range is 1ms to 2592000s";
    assert_eq!(found(Slo::new().p95(seconds(30 * 24 * 60 * 60 + 1))), [days]);
    let part = "`.p99(..)` is 500µs, but its field holds an integer number of milliseconds";
    assert_eq!(found(Slo::new().p99(Duration::from_micros(500))), [part]);
    let share = "`.error_rate(..)` is 101%, but the allowed range is 0% to 100%";
    assert_eq!(found(Slo::new().error_rate(percent(101))), [share]);
}
