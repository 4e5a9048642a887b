//! The fix of a fault, for a program and for a manifest.
use crate::{Origin, secrets};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// The fix of a fault. It has a form for a Rust program and a form for a manifest; the origin of the finding selects
/// the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    program: Text,
    /// `None` if the form for a program is also the form for a manifest.
    manifest: Option<Text>,
}
impl Help {
    /// A form that names a setter of a Rust program, and a form that names a field of a manifest.
    #[must_use]
    pub fn forms(program: impl Into<Text>, manifest: impl Into<Text>) -> Self {
        Self { program: program.into(), manifest: Some(manifest.into()) }
    }
    /// The same help without secrets. Only texts that are made at run time contain texts of the user.
    pub(crate) fn masked(self) -> Self {
        let mask = |text: Text| match text {
            Cow::Owned(text) => Cow::Owned(secrets::masked(&text).into_owned()),
            fixed @ Cow::Borrowed(_) => fixed,
        };
        Self { program: mask(self.program), manifest: self.manifest.map(mask) }
    }
    /// The form for a declaration at `origin`.
    #[must_use]
    pub fn for_origin(&self, origin: Option<&Origin>) -> &str {
        match (origin, &self.manifest) {
            (Some(Origin::Yaml { .. }), Some(manifest)) => manifest,
            _ => &self.program,
        }
    }
}
/// One form for both.
impl From<&'static str> for Help {
    fn from(text: &'static str) -> Self {
        Self { program: text.into(), manifest: None }
    }
}
/// One form for both.
impl From<String> for Help {
    fn from(text: String) -> Self {
        Self { program: text.into(), manifest: None }
    }
}
