use crate::{object, objects, platform, rules, small};
use coderev_infra::prelude::*;
use coderev_infra::{AccessMode, PodSecurity, Severity};
use serde_json::{Value, json};

fn with(mount: impl FnOnce(Worker<Exp>) -> Worker<Exp>) -> Platform {
    platform(Namespace::new("batch", Exp).worker(mount(Worker::new("train", "train:1").replicas(1).pod(small()))))
}
fn pod(platform: &Platform) -> Value {
    object(platform, "Deployment", "train")["spec"]["template"]["spec"].clone()
}
fn volume(platform: &Platform, name: &str) -> Value {
    let pod = pod(platform);
    let mut all = pod["volumes"].as_array().expect("volumes").iter();
    all.find(|it| it["name"] == name).cloned().unwrap_or_else(|| panic!("there is no volume `{name}`"))
}

#[test]
fn every_kind_of_volume_is_mounted() {
    let settings = ConfigMap::new("settings").data("a", "1");
    let platform = with(|it| {
        it.mount("/scratch", Volume::ephemeral(gibi(5)).storage_class("local"))
            .mount("/dev/shm", Volume::memory(gibi(1)))
            .mount("/etc/app", Volume::from(&settings).item("a", "a.conf").default_mode(0o440))
            .mount("/etc/key", Volume::from(Secret::new("key")))
            .mount("/var/run/token", Volume::token("vault"))
            .mount("/exports", Volume::raw(json!({"csi": {"driver": "smb.csi.k8s.io", "readOnly": true}})))
    });
    let scratch = volume(&platform, "scratch");
    let claim = &scratch["ephemeral"]["volumeClaimTemplate"]["spec"];
    assert_eq!(
        (&claim["storageClassName"], &claim["resources"]["requests"]["storage"]),
        (&json!("local"), &json!("5Gi"))
    );
    assert_eq!(volume(&platform, "dev-shm")["emptyDir"], json!({"medium": "Memory", "sizeLimit": "1Gi"}));
    let config = json!({"name": "settings", "items": [{"key": "a", "path": "a.conf"}], "defaultMode": 288});
    assert_eq!(volume(&platform, "etc-app")["configMap"], config);
    assert_eq!(volume(&platform, "etc-key")["secret"]["secretName"], "key");
    let token = &volume(&platform, "var-run-token")["projected"]["sources"][0]["serviceAccountToken"];
    assert_eq!(*token, json!({"audience": "vault", "expirationSeconds": 3600, "path": "token"}));
    assert_eq!(volume(&platform, "exports")["csi"]["driver"], "smb.csi.k8s.io");
}

#[test]
fn a_claim_is_rendered_once_and_shared_by_path() {
    let models = PersistentVolumeClaim::new("models", gibi(80)).access_mode(AccessMode::ReadWriteMany);
    let platform = with(|it| {
        it.mount("/models", Volume::from(&models).read_only())
            .init(Container::new("fetch", "fetch:1").cpu(millis(10)..).memory(mebi(16)..).mount("/models", &models))
            .mount("/old", &PersistentVolumeClaim::existing("old"))
    });
    let claims: Vec<_> = objects(&platform).into_iter().filter(|it| it["kind"] == "PersistentVolumeClaim").collect();
    assert_eq!(claims.len(), 1, "an existing claim is not rendered");
    assert_eq!(claims[0]["spec"]["accessModes"], json!(["ReadWriteMany"]));
    let pod = pod(&platform);
    let named = pod["volumes"].as_array().expect("volumes").iter().filter(|it| it["name"] == "models");
    assert_eq!(named.count(), 1);
    assert_eq!(pod["initContainers"][0]["volumeMounts"][1], json!({"mountPath": "/models", "name": "models"}));
    let quota = object(&platform, "ResourceQuota", "tier-quota");
    assert_eq!(quota["spec"]["hard"]["persistentvolumeclaims"], "5", "Exp sets five");
}

#[test]
fn two_claims_with_the_same_name_must_be_equal() {
    let one = PersistentVolumeClaim::new("models", gibi(200));
    let other = PersistentVolumeClaim::new("models", gibi(100));
    let found = rules(&with(|it| it.mount("/a", &one).mount("/b", &other)));
    assert!(found.contains(&"duplicate-object"), "{found:?}");
    let same = rules(&with(|it| it.mount("/a", &one).mount("/b", &one)));
    assert!(!same.contains(&"duplicate-object"), "{same:?}");
}

