//! Rules about the intent, one file each. They check declarations that the objects no longer show.
mod acme_setting_without_acme;
mod activation_setting_without_zero;
mod address_without_pods;
mod allows;
mod ambiguous_host;
mod annotation_without_object;
mod closed_connection;
mod conflicting_addons;
mod connections_exhausted;
mod cors_without_origin;
mod credentials_for_every_origin;
mod defaults_without_workload;
mod dns01_needed;
mod duplicate_container;
mod duplicate_host;
mod duplicate_namespace;
mod duplicate_provider;
mod duplicate_route;
mod duplicate_variable;
mod duplicate_workload;
mod duplicates;
mod edge_not_on_platform;
mod edge_without_host;
mod endpoint_not_on_platform;
mod external_addresses;
mod external_without_address;
mod grace_period_too_short;
mod grpc_in_read_only_tier;
mod health_check_refused;
mod host_of_another_namespace;
mod host_without_route;
mod http_probe_on_grpc;
mod index_setting_without_index;
mod ingress_controller_setting;
mod internal_without_provider;
mod malformed_cidr;
mod malformed_origin;
mod malformed_platform;
mod malformed_secret;
mod malformed_secret_store;
mod malformed_volume;
mod method_in_read_only_tier;
mod metrics_published;
mod missing_port;
mod missing_probe;
mod missing_provider;
mod no_time_to_answer;
mod number_out_of_range;
mod old_name_in_use;
mod partition_with_on_delete;
mod plain_http_with_certificate;
mod replicas_outside_tier;
mod replicas_with_autoscaler;
mod reserved_label;
mod retired_ingress_controller;
mod role_without_vault;
mod route_without_edge;
mod route_without_host;
mod routes;
mod rule;
mod scaling_setting_without_signal;
mod scaling_settings;
mod secret_in_platform;
mod setting_without_effect;
mod shared_objects;
mod split_exceeds_100;
mod store_not_shared;
mod store_without_read_only_role;
mod timeout_on_stream;
mod tls_setting_without_certificate;
mod too_many_hosts;
mod topic_of_unused_store;
mod trigger_without_metadata;
mod two_acme_accounts;
mod unknown_neighbour;
mod unsupported_on_grpc;
mod unsupported_on_ingress_nginx;
mod unused_secret_store;
mod version_under_types;
mod wildcard_header_with_credentials;
mod zero_without_signal;

use crate::resolve::Resolved;
pub(crate) use allows::allows;
pub(crate) use closed_connection::{CLOSED_CONNECTION, check as check_connections};
use coderev_check::{Finding, Report};
use rule::IntentRule;
pub(crate) use shared_objects::{SHARED_OBJECTS, check as check_shared_objects};
pub(crate) use version_under_types::check_names;

