use crate::model::{Call, Port, Text};
use std::borrow::Cow;

/// Something outside of the cluster: a name to resolve, and the addresses that a NetworkPolicy needs.
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
#[must_use = "an External opens no way by itself: `.calls(&external)`"]
pub struct External {
    pub(crate) host: Cow<'static, str>,
    cidrs: &'static [&'static str],
    computed: Vec<String>,
    pub(crate) port: Port,
}
impl External {
    /// `host` on 443. A NetworkPolicy knows no names: walls that hold need its addresses too, or a cluster that enforces names
    /// ([`Cluster::egress_by_name`](crate::Cluster::egress_by_name)).
    pub const fn new(host: &'static str) -> Self {
        Self { host: Cow::Borrowed(host), cidrs: &[], computed: Vec::new(), port: Port::tcp(443).name("https") }
    }
    /// `NetworkPolicy` `ipBlock.cidr`, all of them: a const handle cannot grow, so its lists are one slice.
    #[doc(alias("NetworkPolicy", "ipBlock.cidr", "cidr"))]
    pub const fn cidrs(mut self, cidrs: &'static [&'static str]) -> Self {
        self.cidrs = cidrs;
        self
    }
    /// `NetworkPolicy` `egress[].ports[].port`, when not 443.
    #[doc(alias("NetworkPolicy", "egress.ports.port"))]
    pub const fn port(mut self, port: Port) -> Self {
        self.port = port;
        self
    }
    pub(crate) fn as_call(&self) -> Call {
        Call::External { host: self.host.to_string(), cidrs: self.blocks(), port: self.port }
    }
    /// All its blocks of addresses.
    pub(crate) fn blocks(&self) -> Vec<String> {
        self.cidrs.iter().map(|cidr| (*cidr).to_owned()).chain(self.computed.iter().cloned()).collect()
    }
    /// `NetworkPolicy` `ipBlock.cidr`, one more, which may be computed.
    #[doc(alias("NetworkPolicy", "ipBlock.cidr"))]
    pub fn cidr(mut self, cidr: impl Text) -> Self {
        self.computed.push(cidr.into());
        self
    }
    /// The same under a computed host: `STRIPE.name(format!("api.{region}.stripe.com"))`.
    pub fn name(self, host: impl Text) -> Self {
        Self { host: Cow::Owned(host.into()), ..self }
    }
}
/// Every public address: port 443 of them, without private ranges and the metadata address.
pub const INTERNET: External = External::new("*").cidrs(&["0.0.0.0/0", "::/0"]);
