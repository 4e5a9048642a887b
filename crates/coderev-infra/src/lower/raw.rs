//! Raw objects: Kubernetes objects that the user writes in YAML or JSON.
use crate::lower::cx::Cx;
use crate::lower::inexact;
use crate::lower::meta;
use crate::lower::output::Output;
use crate::lower::rules::{MALFORMED_RAW, UNKNOWN_FIELD};
use crate::model::{NamespaceDecl, Place, Raw, RawDocument, Spanned};
use coderev_check::{Finding, Rule};
use coderev_objects::{DecodeError, Object, decode, decode_errors, is_built_in, is_cluster_scoped, nearest};
use coderev_yaml::Positions;
use serde_json::Value;

pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    let mut all: Vec<(&Spanned<Raw>, Option<&NamespaceDecl>)> = cx.platform.raw.iter().map(|raw| (raw, None)).collect();
    for namespace in &cx.platform.namespaces {
        all.extend(namespace.raw.iter().map(|raw| (raw, Some(&**namespace))));
    }
    let contributed = cx.contributions.raw.iter();
    all.extend(contributed.map(|(home, raw)| (raw, home.as_ref().and_then(|name| cx.namespace(name)))));
    for (raw, home) in all {
        let scope = home.map_or("", |namespace| &namespace.name);
        match &raw.value.documents {
            Err(fault) => out.report(
                Finding::new(&MALFORMED_RAW, scope, &**fault)
                    .at(raw.at)
                    .help("write YAML that all parsers read in the same way: quote the texts `\"yes\"`, `\"on\"`, `\"0123\"`; write the octal number `0644` as `420`; split a large text"),
            ),
            Ok(documents) => {
                for RawDocument { value, positions } in documents.iter().filter(|document| !document.value.is_null()) {
                    for (pointer, value) in items(value) {
                        let document =
                            Document { cx, home, at: raw.at, value: &value, pointer: &pointer, positions: positions.as_ref() };
                        match document.object() {
                            Ok((object, subject)) => out.put(object, raw.at, &subject),
                            Err(findings) => findings.into_iter().for_each(|finding| out.report(finding)),
                        }
                    }
                }
            }
        }
    }
}
/// The objects of a list, as `kubectl get` writes it, or the value itself, each with its JSON pointer in the document.
fn items(value: &Value) -> Vec<(String, Value)> {
    coderev_objects::unfold(value.clone()).unwrap_or_else(|_| vec![(String::new(), value.clone())])
}

