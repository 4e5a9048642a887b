/// A port of a container, and what is spoken there. The first port of a service is the one that is meant when none is named.
#[derive(Clone, Copy, Debug)]
#[must_use = "a Port is there only where something has it: `.port(..)`"]
pub struct Port {
    name: &'static str,
    naming: Naming,
    pub(crate) number: u16,
    pub(crate) service: u16,
    pub(crate) app_protocol: AppProtocol,
}
/// Where a port's name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    /// The protocol's.
    Protocol,
    /// The protocol's and the number, where another port has the protocol's already.
    Numbered,
    Declared,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppProtocol {
    Http,
    Grpc,
    Metrics,
    Tcp,
    Udp,
}
impl Port {
    const fn new(name: &'static str, number: u16, service: u16, app_protocol: AppProtocol) -> Self {
        Self { name, naming: Naming::Protocol, number, service, app_protocol }
    }
    /// `containerPort`: HTTP; the Service answers on 80.
    pub const fn http(number: u16) -> Self {
        Self::new("http", number, 80, AppProtocol::Http)
    }
    /// `containerPort`: gRPC; the Service answers on the same number.
    pub const fn grpc(number: u16) -> Self {
        Self::new("grpc", number, number, AppProtocol::Grpc)
    }
    /// `containerPort`: Prometheus text on `/metrics`; not on the Service.
    pub const fn metrics(number: u16) -> Self {
        Self::new("metrics", number, 0, AppProtocol::Metrics)
    }
    /// `containerPort`: anything over TCP; the Service answers on the same number.
    pub const fn tcp(number: u16) -> Self {
        Self::new("tcp", number, number, AppProtocol::Tcp)
    }
    /// `containerPort`: anything over UDP; the Service answers on the same number.
    pub const fn udp(number: u16) -> Self {
        Self::new("udp", number, number, AppProtocol::Udp)
    }
    /// `ports[].name`: the protocol's when nobody says, and `udp-7778` where another port of the workload has that already.
    #[doc(alias = "ports.name")]
    pub const fn name(self, name: &'static str) -> Self {
        Self { name, naming: Naming::Declared, ..self }
    }
    /// `Service.spec.ports[].port`.
    #[doc(alias("Service.spec.ports.port", "port"))]
    pub const fn service(self, port: u16) -> Self {
        Self { service: port, ..self }
    }
    /// The number that pods listen on, for what has to be told it: an argument, a variable.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.number
    }
    /// On a headless Service: its name leads to the pods themselves, so nothing answers on another number than theirs.
    pub(crate) const fn headless(self) -> Self {
        Self { service: self.number, ..self }
    }
    /// `ports[].name`.
    pub(crate) fn label(self) -> String {
        match self.naming {
            Naming::Numbered => format!("{}-{}", self.name, self.number),
            Naming::Protocol | Naming::Declared => self.name.into(),
        }
    }
    /// `TCP` or `UDP`.
    pub(crate) const fn protocol(self) -> &'static str {
        if matches!(self.app_protocol, AppProtocol::Udp) { "UDP" } else { "TCP" }
    }
}
/// Tells those apart that nobody named.
pub(crate) fn disambiguate(ports: &mut [Port]) {
    for later in 1..ports.len() {
        let (before, rest) = ports.split_at_mut(later);
        let port = &mut rest[0];
        if port.naming == Naming::Protocol && before.iter().any(|it| it.name == port.name) {
            port.naming = Naming::Numbered;
        }
    }
}
/// The same port of a container, whatever number a Service has for it.
impl PartialEq for Port {
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.number, self.app_protocol) == (other.name, other.number, other.app_protocol)
    }
}
impl Eq for Port {}

/// A port, as setters take it: a [`Port`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a port",
    label = "expected a `Port`",
    note = "a port has a protocol: `Port::http(8080)`, `Port::grpc(9000)`, `Port::tcp(5432)`, `Port::udp(53)` or `Port::metrics(9090)`"
)]
pub trait IntoPort: Into<Port> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Port>> IntoPort for V {}
