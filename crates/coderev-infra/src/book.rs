//! The book: how to use this library, chapter by chapter. `cargo test` compiles and runs every example.

#[doc = include_str!("book/first_platform.md")]
pub mod first_platform {}
#[doc = include_str!("book/tiers.md")]
pub mod tiers {}
#[doc = include_str!("book/workloads.md")]
pub mod workloads {}
#[doc = include_str!("book/refusals.md")]
pub mod refusals {}
#[doc = include_str!("book/stores.md")]
pub mod stores {}
#[doc = include_str!("book/scaling.md")]
pub mod scaling {}
#[doc = include_str!("book/edges.md")]
pub mod edges {}
#[doc = include_str!("book/findings.md")]
pub mod findings {}
#[doc = include_str!("book/escape_hatches.md")]
pub mod escape_hatches {}
#[doc = include_str!("book/addons.md")]
pub mod addons {}
#[doc = include_str!("book/own_tier.md")]
pub mod own_tier {}
#[doc = include_str!("book/team.md")]
pub mod team {}
#[doc = include_str!("book/environments.md")]
pub mod environments {}
#[doc = include_str!("book/changes.md")]
pub mod changes {}
#[doc = include_str!("book/tenants.md")]
pub mod tenants {}
#[doc = include_str!("book/providers.md")]
pub mod providers {}
#[doc = include_str!("book/kubernetes_fields.md")]
pub mod kubernetes_fields {}
#[doc = include_str!("book/coming_from.md")]
pub mod coming_from {}
