use crate::prelude::*;

/// `platform-infrastructure`: the namespace of the six stores of the [deployment guide], with fixed names and ports.
///
/// It renders the namespace, its network isolation and its PriorityClass. Deploy the stores separately.
///
/// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
#[track_caller]
pub fn infrastructure() -> Namespace<Shared> {
    Namespace::new("platform-infrastructure", Shared).provides(&[
        POSTGRES.handle.clone(),
        REDIS.handle.clone(),
        NEO4J.handle.clone(),
        MINIO.handle.clone(),
        KAFKA.handle.clone(),
        OPA.handle.clone(),
    ])
}
