//! The laws of the language, each tested with every setter that it applies to.
#[path = "laws/connections.rs"]
mod connections;
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
