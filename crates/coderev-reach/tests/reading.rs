//! Reading foreign texts: the objects, the texts that are left out, and the warnings.
use coderev_reach::{Cause, Convention, End, Port, Reach, Reading, Verdict};

fn read(texts: &[(&str, &str)]) -> Reading {
    let mut reading = Reading::new();
    texts.iter().for_each(|(file, text)| reading.add_text(file, text.as_bytes()));
    reading.finish();
    reading
}

fn shown<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

const POD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: c}]}\n";
const POLICY: &str =
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}}\n";

#[test]
fn what_cannot_be_used_is_left_out_with_place_and_reason() {
    let reading = read(&[
        ("pod.yaml", POD),
        ("values.yaml", "replicas: 1\n---\nother: 2\n"),
        ("chart/web.yaml", "kind: Deployment\nmetadata:\n  name: {{ .Values.name }}\n"),
        ("chart/named.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: '{{ .Release.Name }}'}\n"),
        ("broken.yaml", &format!("a: [\n---\n{POD}").replace("web", "api")),
        ("wrong.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: 1\n"),
        ("binary.yaml", "a: \u{1}\n"),
    ]);
    assert_eq!((reading.workloads(), reading.files()), (2, 3));
    let left_out = shown(reading.left_out());
    assert_eq!(
        left_out[..3],
        [
            "values.yaml:1: it has no `kind` or no `apiVersion`",
            "chart/web.yaml:3: it is a template",
            "chart/named.yaml:1: it is a template"
        ]
    );
    assert!(left_out[3].starts_with("broken.yaml:"), "{left_out:?}");
    assert!(left_out[4].starts_with("wrong.yaml:1: `a` is not a Pod"), "{left_out:?}");
    assert!(left_out[5].contains("U+0001") && left_out.len() == 6, "{left_out:?}");
}

#[test]
fn an_unreadable_policy_may_decide() {
    let hidden = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n# \u{2028}spec: {}\n";
    let reading = read(&[("p.yaml", hidden), ("q.yaml", "spec: {podSelector: {}}\n")]);
    assert!(reading.left_out().iter().all(|it| it.may_decide), "{:?}", reading.left_out());
}

#[test]
fn an_ambiguous_field_is_reported_only_where_it_decides() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, creationTimestamp: 2024-01-01T00:00:00Z}\nspec:\n  volumes: [{name: v, secret: {secretName: s, defaultMode: 0400}}]\n  containers:\n  - name: c\n    ports: [{containerPort: 010}]\n";
    let reading = read(&[("a.yaml", pod)]);
    assert_eq!(reading.left_out(), []);
    let warnings = shown(reading.warnings());
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].starts_with("a.yaml:8:29: Pod `a`: `/spec/containers/0/ports/0/containerPort`: `010` is 8"),
        "{warnings:?}"
    );
    assert_eq!(reading.objects().peers().next().map(|it| it.ports[0].number), Some(8));
}

#[test]
fn a_policy_that_the_server_refuses_is_an_error_with_its_line() {
    let typo = POLICY.replace("podSelector: {}", "podSelector: {}, ingres: [{}]");
    let bits = POLICY
        .replace("podSelector: {}", "podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8}}]}]")
        .replace("name: p", "name: q");
    let reading = read(&[
        ("a.yaml", &typo),
        ("b.yaml", &bits),
        ("c.yaml", &POLICY.replace("networking.k8s.io/v1", "extensions/v1beta1")),
    ]);
    assert_eq!(reading.policies(), 0, "they are not in force");
    let errors = shown(reading.errors());
    assert_eq!(
        errors,
        [
            "a.yaml:4:25: NetworkPolicy `p`: there is no field `/spec/ingres`: did you mean `ingress`?",
            "c.yaml:1:1: NetworkPolicy `p`: no server has `extensions/v1beta1`: write `networking.k8s.io/v1`",
            "b.yaml:4:51: NetworkPolicy `default/q`: `spec.egress[0].to[0].ipBlock.cidr`: `10.0.0.1/8`: the address has bits after the prefix: write `10.0.0.0/8`",
        ]
    );
}