/// All rules about the intent, by name.
pub(crate) static ALL: &[&IntentRule] = &[
    &acme_setting_without_acme::ACME_SETTING_WITHOUT_ACME,
    &activation_setting_without_zero::ACTIVATION_SETTING_WITHOUT_ZERO,
    &address_without_pods::ADDRESS_WITHOUT_PODS,
    &ambiguous_host::AMBIGUOUS_HOST,
    &annotation_without_object::ANNOTATION_WITHOUT_OBJECT,
    &conflicting_addons::CONFLICTING_ADDONS,
    &connections_exhausted::CONNECTIONS_EXHAUSTED,
    &cors_without_origin::CORS_WITHOUT_ORIGIN,
    &credentials_for_every_origin::CREDENTIALS_FOR_EVERY_ORIGIN,
    &defaults_without_workload::DEFAULTS_WITHOUT_WORKLOAD,
    &dns01_needed::DNS01_NEEDED,
    &duplicate_container::DUPLICATE_CONTAINER,
    &duplicate_host::DUPLICATE_HOST,
    &duplicate_namespace::DUPLICATE_NAMESPACE,
    &duplicate_provider::DUPLICATE_PROVIDER,
    &duplicate_route::DUPLICATE_ROUTE,
    &duplicate_variable::DUPLICATE_VARIABLE,
    &duplicate_workload::DUPLICATE_WORKLOAD,
    &edge_not_on_platform::EDGE_NOT_ON_PLATFORM,
    &edge_without_host::EDGE_WITHOUT_HOST,
    &endpoint_not_on_platform::ENDPOINT_NOT_ON_PLATFORM,
    &external_without_address::EXTERNAL_WITHOUT_ADDRESS,
    &grace_period_too_short::GRACE_PERIOD_TOO_SHORT,
    &grpc_in_read_only_tier::GRPC_IN_READ_ONLY_TIER,
    &health_check_refused::HEALTH_CHECK_REFUSED,
    &host_of_another_namespace::HOST_OF_ANOTHER_NAMESPACE,
    &host_without_route::HOST_WITHOUT_ROUTE,
    &http_probe_on_grpc::HTTP_PROBE_ON_GRPC,
    &index_setting_without_index::INDEX_SETTING_WITHOUT_INDEX,
    &ingress_controller_setting::INGRESS_CONTROLLER_SETTING,
    &internal_without_provider::INTERNAL_WITHOUT_PROVIDER,
    &malformed_cidr::MALFORMED_CIDR,
    &malformed_origin::MALFORMED_ORIGIN,
    &malformed_platform::MALFORMED_PLATFORM,
    &malformed_secret::MALFORMED_SECRET,
    &malformed_secret_store::MALFORMED_SECRET_STORE,
    &malformed_volume::MALFORMED_VOLUME,
    &method_in_read_only_tier::METHOD_IN_READ_ONLY_TIER,
    &metrics_published::METRICS_PUBLISHED,
    &missing_port::MISSING_PORT,
    &missing_probe::MISSING_PROBE,
    &missing_provider::MISSING_PROVIDER,
    &no_time_to_answer::NO_TIME_TO_ANSWER,
    &number_out_of_range::NUMBER_OUT_OF_RANGE,
    &old_name_in_use::OLD_NAME_IN_USE,
    &partition_with_on_delete::PARTITION_WITH_ON_DELETE,
    &plain_http_with_certificate::PLAIN_HTTP_WITH_CERTIFICATE,
    &replicas_outside_tier::REPLICAS_OUTSIDE_TIER,
    &replicas_with_autoscaler::REPLICAS_WITH_AUTOSCALER,
    &reserved_label::RESERVED_LABEL,
    &retired_ingress_controller::RETIRED_INGRESS_CONTROLLER,
    &role_without_vault::ROLE_WITHOUT_VAULT,
    &route_without_edge::ROUTE_WITHOUT_EDGE,
    &route_without_host::ROUTE_WITHOUT_HOST,
    &scaling_setting_without_signal::SCALING_SETTING_WITHOUT_SIGNAL,
    &secret_in_platform::SECRET_IN_PLATFORM,
    &setting_without_effect::SETTING_WITHOUT_EFFECT,
    &split_exceeds_100::SPLIT_EXCEEDS_100,
    &store_not_shared::STORE_NOT_SHARED,
    &store_without_read_only_role::STORE_WITHOUT_READ_ONLY_ROLE,
    &timeout_on_stream::TIMEOUT_ON_STREAM,
    &tls_setting_without_certificate::TLS_SETTING_WITHOUT_CERTIFICATE,
    &too_many_hosts::TOO_MANY_HOSTS,
    &topic_of_unused_store::TOPIC_OF_UNUSED_STORE,
    &trigger_without_metadata::TRIGGER_WITHOUT_METADATA,
    &two_acme_accounts::TWO_ACME_ACCOUNTS,
    &unknown_neighbour::UNKNOWN_NEIGHBOUR,
    &unsupported_on_grpc::UNSUPPORTED_ON_GRPC,
    &unsupported_on_ingress_nginx::UNSUPPORTED_ON_INGRESS_NGINX,
    &unused_secret_store::UNUSED_SECRET_STORE,
    &version_under_types::VERSION_UNDER_TYPES,
    &wildcard_header_with_credentials::WILDCARD_HEADER_WITH_CREDENTIALS,
    &zero_without_signal::ZERO_WITHOUT_SIGNAL,
];

/// Runs all rules about the intent.
pub(crate) fn check(resolved: &Resolved<'_>) -> Vec<Finding> {
    let run = |it: &&IntentRule| {
        let mut report = Report::new(it.rule);
        (it.check)(resolved, &mut report);
        report.into_findings()
    };
    ALL.iter().flat_map(run).collect()
}
