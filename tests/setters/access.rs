use crate::{object, objects, platform, rules, small};
use coderev_infra::prelude::*;
use coderev_infra::{NVIDIA_GPU, Object, PolicyRule, ServiceAccount};
use serde_json::json;

fn service<T: Tier>() -> Service<T> {
    Service::new("api", "docker.io/acme/api:1").pod(small()).readiness(Probe::http("/ready"))
}
fn shop(service: Service<Stable>) -> Platform {
    platform(Namespace::new("shop", Stable).service(service))
}

#[test]
fn called_by_allows_ingress_from_a_peer() {
    let crawler = Peer::namespace("batch").pods("app", "crawler");
    let office = Peer::cidr("203.0.113.0/24").except("203.0.113.7/32");
    let policy = object(&shop(service().called_by(crawler).called_by(office)), "NetworkPolicy", "api");
    let rules = policy["spec"]["ingress"].as_array().expect("ingress is allowed");
    let from = json!([{
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "batch"}},
        "podSelector": {"matchLabels": {"app": "crawler"}}
    }]);
    assert!(rules.iter().any(|rule| rule["from"] == from && rule["ports"][0]["port"] == 8000));
    let from = json!([{"ipBlock": {"cidr": "203.0.113.0/24", "except": ["203.0.113.7/32"]}}]);
    assert!(rules.iter().any(|rule| rule["from"] == from));
}

#[test]
fn a_role_adds_rbac_a_token_and_egress_to_the_api_server() {
    let cluster = Cluster::generic().api_server("10.0.0.1/32");
    let operator = Worker::<Shared>::new("operator", "operator:1")
        .pod(small())
        .role(PolicyRule::new(["get", "list"], ["configmaps"]))
        .role(PolicyRule::new(["get"], ["deployments"]).api_group("apps").cluster_wide());
    let platform = Platform::new(cluster).part_of("acme").namespace(Namespace::new("tools", Shared).worker(operator));
    let role = object(&platform, "Role", "operator");
    assert_eq!(role["rules"], json!([{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "list"]}]));
    assert_eq!(object(&platform, "RoleBinding", "operator")["subjects"][0]["namespace"], "tools");
    let role = object(&platform, "ClusterRole", "acme-tools-operator");
    assert_eq!(role["rules"][0]["apiGroups"], json!(["apps"]));
    assert_eq!(role["metadata"].get("namespace"), None);
    assert_eq!(
        object(&platform, "ClusterRoleBinding", "acme-tools-operator")["roleRef"]["name"],
        "acme-tools-operator"
    );
    let deployment = object(&platform, "Deployment", "operator");
    assert_eq!(deployment["spec"]["template"]["spec"]["automountServiceAccountToken"], true);
    let policy = object(&platform, "NetworkPolicy", "operator");
    assert_eq!(policy["spec"]["egress"][0]["to"], json!([{"ipBlock": {"cidr": "10.0.0.1/32"}}]));
}

#[test]
fn a_service_account_has_a_cloud_identity() {
    let account = ServiceAccount::new().annotation("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/api");
    let account = object(&shop(service().service_account(account)), "ServiceAccount", "api");
    assert_eq!(account["metadata"]["annotations"]["eks.amazonaws.com/role-arn"], "arn:aws:iam::1:role/api");
    let platform = shop(service().service_account(ServiceAccount::existing("shared")));
    assert!(
        !objects(&platform).iter().any(|it| it["kind"] == "ServiceAccount" && it["metadata"]["namespace"] == "shop")
    );
    let pod = &object(&platform, "Deployment", "api")["spec"]["template"]["spec"];
    assert_eq!(pod["serviceAccountName"], "shared");
}

