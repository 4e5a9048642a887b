//! Which removed object and which new object are one object with another name, and which objects belong to a workload.
use super::diff::{Diff, tier, value};
use crate::Change;
use coderev_objects::{Entry, Inventory, Object, Referent, Workload, labels};
use k8s_openapi::api::batch::v1::Job;
use serde_json::Value;

/// The removed objects of a change, each in one place.
pub(super) struct Removals<'a> {
    /// Objects with a new name: old and new.
    pub(super) renamed: Vec<(Removed<'a>, Entry<'a>)>,
    /// Workloads of another tier in another namespace: old and new.
    pub(super) moved: Vec<(Removed<'a>, Entry<'a>)>,
    /// Objects without a successor.
    pub(super) gone: Vec<Removed<'a>>,
}
/// A removed object, and the removed objects that only it needs.
pub(super) struct Removed<'a> {
    pub(super) entry: Entry<'a>,
    pub(super) dependents: Vec<Entry<'a>>,
}
impl<'a> Removed<'a> {
    /// The object, and the objects that only it needs.
    pub(super) fn all(&self) -> impl Iterator<Item = Entry<'a>> {
        std::iter::once(self.entry).chain(self.dependents.iter().copied())
    }
}

impl<'a> Removals<'a> {
    pub(super) fn new(before: &'a Inventory, after: &'a Inventory) -> Self {
        let Diff { kept, mut removed, mut added } = Diff::new(before, after);
        // `transition-autoscaler-handover` reports them.
        removed.retain(|gone| !kept.iter().any(|(old, _)| scales(*gone, *old)));
        removed.retain(|gone| !is_earlier_run(*gone, after));
        let mut renamed = Vec::new();
        for (old, new) in renamed_namespaces(before, after, &removed, &added) {
            take(&mut removed, old);
            added.retain(|it| *it != new && it.namespace() != new.name());
            let dependents = take_dependents(before, old, &mut removed);
            renamed.push((Removed { entry: old, dependents }, new));
        }
        let workloads = renamed_workloads(&removed, &added);
        for (old, new) in &workloads {
            take(&mut removed, *old);
            take(&mut added, *new);
            let mut dependents = take_dependents(before, *old, &mut removed);
            let derived: Vec<_> = removed
                .iter()
                .copied()
                .filter(|it| added.iter().any(|new_one| is_derived(*it, *new_one, *old, *new)))
                .collect();
            derived.iter().for_each(|it| take(&mut removed, *it));
            dependents.extend(derived);
            renamed.push((Removed { entry: *old, dependents }, *new));
        }
        let mut moved = Vec::new();
        for (old, new) in moved_workloads(&removed, &added) {
            take(&mut removed, old);
            take(&mut added, new);
            let dependents = take_dependents(before, old, &mut removed);
            moved.push((Removed { entry: old, dependents }, new));
        }
        for old in removed.clone() {
            let told = added.iter().copied().find(|new| is_same_kind(old, *new) && was(*new, old.name()));
            let mut same = added.iter().filter(|new| is_renamed(old, **new));
            let new = match (told, same.next(), same.next()) {
                (Some(new), ..) => new,
                (None, Some(new), None) => *new,
                _ => continue,
            };
            if told.is_some() || removed.iter().filter(|other| is_renamed(**other, new)).count() == 1 {
                take(&mut removed, old);
                take(&mut added, new);
                renamed.push((Removed { entry: old, dependents: Vec::new() }, new));
            }
        }
        let mut gone = Vec::new();
        // First the objects that other objects belong to.
        let rank = |entry: &Entry<'_>| match entry.object() {
            Object::Namespace(_) => 0,
            _ if entry.as_workload().is_some() => 1,
            _ => 2,
        };
        removed.sort_by_key(rank);
        while !removed.is_empty() {
            let entry = removed.remove(0);
            let dependents = take_dependents(before, entry, &mut removed);
            gone.push(Removed { entry, dependents });
        }
        Self { renamed, moved, gone }
    }
}

fn take(entries: &mut Vec<Entry<'_>>, entry: Entry<'_>) {
    entries.retain(|it| *it != entry);
}
fn scales(autoscaler: Entry<'_>, target: Entry<'_>) -> bool {
    target.as_workload().is_some_and(|workload| workload.autoscalers().any(|it| it == autoscaler))
}
fn is_same_kind(a: Entry<'_>, b: Entry<'_>) -> bool {
    let group = |entry: Entry<'_>| entry.api_version().split_once('/').map_or("", |(group, _)| group).to_owned();
    a.kind() == b.kind() && a.namespace() == b.namespace() && group(a) == group(b)
}

