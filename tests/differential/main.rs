//! differential write DIR: writes the objects of each row of the table, and the requests that send them to an API server.
//! differential judge DIR: compares the responses of the API server with the table.
//!
//! `.ci/differential` runs both.
use coderev_infra::Severity;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::{env, fs};
use tests::differential::{Expected, rows};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", dir] => write(Path::new(dir)),
        ["judge", dir] => judge(Path::new(dir)),
        _ => Err("usage: differential write|judge DIR".into()),
    }
}

/// The plural name and the scope of one kind in the API server.
struct Resource {
    plural: String,
    is_namespaced: bool,
}
/// The output of `kubectl api-resources`, by apiVersion and kind.
fn resources(dir: &Path) -> Result<BTreeMap<(String, String), Resource>> {
    let text = fs::read_to_string(dir.join("resources"))?;
    let mut all = BTreeMap::new();
    for line in text.lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [plural, .., version, namespaced, kind] = columns[..] else { continue };
        let resource = Resource { plural: plural.into(), is_namespaced: namespaced == "true" };
        all.insert((version.to_owned(), kind.to_owned()), resource);
    }
    Ok(all)
}

/// Writes each different object once: `objects/N.json`, one request for each in `requests`, and the objects of each row in `rows.json`.
fn write(dir: &Path) -> Result<()> {
    let resources = resources(dir)?;
    let server = fs::read_to_string(dir.join("server"))?;
    let (mut numbers, mut namespaces, mut table) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    let mut requests = String::new();
    fs::create_dir_all(dir.join("objects"))?;
    fs::create_dir_all(dir.join("answers"))?;
    for row in rows() {
        let mut own = Vec::new();
        let Ok(synthesis) = panic::catch_unwind(AssertUnwindSafe(|| coderev_infra::synth(&(row.platform)()))) else {
            table.push(serde_json::json!({"row": row.to_string(), "objects": own, "findings": [], "panicked": true}));
            continue;
        };
        for entry in synthesis.inventory().entries() {
            let value = serde_json::to_value(entry.document())?;
            let text = value.to_string();
            let next = numbers.len();
            let number = *numbers.entry(text.clone()).or_insert(next);
            own.push(number);
            if number < next {
                continue;
            }
            namespaces.insert(entry.namespace().to_owned());
            fs::write(dir.join(format!("objects/{number}.json")), text)?;
            match url(&value, &resources) {
                Some(path) => {
                    let separator = if number == 0 { "" } else { "next\n" };
                    write!(
                        requests,
                        "{separator}url = \"{}{path}\"\nrequest = PATCH\nheader = \"Content-Type: application/apply-patch+yaml\"\n\
                         data-binary = \"@objects/{number}.json\"\noutput = \"answers/{number}\"\nsilent\nshow-error\n\
                         cacert = ca.crt\ncert = client.crt\nkey = client.key\n",
                        server.trim()
                    )?;
                }
                // A definition that is not next to this repository: the server cannot check the object.
                None if is_of_an_operator(&value) => {
                    fs::write(dir.join(format!("answers/{number}")), "{}")?;
                }
                None => {
                    let message = format!("no kind {} in {}", value["kind"], value["apiVersion"]);
                    let answer = serde_json::json!({"kind": "Status", "status": "Failure", "message": message});
                    fs::write(dir.join(format!("answers/{number}")), answer.to_string())?;
                }
            }
        }
        let findings: Vec<Value> = synthesis
            .findings()
            .iter()
            .filter(|it| it.severity() == Severity::Error)
            .map(|it| serde_json::json!([it.rule().name(), it.message(), row.setter_at(it)]))
            .collect();
        table.push(serde_json::json!({"row": row.to_string(), "objects": own, "findings": findings}));
    }
    fs::write(dir.join("requests"), requests)?;
    fs::write(dir.join("rows.json"), serde_json::to_string(&table)?)?;
    let namespaces: Vec<String> = namespaces.into_iter().filter(|it| !it.is_empty()).collect();
    fs::write(dir.join("namespaces"), namespaces.join("\n") + "\n")?;
    println!("{} rows, {} different objects", table.len(), numbers.len());
    Ok(())
}

/// Whether the API group of an object belongs to a custom resource of this library.
fn is_of_an_operator(object: &Value) -> bool {
    object["apiVersion"].as_str().is_some_and(|it| it.starts_with("cilium.io/"))
}

/// The path of a server-side apply that changes nothing, with strict validation of fields.
fn url(object: &Value, resources: &BTreeMap<(String, String), Resource>) -> Option<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (version, kind) = (text(&object["apiVersion"]), text(&object["kind"]));
    let (name, namespace) = (text(&object["metadata"]["name"]), text(&object["metadata"]["namespace"]));
    let Resource { plural, is_namespaced } = resources.get(&(version.clone(), kind))?;
    let root = if version.contains('/') { "apis" } else { "api" };
    let plural = plural.split('.').next().unwrap_or_default();
    let scope = if *is_namespaced { format!("namespaces/{}/", encoded(&namespace)) } else { String::new() };
    let query = "fieldManager=differential&force=true&dryRun=All&fieldValidation=Strict";
    Some(format!("/{root}/{version}/{scope}{plural}/{}?{query}", encoded(&name)))
}
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn judge(dir: &Path) -> Result<()> {
    let table: Vec<Value> = serde_json::from_str(&fs::read_to_string(dir.join("rows.json"))?)?;
    let (mut panicked, mut silent, mut wrong, mut accepted, mut refused, mut other) = (0, 0, 0, 0, 0, 0);
    for (row, expected) in table.iter().zip(rows().iter().map(|row| &row.expected)) {
        let name = row["row"].as_str().unwrap_or_default();
        if row["panicked"] == true {
            panicked += 1;
            println!("PANIC {name}");
            continue;
        }
        let mut refusals = Vec::new();
        for number in row["objects"].as_array().into_iter().flatten() {
            let path = dir.join(format!("answers/{number}"));
            let answer = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let answer: Value =
                serde_json::from_str(&answer).map_err(|error| format!("{}: {error}", path.display()))?;
            if answer["kind"] == "Status" && answer["status"] == "Failure" {
                refusals.push(answer["message"].as_str().unwrap_or_default().chars().take(400).collect::<String>());
            }
        }
        let errors = row["findings"].as_array().map_or(0, Vec::len);
        match (expected, refusals.is_empty(), errors) {
            (_, false, 0) => {
                silent += 1;
                println!("SILENT {name}\n   server: {}", refusals.join("\n   server: "));
            }
            (Expected::Other(..), ..) => other += 1,
            (Expected::Refused(..), true, _) | (_, true, 1..) => {
                wrong += 1;
                println!("ACCEPTED {name}\n   findings: {}", row["findings"]);
            }
            (_, false, _) => refused += 1,
            (_, true, 0) => accepted += 1,
        }
    }
    println!(
        "{} rows: {accepted} accepted, {refused} refused with a finding, {other} with a finding for another reason\n\
         refused by the server without a finding: {silent}\naccepted by the server with a finding that says that it is refused: {wrong}\npanics: {panicked}",
        table.len()
    );
    if silent + wrong + panicked > 0 { Err("the findings and the API server disagree".into()) } else { Ok(()) }
}
