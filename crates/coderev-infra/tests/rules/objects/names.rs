use super::{messages, names, platform, service};
use coderev_infra::prelude::*;
use coderev_infra::{Object, Patch};
use serde_json::json;

const RULE: &str = "malformed-name";

#[test]
fn a_malformed_name_or_label() {
    for name in ["Auth_Service", "-auth", "auth-", "", &"a".repeat(64)] {
        let bad = Service::new(name, "web:1").cpu(millis(1)).memory(mebi(1));
        assert!(names(&platform(bad)).contains(&RULE), "{name:?}");
    }
    // A Service may begin with a digit since Kubernetes 1.36.
    let is_refused = cfg!(not(any(feature = "k8s-v1_36", feature = "k8s-v1_37")));
    let digit = Service::new("1auth", "web:1").cpu(millis(1)).memory(mebi(1));
    assert_eq!(names(&platform(digit)).contains(&RULE), is_refused);
    assert!(names(&platform(service().label("team", "the shop"))).contains(&RULE));
    let label = Patch::new(Object::POD).set("/metadata/labels/team", json!("the shop"));
    assert_eq!(names(&platform(service().patch(label))), [RULE]);
}
#[test]
fn a_name_is_reported_once() {
    let bad = Service::new("a".repeat(64), "web:1").cpu(millis(1)).memory(mebi(1));
    assert_eq!(names(&platform(bad)).iter().filter(|name| **name == RULE).count(), 1);
    for label in ["the shop".to_owned(), "a".repeat(64)] {
        assert_eq!(names(&platform(service().label("team", label))), [RULE], "the pods have the same label");
    }
}
#[test]
fn a_label_has_63_characters() {
    assert!(!names(&platform(service().label("team", "shop"))).contains(&RULE));
    assert_eq!(names(&platform(service().label("team", "a".repeat(63)))), [""; 0]);
}
#[test]
fn the_version_of_a_job_is_a_part_of_its_name() {
    let named = |name: &str| {
        let job = Job::new(name, "migrate:2.8.0").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
        platform(service()).namespace(Namespace::new("db", Stable).job(job))
    };
    assert_eq!(messages(&named(&"a".repeat(57))), []);
    assert_eq!(messages(&named(&"a".repeat(63))), [], "a longer name ends with a hash");
}
