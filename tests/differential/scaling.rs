//! Autoscalers.
use super::{Row, other, refused, row, set, stores, web};
use coderev_infra::Duration;
use coderev_infra::Trigger;
use coderev_infra::prelude::*;

const EVENTS: Topic = KAFKA.topic("events");

fn scale() -> Autoscale {
    Autoscale::new(3..=9)
}

#[rustfmt::skip] // one row in each line
pub(super) fn rows() -> Vec<Row> {
    vec![
        row!(web().autoscale(scale())),
        refused!("autoscaler-bounds", "Autoscale", web().autoscale(Autoscale::new(9..=3))),
        refused!("autoscaler-bounds", "Autoscale", web().autoscale(Autoscale::new(0..=3))),
        other!("number-out-of-range", "Autoscale", web().autoscale(Autoscale::new(3..=u32::MAX))),
        row!(web().autoscale(Autoscale::new(3..=2_147_483_647))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().cpu(percent(0)))),
        row!(web().autoscale(scale().cpu(percent(1)))),
        row!(web().autoscale(scale().cpu(percent(500)))),
        row!(web().autoscale(scale().cpu(permille(5)))),
        other!("number-out-of-range", "Autoscale", web().autoscale(scale().cpu(percent(u32::MAX)))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().memory(percent(0)))),
        row!(web().autoscale(scale().memory(percent(80)))),
        refused!("malformed-value", "Autoscale", stores(web().autoscale(scale().requests_per_second(0)))),
        row!(stores(web().autoscale(scale().requests_per_second(50)))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_down(percent(10).per(hours(1))))),
        row!(web().autoscale(scale().scale_down(percent(10).per(minutes(30))))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_down(percent(10).per(seconds(1801))))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_up(percent(10).per(seconds(0))))),
        other!("number-out-of-range", "Autoscale", web().autoscale(scale().scale_up(percent(10).per(milliseconds(500))))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_up(pods(0).per(seconds(15))))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_up(percent(0).per(seconds(15))))),
        other!("number-out-of-range", "Autoscale", web().autoscale(scale().scale_up(pods(u32::MAX).per(seconds(15))))),
        row!(web().autoscale(scale().scale_up(percent(900).per(seconds(15))))),
        row!(web().autoscale(scale().scale_up(permille(5).per(seconds(15))))),
        row!(web().autoscale(scale().scale_up_stabilization_window(hours(1)))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_up_stabilization_window(seconds(3601)))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_down_stabilization_window(hours(2)))),
        row!(web().autoscale(scale().scale_down_stabilization_window(seconds(0)))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().scale_down_stabilization_window(Duration::MAX))),
        refused!("malformed-value", "Autoscale", set().autoscale(scale().scale_down_stabilization_window(hours(2)))),
        row!(stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 100)))),
        other!("number-out-of-range", "kafka_lag", stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 0)))),
        row!(stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "", 100)))),
        row!(stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(KAFKA.topic("bad topic"), "ingest", 100)))),
        other!("malformed-value", "Autoscale", stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 100).scale_down(percent(10).per(hours(1)))))),
        other!("malformed-value", "Autoscale", stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 100).scale_down_stabilization_window(hours(2))))),
        row!(stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 100).fallback(3)))),
        other!("number-out-of-range", "fallback", stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 100).fallback(u32::MAX)))),
        refused!("malformed-value", "Autoscale", stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 100).polling_interval(seconds(0))))),
        other!("number-out-of-range", "polling_interval", stores(web().uses(&KAFKA).autoscale(scale().kafka_lag(EVENTS, "ingest", 100).polling_interval(Duration::MAX)))),
        other!("replicas-outside-tier", "Autoscale", stores(web().uses(&KAFKA).autoscale(Autoscale::new(0..=9).kafka_lag(EVENTS, "ingest", 100).cooldown_period(seconds(0))))),
        other!("replicas-outside-tier", "Autoscale", stores(web().uses(&KAFKA).autoscale(Autoscale::new(0..=9).kafka_lag(EVENTS, "ingest", 100).cooldown_period(Duration::MAX)))),
        refused!("autoscaler-bounds", "Autoscale", stores(web().uses(&KAFKA).autoscale(Autoscale::new(9..=3).kafka_lag(EVENTS, "ingest", 100)))),
        other!("number-out-of-range", "Autoscale", stores(web().uses(&KAFKA).autoscale(Autoscale::new(3..=u32::MAX).kafka_lag(EVENTS, "ingest", 100)))),
        row!(stores(web().autoscale(scale().prometheus("sum(rate(x[1m]))", 10)))),
        row!(stores(web().autoscale(scale().prometheus("", 10)))),
        other!("number-out-of-range", "prometheus", stores(web().autoscale(scale().prometheus("up", 0)))),
        row!(web().autoscale(scale().trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")))),
        refused!("malformed-value", "Autoscale", web().autoscale(scale().trigger(Trigger::new("").metadata("timezone", "Etc/UTC")))),
        row!(web().autoscale(scale().trigger(Trigger::new("no such scaler").metadata("a", "b")))),
        other!("malformed-secret", "Autoscale", web().autoscale(scale().trigger(Trigger::new("rabbitmq").metadata("q", "x").secret("host", Secret::new("Rabbit MQ").key("url"))))),
        other!("malformed-secret", "Autoscale", web().autoscale(scale().trigger(Trigger::new("rabbitmq").metadata("q", "x").secret("host", Secret::new("rabbit").key("bad key"))))),
        row!(web().autoscale(scale().trigger(Trigger::new("rabbitmq").metadata("q", "x").secret("", Secret::new("rabbit").key("url"))))),
    ]
}
