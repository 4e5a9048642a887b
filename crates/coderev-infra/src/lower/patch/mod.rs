//! Patches: fields without a setter, set in the objects after they are created and before they are checked.
mod path;
mod touched;

use crate::lower::cx::Cx;
use crate::lower::inexact;
use crate::lower::output::{Draft, Output, Patched};
use crate::lower::raw::help_for;
use crate::lower::record::Record;
use crate::lower::rules::{MALFORMED_PATCH, PATCH_WITHOUT_EFFECT, UNKNOWN_FIELD, UNKNOWN_OBJECT};
use crate::model::{Change, Patch, Place, Platform, Step};
use crate::resolve::workload::Workload;
use coderev_check::Finding;
use coderev_objects::{DecodeError, Object, decode, has_known_fields, nearest};
use path::PathError;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use touched::Touched;

/// Applies the patches of each workload to the objects of the workload.
pub(super) fn workloads(cx: &Cx<'_>, out: &mut Output) {
    let Patched { drafts, workloads, record } = out.patched();
    for finding in of_workloads(&cx.workloads, drafts, workloads, record) {
        out.report(finding);
    }
}
/// Applies the patches of the platform to any object with the name.
pub(super) fn platform(cx: &Cx<'_>, out: &mut Output) {
    let Patched { drafts, record, .. } = out.patched();
    for finding in of_platform(cx.platform, drafts, record) {
        out.report(finding);
    }
}

