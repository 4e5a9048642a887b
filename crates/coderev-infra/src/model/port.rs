/// A port of a container, with its protocol. The first port of a service that is not for metrics is its default port:
/// calls, probes and routes use it if they name no port.
#[derive(Clone, Copy, Debug)]
#[must_use = "a Port has no effect by itself: pass it to `.port(..)` of a workload"]
pub struct Port {
    name: &'static str,
    naming: Naming,
    pub(crate) number: u16,
    pub(crate) service: u16,
    pub(crate) app_protocol: AppProtocol,
}
/// The origin of the name of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    /// The name is the protocol.
    Protocol,
    /// The name is the protocol and the number, because another port has the name of the protocol.
    Numbered,
    /// The program sets the name.
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
/// The port of a workload that declares none.
pub(crate) const DEFAULT_PORT: Port = Port::http(8000);
impl Port {
    const fn new(name: &'static str, number: u16, service: u16, app_protocol: AppProtocol) -> Self {
        Self { name, naming: Naming::Protocol, number, service, app_protocol }
    }
    /// `containerPort` for HTTP. The port of the Service is 80.
    pub const fn http(number: u16) -> Self {
        Self::new("http", number, 80, AppProtocol::Http)
    }
    /// `containerPort` for gRPC. The port of the Service has the same number.
    pub const fn grpc(number: u16) -> Self {
        Self::new("grpc", number, number, AppProtocol::Grpc)
    }
    /// `containerPort` for metrics, in the text format of Prometheus on `/metrics`. The Service does not have it.
    pub const fn metrics(number: u16) -> Self {
        Self::new("metrics", number, 0, AppProtocol::Metrics)
    }
    /// `containerPort` for another protocol over TCP. The port of the Service has the same number.
    pub const fn tcp(number: u16) -> Self {
        Self::new("tcp", number, number, AppProtocol::Tcp)
    }
    /// `containerPort` for another protocol over UDP. The port of the Service has the same number.
    pub const fn udp(number: u16) -> Self {
        Self::new("udp", number, number, AppProtocol::Udp)
    }
    /// `ports[].name`. Default: the protocol, such as `udp`. If another port of the workload has that name, the number
    /// is added: `udp-7778`.
    #[doc(alias = "ports.name")]
    pub const fn name(self, name: &'static str) -> Self {
        Self { name, naming: Naming::Declared, ..self }
    }
    /// `Service.spec.ports[].port`. Default: 80 for HTTP, else the number of the container port.
    #[doc(alias("Service.spec.ports.port", "port"))]
    pub const fn service(self, port: u16) -> Self {
        Self { service: port, ..self }
    }
    /// The number of the container port, for an argument or a variable of the program that listens on it.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.number
    }
    /// The port of a headless Service. Its DNS name resolves to the pods, so its port number is the number of the
    /// container port.
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
/// Adds the number to default names that are duplicates.
pub(crate) fn disambiguate(ports: &mut [Port]) {
    for later in 1..ports.len() {
        let (before, rest) = ports.split_at_mut(later);
        let port = &mut rest[0];
        if port.naming == Naming::Protocol && before.iter().any(|it| it.name == port.name) {
            port.naming = Naming::Numbered;
        }
    }
}
/// Compares the container ports. The number that a Service has for the port is not compared.
impl PartialEq for Port {
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.number, self.app_protocol) == (other.name, other.number, other.app_protocol)
    }
}
impl Eq for Port {}

/// A port argument of a setter: a [`Port`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a port",
    label = "expected a `Port`",
    note = "a port has a protocol: `Port::http(8080)`, `Port::grpc(9000)`, `Port::tcp(5432)`, `Port::udp(53)` or `Port::metrics(9090)`"
)]
pub trait IntoPort: Into<Port> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Port>> IntoPort for V {}
