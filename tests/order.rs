//! The order of declarations has no effect, except in lists with a meaningful order.
use coderev_infra::prelude::*;
use coderev_infra::synth;

/// A setter of a service, as a step that can be at any position.
type Word = fn(Service<Stable>) -> Service<Stable>;

const WORDS: [Word; 12] = [
    |it| it.cpu(millis(250)..=millis(1000)),
    |it| it.memory(mebi(512)..=gibi(2)),
    |it| it.ephemeral_storage(mebi(256)..=gibi(1)),
    |it| it.autoscale(Autoscale::new(3..=4).cpu(percent(70)).requests_per_second(50)),
    |it| it.liveness(Probe::http("/health/live").initial_delay(seconds(30))),
    |it| it.readiness(Probe::http("/health/ready")),
    |it| it.mount("/tmp", Volume::empty_dir(gibi(1))),
    |it| it.uses(&REDIS).uses(&POSTGRES),
    |it| it.uses(&KAFKA),
    |it| it.nodes(Nodes::pool("workload-type", "compute")),
    |it| it.label("team", "core").label("area", "review"),
    |it| it.run_as_user(1000),
];
const NAMES: [&str; 5] = ["alpha", "beta", "gamma", "delta", "epsilon"];

/// A small generator of orders. Its seed reproduces a failure.
struct Order(u64);
impl Order {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("less than `bound`")
    }
    fn shuffled<T>(&mut self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
        items
    }
}

fn platform(order: &mut Order) -> Platform {
    let namespaces = order.shuffled(["review", "billing", "search"]);
    let platform = Platform::new(Cluster::generic())
        .part_of("acme")
        .edge(Edge::ingress_nginx().tls(Tls::lets_encrypt("team@acme.dev")))
        .namespace(Namespace::new("tools", Shared));
    let platform = namespaces.into_iter().fold(platform, |platform, name| platform.namespace(namespace(name, order)));
    let addons: [fn(Platform) -> Platform; 4] = [
        |platform| platform.add(infrastructure()),
        |platform| platform.add(monitoring()),
        |platform| platform.add(|platform: Platform| platform.label("acme.dev/a", "1")),
        |platform| platform.add(|platform: Platform| platform.namespace(Namespace::new("more", Shared))),
    ];
    order.shuffled(addons).into_iter().fold(platform, |platform, add| add(platform))
}
fn namespace(name: &str, order: &mut Order) -> Namespace<Stable> {
    let hosts = order.shuffled(["www", "api"]).into_iter().map(|label| Host::new(format!("{label}.{name}.acme.dev")));
    let namespace = hosts.fold(Namespace::new(name, Stable), Namespace::host);
    let api = Host::new(format!("api.{name}.acme.dev"));
    let www = Host::new(format!("www.{name}.acme.dev"));
    let last = service("omega", order);
    let services = order.shuffled(NAMES).into_iter().map(|it| {
        let routes = [
            prefix(format!("/{it}")).on(&api),
            prefix(format!("/{it}/slow")).on(&api).timeout(seconds(60)),
            exact(format!("/{it}")).on(&www),
        ];
        let routed = order.shuffled(routes).into_iter().fold(service(it, order), Service::route);
        routed.calls(&last)
    });
    let services: Vec<_> = services.collect();
    order.shuffled(services.into_iter().chain([last])).into_iter().fold(namespace, Namespace::service)
}
fn service(name: &str, order: &mut Order) -> Service<Stable> {
    let bare = Service::new(name, format!("registry.acme.dev/{name}:v1.0.0"));
    order.shuffled(WORDS).into_iter().fold(bare, |service, word| word(service))
}

#[test]
fn shuffled_declarations_give_the_same_bytes() {
    let synthesis = synth(&platform(&mut Order(1)));
    let errors: Vec<_> =
        synthesis.findings().iter().filter(|it| it.severity() == coderev_infra::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let first: Vec<_> = synthesis.files().collect();
    assert!(first.iter().any(|file| file.text().contains("name: omega")));
    for seed in 2..40 {
        let again: Vec<_> = synth(&platform(&mut Order(seed * 0x9E37_79B9))).files().collect();
        for (a, b) in first.iter().zip(&again) {
            let line = a.text().lines().zip(b.text().lines()).position(|(a, b)| a != b);
            assert!(a == b, "seed {seed}: {} differs from line {line:?}", a.path());
        }
        assert_eq!(first.len(), again.len());
    }
}

/// The order of environment variables has a meaning: a later variable may refer to an earlier one.
#[test]
fn variables_keep_their_order() {
    let two = |a: &str, b: &str| {
        let service = Service::new("web", "registry.acme.dev/web:v1.0.0").env(a, "x").env(b, "y");
        let synthesis = synth(
            &Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Exp).service(service)),
        );
        synthesis.file("deployments.yaml").expect("there is one").into_text()
    };
    let (there, back) = (two("FIRST", "SECOND"), two("SECOND", "FIRST"));
    assert!(there.find("FIRST") < there.find("SECOND"));
    assert!(back.find("SECOND") < back.find("FIRST"));
}
