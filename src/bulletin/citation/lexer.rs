//! The pieces of a bracketed run: links, addresses, dates, commas, words.

use super::{Link, LinkForm, markers};
use crate::calendar::{self, Written};
use crate::markdown::{Inline, InlineKind};
use crate::text::words::is_alphanumeric;
use crate::text::{Offset, Slice, Span, ceil_boundary, floor_boundary};

/// A piece of a segment.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atom {
    /// A link or an address.
    Link(Link),
    Date(Written),
    /// Words without a comma, trimmed.
    Words(Span),
    Comma(Span),
    /// Code, an image, a footnote reference or HTML: citations contain none of these.
    Foreign(Span),
}

impl Atom {
    pub(super) fn span(&self) -> Span {
        match self {
            Atom::Link(link) => link.span,
            Atom::Date(date) => date.span,
            Atom::Words(span) | Atom::Comma(span) | Atom::Foreign(span) => *span,
        }
    }
}

/// The inlines of a block, by position.
#[derive(Clone, Copy)]
pub(super) struct Inlines<'a> {
    all: &'a [Inline],
}

impl<'a> Inlines<'a> {
    pub(super) fn new(all: &'a [Inline]) -> Inlines<'a> {
        Inlines { all }
    }

    /// The outermost inline that covers `at`.
    pub(super) fn covering(self, at: Offset) -> Option<&'a Inline> {
        // Nesting is shallow: an image in a link, code in a link.
        let next = self.all.partition_point(|inline| inline.span.start <= at);
        self.all[..next].iter().rev().take(4).rfind(|inline| inline.span.covers(at))
    }
}

/// The maximum length of label and target that are read if Markdown made no link of them, in bytes.
const LONGEST: usize = 400;

/// A link-like run at `at` (a `[`) that Markdown did not recognize as a link.
pub(in crate::bulletin) fn unrendered_link(text: &str, at: usize, end: usize) -> Option<Link> {
    let limit = floor_boundary(text, end.min(at + LONGEST));
    let bytes = text.as_bytes();
    let ends = |byte: &u8| matches!(byte, b']' | b'[' | b'\n');
    let close = bytes[at + 1..limit].iter().position(ends).map_or(limit, |found| at + 1 + found);
    if let Some(paren) = memchr::memchr(b'(', &bytes[at + 1..close]).map(|found| at + 1 + found)
        && let Some(target) = address(text, paren + 1, end)
        && bytes[..end].get(target.span.end as usize) == Some(&b')')
    {
        // `[label(https://…)`
        return Some(malformed(text, Span::at(at..target.span.end as usize + 1), at + 1..paren, target.span));
    }
    if close == limit || bytes[close] != b']' {
        return None;
    }
    let mut open = close + 1 + stray_sign(&bytes[..limit], at, close + 1);
    loop {
        match &bytes[open..limit] {
            [b' ' | b'\n' | b'\r', ..] => open += 1,
            [0xc2, 0xa0, ..] => open += 2,
            _ => break,
        }
    }
    if open >= limit {
        return None;
    }
    if bytes[open] != b'(' {
        // `[label]https://…`, and perhaps `)`
        let target = address(text, open, end)?;
        let last = target.span.end as usize;
        let closed = bytes[..end].get(last) == Some(&b')') && date_follows(text, last + 1, end);
        return Some(malformed(text, Span::at(at..last + usize::from(closed)), at + 1..close, target.span));
    }
    if open == close + 1
        && let Some(target) = address(text, open + 1, end)
        && bytes.get(target.span.end as usize) != Some(&b')')
        && date_follows(text, target.span.end as usize, end)
    {
        // `[label](https://…, May 9)`
        return Some(malformed(text, Span::at(at..target.span.end as usize), at + 1..close, target.span));
    }
    let limit = floor_boundary(text, end.min(open + LONGEST));
    let stop = bytes[open + 1..limit].iter().position(|byte| matches!(byte, b')' | b'(' | b'\n'));
    let stop = stop.map(|found| open + 1 + found);
    if open == close + 1
        && let Some(target) = target_before_date(text, open + 1, stop.unwrap_or(limit))
    {
        // `[label](http://the label, May 9)`
        return Some(malformed(text, Span::at(at..target.end as usize), at + 1..close, target));
    }
    let stop = stop?;
    if bytes[stop] != b')' {
        return None;
    }
    let target = text.slice(open + 1..stop).trim();
    let detached = open > close + 1;
    let like_target = target.is_empty()
        || target.starts_with('#')
        || target.starts_with('/')
        || target.starts_with("http")
        || target.starts_with("www.")
        || !target.contains(' ') && target.contains('.') && target.contains('/');
    if !like_target && (detached || calendar::written_at(target, 0).is_some()) {
        return None;
    }
    let lead = text.slice(open + 1..stop).len() - text.slice(open + 1..stop).trim_start().len();
    let from = open + 1 + lead;
    let form = if detached { LinkForm::Detached } else { LinkForm::Unrendered };
    let target = Span::at(from..from + target.len());
    Some(Link::new(text, Span::at(at..stop + 1), Span::at(at + 1..close), target, form))
}

