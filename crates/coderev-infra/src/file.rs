//! A file of the output.

/// A file of the output: a path with `/` below the output folder, and the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    path: String,
    text: String,
    content: Content,
}

/// The content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Manifest,
    Other,
}

impl File {
    pub(crate) const fn manifest(path: String, text: String) -> Self {
        Self { path, text, content: Content::Manifest }
    }
    pub(crate) const fn other(path: String, text: String) -> Self {
        Self { path, text, content: Content::Other }
    }
    /// The path below the output folder: `namespaces.yaml`, `.lint/checkov.yaml`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }
    /// Whether `kubectl apply` accepts the file: it holds Kubernetes objects. `kustomization.yaml` holds none.
    #[must_use]
    pub const fn is_manifest(&self) -> bool {
        matches!(self.content, Content::Manifest)
    }
}
