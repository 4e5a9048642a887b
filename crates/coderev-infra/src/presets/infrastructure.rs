use crate::prelude::*;

/// `platform-infrastructure`: where the guide's six stores run, under their fixed names and ports.
///
/// It renders the namespace, its walls and its priority; the stores themselves are deployed beside the platform.
#[track_caller]
pub fn infrastructure() -> Namespace<Shared> {
    use crate::Usable;
    Namespace::new("platform-infrastructure", Shared).provides(&[
        (&POSTGRES).handle(),
        (&REDIS).handle(),
        (&NEO4J).handle(),
        (&MINIO).handle(),
        (&KAFKA).handle(),
        (&OPA).handle(),
    ])
}
