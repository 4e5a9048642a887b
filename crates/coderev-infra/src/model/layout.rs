/// The files of the output: `Platform::layout(Layout::ByNamespace)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One directory, with a file for each group of kinds, as in the [deployment guide].
    ///
    /// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
    #[default]
    ByKind,
    /// A directory for each namespace with the same files, and `cluster` for objects without a namespace. Each
    /// directory can have its own owners.
    ByNamespace,
}
