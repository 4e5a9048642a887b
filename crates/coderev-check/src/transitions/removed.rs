//! `transition-removed`
use super::commands::title;
use super::renames::{Removals, Removed};
use crate::change_rule::ChangeRule;
use crate::{Change, Danger, ObjectId, Phase, Report, Rule};

/// The rule.
pub static TRANSITION_REMOVED: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-removed", Phase::Change)
    .summary("objects that are no longer in the files")
    .why(
        "`kubectl apply` deletes nothing: the object stays in the cluster, uses resources and serves requests. Before you delete a namespace, a volume claim \
or a definition of custom resources, save its data.",
    )
    .yaml(
        r"apiVersion: v1
#<^^^^^^^^^^ warning[transition-removed]: the PersistentVolumeClaim `uploads` is no longer in the files, but stays in the cluster; to delete it can destroy data
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 10Gi}}
--- # after
",
        r"apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 10Gi}}
--- # after
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 20Gi}}
",
    );

fn check(change: &Change<'_>, report: &mut Report) {
    for Removed { entry, dependents } in Removals::new(change.before, change.after).gone {
        let others = match dependents.len() {
            0 => String::new(),
            1 => " with 1 object that belongs to it".to_owned(),
            n => format!(" with {n} objects that belong to it"),
        };
        let grave = dependents.iter().copied().chain([entry]).map(|it| ObjectId::from(it).danger()).max();
        let loss = match (grave, entry.kind()) {
            (_, "Namespace") => "; its deletion deletes everything in it, also volume claims",
            (Some(Danger::Data), _) => "; to delete it can destroy data",
            _ => "",
        };
        let message = format!("the {} is no longer in the files, but stays in the cluster{others}{loss}", title(entry));
        let help = "`cargo xtask removed` lists it with the command that deletes it";
        let finding = report.finding(entry.subject(), message).at(entry.origin()).before(entry.origin());
        report.push(finding.help(help));
    }
}
