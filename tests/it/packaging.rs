//! The contents of packages: the files exist, name things that exist, and take their data from one place.
//! `.ci/package/run` and `.ci/package/test` check that the packages install and work.

use std::path::Path;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn manifest() -> toml::Table {
    read("Cargo.toml").parse().expect("TOML")
}

#[test]
fn the_wheel_is_the_program_with_the_version_of_the_package() {
    let project: toml::Table = read("pyproject.toml").parse().expect("TOML");
    assert_eq!(project["build-system"]["build-backend"].as_str(), Some("maturin"));
    assert_eq!(project["tool"]["maturin"]["bindings"].as_str(), Some("bin"));
    assert_eq!(project["project"]["name"].as_str(), Some("copydesk"));
    assert_eq!(project["project"]["dynamic"].as_array().map(Vec::len), Some(1));
    let profile = project["tool"]["maturin"]["profile"].as_str().expect("a profile");
    assert!(manifest()["profile"].get(profile).is_some(), "{profile}");
}

#[test]
fn hooks_start_commands_that_exist() {
    let hooks = read(".pre-commit-hooks.yaml");
    for command in ["copydesk check", "copydesk fix"] {
        assert!(hooks.contains(&format!("  entry: {command}\n")), "{hooks}");
    }
    assert_eq!(hooks.matches("\n  types: [markdown]\n").count(), hooks.matches("- id: ").count());
}

#[test]
fn the_action_takes_a_version_and_gives_no_input_to_the_shell_unquoted() {
    let action = read("action.yml");
    assert!(action.contains("\ninputs:\n  version:\n"), "{action}");
    // Inputs reach scripts only through the environment.
    let (_, runs) = action.split_once("\nruns:\n").expect("steps");
    for script in runs.split("run: |").skip(1) {
        let script = script.split("\n    - name").next().unwrap_or_default();
        assert!(!script.contains("${{"), "{script}");
    }
}

#[test]
fn the_template_for_gitlab_reports_code_quality() {
    let template = read(".ci/package/gitlab-ci.yml");
    let (_, report) = template.split_once("--report gitlab=").expect("a report");
    let file = report.split_whitespace().next().expect("a file");
    assert!(template.contains(&format!("      codequality: {file}\n")), "{template}");
}

#[test]
fn the_debian_package_carries_completions_and_a_manual_page() {
    let manifest = manifest();
    let deb = &manifest["package"]["metadata"]["deb"];
    let script = read(".ci/package/run");
    for asset in deb["assets"].as_array().expect("assets") {
        let from = asset[0].as_str().expect("a path");
        let is_made = from.starts_with("target/release/") || script.contains(&format!("> {from}\n"));
        assert!(is_made || Path::new(env!("CARGO_MANIFEST_DIR")).join(from).exists(), "{from}");
    }
    let to = deb["assets"].to_string();
    for place in
        ["usr/bin/", "man/man1/copydesk.1", "bash-completion/completions", "vendor-completions", "vendor_completions.d"]
    {
        assert!(to.contains(place), "{to}");
    }
}

#[test]
fn releases_are_made_of_tags_for_each_system() {
    let workflow = read(".github/workflows/release.yml");
    assert!(workflow.contains("  push:\n    tags: [\"v*\"]\n"), "{workflow}");
    for target in ["linux-gnu", "linux-musl", "apple-darwin", "windows-msvc", "maturin build", "npm/build", "run deb"] {
        assert!(workflow.contains(target), "{target}");
    }
    // The published package needs a platform package for each platform that the launcher may ask for.
    let build = read(".ci/package/npm/build");
    let (_, platforms) = build.split_once("PLATFORMS = [").expect("platforms");
    for platform in platforms.split(']').next().unwrap_or_default().split(',') {
        let platform = platform.trim().trim_matches('"');
        assert!(workflow.contains(&format!("npm: {platform} ")), "{platform}");
    }
    let formula = read(".ci/package/homebrew/copydesk.rb");
    assert!(formula.contains("depends_on \"rust\" => :build") && formula.contains("@REPOSITORY@"));
    assert!(read(".ci/package/nix/flake.nix").contains("rustPlatform.buildRustPackage"));
    assert!(read(".ci/package/Containerfile").contains("ENTRYPOINT [\"/usr/local/bin/copydesk\"]"));
}

/// The address is only in `Cargo.toml`, once there is one.
#[test]
fn no_package_names_an_address_of_its_own() {
    for name in [
        "pyproject.toml",
        "action.yml",
        ".pre-commit-hooks.yaml",
        ".ci/package/gitlab-ci.yml",
        ".ci/package/npm/build",
        ".ci/package/homebrew/copydesk.rb",
        ".github/workflows/release.yml",
    ] {
        let text = read(name);
        assert!(!text.contains("github.com/") || !text.contains("/copydesk"), "{name} names an address");
    }
}
