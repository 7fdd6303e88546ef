//! What is being typed at a position, based on the words before it: the text there is incomplete, and the Markdown tree
//! reveals little about it.
//!
//! * None in code, HTML, front matter and link targets outside citations.
//! * Looks back at most [`REACH`] bytes within the block: a keystroke costs the same in a large document.

use crate::check::Draft;
use crate::ide::View;
use crate::markdown::{BlockKind, InlineKind};
use crate::text::{Offset, Slice, Span, ceil_boundary};

/// How far back what is being typed may start, in bytes.
const REACH: usize = 600;

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// The name of a source in a citation. `from` is where it starts, including the square bracket of its link.
    Source {
        /// Where the item starts.
        from: Offset,
        /// The words so far, without the bracket.
        typed: Span,
    },
    /// The address of a link in a citation.
    Address {
        /// The name of its source.
        source: Span,
        /// The address so far.
        typed: Span,
    },
    /// The date of an item.
    Date {
        /// The item before the date.
        item: Span,
        /// The date so far.
        typed: Span,
    },
    /// A name in prose.
    Name {
        /// The words so far: a run of at most nine words, as many as the longest names have.
        typed: Span,
    },
    /// The label of a note reference: after `[^` or `[`.
    Note {
        /// The label so far.
        typed: Span,
        /// `[^`
        footnote: bool,
    },
    /// One source in a note.
    NoteText {
        /// The words so far.
        typed: Span,
        /// The whole note.
        body: Span,
    },
    /// The author in a byline.
    Author {
        /// The name so far.
        typed: Span,
    },
    /// A directive in a comment to copydesk: after `<!-- copydesk-`.
    Directive {
        /// The word so far.
        typed: Span,
    },
    /// The name of a rule in a suppression comment.
    Rule {
        /// The name so far.
        typed: Span,
    },
}

/// What is being typed at `offset`; `None` if nothing should be offered.
pub(super) fn context(view: View<'_>, offset: Offset) -> Option<Context> {
    let View { draft: Draft { text, .. }, checked } = view;
    let at = offset as usize;
    if !text.is_char_boundary(at) {
        return None;
    }
    if let Some(typed) = rule_name(text, at) {
        return Some(Context::Rule { typed });
    }
    if let Some(typed) = directive(text, at) {
        return Some(Context::Directive { typed });
    }
    let markdown = &checked.markdown;
    if markdown.front_matter.as_ref().is_some_and(|front| front.span.start < offset && offset < front.span.end) {
        return front_author(text, at);
    }
    let block = markdown.block_at(offset).map(|index| &markdown.blocks[index]);
    let in_note = || note_text(view, at).map(|(typed, body)| Context::NoteText { typed, body });
    let Some(block) = block.filter(|block| at <= line_end(text, block.span.end as usize)) else {
        return in_note().or_else(|| name(text, line_start(text, at), at));
    };
    match block.kind {
        BlockKind::Code | BlockKind::Html if offset <= block.span.end => return None,
        BlockKind::Break => return None,
        _ => {}
    }
    let inside = markdown.inlines(block).iter().find(|inline| inline.span.start < offset && offset < inline.span.end);
    if inside.is_some_and(|inline| matches!(inline.kind, InlineKind::Code | InlineKind::Html | InlineKind::Image)) {
        return None;
    }
    let start = ceil_boundary(text, (block.span.start as usize).max(at.saturating_sub(REACH)).min(at));
    if let Some(author) = author(view, block.span, at) {
        return Some(author);
    }
    if let Some(found) = note(text, start, at) {
        return Some(found);
    }
    match bracket(text.slice(start..at)) {
        Some(open) => citation(text, start + open + 1, at),
        None if inside.is_some_and(|inline| inline.target.start <= offset && offset <= inline.target.end) => None,
        None => in_note().or_else(|| name(text, start, at)),
    }
}

/// The last parenthesis of `words` that is still open at their end, not counting those of links.
fn bracket(words: &str) -> Option<usize> {
    let bytes = words.as_bytes();
    let mut closed = 0usize;
    for at in (0..bytes.len()).rev() {
        match bytes[at] {
            b')' => closed += 1,
            b'(' if closed > 0 => closed -= 1,
            // `](` opens the target of a link, whose citation opens before it.
            b'(' if at > 0 && bytes[at - 1] == b']' => {}
            b'(' => return Some(at),
            _ => {}
        }
    }
    None
}

