//! `list`: the workloads of a platform.
use crate::running::Desk;
use serde_json::Value;

#[test]
fn lists_the_workloads() {
    let run = Desk::new().run("", "list");
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    let wanted = "\
tiny
  WORKLOAD  KIND        REPLICAS  CPU        MEMORY
  web       Deployment  3         50m..200m  32Mi..64Mi
";
    assert_eq!(run.stdout, wanted);
}

#[test]
fn writes_nothing() {
    let desk = Desk::new();
    desk.run("", "list");
    assert!(desk.names().is_empty());
}

#[test]
fn lists_all_platforms_or_the_named_platform() {
    let desk = Desk::new();
    let all = desk.run("several", "list").stdout;
    assert!(all.contains("# staging\n\ntiny\n") && all.contains("# production\n\ntiny\n"), "{all}");
    let one = desk.run("several", "list production").stdout;
    assert!(!one.contains("staging") && one.contains("# production"), "{one}");
    assert_eq!(desk.run("several", "list prod").code, Some(2));
}

#[test]
fn json_has_the_same_workloads() {
    let run = Desk::new().run("", "list --format json");
    let printed: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    let web = &printed["platforms"][0]["workloads"][0];
    assert_eq!((&web["name"], &web["replicas"], &web["cpu"]), (&"web".into(), &"3".into(), &"50m..200m".into()));
}
