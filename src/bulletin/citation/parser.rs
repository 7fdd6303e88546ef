//! Finds groups in a block and reads them: a recursive descent parser that always returns a tree.

use super::evidence;
use super::items;
use super::lexer::{Atom, Inlines, atoms, opens_target, unrendered_link};
use super::markers;
use super::naming;
use super::standings::Standings;
use super::{Citation, Items, Judgement, Refused, Surroundings};
use crate::calendar;
use crate::gazetteer::Gazetteer;
use crate::markdown::{Block, InlineKind, Markdown};
use crate::text::{Offset, Slice, Span, floor_boundary};
use smallvec::smallvec;

/// The maximum length of a group, in bytes: a longer one counts as a bracket that was never closed.
const LONGEST_GROUP: usize = 4000;
/// The maximum number of consecutive brackets that are counted.
const DOUBLED: usize = 8;
/// The depth of nested brackets at which a group is abandoned.
const DEEPEST: u32 = 2;

/// Walks a block from group to group.
pub(super) struct Finder<'a> {
    text: &'a str,
    inlines: Inlines<'a>,
    /// Links in the block that may start a group without an opening bracket.
    links: std::iter::Peekable<std::slice::Iter<'a, crate::markdown::Inline>>,
    gazetteer: &'a Gazetteer,
    block: usize,
    span: Span,
    quoted: bool,
    at: usize,
    /// The number of brackets that are open here and do not belong to a citation.
    open: u32,
    /// Whether the block is below a picture, determined on first use.
    in_caption: Option<bool>,
    markdown: &'a Markdown,
    buffers: &'a mut Buffers,
    refused: &'a mut Vec<Refused>,
    standings: &'a mut Standings,
}