#[test]
fn sidecars_and_init_containers_have_mounts() {
    let router = Container::new("router", "router:1")
        .cpu(millis(20)..=millis(100))
        .memory(mebi(32)..=mebi(64))
        .run_as_user(10_001)
        .env("LEVEL", "info")
        .port(Port::tcp(5140))
        .readiness(Probe::tcp());
    let wait =
        Container::new("wait", "wait:1").cpu(millis(10)..).memory(mebi(16)..).command(["sh"]).args(["-c", "true"]);
    let pod = pod(&with(|it| it.init(wait).sidecar(router)));
    let beside = pod["initContainers"].as_array().expect("two");
    assert_eq!((&beside[0]["name"], &beside[0]["restartPolicy"]), (&json!("router"), &json!("Always")));
    assert_eq!(beside[0]["securityContext"]["runAsUser"], 10_001);
    assert_eq!(beside[0]["readinessProbe"]["tcpSocket"]["port"], "tcp");
    assert_eq!(beside[0]["env"][0], json!({"name": "LEVEL", "value": "info"}));
    assert_eq!((&beside[1]["name"], beside[1].get("restartPolicy")), (&json!("wait"), None));
    assert_eq!((&beside[1]["command"], &beside[1]["args"]), (&json!(["sh"]), &json!(["-c", "true"])));
    assert_eq!(beside[1]["volumeMounts"][0], json!({"mountPath": "/tmp", "name": "wait-tmp"}), "a /tmp of its own");
}

#[test]
fn two_containers_with_the_same_name_are_a_finding() {
    let twin = || Container::new("train", "twin:1").cpu(millis(10)..).memory(mebi(16)..);
    assert!(rules(&with(|it| it.sidecar(twin()))).contains(&"duplicate-container"));
}

#[test]
fn a_host_path_needs_a_privileged_tier() {
    assert!(rules(&with(|it| it.mount("/host", Volume::host_path("/var/log")))).contains(&"host-path"));
    let agent =
        DaemonSet::new("agent", "agent:1").pod(small()).mount("/host", Volume::host_path("/var/log").read_only());
    let spec = Shared.spec().pod_security(PodSecurity::Privileged);
    let platform = platform(Namespace::new("agents", Shared).spec(spec).daemon_set(agent));
    assert!(!rules(&platform).contains(&"host-path"));
    let set = object(&platform, "DaemonSet", "agent");
    assert_eq!(set["spec"]["template"]["spec"]["volumes"][1]["hostPath"]["path"], "/var/log");
}

#[test]
fn an_unsupported_volume_source_is_a_finding() {
    for source in [json!("nfs"), json!({"nfs": {"server": "10.0.0.5", "pth": "/x"}}), json!({"nsf": {}})] {
        let platform = with(|it| it.mount("/x", Volume::raw(source.clone())));
        let finding = coderev_infra::synth(&platform)
            .findings()
            .iter()
            .find(|it| it.rule().name() == "malformed-volume")
            .cloned();
        assert_eq!(finding.map(|it| it.severity()), Some(Severity::Error), "{source}");
    }
}

#[test]
fn setters_that_a_volume_does_not_support_are_findings() {
    let platform = with(|it| it.mount("/x", Volume::empty_dir(gibi(1)).item("a", "b")));
    assert!(rules(&platform).contains(&"setting-without-effect"));
}

#[test]
fn secrets_are_mounted_as_files() {
    let platform = with(|it| it.uses(&POSTGRES).env("KEY", Secret::new("jwt").key("secret")).secret_files());
    let pod = pod(&platform);
    let env = pod["containers"][0]["env"].as_array().expect("variables");
    let of = |name: &str| env.iter().find(|it| it["name"] == name).map(|it| it["value"].clone());
    assert_eq!(of("DATABASE_URL_FILE"), Some(json!("/etc/secrets/database-credentials/url")));
    assert_eq!(of("KEY_FILE"), Some(json!("/etc/secrets/jwt/secret")));
    assert_eq!((of("DATABASE_URL"), of("KEY")), (None, None));
    assert_eq!(volume(&platform, "secret-jwt")["secret"]["secretName"], "jwt");
}

#[test]
fn one_volume_is_shared_by_two_containers() {
    let weights = Volume::empty_dir(gibi(1));
    let fetch = Container::new("fetch", "fetch:1").cpu(millis(1)..).memory(mebi(1)..).mount("/models", &weights);
    let serve = Worker::<Exp>::new("serve", "serve:1").pod(small()).replicas(1).mount("/models", &weights).init(fetch);
    let program = platform(Namespace::new("lab", Exp).worker(serve));
    let pod = object(&program, "Deployment", "serve")["spec"]["template"]["spec"].clone();
    let mount = |container: &serde_json::Value| {
        let all = container["volumeMounts"].as_array().expect("mounts").clone();
        all.into_iter().find(|it| it["mountPath"] == "/models").expect("the volume is mounted")["name"].clone()
    };
    assert_eq!(mount(&pod["containers"][0]), mount(&pod["initContainers"][0]));
}
