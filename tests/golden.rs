//! The platform of the deployment guide, byte for byte: the folder in the repository equals the output of `synth`.
use coderev_infra::Synthesis;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tests::{GUIDE, ON_GATEWAY};

/// The version of the Kubernetes types in this build. The golden folders have 1.35.
const VERSION: &str = if cfg!(feature = "k8s-v1_37") {
    "1.37"
} else if cfg!(feature = "k8s-v1_36") {
    "1.36"
} else {
    "1.35"
};

fn files(synthesis: &Synthesis) -> BTreeMap<String, String> {
    synthesis.files().map(|file| (file.path().to_owned(), file.into_text())).collect()
}

/// Compares a folder with the output of a platform. `command` regenerates the folder.
fn is_golden(folder: &str, synthesis: &Synthesis, command: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(folder);
    let written = files(synthesis);
    let mut there: Vec<_> = fs::read_to_string(folder.join(".coderev-infra"))
        .unwrap_or_else(|_| panic!("the folder does not exist: {command}"))
        .lines()
        .filter_map(|line| line.split_whitespace().last().map(str::to_owned))
        .filter(|path| written.contains_key(path))
        .collect();
    there.sort();
    assert_eq!(there, written.keys().cloned().collect::<Vec<_>>(), "the folder has other files");
    for (path, text) in written {
        let golden = fs::read_to_string(folder.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        // The default version of a cluster is the version of the types. It is the only difference between the builds.
        let [golden, text] = [golden, text].map(|it| it.replace(VERSION, "1.35"));
        let differs = golden.lines().zip(text.lines()).position(|(a, b)| a != b);
        assert!(
            golden == text,
            "{path} differs from line {}; if that is intended: {command}",
            differs.unwrap_or_else(|| golden.lines().count().min(text.lines().count())) + 1
        );
    }
}

#[test]
fn the_golden_folder_is_current() {
    is_golden("ingress-nginx", &GUIDE, "cargo xtask synth --out tests/golden/ingress-nginx");
}

#[test]
fn the_golden_folder_of_the_gateway_api_is_current() {
    is_golden("gateway", &ON_GATEWAY, "cargo run --package xtask --bin gateway -- synth --out tests/golden/gateway");
}

/// Except for the edge it is the same platform. Of the files that are applied before the edge, only network policies
/// differ.
#[test]
fn on_the_gateway_api_only_the_edge_differs() {
    let (nginx, gateway) = (files(&GUIDE), files(&ON_GATEWAY));
    for path in ["config.yaml", "secrets.commands.txt"] {
        assert_eq!(nginx[path], gateway[path], "{path}");
    }
    // The certificate solvers of an Ingress run in the tiers, the solvers of a Gateway do not.
    let exempt = "  matchConditions:\n  - expression: \"!('acme.cert-manager.io/http01-solver' in object.metadata.?labels.orValue({}))\"\n    name: not-acme-solver\n";
    assert!(nginx["policies.yaml"].contains(exempt));
    assert_eq!(nginx["policies.yaml"].replace(exempt, ""), gateway["policies.yaml"]);
    let without = |text: &str| {
        let documents =
            text.split("---\n").filter(|it| !it.contains("name: deny-metrics\n") && !it.contains("platform-edge"));
        documents.collect::<String>()
    };
    for path in ["deployments.yaml", "namespaces.yaml"] {
        assert_eq!(without(&nginx[path]), without(&gateway[path]), "{path}");
    }
}

#[test]
fn the_guide_on_the_gateway_api_has_no_findings() {
    assert!(ON_GATEWAY.findings().is_empty(), "{:#?}", ON_GATEWAY.findings());
}

#[test]
fn the_golden_folders_of_the_examples_are_current() {
    let examples = [
        ("pipeline", "pipeline", pipeline::platform()),
        ("quotes/production", "quotes", quotes::production()),
        ("quotes/staging", "quotes", quotes::staging()),
        ("shop", "shop", shop::platform()),
        ("storefront", "storefront", storefront::platform()),
        ("team-tier", "team-tier", team_tier::platform()),
    ];
    for (folder, package, platform) in examples {
        let command = format!("cargo run --package {package} -- synth --out tests/golden/{folder}");
        is_golden(folder, &coderev_infra::synth(&platform), &command);
    }
}

#[test]
fn a_second_run_writes_the_same_bytes() {
    assert_eq!(files(&coderev_infra::synth(&deployment_guide::platform())), files(&GUIDE));
}

/// The findings of the deployment guide's platform, without the two suppressed findings.
#[test]
fn the_only_finding_of_the_guide_is_about_its_edge() {
    let printed: Vec<_> = GUIDE
        .findings()
        .iter()
        .map(|it| format!("{:?} {}: {}", it.severity(), it.rule().name(), it.message()))
        .collect();
    insta::assert_snapshot!(printed.join("\n"), @"Warning retired-ingress-controller: ingress-nginx is retired: it gets no releases and no security updates");
}
