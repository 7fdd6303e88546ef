//! From the pieces of a segment to its items: where one source ends and the next starts, and which dates belong to
//! which.

use super::lexer::{Atom, Inlines, atoms};
use super::words::{LINK_WORDS, PIECES};
use super::{DatePlace, Item, Items, Link, LinkForm, markers, naming};
use crate::calendar;
use crate::gazetteer::Standing;
use crate::text::words::is_alphanumeric;
use crate::text::{Offset, Span};
use smallvec::{SmallVec, smallvec};

/// The dates of an item.
type Dates = SmallVec<[calendar::Written; 1]>;

/// Signs that stand between a source and what is before it.
const DIVIDERS: [char; 11] = ['-', '–', '—', '>', '=', '|', '/', ':', '.', '·', '•'];

/// Fast path for the usual shape, `[Source](…), May 9`: [`read`] returns the same, more slowly.
pub(super) fn plain(text: &str, atoms: &[Atom]) -> Option<Item> {
    let [Atom::Link(link), Atom::Comma(_), Atom::Date(date)] = atoms else { return None };
    let source = name_in(text, link.label).filter(|_| link.form != LinkForm::Bare)?;
    Some(Item {
        source: Some(source),
        link: Some(*link),
        gap: Some(Span::new(link.span.end, date.span.start)),
        dates: smallvec![date.clone()],
        ..Item::bare(Span::new(link.span.start, date.span.end))
    })
}

/// Adds the items of one segment: a new one starts after each date that is followed by more, and at each link.
pub(super) fn read(text: &str, atoms: &[Atom], items: &mut Items) {
    let first = items.len();
    read_segment(text, atoms, items);
    for item in items[first..].iter_mut().skip(usize::from(first == 0)) {
        let Some(len) = markers::relay(item.span.of(text)) else { continue };
        let name = item.span.start + len as Offset;
        item.relays = true;
        if let Some(source) = item.source.filter(|source| source.start == item.span.start) {
            item.source = Some(Span::new(name, source.end.max(name)));
        }
    }
}

fn read_segment(text: &str, atoms: &[Atom], items: &mut Items) {
    let mut rest = atoms;
    if let [Atom::Date(date), Atom::Comma(_), source @ (Atom::Link(_) | Atom::Words(_))] = atoms {
        // `May 9, [Source](…)`
        items.extend(item(text, std::slice::from_ref(source), Dates::new(), None, false).map(|mut item| {
            item.span.start = date.span.start;
            (item.dates, item.date_place) = (smallvec![date.clone()], DatePlace::First);
            item
        }));
        return;
    }
    while !rest.is_empty() {
        let date = rest.iter().position(|atom| matches!(atom, Atom::Date(_))).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(date);
        let mut next = 0;
        let mut dates = Dates::new();
        let dated = |at: usize| matches!(tail.get(at), Some(Atom::Date(_)));
        // `May 9, 2017 and June 3, 2018`, `May 9, & June 3`; of `and on`, `on` is left.
        let joint = |at: usize| match tail.get(at) {
            Some(Atom::Words(words)) if dated(at + 1) => words.of(text),
            _ => "",
        };
        let joined = |at: usize| matches!(joint(at).trim_end_matches(['(', '[']).trim_end(), "and" | "&" | "on");
        // `(May 9) and (June 3)`
        let closed = |at: usize| joined(at) && joint(at).ends_with(['(', '[']);
        while let Some(atom) = tail.get(next) {
            match atom {
                Atom::Date(date) => dates.push(date.clone()),
                Atom::Comma(_) if dated(next + 1) || joined(next + 1) => {}
                Atom::Words(_) if joined(next) => {}
                Atom::Words(words) if matches!(words.of(text), ")" | "]") && closed(next + 1) => {}
                _ => break,
            }
            next += 1;
        }
        let mut tail = &tail[next..];
        let later = if dates.is_empty() { None } else { later_dates(text, &mut tail) };
        let is_named = !trim_commas(head).is_empty() && !dates.is_empty();
        let addressed = if is_named { address_behind(text, &mut tail) } else { None };
        let more = tail.iter().any(|atom| matches!(atom, Atom::Date(_) | Atom::Link(_)));
        let trailer = (!more).then(|| trailer(text, tail)).flatten();
        let trailer = later.into_iter().chain(trailer).reduce(Span::cover);
        let heads = items.len();
        before_date(text, head, dates, trailer, items);
        if let (Some(item), Some(link)) = (items[heads..].last_mut(), addressed) {
            item.span.end = item.span.end.max(link.span.end);
            let is_its_address = link.form == LinkForm::Bare && item.date_place == DatePlace::Behind;
            if is_its_address && item.link.is_none() && item.source.is_some() {
                item.link = Some(link);
            } else {
                item.trailer = Some(item.trailer.map_or(link.span, |trailer| trailer.cover(link.span)));
            }
        }
        if let (Some(item), Some(Atom::Words(words))) = (items[heads..].last_mut(), tail.first())
            && item.date_place == DatePlace::InBrackets
            && matches!(words.of(text), ")" | "]")
        {
            item.span.end = item.span.end.max(words.end);
        }
        rest = if more { skip_joint(text, tail) } else { &[] };
    }
}

