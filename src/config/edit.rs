//! Edits to the text of a configuration file that preserve everything else: comments, order, spacing.

use crate::text::{Edit, Span};
use toml::de::{DeTable, DeValue};

/// The edit that adds a pair to `gazetteer.reject`; `None` if the text is invalid TOML or already has the pair.
#[must_use]
pub fn reject(text: &str, a: &str, b: &str) -> Option<Edit> {
    let (config, _) = super::Config::parse(text);
    let known = config.rejected().iter().any(|[x, y]| (x == a && y == b) || (x == b && y == a));
    (!known).then(|| append(text, "reject", &format!("[{}, {}]", quoted(a), quoted(b)))).flatten()
}

/// The edit that adds a file to `gazetteer.actors` or `gazetteer.sources`.
#[must_use]
pub fn list(text: &str, key: &str, file: &str) -> Option<Edit> {
    append(text, key, &quoted(file))
}

/// The edit that turns a rule off: its level in `[rules]`; `None` if the text is invalid TOML or turns it off already.
#[must_use]
pub fn turn_off(text: &str, rule: &str) -> Option<Edit> {
    let document = DeTable::parse(text).ok()?;
    let Some((name, table)) = document.get_ref().iter().find(|(name, _)| name.get_ref() == "rules") else {
        return Some(Edit::insert(end(text.len()), format!("{}[rules]\n{rule} = \"off\"\n", gap(text))));
    };
    let DeValue::Table(entries) = table.get_ref() else { return None };
    if let Some((_, value)) = entries.iter().find(|(name, _)| name.get_ref() == rule) {
        let DeValue::String(level) = value.get_ref() else { return None };
        return (level != "off").then(|| Edit::replace(Span::at(value.span()), "\"off\""));
    }
    below_header(text, name.span().end, &format!("{rule} = \"off\"\n"))
}

/// What separates a new table from the text before it.
fn gap(text: &str) -> &'static str {
    match text {
        "" => "",
        text if text.ends_with("\n\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    }
}

/// The edit that inserts a line below `[table]`, whose name ends at `name`; `None` if the table header is not on a line
/// of its own.
fn below_header(text: &str, name: usize, line: &str) -> Option<Edit> {
    let rest = text.get(name..)?;
    if !rest.trim_start().starts_with(']') {
        return None;
    }
    match rest.find('\n') {
        Some(newline) => Some(Edit::insert(end(name + newline + 1), line)),
        None => Some(Edit::insert(end(text.len()), format!("\n{line}"))),
    }
}

/// Adds an item to a list in `[gazetteer]`, creating the list and the table if needed.
fn append(text: &str, key: &str, item: &str) -> Option<Edit> {
    let document = DeTable::parse(text).ok()?;
    let Some((name, table)) = document.get_ref().iter().find(|(name, _)| name.get_ref() == "gazetteer") else {
        return Some(Edit::insert(end(text.len()), format!("{}[gazetteer]\n{key} = [{item}]\n", gap(text))));
    };
    let DeValue::Table(entries) = table.get_ref() else { return None };
    if let Some((_, value)) = entries.iter().find(|(name, _)| name.get_ref() == key) {
        let DeValue::Array(items) = value.get_ref() else { return None };
        let close = value.span().end.checked_sub(1)?;
        // After the last item, so that a trailing comma and a comment keep their place.
        return Some(match items.iter().last() {
            Some(last) => Edit::insert(end(last.span().end), format!(", {item}")),
            None => Edit::insert(end(close), item),
        });
    }
    below_header(text, name.span().end, &format!("{key} = [{item}]\n"))
}

fn end(at: usize) -> crate::text::Offset {
    Span::at(at..at).start
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::text::edits::apply;

    fn after(text: &str) -> String {
        apply(text, &[reject(text, "Hamza", "Ham\"as").expect("an edit")])
    }

    #[test]
    fn a_pair_is_added_where_it_belongs() {
        for (text, expected) in [
            ("", "[gazetteer]\nreject = [[\"Hamza\", 'Ham\"as']]\n"),
            (
                "[style]\nlinks = 'required'",
                "[style]\nlinks = 'required'\n\n[gazetteer]\nreject = [[\"Hamza\", 'Ham\"as']]\n",
            ),
            (
                "[gazetteer] # ours\nactors = []\n",
                "[gazetteer] # ours\nreject = [[\"Hamza\", 'Ham\"as']]\nactors = []\n",
            ),
            ("[gazetteer]\nreject = []\n", "[gazetteer]\nreject = [[\"Hamza\", 'Ham\"as']]\n"),
            (
                "[gazetteer]\nreject = [\n  [\"a\", \"b\"], # why\n]\n",
                "[gazetteer]\nreject = [\n  [\"a\", \"b\"], [\"Hamza\", 'Ham\"as'], # why\n]\n",
            ),
        ] {
            assert_eq!(after(text), expected);
            let (config, problems) = Config::parse(expected);
            assert_eq!(problems, []);
            assert!(config.rejected().contains(&["Hamza".to_owned(), "Ham\"as".to_owned()]));
        }
    }

    #[test]
    fn nothing_is_added_twice_or_to_a_broken_file() {
        assert_eq!(reject("[gazetteer]\nreject = [[\"a\", \"b\"]]", "b", "a"), None);
        assert_eq!(reject("[gazetteer\n", "b", "a"), None);
    }

    #[test]
    fn a_rule_is_turned_off_where_rules_stand() {
        for (text, expected) in [
            ("", "[rules]\nsplit-word = \"off\"\n"),
            ("[style]\nlinks = 'required'\n", "[style]\nlinks = 'required'\n\n[rules]\nsplit-word = \"off\"\n"),
            ("[rules] # ours\nactors = 'off'\n", "[rules] # ours\nsplit-word = \"off\"\nactors = 'off'\n"),
            ("[rules]", "[rules]\nsplit-word = \"off\"\n"),
            ("[rules]\nsplit-word = 'hint' # why\n", "[rules]\nsplit-word = \"off\" # why\n"),
        ] {
            assert_eq!(apply(text, &[turn_off(text, "split-word").expect("an edit")]), expected);
            assert_eq!(Config::parse(expected).1, []);
        }
        assert_eq!(turn_off("[rules]\nsplit-word = 'off'\n", "split-word"), None);
        assert_eq!(turn_off("[rules\n", "split-word"), None);
        assert_eq!(turn_off("rules = {}\n", "split-word"), None);
    }

    #[test]
    fn a_list_is_named() {
        let text = "[gazetteer]\nsources = [\"a.tsv\"]\n";
        assert_eq!(
            apply(text, &[list(text, "sources", "b.tsv").unwrap()]),
            "[gazetteer]\nsources = [\"a.tsv\", \"b.tsv\"]\n"
        );
    }
}
