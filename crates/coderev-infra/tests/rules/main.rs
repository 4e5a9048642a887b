//! Tests of rules with programs. The expected findings are comments below the lines that they refer to.
#[macro_use]
mod harness;
mod allows;
#[allow(clippy::reversed_empty_ranges, reason = "an example shows such a range")]
mod examples;
mod manual;
mod objects;
mod surroundings;