#[test]
fn a_cloud_identity_allows_egress_to_its_token_service() {
    let egress = |account, cluster: Cluster| {
        let program = Platform::new(cluster)
            .part_of("acme")
            .namespace(Namespace::new("shop", Stable).service(service().service_account(account)));
        (program.clone(), object(&program, "NetworkPolicy", "api")["spec"]["egress"].clone())
    };
    let google = ServiceAccount::new().google_account("api@acme.iam.gserviceaccount.com");
    let (program, ways) = egress(google, Cluster::gke());
    let account = object(&program, "ServiceAccount", "api");
    assert_eq!(
        account["metadata"]["annotations"]["iam.gke.io/gcp-service-account"],
        "api@acme.iam.gserviceaccount.com"
    );
    assert_eq!(ways[0]["to"], json!([{"ipBlock": {"cidr": "169.254.169.254/32"}}]));
    assert_eq!(ways[1]["ports"], json!([{"port": 988, "protocol": "TCP"}]));
    let aws = || ServiceAccount::new().aws_role("arn:aws:iam::1:role/api", "eu-central-1");
    let by_name = Cluster::eks().egress_by_name(coderev_infra::EgressByName::Cilium);
    let (program, _) = egress(aws(), by_name);
    let names = object(&program, "CiliumNetworkPolicy", "api")["spec"]["egress"].to_string();
    assert!(names.contains("sts.eu-central-1.amazonaws.com"), "{names}");
    let closed = Namespace::new("shop", Stable).service(service().service_account(aws()));
    assert!(
        rules(&Platform::new(Cluster::eks()).part_of("acme").namespace(closed)).contains(&"external-without-address")
    );
    let azure = Namespace::new("lab", Exp).worker(
        Worker::new("batch", "batch:1").pod(small()).service_account(ServiceAccount::new().azure_client("0-1-2")),
    );
    let pod = object(&platform(azure), "Deployment", "batch")["spec"]["template"].clone();
    assert_eq!(pod["metadata"]["labels"]["azure.workload.identity/use"], "true");
}

#[test]
fn several_workloads_share_one_account() {
    let account = || ServiceAccount::named("training").annotation("acme.dev/role", "training");
    let worker = |name: &str| Worker::<Exp>::new(name, "train:1").pod(small()).service_account(account());
    let program = platform(Namespace::new("lab", Exp).worker(worker("b")).worker(worker("a")));
    let all: Vec<_> = objects(&program)
        .into_iter()
        .filter(|it| it["kind"] == "ServiceAccount" && it["metadata"]["namespace"] == "lab")
        .collect();
    assert_eq!(all.len(), 1, "{all:#?}");
    assert_eq!(all[0]["metadata"]["name"], "training");
    assert_eq!(object(&program, "Deployment", "b")["spec"]["template"]["spec"]["serviceAccountName"], "training");
}

#[test]
fn a_workload_without_egress_sends_no_traces() {
    let scan = Worker::<Stable>::new("scan", "scan:1").pod(small()).without_traces();
    let program = platform(Namespace::new("vetting", Stable).worker(scan));
    assert_eq!(object(&program, "NetworkPolicy", "scan")["spec"].get("egress"), None);
    let env = object(&program, "Deployment", "scan")["spec"]["template"]["spec"]["containers"][0]["env"].to_string();
    assert!(!env.contains("OTEL"), "{env}");
}

#[test]
fn a_load_balancer_is_for_protocols_other_than_http() {
    const GAME: Port = Port::udp(7777).name("game");
    let balancer = LoadBalancer::public(GAME).allow_from("198.51.100.0/24");
    let platform = shop(service().port(Port::http(8000)).port(GAME).load_balancer(balancer));
    let balancer = object(&platform, "Service", "api-lb");
    let spec = &balancer["spec"];
    assert_eq!((&spec["type"], &spec["externalTrafficPolicy"]), (&json!("LoadBalancer"), &json!("Local")));
    assert_eq!(spec["loadBalancerSourceRanges"], json!(["198.51.100.0/24"]));
    assert_eq!(spec["ports"], json!([{"name": "game", "port": 7777, "protocol": "UDP", "targetPort": "game"}]));
    let policy = object(&platform, "NetworkPolicy", "api");
    let rules = policy["spec"]["ingress"].as_array().expect("ingress is allowed");
    let open =
        json!({"from": [{"ipBlock": {"cidr": "198.51.100.0/24"}}], "ports": [{"port": 7777, "protocol": "UDP"}]});
    assert!(rules.contains(&open), "{rules:#?}");
    let quota = object(&platform, "ResourceQuota", "tier-quota");
    assert_eq!(quota["spec"]["hard"]["services.loadbalancers"], "2", "one more during a change");
}

