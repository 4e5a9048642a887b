//! Values of platforms.
use super::value::{Value, values};
use super::world::World;
#[allow(unused_imports, reason = "each file needs some of the names")]
use coderev_infra::{prelude::*, *};

const USERS: Store<Postgres> = Store::postgres("users");

/// A version of Kubernetes that is not the version of the types in this build, which is the default.
const VERSION: (KubernetesVersion, &str) = if cfg!(feature = "k8s-v1_36") {
    (KubernetesVersion::V1_35, "enforce-version: v1.35")
} else {
    (KubernetesVersion::V1_36, "enforce-version: v1.36")
};

pub(crate) fn all() -> Vec<Value> {
    values! {
        cluster.version => [VERSION.1], |it| it.version(VERSION.0);
        cluster.context => ["--context declared-context"], |it| it.context("declared-context");
        cluster.domain => ["declared.local"], |it| it.domain("declared.local");
        cluster.dns => ["cidr: 169.254.20.11/32"], |it| it.dns(Dns::NodeLocal("169.254.20.11".into()));
        cluster.storage_class => ["storageClassName: declared-cluster"], |it| it.storage_class("declared-cluster");
        cluster.api_server => ["192.0.2.7/32"], |it| it.api_server("192.0.2.7/32");
        cluster.mirror => ["mirror.acme.dev/ghcr"], |it| it.mirror("ghcr.io", "mirror.acme.dev/ghcr");
        cluster.pull_secret => ["name: declared-pull"], |it| it.pull_secret(Secret::new("declared-pull"));
        tier.name => ["coderev.dev/tier: declared-tier"], |it| it.name("declared-tier");
        tier.environment => ["environment: declared-environment"], |it| it.environment("declared-environment");
        tier.purpose => ["declared-purpose"], |it| it.purpose("declared-purpose");
        tier.replicas => [], |it| it.replicas(4..);
        tier.default_replicas => ["replicas: 11"], |it| it.default_replicas(11);
        tier.spread => [], |it| it.spread(Spread::zones());
        tier.strategy => ["maxSurge: 51%"], |it| it.strategy(Strategy::rolling().max_surge(percent(51)));
        tier.disruption_budget => ["maxUnavailable: 2"], |it| it.disruption_budget(max_unavailable(2));
        tier.min_ready => ["minReadySeconds: 52"], |it| it.min_ready(seconds(52));
        tier.progress_deadline => ["progressDeadlineSeconds: 1053"], |it| it.progress_deadline(seconds(1053));
        tier.revision_history_limit => ["revisionHistoryLimit: 54"], |it| it.revision_history_limit(54);
        tier.pre_stop_sleep => ["seconds: 15"], |it| it.pre_stop_sleep(seconds(15));
        tier.termination_grace_period => ["terminationGracePeriodSeconds: 156"], |it| it.termination_grace_period(seconds(156));
        tier.rate_limit => ["requests: 657"], |it| it.rate_limit(per_minute(657));
        tier.pod_security => ["enforce: baseline"], |it| it.pod_security(PodSecurity::Baseline);
        tier.log_level => [], |it| it.log_level(LogLevel::Debug);
        tier.label => ["acme.dev/tier: declared-label"], |it| it.label("acme.dev/tier", "declared-label");
        tier.without_quota => [], |it| it.without_quota();
        tier.without_limits => [], |it| it.without_limits();
        quota.cpu => ["requests.cpu: \"91\"", "limits.cpu: \"92\"|`.cpu("], |it| it.cpu(cores(91)..=cores(92));
        quota.memory => ["requests.memory: 93Gi", "limits.memory: 94Gi"], |it| it.memory(gibi(93)..=gibi(94));
        quota.ephemeral_storage => ["requests.ephemeral-storage: 95Gi", "limits.ephemeral-storage: 96Gi"], |it| it.ephemeral_storage(gibi(95)..=gibi(96));
        quota.storage => ["requests.storage: 97Gi"], |it| it.storage(gibi(97));
        quota.extended_resource => ["requests.nvidia.com/gpu: \"98\""], |it| it.extended_resource(NVIDIA_GPU, 98);
        quota.pods => ["pods: \"199\""], |it| it.pods(199);
        quota.services => ["services: \"101\""], |it| it.services(101);
        quota.load_balancers => ["services.loadbalancers: \"102\""], |it| it.load_balancers(102);
        quota.node_ports => ["services.nodeports: \"103\""], |it| it.node_ports(103);
        quota.persistent_volume_claims => ["persistentvolumeclaims: \"104\""], |it| it.persistent_volume_claims(104);
        limits.max => ["cpu: \"15\"", "memory: 17Gi"], |it| it.max(cores(15), gibi(17));
        limits.min => ["cpu: 3m", "memory: 5Mi"], |it| it.min(millis(3), mebi(5));
        limits.default => ["cpu: 107m", "memory: 108Mi"], |it| it.default(millis(106)..=millis(107), mebi(107)..=mebi(108));
        limits.default_ephemeral_storage => ["ephemeral-storage: 1109Mi"], |it| it.default_ephemeral_storage(mebi(1108)..=mebi(1109));
        class.never_preempts => [], |it| it.never_preempts();
        class.description => ["declared-description"], |it| it.description("declared-description");
        slo.p95 => ["801ms"], |it| it.p95(milliseconds(801));
        slo.p99 => ["802ms"], |it| it.p99(milliseconds(802));
        slo.error_rate => ["3%"], |it| it.error_rate(percent(3));
        secrets.refresh_interval => ["refreshInterval: 83m"], |it| it.refresh_interval(minutes(83));
        secrets.prefix => ["declared-prefix/"], |it| it.prefix("declared-prefix/");
        secrets.role => ["role: declared-role"], |it| it.role("declared-role");
        secrets.service_account => ["name: declared-reader"], |it| it.service_account("declared-reader");
        namespace.label => ["acme.dev/namespace: declared-namespace"], |mut it| { it.push(|it| it.label("acme.dev/namespace", "declared-namespace")); it };
        namespace.own_label => ["acme.dev/own: declared-own"], |mut it| { it.push(|it| it.own_label("acme.dev/own", "declared-own")); it };
        namespace.annotation => ["acme.dev/note: declared-annotation"], |mut it| { it.push(|it| it.annotation("acme.dev/note", "declared-annotation")); it };
        namespace.raw => ["name: declared-raw"], |mut it| { it.push(|it| it.raw(Raw::yaml("{apiVersion: v1, kind: ServiceAccount, metadata: {name: declared-raw}}"))); it };
        namespace.allow => ["declared-namespace-reason", "`allow(\"image-not-pinned\", ..)`"], |mut it| { it.push(|it| it.allow("image-not-pinned", "declared-namespace-reason")); it };
        namespace.store => ["postgres.declared.dev"], |mut it| { it.push(|it| it.store(ExternalStore::new(&USERS, External::new("postgres.declared.dev").cidr("192.0.2.9/32")))); it };
        platform.part_of => ["app.kubernetes.io/part-of: declared-part"], |mut it| { it.push(|it| it.part_of("declared-part")); it };
        platform.name => ["# declared-platform"], |mut it| { it.push(|it| it.name("declared-platform")); it };
        platform.label => ["acme.dev/platform: declared-platform-label"], |mut it| { it.push(|it| it.label("acme.dev/platform", "declared-platform-label")); it };
        platform.layout => ["shop/deployments.yaml"], |mut it| { it.push(|it| it.layout(Layout::ByNamespace)); it };
        platform.raw => ["name: declared-cluster-raw"], |mut it| { it.push(|it| it.raw(Raw::yaml("{apiVersion: v1, kind: Namespace, metadata: {name: declared-cluster-raw}}"))); it };
        platform.patch => ["acme.dev/patched: declared-patched"], |mut it| { it.push(|it| it.patch("shop", "web", Patch::new(Object::SERVICE).set("/metadata/labels/acme.dev~1patched", "declared-patched"))); it };
    }
}
