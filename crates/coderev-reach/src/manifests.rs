//! What was read of a set of texts, what was left out, and what must be corrected.

mod duplicates;
mod notices;

use coderev_objects::{Document, Manifest, ManifestReader, Origin};

use serde_json::Value;

use crate::error::Invalid;
use crate::objects::{Objects, Undecoded, decisive_fields, is_decisive};
use duplicates::{Duplicates, Repeated};
pub use notices::{LeftOut, LeftOutReason, Notice};

/// The objects of a set of texts, with everything that a user must know about them.
///
/// What cannot be used does not stop the others: it is [left out](Self::left_out), with its position and the reason.
///
/// ```
/// use coderev_reach::Reading;
///
/// let mut reading = Reading::new();
/// reading.add_text("web.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c}]}\n");
/// reading.add_text("chart/deployment.yaml", b"kind: Deployment\n{{- if .Values.web }}\n");
/// reading.finish();
/// assert_eq!((reading.workloads(), reading.files()), (1, 1));
/// assert_eq!(reading.left_out()[0].to_string(), "chart/deployment.yaml:2: it is a template");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reading {
    reader: ManifestReader,
    objects: Objects,
    files: usize,
    left_out: Vec<LeftOut>,
    errors: Vec<Notice>,
    warnings: Vec<Notice>,
    duplicates: Duplicates,
    /// The policies, for the lines of their fields.
    policies: Vec<Document>,
}

impl Reading {
    /// An empty reading.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// The namespace of objects that have none, as with `kubectl apply -n`. Default: `default`.
    #[must_use]
    pub fn namespace(self, namespace: impl Into<String>) -> Self {
        Self { reader: self.reader.namespace(namespace), ..self }
    }

    /// Reads a text, as kubectl reads it. `file` is its name in all messages.
    pub fn add_text(&mut self, file: &str, text: &[u8]) {
        let contains = |part: &str| std::str::from_utf8(text).is_ok_and(|text| text.contains(part));
        let mut has_object = false;
        for read in self.reader.read(file, text) {
            match read {
                Ok(manifest) => has_object |= self.add_manifest(file, &manifest),
                Err(error) => {
                    let reason = match contains("{{") {
                        true => LeftOutReason::Template,
                        false => LeftOutReason::Unreadable(error.reason().to_owned()),
                    };
                    self.leave_out_part(format!("{file}:{}", error.line()), reason, contains("NetworkPolicy"));
                }
            }
        }
        self.files += usize::from(has_object);
    }

    /// Notes a file that cannot be used.
    pub fn leave_out(&mut self, file: impl Into<String>, reason: LeftOutReason) {
        self.leave_out_part(file.into(), reason, false);
    }

    fn leave_out_part(&mut self, place: String, reason: LeftOutReason, may_decide: bool) {
        let file = |place: &str| place.rsplit_once(':').map_or(place, |(file, _)| file).to_owned();
        let is_same = |it: &&mut LeftOut| it.reason == reason && file(&it.place) == file(&place);
        // The documents of one chart or of one list of values are one place.
        match self.left_out.last_mut().filter(|_| !matches!(reason, LeftOutReason::Unreadable(_))).filter(is_same) {
            Some(known) => known.may_decide |= may_decide,
            None => self.left_out.push(LeftOut { place, reason, may_decide }),
        }
    }

    /// Whether the manifest is a Kubernetes object.
    fn add_manifest(&mut self, file: &str, manifest: &Manifest) -> bool {
        let document = &manifest.document;
        let source = document.source();
        let place = format!("{file}:{}", document.origin().line());
        // A list without a kind has the error of the list.
        if source.kind().is_empty() || source.api_version().is_empty() && !is_policy_kind(source.kind()) {
            let may_decide = source
                .written_fields()
                .is_some_and(|it| it.get("spec").is_some_and(|it| it.get("podSelector").is_some()));
            self.leave_out_part(place, LeftOutReason::NoObject, may_decide);
            return false;
        }
        let decisive = decisive_fields(document);
        let is_policy = is_policy_kind(source.kind());
        // A host name that another program fills in does not concern answers, the name of an object does.
        let filled =
            decisive.as_ref().map(|it| if is_policy || it.get("spec").is_none() { it } else { named(it, document) });
        if filled.is_some_and(|it| is_template(&it.to_string())) {
            self.leave_out_part(place, LeftOutReason::Template, is_policy);
            return false;
        }
        if decisive.is_some() && self.duplicates.is_patch(document) {
            self.leave_out_part(place, LeftOutReason::Patch, is_policy);
            return false;
        }
        if let Err(error) = self.objects.add_document(document) {
            self.refuse(document, place, error);
            return true;
        }
        for it in manifest.ambiguities.iter().filter(|it| is_decisive(document, &it.pointer)) {
            let place = format!("{file}:{}:{}", it.at.line, it.at.column);
            let message = format!("`{}`: {}", it.pointer, it.reason);
            self.warnings.push(Notice { place, subject: subject(document), message });
        }
        if let Some(decisive) = decisive {
            self.note_duplicate(document, decisive);
        }
        if is_policy {
            self.policies.push(document.clone());
        }
        true
    }

