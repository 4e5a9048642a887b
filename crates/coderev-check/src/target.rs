//! The folder of the new files and the cluster that they are for: the commands of findings about a change name both.
use crate::object_id::quoted;
use coderev_objects::{Entry, Inventory};
use std::collections::BTreeSet;

/// The folder of the new files, and the kubectl context of their cluster. Findings about a change print commands for them.
///
/// ```
/// use coderev_check::{Inventory, Target, read, transitions};
///
/// let claim = b"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: shop}, spec: {volumeMode: Block}}";
/// let new = String::from_utf8_lossy(claim).replace("Block", "Filesystem");
/// let (old, new) = (Inventory::new(read("old.yaml", claim)?), Inventory::new(read("new.yaml", new.as_bytes())?));
/// let target = Target::new("kubernetes").context("prod").file("deployments.yaml", [0]);
/// let findings = transitions::check(&old, &new, &target);
/// assert!(findings[0].help_text().contains("`kubectl --context prod delete persistentvolumeclaim/data -n shop`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Target {
    folder: String,
    context: Option<String>,
    /// The files in the order in which they are applied, each with the indices of its objects in the new inventory.
    files: Vec<(String, BTreeSet<usize>)>,
}
impl Target {
    /// Files in this folder, for the current kubectl context.
    #[must_use]
    pub fn new(folder: impl Into<String>) -> Self {
        Self { folder: folder.into(), context: None, files: Vec::new() }
    }
    /// The kubectl context of the cluster.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }
    /// The next file in the order of application: its path in the folder, and the indices of its objects in the new
    /// inventory.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>, objects: impl IntoIterator<Item = usize>) -> Self {
        self.files.push((path.into(), objects.into_iter().collect()));
        self
    }

    /// The command `kubectl ..` in the context.
    pub(crate) fn kubectl(&self, arguments: &str) -> String {
        match &self.context {
            Some(context) => format!("kubectl --context {} {arguments}", quoted(context)),
            None => format!("kubectl {arguments}"),
        }
    }
    /// The command that applies all new files.
    pub(crate) fn apply_all(&self) -> String {
        self.kubectl(&format!("apply --server-side -k {}", quoted(&self.folder)))
    }
    /// The command that applies these files.
    pub(crate) fn apply(&self, files: &[&str]) -> String {
        let folder = self.folder.trim_end_matches('/');
        let files = files.iter().map(|path| format!(" -f {}", quoted(&format!("{folder}/{path}"))));
        self.kubectl(&format!("apply --server-side{}", files.collect::<String>()))
    }
    /// The position of the file with an object of the new inventory, in the order of application.
    fn position(&self, entry: Entry<'_>) -> Option<usize> {
        self.files.iter().position(|(_, objects)| objects.contains(&entry.index()))
    }
    /// The file with an object of the new inventory.
    pub(crate) fn file_of(&self, entry: Entry<'_>) -> Option<&str> {
        self.position(entry).map(|at| &*self.files[at].0)
    }
    /// Whether the files are known.
    pub(crate) const fn has_files(&self) -> bool {
        !self.files.is_empty()
    }
    /// The files before the first file with a workload of the new inventory.
    pub(crate) fn files_before_pods(&self, after: &Inventory) -> Vec<&str> {
        self.paths(0..self.first_with_pods(after))
    }
    /// The first file with a workload of the new inventory, and all files after it.
    pub(crate) fn files_from_pods(&self, after: &Inventory) -> Vec<&str> {
        self.paths(self.first_with_pods(after)..self.files.len())
    }
    fn first_with_pods(&self, after: &Inventory) -> usize {
        after.workloads().filter_map(|it| self.position(it.entry())).min().unwrap_or_default()
    }
    fn paths(&self, range: std::ops::Range<usize>) -> Vec<&str> {
        self.files[range].iter().map(|(path, _)| &**path).collect()
    }
}
/// Files in the current folder.
impl Default for Target {
    fn default() -> Self {
        Self::new(".")
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn commands_name_the_folder_and_the_context_as_single_arguments() {
        let target = Target::new("out/my files/").context("prod; rm -rf /");
        assert_eq!(target.apply_all(), "kubectl --context 'prod; rm -rf /' apply --server-side -k 'out/my files/'");
        assert_eq!(
            target.apply(&["a.yaml", "shop/b.yaml"]),
            "kubectl --context 'prod; rm -rf /' apply --server-side -f 'out/my files/a.yaml' -f 'out/my files/shop/b.yaml'"
        );
        assert_eq!(Target::default().apply_all(), "kubectl apply --server-side -k .");
    }
}
