//! `closed-connection`
use crate::resolve::connections::{Caller, Connection, Controller};
use coderev_check::{Finding, Phase, Report, Rule};
use coderev_objects::Inventory;
use coderev_reach::{Convention, Labels, Objects, Peer, PeerId, Port, Reach, Verdict, Workload};
use std::collections::BTreeMap;

/// The rule. It evaluates the network policies of the patched objects.
pub(crate) static CLOSED_CONNECTION: Rule = Rule::error("closed-connection", Phase::Objects)
    .summary("connections that `.calls(..)`, `.uses(..)`, `.called_by(..)`, a route or an autoscaler declares, and that a patch removes from the network policies of one side")
    .why("A setter allows a connection in the network policies of both sides. If a patch removes it from one side, each connection attempt times out.")
    .rust(
        r#"let api = Service::new("api", "ghcr.io/acme/api:v1.4.0").patch(Patch::new(Object::NETWORK_POLICY).remove("/spec/ingress"));
let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&api);
  //                                                     ^^^^^ error[closed-connection]: `shop/web` connects to `shop/api` on port 8000, but no NetworkPolicy of `shop/api` allows this ingress (policies: `shop/api`, `shop/default-deny-all`)
Namespace::new("shop", Stable).service(web).service(api)"#,
        r#"let api = Service::new("api", "ghcr.io/acme/api:v1.4.0");
let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&api);
Namespace::new("shop", Stable).service(web).service(api)"#,
    );

/// Asks each connection of the program. Policies that the API server would refuse are reported by other rules.
pub(crate) fn check(connections: &[Connection], inventory: &Inventory) -> Vec<Finding> {
    if connections.is_empty() {
        return Vec::new();
    }
    let mut objects = Objects::new();
    for document in inventory.documents() {
        // An object that cannot be decoded has findings of its own.
        let _ = objects.add_document(document);
    }
    let callers: Vec<Option<Workload>> = connections.iter().map(|it| caller(&it.from, &mut objects)).collect();
    let Ok(reach) = Reach::new(&objects, Convention::KUBERNETES) else { return Vec::new() };
    let peers: BTreeMap<&Workload, PeerId> = reach.peers().map(|(id, peer)| (&peer.workload, id)).collect();
    let mut report = Report::new(&CLOSED_CONNECTION);
    for (connection, caller) in connections.iter().zip(&callers) {
        let Some(caller) = caller else { continue };
        // A store without a StatefulSet has no pods on the platform.
        let (Some(from), Some(to)) = (peers.get(caller), peers.get(&pods_of(&connection.to))) else { continue };
        let Ok(protocol) = connection.port.protocol().parse() else { continue };
        let port = Port { protocol, number: connection.port.number };
        let answer = reach.ask((*from).into(), (*to).into(), port);
        let title = |id: PeerId| {
            let Workload { namespace, name, .. } = &reach.peer(id).workload;
            format!("{namespace}/{name}")
        };
        let sides = [(answer.egress, *from, "egress"), (answer.ingress, *to, "ingress")];
        for (verdict, closed, direction) in sides {
            let Verdict::Denied(policies) = verdict else { continue };
            let (from, to, closed) = (title(*from), title(*to), title(closed));
            let policies: Vec<String> = policies.iter().map(|policy| format!("`{policy}`")).collect();
            let (number, policies) = (port.number, policies.join(", "));
            let message = format!(
                "`{from}` connects to `{to}` on port {number}, but no NetworkPolicy of `{closed}` allows this {direction} (policies: {policies})"
            );
            let finding = report.finding(to.clone(), message).at(connection.at);
            report.push(finding.help(format!("a patch changed a policy, or a label that a policy selects: allow the {direction} in the patch, or remove the setter of the connection")));
        }
    }
    report.into_findings()
}

fn pods_of(Controller { namespace, kind, name }: &Controller) -> Workload {
    Workload::new(namespace, name, *kind)
}