/// Takes what was done with a report after its date from the front of `tail`: `, updated May 10`, `(corrected May 10)`.
fn later_dates(text: &str, tail: &mut &[Atom]) -> Option<Span> {
    let mut later: Option<Span> = None;
    loop {
        let behind = trim_commas_before(tail);
        let [Atom::Words(words), Atom::Date(date), rest @ ..] = behind else { return later };
        if !markers::says_what_came_later(words.of(text)) {
            return later;
        }
        let mut span = words.cover(date.span);
        *tail = rest;
        if let [Atom::Words(close), rest @ ..] = rest
            && matches!(close.of(text), ")" | "]")
        {
            span = span.cover(*close);
            *tail = rest;
        }
        later = Some(later.map_or(span, |before| before.cover(span)));
    }
}

/// The items before a date: one for each link, or one made of words.
fn before_date(text: &str, head: &[Atom], dates: Dates, trailer: Option<Span>, items: &mut Items) {
    let mut links = head.iter().enumerate().filter(|(_, atom)| matches!(atom, Atom::Link(_))).map(|(index, _)| index);
    let mut start = 0;
    let mut before = links.next().unwrap_or(0);
    for link in links {
        let first = before + 1;
        before = link;
        let between = &head[first..link];
        if let [Atom::Words(joint)] = between
            && matches!(joint.of(text), "and" | "&" | "/")
        {
            // `[BBC](…) and [TASS](…), May 3`
            items.extend(item(text, &head[start..first], Dates::new(), None, !dates.is_empty()));
            start = link;
            continue;
        }
        let Some(comma) = between.iter().rposition(|atom| matches!(atom, Atom::Comma(_))) else {
            // `[BBC](…) (0 May) & [TASS](…) (May 3)`: text in brackets belongs to the first source, whatever it
            // contains.
            let closed = |atom: &Atom| matches!(atom, Atom::Words(words) if words.of(text).contains(')'));
            if between.iter().any(closed) {
                items.extend(item(text, &head[start..first], Dates::new(), None, false));
                start = link;
            }
            continue;
        };
        let stop = first + comma;
        items.extend(item(text, &head[start..stop], Dates::new(), None, !dates.is_empty()));
        start = stop + 1;
    }
    items.extend(item(text, &head[start..], dates, trailer, false));
}

