//! Implied peers: pods that the rules of policies allow by their selectors, and that the objects do not contain.

use std::fmt::{self, Display, Formatter};

use coderev_objects::labels::NAMESPACE_NAME;

use crate::labels::{Condition, Labels, Selector};
use crate::policy::PeerOf;
use crate::universe::Universe;

/// All pods that two selectors match and that are not in the objects, such as "any pod of the cluster" or "pods with
/// app=agent in namespace monitoring".
///
/// It is only the far end of a connection: an unknown pod has no known policies of its namespace, no ports and no
/// address, and is not on the network of a node. Policies of the cluster apply to it. It prints its selectors in the syntax of `kubectl --selector`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImpliedPeer {
    /// Both selectors are canonical.
    namespaces: Selector,
    pods: Selector,
}

impl ImpliedPeer {
    /// Any pod of the cluster.
    #[must_use]
    pub fn any() -> Self {
        Self::default()
    }

    /// The peer of a rule. None for a CIDR block, and for selectors that match no pod.
    pub(crate) fn of_rule(own_namespace: &str, peer: &PeerOf) -> Option<Self> {
        let PeerOf::Pods { namespaces, pods } = peer else { return None };
        let namespaces = match namespaces {
            Some(selector) => selector.clone(),
            None => Selector(vec![Condition::In(NAMESPACE_NAME.into(), vec![own_namespace.to_owned()])]),
        };
        Self::of_selectors(&namespaces, pods)
    }

    /// The pods that two selectors match. None where they match no pod.
    pub(crate) fn of_selectors(namespaces: &Selector, pods: &Selector) -> Option<Self> {
        // Every namespace has the label with its name.
        let is_needed = |it: &&Condition| !matches!(it, Condition::Exists(key) if key == NAMESPACE_NAME);
        let mut namespaces = Selector(namespaces.canonical()?.0.iter().filter(is_needed).cloned().collect());
        if namespaces.0.contains(&Condition::Absent(NAMESPACE_NAME.into())) {
            return None;
        }
        // The other labels of a namespace with a known name are not a choice.
        let is_name = |it: &Condition| matches!(it, Condition::In(key, one) if key == NAMESPACE_NAME && one.len() == 1);
        namespaces.0.sort_by_key(|it| !is_name(it));
        Some(Self { namespaces, pods: pods.canonical()? })
    }

    /// Whether it is any pod of the cluster.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.namespaces.is_everything() && self.pods.is_everything()
    }

    /// Whether it is every pod of its namespaces.
    #[must_use]
    pub fn is_every_pod(&self) -> bool {
        self.pods.is_everything()
    }

    /// Its namespace, if the name of the namespace is given.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        match self.namespaces.0.first() {
            Some(Condition::In(key, one)) if key == NAMESPACE_NAME && one.len() == 1 => Some(&one[0]),
            _ => None,
        }
    }

    /// The labels of its pods whose value is given, sorted by key.
    pub fn labels(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pods.0.iter().filter_map(|it| match it {
            Condition::In(key, values) if values.len() == 1 => Some((&**key, &*values[0])),
            _ => None,
        })
    }

    /// Whether a pod with these labels, in a namespace with this name and these labels, is one of them.
    #[must_use]
    pub fn matches(&self, namespace: &str, namespace_labels: &Labels, labels: &Labels) -> bool {
        let mut namespace_labels = namespace_labels.clone();
        namespace_labels.insert(NAMESPACE_NAME.into(), namespace.to_owned());
        self.namespaces.matches(&namespace_labels) && self.pods.matches(labels)
    }

    /// Whether all of these pods are also pods of `other`. The labels of a known namespace are known.
    pub(crate) fn implies(&self, other: &Self, universe: &Universe) -> bool {
        let known = self.namespace().and_then(|name| universe.namespace(name));
        let is_in = match known {
            Some(at) => other.namespaces.matches(&universe.namespaces[at as usize].1),
            None => self.namespaces.implies(&other.namespaces),
        };
        is_in && self.pods.implies(&other.pods)
    }

    /// Whether a pod can be one of these and one of `other`.
    pub(crate) fn overlaps(&self, other: &Self, universe: &Universe) -> bool {
        let both = |a: &Selector, b: &Selector| Selector([&*a.0, &*b.0].concat()).canonical().is_some();
        let known = [self, other].map(|it| it.namespace().and_then(|name| universe.namespace(name)));
        let is_in = match known {
            [Some(at), _] => other.namespaces.matches(&universe.namespaces[at as usize].1),
            [_, Some(at)] => self.namespaces.matches(&universe.namespaces[at as usize].1),
            _ => both(&self.namespaces, &other.namespaces),
        };
        is_in && both(&self.pods, &other.pods)
    }

    /// The same peer, without conditions on the labels of a namespace that is known. None where the known labels
    /// contradict a condition.
    pub(crate) fn settle(mut self, universe: &Universe) -> Option<Self> {
        if let Some(at) = self.namespace().and_then(|name| universe.namespace(name)) {
            if !self.namespaces.matches(&universe.namespaces[at as usize].1) {
                return None;
            }
            self.namespaces.0.truncate(1);
        }
        Some(self)
    }

    /// The selector of the pods, in canonical form.
    pub(crate) fn pods(&self) -> &Selector {
        &self.pods
    }
}

impl Display for ImpliedPeer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_any() {
            return f.write_str("any pod of the cluster");
        }
        if self.pods.is_everything() {
            f.write_str("any pod")?;
        } else {
            write!(f, "pods with {}", Shown(&self.pods.0))?;
        }
        match (self.namespace(), &self.namespaces.0[..]) {
            (Some(name), [_]) => write!(f, " in namespace {name}"),
            (Some(name), [_, others @ ..]) => write!(f, " in namespace {name} with {}", Shown(others)),
            (_, []) => f.write_str(" in any namespace"),
            (_, all) => write!(f, " in namespaces with {}", Shown(all)),
        }
    }
}

/// Conditions in the syntax of `kubectl --selector`.
struct Shown<'a>(&'a [Condition]);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, condition) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            match condition {
                Condition::In(key, values) if values.len() == 1 => write!(f, "{key}={}", values[0])?,
                Condition::In(key, values) => write!(f, "{key} in ({})", values.join(","))?,
                Condition::NotIn(key, values) if values.len() == 1 => write!(f, "{key}!={}", values[0])?,
                Condition::NotIn(key, values) => write!(f, "{key} notin ({})", values.join(","))?,
                Condition::Exists(key) => f.write_str(key)?,
                Condition::Absent(key) => write!(f, "!{key}")?,
            }
        }
        Ok(())
    }
}
