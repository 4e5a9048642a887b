//! Objects in namespaces that the platform does not have.
use crate::lower::cx::Cx;
use crate::lower::output::{Draft, Output};
use crate::lower::rules::UNKNOWN_NAMESPACE;
use crate::model::Place;
use coderev_check::Finding;
use coderev_objects::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// The namespaces of every cluster:
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces>.
const EVERYWHERE: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// Reports each namespace once for each position. Only raw objects and patches can name such a namespace.
pub(super) fn check(_: &Cx<'_>, out: &mut Output) {
    let drafts = out.drafts_mut();
    let declared: BTreeSet<&str> =
        drafts.iter().filter(|it| it.object.kind() == "Namespace").map(|it| it.object.name()).collect();
    let is_unknown =
        |namespace: &str| !namespace.is_empty() && !declared.contains(namespace) && !EVERYWHERE.contains(&namespace);
    let mut unknown = BTreeMap::new();
    for draft in drafts.iter().filter(|it| is_unknown(it.object.namespace())) {
        unknown.entry((draft.at, draft.object.namespace())).or_insert(draft);
    }
    let finding = |((at, namespace), draft): (&(Place, &str), &&Draft)| {
        let (kind, name) = (draft.object.kind(), draft.object.name());
        let message = format!("the {kind} `{name}` is in the namespace `{namespace}`, which is not on the platform");
        let help = match nearest(namespace, declared.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "add the namespace, or create it before these manifests are applied".to_owned(),
        };
        Finding::new(&UNKNOWN_NAMESPACE, format!("{namespace}/{name}"), message).at(*at).help(help)
    };
    let findings: Vec<Finding> = unknown.iter().map(finding).collect();
    findings.into_iter().for_each(|it| out.report(it));
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;
    use crate::{Object, Patch, Raw, synth};

    fn check(platform: Platform) -> Vec<String> {
        let synthesis = synth(&platform.namespace(Namespace::new("shop", Stable)));
        synthesis.findings().iter().map(|it| format!("{}: {}", it.rule(), it.message())).collect()
    }
    fn config(namespace: &str) -> Raw {
        Raw::yaml(&format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: {namespace}}}\ndata: {{x: z}}\n"
        ))
    }
    #[test]
    fn a_namespace_that_is_not_on_the_platform_is_reported() {
        let platform = || Platform::new(Cluster::generic()).part_of("acme");
        let message = "unknown-namespace: the ConfigMap `a` is in the namespace `shpo`, which is not on the platform";
        assert_eq!(check(platform().raw(config("shpo"))), [message]);
        for namespace in ["shop", "kube-system", "default"] {
            assert_eq!(check(platform().raw(config(namespace))), [""; 0], "{namespace}");
        }
        let own = Raw::yaml("apiVersion: v1\nkind: Namespace\nmetadata: {name: vendor}\n");
        assert_eq!(check(platform().raw(config("vendor")).raw(own)), [""; 0]);
    }
    #[test]
    fn a_patch_that_moves_an_object_is_reported() {
        let patch = Patch::new(Object::new("v1", "ConfigMap")).set("/metadata/namespace", "bank");
        let platform = Platform::new(Cluster::generic()).part_of("acme").raw(config("shop")).patch("shop", "a", patch);
        assert_eq!(check(platform).len(), 1);
    }
}
