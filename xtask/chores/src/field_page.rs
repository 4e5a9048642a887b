//! `book/kubernetes_fields.md`: the setter of each Kubernetes field, or the path with which a patch sets it.
mod page;
mod sections;
#[path = "../../../tests/laws/setters.rs"]
mod setters;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

const PAGE: &str = "crates/coderev-infra/src/book/kubernetes_fields.md";

/// Writes the page. With `--check`, reports whether the existing page is current.
pub(crate) fn run(argument: Option<OsString>) -> ExitCode {
    let text = page::text();
    match argument.as_deref().map(OsStr::to_string_lossy).as_deref() {
        None => match fs::write(path(), text) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: `{PAGE}` is not written: {error}");
                ExitCode::from(2)
            }
        },
        Some("--check") if fs::read_to_string(path()).is_ok_and(|old| old == text) => ExitCode::SUCCESS,
        Some("--check") => {
            eprintln!(
                "error: `{PAGE}` is not current\n  help: run `cargo xtask field-page`, and commit it with the setter"
            );
            ExitCode::FAILURE
        }
        Some(other) => {
            eprintln!(
                "error: `field-page` has no argument `{other}`\n  help: run `cargo xtask field-page`, or add `--check`"
            );
            ExitCode::from(2)
        }
    }
}
fn path() -> PathBuf {
    setters::repository().join(PAGE)
}

#[cfg(test)]
mod tests {
    use super::{page, path};
    use std::fs;

    #[test]
    fn the_page_is_current() {
        let text = fs::read_to_string(path()).unwrap_or_default();
        assert!(text == page::text(), "run `cargo xtask field-page`, and commit the page with the setter");
    }

    #[test]
    fn a_field_has_its_setter_or_its_path() {
        let text = page::text();
        for row in [
            "| `terminationGracePeriodSeconds` | [`Pod::termination_grace_period`](crate::Pod::termination_grace_period)",
            "| `dnsPolicy` | `Patch::new(Object::POD).set(\"/spec/dnsPolicy\", ..)`",
            "| `periodSeconds` | [`Probe::period`](crate::Probe::period)",
            "| `nginx.ingress.kubernetes.io/cors-max-age` | [`Route::max_age`](crate::Route::max_age)",
        ] {
            assert!(text.contains(row), "no {row}");
        }
    }
}
