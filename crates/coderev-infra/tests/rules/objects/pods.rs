use super::{messages, names, platform, service};
use coderev_infra::Severity;
use coderev_infra::prelude::*;

#[test]
fn equal_amounts_in_other_units_are_fine() {
    assert!(!names(&platform(service().memory(mebi(1024)..=gibi(1)))).contains(&"limit-below-request"));
}

#[test]
fn a_job_that_fails_on_success() {
    let failing = |code| {
        let job = Job::new("sweep", "sweep:1").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
        names(&platform(service()).namespace(Namespace::new("batch", Stable).job(job.fail_on_exit_code(code))))
    };
    assert_eq!(failing(0), ["malformed-failure-policy"]);
    assert_eq!(failing(64), [""; 0]);
}

#[test]
fn missing_resources_are_an_error_without_a_limit_range() {
    assert!(names(&platform(Service::new("web", "web:1"))).contains(&"missing-resources"));
    let worker = || Worker::new("sync", "sync:1").liveness(Probe::exec(["true"]));
    let severities = |platform: Platform| {
        let found = messages(&platform).into_iter().filter(|(rule, ..)| *rule == "missing-resources");
        found.map(|(_, severity, _)| severity).collect::<Vec<_>>()
    };
    let with_defaults = Namespace::new("shop", Stable).worker(worker());
    assert_eq!(
        severities(Platform::new(Cluster::generic()).part_of("acme").namespace(with_defaults)),
        [Severity::Warning; 2]
    );
    let shared = Namespace::new("tools", Shared).worker(Worker::new("sync", "sync:1"));
    assert_eq!(severities(Platform::new(Cluster::generic()).part_of("acme").namespace(shared)), [Severity::Error; 2]);
}

#[test]
fn missing_resources_of_an_init_container_are_reported_at_the_container() {
    check! {
        web()
            .init(Container::new("migrate", "ghcr.io/acme/migrate:v1").cpu(millis(10)..=millis(20)))
          //      ^^^^^^^^^^^^^^ warning[missing-resources]: the container `migrate` requests no memory
    }
}

#[test]
fn a_grace_period_below_the_sleep_of_the_tier_is_reported_at_the_grace_period() {
    check! {
        web()
            .termination_grace_period(seconds(3))
          // ^^^^^^^^^^^^^^^^^^^^^^^^ error[pre-stop-over-grace-period]: the preStop hook of `web` sleeps 10 s, but the pod is killed after 3 s
    }
}

const SLEEP: &str = "pre-stop-over-grace-period";

#[test]
fn a_sleep_needs_a_longer_grace_period() {
    let sleepy = || service().pre_stop_sleep(seconds(60));
    assert_eq!(names(&platform(sleepy())), [SLEEP], "the tier gives 45 s");
    assert_eq!(names(&platform(sleepy().termination_grace_period(seconds(60)))), [SLEEP]);
    let proxy = Container::new("proxy", "proxy:1").cpu(millis(10)..=millis(20)).memory(mebi(16)..=mebi(32));
    assert_eq!(names(&platform(service().sidecar(proxy.pre_stop_sleep(seconds(50))))), [SLEEP]);
    assert_eq!(names(&platform(service().pre_stop_sleep(seconds(44)))), [""; 0]);
    let none = service().pre_stop_sleep(seconds(0)).termination_grace_period(seconds(0));
    assert_eq!(names(&platform(none)), [""; 0]);
}

const VOLUME: &str = "volume-over-limit";

#[test]
fn a_volume_is_larger_than_the_limit() {
    let in_memory = service().mount("/dev/shm", Volume::memory(mebi(257)));
    let message =
        "the volume `dev-shm` has a size of 257Mi in memory, but no container that mounts it may use more than 256Mi";
    assert_eq!(messages(&platform(in_memory)), [(VOLUME, Severity::Warning, message.to_owned())]);
    let on_disk = service().mount("/scratch", Volume::empty_dir(gibi(5)));
    let message = "the volume `scratch` has a size of 5Gi, but the pod is evicted above 1Gi of node disk";
    assert_eq!(messages(&platform(on_disk)), [(VOLUME, Severity::Warning, message.to_owned())]);
}
#[test]
fn a_volume_is_within_the_limit() {
    let in_memory = service().mount("/dev/shm", Volume::memory(mebi(256)));
    assert_eq!(names(&platform(in_memory)), [""; 0]);
    let on_disk = service().mount("/scratch", Volume::empty_dir(gibi(5))).ephemeral_storage(gibi(1)..=gibi(6));
    assert_eq!(names(&platform(on_disk)), [""; 0]);
}