/// The length of a character at `from` between a label, which starts at `label`, and its target: `[label].(https://…)`,
/// `[label]"(https://…)`. A mark that closes a quotation around the label does not count.
fn stray_sign(bytes: &[u8], label: usize, from: usize) -> usize {
    let quoted = matches!(&bytes[..label], [.., b'"' | b'\''] | [.., 0xe2, 0x80, 0x98..=0x9d]);
    let len = match &bytes[from..] {
        [b'.' | b',' | b':', ..] => 1,
        [b'"' | b'\'', ..] if !quoted => 1,
        [0xe2, 0x80, 0x98..=0x9d, ..] if !quoted => 3,
        _ => return 0,
    };
    let target = bytes[from + len..].trim_ascii_start();
    if target.starts_with(b"(http") || target.starts_with(b"(www.") { len } else { 0 }
}

/// The target at `start` if a date follows it within its bracket, which ends at `stop`: `http://the label, May 9`,
/// `<http://the label>, accessed May 9`.
fn target_before_date(text: &str, start: usize, stop: usize) -> Option<Span> {
    let start = stop - text.slice(start..stop).trim_start().len();
    let inner = text.slice(start..stop);
    if !is_addressed(inner) {
        return None;
    }
    // `https://t.co/x and [Dawn, May 9`, `https://t.co/x |[Dawn, May 9](`: the date is that of the next link.
    let label = || inner.rfind('[').filter(|_| inner.ends_with(']') && text.as_bytes().get(stop) == Some(&b'('));
    let next = inner.find(" [").or_else(label);
    let (inner, stop) = next.map_or((inner, stop), |next| (inner.slice(..next), start + next));
    let pointed = inner.starts_with('<').then(|| inner.find('>')).flatten().map(|at| at + 1);
    // No address goes on after a comma or semicolon with a space.
    let parted =
        || inner.as_bytes().windows(2).position(|two| matches!(two[0], b',' | b';') && two[1].is_ascii_whitespace());
    let len = inner.slice(..pointed.or_else(parted)?).trim_end().len();
    let rest = inner.slice(len..);
    let mut words = rest.char_indices().filter(|(at, c)| {
        c.is_ascii_alphanumeric() && !rest.slice(..*at).ends_with(|before: char| before.is_alphanumeric())
    });
    words.any(|(at, _)| date_at(text, start + len + at, stop).is_some()).then(|| Span::at(start..start + len))
}

/// Whether the first word reads as an address, even a misspelt one: `http:`, `www.a.net`, `<ftp://a.net`, `htp://a.net`,
/// `../notes/a.md`.
pub(in crate::bulletin) fn is_addressed(words: &str) -> bool {
    let schemes = ["http", "www.", "ftp:", "<http", "<ftp:"];
    schemes.iter().any(|scheme| words.get(..scheme.len()).is_some_and(|open| open.eq_ignore_ascii_case(scheme)))
        || words
            .split(char::is_whitespace)
            .next()
            .is_some_and(|first| first.contains("://") || first.contains('/') && first.contains('.'))
}

