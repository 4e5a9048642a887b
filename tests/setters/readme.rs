//! The README that is written beside the manifests.
use super::*;
use coderev_infra::{Layout, Object, Patch, Raw};

fn readme(platform: &Platform) -> String {
    let synthesis = coderev_infra::synth(platform);
    let file = synthesis.file("README.md");
    file.expect("it is written").into_text()
}
fn shop() -> Namespace<Stable> {
    let api = Service::new("api", "ghcr.io/acme/api:2.8.0").pod(small());
    let mail = Worker::new("mail", "ghcr.io/acme/mail:1").pod(small());
    let web = Service::new("web", "ghcr.io/acme/web:1").pod(small());
    let migrate = Job::new("migrate", "ghcr.io/acme/api:2.8.0").pod(small()).before(&api).before(&mail);
    Namespace::new("shop", Stable).job(migrate).service(api).worker(mail).service(web)
}
/// The commands of a section, those that are about `about`.
fn commands<'a>(readme: &'a str, section: &str, about: &str) -> Vec<&'a str> {
    let (_, rest) = readme.split_once(section).expect("it has the section");
    let (_, rest) = rest.split_once("```sh\n").expect("with commands");
    let (commands, _) = rest.split_once("```").expect("which end");
    commands.lines().filter(|line| line.contains(about)).collect()
}

#[test]
fn who_waits_for_a_job_is_applied_when_it_is_complete() {
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
    assert!(readme.contains("What a Job has to be done before is held back until it is complete.\n"));
}

#[test]
fn a_job_that_nobody_waits_for_holds_nothing_back() {
    let job = Job::new("train", "ghcr.io/acme/train:1").pod(small());
    let readme = readme(&platform(Namespace::new("lab", Exp).job(job)));
    assert_eq!(commands(&readme, "## Apply", "deployments.yaml"), ["kubectl apply --server-side -f deployments.yaml"]);
    assert!(!readme.contains("kubectl wait") && !readme.contains("held back"), "{readme}");
}

/// A job may need the database of another namespace.
#[test]
fn a_job_is_waited_for_when_all_but_those_who_wait_is_there() {
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
fn all_that_rolls_out_is_waited_for_and_listed() {
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
fn an_address_on_aws_needs_its_controller() {
    let lab = |cluster: Cluster, balancer: LoadBalancer| {
        let api = Service::new("api", "ghcr.io/acme/api:1").port(Port::tcp(7000)).pod(small());
        readme(&Platform::new(cluster).namespace(Namespace::new("lab", Exp).service(api.load_balancer(balancer))))
    };
    let internal = || LoadBalancer::internal(Port::tcp(7000));
    assert!(lab(Cluster::eks(), internal()).contains("- AWS Load Balancer Controller"));
    assert!(!lab(Cluster::gke(), internal()).contains("- AWS Load Balancer Controller"));
    let edge = |edge: Edge| {
        let edge = edge.tls(Tls::secret(Secret::new("tls")));
        let web = Service::new("web", "ghcr.io/acme/web:1").port(Port::http(8000)).pod(small()).route(prefix("/"));
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
        readme(&Platform::new(Cluster::eks()).edge(edge).namespace(shop))
    };
    assert!(edge(Edge::gateway().internal()).contains("- AWS Load Balancer Controller"));
    assert!(edge(Edge::gateway()).contains("- AWS Load Balancer Controller"), "it makes public ones too");
}

#[test]
fn classes_that_somebody_else_brings_are_told() {
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
            "- The PriorityClass `urgent`: pods that name it are refused without.",
            "- The RuntimeClass `gvisor`: pods that name it are refused without.",
        ]
    );
}
