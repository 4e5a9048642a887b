//! `malformed-platform`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::rules::MALFORMED_NAME;
use coderev_check::{Phase, Report, Rule};
use coderev_objects::names;

pub(super) static MALFORMED_PLATFORM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-platform", Phase::Intent)
    .summary("platform names that are not DNS labels, and kubectl contexts that are empty or have control characters")
    .supersedes(&[MALFORMED_NAME.rule])
    .why("The name of a platform is the name of its folder and an argument on the command line, and the context is a part of each command. No `allow` suppresses this finding.")
    .rust(
        r#"Platform::new(Cluster::generic())
//<^^^^^^^^^^^^^ error[malformed-platform]: `../production` is not a valid platform name
    .name("../production")
    .namespace(Namespace::new("shop", Stable).service(web()))"#,
        r#"Platform::new(Cluster::generic())
    .name("production")
    .namespace(Namespace::new("shop", Stable).service(web()))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let platform = resolved.platform;
    if let Some(name) = platform.name.as_deref().filter(|name| !names::is_label(name)) {
        let finding = report.finding("", format!("`{name}` is not a valid platform name")).at(platform.at);
        let help = "lowercase letters, digits and `-`, with no `-` at either end, at most 63 characters: `staging`";
        report.push(finding.help(help).never_allowed());
    }
    let is_malformed = |context: &&str| context.is_empty() || context.chars().any(char::is_control);
    if let Some(context) = platform.cluster.context.as_deref().filter(is_malformed) {
        let finding = report.finding("", format!("`{context}` is not a valid context")).at(platform.at);
        report.push(finding.help("`kubectl config get-contexts -o name` lists the contexts").never_allowed());
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;
    use crate::synth;

    fn check(platform: Platform) -> Vec<&'static str> {
        let platform = platform
            .part_of("acme")
            .namespace(Namespace::new("shop", Stable))
            .allow("malformed-platform", "an experiment");
        let synthesis = synth(&platform);
        synthesis.findings().iter().map(|it| it.rule().name()).filter(|it| *it != "unused-allow").collect()
    }
    #[test]
    fn the_name_of_a_platform_is_a_dns_label_and_no_allow_changes_that() {
        for name in
            ["a\nb", ".coderev-infra", ".b.coderev-infra-new", "-rf", "Prod", "$(touch x)", "", "a/b", "..", "größe"]
        {
            assert_eq!(check(Platform::new(Cluster::generic()).name(name)), ["malformed-platform"], "{name:?}");
        }
        assert_eq!(check(Platform::new(Cluster::generic()).name("prod-2")), [""; 0]);
    }
    #[test]
    fn a_context_has_no_control_characters() {
        let check = |context: &str| check(Platform::new(Cluster::generic().context(context)));
        assert_eq!(check("prod\ntouch pwned"), ["malformed-platform"]);
        assert_eq!(check(""), ["malformed-platform"]);
        assert_eq!(check("arn:aws:eks:eu-west-1:1:cluster/acme production"), [""; 0]);
    }
}
