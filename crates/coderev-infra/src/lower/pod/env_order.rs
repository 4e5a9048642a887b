//! The order of variables: Kubernetes expands `$(NAME)` only with the variables before it.
use coderev_objects::env_references;
use k8s_openapi::api::core::v1::EnvVar;

/// Moves a variable behind the variables that its value refers to. Other variables keep their order. Variables of a cycle
/// come last: `unresolved-variable` reports them.
pub(super) fn ordered(env: Vec<EnvVar>) -> Vec<EnvVar> {
    let refers = |variable: &EnvVar| variable.value.as_ref().is_some_and(|value| value.contains("$("));
    if !env.iter().any(refers) {
        return env;
    }
    let mut ordered: Vec<EnvVar> = Vec::with_capacity(env.len());
    let mut waiting = env;
    while !waiting.is_empty() {
        let is_ready = |at: &usize| {
            let variable = &waiting[*at];
            let mut names = env_references(variable.value.as_deref().unwrap_or_default());
            !names.any(|name| waiting.iter().any(|other| other.name == name && other.name != variable.name))
        };
        let next = (0..waiting.len()).find(is_ready).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::ordered;
    use k8s_openapi::api::core::v1::EnvVar;

    fn names(env: &[(&str, &str)]) -> Vec<String> {
        let variable = |(name, value): &(&str, &str)| EnvVar {
            name: (*name).into(),
            value: Some((*value).into()),
            value_from: None,
        };
        ordered(env.iter().map(variable).collect()).into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn a_variable_follows_the_variables_that_it_refers_to() {
        assert_eq!(names(&[("HOME", "/tmp"), ("B", "$(A)"), ("A", "1"), ("C", "2")]), ["HOME", "A", "B", "C"]);
        assert_eq!(names(&[("A", "$(B)"), ("B", "$(C)"), ("C", "1")]), ["C", "B", "A"]);
        assert_eq!(names(&[("A", "$$(B) $(NONE) $(A)"), ("B", "1")]), ["A", "B"]);
        assert_eq!(names(&[("A", "$(B)"), ("B", "$(A)"), ("C", "1")]), ["C", "A", "B"]);
    }
}
