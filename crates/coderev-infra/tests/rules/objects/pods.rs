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
