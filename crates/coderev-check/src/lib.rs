//! Rules about Kubernetes objects, from any source, and the findings that they report.
//!
//! A [`Rule`] is data: its name, its severity, a summary, the reason for it, and examples of wrong and right. An
//! [`ObjectRule`] adds the function that checks an [`Inventory`] and writes to a [`Report`]. [`rules::all`] lists all
//! rules, and [`check`] runs them.
//!
//! A [`ChangeRule`] compares two versions of the objects; [`transitions`] lists and runs these rules.
//!
//! A [`Finding`] is a fault: the rule, the object, the message, the position and the fix. [`settle`] selects the
//! findings to report: it drops findings that the author [allows](Allow) and findings that another finding supersedes.
// A number of a user must neither wrap nor lose its upper bits. Tests cast numbers that they choose.
#![cfg_attr(not(test), warn(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss))]
mod allow;
mod change_rule;
mod danger;
#[cfg(test)]
mod examples;
mod finding;
mod help;
mod linter;
mod object_id;
mod object_rule;
mod report;
mod rule;
pub mod rules;
mod secrets;
mod settle;
mod subject;
mod target;
#[cfg(test)]
mod testing;
pub mod transitions;

pub use allow::{Allow, UNKNOWN_ALLOW, UNUSED_ALLOW};
pub use change_rule::{Change, ChangeRule};
pub use coderev_objects::{Inventory, Origin, read};
pub use danger::Danger;
pub use finding::Finding;
pub use help::Help;
pub use linter::Linter;
pub use object_id::ObjectId;
pub use object_rule::ObjectRule;
pub use report::Report;
pub use rule::{Example, Language, Phase, Rule, Severity};
pub use rules::check;
pub use secrets::find_secret;
pub use settle::{settle, settle_all, suppress};
pub use target::Target;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
