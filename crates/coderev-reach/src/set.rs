//! Sets of small numbers: a list for small sets, bits for large sets.

/// A set of numbers below a size that all sets of one universe share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Set {
    /// Sorted.
    Few(Vec<u32>),
    Many(Vec<u64>),
}

impl Set {
    /// A set of sorted, distinct numbers below `size`.
    pub(crate) fn from_sorted(numbers: Vec<u32>, size: usize) -> Self {
        // A number in a list takes as much memory as 32 bits of a bit set.
        if numbers.len() < size / 32 {
            return Self::Few(numbers);
        }
        let mut words = vec![0; size.div_ceil(64)];
        for number in numbers {
            words[number as usize / 64] |= 1 << (number % 64);
        }
        Self::Many(words)
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        match self {
            Self::Few(list) => list.binary_search(&number).is_ok(),
            Self::Many(words) => words[number as usize / 64] >> (number % 64) & 1 == 1,
        }
    }

    #[inline]
    pub(crate) fn each(&self, mut visit: impl FnMut(u32)) {
        match self {
            Self::Few(list) => list.iter().copied().for_each(visit),
            Self::Many(words) => {
                for (at, &word) in (0_u32..).zip(words) {
                    let mut rest = word;
                    while rest != 0 {
                        visit(at * 64 + rest.trailing_zeros());
                        rest &= rest - 1;
                    }
                }
            }
        }
    }
}
