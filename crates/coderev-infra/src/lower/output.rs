//! The objects and findings that lowering creates.
use crate::lower::declaration::{self, Declarations};
use crate::lower::record::{Record, Source};
use crate::model::Place;
use coderev_check::Finding;
use coderev_objects::{Document, Inventory, Object, Origin};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

/// The objects and findings so far.
#[derive(Default)]
pub(super) struct Output {
    drafts: Vec<Draft>,
    /// The positions of the objects of each workload, in the order of the resolved workloads.
    workloads: Vec<Range<usize>>,
    findings: Vec<Finding>,
    /// The positions of the objects of `put_once`, by kind, namespace and name.
    once: BTreeMap<(String, String, String), usize>,
    /// The sources of fields. None unless a task needs them.
    record: Option<Record>,
}
impl Output {
    /// An output that records the sources of fields.
    pub(super) fn recorded() -> Self {
        Self { record: Some(Record::default()), ..Self::default() }
    }
    /// Adds an object that is declared at `at`. Findings about the object have the subject `subject`.
    pub(super) fn put(&mut self, object: impl Into<Object>, at: Place, subject: &str) {
        self.put_with(object, at, subject, Vec::new());
    }
    /// Adds an object that several declarations need, unless an equal object exists already. An object with the same
    /// name and other content is added too, so that `duplicate-object` reports it.
    pub(super) fn put_once(&mut self, object: impl Into<Object>, at: Place, subject: &str) {
        let object = object.into();
        let key = (object.kind().to_owned(), object.namespace().to_owned(), object.name().to_owned());
        match self.once.entry(key) {
            Entry::Occupied(first) if is_equal(&self.drafts[*first.get()].object, &object) => return,
            Entry::Occupied(_) => {}
            Entry::Vacant(free) => drop(free.insert(self.drafts.len())),
        }
        self.put(object, at, subject);
    }
    /// Adds an object with the lines of the declarations in it.
    pub(super) fn put_with(
        &mut self,
        object: impl Into<Object>,
        at: Place,
        subject: &str,
        declarations: Vec<Declarations>,
    ) {
        self.drafts.push(Draft {
            object: object.into(),
            at,
            subject: subject.into(),
            declarations,
            fields: Vec::new(),
            patches: Vec::new(),
        });
    }
    /// The line of a field of the object that was added last, by JSON pointer. Findings about the field have this line.
    pub(super) fn field(&mut self, pointer: impl Into<Cow<'static, str>>, at: Place) {
        if let Some(draft) = self.drafts.last_mut() {
            draft.fields.push((pointer.into(), at));
        }
    }
    /// The same, for a field below the spec of the pods.
    pub(super) fn pod_field(&mut self, field: &str, at: Place) {
        let template = self.drafts.last().and_then(|draft| Some(draft.object.template()?.pointer()));
        if let Some(root) = template {
            self.field(format!("{root}/spec{field}"), at);
        }
    }
    /// Whether the sources of fields are recorded.
    pub(super) const fn has_record(&self) -> bool {
        self.record.is_some()
    }
    /// Records the sources of fields of the object that was added last, by JSON pointer. `sources` runs only if there is a record.
    pub(super) fn record(&mut self, sources: impl FnOnce(&Object) -> Vec<(String, Source)>) {
        if let (Some(record), Some(Draft { object, .. })) = (&mut self.record, self.drafts.last()) {
            for (pointer, source) in sources(object) {
                record.set(object, pointer, source);
            }
        }
    }
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
    /// The number of objects.
    pub(super) fn len(&self) -> usize {
        self.drafts.len()
    }
    /// The objects so far, for the passes that complete or change them.
    pub(super) fn drafts_mut(&mut self) -> &mut [Draft] {
        &mut self.drafts
    }
    /// The objects since `first` are the objects of the next workload.
    pub(super) fn end_workload(&mut self, first: usize) {
        self.workloads.push(first..self.drafts.len());
    }
    /// The objects so far and the record, for patches.
    pub(super) fn patched(&mut self) -> Patched<'_> {
        Patched { drafts: &mut self.drafts, workloads: &self.workloads, record: self.record.as_mut() }
    }
    /// The record, which is empty if the sources of fields are not recorded.
    pub(super) fn take_record(&mut self) -> Record {
        self.record.take().unwrap_or_default()
    }
    /// All objects, sorted by kind, namespace and name, and the findings.
    pub(super) fn into_inventory(self) -> (Inventory, Vec<Finding>) {
        let mut sorted: Vec<_> = self.drafts.iter().map(Draft::key).zip(0_usize..).collect();
        sorted.sort_unstable();
        let order: Vec<usize> = sorted.into_iter().map(|(_, at)| at).collect();
        let mut drafts: Vec<_> = self.drafts.into_iter().map(Some).collect();
        let sorted = order.into_iter().filter_map(|at| drafts[at].take());
        (Inventory::new(sorted.map(Draft::into_document).collect()), self.findings)
    }
}

fn is_equal(one: &Object, other: &Object) -> bool {
    let value = |object| serde_json::to_value(object).expect("an object is JSON");
    value(one) == value(other)
}

/// The parts of an [`Output`] that patches read and change.
pub(super) struct Patched<'o> {
    pub(super) drafts: &'o mut [Draft],
    /// The positions of the objects of each workload, in the order of the resolved workloads.
    pub(super) workloads: &'o [Range<usize>],
    pub(super) record: Option<&'o mut Record>,
}

/// An object that later passes may change.
pub(super) struct Draft {
    pub(super) object: Object,
    /// The line of the program that it comes from.
    pub(super) at: Place,
    /// The subject of findings about it: `platform-v2-stable/auth-service`, also for its autoscaler.
    pub(super) subject: String,
    /// The declarations in its containers.
    pub(super) declarations: Vec<Declarations>,
    /// The lines of other fields, by JSON pointer.
    fields: Vec<(Cow<'static, str>, Place)>,
    /// The lines of fields that patches changed, by JSON pointer.
    patches: Vec<(String, Place)>,
}
impl Draft {
    /// The line of a patch that changed a field and everything below it.
    pub(super) fn patched(&mut self, pointer: String, at: Place) {
        self.forget_below(&pointer);
        self.patches.push((pointer, at));
    }
    /// Drops the lines of a field and of everything below it.
    pub(super) fn forget_below(&mut self, pointer: &str) {
        self.fields.retain(|(field, _)| !is_below(field, pointer));
        self.patches.retain(|(field, _)| !is_below(field, pointer));
    }
    fn key(&self) -> ((usize, &str), &str, &str) {
        (self.object.order(), self.object.namespace(), self.object.name())
    }
    fn into_document(self) -> Document {
        let mut fields = declaration::fields(&self.object, &self.declarations);
        fields.retain(|(field, _)| !self.patches.iter().any(|(patched, _)| is_below(field, patched)));
        fields.extend(self.patches);
        let document = Document::new(self.object, Origin::Rust(self.at)).with_subject(self.subject);
        let document =
            self.fields.into_iter().fold(document, |document, (pointer, at)| document.with_field(pointer, at));
        fields.into_iter().fold(document, |document, (pointer, at)| document.with_field(pointer, at))
    }
}

/// Whether a field is the field at `pointer`, or below it.
fn is_below(field: &str, pointer: &str) -> bool {
    field.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
