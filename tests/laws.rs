//! The laws of the language, each tried on every word that it binds.
#[path = "laws/fields.rs"]
mod fields;
#[path = "laws/lists.rs"]
mod lists;
#[path = "laws/said.rs"]
mod said;
#[path = "laws/setters.rs"]
mod setters;
