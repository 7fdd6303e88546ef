//! LF, CRLF and a lone CR mean the same: findings, messages, the bulletin and the fixes agree, and inserted line ends
//! are the document’s own.

use crate::{document, text_of};
use copydesk::check::{Checked, Draft, check};
use copydesk::config::Settings;
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::rules::{Diagnostic, Fix};
use std::fmt::Write;

/// The text with `end` as each line end.
fn with_line_ends(text: &str, end: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', end)
}

/// The results for a text, with spans and texts as in the same text with LF.
struct Said {
    /// The findings, one per line.
    findings: Vec<String>,
    /// The contents of the bulletin.
    read: String,
    /// The text with its safe fixes, and with all fixes.
    fixed: [String; 2],
}

/// Maps offsets in a text with other line ends to those in the text with LF.
struct Places(Vec<usize>);

impl Places {
    fn of(text: &str, end: &str) -> Places {
        let mut places = Vec::with_capacity(text.len() + 1);
        let (mut at, mut lf) = (0, 0);
        while at < text.len() {
            places.push(lf);
            let len = if text.as_bytes()[at..].starts_with(end.as_bytes()) { end.len() } else { 1 };
            places.extend((1..len).map(|_| lf));
            (at, lf) = (at + len, lf + 1);
        }
        places.push(lf);
        Places(places)
    }

    /// The `{:?}` output of a value with spans in it, with mapped offsets.
    fn map(&self, debug: &str) -> String {
        let mut out = String::with_capacity(debug.len());
        let mut rest = debug;
        while let Some(at) = rest.find("..") {
            let start = rest[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let end = at + 2 + rest[at + 2..].bytes().take_while(u8::is_ascii_digit).count();
            match (rest[start..at].parse::<usize>(), rest[at + 2..end].parse::<usize>()) {
                (Ok(from), Ok(to)) if to < self.0.len() => {
                    let _ = write!(out, "{}{}..{}", &rest[..start], self.0[from], self.0[to]);
                }
                _ => out.push_str(&rest[..end]),
            }
            rest = &rest[end..];
        }
        out + rest
    }
}

/// The results for `text` with that line end.
fn said(text: &str, end: &str, settings: &Settings, gazetteer: &Gazetteer) -> Said {
    let text = with_line_ends(text, end);
    let places = Places::of(&text, end);
    let lf = |text: &str| with_line_ends(text, "\n");
    let draft = Draft { path: "draft.md", text: &text, settings, gazetteer };
    let checked = check(draft);
    let read = format!("{:#?}", checked.bulletin);
    let checked: Checked = checked.with_verified_fixes(draft);
    let of_fix = |fix: &Fix| {
        let edits = fix.edits.iter().map(|edit| format!("{:?} {:?}", edit.span, lf(&edit.text)));
        format!("{:?} {} {}", fix.safety, fix.title(), edits.collect::<Vec<_>>().join(", "))
    };
    let finding = |found: &Diagnostic| {
        let fixes: Vec<String> = found.fixes.iter().map(of_fix).collect();
        let related: Vec<String> =
            found.related.iter().map(|related| format!("{:?} {}", related.span, related.message)).collect();
        let Diagnostic { rule, span, message, level, .. } = found;
        places.map(&format!("{} {level:?} {span:?} {message} {fixes:?} {related:?}", rule.name))
    };
    let fixed = [false, true].map(|review| {
        let wanted = Wanted { review, rules: Vec::new() };
        let fixed = fix(draft, &wanted).text;
        if with_line_ends(&fixed, end) != fixed { format!("other line ends: {fixed:?}") } else { lf(&fixed) }
    });
    Said { findings: checked.diagnostics.iter().map(finding).collect(), read: places.map(&read), fixed }
}

/// The first difference between the results for the text with LF and with the other line ends.
///
/// # Errors
/// That difference.
pub fn agree(text: &str, settings: &Settings, gazetteer: &Gazetteer) -> Result<(), String> {
    let lf = said(text, "\n", settings, gazetteer);
    if let Some(found) = lf.findings.iter().find(|found| found.contains('\n')) {
        return Err(format!("a message of several lines: {found}"));
    }
    for (name, end) in [("CRLF", "\r\n"), ("CR", "\r")] {
        let other = said(text, end, settings, gazetteer);
        let parts = [
            (lf.findings.join("\n"), other.findings.join("\n")),
            (lf.read.clone(), other.read),
            (lf.fixed[0].clone(), other.fixed[0].clone()),
            (lf.fixed[1].clone(), other.fixed[1].clone()),
        ];
        for (lf, other) in parts {
            if lf != other {
                let at = lf.lines().zip(other.lines()).take_while(|(a, b)| a == b).count();
                let near = |text: &str| text.lines().skip(at.saturating_sub(6)).take(9).collect::<Vec<_>>().join("\n");
                return Err(format!("{name}\nLF:\n{}\n{name}:\n{}", near(&lf), near(&other)));
            }
        }
    }
    Ok(())
}

/// A text with hard-wrapped paragraphs, at this many letters.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let mut len = 0;
        let plain = !line.starts_with([' ', '|', '#', '`', '\t']);
        for word in line.split_inclusive(' ') {
            len += word.len();
            match word.strip_suffix(' ') {
                Some(word) if plain && len > width => {
                    out.push_str(word);
                    out.push('\n');
                    len = 0;
                }
                _ => out.push_str(word),
            }
        }
    }
    out
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    agree(&text_of(data), &document::settings(), &document::GAZETTEER)
}
