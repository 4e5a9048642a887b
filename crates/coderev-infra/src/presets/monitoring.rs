use crate::PriorityClass;
use crate::prelude::*;

/// `platform-monitoring`: where Prometheus (`prometheus`) and the OpenTelemetry collector (`otel-collector`) run, under their fixed names.
///
/// It renders the namespace, its walls and its priority; the tools themselves are deployed beside the platform.
#[track_caller]
pub fn monitoring() -> Monitoring {
    let spec = Shared
        .spec()
        .name("monitoring")
        .purpose("What watches the tiers")
        .priority_class(PriorityClass::new("coderev-monitoring", 500_000).description("Monitoring"));
    Monitoring::new(Namespace::new("platform-monitoring", Shared).spec(spec))
}
