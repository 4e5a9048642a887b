//! The rules about objects, one file or directory each.
mod absent_port;
mod amounts;
mod autoscaler_bounds;
mod conflicting_fields;
mod containers;
mod defaulted;
mod duplicate_object;
mod duplicate_volume;
mod example_host;
mod fixed_replicas_with_autoscaler;
mod headless_port;
mod image_not_pinned;
mod limit_below_request;
mod malformed_failure_policy;
mod malformed_host;
mod malformed_image;
mod malformed_name;
mod malformed_path;
mod malformed_port;
mod malformed_resource;
mod malformed_schedule;
mod malformed_value;
mod missing_key;
mod missing_resources;
mod outside_limit_range;
mod overlapping_targets;
mod oversized_object;
mod pdb_blocks_drain;
mod placeholder_left;
mod pod_security;
mod ports;
mod pre_stop_over_grace_period;
mod quota_too_small;
mod quota_without_limits;
mod schema;
mod secret_in_text;
mod secret_in_variable;
mod secret_with_data;
mod single_node_volume_shared;
mod snippet_annotation;
mod unknown_kind;
mod unresolved_variable;
mod volume_over_limit;

use crate::object_rule::ObjectRule;
use crate::{Finding, Report};
pub use absent_port::ABSENT_PORT;
pub use autoscaler_bounds::AUTOSCALER_BOUNDS;
use coderev_objects::Inventory;
pub use conflicting_fields::CONFLICTING_FIELDS;
pub use duplicate_object::DUPLICATE_OBJECT;
pub use duplicate_volume::DUPLICATE_VOLUME;
pub use example_host::EXAMPLE_HOST;
pub use fixed_replicas_with_autoscaler::FIXED_REPLICAS_WITH_AUTOSCALER;
pub use headless_port::HEADLESS_PORT;
pub use image_not_pinned::IMAGE_NOT_PINNED;
pub use limit_below_request::LIMIT_BELOW_REQUEST;
pub use malformed_failure_policy::MALFORMED_FAILURE_POLICY;
pub use malformed_host::MALFORMED_HOST;
pub use malformed_image::MALFORMED_IMAGE;
pub use malformed_name::MALFORMED_NAME;
pub use malformed_path::MALFORMED_PATH;
pub use malformed_port::MALFORMED_PORT;
pub use malformed_resource::MALFORMED_RESOURCE;
pub use malformed_schedule::MALFORMED_SCHEDULE;
pub use malformed_value::MALFORMED_VALUE;
pub use missing_key::MISSING_KEY;
pub use missing_resources::MISSING_RESOURCES;
pub use outside_limit_range::OUTSIDE_LIMIT_RANGE;
pub use overlapping_targets::OVERLAPPING_TARGETS;
pub use oversized_object::OVERSIZED_OBJECT;
pub use pdb_blocks_drain::PDB_BLOCKS_DRAIN;
pub use placeholder_left::PLACEHOLDER_LEFT;
pub use pod_security::{HOST_PATH, POD_SECURITY, ROOT_USER};
pub use pre_stop_over_grace_period::PRE_STOP_OVER_GRACE_PERIOD;
pub use quota_too_small::QUOTA_TOO_SMALL;
pub(crate) use quota_too_small::too_small_for_both;
pub use quota_without_limits::QUOTA_WITHOUT_LIMITS;
pub use secret_in_text::SECRET_IN_TEXT;
pub use secret_in_variable::SECRET_IN_VARIABLE;
pub use secret_with_data::SECRET_WITH_DATA;
pub use single_node_volume_shared::SINGLE_NODE_VOLUME_SHARED;
pub use snippet_annotation::SNIPPET_ANNOTATION;
pub use unknown_kind::UNKNOWN_KIND;
pub use unresolved_variable::UNRESOLVED_VARIABLE;
pub use volume_over_limit::VOLUME_OVER_LIMIT;

/// All rules about objects, by name.
#[must_use]
pub fn all() -> &'static [&'static ObjectRule] {
    ALL
}
static ALL: &[&ObjectRule] = &[
    &ABSENT_PORT,
    &AUTOSCALER_BOUNDS,
    &CONFLICTING_FIELDS,
    &DUPLICATE_OBJECT,
    &DUPLICATE_VOLUME,
    &EXAMPLE_HOST,
    &FIXED_REPLICAS_WITH_AUTOSCALER,
    &HEADLESS_PORT,
    &HOST_PATH,
    &IMAGE_NOT_PINNED,
    &LIMIT_BELOW_REQUEST,
    &MALFORMED_FAILURE_POLICY,
    &MALFORMED_IMAGE,
    &MALFORMED_HOST,
    &MALFORMED_NAME,
    &MALFORMED_PATH,
    &MALFORMED_PORT,
    &MISSING_KEY,
    &MALFORMED_RESOURCE,
    &MALFORMED_SCHEDULE,
    &MALFORMED_VALUE,
    &MISSING_RESOURCES,
    &OVERLAPPING_TARGETS,
    &OVERSIZED_OBJECT,
    &OUTSIDE_LIMIT_RANGE,
    &PDB_BLOCKS_DRAIN,
    &PLACEHOLDER_LEFT,
    &POD_SECURITY,
    &PRE_STOP_OVER_GRACE_PERIOD,
    &QUOTA_TOO_SMALL,
    &QUOTA_WITHOUT_LIMITS,
    &ROOT_USER,
    &SECRET_IN_TEXT,
    &SECRET_IN_VARIABLE,
    &SECRET_WITH_DATA,
    &SINGLE_NODE_VOLUME_SHARED,
    &SNIPPET_ANNOTATION,
    &UNKNOWN_KIND,
    &UNRESOLVED_VARIABLE,
    &VOLUME_OVER_LIMIT,
];

/// Runs all rules about objects. Pass the findings to [`settle`](crate::settle) before you show them.
#[must_use]
pub fn check(inventory: &Inventory) -> Vec<Finding> {
    let run = |it: &&ObjectRule| {
        let mut report = Report::new(it.rule);
        (it.check)(inventory, &mut report);
        report.into_findings()
    };
    all().iter().flat_map(run).collect()
}
