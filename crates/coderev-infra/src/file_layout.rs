//! The files of the objects, in the order in which they are applied.
mod output_file;

use crate::model::Layout;
use coderev_objects::Inventory;
pub(crate) use output_file::OutputFile;
use std::collections::BTreeMap;

/// A file of objects.
#[derive(Debug)]
pub(crate) struct ObjectFile {
    pub(crate) path: String,
    pub(crate) content: OutputFile,
    /// The places of its objects in the inventory, in the order of the inventory.
    pub(crate) objects: Vec<usize>,
}

/// All files of objects, in the order in which they are applied.
#[derive(Debug)]
pub(crate) struct FileLayout {
    files: Vec<ObjectFile>,
}

impl FileLayout {
    pub(crate) fn new(inventory: &Inventory, layout: Layout) -> Self {
        let mut files = BTreeMap::<String, (bool, ObjectFile)>::new();
        // Most objects are in the same file as the object before them.
        let mut last: Option<((OutputFile, &str), String)> = None;
        for entry in inventory.entries() {
            let content = OutputFile::holding(entry.document().source());
            let namespace = match layout {
                Layout::ByKind => "",
                Layout::ByNamespace => entry.namespace(),
            };
            let key = (content, namespace);
            let path = match last.take() {
                Some((before, path)) if before == key => path,
                _ => path(content, namespace, layout),
            };
            if let Some((_, file)) = files.get_mut(&path) {
                file.objects.push(entry.index());
            } else {
                let file = ObjectFile { path: path.clone(), content, objects: vec![entry.index()] };
                files.insert(path.clone(), (!namespace.is_empty(), file));
            }
            last = Some((key, path));
        }
        let mut files: Vec<_> = files.into_values().collect();
        // Of the same content, files for the cluster come before files for namespaces. `files` is already sorted by path.
        files.sort_by_key(|(is_namespaced, file)| (file.content, *is_namespaced));
        Self { files: files.into_iter().map(|(_, file)| file).collect() }
    }
    pub(crate) fn files(&self) -> &[ObjectFile] {
        &self.files
    }
    /// The path of the file that holds the object at this place of the inventory.
    pub(crate) fn path_of(&self, object: usize) -> Option<&str> {
        self.files.iter().find(|file| file.objects.binary_search(&object).is_ok()).map(|file| &*file.path)
    }
    pub(crate) fn find(&self, path: &str) -> Option<&ObjectFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// The folder of the objects that are in no namespace.
const CLUSTER: &str = "cluster";

fn path(content: OutputFile, namespace: &str, layout: Layout) -> String {
    let name = content.path();
    match (layout, namespace) {
        (Layout::ByKind, _) => name.to_owned(),
        (Layout::ByNamespace, "") => format!("{CLUSTER}/{name}"),
        // The underscore keeps it apart from every other namespace, because their names are DNS labels.
        (Layout::ByNamespace, CLUSTER) => format!("{CLUSTER}_namespace/{name}"),
        (Layout::ByNamespace, namespace) => format!("{namespace}/{name}"),
    }
}
