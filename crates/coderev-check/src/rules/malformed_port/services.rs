//! Ports of Services.
use super::{Ports, repeated};
use crate::Help;
use crate::rules::ports::protocol;
use coderev_objects::{Entry, names};
use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

const NAME: &str = "use at most 63 lowercase letters, digits and `-`, with no `-` at either end";

pub(super) fn check<'a>(entry: Entry<'a>, service: &'a Service, found: &mut Ports<'_, 'a>) {
    let spec: Option<&ServiceSpec> = (&service.spec).into();
    let ports = spec.and_then(|spec| spec.ports.as_deref()).unwrap_or_default();
    let owner = || format!("the Service `{}`", entry.name());
    let field = |index: usize, name: &str| format!("/spec/ports/{index}/{name}");
    for (index, port) in ports.iter().enumerate() {
        found.check_number(entry, || field(index, "port"), port.port, || format!("{} has", owner()));
        if let Some(IntOrString::Int(target)) = port.target_port {
            found.check_number(
                entry,
                || field(index, "targetPort"),
                target,
                || format!("{} sends requests to", owner()),
            );
        }
        match &port.name {
            Some(name) if !names::is_label(name) => {
                let message = format!("{} has a port with the name `{name}`", owner());
                found.check_name(entry, &field(index, "name"), name, message, NAME);
            }
            None if ports.len() > 1 => {
                let message = format!("{} has several ports, but port {} has no name", owner(), port.port);
                found.error(entry, &field(index, "port"), message, "give each port a name");
            }
            _ => {}
        }
    }
    let names = ports.iter().enumerate().filter_map(|(index, port)| Some((index, port.name.as_deref()?)));
    if let Some((index, name)) = repeated(names) {
        let message = format!("{} has two ports with the name `{name}`", owner());
        found.check_name(entry, &field(index, "name"), name, message, "give each port a different name");
    }
    let numbers = ports.iter().map(|port| (port.port, protocol(port.protocol.as_ref()))).enumerate();
    if let Some((index, (number, protocol))) = repeated(numbers) {
        let message = format!("{} declares port {number}/{protocol} more than once", owner());
        let help = Help::forms(
            "give one of them a different number: `Port::http(8001).name(\"admin\").service(8001)`",
            "give one of them a different number: `port: 8001`",
        );
        found.error(entry, &field(index, "port"), message, help);
    }
}
