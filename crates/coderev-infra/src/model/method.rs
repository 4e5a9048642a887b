/// `matches[].method`: an HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Method(pub(crate) &'static str);
#[allow(missing_docs, reason = "methods have names")]
impl Method {
    pub const GET: Self = Self("GET");
    pub const HEAD: Self = Self("HEAD");
    pub const POST: Self = Self("POST");
    pub const PUT: Self = Self("PUT");
    pub const PATCH: Self = Self("PATCH");
    pub const DELETE: Self = Self("DELETE");
    pub const OPTIONS: Self = Self("OPTIONS");
    pub(crate) const ALL: [Self; 7] =
        [Self::GET, Self::HEAD, Self::POST, Self::PUT, Self::PATCH, Self::DELETE, Self::OPTIONS];
    /// The methods that change nothing: a read-only tier allows them.
    pub(crate) const READ_ONLY: [Self; 3] = [Self::GET, Self::HEAD, Self::OPTIONS];
}
