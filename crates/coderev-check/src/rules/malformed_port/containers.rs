//! Ports of containers.
use super::{Ports, repeated};
use crate::rules::containers::Placed;
use crate::rules::ports::protocol;
use coderev_objects::names;

const NAME: &str = "use at most 15 lowercase letters, digits and `-`, with a letter among them, and no `-` at either end or next to another `-`";

pub(super) fn check<'a>(placed: Placed<'a>, found: &mut Ports<'_, 'a>) {
    let ports = placed.container.ports.as_deref().unwrap_or_default();
    let entry = placed.workload.entry();
    let owner = || format!("the container `{}`", placed.container.name);
    let field = |index: usize, name: &str| placed.pointer(&format!("/ports/{index}/{name}"));
    for (index, port) in ports.iter().enumerate() {
        let owner_has = || format!("{} has", owner());
        found.check_number(entry, || field(index, "containerPort"), port.container_port, owner_has);
        if let Some(name) = port.name.as_deref().filter(|name| !names::is_port_name(name)) {
            let message = format!("{} has a port with the name `{name}`", owner());
            found.check_name(entry, &field(index, "name"), name, message, NAME);
        }
    }
    let names = ports.iter().enumerate().filter_map(|(index, port)| Some((index, port.name.as_deref()?)));
    if let Some((index, name)) = repeated(names) {
        let message = format!("{} has two ports with the name `{name}`", owner());
        found.check_name(entry, &field(index, "name"), name, message, "give each port a different name");
    }
    // The number and the protocol, by default TCP, are the keys of the list: server-side apply refuses "duplicate entries for key".
    // `x-kubernetes-list-map-keys` of `ports` in
    // <https://github.com/kubernetes/kubernetes/blob/v1.36.3/api/openapi-spec/swagger.json>.
    let numbers = ports.iter().map(|port| (port.container_port, protocol(port.protocol.as_ref()))).enumerate();
    if let Some((index, (number, protocol))) = repeated(numbers) {
        let message = format!("{} declares port {number}/{protocol} more than once", owner());
        found.error(entry, &field(index, "containerPort"), message, "remove one of them");
    }
}
