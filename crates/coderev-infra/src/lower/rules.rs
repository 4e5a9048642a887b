//! Rules about raw objects, patches and secrets in raw objects. Lowering reports their findings while it decodes them.
use coderev_check::{Phase, Rule};

/// The rules whose findings lowering reports.
pub(crate) static ALL: &[&Rule] =
    &[&MALFORMED_PATCH, &MALFORMED_RAW, &PATCH_WITHOUT_EFFECT, &SECRET_IN_RAW, &UNKNOWN_FIELD, &UNKNOWN_OBJECT];

pub(super) static MALFORMED_PATCH: Rule = Rule::error("malformed-patch", Phase::Intent)
    .summary("patches whose path is malformed, whose path names a list item or a field that does not exist, or whose value has another type")
    .why("The change is lost, or the API server refuses the object.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/0/tty", true))
  //                                      ^^^ error[malformed-patch]: `/spec/template/spec/containers/0/tty` uses `0` as a field of a list"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/[name=web]/tty", true))"#,
    );

pub(super) static MALFORMED_RAW: Rule = Rule::error("malformed-raw", Phase::Intent)
    .summary("raw objects that are not valid YAML, that are not objects, or that two versions of YAML read differently")
    .why("Parsers read `yes`, `010` and similar values differently, so the cluster gets another value. The API server refuses a text that is not an object.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags}\ndata: {beta: yes}\n"))
  // ^^^ error[malformed-raw]: the text is not a list of objects: line 4, column 14: `yes` is a boolean in YAML 1.1, and text in YAML 1.2: put it in quotes"#,
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags}\ndata: {beta: \"yes\"}\n"))"#,
    );

pub(super) static PATCH_WITHOUT_EFFECT: Rule = Rule::error("patch-without-effect", Phase::Intent)
    .or_warning()
    .aliases(&["word-without-effect"])
    .summary("patches that set a field to the value that it has, or that remove a field which does not exist")
    .why("The patch hides a change of the library or of a setter.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 3))
  //                                                                                ^^^ warning[patch-without-effect]: `/spec/replicas` already has the value of the patch"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 30))"#,
    );

pub(super) static SECRET_IN_RAW: Rule = Rule::error("secret-in-raw", Phase::Intent)
    .summary("raw Secrets with data")
    .why("Every person with access to the manifests or the repository can read the secret.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: Secret\nmetadata: {name: tokens}\nstringData: {key: abc}\n"))
  // ^^^ error[secret-in-raw]: the Secret `tokens` on line 1 of the text has data, which every reader of the output can read"#,
        r#"Namespace::new("shop", Stable)
    .service(service("web").env("TOKEN", Secret::new("tokens").key("key")))"#,
    );

pub(super) static UNKNOWN_FIELD: Rule = Rule::error("unknown-field", Phase::Intent)
    .summary("fields of raw and patched objects that their kind does not have")
    .why("The API server drops an unknown field, or refuses the object.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySecond", 30))
  //                                      ^^^ error[unknown-field]: a Deployment has no field `/spec/minReadySecond`"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 30))"#,
    );

pub(super) static UNKNOWN_OBJECT: Rule = Rule::error("unknown-object", Phase::Intent)
    .summary("patches of objects that the platform does not have")
    .why("The change is lost.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web()))
    .patch("shop", "wbe", Patch::new(Object::SERVICE).set("/spec/sessionAffinity", "ClientIP"))
  //                      ^^^^^^^^^^ error[unknown-object]: there is no Service `shop/wbe` to patch"#,
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web()))
    .patch("shop", "web", Patch::new(Object::SERVICE).set("/spec/sessionAffinity", "ClientIP"))"#,
    );
