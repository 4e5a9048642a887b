//! Implication between selectors: whether everything that one selector matches, another one matches too.

use std::collections::{BTreeMap, BTreeSet};

use crate::labels::{Condition, Selector};

/// The requirements of all conditions of a selector on the value of one key.
#[derive(Default)]
struct Domain<'a> {
    /// One of these values, if any are listed.
    values: Option<BTreeSet<&'a String>>,
    excluded: BTreeSet<&'a String>,
    exists: bool,
    absent: bool,
}

impl Selector {
    /// The same selector with at most two conditions for each key, so that equal selectors have one form. None where
    /// the conditions contradict each other, so that nothing matches.
    pub(crate) fn canonical(&self) -> Option<Self> {
        let mut domains: BTreeMap<&String, Domain<'_>> = BTreeMap::new();
        for condition in &self.0 {
            match condition {
                Condition::In(key, values) => {
                    let domain = domains.entry(key).or_default();
                    let values: BTreeSet<&String> = values.iter().collect();
                    domain.values = Some(match domain.values.take() {
                        Some(known) => known.intersection(&values).copied().collect(),
                        None => values,
                    });
                }
                Condition::NotIn(key, values) => domains.entry(key).or_default().excluded.extend(values),
                Condition::Exists(key) => domains.entry(key).or_default().exists = true,
                Condition::Absent(key) => domains.entry(key).or_default().absent = true,
            }
        }
        let mut all = Vec::new();
        for (key, domain) in domains {
            let Domain { values, excluded, exists, absent } = domain;
            match values {
                Some(values) => {
                    let left: Vec<String> = values.difference(&excluded).map(|it| (*it).clone()).collect();
                    if left.is_empty() || absent {
                        return None;
                    }
                    all.push(Condition::In(key.clone(), left));
                }
                None if absent && exists => return None,
                None if absent => all.push(Condition::Absent(key.clone())),
                None => {
                    if exists {
                        all.push(Condition::Exists(key.clone()));
                    }
                    if !excluded.is_empty() {
                        all.push(Condition::NotIn(key.clone(), excluded.into_iter().cloned().collect()));
                    }
                }
            }
        }
        all.sort();
        Some(Self(all))
    }

    /// Whether `other` matches everything that this selector matches. Both selectors must be canonical.
    pub(crate) fn implies(&self, other: &Self) -> bool {
        other.0.iter().all(|wanted| self.0.iter().any(|known| implies(known, wanted)))
    }
}

fn implies(known: &Condition, wanted: &Condition) -> bool {
    use Condition::{Absent, Exists, In, NotIn};
    match (known, wanted) {
        (In(a, few), In(b, many)) => a == b && few.iter().all(|it| many.contains(it)),
        (In(a, some), NotIn(b, others)) => a == b && some.iter().all(|it| !others.contains(it)),
        (In(a, _) | Exists(a), Exists(b)) | (Absent(a), Absent(b) | NotIn(b, _)) => a == b,
        (NotIn(a, many), NotIn(b, few)) => a == b && few.iter().all(|it| many.contains(it)),
        (NotIn(..), In(..) | Exists(_) | Absent(_))
        | (Exists(_), In(..) | NotIn(..) | Absent(_))
        | (In(..), Absent(_))
        | (Absent(_), In(..) | Exists(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Selector;
    use crate::labels::Labels;
    use proptest::prelude::*;
    use serde_json::json;

    fn selector() -> impl Strategy<Value = Selector> {
        let values = proptest::collection::vec("[xyz]", 1..3);
        let condition = ("[ab]", "In|NotIn|Exists|DoesNotExist", values).prop_map(|(key, operator, values)| {
            if operator.ends_with("In") {
                json!({ "key": key, "operator": operator, "values": values })
            } else {
                json!({ "key": key, "operator": operator })
            }
        });
        proptest::collection::vec(condition, 0..4).prop_map(|all| {
            let selector = serde_json::from_value(json!({ "matchExpressions": all })).expect("a selector");
            Selector::new(&selector).expect("it is valid")
        })
    }

    /// Every set of labels that the selectors can distinguish: `other` is a value that no selector names.
    fn all_labels() -> Vec<Labels> {
        let values = [None, Some("x"), Some("y"), Some("z"), Some("other")];
        let pairs = values.iter().flat_map(|a| values.iter().map(move |b| [("a", *a), ("b", *b)]));
        let labels = |pair: [(&str, Option<&str>); 2]| {
            let set = pair.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())));
            set.collect::<Labels>()
        };
        pairs.map(labels).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn implication_is_inclusion(a in selector(), b in selector()) {
            let matched = |it: &Selector| all_labels().into_iter().filter(|labels| it.matches(labels)).collect::<Vec<_>>();
            let (in_a, in_b) = (matched(&a), matched(&b));
            let (Some(first), Some(second)) = (a.canonical(), b.canonical()) else {
                prop_assert!(in_a.is_empty() || in_b.is_empty());
                return Ok(());
            };
            prop_assert_eq!(&matched(&first), &in_a, "the canonical form matches the same");
            prop_assert!(!in_a.is_empty());
            prop_assert_eq!(first.implies(&second), in_a.iter().all(|it| in_b.contains(it)), "{:?} and {:?}", a, b);
            prop_assert_eq!(first == second, in_a == in_b, "one form for equal selectors: {:?} and {:?}", a, b);
        }
    }
}
