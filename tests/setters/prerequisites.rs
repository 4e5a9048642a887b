//! The prerequisites in the README and the commands of the output.
use super::*;
use coderev_infra::{Endpoint, NVIDIA_GPU, Raw};

fn file(platform: &Platform, path: &str) -> String {
    let file = coderev_infra::synth(platform).file(path);
    file.map(File::into_text).unwrap_or_default()
}
fn readme(platform: &Platform) -> String {
    file(platform, "README.md")
}
fn web(name: &str) -> Service<Stable> {
    Service::new(name, "ghcr.io/acme/web:1").port(Port::http(8000)).pod(small())
}
/// The items that contain `word`.
fn items<'a>(readme: &'a str, word: &str) -> Vec<&'a str> {
    readme.lines().filter(|line| line.starts_with("- ") && line.contains(word)).collect()
}

#[test]
fn a_component_of_another_program_must_admit_its_callers() {
    let nats = Endpoint::existing("messaging", "nats", Port::tcp(4222)).pods("app.kubernetes.io/name", "nats");
    let chat = Service::<Shared>::new("chat", "ghcr.io/acme/chat:1").port(Port::http(8000)).pod(small()).calls(&nats);
    let called = readme(&platform(Namespace::new("play", Shared).service(chat)));
    assert_eq!(
        items(&called, "another program"),
        [
            "- `messaging`, pods `app.kubernetes.io/name: nats`, TCP 4222: another program manages them, and its network policies must allow ingress from `play/chat`."
        ]
    );
    let own = readme(&platform(Namespace::new("shop", Stable).service(web("web").uses(&POSTGRES))));
    assert_eq!(items(&own, "another program"), [""; 0], "its stores are in a namespace of the platform");
}

#[test]
fn each_edge_lists_its_hosts() {
    let inside = Edge::gateway().name("office").class("office").internal();
    let admin = Host::new("admin.acme.dev").edge(&inside);
    let shop = Namespace::new("shop", Quarantine)
        .host(Host::new("shop.acme.dev"))
        .service(Service::new("web", "ghcr.io/acme/web:1").port(Port::http(8000)).pod(small()).route(prefix("/")));
    let office = Namespace::new("office", Quarantine)
        .host(admin)
        .service(Service::new("desk", "ghcr.io/acme/desk:1").port(Port::http(8000)).pod(small()).route(prefix("/")));
    let tls = || Tls::lets_encrypt("ops@acme.dev");
    let platform = Platform::new(Cluster::gke())
        .part_of("acme")
        .edge(Edge::gateway().tls(tls()))
        .edge(inside.tls(Tls::secret(Secret::new("office-tls"))))
        .namespace(shop)
        .namespace(office);
    let printed = readme(&platform);
    assert_eq!(
        items(&printed, "DNS records"),
        [
            "- DNS records for `admin.acme.dev` that point to the address of the Gateway `office`, for clients in the provider's network:",
            "- DNS records for `shop.acme.dev` that point to the address of the Gateway `platform-gateway`:",
        ]
    );
    assert!(printed.contains("kubectl get gateway office -n platform-edge "), "{printed}");
    let (_, outside) = printed
        .split_once("From outside the cluster, these requests must be refused")
        .expect("a read-only gate is tried");
    assert!(outside.contains("https://shop.acme.dev/") && !outside.contains("admin.acme.dev"), "{outside}");
}

#[test]
fn a_certificate_without_an_issuer_is_created_by_a_command() {
    let shop =
        || Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web("web").route(prefix("/")));
    let on = |edge: Edge| Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(shop());
    let own = || Tls::secret(Secret::new("wildcard"));
    let commands = |edge: Edge| file(&on(edge), "secrets.commands.txt");
    let command =
        "kubectl create secret tls wildcard --cert=./shop/wildcard/tls.crt --key=./shop/wildcard/tls.key -n shop\n";
    assert!(
        commands(Edge::ingress_nginx().tls(own())).contains(command),
        "{}",
        commands(Edge::ingress_nginx().tls(own()))
    );
    assert!(commands(Edge::gateway().tls(own())).contains(" -n platform-edge\n"));
    assert_eq!(items(&readme(&on(Edge::gateway().tls(own()))), "`wildcard`").len(), 1);
    assert_eq!(commands(Edge::gateway().tls(Tls::lets_encrypt("ops@acme.dev"))), "", "cert-manager creates it");
    let sealed = Raw::yaml(
        "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: wildcard\n  namespace: shop\nspec: {}\n",
    );
    assert_eq!(file(&on(Edge::ingress_nginx().tls(own())).raw(sealed), "secrets.commands.txt"), "");
}

#[test]
fn required_devices_and_storage_classes_are_listed() {
    let train = Job::<Exp>::new("train", "ghcr.io/acme/train:1").pod(small()).extended_resource(NVIDIA_GPU, 8);
    let lab =
        platform(Namespace::new("lab", Exp).job(train).stateful_set(
            StatefulSet::new("notes", "ghcr.io/acme/notes:1").pod(small()).port(Port::tcp(5432)).volume_claim_template(
                PersistentVolumeClaim::new("data", gibi(20)).storage_class("fast"),
                "/var/lib/data",
            ),
        ));
    assert_eq!(
        items(&readme(&lab), "device plugin"),
        ["- The device plugin of `nvidia.com/gpu`: without it, the pods that request it stay pending."]
    );
    assert_eq!(
        items(&readme(&lab), "StorageClass"),
        ["- The StorageClass `fast`: without it, the claims that name it stay pending."]
    );
    let class = Raw::yaml(
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: fast\nprovisioner: acme.dev/disk\n",
    );
    assert_eq!(items(&readme(&lab.raw(class)), "StorageClass"), [""; 0]);
}

#[test]
fn the_metrics_adapter_is_only_for_metrics_of_pods() {
    let scaled =
        |scale: Autoscale| readme(&platform(Namespace::new("shop", Stable).service(web("web").autoscale(scale))));
    assert_eq!(items(&scaled(Autoscale::new(3..=9)), "custom.metrics"), [""; 0]);
    assert_eq!(items(&scaled(Autoscale::new(3..=9).requests_per_second(50)), "custom.metrics").len(), 1);
}

#[test]
fn autoscalers_of_keda_are_listed_if_there_are_any() {
    const PAID: Topic = KAFKA.topic("paid");
    let mail = Worker::<Stable>::new("mail", "ghcr.io/acme/mail:1")
        .pod(small())
        .uses(&KAFKA)
        .autoscale(Autoscale::new(3..=9).kafka_lag(PAID, "mail", 100));
    let printed = readme(
        &platform(Namespace::new("shop", Stable).worker(mail))
            .namespace(Namespace::new("bank", Stable).service(web("api"))),
    );
    assert!(printed.contains(",hpa,scaledobjects,pdb,networkpolicies -n shop\n"), "{printed}");
    assert!(printed.contains("kubectl get deployments,pods,svc,pdb,networkpolicies -n bank\n"), "{printed}");
}
