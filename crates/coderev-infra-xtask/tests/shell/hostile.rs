//! Text of a user that would be a path, a command or a control sequence.
use crate::running::{Desk, Run};
use std::fs;

#[test]
fn a_namespace_cannot_leave_the_folder_and_no_allow_changes_that() {
    let desk = Desk::new();
    desk.write("victim/config.yaml", "precious\n");
    // The namespace of a raw object, and the namespace that a patch sets.
    for platform in ["namespace", "moved"] {
        for line in ["synth --out a/kubernetes", "synth --out a/kubernetes --force"] {
            let run = desk.run(platform, line);
            assert_eq!(run.code, Some(1), "{run:?}");
            assert!(run.stderr.contains("error[malformed-name]: `../../victim` is not a valid namespace\n"), "{run:?}");
        }
    }
    assert_eq!(desk.names(), ["victim"]);
    assert_eq!(desk.read("victim/config.yaml"), "precious\n");
}

/// No line is a forged message, and no character is a control character except the line breaks and tabs of the output.
#[track_caller]
fn is_harmless(text: &str) {
    assert!(!text.lines().any(|line| line.starts_with("error: faked")), "{text}");
    let hidden = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert_eq!(hidden, None, "{text:?}");
}

#[test]
fn control_characters_of_a_platform_do_not_reach_the_terminal() {
    let desk = Desk::new();
    for line in ["synth", "synth --format json", "list", "list --format json", "synth --check", "completions bash"] {
        let run = desk.run("hostile", line);
        is_harmless(&run.stdout);
        is_harmless(&run.stderr);
    }
    let run = desk.run("hostile", "synth");
    assert!(run.stderr.contains("`web\\u{1b}[2J\\nerror: faked` has no liveness probe"), "{}", run.stderr);
    assert!(run.stderr.contains("= note: in `tiny\\u{9b}2J/web\\u{1b}[2J\\nerror: faked`"), "{}", run.stderr);
}

const MANIFESTS: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata: {name: "web\u001b[2J\nerror: faked", namespace: "shop\u009b"}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: "db</text><script>", namespace: shop}
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: db}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: "shop\u009b"}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: "in\u001b[1m", namespace: "shop\u009b"}
spec:
  rules:
  - host: "a\u0007\nerror: faked"
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: "p\u001b[1m\nerror: faked", namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
"#;

#[test]
fn control_characters_of_foreign_manifests_do_not_reach_the_terminal() {
    let desk = Desk::new();
    desk.write("a.yaml", MANIFESTS);
    desk.write("empty.yaml", "");
    let text = "reach a.yaml --from shop --to shop";
    for line in [
        "reach a.yaml",
        "reach a.yaml --format json",
        "reach a.yaml --format dot",
        "reach a.yaml --format svg",
        text,
        "reach --diff empty.yaml a.yaml",
        "reach a.yaml --from nobody",
    ] {
        let Run { stdout, stderr, .. } = desk.run("one", line);
        is_harmless(&stdout);
        is_harmless(&stderr);
        assert!(stdout.contains("db") || stderr.contains("db"), "{line}: {stdout}{stderr}");
    }
    is_harmless(&desk.run("one", "reach a.yaml --format csv").stdout);
}

/// `compgen -W` expands its list, so a command in a name would run on TAB.
#[test]
#[ignore = "needs bash"]
fn completions_run_no_name_of_a_platform() {
    let desk = Desk::new();
    let script = desk.run("hostile", "completions bash").stdout;
    let ask = format!("{script}\nCOMP_WORDS=(xtask list p); COMP_CWORD=2; _coderev; echo \"${{COMPREPLY[*]}}\"");
    let mut bash = std::process::Command::new("bash");
    let run: Run = bash.args(["--norc", "-c", &ask]).current_dir(desk.path("")).output().expect("bash runs").into();
    assert_eq!((run.code, run.stdout.trim()), (Some(0), "production"), "{run:?}");
    assert!(desk.names().is_empty(), "{:?}", desk.names());
}

#[test]
#[cfg(unix)]
fn a_link_in_the_folder_is_not_written_through() {
    use std::os::unix::fs::symlink;
    for (link, target) in [
        ("kubernetes/.lint", "../victim"),
        ("kubernetes/config.yaml", "../victim/config.yaml"),
        ("kubernetes/deployments.yaml", "../victim/notes.md"),
        ("kubernetes/.coderev-infra", "../victim/ledger"),
    ] {
        let desk = Desk::new();
        desk.write("victim/notes.md", "precious\n");
        fs::create_dir_all(desk.path("kubernetes")).expect("creates");
        symlink(target, desk.path(link)).expect("links");
        let before = desk.files("victim");
        if link.ends_with("config.yaml") {
            // The platform has no such file, so the link belongs to another program.
            desk.synth("");
            assert!(desk.path(link).symlink_metadata().expect("it stays").is_symlink());
            continue;
        }
        for line in ["synth", "synth --force", "synth --check"] {
            let run = desk.run("", line);
            assert_eq!(run.code, Some(1), "{link} {line}: {run:?}");
            assert!(run.stderr.contains(&format!("`{link}` is a link, and a generated file has this path")), "{run:?}");
        }
        assert_eq!(desk.files("victim"), before, "{link}");
        assert_eq!(desk.names(), ["kubernetes", "victim"], "nothing is left next to it");
    }
}

