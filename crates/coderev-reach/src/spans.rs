//! Sets of numbers as ranges: ports and addresses.

use std::fmt::Debug;

/// A number with a successor and a predecessor.
pub(crate) trait Step: Copy + Ord + Debug {
    /// The next number. None for the largest number.
    fn next(self) -> Option<Self>;
    /// The previous number. None for the smallest number.
    fn before(self) -> Option<Self>;
}

macro_rules! step {
    ($($number:ty),*) => {$(
        impl Step for $number {
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn before(self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}
step!(u16, u128);

/// A set of numbers as sorted ranges, both ends included. The ranges neither overlap nor touch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spans<N>(Vec<(N, N)>);

impl<N> Default for Spans<N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<N: Step> Spans<N> {
    pub(crate) fn one(from: N, to: N) -> Self {
        Self(vec![(from, to)])
    }

    /// The union of ranges in any order.
    pub(crate) fn join(mut spans: Vec<(N, N)>) -> Self {
        spans.retain(|(from, to)| from <= to);
        spans.sort_unstable();
        let mut joined: Vec<(N, N)> = Vec::with_capacity(spans.len());
        for (from, to) in spans {
            match joined.last_mut() {
                Some((_, end)) if end.next().is_none_or(|next| from <= next) => *end = to.max(*end),
                _ => joined.push((from, to)),
            }
        }
        Self(joined)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (N, N)> + '_ {
        self.0.iter().copied()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn contains(&self, number: N) -> bool {
        let after = self.0.partition_point(|(from, _)| *from <= number);
        after > 0 && number <= self.0[after - 1].1
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::join(self.0.iter().chain(&other.0).copied().collect())
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Vec::new();
        while let (Some(&&(a, b)), Some(&&(c, d))) = (left.peek(), right.peek()) {
            if a.max(c) <= b.min(d) {
                both.push((a.max(c), b.min(d)));
            }
            if b < d {
                left.next()
            } else {
                right.next()
            };
        }
        Self(both)
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        let mut holes = other.0.iter().peekable();
        for &(from, to) in &self.0 {
            let mut start = Some(from);
            while let (Some(at), Some(&&(hole, end))) = (start, holes.peek()) {
                if end < at {
                    holes.next();
                } else if hole > to {
                    break;
                } else {
                    if let Some(before) = hole.before().filter(|before| hole > at && *before >= at) {
                        rest.push((at, before));
                    }
                    start = end.next().filter(|next| *next <= to);
                    if start.is_some() {
                        holes.next();
                    }
                }
            }
            if let Some(at) = start {
                rest.push((at, to));
            }
        }
        Self(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans() -> impl Strategy<Value = Spans<u16>> {
        proptest::collection::vec((0_u16..40, 0_u16..8), 0..6)
            .prop_map(|all| Spans::join(all.into_iter().map(|(from, more)| (from, from + more)).collect()))
    }

    proptest! {
        #[test]
        fn spans_are_sets(a in spans(), b in spans()) {
            for number in 0..50 {
                let (in_a, in_b) = (a.contains(number), b.contains(number));
                prop_assert_eq!(a.union(&b).contains(number), in_a || in_b);
                prop_assert_eq!(a.intersection(&b).contains(number), in_a && in_b);
                prop_assert_eq!(a.minus(&b).contains(number), in_a && !in_b, "{} of {:?} minus {:?}", number, a, b);
            }
            let all = Spans::one(0, u16::MAX);
            prop_assert_eq!(all.minus(&all.minus(&a)), a);
        }
    }
}
