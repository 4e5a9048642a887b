//! Measurements against baselines of the same run; `cargo xtask bench` prints the bars.
