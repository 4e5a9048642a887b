//! Labels, selectors, and an index of labels for selectors.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

/// The labels of a pod or of a namespace.
pub type Labels = BTreeMap<String, String>;

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