/// Whether the bracket at `open` holds the target of a link that Markdown did not recognize: `[label](http://…, May 9)`.
pub(super) fn opens_target(text: &str, open: usize, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    if open <= start || bytes[open - 1] != b']' {
        return false;
    }
    if !is_addressed(text.slice(open + 1..floor_boundary(text, end.min(open + LONGEST))).trim_start()) {
        return false;
    }
    let before = &bytes[start.max(open.saturating_sub(LONGEST))..open - 1];
    let label = before.iter().rev().position(|byte| matches!(byte, b'[' | b']' | b'\n')).map(|len| open - 2 - len);
    label
        .filter(|at| bytes[*at] == b'[')
        .is_some_and(|at| unrendered_link(text, at, end).is_some_and(|link| link.span.covers(open as Offset)))
}

/// A link that lacks a bracket; `label` and `target` are the parts between the existing ones.
fn malformed(text: &str, span: Span, label: std::ops::Range<usize>, target: Span) -> Link {
    Link::new(text, span, Span::at(label), target, LinkForm::MissingBracket)
}

/// Whether there is a date at `at`, after a comma or space.
fn date_follows(text: &str, at: usize, end: usize) -> bool {
    let rest = text.slice(at..end);
    let date = end - rest.trim_start_matches([',', ' ']).len();
    date > at && calendar::written_in_citation_at(text, date).is_some_and(|date| date.span.end as usize <= end)
}

/// A link without its opening bracket, `label](https://…)`, whose label ends before the `]` at `at`.
fn unopened_link(text: &str, label: Span, at: usize, end: usize) -> Option<Link> {
    let bytes = &text.as_bytes()[..end];
    if bytes.get(at + 1) != Some(&b'(') || label.is_empty() {
        return None;
    }
    let target = address(text, at + 2, end)?;
    let close = target.span.end as usize;
    let span = Span::new(label.start, target.span.end + 1);
    (bytes.get(close) == Some(&b')')).then(|| malformed(text, span, label.range(), target.span))
}

/// A source's name in square brackets without an address, at `at` in `segment`: `[label], May 9`. A place after the
/// name does not count: `Avesta [Dushanbe], May 9`.
fn unaddressed_link(text: &str, segment: Span, at: usize) -> Option<Link> {
    let before = text.slice(segment.start as usize..at).trim();
    if !before.is_empty() && markers::lead_in(before) != Some(before.len()) {
        return None;
    }
    let bytes = &text.as_bytes()[..segment.end as usize];
    let closing = |open: usize| {
        let found = bytes[open + 1..].iter().position(|byte| matches!(byte, b']' | b'[' | b'('))?;
        (bytes[open + 1 + found] == b']').then_some(open + 1 + found)
    };
    let close = closing(at)?;
    let last = if bytes.get(close + 1) == Some(&b'[') { closing(close + 1)? } else { close };
    if !date_follows(text, last + 1, bytes.len()) {
        return None;
    }
    let target = Span::empty((last + 1) as Offset);
    Some(Link::new(text, Span::at(at..last + 1), Span::at(at + 1..close), target, LinkForm::Unaddressed))
}

/// A bare address at `at`.
pub(in crate::bulletin) fn address(text: &str, at: usize, end: usize) -> Option<Link> {
    let rest = text.slice(at..end);
    if !rest.starts_with(['h', 'H', 'w', 'W']) {
        return None;
    }
    let scheme = ["https://", "http://", "www."]
        .iter()
        .find(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let mut depth = 0u32;
    let mut len = 0;
    for c in rest.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            '<' | '>' | '"' | '”' | ']' | ';' => break,
            c if c.is_whitespace() => break,
            _ => {}
        }
        len += c.len_utf8();
    }
    let len = rest.slice(..len).trim_end_matches([',', '.', ':', '!', '?', '\'', '’']).len();
    if len <= scheme.len() {
        return None;
    }
    let span = Span::at(at..at + len);
    Some(Link::new(text, span, span, span, LinkForm::Bare))
}

