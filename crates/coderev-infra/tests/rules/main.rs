//! Rules are tested with programs. The expected findings are comments below the lines that they are about.
#[macro_use]
mod harness;
mod examples;
mod manual;
mod objects;
mod surroundings;
