//! The README of the output.
use super::*;
use coderev_infra::{Layout, Object, Patch, Raw};

fn readme(platform: &Platform) -> String {
    let synthesis = coderev_infra::synth(platform);
    let file = synthesis.file("README.md");
    file.expect("the file is in the output").into_text()
}
fn shop() -> Namespace<Stable> {
    let api = Service::new("api", "ghcr.io/acme/api:2.8.0").pod(small());
    let mail = Worker::new("mail", "ghcr.io/acme/mail:1").pod(small());
    let web = Service::new("web", "ghcr.io/acme/web:1").pod(small());
    let migrate = Job::new("migrate", "ghcr.io/acme/api:2.8.0").pod(small()).before(&api).before(&mail);
    Namespace::new("shop", Stable).job(migrate).service(api).worker(mail).service(web)
}
/// The commands of a section that contain `about`.
fn commands<'a>(readme: &'a str, section: &str, about: &str) -> Vec<&'a str> {
    let (_, rest) = readme.split_once(section).expect("the section exists");
    let (_, rest) = rest.split_once("```sh\n").expect("the section has commands");
    let (commands, _) = rest.split_once("```").expect("the commands end");
    commands.lines().filter(|line| line.contains(about)).collect()
}

#[test]
fn workloads_that_wait_for_a_job_are_applied_after_it() {
    let readme = readme(&platform(shop()));
    let printed: Vec<_> = commands(&readme, "## Apply", "kubectl")
        .into_iter()
        .skip_while(|line| !line.contains("deployments.yaml"))
        .take_while(|line| !line.contains("rollout"))
        .collect();
    assert_eq!(
        printed,
        [
            "kubectl apply --server-side -f deployments.yaml -l 'app.kubernetes.io/name notin (api,mail)'",
            "kubectl wait --for=condition=complete job/migrate-2-8-0 -n shop --timeout=1800s",
            "kubectl apply --server-side -f deployments.yaml",
        ]
    );
    assert!(readme.contains("Workloads that wait for a Job are applied after the Job is complete.\n"));
}

#[test]
fn a_job_without_waiting_workloads_delays_no_workload() {
    let job = Job::new("train", "ghcr.io/acme/train:1").pod(small());
    let readme = readme(&platform(Namespace::new("lab", Exp).job(job)));
    assert_eq!(commands(&readme, "## Apply", "deployments.yaml"), ["kubectl apply --server-side -f deployments.yaml"]);
    assert!(!readme.contains("kubectl wait") && !readme.contains("wait for a Job"), "{readme}");
}

/// A job may need the database of another namespace.
#[test]
fn the_wait_for_a_job_comes_after_all_other_objects() {
    let database = StatefulSet::new("orders", "docker.io/library/postgres:18").port(Port::tcp(5432)).pod(small());
    let stores = Namespace::new("stores", Shared).stateful_set(database);
    let readme = readme(&platform(shop()).namespace(stores).layout(Layout::ByNamespace));
    let printed: Vec<_> = commands(&readme, "## Apply", "")
        .into_iter()
        .filter(|line| line.contains("deployments.yaml") || line.contains("wait"))
        .map(|line| line.trim_start_matches("kubectl apply --server-side -f "))
        .collect();
    assert_eq!(
        printed,
        [
            "shop/deployments.yaml -l 'app.kubernetes.io/name notin (api,mail)'",
            "stores/deployments.yaml",
            "kubectl wait --for=condition=complete job/migrate-2-8-0 -n shop --timeout=1800s",
            "shop/deployments.yaml",
        ]
    );
}

