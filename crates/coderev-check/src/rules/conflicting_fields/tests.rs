use super::CONFLICTING_FIELDS;
use crate::testing::messages;
use serde_json::{Value, json};

fn found(object: Value) -> usize {
    messages(&CONFLICTING_FIELDS, [object]).len()
}
fn pod(spec: Value) -> usize {
    let mut pod = json!({"containers": [{"name": "web"}]});
    if let (Some(pod), Value::Object(spec)) = (pod.as_object_mut(), spec) {
        pod.extend(spec);
    }
    found(json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": pod}))
}

#[test]
fn actions_of_probes_and_sources_of_variables() {
    let container = |fields: Value| {
        let mut container = json!({"name": "web"});
        if let (Some(container), Value::Object(fields)) = (container.as_object_mut(), fields) {
            container.extend(fields);
        }
        pod(json!({"containers": [container]}))
    };
    assert_eq!(container(json!({"livenessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 1}})), 0);
    assert_eq!(container(json!({"livenessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 2}})), 1);
    assert_eq!(container(json!({"readinessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 2}})), 0);
    assert_eq!(container(json!({"livenessProbe": {}})), 1);
    assert_eq!(container(json!({"env": [{"name": "A", "valueFrom": {}}]})), 1);
    assert_eq!(container(json!({"envFrom": [{}]})), 1);
    assert_eq!(container(json!({"volumeMounts": [{"name": "a", "mountPath": "/x"}]})), 1);
}
#[test]
fn sources_of_volumes_and_tolerations() {
    assert_eq!(pod(json!({"volumes": [{"name": "a", "emptyDir": {}}]})), 0);
    assert_eq!(pod(json!({"volumes": [{"name": "a", "emptyDir": {}, "hostPath": {"path": "/x"}}]})), 1);
    assert_eq!(pod(json!({"tolerations": [{"operator": "Exists"}]})), 0);
    assert_eq!(pod(json!({"tolerations": [{"value": "x"}]})), 1);
    assert_eq!(pod(json!({"tolerations": [{"key": "a", "effect": "NoSchedule", "tolerationSeconds": 5}]})), 1);
    assert_eq!(pod(json!({"dnsPolicy": "None"})), 1);
}
#[test]
fn update_strategies_of_workloads() {
    let workload = |kind: &str, fields: Value| {
        let labels = json!({"app": "web"});
        let mut spec = json!({"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels},
            "spec": {"containers": [{"name": "web"}]}}});
        spec.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        found(json!({"kind": kind, "metadata": {"name": "web"}, "spec": spec}))
    };
    let strategy = |kind: &str, it: Value| workload(kind, json!({"updateStrategy": it}));
    assert_eq!(strategy("StatefulSet", json!({"type": "OnDelete"})), 0);
    assert_eq!(strategy("StatefulSet", json!({"type": "OnDelete", "rollingUpdate": {"partition": 1}})), 1);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}})), 0);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxUnavailable": 2}})), 0);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxSurge": 1}})), 1);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxSurge": "10%", "maxUnavailable": 1}})), 1);
}
#[test]
fn exceptions_of_a_block_are_within_it() {
    let policy = |cidr: &str, except: &str| {
        let peer = json!({"ipBlock": {"cidr": cidr, "except": [except]}});
        found(json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "web"},
            "spec": {"podSelector": {}, "ingress": [{"from": [peer]}]}}))
    };
    assert_eq!(policy("10.0.0.0/8", "10.1.0.0/16"), 0);
    assert_eq!(policy("0.0.0.0/0", "10.1.0.0/16"), 0);
    assert_eq!(policy("2001:db8::/32", "2001:db8:1::/48"), 0);
    for except in ["10.0.0.0/8", "11.0.0.0/16", "2001:db8::/32", "0.0.0.0/0"] {
        assert_eq!(policy("10.0.0.0/8", except), 1, "{except}");
    }
}
#[test]
fn a_job_ends() {
    let job = |spec: Value| {
        let mut job = json!({"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "web"}]}}});
        if let (Some(job), Value::Object(spec)) = (job.as_object_mut(), spec) {
            job.extend(spec);
        }
        found(json!({"kind": "Job", "metadata": {"name": "a"}, "spec": job}))
    };
    assert_eq!(job(json!({})), 0);
    assert_eq!(job(json!({"template": {"spec": {"containers": [{"name": "web"}]}}})), 1);
    assert_eq!(job(json!({"completionMode": "Indexed"})), 0, "the API server sets the completions to 1");
    assert_eq!(job(json!({"completionMode": "Indexed", "completions": 10, "backoffLimitPerIndex": 1})), 0);
    assert_eq!(job(json!({"completionMode": "Indexed", "parallelism": 2})), 1);
    for field in [json!({"successPolicy": {"rules": [{"succeededCount": 1}]}}), json!({"maxFailedIndexes": 1})] {
        assert_eq!(job(field.clone()), 1, "{field}");
    }
    let failed = |n: i32| json!({"completionMode": "Indexed", "completions": 2, "backoffLimitPerIndex": 1, "maxFailedIndexes": n});
    assert_eq!((job(failed(2)), job(failed(3))), (0, 1));
    assert_eq!(job(json!({"completionMode": "Indexed", "completions": 2, "maxFailedIndexes": 1})), 1);
    let policy = |rule: Value| job(json!({"podFailurePolicy": {"rules": [rule]}}));
    let codes = |codes: Value| policy(json!({"action": "FailJob", "onExitCodes": {"operator": "In", "values": codes}}));
    assert_eq!((codes(json!([1, 2])), codes(json!([2, 1])), codes(json!([1, 1]))), (0, 1, 1));
    let condition = json!([{"type": "DisruptionTarget", "status": "True"}]);
    assert_eq!(policy(json!({"action": "Ignore", "onPodConditions": condition})), 0);
    assert_eq!(policy(json!({"action": "Ignore"})), 1);
    assert_eq!(policy(json!({"action": "FailIndex", "onPodConditions": condition})), 1);
    let both =
        json!({"action": "Ignore", "onPodConditions": condition, "onExitCodes": {"operator": "In", "values": [1]}});
    assert_eq!(policy(both), 1);
    let replaced = |when: &str| {
        let rules = json!([{"action": "Ignore", "onPodConditions": condition}]);
        job(json!({"podReplacementPolicy": when, "podFailurePolicy": {"rules": rules}}))
    };
    assert_eq!((replaced("Failed"), replaced("TerminatingOrFailed")), (0, 1));
}
#[test]
fn fields_of_a_service_belong_to_its_type() {
    let service = |fields: Value| {
        let mut spec = json!({"ports": [{"port": 80}]});
        spec.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        found(json!({"kind": "Service", "metadata": {"name": "web"}, "spec": spec}))
    };
    let twice = |protocol: &str| json!([{"port": 80, "nodePort": 30080}, {"port": 81, "nodePort": 30080, "protocol": protocol}]);
    for right in [
        json!({"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8"], "loadBalancerClass": "acme.dev/lb"}),
        json!({"type": "LoadBalancer", "allocateLoadBalancerNodePorts": false}),
        json!({"type": "LoadBalancer", "externalTrafficPolicy": "Local", "healthCheckNodePort": 30000}),
        json!({"type": "NodePort", "ports": twice("UDP")}),
        json!({"sessionAffinity": "ClientIP", "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 60}}}),
        // The API server removes settings of an affinity that the Service does not have.
        json!({"sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 60}}}),
        json!({"clusterIP": "10.0.0.9", "clusterIPs": ["10.0.0.9", "fd00::9"], "ipFamilies": ["IPv4", "IPv6"]}),
    ] {
        assert_eq!(service(right.clone()), 0, "{right}");
    }
    for wrong in [
        json!({"loadBalancerSourceRanges": ["10.0.0.0/8"]}),
        json!({"allocateLoadBalancerNodePorts": false}),
        json!({"type": "NodePort", "loadBalancerClass": "acme.dev/lb"}),
        json!({"type": "LoadBalancer", "healthCheckNodePort": 30000}),
        json!({"ports": [{"port": 80, "nodePort": 30080}]}),
        json!({"type": "NodePort", "ports": twice("TCP")}),
        json!({"type": "NodePort", "clusterIP": "None"}),
        json!({"type": "ExternalName", "externalName": "db.acme.dev", "clusterIP": "None"}),
        json!({"clusterIP": "10.0.0.9", "clusterIPs": ["10.0.0.8"]}),
        json!({"ipFamilies": ["IPv4", "IPv4"]}),
    ] {
        assert_eq!(service(wrong.clone()), 1, "{wrong}");
    }
}
#[test]
fn targets_of_an_autoscaler_fit_their_source() {
    let scaler = |metric: Value, behavior: Value| {
        found(
            json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "web"}, "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "maxReplicas": 3,
            "metrics": [metric], "behavior": behavior}}),
        )
    };
    let metric = |kind: &str, field: &str, target: Value| {
        let source = match field {
            "resource" => json!({"name": "cpu", "target": target}),
            "object" => {
                json!({"metric": {"name": "rps"}, "describedObject": {"kind": "Service", "name": "web"}, "target": target})
            }
            _ => json!({"metric": {"name": "rps"}, "target": target}),
        };
        scaler(json!({"type": kind, field: source}), json!({}))
    };
    let [share, average, value] = [
        json!({"type": "Utilization", "averageUtilization": 80}),
        json!({"type": "AverageValue", "averageValue": "100m"}),
        json!({"type": "Value", "value": "10"}),
    ];
    let share_and_average = json!({"type": "Utilization", "averageUtilization": 80, "averageValue": "1"});
    let both = json!({"type": "Value", "averageValue": "1", "value": "10"});
    for (kind, field, right, wrong) in [
        ("Resource", "resource", [&share, &average], [&value, &share_and_average]),
        ("Pods", "pods", [&average, &average], [&share, &value]),
        ("Object", "object", [&value, &average], [&share, &share]),
        ("External", "external", [&value, &average], [&share, &both]),
    ] {
        for target in right {
            assert_eq!(metric(kind, field, target.clone()), 0, "{kind}: {target}");
        }
        for target in wrong {
            assert_eq!(metric(kind, field, target.clone()), 1, "{kind}: {target}");
        }
    }
    let cpu = json!({"type": "Resource", "resource": {"name": "cpu", "target": share},
        "pods": {"metric": {"name": "rps"}, "target": average}});
    assert_eq!(scaler(cpu, json!({})), 1);
    let cpu = json!({"type": "Resource", "resource": {"name": "cpu", "target": share}});
    assert_eq!(scaler(cpu.clone(), json!({"scaleUp": {"policies": []}})), 1);
    assert_eq!(scaler(cpu, json!({"scaleUp": {"stabilizationWindowSeconds": 0}})), 0);
}
#[test]
fn server_side_apply_refuses_duplicates() {
    let two = |item: Value| json!([item, item]);
    let named = || two(json!({"name": "a"}));
    let container = |fields: Value| {
        let mut container = json!({"name": "web"});
        container.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        pod(json!({"containers": [container]}))
    };
    assert_eq!(container(json!({"env": two(json!({"name": "A", "value": "1"}))})), 1);
    assert_eq!(container(json!({"env": [{"name": "A", "value": "1"}, {"name": "a", "value": "1"}]})), 0);
    assert_eq!(container(json!({"volumeDevices": two(json!({"name": "a", "devicePath": "/dev/a"}))})), 1);
    assert_eq!(container(json!({"resources": {"claims": named()}})), 1);
    assert_eq!(pod(json!({"hostAliases": two(json!({"ip": "127.0.0.1", "hostnames": ["a"]}))})), 1);
    assert_eq!(
        pod(json!({"hostAliases": [{"ip": "127.0.0.1", "hostnames": ["a"]}, {"ip": "127.0.0.2", "hostnames": ["a"]}]})),
        0
    );
    assert_eq!(pod(json!({"containers": named()})), 1);
    assert_eq!(pod(json!({"initContainers": named()})), 1);
    assert_eq!(pod(json!({"initContainers": [{"name": "web"}]})), 1, "the name of a container");
    assert_eq!(pod(json!({"schedulingGates": named()})), 1);
    assert_eq!(pod(json!({"imagePullSecrets": named()})), 1);
    assert_eq!(pod(json!({"resourceClaims": two(json!({"name": "a", "resourceClaimName": "b"}))})), 1);
    let account = |secrets: Value| {
        found(json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}, "secrets": secrets}))
    };
    assert_eq!((account(named()), account(json!([{"name": "a"}, {"name": "b"}]))), (1, 0));
    let map = |metadata: Value| found(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}));
    assert_eq!(map(json!({"name": "a", "finalizers": ["acme.dev/a", "acme.dev/a"]})), 1);
    assert_eq!(map(json!({"name": "a", "finalizers": ["acme.dev/a", "acme.dev/b"]})), 0);
    let owner = json!({"apiVersion": "v1", "kind": "ConfigMap", "name": "b", "uid": "1"});
    assert_eq!(map(json!({"name": "a", "ownerReferences": two(owner)})), 1);
}
#[test]
fn subjects_limits_backends_and_sources() {
    let subject = |kind: &str, subject: Value| {
        let role = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"});
        let metadata = json!({"name": "a"});
        found(
            json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": metadata, "roleRef": role, "subjects": [subject]}),
        )
    };
    let account = json!({"kind": "ServiceAccount", "name": "a", "namespace": "shop"});
    let of_group =
        json!({"kind": "ServiceAccount", "name": "a", "namespace": "shop", "apiGroup": "rbac.authorization.k8s.io"});
    let nowhere = json!({"kind": "ServiceAccount", "name": "a"});
    let user = json!({"kind": "User", "name": "a", "apiGroup": "rbac"});
    for kind in ["RoleBinding", "ClusterRoleBinding"] {
        assert_eq!(subject(kind, account.clone()), 0);
        assert_eq!(subject(kind, json!({"kind": "Group", "name": "a", "apiGroup": "rbac.authorization.k8s.io"})), 0);
        assert_eq!([subject(kind, of_group.clone()), subject(kind, user.clone())], [1, 1]);
    }
    assert_eq!([subject("RoleBinding", nowhere.clone()), subject("ClusterRoleBinding", nowhere)], [0, 1]);
    let limits =
        |limits: Value| found(json!({"kind": "LimitRange", "metadata": {"name": "a"}, "spec": {"limits": limits}}));
    let claim = |fields: Value| {
        let mut item = json!({"type": "PersistentVolumeClaim"});
        item.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        item
    };
    assert_eq!(limits(json!([claim(json!({"max": {"storage": "1Gi"}}))])), 0);
    assert_eq!(limits(json!([claim(json!({}))])), 1);
    assert_eq!(limits(json!([{"type": "Pod", "max": {"cpu": "1"}}, {"type": "Pod", "min": {"cpu": "100m"}}])), 1);
    let ingress = |backend: Value| {
        found(
            json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "a"}, "spec": {"defaultBackend": backend}}),
        )
    };
    let service = |port: Value| json!({"service": {"name": "web", "port": port}});
    assert_eq!(ingress(service(json!({"number": 80}))), 0);
    assert_eq!(ingress(json!({"resource": {"apiGroup": "acme.dev", "kind": "Bucket", "name": "a"}})), 0);
    assert_eq!(ingress(service(json!({}))), 1);
    assert_eq!(ingress(service(json!({"number": 80, "name": "http"}))), 1);
    assert_eq!(ingress(json!({})), 1);
    let source = |source: Value| {
        let spec = json!({"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}, "dataSource": source});
        found(json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "a"}, "spec": spec}))
    };
    assert_eq!(source(json!({"kind": "PersistentVolumeClaim", "name": "b"})), 0);
    assert_eq!(source(json!({"kind": "VolumeSnapshot", "apiGroup": "snapshot.storage.k8s.io", "name": "b"})), 0);
    assert_eq!(source(json!({"kind": "VolumeSnapshot", "name": "b"})), 1);
}
#[test]
fn mounts_probes_and_systems() {
    let container = |fields: Value| {
        let mut container = json!({"name": "web"});
        container.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        pod(json!({"containers": [container], "volumes": [{"name": "a", "emptyDir": {}}]}))
    };
    let mount = |fields: Value| {
        let mut mount = json!({"name": "a", "mountPath": "/a"});
        mount.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        container(json!({"volumeMounts": [mount]}))
    };
    assert_eq!(mount(json!({"subPath": "a"})), 0);
    assert_eq!(mount(json!({"subPath": "a", "subPathExpr": "$(POD)"})), 1);
    assert_eq!(mount(json!({"mountPropagation": "HostToContainer"})), 0);
    assert_eq!(mount(json!({"mountPropagation": "Bidirectional"})), 1);
    let shared = json!([{"name": "a", "mountPath": "/a", "mountPropagation": "Bidirectional"}]);
    assert_eq!(container(json!({"volumeMounts": shared, "securityContext": {"privileged": true}})), 0);
    let probe = |kind: &str| container(json!({kind: {"tcpSocket": {"port": 80}, "terminationGracePeriodSeconds": 5}}));
    assert_eq!(["livenessProbe", "readinessProbe"].map(probe), [0, 1]);
    assert_eq!(container(json!({"livenessProbe": {"exec": {"command": ["a"]}}})), 0);
    assert_eq!(container(json!({"livenessProbe": {"exec": {}}})), 1);
    assert_eq!(container(json!({"lifecycle": {"preStop": {"exec": {}}}})), 1);
    let resize = |names: [&str; 2]| {
        let policy = names.map(|name| json!({"resourceName": name, "restartPolicy": "NotRequired"}));
        container(json!({"resizePolicy": policy}))
    };
    assert_eq!([resize(["cpu", "memory"]), resize(["cpu", "cpu"])], [0, 1]);
    let volume = |volume: Value| pod(json!({"volumes": [volume]}));
    let [secret, map] = [json!({"secret": {"name": "a"}}), json!({"configMap": {"name": "a"}})];
    assert_eq!(volume(json!({"name": "a", "projected": {"sources": [secret, map]}})), 0);
    let both = json!({"secret": {"name": "a"}, "configMap": {"name": "a"}});
    assert_eq!(volume(json!({"name": "a", "projected": {"sources": [both]}})), 1);
    assert_eq!(volume(json!({"name": "a", "ephemeral": {}})), 1);
    let claim = |fields: Value| pod(json!({"resourceClaims": [fields]}));
    assert_eq!(claim(json!({"name": "a", "resourceClaimName": "b"})), 0);
    assert_eq!(claim(json!({"name": "a", "resourceClaimName": "b", "resourceClaimTemplateName": "c"})), 1);
    assert_eq!(claim(json!({"name": "a"})), 1);
    let system = |os: &str, fields: Value, container: Value| {
        pod(json!({"os": {"name": os}, "securityContext": fields,
            "containers": [{"name": "web", "securityContext": container}]}))
    };
    let windows = json!({"windowsOptions": {"runAsUserName": "a"}});
    assert_eq!(system("windows", windows.clone(), json!({"runAsNonRoot": true})), 0);
    assert_eq!(system("linux", json!({"runAsUser": 1}), json!({"privileged": false})), 0);
    assert_eq!(system("linux", windows, json!({})), 1);
    assert_eq!(system("windows", json!({"runAsUser": 1}), json!({"capabilities": {"drop": ["ALL"]}})), 2);
    assert_eq!(pod(json!({"os": {"name": "windows"}, "hostPID": true})), 1);
    assert_eq!(pod(json!({"os": {"name": "windows"}, "hostPID": false})), 0);
}
#[test]
fn keys_of_spread_constraints_and_of_affinity() {
    let spread = |fields: Value| {
        let mut constraint = json!({"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"});
        constraint.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        pod(json!({"topologySpreadConstraints": [constraint]}))
    };
    let selector = json!({"matchLabels": {"app": "web"}});
    assert_eq!(spread(json!({"minDomains": 2})), 1);
    assert_eq!(spread(json!({"minDomains": 2, "whenUnsatisfiable": "DoNotSchedule"})), 0);
    assert_eq!(spread(json!({"matchLabelKeys": ["pod-template-hash"], "labelSelector": selector})), 0);
    assert_eq!(spread(json!({"matchLabelKeys": ["pod-template-hash"]})), 1);
    assert_eq!(spread(json!({"matchLabelKeys": ["app"], "labelSelector": selector})), 1);
    let term = |same: &str, other: &str| {
        let term = json!({"topologyKey": "zone", "labelSelector": selector, "matchLabelKeys": [same], "mismatchLabelKeys": [other]});
        let hard = json!({"requiredDuringSchedulingIgnoredDuringExecution": [term]});
        let soft = json!({"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "podAffinityTerm": term}]});
        [pod(json!({"affinity": {"podAffinity": hard}})), pod(json!({"affinity": {"podAntiAffinity": soft}}))]
    };
    assert_eq!(term("a", "b"), [0, 0]);
    assert_eq!(term("a", "app"), [0, 0], "a pod can differ from others in a label that all have");
    assert_eq!(term("a", "a"), [1, 1]);
    assert_eq!(term("app", "b"), [1, 1]);
}
#[test]
fn quotas_limits_claims_and_classes() {
    let quota = |spec: Value| found(json!({"kind": "ResourceQuota", "metadata": {"name": "a"}, "spec": spec}));
    let hard = |name: &str, amount: &str| quota(json!({"hard": {name: amount}}));
    assert_eq!([hard("pods", "5"), hard("requests.cpu", "500m"), hard("count/jobs.batch", "1")], [0, 0, 0]);
    assert_eq!([hard("pods", "500m"), hard("services.nodeports", "1500m")], [1, 1]);
    let scoped = |scopes: Value, name: &str| quota(json!({"hard": {name: "1"}, "scopes": scopes}));
    assert_eq!(scoped(json!(["BestEffort", "Terminating"]), "pods"), 0);
    assert_eq!(scoped(json!(["BestEffort", "NotBestEffort"]), "pods"), 1);
    assert_eq!(scoped(json!(["BestEffort"]), "requests.cpu"), 1);
    assert_eq!(scoped(json!(["NotBestEffort"]), "requests.cpu"), 0);
    assert_eq!(scoped(json!(["PriorityClass"]), "services"), 1);
    assert_eq!(scoped(json!(["BestEffort"]), "count/jobs.batch"), 0);
    let selected = ["Terminating", "NotTerminating"].map(|scope| json!({"scopeName": scope, "operator": "Exists"}));
    assert_eq!(quota(json!({"hard": {"pods": "1"}, "scopeSelector": {"matchExpressions": selected}})), 1);
    let ratio = |ratio: &str| {
        let limits = json!([{"type": "Container", "maxLimitRequestRatio": {"cpu": ratio}}]);
        found(json!({"kind": "LimitRange", "metadata": {"name": "a"}, "spec": {"limits": limits}}))
    };
    assert_eq!(["1", "2500m", "500m"].map(ratio), [0, 0, 1]);
    let claim = |fields: Value| {
        let mut spec = json!({"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}});
        spec.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        found(json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "a"}, "spec": spec}))
    };
    assert_eq!(claim(json!({"accessModes": ["ReadWriteOncePod"]})), 0);
    assert_eq!(claim(json!({"accessModes": ["ReadWriteOncePod", "ReadWriteOnce"]})), 1);
    let [one, other] = ["a", "b"].map(|name| json!({"kind": "PersistentVolumeClaim", "name": name}));
    assert_eq!(claim(json!({"dataSource": one, "dataSourceRef": one})), 0);
    assert_eq!(claim(json!({"dataSource": one, "dataSourceRef": other})), 1);
    let ingress = |class: &str| {
        let backend = json!({"service": {"name": "web", "port": {"number": 80}}});
        let metadata = json!({"name": "a", "annotations": {"kubernetes.io/ingress.class": "nginx"}});
        found(json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": metadata,
            "spec": {"ingressClassName": class, "defaultBackend": backend}}))
    };
    assert_eq!(["nginx", "traefik"].map(ingress), [0, 1]);
    let map = |field: &str, value: Value| {
        let mut metadata = json!({"name": "a"});
        metadata[field] = value;
        found(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}))
    };
    assert_eq!(map("uid", json!("0a1b2c3d-0000-0000-0000-000000000000")), 1);
    assert_eq!(map("managedFields", json!([{"manager": "kubectl", "operation": "Apply"}])), 1);
    assert_eq!(map("resourceVersion", json!("1")), 0, "accepted while the object is the same");
}
#[test]
fn admission_definitions_and_endpoints() {
    let object = |api_version: &str, kind: &str, name: &str, fields: Value| {
        let mut object = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}});
        object.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        found(object)
    };
    let admission = "admissionregistration.k8s.io/v1";
    let hook = |name: &str| json!({"name": name, "sideEffects": "None", "clientConfig": {"url": "https://acme.dev"}});
    for kind in ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"] {
        let hooks = |hooks: Value| object(admission, kind, "a", json!({"webhooks": hooks}));
        assert_eq!(hooks(json!([hook("a.acme.dev"), hook("b.acme.dev")])), 0);
        assert_eq!(hooks(json!([hook("a.acme.dev"), hook("a.acme.dev")])), 1);
        assert_eq!(hooks(json!([{"name": "a.acme.dev", "clientConfig": {"url": "https://acme.dev"}}])), 1);
        assert_eq!(hooks(json!([{"name": "a.acme.dev", "sideEffects": "None", "clientConfig": {}}])), 1);
    }
    let rules = json!({"resourceRules": [{"apiGroups": [""], "resources": ["pods"]}]});
    let policy = |spec: Value| object(admission, "ValidatingAdmissionPolicy", "a", json!({"spec": spec}));
    assert_eq!(policy(json!({"matchConstraints": rules, "validations": [{"expression": "true"}]})), 0);
    assert_eq!(policy(json!({"matchConstraints": rules, "validations": []})), 1);
    assert_eq!(policy(json!({"validations": [{"expression": "true"}]})), 1);
    let binding = |actions: Value| {
        object(
            admission,
            "ValidatingAdmissionPolicyBinding",
            "a",
            json!({"spec": {"policyName": "a", "validationActions": actions}}),
        )
    };
    assert_eq!([binding(json!(["Deny", "Audit"])), binding(json!(["Warn"]))], [0, 0]);
    assert_eq!([binding(json!([])), binding(json!(["Deny", "Warn"])), binding(json!(["Deny", "Deny"]))], [1, 1, 1]);
    let service = |name: &str| {
        object("apiregistration.k8s.io/v1", "APIService", name, json!({"spec": {"group": "acme.dev", "version": "v1"}}))
    };
    assert_eq!(["v1.acme.dev", "acme.dev"].map(service), [0, 1]);
    let version = |name: &str, storage: bool| json!({"name": name, "served": true, "storage": storage, "schema": {"openAPIV3Schema": {"type": "object"}}});
    let definition = |name: &str, versions: Value| {
        let names = json!({"plural": "things", "kind": "Thing"});
        let spec = json!({"group": "acme.dev", "scope": "Namespaced", "names": names, "versions": versions});
        object("apiextensions.k8s.io/v1", "CustomResourceDefinition", name, json!({"spec": spec}))
    };
    assert_eq!(definition("things.acme.dev", json!([version("v1", true), version("v2", false)])), 0);
    assert_eq!(definition("thing.acme.dev", json!([version("v1", true)])), 1);
    assert_eq!(definition("things.acme.dev", json!([version("v1", true), version("v2", true)])), 1);
    assert_eq!(definition("things.acme.dev", json!([version("v1", true), version("v1", false)])), 1);
    assert_eq!(definition("things.acme.dev", json!([version("v1", false)])), 1);
    assert_eq!(definition("things.acme.dev", json!([{"name": "v1", "served": true, "storage": true}])), 1);
    let slice = |kind: &str, addresses: Value| {
        let fields = json!({"addressType": kind, "endpoints": [{"addresses": addresses}]});
        object("discovery.k8s.io/v1", "EndpointSlice", "a", fields)
    };
    assert_eq!([slice("IPv4", json!(["10.0.0.1"])), slice("FQDN", json!(["db.acme.dev"]))], [0, 0]);
    assert_eq!([slice("IPv4", json!(["fd00::1"])), slice("IPv6", json!(["db"])), slice("IPv4", json!([]))], [1, 1, 1]);
}
