use crate::{object, objects, platform, rules, small};
use coderev_infra::prelude::*;
use serde_json::json;

fn api() -> Service<Stable> {
    Service::new("api", "api:2.8.0").pod(small())
}
fn migrate() -> Job<Stable> {
    Job::new("migrate", "api:2.8.0").pod(small())
}
fn rollup(schedule: Schedule) -> CronJob<Exp> {
    CronJob::new("rollup", "rollup:1.1.0", schedule).pod(small())
}
fn exp(job: CronJob<Exp>) -> Platform {
    platform(Namespace::new("batch", Exp).cron_job(job))
}

#[test]
fn each_version_of_an_image_is_a_new_job() {
    let shop = || Namespace::new("shop", Stable);
    let job = object(&platform(shop().job(migrate())), "Job", "migrate-2-8-0");
    assert_eq!(job["spec"]["backoffLimit"], 2);
    assert_eq!(job["spec"]["ttlSecondsAfterFinished"], 172_800);
    assert_eq!(job["spec"]["template"]["spec"]["restartPolicy"], "Never");
    assert_eq!(job["spec"].get("activeDeadlineSeconds"), None);
    let said = migrate()
        .backoff_limit(1)
        .active_deadline(minutes(15))
        .ttl_after_finished(hours(1))
        .parallelism(2)
        .completions(4);
    let job = object(&platform(shop().job(said)), "Job", "migrate-2-8-0");
    let spec = &job["spec"];
    assert_eq!((&spec["backoffLimit"], &spec["activeDeadlineSeconds"]), (&json!(1), &json!(900)));
    assert_eq!((&spec["parallelism"], &spec["completions"]), (&json!(2), &json!(4)));
    assert_eq!((&spec["ttlSecondsAfterFinished"], &spec["completionMode"]), (&json!(3600), &json!("Indexed")));
}

#[test]
fn a_job_has_no_service_and_a_policy_without_ingress() {
    let all = objects(&platform(Namespace::new("shop", Stable).job(migrate())));
    assert!(!all.iter().any(|it| it["kind"] == "Service" && it["metadata"]["namespace"] == "shop"));
    let policy = all.iter().find(|it| it["kind"] == "NetworkPolicy" && it["metadata"]["name"] == "migrate");
    assert_eq!(policy.expect("each workload has one")["spec"].get("ingress"), None);
}

#[test]
fn before_names_the_waiting_workloads() {
    let service = api();
    let job = migrate().before(&service);
    let platform = platform(Namespace::new("shop", Stable).job(job).service(service));
    let job = object(&platform, "Job", "migrate-2-8-0");
    assert_eq!(job["metadata"]["annotations"]["coderev.dev/before"], "api");
}

#[test]
fn before_an_unknown_workload_is_a_finding() {
    let job = migrate().before(&api());
    assert!(rules(&platform(Namespace::new("shop", Stable).job(job))).contains(&"unknown-neighbour"));
}

