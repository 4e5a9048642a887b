//! Documents: objects from any source, such as manifests in YAML.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use coderev_objects::{Document, Object, Origin};

use super::{Objects, strict};

/// A document of an evaluated kind that does not match the kind. It prints as `` `web` is not a Deployment: .. ``.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Undecoded {
    /// The name of the object.
    pub name: String,
    /// The kind. Empty for a list that cannot be read.
    pub kind: String,
    /// The reason.
    pub reason: String,
    /// The origin of the field at fault, if it is known.
    pub at: Option<Origin>,
}

impl Undecoded {
    /// Whether it is a network policy, which decides on the answers about the pods that it selects.
    #[must_use]
    pub fn is_policy(&self) -> bool {
        self.kind == "NetworkPolicy"
    }
}

impl Display for Undecoded {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.kind.is_empty() {
            return f.write_str(&self.reason);
        }
        write!(f, "`{}` is not a {}: {}", self.name, self.kind, self.reason)
    }
}

impl std::error::Error for Undecoded {}

impl Objects {
    /// Adds an object from any source. Kinds without an effect on traffic are ignored.
    ///
    /// ```
    /// use coderev_reach::{Convention, Objects, Reach};
    ///
    /// let text = b"apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n";
    /// let mut objects = Objects::new();
    /// for document in coderev_objects::read("web.yaml", text)? {
    ///     objects.add_document(&document)?;
    /// }
    /// let reach = Reach::new(&objects, Convention::KUBERNETES).map_err(|mut errors| errors.remove(0))?;
    /// assert_eq!(reach.workloads().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the document is of an evaluated kind and does not match the kind. An unknown field is an error in a
    /// NetworkPolicy only: without the field, a rule may allow every peer.
    pub fn add_document(&mut self, document: &Document) -> Result<(), Undecoded> {
        if let Some(policy) = strict::policy(document) {
            self.add(&policy?);
            return Ok(());
        }
        match document.object() {
            Object::Namespace(it) => self.add(&**it),
            Object::Pod(it) => self.add(&**it),
            Object::Service(it) => self.add(&**it),
            Object::ReplicationController(it) => self.add(&**it),
            Object::Deployment(it) => self.add(&**it),
            Object::ReplicaSet(it) => self.add(&**it),
            Object::DaemonSet(it) => self.add(&**it),
            Object::StatefulSet(it) => self.add(&**it),
            Object::Job(it) => self.add(&**it),
            Object::CronJob(it) => self.add(&**it),
            Object::Ingress(it) => self.add(&**it),
            object => return self.add_untyped(document, object),
        }
        Ok(())
    }

    fn add_untyped(&mut self, document: &Document, object: &Object) -> Result<(), Undecoded> {
        let (version, kind) = (document.source().api_version(), object.kind());
        let group = version.split_once('/').map_or("", |(group, _)| group);
        let reason = document.errors().next().map(|(error, _)| error.to_string());
        match (kind, reason) {
            ("" | "List", None) => {}
            ("" | "List", Some(reason)) => {
                return Err(Undecoded { name: String::new(), kind: String::new(), reason, at: None });
            }
            (_, reason) if is_evaluated(group, kind) => {
                let (name, kind) = (object.name().to_owned(), kind.to_owned());
                let at = document.errors().next().map(|(_, at)| at);
                return Err(Undecoded {
                    name,
                    kind,
                    reason: reason.unwrap_or_else(|| "its value is unknown".into()),
                    at,
                });
            }
            _ => {
                let value = || Cow::Owned(serde_json::to_value(document).unwrap_or_default());
                self.add_custom_kind(group, kind, value);
            }
        }
        Ok(())
    }
}

/// Whether a built-in kind is evaluated, in any version.
fn is_evaluated(group: &str, kind: &str) -> bool {
    let own = match kind {
        "Namespace" | "Pod" | "Service" | "ReplicationController" => "",
        "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet" => "apps",
        "Job" | "CronJob" => "batch",
        "Ingress" => "networking.k8s.io",
        _ => return false,
    };
    ["", "extensions", own].contains(&group)
}

#[cfg(test)]
mod tests {
    use super::Objects;

    fn added(text: &str) -> Result<Objects, String> {
        let mut objects = Objects::new();
        for document in coderev_objects::read("a.yaml", text.as_bytes()).expect("the text is valid") {
            objects.add_document(&document).map_err(|error| error.to_string())?;
        }
        Ok(objects)
    }

    #[test]
    fn older_versions_and_items_of_lists_are_read() {
        let template = "{metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}";
        let older = format!(
            "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {{name: web}}\nspec: {{template: {template}}}"
        );
        let list = format!("apiVersion: v1\nkind: PodList\nitems:\n- {template}");
        for text in [older, list] {
            assert_eq!(added(&text).expect("the document is valid").peers().count(), 1, "{text}");
        }
        assert_eq!(
            added("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}")
                .expect("the document is ignored")
                .peers()
                .count(),
            0
        );
    }

    #[test]
    fn a_value_that_does_not_match_its_kind_is_refused() {
        let error = |text: &str| added(text).expect_err("the document is refused");
        let policy = error("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: 1");
        assert!(policy.starts_with("`a` is not a NetworkPolicy: "), "{policy}");
        assert!(!error("apiVersion: v1\nkind: List\nitems: 1").is_empty());
        let unknown_field =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, colour: red}]}";
        assert_eq!(added(unknown_field).expect("unknown fields are no error").peers().count(), 1);
    }
}
