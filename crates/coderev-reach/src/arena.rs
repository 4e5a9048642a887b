//! Sets of ports, each stored once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::ports::{Connections, Port};

/// The index of a set of ports in an [`Arena`].
pub(crate) type PortsId = u32;

/// No port.
pub(crate) const NONE: PortsId = 0;
/// Every port.
pub(crate) const ALL: PortsId = 1;

/// The ports that are certainly allowed, and the ports that are certainly or possibly allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bounds {
    pub(crate) certain: PortsId,
    pub(crate) possible: PortsId,
}

impl Bounds {
    pub(crate) const ALL: Self = Self::exactly(ALL);

    pub(crate) const fn exactly(ports: PortsId) -> Self {
        Self { certain: ports, possible: ports }
    }
}

/// Sets of ports, each stored once. A pair of sets is then a pair of numbers, and most unions are look-ups.
#[derive(Clone, Debug)]
pub(crate) struct Arena {
    inner: RefCell<Inner>,
}

#[derive(Clone, Debug, Default)]
struct Inner {
    all: Vec<Connections>,
    ids: BTreeMap<Connections, PortsId>,
    unions: BTreeMap<(PortsId, PortsId), PortsId>,
    intersections: BTreeMap<(PortsId, PortsId), PortsId>,
}

impl Inner {
    fn intern(&mut self, ports: Connections) -> PortsId {
        if let Some(&id) = self.ids.get(&ports) {
            return id;
        }
        let id = PortsId::try_from(self.all.len()).expect("fewer than 2^32 sets of ports");
        self.all.push(ports.clone());
        self.ids.insert(ports, id);
        id
    }
}

impl Arena {
    pub(crate) fn new() -> Self {
        let mut inner = Inner::default();
        inner.intern(Connections::default());
        inner.intern(Connections::all());
        Self { inner: RefCell::new(inner) }
    }

    pub(crate) fn intern(&self, ports: Connections) -> PortsId {
        self.inner.borrow_mut().intern(ports)
    }

    pub(crate) fn get(&self, id: PortsId) -> Connections {
        self.inner.borrow().all[id as usize].clone()
    }

    pub(crate) fn contains(&self, id: PortsId, port: Port) -> bool {
        self.inner.borrow().all[id as usize].contains(port)
    }

    #[inline]
    pub(crate) fn union(&self, a: PortsId, b: PortsId) -> PortsId {
        if a == b || b == NONE || a == ALL {
            a
        } else if a == NONE || b == ALL {
            b
        } else {
            let inner = &mut *self.inner.borrow_mut();
            let key = (a.min(b), a.max(b));
            if let Some(&id) = inner.unions.get(&key) {
                return id;
            }
            let joined = inner.all[a as usize].union(&inner.all[b as usize]);
            let id = inner.intern(joined);
            inner.unions.insert(key, id);
            id
        }
    }

    #[inline]
    pub(crate) fn intersection(&self, a: PortsId, b: PortsId) -> PortsId {
        if a == b || a == NONE || b == ALL {
            a
        } else if b == NONE || a == ALL {
            b
        } else {
            let inner = &mut *self.inner.borrow_mut();
            let key = (a.min(b), a.max(b));
            if let Some(&id) = inner.intersections.get(&key) {
                return id;
            }
            let joined = inner.all[a as usize].intersection(&inner.all[b as usize]);
            let id = inner.intern(joined);
            inner.intersections.insert(key, id);
            id
        }
    }
}
