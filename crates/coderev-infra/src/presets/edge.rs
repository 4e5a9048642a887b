use crate::Walls;
use crate::prelude::*;

/// `platform-edge`: where Gateways, the settings of their proxies and certificates are. Nothing but cert-manager's solvers runs in it.
#[track_caller]
pub(crate) fn edge() -> Namespace<Shared> {
    let spec =
        Shared.spec().name("edge").purpose("Gateways and certificates in front of the tiers").walls(Walls::Declared);
    Namespace::new("platform-edge", Shared).spec(spec)
}
