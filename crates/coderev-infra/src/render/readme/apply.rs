//! The commands that apply the manifests, in the order of the plan.
use super::super::{Renderer, certificates};
use crate::plan::Step;
use std::fmt::Write;

pub(super) fn apply(text: &mut String, renderer: &Renderer) {
    let Renderer { inventory, plan, secrets, .. } = renderer;
    let by_hand = !secrets.by_hand.is_empty() || !certificates::by_hand(inventory).is_empty();
    let secrets = match (!secrets.kept.is_empty(), by_hand) {
        (true, false) => " Before that, write the values of `secrets.commands.txt` to the store.",
        (true, true) => {
            " Before that, write the values of `secrets.commands.txt` to the stores, and to the files that it lists."
        }
        (false, true) => {
            " Create the secrets of `secrets.commands.txt` after the namespaces, from the files that it lists."
        }
        (false, false) => "",
    };
    write_line!(text, "## Apply\n\nApply the files in this order.{secrets}");
    if plan.holds_back() {
        write_line!(text, "Workloads that wait for a Job are applied after the Job is complete.");
    }
    text.push_str("\n```sh\n");
    for step in plan.steps() {
        command(text, step);
    }
    text.push_str("```\n\n");
    text.push_str(CONFLICTS);
    write_line!(
        text,
        "`kubectl apply` deletes nothing. `cargo xtask removed` lists the objects that earlier versions declared, with commands that delete them.\n"
    );
}

/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts>
const CONFLICTS: &str = "\
A field that another program or person set is a conflict: the apply of its object fails, the message names the field and its manager, and the field
keeps its value. If these manifests own the field, apply the file again with `--force-conflicts`. Otherwise remove the field from the Rust program.

";

/// The command of one step.
fn command(text: &mut String, step: &Step) {
    match step {
        Step::Apply { file, held_back } if held_back.is_empty() => {
            write_line!(text, "kubectl apply --server-side -f {file}");
        }
        Step::Apply { file, held_back } => {
            let names = held_back.join(",");
            write_line!(text, "kubectl apply --server-side -f {file} -l 'app.kubernetes.io/name notin ({names})'");
        }
        Step::CreateSecrets { file } => write_line!(text, "sh {file}"),
        Step::WaitForJob { namespace, name, timeout, .. } => {
            let timeout = timeout.as_secs();
            write_line!(text, "kubectl wait --for=condition=complete job/{name} -n {namespace} --timeout={timeout}s");
        }
        Step::Rollout { kind, namespace, name } => {
            let kind = kind.to_lowercase();
            write_line!(text, "kubectl rollout status {kind}/{name} -n {namespace}");
        }
    }
}
