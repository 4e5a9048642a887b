//! The objects and findings that lowering makes.
use crate::lower::record::{Record, Source};
use crate::manifest::{Declaration, Manifest};
use crate::model::Place;
use coderev_check::Finding;
use coderev_objects::Object;
use std::collections::BTreeSet;

/// The objects and findings so far.
#[derive(Default)]
pub(super) struct Output {
    manifests: Vec<Manifest>,
    findings: Vec<Finding>,
    /// Kind, namespace and name of the objects of `put_once`.
    once: BTreeSet<(String, String, String)>,
    /// The sources of fields. None unless a task needs them.
    record: Option<Record>,
}
impl Output {
    /// An output that records the sources of fields.
    pub(super) fn recorded() -> Self {
        Self { record: Some(Record::default()), ..Self::default() }
    }
    /// Adds an object that comes from `at`; findings about it are about `subject`.
    pub(super) fn put(&mut self, object: impl Into<Object>, at: Place, subject: &str) {
        self.put_with(object, at, subject, Vec::new());
    }
    /// Adds an object of which several files ask for the same one, unless it is there already.
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
    /// Whether the sources of fields are recorded.
    pub(super) const fn has_record(&self) -> bool {
        self.record.is_some()
    }
    /// Records the sources of fields of the object that was added last, by JSON pointer. `sources` runs only if there is a record.
    pub(super) fn record(&mut self, sources: impl FnOnce(&Object) -> Vec<(String, Source)>) {
        if let (Some(record), Some(Manifest { object, .. })) = (&mut self.record, self.manifests.last()) {
            for (pointer, source) in sources(object) {
                record.set(object, pointer, source);
            }
        }
    }
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
    /// How many objects there are.
    pub(super) fn len(&self) -> usize {
        self.manifests.len()
    }
    /// The objects so far, for the passes that complete or change them.
    pub(super) fn manifests_mut(&mut self) -> &mut [Manifest] {
        &mut self.manifests
    }
    /// The objects so far and the record, for patches.
    pub(super) fn patched(&mut self) -> (&mut [Manifest], Option<&mut Record>) {
        (&mut self.manifests, self.record.as_mut())
    }
    pub(super) fn into_parts(self) -> (Vec<Manifest>, Vec<Finding>, Option<Record>) {
        (self.manifests, self.findings, self.record)
    }
}
