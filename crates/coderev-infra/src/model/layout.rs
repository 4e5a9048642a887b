/// How objects are spread over files: `Platform::layout(Layout::ByNamespace)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One folder, and a file for each kind of object, as in the [deployment guide].
    ///
    /// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
    #[default]
    ByKind,
    /// A folder for each namespace with the same files, and `cluster` for what is in none: folders can have owners.
    ByNamespace,
}
