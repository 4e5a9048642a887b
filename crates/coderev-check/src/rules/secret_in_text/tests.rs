//! The places of secrets.
use super::SECRET_IN_TEXT;
use crate::testing::{check, messages};
use serde_json::{Value, json};

#[test]
fn all_texts_except_variables_are_searched() {
    check(
        &SECRET_IN_TEXT,
        r#"
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
  - name: setup
    command: [sh, -c, "exec web --broker amqps://user:hunter22@rabbit:5671/"]
    args: ["--broker", "amqps://user:hunter22@rabbit:5671/"]
  #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[secret-in-text]: the command of the container `setup` contains a URL with a password
  containers:
  - name: web
    env: [{name: URL, value: "amqps://user:hunter22@rabbit:5671/"}]
    livenessProbe: {exec: {command: [ping, "amqps://user:hunter22@rabbit:5671/"]}}
  #                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[secret-in-text]: the command of the container `web` contains a URL with a password
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {acme.dev/token: ghp_0123456789abcdefghijABCDEFGHIJ012345}
  #             ^^^^^^^^^^^^^^ error[secret-in-text]: the annotation `acme.dev/token` contains a GitHub token
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
      annotations: {acme.dev/token: xoxb-012345678901-abcdef}
  #                 ^^^^^^^^^^^^^^ error[secret-in-text]: the annotation `acme.dev/token` contains a Slack token
    spec: {containers: [{name: web}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: jobs}
spec:
  scaleTargetRef: {name: jobs}
  minReplicaCount: 1
  maxReplicaCount: 3
  triggers:
  - type: rabbitmq
    metadata: {host: "amqps://user:hunter22@rabbit:5671/", queueName: jobs}
  #            ^^^^ error[secret-in-text]: the metadata `host` of the trigger `rabbitmq` contains a URL with a password
---
apiVersion: acme.dev/v1
kind: Queue
metadata: {name: jobs}
spec:
  hosts: ["amqps://user:hunter22@rabbit:5671/"]
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[secret-in-text]: the field `hosts` contains a URL with a password
"#,
    );
}

#[test]
fn a_name_belongs_to_the_value_beside_it() {
    let pod = json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {
        "imagePullSecrets": [{"name": "registry-password"}],
        "tolerations": [{"key": "pool", "operator": "Equal", "value": "m5large"}],
        "containers": [{"name": "web"}]}});
    let queue =
        |items: Value| json!({"apiVersion": "acme.dev/v1", "kind": "Queue", "metadata": {"name": "a"}, "items": items});
    let other = queue(json!([{"name": "password"}, {"value": "hunter22"}]));
    let same = queue(json!([{"name": "password", "value": "hunter22"}]));
    assert_eq!(messages(&SECRET_IN_TEXT, [pod, other]), [""; 0]);
    assert_eq!(messages(&SECRET_IN_TEXT, [same]), ["the field `password` contains a value that looks like a secret"]);
}

#[test]
fn files_options_and_maps_with_secrets_are_found() {
    let container = |args: Value| json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "web", "args": args}]}});
    let map = |fields: Value| {
        let mut map = json!({"kind": "ConfigMap", "metadata": {"name": "shop"}});
        merge(&mut map, fields);
        map
    };
    let queue =
        |spec: Value| json!({"apiVersion": "acme.dev/v1", "kind": "Queue", "metadata": {"name": "a"}, "spec": spec});
    for object in [
        map(json!({"data": {"a.yaml": "- name: DB_PASSWORD\n  value: hunter22xyz9\n"}})),
        map(json!({"data": {"password.txt": "hunter22\n"}})),
        map(json!({"binaryData": {"password": encode("hunter22\n")}})),
        container(json!(["-p", "hunter22xyz"])),
        container(json!(["-a", "hunter22xyz"])),
        container(json!(["-u", "admin:hunter22xyz"])),
        queue(json!({"adminPassword": "73519482"})),
        queue(json!({"passwords": ["hunter22"]})),
        queue(json!({"secrets": {"db": "x7Kq2mT4wZ9p"}})),
    ] {
        assert_eq!(messages(&SECRET_IN_TEXT, [object.clone()]).len(), 1, "{object}");
    }
    for object in [
        container(json!(["-p", "8080:80"])),
        container(json!(["-p", "8080/tcp"])),
        container(json!(["-a", "0.0.0.0", "-p", "/data/shop1", "-p", "shop1", "-u", "1000:1000"])),
        queue(json!({"secrets": ["db-credentials", "web-tls"], "secretKeys": {"user": "postgres-password"}})),
    ] {
        assert_eq!(messages(&SECRET_IN_TEXT, [object]), [""; 0]);
    }
}

