//! `missing-resources`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Linter, Phase, Report, Rule};
use coderev_objects::Inventory;

/// The rule.
pub static MISSING_RESOURCES: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("missing-resources", Phase::Objects)
    .or_warning()
    .summary("containers without a request for CPU or memory")
    .why("The scheduler may place the pod on a full node, an autoscaler cannot compute its utilization, and the ValidatingAdmissionPolicy that \
         this library generates rejects the pod. If the LimitRange of the namespace sets a default request, this is a warning: the default is \
         only a guess.")
    .covers(&[
        (Linter::KubeLinter, "unset-cpu-requirements"),
        (Linter::KubeLinter, "unset-memory-requirements"),
        (Linter::Polaris, "cpuRequestsMissing"),
        (Linter::Polaris, "memoryRequestsMissing"),
        (Linter::Checkov, "CKV_K8S_10"),
        (Linter::Checkov, "CKV_K8S_12"),
    ])
    .rust(
        r#"let migrate = Job::new("migrate", "ghcr.io/acme/shop:v1.4.0").cpu(millis(100)..);
  //          ^^^^^^^^ warning[missing-resources]: the container `migrate` requests no memory
Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).job(migrate))"#,
        r#"let migrate = Job::new("migrate", "ghcr.io/acme/shop:v1.4.0").cpu(millis(100)..).memory(mebi(128)..=mebi(256));
Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).job(migrate))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
  # ^^^^ error[missing-resources]: the container `web` requests no memory
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m}}
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        let resources = placed.container.resources.as_ref();
        let requests = resources.and_then(|resources| resources.requests.as_ref());
        for (resource, setter, field) in [
            ("cpu", "`.cpu(millis(100)..)`", "`resources: {requests: {cpu: 100m}}`"),
            ("memory", "`.memory(mebi(128)..=mebi(256))`", "`resources: {requests: {memory: 128Mi}}`"),
        ] {
            if requests.is_some_and(|requests| requests.contains_key(resource)) {
                continue;
            }
            let message =
                format!("the container `{}` requests no {}", placed.container.name, containers::displayed(resource));
            let help = |way: &str| format!("set the request: {way}");
            let help = Help::forms(help(setter), help(field));
            let finding = placed.finding(report, message).at(placed.origin("/name")).help(help);
            let namespace = inventory.namespace(placed.workload.namespace());
            let is_given = namespace.limit_ranges().default_request(resource).is_some();
            report.push(if is_given { finding.as_warning() } else { finding });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MISSING_RESOURCES;
    use crate::testing::check;

    #[test]
    fn a_limit_range_makes_it_a_warning() {
        check(
            &MISSING_RESOURCES,
            r"
apiVersion: v1
kind: LimitRange
metadata: {name: limits, namespace: shop}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: web
  # ^^^^ error[missing-resources]: the container `web` requests no memory
  # ^^^^ warning[missing-resources]: the container `web` requests no CPU
",
        );
    }
}