#[test]
fn an_object_that_is_there_twice_is_reported() {
    let other = POD.replace("app: web", "app: shop");
    let open = POLICY.replace("podSelector: {}", "podSelector: {}, ingress: [{}]");
    let reading = read(&[("a.yaml", POD), ("b.yaml", POD), ("c.yaml", &other), ("p.yaml", POLICY), ("q.yaml", &open)]);
    assert_eq!(reading.repeated(), 1);
    assert_eq!(
        shown(reading.warnings()),
        ["c.yaml:1:1: Pod `web`: it is also in a.yaml:1:1, with other labels or ports: this one is used"]
    );
    assert_eq!(
        shown(reading.errors()),
        [
            "q.yaml:1:1: NetworkPolicy `p`: it is also in p.yaml:1:1, with other rules, and this one is used: name the files that the cluster has, not both"
        ]
    );
    let annotated = POLICY.replace("name: p", "name: p, namespace: default, annotations: {a: b}");
    assert_eq!(read(&[("a.yaml", POLICY), ("b.yaml", &annotated)]).errors(), [], "annotations decide nothing");
}

#[test]
fn a_namespace_is_for_objects_that_have_none() {
    let mut reading = Reading::new().namespace("argocd");
    reading.add_text("a.yaml", POD.as_bytes());
    reading.add_text("b.yaml", POD.replace("name: web", "name: api, namespace: shop").as_bytes());
    reading.finish();
    let all: Vec<String> = reading.objects().peers().map(|it| it.workload.to_string()).collect();
    assert_eq!(all, ["argocd/web[Pod]", "shop/api[Pod]"]);
}

#[test]
fn a_patch_does_not_replace_its_object() {
    let whole = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: c, image: i}]}\n";
    let patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: c, env: []}]}}}\n";
    let deletion = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other}\n$patch: delete\n";
    for order in [
        [("base.yaml", whole), ("patch.yaml", patch), ("x.yaml", deletion)],
        [("patch.yaml", patch), ("x.yaml", deletion), ("base.yaml", whole)],
    ] {
        let reading = read(&order);
        let labels: Vec<_> = reading.objects().peers().map(|it| it.labels.clone()).collect();
        assert_eq!(
            (labels.len(), labels[0].get("app").map(String::as_str)),
            (1, Some("web")),
            "{:?}",
            reading.warnings()
        );
        assert_eq!(reading.warnings(), []);
    }
    let left_out = shown(read(&[("base.yaml", whole), ("patch.yaml", patch)]).left_out());
    assert_eq!(left_out, ["patch.yaml:1: it is a patch of another object"]);
}

#[test]
fn a_policy_of_the_cluster_that_the_api_server_refuses_leaves_the_rest_of_the_answer() {
    let pod = |name: &str| {
        format!("{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, labels: {{app: {name}}}}}}}\n---\n")
    };
    let policy = "apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: deny}\nspec:\n  tier: Admin\n  priority: 2000\n  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: b}}}}\n  ingress: [{action: Deny, from: [{namespaces: {}}]}]\n";
    let mut reading = Reading::new();
    reading.add_text("a.yaml", [&*pod("a"), &*pod("b"), policy].concat().as_bytes());
    reading.finish();
    let errors: Vec<String> = reading.errors().iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        ["a.yaml:10:3: ClusterNetworkPolicy `deny`: `spec.priority`: a priority is a number from 0 to 1000"]
    );
    let reach = Reach::new(reading.objects(), Convention::KUBERNETES).expect("the other policies are valid");
    let find = |name: &str| End::Peer(reach.peers().find(|(_, it)| it.pod == name).unwrap().0);
    let (a, b) = (find("a"), find("b"));
    let cause = Cause::Refused { policy: "ClusterNetworkPolicy deny".into() };
    assert_eq!(reach.ask(a, b, Port::tcp(80)).ingress, Verdict::Unknown(vec![cause]));
    assert!(reach.ask(b, a, Port::tcp(80)).is_allowed(), "the policy has no rules for egress");
}