#[test]
fn an_internal_load_balancer_has_the_annotation_of_its_provider() {
    let namespace = || {
        let balancer = LoadBalancer::internal(Port::http(8000));
        Namespace::new("shop", Stable).service(service().load_balancer(balancer))
    };
    let balancer = object(&Platform::new(Cluster::gke()).part_of("acme").namespace(namespace()), "Service", "api-lb");
    assert_eq!(balancer["metadata"]["annotations"]["networking.gke.io/load-balancer-type"], "Internal");
    assert!(
        rules(&Platform::new(Cluster::generic()).part_of("acme").namespace(namespace()))
            .contains(&"internal-without-provider")
    );
    let aws = |balancer| {
        let namespace = Namespace::new("shop", Stable).service(service().load_balancer(balancer));
        let balancer = object(&Platform::new(Cluster::eks()).part_of("acme").namespace(namespace), "Service", "api-lb");
        balancer["metadata"]["annotations"]["service.beta.kubernetes.io/aws-load-balancer-scheme"].clone()
    };
    assert_eq!(aws(LoadBalancer::public(Port::http(8000))), "internet-facing");
    assert_eq!(aws(LoadBalancer::internal(Port::http(8000))), "internal");
}

#[test]
fn annotations_apply_to_one_kind() {
    let said = service().annotation(Object::POD, "acme.dev/a", "1").annotation(Object::SERVICE, "acme.dev/b", "2");
    let platform = shop(said);
    let deployment = object(&platform, "Deployment", "api");
    assert_eq!(deployment["spec"]["template"]["metadata"]["annotations"]["acme.dev/a"], "1");
    assert_eq!(deployment["metadata"].get("annotations"), None);
    assert_eq!(object(&platform, "Service", "api")["metadata"]["annotations"]["acme.dev/b"], "2");
    assert!(rules(&shop(service().annotation(Object::CRON_JOB, "a", "b"))).contains(&"annotation-without-object"));
}

#[test]
fn extended_resources_are_requested() {
    let platform = shop(service().extended_resource(NVIDIA_GPU, 2));
    let resources =
        object(&platform, "Deployment", "api")["spec"]["template"]["spec"]["containers"][0]["resources"].clone();
    assert_eq!(
        (&resources["requests"]["nvidia.com/gpu"], &resources["limits"]["nvidia.com/gpu"]),
        (&json!("2"), &json!("2"))
    );
    let spec = Exp.spec().quota(Quota::new().extended_resource(NVIDIA_GPU, 8));
    let quota = object(&platform_of(spec), "ResourceQuota", "tier-quota");
    assert_eq!(quota["spec"]["hard"]["requests.nvidia.com/gpu"], "8");
}
fn platform_of(spec: TierSpec) -> Platform {
    platform(Namespace::new("batch", Exp).spec(spec).service(service().replicas(1)))
}

#[test]
fn metrics_of_a_worker_reach_prometheus() {
    let worker = Worker::<Stable>::new("audit", "audit:1").pod(small()).metrics(Port::metrics(9464));
    let platform = platform(Namespace::new("shop", Stable).worker(worker));
    let policy = object(&platform, "NetworkPolicy", "audit");
    assert_eq!(policy["spec"]["ingress"][0]["ports"], json!([{"port": 9464, "protocol": "TCP"}]));
    let ports = object(&platform, "Deployment", "audit")["spec"]["template"]["spec"]["containers"][0]["ports"].clone();
    assert_eq!(ports, json!([{"containerPort": 9464, "name": "metrics", "protocol": "TCP"}]));
}

#[test]
fn a_service_of_another_program_can_be_called() {
    let search = Endpoint::existing("search", "query", Port::http(9200)).pods("app", "elastic");
    assert_eq!(search.url(), "http://query.search.svc");
    let caller = Worker::<Shared>::new("indexer", "indexer:1").pod(small()).calls(&search);
    let policy = object(&platform(Namespace::new("tools", Shared).worker(caller)), "NetworkPolicy", "indexer");
    let to = &policy["spec"]["egress"][0];
    assert_eq!(to["to"][0]["podSelector"]["matchLabels"], json!({"app": "elastic"}));
    assert_eq!(to["ports"], json!([{"port": 9200, "protocol": "TCP"}]));
}

