//! `limit-below-request`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, quantity};

/// The rule.
pub static LIMIT_BELOW_REQUEST: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("limit-below-request", Phase::Objects)
    .summary("containers whose limit for a resource is lower than their request")
    .why("The API server rejects the pod.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").memory(gibi(2)..=gibi(1))
  //                                           ^^^^^^ error[limit-below-request]: the container `web` requests 2Gi of memory, but its limit is 1Gi"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").memory(gibi(1)..=gibi(2))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources:
      requests: {cpu: 100m, memory: 2Gi}
      limits: {memory: 1Gi}
  #            ^^^^^^ error[limit-below-request]: the container `web` requests 2Gi of memory, but its limit is 1Gi
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources:
      requests: {cpu: 100m, memory: 1Gi}
      limits: {memory: 2Gi}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        let Some(resources) = &placed.container.resources else { continue };
        let Some(limits) = &resources.limits else { continue };
        for (name, request) in resources.requests.iter().flatten() {
            let Some(limit) = limits.get(name).filter(|limit| quantity::parse(&limit.0) < quantity::parse(&request.0))
            else {
                continue;
            };
            let message = format!(
                "the container `{}` requests {} of {}, but its limit is {}",
                placed.container.name,
                request.0,
                containers::displayed(name),
                limit.0
            );
            let field = format!("/resources/limits/{}", coderev_objects::pointer_part(name));
            let help = Help::forms(
                "write the request first and the limit last: `a..=b`",
                "raise the limit, or lower the request",
            );
            report.push(placed.finding(report, message).at(placed.origin(&field)).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LIMIT_BELOW_REQUEST;
    use crate::testing::check;

    #[test]
    fn units_are_compared() {
        check(
            &LIMIT_BELOW_REQUEST,
            r"
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
  - name: setup
    resources: {requests: {memory: 1024Mi}, limits: {memory: 1Gi}}
  - name: exact
    resources: {requests: {cpu: 700m, memory: 1400m}, limits: {cpu: '0.7', memory: '1.4'}}
  containers:
  - name: web
    resources:
      requests: {cpu: 1, example.com/gpu: 2}
      limits: {cpu: 900m, example.com/gpu: 1}
  #            ^^^ error[limit-below-request]: the container `web` requests 1 of CPU, but its limit is 900m
  #                       ^^^^^^^^^^^^^^^ error[limit-below-request]: the container `web` requests 2 of example.com/gpu, but its limit is 1
",
        );
    }
}
