//! A team's own tier: production with two other numbers, and with one more allowed destination.
use coderev_infra::prelude::*;

/// The tier of the partners' services.
pub struct Partners;
impl Tier for Partners {
    fn spec(&self) -> TierSpec {
        Stable.spec().name("partners").replicas(2..).default_replicas(2).rate_limit(per_second(20))
    }
}
impl Autoscales for Partners {}
impl Reads<Database> for Partners {}
impl Calls<Internet> for Partners {}

const BANK: External = External::new("api.bank.example").cidrs(&["198.51.100.0/24"]);

/// The partners' services.
pub fn platform() -> Platform {
    let sync =
        Service::new("sync", "ghcr.io/acme/sync:1.2.0").autoscale(Autoscale::new(2..=6)).reads(&POSTGRES).calls(&BANK);
    let partners = Namespace::new("partners", Partners).service(sync);
    Platform::new(Cluster::generic()).part_of("acme").add(infrastructure()).namespace(partners)
}