pub(super) fn item(
    text: &str,
    head: &[Atom],
    mut dates: Dates,
    trailer: Option<Span>,
    shares_date: bool,
) -> Option<Item> {
    let mut head = head;
    let first = head.first().map(Atom::span).or(dates.first().map(|date| date.span))?;
    let (mut marker, mut date_place) = (None, DatePlace::Behind);
    let mut shorter;
    if let [before @ .., Atom::Words(words)] = head
        && !dates.is_empty()
    {
        let own = matches!(before.last(), None | Some(Atom::Comma(_)));
        let behind_link = matches!(before.last(), Some(Atom::Link(_)));
        let found = markers::before_date(words.of(text), own, behind_link);
        marker =
            found.marker.map(|marker| Span::at(words.start as usize + marker.start..words.start as usize + marker.end));
        if found.bracket {
            date_place = DatePlace::InBrackets;
        }
        let kept = Span::new(words.start, words.start + found.words as Offset);
        if found.words == 0 {
            head = before;
        } else if kept != *words {
            shorter = head.to_vec();
            shorter.pop();
            shorter.push(Atom::Words(kept));
            head = &shorter;
        }
    }
    let mut shares_date = shares_date;
    if dates.is_empty()
        && let Some((before, date)) = foreign_date(text, head)
    {
        dates.push(date);
        (head, shares_date) = (before, false);
    }
    if let [before @ .., Atom::Words(words)] = head
        && dates.is_empty()
        && !before.is_empty()
        && let Some(date) = calendar::year_at(text, words.start as usize).or_else(|| {
            let behind_comma = matches!(before.last(), Some(Atom::Comma(_)));
            behind_comma.then(|| calendar::month_alone_at(text, words.start as usize)).flatten()
        })
        && date.span.end == words.end
    {
        dates.push(date);
        head = before;
    }
    let mut undated = None;
    if let [before @ .., Atom::Words(words)] = head
        && dates.is_empty()
        && !before.is_empty()
        && says_why_undated(words.of(text))
    {
        undated = Some(*words);
        head = before;
    }
    let last_comma = matches!(head.last(), Some(Atom::Comma(_)));
    let (body, start) = without_signs(text, trim_commas(head));
    let link = body.iter().find_map(|atom| if let Atom::Link(link) = atom { Some(*link) } else { None });
    let mut words = body;
    let mut author = None;
    if let [Atom::Words(by), Atom::Comma(_), after @ ..] = body
        && let Some(rest) = by.of(text).strip_prefix("By ").or_else(|| by.of(text).strip_prefix("by "))
        && !after.is_empty()
    {
        author = Some(Span::new(by.end - rest.len() as Offset, by.end));
        words = after;
    }
    // `Ada Vale, “The Fall,” Dawn`
    let signed = matches!(words, [Atom::Words(_), Atom::Comma(_), Atom::Words(title), _, ..] if is_title(text, *title));
    if let [Atom::Words(by), Atom::Comma(_), Atom::Words(_), after @ ..] = words
        && signed
        && !trim_commas(after).is_empty()
    {
        author = Some(*by);
        words = trim_commas(after);
    } else if let [Atom::Words(title), after @ ..] = words
        && (is_title(text, *title) || PIECES.has_in_any_case(title.of(text)))
        && !trim_commas(after).is_empty()
    {
        words = trim_commas(after);
    }
    if let [before @ .., Atom::Comma(_), Atom::Words(behind)] = words
        && (markers::relay(behind.of(text)).is_some() || is_title(text, *behind))
    {
        // `Dawn, citing AFP`; `Dawn, “The Fall”`
        words = trim_commas(before);
    }
    let source = match link {
        Some(link) if link.form == LinkForm::Bare => named(text, words),
        // `[“The Fall,”](https://…) Dawn`
        Some(link) if markers::is_quoted_title(link.label.of(text)) => {
            named(text, words).or_else(|| name_in(text, link.label))
        }
        Some(link) => name_in(text, link.label),
        None => {
            let all = words.first().zip(words.last()).map(|(first, last)| first.span().cover(last.span()));
            // `(Dawn; third raid, disclosed June 23)`
            let directly = !dates.is_empty() && !last_comma && date_place == DatePlace::Behind;
            all.filter(|all| !directly || !naming::tells_of_date(all.of(text)))
        }
    };
    let source = source.map(|named| Span::new(named.start.max(start.unwrap_or(0)), named.end));
    let body_end = body.last().map(|atom| atom.span().end);
    let date_start = marker.map(|marker| marker.start).or(dates.first().map(|date| date.span.start));
    let mut gap = match (body_end, date_start) {
        (Some(end), Some(start)) => Some(Span::new(end, start)),
        (None, Some(start)) if last_comma => Some(Span::new(first.start, start)),
        _ => None,
    };
    // `YouTube, “The Fall,” May 9`: the comma stands inside the quotation.
    let comma_in_quotation = matches!(head, [.., Atom::Comma(comma)] if comma.is_empty());
    if date_place == DatePlace::InBrackets || comma_in_quotation {
        gap = None;
    }
    let end = trailer
        .map(|trailer| trailer.end)
        .or(dates.last().map(|date| date.span.end))
        .or(undated.map(|words| words.end))
        .or(body_end)
        .unwrap_or(first.end)
        .max(body_end.unwrap_or(0));
    if body.is_empty() && dates.is_empty() {
        return None;
    }
    let mut item = Item {
        span: Span::new(start.unwrap_or(first.start), end),
        author,
        source,
        link,
        gap,
        date_place,
        dates,
        shares_date,
        accessed: marker.is_some_and(|marker| markers::says_visited(marker.of(text))),
        marker,
        trailer,
        undated,
        interview: false,
        relays: false,
        standing: Standing::Unknown,
        details: None,
    };
    if item.dates.is_empty() && !item.shares_date && item.undated.is_none() {
        date_in_label(text, &mut item, words);
    }
    Some(item)
}