#[test]
fn every_rollout_is_waited_for_and_listed() {
    let agent = DaemonSet::new("agent", "ghcr.io/acme/agent:1").pod(small());
    let database = StatefulSet::new("orders", "docker.io/library/postgres:18").port(Port::tcp(5432)).pod(small());
    let by_hand = StatefulSet::new("ledger", "docker.io/library/postgres:18")
        .port(Port::tcp(5432))
        .pod(small())
        .patch(Patch::new(Object::STATEFUL_SET).set("/spec/updateStrategy/type", "OnDelete"));
    let stores = Namespace::new("stores", Shared).stateful_set(database).stateful_set(by_hand).daemon_set(agent);
    let nightly = CronJob::new("rollup", "ghcr.io/acme/rollup:1", Schedule::daily(2, 0)).pod(small());
    let readme = readme(&platform(shop().cron_job(nightly)).namespace(stores));
    let printed: Vec<_> = commands(&readme, "## Apply", "rollout").into_iter().map(|line| &line[23..]).collect();
    let expected = [
        "statefulset/orders -n stores",
        "deployment/api -n shop",
        "deployment/mail -n shop",
        "deployment/web -n shop",
        "daemonset/agent -n stores",
    ];
    assert_eq!(printed, expected);
    let listed = commands(&readme, "## Verify", "kubectl get ");
    assert!(listed.iter().any(|it| it.starts_with("kubectl get cronjobs,deployments,jobs,pods,")), "{listed:?}");
    assert!(listed.iter().any(|it| it.starts_with("kubectl get daemonsets,statefulsets,pods,")), "{listed:?}");
}

#[test]
fn a_load_balancer_on_aws_needs_its_controller() {
    let lab = |cluster: Cluster, balancer: LoadBalancer| {
        let api = Service::new("api", "ghcr.io/acme/api:1").port(Port::tcp(7000)).pod(small());
        readme(
            &Platform::new(cluster)
                .part_of("acme")
                .namespace(Namespace::new("lab", Exp).service(api.load_balancer(balancer))),
        )
    };
    let internal = || LoadBalancer::internal(Port::tcp(7000));
    assert!(lab(Cluster::eks(), internal()).contains("- AWS Load Balancer Controller"));
    assert!(!lab(Cluster::gke(), internal()).contains("- AWS Load Balancer Controller"));
    let edge = |edge: Edge| {
        let edge = edge.tls(Tls::secret(Secret::new("tls")));
        let web = Service::new("web", "ghcr.io/acme/web:1").port(Port::http(8000)).pod(small()).route(prefix("/"));
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
        readme(&Platform::new(Cluster::eks()).part_of("acme").edge(edge).namespace(shop))
    };
    assert!(edge(Edge::gateway().internal()).contains("- AWS Load Balancer Controller"));
    assert!(edge(Edge::gateway()).contains("- AWS Load Balancer Controller"), "also for public load balancers");
}

#[test]
fn classes_of_other_programs_are_listed() {
    let named = |field: &str, name: &str| {
        Worker::<Stable>::new(name, "ghcr.io/acme/mail:1")
            .pod(small())
            .patch(Patch::new(Object::POD).set(&format!("/spec/{field}"), name))
    };
    let shop = Namespace::new("shop", Stable)
        .worker(named("runtimeClassName", "gvisor"))
        .worker(named("runtimeClassName", "kata"))
        .worker(named("priorityClassName", "urgent"))
        .worker(named("priorityClassName", "system-cluster-critical"));
    let kata = Raw::yaml("apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata:\n  name: kata\nhandler: kata\n");
    let readme = readme(&platform(shop).raw(kata));
    let printed: Vec<_> = readme.lines().filter(|line| line.contains("Class `")).collect();
    assert_eq!(
        printed,
        [
            "- The PriorityClass `urgent`: without it, the API server refuses the pods that name it.",
            "- The RuntimeClass `gvisor`: without it, the API server refuses the pods that name it.",
        ]
    );
}

/// A platform with one service, and its README.
fn with_service(service: Service<Exp>) -> String {
    readme(&Platform::new(Cluster::generic()).namespace(Namespace::new("lab", Exp).service(service)))
}

