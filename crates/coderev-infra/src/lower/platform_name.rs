//! Whether the cluster-scoped objects of the platform have a name of their own.
use crate::lower::cx::Cx;
use crate::lower::output::Output;
use crate::lower::rules::PLATFORM_WITHOUT_NAME;
use coderev_check::Finding;

/// Reports a platform without a name that has cluster-scoped objects. A Namespace has the name that the program gives it.
pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    if !cx.platform.is_unnamed() {
        return;
    }
    let mut objects = out.drafts_mut().iter().map(|draft| &draft.object);
    let Some(object) = objects.find(|it| it.namespace().is_empty() && it.kind() != "Namespace") else { return };
    let message = format!(
        "the platform has neither `.part_of(..)` nor `.name(..)`, but the {} `{}` needs one of them",
        object.kind(),
        object.name()
    );
    let help = "add `.part_of(\"acme\")` with the name of your platform: names of cluster-scoped objects begin with it";
    out.report(Finding::new(&PLATFORM_WITHOUT_NAME, "", message).at(cx.platform.at).help(help));
}
