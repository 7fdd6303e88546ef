//! The JSON Schema of the configuration file, for completion and validation in editors.
//!
//! The structs mirror [`crate::config::keys`] and are never deserialized into. Tests check that both have the same keys,
//! values and defaults.

#![expect(dead_code, reason = "the fields are read by the derive alone")]

use crate::gazetteer::profiles;
use crate::rules::{self, Family};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schema as `copydesk config schema` prints it: draft 7, which TOML editors support best.
#[must_use]
pub fn schema() -> Value {
    let rules = rules::all().iter().map(|rule| (rule.name, rule.summary));
    schema_with(rules.chain(Family::ALL.map(|family| (family.name(), family.summary()))))
}

/// The schema for these rules and families, each with its summary.
fn schema_with<'r>(rules: impl Iterator<Item = (&'r str, &'r str)>) -> Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<Configuration>().to_value();
    // Draft 7 ignores siblings of a `$ref`, so the reference is wrapped in an `allOf`.
    let level = |summary| json!({ "description": summary, "allOf": [{ "$ref": "#/definitions/RuleLevel" }] });
    let levels: Map<String, Value> = rules.map(|(name, summary)| (name.to_owned(), level(summary))).collect();
    if let Some(definition) = schema.pointer_mut("/definitions/Rules") {
        definition["properties"] = Value::Object(levels);
        definition["required"] = json!([]);
    }
    let profiles: Vec<&str> = profiles::names().collect();
    if let Some(profile) = schema.pointer_mut("/definitions/Style/properties/profile") {
        profile["enum"] = json!(profiles);
    }
    without_null(&mut schema);
    schema
}

/// Removes the `null` that the derive adds for optional keys: TOML has no such value, and editors would offer it.
fn without_null(schema: &mut Value) {
    if let Value::Object(keys) = schema {
        if let Some(Value::Array(types)) = keys.get_mut("type") {
            types.retain(|name| name != "null");
            if let [one] = &types[..] {
                keys["type"] = one.clone();
            }
        }
        if let Some(Value::Array(schemas)) = keys.get_mut("anyOf") {
            schemas.retain(|schema| schema["type"] != "null");
            if let [_] = &schemas[..] {
                let only = keys.remove("anyOf");
                keys.extend(only.map(|only| ("allOf".to_owned(), only)));
            }
        }
    }
    match schema {
        Value::Object(keys) => keys.values_mut().for_each(without_null),
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// The configuration of copydesk.
#[derive(JsonSchema)]
#[schemars(title = "copydesk.toml", deny_unknown_fields)]
struct Configuration {
    /// A configuration to start from, relative to this file: its keys apply unless this file sets them.
    #[schemars(regex(pattern = "\\.toml$"))]
    extends: Option<String>,
    /// The level of each rule. Rules not named keep their own; a family means all its rules that are not off by default.
    rules: Option<Rules>,
    /// House style.
    style: Option<Style>,
    /// How notes and lists of references are written.
    notes: Option<Notes>,
    /// Libraries of references, and the list of sources in each document.
    citations: Option<Citations>,
    /// The issue.
    issue: Option<Issue>,
    /// Abbreviations.
    abbreviations: Option<Abbreviations>,
    /// Words to avoid.
    terms: Option<Terms>,
    /// Your own actors and sources, in addition to the shipped ones.
    gazetteer: Option<Gazetteer>,
    /// The language of texts, and what to skip in them.
    text: Option<Text>,
    /// Which files are read.
    files: Option<Files>,
    /// Fixes.
    fix: Option<Fixes>,
    /// The rule pages.
    docs: Option<Docs>,
    /// Rules, style, notes, lists of sources, terms and issue for some files. A later override takes precedence over an earlier one.
    overrides: Option<Vec<Override>>,
}

/// Rules and their levels.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Rules {
    /// A placeholder for every rule: it makes the derive define `RuleLevel`, and the rules replace it.
    any: RuleLevel,
}

/// How serious a finding is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum RuleLevel {
    /// Wrong; must not be printed.
    Error,
    /// Against house style, or very likely wrong.
    Warning,
    /// Worth a look.
    Info,
    /// Shown in editors only.
    Hint,
    /// Not reported.
    Off,
}

