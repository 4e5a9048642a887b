//! Values of scaling.
use super::value::{Value, values};
use super::world::World;
#[allow(unused_imports, reason = "each file needs some of the names")]
use coderev_infra::{prelude::*, *};

pub(crate) fn all() -> Vec<Value> {
    values! {
        scale.cpu => ["averageUtilization: 61|value: \"61\""], |it| it.cpu(percent(61));
        scale.memory => ["averageUtilization: 62|value: \"62\""], |it| it.memory(percent(62));
        scale.requests_per_second => ["63"], |it| it.requests_per_second(63);
        scale.kafka_lag => ["declared-group"], |it| it.kafka_lag(KAFKA.topic("orders"), "declared-group", 64);
        scale.prometheus => ["declared_query"], |it| it.prometheus("sum(declared_query)", 65);
        scale.activation_lag_threshold => ["\"66\""], |it| it.activation_lag_threshold(66);
        scale.activation_threshold => ["\"67\""], |it| it.activation_threshold(67);
        scale.fallback => ["replicas: 8"], |it| it.fallback(8);
        scale.polling_interval => ["pollingInterval: 69"], |it| it.polling_interval(seconds(69));
        scale.cooldown_period => ["cooldownPeriod: 701"], |it| it.cooldown_period(seconds(701));
        scale.scale_up => ["periodSeconds: 71"], |it| it.scale_up(pods(2).per(seconds(71)));
        scale.scale_down => ["periodSeconds: 72"], |it| it.scale_down(pods(2).per(seconds(72)));
        scale.scale_up_stabilization_window => ["stabilizationWindowSeconds: 73"], |it| it.scale_up_stabilization_window(seconds(73));
        scale.scale_down_stabilization_window => ["stabilizationWindowSeconds: 74"], |it| it.scale_down_stabilization_window(seconds(74));
        trigger.metadata => ["timezone: Europe/Declared"], |it| it.metadata("timezone", "Europe/Declared");
        trigger.secret => ["declared-trigger"], |it| it.secret("host", Secret::new("declared-trigger").key("uri"));
    }
}
