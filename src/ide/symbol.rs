//! The symbol at a position and its other occurrences: shared by hover, definition, references, highlights and rename.

use super::View;
use crate::bulletin::Item;
use crate::bulletin::items::ItemKind;
use crate::bulletin::notes::Scope;
use crate::bulletin::{Mention, Note, NoteReference};
use crate::text::{Offset, Span, Spanned};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

/// Something that can be named, defined or referred to.
#[derive(Clone, Copy, Debug)]
pub enum Symbol<'a> {
    /// One source of a citation, with its dates.
    Item(&'a Item),
    /// An abbreviation, at its use or in its definition.
    Abbreviation(Short),
    /// `[1]` or `[^1]` in the text.
    NoteReference(&'a NoteReference),
    /// The label of a note.
    Note(&'a Note),
    /// An actor by one of its names.
    Actor(&'a Mention),
    /// The name of a rule in a suppression comment.
    Rule(&'a Spanned<CompactString>),
}

/// An abbreviation at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Its span.
    pub span: Span,
    /// The key for comparing abbreviations.
    pub key: u64,
    /// The article to which its meaning applies.
    pub article: Span,
}

/// One occurrence of a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its span; for a note, that of the label.
    pub span: Span,
    /// Whether it is the definition.
    pub defines: bool,
}

impl Symbol<'_> {
    /// Its span.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Symbol::Item(item) => item.span,
            Symbol::Abbreviation(short) => short.span,
            Symbol::NoteReference(reference) => reference.span,
            Symbol::Note(note) => note.mark,
            Symbol::Actor(mention) => mention.span,
            Symbol::Rule(name) => name.span,
        }
    }
}

