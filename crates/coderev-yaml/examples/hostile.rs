//! Writes hostile strings as manifests, with the expected values, for `tests/readers.py`.
//!
//! Each `NAME.yaml` in the given directory has a `NAME.json`. `stream.yaml` has many documents, and its JSON is a
//! list.

#[path = "../tests/corpus/mod.rs"]
mod corpus;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::args_os().nth(1).ok_or("usage: hostile DIRECTORY")?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    let strings = corpus::strings();
    for (name, manifest) in [("values", values(&strings)), ("keys", keys(&strings)), ("items", items(&strings))] {
        fs::write(directory.join(format!("{name}.yaml")), coderev_yaml::to_string(&manifest)?)?;
        fs::write(directory.join(format!("{name}.json")), serde_json::to_vec(&manifest)?)?;
    }
    fs::write(directory.join("stream.yaml"), coderev_yaml::documents(&strings)?)?;
    fs::write(directory.join("stream.json"), serde_json::to_vec(&strings)?)?;
    println!("{} strings", strings.len());
    Ok(())
}

fn values(strings: &[String]) -> Value {
    let data: BTreeMap<String, &String> =
        strings.iter().enumerate().map(|(index, string)| (format!("k{index:05}"), string)).collect();
    json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "values" }, "data": data })
}

fn keys(strings: &[String]) -> Value {
    let data: BTreeMap<&String, String> =
        strings.iter().enumerate().map(|(index, string)| (string, format!("v{index}"))).collect();
    json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "keys" }, "data": data })
}

/// The strings in nested lists, and as keys of lists and of mappings; also numbers, so that a reader must distinguish
/// the types.
fn items(strings: &[String]) -> Value {
    let nested: Vec<Value> = strings
        .iter()
        .enumerate()
        .map(|(index, string)| json!([[string, index], { (string): [string] }, { (string): { (string): index } }]))
        .collect();
    let numbers = json!([0, -1, i64::MAX, i64::MIN, 1.0, -0.5, 1e16, 2.5e-9, 1e-300, 1e300, true, null]);
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": { "name": "items" },
        "spec": { "containers": [{ "name": "c", "args": strings, "nested": nested, "numbers": numbers }] },
    })
}