#[test]
fn the_commands_use_the_port_and_the_protocol_of_the_service() {
    let lab = |port: Port| with_service(Service::new("api", "ghcr.io/acme/api:1").port(port).pod(small()));
    let http = lab(Port::http(9898).service(9898));
    assert!(http.contains("kubectl port-forward -n lab svc/api 8080:9898\ncurl http://localhost:8080/\n"), "{http}");
    let default = lab(Port::http(8000));
    assert!(default.contains("kubectl port-forward -n lab svc/api 8080:80\n"), "{default}");
    let grpc = lab(Port::grpc(9555));
    assert!(grpc.contains("kubectl port-forward -n lab svc/api 8080:9555\n```\n"), "{grpc}");
    assert!(!grpc.contains("curl"), "{grpc}");
    let udp = lab(Port::udp(5353));
    assert!(!udp.contains("port-forward") && !udp.contains("kubectl run probe"), "{udp}");
}

#[test]
fn the_isolation_is_proved_at_a_port_that_is_open_to_some_pods() {
    let port = || Port::http(9898).service(9898);
    let api = || Service::<Stable>::new("api", "ghcr.io/acme/api:1").port(port()).pod(small());
    let shop = |with: fn(Namespace<Stable>, Service<Stable>) -> Namespace<Stable>| {
        readme(&Platform::new(Cluster::generic()).namespace(with(Namespace::new("shop", Stable), api())))
    };
    let called = shop(|shop, api| {
        let web = Worker::new("web", "ghcr.io/acme/web:1").pod(small()).calls(&api);
        shop.service(api).worker(web)
    });
    assert!(called.contains("  wget -T3 -qO- http://api.shop:9898/\n"), "{called}");
    let alone = shop(Namespace::service);
    assert!(!alone.contains("kubectl run probe"), "no policy opens the port, so a timeout proves nothing: {alone}");
    let vendor = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: agent, namespace: vendor}\nspec:\n  selector: {matchLabels: {app: agent}}\n  \
                  template:\n    metadata: {labels: {app: agent}}\n    spec:\n      containers:\n      - name: agent\n        image: agent:1\n        \
                  ports: [{containerPort: 80}]\n        resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 16Mi}}\n---\n\
                  apiVersion: v1\nkind: Service\nmetadata: {name: agent, namespace: vendor}\nspec: {selector: {app: agent}, ports: [{port: 80}]}\n";
    let raw = readme(&Platform::new(Cluster::generic()).raw(Raw::yaml(vendor)));
    assert!(raw.contains("svc/agent 8080:80\n") && !raw.contains("kubectl run probe"), "{raw}");
    assert!(!raw.contains("network policies deny"), "{raw}");
}

#[test]
fn only_the_prerequisites_and_commands_of_this_platform_are_listed() {
    let plain = with_service(Service::new("api", "ghcr.io/acme/api:1").pod(small()));
    for absent in ["Helm", "kubectl top", "metrics-server", "ingress", "hpa", "sh secrets.commands.txt"] {
        assert!(!plain.contains(absent), "{absent} is in\n{plain}");
    }
    let rollout = Raw::yaml(
        "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: errors, namespace: lab}\nspec: {metrics: []}\n",
    );
    let lab = Namespace::new("lab", Exp).raw(rollout);
    let custom = readme(&Platform::new(Cluster::generic()).namespace(lab));
    assert!(
        custom.contains("- The CustomResourceDefinition of `AnalysisTemplate` in the group `argoproj.io`"),
        "{custom}"
    );
    let store = Service::<Stable>::new("api", "ghcr.io/acme/api:1").pod(small()).uses(&POSTGRES);
    let with_store = readme(&platform(Namespace::new("shop", Stable).service(store)));
    assert!(
        with_store.contains("- `platform-infrastructure`, pods `app.kubernetes.io/name: postgres`, TCP 5432: no manifest creates these pods."),
        "{with_store}"
    );
    assert_eq!(commands(&with_store, "## Apply", "secrets.commands.txt"), ["sh secrets.commands.txt"]);
}

#[test]
fn emergency_changes_name_the_files_that_take_the_fields_back() {
    let scaled = Service::new("api", "ghcr.io/acme/api:1").pod(small()).autoscale(Autoscale::new(2..=4));
    let readme = with_service(scaled);
    assert!(
        readme.contains("kubectl apply --server-side --force-conflicts -f deployments.yaml -f hpa-ingress.yaml\n"),
        "{readme}"
    );
    assert!(!readme.contains("reverts these changes"), "{readme}");
}
