use crate::model::{Call, Port, Text};
use std::borrow::Cow;

/// A host outside the cluster: its DNS name, and the addresses for the NetworkPolicy.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const STRIPE: External = External::new("api.stripe.com").cidrs(&["198.137.150.0/24"]);
/// let relay = External::new("smtp.acme.dev").port(Port::tcp(587)).cidr(format!("203.0.113.{}/32", 25));
/// let mail: Worker<Exp> = Worker::new("mail", "ghcr.io/acme/mail:1.0.0").calls(&relay).calls(&STRIPE);
/// let eu = STRIPE.name(format!("api.{}.stripe.com", "eu"));
/// # let _ = (mail, eu);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an External has no effect by itself: pass it to `.calls(&external)` of a workload"]
pub struct External {
    pub(crate) host: Cow<'static, str>,
    cidrs: &'static [&'static str],
    computed: Vec<String>,
    pub(crate) port: Port,
}
impl External {
    /// `host` on port 443. A NetworkPolicy cannot match host names. In a tier with restricted egress, set the addresses
    /// too, or enforce egress to host names with [`Cluster::egress_by_name`](crate::Cluster::egress_by_name).
    pub const fn new(host: &'static str) -> Self {
        Self { host: Cow::Borrowed(host), cidrs: &[], computed: Vec::new(), port: Port::tcp(443).name("https") }
    }
    /// `NetworkPolicy` `ipBlock.cidr`: the address ranges, as one slice, since a const cannot grow.
    #[doc(alias("NetworkPolicy", "ipBlock.cidr", "cidr"))]
    pub const fn cidrs(mut self, cidrs: &'static [&'static str]) -> Self {
        self.cidrs = cidrs;
        self
    }
    /// `NetworkPolicy` `egress[].ports[].port`. Default: 443.
    #[doc(alias("NetworkPolicy", "egress.ports.port"))]
    pub const fn port(mut self, port: Port) -> Self {
        self.port = port;
        self
    }
    pub(crate) fn as_call(&self) -> Call {
        Call::External { host: self.host.to_string(), cidrs: self.blocks(), port: self.port }
    }
    /// All CIDR blocks of the host.
    pub(crate) fn blocks(&self) -> Vec<String> {
        self.cidrs.iter().map(|cidr| (*cidr).to_owned()).chain(self.computed.iter().cloned()).collect()
    }
    /// `NetworkPolicy` `ipBlock.cidr`: one more address range, which may be computed.
    #[doc(alias("NetworkPolicy", "ipBlock.cidr"))]
    pub fn cidr(mut self, cidr: impl Text) -> Self {
        self.computed.push(cidr.into());
        self
    }
    /// The same external with another host, which may be computed: `STRIPE.name(format!("api.{region}.stripe.com"))`.
    pub fn name(self, host: impl Text) -> Self {
        Self { host: Cow::Owned(host.into()), ..self }
    }
}
/// Every public address on port 443, without private ranges and the metadata address.
pub const INTERNET: External = External::new("*").cidrs(&["0.0.0.0/0", "::/0"]);
