use crate::prelude::*;

/// `platform-infrastructure`: where the guide's six stores run, under their fixed names and ports.
///
/// It renders the namespace, its walls and its priority; the stores themselves are deployed beside the platform.
#[track_caller]
pub fn infrastructure() -> Namespace<Shared> {
    Namespace::new("platform-infrastructure", Shared)
        .provides(&POSTGRES)
        .provides(&REDIS)
        .provides(&NEO4J)
        .provides(&MINIO)
        .provides(&KAFKA)
        .provides(&OPA)
}
