use crate::lower::cx::Cx;
use crate::lower::meta::cluster_meta;
use crate::lower::output::Output;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use std::collections::BTreeMap;

/// Each PriorityClass of the tiers of the platform, once.
pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    let mut classes = BTreeMap::new();
    for namespace in &cx.namespaces {
        if let Some(class) = &namespace.declared.spec.priority_class
            && let Some(value) = class.value
        {
            classes.entry(cx.platform.priority_class_name(class)).or_insert((class, value, namespace.declared.at));
        }
    }
    for (name, (class, value, at)) in classes {
        let object = PriorityClass {
            metadata: cluster_meta(cx.platform, &name),
            value: value.into(),
            global_default: Some(false),
            description: class.description.clone(),
            preemption_policy: class.never_preempts.then(|| "Never".into()),
        };
        out.put(object, at, "");
    }
}
