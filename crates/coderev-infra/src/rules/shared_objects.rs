//! `shared-objects`
use crate::model::Platform;
use coderev_check::{Finding, ObjectId, Phase, Report, Rule};
use coderev_objects::Inventory;
use std::collections::BTreeSet;

/// The rule. It compares the platforms of a program, each with its objects.
pub(crate) static SHARED_OBJECTS: Rule = Rule::error("shared-objects", Phase::Objects)
    .summary("two platforms of one program with the same kubectl context, and with objects of the same kind, namespace and name")
    .why(
        "Both are applied to one cluster with the same field manager, so the second apply overwrites the objects of the first without a conflict. The commands of `cargo xtask removed` for one platform can delete objects of the other. Platforms without a context are not compared.",
    )
    .rust(
        r#"let platform = |name: &str| {
    let cluster = Cluster::generic().context("acme");
    Platform::new(cluster).name(name).part_of("acme").namespace(Namespace::new("shop", Stable).service(web()))
  //^^^^^^^^^^^^^ error[shared-objects]: `staging` and `production` use the same kubectl context, `acme`, and both declare the PriorityClass `acme-stable` and 12 other objects
};
[platform("production"), platform("staging")]"#,
        r#"let platform = |name: &str| {
    let cluster = Cluster::generic().context(format!("acme-{name}"));
    Platform::new(cluster).name(name).part_of("acme").namespace(Namespace::new("shop", Stable).service(web()))
};
[platform("production"), platform("staging")]"#,
    );

/// The findings about each platform.
pub(crate) fn check(platforms: &[(&Platform, &Inventory)]) -> Vec<Vec<Finding>> {
    let finding = |at: usize| {
        let mut report = Report::new(&SHARED_OBJECTS);
        let (platform, inventory) = platforms[at];
        for (other, objects) in &platforms[..at] {
            let Some(context) = &platform.cluster.context else { continue };
            if other.cluster.context.as_ref() == Some(context) {
                compare(context, (platform, inventory), (other, objects), &mut report);
            }
        }
        report.into_findings()
    };
    (0..platforms.len()).map(finding).collect()
}

fn compare(context: &str, this: (&Platform, &Inventory), first: (&Platform, &Inventory), report: &mut Report) {
    let theirs: BTreeSet<ObjectId> = first.1.entries().map(ObjectId::from).collect();
    let mut shared = this.1.entries().filter(|entry| theirs.contains(&ObjectId::from(*entry)));
    let Some(one) = shared.next() else { return };
    let others = match shared.count() {
        0 => String::new(),
        1 => " and 1 other object".to_owned(),
        n => format!(" and {n} other objects"),
    };
    let [name, other] = [this.0, first.0].map(|platform| platform.name.as_deref().unwrap_or("platform"));
    let (kind, object) = (one.kind(), one.name());
    let message = format!(
        "`{name}` and `{other}` use the same kubectl context, `{context}`, and both declare the {kind} `{object}`{others}"
    );
    let finding = report.finding("", message).at(this.0.at);
    report.push(finding.help(
        "give each platform its own cluster, `Cluster::context(..)`, or other names for its namespaces and its own `.part_of(..)`",
    ));
}
