//! Law 1: if a setter is called more than once, the last call applies. A setter of a list is repeated: the first call
//! replaces the default list, later calls add to it. Lists with keys are merged by key. Law 2: the library, the tier
//! and the namespace's spec have defaults. The namespace's defaults, shared pods and the workload's own setters are
//! declarations, in this order.
use coderev_infra::prelude::*;
use coderev_infra::{File, PolicyRule};
use serde::Deserialize;
use serde_json::{Value, json};

/// The field at `pointer` of the object of `kind` and `name`.
fn field(platform: &Platform, (kind, name): (&str, &str), pointer: &str) -> Value {
    let synthesis = coderev_infra::synth(platform);
    let manifests = synthesis.files().filter(File::is_manifest);
    let texts: Vec<String> = manifests.map(File::into_text).collect();
    let documents = texts.iter().flat_map(|text| serde_yaml::Deserializer::from_str(text));
    let mut objects = documents.map(|it| Value::deserialize(it).expect("the output is YAML"));
    let object = objects.find(|it| it["kind"] == kind && it["metadata"]["name"] == name);
    object.unwrap_or_else(|| panic!("there is no {kind} `{name}`")).pointer(pointer).cloned().unwrap_or_default()
}
const POD: (&str, &str) = ("Deployment", "web");
/// A value below the pod spec.
fn pod(service: Service<Stable>, pointer: &str) -> Value {
    pod_in(Namespace::new("shop", Stable), service, pointer)
}
fn pod_in(namespace: Namespace<Stable>, service: Service<Stable>, pointer: &str) -> Value {
    let platform = Platform::new(Cluster::generic()).part_of("acme").namespace(namespace.service(service));
    field(&platform, POD, &format!("/spec/template/spec{pointer}"))
}
fn web() -> Service<Stable> {
    Service::new("web", "web:1").cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(128))
}
/// The value of `key` in each item of a list.
fn each(list: &Value, key: &str) -> Vec<Value> {
    list.as_array().map(|items| items.iter().map(|it| it[key].clone()).collect()).unwrap_or_default()
}

#[test]
fn the_last_call_of_a_setter_applies() {
    let service = web().run_as_user(1).run_as_user(2).replicas(4).replicas(5).command(["a"]).command(["b", "c"]);
    assert_eq!(pod(service, "/containers/0/command"), json!(["b", "c"]));
    let service = || web().run_as_user(1).run_as_user(2).replicas(4).replicas(5);
    assert_eq!(pod(service(), "/securityContext/runAsUser"), 2);
    let platform =
        Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).service(service()));
    assert_eq!(field(&platform, POD, "/spec/replicas"), 5);
}

#[test]
fn the_first_call_replaces_a_default_list_and_later_calls_add() {
    let keys = |service| each(&pod(service, "/topologySpreadConstraints"), "topologyKey");
    let (hosts, zones) = (json!("kubernetes.io/hostname"), json!("topology.kubernetes.io/zone"));
    assert_eq!(keys(web()), [hosts.clone(), zones.clone()], "the default of the tier");
    assert_eq!(keys(web().spread(Spread::zones())), std::slice::from_ref(&zones));
    assert_eq!(keys(web().spread(Spread::zones()).spread(Spread::hosts())), [zones.clone(), hosts]);
    let spec = Namespace::new("shop", Stable).spec(Stable.spec().spread(Spread::zones()));
    assert_eq!(each(&pod_in(spec, web(), "/topologySpreadConstraints"), "topologyKey"), [zones]);

    let ports = |service| each(&pod(service, "/containers/0/ports"), "containerPort");
    assert_eq!(ports(web()), [8000]);
    assert_eq!(ports(web().port(Port::http(80))), [80]);
    assert_eq!(ports(web().port(Port::http(80)).port(Port::grpc(90))), [80, 90]);

    let up = |scale: Autoscale| {
        let shop = Namespace::new("shop", Stable).service(web().autoscale(scale));
        let platform = Platform::new(Cluster::generic()).part_of("acme").namespace(shop);
        each(&field(&platform, ("HorizontalPodAutoscaler", "web-hpa"), "/spec/behavior/scaleUp/policies"), "value")
    };
    let scale = || Autoscale::new(3..=9).cpu(percent(70)).scale_up(pods(7).per(seconds(30)));
    assert_eq!(up(scale()), [7]);
    assert_eq!(up(scale().scale_up(percent(50).per(seconds(30)))), [7, 50]);

    let groups = |rule: PolicyRule| {
        let agent = Worker::new("web", "web:1").role(rule).replicas(1);
        let platform =
            Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Shared).worker(agent));
        field(&platform, ("Role", "web"), "/rules/0/apiGroups")
    };
    let rule = || PolicyRule::new(["get"], ["jobs"]);
    assert_eq!(groups(rule()), json!([""]));
    assert_eq!(groups(rule().api_group("batch")), json!(["batch"]));
    assert_eq!(groups(rule().api_group("batch").api_group("apps")), json!(["batch", "apps"]));
}

