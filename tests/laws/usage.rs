//! Finds the setters that a program calls, and the types of their receivers, from parsed code.
//!
//! Parsed code has no types for method calls, so the type of a receiver is inferred along the chain: from
//! `Type::function(..)`, from functions and closures with a known result, from bindings and parameters, and from
//! methods of the library. Some receivers are not found: the result of a method of another crate (an iterator's item,
//! `Option::map`), a parameter of a closure with unknown types, a field, and code in a macro that does not contain
//! expressions. A call that is not found is not counted, so the law requires too many calls rather than too few.
use crate::setters::type_name;
use std::collections::{BTreeMap, BTreeSet};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprClosure, File, FnArg, ImplItem, Item, Local, Macro, Pat, PathArguments, ReturnType, Signature,
    Stmt, Token, Type, TypeParamBound,
};

/// The result types of functions, constants and methods, by name of the type.
#[derive(Clone, Default)]
pub(crate) struct Known {
    functions: BTreeMap<String, String>,
    methods: BTreeMap<(String, String), String>,
    /// For each parameter that is a closure, the types of the closure's parameters.
    callbacks: BTreeMap<String, Vec<Vec<String>>>,
}
impl Known {
    /// Adds the declarations of a source.
    pub(crate) fn learn(&mut self, file: &File) {
        Learn(self).visit_file(file);
    }
    fn item(&mut self, item: &Item) {
        match item {
            Item::Fn(function) => self.function(&function.sig),
            Item::Const(constant) => {
                self.functions.insert(constant.ident.to_string(), type_name(&constant.ty));
            }
            Item::Static(constant) => {
                self.functions.insert(constant.ident.to_string(), type_name(&constant.ty));
            }
            Item::Impl(block) => {
                let owner = type_name(&block.self_ty);
                block.items.iter().for_each(|item| self.method(&owner, item));
            }
            _ => {}
        }
    }
    /// Adds a method of `owner`.
    pub(crate) fn method(&mut self, owner: &str, item: &ImplItem) {
        let (name, result) = match item {
            ImplItem::Fn(method) => (&method.sig.ident, result(&method.sig)),
            ImplItem::Const(constant) => (&constant.ident, type_name(&constant.ty)),
            _ => return,
        };
        let result = if result == "Self" { owner.to_owned() } else { result };
        self.methods.insert((owner.to_owned(), name.to_string()), result);
    }
    /// Adds a method of `owner` that returns `owner`.
    pub(crate) fn setter(&mut self, owner: &str, name: &str) {
        self.methods.insert((owner.to_owned(), name.to_owned()), owner.to_owned());
    }
    fn function(&mut self, signature: &Signature) {
        self.functions.insert(signature.ident.to_string(), result(signature));
        let parameters = signature.inputs.iter().map(|input| match input {
            FnArg::Typed(typed) => closure_parameters(&typed.ty),
            FnArg::Receiver(_) => Vec::new(),
        });
        self.callbacks.insert(signature.ident.to_string(), parameters.collect());
    }

    /// The methods that `file` calls, with the types of their receivers.
    pub(crate) fn calls(&self, file: &File) -> BTreeSet<(String, String)> {
        let mut known = self.clone();
        known.learn(file);
        let mut walk = Walk { known: &known, scopes: vec![BTreeMap::new()], found: BTreeSet::new() };
        walk.visit_file(file);
        walk.found
    }
}
/// Adds all items of a file, including items in functions.
struct Learn<'a>(&'a mut Known);
impl<'ast> Visit<'ast> for Learn<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        self.0.item(item);
        visit::visit_item(self, item);
    }
}
fn result(signature: &Signature) -> String {
    match &signature.output {
        ReturnType::Type(_, returned) => type_name(returned),
        ReturnType::Default => String::new(),
    }
}

/// `Service<Stable>` for `impl Fn(Service<Stable>) -> Service<Stable>` or `fn(Service<Stable>) -> Service<Stable>`.
fn closure_parameters(of: &Type) -> Vec<String> {
    let of_bound = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(of) => match &of.path.segments.last()?.arguments {
            PathArguments::Parenthesized(closure) => Some(closure.inputs.iter().map(type_name).collect()),
            _ => None,
        },
        _ => None,
    };
    match of {
        Type::ImplTrait(of) => of.bounds.iter().find_map(of_bound).unwrap_or_default(),
        Type::BareFn(function) => function.inputs.iter().map(|input| type_name(&input.ty)).collect(),
        Type::Reference(reference) => closure_parameters(&reference.elem),
        Type::TraitObject(of) => of.bounds.iter().find_map(of_bound).unwrap_or_default(),
        _ => Vec::new(),
    }
}