/// Buffers that are reused for each group.
#[derive(Default)]
pub(super) struct Buffers {
    segments: Vec<Span>,
    atoms: Vec<Atom>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        text: &'a str,
        markdown: &'a Markdown,
        (index, block): (usize, &Block),
        gazetteer: &'a Gazetteer,
        (buffers, refused, standings): (&'a mut Buffers, &'a mut Vec<Refused>, &'a mut Standings),
    ) -> Finder<'a> {
        let inlines = markdown.inlines(block);
        Finder {
            text,
            inlines: Inlines::new(inlines),
            links: inlines.iter().peekable(),
            gazetteer,
            block: index,
            span: block.span,
            quoted: block.quotes > 0,
            at: block.span.start as usize,
            open: 0,
            in_caption: None,
            markdown,
            buffers,
            refused,
            standings,
        }
    }

    /// Adds the next group that is or may be a citation to `found`; returns false at the end of the block. The group is
    /// written to `found` in place, because it is large.
    pub(super) fn next_group(&mut self, found: &mut Vec<Citation>) -> bool {
        let bytes = self.text.as_bytes();
        let end = self.span.end as usize;
        loop {
            let bracket = memchr::memchr2(b'(', b')', &bytes[self.at..end]).map_or(end, |found| self.at + found);
            if self.without_bracket(bracket, found) {
                return true;
            }
            if bracket >= end {
                return false;
            }
            if let Some(inline) = self.inlines.covering(bracket as Offset) {
                self.at = inline.span.end as usize;
                continue;
            }
            self.at = bracket + 1;
            if bytes[bracket] == b')' {
                self.open = self.open.saturating_sub(1);
                continue;
            }
            let is_one = self.group(bracket, found);
            if let Some(citation) = found.last().filter(|_| is_one) {
                self.at = (citation.span.end as usize).max(self.at);
                // Open brackets that turned out to be the group's.
                self.open -= self.open.min(bracket as Offset - citation.span.start.min(bracket as Offset));
                return true;
            }
            self.open += 1;
        }
    }

    /// Adds a group without an opening bracket: a link, a date, a closing bracket, before `limit` and with no bracket
    /// open. Returns whether there is one.
    fn without_bracket(&mut self, limit: usize, found: &mut Vec<Citation>) -> bool {
        while let Some(inline) = self.links.peek() {
            let start = inline.span.start as usize;
            if start > limit {
                return false;
            }
            let Some(inline) = self.links.next() else { return false };
            if start < self.at || self.open > 0 || inline.kind != InlineKind::Link {
                continue;
            }
            let (bytes, end) = (self.text.as_bytes(), self.span.end as usize);
            let after = &bytes[inline.span.end as usize..end];
            // `[[Source](…), May 9]`
            let square = (start > self.at && matches!(bytes[start - 1], b'[' | b'{')).then(|| start - 1);
            let stop = |byte: &u8| matches!(byte, b')' | b'(' | b'\n' | b']' | b'}');
            let Some(close) = after.iter().position(stop) else { continue };
            let closes = after[close] == b')' || square.is_some() && matches!(after[close], b']' | b'}');
            if !closes {
                continue;
            }
            let close = inline.span.end as usize + close;
            let segment = Span::at(start..close);
            let pieces = &mut self.buffers.atoms;
            atoms(self.text, segment, self.inlines, pieces);
            let dated = matches!(pieces.as_slice(), [Atom::Link(_), Atom::Date(_)])
                || matches!(pieces.as_slice(), [Atom::Link(_), Atom::Comma(_), Atom::Date(_)]);
            if !dated {
                continue;
            }
            let mut items = Items::new();
            items::read(self.text, pieces, &mut items);
            let Some(citation) = self.add(square, None, items, found) else { continue };
            citation.close = Some(Span::at(close..close + 1));
            citation.span = Span::at(square.unwrap_or(start)..close + 1);
            evidence::judge(self.text, citation, (self.gazetteer, self.standings), self.span, false);
            if citation.judgement.is_certain() {
                self.at = close + 1;
                citation.around = Surroundings::of(self.text, self.span, self.quoted, citation);
                return true;
            }
            found.pop();
        }
        false
    }

    /// Adds the group that starts with the bracket at `open`, if it is or may be a citation. Returns whether it was
    /// added.
    fn group(&mut self, open: usize, found: &mut Vec<Citation>) -> bool {
        let mut buffers = std::mem::take(&mut *self.buffers);
        let before = found.len();
        let read = self.group_in(open, &mut buffers, found).is_some();
        *self.buffers = buffers;
        if let Some(citation) = found.get_mut(before)
            && read
        {
            let dayless = citation.items.iter().all(|item| item.dates.iter().all(|date| date.day.is_none()));
            let under_picture =
                *self.in_caption.get_or_insert_with(|| is_caption(self.text, self.markdown, self.block));
            let in_caption = dayless && under_picture;
            citation.in_caption = under_picture || is_in_italics(self.text, self.span);
            evidence::judge(self.text, citation, (self.gazetteer, self.standings), self.span, in_caption);
            if citation.judgement.may_be() {
                citation.around = Surroundings::of(self.text, self.span, self.quoted, citation);
                return true;
            }
            self.refused.push(Refused { span: citation.span, judgement: citation.judgement });
        }
        found.truncate(before);
        false
    }

    fn group_in(&self, open: usize, buffers: &mut Buffers, found: &mut Vec<Citation>) -> Option<()> {
        let text = self.text;
        if opens_target(text, open, self.span.start as usize, self.span.end as usize) {
            return None;
        }
        let Buffers { segments, atoms: pieces } = buffers;
        let mut closing = self.extent(open, segments);
        let mut surplus = None;
        if let Some(close) = closing
            && matches!(text.as_bytes().get(close + 1), Some(b',' | b')'))
            && let Some((bracket, last)) = self.bracket_before_date(close, segments)
        {
            (closing, surplus) = (Some(last), Some(bracket));
        }
        let first = *segments.first()?;
        // Prose in brackets is long; a source is not, and links are read as a unit.
        if closing.is_none() && !starts_with_link(text, first, self.inlines) {
            return None;
        }
        let mut lead = None;
        let mut items = Items::with_capacity(segments.len());
        for (index, &segment) in segments.iter().enumerate() {
            atoms(text, segment, self.inlines, pieces);
            if let Some(item) = items::plain(text, pieces) {
                items.push(item);
                continue;
            }
            if let Some(bracket) = surplus {
                remove_bracket(text, bracket, pieces);
            }
            if pieces.iter().any(|atom| matches!(atom, Atom::Foreign(_))) {
                return None;
            }
            // `(Dawn, May 9. The town fell, AFP, May 10)`: the first bracket was never closed.
            let unclosed = closing.is_some() && holds_sentence(text, pieces);
            if unclosed {
                closing = None;
                if !starts_with_link(text, first, self.inlines) {
                    return None;
                }
            }
            if closing.is_none() {
                cut_after_date(pieces);
            }
            if holds_another(text, pieces) {
                return None;
            }
            split_brackets(text, pieces);
            drop_conjunctions(text, pieces, index > 0);
            let opens = take_lead(text, pieces);
            if index == 0 {
                lead = opens;
            }
            if let [Atom::Words(all), Atom::Date(date)] = pieces.as_slice()
                && markers::is_of_all(all.of(text))
                && let [others @ .., last] = items.as_mut_slice()
            {
                // `Xinhua; People’s Daily; both May 3`
                others.iter_mut().for_each(|item| item.shares_date |= item.dates.is_empty());
                last.span.end = date.span.end;
                last.marker = Some(*all);
                last.dates.push(date.clone());
                continue;
            }
            if let [Atom::Words(words), Atom::Date(date)] = pieces.as_slice()
                && markers::says_what_came_later(words.of(text))
                && let Some(last) = items.last_mut().filter(|last| !last.dates.is_empty())
            {
                // `Dawn, May 9; accessed May 20`
                let later = words.cover(date.span);
                last.trailer = Some(last.trailer.map_or(later, |trailer| trailer.cover(later)));
                last.span.end = date.span.end;
                continue;
            }
            if let [Atom::Date(date)] = pieces.as_slice() {
                if let Some(last) = items.last_mut() {
                    // `[A](…), May 9; June 3`: one source, several dates. `[A](…); June 3`: a missing comma.
                    if last.dates.is_empty() {
                        last.gap = Some(Span::new(last.span.end, date.span.start));
                    }
                    last.span.end = date.span.end;
                    last.dates.push(date.clone());
                    continue;
                }
                if index > 0 {
                    // `; June 3`
                    let mut lost = items::item(self.text, &[], smallvec![date.clone()], None, false)?;
                    lost.span.start = first.end;
                    lost.gap = Some(Span::new(first.end, date.span.start));
                    items.push(lost);
                    continue;
                }
            }
            items::read(self.text, pieces, &mut items);
            if unclosed {
                break;
            }
        }
        if let (Some(lead), Some(first)) = (lead, items.first_mut()) {
            first.interview = lead.of(text).contains("nterview");
        }
        let citation = self.add(Some(open), lead, items, found)?;
        match closing {
            Some(close) => citation.close = Some(Span::at(close..close + 1)),
            None => {
                let end = citation.items.last()?.span.end;
                let rest = text.slice(end as usize..self.span.end as usize).trim_start_matches(' ');
                let bracket = self.span.end - rest.len() as Offset;
                // `([Source](…), May 9]`
                citation.close = rest.starts_with([']', '}']).then(|| Span::new(bracket, bracket + 1));
            }
        }
        citation.stray_punctuation = self.stray_punctuation(citation);
        self.surplus(citation);
        citation.surplus = citation.surplus.or(surplus);
        Some(())
    }

    /// Stray characters between the brackets and the items.
    fn stray_punctuation(&self, citation: &Citation) -> Vec<Span> {
        let mut stray_punctuation = Vec::new();
        let (Some(first), Some(last)) = (citation.items.first(), citation.items.last()) else {
            return stray_punctuation;
        };
        let signs = |from: Offset, to: Offset| {
            if from >= to {
                return None;
            }
            let between = Span::new(from, to).of(self.text);
            let start = to - between.trim_start().len() as Offset;
            let sign = Span::new(start, from + between.trim_end().len() as Offset);
            let stray = |c: char| matches!(c, ',' | ';' | '.' | ':') || c.is_whitespace();
            (!sign.is_empty() && sign.of(self.text).chars().all(stray)).then_some(sign)
        };
        if let Some(open) = citation.open
            && citation.lead.is_none()
        {
            stray_punctuation.extend(signs(open.end, first.span.start));
        }
        if let Some(close) = citation.close
            && !last.dates.is_empty()
        {
            stray_punctuation.extend(signs(last.span.end, close.start));
        }
        stray_punctuation
    }

    /// Handles repeated brackets: an extra pair, or more at one end than at the other.
    fn surplus(&self, citation: &mut Citation) {
        let bytes = &self.text.as_bytes()[..self.span.end as usize];
        let Some(close) = citation.close else { return };
        // Without an opening bracket, the group starts at its first item.
        let open = citation.open.unwrap_or(Span::empty(citation.span.start));
        let (start, end) = (open.start as usize, close.end as usize);
        let opens =
            bytes[self.span.start as usize..start].iter().rev().take(DOUBLED).take_while(|b| **b == b'(').count();
        let closes = bytes[end..].iter().take(DOUBLED).take_while(|b| **b == b')').count();
        let opens = if citation.open.is_some() { opens.min(self.open as usize) } else { 0 };
        let pairs = opens.min(closes);
        if citation.open.is_some() {
            citation.open = Some(Span::at(start - pairs..open.end as usize));
        }
        citation.close = Some(Span::at(close.start as usize..end + pairs));
        citation.span = Span::at(start - pairs..end + pairs);
        let (opens, closes, around) = (opens - pairs, closes - pairs, self.open as usize - pairs);
        let (start, end) = (start - pairs, end + pairs);
        if opens > 0 && around <= opens && !closes_later(&bytes[end..]) {
            citation.surplus = Some(Span::at(start - opens..start));
        } else if closes > around {
            citation.surplus = Some(Span::at(end + around..end + closes));
        }
        if let Some(surplus) = citation.surplus {
            citation.span = citation.span.cover(surplus);
        }
    }

    /// Adds a group of these items, if there are any.
    fn add<'f>(
        &self,
        open: Option<usize>,
        lead: Option<Span>,
        items: Items,
        found: &'f mut Vec<Citation>,
    ) -> Option<&'f mut Citation> {
        let first = items.first()?.span;
        let last = items.last()?.span;
        let open = open.map(|at| Span::at(at..at + 1));
        found.push(Citation {
            span: Span::new(open.map_or(first.start, |open| open.start), last.end),
            open,
            close: None,
            surplus: None,
            stray_punctuation: Vec::new(),
            lead,
            items,
            block: self.block,
            around: Surroundings::default(),
            judgement: Judgement::default(),
            in_caption: false,
        });
        found.last_mut()
    }

    /// Splits the run from the bracket at `open` to its end at semicolons; returns the closing bracket.
    #[inline(always)]
    fn extent(&self, open: usize, segments: &mut Vec<Span>) -> Option<usize> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let limit = floor_boundary(text, (self.span.end as usize).min(open + LONGEST_GROUP));
        segments.clear();
        let (mut at, mut start, mut depth) = (open + 1, open + 1, 0);
        while at < limit {
            match bytes[at] {
                b'[' | b'`' | b'<' | b'!' => {
                    if let Some(inline) = self.inlines.covering(at as Offset) {
                        at = inline.span.end as usize;
                        continue;
                    }
                    if bytes[at] == b'['
                        && let Some(link) = unrendered_link(text, at, limit)
                    {
                        at = link.span.end as usize;
                        continue;
                    }
                }
                b'(' => {
                    depth += 1;
                    // A bracket directly after the first is a doubled one.
                    if depth > DEEPEST
                        || at == open + 1
                        || bytes.get(at + 1).is_some_and(|byte| matches!(byte, b'[' | b'('))
                    {
                        break;
                    }
                }
                b')' if depth == 0 => {
                    segments.push(Span::at(start..at));
                    return Some(at);
                }
                b')' => depth -= 1,
                b';' if depth == 0 => {
                    segments.push(Span::at(start..at));
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        segments.push(Span::at(start..at.min(limit)));
        None
    }

    /// `([Source](…)), May 9)`: the bracket at `close` does not close the group, because the date of the item before it
    /// and another closing bracket follow. Returns both, and adds the segments up to there.
    #[cold]
    fn bracket_before_date(&self, close: usize, segments: &mut Vec<Span>) -> Option<(Span, usize)> {
        let bytes = &self.text.as_bytes()[..self.span.end as usize];
        let stop = close + bytes[close..].iter().position(|byte| *byte != b')')?;
        if bytes[stop] != b',' || self.open > 0 {
            return None;
        }
        let date = bytes.len() - bytes[stop + 1..].trim_ascii_start().len();
        let date = calendar::written_in_citation_at(self.text, date)?;
        if !matches!(bytes.get(date.span.end as usize), Some(b')' | b';')) {
            return None;
        }
        let item = *segments.last()?;
        let mut pieces = Vec::new();
        atoms(self.text, item, self.inlines, &mut pieces);
        let undated = pieces.iter().all(|atom| matches!(atom, Atom::Link(_) | Atom::Words(_) | Atom::Comma(_)));
        if pieces.is_empty() || !undated {
            return None;
        }
        let mut behind = Vec::new();
        let last = self.extent(stop - 1, &mut behind)?;
        segments.pop();
        segments.push(item.cover(*behind.first()?));
        segments.extend(&behind[1..]);
        Some((Span::at(close..stop), last))
    }
}

/// Whether a short block is entirely in italics, as captions are.
fn is_in_italics(text: &str, block: Span) -> bool {
    block.len() < 2 * LONGEST_CAPTION
        && matches!(block.of(text).as_bytes(), [first @ (b'*' | b'_'), .., last] if first == last)
}

/// Whether a block is below a picture, or starts with one, as credits do.
fn is_caption(text: &str, markdown: &Markdown, block: usize) -> bool {
    let is_picture = |inline: &crate::markdown::Inline| inline.kind == InlineKind::Image;
    let Some(own) = markdown.blocks.get(block) else { return false };
    let opens = markdown.inlines(own).first().is_some_and(|inline| {
        is_picture(inline)
            && inline.span.start == own.span.start
            && own.span.len() - inline.span.len() < LONGEST_CAPTION
    });
    let below = || {
        let before = markdown.blocks.get(block.checked_sub(1)?)?;
        let picture = markdown.inlines(before).iter().find(|inline| is_picture(inline))?;
        // A picture by itself, or one that is a link.
        let rest = before.span.len().saturating_sub(picture.span.len());
        let around = Span::new(picture.span.end, before.span.end.max(picture.span.end)).of(text);
        let alone = rest == 0 || around.trim_start().starts_with("](") || around.trim().is_empty();
        (alone && own.span.len() < LONGEST_CAPTION).then_some(())
    };
    opens || below().is_some()
}

/// Longer paragraphs below a picture are not captions.
const LONGEST_CAPTION: Offset = 400;

/// Removes an extra bracket from the words that it ends, which may consist of it alone.
#[cold]
fn remove_bracket(text: &str, bracket: Span, atoms: &mut Vec<Atom>) {
    atoms.retain_mut(|atom| match atom {
        Atom::Words(words) if words.end == bracket.end => {
            let kept = Span::new(words.start, bracket.start).of(text).trim_end();
            words.end = words.start + kept.len() as Offset;
            !words.is_empty()
        }
        _ => true,
    });
}

/// Splits each closing bracket from the words after it: `) uters`, and after a date also `] and Dawn`.
fn split_brackets(text: &str, atoms: &mut Vec<Atom>) {
    let mut dated = false;
    let mut at = 0;
    while at < atoms.len() {
        if let Atom::Words(words) = &mut atoms[at]
            && let [b')' | b']', _, ..] = words.of(text).as_bytes()
            && (dated || words.of(text).starts_with(')'))
        {
            let rest = Span::new(words.start + 1, words.end);
            let rest = Span::new(rest.end - rest.of(text).trim_start().len() as Offset, rest.end);
            words.end = words.start + 1;
            atoms.insert(at + 1, Atom::Words(rest));
        }
        dated = matches!(atoms[at], Atom::Date(_));
        at += 1;
    }
}

/// Whether an inner bracket contains a source with its date, and not a date alone: `Re (AFP, May 9) uters, May 10`.
/// Then the inner one is a citation, and the outer one is not.
fn holds_another(text: &str, atoms: &[Atom]) -> bool {
    let mut open = 0usize;
    let mut last = "";
    for (index, atom) in atoms.iter().enumerate() {
        match atom {
            Atom::Words(words) => {
                last = words.of(text);
                for byte in last.bytes().filter(|byte| matches!(byte, b'(' | b')')) {
                    open = if byte == b'(' { open + 1 } else { open.saturating_sub(1) };
                }
            }
            Atom::Link(_) if open > 0 => return true,
            Atom::Date(_) if open > 0 => {
                // `AFP (May 9)`, `AFP (accessed May 9)`
                let inside = last.rsplit('(').next().unwrap_or_default();
                let ends = match &atoms[index + 1..] {
                    [Atom::Words(next), ..] => next.of(text).starts_with(')'),
                    [Atom::Comma(_), Atom::Date(_), ..] => true,
                    _ => false,
                };
                if !ends || inside.contains(|c: char| c.is_uppercase() || c == ')') {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Whether a sentence of prose starts between a date and another source: `May 9. The town fell, AFP, May 10`.
fn holds_sentence(text: &str, atoms: &[Atom]) -> bool {
    let sentence = |two: &[Atom]| match two {
        [Atom::Date(_), Atom::Words(words)] => {
            let words = words.of(text).trim_start_matches([']', '}']).trim_start();
            words.strip_prefix(['.', '!', '?']).is_some_and(|rest| naming::read(rest.trim_start(), false).small > 0)
        }
        _ => false,
    };
    let cites = |rest: &[Atom]| rest.iter().any(|atom| matches!(atom, Atom::Date(_) | Atom::Link(_)));
    atoms.windows(2).enumerate().any(|(at, two)| sentence(two) && cites(&atoms[at + 2..]))
}

/// Removes `and` or another joint from the words after a date, in the same segment or before it: `May 9 and AFP, May 10`,
/// `May 9 / AFP, May 10`, `May 9. AFP, May 10`, `May 9; and AFP, May 10`.
fn drop_conjunctions(text: &str, atoms: &mut [Atom], mut dated: bool) {
    const SIGNS: [char; 14] = ['&', '+', '-', '/', '|', '–', '—', '·', '•', '.', ':', '!', '?', '…'];
    for atom in atoms {
        match atom {
            Atom::Date(_) => dated = true,
            Atom::Comma(_) => {}
            // `(May 9) and AFP, May 10`
            Atom::Words(words) if dated && matches!(words.of(text), ")" | "]") => {}
            Atom::Words(words) if dated => {
                let written = words.of(text);
                let plain = written.strip_prefix("and ").unwrap_or(written);
                let rest = plain.trim_start_matches(|c: char| SIGNS.contains(&c) || c.is_whitespace());
                // `(May 9) and (May 10)` are two dates.
                if rest.len() < written.len() && !rest.trim_end_matches(['(', '[']).is_empty() {
                    *words = Span::new(words.end - rest.len() as Offset, words.end);
                }
                dated = false;
            }
            _ => dated = false,
        }
    }
}

/// An unclosed group ends with the first date that is not followed by a comma or link.
fn cut_after_date(atoms: &mut Vec<Atom>) {
    let Some(mut last) = atoms.iter().position(|atom| matches!(atom, Atom::Date(_))) else {
        let link = atoms.iter().position(|atom| matches!(atom, Atom::Link(_)));
        atoms.truncate(link.map_or(0, |link| link + 1));
        return;
    };
    while let [Atom::Comma(_), Atom::Link(_), rest @ ..] = &atoms[last + 1..] {
        let Some(date) = rest.iter().take(2).position(|atom| matches!(atom, Atom::Date(_))) else { break };
        last += 3 + date;
    }
    atoms.truncate(last + 1);
}

/// Removes the lead-in from the first words.
fn take_lead(text: &str, atoms: &mut Vec<Atom>) -> Option<Span> {
    let Some(Atom::Words(words)) = atoms.first() else { return None };
    // `see, for example, Dawn`: a lead-in with commas takes several atoms.
    let end = atoms.iter().take_while(|atom| matches!(atom, Atom::Words(_) | Atom::Comma(_))).last()?.span().end;
    let len = markers::lead_in(Span::new(words.start, end).of(text))?;
    let lead = Span::new(words.start, words.start + len as Offset);
    let taken = atoms.iter().take_while(|atom| atom.span().end <= lead.end).count();
    atoms.drain(..taken);
    if let Some(Atom::Words(words)) = atoms.first_mut()
        && words.start < lead.end
    {
        // The marks of emphasis around a name are not part of it.
        let kept = Span::new(lead.end, words.end).of(text);
        let kept = kept.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        *words = Span::new(words.end - kept.len() as Offset, words.end);
    }
    (!atoms.is_empty()).then_some(Span::new(lead.start, lead.start + lead.of(text).trim_end().len() as Offset))
}

fn starts_with_link(text: &str, segment: Span, inlines: Inlines<'_>) -> bool {
    let body = segment.of(text);
    let at = segment.end as usize - body.trim_start().len();
    text.as_bytes().get(at) == Some(&b'[')
        && (inlines.covering(at as Offset).is_some() || unrendered_link(text, at, segment.end as usize).is_some())
}

/// Whether a closing bracket comes before the next opening one.
fn closes_later(bytes: &[u8]) -> bool {
    memchr::memchr2(b'(', b')', bytes).is_some_and(|at| bytes[at] == b')')
}

#[cfg(test)]
mod tests {
    use crate::bulletin::{Bulletin, Citation};
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;
    use crate::text::Span;

    fn bulletin(text: &str) -> Bulletin {
        crate::bulletin::read("draft.md", text, &Gazetteer::shipped(), &Settings::default())
    }

    /// The group of a citation as it stands, its brackets, those too many, and punctuation that separates nothing.
    fn group(text: &str, citation: &Citation) -> String {
        let Citation { span, open, close, surplus, stray_punctuation, lead, .. } = citation;
        let named = |name: &str, place: &Option<Span>| place.map(|span| format!(" {name} {}", span.of(text)));
        let parts = [named("open", open), named("close", close), named("surplus", surplus), named("lead", lead)];
        let stray = stray_punctuation.iter().map(|stray| format!(" stray {}", stray.of(text)));
        [span.of(text).to_owned()].into_iter().chain(parts.into_iter().flatten()).chain(stray).collect()
    }

    /// The items of a citation: source, address and dates.
    fn items(text: &str, citation: &Citation) -> String {
        let items = citation.items.iter().map(|item| {
            let dates: Vec<&str> = item.dates.iter().map(|date| date.span.of(text)).collect();
            let source = item.source.map_or("", |source| source.of(text));
            format!("{source}|{}|{}|{}", item.url(text).unwrap_or("-"), dates.join(" + "), item.span.of(text))
        });
        items.collect::<Vec<_>>().join("; ")
    }

    fn groups(text: &str) -> Vec<String> {
        bulletin(text).citations.iter().map(|citation| group(text, citation)).collect()
    }

    #[test]
    fn brackets() {
        const CASES: &[(&str, &[&str])] = &[
            ("It rained (Reuters, May 9).", &["(Reuters, May 9) open ( close )"]),
            ("It rained ((Reuters, May 9)).", &["((Reuters, May 9)) open (( close ))"]),
            ("It rained ((Reuters, May 9).", &["((Reuters, May 9) open ( close ) surplus ("]),
            ("It rained (Reuters, May 9)).", &["(Reuters, May 9)) open ( close ) surplus )"]),
            ("It rained (((Reuters, May 9)).", &["(((Reuters, May 9)) open (( close )) surplus ("]),
            ("It rained (there (Reuters, May 9)).", &["(Reuters, May 9) open ( close )"]),
            ("It rained (there ((Reuters, May 9))).", &["((Reuters, May 9)) open (( close ))"]),
            ("It rained (there (Reuters, May 9))).", &["(Reuters, May 9))) open ( close ) surplus )"]),
            ("It rained (there ((Reuters, May 9)) and (here).", &["((Reuters, May 9)) open (( close ))"]),
            ("It rained (there (Reuters, May 9).", &["(Reuters, May 9) open ( close )"]),
            (
                "It rained ([ABC](https://a.net/x)), May 9).",
                &["([ABC](https://a.net/x)), May 9) open ( close ) surplus )"],
            ),
            (
                "It rained ([ABC](https://a.net/x)), May 9; AFP, May 10).",
                &["([ABC](https://a.net/x)), May 9; AFP, May 10) open ( close ) surplus )"],
            ),
            ("It rained ([ABC](https://a.net/x)), May 9 at dawn).", &["([ABC](https://a.net/x)) open ( close )"]),
            (
                "It rained ([ABC](https://a.net/x))), May 9).",
                &["([ABC](https://a.net/x))), May 9) open ( close ) surplus ))"],
            ),
            ("It rained (Reuters)), May 9).", &["(Reuters)), May 9) open ( close ) surplus ))"]),
            ("It rained (Reuters, May 8)), May 9).", &["(Reuters, May 8)) open ( close ) surplus )"]),
            ("It rained ((Reuters, May 9) there).", &["(Reuters, May 9) open ( close )"]),
            ("It rained ((Sorvik Daily), May 9).", &[]),
            (
                "It rained ([ABC](https://a.net/x) (in (the town)), May 9).",
                &["([ABC](https://a.net/x) (in (the town)), May 9) open ( close )"],
            ),
            ("It rained ([ABC](https://a.net/x) (in (the (old) town)), May 9).", &[]),
            (
                "It rained ([ABC](https://a.net/x), May 9 ([AFP](https://a.net/y), May 10)).",
                &[
                    "([ABC](https://a.net/x), May 9 open (",
                    "([AFP](https://a.net/y), May 10)) open ( close ) surplus )",
                ],
            ),
            // Never closed.
            ("It rained ([ABC](https://a.net/x), May 9.", &["([ABC](https://a.net/x), May 9 open ("]),
            (
                "It rained ([ABC](https://a.net/x), May 9] and (so on) there.",
                &["([ABC](https://a.net/x), May 9] open ( close ]"],
            ),
            ("It rained ([ABC](https://a.net/x), May 9 } there.", &["([ABC](https://a.net/x), May 9 } open ( close }"]),
            (
                "It rained ([ABC](https://a.net/x), May 9, [AFP](https://a.net/y), May 10, and the boats left.",
                &["([ABC](https://a.net/x), May 9, [AFP](https://a.net/y), May 10 open ("],
            ),
            (
                "It rained ([ABC](https://a.net/x), May 9, and [AFP](https://a.net/y) said so on May 10.",
                &["([ABC](https://a.net/x), May 9 open ("],
            ),
            (
                "It rained ([ABC](https://a.net/x); [AFP](https://a.net/y), May 10 and so on.",
                &["([ABC](https://a.net/x); [AFP](https://a.net/y), May 10 open ("],
            ),
            (
                "It rained ([ABC](https://a.net/x), May 9. Then it rained, AFP, May 10).",
                &["([ABC](https://a.net/x), May 9 open ("],
            ),
            (
                "It rained ([ABC](https://a.net/x), May 9]. Then it rained, AFP, May 10).",
                &["([ABC](https://a.net/x), May 9] open ( close ]"],
            ),
            ("It rained (Reuters, May 9. Then it rained, AFP, May 10).", &[]),
            ("It rained (Reuters, May 9]. The boats left AFP, May 10).", &[]),
            ("It rained (Reuters, May 9. AFP, May 10).", &["(Reuters, May 9. AFP, May 10) open ( close )"]),
            ("It rained (Reuters, May 9. It was denied.)", &[]),
            ("It rained (Reuters, May 9 and the boats left.", &[]),
            ("It rained (Reuters, May 9 and (AFP, May 10) left.", &["(AFP, May 10) open ( close )"]),
            (
                "It rained ([ABC](https://a.net/x), May 9 (AFP, May 10).",
                &["([ABC](https://a.net/x), May 9 open (", "(AFP, May 10) open ( close )"],
            ),
            (
                "It rained ([ABC](https://a.net/x), May 9 ([AFP](https://a.net/y), May 10).",
                &["([ABC](https://a.net/x), May 9 open (", "([AFP](https://a.net/y), May 10) open ( close )"],
            ),
            ("(Reuters", &[]),
            // Never opened.
            ("It rained [ABC](https://a.net/x), May 9).", &["[ABC](https://a.net/x), May 9) close )"]),
            ("[ABC](https://a.net/x), May 9) It rained.", &["[ABC](https://a.net/x), May 9) close )"]),
            ("It rained [ABC](https://a.net/x) May 9).", &["[ABC](https://a.net/x) May 9) close )"]),
            ("It rained [[ABC](https://a.net/x), May 9].", &["[[ABC](https://a.net/x), May 9] open [ close ]"]),
            ("It rained {[ABC](https://a.net/x), May 9}.", &[]),
            ("It rained [ABC](https://a.net/x), May 9].", &[]),
            ("It rained [ABC](https://a.net/x) said, May 9).", &[]),
            ("It rained (as [ABC](https://a.net/x), May 9).", &[]),
            (
                "It rained (on May 8 (Reuters, May 9), said [ABC](https://a.net/x), May 10) there.",
                &["(Reuters, May 9) open ( close )"],
            ),
            ("It rained (there) [ABC](https://a.net/x), May 9).", &["[ABC](https://a.net/x), May 9) close )"]),
            // Punctuation at the ends, lead-ins.
            (
                "It rained (, [ABC](https://a.net/x), May 9).",
                &["(, [ABC](https://a.net/x), May 9) open ( close ) stray ,"],
            ),
            ("It rained (Reuters, May 9; ).", &["(Reuters, May 9; ) open ( close ) stray ;"]),
            ("It rained (Reuters, May 9.).", &["(Reuters, May 9.) open ( close ) stray ."]),
            ("It rained (Reuters, May 9 !).", &["(Reuters, May 9 !) open ( close )"]),
            ("It rained ( Reuters, May 9 ).", &["( Reuters, May 9 ) open ( close )"]),
            (
                "It rained (see also Reuters, May 9; see AFP, May 10).",
                &["(see also Reuters, May 9; see AFP, May 10) open ( close ) lead see also"],
            ),
            ("It rained (Reuters, May 9; see AFP, May 10).", &["(Reuters, May 9; see AFP, May 10) open ( close )"]),
            (
                "It rained (see, for example, Reuters, May 9).",
                &["(see, for example, Reuters, May 9) open ( close ) lead see, for example,"],
            ),
            ("It rained (see).", &[]),
        ];
        for (text, expected) in CASES {
            assert_eq!(groups(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_group_of_more_than_four_thousand_bytes_was_never_closed() {
        for (items, closed) in [(1, true), (50, true), (129, true), (130, false), (1000, false)] {
            let text = format!("It rained ({}).", vec!["[ABC](https://a.net/x), May 9"; items].join("; "));
            let citation = &bulletin(&text).citations[0];
            assert_eq!(citation.close.is_some(), closed, "{items}");
            assert_eq!(citation.items.len() == items, closed, "{items}");
        }
    }

    #[test]
    fn what_stands_in_a_group() {
        for (text, expected) in [
            ("(Reuters, May 9; June 3)", "Reuters|-|May 9 + June 3|Reuters, May 9; June 3"),
            ("([ABC](https://a.net/x); June 3)", "ABC|https://a.net/x|June 3|[ABC](https://a.net/x); June 3"),
            ("(; June 3)", "|-|June 3|; June 3"),
            ("(May 9; Reuters, May 10)", "|-|May 9|May 9; Reuters|-|May 10|Reuters, May 10"),
            (
                "([ABC](https://a.net/x), May 9 and AFP, May 10)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x), May 9; AFP|-|May 10|AFP, May 10",
            ),
            (
                "([ABC](https://a.net/x), May 9 & AFP, May 10)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x), May 9; AFP|-|May 10|AFP, May 10",
            ),
            (
                "([ABC](https://a.net/x), May 9, & AFP, May 10)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x), May 9; AFP|-|May 10|AFP, May 10",
            ),
            (
                "([ABC](https://a.net/x), May 9 &amp; AFP, May 10)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x), May 9; AFP|-|May 10|AFP, May 10",
            ),
            (
                "([ABC](https://a.net/x), May 9 & [AFP](https://a.net/y), May 10)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x), May 9; AFP|https://a.net/y|May 10|[AFP](https://a.net/y), May 10",
            ),
            ("(Reuters, May 9 & 12)", "Reuters|-|May 9 & 12|Reuters, May 9 & 12"),
            ("(Reuters, May 9 & June 3)", "Reuters|-|May 9 & June 3|Reuters, May 9 & June 3"),
            ("(Reuters, May 9, & June 3)", "Reuters|-|May 9 + June 3|Reuters, May 9, & June 3"),
            (
                "(Reuters, May 9, May 10, and June 3)",
                "Reuters|-|May 9 + May 10, and June 3|Reuters, May 9, May 10, and June 3",
            ),
            ("(Reuters, May 9, and AFP, May 10)", "Reuters|-|May 9|Reuters, May 9; AFP|-|May 10|AFP, May 10"),
            ("(Reuters, May 9. AFP, May 10)", "Reuters|-|May 9|Reuters, May 9; AFP|-|May 10|AFP, May 10"),
            ("(Reuters, May 9 -: AFP, May 10)", "Reuters|-|May 9|Reuters, May 9; AFP|-|May 10|AFP, May 10"),
            ("(Reuters, May 9 and June 3)", "Reuters|-|May 9 and June 3|Reuters, May 9 and June 3"),
            (
                "(AT&amp;T Daily, May 9; AFP, May 10)",
                "AT&amp;T Daily|-|May 9|AT&amp;T Daily, May 9; AFP|-|May 10|AFP, May 10",
            ),
            (
                "([ABC](https://a.net/x) (Karachi; Lahore), May 9)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x) (Karachi; Lahore), May 9",
            ),
            (
                "([ABC](https://a.net/x) (Karachi), May 9; AFP, May 10)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x) (Karachi), May 9; AFP|-|May 10|AFP, May 10",
            ),
            ("([ABC, May 9](https://a.net/x))", "ABC|https://a.net/x|May 9|[ABC, May 9](https://a.net/x)"),
            (
                "([ABC, May 9](https://a.net/x), May 10)",
                "ABC, May 9|https://a.net/x|May 10|[ABC, May 9](https://a.net/x), May 10",
            ),
            (
                "(Sorvik Daily, [May 9](https://a.net/x))",
                "Sorvik Daily|https://a.net/x|May 9|Sorvik Daily, [May 9](https://a.net/x)",
            ),
            ("([*ABC*](https://a.net/x), May 9)", "ABC|https://a.net/x|May 9|[*ABC*](https://a.net/x), May 9"),
            ("([ _ABC_ ](https://a.net/x), May 9)", "ABC|https://a.net/x|May 9|[ _ABC_ ](https://a.net/x), May 9"),
            ("(Le Monde, 5 octobre 2017)", "Le Monde|-|5 octobre 2017|Le Monde, 5 octobre 2017"),
            (
                "([ABC, May 9](https://a.net/x), accessed May 10)",
                "ABC, May 9|https://a.net/x|May 10|[ABC, May 9](https://a.net/x), accessed May 10",
            ),
            (
                "(Reuters, May 9, 2017 and June 3, 2016)",
                "Reuters|-|May 9, 2017 + June 3, 2016|Reuters, May 9, 2017 and June 3, 2016",
            ),
            (
                "(Reuters, May 9, 2017 and on June 3, 2016)",
                "Reuters|-|May 9, 2017 + June 3, 2016|Reuters, May 9, 2017 and on June 3, 2016",
            ),
            (
                "([ABC](https://a.net/x), May 9 and [AFP](https://a.net/y), May 10)",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x), May 9; AFP|https://a.net/y|May 10|[AFP](https://a.net/y), May 10",
            ),
            (
                "([Sorvik Daily](https://a.net/x) Karachi)), May 9, from AFP)",
                "Sorvik Daily|https://a.net/x||[Sorvik Daily](https://a.net/x) Karachi",
            ),
            (
                "(Sorvik Daily)), May 9; AFP, May 10)",
                "Sorvik Daily|-|May 9|Sorvik Daily)), May 9; AFP|-|May 10|AFP, May 10",
            ),
            ("(Sorvik Daily)), May 9)", "Sorvik Daily|-|May 9|Sorvik Daily)), May 9"),
            ("(AFP (May 9))", "AFP|-|May 9|AFP (May 9)"),
            ("(AFP (May 9) and (June 3))", "AFP|-|May 9 + June 3|AFP (May 9) and (June 3)"),
            (
                "(AFP (May 9) and Dawn (June 3) and # (May 4))",
                "AFP|-|May 9|AFP (May 9); Dawn|-|June 3|Dawn (June 3); |-|May 4|May 4",
            ),
            (
                "([ABC](https://a.net/x) (May 9)\nand  (June 3); [AFP](https://a.net/y) [May 3] & [May 4])",
                "ABC|https://a.net/x|May 9 + June 3|[ABC](https://a.net/x) (May 9)\nand  (June 3); AFP|https://a.net/y|May 3 + May 4|[AFP](https://a.net/y) [May 3] & [May 4]",
            ),
            (
                "([ABC](https://a.net/x) (May 9) & [AFP](https://a.net/y) (May 3))",
                "ABC|https://a.net/x|May 9|[ABC](https://a.net/x) (May 9); AFP|https://a.net/y|May 3|[AFP](https://a.net/y) (May 3)",
            ),
            (
                "(AFP (May 9) and Dawn (June 3) and ' (May 4))",
                "AFP|-|May 9|AFP (May 9); Dawn|-|June 3|Dawn (June 3); |-|May 4|May 4",
            ),
            (
                "(AFP [May 9] and Dawn [June 3] & Sorvik Daily [May 4])",
                "AFP|-|May 9|AFP [May 9]; Dawn|-|June 3|Dawn [June 3]; Sorvik Daily|-|May 4|Sorvik Daily [May 4]",
            ),
            (
                "([ABC](https://a.net/x) and [AFP](https://a.net/y), May 10)",
                "ABC|https://a.net/x||[ABC](https://a.net/x); AFP|https://a.net/y|May 10|[AFP](https://a.net/y), May 10",
            ),
            (
                "(NTV, [ABC](https://a.net/x) & [AFP](https://a.net/y), May 10)",
                "ABC|https://a.net/x||NTV, [ABC](https://a.net/x); AFP|https://a.net/y|May 10|[AFP](https://a.net/y), May 10",
            ),
            ("(Reuters, citing TASS, May 9)", "Reuters|-|May 9|Reuters, citing TASS, May 9"),
            ("(Ada Vale, “The Fall,” *Dawn*, May 9)", "Dawn|-|May 9|Ada Vale, “The Fall,” *Dawn*, May 9"),
            ("(Dawn, “The Fall,” May 9)", "Dawn|-|May 9|Dawn, “The Fall,” May 9"),
            ("(video: Dawn, May 9)", "Dawn|-|May 9|Dawn, May 9"),
            ("(editorial, Dawn, May 9)", "Dawn|-|May 9|editorial, Dawn, May 9"),
            ("(Dawn, issue of May 9)", "Dawn|-|May 9|Dawn, issue of May 9"),
            ("(— Reuters, May 9)", "Reuters|-|May 9|Reuters, May 9"),
            ("(Dawn, May 9; —\nReuters, June 3)", "Dawn|-|May 9|Dawn, May 9; Reuters|-|June 3|Reuters, June 3"),
            (
                "(Dawn, May 9; – [ABC](https://a.net/x), June 3)",
                "Dawn|-|May 9|Dawn, May 9; ABC|https://a.net/x|June 3|[ABC](https://a.net/x), June 3",
            ),
            (
                "(Dawn, May 9; – Reuters https://a.net/x, June 3)",
                "Dawn|-|May 9|Dawn, May 9; Reuters|https://a.net/x|June 3|Reuters https://a.net/x, June 3",
            ),
            ("(.net Daily, May 9)", ".net Daily|-|May 9|.net Daily, May 9"),
            (
                "(AFP (May 9)>\nand  (June 3) / [ABC](https://a.net/x), May 4)",
                "AFP|-|May 9|AFP (May 9); and|-|June 3|and  (June 3); ABC|https://a.net/x|May 4|[ABC](https://a.net/x), May 4",
            ),
            ("(AFP (May 9) and on (June 3))", "AFP|-|May 9 + June 3|AFP (May 9) and on (June 3)"),
            ("(the second (AFP, May 9), May 10)", "AFP|-|May 9|AFP, May 9"),
            ("([ABC](), May 9)", "ABC|-|May 9|[ABC](), May 9"),
            ("(Reuters, May 9; and AFP, May 10)", "Reuters|-|May 9|Reuters, May 9; AFP|-|May 10|AFP, May 10"),
            ("(Reuters, May 9; & AFP, May 10)", "Reuters|-|May 9|Reuters, May 9; AFP|-|May 10|AFP, May 10"),
            ("(& Sons Daily, May 9)", "& Sons Daily|-|May 9|& Sons Daily, May 9"),
            (
                "([ABC](https://a.net/x); &amp; [AFP](https://a.net/y), May 9)",
                "ABC|https://a.net/x||[ABC](https://a.net/x); AFP|https://a.net/y|May 9|&amp; [AFP](https://a.net/y), May 9",
            ),
            ("(see *Sorvik Daily*, May 9)", "Sorvik Daily|-|May 9|Sorvik Daily*, May 9"),
            ("(see, e.g., *Sorvik Daily*, May 9)", "Sorvik Daily|-|May 9|Sorvik Daily*, May 9"),
        ] {
            let text = format!("It rained {text} there. It rained (Reuters, May 9).");
            let found: Vec<String> = bulletin(&text).citations.iter().map(|citation| items(&text, citation)).collect();
            let rest = found.iter().take(found.len() - 1).map(String::as_str).collect::<Vec<_>>();
            assert_eq!(rest.join(" / "), expected, "{text}");
        }
    }

    #[test]
    fn captions() {
        let is_in_caption = |text: &str| {
            let citations = bulletin(text).citations;
            assert_eq!(citations.len(), 1, "{text}");
            citations[0].in_caption
        };
        let cited = "It rained (Reuters, May 9).";
        let long = |len: usize| format!("{}{cited}", &"o ".repeat(len)[..len - cited.len()]);
        assert_eq!(long(100).len(), 100);
        for (text, expected) in [
            (cited.to_owned(), false),
            (format!("![Map](m.png) {cited}"), true),
            (format!("![Map](m.png)\n{cited}"), true),
            (format!("On ![Map](m.png) {cited}"), false),
            (format!("[Map](m.png) {cited}"), false),
            (format!("![Map](m.png)\n\n{cited}"), true),
            (format!("[![Map](m.png)](m.html)\n\n{cited}"), true),
            (format!("![Map](m.png) shows it\n\n{cited}"), false),
            (format!("[Map](m.png)\n\n{cited}"), false),
            (format!("![Map](m.png)\n\nIt stopped.\n\n{cited}"), false),
            // A longer paragraph is no caption.
            (format!("![Map](m.png){}", long(399)), true),
            (format!("![Map](m.png){}", long(400)), false),
            (format!("![Map](m.png)\n\n{}", long(399)), true),
            (format!("![Map](m.png)\n\n{}", long(400)), false),
            // In italics.
            (format!("*{cited}*"), true),
            (format!("_{cited}_"), true),
            (format!("*{cited}"), false),
            (format!("*It* rained. {cited}"), false),
            (format!("*{}*", long(797)), true),
            (format!("*{}*", long(798)), false),
        ] {
            assert_eq!(is_in_caption(&text), expected, "{text}");
        }
    }
}