#[test]
fn lists_with_keys_are_merged_by_key() {
    let own = |service| {
        let all = pod(service, "/containers/0/env");
        let all = all.as_array().cloned().unwrap_or_default();
        let own = all.into_iter().filter(|it| it["name"].as_str().is_some_and(|name| name.starts_with("X_")));
        own.map(|it| it["value"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(own(web().env("X_A", "1").env("X_B", "2").env("X_A", "3")), ["3", "2"]);

    let size = |service| pod(service, "/volumes/0/emptyDir/sizeLimit");
    assert_eq!(size(web()), "256Mi", "the default of the library");
    assert_eq!(size(web().mount("/tmp", Volume::empty_dir(gibi(1))).mount("/tmp", Volume::empty_dir(gibi(2)))), "2Gi");

    let images = |service| each(&pod(service, "/initContainers"), "image");
    let container = |name: &str, tag: &str| Container::new(name, format!("{name}:{tag}"));
    let three = web().init(container("a", "1")).init(container("b", "1")).init(container("a", "2"));
    assert_eq!(images(three), ["a:2", "b:1"]);
    let two = web().sidecar(container("a", "1")).sidecar(container("a", "2"));
    assert_eq!(images(two), ["a:2"]);

    let platform = Platform::new(Cluster::generic()).part_of("acme").label("team", "all").label("team", "core");
    let platform =
        platform.namespace(Namespace::new("shop", Stable).service(web().label("area", "a").label("area", "b")));
    assert_eq!(field(&platform, POD, "/metadata/labels/area"), "b");
    assert_eq!(field(&platform, POD, "/metadata/labels/team"), "core");
    assert_eq!(field(&platform, POD, "/spec/selector/matchLabels/area"), Value::Null, "a selector does not change");
}

/// Each source of a value separately, and over all sources before it.
#[test]
fn sources_apply_in_their_order() {
    let grace = |namespace: Namespace<Stable>, service| pod_in(namespace, service, "/terminationGracePeriodSeconds");
    let plain = || Namespace::new("shop", Stable);
    let spec = || plain().spec(Stable.spec().termination_grace_period(seconds(61)));
    let defaults = || spec().defaults(Pod::new().termination_grace_period(seconds(62)));
    let shared = || web().pod(Pod::new().termination_grace_period(seconds(63)));
    assert_eq!(grace(plain(), web()), 45, "the default of the tier");
    assert_eq!(grace(spec(), web()), 61);
    assert_eq!(grace(defaults(), web()), 62);
    assert_eq!(grace(defaults(), shared()), 63);
    assert_eq!(grace(defaults(), shared().termination_grace_period(seconds(64))), 64);
    let before = web().termination_grace_period(seconds(64)).pod(Pod::new().termination_grace_period(seconds(63)));
    assert_eq!(grace(defaults(), before), 64, "at any position of the workload's own setter");
    assert_eq!(grace(defaults(), web().without_defaults()), 61);
}

#[test]
fn sources_add_to_one_list() {
    let secrets =
        |namespace: Namespace<Stable>, service| each(&pod_in(namespace, service, "/imagePullSecrets"), "name");
    let defaults = Namespace::new("shop", Stable).defaults(Pod::new().pull_secret(Secret::new("one")));
    let shared = web().pod(Pod::new().pull_secret(Secret::new("two")));
    assert_eq!(secrets(defaults, shared.pull_secret(Secret::new("three"))), ["one", "two", "three"]);
}