#[test]
fn a_store_outside_the_cluster_has_its_address() {
    const ORDERS: Store<Redis> = Store::redis("orders");
    const CLOUD: External = External::new("orders.cache.example.com").cidrs(&["10.20.0.0/24"]);
    let data = |external| Namespace::new("data", Shared).store(ExternalStore::new(&ORDERS, external));
    let walled = || Namespace::new("shop", Stable).service(service().uses(&ORDERS));
    let program = platform(walled()).namespace(data(CLOUD));
    let policy = object(&program, "NetworkPolicy", "api");
    let rule = json!({"to": [{"ipBlock": {"cidr": "10.20.0.0/24"}}], "ports": [{"port": 6379, "protocol": "TCP"}]});
    assert!(policy["spec"]["egress"].as_array().expect("egress").contains(&rule));
    assert_eq!(
        object(&program, "ConfigMap", "orders-config")["data"]["url"],
        "redis://orders.cache.example.com:6379/0"
    );
    let nameless = platform(walled()).namespace(data(External::new("orders.cache.example.com")));
    assert!(rules(&nameless).contains(&"external-without-address"));
}

#[test]
fn object_storage_outside_the_cluster_uses_port_443_and_other_stores_the_declared_port() {
    const MODELS: Store<Minio> = Store::minio("models");
    const CACHE: Store<Redis> = Store::redis("cache");
    let s3 = External::new("s3.eu-central-1.amazonaws.com").cidrs(&["52.219.0.0/16"]);
    let redis = External::new("cache.example.com").cidrs(&["10.20.0.0/24"]).port(Port::tcp(6380));
    let data =
        Namespace::new("data", Shared).store(ExternalStore::new(&MODELS, s3)).store(ExternalStore::new(&CACHE, redis));
    let api = service().uses(&MODELS).uses(&CACHE);
    let program = platform(Namespace::new("shop", Stable).service(api)).namespace(data);
    let config = |name: &str| object(&program, "ConfigMap", name)["data"].clone();
    assert_eq!(config("models-config")["endpoint"], "https://s3.eu-central-1.amazonaws.com");
    assert_eq!(config("cache-config")["url"], "redis://cache.example.com:6380/0");
    let policy = object(&program, "NetworkPolicy", "api");
    let ports: Vec<_> =
        policy["spec"]["egress"].as_array().expect("ways").iter().map(|it| &it["ports"][0]["port"]).collect();
    assert!(ports.contains(&&json!(443)) && ports.contains(&&json!(6380)), "{ports:?}");
}

#[test]
fn images_come_from_the_mirror() {
    let cluster = Cluster::generic().mirror("docker.io", "mirror.example.com/docker");
    let platform = Platform::new(cluster).part_of("acme").namespace(Namespace::new("shop", Stable).service(service()));
    let pod = &object(&platform, "Deployment", "api")["spec"]["template"]["spec"];
    assert_eq!(pod["containers"][0]["image"], "mirror.example.com/docker/acme/api:1");
}

#[test]
fn a_caller_without_a_handle_is_allowed_on_the_port_of_its_peer() {
    const ADMIN: Port = Port::http(9000).name("admin").service(9000);
    let office = Peer::cidr("203.0.113.0/24").port(ADMIN);
    let said = || service().port(Port::http(8000)).called_by(office.clone());
    let policy = object(&shop(said().port(ADMIN)), "NetworkPolicy", "api");
    let rules = policy["spec"]["ingress"].as_array().expect("ingress is allowed");
    let open = json!({"from": [{"ipBlock": {"cidr": "203.0.113.0/24"}}], "ports": [{"port": 9000, "protocol": "TCP"}]});
    assert_eq!(rules.len(), 2, "the office and Prometheus: {rules:#?}");
    assert!(rules.contains(&open), "{rules:#?}");
    assert!(crate::rules(&shop(said())).contains(&"missing-port"), "no container has the port");
}

