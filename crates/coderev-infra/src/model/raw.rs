//! Raw Kubernetes objects.
use crate::model::Allow;
use coderev_yaml::{Document, Positions};
use serde::Serialize;
use serde_json::Value;

/// Raw Kubernetes objects, from YAML or from a value. They are checked like all other objects.
///
/// ```
/// use coderev_infra::Raw;
/// use coderev_infra::prelude::*;
///
/// let legacy = Raw::yaml("
/// apiVersion: v1
/// kind: ConfigMap
/// metadata:
///   name: banner
/// data:
///   text: hello
/// ");
/// let platform = Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).raw(legacy));
/// let config = coderev_infra::synth(&platform).file("config.yaml").ok_or("not written")?;
/// assert!(config.text().contains("namespace: shop"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "raw objects have no effect by themselves: pass them to `.raw(..)` of a platform or a namespace"]
pub struct Raw {
    /// The documents, or the reason why the text cannot be read.
    pub(crate) documents: Result<Vec<RawDocument>, String>,
    pub(crate) allows: Vec<Allow>,
}

/// One document of a raw text.
#[derive(Clone, Debug)]
pub(crate) struct RawDocument {
    pub(crate) value: Value,
    /// The positions of its fields in the text. None for a value that is not from a text.
    pub(crate) positions: Option<Positions>,
}

/// The maximum size of a text. A larger text cannot be reviewed, and the API server accepts only 1.5 MiB for an object.
const MOST: usize = 4 << 20;

impl Raw {
    /// One or more documents. A value that YAML 1.1 and YAML 1.2 read differently, such as `yes`, is a finding.
    pub fn yaml(text: &str) -> Self {
        if text.len() > MOST {
            return Self::new(Err(format!("the text has {} bytes, more than {MOST}", text.len())));
        }
        let read = coderev_yaml::read_with_positions(text.as_bytes()).map_err(|error| error.to_string());
        let document =
            |(document, positions): (Document, _)| RawDocument { value: document.value, positions: Some(positions) };
        Self::new(read.map(|all| all.into_iter().map(document).collect()))
    }
    /// A typed object of k8s-openapi, or any value that serializes to an object. A float that is not finite is a finding, and so are
    /// two fields of one name, as `#[serde(flatten)]` can make them.
    pub fn object(object: &impl Serialize) -> Self {
        let value = value_of(object).map_err(|error| format!("the value has no form in JSON: {error}"));
        Self::new(value.map(|value| vec![RawDocument { value, positions: None }]))
    }
    const fn new(documents: Result<Vec<RawDocument>, String>) -> Self {
        Self { documents, allows: Vec::new() }
    }
}
/// The value in JSON. `serde_json::to_value` makes `null` of a float that is not finite, keeps the last of two fields of one name, and
/// writes `0.1_f32` with the digits of an `f64`. The text in between does none of this.
fn value_of(object: &impl Serialize) -> Result<Value, String> {
    let text = coderev_yaml::to_string(object).map_err(|error| error.to_string())?;
    let documents = coderev_yaml::read(text.as_bytes()).map_err(|error| error.reason().to_owned())?;
    Ok(documents.into_iter().next().map(|document| document.value).unwrap_or_default())
}
impl Raw {
    /// Suppresses the findings of one rule on these objects, with a reason. See [`crate::book::findings`].
    ///
    /// ```
    /// use coderev_infra::Raw;
    /// use coderev_infra::prelude::*;
    ///
    /// let vendor = Raw::yaml("{apiVersion: v1, kind: Pod, metadata: {name: agent}, spec: {containers: [{name: agent, image: 'agent:1'}]}}")
    ///     .allow("missing-resources", "the vendor sets no resources");
    /// # let _ = Namespace::new("vendor", Shared).raw(vendor);
    /// ```
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.allows.push(Allow::new(rule, reason));
        self
    }
}
