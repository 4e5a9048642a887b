//! The presets, built with only the public API. The sources are the sources of the library, and this is another
//! crate, so a use of a private item does not compile here.
pub use coderev_infra::*;

#[path = "../../../crates/coderev-infra/src/presets/mod.rs"]
pub mod presets;

#[cfg(test)]
mod tests {
    use coderev_infra::prelude::*;
    use coderev_infra::{File, synth};

    fn files(platform: &Platform) -> Vec<File> {
        let synthesis = synth(platform);
        assert_eq!(synthesis.findings(), []);
        synthesis.files().collect()
    }
    fn web<T: Tier>() -> Service<T> {
        Service::new("web", "ghcr.io/acme/web:1.4.0")
            .cpu(millis(100)..=millis(200))
            .memory(mebi(64)..=mebi(128))
            .liveness(Probe::http("/live"))
            .readiness(Probe::http("/ready"))
    }

    #[test]
    fn presets_in_another_crate_render_the_same() {
        let ours = Platform::new(Cluster::generic())
            .part_of("acme")
            .namespace(Namespace::new("shop", Stable).service(web().uses(&POSTGRES).uses(&KAFKA)))
            .namespace(Namespace::new("lab", Exp).service(web().uses(&MINIO)))
            .namespace(Namespace::new("archive", Quarantine).service(web().reads(&REDIS)))
            .add(infrastructure())
            .add(monitoring());
        let theirs = {
            use crate::presets::{Exp, KAFKA, MINIO, POSTGRES, Quarantine, REDIS, Stable, infrastructure, monitoring};
            Platform::new(Cluster::generic())
                .part_of("acme")
                .namespace(Namespace::new("shop", Stable).service(web().uses(&POSTGRES).uses(&KAFKA)))
                .namespace(Namespace::new("lab", Exp).service(web().uses(&MINIO)))
                .namespace(Namespace::new("archive", Quarantine).service(web().reads(&REDIS)))
                .add(infrastructure())
                .add(monitoring())
        };
        assert_eq!(files(&ours), files(&theirs));
    }
}
