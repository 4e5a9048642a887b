//! `version-under-types`
use super::rule::IntentRule;
use crate::model::KubernetesVersion;
use crate::resolve::Resolved;
use coderev_check::{Finding, Phase, Report, Rule};
use coderev_objects::Inventory;

pub(super) static VERSION_UNDER_TYPES: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("version-under-types", Phase::Intent)
    .summary("a cluster that is older than the Kubernetes types of this build")
    .why("The API server drops or rejects fields that it does not support yet.")
    .rust(
        r"// in a build with the feature `k8s-v1_37`
Platform::new(Cluster::generic().version(KubernetesVersion::V1_35))
//<^^^^^^^^^^^^^ error[version-under-types]: the cluster runs v1.35, but this build has the types of v1.37",
        r"// in a build with the feature `k8s-v1_37`
Platform::new(Cluster::generic().version(KubernetesVersion::V1_37))",
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let (platform, types) = (resolved.platform, KubernetesVersion::of_the_types());
    if platform.cluster.version < types {
        let message = format!(
            "the cluster runs {}, but this build has the types of {}",
            platform.cluster.version.label(),
            types.label()
        );
        let finding = report.finding("", message).at(platform.at);
        report.push(finding.help("build with the feature of the cluster's version, `--no-default-features --features k8s-v1_35`, or set a newer version"));
    }
}

/// Names of Services that begin with a digit, which `malformed-name` accepts with the types of Kubernetes 1.36 and later, on
/// a cluster that refuses them: <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/features/kube_features.go>,
/// `RelaxedServiceNameValidation`.
pub(crate) fn check_names(version: KubernetesVersion, types: KubernetesVersion, inventory: &Inventory) -> Vec<Finding> {
    let since = KubernetesVersion::V1_36;
    let mut report = Report::new(&RULE);
    if version >= since || types < since {
        return Vec::new();
    }
    let services = inventory.entries().filter(|entry| entry.kind() == "Service" && entry.api_version() == "v1");
    for service in services.filter(|entry| entry.name().starts_with(|first: char| first.is_ascii_digit())) {
        let message = format!(
            "the name `{}` of a Service begins with a digit, and the cluster runs {}, which refuses it",
            service.name(),
            version.label()
        );
        let finding = report.finding(service.subject(), message).at(service.origin_of("/metadata/name"));
        report
            .push(finding.help("begin the name with a letter, or set a newer version of the cluster, at least v1.36"));
    }
    report.into_findings()
}

#[cfg(test)]
mod tests {
    use super::check_names;
    use crate::prelude::*;
    use crate::{KubernetesVersion, Raw, synth};
    use KubernetesVersion::{V1_35, V1_36, V1_37};

    /// A cluster below 1.36 refuses the name. `malformed-name` refuses it in a build with the types of 1.35.
    #[test]
    fn a_service_begins_with_a_digit_since_1_36_of_the_cluster() {
        let spec = "spec: {selector: {app: web}, ports: [{port: 80}]}";
        let raw = format!("apiVersion: v1\nkind: Service\nmetadata: {{name: 1-raw}}\n{spec}\n");
        let shop = Namespace::new("shop", Stable)
            .service(Service::new("2048", "ghcr.io/acme/web:v1.4.0"))
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
            .raw(Raw::yaml(&raw));
        let synthesis = synth(&Platform::new(Cluster::generic()).namespace(shop));
        let found = |version, types| {
            let findings = check_names(version, types, synthesis.inventory());
            findings.iter().map(|it| it.message().to_owned()).collect::<Vec<_>>()
        };
        let refused = ["1-raw", "2048"].map(|name| {
            format!("the name `{name}` of a Service begins with a digit, and the cluster runs v1.35, which refuses it")
        });
        assert_eq!(found(V1_35, V1_36), refused);
        assert_eq!(found(V1_35, V1_37), refused);
        assert_eq!(found(V1_36, V1_36), [""; 0]);
        assert_eq!(found(V1_36, V1_37), [""; 0]);
        assert_eq!(found(V1_35, V1_35), [""; 0], "`malformed-name` has the finding");
    }

    /// Each cluster that the build supports: its version is not below the types.
    #[test]
    fn a_build_accepts_the_name_from_the_types_of_1_36() {
        let types = KubernetesVersion::of_the_types();
        for version in [V1_35, V1_36, V1_37] {
            let shop = Namespace::new("shop", Stable).service(Service::new("2048", "ghcr.io/acme/web:v1.4.0"));
            let synthesis = synth(&Platform::new(Cluster::generic().version(version)).namespace(shop));
            let rules =
                synthesis.findings().iter().filter(|it| it.message().contains("2048")).map(|it| it.rule().name());
            let mut rules = rules.filter(|it| matches!(*it, "malformed-name" | "version-under-types"));
            let expected = match (types < V1_36, version < V1_36) {
                (true, _) => "malformed-name",
                (false, true) => "version-under-types",
                (false, false) => "",
            };
            assert_eq!(rules.next().unwrap_or_default(), expected, "{version:?}");
        }
    }
}