/// What is being typed in the parenthesis that opened directly before `open`.
fn citation(text: &str, open: usize, at: usize) -> Option<Context> {
    let group = text.slice(open..at);
    let segment = open + group.rfind(';').map_or(0, |semicolon| semicolon + 1);
    let item = segment + (text.slice(segment..at).len() - text.slice(segment..at).trim_start().len());
    let words = text.slice(item..at);
    // `[Daily Nation](https://…`
    if let Some(target) = words.rfind("](") {
        let from = item + target + 2;
        if !text.slice(from..at).contains([')', ' ']) {
            let label = words.slice(..target).rfind('[').map_or(item, |bracket| item + bracket + 1);
            let source = Span::at(label..item + target);
            return Some(Context::Address { source, typed: Span::at(from..at) });
        }
    }
    let behind_link = words.rfind(')').map_or(0, |close| close + 1);
    if let Some(comma) = words.slice(behind_link..).rfind(',').map(|comma| behind_link + comma) {
        let from = item + comma + 1;
        let typed = from + (text.slice(from..at).len() - text.slice(from..at).trim_start().len());
        // A comma may be part of the source's name; then no date follows. Dates are offered anyway, and filtered out as
        // more is typed.
        return Some(Context::Date { item: Span::at(item..item + comma), typed: Span::at(typed..at) });
    }
    if behind_link > 0 {
        return None;
    }
    let bracket = usize::from(words.starts_with('['));
    let typed = Span::at(item + bracket..at);
    let led = lead_in(typed.of(text));
    let typed = Span::new(typed.start + led, typed.end);
    // The longest names of sources have six words; in square brackets hardly anything else stands.
    let prose = typed.of(text).split_whitespace().count() > if bracket > 0 { 9 } else { 6 };
    (!prose).then_some(Context::Source { from: typed.start - if led == 0 { bracket as Offset } else { 0 }, typed })
}

/// The length of a lead-in in bytes: `see `, `see also `, `via `.
fn lead_in(words: &str) -> Offset {
    let leads = ["see also ", "see ", "cf. ", "e.g. ", "via "];
    let found = leads.iter().find(|lead| words.get(..lead.len()).is_some_and(|w| w.eq_ignore_ascii_case(lead)));
    found.map_or(0, |lead| lead.len() as Offset)
}

/// The run of words that ends at `at`: letters, digits and the marks within names.
fn name(text: &str, start: usize, at: usize) -> Option<Context> {
    let words = text.slice(start..at);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | 'ʿ' | 'ʾ' | '‘' | '`');
    let mut from = words.len();
    let mut spaces = 0;
    for (index, c) in words.char_indices().rev() {
        match c {
            ' ' if spaces < 8 => spaces += 1,
            c if part(c) => from = index,
            _ => break,
        }
    }
    let typed = words.slice(from..);
    let last = typed.rsplit(' ').next().unwrap_or("");
    (last.chars().count() >= 2).then(|| Context::Name { typed: Span::at(start + from..at) })
}

/// The words of a name being typed at `offset`, on one line.
pub(super) fn name_at(text: &str, offset: Offset) -> Option<Span> {
    match name(text, line_start(text, offset as usize), offset as usize)? {
        Context::Name { typed } => Some(typed),
        _ => None,
    }
}

/// `[^a` or `[1`
fn note(text: &str, start: usize, at: usize) -> Option<Context> {
    let open = start + text.slice(start..at).rfind('[')?;
    let label = text.slice(open + 1..at);
    let (footnote, label) = match label.strip_prefix('^') {
        Some(label) => (true, label),
        None => (false, label),
    };
    let fits = label.len() <= 32
        && label.chars().all(|c| if footnote { c.is_alphanumeric() || c == '-' } else { c.is_ascii_digit() });
    // A bare `[` may start anything; a number makes it a note.
    (fits && (footnote || !label.is_empty())).then(|| Context::Note { typed: Span::at(at - label.len()..at), footnote })
}

