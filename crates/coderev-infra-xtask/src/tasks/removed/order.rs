//! The order of deletion.
use crate::out::ledger::Removed;
use coderev_objects::{Kind, Role};
use std::cmp::Reverse;

/// The objects in ascending order of danger, and in each class the reverse order of the files: an object before the objects that
/// it uses, such as a Deployment before its ServiceAccount.
pub(super) fn in_order<'o>(objects: impl IntoIterator<Item = &'o Removed>) -> Vec<&'o Removed> {
    let mut objects: Vec<&Removed> = objects.into_iter().collect();
    objects.sort_by_cached_key(|removed| {
        let object = &removed.object;
        let (api_version, kind) = (object.api_version(), object.kind());
        let line = Kind::find(api_version, kind)
            .and_then(|kind| Kind::all().iter().position(|it| (it.name(), it.group()) == (kind.name(), kind.group())));
        (object.danger(), Reverse(Role::for_kind(api_version, kind)), Reverse(line), *removed)
    });
    objects
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use crate::out::ledger::Removed;
    use coderev_infra::ObjectId;

    #[test]
    fn an_object_is_deleted_before_the_objects_that_it_uses() {
        let objects = [
            ("v1", "Namespace"),
            ("v1", "PersistentVolumeClaim"),
            ("apps/v1", "StatefulSet"),
            ("v1", "ConfigMap"),
            ("v1", "ServiceAccount"),
            ("rbac.authorization.k8s.io/v1", "Role"),
            ("rbac.authorization.k8s.io/v1", "RoleBinding"),
            ("networking.k8s.io/v1", "NetworkPolicy"),
            ("v1", "Service"),
            ("apps/v1", "Deployment"),
            ("keda.sh/v1alpha1", "TriggerAuthentication"),
            ("keda.sh/v1alpha1", "ScaledObject"),
            ("gateway.networking.k8s.io/v1", "HTTPRoute"),
        ]
        .map(|(api_version, kind)| Removed { object: ObjectId::new(api_version, kind, "shop", "web"), context: None });
        let kinds: Vec<&str> = in_order(&objects).into_iter().map(|it| it.object.kind()).collect();
        let expected = [
            "ScaledObject",
            "HTTPRoute",
            "TriggerAuthentication",
            "Deployment",
            "Service",
            "RoleBinding",
            "Role",
            "ServiceAccount",
            "ConfigMap",
            "NetworkPolicy",
            "StatefulSet",
            "PersistentVolumeClaim",
            "Namespace",
        ];
        assert_eq!(kinds, expected);
    }
}
