//! `malformed-path`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MALFORMED_PATH: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-path", Phase::Intent)
    .summary("paths of routes and mounts that do not begin with `/`")
    .why("The API server rejects the object.")
    .rust(
        r#"published(web().route(prefix("api")))
  //                  ^^^^^^ error[malformed-path]: the path `api` does not begin with `/`"#,
        r#"published(web().route(prefix("/api")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let routes = &workload.declared.routes;
        let published = routes.iter().map(|route| (&route.path, route.at));
        let replaced = routes.iter().filter_map(|route| route.replace_prefix.as_ref()).map(|it| (&it.value, it.at));
        let mounted = workload.pod.container.mounts.iter().map(|mount| (&mount.path, mount.at));
        for (path, at) in published.chain(replaced).chain(mounted).filter(|(path, _)| !path.starts_with('/')) {
            let message = format!("the path `{path}` does not begin with `/`");
            report.push(report.finding(workload.subject(), message).at(at).help(format!("write `/{path}`")));
        }
    }
}
