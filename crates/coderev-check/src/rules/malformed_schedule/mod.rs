//! `malformed-schedule`
mod cron;
mod time_zone;

use super::schema::Node::{self, Fields, Text};
use super::schema::{self, Once};
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Inventory, Object};

/// The rule.
pub static MALFORMED_SCHEDULE: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-schedule", Phase::Objects)
    .summary("schedules that are not valid cron expressions, and unknown time zones")
    .why("The API server rejects the CronJob.")
    .rust(
        r#"CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("every night"))
  //                                                 ^^^^^^^^^^^^^^ error[malformed-schedule]: `every night` is not a valid schedule: it has 2 fields instead of 5"#,
        r#"CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("15 2 * * *"))"#,
    )
    .yaml(
        r#"apiVersion: batch/v1
kind: CronJob
metadata: {name: rollup}
spec:
  schedule: "15 2 * * *"
  timeZone: Europe/Berln
# ^^^^^^^^ error[malformed-schedule]: `Europe/Berln` is not a time zone in the IANA database
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: rollup
            image: ghcr.io/acme/rollup:v1.4.0
            resources: {requests: {cpu: 100m, memory: 128Mi}}
"#,
        r#"apiVersion: batch/v1
kind: CronJob
metadata: {name: rollup}
spec:
  schedule: "15 2 * * *"
  timeZone: Europe/Berlin
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: rollup
            image: ghcr.io/acme/rollup:v1.4.0
            resources: {requests: {cpu: 100m, memory: 128Mi}}
"#,
    );

static CRON_JOB: Node =
    Fields(&[("spec", &Fields(&[("schedule", &Text(cron::fault)), ("timeZone", &Text(time_zone::fault))]))]);

fn check(inventory: &Inventory, report: &mut Report) {
    let mut once = Once::default();
    for entry in inventory.entries().filter(|entry| matches!(entry.object(), Object::CronJob(_))) {
        for found in schema::faults(entry.document(), &CRON_JOB) {
            once.report(entry, found, report);
        }
    }
}
