//! The causes of the rules of a network policy.
use crate::lower::cx::WorkloadCx;
use crate::lower::output::Output;
use crate::lower::pod::sources::{preset, tier};
use crate::lower::record::Source;
use crate::model::{Edge, Place};

/// Why a policy has a rule.
#[derive(Clone, Copy)]
pub(super) enum Cause<'a> {
    /// A declaration at this line.
    Setter(Place),
    /// An addon that was added at this line.
    Addon(Place),
    /// Routes of the workload on this edge.
    Edge(&'a Edge),
    /// The isolation of the tier.
    Tier,
    /// Several declarations, or a declaration without a line.
    Unknown,
}
impl Cause<'_> {
    fn source(self, cx: &WorkloadCx<'_>) -> Option<Source> {
        match self {
            Self::Setter(at) => Some(Source::Setter(at)),
            Self::Addon(at) => Some(preset(cx, at)),
            Self::Edge(edge) => route(cx, edge).map(Source::Setter),
            Self::Tier => Some(tier(cx)),
            Self::Unknown => None,
        }
    }
}

/// The line of the workload's first route on an edge. None if only other workloads have routes to it.
fn route(cx: &WorkloadCx<'_>, edge: &Edge) -> Option<Place> {
    let edges = &cx.workload.platform.edges;
    let position = edges.iter().position(|it| it.name == edge.name)?;
    let is_on = |host: usize| cx.resolved.hosts.all[host].edge == Some(position);
    cx.workload.routes().find(|(_, host)| host.is_some_and(is_on)).map(|(route, _)| route.at)
}

/// Rules, and the cause of each where the output has a record.
pub(super) struct Rules<'a, R> {
    pub(super) rules: Vec<R>,
    causes: Option<Vec<Cause<'a>>>,
}
impl<'a, R> Rules<'a, R> {
    /// No rules yet.
    pub(super) fn for_output(out: &Output) -> Self {
        Self { rules: Vec::new(), causes: out.has_record().then(Vec::new) }
    }
    pub(super) fn push(&mut self, cause: Cause<'a>, rule: R) {
        self.rules.push(rule);
        if let Some(causes) = &mut self.causes {
            causes.push(cause);
        }
    }
    /// The rules, and the sources of the items of the list `field`.
    pub(super) fn into_parts(mut self, cx: &WorkloadCx<'a>, field: &str) -> (Vec<R>, Vec<(String, Source)>) {
        // Without spare room: all policies of the platform are in memory at once.
        self.rules.shrink_to_fit();
        let causes = self.causes.into_iter().flatten().enumerate();
        let sources = causes.filter_map(|(index, cause)| Some((format!("{field}/{index}"), cause.source(cx)?)));
        (self.rules, sources.collect())
    }
}
