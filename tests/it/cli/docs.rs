//! Pages that show copydesk's output: compared here, and rewritten if `COPYDESK_UPDATE` is set.

use super::{Desk, repository};
use serde_json::{Value, json};
use std::process::Command;

/// Compares a page in the repository with its expected contents, or writes it.
#[track_caller]
fn holds(page: &str, expected: &str) {
    let path = repository(page);
    if std::env::var_os("COPYDESK_UPDATE").is_some() {
        std::fs::write(path, expected).unwrap();
        return;
    }
    let text = std::fs::read_to_string(path).unwrap_or_default().replace('\r', "");
    assert!(text == expected, "{page} is out of date: `COPYDESK_UPDATE=1 cargo test cli::` updates it");
}

/// The names of the commands, in order.
fn commands(help: &str) -> Vec<String> {
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let name = |line: &str| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')).map(str::to_owned);
    let names = list.lines().filter_map(name).filter_map(|line| line.split(' ').next().map(str::to_owned));
    names.filter(|name| name != "help").collect()
}

#[test]
fn the_page_on_the_command_line_is_what_help_prints() {
    let desk = Desk::new();
    let help = |command: &[&str]| {
        let text = desk.run(&[command, &["--help"]].concat()).ends(0).out.clone();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    let mut page = "# The command line\n\nWhat `copydesk --help` and `copydesk COMMAND --help` print. A test keeps this page up to date.\n\n\
        Exit status: 0 if no finding is at or above `--fail-on`, 1 if one is, 2 if copydesk could not do its work because of\n\
        a bad option, an unreadable file or a broken configuration. Results go to standard output, messages to standard error.\n\
        Files are replaced as a whole, so a run that is stopped never leaves half a file.\n"
        .to_owned();
    let top = help(&[]);
    page += &format!("\n## copydesk\n\n```text\n{}\n```\n", top.trim_end());
    let found = commands(&top);
    assert!(found.iter().any(|name| name == "check") && found.len() > 5, "{found:?}");
    for name in found {
        let text = help(&[&name]);
        page += &format!("\n## copydesk {name}\n\n```text\n{}\n```\n", text.trim_end());
        for below in commands(&text) {
            let text = help(&[&name, &below]);
            page += &format!("\n### copydesk {name} {below}\n\n```text\n{}\n```\n", text.trim_end());
        }
    }
    holds("docs/cli.md", &page);
}

/// The README shows the head of the report for the sample.
#[test]
fn the_picture_in_the_readme_is_the_report() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(repository("")).args(["check", "docs/sample", "--format=human", "--color=never"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stdout).unwrap();
    let findings: Vec<&str> = report.split("\n\n").collect();
    let picture = format!("{}\n\n[…]", findings[..4].join("\n\n"));
    let readme = std::fs::read_to_string(repository("README.md")).unwrap().replace('\r', "");
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (_, after) = rest.split_once("\n```\n").unwrap();
    holds("README.md", &format!("{before}```text\n{picture}\n```\n{after}"));
}

/// The schema shipped with the VS Code extension is the one that copydesk prints.
#[test]
fn the_schema_in_the_extension_is_what_is_printed() {
    let desk = Desk::new();
    let schema = desk.run(&["config", "schema"]).ends(0).out.clone();
    assert!(schema.contains("\"undated-citation\""), "{schema}");
    holds("editors/vscode/schemas/copydesk.schema.json", &schema);
}

/// A schema value as VS Code shows it in settings: complete in one place, and choices with their descriptions.
fn as_setting(value: &Value, schema: &Value) -> Value {
    if let Some(parts) = value["allOf"].as_array() {
        let mut whole = json!({});
        let own = value.as_object().unwrap().iter().filter(|(key, _)| *key != "allOf");
        for part in parts {
            merge(&mut whole, &as_setting(part, schema));
        }
        merge(&mut whole, &Value::Object(own.map(|(key, value)| (key.clone(), value.clone())).collect()));
        return whole;
    }
    if let Some(name) = value["$ref"].as_str() {
        return as_setting(&schema["definitions"][name.rsplit('/').next().unwrap()], schema);
    }
    if let Some(choices) = value["oneOf"].as_array().filter(|choices| choices.iter().all(|c| c["const"].is_string())) {
        let (names, told): (Vec<_>, Vec<_>) =
            choices.iter().map(|choice| (&choice["const"], &choice["description"])).unzip();
        let mut setting = json!({"type": "string"});
        merge(&mut setting, &json!({"description": value["description"], "enum": names, "enumDescriptions": told}));
        return setting;
    }
    let mut setting = value.clone();
    if !value["items"].is_null() {
        setting["items"] = as_setting(&value["items"], schema);
    }
    for (_, property) in setting.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        *property = as_setting(property, schema);
    }
    setting
}

fn merge(into: &mut Value, from: &Value) {
    for (key, value) in from.as_object().unwrap().iter().filter(|(_, value)| !value.is_null()) {
        into[key] = value.clone();
    }
}

/// The settings of the VS Code extension include each key that an editor may set, and explain it as the schema does.
#[test]
fn the_settings_of_the_extension_mirror_the_configuration() {
    let desk = Desk::new();
    let schema: Value = serde_json::from_str(&desk.run(&["config", "schema"]).ends(0).out).unwrap();
    let mut settings = String::new();
    // Lists of actors and sources are next to the file that names them, so an editor names none.
    for (order, section) in (3..).zip(["style", "rules", "issue", "abbreviations", "terms", "files"]) {
        let mut setting = as_setting(&schema["properties"][section], &schema);
        if section == "rules" {
            // The meaning of a level need not be explained eighty times.
            let rules = setting["properties"].as_object_mut().unwrap().values_mut();
            rules.for_each(|rule| drop(rule.as_object_mut().unwrap().shift_remove("enumDescriptions")));
        }
        let told = format!(
            "{} The keys of `[{section}]` in `copydesk.toml`; they apply unless that file sets them.",
            setting["description"].as_str().unwrap()
        );
        settings += &format!(
            "        \"copydesk.{section}\": {{\n          \"type\": \"object\",\n          \"default\": {{}},\n          \
             \"order\": {order},\n          \"additionalProperties\": false,\n          \"markdownDescription\": {},\n          \
             \"properties\": {{\n",
            json!(told)
        );
        let properties = setting["properties"].as_object().unwrap();
        let lines: Vec<String> =
            properties.iter().map(|(key, value)| format!("            {}: {value}", json!(key))).collect();
        settings += &format!("{}\n          }}\n        }},\n", lines.join(",\n"));
    }
    let package = std::fs::read_to_string(repository("editors/vscode/package.json")).unwrap().replace('\r', "");
    let (before, rest) = package.split_once("        \"copydesk.style\": {\n").unwrap();
    let (_, after) = rest.split_once("        \"copydesk.features\": {\n").unwrap();
    let whole = format!("{before}{settings}        \"copydesk.features\": {{\n{after}");
    let read: Value = serde_json::from_str(&whole).unwrap();
    let style = &read["contributes"]["configuration"]["properties"]["copydesk.style"]["properties"];
    assert_eq!(style["date-order"]["enum"], json!(["auto", "month-day", "day-month"]), "{style}");
    holds("editors/vscode/package.json", &whole);
}
