//! The files of the output, and the objects that each holds.
use coderev_objects::{Object, Role};

/// A file of objects. The order is the order in which files are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OutputFile {
    Namespaces,
    Policies,
    NetworkPolicies,
    Config,
    Secrets,
    Deployments,
    HpaIngress,
}

impl OutputFile {
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Namespaces => "namespaces.yaml",
            Self::Policies => "policies.yaml",
            Self::NetworkPolicies => "network-policies.yaml",
            Self::Config => "config.yaml",
            Self::Secrets => "external-secrets.yaml",
            Self::Deployments => "deployments.yaml",
            Self::HpaIngress => "hpa-ingress.yaml",
        }
    }
    /// The file that holds an object.
    pub(crate) fn holding(object: &Object) -> Self {
        Self::of_role(object.role())
    }
    fn of_role(role: Role) -> Self {
        match role {
            Role::Definition | Role::Namespace => Self::Namespaces,
            Role::Policy => Self::Policies,
            Role::NetworkPolicy => Self::NetworkPolicies,
            Role::Config => Self::Config,
            Role::SecretSource => Self::Secrets,
            Role::Autoscaling | Role::Edge => Self::HpaIngress,
            _ => Self::Deployments,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OutputFile;
    use coderev_objects::Kind;

    /// The table in the documentation of [`crate::Layout`].
    #[test]
    fn the_documentation_names_the_file_of_each_kind() {
        let mut kinds = 0;
        for row in include_str!("../model/layout.rs").lines().filter_map(|it| it.strip_prefix("/// | `")) {
            let (file, text) = row.split_once("` | ").expect("a file and its objects");
            for name in text.split('`').skip(1).step_by(2) {
                let kind = Kind::all().iter().find(|it| it.name() == name).expect(name);
                assert_eq!(OutputFile::of_role(kind.role()).path(), file, "{name}");
                kinds += 1;
            }
        }
        assert!(kinds > 25, "{kinds} kinds");
    }
}
