//! The resources of a container after the API server has set its defaults.
use coderev_objects::{Limits, quantity};
use k8s_openapi::api::core::v1::Container;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeSet;

/// The amounts of one resource of a container.
#[derive(Clone, Copy)]
pub(super) struct Defaulted<'a> {
    pub(super) resource: &'a str,
    pub(super) request: Option<Amount<'a>>,
    pub(super) limit: Option<Amount<'a>>,
}
/// An amount, as a number and as its text.
#[derive(Clone, Copy)]
pub(super) struct Amount<'a> {
    pub(super) number: quantity::Amount,
    pub(super) text: &'a str,
    /// Whether the container sets it itself.
    pub(super) is_own: bool,
}
impl<'a> Amount<'a> {
    pub(super) fn read(quantity: &'a Quantity) -> Option<Self> {
        Some(Self { number: quantity::parse(&quantity.0)?, text: &quantity.0, is_own: true })
    }
    fn from_range(quantity: &'a Quantity) -> Option<Self> {
        Some(Self { is_own: false, ..Self::read(quantity)? })
    }
}

/// The requests and limits of a container, sorted by resource. A limit is also the request of a container that sets no
/// request (`SetDefaults_Pod` in pkg/apis/core/v1/defaults.go of Kubernetes). After that, a LimitRange sets what is missing
/// (`mergeContainerResources` in plugin/pkg/admission/limitranger/admission.go).
pub(super) fn defaulted<'a>(container: &'a Container, ranges: &Limits<'a>) -> Vec<Defaulted<'a>> {
    let own = container.resources.as_ref();
    let (requests, limits) = (own.and_then(|it| it.requests.as_ref()), own.and_then(|it| it.limits.as_ref()));
    let of_range = ranges.iter().flat_map(|(_, range)| &range.limits).filter(|it| it.type_ == "Container");
    let of_range = of_range.flat_map(|it| [&it.default_request, &it.default, &it.max, &it.min]).flatten();
    let names: BTreeSet<&str> =
        requests.into_iter().chain(limits).chain(of_range).flat_map(|it| it.keys().map(String::as_str)).collect();
    let amounts = names.into_iter().map(|resource| {
        let own_limit = limits.and_then(|it| Amount::read(it.get(resource)?));
        let own_request = requests.and_then(|it| Amount::read(it.get(resource)?));
        let range_request = || Amount::from_range(ranges.default_request(resource)?);
        let range_limit = || Amount::from_range(ranges.default_limit(resource)?);
        Defaulted {
            resource,
            request: own_request.or(own_limit).or_else(range_request),
            limit: own_limit.or_else(range_limit),
        }
    });
    amounts.collect()
}