fn of_workloads(
    workloads: &[Workload<'_>],
    drafts: &mut [Draft],
    ranges: &[Range<usize>],
    mut record: Option<&mut Record>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    // A patch in the defaults of a namespace has an effect if it changes at least one workload of the namespace.
    let mut idle = BTreeMap::<(&str, Line, Line), Option<Finding>>::new();
    for (workload, range) in workloads.iter().zip(ranges) {
        let subject = workload.subject();
        for patch in &workload.pod.patches {
            let here = |step: Place| (&*workload.namespace.name, line(patch.at), line(step));
            let own = drafts[range.clone()].iter_mut();
            let mut targets: Vec<&mut Draft> = own.filter(|it| is(&it.object, patch)).collect();
            if targets.is_empty() {
                let message = format!("`{}` has no {} to patch", workload.name(), patch.object.kind);
                let finding = without_effect(&subject, message, patch.at)
                    .help("name a kind that the workload has, `Object::POD` for its pods, or patch a different object: `Platform::patch(..)`");
                idle.entry(here(patch.at)).or_insert(Some(finding));
                continue;
            }
            idle.insert(here(patch.at), None);
            for step in &patch.steps {
                match on_all(&mut targets, patch, step, &subject, record.as_deref_mut()) {
                    Ok(()) => drop(idle.insert(here(step.at), None)),
                    Err(Failure::Idle(finding)) => drop(idle.entry(here(step.at)).or_insert(Some(*finding))),
                    Err(Failure::Wrong(finding)) => findings.push(*finding),
                }
            }
        }
    }
    findings.extend(idle.into_values().flatten());
    findings
}
/// A position that can be sorted.
type Line = (&'static str, u32, u32);
fn line(at: Place) -> Line {
    (at.file(), at.line(), at.column())
}

fn of_platform(platform: &Platform, drafts: &mut [Draft], mut record: Option<&mut Record>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (namespace, name, patch) in &platform.patches {
        let subject = if namespace.is_empty() { String::new() } else { format!("{namespace}/{name}") };
        let named = |object: &Object| object.namespace() == namespace && object.name() == name;
        let mut targets: Vec<&mut Draft> =
            drafts.iter_mut().filter(|it| named(&it.object) && is(&it.object, patch)).collect();
        if targets.is_empty() {
            findings.push(nowhere(drafts, (namespace, name), patch));
            continue;
        }
        for step in &patch.steps {
            match on_all(&mut targets, patch, step, &subject, record.as_deref_mut()) {
                Ok(()) => {}
                Err(Failure::Idle(finding) | Failure::Wrong(finding)) => findings.push(*finding),
            }
        }
    }
    findings
}
fn nowhere(drafts: &[Draft], (namespace, name): (&str, &str), patch: &Patch) -> Finding {
    let title = |namespace: &str, name: &str| {
        if namespace.is_empty() { name.to_owned() } else { format!("{namespace}/{name}") }
    };
    let known: Vec<String> = drafts
        .iter()
        .filter(|it| is(&it.object, patch))
        .map(|it| title(it.object.namespace(), it.object.name()))
        .collect();
    let wanted = title(namespace, name);
    let kind = patch.object.kind;
    let subject = if namespace.is_empty() { "" } else { &wanted };
    Finding::new(&UNKNOWN_OBJECT, subject, format!("there is no {kind} `{wanted}` to patch")).at(patch.at).help(
        match nearest(&wanted, known.iter().map(|known| &**known)) {
            Some(best) => format!("did you mean `{best}`?"),
            None => format!(
                "the platform has {} of this kind; the namespace of a cluster-scoped object is `\"\"`",
                known.len()
            ),
        },
    )
}

enum Failure {
    /// The step changes nothing.
    Idle(Box<Finding>),
    Wrong(Box<Finding>),
}
/// Applies one step to each of the objects. The step has an effect if it changes at least one of them.
fn on_all(
    targets: &mut [&mut Draft],
    patch: &Patch,
    step: &Step,
    subject: &str,
    mut record: Option<&mut Record>,
) -> Result<(), Failure> {
    let mut changed = false;
    for draft in targets.iter_mut().map(|target| &mut **target) {
        let touched = apply(&mut draft.object, patch, step, subject);
        let Some(touched) = touched.map_err(|finding| Failure::Wrong(Box::new(finding)))? else { continue };
        if let Some(record) = record.as_deref_mut() {
            touched.record(record, &draft.object, step.at);
        }
        touched.mark(draft, step.at);
        changed = true;
    }
    if changed {
        return Ok(());
    }
    let message = format!("`{}` already has the value that the patch sets", step.path);
    let finding =
        without_effect(subject, message, step.at).help("remove the patch: the library or a setter sets this field");
    Err(Failure::Idle(Box::new(finding)))
}
fn without_effect(subject: &str, message: String, at: Place) -> Finding {
    Finding::new(&PATCH_WITHOUT_EFFECT, subject, message).at(at).as_warning()
}

/// Whether `patch` applies to the kind of this object.
fn is(object: &Object, patch: &Patch) -> bool {
    if is_of_pods(patch) {
        return object.template().is_some();
    }
    let of = patch.object;
    (object.api_version(), object.kind()) == (of.api_version, of.kind)
}
fn json(object: &Object) -> Value {
    serde_json::to_value(object).expect("typed objects are JSON")
}
/// The path that the paths of the patch start at: the pod template for a patch of pods, else the object.
fn below(object: &Object, patch: &Patch) -> &'static str {
    let template = object.template().filter(|_| is_of_pods(patch));
    template.map_or("", |template| template.pointer())
}
fn is_of_pods(patch: &Patch) -> bool {
    (patch.object.api_version, patch.object.kind) == ("v1", "Pod")
}

/// Applies a step, and returns the field that it changed. On an error the object is unchanged.
fn apply(object: &mut Object, patch: &Patch, step: &Step, subject: &str) -> Result<Option<Touched>, Finding> {
    let before = json(object);
    let root = below(object, patch);
    let strict = !has_known_fields(patch.object.api_version, patch.object.kind);
    let mut after = before.clone();
    let malformed =
        |message: String, help: String| Finding::new(&MALFORMED_PATCH, subject, message).at(step.at).help(help);
    let problem = |problem: PathError| match problem {
        PathError::Nothing => {
            let message = format!("there is nothing at `{}` to remove", step.path);
            let help = "check the path in the output: the spelling may be wrong, or the field may no longer be set";
            Finding::new(&PATCH_WITHOUT_EFFECT, subject, message).at(step.at).help(help)
        }
        PathError::Wrong { message, help } => malformed(message, help),
    };
    match &step.change {
        Change::Set(value) => {
            if let Some((pointer, reason)) = inexact::lost(value) {
                let help = "set a finite number of the type `f64` or `i64`; remove a field with `.remove(..)`";
                return Err(malformed(format!("the patch sets `{}{pointer}` {reason}", step.path), help.into()));
            }
            path::set(&mut after, root, &step.path, value.clone(), strict).map_err(problem)?;
        }
        Change::Remove => path::remove(&mut after, root, &step.path).map_err(problem)?,
    }
    if after == before {
        return Ok(None);
    }
    if ["apiVersion", "kind"].iter().any(|key| after[key] != before[key]) {
        return Err(malformed(
            format!("`{}` changes the kind of the object", step.path),
            "write a raw object instead: `.raw(Raw::yaml(..))`".into(),
        ));
    }
    let read = decode(after).map_err(|fault| match fault {
        DecodeError::UnknownField { path, known } => {
            let path = path.strip_prefix(root).unwrap_or(&path);
            let kind = patch.object.kind;
            Finding::new(&UNKNOWN_FIELD, subject, format!("a {kind} has no field `{path}`"))
                .at(step.at)
                .help(help_for(path, &known))
        }
        DecodeError::WrongType { path, reason } => {
            let path = path.strip_prefix(root).unwrap_or(&path);
            malformed(
                format!("`{path}` cannot have this value: {reason}"),
                "`kubectl explain` shows the fields and their types".into(),
            )
        }
        other => malformed(other.to_string(), "`kubectl explain` shows the fields and their types".into()),
    })?;
    *object = read;
    let after = json(object);
    Ok((after != before).then(|| Touched::new(&before, &after, root, step)))
}

#[cfg(test)]
mod tests;
