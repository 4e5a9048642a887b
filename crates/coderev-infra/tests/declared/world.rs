//! A platform in parts, one part for each type with setters.
use coderev_infra::prelude::*;
use coderev_infra::{
    AccessMode, Endpoint, ExternalSecrets, LoadBalancer, Object, Patch, Peer, PolicyRule, PriorityClass,
    ServiceAccount, Strategy, Trigger,
};
use std::collections::BTreeSet;

macro_rules! world {
    ($($part:ident: $type:ty = $new:expr;)*) => {
        /// The parts. A part that no value changes is left out, if the platform is complete without it.
        pub(crate) struct World {
            pub(crate) touched: BTreeSet<&'static str>,
            $(pub(crate) $part: Option<$type>,)*
        }
        impl World {
            pub(crate) fn new() -> Self {
                Self { touched: BTreeSet::new(), $($part: Some($new),)* }
            }
        }
    };
}
type OfPlatform = Vec<fn(Platform) -> Platform>;
type OfNamespace = Vec<fn(Namespace<Stable>) -> Namespace<Stable>>;

world! {
    cluster: Cluster = Cluster::generic();
    platform: OfPlatform = Vec::new();
    secrets: ExternalSecrets = ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme");
    edge: Edge = Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"));
    host: Host = Host::new("shop.acme.dev");
    route: Route = prefix("/shop");
    tier: TierSpec = Stable.spec();
    quota: Quota = Quota::new();
    limits: Limits = Limits::new();
    class: PriorityClass = PriorityClass::new("critical", 7100);
    slo: Slo = Slo::new();
    namespace: OfNamespace = Vec::new();
    defaults: Pod<Stable> = Pod::new().label("acme.dev/base", "base");
    web: Service<Stable> = Service::new("web", "ghcr.io/acme/web:v1").pod(complete());
    scale: Autoscale = Autoscale::new(3..=9);
    strategy: Strategy = Strategy::rolling();
    liveness: Probe = Probe::http("/live");
    port: Port = Port::http(8000);
    map: ConfigMap = ConfigMap::new("settings").data("a.toml", "a");
    files: Volume = Volume::from(&ConfigMap::new("files").data("a.toml", "a").data("b.toml", "b"));
    scratch: Volume = Volume::ephemeral(gibi(7));
    claim: PersistentVolumeClaim = PersistentVolumeClaim::new("data", gibi(5)).access_mode(AccessMode::ReadWriteMany);
    sidecar: Container = Container::new("proxy", "ghcr.io/acme/proxy:v1").cpu(millis(10)..=millis(20)).memory(mebi(16)..=mebi(32));
    account: ServiceAccount = ServiceAccount::new();
    rule: PolicyRule = PolicyRule::new(["get"], ["configmaps"]);
    nodes: Nodes = Nodes::any();
    spread: Spread = Spread::zones();
    balancer: LoadBalancer = LoadBalancer::public(Port::http(8000));
    peer: Peer = Peer::namespace("partner");
    external: External = External::new("db.acme.dev").cidr("192.0.2.0/26");
    endpoint: Endpoint<OtherServices> = Endpoint::existing("legacy", "chat", Port::http(8000));
    trigger: Trigger = Trigger::new("cron");
    patch: Patch = Patch::new(Object::POD);
    worker: Worker<Stable> = Worker::new("mail", "ghcr.io/acme/mail:v1").pod(complete());
    job: Job<Stable> = Job::new("migrate", "ghcr.io/acme/migrate:v1").pod(complete());
    cron: CronJob<Stable> = CronJob::new("nightly", "ghcr.io/acme/nightly:v1", Schedule::daily(2, 0)).pod(complete());
    set: StatefulSet<Stable> = StatefulSet::new("index", "ghcr.io/acme/index:v1").pod(complete());
    lab: Service<Exp> = Service::new("lab", "ghcr.io/acme/lab:v1").pod(complete());
    operator: Worker<Shared> = Worker::new("operator", "ghcr.io/acme/operator:v1").pod(complete());
    agent: DaemonSet<Stable> = DaemonSet::new("agent", "ghcr.io/acme/agent:v1").pod(complete());
}

fn complete<T: Tier>() -> Pod<T> {
    Pod::new().cpu(millis(100)..=millis(200)).memory(mebi(128)..=mebi(256)).readiness(Probe::exec(["/ready"]))
}

impl World {
    /// The platform of these parts.
    pub(crate) fn platform(self) -> Platform {
        let touched = self.touched;
        let has = |part: &str| touched.contains(part);
        let mut tier = part(self.tier);
        if has("quota") {
            tier = tier.quota(part(self.quota));
        }
        if has("limits") {
            tier = tier.limits(part(self.limits));
        }
        if has("class") {
            tier = tier.priority_class(part(self.class));
        }
        let mut scale = part(self.scale);
        if has("trigger") {
            scale = scale.trigger(part(self.trigger));
        }
        let mut web =
            part(self.web).route(part(self.route)).liveness(part(self.liveness)).mount("/etc/files", part(self.files));
        web = web
            .mount("/etc/settings", &part(self.map))
            .mount("/scratch", part(self.scratch))
            .mount("/data", &part(self.claim));
        web = web
            .nodes(part(self.nodes))
            .spread(part(self.spread))
            .service_account(part(self.account))
            .sidecar(part(self.sidecar));
        web = web.called_by(part(self.peer));
        if has("port") {
            web = web.port(part(self.port));
        }
        if has("strategy") {
            web = web.strategy(part(self.strategy));
        }
        if has("scale") || has("trigger") {
            web = web.autoscale(scale);
        }
        if has("balancer") {
            web = web.load_balancer(part(self.balancer));
        }
        if has("patch") {
            web = web.patch(part(self.patch));
        }
        web = web.reads(&OPA).env("BASE_TOKEN", Secret::new("base").key("token"));
        let operator =
            part(self.operator).calls(&part(self.external)).calls(&part(self.endpoint)).role(part(self.rule));
        let mut shop = Namespace::new("shop", Stable).spec(tier).defaults(part(self.defaults)).host(part(self.host));
        if has("slo") {
            shop = shop.slo(part(self.slo));
        }
        shop = shop.service(web).worker(part(self.worker)).job(part(self.job)).cron_job(part(self.cron));
        shop = shop.stateful_set(part(self.set)).daemon_set(part(self.agent));
        shop = part(self.namespace).iter().fold(shop, |shop, change| change(shop));
        let mut platform = Platform::new(part(self.cluster)).part_of("acme").edge(part(self.edge)).namespace(shop);
        platform = platform.namespace(Namespace::new("lab", Exp).service(part(self.lab)));
        platform = platform.namespace(Namespace::new("ops", Shared).worker(operator));
        if has("secrets") {
            platform = platform.secrets(part(self.secrets));
        }
        part(self.platform).iter().fold(platform.add(infrastructure()), |platform, change| change(platform))
    }
}

/// Each part is taken once.
fn part<T>(part: Option<T>) -> T {
    part.expect("a part of the world")
}
