//! Semantic tokens: citation brackets, sources, dates, abbreviations, actors.

use super::View;
use crate::bulletin::ItemGroup;
use crate::text::{Span, within};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Brackets and separators of a citation, and its lead-in.
    Citation,
    /// The name of a source.
    Source,
    /// A date, cited or in prose.
    Date,
    /// An abbreviation.
    Abbreviation,
    /// The name of an actor.
    Actor,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place, within one line.
    pub span: Span,
    /// Its kind.
    pub kind: Kind,
}

/// The tokens that start within `span`, sorted and disjoint.
#[must_use]
pub fn tokens(view: View<'_>, span: Span) -> Vec<Token> {
    let bulletin = &view.checked.bulletin;
    let mut found: Vec<(Span, Kind)> = Vec::new();
    for citation in bulletin.citations.iter().filter(|citation| citation.span.overlaps(span)) {
        found.extend([citation.open, citation.close, citation.lead].into_iter().flatten().map(|s| (s, Kind::Citation)));
        for item in &citation.items {
            found.extend(item.source.map(|source| (source, Kind::Source)));
            found.extend(item.dates.iter().map(|date| (date.span, Kind::Date)));
        }
        let separators = (0..citation.items.len()).filter_map(|index| citation.separator(index));
        found.extend(separators.map(|separator| (separator, Kind::Citation)));
    }
    for item in bulletin.item_groups.iter().filter(|group| group.span.overlaps(span)).flat_map(ItemGroup::cited) {
        found.extend(item.source.map(|source| (source, Kind::Source)));
        found.extend(item.dates.iter().chain(item.other_dates()).map(|date| (date.span, Kind::Date)));
    }
    let dates = within(&bulletin.dates.written, span, |mention| mention.date.span);
    found.extend(dates.iter().map(|mention| (mention.date.span, Kind::Date)));
    found.extend(bulletin.abbreviations.uses_in(span).iter().map(|used| (used.span, Kind::Abbreviation)));
    let defined = bulletin.abbreviations.definitions_in(span);
    found.extend(defined.iter().map(|definition| (definition.short, Kind::Abbreviation)));
    let mentions = within(&bulletin.mentions, span, |mention| mention.span);
    found.extend(mentions.iter().map(|mention| (mention.span, Kind::Actor)));
    // Of two that overlap, the one that starts first wins; of those that start together, the longer.
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut tokens: Vec<Token> = Vec::new();
    for (place, kind) in found {
        let free = tokens.last().is_none_or(|last| last.span.end <= place.start);
        if free && span.covers(place.start) {
            lines(view.text, place, kind, &mut tokens);
        }
    }
    tokens
}

/// One token for each line of a range, without surrounding white space.
fn lines(text: &str, place: Span, kind: Kind, tokens: &mut Vec<Token>) {
    let mut start = place.start as usize;
    for line in place.of(text).split_inclusive(['\n', '\r']) {
        let kept = line.trim();
        let from = start + (line.len() - line.trim_start().len());
        if !kept.is_empty() {
            tokens.push(Token { span: Span::at(from..from + kept.len()), kind });
        }
        start += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn notes_and_links_have_their_parts() {
        let text = "It is shut.[^1] [Dawn](https://dawn.com/1) reported so.\n\n\
            [^1]: Lena Holt, “Port Shut,” *The Star*, May 3, 2018, accessed May 9, 2018, https://the-star.co.ke/1.\n";
        let found = ask(text, |view| tokens(view, Span::at(0..text.len())));
        let found: Vec<_> = found.iter().map(|token| (token.span.of(text), token.kind)).collect();
        let days = [("May 3, 2018", Kind::Date), ("May 9, 2018", Kind::Date)];
        assert_eq!(found, [("Dawn", Kind::Source), ("The Star", Kind::Source), days[0], days[1]]);
    }

    #[test]
    fn a_citation_has_its_parts() {
        let text = "The RRU left (see [Daily\nNation](#), May 9; AFP, May 10).";
        let found = ask(text, |view| tokens(view, Span::at(0..text.len())));
        let found: Vec<_> = found.iter().map(|token| (token.span.of(text), token.kind)).collect();
        use Kind::{Abbreviation, Citation, Date, Source};
        assert_eq!(
            found,
            [
                ("RRU", Abbreviation),
                ("(", Citation),
                ("see", Citation),
                ("Daily", Source),
                ("Nation", Source),
                ("May 9", Date),
                (";", Citation),
                ("AFP", Source),
                ("May 10", Date),
                (")", Citation),
            ]
        );
    }
}