#[test]
fn a_workload_has_several_load_balancers_with_several_ports() {
    const PLAY: Port = Port::udp(7777);
    const CHAT: Port = Port::tcp(7788);
    let public = LoadBalancer::public(PLAY).port(CHAT).session_affinity().annotation("acme.dev/pool", "play");
    let office = LoadBalancer::internal(CHAT).name("api-office").annotation("acme.dev/lb", "inside");
    let said = service().port(Port::http(8000)).port(PLAY).port(CHAT).load_balancer(public).load_balancer(office);
    let platform = shop(said);
    let public = object(&platform, "Service", "api-lb");
    assert_eq!(public["spec"]["sessionAffinity"], "ClientIP");
    assert_eq!(public["metadata"]["annotations"], json!({"acme.dev/pool": "play"}));
    let ports = public["spec"]["ports"].as_array().expect("ports");
    assert_eq!(ports.iter().map(|it| &it["protocol"]).collect::<Vec<_>>(), ["UDP", "TCP"]);
    assert_eq!(object(&platform, "Service", "api-office")["spec"]["ports"][0]["port"], 7788);
    let policy = object(&platform, "NetworkPolicy", "api");
    let first = json!([{"port": 7777, "protocol": "UDP"}, {"port": 7788, "protocol": "TCP"}]);
    let rules_in = policy["spec"]["ingress"].as_array().expect("ingress is allowed");
    assert!(rules_in.iter().any(|rule| rule["ports"] == first), "{rules_in:#?}");
    let quota = object(&platform, "ResourceQuota", "tier-quota");
    assert_eq!(quota["spec"]["hard"]["services.loadbalancers"], "3");
    assert!(rules(&platform).is_empty(), "an annotation makes it internal: {:?}", rules(&platform));
}

