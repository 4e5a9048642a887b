//! Object rules in programs.
