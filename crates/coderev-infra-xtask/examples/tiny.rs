//! A platform that is small enough for the tests of the shell to run it hundreds of times. `TINY` selects a variant.
use coderev_infra::Trigger;
use coderev_infra::prelude::*;
use coderev_infra::{Layout, Patch, Raw};
use std::process::ExitCode;

fn main() -> ExitCode {
    let tiny = std::env::var("TINY").unwrap_or_default();
    match &*tiny {
        "several" => coderev_infra_xtask::main(several("")),
        "several-changed" => coderev_infra_xtask::main(several("changed")),
        "several-warning" => coderev_infra_xtask::main(several("warning")),
        "several-allowed" => coderev_infra_xtask::main(allowed("warning")),
        "several-unused" => coderev_infra_xtask::main(allowed("")),
        "named" => coderev_infra_xtask::main([platform("").name("production")]),
        "by-namespace" => coderev_infra_xtask::main([platform("").layout(Layout::ByNamespace)]),
        "several-mail" => coderev_infra_xtask::main(several("mail")),
        "three" => coderev_infra_xtask::main([
            platform("").name("staging"),
            platform("mail").name("old"),
            platform("").name("production"),
        ]),
        "parts" => coderev_infra_xtask::main(parts(true)),
        "parts-moved" => coderev_infra_xtask::main(parts(false)),
        "nameless" => coderev_infra_xtask::main([platform(""), platform("")]),
        "outside" => coderev_infra_xtask::main([platform("").name("staging"), platform("").name("../production")]),
        "namespace" => coderev_infra_xtask::main([outside()]),
        "moved" => coderev_infra_xtask::main([moved()]),
        "hostile" => coderev_infra_xtask::main([hostile(), platform("").name("production")]),
        "context" => coderev_infra_xtask::main([platform_on(Cluster::generic().context("prod eu"), "")]),
        list if list.contains('@') => coderev_infra_xtask::main(list.split(',').map(in_context)),
        "context-renamed" => coderev_infra_xtask::main([platform_on(Cluster::generic().context("prod eu"), "renamed")]),
        one => coderev_infra_xtask::main([platform(one)]),
    }
}

/// A platform of the form `NAME@CONTEXT` or `NAME@CONTEXT=VARIANT`.
fn in_context(text: &str) -> Platform {
    let (name, rest) = text.split_once('@').unwrap_or((text, ""));
    let (context, variant) = rest.split_once('=').unwrap_or((rest, ""));
    platform_on(Cluster::generic().context(context), variant).name(name)
}

/// An object whose namespace would be a path outside of the folder.
fn outside() -> Platform {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: ../../victim}\ndata: {x: z}\n";
    platform("").layout(Layout::ByNamespace).raw(Raw::yaml(config)).allow("malformed-name", "an experiment")
}
/// The same by a patch.
fn moved() -> Platform {
    let patch = Patch::new(Object::SERVICE).set("/metadata/namespace", "../../victim");
    platform("").layout(Layout::ByNamespace).patch("tiny", "web", patch).allow("malformed-name", "an experiment")
}
/// Text that a terminal or a shell would execute.
fn hostile() -> Platform {
    let web = Service::new("web\u{1b}[2J\nerror: faked", "web:1");
    Platform::new(Cluster::generic())
        .name("$(touch pwned)")
        .namespace(Namespace::new("tiny\u{9b}2J", Stable).service(web))
}

fn several(tiny: &str) -> [Platform; 2] {
    [platform(tiny).name("staging"), platform(tiny).name("production")]
}
/// Two platforms on one cluster. The namespace `jobs` is in the first or in the second.
fn parts(is_first: bool) -> [Platform; 2] {
    let part = |name: &str, has_jobs: bool| {
        let space = |name: &str| Namespace::new(name, Stable).service(service("web", "registry.tiny.dev/web:1.0.0"));
        let part = Platform::new(Cluster::generic().context("same")).part_of(name).name(name).namespace(space(name));
        if has_jobs { part.namespace(space("jobs")) } else { part }
    };
    [part("apps", is_first), part("infra", !is_first)]
}
/// Two platforms with one allow. Its warning is on the first platform only, or on none.
fn allowed(first: &str) -> [Platform; 2] {
    let allowed = |platform: Platform| platform.allow("placeholder-left", "the registry is not chosen");
    [allowed(platform(first).name("staging")), allowed(platform("").name("production"))]
}
fn platform(tiny: &str) -> Platform {
    platform_on(Cluster::generic(), tiny)
}
fn platform_on(cluster: Cluster, tiny: &str) -> Platform {
    // The image of `errors` and `warning` is a placeholder, which is a warning.
    let image = match tiny {
        "warning" | "errors" => "registry.tiny.dev/PROJECT_ID/web:1.0.0",
        _ => "registry.tiny.dev/web:1.0.0",
    };
    let web = service("web", image);
    let worker = Worker::new("mail", "registry.tiny.dev/mail:1.0.0")
        .cpu(millis(50)..=millis(200))
        .memory(mebi(32)..=mebi(64))
        .liveness(Probe::exec(["true"]));
    let web = match tiny {
        // The number of pods changes with the load.
        "scaled" => web.autoscale(Autoscale::new(3..=6)),
        "keda" => web.autoscale(
            Autoscale::new(3..=6).trigger(
                Trigger::new("cron")
                    .metadata("timezone", "Etc/UTC")
                    .metadata("start", "0 6 * * *")
                    .metadata("end", "0 20 * * *")
                    .metadata("desiredReplicas", "6"),
            ),
        ),
        // The same service with another name.
        "renamed" => service("site", image).was("web"),
        "renamed-scaled" => service("site", image).was("web").autoscale(Autoscale::new(3..=6)),
        // A change in some files and no change in others.
        "changed" => web.cpu(millis(60)..=millis(200)),
        // One more file: `secrets.commands.txt`.
        "secret" => web.env("TOKEN", Secret::new("tokens").key("token")),
        // Two errors.
        "errors" => web.cpu(millis(300)..=millis(200)).memory(mebi(96)..=mebi(64)),
        _ => web,
    };
    let namespace = Namespace::new("tiny", Stable).service(web);
    let namespace = match tiny {
        // Objects that another variant does not have.
        "mail" => namespace.worker(worker),
        "allowed" => namespace.allow("transition-removed", "mail ends today"),
        _ => namespace,
    };
    Platform::new(cluster).part_of("acme").namespace(namespace)
}
fn service(name: &str, image: &str) -> Service<Stable> {
    Service::new(name, image)
        .port(Port::http(8080))
        .cpu(millis(50)..=millis(200))
        .memory(mebi(32)..=mebi(64))
        .liveness(Probe::http("/"))
        .readiness(Probe::http("/"))
}
