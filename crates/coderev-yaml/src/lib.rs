//! Block YAML for Kubernetes, from anything that is [`serde::Serialize`].
//!
//! A manifest is read by many readers: `kubectl` and its Go reader still hold to parts of YAML 1.1, PyYAML holds to all
//! of it, newer readers follow YAML 1.2. They do not agree on what `no`, `012`, `1e3` or `12:30` is. This crate writes
//! the text on which they all agree: a string comes back as that same string, a number as that number.
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
//! - Mappings are indented by two spaces; the dashes of a list stand at the column of its key, as `kubectl` writes them.
//! - An empty mapping is `{}`, an empty list `[]`, and `None` and `()` are `null`. There are no anchors, tags or comments.
//! - A string is plain only where an allow-list of characters proves it safe in both versions of YAML. A text of many
//!   lines is a literal block (`|`, `|-`, `|+`) where that is exact. Every other string is in double quotes, with escapes
//!   that YAML 1.1, YAML 1.2 and JSON share.
//! - A float always has a point and a signed exponent (`1.0`, `1.0e+16`), because YAML 1.1 reads `1e16` as a string.
//!
//! # What Kubernetes can say
//!
//! The data model is that of JSON, and enums are written as `serde_json` writes them: a variant alone is its name, and a
//! variant with a payload is a mapping of one key, the variant's name, to that payload.
//!
//! Keys are strings: text, a `char`, or a variant without a payload. Another key is an [`Error`], and so are bytes, NaN
//! and the infinities, for which the Kubernetes API has no form. The error says where it stands:
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! let load = BTreeMap::from([("limits", vec![0.5, f64::NAN])]);
//! let error = coderev_yaml::to_string(&load).unwrap_err();
//! assert_eq!(error.to_string(), "limits[1]: the float NaN has no form that Kubernetes reads");
//! ```
//!
//! # The way back
//!
//! [`read()`] reads many documents, YAML or JSON, into values, and says where each begins. What the versions of YAML read
//! differently is an error with its place, and so are keys that are there twice and aliases that explode.
//! [`read_with_positions()`] knows the line and the column of each field as well.

mod block;
mod document;
mod error;
mod key;
mod list;
mod map;
mod node;
mod number;
mod out;
mod read;
mod scalar;
mod ser;
mod variant;

pub use document::{append, documents, to_string, to_writer};
pub use error::Error;
pub use read::{Document, Position, Positions, ReadError, read, read_with_positions};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
