//! Values against the fields of their kind.
use super::DecodeError;
use crate::fields::{FieldProblem, KubernetesVersion, Node};
use serde_json::Value;

/// Returns each field of `value` that the kind does not have, or that has a value of another type.
///
/// A required field may be absent: an admission controller can set it. A kind that this version of Kubernetes does not have is compared with the
/// newest version that has it.
pub(super) fn errors(kind: Node, value: &Value) -> impl Iterator<Item = DecodeError> {
    let build = KubernetesVersion::of_build();
    let version = if kind.versions().contains(build) { Some(build) } else { kind.versions().iter().last() };
    let problems = version.map(|version| kind.problems(value, version)).unwrap_or_default();
    problems.into_iter().filter_map(error)
}

fn error(problem: FieldProblem) -> Option<DecodeError> {
    let path = problem.path().to_string();
    match problem {
        FieldProblem::Unknown { known, .. } => {
            Some(DecodeError::UnknownField { path, known: known.into_iter().map(str::to_owned).collect() })
        }
        // The types of Kubernetes have no such field either, so both decoders report it alike.
        FieldProblem::NotInVersion { .. } => Some(DecodeError::UnknownField { path, known: Vec::new() }),
        FieldProblem::WrongType { expected, found, fix, .. } => {
            let fix = fix.map(|fix| format!(": {fix}")).unwrap_or_default();
            Some(DecodeError::WrongType { path, reason: format!("{found} instead of {expected}{fix}") })
        }
        FieldProblem::Missing { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{DecodeError, read};

    /// The error of a manifest, and its position.
    #[track_caller]
    fn error(text: &str) -> (DecodeError, String) {
        let documents = read("test.yaml", text.as_bytes()).expect("it is YAML");
        let mut errors: Vec<_> = documents[0].errors().map(|(error, at)| (error.clone(), at.to_string())).collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors.remove(0)
    }

    #[test]
    fn an_unknown_field_of_a_kind_without_a_type_has_a_position() {
        let (found, at) = error(
            "\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: side
      - name: web
        imege: web:1
",
        );
        let DecodeError::UnknownField { path, known } = found else { panic!("{found}") };
        assert_eq!(path, "/spec/template/spec/containers/[name=web]/imege");
        assert_eq!(crate::nearest("imege", known.iter().map(|name| &**name)), Some("image"));
        assert_eq!(at, "test.yaml:11:9");
    }

    #[test]
    fn a_value_of_another_type_has_a_position() {
        let text = "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: tls}\nspec:\n  duration: 90\n";
        let (found, at) = error(text);
        assert_eq!(found.to_string(), "`/spec/duration`: `90` instead of a string: put it in quotes");
        assert_eq!(at, "test.yaml:5:3");
    }

    #[test]
    fn an_absent_field_is_not_an_error() {
        let text = "apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: web}\nspec: {}\n";
        let documents = read("test.yaml", text.as_bytes()).expect("it is YAML");
        assert_eq!(documents[0].errors().count(), 0);
    }

    #[test]
    fn a_kind_of_another_version_has_known_fields() {
        for (api_version, kind) in [
            ("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy"),
            ("networking.k8s.io/v1beta1", "ServiceCIDR"),
        ] {
            let text = format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\nspecs: {{}}\n");
            let (found, _) = error(&text);
            assert!(matches!(&found, DecodeError::UnknownField { path, .. } if path == "/specs"), "{kind}: {found}");
        }
    }
}
