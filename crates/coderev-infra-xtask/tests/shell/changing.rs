//! The comparison with an earlier version, and the objects that are no longer in the files.
use crate::running::{Desk, Run};
use std::process::Command;

const REMOVED: &str = "warning[transition-removed]: the Deployment `mail` is no longer in the files, but stays in the cluster \
                       with 3 objects that belong to it";

fn git(desk: &Desk, line: &str) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]);
    let run: Run = command.args(line.split(' ')).current_dir(desk.path("")).output().expect("git runs").into();
    assert_eq!(run.code, Some(0), "{run:?}");
}
/// A repository whose branch `main` has the output of a platform.
fn committed(platform: &str) -> Desk {
    let desk = Desk::new();
    git(&desk, "init --quiet");
    desk.synth(platform);
    git(&desk, "add .");
    git(&desk, "commit --quiet -m first");
    desk
}

#[test]
fn a_run_compares_with_the_files_that_it_replaces() {
    let desk = Desk::new();
    desk.synth("");
    let run = desk.synth("scaled");
    let finding = "warning[transition-replicas-dip]: `web` falls from 3 pods to 1 when the new files are applied, until `web-hpa` acts";
    assert!(run.stderr.contains(finding), "{}", run.stderr);
    assert!(run.stderr.contains("= note: before the change: kubernetes/deployments.yaml:"), "{}", run.stderr);
    assert!(run.stderr.ends_with("warning: 1 warning\n"), "{}", run.stderr);
    assert!(!desk.synth("scaled").stderr.contains("transition"), "the change happens once");
    assert_eq!(desk.run("scaled", "synth --check --deny warnings").code, Some(0));
    desk.synth("");
    assert_eq!(desk.run("scaled", "synth --deny warnings").code, Some(0), "a write reports the change");
}
#[test]
fn the_program_allows_a_change() {
    let desk = Desk::new();
    desk.synth("mail");
    let run = desk.synth("allowed");
    assert!(!run.stderr.contains("transition") && !run.stderr.contains("unused-allow"), "{}", run.stderr);
    assert!(!desk.synth("allowed").stderr.contains("unused-allow"));
}
#[test]
fn against_compares_with_a_folder() {
    let desk = Desk::new();
    assert_eq!(desk.run("mail", "synth --out old").code, Some(0));
    desk.synth("");
    let run = desk.run("", "synth --check --against old");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains(REMOVED), "{}", run.stderr);
    let denied = desk.run("", "synth --check --against old --deny warnings");
    assert_eq!(denied.code, Some(1));
    assert!(denied.stderr.ends_with("error: 1 warning, nothing written\n"), "{}", denied.stderr);
    // A folder of another program has no list.
    std::fs::remove_file(desk.path("old/.coderev-infra")).expect("removes");
    assert!(desk.run("", "synth --check --against old").stderr.contains(REMOVED));
}
#[test]
fn against_compares_each_of_several_platforms() {
    let desk = Desk::new();
    assert_eq!(desk.run("several", "synth --out old").code, Some(0));
    desk.write("old/staging/more.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: not-ours}}\n");
    desk.synth("several");
    assert_eq!(desk.run("several", "synth --check --against old --deny warnings").code, Some(0));
}
#[test]
#[ignore = "needs git"]
fn against_compares_with_a_revision() {
    let desk = committed("mail");
    desk.synth("");
    let run = desk.run("", "synth --check --against main");
    assert!(run.stderr.contains(REMOVED), "{}", run.stderr);
    assert!(run.stderr.contains("--> main:kubernetes/deployments.yaml:"), "{}", run.stderr);
    assert_eq!(desk.run("", "synth --check --against main --deny warnings").code, Some(1));
    let elsewhere = desk.run("", "synth --out other --against main");
    assert!(
        elsewhere.stderr.starts_with("note: `main` has no `other`, so nothing is compared\n"),
        "{}",
        elsewhere.stderr
    );
}
#[test]
#[ignore = "needs git"]
fn an_unknown_revision_is_an_error() {
    let desk = committed("");
    let run = desk.run("", "synth --against mian");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("error: `mian` is neither a folder nor a revision of git\n"), "{}", run.stderr);
    let outside = desk.run("", "synth --out /outside --against main");
    assert!(outside.stderr.starts_with("error: git cannot read `main`"), "{}", outside.stderr);
    let run = Desk::new().run("", "synth --against main");
    assert!(run.stderr.starts_with("error: git cannot read `main`: fatal: not a git repository"), "{}", run.stderr);
}

