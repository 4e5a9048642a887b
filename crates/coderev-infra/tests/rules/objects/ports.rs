use super::{names, platform, service};
use coderev_infra::LoadBalancer;
use coderev_infra::prelude::*;

const RULE: &str = "malformed-port";

#[test]
fn a_malformed_port_is_one_finding() {
    for port in [Port::http(0), Port::tcp(8000).name("1234"), Port::tcp(8000).name("much-too-long-name")] {
        let names = names(&platform(service().port(port)));
        assert_eq!(names.iter().filter(|name| **name == RULE).count(), 1, "{port:?}");
    }
    let twins = service().port(Port::tcp(8000).name("a")).port(Port::tcp(8001).name("a"));
    assert_eq!(names(&platform(twins)), [RULE], "for the container, and not again for the Service");
    let on_80 = service().port(Port::http(8000)).port(Port::http(8001).name("admin"));
    assert_eq!(names(&platform(on_80)), [RULE]);
}
#[test]
fn ports_with_different_names_and_numbers() {
    let two = service().port(Port::http(8000)).port(Port::http(8001).name("admin").service(8001));
    assert_eq!(names(&platform(two)), [""; 0]);
    let dns = service().port(Port::http(8000)).port(Port::tcp(53).name("dns-tcp")).port(Port::udp(53).name("dns"));
    assert_eq!(names(&platform(dns)), [""; 0]);
}
#[test]
fn a_missing_port_supersedes_an_absent_one() {
    let balanced = service().port(Port::http(8000)).load_balancer(LoadBalancer::public(Port::tcp(9000)));
    assert_eq!(names(&platform(balanced)), ["missing-port"]);
}
