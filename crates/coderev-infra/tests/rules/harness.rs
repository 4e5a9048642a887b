//! Compares the findings of a program with the comments in it.
use coderev_infra::prelude::*;
use coderev_infra::{Finding, Origin};
use fixture::{Annotation, Fixture, Language};
use std::path::Path;

/// Checks a program: an expression that is a platform, a namespace or a workload. Its findings must be exactly the comments in it.
macro_rules! check {
    ($($program:tt)*) => {{
        #[allow(unused_imports, reason = "a program needs only some of the names")]
        use {$crate::surroundings::*, coderev_infra::prelude::*, coderev_infra::*, serde_json::json};
        $crate::harness::check(file!(), line!(), &$crate::harness::IntoPlatforms::into_platforms({ $($program)* }))
    }};
}

/// The rule about platforms without a name.
const UNNAMED: &str = "platform-without-name";

/// An expression of a test that is a platform or two, or that needs a platform around it.
pub(crate) trait IntoPlatforms {
    fn into_platforms(self) -> Vec<Platform>;
}
impl IntoPlatforms for Platform {
    fn into_platforms(self) -> Vec<Platform> {
        vec![self]
    }
}
impl IntoPlatforms for [Platform; 2] {
    fn into_platforms(self) -> Vec<Platform> {
        self.into()
    }
}
/// The workloads of a namespace have resources and probes by default.
impl<T: Tier> IntoPlatforms for Namespace<T> {
    fn into_platforms(self) -> Vec<Platform> {
        let platform = Platform::new(Cluster::generic()).part_of("acme");
        vec![platform.namespace(self.defaults(crate::surroundings::complete()))]
    }
}
macro_rules! workloads {
    ($($kind:ident by $add:ident;)*) => {$(
        impl IntoPlatforms for $kind<Stable> {
            fn into_platforms(self) -> Vec<Platform> {
                Namespace::new("shop", Stable).$add(self).into_platforms()
            }
        }
    )*};
}
workloads! {
    Service by service;
    Worker by worker;
    Job by job;
    CronJob by cron_job;
    StatefulSet by stateful_set;
    DaemonSet by daemon_set;
}

/// Checks the program that begins below `line` of `file`.
#[allow(clippy::disallowed_methods, reason = "a test reads its own source")]
pub(crate) fn check(file: &str, line: u32, platforms: &[Platform]) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = here.ancestors().map(|above| above.join(file)).find(|path| path.is_file()).expect("the source exists");
    let source = std::fs::read_to_string(path).expect("the source is readable");
    let first = line as usize;
    let fixture = Fixture::read(Language::Rust, &program(&source, first));
    let all = coderev_infra::synth_all(platforms);
    let mut found: Vec<Finding> = all.iter().flat_map(|it| it.findings()).cloned().collect();
    // The examples of other rules are parts of a platform, and leave its name out.
    found.retain(|it| it.rule().name() != UNNAMED || fixture.expected.iter().any(|it| it.rule == UNNAMED));
    fixture.assert(found.iter().map(|finding| annotation(finding, file, first, &fixture.lines)).collect());
}

/// The lines of a block that begins on the line `first`.
fn program(source: &str, first: usize) -> String {
    let mut lines = source.lines().skip(first - 1);
    let start = lines.next().unwrap_or_default();
    let end = format!("{}}}", &start[..start.len() - start.trim_start().len()]);
    lines.take_while(|line| !line.starts_with(&*end)).map(|line| format!("{line}\n")).collect()
}

/// A finding as an annotation, on line 0 if the position is outside the program.
fn annotation(finding: &Finding, file: &str, first: usize, lines: &[usize]) -> Annotation {
    let (line, column) = match finding.origin() {
        Some(Origin::Rust(at)) if at.file() == file => {
            let line = (at.line() as usize).checked_sub(first).and_then(|line| lines.iter().position(|it| *it == line));
            (line.map_or(0, |line| line + 1), at.column() as usize)
        }
        _ => (0, 1),
    };
    Annotation::new(line, column, finding.severity().label(), finding.rule().name(), finding.message())
}