#[test]
fn removed_lists_objects_until_they_are_forgotten() {
    let desk = Desk::new();
    desk.synth("mail");
    assert_eq!(desk.run("mail", "removed").stdout, "# the list is empty: it has no object that left the files\n");
    desk.synth("");
    assert_eq!(desk.run("", "synth --check").code, Some(0), "the list does not count");
    let expected = "\
# run these commands after the new files are applied and their pods are ready
# harmless: no request and no data depends on these objects
kubectl delete poddisruptionbudget/mail -n tiny --ignore-not-found
# traffic: pods stop or cannot start, or requests no longer reach them
kubectl delete deployment/mail -n tiny --ignore-not-found
kubectl delete serviceaccount/mail -n tiny --ignore-not-found
kubectl delete networkpolicy/mail -n tiny --ignore-not-found
# afterwards: cargo xtask removed --forget-all
";
    assert_eq!(desk.run("", "removed").stdout, expected);
    desk.synth("changed");
    assert_eq!(desk.run("", "removed").stdout, expected, "later runs keep the list");
    let json: serde_json::Value = serde_json::from_str(&desk.run("", "removed --format json").stdout).expect("JSON");
    assert_eq!((json["version"].as_u64(), json["folders"][0]["removed"].as_array().map(Vec::len)), (Some(1), Some(4)));
    assert_eq!(json["folders"][0]["removed"][0]["danger"], "harmless");
    assert_eq!(desk.run("", "removed --forget Deployment/tiny/mail").stdout, "forgot Deployment/tiny/mail\n");
    assert_eq!(
        desk.run("", "removed --forget PodDisruptionBudget/tiny/mail").stdout,
        "forgot PodDisruptionBudget/tiny/mail\n"
    );
    let unknown = desk.run("", "removed --forget ail");
    assert_eq!(unknown.code, Some(2));
    let message =
        "error: the list has no object `ail`\n  help: it has `NetworkPolicy/tiny/mail`, `ServiceAccount/tiny/mail`\n";
    assert_eq!(unknown.stderr, message);
    assert_eq!(desk.run("", "removed --forget-all").code, Some(0));
    assert!(desk.run("", "removed").stdout.starts_with("# the list is empty"));
    assert_eq!(desk.run("changed", "synth --check").code, Some(0));
}
#[test]
fn the_volume_claims_of_a_stateful_set_stay() {
    let desk = Desk::new();
    desk.synth("");
    let ledger = desk.read("kubernetes/.coderev-infra");
    desk.write("kubernetes/.coderev-infra", &format!("{ledger}removed: apps/v1 StatefulSet tiny db\n"));
    let printed = desk.run("", "removed").stdout;
    let claims = "kubectl delete statefulset/db -n tiny --ignore-not-found\n# the volume claims of `db` stay in the namespace `tiny`: delete them when their data \
                  is not needed any more\n";
    assert!(printed.contains(claims), "{printed}");
}
#[test]
fn the_steps_of_a_change_name_the_folder_and_the_context() {
    let desk = Desk::new();
    assert_eq!(desk.run("", "synth --out my+files").code, Some(0));
    let run = desk.run("context-renamed", "synth --out my+files");
    for command in ["-k my+files`", "-f my+files/deployments.yaml -l app.kubernetes.io/name=site`"] {
        assert!(
            run.stderr.contains(&format!("`kubectl --context 'prod eu' apply --server-side {command}")),
            "{}",
            run.stderr
        );
    }
    assert!(!run.stderr.contains("kubectl apply"), "{}", run.stderr);
}
#[test]
fn an_object_that_comes_back_leaves_the_list() {
    let desk = Desk::new();
    desk.synth("mail");
    let first = desk.files("kubernetes");
    desk.synth("");
    desk.synth("mail");
    assert_eq!(desk.files("kubernetes"), first);
}
#[test]
fn commands_of_removed_objects_have_the_context_of_their_platform() {
    let desk = Desk::new();
    desk.synth("mail");
    desk.synth("context");
    let printed = desk.run("context", "removed").stdout;
    let delete = "kubectl --context 'prod eu' delete deployment/mail -n tiny --ignore-not-found\n";
    assert!(printed.contains(delete), "{printed}");
    assert!(!printed.contains("kubectl delete"), "{printed}");
    let json: serde_json::Value =
        serde_json::from_str(&desk.run("context", "removed --format json").stdout).expect("JSON");
    let command = json["folders"][0]["removed"][0]["command"].as_str().expect("a command");
    assert_eq!(command, "kubectl --context 'prod eu' delete poddisruptionbudget/mail -n tiny");
    // The program has no platform for this folder, and the list has no context.
    desk.run("mail", "removed --forget-all");
    desk.synth("mail");
    desk.write("kubernetes/.coderev-infra", &desk.read("kubernetes/.coderev-infra").replace("context: prod eu\n", ""));
    desk.synth("");
    let printed = desk.run("several", "removed").stdout;
    let unknown = "# no platform of this program writes `kubernetes`: run commands without `--context` by hand, in the kubectl context of that platform\n";
    assert!(printed.contains(unknown), "{printed}");
}
#[test]
fn an_object_of_several_clusters_is_forgotten_for_one_of_them() {
    let desk = Desk::new();
    desk.synth("mail");
    desk.synth("context");
    let list = desk.read("kubernetes/.coderev-infra");
    let line = list.lines().find(|it| it.starts_with("removed: ") && it.contains(" Deployment ")).expect("a line");
    let other = format!("{}\tus\n", line.rsplit_once('\t').map_or(line, |(object, _)| object));
    desk.write("kubernetes/.coderev-infra", &(list.clone() + &other));
    let refused = desk.run("context", "removed --forget Deployment/tiny/mail");
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("the list has `Deployment/tiny/mail` for several clusters"), "{}", refused.stderr);
    assert!(refused.stderr.contains("`--context prod eu` or `--context us`"), "{}", refused.stderr);
    let forgotten = desk.run("context", "removed --forget Deployment/tiny/mail --context us");
    assert_eq!((forgotten.code, &*forgotten.stdout), (Some(0), "forgot Deployment/tiny/mail\n"));
    assert_eq!(desk.read("kubernetes/.coderev-infra"), list);
}
#[test]
fn a_name_of_a_platform_is_not_a_path() {
    let desk = Desk::new();
    desk.synth("several");
    for platform in ["mail", ""] {
        assert_eq!(desk.run(platform, "synth --out other").code, Some(0));
    }
    let before = desk.files("other");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../other", desk.path("kubernetes/link")).expect("links");
    let absolute = desk.path("other").display().to_string();
    for name in ["../other", "staging/../../other", "link", ".", "", &absolute] {
        for task in ["--forget-all", "--forget Deployment/tiny/mail", ""] {
            let line = ["removed", name, task];
            let mut command = desk.command("several", "");
            command.args(line.iter().flat_map(|part| part.split_whitespace()));
            if name.is_empty() {
                command.arg("");
            }
            let run: Run = command.output().expect("`tiny` starts").into();
            assert_eq!(run.code, Some(1), "{name} {task}: {run:?}");
            assert!(run.stderr.starts_with("error: `synth` has written nothing to `"), "{name} {task}: {run:?}");
            assert_eq!(desk.files("other"), before, "{name} {task}");
        }
    }
    assert_eq!(desk.run("several", "removed staging").code, Some(0));
}
#[test]
fn forget_prints_json() {
    let desk = Desk::new();
    desk.synth("mail");
    desk.synth("");
    let run = desk.run("", "removed --forget Deployment/tiny/mail --format json");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["folders"][0]["folder"], "kubernetes");
    assert_eq!(json["folders"][0]["forgotten"][0]["kind"], "Deployment");
    let run = desk.run("", "removed --forget-all --format json");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["folders"][0]["forgotten"].as_array().map(Vec::len), Some(3));
}
#[test]
fn an_empty_folder_is_not_an_earlier_version() {
    let desk = Desk::new();
    desk.synth("");
    for folder in ["empty", "notes"] {
        std::fs::create_dir(desk.path(folder)).expect("creates");
    }
    desk.write("notes/README.md", "no manifest\n");
    for folder in ["empty", "notes"] {
        let run = desk.run("", &format!("synth --check --against {folder}"));
        assert_eq!(run.code, Some(2), "{run:?}");
        let message = format!(
            "error: the folder `{folder}` has no manifest\n  help: if `{folder}` is also a branch, \
             name it `--against refs/heads/{folder}`\n"
        );
        assert_eq!(run.stderr, message);
    }
}
#[test]
fn missing_files_and_unreadable_files_are_reported_because_their_objects_are_not_remembered() {
    for lost in ["missing", "unreadable"] {
        let desk = Desk::new();
        desk.synth("mail");
        if lost == "missing" {
            for path in desk.files("kubernetes").into_keys().filter(|path| path != ".coderev-infra") {
                std::fs::remove_file(desk.path("kubernetes").join(path)).expect("removes");
            }
        } else {
            desk.write("kubernetes/deployments.yaml", "<<<<<<< ours\n");
        }
        let run = desk.run("", "synth --force");
        assert_eq!(run.code, Some(0), "{run:?}");
        let help = "objects that left the files are not added to the list of `cargo xtask removed`: ";
        assert!(run.stderr.starts_with("note: ") && run.stderr.contains(help), "{lost}: {}", run.stderr);
    }
}
#[test]
fn removed_needs_output() {
    let run = Desk::new().run("", "removed");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with("error: `synth` has written nothing to `kubernetes`\n"), "{}", run.stderr);
}
#[test]
fn files_that_cannot_be_read_are_not_compared() {
    let desk = Desk::new();
    desk.synth("");
    desk.write("kubernetes/deployments.yaml", "<<<<<<< ours\n");
    let run = desk.run("scaled", "synth --force");
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.starts_with(
            "note: the files are not compared with the new objects: `kubernetes/deployments.yaml`, line 1"
        ),
        "{}",
        run.stderr
    );
}
#[test]
fn a_check_explains_other_line_ends() {
    let desk = Desk::new();
    desk.synth("");
    let text = desk.read("kubernetes/deployments.yaml");
    let note = "note: git or an editor changed line ends in `kubernetes` to CRLF; a line such as `/kubernetes/** text eol=lf` in `.gitattributes` prevents that\n";
    desk.write("kubernetes/deployments.yaml", &text.replace('\n', "\r\n"));
    let run = desk.run("", "synth --check");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.ends_with(note), "{}", run.stderr);
    desk.write("kubernetes/deployments.yaml", &text.replace("replicas", "replica"));
    let run = desk.run("", "synth --check");
    assert!(!run.stderr.contains("CRLF"), "{}", run.stderr);
}
