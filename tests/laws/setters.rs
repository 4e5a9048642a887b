//! All setters of the language, parsed from the sources.
use std::fs;
use std::path::{Path, PathBuf};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Fields, FnArg, Ident, ImplItem, ImplItemFn, Item, Lit, Meta, ReturnType, Token, Type};

/// The declaration of a setter: a public method that takes `self` and returns `Self`.
pub(crate) struct Setter {
    /// The types with this setter. A block of `setters_of!` declares it for several types.
    pub(crate) owners: Vec<String>,
    /// The name.
    pub(crate) name: String,
    /// The first line of the documentation.
    pub(crate) doc: String,
    /// The aliases in `#[doc(alias = "..")]`, in order.
    pub(crate) aliases: Vec<String>,
}
impl Setter {
    /// `Pod::init`: the first of the types, and the name.
    pub(crate) fn path(&self) -> String {
        format!("{}::{}", self.owners[0], self.name)
    }
}

/// The setters of all files in the folder of the language.
pub(crate) fn all() -> Vec<Setter> {
    let folder = repository().join("crates/coderev-infra/src/model");
    let mut found = Vec::new();
    in_folder(&folder, &mut found);
    found
}

/// The setters of all sources below `folder`.
fn in_folder(folder: &Path, found: &mut Vec<Setter>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            in_folder(&path, found);
            continue;
        }
        // Setters that exist only for their compile errors.
        if path.ends_with("unsupported.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source is text");
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for item in &file.items {
            of_item(item, found);
        }
    }
}
/// The root of the repository, from any package that compiles this file.
pub(crate) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|it| it.join("Cargo.lock").is_file()).expect("a package of the workspace").to_owned()
}

fn of_item(item: &Item, found: &mut Vec<Setter>) {
    match item {
        Item::Impl(block) if block.trait_.is_none() => {
            let owners = vec![type_name(&block.self_ty)];
            found.extend(block.items.iter().filter_map(|item| of_method(&owners, item)));
        }
        Item::Macro(call) if call.mac.path.is_ident("setters_of") => {
            let shared: Shared = call.mac.parse_body().expect("`setters_of!` has types and methods");
            found.extend(shared.items.iter().filter_map(|item| of_method(&shared.owners, item)));
        }
        // derive_builder generates a setter for each field without one.
        Item::Struct(built) => {
            let Some(owner) = builder_name(&built.attrs) else { return };
            let Fields::Named(fields) = &built.fields else { return };
            for field in fields.named.iter().filter(|field| !is_custom(&field.attrs)) {
                let name = field.ident.as_ref().expect("a field has a name").to_string();
                found.push(setter(vec![owner.clone()], name, &field.attrs));
            }
        }
        _ => {}
    }
}
fn of_method(owners: &[String], item: &ImplItem) -> Option<Setter> {
    let ImplItem::Fn(method) = item else { return None };
    (is_setter(method, &owners[0])).then(|| setter(owners.to_vec(), method.sig.ident.to_string(), &method.attrs))
}
fn setter(owners: Vec<String>, name: String, attributes: &[Attribute]) -> Setter {
    Setter { owners, name, doc: first_line(attributes), aliases: aliases(attributes) }
}
fn is_setter(method: &ImplItemFn, owner: &str) -> bool {
    let takes_self = matches!(method.sig.inputs.first(), Some(FnArg::Receiver(this)) if this.reference.is_none());
    let returns_self = match &method.sig.output {
        ReturnType::Type(_, returned) => ["Self", owner].contains(&&*type_name(returned)),
        ReturnType::Default => false,
    };
    let is_hidden = lists(&method.attrs, "doc").iter().any(|meta| meta.path().is_ident("hidden"));
    matches!(method.vis, syn::Visibility::Public(_)) && takes_self && returns_self && !is_hidden
}

/// The name of a type, without parameters.
pub(crate) fn type_name(of: &Type) -> String {
    match of {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        Type::Reference(reference) => type_name(&reference.elem),
        _ => String::new(),
    }
}

/// `Job<T>, Container => { methods }`.
struct Shared {
    owners: Vec<String>,
    items: Vec<ImplItem>,
}
impl Parse for Shared {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let owners = Punctuated::<Type, Token![,]>::parse_separated_nonempty(input)?.iter().map(type_name).collect();
        input.parse::<Token![=>]>()?;
        let body;
        syn::braced!(body in input);
        let mut items = Vec::new();
        while !body.is_empty() {
            items.push(body.parse()?);
        }
        Ok(Self { owners, items })
    }
}

/// The arguments of all `#[name(..)]` attributes.
fn lists(attributes: &[Attribute], name: &str) -> Vec<Meta> {
    let lists = attributes.iter().filter(|it| it.path().is_ident(name) && matches!(it.meta, Meta::List(_)));
    lists
        .flat_map(|it| it.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).into_iter().flatten())
        .collect()
}
fn text(of: &Expr) -> Option<String> {
    match of {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
/// `#[doc(alias = "a")]` and `#[doc(alias("a", "b"))]`, also if derive_builder passes them on.
fn aliases(attributes: &[Attribute]) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |metas: Vec<Meta>| {
        for meta in metas.iter().filter(|meta| meta.path().is_ident("alias")) {
            match meta {
                Meta::NameValue(one) => found.extend(text(&one.value)),
                Meta::List(several) => {
                    let texts = several.parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated);
                    found.extend(texts.into_iter().flatten().filter_map(|it| text(&it)));
                }
                Meta::Path(_) => {}
            }
        }
    };
    add(lists(attributes, "doc"));
    for passed in lists(attributes, "builder_setter_attr") {
        if let Meta::List(doc) = passed {
            add(doc.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).into_iter().flatten().collect());
        }
    }
    found
}
fn first_line(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|it| match &it.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => text(&doc.value),
        _ => None,
    });
    lines.map(|line| line.trim().to_owned()).next().unwrap_or_default()
}
/// The name of the builder that derive_builder generates for a struct.
fn builder_name(attributes: &[Attribute]) -> Option<String> {
    lists(attributes, "builder").iter().find_map(|meta| match meta {
        Meta::NameValue(name) if name.path.is_ident("name") => text(&name.value),
        _ => None,
    })
}
fn is_custom(attributes: &[Attribute]) -> bool {
    lists(attributes, "builder").iter().any(|meta| match meta {
        Meta::List(setter) if setter.path.is_ident("setter") => setter
            .parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated)
            .is_ok_and(|it| it.iter().any(|it| it == "custom")),
        _ => false,
    })
}
