//! Keys, rules and values in `copydesk.toml`, based on the lines before the position: a file being edited is seldom
//! valid.

use super::item::{Completions, Item, Kind, Subject};
use crate::config::keys;
use crate::gazetteer::profiles;
use crate::rules::{self, Family};
use crate::text::{Edit, Offset, Slice, Span};

/// The completions at `offset` in a configuration file.
#[must_use]
pub fn configuration(text: &str, offset: Offset) -> Completions {
    let at = (offset as usize).min(text.len());
    if !text.is_char_boundary(at) {
        return Completions::default();
    }
    let start = text.slice(..at).rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.slice(start..at);
    if line.trim_start().starts_with('#') {
        return Completions::default();
    }
    let table = table(text.slice(..start));
    let items = match line.split_once('=') {
        None if line.trim_start().starts_with('[') => headers(line, at),
        None => {
            let typed = Span::at(at - line.trim_start().len()..at);
            names(table, typed)
        }
        Some((key, value)) => {
            let typed = value.rsplit(['"', '\'', ' ', '=']).next().unwrap_or("");
            let quoted = value.slice(..value.len() - typed.len()).ends_with(['"', '\'']);
            values(table, key.trim(), Span::at(at - typed.len()..at), quoted)
        }
    };
    Completions { items, incomplete: false }
}

/// The table that contains the next line; empty at the top level.
fn table(before: &str) -> &str {
    let header = before.lines().rev().map(str::trim).find(|line| line.starts_with('['));
    header.map_or("", |line| line.trim_start_matches('[').split(']').next().unwrap_or("").trim())
}

/// `[style]`, `[[overrides]]`
fn headers(line: &str, at: usize) -> Vec<Item> {
    let span = Span::at(at - line.trim_start().len()..at);
    let tables = keys::of("").map(|key| match key.kind {
        keys::ValueKind::Tables => Some((format!("[[{}]]", key.name), key.about)),
        keys::ValueKind::Text => None,
        _ => Some((format!("[{}]", key.name), key.about)),
    });
    tables.flatten().map(|(header, about)| Item::plain(header, about, Kind::Key, span)).collect()
}

fn names(table: &str, typed: Span) -> Vec<Item> {
    if table == "rules" {
        return rule_names(typed);
    }
    let keys = keys::of(table).filter(|key| !(table.is_empty() && matches!(key.kind, keys::ValueKind::Table)));
    let item = |key: &keys::Key| Item {
        edit: Edit::replace(typed, format!("{} = ", key.name)),
        ..Item::plain(key.name, key.about, Kind::Key, typed)
    };
    keys.map(item).collect()
}

fn rule_names(typed: Span) -> Vec<Item> {
    let item = |rule: &&rules::Rule| Item {
        edit: Edit::replace(typed, format!("{} = ", rule.name)),
        subject: Some(Subject::Rule(rule.name.to_owned())),
        ..Item::plain(rule.name, rule.summary, Kind::Rule, typed)
    };
    let family = |family: Family| Item {
        edit: Edit::replace(typed, format!("{} = ", family.name())),
        ..Item::plain(family.name(), family.summary(), Kind::Rule, typed)
    };
    rules::all().iter().map(item).chain(Family::ALL.map(family)).collect()
}

/// The values that a key takes.
fn values(table: &str, key: &str, typed: Span, quoted: bool) -> Vec<Item> {
    let known = keys::find(table, key).map(|key| key.kind);
    let words = match known {
        Some(keys::ValueKind::Choice(words)) => words(),
        _ if (table, key) == ("style", "profile") => profiles::names().collect(),
        _ if table == "rules" => keys::levels(),
        _ => return Vec::new(),
    };
    let item = |word: &str| {
        let written = if quoted { word.to_owned() } else { format!("\"{word}\"") };
        Item { edit: Edit::replace(typed, written), ..Item::plain(word, "", Kind::Key, typed) }
    };
    words.into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let at = u32::try_from(text.find('|').expect("a mark")).unwrap();
        configuration(&text.replacen('|', "", 1), at).items.into_iter().map(|item| item.label).collect()
    }

    #[test]
    fn keys_rules_and_values() {
        assert!(labels("[|").contains(&"[style]".to_owned()));
        assert!(labels("[[|").contains(&"[[overrides]]".to_owned()));
        assert!(labels("[style]\nli|").contains(&"links".to_owned()));
        assert!(labels("[rules]\n|").contains(&"undated-citation".to_owned()));
        assert!(labels("[rules]\n|").contains(&"citations".to_owned()));
        assert!(labels("[style]\nprofile = \"|").contains(&"guardian".to_owned()));
        assert!(labels("|").contains(&"extends".to_owned()) && !labels("[|").contains(&"[extends]".to_owned()));
        assert_eq!(labels("[style]\nlinks = \"|\""), ["optional", "required"]);
        assert!(labels("[rules]\nundated-citation = |").contains(&"off".to_owned()));
        assert!(labels("# a comment |").is_empty());
        assert!(labels("[gazetteer]\nactors = [\"|").is_empty());
    }
}
