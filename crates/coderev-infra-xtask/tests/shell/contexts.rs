//! The kubectl context in the list of removed objects.
use crate::running::Desk;

fn commands(desk: &Desk, platform: &str) -> Vec<String> {
    let printed = desk.run(platform, "removed").stdout;
    printed.lines().filter(|line| line.contains("kubectl")).map(str::to_owned).collect()
}
fn mail(options: &str) -> [String; 4] {
    ["poddisruptionbudget", "deployment", "serviceaccount", "networkpolicy"]
        .map(|kind| format!("kubectl {options}delete {kind}/mail -n tiny --ignore-not-found"))
}

#[test]
fn a_removed_object_keeps_the_context_in_which_it_was_applied() {
    let desk = Desk::new();
    desk.synth("a@old eu=mail");
    assert!(desk.read("kubernetes/.coderev-infra").starts_with("context: old eu\n"));
    let run = desk.synth("a@new");
    let note = "note: the kubectl context of `kubernetes` changed from `old eu` to `new`: its objects stay in the cluster \
                of `old eu`, and `cargo xtask removed` lists only the objects that the program no longer declares\n";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    assert_eq!(commands(&desk, "a@new"), mail("--context 'old eu' "));
    let ledger = desk.read("kubernetes/.coderev-infra");
    assert!(ledger.starts_with("context: new\n"), "{ledger}");
    assert!(ledger.ends_with("removed: v1 ServiceAccount tiny mail\told eu\n"), "{ledger}");
    assert_eq!(desk.run("a@new", "synth --check").code, Some(0));
    assert!(!desk.synth("a@new").stderr.contains("changed from"), "the change happens once");
    // The cluster of `new` gets the objects. The cluster of `old eu` still has its own.
    desk.synth("a@new=mail");
    assert_eq!(commands(&desk, "a@new=mail"), mail("--context 'old eu' "));
    let json = desk.run("a@new=mail", "removed --format json").stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["folders"][0]["removed"][0]["context"], "old eu");
    assert_eq!(desk.run("a@new=mail", "removed --forget-all").code, Some(0));
    assert_eq!(commands(&desk, "a@new=mail"), [""; 0]);
}

#[test]
fn commands_of_a_removed_platform_have_its_context() {
    let desk = Desk::new();
    desk.synth("a@one,b@two");
    assert!(desk.read("kubernetes/a/.coderev-infra").starts_with("one of several: a\ncontext: one\n"));
    // Platform `b` has the same objects, on a different cluster.
    for after in ["b@two,c@three", "b@two"] {
        desk.synth(after);
        let commands = commands(&desk, after);
        let web = "kubectl --context one delete deployment/web -n tiny --ignore-not-found".to_owned();
        assert!(commands.contains(&web), "{after}: {commands:?}");
        let data = "# kubectl --context one delete namespace/tiny --ignore-not-found";
        let is_right = |line: &String| !line.starts_with('#') || line == data;
        assert!(commands.iter().filter(|line| line.contains(" one ")).all(is_right), "{after}: {commands:?}");
        assert!(!desk.run(after, "removed").stdout.contains("no platform of this program"), "{after}");
        assert_eq!(desk.run(after, "synth --check").code, Some(0), "{after}");
    }
}

#[test]
fn a_list_without_contexts_belongs_to_the_platform() {
    let desk = Desk::new();
    desk.synth("mail");
    desk.synth("");
    let ledger = desk.read("kubernetes/.coderev-infra");
    assert!(!ledger.contains("context: ") && !ledger.contains('\t'), "{ledger}");
    assert_eq!(commands(&desk, "a@new"), mail("--context new "));
    desk.synth("a@new");
    assert_eq!(commands(&desk, "a@new"), mail("--context new "));
    // It is recorded from now on.
    desk.synth("a@later");
    assert_eq!(commands(&desk, "a@later"), mail("--context new "));
}
