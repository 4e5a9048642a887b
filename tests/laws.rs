//! The laws of the language, each tried on every setter that it binds.
#[path = "laws/declared.rs"]
mod declared;
#[path = "laws/fields.rs"]
mod fields;
#[path = "laws/lists.rs"]
mod lists;
#[path = "laws/schema.rs"]
mod schema;
#[path = "laws/setters.rs"]
mod setters;
#[path = "laws/usage.rs"]
mod usage;
