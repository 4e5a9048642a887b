use crate::lower::cx::Cx;
use crate::lower::meta::cluster_meta;
use crate::lower::output::Output;
use k8s_openapi::api::scheduling::v1::PriorityClass;

/// Each PriorityClass of the tiers of the platform, once.
pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    for namespace in &cx.namespaces {
        let Some(class) = &namespace.declared.spec.priority_class else { continue };
        let Some(value) = class.value else { continue };
        let object = PriorityClass {
            metadata: cluster_meta(cx.platform, &cx.platform.priority_class_name(class)),
            value: value.into(),
            global_default: Some(false),
            description: class.description.clone(),
            preemption_policy: class.never_preempts.then(|| "Never".into()),
        };
        out.put_once(object, namespace.declared.at, "");
    }
}
