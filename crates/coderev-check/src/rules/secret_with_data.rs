//! `secret-with-data`
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule, secrets};
use coderev_objects::{Document, Inventory};
use serde_json::Value;

/// The rule.
pub static SECRET_WITH_DATA: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("secret-with-data", Phase::Objects)
    .aliases(&["secret-in-raw"])
    .summary("Secrets that contain data, including in the annotation that `kubectl apply` writes")
    .why("Every person with access to the manifests or the repository can read the secret.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: Secret\nmetadata: {name: tokens}\nstringData: {key: abc}\n"))
  // ^^^ error[secret-with-data]: the Secret `tokens` contains data that every reader of the output can read"#,
        r#"Namespace::new("shop", Stable)
    .service(service("web").env("TOKEN", Secret::new("tokens").key("key")))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Secret
metadata: {name: tokens}
stringData: {key: abc}
#<^^^^^^^^^^ error[secret-with-data]: the Secret `tokens` contains data that every reader of the output can read
",
        r"apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: tokens}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  data: [{secretKey: key, remoteRef: {key: tokens, property: key}}]
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for entry in inventory.entries().filter(|entry| (entry.api_version(), entry.kind()) == ("v1", "Secret")) {
        let Some(pointer) = data(entry.document()) else { continue };
        // The message contains no key: a key may contain the secret too.
        let message = format!("the Secret `{}` contains data that every reader of the output can read", entry.name());
        let help = Help::forms(
            "remove it, and refer to the Secret by name; `secrets.commands.txt` and `Platform::secrets(..)` create it",
            "remove it; create the Secret with `kubectl create secret`, or from a vault with an ExternalSecret",
        );
        report.push(report.finding(entry.subject(), message).at(entry.origin_of(pointer)).help(help));
    }
}
/// The JSON pointer of the first field with data.
fn data(secret: &Document) -> Option<&'static str> {
    const APPLIED: &str = "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration";
    let value = serde_json::to_value(secret).unwrap_or_default();
    if has_values(&value["data"], |text| secrets::decoded(text).is_some_and(|text| secrets::is_reference(&text))) {
        return Some("/data");
    }
    if has_values(&value["stringData"], |_| false) {
        return Some("/stringData");
    }
    let applied = value.pointer(APPLIED)?.as_str()?;
    let applied: Value = serde_json::from_str(applied).unwrap_or_default();
    let has_data = ["data", "stringData"].iter().any(|field| has_values(&applied[*field], |_| false));
    has_data.then_some(APPLIED)
}
/// Whether a value is neither empty nor a placeholder, such as `${PASSWORD}` of a tool that substitutes it.
fn has_values(data: &Value, is_placeholder: fn(&str) -> bool) -> bool {
    let values = data.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str());
    values.into_iter().any(|text| !secrets::is_reference(text) && !is_placeholder(text))
}

#[cfg(test)]
mod tests {
    use super::SECRET_WITH_DATA;
    use crate::secrets::encoded;
    use crate::testing::{check, messages};
    use serde_json::json;

    #[test]
    fn data_of_each_field_is_found_once() {
        check(
            &SECRET_WITH_DATA,
            r#"
apiVersion: v1
kind: Secret
metadata: {name: one}
data: {a: aHVudGVyMjI=, b: aHVudGVyMjI=}
#<^^^^ error[secret-with-data]: the Secret `one` contains data that every reader of the output can read
---
apiVersion: v1
kind: Secret
metadata:
  name: two
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"kind":"Secret","stringData":{"a":"hunter22"}}'
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[secret-with-data]: the Secret `two` contains data that every reader of the output can read
"#,
        );
    }
    #[test]
    fn a_reference_next_to_data_is_data() {
        for text in [
            "password: hunter22xyz\nhost: ${HOST}\n",
            "hunter22xyz${X}",
            "hunter22xyz$(A)",
            "postgres://a:hunter22xyz9@db/${DB}",
            "<hunter22xyz>",
            "file:hunter22xyz",
            "env:hunter22xyz",
            "$ecrethunter22xyz",
        ] {
            for data in [json!({"stringData": {"a": text}}), json!({"data": {"a": encoded(text.as_bytes())}})] {
                let mut secret = json!({"kind": "Secret", "metadata": {"name": "one"}});
                secret.as_object_mut().expect("an object").extend(data.as_object().expect("an object").clone());
                assert_eq!(messages(&SECRET_WITH_DATA, [secret]).len(), 1, "{text}");
            }
        }
    }
    #[test]
    fn secrets_without_values_are_right() {
        for (field, value) in [
            ("data", json!({})),
            ("data", json!({"a": ""})),
            ("stringData", json!({"a": "${PASSWORD}"})),
            ("stringData", json!({"a": "{{ .Values.user }}:{{ .Values.password }}\n"})),
            ("stringData", json!({"a": "<password>", "b": "$(PASSWORD)", "c": "$DB_PASSWORD"})),
            ("data", json!({"a": encoded(b"${PASSWORD}")})),
            ("data", json!(null)),
        ] {
            let secret = json!({"kind": "Secret", "metadata": {"name": "one"}, field: value});
            assert_eq!(messages(&SECRET_WITH_DATA, [secret]), [""; 0]);
        }
        let token = json!({"kind": "Secret", "type": "kubernetes.io/service-account-token",
            "metadata": {"name": "token", "annotations": {"kubernetes.io/service-account.name": "web"}}});
        assert_eq!(messages(&SECRET_WITH_DATA, [token]), [""; 0]);
    }
}