/// One object of a raw text.
struct Document<'a> {
    cx: &'a Cx<'a>,
    home: Option<&'a NamespaceDecl>,
    at: Place,
    value: &'a Value,
    /// The JSON pointer of the object in its document.
    pointer: &'a str,
    /// The positions of the document in its text.
    positions: Option<&'a Positions>,
}
impl Document<'_> {
    fn text(&self, pointer: &str) -> Option<&str> {
        self.value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
    /// The object in messages: the kind and the name, if they are set, and the line of the field at `pointer`.
    fn title(&self, pointer: &str) -> String {
        let named = match (self.text("/kind"), self.text("/metadata/name")) {
            (Some(kind), Some(name)) => format!("the {kind} `{name}`"),
            (Some(kind), None) => format!("the {kind}"),
            _ => "the document".into(),
        };
        match self.line(pointer) {
            Some(line) => format!("{named} on line {line} of the text"),
            None => named,
        }
    }
    /// The line of a field in the text, or of the closest field around it.
    fn line(&self, pointer: &str) -> Option<u32> {
        let positions = self.positions?;
        let mut pointer = format!("{}{pointer}", self.pointer);
        loop {
            match positions.key(&pointer) {
                Some(position) => return Some(position.line),
                None => pointer.truncate(pointer.rfind('/')?),
            }
        }
    }
    /// An error of the whole object.
    fn error(&self, rule: &'static Rule, message: &str, help: impl Into<String>) -> Finding {
        self.error_at("", rule, message, help)
    }
    fn error_at(&self, pointer: &str, rule: &'static Rule, message: &str, help: impl Into<String>) -> Finding {
        let namespace = self.text("/metadata/namespace").or(self.home.map(|home| &*home.name));
        let subject = match (namespace, self.text("/metadata/name")) {
            (Some(namespace), Some(name)) => format!("{namespace}/{name}"),
            (Some(namespace), None) => namespace.to_owned(),
            (None, _) => String::new(),
        };
        Finding::new(rule, subject, format!("{} {message}", self.title(pointer))).at(self.at).help(help.into())
    }
    /// The object to write, and the subject of findings about it.
    fn object(&self) -> Result<(Object, String), Vec<Finding>> {
        if !self.value.is_object() {
            return Err(vec![self.error(
                &MALFORMED_RAW,
                "is not an object",
                "an object has `apiVersion`, `kind` and `metadata`",
            )]);
        }
        for (pointer, field) in [("/apiVersion", "apiVersion"), ("/kind", "kind"), ("/metadata/name", "metadata.name")]
        {
            if self.text(pointer).is_none() {
                let message = format!("has no `{field}`");
                return Err(vec![self.error(
                    &MALFORMED_RAW,
                    &message,
                    "an object has `apiVersion`, `kind` and `metadata.name`",
                )]);
            }
        }
        let (api_version, kind) =
            (self.text("/apiVersion").unwrap_or_default(), self.text("/kind").unwrap_or_default());
        let mut object = decode(self.value.clone()).map_err(|_| self.faults())?;
        if let Some((pointer, integer)) = inexact::large_integer(self.value) {
            let message = format!("has the integer {integer} at `{pointer}`, which kubectl rounds");
            let help = "write an integer of at most 9223372036854775807, or quote it if the field is a text";
            return Err(vec![self.error_at(&pointer, &MALFORMED_RAW, &message, help)]);
        }
        let of_cluster = is_cluster_scoped(api_version, kind);
        if object.namespace().is_empty() && !of_cluster {
            match self.home {
                Some(home) => object.metadata_mut().namespace = Some(home.name.clone()),
                None if is_built_in(api_version) => {
                    return Err(vec![self.error(
                        &MALFORMED_RAW,
                        "has no namespace",
                        "set `metadata.namespace`, or add it to a namespace: `Namespace::raw(..)`",
                    )]);
                }
                None => {}
            }
        }
        let namespace = object.namespace().to_owned();
        let labels = match self.cx.namespace(&namespace) {
            Some(home) => meta::namespace_labels(self.cx.platform, home),
            None => meta::platform_labels(self.cx.platform),
        };
        let own = object.metadata_mut().labels.get_or_insert_default();
        for (key, value) in labels {
            own.entry(key).or_insert(value);
        }
        let subject = if namespace.is_empty() { String::new() } else { format!("{namespace}/{}", object.name()) };
        Ok((object, subject))
    }
    /// A finding for each field that does not match the kind.
    fn faults(&self) -> Vec<Finding> {
        decode_errors(self.value).into_iter().map(|fault| self.fault(&fault)).collect()
    }
    fn fault(&self, fault: &DecodeError) -> Finding {
        let pointer = fault.pointer(self.value);
        match fault {
            // The reason repeats the value.
            DecodeError::WrongType { path, .. } if self.text("/kind") == Some("Secret") => self.error_at(
                &pointer,
                &MALFORMED_RAW,
                &format!("cannot be read: `{path}` has the wrong type, or is not base64"),
                "remove the data, and refer to the Secret by name",
            ),
            DecodeError::UnknownField { path, known } => {
                self.error_at(&pointer, &UNKNOWN_FIELD, &format!("has no field `{path}`"), help_for(path, known))
            }
            other => {
                let message = format!("cannot be read: {other}");
                self.error_at(&pointer, &MALFORMED_RAW, &message, "`kubectl explain` shows the fields and their types")
            }
        }
    }
}
/// Help for an unknown field: the most similar known field.
pub(crate) fn help_for(path: &str, known: &[String]) -> String {
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    match nearest(name, known.iter().map(|known| &**known)) {
        Some(best) => format!("did you mean `{parent}/{best}`?"),
        None if known.is_empty() => "`kubectl explain` shows the fields".into(),
        None => format!("there are {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests;
