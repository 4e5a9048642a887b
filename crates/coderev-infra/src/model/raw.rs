//! Objects in Kubernetes' own words.
use serde::Serialize;
use serde_json::Value;

/// Objects in Kubernetes' own words. They are checked like everything else.
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
#[must_use = "raw objects are written only where a platform or a namespace has them: `.raw(..)`"]
pub struct Raw {
    /// Each with the line of the text that it begins on; what is wrong with the whole where it cannot be read.
    pub(crate) documents: Result<Vec<(Option<usize>, Value)>, String>,
}

/// Nobody reviews more, and the API server takes 1.5 MiB for an object.
const MOST: usize = 4 << 20;

impl Raw {
    /// One or more documents. What readers of YAML 1.1 and 1.2 take for different things, such as `yes`, is a finding.
    pub fn yaml(text: &str) -> Self {
        if text.len() > MOST {
            return Self { documents: Err(format!("the text has {} bytes, more than {MOST}", text.len())) };
        }
        let read = coderev_yaml::read(text.as_bytes()).map_err(|error| error.to_string());
        Self { documents: read.map(|all| all.into_iter().map(|it| (Some(it.line), it.value)).collect()) }
    }
    /// A typed object of k8s-openapi, or anything that serialises to one.
    pub fn object(object: &impl Serialize) -> Self {
        let value = serde_json::to_value(object).map_err(|error| error.to_string());
        Self { documents: value.map(|value| vec![(None, value)]) }
    }
}