/// Whether the object is a Job that ran for an earlier version: the new files have a Job of its name or with its images.
fn is_earlier_run(gone: Entry<'_>, after: &Inventory) -> bool {
    let Object::Job(_) = gone.object() else { return false };
    let label = |job: Entry<'_>| job.object().metadata().labels.as_ref()?.get(labels::NAME).cloned();
    let same_images = |job: Entry<'_>| job.as_workload().map(images) == gone.as_workload().map(images);
    let same_job = |job: Entry<'_>| match (label(job), label(gone)) {
        (Some(one), Some(other)) => one == other,
        _ => same_images(job),
    };
    after.all::<Job>().any(|(job, _)| is_same_kind(job, gone) && same_job(job))
}
/// The namespaces with another name: exactly one removed and one new namespace of a tier have workloads with the same kinds,
/// names and images.
fn renamed_namespaces<'a>(
    before: &'a Inventory,
    after: &'a Inventory,
    removed: &[Entry<'a>],
    added: &[Entry<'a>],
) -> Vec<(Entry<'a>, Entry<'a>)> {
    let only = |all: &[Entry<'a>]| {
        let mut found = all.iter().copied().filter(|it| matches!(it.object(), Object::Namespace(_)));
        found.next().filter(|_| found.next().is_none())
    };
    let (Some(old), Some(new)) = (only(removed), only(added)) else { return Vec::new() };
    let mut all = [(before, old), (after, new)].map(|(inventory, namespace)| {
        let here = inventory.workloads().filter(|it| it.namespace() == namespace.name());
        here.map(|it| (it.entry().kind(), it.name(), images(it))).collect::<Vec<_>>()
    });
    all.iter_mut().for_each(|it| it.sort());
    let fits = tier(old) == tier(new) && !all[0].is_empty() && all[0] == all[1];
    if fits { vec![(old, new)] } else { Vec::new() }
}
/// The workloads of a namespace with a new name: old and new.
pub(super) fn workloads<'a>(change: &Change<'a>, old: Entry<'_>, new: Entry<'_>) -> Vec<(Entry<'a>, Entry<'a>)> {
    let here = change.before.workloads().map(Workload::entry).filter(|it| it.namespace() == old.name());
    let pair = |was: Entry<'a>| {
        let is = change.after.find(was.api_version(), was.kind(), new.name(), was.name())?;
        Some((was, is))
    };
    here.filter_map(pair).collect()
}

/// The workloads with another name: `.was(..)` declares it, or exactly one removed and one new workload of this kind run
/// these images.
fn renamed_workloads<'a>(removed: &[Entry<'a>], added: &[Entry<'a>]) -> Vec<(Entry<'a>, Entry<'a>)> {
    let old: Vec<Workload<'_>> = removed.iter().filter_map(|it| it.as_workload()).collect();
    let new: Vec<Workload<'_>> = added.iter().filter_map(|it| it.as_workload()).collect();
    let fits =
        |old: Workload<'_>, new: Workload<'_>| is_same_kind(old.entry(), new.entry()) && images(old) == images(new);
    let mut pairs = Vec::new();
    for from in &old {
        let told = new.iter().find(|to| is_same_kind(from.entry(), to.entry()) && was(to.entry(), from.name()));
        let only = || {
            // Several Jobs of an application can have its image.
            if let Object::Job(_) = from.object() {
                return None;
            }
            let mut like = new.iter().filter(|to| fits(*from, **to));
            let (first, None) = (like.next()?, like.next()) else { return None };
            (old.iter().filter(|other| fits(**other, *first)).count() == 1).then_some(first)
        };
        pairs.extend(told.or_else(only).map(|to| (from.entry(), to.entry())));
    }
    pairs
}
/// The workloads of another tier in another namespace: exactly one removed and one new workload have this kind, this name
/// and these images.
fn moved_workloads<'a>(removed: &[Entry<'a>], added: &[Entry<'a>]) -> Vec<(Entry<'a>, Entry<'a>)> {
    let fits = |old: &Entry<'a>, new: &Entry<'a>| {
        let (Some(a), Some(b)) = (old.as_workload(), new.as_workload()) else { return false };
        (old.kind(), old.name()) == (new.kind(), new.name())
            && old.namespace() != new.namespace()
            && images(a) == images(b)
            && tier(*old).is_some_and(|was| tier(*new).is_some_and(|is| was != is))
    };
    let only = |old: &Entry<'a>| {
        let mut like = added.iter().filter(|new| fits(old, new));
        let (new, None) = (like.next()?, like.next()) else { return None };
        (removed.iter().filter(|other| fits(other, new)).count() == 1).then_some((*old, *new))
    };
    removed.iter().filter_map(only).collect()
}
/// Whether the program declares that the object had this name.
fn was(entry: Entry<'_>, name: &str) -> bool {
    let annotations = entry.object().metadata().annotations.as_ref();
    annotations.and_then(|all| all.get(labels::WAS)).is_some_and(|names| names.split(',').any(|it| it == name))
}
/// The images of a workload without tags and digests.
fn images(workload: Workload<'_>) -> Vec<&str> {
    let repository = |image: &'_ str| {
        let image = image.split_once('@').map_or(image, |(name, _)| name);
        match image.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => name.len(),
            _ => image.len(),
        }
    };
    let images = workload.pod().containers.iter().filter_map(|container| container.image.as_deref());
    images.map(|image| &image[..repository(image)]).collect()
}

