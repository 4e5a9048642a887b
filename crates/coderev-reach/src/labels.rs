//! Labels, selectors, and an index of labels for selectors.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

/// The labels of a pod or of a namespace.
pub type Labels = BTreeMap<String, String>;

/// The value of a label that a controller chooses: a hash, a time, or a number. No label can have this value. Whether
/// `In` matches it is unknown; `NotIn` and `Exists` match it.
pub const CHOSEN: &str = "*";

/// Labels that a StatefulSet sets on each of its pods, and that are not in its template.
pub(crate) const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";
pub(crate) const POD_INDEX: &str = "apps.kubernetes.io/pod-index";

/// One condition of a selector.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Condition {
    In(String, Vec<String>),
    NotIn(String, Vec<String>),
    Exists(String),
    Absent(String),
}

/// A selector: a match satisfies all conditions, so a selector without conditions matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Selector(pub(crate) Vec<Condition>);

impl Selector {
    pub(crate) fn new(selector: &LabelSelector) -> Result<Self, String> {
        let labels = selector.match_labels.iter().flatten();
        let mut all: Vec<_> = labels.map(|(key, value)| Condition::In(key.clone(), vec![value.clone()])).collect();
        for expression in selector.match_expressions.iter().flatten() {
            let key = expression.key.clone();
            let mut values = expression.values.clone().unwrap_or_default();
            values.sort();
            values.dedup();
            all.push(match (&*expression.operator, values.is_empty()) {
                ("In", false) => Condition::In(key, values),
                ("NotIn", false) => Condition::NotIn(key, values),
                ("Exists", true) => Condition::Exists(key),
                ("DoesNotExist", true) => Condition::Absent(key),
                ("In" | "NotIn", true) => return Err(format!("`{}` of `{key}` has no values", expression.operator)),
                ("Exists" | "DoesNotExist", false) => {
                    return Err(format!("`{}` of `{key}` must not have values", expression.operator));
                }
                (other, _) => return Err(format!("a selector has no operator `{other}`")),
            });
        }
        all.sort();
        all.dedup();
        Ok(Self(all))
    }

    /// A selector with labels only, as in a Service.
    pub(crate) fn of_labels(labels: &Labels) -> Self {
        Self(labels.iter().map(|(key, value)| Condition::In(key.clone(), vec![value.clone()])).collect())
    }

    pub(crate) fn is_everything(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn matches(&self, labels: &Labels) -> bool {
        self.0.iter().all(|condition| match condition {
            Condition::In(key, values) => labels.get(key).is_some_and(|value| values.binary_search(value).is_ok()),
            Condition::NotIn(key, values) => labels.get(key).is_none_or(|value| values.binary_search(value).is_err()),
            Condition::Exists(key) => labels.contains_key(key),
            Condition::Absent(key) => !labels.contains_key(key),
        })
    }
}

impl Selector {
    /// Whether it matches only if a controller chooses certain values for labels of a pod.
    pub(crate) fn depends_on_chosen(&self, labels: &Labels) -> bool {
        let is_chosen = |it: &Condition| match it {
            // Pods of a StatefulSet that a policy names are peers of their own.
            Condition::In(key, _) => {
                labels.get(key).is_some_and(|it| it == CHOSEN) && key != POD_NAME && key != POD_INDEX
            }
            _ => false,
        };
        let rest = Self(self.0.iter().filter(|it| !is_chosen(it)).cloned().collect());
        rest.0.len() < self.0.len() && rest.matches(labels)
    }

    /// The only condition that these labels do not satisfy, if they have its key with another value: the key, the values
    /// of the selector, and the value of the labels. The flag is true if other conditions are satisfied.
    pub(crate) fn near_miss<'a>(&'a self, labels: &'a Labels) -> Option<(&'a str, &'a [String], &'a str, bool)> {
        let fails = |it: &&Condition| !Self(vec![(*it).clone()]).matches(labels);
        let mut failing = self.0.iter().filter(fails);
        match (failing.next(), failing.next()) {
            (Some(Condition::In(key, values)), None) => Some((
                key,
                values,
                labels.get(key)?,
                self.0.iter().any(|it| matches!(it, Condition::In(other, _) if other != key)),
            )),
            _ => None,
        }
    }
}

impl Display for Selector {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("all");
        }
        for (at, condition) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            match condition {
                Condition::In(key, values) if values.len() == 1 => write!(f, "{key}={}", values[0])?,
                Condition::In(key, values) => write!(f, "{key} in ({})", values.join(", "))?,
                Condition::NotIn(key, values) => write!(f, "{key} not in ({})", values.join(", "))?,
                Condition::Exists(key) => write!(f, "{key} exists")?,
                Condition::Absent(key) => write!(f, "{key} does not exist")?,
            }
        }
        Ok(())
    }
}

/// An index by labels: a selector is compared only with the candidates that it may match.
pub(crate) struct Index<'a> {
    labels: Vec<&'a Labels>,
    keys: BTreeMap<&'a str, BTreeMap<&'a str, Vec<u32>>>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(labels: Vec<&'a Labels>) -> Self {
        let mut keys: BTreeMap<&str, BTreeMap<&str, Vec<u32>>> = BTreeMap::new();
        for (number, labels) in (0..).zip(&labels) {
            for (key, value) in *labels {
                keys.entry(key).or_default().entry(value).or_default().push(number);
            }
        }
        Self { labels, keys }
    }

    /// The indices that match, sorted.
    pub(crate) fn select(&self, selector: &Selector) -> Vec<u32> {
        let narrowest = selector.0.iter().filter_map(|it| self.having(it)).min_by_key(Vec::len);
        match narrowest {
            Some(mut some) => {
                some.sort_unstable();
                some.retain(|&number| selector.matches(self.labels[number as usize]));
                some
            }
            None => {
                let mut is_out = vec![false; self.labels.len()];
                for number in selector.0.iter().flat_map(|it| self.violating(it)) {
                    is_out[*number as usize] = true;
                }
                (0..).zip(is_out).filter_map(|(number, is_out)| (!is_out).then_some(number)).collect()
            }
        }
    }

    /// The indices that satisfy a condition for the presence of a label.
    fn having(&self, condition: &Condition) -> Option<Vec<u32>> {
        match condition {
            Condition::In(key, values) => {
                let with_key = self.keys.get(&**key);
                let lists = values.iter().filter_map(|value| with_key?.get(&**value));
                Some(lists.flatten().copied().collect())
            }
            Condition::Exists(key) => {
                let lists = self.keys.get(&**key).into_iter().flat_map(BTreeMap::values);
                Some(lists.flatten().copied().collect())
            }
            Condition::NotIn(..) | Condition::Absent(_) => None,
        }
    }

    /// The indices that violate a condition for the absence of a label.
    fn violating(&self, condition: &Condition) -> Vec<&u32> {
        match condition {
            Condition::NotIn(key, values) => {
                let with_key = self.keys.get(&**key);
                values.iter().filter_map(|value| with_key?.get(&**value)).flatten().collect()
            }
            Condition::Absent(key) => self.keys.get(&**key).into_iter().flat_map(BTreeMap::values).flatten().collect(),
            Condition::In(..) | Condition::Exists(_) => Vec::new(),
        }
    }
}
