//! Which names Kubernetes takes, and how long they may be.
use crate::manifest::Object;
use k8s_openapi::api::batch::v1::JobSpec;
use std::fmt;

/// What a name has to be.
pub(super) struct Wanted {
    form: Form,
    pub(super) most: usize,
    /// Why it is no longer.
    since: String,
}
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Service,
    Label,
    Subdomain,
}
impl Wanted {
    pub(super) fn of(object: &Object) -> Self {
        match object {
            Object::Service(_) => Self { form: Form::Service, ..Self::label() },
            Object::Namespace(_) | Object::Deployment(_) => Self::label(),
            Object::StatefulSet(_) => {
                Self::label().less(11, ": `controller-revision-hash`, a label of its pods, adds 11 to it")
            }
            Object::CronJob(_) => {
                Self { form: Form::Subdomain, ..Self::label() }.less(11, ": each of its Jobs adds 11 to it")
            }
            Object::Job(job) => match Option::<&JobSpec>::from(&job.spec).and_then(last_index) {
                Some(last) => {
                    let end = format!("-{last}");
                    Self::label().less(end.len(), format!(": the host names of its pods end in up to `{end}`"))
                }
                None => Self { form: Form::Subdomain, ..Self::label() }
                    .less(0, ": it is a label of its pods, and the word `Job` adds the version of its image"),
            },
            _ => Self { form: Form::Subdomain, most: 253, since: String::new() },
        }
    }
    pub(super) fn label() -> Self {
        Self { form: Form::Label, most: 63, since: String::new() }
    }
    fn less(self, characters: usize, since: impl Into<String>) -> Self {
        Self { most: self.most - characters, since: since.into(), ..self }
    }
    pub(super) fn takes(&self, name: &str) -> bool {
        name.len() <= self.most
            && match self.form {
                Form::Service => is_label(name) && name.starts_with(|c: char| c.is_ascii_lowercase()),
                Form::Label => is_label(name),
                Form::Subdomain => is_subdomain(name),
            }
    }
}
impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.form {
            Form::Service => "lowercase letters, digits and `-`, a letter first, no `-` last",
            Form::Label => "lowercase letters, digits and `-`, no `-` at either end",
            Form::Subdomain => "lowercase letters, digits, `-` and `.`, a letter or digit at both ends of each part",
        };
        write!(f, "{form}, {} characters at most{}", self.most, self.since)
    }
}

/// Of a Job whose pods have an index, which stands in their host names.
fn last_index(job: &JobSpec) -> Option<i32> {
    let is_indexed = job.completion_mode.as_deref() == Some("Indexed");
    job.completions.filter(|completions| is_indexed && *completions > 0).map(|completions| completions - 1)
}
fn is_label(name: &str) -> bool {
    let inside = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    !name.is_empty() && name.bytes().all(inside) && !name.starts_with('-') && !name.ends_with('-')
}
pub(super) fn is_subdomain(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(is_label)
}
