//! Versions of Kubernetes.
use std::fmt;

/// A minor version of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names are the versions")]
pub enum KubernetesVersion {
    V1_35,
    V1_36,
    V1_37,
}

impl KubernetesVersion {
    /// Every version with known fields, from the oldest to the newest.
    pub const ALL: [Self; 3] = [Self::V1_35, Self::V1_36, Self::V1_37];

    /// The version whose types this build has, from its feature `k8s-v1_..`.
    pub const fn of_build() -> Self {
        if cfg!(feature = "k8s-v1_37") {
            Self::V1_37
        } else if cfg!(feature = "k8s-v1_36") {
            Self::V1_36
        } else {
            Self::V1_35
        }
    }
}

/// `1.35`.
impl fmt::Display for KubernetesVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::V1_35 => "1.35",
            Self::V1_36 => "1.36",
            Self::V1_37 => "1.37",
        })
    }
}

/// A set of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions(u8);

impl Versions {
    pub(super) const ALL: Self = Self(0b111);
    pub(super) const NONE: Self = Self(0);

    /// The set from the last digits of the versions.
    pub(super) fn from_digits(digits: &str) -> Self {
        Self(digits.bytes().filter(|it| (b'5'..=b'7').contains(it)).fold(0, |all, it| all | 1 << (it - b'5')))
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set contains a version.
    pub const fn contains(self, version: KubernetesVersion) -> bool {
        self.0 & 1 << version as u8 != 0
    }

    /// The versions of the set, from the oldest to the newest.
    pub fn iter(self) -> impl Iterator<Item = KubernetesVersion> {
        KubernetesVersion::ALL.into_iter().filter(move |it| self.contains(*it))
    }
}

impl Versions {
    /// `1.35 and 1.36`, or `1.36 and newer` if the set ends with the newest version. `word` replaces `and`.
    pub(super) fn joined(self, word: &str) -> String {
        let all: Vec<String> = self.iter().map(|it| it.to_string()).collect();
        let newest = KubernetesVersion::ALL.into_iter().rev().take(all.len());
        match &all[..] {
            [] => "no version".into(),
            [first, ..] if newest.into_iter().all(|it| self.contains(it)) => format!("{first} {word} newer"),
            all => all.join(&format!(" {word} ")),
        }
    }
}

/// `1.35 and 1.36`, or `1.36 and newer` if the set ends with the newest version.
impl fmt::Display for Versions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.joined("and"))
    }
}

#[cfg(test)]
mod tests {
    use super::{KubernetesVersion::*, Versions};

    #[test]
    fn a_set_is_read_and_written() {
        assert_eq!(Versions::from_digits("67").to_string(), "1.36 and newer");
        assert_eq!(Versions::from_digits("7").to_string(), "1.37 and newer");
        assert_eq!(Versions::from_digits("56").to_string(), "1.35 and 1.36");
        assert_eq!(Versions::from_digits("57").to_string(), "1.35 and 1.37");
        assert_eq!(Versions::ALL.to_string(), "1.35 and newer");
        assert_eq!(Versions::from_digits("5").to_string(), "1.35");
        assert_eq!(Versions::from_digits("67").joined("or"), "1.36 or newer");
        assert_eq!(Versions::NONE.to_string(), "no version");
        assert_eq!(Versions::from_digits("56").iter().collect::<Vec<_>>(), [V1_35, V1_36]);
    }
}