    /// A policy that the API server refuses is an error: it is written for the cluster and is not in force there. Any
    /// other object is left out.
    fn refuse(&mut self, document: &Document, place: String, error: Undecoded) {
        if error.is_policy() {
            let at = error.at.as_ref().map_or(place, Origin::to_string);
            self.objects.note_refused(&serde_json::to_value(document).unwrap_or_default());
            self.errors.push(Notice { place: at, subject: subject(document), message: error.reason });
        } else {
            self.leave_out_part(place, LeftOutReason::Unreadable(error.to_string()), false);
        }
    }

    fn note_duplicate(&mut self, document: &Document, decisive: Value) {
        let Some(Repeated { first, differs: true }) = self.duplicates.add(document, decisive) else { return };
        let place = document.origin().to_string();
        let subject = subject(document);
        if is_policy_kind(document.source().kind()) {
            let message = format!(
                "it is also in {first}, with other rules, and this one is used: name the files that the cluster has, not both"
            );
            self.errors.push(Notice { place, subject, message });
        } else {
            let message = format!("it is also in {first}, with other labels or ports: this one is used");
            self.warnings.push(Notice { place, subject, message });
        }
    }

    /// Ends the reading: owners are followed, and policies that the API server refuses are errors and no part of the
    /// objects.
    pub fn finish(&mut self) {
        self.objects.settle();
        for error in self.objects.take_invalid_policies() {
            let Invalid { namespace, name, field, reason } = error;
            let of_policy = |it: &&Document| {
                let source = it.source();
                if namespace.is_empty() {
                    return format!("{} {}", source.kind(), source.name()) == name;
                }
                let own = if source.namespace().is_empty() { "default" } else { source.namespace() };
                source.kind() == "NetworkPolicy" && source.name() == name && own == namespace
            };
            let document = self.policies.iter().rev().find(of_policy);
            let place = document.map(|it| it.origin_of(&pointer(&field)).to_string()).unwrap_or_default();
            let subject = match name.split_once(' ') {
                Some((kind, name)) if namespace.is_empty() => format!("{kind} `{name}`"),
                _ => format!("NetworkPolicy `{namespace}/{name}`"),
            };
            self.errors.push(Notice { place, subject, message: format!("`{field}`: {reason}") });
        }
        self.policies = Vec::new();
        for it in self.objects.unknown_pods() {
            let message = format!(
                "its operator makes pods that these manifests do not describe, so they are not in the answer{}",
                if it.names.len() > 1 { format!("; {} objects of this kind", it.names.len()) } else { String::new() }
            );
            let subject = format!("{} `{}`", it.kind, it.names.first().map_or("", String::as_str));
            self.warnings.push(Notice { place: it.group.clone(), subject, message });
        }
    }

    /// The objects.
    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.objects
    }
    /// The objects, mutable: a comparison aligns them.
    pub fn objects_mut(&mut self) -> &mut Objects {
        &mut self.objects
    }
    /// The number of files that have an object.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files
    }
    /// The number of workloads.
    #[must_use]
    pub fn workloads(&self) -> usize {
        let mut all: Vec<_> = self.objects.peers().map(|it| &it.workload).collect();
        all.dedup();
        all.len()
    }
    /// The number of network policies of Kubernetes.
    #[must_use]
    pub fn policies(&self) -> usize {
        self.objects.policies().count()
    }
    /// The number of duplicates with the same labels, ports and rules.
    #[must_use]
    pub fn repeated(&self) -> usize {
        self.duplicates.alike()
    }
    /// What was left out, in the order of reading.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
    /// Policies that the API server refuses, and duplicate policies with different rules.
    #[must_use]
    pub fn errors(&self) -> &[Notice] {
        &self.errors
    }
    /// Ambiguous fields on which answers depend, duplicate objects, and pods that are not described.
    #[must_use]
    pub fn warnings(&self) -> &[Notice] {
        &self.warnings
    }
}

/// Whether a name, label or rule has a place for a value that another program fills in.
fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("${")
}

/// The part of the fields that decide which has names and labels: all of a workload, and the metadata of a route.
fn named<'a>(decisive: &'a Value, document: &Document) -> &'a Value {
    let has_pods = document.object().template().is_some();
    if has_pods { decisive } else { decisive.get("metadata").unwrap_or(&Value::Null) }
}

fn is_policy_kind(kind: &str) -> bool {
    kind.to_ascii_lowercase().ends_with("networkpolicy")
}

fn subject(document: &Document) -> String {
    let source = document.source();
    match (source.namespace(), source.name()) {
        ("", name) => format!("{} `{name}`", source.kind()),
        (namespace, name) => format!("{} `{namespace}/{name}`", source.kind()),
    }
}

/// `/spec/ingress/0/from` for `spec.ingress[0].from`.
fn pointer(field: &str) -> String {
    field.split(['.', '[']).map(|it| format!("/{}", it.trim_end_matches(']'))).collect()
}