/// All texts with a token; the finding of each contains no secret, and is at the key of the text.
#[test]
fn each_place_of_an_object_is_searched() {
    let token = ["gh", "p_", "0123456789abcdefghijABCDEFGHIJ012345"].concat();
    let pod = |spec: Value| {
        let mut pod = json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "web"}]}});
        merge(&mut pod["spec"], spec);
        pod
    };
    let container = |fields: Value| {
        let mut pod = pod(json!({}));
        merge(&mut pod["spec"]["containers"][0], fields);
        pod
    };
    let metadata = |fields: Value| {
        let mut pod = pod(json!({}));
        merge(&mut pod["metadata"], fields);
        pod
    };
    let map = |fields: Value| {
        let mut map = json!({"kind": "ConfigMap", "metadata": {"name": "shop"}});
        merge(&mut map, fields);
        map
    };
    let route = |rule: Value| json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "web"}, "spec": {"rules": [rule]}});
    let header =
        |value: &str| json!({"httpGet": {"port": 80, "httpHeaders": [{"name": "Authorization", "value": value}]}});
    let basic = ["Basic ", "c2hvcDpodW50ZXIyMg=="].concat();
    for (object, message) in [
        (metadata(json!({"labels": {"a": token}})), "the label `a` contains a GitHub token"),
        (metadata(json!({"labels": {token.as_str(): "a"}})), "a key of the field `labels` contains a GitHub token"),
        (map(json!({"data": {token.as_str(): "a"}})), "a key of the field `data` contains a GitHub token"),
        (
            map(json!({"data": {"DB_PASSWORD": "hunter22"}})),
            "the key `DB_PASSWORD` of the ConfigMap `shop` contains a value that looks like a secret",
        ),
        (map(json!({"data": {"a": encode(&token)}})), "the key `a` of the ConfigMap `shop` contains a GitHub token"),
        (
            map(json!({"binaryData": {"a": encode(&token)}})),
            "the key `a` of the ConfigMap `shop` contains a GitHub token",
        ),
        (
            container(json!({"livenessProbe": header(&basic)})),
            "the header `Authorization` contains an authorization header",
        ),
        (
            container(json!({"lifecycle": {"preStop": header(&format!("token {}", "0a1b2c3d".repeat(5)))}})),
            "the header `Authorization` contains a value that looks like a secret",
        ),
        (
            container(json!({"readinessProbe": {"httpGet": {"port": 80, "path": format!("/?token={token}")}}})),
            "the field `path` contains a GitHub token",
        ),
        (
            container(json!({"image": "shop:hunter22@registry.acme.dev/web:v1"})),
            "the image of the container `web` contains a login with a password",
        ),
        (container(json!({"workingDir": format!("/{token}")})), "the field `workingDir` contains a GitHub token"),
        (
            container(json!({"args": ["--password", "hunter22"]})),
            "the command of the container `web` contains a value that looks like a secret",
        ),
        (
            container(json!({"command": ["run", "--api-key=0123456789abcdef0123456789abcdef"]})),
            "the command of the container `web` contains a value that looks like a secret",
        ),
        (pod(json!({"nodeSelector": {"a": token}})), "the field `a` contains a GitHub token"),
        (
            pod(
                json!({"volumes": [{"name": "a", "csi": {"driver": "d", "volumeAttributes": {"password": "hunter22"}}}]}),
            ),
            "the field `password` contains a value that looks like a secret",
        ),
        (
            pod(json!({"ephemeralContainers": [{"name": "debug", "args": [token]}]})),
            "the command of the container `debug` contains a GitHub token",
        ),
        (
            json!({"kind": "Secret", "metadata": {"name": "a", "annotations": {"b": token}}}),
            "the annotation `b` contains a GitHub token",
        ),
        (
            json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": [token]}]}),
            "the field `resourceNames` contains a GitHub token",
        ),
        (
            json!({"apiVersion": "external-secrets.io/v1", "kind": "ClusterSecretStore", "metadata": {"name": "a"}, "spec": {"provider": {"vault": {"server": "https://shop:hunter22@vault.acme.dev"}}}}),
            "the field `server` contains a URL with a password",
        ),
        (
            json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {"selector": {"matchLabels": {"app": "db"}}, "serviceName": "db",
                "template": {"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [{"name": "db"}]}},
                "volumeClaimTemplates": [{"metadata": {"name": "data", "annotations": {"b": token}}, "spec": {}}]}}),
            "the annotation `b` contains a GitHub token",
        ),
        (
            json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "sweep"}, "spec": {"schedule": "15 2 * * *",
                "jobTemplate": {"metadata": {"annotations": {"b": token}}, "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "sweep"}]}}}}}}),
            "the annotation `b` contains a GitHub token",
        ),
        (
            json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "sweep"}, "spec": {"schedule": "15 2 * * *",
                "jobTemplate": {"spec": {"template": {"metadata": {"annotations": {"b": token}}, "spec": {"restartPolicy": "Never", "containers": [{"name": "sweep"}]}}}}}}),
            "the annotation `b` contains a GitHub token",
        ),
        (
            route(json!({"matches": [{"headers": [{"name": "x-api-key", "value": token}]}]})),
            "the header `x-api-key` contains a GitHub token",
        ),
        (
            route(json!({"matches": [{"path": {"type": "PathPrefix", "value": format!("/hooks/{token}")}}]})),
            "the field `value` contains a GitHub token",
        ),
        (
            route(
                json!({"filters": [{"type": "URLRewrite", "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": format!("/hooks/{token}")}}}]}),
            ),
            "the field `replacePrefixMatch` contains a GitHub token",
        ),
        (
            route(
                json!({"filters": [{"type": "RequestMirror", "requestMirror": {"backendRef": {"name": token, "port": 80}}}]}),
            ),
            "the field `name` contains a GitHub token",
        ),
        (
            json!({"apiVersion": "acme.dev/v1", "kind": "Queue", "metadata": {"name": "a"}, "spec": {"users": [{"name": "password", "value": "hunter22"}]}}),
            "the field `password` contains a value that looks like a secret",
        ),
        (
            // A kind without a pod template, which `secret-in-variable` does not read.
            json!({"apiVersion": "acme.dev/v1", "kind": "Function", "metadata": {"name": "a"}, "spec": {"env": [{"name": "DB_PASSWORD", "value": "hunter22"}, {"name": "DB_PASSWORD", "value": "$(PW)"}]}}),
            "the field `DB_PASSWORD` contains a value that looks like a secret",
        ),
        (
            json!({"apiVersion": "acme.dev/v1", "kind": "Agent", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "web", "env": [{"name": "PG_PASSWORD", "value": "73519482"}]}]}}),
            "the field `PG_PASSWORD` contains a value that looks like a secret",
        ),
    ] {
        let found = messages(&SECRET_IN_TEXT, [object.clone()]);
        assert_eq!(found, [message], "{object:#}");
    }
}
/// Values that only refer to secrets, or are public.
#[test]
fn references_and_names_are_silent() {
    check(
        &SECRET_IN_TEXT,
        r#"
apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {checksum/secret: 0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9}}
spec:
  serviceAccountName: web
  imagePullSecrets: [{name: regcred}]
  volumes:
  - {name: tls, secret: {secretName: web-tls-2026, items: [{key: password, path: password}]}}
  - {name: token, projected: {sources: [{serviceAccountToken: {path: token, audience: vault}}]}}
  containers:
  - name: web
    image: registry.acme.dev:5000/web:v1@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9
    args: [--password-file, /etc/pw2, --token, $(TOKEN), --secret, db-credentials-2, --password, "${PASSWORD}"]
    env:
    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: db-2026, key: password}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: tokens}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  data: [{secretKey: DB_PASSWORD_2, remoteRef: {key: secret/data/db2, property: password}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  ca.crt: "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----"
  PUBLIC_KEY: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0a1b2c3d4e5f6
"#,
    );
}

fn encode(text: &str) -> String {
    crate::secrets::encoded(text.as_bytes())
}
fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}
