//! The commands of a change that cannot wait for the Rust program.
use super::super::Renderer;
use super::super::shell::quoted;
use super::example::{Example, example};
use coderev_objects::Entry;
use k8s_openapi::api::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Server-side apply: <https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts>
const EMERGENCY: &str = "\
## Emergency changes

`kubectl set image`, `rollout undo` and `patch` take over the fields that they change. The next `kubectl apply --server-side` fails with a conflict and keeps the change.
To make the change permanent, make it in the Rust program: equal values do not conflict. To drop it, apply with `--force-conflicts`.

";

pub(super) fn emergency(text: &mut String, renderer: &Renderer) {
    let Renderer { inventory, layout, .. } = renderer;
    let Some(Example { deployment, .. }) = example(inventory) else { return };
    let (namespace, name) = (deployment.namespace(), deployment.name());
    let scaler = deployment.autoscalers().find_map(hpa);
    let changed = std::iter::once(deployment.entry()).chain(scaler.map(|(entry, _)| entry));
    let files: BTreeSet<&str> = changed.filter_map(|it| layout.path_of(it.index())).collect();
    let files: String = files.into_iter().map(|file| format!(" -f {file}")).collect();
    text.push_str(EMERGENCY);
    text.push_str("```sh\n");
    write_line!(text, "# why a pod does not start");
    write_line!(text, "kubectl describe pod -l app.kubernetes.io/name={name} -n {namespace}");
    write_line!(text, "kubectl logs deployment/{name} -n {namespace}");
    write_line!(text, "kubectl get events -n {namespace} --sort-by=.lastTimestamp");
    write_line!(text, "# set another image");
    let container = deployment.pod().containers.first().map_or(name, |container| &*container.name);
    let image = format!("{container}=IMAGE");
    write_line!(text, "kubectl set image deployment/{name} {} -n {namespace}", quoted(&image));
    write_line!(text, "kubectl rollout status deployment/{name} -n {namespace}");
    if let Some((scaler, spec)) = scaler {
        let scaler = scaler.name();
        let more = i32::midpoint(spec.min_replicas.unwrap_or(1), spec.max_replicas.saturating_add(1));
        write_line!(text, "# more pods: the autoscaler reverts `kubectl scale`, so raise its minimum");
        write_line!(text, "kubectl patch hpa {scaler} -n {namespace} -p '{{\"spec\":{{\"minReplicas\":{more}}}}}'");
        write_line!(text, "kubectl get hpa -n {namespace} -w");
    }
    write_line!(text, "# the conflicts of the next apply, and the managers of the fields");
    write_line!(text, "kubectl apply --server-side --dry-run=server{files}");
    write_line!(text, "kubectl get deployment {name} -n {namespace} -o yaml --show-managed-fields");
    write_line!(text, "# go back to the previous pod template");
    write_line!(text, "kubectl rollout undo deployment/{name} -n {namespace}");
    write_line!(text, "# take the fields back: the cluster gets the values of the manifests");
    write_line!(text, "kubectl apply --server-side --force-conflicts{files}");
    text.push_str("```\n");
}

fn hpa(entry: Entry<'_>) -> Option<(Entry<'_>, &HorizontalPodAutoscalerSpec)> {
    Some((
        entry,
        Option::<&HorizontalPodAutoscalerSpec>::from(&entry.object().as_kind::<HorizontalPodAutoscaler>()?.spec)?,
    ))
}