#[test]
fn a_cron_job_has_a_schedule() {
    let job = object(&exp(rollup(Schedule::cron("15 2 * * *"))), "CronJob", "rollup");
    let spec = &job["spec"];
    assert_eq!((&spec["schedule"], &spec["timeZone"]), (&json!("15 2 * * *"), &json!("Etc/UTC")));
    assert_eq!((&spec["concurrencyPolicy"], &spec["startingDeadlineSeconds"]), (&json!("Forbid"), &json!(3600)));
    assert_eq!(spec.get("suspend"), None);
    let said = rollup(Schedule::weekly(Weekday::Friday, 16, 30))
        .time_zone("Europe/Berlin")
        .concurrency(Concurrency::Replace)
        .starting_deadline(minutes(5))
        .suspend()
        .backoff_limit(0)
        .spot();
    let job = object(&exp(said), "CronJob", "rollup");
    let spec = &job["spec"];
    assert_eq!((&spec["schedule"], &spec["timeZone"]), (&json!("30 16 * * 5"), &json!("Europe/Berlin")));
    assert_eq!((&spec["concurrencyPolicy"], &spec["startingDeadlineSeconds"]), (&json!("Replace"), &json!(300)));
    assert_eq!((&spec["suspend"], &spec["jobTemplate"]["spec"]["backoffLimit"]), (&json!(true), &json!(0)));
    let pod = &spec["jobTemplate"]["spec"]["template"]["spec"];
    assert!(pod["tolerations"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(pod.get("topologySpreadConstraints"), None, "a single pod needs no spread");
}

#[test]
fn an_invalid_schedule_is_a_finding() {
    assert!(rules(&exp(rollup(Schedule::cron("61 * * * *")))).contains(&"malformed-schedule"));
    assert!(!rules(&exp(rollup(Schedule::daily(2, 15)))).contains(&"malformed-schedule"));
}

#[test]
fn jobs_do_not_take_probes_of_the_namespace() {
    let defaults = Pod::new().cpu(millis(10)..).memory(mebi(16)..).liveness(Probe::http("/live"));
    let job = CronJob::new("rollup", "rollup:1", Schedule::daily(2, 0));
    let platform = platform(Namespace::new("batch", Exp).defaults(defaults).cron_job(job));
    let job = object(&platform, "CronJob", "rollup");
    let container = &job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container.get("livenessProbe"), None);
    assert_eq!(container["resources"]["requests"]["cpu"], "10m");
}

#[test]
fn the_name_of_a_job_has_its_tag_its_digest_and_its_run() {
    let names = |job: Job<Stable>| {
        let all = objects(&platform(Namespace::new("shop", Stable).job(job.pod(small()))));
        let job = all.into_iter().find(|it| it["kind"] == "Job").expect("a job");
        job["metadata"]["name"].as_str().expect("a name").to_owned()
    };
    let digest = format!("api@sha256:{}", "0123456789abcdef".repeat(4));
    assert_eq!(names(Job::new("migrate", "api:2.8.0").run("Again_2")), "migrate-2-8-0-again-2");
    assert_eq!(names(Job::new("migrate", digest)), "migrate-0123456789ab");
}

#[test]
fn a_job_has_a_failure_policy_and_a_retention() {
    let job = || Job::<Stable>::new("train", "train:1").pod(small());
    let spec = |job| {
        let program = platform(Namespace::new("lab", Stable).job(job));
        object(&program, "Job", "train-1")["spec"].clone()
    };
    let said = spec(
        job()
            .completions(4)
            .backoff_limit_per_index(1)
            .fail_on_exit_code(42)
            .fail_on_exit_code(3)
            .ignore_disruptions()
            .keep()
            .suspend(),
    );
    assert_eq!((&said["backoffLimitPerIndex"], said.get("backoffLimit")), (&json!(1), None));
    assert_eq!((&said["suspend"], said.get("ttlSecondsAfterFinished")), (&json!(true), None));
    let rules_of_failure = json!([
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
        {"action": "FailJob", "onExitCodes": {"containerName": "train", "operator": "In", "values": [3, 42]}},
    ]);
    assert_eq!(said["podFailurePolicy"]["rules"], rules_of_failure);
    let without_index = job().backoff_limit_per_index(1);
    assert!(
        rules(&platform(Namespace::new("lab", Stable).job(without_index))).contains(&"index-setting-without-index")
    );
}

#[test]
fn pods_of_one_job_find_each_other() {
    const MEET: Port = Port::tcp(29500).name("rendezvous");
    let train = Job::<Stable>::new("train", "train:1").pod(small()).completions(2).parallelism(2).peers(MEET);
    let train = train.env("MASTER_ADDR", coderev_infra::FirstPeer).uses(&POSTGRES);
    let program = platform(Namespace::new("lab", Stable).job(train));
    let service = object(&program, "Service", "train");
    assert_eq!(
        (&service["spec"]["clusterIP"], &service["spec"]["publishNotReadyAddresses"]),
        (&json!("None"), &json!(true))
    );
    let pod = object(&program, "Job", "train-1")["spec"]["template"]["spec"].clone();
    assert_eq!(pod["subdomain"], "train");
    assert_eq!(pod["containers"][0]["ports"][0]["containerPort"], 29500);
    let policy = object(&program, "NetworkPolicy", "train");
    let themselves = json!([{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "train"}}}]);
    assert_eq!(policy["spec"]["ingress"][0]["from"], themselves);
    assert!(policy["spec"]["egress"].as_array().is_some_and(|all| all.iter().any(|rule| rule["to"] == themselves)));
    let env = pod["containers"][0]["env"].as_array().expect("variables");
    let value = |name: &str| env.iter().find(|it| it["name"] == name).expect("the variable is set")["value"].clone();
    assert_eq!(value("MASTER_ADDR"), "train-1-0.train");
    assert_eq!(value("DB_POOL_SIZE"), "2", "independent of other workloads: a Job is immutable");
    let any = Job::<Stable>::new("train", "train:1").pod(small()).completions(2).parallelism(2).peers_on_any_port();
    let policy = object(&platform(Namespace::new("lab", Stable).job(any)), "NetworkPolicy", "train");
    assert_eq!(policy["spec"]["ingress"][0], json!({"from": themselves}));
}