/// With one folder for each namespace, such a link would lead every file of the namespace to another place.
#[test]
#[cfg(unix)]
fn a_link_at_the_folder_of_a_namespace_is_not_written_through() {
    let desk = Desk::new();
    desk.write("victim/deployments.yaml", "precious\n");
    fs::create_dir_all(desk.path("kubernetes")).expect("creates");
    std::os::unix::fs::symlink("../victim", desk.path("kubernetes/tiny")).expect("links");
    let before = desk.files("victim");
    for line in ["synth", "synth --force", "synth --check"] {
        let run = desk.run("by-namespace", line);
        assert_eq!(run.code, Some(1), "{line}: {run:?}");
        let message = "`kubernetes/tiny` is a link, and a generated file has this path";
        assert!(run.stderr.contains(message), "{line}: {run:?}");
    }
    assert_eq!(desk.files("victim"), before);
    assert_eq!(desk.names(), ["kubernetes", "victim"]);
    fs::remove_file(desk.path("kubernetes/tiny")).expect("removes the link");
    desk.synth("by-namespace");
    assert!(desk.path("kubernetes/tiny/deployments.yaml").exists());
}

#[test]
#[cfg(unix)]
fn links_with_the_names_of_an_interrupted_run_are_removed_and_their_targets_stay() {
    for name in ["old", "new"] {
        for platform in [None, Some("secret")] {
            let desk = Desk::new();
            desk.write("victim/README.md", "precious\n");
            desk.write("victim/other.txt", "precious\n");
            if let Some(platform) = platform {
                desk.synth(platform);
            }
            let before = desk.files("victim");
            let link = desk.path(&format!(".kubernetes.coderev-infra-{name}"));
            std::os::unix::fs::symlink("victim", link).expect("links");
            desk.synth("");
            assert_eq!(desk.files("victim"), before, "{name}, {platform:?}");
            assert!(!desk.path("kubernetes/other.txt").exists(), "{name}, {platform:?}");
            assert_eq!(desk.names(), ["kubernetes", "victim"], "{name}, {platform:?}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_with_the_name_of_an_interrupted_run_is_refused() {
    let desk = Desk::new();
    desk.synth("");
    desk.write(".kubernetes.coderev-infra-old", "theirs\n");
    let run = desk.run("changed", "synth");
    assert_eq!(run.code, Some(2), "{run:?}");
    let message = "error: cannot remove the files of an interrupted run next to `kubernetes`: not a directory\n  \
                   help: move `.kubernetes.coderev-infra-old` and `.kubernetes.coderev-infra-new` away if they are not folders";
    assert!(run.stderr.starts_with(message), "{}", run.stderr);
    assert_eq!(desk.read(".kubernetes.coderev-infra-old"), "theirs\n");
}

#[test]
#[cfg(target_os = "linux")]
fn forget_writes_through_no_link_and_keeps_the_mode_of_the_list() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    for new in ["link", "pipe", "file"] {
        let desk = Desk::new();
        desk.synth("mail");
        desk.synth("");
        desk.write("victim", "precious\n");
        match new {
            "link" => symlink("../victim", desk.path("kubernetes/.coderev-infra.new")).expect("links"),
            "pipe" => pipe(&desk, "kubernetes/.coderev-infra.new"),
            _ => desk.write("kubernetes/.coderev-infra.new", "of a killed run\n"),
        }
        let list = desk.path("kubernetes/.coderev-infra");
        fs::set_permissions(&list, fs::Permissions::from_mode(0o600)).expect("sets the mode");
        let run = desk.run("", "removed --forget-all");
        assert_eq!(run.code, Some(0), "{new}: {run:?}");
        assert_eq!(desk.read("victim"), "precious\n", "{new}");
        let found = list.symlink_metadata().expect("it is there");
        assert!(found.is_file(), "{new}");
        assert_eq!(found.permissions().mode() & 0o777, 0o600, "{new}");
        assert!(desk.path("kubernetes/.coderev-infra.new").symlink_metadata().is_err(), "{new}");
        assert!(!desk.read("kubernetes/.coderev-infra").contains("removed: "), "{new}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_pipe_or_a_socket_in_the_folder_does_not_block() {
    use std::os::unix::net::UnixListener;
    for name in ["namespaces.yaml", ".coderev-infra", "README.md"] {
        let desk = Desk::new();
        fs::create_dir_all(desk.path("kubernetes")).expect("creates");
        pipe(&desk, &format!("kubernetes/{name}"));
        for line in ["synth", "synth --check"] {
            let run = desk.run("", line);
            assert_eq!(run.code, Some(1), "{run:?}");
            assert!(run.stderr.contains("is a pipe, a socket or a device"), "{run:?}");
        }
    }
    let desk = Desk::new();
    fs::create_dir_all(desk.path("manifests")).expect("creates");
    pipe(&desk, "manifests/a.yaml");
    let run = desk.run("", "reach manifests");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("manifests/a.yaml (it is not a file)"), "{run:?}");
    let desk = Desk::new();
    fs::create_dir_all(desk.path("kubernetes")).expect("creates");
    let _socket = UnixListener::bind(desk.path("kubernetes/theirs.sock")).expect("binds");
    desk.synth("");
    pipe(&desk, "kubernetes/theirs.pipe");
    desk.synth("changed");
    assert!(desk.path("kubernetes/theirs.sock").exists() && desk.path("kubernetes/theirs.pipe").exists());
}
#[cfg(target_os = "linux")]
fn pipe(desk: &Desk, path: &str) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, desk.path(path), FileType::Fifo, Mode::from_raw_mode(0o600), 0).expect("makes a pipe");
}