/// Whether words stand in place of a date: there is none, or it is that of the source before.
fn says_why_undated(words: &str) -> bool {
    let words = words.trim_matches(['*', '_']);
    let known = ["n.d.", "n.d", "nd", "undated", "no date", "ibid.", "ibid", "idem", "id.", "same day", "same date"];
    known.iter().any(|known| words.eq_ignore_ascii_case(known))
}

/// The date in another language at the end of an item, and the part before it: `Source, 5 octobre`.
fn foreign_date<'t>(text: &str, head: &'t [Atom]) -> Option<(&'t [Atom], calendar::Written)> {
    let [before @ .., Atom::Words(last)] = head else { return None };
    let with_year = match before {
        [before @ .., Atom::Words(day), Atom::Comma(_)] => Some((before, day.cover(*last))),
        _ => None,
    };
    let all = with_year.into_iter().chain([(before, *last)]);
    let mut dated = all.filter(|(before, _)| !before.is_empty());
    dated.find_map(|(before, words)| Some((before, calendar::foreign_date(text, words)?)))
}

/// Finds the date in `[Source, May 9](…)` and in `Source, [May 9](…)`.
fn date_in_label(text: &str, item: &mut Item, words: &[Atom]) {
    let Some(link) = item.link.filter(|link| !matches!(link.form, LinkForm::Bare | LinkForm::Unrendered)) else {
        return;
    };
    if !link.label.of(text).bytes().any(|byte| byte.is_ascii_digit()) {
        // Most labels: every date contains a number.
        return;
    }
    let mut pieces = Vec::new();
    atoms(text, link.label, Inlines::new(&[]), &mut pieces);
    let (source, date) = match (pieces.as_slice(), words) {
        ([Atom::Date(date)], [Atom::Words(source), Atom::Comma(_), Atom::Link(_)]) => (*source, date),
        ([source @ .., Atom::Date(date)], _) => {
            let source = trim_commas(source);
            let (Some(first), Some(last)) = (source.first(), source.last()) else { return };
            if source.iter().any(|atom| !matches!(atom, Atom::Words(_) | Atom::Comma(_))) {
                return;
            }
            (first.span().cover(last.span()), date)
        }
        _ => return,
    };
    item.source = Some(source);
    item.dates.push(date.clone());
    item.date_place = DatePlace::InLink;
}

/// A label without surrounding spaces, and without the emphasis marks around all of it.
fn name_in(text: &str, label: Span) -> Option<Span> {
    let words = label.of(text);
    let mut start = label.end - words.trim_start().len() as Offset;
    let mut end = label.start + words.trim_end().len() as Offset;
    for mark in ['*', '_'] {
        while let Some(inner) = Span::new(start, end.max(start))
            .of(text)
            .strip_prefix(mark)
            .and_then(|rest| rest.strip_suffix(mark))
            .filter(|inner| !inner.trim_matches(mark).contains(mark))
        {
            (start, end) = (start + 1, start + 1 + inner.len() as Offset);
        }
    }
    (start < end).then(|| Span::new(start, end))
}

/// The words beside a bare address.
fn named(text: &str, atoms: &[Atom]) -> Option<Span> {
    let words = atoms.iter().find_map(|atom| if let Atom::Words(span) = atom { Some(*span) } else { None })?;
    // `Dawn: https://…`
    let name = words.of(text).trim_end_matches([':', ' ']);
    name.chars().any(is_alphanumeric).then(|| Span::new(words.start, words.start + name.len() as Offset))
}

