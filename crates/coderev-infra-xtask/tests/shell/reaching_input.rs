//! `reach` on foreign manifests: nothing in a folder stops it, and everything that is left out is listed.
use super::running::Desk;
use std::io::Write;
use std::process::Stdio;

const PODS: &str = "\
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [{name: c}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: db, labels: {app: db}}, spec: {containers: [{name: c}]}}
";
const LOCKED: &str = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: db}, spec: {podSelector: {matchLabels: {app: db}}}}\n";

#[test]
fn a_folder_of_a_stranger_is_answered_with_a_list_of_what_was_left_out() {
    let desk = Desk::new();
    desk.write("repo/PODS.YAML", PODS);
    desk.write("repo/policies/db.yml", LOCKED);
    desk.write("repo/chart/templates/web.yaml", "kind: Deployment\n{{- if .Values.web }}\n");
    desk.write("repo/chart/values.yaml", "replicas: 1\n");
    desk.write("repo/broken.json", "{\"kind\": [}");
    desk.write(
        "repo/crd.yaml",
        "apiVersion: a.dev/v1\nkind: A\nspec: {enum: [=, <], mode: 0755, 8080: yes}\nargs: [\n  a\n]\n",
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(desk.path("repo"), desk.path("repo/again")).expect("a link to the folder above");
        std::os::unix::fs::symlink(desk.path("nowhere"), desk.path("repo/gone.yaml")).expect("a link to nothing");
        std::os::unix::fs::symlink(desk.path("repo/PODS.YAML"), desk.path("repo/pods.yaml")).expect("a link to a file");
    }
    let run = desk.run("one", "reach repo --from web --to db");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("denied"), "{}", run.stdout);
    assert!(run.stderr.starts_with("2 workloads, 1 policy in 3 files; "), "{}", run.stderr);
    for listed in ["repo/chart/templates/web.yaml:2", "repo/chart/values.yaml:1", "repo/broken.json:1"] {
        assert!(run.stderr.contains(listed), "{listed}: {}", run.stderr);
    }
    let json = desk.run("one", "reach repo --format json").stdout;
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let input = &value["input"];
    assert_eq!((&input["workloads"], &input["policies"], &input["files"]), (&2.into(), &1.into(), &3.into()));
    let left_out = input["leftOut"].as_array().expect("a list");
    assert_eq!(left_out.len(), if cfg!(unix) { 4 } else { 3 }, "{left_out:?}");
    let strict = desk.run("one", "reach repo --strict");
    assert_eq!(strict.code, Some(1), "{strict:?}");
}

#[test]
fn no_workload_is_no_answer() {
    let desk = Desk::new();
    desk.write("policies/db.yaml", LOCKED);
    desk.write("chart/web.yaml", "kind: Deployment\n{{- if .Values.web }}\n");
    desk.write("empty/read.me", "");
    for (line, advice) in [
        ("reach empty", "name a folder or file with manifests"),
        ("reach policies", "add the manifests of the workloads"),
        ("reach chart", "render templates first"),
        ("reach --diff empty policies", "there is no workload in either side"),
    ] {
        let run = desk.run("one", line);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{run:?}");
        assert!(run.stderr.contains(advice), "{line}: {}", run.stderr);
    }
}

#[test]
fn a_misspelt_policy_is_an_error_with_its_line_and_exit_code_1() {
    let desk = Desk::new();
    let typo = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: db}, spec: {podSelector: {}, ingress: [{form: []}]}}\n";
    desk.write("a.yaml", &format!("{PODS}---\n{typo}"));
    let run = desk.run("one", "reach a.yaml");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.stderr.contains("error: a.yaml:5:") && run.stderr.contains("no field `/spec/ingress/0/form`"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("web [Pod]"), "the rest is answered: {}", run.stdout);
}

#[test]
fn a_namespace_is_for_manifests_without_one() {
    let desk = Desk::new();
    desk.write("a.yaml", PODS);
    for line in ["reach a.yaml -n shop --format csv", "reach a.yaml --namespace shop --format csv"] {
        let run = desk.run("one", line);
        assert!(run.code == Some(0) && run.stdout.contains("shop/web[Pod],shop/db[Pod]"), "{run:?}");
    }
}

#[test]
fn an_array_of_objects_is_read_from_stdin() {
    let desk = Desk::new();
    let array = "[{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"web\"}}]";
    let mut child = desk
        .command("one", "reach -")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("`tiny` starts");
    child.stdin.take().expect("a pipe").write_all(array.as_bytes()).expect("it reads its input");
    let output = child.wait_with_output().expect("it ends");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("1 workload, 0 policies in 1 file\n"), "{output:?}");
}

#[test]
fn the_objects_of_a_cluster_are_workloads_of_their_owners() {
    let desk = Desk::new();
    let owned = |name: &str, phase: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, labels: {{app: db, statefulset.kubernetes.io/pod-name: {name}}}, \
             ownerReferences: [{{kind: StatefulSet, name: db, controller: true}}]}}, status: {{phase: {phase}}}}}\n---\n"
        )
    };
    let set = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c}]}}}}\n---\n";
    let policy = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: db-0}, spec: {podSelector: {matchLabels: {statefulset.kubernetes.io/pod-name: db-0}}}}\n";
    desk.write(
        "live.yaml",
        &format!("{set}{}{}{}{policy}", owned("db-0", "Running"), owned("db-1", "Running"), owned("db-2", "Failed")),
    );
    let verdict = |to: &str| desk.run("one", &format!("reach live.yaml --from 8.8.8.8 --to {to} --port 80"));
    assert!(verdict("db-0").stdout.contains("  denied  TCP 80"), "{:?}", verdict("db-0"));
    assert!(verdict("default/db-1").stdout.contains("  allowed  TCP 80"), "{:?}", verdict("default/db-1"));
    assert_eq!(verdict("db-2").code, Some(2), "it has ended");
    assert!(verdict("db-0").stderr.starts_with("1 workload, 1 policy in 1 file; 1 ended"), "{:?}", verdict("db-0"));
}
