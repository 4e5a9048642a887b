//! `cargo xtask init`: a repository to begin with. It compiles at once.
use crate::args::{Init, Source};
use crate::trouble::Trouble;
use crate::{say, tell};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Each file: its path, and its text with `NAME`, `INFRA` and `SHELL` to be filled in.
const FILES: [(&str, &str); 8] = [
    ("Cargo.toml", include_str!("template/workspace.toml")),
    (".cargo/config.toml", include_str!("template/config.toml")),
    (".gitignore", "/target\n"),
    ("README.md", include_str!("template/readme.md")),
    ("platform/Cargo.toml", include_str!("template/platform.toml")),
    ("platform/src/lib.rs", include_str!("template/platform.rs.txt")),
    ("xtask/Cargo.toml", include_str!("template/xtask.toml")),
    ("xtask/src/main.rs", include_str!("template/xtask.rs.txt")),
];

pub(crate) fn run(options: &Init) -> Result<ExitCode, Trouble> {
    let name = name(options)?;
    let there: Vec<_> = FILES.iter().map(|(path, _)| *path).filter(|path| options.dir.join(path).exists()).collect();
    if !there.is_empty() {
        return Err(Trouble::refused(
            format!("`{}` has files of these names already: `{}`", options.dir.display(), there.join("`, `")),
            "nothing was written: begin in a new folder, `init my-platform`, and take from there what you need",
        ));
    }
    let files = filled(&name, &options.source)?;
    let mut made = Vec::new();
    for (path, text) in &files {
        let path = options.dir.join(path);
        if let Err(trouble) = write(&path, text, &mut made) {
            undo(&made);
            return Err(trouble);
        }
    }
    for (path, _) in &files {
        tell(&format!("wrote {}\n", options.dir.join(path).display()));
    }
    say(&next(&options.dir))
}

/// The name of the first namespace, which is a label of DNS.
fn name(options: &Init) -> Result<String, Trouble> {
    let whole =
        std::path::absolute(&options.dir).map_err(|error| Trouble::io("find", options.dir.display(), &error))?;
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
    Err(Trouble::refused(
        format!("`{name}` cannot name a namespace"),
        "lowercase letters, digits and `-`, at most 63: say another one, `--name my-platform`",
    ))
}

fn filled(name: &str, source: &Source) -> Result<Vec<(&'static str, String)>, Trouble> {
    let infra = dependency(source, "coderev-infra")?;
    let shell = dependency(source, "coderev-infra-xtask")?;
    let fill = |text: &str| text.replace("NAME", name).replace("INFRA", &infra).replace("SHELL", &shell);
    Ok(FILES.iter().map(|(path, text)| (*path, fill(text))).collect())
}
fn dependency(source: &Source, package: &str) -> Result<String, Trouble> {
    match source {
        Source::Registry => Ok(format!("{package} = \"{}\"", env!("CARGO_PKG_VERSION"))),
        Source::Checkout(checkout) => {
            let folder = checkout.join("crates").join(package);
            let folder = fs::canonicalize(&folder).map_err(|error| {
                Trouble::io("find", folder.display(), &error)
                    .help("`--path` is a checkout of coderev-infra's repository")
            })?;
            Ok(format!("{package} = {{ path = {:?} }}", folder.display().to_string()))
        }
    }
}

/// Makes a file that is not there, and the folders around it; what was made, `made` remembers.
fn write(path: &Path, text: &str, made: &mut Vec<PathBuf>) -> Result<(), Trouble> {
    let trouble = |error: std::io::Error| Trouble::io("write", path.display(), &error).help("nothing was kept");
    let around = path.ancestors().skip(1).take_while(|it| !it.as_os_str().is_empty() && !it.exists());
    for folder in around.collect::<Vec<_>>().into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            // `a/..` is there as soon as `a` is.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(trouble(error)),
        }
    }
    let mut file = fs::File::create_new(path).map_err(trouble)?;
    made.push(path.to_owned());
    file.write_all(text.as_bytes()).map_err(trouble)
}
fn undo(made: &[PathBuf]) {
    for path in made.iter().rev() {
        let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
    }
}
fn next(dir: &Path) -> String {
    let go = if dir == Path::new(".") { String::new() } else { format!("  cd {}\n", dir.display()) };
    format!(
        "\nNext:\n{go}  cargo xtask synth      writes kubernetes/\n  cargo xtask list       shows what is on the platform\n"
    )
}
