//! The way to mend a fault, for a program and for a manifest.
use crate::Origin;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// The way to mend a fault. It has a form for a Rust program and a form for a manifest; the origin of the finding selects one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    program: Text,
    /// `None` where the form for a program serves both.
    manifest: Option<Text>,
}
impl Help {
    /// Names a setter in a Rust program and a field in a manifest.
    #[must_use]
    pub fn forms(program: impl Into<Text>, manifest: impl Into<Text>) -> Self {
        Self { program: program.into(), manifest: Some(manifest.into()) }
    }
    /// The form for what stands at `origin`.
    #[must_use]
    pub fn for_origin(&self, origin: Option<&Origin>) -> &str {
        match (origin, &self.manifest) {
            (Some(Origin::Yaml { .. }), Some(manifest)) => manifest,
            _ => &self.program,
        }
    }
}
/// One text for both.
impl From<&'static str> for Help {
    fn from(text: &'static str) -> Self {
        Self { program: text.into(), manifest: None }
    }
}
/// One text for both.
impl From<String> for Help {
    fn from(text: String) -> Self {
        Self { program: text.into(), manifest: None }
    }
}