/// The symbol at `offset`; the offset directly after it counts too.
#[must_use]
pub fn at(view: View<'_>, offset: Offset) -> Option<Symbol<'_>> {
    let bulletin = &view.checked.bulletin;
    let rules = bulletin.suppressions.iter().flat_map(|suppression| &suppression.rules);
    if let Some(name) = rules.into_iter().find(|name| touches(name.span, offset)) {
        return Some(Symbol::Rule(name));
    }
    let reference = touching(&bulletin.note_references, offset, |reference| reference.span);
    // A note in a sentence is its own reference: behind its mark comes what it says.
    let in_note = reference.is_some_and(|reference| is_in_sentence(reference) && reference.mark.end <= offset);
    if let Some(reference) = reference.filter(|_| !in_note) {
        return Some(Symbol::NoteReference(reference));
    }
    // An abbreviation that the article defines belongs to the article; otherwise it belongs to its actor.
    if let Some(short) = short_at(view, offset)
        && (touching(&bulletin.mentions, offset, |mention| mention.span).is_none_or(|m| m.actor.is_none())
            || bulletin.abbreviations.definitions_in(short.article).iter().any(|d| d.key == short.key))
    {
        return Some(Symbol::Abbreviation(short));
    }
    if let Some(mention) = touching(&bulletin.mentions, offset, |mention| mention.span) {
        return Some(Symbol::Actor(mention));
    }
    if let Some(item) = item_at(view, offset) {
        return Some(Symbol::Item(item));
    }
    if let Some(reference) = reference {
        return Some(Symbol::NoteReference(reference));
    }
    let note = touching(&bulletin.notes, offset, |note| note.span)?;
    touches(note.mark, offset).then_some(Symbol::Note(note))
}

/// Whether it is a note in a sentence, `^[…]`, which has no label.
fn is_in_sentence(reference: &NoteReference) -> bool {
    reference.footnote && reference.mark.is_empty()
}

/// The item at `offset`, in any citation style. One that refers to another counts only if it is known to which.
fn item_at(view: View<'_>, offset: Offset) -> Option<&Item> {
    let bulletin = &view.checked.bulletin;
    let inline = touching(&bulletin.citations, offset, |citation| citation.span);
    let group = || touching(&bulletin.item_groups, offset, |group| group.span);
    let items = inline.map(|citation| &citation.items[..]).or_else(|| Some(&group()?.items[..]))?;
    let cites = |item: &&Item| match item.kind() {
        ItemKind::Text => false,
        kind => !kind.points_back() || meant(item).is_some(),
    };
    items.iter().filter(|item| touches(item.span, offset)).find(cites)
}

/// Where the source that an *Ibid.*, a shortened form or an author with a year means is cited in full.
#[must_use]
pub fn meant(item: &Item) -> Option<Span> {
    item.details.as_ref().filter(|details| details.kind.points_back())?.meant
}

fn short_at(view: View<'_>, offset: Offset) -> Option<Short> {
    let abbreviations = &view.checked.bulletin.abbreviations;
    let used = touching(&abbreviations.uses, offset, |used| used.span).map(|used| (used.span, used.key));
    let defined = || {
        let definition = touching(&abbreviations.definitions, offset, |definition| definition.span)?;
        touches(definition.short, offset).then_some((definition.short, definition.key))
    };
    let (span, key) = used.or_else(defined)?;
    Some(Short { span, key, article: article(view, offset) })
}

/// The article around `offset`; the whole text if there is none.
#[must_use]
pub fn article(view: View<'_>, offset: Offset) -> Span {
    view.checked.bulletin.article_at(offset).map_or(Span::at(0..view.text.len()), |article| article.span)
}

/// All occurrences of a symbol within its scope, in text order. A citation occurs wherever its source or its address is
/// cited; an *Ibid.* or a shortened form wherever the work is cited that it means, which is defined by the full form.
#[must_use]
pub fn occurrences(view: View<'_>, symbol: Symbol<'_>) -> Vec<Occurrence> {
    let bulletin = &view.checked.bulletin;
    let mut found = match symbol {
        Symbol::Rule(_) => vec![Occurrence { span: symbol.span(), defines: false }],
        Symbol::Item(item) => match meant(item) {
            Some(full) => cited_again(view, full),
            None => cited_like(view, item),
        },
        Symbol::Abbreviation(short) => {
            let abbreviations = &bulletin.abbreviations;
            let defined = abbreviations.definitions_in(short.article).iter().filter(|d| d.key == short.key);
            let used = abbreviations.uses_in(short.article).iter().filter(|used| used.key == short.key);
            defined
                .map(|definition| Occurrence { span: definition.short, defines: true })
                .chain(used.map(|used| Occurrence { span: used.span, defines: false }))
                .collect()
        }
        Symbol::Actor(mention) => {
            let same = |other: &&Mention| match mention.actor {
                Some(actor) => other.actor == Some(actor),
                None => other.span == mention.span,
            };
            let named = bulletin.mentions.iter().filter(same);
            named.map(|mention| Occurrence { span: mention.span, defines: false }).collect()
        }
        Symbol::NoteReference(reference) => notes(view, &reference.label, reference.footnote, reference.span.start),
        Symbol::Note(note) => notes(view, &note.label, note.footnote, note.span.start),
    };
    found.sort_by_key(|occurrence| occurrence.span);
    found
}

/// The items that cite the source or the address of an item, in any style.
fn cited_like(view: View<'_>, item: &Item) -> Vec<Occurrence> {
    let name =
        |item: &Item| item.source.map(|source| source.of(view.text).split_whitespace().collect::<Vec<_>>().join(" "));
    let source =
        |item: &Item| view.gazetteer.source_of(&name(item)?, item.url(view.text), &[]).map(|source| &source.id);
    let (named, known) = (name(item), source(item));
    let address = item.url(view.text).filter(|_| item.link.is_some_and(|link| !link.is_placeholder()));
    let same = |other: &&Item| {
        other.span == item.span
            || named.is_some() && name(other) == named
            || known.is_some() && source(other) == known
            || address.is_some() && other.url(view.text) == address
    };
    let items: Vec<&Item> = view.checked.bulletin.cited_items().filter(same).collect();
    let full: FxHashSet<Span> = items.iter().map(|item| item.span).collect();
    let again = view.checked.bulletin.cited_items().filter(|item| meant(item).is_some_and(|span| full.contains(&span)));
    let again = again.map(|item| Occurrence { span: item.span, defines: false });
    let items = items.iter().map(|item| Occurrence { span: item.source.unwrap_or(item.span), defines: false });
    items.chain(again).collect()
}

/// The full form of a work, and the items that refer to it.
fn cited_again(view: View<'_>, full: Span) -> Vec<Occurrence> {
    let again = view.checked.bulletin.cited_items().filter(|item| meant(item) == Some(full));
    let again = again.map(|item| Occurrence { span: item.span, defines: false });
    std::iter::once(Occurrence { span: full, defines: true }).chain(again).collect()
}

/// All occurrences of the symbol at `offset` within its scope.
#[must_use]
pub fn occurrences_at(view: View<'_>, offset: Offset) -> Vec<Occurrence> {
    at(view, offset).map(|symbol| occurrences(view, symbol)).unwrap_or_default()
}

/// The notes with a label and the references to them, within the scope of note numbers around `offset`.
fn notes(view: View<'_>, label: &str, footnote: bool, offset: Offset) -> Vec<Occurrence> {
    let scopes = view.checked.bulletin.note_scopes();
    let holds = |scope: &&Scope<'_>| {
        let notes = scope.notes.iter().map(|note| note.span);
        notes.chain(scope.references.iter().map(|reference| reference.span)).any(|span| touches(span, offset))
    };
    let Some(scope) = scopes.iter().find(holds) else { return Vec::new() };
    let same = |other: &str, other_footnote: bool| other == label && other_footnote == footnote;
    let notes = scope.notes.iter().filter(|note| same(&note.label, note.footnote));
    let references = scope.references.iter().filter(|reference| same(&reference.label, reference.footnote));
    let references = references.filter(|reference| !is_in_sentence(reference));
    notes
        .map(|note| Occurrence { span: note.mark, defines: true })
        .chain(references.map(|reference| Occurrence { span: reference.mark, defines: false }))
        .collect()
}

