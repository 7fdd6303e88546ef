//! Prints the effective configuration as TOML.

use super::keys::{self, Key, Kind};
use super::{Config, Layer, Level, Shown, Style, StyleChange, values};
use crate::text::Spanned;
use std::collections::HashSet;
use std::fmt::Write as _;
use toml::Value;

pub(super) fn show(config: &Config, remarks: &[(&str, String)]) -> String {
    let mut out = String::new();
    // The layers before the first override apply to all files and are printed as one table. Later layers without paths
    // come from the command line or a stronger configuration and must stay after the overrides.
    let general = config.layers.iter().take_while(|layer| layer.paths.is_none()).count();
    let (general, later) = config.layers.split_at(general);
    let mut style = Style::default();
    for layer in general {
        layer.style.apply(&mut style);
    }
    let style = StyleChange::from(&style);
    for table in keys::of("") {
        if matches!(table.kind, Kind::Tables) {
            continue;
        }
        if table.name == "rules" {
            comment(&mut out, table);
        }
        let _ = writeln!(out, "[{}]", table.name);
        if table.name == "rules" {
            rules(&mut out, general);
        }
        for key in keys::of(table.name) {
            comment(&mut out, key);
            let _ = match (key.write)(&Shown { config, style: &style }) {
                // One term per line.
                Some(Value::Array(items)) if matches!(key.kind, Kind::Tables) && !items.is_empty() => {
                    let lines: String = items.iter().map(|item| format!("    {item},\n")).collect();
                    writeln!(out, "{} = [\n{lines}]", key.name)
                }
                Some(value) => {
                    let remark = remarks.iter().find(|(name, _)| *name == key.name && key.table == "style");
                    let remark = remark.map(|(_, remark)| format!("  # {remark}")).unwrap_or_default();
                    writeln!(out, "{} = {value}{remark}", key.name)
                }
                None => writeln!(out, "# {} = {}", key.name, key.example),
            };
        }
        out.push('\n');
    }
    for layer in later {
        overriding(&mut out, config, layer);
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn comment(out: &mut String, key: &Key) {
    let _ = write!(out, "# {}", key.about);
    if let Kind::Choice(words) = key.kind {
        let _ = write!(out, " ({})", words().join(", "));
    }
    out.push('\n');
}

fn word(level: Option<Level>) -> &'static str {
    level.map_or("off", Level::name)
}

/// A TOML key, quoted where necessary.
fn bare(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_bare { name.to_owned() } else { Value::from(name).to_string() }
}

fn rules(out: &mut String, layers: &[Layer]) {
    let all: Vec<_> = layers.iter().flat_map(|layer| &layer.rules).collect();
    // The last level of a rule applies.
    let mut named = HashSet::new();
    let mut last: Vec<_> = all.into_iter().rev().filter(|(name, _)| named.insert(&*name.value)).collect();
    last.reverse();
    for (name, level) in last {
        let _ = writeln!(out, "{} = {:?}", bare(name), word(*level));
    }
}

fn overriding(out: &mut String, config: &Config, layer: &Layer) {
    let shown = Shown { config, style: &layer.style };
    let style: Vec<String> = keys::of("style")
        .filter_map(|key| (key.write)(&shown).map(|value| format!("{} = {value}", key.name)))
        .collect();
    if layer.rules.is_empty() && style.is_empty() {
        return;
    }
    let everything = Value::Array(vec![Value::from("**")]);
    let paths = layer.paths.as_ref().map_or(everything, |globs| values::texts(globs.written()));
    let _ = writeln!(out, "[[overrides]]\npaths = {paths}");
    if !layer.rules.is_empty() {
        let levels: Vec<_> =
            layer.rules.iter().map(|(name, level)| format!("{} = {:?}", bare(name), word(*level))).collect();
        let _ = writeln!(out, "rules = {{ {} }}", levels.join(", "));
    }
    if !style.is_empty() {
        let _ = writeln!(out, "style = {{ {} }}", style.join(", "));
    }
    out.push('\n');
}

impl From<&Style> for StyleChange {
    fn from(style: &Style) -> StyleChange {
        StyleChange {
            links: Some(style.links),
            placeholder_links: Some(style.placeholder_links),
            date_order: Some(style.date_order),
            citation_placement: Some(style.citation_placement),
            profile: style.profile.clone().map(|profile| Spanned { value: profile, ..Spanned::default() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../docs/copydesk.toml");

    /// The settings without spans.
    fn seen(config: &Config) -> String {
        let settings: Vec<_> = ["a.md", "archive/a.md", "guest/a.md"].map(|path| config.settings(path)).into();
        let settings = format!("{settings:?} {:?}", config.rejected());
        regex::Regex::new(r"span: \d+\.\.\d+").unwrap().replace_all(&settings, "").into_owned()
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same() {
        let odd = "[rules]\n\"a b\" = 'off'\n[terms]\ndiscouraged = [{pattern = '\\d\"', use = ['a', 'b']}]\n";
        for text in [SAMPLE, "", odd] {
            let (config, problems) = Config::parse(text);
            assert_eq!(problems, []);
            let shown = config.to_toml();
            let (again, problems) = Config::parse(&shown);
            assert_eq!(problems, [], "{shown}");
            assert_eq!(again.to_toml(), shown);
            assert_eq!(seen(&again), seen(&config));
        }
    }

    #[test]
    fn layers_keep_their_order() {
        let (file, _) = Config::parse("[rules]\nx = 'info'\n[[overrides]]\npaths = ['a.md']\nrules = {x = 'hint'}\n");
        let (editor, _) = Config::parse("[rules]\nx = 'error'\ny = 'error'\n[style]\nlinks = 'required'\n");
        let mut config = file.over(editor);
        config.set_rule("z", None);
        let (again, _) = Config::parse(&config.to_toml());
        for config in [config, again] {
            let settings = config.settings("a.md");
            assert_eq!(settings.rule("x"), Some(Some(Level::Hint)));
            assert_eq!(config.settings("b.md").rule("x"), Some(Some(Level::Info)));
            assert_eq!(settings.rule("y"), Some(Some(Level::Error)));
            assert_eq!(settings.rule("z"), Some(None));
            assert_eq!(settings.rule("unnamed"), None);
            assert_eq!(settings.style.links, super::super::Links::Required);
        }
    }

    #[test]
    fn nothing_stated_shows_every_key_with_its_default() {
        let shown = Config::default().to_toml();
        let listed = |key: &&Key| !key.example.is_empty() && !matches!(key.table, "overrides" | "terms.discouraged");
        for key in keys::KEYS.iter().filter(listed) {
            let line = match key.default {
                "" => format!("# {} = {}\n", key.name, key.example),
                default => format!("{} = {default}\n", key.name),
            };
            assert!(shown.contains(&line), "{line}\n{shown}");
        }
    }
}
