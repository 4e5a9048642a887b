//! Values of kinds.
use super::value::{Value, values};
use super::world::World;
#[allow(unused_imports, reason = "each file needs some of the names")]
use coderev_infra::{prelude::*, *};

pub(crate) fn all() -> Vec<Value> {
    values! {
        worker.strategy => ["type: Recreate"], |it| it.strategy(Strategy::recreate());
        worker.autoscale => ["maxReplicas: 23"], |it| it.autoscale(Autoscale::new(3..=23));
        job.backoff_limit => ["backoffLimit: 14"], |it| it.backoff_limit(14);
        job.active_deadline => ["activeDeadlineSeconds: 1015"], |it| it.active_deadline(seconds(1015));
        job.backoff_limit_per_index => ["backoffLimitPerIndex: 16"], |it| it.backoff_limit_per_index(16);
        job.fail_on_exit_code => ["- 77"], |it| it.fail_on_exit_code(77);
        job.ignore_disruptions => ["type: DisruptionTarget"], |it| it.ignore_disruptions();
        job.ttl_after_finished => ["ttlSecondsAfterFinished: 1018"], |it| it.ttl_after_finished(seconds(1018));
        job.keep => [], |it| it.keep();
        job.suspend => ["suspend: true"], |it| it.suspend();
        job.parallelism => ["parallelism: 20"], |it| it.parallelism(20);
        job.completions => ["completions: 21"], |it| it.completions(21);
        job.run => ["declared-run"], |it| it.run("declared-run");
        job.peers => ["containerPort: 29500"], |it| it.peers(Port::tcp(29500));
        cron.time_zone => ["timeZone: Europe/Berlin"], |it| it.time_zone("Europe/Berlin");
        cron.concurrency => ["concurrencyPolicy: Replace"], |it| it.concurrency(Concurrency::Replace);
        cron.starting_deadline => ["startingDeadlineSeconds: 1022"], |it| it.starting_deadline(seconds(1022));
        cron.suspend => ["suspend: true"], |it| it.suspend();
        set.replicas => ["replicas: 13"], |it| it.replicas(13);
        set.port => ["containerPort: 6380"], |it| it.port(Port::tcp(6380));
        set.volume_claim_template => ["mountPath: /var/declared"], |it| it.volume_claim_template(PersistentVolumeClaim::new("declared", gibi(3)), "/var/declared");
        set.on_delete => ["type: OnDelete"], |it| it.on_delete();
        set.max_unavailable => ["maxUnavailable: 2"], |it| it.max_unavailable(2);
        set.partition => ["partition: 2"], |it| it.partition(2);
        set.when_deleted => ["whenDeleted: Delete"], |it| it.when_deleted(ClaimRetention::Delete);
        set.when_scaled => ["whenScaled: Delete"], |it| it.when_scaled(ClaimRetention::Delete);
        set.parallel => ["podManagementPolicy: Parallel"], |it| it.parallel();
        set.peers => ["index-peers"], |it| it.peers(Port::tcp(2380));
        set.peers_on_any_port => ["index-peers"], |it| it.peers_on_any_port();
        set.load_balancer_per_pod => ["index-0"], |it| it.load_balancer_per_pod(LoadBalancer::public(Port::tcp(6379)));
        set.selector => ["acme.dev/set: declared-set"], |it| it.selector("acme.dev/set", "declared-set");
        agent.max_unavailable => ["maxUnavailable: 43%"], |it| it.max_unavailable(percent(43));
        agent.on_delete => ["type: OnDelete"], |it| it.on_delete();
    }
}
