//! Each setter is called in a test, and in a compiled example of the documentation.
//!
//! A setter that one block declares for several types is one declaration: a call on any of these types is enough.
//! Setters with the same name and separate declarations, such as `Service::replicas` and `Edge::replicas`, each need
//! a call.
use crate::setters;
use crate::usage::Known;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

type Calls = BTreeSet<(String, String)>;

#[test]
fn every_setter_is_called_in_a_test() {
    let mut known = library();
    let mut files: Vec<_> = [root("tests/setters"), root("tests/setters.rs"), root("tests/laws/lists.rs")]
        .iter()
        .flat_map(|path| parsed(path))
        .collect();
    files.extend(parsed(&root("crates/coderev-infra/tests")));
    files.extend(parsed(&root("crates/coderev-infra/src")).into_iter().map(only_tests));
    files.iter().for_each(|file| known.learn(file));
    missing("in a test", &files.iter().flat_map(|file| known.calls(file)).collect());
}

#[test]
fn every_setter_is_called_in_an_example() {
    let known = library();
    let texts = texts(&[root("crates/coderev-infra/src"), root("crates/coderev-infra/README.md")]);
    let examples: Vec<String> = texts.iter().flat_map(|(is_page, text)| examples(*is_page, text)).collect();
    missing(
        "in an example of the documentation",
        &examples.iter().flat_map(|code| known.calls(&program(code))).collect(),
    );
}

fn missing(where_: &str, calls: &Calls) {
    let setters = setters::all();
    assert!(setters.len() > 200, "only {} setters found", setters.len());
    let absent: BTreeSet<String> = setters
        .iter()
        .filter(|setter| !setter.owners.iter().any(|owner| calls.contains(&(owner.clone(), setter.name.clone()))))
        .map(setters::Setter::path)
        .collect();
    assert!(absent.is_empty(), "not called {where_}: {absent:#?}");
}

/// The result types of the functions and methods of the library.
fn library() -> Known {
    let mut known = Known::default();
    parsed(&root("crates/coderev-infra/src")).iter().for_each(|file| known.learn(file));
    for setter in setters::all() {
        setter.owners.iter().for_each(|owner| known.setter(owner, &setter.name));
    }
    known
}

#[test]
fn a_call_has_the_type_of_its_receiver() {
    let code = "
        const EVENTS: Store<Kafka> = Store::new();
        fn web() -> Service<Stable> { Service::new() }
        fn with(change: impl Fn(Host) -> Host) {}
        fn scaled(scale: Autoscale) { scale.cpu(1); }
        fn main() {
            web().replicas(3).port(Port::http(1).service(2));
            let edge = || Edge::gateway();
            edge().replicas(2);
            let (a, b): (u8, u8) = (1, 2);
            let (one, two) = (Worker::<Exp>::new(), &Host::new());
            one.strategy(1);
            assert_eq!(two.tls(1), Stable.spec().replicas(1..), \"{}\", EVENTS.env(1));
            with(|host| host.annotation(1));
            items.iter().map(|it| it.unseen());
        }
    ";
    let calls = library().calls(&syn::parse_file(code).expect("the code is a program"));
    let has = |owner: &str, name: &str| calls.contains(&(owner.to_owned(), name.to_owned()));
    for (owner, name) in [
        ("Service", "replicas"),
        ("Service", "port"),
        ("Port", "service"),
        ("Autoscale", "cpu"),
        ("Edge", "replicas"),
        ("Worker", "strategy"),
        ("Host", "tls"),
        ("Host", "annotation"),
        ("TierSpec", "replicas"),
        ("Store", "env"),
    ] {
        assert!(has(owner, name), "{owner}::{name}: {calls:?}");
    }
    assert!(!has("Worker", "replicas") && !has("Service", "cpu"));
    assert!(!calls.iter().any(|(_, name)| name == "unseen"), "a closure's parameter without a type is not found");
}

#[test]
fn examples_are_distinguished_from_other_text() {
    let text = "/// Says `.no(1)`.\n///\n/// ```\n/// # use a::B;\n/// x.yes(1);\n/// ```\nfn f() { x.no(2) }\n";
    assert_eq!(examples(false, text), ["use a::B;\nx.yes(1);\n"]);
    assert_eq!(
        examples(true, "# A page\n\n```\n// A comment.\na.yes(1)\n```\n\n```text\nb.no(1)\n```\n"),
        ["// A comment.\na.yes(1)\n"]
    );
}

/// The text between fences that are compiled: in comments of sources, and in pages.
fn examples(is_page: bool, text: &str) -> Vec<String> {
    let mut inside = None;
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some(said) = (if is_page { Some(line) } else { comment(line) }) else { continue };
        match (said.trim_start().strip_prefix("```"), inside) {
            (Some(kind), None) => {
                let is_compiled = matches!(kind, "" | "no_run" | "rust" | "rust,no_run");
                if is_compiled {
                    found.push(String::new());
                }
                inside = Some(is_compiled);
            }
            (Some(_), Some(_)) => inside = None,
            (None, Some(true)) => {
                // A line that is compiled and not displayed.
                let said =
                    said.strip_prefix("# ").or(said.strip_prefix('#').filter(|rest| rest.is_empty())).unwrap_or(said);
                found.last_mut().expect("a fence is open").extend([said, "\n"]);
            }
            (None, _) => {}
        }
    }
    found
}
/// The text of a line of documentation.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.strip_prefix("///").or(line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}
/// An example as a file. Statements outside an item are the body of a function, as in rustdoc.
fn program(code: &str) -> syn::File {
    let whole = syn::parse_file(code).or_else(|_| syn::parse_file(&format!("fn main() {{\n{code}\n}}")));
    whole.unwrap_or_else(|error| panic!("an example is not a program: {error}\n{code}"))
}

fn root(path: &str) -> PathBuf {
    setters::repository().join(path)
}
/// The test code of a source.
fn only_tests(mut file: syn::File) -> syn::File {
    file.items.retain(
        |item| matches!(item, syn::Item::Mod(module) if module.attrs.iter().any(|it| it.path().is_ident("cfg"))),
    );
    file
}
/// The parsed sources at `path`.
fn parsed(path: &Path) -> Vec<syn::File> {
    let mut paths = Vec::new();
    below(path, &mut paths);
    let sources = paths.iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let parse = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source is text");
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    sources.map(parse).collect()
}
/// All sources and pages below `paths`, each with a flag for a page.
fn texts(paths: &[PathBuf]) -> Vec<(bool, String)> {
    let mut files = Vec::new();
    paths.iter().for_each(|path| below(path, &mut files));
    let has = |path: &Path, ending: &str| path.extension().is_some_and(|it| it == ending);
    let read = files.iter().filter(|path| has(path, "rs") || has(path, "md"));
    read.map(|path| (has(path, "md"), fs::read_to_string(path).expect("a source is text"))).collect()
}
fn below(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path).expect("the folder exists").map(|entry| entry.expect("readable").path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| below(entry, found));
    } else {
        found.push(path.to_owned());
    }
}