/// Whether both objects have a name made of the name of their workload: `shop-hpa` and `web-hpa`.
fn is_derived(old: Entry<'_>, new: Entry<'_>, was: Entry<'_>, is: Entry<'_>) -> bool {
    is_same_kind(old, new)
        && old.namespace() == was.namespace()
        && old.name().starts_with(was.name())
        && new.name() == old.name().replacen(was.name(), is.name(), 1)
}
/// Whether the objects differ only in their metadata.
fn is_renamed(old: Entry<'_>, new: Entry<'_>) -> bool {
    is_same_kind(old, new) && old.as_workload().is_none() && {
        let (old, new) = (content(old), content(new));
        old == new && old.as_object().is_some_and(|fields| !fields.is_empty())
    }
}
fn content(entry: Entry<'_>) -> Value {
    let mut value = value(entry);
    if let Some(fields) = value.as_object_mut() {
        ["apiVersion", "kind", "metadata"].iter().for_each(|field| drop(fields.remove(*field)));
    }
    value
}

/// Moves the objects that belong to `owner` out of `removed`.
fn take_dependents<'a>(before: &'a Inventory, owner: Entry<'a>, removed: &mut Vec<Entry<'a>>) -> Vec<Entry<'a>> {
    let belongs = |it: &Entry<'a>| match owner.object() {
        Object::Namespace(_) => it.namespace() == owner.name(),
        _ => owner.as_workload().is_some_and(|workload| is_part_of(before, *it, workload)),
    };
    let (mine, rest) = std::mem::take(removed).into_iter().partition(belongs);
    *removed = rest;
    mine
}
/// Whether `entry` exists for `workload`: it selects, scales, exposes or configures its pods.
fn is_part_of(before: &Inventory, entry: Entry<'_>, workload: Workload<'_>) -> bool {
    let account = workload.pod().service_account_name.as_deref().unwrap_or_default();
    let refers = |kind: Referent| {
        entry.kind() == kind.kind()
            && entry.namespace() == workload.namespace()
            && workload.references().iter().any(|it| it.referent() == kind && it.name() == entry.name())
    };
    match entry.object() {
        Object::RoleBinding(it) => {
            let subjects = it.subjects.iter().flatten();
            entry.namespace() == workload.namespace() && subjects.into_iter().any(|subject| subject.name == account)
        }
        Object::Role(_) => before.entries().any(|other| match other.object() {
            Object::RoleBinding(binding) => {
                binding.role_ref.name == entry.name()
                    && other.namespace() == entry.namespace()
                    && is_part_of(before, other, workload)
            }
            _ => false,
        }),
        _ => {
            let mut related = workload
                .services()
                .chain(workload.budgets())
                .chain(workload.policies())
                .chain(workload.autoscalers())
                .chain(workload.services().flat_map(|service| before.routes_to(service)));
            related.any(|it| it == entry) || refers(Referent::ServiceAccount) || refers(Referent::ConfigMap)
        }
    }
}
