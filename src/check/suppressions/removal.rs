//! Fixes that remove suppression comments, or names in them, so that the text around them stays what it is.

use crate::rules::{Fix, Safety};
use crate::text::{Edit, Slice, Span};

/// Removes comments. Safe at the ends of lines; elsewhere the words on both sides may join. There is no fix if text
/// follows a comment that starts its line (Markdown treats that text as part of the comment, so it would become
/// visible), or if a comment spans several paragraphs, which may include more than its author meant to hide.
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
    Some(Fix::new(safety, "Remove the comment", edits.collect::<Vec<_>>()))
}

/// Whether a line other than the first and the last is blank.
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

/// Whether only spaces and list or quotation marks precede a comment on its line.
fn opens_line(text: &str, comment: Span) -> bool {
    let mut before = text.slice(..comment.start as usize).chars().rev();
    // Stop at the first other character: a line may be long and contain many comments.
    let sign = before.find(|c| !matches!(c, ' ' | '\t' | '>' | '-' | '*'));
    sign.is_none_or(|sign| matches!(sign, '\n' | '\r'))
}

fn ends_line(text: &str, comment: Span) -> bool {
    let before = text.slice(..comment.start as usize).chars().next_back();
    let mut after = text.slice(comment.end as usize..).chars().take_while(|c| !matches!(c, '\n' | '\r'));
    before.is_none_or(char::is_whitespace) && after.all(char::is_whitespace)
}

/// A comment with its whole line if it is alone there and no paragraphs join without it; otherwise with the space before
/// it.
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
        // Keep a space between words on both sides.
        let start = if tail.is_empty() || line_end(tail) > 0 { lead.len() } else { before.len() };
        return Span::new(Span::at(0..start).end, comment.end);
    }
    let below = tail.slice(line_end(tail)..);
    let above_is_blank = lead.is_empty() || previous_line_is_blank(lead);
    let below_is_blank = below.trim_start_matches(blank).is_empty() || line_end(below.trim_start_matches(blank)) > 0;
    let end = text.len() - below.len();
    if above_is_blank && below_is_blank {
        // Remove one of the two blank lines too.
        let next = below.trim_start_matches(blank);
        return Span::at(lead.len()..end + (below.len() - next.len()) + line_end(next));
    }
    if above_is_blank || below_is_blank {
        return Span::at(lead.len()..end);
    }
    // Keep the line, empty: it separates the paragraphs around it.
    Span::at(lead.len()..text.len() - tail.len())
}

/// Whether the line that ends at the end of `lead` is blank.
fn previous_line_is_blank(lead: &str) -> bool {
    let line = lead.strip_suffix('\n').unwrap_or(lead);
    let line = line.strip_suffix('\r').unwrap_or(line);
    line.slice(line.rfind(['\n', '\r']).map_or(0, |at| at + 1)..).trim().is_empty()
}

/// Removes a name from a comment that names others.
pub(super) fn name(text: &str, name: Span) -> Fix {
    Fix::new(Safety::Safe, "Remove the name", [Edit::delete(with_comma(text, name))])
}

/// A name with the comma and space after it, or those before it if it is the last.
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