/// `By …` or `*…` directly below a heading.
fn author(view: View<'_>, block: Span, at: usize) -> Option<Context> {
    let View { draft: Draft { text, .. }, checked } = view;
    let before = text.get(block.start as usize..at)?;
    let words = before.trim_start_matches(['*', '_']);
    let marked = words.len() < before.len();
    let named = words.strip_prefix("By ").or_else(|| words.strip_prefix("by "));
    if before.contains('\n') || !marked && named.is_none() {
        return None;
    }
    let index = checked.markdown.block_at(block.start)?;
    let above = checked.markdown.blocks.get(index.checked_sub(1)?)?;
    if !matches!(above.kind, BlockKind::Heading(_)) {
        return None;
    }
    let names = named.unwrap_or(words);
    let last = names.rfind(" and ").map(|and| and + 5).or_else(|| names.rfind(", ").map(|comma| comma + 2));
    let typed = names.slice(last.unwrap_or(0)..);
    Some(Context::Author { typed: Span::at(at - typed.len()..at) })
}

/// A rule's name in `<!-- copydesk-ignore…`, before the reason.
fn rule_name(text: &str, at: usize) -> Option<Span> {
    let start = line_start(text, at);
    let line = text.slice(start..at);
    let open = line.rfind("<!--")?;
    let comment = line.slice(open + 4..);
    let directive = comment.trim_start().strip_prefix("copydesk-ignore")?;
    let directive = ["-start", "-file", "-end"].iter().find_map(|d| directive.strip_prefix(d)).unwrap_or(directive);
    if !directive.starts_with([' ', '\t']) || directive.contains("-->") || directive.contains(':') {
        return None;
    }
    let typed = directive.rsplit([' ', ',', '\t']).next().unwrap_or("");
    Some(Span::at(at - typed.len()..at))
}

/// The word that starts with `copydesk-` in an unclosed comment.
fn directive(text: &str, at: usize) -> Option<Span> {
    let line = text.slice(line_start(text, at)..at);
    let comment = line.slice(line.rfind("<!--")? + 4..).trim_start();
    let word =
        comment.starts_with("copydesk-") && comment.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    word.then(|| Span::at(at - comment.len()..at))
}

/// A name after `author:` or `authors:` in front matter, or in the list below it.
fn front_author(text: &str, at: usize) -> Option<Context> {
    let start = line_start(text, at);
    let line = text.slice(start..at);
    let value = |line: &'_ str| -> Option<usize> {
        let key = line.trim_start();
        let rest = ["authors", "author"].iter().find_map(|name| key.strip_prefix(name))?;
        let rest = rest.trim_start().strip_prefix([':', '='])?;
        Some(line.len() - rest.len())
    };
    let from = match value(line) {
        Some(from) => from,
        None => {
            let item = line.trim_start().strip_prefix("- ")?;
            let above = text.slice(..start).lines().rev().find(|line| !line.trim_start().starts_with("- "))?;
            value(above).filter(|from| above.slice(*from..).trim().is_empty())?;
            line.len() - item.len()
        }
    };
    let names = line.slice(from..);
    let typed = names.rsplit([',', '[', '"', '\'']).next().unwrap_or_default().trim_start();
    Some(Context::Author { typed: Span::at(at - typed.len()..at) })
}

/// The words of the source being typed in a note, and the body of the note; `None` outside a note.
fn note_text(view: View<'_>, at: usize) -> Option<(Span, Span)> {
    let text = view.text;
    let start = line_start(text, at);
    let line = text.slice(start..at);
    let whole = line.len() + text.slice(at..).find(['\n', '\r']).unwrap_or(text.len() - at);
    let body = match label_len(line) {
        Some(len) => Span::at(start + len..start + whole),
        None => {
            let offset = Offset::try_from(at).ok()?;
            let notes = &view.checked.bulletin.notes;
            let next = notes.partition_point(|note| note.span.start <= offset);
            let note = notes[..next].last().filter(|note| !note.mark.is_empty())?;
            let end = note.body.end as usize;
            let same_line = end <= at && !text.slice(end..at).contains('\n');
            let inside = note.body.start <= offset && (offset <= note.body.end || same_line);
            inside.then(|| Span::new(note.body.start, note.body.end.max(offset)))?
        }
    };
    let words = text.get(body.start as usize..at)?;
    let from = words.rfind("; ").map_or(0, |sign| sign + 2);
    let from = from + words.slice(from..).len() - words.slice(from..).trim_start().len();
    let led = ["See also ", "see also ", "See ", "see ", "Cf. ", "cf. ", "Quoted in "];
    let lead = led.iter().find(|lead| words.slice(from..).starts_with(**lead)).map_or(0, |lead| lead.len());
    let from = body.start as usize + from + lead;
    Some((Span::at(from..at), body))
}

