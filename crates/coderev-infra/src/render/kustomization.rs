//! `kustomization.yaml`: the same files in the order in which they are applied.
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kustomization<'a> {
    api_version: &'static str,
    kind: &'static str,
    resources: &'a [&'a str],
}

pub(crate) fn text(paths: &[&str]) -> String {
    let kustomization =
        Kustomization { api_version: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources: paths };
    let text = coderev_yaml::to_string(&kustomization).expect("strings can be written as YAML");
    format!("{}{text}", super::HEADER)
}