/// The labels of the notes in the same scope as one at `offset`.
pub fn note_labels(view: View<'_>, footnote: bool, offset: Offset) -> impl Iterator<Item = &str> {
    let here = article(view, offset);
    let notes = view.checked.bulletin.notes.iter().filter(move |note| note.footnote == footnote);
    notes.filter(move |note| footnote || here.covers(note.span.start)).map(|note| note.label.as_str())
}

fn touches(span: Span, offset: Offset) -> bool {
    span.start <= offset && offset <= span.end
}

/// The item of a sorted list that `offset` touches; of two adjacent ones, the one that starts there.
fn touching<T>(sorted: &[T], offset: Offset, span: impl Fn(&T) -> Span) -> Option<&T> {
    let next = sorted.partition_point(|item| span(item).start <= offset);
    sorted[..next].last().filter(|item| touches(span(item), offset))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, place};
    use super::*;

    const TEXT: &str = "# One\n\n*By Ada Vale*\n\nThe Rapid Response Unit (RRU) left (Reuters, May 9). The RRU’s men and two RRU vans came.\n";

    #[test]
    fn a_short_form_stands_where_it_is_used_and_defined() {
        ask(TEXT, |view| {
            let offset = place(TEXT, "RRU vans").start;
            let Some(symbol @ Symbol::Abbreviation(short)) = at(view, offset) else { panic!("an abbreviation") };
            assert_eq!(short.span.of(TEXT), "RRU");
            let found = occurrences(view, symbol);
            assert_eq!(found.len(), 3);
            assert!(found[0].defines && found[0].span.start == place(TEXT, "RRU)").start);
        });
    }

    #[test]
    fn a_source_occurs_wherever_it_is_cited() {
        let text = "It rained ([Dawn](https://dawn.com/1), May 9). It blew ([AFP](https://afp.com/1), May 8; Dawn, May 7). \
            It froze ([The Zed](https://zed.net/1), May 6; [Zed Wire](https://zed.net/1), May 6).";
        ask(text, |view| {
            let found = |words: &str| {
                let found = occurrences_at(view, place(text, words).start);
                found.into_iter().map(|it| it.span.of(text)).collect::<Vec<_>>()
            };
            assert_eq!(found("Dawn]"), ["Dawn", "Dawn"]);
            assert_eq!(found("The Zed"), ["The Zed", "Zed Wire"]);
            assert_eq!(found("AFP"), ["AFP"]);
        });
        let text = "It is shut (Dawn, May 7).[^1] It stays so.[^2]\n\n\
            [^1]: Lena Holt, “Port Shut,” *Dawn*, May 3, 2018.\n\n[^2]: Ibid.\n";
        ask(text, |view| {
            let found = occurrences_at(view, place(text, "“Port").start);
            assert_eq!(found.into_iter().map(|it| it.span.of(text)).collect::<Vec<_>>(), ["Dawn", "Dawn", "Ibid"]);
            let found = occurrences_at(view, place(text, "Ibid").start);
            let found: Vec<_> = found.iter().map(|it| (it.span.of(text), it.defines)).collect();
            assert_eq!(found, [("Lena Holt, “Port Shut,” *Dawn*, May 3, 2018", true), ("Ibid", false)]);
        });
        // What an *Ibid.* without a note before it means, nobody knows.
        let text = "It is shut.[^1]\n\n[^1]: Ibid.\n";
        ask(text, |view| assert!(at(view, place(text, "Ibid").start).is_none()));
    }

    #[test]
    fn a_note_in_a_sentence_shows_what_it_cites() {
        let text = "It is shut.^[Lena Holt, “Port Shut,” *Dawn*, May 3, 2018.] It snows.^[The mayor denies it.]";
        ask(text, |view| {
            assert!(matches!(at(view, place(text, "^[Lena").start), Some(Symbol::NoteReference(_))));
            assert!(matches!(at(view, place(text, "Holt").start), Some(Symbol::Item(_))));
            assert!(matches!(at(view, place(text, "mayor").start), Some(Symbol::NoteReference(_))));
            assert_eq!(occurrences_at(view, place(text, "^[Lena").start).len(), 1);
        });
    }

    #[test]
    fn sources_and_empty_places() {
        ask(TEXT, |view| {
            let Some(Symbol::Item(item)) = at(view, place(TEXT, "uters").start) else { panic!("an item") };
            assert_eq!(item.span.of(TEXT), "Reuters, May 9");
            assert!(at(view, place(TEXT, "left").start).is_none());
            assert!(at(view, 0).is_none());
        });
    }
}