/// Takes the address of a source from the front of `tail`, where it stands behind the date: `, https://…`, `[link](…)`.
fn address_behind(text: &str, tail: &mut &[Atom]) -> Option<Link> {
    let behind = match trim_commas_before(tail) {
        // `Dawn, May 9: https://…`
        [Atom::Words(sign), behind @ ..] if matches!(sign.of(text), ":" | "." | "–" | "—" | "-" | "|") => behind,
        behind => behind,
    };
    let [Atom::Link(link), rest @ ..] = behind else { return None };
    // A link that only says that there is one, or what kind of piece it is: `[video](…)`.
    let label = link.label.of(text).trim();
    let is_address = link.form == LinkForm::Bare || LINK_WORDS.has_in_any_case(label) || PIECES.has_in_any_case(label);
    if !is_address || matches!(trim_commas_before(rest), [Atom::Date(_), ..]) {
        return None;
    }
    *tail = rest;
    Some(*link)
}

fn is_title(text: &str, words: Span) -> bool {
    markers::is_quoted_title(words.of(text))
}

fn trim_commas_before(mut atoms: &[Atom]) -> &[Atom] {
    while let [Atom::Comma(_), rest @ ..] = atoms {
        atoms = rest;
    }
    atoms
}

/// An item without the signs before its first word, which belong to the sentence or divide it from another (`— Dawn`), and
/// where its first word starts.
fn without_signs<'t>(text: &str, mut atoms: &'t [Atom]) -> (&'t [Atom], Option<Offset>) {
    while let [Atom::Words(words), rest @ ..] = atoms {
        let written = words.of(text);
        let named = written.trim_start_matches(|sign: char| DIVIDERS.contains(&sign) || sign.is_whitespace());
        let signs = written.strip_suffix(named).unwrap_or_default();
        if named.is_empty() && !rest.is_empty() {
            atoms = trim_commas_before(rest);
        } else if signs.ends_with(char::is_whitespace) {
            return (atoms, Some(words.start + signs.len() as Offset));
        } else {
            break;
        }
    }
    (atoms, atoms.first().map(|atom| atom.span().start))
}

fn trim_commas(atoms: &[Atom]) -> &[Atom] {
    let mut atoms = trim_commas_before(atoms);
    while let [rest @ .., Atom::Comma(_)] = atoms {
        atoms = rest;
    }
    atoms
}

/// The text after the last date of a segment.
fn trailer(text: &str, tail: &[Atom]) -> Option<Span> {
    let mut tail = trim_commas(tail);
    while let [Atom::Words(signs), rest @ ..] = tail
        && !signs.of(text).chars().any(is_alphanumeric)
    {
        tail = trim_commas(rest);
    }
    Some(tail.first()?.span().cover(tail.last()?.span()))
}

/// The start of the next item after a comma, `and` or nothing.
fn skip_joint<'t>(text: &str, mut tail: &'t [Atom]) -> &'t [Atom] {
    loop {
        match tail {
            [Atom::Comma(_), rest @ ..] => tail = rest,
            [Atom::Words(words), rest @ ..]
                if !words.of(text).chars().any(is_alphanumeric) || words.of(text) == "and" =>
            {
                tail = rest;
            }
            _ => return tail,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_shape_is_read_as_any_other() {
        let shapes = [
            ("[Dawn](https://dawn.com/1), May 9", true),
            ("[Dawn](http://Da wn), May 9 and 10, 2017", true),
            ("[ ](https://dawn.com/1), May 9", false),
            ("[ Dawn ](https://dawn.com/1), May 9", true),
            ("https://dawn.com, May 9", false),
            ("[Dawn](http://Da wn), late May 9", false),
            ("[Dawn](http://Da wn) May 9", false),
            ("Dawn, May 9", false),
        ];
        for (text, is_plain) in shapes {
            let markdown = crate::markdown::parse(text);
            let mut pieces = Vec::new();
            atoms(text, Span::at(0..text.len()), Inlines::new(&markdown.inlines), &mut pieces);
            let mut items = Items::new();
            read(text, &pieces, &mut items);
            let found = plain(text, &pieces);
            assert_eq!(found.is_some(), is_plain, "{text}");
            assert!(found.is_none_or(|found| items.as_slice() == [found]), "{text}");
        }
    }
}