/// Replaces the contents of `atoms` with the pieces of `segment`.
pub(super) fn atoms(text: &str, segment: Span, inlines: Inlines<'_>, atoms: &mut Vec<Atom>) {
    atoms.clear();
    let (mut at, end) = (segment.start as usize, segment.end as usize);
    let mut words: Option<usize> = None;
    let bytes = text.as_bytes();
    while at < end {
        let byte = bytes[at];
        if byte == b' ' && words.is_none() {
            // Words do not start with a space.
            at += 1;
            continue;
        }
        let atom = match byte {
            b'[' | b'!' | b'`' | b'<' => markup(text, segment, at, inlines),
            b',' if words.is_some() => match closing_mark(text, at + 1) {
                Some(len) => {
                    // `“Panorama,” BBC One`: the comma stands inside the quotation.
                    at += 1 + len;
                    flush(text, words.take(), at, atoms);
                    atoms.push(Atom::Comma(Span::empty(at as Offset)));
                    continue;
                }
                None => Some(Atom::Comma(Span::at(at..at + 1))),
            },
            b',' => Some(Atom::Comma(Span::at(at..at + 1))),
            0xd8 | 0xe3 | 0xef => foreign_comma(&bytes[at..end]).map(|len| Atom::Comma(Span::at(at..at + len))),
            b']' => words.and_then(|start| unopened_link(text, trimmed(text, start, at), at, end)).map(Atom::Link),
            b'h' | b'H' | b'w' | b'W' if !in_word(text, at) => {
                address(text, at, end).map(Atom::Link).or_else(|| date_at(text, at, end))
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if !in_word(text, at) => date_at(text, at, end),
            _ => None,
        };
        let Some(atom) = atom else {
            words.get_or_insert(at);
            at += 1;
            if byte.is_ascii_alphanumeric() && bytes[at..end].first().is_none_or(u8::is_ascii_alphanumeric) {
                // Dates and addresses do not start inside a word.
                while at < end && bytes[at].is_ascii_alphanumeric() {
                    at += 1;
                }
            }
            at = ceil_boundary(text, at).min(end);
            continue;
        };
        flush(text, words.take(), at.min(atom.span().start as usize), atoms);
        at = (atom.span().end as usize).max(at + 1);
        atoms.push(atom);
    }
    flush(text, words.take(), end, atoms);
}

/// The length of the mark at `at` that closes a quotation.
fn closing_mark(text: &str, at: usize) -> Option<usize> {
    let mut rest = text.slice(at..(at + 4)).chars();
    let mark = rest.next()?;
    match mark {
        '”' | '’' | '»' => Some(mark.len_utf8()),
        '"' | '\'' => rest.next().is_none_or(|behind| !behind.is_alphanumeric()).then_some(1),
        _ => None,
    }
}

/// The length of a comma or semicolon of another script at the start of `bytes`.
#[cold]
fn foreign_comma(bytes: &[u8]) -> Option<usize> {
    ["，", "،", "、", "﹐", "；", "؛"].into_iter().find(|sign| bytes.starts_with(sign.as_bytes())).map(str::len)
}

fn date_at(text: &str, at: usize, end: usize) -> Option<Atom> {
    let date = calendar::written_in_citation_at(text, at)?;
    (date.span.end as usize <= end && date.span.end as usize > at).then_some(Atom::Date(date))
}

fn flush(text: &str, words: Option<usize>, end: usize, atoms: &mut Vec<Atom>) {
    let Some(start) = words else { return };
    let words = trimmed(text, start, end);
    if !words.is_empty() {
        atoms.push(Atom::Words(words));
    }
}

/// The words from `start` to `end` without surrounding spaces and emphasis marks.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let piece = text.slice(start..end);
    let blank = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '>' | '\\');
    let lead = piece.len() - piece.trim_start_matches(blank).len();
    Span::at(start + lead..start + lead + piece.trim_matches(blank).len())
}

