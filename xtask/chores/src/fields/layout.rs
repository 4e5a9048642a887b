//! Converts a schema to the two files: an index of kinds, and one line for each type. Equal types share a line.
use super::schema::{ALL, Field, Leaf, Object, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

const NOTE: &str = "\
# Written by `cargo xtask fields`: names, types and requirements of fields. No descriptions, no patterns, no rules.
# They are the interfaces of Kubernetes (read from k8s-openapi), Argo CD, Argo Rollouts, the Barman Cloud plugin, cert-manager, CloudNativePG,
# Envoy Gateway, External Secrets Operator, external-snapshotter, the Gateway API, Istio, KEDA, the Network Policy API, Prometheus Operator
# and Strimzi. Each project publishes them under the Apache License 2.0.
";
const KINDS_NOTE: &str = "\
# A line holds apiVersion, kind, the position of its type in `types.txt` in base 36, and the versions that have it unless all have.
# Versions are the last digits of 1.35, 1.36 and 1.37. Lines are sorted.
";
const TYPES_NOTE: &str = "\
# A line is one type: its fields, sorted, each with a type. A line that begins with `*` allows other fields.
# `!`: the field is required. `!67`: only 1.36 and 1.37 require it. `@67`: of the versions that have the type, only 1.36 and 1.37 have the field.
# [ list, { map, s string, b boolean, i 32-bit integer, l 64-bit integer, n number, q quantity, x integer or string, t time, y bytes, a anything,
# # the object at that position in base 36, ? the same or anything that is not an object.
";
/// The number of digits of a position.
const WIDTH: usize = 4;

/// Both files.
pub(super) struct Layout {
    pub(super) kinds: String,
    pub(super) types: String,
    counts: [usize; 2],
}

impl fmt::Display for Layout {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let notes = 2 * NOTE.len() + KINDS_NOTE.len() + TYPES_NOTE.len();
        let bytes = self.kinds.len() + self.types.len() - notes;
        write!(out, "{} kinds, {} types, {bytes} bytes", self.counts[0], self.counts[1])
    }
}

/// The files for the kinds for which `is_wanted` returns true.
pub(super) fn build(schema: &Schema, is_wanted: impl Fn(&str) -> bool) -> Result<Layout, String> {
    let wanted: Vec<_> = schema.kinds.iter().filter(|(name, _)| is_wanted(name)).collect();
    let ids = reachable(schema, wanted.iter().map(|(_, kind)| kind.object));
    let classes = classes(schema, &ids)?;
    let mut first: Vec<usize> = Vec::new();
    for &id in &ids {
        if classes[id] == first.len() {
            first.push(id);
        }
    }
    let mut positions = Vec::new();
    let mut end = NOTE.len() + TYPES_NOTE.len();
    for &id in &first {
        positions.push(end);
        end += line(&schema.objects[id], &classes)?.len();
    }
    if end >= 36usize.pow(WIDTH as u32) {
        return Err(format!("{end} bytes are too many for positions of {WIDTH} digits"));
    }
    let at: Vec<usize> = classes.iter().map(|&class| positions.get(class).copied().unwrap_or_default()).collect();
    let mut layout = Layout {
        kinds: format!("{NOTE}{KINDS_NOTE}"),
        types: format!("{NOTE}{TYPES_NOTE}"),
        counts: [wanted.len(), first.len()],
    };
    for &id in &first {
        layout.types.push_str(&line(&schema.objects[id], &at)?);
    }
    for (name, kind) in wanted {
        let versions = if kind.versions == ALL { String::new() } else { format!(" {}", digits(kind.versions)) };
        writeln!(layout.kinds, "{name} {}{versions}", base36(at[kind.object])).map_err(|error| error.to_string())?;
    }
    Ok(layout)
}

/// The objects of the kinds and all objects below them, without duplicates, parents first.
fn reachable(schema: &Schema, roots: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    for root in roots {
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            order.push(id);
            let below = schema.objects[id].fields.values().rev().filter_map(|field| match field.shape.leaf {
                Leaf::Scalar(_) => None,
                Leaf::Object(id) | Leaf::ObjectOrAny(id) => Some(id),
            });
            open.extend(below);
        }
    }
    order
}

/// A number for each object: equal objects have equal numbers, from 0 in the order of `ids`. At first all objects
/// have the same number. Objects with different lines get different numbers, until all objects with the same number
/// have the same line. Recursive objects need no special case.
fn classes(schema: &Schema, ids: &[usize]) -> Result<Vec<usize>, String> {
    let mut classes = vec![0; schema.objects.len()];
    let mut count = 1;
    loop {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut next = classes.clone();
        for &id in ids {
            let fresh = numbers.len();
            next[id] = *numbers.entry(line(&schema.objects[id], &classes)?).or_insert(fresh);
        }
        classes = next;
        if numbers.len() == count {
            return Ok(classes);
        }
        count = numbers.len();
    }
}

/// The line of an object. `at` has the position of each object.
fn line(object: &Object, at: &[usize]) -> Result<String, String> {
    let mut words: Vec<String> = Vec::new();
    for (name, field) in &object.fields {
        if name.is_empty() || name.contains(|it: char| !it.is_ascii_graphic() || matches!(it, ':' | '!' | '@' | '*')) {
            return Err(format!("the format cannot hold a field with the name `{name}`"));
        }
        words.push(word(name, field, object.versions, at));
    }
    words.sort();
    let mark = if object.is_open { "*" } else { "" };
    Ok(format!("{mark}{}\n", words.join(" ")))
}

fn word(name: &str, field: &Field, of_object: u8, at: &[usize]) -> String {
    let Field { shape, versions, required } = field;
    let is_required = required == versions;
    let leaf = match shape.leaf {
        Leaf::Scalar(letter) => letter.to_string(),
        Leaf::Object(id) => format!("#{}", base36(at[id])),
        Leaf::ObjectOrAny(id) => format!("?{}", base36(at[id])),
    };
    let mut text = format!("{name}:{}{leaf}", shape.around);
    if *versions != of_object {
        text += &format!("@{}", digits(*versions));
    }
    if is_required {
        text.push('!');
    } else if *required != 0 {
        text += &format!("!{}", digits(*required));
    }
    text
}

/// The last digits of the versions.
fn digits(versions: u8) -> String {
    ['5', '6', '7'].iter().enumerate().filter(|(bit, _)| versions & (1 << bit) != 0).map(|(_, digit)| digit).collect()
}

fn base36(mut number: usize) -> String {
    let mut text = [b'0'; WIDTH];
    for digit in text.iter_mut().rev() {
        *digit = b"0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
        number /= 36;
    }
    text.iter().map(|&it| char::from(it)).collect()
}