#[test]
fn workloads_of_the_same_namespace_are_a_separate_destination() {
    struct Tenant;
    impl Tier for Tenant {
        fn spec(&self) -> TierSpec {
            TierSpec::new("tenant")
        }
    }
    impl Calls<SameNamespace> for Tenant {}
    let api = Service::<Tenant>::new("api", "api:1").pod(small());
    let web = Service::<Tenant>::new("web", "web:1").pod(small()).calls(&api);
    let policy = object(&platform(Namespace::new("acme", Tenant).service(api).service(web)), "NetworkPolicy", "api");
    let from = &policy["spec"]["ingress"][1]["from"][0];
    assert_eq!(from["podSelector"]["matchLabels"]["app.kubernetes.io/name"], "web");
    assert_eq!(from["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "acme");
}

#[test]
fn a_role_in_a_restricted_tier_may_mount_its_token() {
    struct Operators;
    impl Tier for Operators {
        fn spec(&self) -> TierSpec {
            TierSpec::new("operators")
        }
    }
    impl Calls<KubernetesApi> for Operators {}
    let operator = |name: &str| Worker::<Operators>::new(name, "operator:1").pod(small());
    let listing = operator("lister").role(PolicyRule::new(["list"], ["pods"]));
    let program = platform(Namespace::new("ops", Operators).worker(listing).worker(operator("other")));
    let policy = object(&program, "ValidatingAdmissionPolicy", "acme-pod-hardening");
    let all = policy["spec"]["validations"].as_array().expect("rules");
    let token = all.iter().find(|it| it["message"] == "automountServiceAccountToken must be false").expect("a rule");
    let expression = token["expression"].as_str().expect("CEL");
    assert!(expression.ends_with(" in ['ops/lister']"), "{expression}");
}

#[test]
fn addresses_can_be_computed() {
    let bank = External::new("bank.example.com").cidr(format!("198.51.{}.0/24", 100)).cidr("203.0.113.0/24");
    let worker = Worker::<Shared>::new("sync", "sync:1").pod(small()).calls(&bank);
    let policy = object(&platform(Namespace::new("tools", Shared).worker(worker)), "NetworkPolicy", "sync");
    let to = json!([{"ipBlock": {"cidr": "198.51.100.0/24"}}, {"ipBlock": {"cidr": "203.0.113.0/24"}}]);
    assert_eq!(policy["spec"]["egress"][0]["to"], to);
}

#[test]
fn a_store_of_another_program_in_the_cluster_can_be_used() {
    const SESSIONS: Store<Redis> = Store::redis("sessions");
    let dragonfly = Endpoint::existing("caches", "dragonfly", Port::tcp(6379)).pods("app", "dragonfly");
    let data = Namespace::new("data", Shared).store(ExternalStore::in_cluster(&SESSIONS, &dragonfly));
    let program = platform(Namespace::new("shop", Stable).service(service().uses(&SESSIONS))).namespace(data);
    let policy = object(&program, "NetworkPolicy", "api");
    let to = &policy["spec"]["egress"][0]["to"][0];
    assert_eq!(to["podSelector"]["matchLabels"], json!({"app": "dragonfly"}));
    assert_eq!(to["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "caches");
    let url = &object(&program, "ConfigMap", "sessions-config")["data"]["url"];
    assert_eq!(url, "redis://dragonfly.caches.svc.cluster.local:6379/0");
}

#[test]
fn a_store_of_one_namespace_is_not_available_in_another() {
    const GLOBEX: Store<Postgres> = Store::postgres("globex");
    let outside = External::new("globex.db.example.com").cidrs(&["10.40.0.0/24"]);
    let data = || Namespace::new("data", Shared).store(ExternalStore::new(&GLOBEX, outside.clone()).used_by("globex"));
    let tenant = |name: &str| {
        let program = platform(Namespace::new(name, Stable).service(service().uses(&GLOBEX)));
        rules(&program.namespace(data()))
    };
    assert_eq!(tenant("acme"), ["store-not-shared"]);
    assert!(tenant("globex").is_empty());
}

#[test]
fn a_workload_without_metrics_denies_prometheus() {
    let said =
        |service: Service<Stable>| object(&shop(service), "NetworkPolicy", "api")["spec"].get("ingress").cloned();
    assert!(said(service()).is_some_and(|rules| rules.to_string().contains("prometheus")));
    assert_eq!(said(service().without_metrics()), None);
}

#[test]
fn a_load_balancer_has_session_affinity_and_no_node_ports() {
    const PLAY: Port = Port::tcp(7777);
    let balancer = LoadBalancer::public(PLAY).publish_not_ready_addresses().without_node_ports();
    let program = shop(service().port(Port::http(8000)).port(PLAY).load_balancer(balancer));
    let spec = object(&program, "Service", "api-lb")["spec"].clone();
    assert_eq!(spec["publishNotReadyAddresses"], true);
    assert_eq!(spec["allocateLoadBalancerNodePorts"], false);
    let hard = object(&program, "ResourceQuota", "tier-quota")["spec"]["hard"].clone();
    assert_eq!((&hard["services.loadbalancers"], &hard["services.nodeports"]), (&json!("2"), &json!("0")));
}

#[test]
fn addresses_of_stores_and_name_servers_must_be_cidr_blocks() {
    const ORDERS: Store<Redis> = Store::redis("orders");
    let outside = External::new("cache.example.com").cidrs(&["10.20.0.7"]);
    let data = Namespace::new("data", Shared).store(ExternalStore::new(&ORDERS, outside));
    assert!(rules(&platform(data)).contains(&"malformed-cidr"));
    let cluster = Cluster::generic().dns(coderev_infra::Dns::Custom(Peer::cidr("10.0.0.10")));
    assert!(rules(&Platform::new(cluster).part_of("acme")).contains(&"malformed-cidr"));
}

#[test]
fn one_port_number_over_tcp_and_udp_is_two_ports() {
    const TCP: Port = Port::tcp(5300);
    const UDP: Port = Port::udp(5300);
    let names = Service::<Shared>::new("names", "names:1").pod(small()).port(TCP).port(UDP).readiness(Probe::tcp());
    let tools = Namespace::new("tools", Shared);
    let endpoint = tools.endpoint(&names);
    let asker = Worker::<Shared>::new("asker", "asker:1")
        .pod(small())
        .calls(&endpoint.clone().port(TCP))
        .calls(&endpoint.port(UDP));
    let program = platform(tools.service(names).worker(asker));
    let policy = object(&program, "NetworkPolicy", "asker");
    let ways = policy["spec"]["egress"].as_array().expect("egress");
    let spoken: Vec<_> = ways.iter().map(|way| way["ports"][0]["protocol"].clone()).collect();
    assert_eq!(spoken, ["TCP", "UDP"]);
}
