//! `cargo xtask removed`: the objects that are no longer in the files, with the commands that delete them.
mod forget;
mod order;
mod text;

use self::forget::Wanted;
use crate::cli::{Argument, Arguments, Context, Flag, Format, Program, Task, Values};
use crate::error::CliError;
use crate::out::json::document;
use crate::out::ledger::{Ledger, Owner, Removed};
use crate::out::terminal::print;
use crate::out::{lock, stale};
use coderev_infra::{Synthesis, synth_all};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

pub(super) const TASK: Task = Task {
    name: "removed",
    summary: "list the objects that are no longer in the files, with commands that delete them",
    description: "Lists the objects that left the files and may still be in the cluster, with commands that delete them.",
    usage: &["[NAME] [OPTIONS]"],
    argument: Argument::Platform,
    flags: &[
        Flag::value("out", "DIR", "the folder of the files").default("kubernetes"),
        Flag::value("format", "FORMAT", "text or json").default("text").values(Values::OneOf(&["text", "json"])),
        Flag::value("forget", "OBJECT", "remove an object from the list, after its deletion"),
        Flag::value("context", "NAME", "with --forget: only the object of this kubectl context"),
        Flag::switch("forget-all", "remove all objects from the list"),
    ],
    notes: "\
`synth` adds an object to the list when the program no longer declares it, and removes it when the
program declares it again. The list is in the file `.coderev-infra` of the folder: commit it.
`kubectl apply` deletes nothing. Run the commands after the new files are applied and their pods are
ready.

OBJECT is `KIND/NAMESPACE/NAME`, `NAMESPACE/NAME` or `NAME`.

Examples:
  cargo xtask removed                    the commands, in ascending order of danger
  cargo xtask removed | sh               run them; commands that can delete data, or whose
                                         kubectl context is unknown, are comments
  cargo xtask removed --forget shop/web  after its deletion
",
    run,
};

/// An output folder, its list, and the platform that writes it.
struct Folder {
    root: PathBuf,
    ledger: Ledger,
    /// None if the program has no such platform.
    platform: Option<Rc<Synthesis>>,
}
impl Folder {
    /// The command that deletes an object in its context.
    fn delete_command(&self, Removed { object, context }: &Removed) -> String {
        match (context, &self.platform) {
            (Some(context), _) => object.delete_command_in(context),
            (None, Some(platform)) => platform.delete_command(object),
            (None, None) => object.delete_command(),
        }
    }
    /// Whether the kubectl context of an object is known: it is in the list, or it is the context of the platform.
    fn knows_context(&self, object: &Removed) -> bool {
        object.context.is_some() || self.platform.is_some()
    }
}

fn run(context: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let out = PathBuf::from(arguments.raw("out").unwrap_or("kubernetes".as_ref()));
    let (name, format) = (arguments.first()?, arguments.format()?);
    let platforms: Vec<Rc<Synthesis>> = match context.program {
        Program::Xtask(platforms) => synth_all(platforms).into_iter().map(Rc::new).collect(),
        Program::Coderev => Vec::new(),
    };
    let folders = || folders(&out, name, &platforms);
    let (forgotten, all) = (arguments.value("forget")?, arguments.has("forget-all"));
    let of_context = arguments.value("context")?;
    if of_context.is_some() && forgotten.is_none() {
        return Err(CliError::usage("`--context` needs `--forget OBJECT`"));
    }
    if forgotten.is_some() || all {
        let roots: Vec<PathBuf> = folders()?.into_iter().map(|folder| folder.root).collect();
        let locked: Vec<&Path> = roots.iter().map(|root| &**root).chain([&*out]).collect();
        let _locks = lock::wait_for(&locked, || {});
        let wanted = forgotten.map(|object| Wanted { object, context: of_context });
        return forget::forget(&folders()?, wanted, format);
    }
    let folders = folders()?;
    match format {
        Format::Text => print(&text::text(&folders, name, context.program.command())),
        Format::Json => {
            let all: Vec<Value> = folders.iter().map(|it| json_of(it, "removed", it.ledger.removed())).collect();
            print(&document(&[("folders", all.into())]))
        }
    }
}

/// The output folders: `out` itself, and the folder of each of several platforms.
fn folders(out: &Path, name: Option<&str>, platforms: &[Rc<Synthesis>]) -> Result<Vec<Folder>, CliError> {
    let several = stale::of_several(out)?;
    let roots = match name {
        // A name is compared and never joined: it could be a path to another folder.
        Some(name) => several.into_iter().filter(|root| root.file_name() == Some(name.as_ref())).collect(),
        None => [vec![out.to_owned()], several].concat(),
    };
    let mut folders = Vec::new();
    for root in roots {
        let ledger = Ledger::read(&root)?;
        if !ledger.is("") {
            let platform = match platforms {
                [only] if ledger.is_owned(|owner| owner == Owner::Only) => Some(only.clone()),
                [] | [_] => None,
                several => several
                    .iter()
                    .find(|it| ledger.is_owned(|owner| it.name().map(Owner::OneOf) == Some(owner)))
                    .cloned(),
            };
            folders.push(Folder { root, ledger, platform });
        }
    }
    if folders.is_empty() {
        let there = name.map_or_else(|| out.to_owned(), |name| out.join(name));
        return Err(CliError::refused(
            format!("`synth` has written nothing to `{}`", there.display()),
            "run `cargo xtask synth`, or name its folder with `--out DIR`",
        ));
    }
    Ok(folders)
}

/// A folder, and some of its objects in the field `field`.
fn json_of<'o>(folder: &Folder, field: &str, objects: impl IntoIterator<Item = &'o Removed>) -> Value {
    let objects = order::in_order(objects);
    let object = |it: &Removed| {
        let platform = folder.platform.as_ref().and_then(|platform| platform.context());
        json!({
            "apiVersion": it.object.api_version(),
            "kind": it.object.kind(),
            "namespace": it.object.namespace(),
            "name": it.object.name(),
            "context": it.context.as_deref().or(platform),
            "danger": it.object.danger().label(),
            "command": folder.delete_command(it),
        })
    };
    let objects: Vec<Value> = objects.into_iter().map(object).collect();
    json!({ "folder": folder.root.display().to_string(), field: objects })
}