/// House style.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Style {
    /// The publication whose preferences for names and terms apply: jamestown, ap, guardian, un, …
    profile: Option<String>,
    /// Whether each source must have a link.
    #[schemars(extend("default" = "optional"))]
    links: Option<Links>,
    /// Whether placeholder links are reported one by one, or as one finding per article.
    #[schemars(extend("default" = "each"))]
    placeholder_links: Option<PlaceholderLinks>,
    /// How dates are written.
    #[schemars(extend("default" = "auto"))]
    date_order: Option<DateOrder>,
    /// Which side of the full stop citations go on.
    #[schemars(extend("default" = "auto"))]
    citation_placement: Option<CitationPlacement>,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum Links {
    /// A source may appear without a link.
    Optional,
    /// Each source must have a link.
    Required,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum PlaceholderLinks {
    /// Each placeholder link is reported.
    Each,
    /// The placeholder links of an article are one finding.
    Once,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum DateOrder {
    /// In the document's usual form.
    Auto,
    /// September 21, 2018
    MonthDay,
    /// 21 September 2018
    DayMonth,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum CitationPlacement {
    /// The document's usual side.
    Auto,
    /// word (Reuters, May 9).
    BeforeFullStop,
    /// word. (Reuters, May 9)
    AfterFullStop,
}

/// How notes and lists of references are written.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Notes {
    /// The order of the fields in a note.
    #[schemars(extend("default" = "auto"))]
    order: Option<NoteOrder>,
    /// Where the comma after a title goes.
    #[schemars(extend("default" = "auto"))]
    comma: Option<CommaPlace>,
    /// Whether notes end in a full stop.
    #[schemars(extend("default" = "auto"))]
    final_stop: Option<FinalStop>,
    /// Which side of a stop note marks go on.
    #[schemars(extend("default" = "auto"))]
    placement: Option<NotePlacement>,
    /// How a source is cited again.
    #[schemars(extend("default" = "off"))]
    repeat: Option<RepeatedNotes>,
    /// Whether each citation in a note needs a title.
    #[schemars(extend("default" = "optional"))]
    titles: Option<NoteTitles>,
    /// Whether an address in a note needs the day it was visited.
    #[schemars(extend("default" = "optional"))]
    access_dates: Option<AccessDates>,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum NotePlacement {
    /// As in most of the article.
    Auto,
    /// before dawn.¹
    After,
    /// before dawn¹.
    Before,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum NoteOrder {
    /// As in most of the article.
    Auto,
    /// Author, “Title,” Outlet, May 9, 2018
    TitleFirst,
    /// Outlet, “Title” (May 9, 2018)
    OutletFirst,
    /// Author. “Title.” Outlet. 9 May 2018. Web.
    Mla,
    /// Outlet (Place), May 9, 2018
    Untitled,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum CommaPlace {
    /// As in most of the article.
    Auto,
    /// “Title,” Outlet
    Inside,
    /// “Title”, Outlet
    Outside,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum FinalStop {
    /// As in most of the article.
    Auto,
    /// Each note ends in a full stop.
    Always,
    /// No note ends in a full stop.
    Never,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum RepeatedNotes {
    /// Nothing is reported.
    Off,
    /// Ibid. directly after its note, otherwise a shortened form.
    Ibid,
    /// A shortened form.
    Short,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum NoteTitles {
    /// A citation may appear without a title.
    Optional,
    /// Each citation needs a title.
    Required,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum AccessDates {
    /// An address may have the day it was visited.
    Optional,
    /// Each address needs that day.
    Required,
    /// An address must not have it if the source has a date.
    Forbidden,
}

/// The issue.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Issue {
    /// The issue date if neither the command line, the text nor the file name gives one.
    #[schemars(extend("format" = "date"))]
    date: Option<String>,
    /// How many days after the issue date a date without a year may still fall.
    #[schemars(range(min = 0, max = 180), extend("default" = 0))]
    slack_days: Option<u32>,
}

/// Abbreviations.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Abbreviations {
    /// Abbreviations that every reader knows, and that need no definition.
    #[schemars(extend("default" = []))]
    common: Option<Vec<String>>,
}

/// Words to avoid.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Terms {
    /// Words to avoid, and what to write instead.
    #[schemars(extend("default" = []))]
    discouraged: Option<Vec<Discouraged>>,
}

/// A discouraged term: `term` or `pattern`, and what to write instead.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("oneOf" = [{ "required": ["term"] }, { "required": ["pattern"] }]))]
struct Discouraged {
    /// Whole words: matched in any case if written in lower case, otherwise exactly as written.
    #[schemars(length(min = 1))]
    term: Option<String>,
    /// A regular expression, instead of term.
    #[schemars(length(min = 1))]
    pattern: Option<String>,
    /// What to write instead: one wording, or several with the best first.
    #[schemars(extend("default" = []))]
    r#use: Option<Replacement>,
    /// The reason, shown with the finding.
    #[schemars(length(min = 1))]
    note: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum Replacement {
    One(String),
    Several(Vec<String>),
}

/// Your own actors and sources, in addition to the shipped ones.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Gazetteer {
    /// Files with your own actors, relative to this file.
    #[schemars(extend("default" = []))]
    actors: Option<Vec<String>>,
    /// Files with your own sources, relative to this file.
    #[schemars(extend("default" = []))]
    sources: Option<Vec<String>>,
    /// Pairs of names that are never taken for each other.
    #[schemars(extend("default" = []))]
    reject: Option<Vec<[String; 2]>>,
}

/// Libraries of references, and the list of sources in each document.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Citations {
    /// Libraries of references, relative to this file: BibTeX, CSL-JSON or RIS, recognized by their extension.
    #[schemars(extend("default" = []))]
    library: Option<Vec<String>>,
    /// The heading of the list of sources in each document, such as `## Sources`. If the list does not match what is cited,
    /// `stale-source-list` reports it, and its fix writes the list.
    #[schemars(regex(pattern = r"^\s*#{1,6} .*\S"))]
    list: Option<String>,
    /// The order of that list: alphabetical, or as the works are cited in the text.
    #[schemars(extend("default" = "alphabetical"))]
    list_order: Option<ListOrder>,
}

/// The list of sources in each document.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct SourceLists {
    /// The heading of the list of sources in each document, such as `## Sources`.
    #[schemars(regex(pattern = r"^\s*#{1,6} .*\S"))]
    list: Option<String>,
    /// The order of that list: alphabetical, or as the works are cited in the text.
    #[schemars(extend("default" = "alphabetical"))]
    list_order: Option<ListOrder>,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum ListOrder {
    /// By the author's family name, or by source or title if no author is known.
    Alphabetical,
    /// As the works are cited in the text.
    Cited,
}

/// The language of texts, and what to skip in them.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Text {
    /// The language of texts that do not state their own, as a language tag: en, fr, pt-BR.
    #[schemars(regex(pattern = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$"))]
    language: Option<String>,
    /// Regular expressions: matching text is not prose, and is neither read nor changed.
    #[schemars(extend("default" = []))]
    ignore: Option<Vec<String>>,
}

/// Fixes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Fixes {
    /// Rules whose fixes are neither offered nor applied; the rules still report.
    #[schemars(extend("default" = []))]
    never: Option<Vec<String>>,
}

/// The rule pages.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Docs {
    /// The address of the folder that contains the rule pages: SARIF and editors link to them.
    #[schemars(regex(pattern = "^https?://"))]
    base: Option<String>,
}

/// Which files are read.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Files {
    /// Extensions of files to read in folders, in addition to md, markdown, mdown and mkd.
    #[schemars(extend("default" = []))]
    extensions: Option<Vec<String>>,
    /// Files and folders to leave out, in addition to those in .gitignore.
    #[schemars(extend("default" = []))]
    exclude: Option<Vec<String>>,
}

/// Rules, style, notes, lists of sources, terms and issue for some files.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Override {
    /// The files: patterns relative to this file; a folder includes all files in it.
    paths: Vec<String>,
    /// Levels, as in `[rules]`.
    rules: Option<Rules>,
    /// House style, with the keys of `[style]`.
    style: Option<Style>,
    /// Notes, with the keys of `[notes]`.
    notes: Option<Notes>,
    /// The list of sources, with the keys `list` and `list-order` of `[citations]`.
    citations: Option<SourceLists>,
    /// Words to avoid, with the keys of `[terms]`.
    terms: Option<Terms>,
    /// The issue, with the keys of `[issue]`.
    issue: Option<Issue>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::keys::{self, ValueKind};

    const SAMPLE: &str = include_str!("../../docs/copydesk.toml");
    const RULES: [&str; 5] = ["notes", "placeholder-link", "uncited-paragraph", "unknown-source", "undated-citation"];

    fn ours() -> Value {
        schema_with(RULES.iter().map(|name| (*name, "a summary")))
    }

    /// The file as an editor shows it to the schema.
    fn json_of(text: &str) -> Value {
        fn json(value: toml::Value) -> Value {
            match value {
                toml::Value::Datetime(date) => json!(date.to_string()),
                toml::Value::Array(items) => items.into_iter().map(json).collect(),
                toml::Value::Table(entries) => entries.into_iter().map(|(key, value)| (key, json(value))).collect(),
                plain => json!(plain),
            }
        }
        json(toml::Value::Table(text.parse().unwrap()))
    }

    /// Follows a reference, alone or in an `allOf`.
    fn follow<'s>(root: &'s Value, value: &'s Value) -> &'s Value {
        if let Some(path) = value["$ref"].as_str() {
            return root.pointer(path.trim_start_matches('#')).unwrap();
        }
        value["allOf"].get(0).map_or(value, |one| follow(root, one))
    }

    /// The properties of a table of the file.
    fn properties<'s>(root: &'s Value, table: &str) -> &'s Map<String, Value> {
        let mut here = root;
        for name in table.split('.').filter(|name| !name.is_empty()) {
            here = follow(root, &here["properties"][name]);
            if here.get("items").is_some() {
                here = follow(root, &here["items"]);
            }
        }
        assert_eq!(here["additionalProperties"], false, "{table}");
        here["properties"].as_object().unwrap()
    }

    #[test]
    fn the_schema_has_exactly_the_keys_that_are_read() {
        let schema = ours();
        let tables = keys::KEYS.iter().map(|key| key.table).collect::<std::collections::BTreeSet<_>>();
        assert!(tables.len() > 7);
        for table in tables {
            let mut read: Vec<&str> = keys::of(table).map(|key| key.name).collect();
            let mut known: Vec<&str> = properties(&schema, table).keys().map(String::as_str).collect();
            read.sort_unstable();
            known.sort_unstable();
            assert_eq!(read, known, "the keys of [{table}]");
        }
    }

    #[test]
    fn words_and_defaults_are_those_that_are_read() {
        fn words(value: &Value) -> Vec<&str> {
            value["oneOf"].as_array().unwrap().iter().map(|one| one["const"].as_str().unwrap()).collect()
        }
        let schema = ours();
        for key in keys::KEYS {
            let property = &properties(&schema, key.table)[key.name];
            if !key.default.is_empty() {
                let default = json_of(&format!("x = {}", key.default))["x"].clone();
                assert_eq!(property["default"], default, "{key:?}");
            }
            match key.kind {
                ValueKind::Choice(known) => assert_eq!(words(follow(&schema, property)), known(), "{key:?}"),
                ValueKind::Number(most) => assert_eq!(property["maximum"], most, "{key:?}"),
                _ => {}
            }
        }
        assert_eq!(words(&schema["definitions"]["RuleLevel"]), keys::levels());
    }

    #[test]
    fn the_sample_fits_and_wrong_files_do_not() {
        let validator = jsonschema::draft7::new(&ours()).unwrap();
        let faults: Vec<_> = validator.iter_errors(&json_of(SAMPLE)).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        let shown = crate::config::Config::default().to_toml();
        assert!(validator.is_valid(&json_of(&shown)), "{shown}");
        for wrong in [
            "[style]\nlink = 'required'",
            "[style]\nlinks = 'always'",
            "[rules]\nany = 'off'",
            "[rules]\nplaceholder-link = 'warn'",
            "[issue]\nslack-days = 200",
            "[[overrides]]\nrules = {}",
            "[terms]\ndiscouraged = [{ use = 'x' }]",
            "[gazetteer]\nreject = [['x']]",
            "rule = {}",
            "extends = 'house.yml'",
            "[[overrides]]\npaths = ['a']\nissue = { slack-days = 200 }",
        ] {
            assert!(!validator.is_valid(&json_of(wrong)), "{wrong}");
            // Whether a rule exists is not for the reader to say.
            let is_rule_name = wrong.contains("any");
            assert_eq!(crate::config::Config::parse(wrong).1.is_empty(), is_rule_name, "{wrong}");
        }
    }

    #[test]
    fn no_value_is_null() {
        assert!(!ours().to_string().contains("null"));
    }

    #[test]
    fn every_rule_can_be_set() {
        let schema = schema();
        let names = properties(&schema, "rules").keys();
        let families = Family::ALL.iter().map(|family| family.name());
        assert!(names.eq(rules::all().iter().map(|rule| rule.name).chain(families)));
        let profiles = &schema["definitions"]["Style"]["properties"]["profile"]["enum"];
        assert!(profiles.as_array().unwrap().iter().any(|name| name == "jamestown"), "{profiles}");
    }
}
