//! `cargo xtask crd-fields DIR`: extracts the names of the fields of custom resources from the definitions in a
//! folder. Descriptions, types and rules are not extracted, because a patch is checked only against names.
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// The kinds that the library writes or has setters for.
const KINDS: &[(&str, &[&str])] = &[
    ("cert-manager.io", &["Certificate", "ClusterIssuer"]),
    ("external-secrets.io", &["ClusterSecretStore", "ExternalSecret"]),
    (
        "gateway.envoyproxy.io",
        &["BackendTrafficPolicy", "ClientTrafficPolicy", "EnvoyProxy", "HTTPRouteFilter", "SecurityPolicy"],
    ),
    ("gateway.networking.k8s.io", &["GRPCRoute", "Gateway", "GatewayClass", "HTTPRoute", "ReferenceGrant"]),
    ("keda.sh", &["ScaledObject", "TriggerAuthentication"]),
    ("networking.istio.io", &["ServiceEntry"]),
    ("monitoring.coreos.com", &["PodMonitor", "PrometheusRule", "ServiceMonitor"]),
];
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/coderev-objects/src/crd/fields.txt");

/// Writes the names again, from the definitions in `folder`.
pub(crate) fn run(folder: Option<OsString>) -> ExitCode {
    let Some(folder) = folder else {
        eprintln!("error: `crd-fields` needs the folder of the definitions: `cargo xtask crd-fields DIR`");
        return ExitCode::from(2);
    };
    match fields(Path::new(&folder)).and_then(|text| fs::write(FILE, text).map_err(|error| format!("{FILE}: {error}")))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("error: {trouble}");
            ExitCode::from(2)
        }
    }
}

fn fields(folder: &Path) -> Result<String, String> {
    let mut kinds = BTreeMap::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.extension().is_none_or(|end| end != "yaml") {
            continue;
        }
        let fault = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read(&path).map_err(|error| fault(&error))?;
        for document in coderev_yaml::read(&text).map_err(|error| fault(&error))? {
            let spec = &document.value["spec"];
            let (group, kind) = (text_of(&spec["group"]), text_of(&spec["names"]["kind"]));
            if !KINDS.iter().any(|(of, kinds)| *of == group && kinds.contains(&kind)) {
                continue;
            }
            for version in spec["versions"].as_array().into_iter().flatten() {
                let mut text = String::new();
                below(&version["schema"]["openAPIV3Schema"], 1, &mut text);
                kinds.insert(format!("{group}/{} {kind}", text_of(&version["name"])), text);
            }
        }
    }
    for (group, wanted) in KINDS {
        for kind in *wanted {
            if !kinds.keys().any(|head| head.starts_with(group) && head.ends_with(&format!(" {kind}"))) {
                return Err(format!("no definition of {kind} in {group} is in {}", folder.display()));
            }
        }
    }
    let all = kinds.into_iter().map(|(head, fields)| format!("{head}\n{fields}"));
    Ok(format!("{HEAD}{}", all.collect::<String>()))
}
const HEAD: &str = "\
# Names of the fields of custom resources, made by `cargo xtask crd-fields`. Nothing else of the definitions is here: no text, no type, no rule.
# They are names in the interfaces of cert-manager, External Secrets Operator, Envoy Gateway, the Gateway API, KEDA and Prometheus Operator,
# each of which publishes its definitions under the Apache License 2.0.
# A kind on a line of its own, then its fields, indented; `*` is any name, ` ..` anything below.
";

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
/// The fields below a schema, one level deeper. A list has the fields of its items.
fn below(schema: &Value, depth: usize, text: &mut String) {
    let schema = if schema["items"].is_object() { &schema["items"] } else { schema };
    let named = schema["properties"].as_object().into_iter().flatten();
    for (name, schema) in
        named.filter(|(name, _)| depth > 1 || !matches!(&***name, "apiVersion" | "kind" | "metadata" | "status"))
    {
        field(name, schema, depth, text);
    }
    if schema["additionalProperties"].is_object() {
        field("*", &schema["additionalProperties"], depth, text);
    }
}
fn field(name: &str, schema: &Value, depth: usize, text: &mut String) {
    let inner = if schema["items"].is_object() { &schema["items"] } else { schema };
    let closed = inner["properties"].is_object() || inner["additionalProperties"].is_object();
    let open = inner["x-kubernetes-preserve-unknown-fields"] == true
        || (inner["type"] == "object" && !closed)
        || inner["items"].is_object();
    text.push_str(&" ".repeat(depth));
    text.push_str(name);
    text.push_str(if open { " ..\n" } else { "\n" });
    if !open {
        below(schema, depth + 1, text);
    }
}
