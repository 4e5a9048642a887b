//! `version-under-types`
use super::rule::IntentRule;
use crate::model::KubernetesVersion;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

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
