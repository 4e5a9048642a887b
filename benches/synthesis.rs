//! The synthesis of a platform, in a process of its own.

use crate::platform;
use crate::process::Measured;
use std::hint::black_box;

/// From a platform of `count` services to its files. The platform counts as memory, and its making not as time.
pub(crate) fn measure(count: usize) -> Measured {
    let platform = platform::of_services(count);
    Measured::during(|| {
        black_box(coderev_infra::synth(black_box(&platform)));
    })
}
