//! The result of `synth`: objects, a plan and findings. Files are rendered on request.
use crate::file::File;
use crate::file_layout::ObjectFile;
use crate::plan::Plan;
use crate::render::Renderer;
use coderev_check::{Allow, Finding, ObjectId, Target, suppress, transitions};
use coderev_objects::{Document, Inventory, Origin};

/// The result of [`synth`](crate::synth()): objects, the steps of the deployment, and findings.
///
/// It holds no text. [`file`](Self::file) and [`files`](Self::files) render one file at a time. With an error among the findings,
/// the files must not be written.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let platform = Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable));
/// let synthesis = coderev_infra::synth(&platform);
/// let namespace = synthesis.objects().find(|object| object.kind() == "Namespace").ok_or("it is declared")?;
/// assert_eq!((namespace.name(), namespace.file()), ("shop", "namespaces.yaml"));
/// let file = synthesis.file(namespace.file()).ok_or("it has objects")?;
/// assert!(file.text().contains("kind: Namespace\n"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug)]
pub struct Synthesis {
    renderer: Renderer,
    findings: Vec<Finding>,
    allows: Vec<Allow>,
}

impl Synthesis {
    pub(crate) const fn new(renderer: Renderer, findings: Vec<Finding>, allows: Vec<Allow>) -> Self {
        Self { renderer, findings, allows }
    }
    /// The name of the platform, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.renderer.platform.name.as_deref()
    }
    /// All objects, in the order in which they are applied. Present even if there are errors.
    pub fn objects<'a>(&'a self) -> impl Iterator<Item = ObjectRef<'a>> {
        let documents = self.renderer.inventory.documents();
        let of_file = move |file: &'a ObjectFile| {
            file.objects.iter().map(move |at| ObjectRef { document: &documents[*at], file: &file.path })
        };
        self.renderer.layout.files().iter().flat_map(of_file)
    }
    /// All objects, with the relations between them.
    #[must_use]
    pub const fn inventory(&self) -> &Inventory {
        &self.renderer.inventory
    }
    /// The steps of the deployment.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.renderer.plan
    }
    /// The findings: errors first, then by position.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
    /// The findings about the change from the objects `before` to these objects, without the findings that the program allows:
    /// changes that the API server refuses, and changes that interrupt requests.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    /// use coderev_infra::synth;
    ///
    /// let shop = |web: Service<Stable>| Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(web));
    /// let before = synth(&shop(Service::new("web", "ghcr.io/acme/web:1").replicas(6)));
    /// let after = synth(&shop(Service::new("web", "ghcr.io/acme/web:1").autoscale(Autoscale::new(6..=20))));
    /// let findings = after.transitions(before.inventory());
    /// assert_eq!(findings[0].rule().name(), "transition-replicas-dip");
    /// ```
    #[must_use]
    pub fn transitions(&self, before: &Inventory) -> Vec<Finding> {
        self.transitions_in(before, ".")
    }
    /// The same findings as [`transitions`](Self::transitions), for files in `folder`: their commands name this folder, and the
    /// context of the [`Cluster`](crate::Cluster).
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    /// use coderev_infra::synth;
    ///
    /// let shop = |name: &str| {
    ///     let web = Service::<Stable>::new(name, "ghcr.io/acme/web:1");
    ///     synth(&Platform::new(Cluster::generic().context("prod")).namespace(Namespace::new("shop", Stable).service(web)))
    /// };
    /// let findings = shop("site").transitions_in(shop("web").inventory(), "kubernetes");
    /// assert!(findings[0].help_text().contains("`kubectl --context prod apply --server-side -k kubernetes`"));
    /// ```
    #[must_use]
    pub fn transitions_in(&self, before: &Inventory, folder: &str) -> Vec<Finding> {
        let mut target = Target::new(folder);
        if let Some(context) = self.context() {
            target = target.context(context);
        }
        let files = self.renderer.layout.files().iter();
        let target = files.fold(target, |target, file| target.file(&*file.path, file.objects.iter().copied()));
        suppress(&transitions::check(before, self.inventory(), &target), &self.allows)
    }
    /// The objects that are in `before` and not in these objects, sorted. They stay in the cluster.
    #[must_use]
    pub fn removed_since(&self, before: &Inventory) -> Vec<ObjectId> {
        transitions::removed(before, self.inventory())
    }
    /// The command that deletes an object of this platform, in the context of its [`Cluster`](crate::Cluster).
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    /// use coderev_infra::{ObjectId, synth};
    ///
    /// let platform = synth(&Platform::new(Cluster::generic().context("prod")));
    /// let web = ObjectId::new("apps/v1", "Deployment", "shop", "web");
    /// assert_eq!(platform.delete_command(&web), "kubectl --context prod delete deployment/web -n shop");
    /// ```
    #[must_use]
    pub fn delete_command(&self, object: &ObjectId) -> String {
        self.renderer.in_context(object.delete_command())
    }
    /// The kubectl context of the commands, from [`Cluster::context`](crate::Cluster::context). None for the current context.
    pub fn context(&self) -> Option<&str> {
        self.renderer.context()
    }
    /// The paths of all files: first the manifests, in the order in which they are applied.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.renderer.paths()
    }
    /// The paths of the manifests, without the other files, in the order in which they are applied.
    pub fn manifests(&self) -> impl Iterator<Item = &str> {
        self.renderer.manifests()
    }
    /// Renders the file of this path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<File> {
        self.renderer.file(path)
    }
    /// Renders a file one object at a time, for files of any size: the parts together are the text. No parts if there is no such file.
    pub fn parts<'a>(&'a self, path: &str) -> impl Iterator<Item = String> + use<'a> {
        self.renderer.parts(path)
    }
    /// Renders each file when the iterator gets to it, in the order of [`paths`](Self::paths).
    pub fn files(&self) -> impl Iterator<Item = File> {
        self.paths().filter_map(|path| self.file(path))
    }
}

