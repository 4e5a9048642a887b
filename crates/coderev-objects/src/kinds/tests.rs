use super::{Kind, Role, Scope, is_built_in, is_cluster_scoped};
use k8s_openapi::{ClusterResourceScope, NamespaceResourceScope, Resource};
use std::any::TypeId;
use std::collections::BTreeSet;

macro_rules! check_types {
    (
        typed { $($typed:ident, $typed_group:literal, $typed_versions:expr, $typed_scope:ident, $typed_role:ident, $typed_type:path $(, $written:ident)?;)* }
        checked { $($checked:ident, $checked_group:literal, $checked_versions:expr, $checked_scope:ident, $checked_role:ident, $checked_type:path;)* }
        known { $($known:tt)* }
    ) => {
        #[test]
        fn the_table_agrees_with_the_types() {
            $(check::<$typed_type>();)*
            $(check::<$checked_type>();)*
        }
    };
}
kinds!(check_types);

fn check<K: Resource>()
where
    K::Scope: 'static,
{
    let kind = Kind::find(K::API_VERSION, K::KIND).unwrap_or_else(|| panic!("{} is not in the table", K::KIND));
    assert_eq!((kind.name(), &*kind.api_version()), (K::KIND, K::API_VERSION));
    let scope = match TypeId::of::<K::Scope>() {
        id if id == TypeId::of::<ClusterResourceScope>() => Scope::Cluster,
        id if id == TypeId::of::<NamespaceResourceScope>() => Scope::Namespaced,
        _ => panic!("{} is a subresource", K::KIND),
    };
    assert_eq!(kind.scope(), scope, "{}", K::KIND);
}

#[test]
fn each_kind_has_one_line_in_the_table() {
    let names: BTreeSet<_> = Kind::all().iter().map(|kind| (kind.group(), kind.name())).collect();
    assert_eq!(names.len(), Kind::all().len());
}

#[test]
fn the_scope_is_the_same_in_each_version() {
    assert!(is_cluster_scoped("v1", "Namespace"));
    assert!(is_cluster_scoped("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"));
    assert!(is_cluster_scoped("resource.k8s.io/v1beta1", "DeviceClass"));
    assert!(!is_cluster_scoped("apps/v1", "Deployment"));
    assert!(!is_cluster_scoped("example.com/v1", "Namespace"), "the group is compared");
}

#[test]
fn the_groups_of_kubernetes_are_built_in() {
    for group in ["v1", "apps/v1", "networking.k8s.io/v1"] {
        assert!(is_built_in(group), "{group}");
    }
    for group in ["gateway.networking.k8s.io/v1", "policy.networking.k8s.io/v1alpha2", "keda.sh/v1alpha1"] {
        assert!(!is_built_in(group), "{group}");
    }
}

#[test]
fn a_kind_outside_the_table_has_the_role_of_its_group() {
    assert_eq!(Role::for_kind("traefik.io/v1alpha1", "IngressRoute"), Role::Edge);
    assert_eq!(Role::for_kind("crd.projectcalico.org/v1", "NetworkPolicy"), Role::NetworkPolicy);
    assert_eq!(Role::for_kind("example.com/v1", "Widget"), Role::Other);
    assert_eq!(Role::for_kind("v1", "Secret"), Role::Config);
}
