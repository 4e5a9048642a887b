//! Rules about raw objects, patches and names. Lowering reports their findings while it decodes them.
use coderev_check::{Phase, Rule};

/// The rules whose findings lowering reports.
pub(crate) static ALL: &[&Rule] = &[
    &MALFORMED_PATCH,
    &MALFORMED_RAW,
    &PATCH_WITHOUT_EFFECT,
    &PLATFORM_WITHOUT_NAME,
    &UNKNOWN_FIELD,
    &UNKNOWN_NAMESPACE,
    &UNKNOWN_OBJECT,
];

pub(super) static MALFORMED_PATCH: Rule = Rule::error("malformed-patch", Phase::Intent)
    .summary("patches whose path is malformed or names a list item or a field that does not exist, or whose value has the wrong type")
    .why("The patch cannot be applied, or the API server would reject the object.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/0/tty", true))
  //                                      ^^^ error[malformed-patch]: `/spec/template/spec/containers/0/tty` selects a list item by position (`0`)"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/[name=web]/tty", true))"#,
    );

pub(super) static MALFORMED_RAW: Rule = Rule::error("malformed-raw", Phase::Intent)
    .summary("raw YAML that is not valid, that is not a Kubernetes object, or that YAML 1.1 and YAML 1.2 parse differently")
    .why("Parsers read `yes`, `010` and similar values differently, so the cluster can get a different value than you wrote. The API server rejects YAML that is not an object.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags}\ndata: {beta: yes}\n"))
  // ^^^ error[malformed-raw]: line 4, column 14: `yes` is a boolean in YAML 1.1 but a string in YAML 1.2: put it in quotes"#,
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags}\ndata: {beta: \"yes\"}\n"))"#,
    );

pub(super) static PATCH_WITHOUT_EFFECT: Rule = Rule::error("patch-without-effect", Phase::Intent)
    .or_warning()
    .aliases(&["word-without-effect"])
    .summary("patches that set a field to the value that it already has, or that remove a field that does not exist")
    .why("The field already has this value. If the library or a setter later changes it, the patch silently overrides the change.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 3))
  //                                                                                ^^^ warning[patch-without-effect]: `/spec/replicas` already has the value that the patch sets"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 30))"#,
    );

pub(super) static PLATFORM_WITHOUT_NAME: Rule = Rule::error("platform-without-name", Phase::Intent)
    .summary("platforms with cluster-scoped objects, such as a PriorityClass, and without `.name(..)` and `.part_of(..)`")
    .why("Names of cluster-scoped objects begin with the value of `app.kubernetes.io/part-of`. Without it, two programs on the same cluster would overwrite each other's objects.")
    .rust(
        r#"let acme = Platform::new(Cluster::generic());
  //       ^^^^^^^^^^^^^ error[platform-without-name]: the platform has neither `.part_of(..)` nor `.name(..)`, but the PriorityClass `platform-stable` needs one of them
acme.namespace(Namespace::new("shop", Stable).service(web()))"#,
        r#"let acme = Platform::new(Cluster::generic()).part_of("acme");
acme.namespace(Namespace::new("shop", Stable).service(web()))"#,
    );

pub(super) static UNKNOWN_FIELD: Rule = Rule::error("unknown-field", Phase::Intent)
    .summary("fields that the kind of a raw or patched object does not have")
    .why("The API server drops an unknown field, or rejects the object.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySecond", 30))
  //                                      ^^^ error[unknown-field]: a Deployment has no field `/spec/minReadySecond`"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 30))"#,
    );

pub(super) static UNKNOWN_NAMESPACE: Rule = Rule::warning("unknown-namespace", Phase::Intent)
    .summary("raw or patched objects in a namespace that the platform does not declare and that Kubernetes does not create")
    .why("If the namespace does not exist, the API server rejects the object. If it exists, the network policies of this platform do not apply there.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags, namespace: shpo}\ndata: {beta: on it}\n"))
  // ^^^ warning[unknown-namespace]: the ConfigMap `flags` is in the namespace `shpo`, which is not on the platform"#,
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags, namespace: shop}\ndata: {beta: on it}\n"))"#,
    );

pub(super) static UNKNOWN_OBJECT: Rule = Rule::error("unknown-object", Phase::Intent)
    .summary("patches of objects that the platform does not have")
    .why("The patch changes nothing.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web()))
    .patch("shop", "wbe", Patch::new(Object::SERVICE).set("/spec/sessionAffinity", "ClientIP"))
  //                      ^^^^^^^^^^ error[unknown-object]: there is no Service `shop/wbe` to patch"#,
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web()))
    .patch("shop", "web", Patch::new(Object::SERVICE).set("/spec/sessionAffinity", "ClientIP"))"#,
    );
