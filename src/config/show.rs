//! Prints the effective configuration as TOML.

use super::keys::{self, Key, ValueKind};
use super::{Config, Layer, Level, Printing, Shown, values};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use toml::Value;

pub(super) fn show(config: &Config, how: &Printing<'_>) -> String {
    let mut out = String::new();
    // The layers before the first override apply to all files and are printed as one table. Later layers without paths
    // come from the command line or a stronger configuration and must stay after the overrides.
    let (general, later): (Vec<&Layer>, &[Layer]) = match how.path {
        Some(path) => (config.layers.iter().filter(|layer| layer.covers(path)).collect(), &[]),
        None => {
            let general = config.layers.iter().take_while(|layer| layer.paths.is_none()).count();
            let (general, later) = config.layers.split_at(general);
            (general.iter().collect(), later)
        }
    };
    let printer = Printer { config, how, general: &general };
    for key in keys::of("") {
        match key.kind {
            // Its contents are printed with the rest.
            ValueKind::Text => {
                if let Some(extended) = how.extends {
                    comment(&mut out, key);
                    let _ = writeln!(out, "{} = {}\n", key.name, Value::from(extended.to_string_lossy().into_owned()));
                } else if how.origin.is_none() {
                    comment(&mut out, key);
                    let _ = writeln!(out, "# {} = {}\n", key.name, key.example);
                }
            }
            ValueKind::Tables => {}
            _ => printer.table(&mut out, key),
        }
    }
    if let Some(key) = keys::find("", "overrides").filter(|_| how.path.is_none()) {
        comment(&mut out, key);
        let _ = writeln!(out, "# [[{}]]", key.name);
        for key in keys::of(key.name) {
            let _ = writeln!(out, "# {} = {}", key.name, key.example);
        }
        out.push('\n');
    }
    for layer in later {
        printer.overriding(&mut out, layer);
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

struct Printer<'a> {
    config: &'a Config,
    how: &'a Printing<'a>,
    /// The layers that are printed as one, the strongest last.
    general: &'a [&'a Layer],
}

impl Printer<'_> {
    fn table(&self, out: &mut String, table: &Key) {
        if table.name == "rules" {
            comment(out, table);
        }
        let _ = writeln!(out, "[{}]", table.name);
        if table.name == "rules" {
            self.rules(out);
        }
        for key in keys::of(table.name) {
            comment(out, key);
            let (value, origin) = self.value(key);
            let is_inherited = matches!(key.kind, ValueKind::Files)
                && self.how.extends.is_some()
                && origin.is_some_and(|origin| self.config.nearest.as_deref() != Some(origin));
            let origin = self.how.origin.map(|name| origin.map_or_else(|| "default".to_owned(), name));
            let is_list = matches!(key.kind, ValueKind::Tables);
            match (value, key.default) {
                // One term per line.
                (Some(Value::Array(items)), _) if is_list && !items.is_empty() => {
                    out.extend(origin.map(|origin| format!("# {origin}\n")));
                    let lines: String = items.iter().map(|item| format!("    {item},\n")).collect();
                    let _ = writeln!(out, "{} = [\n{lines}]", key.name);
                }
                (None, "") => {
                    let _ = writeln!(out, "# {} = {}", key.name, key.example);
                }
                (value, default) => {
                    let value = value.map_or_else(|| default.to_owned(), |value| value.to_string());
                    let remark = self.how.remarks.iter().find(|(name, _)| *name == key.name && key.table == "style");
                    let remarks: Vec<String> = remark.map(|(_, said)| said.clone()).into_iter().chain(origin).collect();
                    let remarks =
                        if remarks.is_empty() { remarks.concat() } else { format!("  # {}", remarks.join("; ")) };
                    let mark = if is_inherited { "# " } else { "" };
                    let _ = writeln!(out, "{mark}{} = {value}{remarks}", key.name);
                }
            }
        }
        out.push('\n');
    }

    /// The value that is set for a key, and where; both `None` if it is not set.
    fn value(&self, key: &Key) -> (Option<Value>, Option<&Path>) {
        let config = self.config;
        if is_layered(key) {
            for layer in self.general.iter().rev() {
                let value = (key.write)(&Shown { config, layer });
                if value.is_some() {
                    return (value, layer.origin.as_deref());
                }
            }
            return (None, None);
        }
        ((key.write)(&Shown { config, layer: &Layer::default() }), config.origin(key.table, key.name))
    }

    fn rules(&self, out: &mut String) {
        if let Some(lines) = self.how.rules {
            for (name, level, origin) in lines {
                let _ = writeln!(out, "{} = {:?}  # {origin}", bare(name), word(*level));
            }
            return;
        }
        let layers = self.general.iter().rev();
        // The last level of a rule applies.
        let mut named = HashSet::new();
        let all = layers.flat_map(|layer| layer.rules.iter().rev().map(|rule| (rule, layer.origin.as_deref())));
        let mut last: Vec<_> = all.filter(|((name, _), _)| named.insert(&*name.value)).collect();
        last.reverse();
        for ((name, level), origin) in last {
            let _ = write!(out, "{} = {:?}", bare(&name.value), word(*level));
            if let (Some(origin), Some(name)) = (origin, self.how.origin) {
                let _ = write!(out, "  # {}", name(origin));
            }
            out.push('\n');
        }
    }

    fn overriding(&self, out: &mut String, layer: &Layer) {
        let shown = Shown { config: self.config, layer };
        let table = |table: &str| -> Option<String> {
            let value = |key: &Key| (key.write)(&shown).map(|value| format!("{} = {value}", key.name));
            let keys: Vec<String> = keys::of(table).filter(|key| is_layered(key)).filter_map(value).collect();
            (!keys.is_empty()).then(|| format!("{table} = {{ {} }}\n", keys.join(", ")))
        };
        let tables: String = ["style", "notes", "citations", "terms", "issue"].into_iter().filter_map(table).collect();
        if layer.rules.is_empty() && tables.is_empty() {
            return;
        }
        let everything = Value::Array(vec![Value::from("**")]);
        let paths = layer.paths.as_ref().map_or(everything, |globs| values::texts(globs.written()));
        if let (Some(origin), Some(name)) = (layer.origin.as_deref(), self.how.origin) {
            let _ = writeln!(out, "# {}", name(origin));
        }
        let _ = writeln!(out, "[[overrides]]\npaths = {paths}");
        if !layer.rules.is_empty() {
            let levels: Vec<_> =
                layer.rules.iter().map(|(name, level)| format!("{} = {:?}", bare(&name.value), word(*level))).collect();
            let _ = writeln!(out, "rules = {{ {} }}", levels.join(", "));
        }
        out.push_str(&tables);
        out.push('\n');
    }
}

/// Whether overrides can set a key.
fn is_layered(key: &Key) -> bool {
    match key.table {
        "style" | "notes" | "issue" | "terms" => true,
        "citations" => key.name != "library",
        _ => false,
    }
}

fn comment(out: &mut String, key: &Key) {
    let _ = write!(out, "# {}", key.about);
    if let ValueKind::Choice(words) = key.kind {
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
    if is_bare {
        return name.to_owned();
    }
    // Unlike a value, a key cannot be a multi-line string.
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
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
        let keys = "[rules]\n\"it's\\b\\n\\\"é\" = 'off'\n[[overrides]]\npaths = ['a.md']\nrules = {\"x'\\u007f\\\\\" = 'hint'}\n";
        for text in [SAMPLE, "", odd, keys] {
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
