//! Block YAML for Kubernetes, from anything that is [`serde::Serialize`].
//!
//! Several programs read the same manifest. `kubectl` and its Go reader still follow parts of YAML 1.1, PyYAML
//! follows YAML 1.1, and newer readers follow YAML 1.2. They disagree about `no`, `012`, `1e3` and `12:30`. This
//! crate writes text that they all read alike: a string is read as the same string, a number as the same number.
//!
//! ```
//! use serde::Serialize;
//!
//! #[derive(Serialize)]
//! struct Country<'a> {
//!     code: &'a str,
//!     dial: &'a str,
//!     cities: Vec<&'a str>,
//!     motto: &'a str,
//!     rivers: Vec<&'a str>,
//! }
//!
//! let norway = Country {
//!     code: "no",
//!     dial: "0047",
//!     cities: vec!["Oslo", "Bergen: by the sea"],
//!     motto: "Alt for Norge\nEnig og tro\n",
//!     rivers: vec![],
//! };
//! let text = coderev_yaml::to_string(&norway)?;
//! assert_eq!(text, r#"code: "no"
//! dial: "0047"
//! cities:
//! - Oslo
//! - "Bergen: by the sea"
//! motto: |
//!   Alt for Norge
//!   Enig og tro
//! rivers: []
//! "#);
//! # Ok::<(), coderev_yaml::Error>(())
//! ```
//!
//! # The text
//!
//! - Fields keep their order, lines end in LF, and the text ends with exactly one. No line ends in a space.
//! - Mappings are indented by two spaces. The dashes of a list are at the column of its key, as `kubectl` writes
//!   them.
//! - An empty mapping is `{}`, an empty list `[]`, and `None` and `()` are `null`. There are no anchors, tags or comments.
//! - A string is plain only where an allow-list of characters guarantees that both versions of YAML read it as a
//!   string. A text of several lines is a literal block (`|`, `|-`, `|+`) where that is exact. Every other string is in
//!   double quotes, with escapes that YAML 1.1, YAML 1.2 and JSON share.
//! - A float always has a point and a signed exponent (`1.0`, `1.0e+16`), because YAML 1.1 reads `1e16` as a string.
//!
//! # What Kubernetes can represent
//!
//! The data model is that of JSON. Enums are written as `serde_json` writes them: a variant without a payload is its
//! name, and a variant with a payload is a mapping from its name to the payload.
//!
//! A key is a string: text, a `char`, or a variant without a payload. Any other key is an [`Error`], and so are
//! a duplicate key, bytes, an integer that fits neither an `i64` nor a `u64`, NaN and the infinities, which the Kubernetes API
//! cannot represent. The error names the path:
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! let load = BTreeMap::from([("limits", vec![0.5, f64::NAN])]);
//! let error = coderev_yaml::to_string(&load).unwrap_err();
//! assert_eq!(error.to_string(), "limits[1]: the float NaN has no form that Kubernetes reads");
//! ```
//!
//! # Reading
//!
//! [`read()`] reads YAML or JSON, with any number of documents, into values, and gives the line of each document.
//! Text that the versions of YAML read differently is an error with its position. So are duplicate keys, and aliases
//! that expand without bound. [`read_with_positions()`] also gives the line and the column of each field.
//! [`read_as_kubectl()`] gives the values that kubectl reads, with a list of the places that other readers read otherwise.

mod block;
mod document;
mod error;
mod key;
mod list;
mod map;
mod node;
mod number;
mod out;
mod pointer;
mod read;
mod scalar;
mod ser;
mod structure;
mod variant;

pub use document::{append, documents, to_string, to_writer};
pub use error::Error;
pub use pointer::pointer_part;
pub use read::{
    Ambiguity, Document, KubectlDocument, Position, Positions, ReadError, read, read_as_kubectl, read_with_positions,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
