//! `cargo xtask init`: a new repository with a platform that compiles at once.
use crate::cli::{Argument, Arguments, Context, Flag, Task};
use crate::error::CliError;
use crate::out::terminal::{notify, print};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "init",
    summary: "create a repository for a platform",
    description: "Creates a repository for a platform: a platform with one service, and its xtask. It compiles at once.",
    usage: &["[DIR] [OPTIONS]"],
    argument: Argument::Folder("the new repository", "the current folder"),
    flags: &[
        Flag::value("name", "NAME", "the name of the first namespace").default("the name of the folder"),
        Flag::value("path", "CHECKOUT", "use the library in a checkout of its repository, not the registry"),
    ],
    notes: "If one of the files already exists, nothing is written.\n",
    run,
};

/// The options of `init`.
struct Options {
    dir: PathBuf,
    source: Source,
    /// Default: the name of the folder.
    name: Option<String>,
}
/// The source of the library for the new repository.
enum Source {
    Registry,
    Checkout(PathBuf),
}

/// Each file: its path, and its text with the placeholders `NAME`, `INFRA` and `SHELL`.
const FILES: [(&str, &str); 9] = [
    ("Cargo.toml", include_str!("template/workspace.toml")),
    (".cargo/config.toml", include_str!("template/config.toml")),
    // A killed run leaves the folder or the file that it was writing, until the next run.
    (".gitignore", "/target\n.*.coderev-infra-new/\n.*.coderev-infra-old/\n.coderev-infra.new\n"),
    // `core.autocrlf` would change the files, so that `--check` fails.
    (".gitattributes", "/kubernetes/** text eol=lf\n"),
    ("README.md", include_str!("template/readme.md")),
    ("platform/Cargo.toml", include_str!("template/platform.toml")),
    ("platform/src/lib.rs", include_str!("template/platform.rs.txt")),
    ("xtask/Cargo.toml", include_str!("template/xtask.toml")),
    ("xtask/src/main.rs", include_str!("template/xtask.rs.txt")),
];

fn run(_: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let options = Options {
        dir: arguments.all().first().map_or_else(|| PathBuf::from("."), PathBuf::from),
        source: arguments.raw("path").map_or(Source::Registry, |path| Source::Checkout(path.into())),
        name: arguments.value("name")?.map(str::to_owned),
    };
    let name = name(&options)?;
    let there: Vec<_> = FILES.iter().map(|(path, _)| *path).filter(|path| options.dir.join(path).exists()).collect();
    if !there.is_empty() {
        return Err(CliError::refused(
            format!("`{}` already has files of these names: `{}`", options.dir.display(), there.join("`, `")),
            "nothing was written: create it in a new folder, `init my-platform`, and copy what you need",
        ));
    }
    let files = filled(&name, &options.source)?;
    let mut made = Vec::new();
    for (path, text) in &files {
        let path = options.dir.join(path);
        if let Err(error) = write(&path, text, &mut made) {
            undo(&made);
            return Err(error);
        }
    }
    for (path, _) in &files {
        notify(&format!("wrote {}\n", options.dir.join(path).display()));
    }
    print(&next(&options.dir))
}

/// The name of the first namespace, which is a DNS label.
fn name(options: &Options) -> Result<String, CliError> {
    let whole =
        std::path::absolute(&options.dir).map_err(|error| CliError::io("find", options.dir.display(), error))?;
    let folder = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = options.name.clone().or(folder).unwrap_or_default();
    let is_label = !name.is_empty()
        && name.len() <= 63
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-');
    if is_label {
        return Ok(name);
    }
    Err(CliError::refused(
        format!("`{name}` cannot name a namespace"),
        "a name has lowercase letters, digits and `-`, at most 63: choose one with `--name my-platform`",
    ))
}

fn filled(name: &str, source: &Source) -> Result<Vec<(&'static str, String)>, CliError> {
    let infra = dependency(source, "coderev-infra")?;
    let shell = dependency(source, "coderev-infra-xtask")?;
    let values = [("NAME", name), ("INFRA", &*infra), ("SHELL", &*shell)];
    let fill = |text: &str| fill(text, &values);
    Ok(FILES.iter().map(|(path, text)| (*path, fill(text))).collect())
}
/// The text with each placeholder replaced by its value. A value may contain the text of a placeholder.
fn fill(mut text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let first = |text: &str| {
        let found = values.iter().filter_map(|(name, value)| Some((text.find(name)?, *name, *value)));
        found.min_by_key(|(at, ..)| *at)
    };
    while let Some((at, name, value)) = first(text) {
        filled = filled + &text[..at] + value;
        text = &text[at + name.len()..];
    }
    filled + text
}
/// A text as a string of TOML. The escapes of JSON are escapes of TOML, which also escapes U+007F.
fn toml(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}
fn dependency(source: &Source, package: &str) -> Result<String, CliError> {
    match source {
        Source::Registry => Ok(format!("{package} = \"{}\"", env!("CARGO_PKG_VERSION"))),
        Source::Checkout(checkout) => {
            let folder = checkout.join("crates").join(package);
            let folder = fs::canonicalize(&folder).map_err(|error| {
                CliError::io("find", folder.display(), error)
                    .with_help("`--path` is a checkout of coderev-infra's repository")
            })?;
            Ok(format!("{package} = {{ path = {} }}", toml(&folder.display().to_string())))
        }
    }
}

/// Creates a file, which must not exist, and the folders above it. Adds every created path to `made`.
fn write(path: &Path, text: &str, made: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let failed = |error: std::io::Error| CliError::io("write", path.display(), error).with_help("nothing was kept");
    let around = path.ancestors().skip(1).take_while(|it| !it.as_os_str().is_empty() && !it.exists());
    for folder in around.collect::<Vec<_>>().into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            // `a/..` exists as soon as `a` exists.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let mut file = fs::File::create_new(path).map_err(failed)?;
    made.push(path.to_owned());
    file.write_all(text.as_bytes()).map_err(failed)
}
fn undo(made: &[PathBuf]) {
    for path in made.iter().rev() {
        let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
    }
}
fn next(dir: &Path) -> String {
    let go = if dir == Path::new(".") { String::new() } else { format!("  cd {}\n", dir.display()) };
    format!(
        "\nNext:
{go}  cargo xtask synth      writes kubernetes/; the first run compiles for some minutes, and prints nothing meanwhile
  cargo xtask list       lists the workloads
"
    )
}

#[cfg(test)]
mod tests {
    use super::{fill, toml};

    #[test]
    fn a_value_may_contain_a_placeholder() {
        let values = [("NAME", "SHELL"), ("INFRA", "a/SHELL/NAME"), ("SHELL", "b")];
        assert_eq!(fill("NAME: INFRA, SHELL.", &values), "SHELL: a/SHELL/NAME, b.");
    }
    #[test]
    fn a_path_is_a_string_of_toml() {
        // Rust writes the combining accent as `\u{301}`, which TOML does not have.
        for (path, expected) in [
            ("/home/a/cafe\u{301}", "\"/home/a/cafe\u{301}\""),
            ("C:\\a \"b\"", r#""C:\\a \"b\"""#),
            ("a\nb\u{7f}\u{1b}", r#""a\nb\u007F\u001b""#),
        ] {
            assert_eq!(toml(path), expected);
        }
    }
}