fn markup(text: &str, segment: Span, at: usize, inlines: Inlines<'_>) -> Option<Atom> {
    let end = segment.end as usize;
    if let Some(inline) = inlines.covering(at as Offset) {
        if inline.span.start as usize != at || inline.span.end as usize > end {
            return None;
        }
        let form = match inline.kind {
            InlineKind::Link if is_address(text, inline.label) => LinkForm::Bare,
            InlineKind::Link => LinkForm::Inline,
            InlineKind::ReferenceLink => LinkForm::Reference,
            InlineKind::Autolink => LinkForm::Bare,
            InlineKind::Image | InlineKind::Code | InlineKind::Html | InlineKind::FootnoteReference => {
                return Some(Atom::Foreign(inline.span));
            }
        };
        return Some(Atom::Link(Link::new(text, inline.span, inline.label, inline.target, form)));
    }
    if text.as_bytes()[at] != b'[' {
        return None;
    }
    unrendered_link(text, at, end).or_else(|| unaddressed_link(text, segment, at)).map(Atom::Link)
}

/// Whether a link's label is an address.
fn is_address(text: &str, label: Span) -> bool {
    address(text, label.start as usize, label.end as usize).is_some_and(|address| address.span == label)
}

/// Whether the byte at `at` continues a word that started earlier.
fn in_word(text: &str, at: usize) -> bool {
    match text.as_bytes()[..at].last() {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'\''),
        Some(_) => text.slice(..at).chars().next_back().is_some_and(|c| is_alphanumeric(c) || c == '’'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a text, joined by `|`: links as `label→target` with their form, if it is not the usual one.
    fn pieces(text: &str) -> String {
        let markdown = crate::markdown::parse(text);
        let mut found = Vec::new();
        atoms(text, Span::at(0..text.len()), Inlines::new(&markdown.inlines), &mut found);
        let shown = found.iter().map(|atom| match atom {
            Atom::Link(link) => {
                assert!(link.span.contains(link.label) && link.span.contains(link.target), "{text}");
                let form = if link.form == LinkForm::Inline { String::new() } else { format!(" {:?}", link.form) };
                let whole = link.span.of(text);
                format!("{}→{}{form} {whole}", link.label.of(text), link.target.of(text))
            }
            Atom::Date(date) => format!("date {}", date.span.of(text)),
            Atom::Words(span) => span.of(text).to_owned(),
            Atom::Comma(span) => span.of(text).to_owned(),
            Atom::Foreign(span) => format!("foreign {}", span.of(text)),
        });
        shown.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn links_and_what_should_be_one() {
        for (text, expected) in [
            ("[Dawn](https://a.net/x), May 9", "Dawn→https://a.net/x [Dawn](https://a.net/x)|,|date May 9"),
            (
                "[https://a.net/x](https://a.net/x), May 9",
                "https://a.net/x→https://a.net/x Bare [https://a.net/x](https://a.net/x)|,|date May 9",
            ),
            (
                "[https://a.net/x now](https://a.net/x), May 9",
                "https://a.net/x now→https://a.net/x [https://a.net/x now](https://a.net/x)|,|date May 9",
            ),
            ("<https://a.net/x>, May 9", "https://a.net/x→https://a.net/x Bare <https://a.net/x>|,|date May 9"),
            // Between the label and its address.
            ("[Dawn] (https://a.net/x), May 9", "Dawn→https://a.net/x Detached [Dawn] (https://a.net/x)|,|date May 9"),
            (
                "[Dawn]\n(https://a.net/x), May 9",
                "Dawn→https://a.net/x Detached [Dawn]\n(https://a.net/x)|,|date May 9",
            ),
            (
                "[Dawn]\u{a0}(https://a.net/x), May 9",
                "Dawn→https://a.net/x Detached [Dawn]\u{a0}(https://a.net/x)|,|date May 9",
            ),
            (
                "[Dawn] \u{a0} (https://a.net/x), May 9",
                "Dawn→https://a.net/x Detached [Dawn] \u{a0} (https://a.net/x)|,|date May 9",
            ),
            ("[Dawn].(https://a.net/x), May 9", "Dawn→https://a.net/x Detached [Dawn].(https://a.net/x)|,|date May 9"),
            (
                "[Dawn]: (https://a.net/x), May 9",
                "Dawn→https://a.net/x Detached [Dawn]: (https://a.net/x)|,|date May 9",
            ),
            (
                "“[Dawn]” (https://a.net/x), May 9",
                "“[Dawn]” (|https://a.net/x→https://a.net/x Bare https://a.net/x|)|,|date May 9",
            ),
            (
                "[Dawn]\"(https://a.net/x), May 9",
                "Dawn→https://a.net/x Detached [Dawn]\"(https://a.net/x)|,|date May 9",
            ),
            ("[Dawn]”(https://a.net/x), May 9", "Dawn→https://a.net/x Detached [Dawn]”(https://a.net/x)|,|date May 9"),
            (
                "\"[Dawn]\"(https://a.net/x), May 9",
                "\"[Dawn]\"(|https://a.net/x→https://a.net/x Bare https://a.net/x|)|,|date May 9",
            ),
            // A bracket is missing.
            ("Dawn](", "Dawn]("),
            ("[Dawn]https://a.net/x, May 9", "Dawn→https://a.net/x MissingBracket [Dawn]https://a.net/x|,|date May 9"),
            // The date belongs to the next link.
            (
                "[BBC](https://t.co/x and [Dawn, May 9](https://a.net/x)",
                "[BBC](|https://t.co/x→https://t.co/x Bare https://t.co/x|and|Dawn, May 9→https://a.net/x [Dawn, May 9](https://a.net/x)",
            ),
            (
                "[BBC](https://t.co/x |[Dawn, May 9](https://a.net/x)",
                "[BBC](|https://t.co/x→https://t.co/x Bare https://t.co/x|||Dawn, May 9→https://a.net/x [Dawn, May 9](https://a.net/x)",
            ),
            (
                "[Dawn]https://a.net/x), May 9",
                "Dawn→https://a.net/x MissingBracket [Dawn]https://a.net/x)|,|date May 9",
            ),
            (
                "[Dawn]https://a.net/x) and so on",
                "Dawn→https://a.net/x MissingBracket [Dawn]https://a.net/x|) and so on",
            ),
            (
                "[Dawn](https://a.net/x, May 9",
                "Dawn→https://a.net/x MissingBracket [Dawn](https://a.net/x|,|date May 9",
            ),
            (
                "[Dawn(https://a.net/x), May 9",
                "Dawn→https://a.net/x MissingBracket [Dawn(https://a.net/x)|,|date May 9",
            ),
            (
                "Dawn](https://a.net/x), May 9",
                "Dawn→https://a.net/x MissingBracket Dawn](https://a.net/x)|,|date May 9",
            ),
            (
                "the old Dawn](https://a.net/x), May 9",
                "the old Dawn→https://a.net/x MissingBracket the old Dawn](https://a.net/x)|,|date May 9",
            ),
            ("](https://a.net/x), May 9", "](|https://a.net/x→https://a.net/x Bare https://a.net/x|)|,|date May 9"),
            ("Dawn](x), May 9", "Dawn](x)|,|date May 9"),
            // No address, or none that Markdown accepts.
            ("[Dawn](), May 9", "Dawn→ [Dawn]()|,|date May 9"),
            ("[Dawn] (), May 9", "Dawn→ Detached [Dawn] ()|,|date May 9"),
            ("[Dawn] (#), May 9", "Dawn→# Detached [Dawn] (#)|,|date May 9"),
            ("[Dawn] (/a b), May 9", "Dawn→/a b Detached [Dawn] (/a b)|,|date May 9"),
            ("[Dawn] (http://a b), May 9", "Dawn→http://a b Detached [Dawn] (http://a b)|,|date May 9"),
            ("[Dawn] (www.a b), May 9", "Dawn→www.a b Detached [Dawn] (www.a b)|,|date May 9"),
            ("[Dawn] (a.b/c), May 9", "Dawn→a.b/c Detached [Dawn] (a.b/c)|,|date May 9"),
            ("[Dawn] (a b.c/d), May 9", "[Dawn] (a b.c/d)|,|date May 9"),
            ("[Dawn] (in Urdu), May 9", "[Dawn] (in Urdu)|,|date May 9"),
            ("[Dawn](in Urdu), May 9", "Dawn→in Urdu Unrendered [Dawn](in Urdu)|,|date May 9"),
            ("[Dawn](May 9), and", "[Dawn](|date May 9|)|,|and"),
            ("[Dawn]( http://a b ), May 9", "Dawn→http://a b Unrendered [Dawn]( http://a b )|,|date May 9"),
            ("[Dawn](http://a (b), May 9", "[Dawn](|http://a→http://a Bare http://a|(b)|,|date May 9"),
            (
                "[Dawn](http://the dawn, May 9",
                "Dawn→http://the dawn MissingBracket [Dawn](http://the dawn|,|date May 9",
            ),
            (
                "[Dawn]( http://the dawn, May 9",
                "Dawn→http://the dawn MissingBracket [Dawn]( http://the dawn|,|date May 9",
            ),
            (
                "[Dawn](\u{a0}../notes/a.md, desk; late May; AFP, May 9",
                "Dawn→../notes/a.md MissingBracket [Dawn](\u{a0}../notes/a.md|,|desk;|date late May|; AFP|,|date May 9",
            ),
            (
                "[Dawn](<http://the dawn>, accessed May 9",
                "Dawn→<http://the dawn> MissingBracket [Dawn](<http://the dawn>|,|accessed|date May 9",
            ),
            // Names in brackets without an address.
            ("[Dawn], May 9", "Dawn→ Unaddressed [Dawn]|,|date May 9"),
            ("[Dawn][1], May 9", "Dawn→ Unaddressed [Dawn][1]|,|date May 9"),
            ("[Dawn][1] men, May 9", "[Dawn][1] men|,|date May 9"),
            ("see [Dawn], May 9", "see|Dawn→ Unaddressed [Dawn]|,|date May 9"),
            ("ships [Dawn], May 9", "ships [Dawn]|,|date May 9"),
            ("[Dawn [x], May 9", "[Dawn [x]|,|date May 9"),
            ("[Dawn and men", "[Dawn and men"),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_end_before_their_punctuation() {
        for (text, expected) in [
            ("https://a.net/x, May 9", "https://a.net/x"),
            ("https://a.net/x.", "https://a.net/x"),
            ("https://a.net/x_(y), May 9", "https://a.net/x_(y)"),
            ("https://a.net/(x)_(y)) and", "https://a.net/(x)_(y)"),
            ("https://a.net/((x)_y)) and", "https://a.net/((x)_y)"),
            ("https://a.net/x) and", "https://a.net/x"),
            ("https://a.net/x> and", "https://a.net/x"),
            ("https://a.net/x<b", "https://a.net/x"),
            ("https://a.net/x\" and", "https://a.net/x"),
            ("https://a.net/x” and", "https://a.net/x"),
            ("https://a.net/x] and", "https://a.net/x"),
            ("https://a.net/x;y", "https://a.net/x"),
            ("https://a.net/é?y=1’ and", "https://a.net/é?y=1"),
            ("HTTP://a.net", "HTTP://a.net"),
            ("www.a.net/x and", "www.a.net/x"),
            ("https://a", "https://a"),
            ("https://", ""),
            ("https://, May 9", ""),
            ("www.", ""),
            ("httpx://a.net", ""),
            ("wide", ""),
            ("ftp://a.net", ""),
        ] {
            let found = address(text, 0, text.len()).map_or("", |link| link.span.of(text));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn words_commas_and_dates() {
        for (text, expected) in [
            (" Dawn , May 9 ", "Dawn|,|date May 9"),
            ("*Dawn*, May 9", "Dawn|,|date May 9"),
            ("Dawn，May 9", "Dawn|，|date May 9"),
            ("Dawn、 9 May", "Dawn|、|date 9 May"),
            ("ｄawn, May 9", "ｄawn|,|date May 9"),
            ("Radio May9th 9", "Radio|date May9th|9"),
            ("@May 9", "@May 9"),
            ("O'May 9", "O'May 9"),
            ("d’May 9", "d’May 9"),
            ("éMay 9", "éMay 9"),
            ("é May 9", "é|date May 9"),
            ("whttps://a.net/x", "whttps://a.net/x"),
            ("`Dawn`, May 9", "foreign `Dawn`|,|date May 9"),
            ("![Dawn](x), May 9", "foreign ![Dawn](x)|,|date May 9"),
            ("Dawn <b>", "Dawn|foreign <b>"),
            ("Wed May 9", "date Wed May 9"),
            ("…", "…"),
            ("", ""),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
