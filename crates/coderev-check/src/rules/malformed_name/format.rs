//! The names that Kubernetes accepts, and their maximum lengths.
use coderev_objects::Object;
use coderev_objects::fields::KubernetesVersion;
use coderev_objects::names::{is_label, is_subdomain};
use k8s_openapi::api::batch::v1::JobSpec;
use std::fmt;

/// The format of a name.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Format {
    characters: Characters,
    /// The text that Kubernetes adds to the name.
    added: Added,
}
#[derive(Clone, Copy, PartialEq, Eq)]
enum Characters {
    Service,
    Label,
    Subdomain,
    LongSubdomain,
    /// A step of a path: RBAC, and kinds that the table does not have.
    Segment,
}
#[derive(Clone, Copy)]
enum Added {
    Nothing,
    /// For a StatefulSet: the hash of a revision, in a label of its pods.
    Revision,
    /// For a CronJob: the minute, in the name of each of its Jobs.
    Minute,
    /// For a Job with indexed pods: `-` and the last index, in the host names of its pods.
    Index(i32),
    /// For a Job: nothing, but the name is the value of a label of its pods.
    JobLabel,
}
impl Format {
    pub(in crate::rules) fn of_object(object: &Object) -> Self {
        let format = |characters, added| Self { characters, added };
        match object {
            Object::Service(_) => format(Characters::Service, Added::Nothing),
            Object::Namespace(_) | Object::Deployment(_) => Self::label(),
            Object::StatefulSet(_) => format(Characters::Label, Added::Revision),
            Object::CronJob(_) => format(Characters::Subdomain, Added::Minute),
            Object::Job(job) => match Option::<&JobSpec>::from(&job.spec).and_then(last_index) {
                Some(last) => format(Characters::Label, Added::Index(last)),
                None => format(Characters::Subdomain, Added::JobLabel),
            },
            _ if names_are_segments(object) => format(Characters::Segment, Added::Nothing),
            _ => format(Characters::LongSubdomain, Added::Nothing),
        }
    }
    /// The names without which the object must not be written: the API server refuses every other name, or, for a kind that is
    /// not known here, the name is not a step of a path.
    pub(super) fn required(object: &Object) -> Self {
        let characters = match object {
            Object::Namespace(_) | Object::Service(_) => Characters::Label,
            _ if names_are_segments(object) || object.known_kind().is_none() => Characters::Segment,
            _ => Characters::LongSubdomain,
        };
        Self { characters, added: Added::Nothing }
    }
    /// A DNS label, such as the name of a container.
    pub(super) const fn label() -> Self {
        Self { characters: Characters::Label, added: Added::Nothing }
    }
    /// A DNS subdomain, such as a group.
    pub(super) const fn subdomain() -> Self {
        Self { characters: Characters::LongSubdomain, added: Added::Nothing }
    }
    /// The maximum number of characters of a name.
    pub(super) fn longest(self) -> usize {
        let whole: usize = match self.characters {
            Characters::LongSubdomain | Characters::Segment => 253,
            Characters::Service | Characters::Label | Characters::Subdomain => 63,
        };
        let added = match self.added {
            Added::Nothing | Added::JobLabel => 0,
            Added::Revision | Added::Minute => 11,
            Added::Index(last) => format!("-{last}").len(),
        };
        whole - added
    }
    pub(in crate::rules) fn accepts(self, name: &str) -> bool {
        let has_form = match self.characters {
            Characters::Service => {
                let may_begin = digit_begins_service() || name.starts_with(|c: char| c.is_ascii_lowercase());
                is_label(name) && may_begin
            }
            Characters::Label => is_label(name),
            Characters::Subdomain | Characters::LongSubdomain => is_subdomain(name),
            Characters::Segment => is_segment(name),
        };
        has_form && name.len() <= self.longest()
    }
}
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let characters = match self.characters {
            Characters::Service if !digit_begins_service() => {
                "lowercase letters, digits and `-`, with a letter first and no `-` last"
            }
            Characters::Service | Characters::Label => "lowercase letters, digits and `-`, with no `-` at either end",
            Characters::Subdomain | Characters::LongSubdomain => {
                "lowercase letters, digits, `-` and `.`, with a letter or a digit at both ends of each part"
            }
            Characters::Segment => "visible ASCII characters without `/` and `%`, and neither `.` nor `..`",
        };
        write!(f, "{characters}, at most {} characters", self.longest())?;
        match self.added {
            Added::Nothing => Ok(()),
            Added::Revision => f.write_str(": Kubernetes adds 11 in the label `controller-revision-hash` of the pods"),
            Added::Minute => f.write_str(": Kubernetes adds 11 in the name of each Job"),
            Added::Index(last) => write!(f, ": the host names of the pods have suffixes up to `-{last}`"),
            Added::JobLabel => {
                f.write_str(": it is a label of the pods. In a program, `Job` adds the version of the image")
            }
        }
    }
}

/// Whether the name of a Service may begin with a digit, as `2048`. It may with the types of Kubernetes 1.36 and later: since
/// 1.36, the feature gate `RelaxedServiceNameValidation` is on by default.
///
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/features/kube_features.go>, and
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>, `ValidateServiceCreate`.
fn digit_begins_service() -> bool {
    KubernetesVersion::of_build() >= KubernetesVersion::V1_36
}
/// Whether the API server validates names of the kind only as steps of a path: `system:metrics-server`.
///
/// RBAC: <https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/rbac/validation/validation.go>, `ValidateRBACName`.
/// `ClusterTrustBundle` has the form `signer:name`, and an `IPAddress` may have colons:
/// <https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/certificates/validation/validation.go>,
/// <https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/networking/validation/validation.go>.
fn names_are_segments(object: &Object) -> bool {
    let group = object.api_version().split('/').next().unwrap_or_default();
    group == "rbac.authorization.k8s.io" || matches!(object.kind(), "ClusterTrustBundle" | "IPAddress")
}
/// The API server also accepts other characters here. They are refused, because names are parts of commands and of texts on
/// a terminal.
fn is_segment(name: &str) -> bool {
    let is_inside = |c: u8| c.is_ascii_graphic() && !matches!(c, b'/' | b'%');
    !name.is_empty() && !matches!(name, "." | "..") && name.bytes().all(is_inside)
}
/// The last index of the pods of a Job with indexed pods.
fn last_index(job: &JobSpec) -> Option<i32> {
    let is_indexed = job.completion_mode.as_deref() == Some("Indexed");
    job.completions.filter(|completions| is_indexed && *completions > 0).map(|completions| completions - 1)
}
