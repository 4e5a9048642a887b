//! The sources of a crate: the paths in each file, and the file that each path refers to.
use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use syn::visit_mut::{self, VisitMut};

/// A path of names: `crate::model::Place` is `["crate", "model", "Place"]`.
pub(crate) type Names = Vec<String>;

/// All sources of a crate, by module: `["lower", "quota"]` is `src/lower/quota/mod.rs`, and `[]` is `src/lib.rs`.
pub(crate) struct Code(BTreeMap<Names, Source>);

/// One file, without its unit tests.
pub(crate) struct Source {
    /// The path below `src`.
    pub(crate) file: String,
    /// Every path in the file, and every single name.
    pub(crate) paths: BTreeSet<Names>,
}

impl Code {
    pub(crate) fn read(src: &Path) -> Self {
        let (mut all, mut tests) = (BTreeMap::new(), Vec::new());
        let mut folders = vec![src.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
                let path = entry.expect("readable").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    let below = path.strip_prefix(src).expect("the file is below `src`").to_string_lossy().into_owned();
                    let text = fs::read_to_string(&path).expect("a source is text");
                    let module = module(&below);
                    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{below}: {error}"));
                    tests.extend(test_modules(&file).map(|name| [&module[..], &[name]].concat()));
                    all.insert(module, Source { paths: paths(file), file: below });
                }
            }
        }
        all.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        assert!(all.contains_key(&Names::new()), "{} has no library", src.display());
        Self(all)
    }
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&Names, &Source)> {
        self.0.iter()
    }
    /// The modules whose names occur in the file of `module`.
    pub(crate) fn uses(&self, module: &Names) -> BTreeSet<Names> {
        let found = self.0[module].paths.iter().filter_map(|path| self.target(module, path));
        found.filter(|target| target != module).collect()
    }
    /// The module that `path` refers to in the file of `from`. None for a path into another crate, and for a local
    /// name.
    fn target(&self, from: &Names, path: &Names) -> Option<Names> {
        let absolute: Names = match path[0].as_str() {
            "crate" => path[1..].to_vec(),
            "self" => [from, &path[1..]].concat(),
            "super" => {
                let ups = path.iter().take_while(|name| *name == "super").count();
                [&from[..from.len().checked_sub(ups)?], &path[ups..]].concat()
            }
            first if path.len() > 1 && self.0.contains_key(&[from, &[first.to_owned()][..]].concat()) => {
                [from, &path[..]].concat()
            }
            _ => return None,
        };
        let absolute = self.exported(absolute);
        let known = (0..=absolute.len()).rev().map(|length| absolute[..length].to_vec());
        known.into_iter().find(|module| self.0.contains_key(module))
    }
    /// `["Layout"]` becomes `["model", "Layout"]`: the root of a crate re-exports items of its modules.
    fn exported(&self, absolute: Names) -> Names {
        let Some(first) = absolute.first().filter(|first| !self.0.contains_key(&vec![(*first).clone()])) else {
            return absolute;
        };
        let exports = self.0[&Names::new()].paths.iter().filter(|path| self.0.contains_key(&path[..1]));
        let (mut named, mut globs) = (None, None);
        for path in exports {
            match path.last().map(String::as_str) {
                Some("*") => globs = Some(path[..path.len() - 1].to_vec()),
                Some(last) if last == first => named = Some(path[..path.len() - 1].to_vec()),
                _ => {}
            }
        }
        named.or(globs).map_or(absolute.clone(), |home| [home, absolute].concat())
    }
}

/// `lower/quota/mod.rs` is `["lower", "quota"]`.
fn module(file: &str) -> Names {
    let mut names: Names = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        names.pop();
    }
    names
}

/// The modules that contain only tests, in files of their own.
fn test_modules(file: &syn::File) -> impl Iterator<Item = String> {
    file.items.iter().filter(|item| !is_kept(item)).filter_map(|item| match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    })
}

/// Every path in a source, outside unit tests.
pub(crate) fn paths(mut file: syn::File) -> BTreeSet<Names> {
    WithoutTests.visit_file_mut(&mut file);
    let mut found = BTreeSet::new();
    collect(file.into_token_stream(), &[], &mut found);
    found
}
struct WithoutTests;
impl VisitMut for WithoutTests {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items.retain(is_kept);
        visit_mut::visit_file_mut(self, file);
    }
    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain(is_kept);
        }
        visit_mut::visit_item_mod_mut(self, module);
    }
}
fn is_kept(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(it) => &it.attrs,
        syn::Item::Fn(it) => &it.attrs,
        syn::Item::Impl(it) => &it.attrs,
        syn::Item::Use(it) => &it.attrs,
        syn::Item::Const(it) => &it.attrs,
        syn::Item::Struct(it) => &it.attrs,
        _ => return true,
    };
    let is_test = |attribute: &syn::Attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|it| it == "test")
    };
    !attributes.iter().any(is_test)
}

/// Adds the paths in `tokens`, including macro bodies. `prefix` is the path before the braces of a `use`.
fn collect(tokens: TokenStream, prefix: &[String], found: &mut BTreeSet<Names>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut path: Names = prefix.to_vec();
    let mut after_colons = true;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) => {
                if !after_colons {
                    end(&mut path, prefix, found);
                }
                path.push(name.to_string());
                after_colons = false;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' && mark.spacing() == Spacing::Joint => {
                tokens.next();
                after_colons = true;
            }
            TokenTree::Punct(mark) if mark.as_char() == '*' && after_colons && path.len() > prefix.len() => {
                path.push("*".into());
                end(&mut path, prefix, found);
            }
            TokenTree::Group(group) if after_colons && path.len() > prefix.len() => {
                collect(group.stream(), &path, found);
                path.truncate(prefix.len());
            }
            TokenTree::Group(group) => {
                end(&mut path, prefix, found);
                after_colons = true;
                if is_visibility(&group) {
                    continue;
                }
                collect(group.stream(), &[], found);
            }
            _ => {
                end(&mut path, prefix, found);
                after_colons = true;
            }
        }
    }
    end(&mut path, prefix, found);
}
/// `(crate)`, `(in crate::lower)`: the visibility of an item, which is not a use.
fn is_visibility(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(name)) if name == "in")
        || ["(crate)", "(super)", "(self)"].contains(&&*group.to_string())
}
fn end(path: &mut Names, prefix: &[String], found: &mut BTreeSet<Names>) {
    if path.len() > prefix.len() {
        found.insert(std::mem::replace(path, prefix.to_vec()));
    }
}
