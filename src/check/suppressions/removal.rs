//! Fixes that remove suppression comments, or names in them, so that the text around them stays what it is.

use crate::rules::{Fix, Safety};
use crate::text::{Edit, Slice, Span};

/// Takes comments away: safe where they stand at the ends of lines, for elsewhere words may grow together. What follows a
/// comment that opens its line is a part of it for Markdown, and would become text: there a person must look. So must one at
/// a comment of several paragraphs, which may hold more than was meant to be hidden.
pub(super) fn comments(text: &str, comment: Span, ends: &[Span]) -> Option<Fix> {
    let all = || std::iter::once(comment).chain(ends.iter().copied());
    if all().any(|comment| has_blank_line(comment.of(text))) {
        return None;
    }
    if all().any(|comment| opens_line(text, comment) && !ends_line(text, comment)) {
        return None;
    }
    let safety = if all().all(|comment| ends_line(text, comment)) { Safety::Safe } else { Safety::Review };
    let edits = all().map(|span| Edit::delete(with_line(text, span)));
    Some(Fix::new(safety, "remove the comment", edits.collect::<Vec<_>>()))
}

/// Whether a line is empty, the last and the first apart.
fn has_blank_line(comment: &str) -> bool {
    let mut ends = 0;
    let mut bytes = comment.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => {
                bytes.next_if_eq(&b'\n');
                ends += 1;
            }
            b'\n' => ends += 1,
            b' ' | b'\t' | b'>' => {}
            _ => ends = 0,
        }
        if ends > 1 {
            return true;
        }
    }
    false
}

/// Whether nothing that is read stands before a comment in its line.
fn opens_line(text: &str, comment: Span) -> bool {
    let mut before = text.slice(..comment.start as usize).chars().rev();
    // No farther than to the first sign that is no mark: a line may be long, and hold many comments.
    let sign = before.find(|c| !matches!(c, ' ' | '\t' | '>' | '-' | '*'));
    sign.is_none_or(|sign| matches!(sign, '\n' | '\r'))
}

fn ends_line(text: &str, comment: Span) -> bool {
    let before = text.slice(..comment.start as usize).chars().next_back();
    let mut after = text.slice(comment.end as usize..).chars().take_while(|c| !matches!(c, '\n' | '\r'));
    before.is_none_or(char::is_whitespace) && after.all(char::is_whitespace)
}

/// A comment with its line where it stands alone there and nothing grows together without it; else with the space
/// before it.
fn with_line(text: &str, comment: Span) -> Span {
    let (before, after) = (text.slice(..comment.start as usize), text.slice(comment.end as usize..));
    let blank = |c: char| matches!(c, ' ' | '\t');
    let lead = before.trim_end_matches(blank);
    let tail = after.trim_start_matches(blank);
    let line_end = |text: &str| match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    let opens_line = lead.is_empty() || lead.ends_with(['\n', '\r']);
    if !(opens_line && (tail.is_empty() || line_end(tail) > 0)) {
        // A space stays where words stand on both sides.
        let start = if tail.is_empty() || line_end(tail) > 0 { lead.len() } else { before.len() };
        return Span::new(Span::at(0..start).end, comment.end);
    }
    let below = tail.slice(line_end(tail)..);
    let above_is_blank = lead.is_empty() || previous_line_is_blank(lead);
    let below_is_blank = below.trim_start_matches(blank).is_empty() || line_end(below.trim_start_matches(blank)) > 0;
    let end = text.len() - below.len();
    if above_is_blank && below_is_blank {
        // One of the two empty lines goes too.
        let next = below.trim_start_matches(blank);
        return Span::at(lead.len()..end + (below.len() - next.len()) + line_end(next));
    }
    if above_is_blank || below_is_blank {
        return Span::at(lead.len()..end);
    }
    // The line stays, empty: it parts the paragraphs around it.
    Span::at(lead.len()..text.len() - tail.len())
}

/// Whether the line before this one, which `lead` ends with the line end of, is empty.
fn previous_line_is_blank(lead: &str) -> bool {
    let line = lead.strip_suffix('\n').unwrap_or(lead);
    let line = line.strip_suffix('\r').unwrap_or(line);
    line.slice(line.rfind(['\n', '\r']).map_or(0, |at| at + 1)..).trim().is_empty()
}

/// Removes a name from a comment that names others.
pub(super) fn name(text: &str, name: Span) -> Fix {
    Fix::new(Safety::Safe, "remove the name", [Edit::delete(with_comma(text, name))])
}

/// A name with the comma and space after it, or before it where it is the last.
fn with_comma(text: &str, name: Span) -> Span {
    let parts = |c: char| matches!(c, ',' | ';' | ' ' | '\t' | '\n' | '\r');
    let after = text.slice(name.end as usize..);
    let rest = after.trim_start_matches(parts);
    if after.slice(..after.len() - rest.len()).contains([',', ';']) {
        return Span::at(name.start as usize..text.len() - rest.len());
    }
    let before = text.slice(..name.start as usize);
    Span::new(Span::at(0..before.trim_end_matches(parts).len()).end, name.end)
}
