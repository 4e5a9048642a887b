use crate::lower::cx::NamespaceCx;
use crate::lower::meta::{self, namespaced_meta, workload_labels, workload_meta};
use crate::lower::output::Output;
use coderev_objects::labels::RENAMED_TO;
use k8s_openapi::api::core::v1::ConfigMap;

/// The ConfigMaps of a namespace, each once. Two with the same name differ, so both are added.
pub(super) fn lower(cx: &NamespaceCx<'_>, out: &mut Output) {
    for (name, map) in cx.namespace.config_maps.iter() {
        let mut metadata = match map.owner {
            Some(owner) => {
                let owner = &cx.resolved.workloads[owner];
                workload_meta(owner, workload_labels(owner), name)
            }
            None => namespaced_meta(cx.platform, cx.declared, name),
        };
        if let Some(new) = &map.renamed_to {
            metadata.annotations = Some(meta::pairs([(RENAMED_TO, new)]));
        }
        let object = ConfigMap { metadata, data: Some(map.data.clone()), ..Default::default() };
        out.put(object, map.at, &cx.declared.name);
    }
}