struct Walk<'a> {
    known: &'a Known,
    /// Bindings, with the types of their values or results.
    scopes: Vec<BTreeMap<String, String>>,
    found: BTreeSet<(String, String)>,
}
impl Walk<'_> {
    fn bind(&mut self, pattern: &Pat, of: Option<String>) {
        match pattern {
            Pat::Ident(name) => {
                let scope = self.scopes.last_mut().expect("there is at least one scope");
                scope.insert(name.ident.to_string(), of.unwrap_or_default());
            }
            Pat::Type(typed) => self.bind(&typed.pat, Some(type_name(&typed.ty))),
            Pat::Reference(reference) => self.bind(&reference.pat, of),
            _ => {}
        }
    }
    fn parameters<'a>(&mut self, parameters: impl Iterator<Item = &'a FnArg>) {
        for parameter in parameters {
            if let FnArg::Typed(typed) = parameter {
                self.bind(&typed.pat, Some(type_name(&typed.ty)));
            }
        }
    }
    fn local(&self, name: &str) -> Option<String> {
        let found = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        found.or_else(|| self.known.functions.get(name)).filter(|it| !it.is_empty()).cloned()
    }
    /// The type of an expression.
    fn infer(&self, of: &Expr) -> Option<String> {
        match of {
            Expr::Path(path) => {
                let segments = &path.path.segments;
                let last = segments.last()?.ident.to_string();
                let owner = segments.iter().rev().nth(1).map(|it| it.ident.to_string());
                match owner.and_then(|owner| self.known.methods.get(&(owner, last.clone()))) {
                    Some(result) => Some(result.clone()),
                    // A unit struct, such as `Stable`, is its own type.
                    None => self.local(&last).or_else(|| last.starts_with(char::is_uppercase).then_some(last)),
                }
            }
            Expr::Call(call) => self.infer(&call.func),
            Expr::MethodCall(call) => {
                let receiver = self.infer(&call.receiver)?;
                match &*call.method.to_string() {
                    "clone" | "to_owned" => Some(receiver),
                    // `Tier::spec` of any tier.
                    "spec" if !self.known.methods.contains_key(&(receiver.clone(), "spec".into())) => {
                        Some("TierSpec".into())
                    }
                    method => self.known.methods.get(&(receiver, method.into())).cloned(),
                }
            }
            Expr::Struct(value) => Some(value.path.segments.last()?.ident.to_string()),
            Expr::Reference(reference) => self.infer(&reference.expr),
            Expr::Paren(inner) => self.infer(&inner.expr),
            Expr::Group(inner) => self.infer(&inner.expr),
            Expr::Closure(closure) => self.infer(&closure.body),
            Expr::Block(block) => self.infer(last(&block.block)?),
            Expr::If(choice) => self.infer(last(&choice.then_branch)?),
            Expr::Match(choice) => choice.arms.iter().find_map(|arm| self.infer(&arm.body)),
            _ => None,
        }
    }
    /// Visits a closure with parameters of these types.
    fn closure(&mut self, closure: &ExprClosure, types: &[String]) {
        self.inside(|walk| {
            for (at, input) in closure.inputs.iter().enumerate() {
                walk.bind(input, types.get(at).cloned());
            }
            walk.visit_expr(&closure.body);
        });
    }
    fn inside(&mut self, walk: impl FnOnce(&mut Self)) {
        self.scopes.push(BTreeMap::new());
        walk(self);
        self.scopes.pop();
    }
}
fn last(block: &Block) -> Option<&Expr> {
    match block.stmts.last()? {
        Stmt::Expr(expression, _) => Some(expression),
        _ => None,
    }
}
impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.inside(|walk| {
            walk.parameters(function.sig.inputs.iter());
            visit::visit_item_fn(walk, function);
        });
    }
    fn visit_block(&mut self, block: &'ast Block) {
        self.inside(|walk| visit::visit_block(walk, block));
    }
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.closure(closure, &[]);
    }
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let function = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        let callbacks = function.and_then(|name| self.known.callbacks.get(&name)).cloned().unwrap_or_default();
        self.visit_expr(&call.func);
        for (at, argument) in call.args.iter().enumerate() {
            match argument {
                Expr::Closure(closure) => self.closure(closure, callbacks.get(at).map_or(&[], Vec::as_slice)),
                _ => self.visit_expr(argument),
            }
        }
    }
    /// Each item of an array has the type of the first item.
    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        self.visit_expr(&repeated.expr);
        self.inside(|walk| {
            match (&*repeated.pat, &*repeated.expr) {
                (Pat::Tuple(patterns), Expr::Array(items)) => {
                    let values = match items.elems.first() {
                        Some(Expr::Tuple(first)) => first.elems.iter().collect(),
                        _ => Vec::new(),
                    };
                    for (pattern, value) in patterns.elems.iter().zip(values) {
                        let of = walk.infer(value);
                        walk.bind(pattern, of);
                    }
                }
                (pattern, Expr::Array(items)) => {
                    let of = items.elems.first().and_then(|first| walk.infer(first));
                    walk.bind(pattern, of);
                }
                (pattern, _) => walk.bind(pattern, None),
            }
            walk.visit_block(&repeated.body);
        });
    }
    fn visit_local(&mut self, local: &'ast Local) {
        visit::visit_local(self, local);
        let Some(init) = &local.init else { return };
        match (&local.pat, &*init.expr) {
            (Pat::Tuple(patterns), Expr::Tuple(values)) => {
                for (pattern, value) in patterns.elems.iter().zip(&values.elems) {
                    let of = self.infer(value);
                    self.bind(pattern, of);
                }
            }
            (pattern, value) => {
                let of = self.infer(value);
                self.bind(pattern, of);
            }
        }
    }
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Some(receiver) = self.infer(&call.receiver) {
            self.found.insert((receiver, call.method.to_string()));
        }
        visit::visit_expr_method_call(self, call);
    }
    /// `assert_eq!(..)`, `vec![..]` and similar macros contain expressions.
    fn visit_macro(&mut self, call: &'ast Macro) {
        let several = |input: ParseStream<'_>| Punctuated::<Expr, Token![,]>::parse_terminated(input);
        // A visitor of its own walks the expressions, because they exist only during this call.
        if let Ok(expressions) = several.parse2(call.tokens.clone()) {
            let mut walk = Walk { known: self.known, scopes: self.scopes.clone(), found: BTreeSet::new() };
            expressions.iter().for_each(|expression| walk.visit_expr(expression));
            self.found.append(&mut walk.found);
        }
    }
}
