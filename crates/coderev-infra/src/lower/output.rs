//! The objects and findings that lowering creates.
use crate::manifest::{Declaration, Manifest, Object};
use crate::model::Place;
use coderev_check::Finding;
use std::collections::BTreeSet;

/// The objects and findings so far.
#[derive(Default)]
pub(super) struct Output {
    manifests: Vec<Manifest>,
    findings: Vec<Finding>,
    /// Kind, namespace and name of the objects of `put_once`.
    once: BTreeSet<(String, String, String)>,
}
impl Output {
    /// Adds an object that is declared at `at`. Findings about the object have the subject `subject`.
    pub(super) fn put(&mut self, object: impl Into<Object>, at: Place, subject: &str) {
        self.put_with(object, at, subject, Vec::new());
    }
    /// Adds an object that several callers need, unless it exists already.
    pub(super) fn put_once(&mut self, object: impl Into<Object>, at: Place, subject: &str) {
        let object = object.into();
        let key = (object.kind().to_owned(), object.namespace().to_owned(), object.name().to_owned());
        if self.once.insert(key) {
            self.put(object, at, subject);
        }
    }
    /// Adds an object with the lines of the declarations in it.
    pub(super) fn put_with(
        &mut self,
        object: impl Into<Object>,
        at: Place,
        subject: &str,
        declarations: Vec<Declaration>,
    ) {
        self.manifests.push(Manifest { object: object.into(), at, subject: subject.into(), declarations });
    }
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
    /// The number of objects.
    pub(super) fn len(&self) -> usize {
        self.manifests.len()
    }
    /// The objects so far, for the passes that complete or change them.
    pub(super) fn manifests_mut(&mut self) -> &mut [Manifest] {
        &mut self.manifests
    }
    pub(super) fn into_parts(self) -> (Vec<Manifest>, Vec<Finding>) {
        (self.manifests, self.findings)
    }
}