#[test]
fn variables_follow_the_variables_that_they_refer_to() {
    let env = |service: Service<Stable>| {
        let platform = platform(service);
        assert_eq!(names(&platform), [""; 0]);
        let synthesis = coderev_infra::synth(&platform);
        let text = synthesis.file("deployments.yaml").expect("a Service is a Deployment").into_text();
        let names = text.lines().filter_map(|line| line.trim_start().strip_prefix("- name: ")).map(str::to_owned);
        names.filter(|it| ["HOME", "BASE", "URL", "SERVER"].contains(&&**it)).collect::<Vec<_>>()
    };
    assert_eq!(env(service().env("HOME", "$(BASE)/home").env("BASE", "/data")), ["BASE", "HOME"]);
    assert_eq!(env(service().env("BASE", "/data").env("HOME", "$(BASE)/home")), ["BASE", "HOME"]);
    assert_eq!(env(service().env("URL", "$(SERVER)").env("SERVER", "db")), ["HOME", "SERVER", "URL"]);
}

#[test]
fn a_secret_that_is_a_file_has_no_value_in_a_text() {
    let web = || {
        let args = ["--broker=amqps://shop:$(BROKER_PASSWORD)@rabbit:5671"];
        service().env("BROKER_PASSWORD", Secret::new("rabbit").key("password")).args(args)
    };
    assert_eq!(names(&platform(web())), [""; 0]);
    let findings = coderev_infra::synth(&platform(web().secret_files())).findings().to_vec();
    assert!(matches!(&findings[..], [it] if it.rule().name() == "unresolved-variable"), "{findings:#?}");
    assert!(findings[0].help_text().contains("`BROKER_PASSWORD_FILE`"), "{findings:#?}");
}

#[test]
fn keys_of_volumes_and_sub_paths_are_checked_at_their_mount() {
    check! {
        let map = ConfigMap::new("app").data("a.toml", "x");
        web()
            .mount("/etc/a", Volume::from(&map).item("a.toml", "a.toml"))
            .mount("/etc/b", Volume::from(&map).item("b.toml", "b.toml"))
           //^^^^^ error[missing-key]: the ConfigMap `app` has no key `b.toml`
            .mount("/etc/d.toml", Volume::from(&map).sub_path("d.toml"))
           //^^^^^ error[missing-key]: the ConfigMap `app` has no key `d.toml`
    }
}

#[test]
fn settings_that_nothing_uses_are_reported() {
    let container =
        || Container::new("proxy", "proxy:1").cpu(millis(10)..=millis(20)).memory(mebi(16)..=mebi(32)).with_stores();
    assert_eq!(names(&platform(service().sidecar(container()))), ["setting-without-effect"]);
    let job = Job::new("train", "train:1").pod(crate::surroundings::complete()).ttl_after_finished(hours(1)).keep();
    let lab = Namespace::new("lab", Stable).job(job);
    assert!(
        names(&Platform::new(Cluster::generic()).part_of("acme").namespace(lab)).contains(&"setting-without-effect")
    );
    let agent = DaemonSet::new("agent", "agent:1").pod(crate::surroundings::complete()).on_delete().max_unavailable(2);
    let ops = Namespace::new("ops", Stable).daemon_set(agent);
    assert!(
        names(&Platform::new(Cluster::generic()).part_of("acme").namespace(ops)).contains(&"partition-with-on-delete")
    );
    const ORDERS: Store<Postgres> = Store::postgres("orders");
    let unused = ExternalStore::new(&ORDERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"]));
    let shop = Namespace::new("shop", Stable).service(service()).store(unused);
    assert_eq!(names(&Platform::new(Cluster::generic()).part_of("acme").namespace(shop)), ["setting-without-effect"]);
}

#[test]
fn a_label_of_the_namespace_alone() {
    let platform = |key: &str| {
        let shop = Namespace::new("shop", Stable).service(service()).own_label(key, "declared");
        Platform::new(Cluster::generic()).part_of("acme").namespace(shop)
    };
    assert_eq!(names(&platform("istio-injection")), [""; 0]);
    let synthesis = coderev_infra::synth(&platform("istio-injection"));
    let labelled = synthesis.files().filter(|file| file.text().contains("istio-injection: declared"));
    assert_eq!(labelled.map(|file| file.path().to_owned()).collect::<Vec<_>>(), ["namespaces.yaml"]);
    for key in ["pod-security.kubernetes.io/enforce", "coderev.dev/tier", "app.kubernetes.io/managed-by"] {
        assert_eq!(names(&platform(key)), ["setting-without-effect"], "{key}");
        let text = coderev_infra::synth(&platform(key)).file("namespaces.yaml").expect("a namespace").into_text();
        assert!(!text.contains(&format!("{key}: declared")), "{text}");
    }
}
