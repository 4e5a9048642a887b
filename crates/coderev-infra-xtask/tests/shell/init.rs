//! `init`: a new repository.
use crate::running::Desk;
use std::path::Path;
use std::process::Command;

const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

#[test]
fn writes_a_repository() {
    let desk = Desk::new();
    let run = desk.run("", "init my-shop");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(desk.read("my-shop/platform/src/lib.rs").contains("Namespace::new(\"my-shop\", Stable)"));
    let wanted = concat!("coderev-infra = \"", env!("CARGO_PKG_VERSION"), "\"");
    assert!(desk.read("my-shop/platform/Cargo.toml").contains(wanted));
    let ignored = "/target\n.*.coderev-infra-new/\n.*.coderev-infra-old/\n.coderev-infra.new\n";
    assert_eq!(desk.read("my-shop/.gitignore"), ignored);
    assert_eq!(desk.read("my-shop/.gitattributes"), "/kubernetes/** text eol=lf\n");
    assert!(run.stdout.contains("cd my-shop\n"), "{}", run.stdout);
    // The alias is quiet, so that each later run prints only its result.
    assert!(desk.read("my-shop/.cargo/config.toml").contains("--quiet"));
    let first = "  cargo xtask synth      writes kubernetes/; the first run compiles for some minutes, and prints nothing meanwhile\n";
    assert!(run.stdout.contains(first), "{}", run.stdout);
}

#[test]
fn existing_files_are_refused() {
    let desk = Desk::new();
    desk.write("shop/xtask/src/main.rs", "fn main() {}\n");
    let run = desk.run("", "init shop");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.starts_with("error: `shop` already has files of these names: `xtask/src/main.rs`\n"),
        "{}",
        run.stderr
    );
    assert_eq!(desk.files("shop").len(), 1, "nothing is written");
}

#[test]
fn a_failure_leaves_no_files() {
    let desk = Desk::new();
    // A file at the path of a folder that `init` needs.
    desk.write("shop/platform", "theirs\n");
    let run = desk.run("", "init shop");
    assert_eq!(run.code, Some(2), "{run:?}");
    let left: Vec<_> = std::fs::read_dir(desk.path("shop")).expect("the folder exists").flatten().collect();
    assert!(matches!(&*left, [one] if one.file_name() == "platform"), "{left:?}");
    assert_eq!(desk.run("", "init new/../shop-two/deep --name shop").code, Some(0));
    assert!(desk.path("shop-two/deep/xtask/src/main.rs").exists());
}

#[test]
fn a_folder_that_cannot_name_a_namespace_needs_a_name() {
    let desk = Desk::new();
    let run = desk.run("", "init My_Shop");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with("error: `My_Shop` cannot name a namespace\n"), "{}", run.stderr);
    assert!(desk.names().is_empty());
    assert_eq!(desk.run("", "init My_Shop --name my-shop").code, Some(0));
}

#[test]
fn a_path_that_is_not_a_checkout_is_refused() {
    let desk = Desk::new();
    let run = desk.run("", "init shop --path nowhere");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`--path` is a checkout of coderev-infra's repository"), "{}", run.stderr);
    assert!(desk.names().is_empty());
}

/// The program `coderev` also runs `init`, and refuses the tasks that need a platform.
#[test]
fn coderev_needs_no_platform() {
    let desk = Desk::new();
    let coderev = |line: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coderev"));
        command.args(line.split_whitespace()).current_dir(desk.path("")).output().expect("`coderev` starts")
    };
    assert!(coderev("init shop").status.success());
    let refused = coderev("synth");
    assert_eq!(refused.status.code(), Some(2));
    let printed = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(printed.starts_with("error: `synth` needs a platform, and `coderev` has no platform\n"), "{printed}");
    let help = String::from_utf8_lossy(&coderev("--help").stdout).into_owned();
    assert!(help.contains("Usage: coderev TASK") && !help.contains("cargo xtask"), "{help}");
    desk.synth("mail");
    desk.synth("");
    let removed = String::from_utf8_lossy(&coderev("removed").stdout).into_owned();
    assert!(removed.ends_with("# afterwards: coderev removed --forget-all\n"), "{removed}");
    // The help of an error names the program that was started.
    for (line, help) in [
        ("deploy", "`coderev --help` lists the tasks and their options"),
        ("completions", "`coderev --help` lists the tasks and their options"),
        ("reach -x", "`coderev reach --help` lists the options of this task"),
        ("synth", "run `cargo xtask synth` in the repository of a platform; `coderev init` creates one"),
    ] {
        let printed = String::from_utf8_lossy(&coderev(line).stderr).into_owned();
        assert!(printed.ends_with(&format!("  help: {help}\n")), "`{line}`: {printed}");
    }
}

#[test]
#[ignore = "builds a new workspace"]
fn the_new_repository_compiles_and_has_no_findings() {
    let desk = Desk::new();
    assert_eq!(desk.run("", &format!("init shop --path {CHECKOUT}")).code, Some(0));
    let shop = desk.path("shop");
    // The lock file of this repository, so that no registry is needed.
    std::fs::copy(Path::new(CHECKOUT).join("Cargo.lock"), shop.join("Cargo.lock")).expect("the lock file exists");
    for line in ["xtask synth --deny warnings", "xtask list", "xtask synth --check", "test --quiet"] {
        let run =
            Command::new("cargo").args(line.split_whitespace()).current_dir(&shop).output().expect("cargo starts");
        assert!(run.status.success(), "`cargo {line}`: {}", String::from_utf8_lossy(&run.stderr));
    }
    assert!(desk.read("shop/kubernetes/deployments.yaml").contains("namespace: shop"));
}