/// The workload that opens the connection. Pods of other programs are added to the objects.
fn caller(caller: &Caller, objects: &mut Objects) -> Option<Workload> {
    match caller {
        Caller::Workload(controller) => Some(pods_of(controller)),
        Caller::Pods(peer) => {
            let labels: Labels = peer.pods.iter().cloned().collect();
            let name = peer.pods.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",");
            let workload = Workload::new(peer.namespace.clone()?, name, "Pod");
            objects.add(&Peer::new(workload.clone(), labels));
            Some(workload)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Finding;
    use crate::prelude::*;
    use crate::{Object, Patch, Peer, synth};

    fn web() -> Service<Stable> {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
    }
    fn check(platform: &Platform) -> Vec<String> {
        let findings = synth(platform);
        let findings = findings.findings().iter().filter(|it| it.rule().name() == "closed-connection");
        let message = |it: &Finding| {
            let side = if it.message().contains("this ingress") { "allow the ingress" } else { "allow the egress" };
            assert!(it.help_text().contains(side), "{it:?}");
            it.message().to_owned()
        };
        findings.map(message).collect()
    }
    fn policy() -> Patch {
        Patch::new(Object::NETWORK_POLICY)
    }

    #[test]
    fn a_patch_that_closes_one_end_is_reported() {
        let platform = |patch: Patch, of_api: Patch| {
            let api = web_named("api").patch(of_api);
            let shop = Namespace::new("shop", Stable).service(web().calls(&api).patch(patch)).service(api);
            Platform::new(Cluster::generic()).namespace(shop)
        };
        let harmless = || Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 30);
        assert_eq!(check(&platform(harmless(), harmless())), [""; 0]);
        let ingress = [
            "`shop/web` connects to `shop/api` on port 8000, but no NetworkPolicy of `shop/api` allows this ingress (policies: `shop/api`, `shop/default-deny-all`)",
        ];
        assert_eq!(check(&platform(harmless(), policy().remove("/spec/ingress"))), ingress);
        let egress = [
            "`shop/web` connects to `shop/api` on port 8000, but no NetworkPolicy of `shop/web` allows this egress (policies: `shop/allow-dns`, `shop/default-deny-all`, `shop/web`)",
        ];
        assert_eq!(check(&platform(policy().remove("/spec/egress"), harmless())), egress);
        // The policies select the pods by this label.
        let label = Patch::new(Object::POD).set("/metadata/labels/app.kubernetes.io~1name", "backend");
        let closed = check(&platform(harmless(), label));
        assert_eq!(closed.len(), 2, "{closed:#?}");
        // A Job has its version in the name of its object, and a raw object may have the name of a workload.
        let same_name = "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec: {containers: [{name: api, image: 'api:v1.0.0'}]}\n";
        let migrate = Job::new("migrate", "ghcr.io/acme/api:v1.4.0");
        let api = web_named("api").patch(policy().remove("/spec/ingress"));
        let shop =
            Namespace::new("shop", Stable).job(migrate.calls(&api)).service(api).raw(crate::Raw::yaml(same_name));
        let closed = check(&Platform::new(Cluster::generic()).namespace(shop));
        assert!(
            matches!(&closed[..], [one] if one.starts_with("`shop/migrate-v1-4-0` connects to `shop/api`")),
            "{closed:#?}"
        );
        // Another annotation, and another rule of the policy, close nothing.
        let annotation = Patch::new(Object::POD).set("/metadata/annotations", json!({ "a.dev/b": "c" }));
        assert_eq!(check(&platform(policy().set("/spec/ingress", json!([])), annotation)), [""; 0]);
    }

    #[test]
    fn routes_stores_and_callers_are_connections() {
        const ORDERS: Store<Postgres> = Store::postgres("orders");
        let monitoring = Peer::namespace("monitoring").pods("app", "prometheus");
        let service = |patch: Patch| web().uses(&ORDERS).route(prefix("/")).called_by(monitoring.clone()).patch(patch);
        let platform = |patch: Patch| {
            let data = Namespace::new("data", Stable).stateful_set(
                StatefulSet::new("orders", "ghcr.io/acme/postgres:v17.0.0").port(Port::tcp(5432)).provides(&ORDERS),
            );
            let host = Host::new("acme.dev");
            let shop = Namespace::new("shop", Stable).host(host).service(service(patch));
            Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(data).namespace(shop)
        };
        let kept = check(&platform(Patch::new(Object::DEPLOYMENT).set("/metadata/labels/a", "b")));
        assert_eq!(kept, [""; 0]);
        let ingress = check(&platform(policy().remove("/spec/ingress")));
        assert_eq!(ingress.len(), 2, "{ingress:#?}");
        let egress = check(&platform(policy().remove("/spec/egress")));
        assert!(matches!(&egress[..], [one] if one.contains("`data/orders` on port 5432")), "{egress:#?}");
    }

    fn web_named(name: &str) -> Service<Stable> {
        Service::new(name, "ghcr.io/acme/api:v1.4.0")
    }
}
