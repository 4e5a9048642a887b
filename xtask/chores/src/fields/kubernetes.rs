//! Kubernetes' own kinds, from the generated sources of `k8s-openapi`. The sources are regular, so they are read line
//! by line.
use super::schema::{Field, Kind, Leaf, OBJECT_META, Schema, Shape};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folders of `k8s-openapi`, in the order of their bits.
const VERSIONS: [&str; 3] = ["v1_35", "v1_36", "v1_37"];

/// Adds the kinds of every version in `sources`. Alpha versions, lists and subresources are skipped.
pub(super) fn read(schema: &mut Schema, sources: &Path) -> Result<(), String> {
    for (bit, version) in VERSIONS.iter().enumerate() {
        let mut types = BTreeMap::new();
        collect(&sources.join(version), "crate", &mut types)?;
        for (path, text) in &types {
            add(schema, path, text, 1 << bit, &types).map_err(|error| format!("{version} {path}: {error}"))?;
        }
    }
    Ok(())
}

/// The text of each type below a folder, by its path.
fn collect(folder: &Path, module: &str, types: &mut BTreeMap<String, String>) -> Result<(), String> {
    let fault = |error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.is_dir() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            collect(&path, &format!("{module}::{name}"), types)?;
            continue;
        }
        let text = fs::read_to_string(&path).map_err(fault)?;
        if let Some(name) = text.lines().find_map(declared) {
            types.insert(format!("{module}::{name}"), text);
        }
    }
    Ok(())
}

/// The type that a line declares. Generic types are skipped: they are lists and events.
fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))?;
    rest.split([' ', '(']).next().filter(|name| !name.contains('<'))
}

/// Adds the fields of one type in one version. If the type is a kind, adds the kind.
fn add(
    schema: &mut Schema,
    path: &str,
    text: &str,
    version: u8,
    types: &BTreeMap<String, String>,
) -> Result<(), String> {
    let Some((_, body)) = text.split_once("pub struct ").and_then(|(_, rest)| rest.split_once(" {\n")) else {
        return Ok(());
    };
    let body = body.split_once("\n}").map_or("", |(body, _)| body);
    let typed: BTreeMap<&str, &str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    pub ")?.strip_suffix(',')?.split_once(": "))
        .map(|(ident, of)| (ident.trim_start_matches("r#"), of))
        .collect();
    let object = schema.at(path);
    schema.objects[object].versions |= version;
    for line in text.lines() {
        let Some((name, ident)) = line.trim().strip_prefix('"').and_then(|it| it.split_once("\" => Field::Key_"))
        else {
            continue;
        };
        let of = match typed.get(ident.trim_end_matches(',')) {
            Some(of) => *of,
            None if matches!(name, "apiVersion" | "kind") => "Option<std::string::String>",
            None => return Err(format!("`{name}` has no type")),
        };
        let (of, is_required) = match of.strip_prefix("Option<").and_then(|it| it.strip_suffix('>')) {
            Some(of) => (of, false),
            None => (of, true),
        };
        let shape = shape(schema, of, types)?;
        let field = schema.objects[object].fields.entry(name.to_owned());
        let field = field.or_insert_with(|| Field { shape: shape.clone(), versions: 0, required: 0 });
        if field.shape != shape {
            return Err(format!("the type of `{name}` differs between versions"));
        }
        field.versions |= version;
        field.required |= if is_required { version } else { 0 };
    }
    if let Some((api_version, kind)) = kind(text) {
        let found = schema.kinds.entry(format!("{api_version} {kind}")).or_insert(Kind { object, versions: 0 });
        found.versions |= version;
    }
    Ok(())
}

/// The apiVersion and kind of a top-level kind.
fn kind(text: &str) -> Option<(&str, &str)> {
    let constant = |name: &str| {
        text.split_once(&format!("    const {name}: &'static str = \""))?.1.split_once('"').map(|(value, _)| value)
    };
    let is_object = text.contains(&format!("type Ty = {OBJECT_META};"));
    let is_subresource = text.contains("type Scope = crate::SubResourceScope;");
    let (api_version, kind) = (constant("API_VERSION")?, constant("KIND")?);
    (is_object && !is_subresource && !api_version.contains("alpha")).then_some((api_version, kind))
}

fn shape(schema: &mut Schema, of: &str, types: &BTreeMap<String, String>) -> Result<Shape, String> {
    const AROUND: [(&str, Option<char>); 3] = [
        ("std::vec::Vec<", Some('[')),
        ("std::collections::BTreeMap<std::string::String, ", Some('{')),
        ("std::boxed::Box<", None),
    ];
    for (begin, around) in AROUND {
        if let Some(inner) = of.strip_prefix(begin).and_then(|it| it.strip_suffix('>')) {
            let inner = shape(schema, inner, types)?;
            return Ok(match around {
                Some(around) => inner.inside(around),
                None => inner,
            });
        }
    }
    let scalar = match of {
        "std::string::String" => 's',
        "bool" => 'b',
        "i32" => 'i',
        "i64" => 'l',
        "f64" => 'n',
        "crate::ByteString" => 'y',
        "crate::apimachinery::pkg::apis::meta::v1::Time" | "crate::apimachinery::pkg::apis::meta::v1::MicroTime" => 't',
        "crate::apimachinery::pkg::api::resource::Quantity" => 'q',
        "crate::apimachinery::pkg::util::intstr::IntOrString" => 'x',
        path => {
            let text = types.get(path).ok_or_else(|| format!("`{path}` is not known"))?;
            if text.contains("pub struct ") && text.contains("(pub crate::serde_json::Value);") {
                return Ok(Shape::scalar('a'));
            }
            // A schema of a custom resource, `false`, or a list.
            if let Some((path, _)) = path.split_once("Or").filter(|_| text.contains("pub enum ")) {
                return Ok(Shape::leaf(Leaf::ObjectOrAny(schema.at(path))));
            }
            return Ok(Shape::leaf(Leaf::Object(schema.at(path))));
        }
    };
    Ok(Shape::scalar(scalar))
}