/// An object of a [`Synthesis`], and the file that holds it.
#[derive(Clone, Copy, Debug)]
pub struct ObjectRef<'a> {
    document: &'a Document,
    file: &'a str,
}

impl<'a> ObjectRef<'a> {
    /// The version of its kind: `apps/v1`.
    #[must_use]
    pub fn api_version(self) -> &'a str {
        self.document.source().api_version()
    }
    /// The kind: `Deployment`.
    #[must_use]
    pub fn kind(self) -> &'a str {
        self.document.source().kind()
    }
    /// The namespace; empty for an object of the cluster.
    #[must_use]
    pub fn namespace(self) -> &'a str {
        self.document.source().namespace()
    }
    /// The name.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.document.source().name()
    }
    /// The path of the file that holds it.
    #[must_use]
    pub const fn file(self) -> &'a str {
        self.file
    }
    /// The line of the program that declares it.
    #[must_use]
    pub fn origin(self) -> &'a Origin {
        self.document.origin()
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;
    use crate::synth;
    use std::collections::BTreeSet;

    #[test]
    fn each_object_has_its_file_and_the_line_that_declares_it() {
        let line = line!() + 1;
        let web = Service::new("web", "ghcr.io/acme/web:1").autoscale(Autoscale::new(3..=5));
        let platform =
            Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).service(web));
        let synthesis = synth(&platform);
        let web = synthesis.objects().find(|it| it.kind() == "Deployment").expect("a Service is a Deployment");
        assert_eq!((web.api_version(), web.namespace(), web.name()), ("apps/v1", "shop", "web"));
        assert_eq!((web.file(), web.origin().line()), ("deployments.yaml", line));
        assert!(web.origin().file().ends_with("synthesis.rs"));
        assert_eq!(synthesis.objects().count(), synthesis.inventory().documents().len());
    }

    #[test]
    fn objects_are_in_the_order_of_the_files_that_hold_them() {
        let platform = Platform::new(Cluster::generic())
            .part_of("acme")
            .namespace(Namespace::new("shop", Stable))
            .add(infrastructure());
        let synthesis = synth(&platform);
        let mut files: Vec<_> = synthesis.objects().map(|it| it.file()).collect();
        files.dedup();
        assert_eq!(files, synthesis.manifests().collect::<Vec<_>>());
        let others: BTreeSet<_> =
            synthesis.files().filter(|it| !it.is_manifest()).map(|it| it.path().to_owned()).collect();
        assert!(others.contains("kustomization.yaml") && others.contains("README.md"), "{others:?}");
        assert!(!files.iter().any(|file| others.contains(*file)));
    }
}