/// The length of `[^label]: ` at the start of a line.
fn label_len(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(' ').strip_prefix("[^")?;
    let close = rest.find("]:")?;
    let label = rest.slice(..close);
    if label.is_empty() || label.contains([' ', '[', ']']) {
        return None;
    }
    let body = rest.slice(close + 2..);
    Some(line.len() - body.trim_start_matches(' ').len())
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.slice(..at).rfind(['\n', '\r']).map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |newline| at + newline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::tests::ask;

    /// The context at the `|` in `text`, as its kind and the words typed.
    fn at(text: &str) -> Option<(&'static str, String)> {
        let place = text.find('|').expect("a mark");
        let text = text.replacen('|', "", 1);
        let found = ask(&text, |view| context(view, u32::try_from(place).unwrap()))?;
        let (kind, typed) = match found {
            Context::Source { typed, .. } => ("source", typed),
            Context::Address { typed, .. } => ("address", typed),
            Context::Date { typed, .. } => ("date", typed),
            Context::Name { typed } => ("name", typed),
            Context::Note { typed, .. } => ("note", typed),
            Context::NoteText { typed, .. } => ("note text", typed),
            Context::Author { typed } => ("author", typed),
            Context::Rule { typed } => ("rule", typed),
            Context::Directive { typed } => ("directive", typed),
        };
        Some((kind, typed.of(&text).to_owned()))
    }

    #[test]
    fn what_is_about_to_be_written() {
        for (text, kind, typed) in [
            ("It rained (|", "source", ""),
            ("It rained ([Dai|", "source", "Dai"),
            ("It rained ([Dawn](https://dawn.com/1), May 9; Reu|", "source", "Reu"),
            ("It rained (see also Terr|).", "source", "Terr"),
            ("It rained ([Dawn](htt|", "address", "htt"),
            ("It rained ([Dawn](|), May 9).", "address", ""),
            ("It rained ([Dawn](https://dawn.com/1), |", "date", ""),
            ("It rained ([Dawn](https://dawn.com/a_(b)), sept 2|", "date", "sept 2"),
            ("It rained (Reuters, Sep|).", "date", "Sep"),
            ("Men of Islamic Sta|", "name", "Men of Islamic Sta"),
            ("Men left. al-Sha|baab", "name", "al-Sha"),
            ("It rained.[^a|", "note", "a"),
            ("It rained.[^|]", "note", ""),
            ("It rained. [1|", "note", "1"),
            ("It rained.[^1]\n\n[^1]: |\n", "note text", ""),
            ("It rained.[^1]\n\n[^1]: See Dawn, May 4, 2018; “Conv|\n", "note text", "“Conv"),
            ("It rained. [1]\n\n## Notes\n\n1. Dawn, M|\n", "note text", "Dawn, M"),
            ("It rained.[^1]\n\n[^1]: See the note (Reu|\n", "source", "Reu"),
            ("# One\n\n*Ada V|", "author", "Ada V"),
            ("# One\n\nBy Ada Vale and B|", "author", "B"),
            ("<!-- copydesk-ignore split-w|", "rule", "split-w"),
            ("<!-- copydesk-ig|", "directive", "copydesk-ig"),
            ("---\nauthor: Ada V|\n---\n", "author", "Ada V"),
            ("---\nauthors: [Ada Vale, To|]\n---\n", "author", "To"),
            ("---\nauthors:\n  - Ada Vale\n  - To|\n---\n", "author", "To"),
            ("<!-- copydesk-ignore-start split-word, |", "rule", ""),
        ] {
            assert_eq!(at(text), Some((kind, typed.to_owned())), "{text}");
        }
    }

    #[test]
    fn where_nothing_is_offered() {
        for text in [
            "```\n(Reu|\n```",
            "`(Reu|`",
            "---\ntitle: al-Sha|\n---\n",
            "<div>\n(Reu|\n</div>",
            "see [this](https://a.b/c|)",
            "It rained. |",
            "It rained ([Dawn](https://dawn.com/1)|",
            "<!-- copydesk-ignore split-word: the rea|",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
