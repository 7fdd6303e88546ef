//! Terms from textlint's prh: YAML rules with an expected term and the patterns it replaces.
//!
//! * A pattern is plain text, or `/an expression/flags`; without a pattern, other cases of the expected word are meant.
//! * Features that our expressions lack (look-around, groups in the replacement) are reported with their line number.

use super::entry::{Imported, ImportedTerm, Verdict};
use super::{ImportOptions, Input, clean, lines};
use saphyr_parser::{Event, Parser};

/// The deepest nesting that is read.
const DEEPEST: usize = 64;

/// A value and its line.
struct Node {
    line: u64,
    value: Value,
}

enum Value {
    Text(String),
    List(Vec<Node>),
    /// Alternating keys and values.
    Map(Vec<Node>),
}

impl Node {
    fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(entries) = &self.value else { return None };
        let (pairs, _) = entries.as_chunks::<2>();
        pairs.iter().find(|[name, _]| matches!(&name.value, Value::Text(text) if text == key)).map(|[_, value]| value)
    }

    fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    fn texts(&self) -> Vec<(u64, &str)> {
        match &self.value {
            Value::Text(text) => vec![(self.line, text)],
            Value::List(list) => list.iter().filter_map(|node| Some((node.line, node.text()?))).collect(),
            Value::Map(_) => Vec::new(),
        }
    }
}

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    let Some(text) = lines::whole(&mut *input.text, found) else { return };
    let Some(document) = document(&text, found) else { return };
    if let Some(imports) = document.get("imports") {
        imports.texts().iter().for_each(|_| found.leave_out("imported files: import them themselves"));
    }
    let Value::List(rules) = &document.get("rules").unwrap_or(&document).value else {
        return found.fault_at(document.line, "it holds no list of rules");
    };
    for rule in rules {
        take(rule, found);
    }
}

/// The first document of a text.
fn document(text: &str, found: &mut Imported) -> Option<Node> {
    let mut open: Vec<Node> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let line = error.marker().line() as u64;
                found.fault_at(line, &format!("this is not YAML: {}", error.info()));
                return None;
            }
        };
        let line = span.start.line() as u64;
        let whole = match event {
            Event::Scalar(text, ..) => Node { line, value: Value::Text(text.into_owned()) },
            // Aliases are not supported: terms do not use them.
            Event::Alias(_) => Node { line, value: Value::Text(String::new()) },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() == DEEPEST {
                    found.fault_at(line, "this is nested too deep");
                    return None;
                }
                let list = matches!(event, Event::SequenceStart(..));
                open.push(Node { line, value: if list { Value::List(Vec::new()) } else { Value::Map(Vec::new()) } });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(node) => node,
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut().map(|node| &mut node.value) {
            Some(Value::List(list) | Value::Map(list)) => list.push(whole),
            Some(Value::Text(_)) => {}
            None => return Some(whole),
        }
    }
    found.fault("", "there is nothing in it");
    None
}

fn take(rule: &Node, found: &mut Imported) {
    let Some(expected) = rule.get("expected").and_then(Node::text).map(clean::plain).filter(|text| !text.is_empty())
    else {
        return found.fault_at(rule.line, "the rule has no “expected”");
    };
    let note = rule.get("prh").and_then(Node::text).map(clean::plain).unwrap_or_default();
    let whole =
        rule.get("options").and_then(|options| options.get("wordBoundary")).and_then(Node::text) == Some("true");
    let mut patterns: Vec<(u64, &str)> = Vec::new();
    for key in ["pattern", "patterns"] {
        patterns.extend(rule.get(key).map(Node::texts).unwrap_or_default());
    }
    if patterns.is_empty() {
        return add(rule.line, cases(&expected, &expected), true, &expected, &note, found);
    }
    for (line, written) in patterns {
        match expression(written) {
            Some((pattern, flags)) => {
                let flags: String = flags.chars().filter(|flag| matches!(flag, 'i' | 'm' | 's')).collect();
                let plain =
                    !pattern.is_empty() && pattern.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
                // `/jquery/i` for jQuery would match the expected term itself.
                if plain && flags.contains('i') && pattern.to_lowercase() == expected.to_lowercase() {
                    add(line, cases(pattern, &expected), true, &expected, &note, found);
                } else {
                    let pattern = if whole { format!(r"\b(?:{pattern})\b") } else { pattern.to_owned() };
                    let flags = if flags.is_empty() { flags } else { format!("(?{flags})") };
                    add(line, format!("{flags}{pattern}"), true, &expected, &note, found);
                }
            }
            None => {
                let written = clean::plain(written);
                if written == expected {
                    found.fault_at(line, "the pattern is what is expected");
                } else if written.to_lowercase() == expected.to_lowercase() {
                    add(line, format!(r"\b{}\b", regex::escape(&written)), true, &expected, &note, found);
                } else {
                    add(line, written, false, &expected, &note, found);
                }
            }
        }
    }
}

/// `/expression/flags`
fn expression(written: &str) -> Option<(&str, &str)> {
    let (pattern, flags) = written.strip_prefix('/')?.rsplit_once('/')?;
    flags.bytes().all(|byte| byte.is_ascii_lowercase()).then_some((pattern, flags))
}

/// A word in other cases than the expected one.
fn cases(word: &str, expected: &str) -> String {
    let small = word.to_lowercase();
    let mut letters = small.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut cases = vec![small, title, word.to_uppercase()];
    cases.dedup();
    cases.retain(|case| case != expected);
    let cases: Vec<String> = cases.iter().map(|case| regex::escape(case)).collect();
    format!(r"\b(?:{})\b", cases.join("|"))
}

fn add(line: u64, written: String, is_pattern: bool, expected: &str, note: &str, found: &mut Imported) {
    let place = format!(":{line}");
    // Our replacements do not support groups, so the note tells a person what to write.
    let groups = is_pattern && expected.contains('$');
    let (instead, note) = match groups {
        true => (Vec::new(), format!("write “{expected}”{}{note}", if note.is_empty() { "" } else { ": " })),
        false => (vec![expected.to_owned()], note.to_owned()),
    };
    let from = found.from(&place, "");
    found.term(&place, ImportedTerm { from, written, is_pattern, verdict: Verdict::Discouraged(instead), note });
}
