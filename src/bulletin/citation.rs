//! Citation groups: `([Source](https://…), September 21; Other Source, May 9, 2017)`.
//!
//! * The reader works on the *text*: a link that Markdown rejected (`[The Iranian](http://The Iranian)`) is still read.
//! * It always returns a tree, and recovers at `;` and `)`. A malformed group is one group with its faults in the tree:
//!   a gap without a comma, a missing bracket, a broken link. Rules only look.
//! * Brackets that only look like a citation are not one ([`evidence`]); when in doubt, they are not.
//! * Cost is linear in the text: an unclosed group is abandoned at the third bracket inside it.
//!
//! The grammar is in `docs/grammar.md`.

mod evidence;
mod items;
mod labels;
mod lexer;
mod markers;
pub(in crate::bulletin) mod naming;
mod parser;
mod printer;
mod standings;
mod surroundings;
pub(in crate::bulletin) mod words;

use super::items::ItemKind;
use super::typography::overlaps;
use crate::gazetteer::{Gazetteer, Standing};
use crate::markdown::{Block, BlockKind, Markdown};
use crate::parallel;
use crate::text::{Edit, Offset, Slice, Span, map_spans};
use compact_str::format_compact;
use smallvec::SmallVec;

pub use super::items::{DatePlace, Item, Link, LinkForm};
pub(in crate::bulletin) use lexer::{address, is_addressed, unrendered_link};

pub use evidence::{Judgement, Sign};
pub use labels::{Deviation, are_near};
pub(crate) use markers::says_what_came_later;
pub use printer::{print_date, print_group, print_item};
pub use surroundings::{RunOn, Surroundings};
pub(crate) use surroundings::{ends_in_stop, opens_sentence};

/// A citation group.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// Including its brackets, if present.
    pub span: Span,
    /// The opening bracket: `(`, unless it is a wrong one (`[`) or doubled (`((`).
    pub open: Option<Span>,
    /// The closing bracket, likewise.
    pub close: Option<Span>,
    /// The extra brackets, if there are more at one end than at the other.
    pub surplus: Option<Span>,
    /// Punctuation that does not separate anything: `May 9; )`, `(, [Source](…)`, and a full stop before the closing
    /// bracket.
    pub stray_punctuation: Vec<Span>,
    /// Words that introduce the group: `see`, `cf.`, `author’s interview with`.
    pub lead: Option<Span>,
    /// Its items; at least one.
    pub items: Items,
    /// Its block, an index of `Markdown::blocks`.
    pub block: usize,
    /// What comes before and after it.
    pub around: Surroundings,
    /// Why it is a citation.
    pub judgement: Judgement,
    /// Whether it is in the caption of a picture or in a line in italics.
    pub in_caption: bool,
}

map_spans!(Citation { span, open, close, surplus, stray_punctuation, lead, items, around; block, judgement, in_caption });

/// A bracket that was weighed, and is not a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The bracket.
    pub span: Span,
    /// Why it is not one.
    pub judgement: Judgement,
}

map_spans!(Refused { span; judgement });

/// The items of a group: usually one, which is then stored in the group itself.
pub type Items = SmallVec<[Item; 1]>;

impl Citation {
    /// Whether it counts only if the document has other dated citations; decided in [`Reader::finish`].
    pub(super) fn is_tentative(&self) -> bool {
        !self.judgement.stands_alone()
    }

    /// The items without remarks.
    pub fn cited(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.kind() != ItemKind::Text)
    }

    /// The same, each with the one whose date it has: an item may share the date of a later one.
    pub fn dated_items(&self) -> impl Iterator<Item = (&Item, &Item)> {
        let items = self.items.iter().enumerate().filter(|(_, item)| item.kind() != ItemKind::Text);
        items.map(|(at, item)| {
            let dated = self.items[at..].iter().find(|item| !item.shares_date).unwrap_or(item);
            (item, dated)
        })
    }

    /// The text between two items, from the end of item `index` to the start of the next.
    #[must_use]
    pub fn separator(&self, index: usize) -> Option<Span> {
        let next = self.items.get(index + 1)?;
        Some(Span::new(self.items[index].span.end, next.span.start))
    }

    /// Whether `next` follows without words in between, so that one group would be enough:
    /// `(Reuters, May 9) (AFP, May 10)`, `(Reuters, May 9), (AFP, May 10)`, `(Reuters, May 9) and (AFP, May 10)`.
    #[must_use]
    pub fn is_beside(&self, next: &Citation, text: &str) -> bool {
        let (Some(_), Some(close), Some(open), None) = (self.open, self.close, next.open, next.lead) else {
            return false;
        };
        let named = next.items.first().is_some_and(|item| item.source.is_some() || item.link.is_some());
        self.block == next.block
            && named
            && self.span.end == close.end
            && (close.end..=close.end + 8).contains(&open.start)
            && parts_nothing(Span::new(close.end, open.start).of(text))
    }

    /// From after the opening bracket to before the closing one.
    #[must_use]
    pub fn inner(&self) -> Span {
        let start = self.open.map_or(self.span.start, |open| open.end);
        let end = self.close.map_or(self.span.end, |close| close.start);
        Span::new(start, end)
    }
}

/// The edit that replaces `gap` with `sign` and a space; emphasis marks at its ends and a line end in it stay.
#[must_use]
pub fn joint(text: &str, gap: Span, sign: &str) -> Edit {
    let place = signs(text, gap);
    let between = place.of(text);
    match between.find(['\r', '\n']) {
        Some(line) => Edit::replace(place, format_compact!("{sign}{}", between.slice(line..))),
        None => Edit::replace(place, format_compact!("{sign} ")),
    }
}

/// `gap` without the emphasis marks at its ends.
#[must_use]
pub fn signs(text: &str, gap: Span) -> Span {
    let marks = |c: char| matches!(c, '*' | '_');
    let between = gap.of(text);
    let start = gap.end - offset(between.trim_start_matches(marks).len());
    Span::new(start, gap.start + offset(between.trim_end_matches(marks).len()))
}

/// Where a missing mark is shown: `place`, or the letter after it if `place` is empty.
#[must_use]
pub fn mark(text: &str, place: Span) -> Span {
    let next = text.get(place.start as usize..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    if place.is_empty() { Span::new(place.start, place.start + offset(next)) } else { place }
}

/// Whether there are words between a source and its date, rather than only punctuation and spaces.
#[must_use]
pub fn holds_words(gap: &str) -> bool {
    gap.contains(char::is_alphanumeric)
}

/// Whether a gap contains only `sign`, other commas and points, and spaces on one line.
#[must_use]
pub fn is_loose(gap: &str, sign: char) -> bool {
    let loose = |c: char| {
        matches!(c, ',' | ';' | '，' | '،' | '、' | '﹐' | '；' | '؛' | '·' | '•')
            || c.is_whitespace() && !matches!(c, '\n' | '\r')
    };
    gap.contains(sign) && gap.chars().all(loose)
}

/// Whether the text between two groups is insignificant: spaces, a comma or semicolon, `and`.
fn parts_nothing(between: &str) -> bool {
    let blank = |c: char| matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{a0}');
    let rest = between.strip_prefix([',', ';']).unwrap_or(between);
    matches!(rest.trim_matches(blank), "" | "and" | "&")
}

fn offset(len: usize) -> Offset {
    Offset::try_from(len).unwrap_or(Offset::MAX)
}

impl super::Bulletin {
    /// Where a source that is in no list is named differently from its usual name, in citations and in sentences.
    #[must_use]
    pub fn source_deviations(&self, text: &str, gazetteer: &Gazetteer) -> Vec<Deviation> {
        labels::deviations(self, text, gazetteer)
    }
}

/// Finds the citations, block by block.
#[derive(Default)]
pub(super) struct Reader {
    citations: Vec<Citation>,
    refused: Vec<Refused>,
    /// Buffers that are reused from block to block.
    buffers: parser::Buffers,
    standings: standings::Standings,
}

impl Reader {
    /// A reader with capacity for that many citations.
    pub(super) fn with_capacity(citations: usize) -> Reader {
        Reader { citations: Vec::with_capacity(citations), ..Reader::default() }
    }

    /// Finds the citations in a block, and the groups that may be citations ([`Reader::finish`] decides those).
    /// Anything inside an item of another style, at one of the places `elsewhere`, is a field of that item.
    #[inline]
    pub(super) fn read(
        &mut self,
        text: &str,
        markdown: &Markdown,
        block: (usize, &Block),
        gazetteer: &Gazetteer,
        elsewhere: &[Span],
    ) -> &[Citation] {
        let found = &mut self.citations;
        let before = found.len();
        if matches!(block.1.kind, BlockKind::Paragraph | BlockKind::Cell) {
            let mut finder = parser::Finder::new(
                text,
                markdown,
                block,
                gazetteer,
                (&mut self.buffers, &mut self.refused, &mut self.standings),
            );
            while finder.next_group(found) {}
            if !elsewhere.is_empty() {
                let own = found.split_off(before);
                found.extend(own.into_iter().filter(|citation| !overlaps(elsewhere, citation.span)));
            }
        }
        &found[before..]
    }

    /// Appends the results for a later part of the same text.
    pub(super) fn append(&mut self, later: Reader) {
        let Reader { citations, refused, buffers: _, standings: _ } = later;
        parallel::join(&mut self.citations, citations);
        parallel::join(&mut self.refused, refused);
    }

    /// All citations, and the brackets that are not citations. How the document cites decides the tentative ones.
    pub(super) fn finish(self) -> (Vec<Citation>, Vec<Refused>) {
        let Reader { mut citations, mut refused, buffers: _, standings: _ } = self;
        if citations.iter().any(Citation::is_tentative) {
            let habit = Habit::of(&citations);
            let before = refused.len();
            citations.retain_mut(|citation| {
                if citation.is_tentative() {
                    habit.weigh(citation);
                }
                let is_one = citation.judgement.is_certain();
                if !is_one {
                    refused.push(Refused { span: citation.span, judgement: citation.judgement });
                }
                is_one
            });
            if refused.len() > before {
                refused.sort_by_key(|refused| refused.span);
            }
        }
        (citations, refused)
    }
}

/// How a document cites, according to its certain, dated citations.
struct Habit {
    cites: bool,
    links: bool,
}

impl Habit {
    fn of(citations: &[Citation]) -> Habit {
        let sure = citations.iter().filter(|citation| !citation.is_tentative());
        let items = sure.flat_map(|citation| &citation.items).filter(|item| !item.dates.is_empty());
        let (linked, all) =
            items.fold((0usize, 0usize), |(linked, all), item| (linked + usize::from(item.link.is_some()), all + 1));
        Habit { cites: all > 0, links: all >= ENOUGH && linked == all }
    }

    /// Adds the evidence from the document's other citations to a judgment.
    fn weigh(&self, citation: &mut Citation) {
        if self.cites {
            citation.judgement.add(Sign::DocumentCites);
        }
        let strange = |item: &Item| item.link.is_none() && item.standing == Standing::Unknown;
        if self.links && citation.items.iter().all(strange) {
            citation.judgement.add(Sign::CitesOtherwise);
        }
    }
}

/// How many citations show whether a document links its sources.
const ENOUGH: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::Bulletin;
    use crate::config::Settings;

    fn bulletin(text: &str) -> Bulletin {
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        crate::bulletin::read("draft.md", text, &Gazetteer::shipped(), &settings)
    }

    /// The sources of each citation.
    fn cited(text: &str) -> Vec<String> {
        let source = |item: &Item| item.source.map_or("", |source| source.of(text)).to_owned();
        let citations = bulletin(text).citations;
        citations.iter().map(|group| group.items.iter().map(source).collect::<Vec<_>>().join("; ")).collect()
    }

    #[test]
    fn groups_without_words_between_them_are_beside_one_another() {
        for (between, beside) in [
            (" ", true),
            ("", true),
            (", ", true),
            ("; ", true),
            (" and ", true),
            (" & ", true),
            ("\n", true),
            ("\u{a0}", true),
            (" said ", false),
            (" or ", false),
            (". ", false),
            ("            ", false),
            ("\n\n", false),
            (") ", false),
        ] {
            let text = format!("It rained (Reuters, May 9){between}(AFP, May 10) there.");
            let citations = bulletin(&text).citations;
            assert_eq!(citations.len(), 2, "{text}");
            assert_eq!(citations[0].is_beside(&citations[1], &text), beside, "{text}");
            assert!(!citations[1].is_beside(&citations[0], &text), "{text}");
        }
        for text in [
            "It rained (Reuters, May 9) (see AFP, May 10).",
            "It rained (Reuters, May 9) (, May 10).",
            "It rained [Dawn](https://dawn.com/1), May 9) (AFP, May 10).",
        ] {
            let citations = bulletin(text).citations;
            assert_eq!(citations.len(), 2, "{text}");
            assert!(!citations[0].is_beside(&citations[1], text), "{text}");
        }
    }

    #[test]
    fn sources_with_one_date_have_that_of_the_last() {
        let text = "It rained ([Dawn](https://dawn.com/1), [The News](https://thenews.com.pk/1), June 27; Reuters).";
        let citation = &bulletin(text).citations[0];
        let dated: Vec<(&str, &str)> = citation
            .dated_items()
            .map(|(item, dated)| {
                let date = dated.dates.first().map_or("", |date| date.span.of(text));
                (item.source.map_or("", |source| source.of(text)), date)
            })
            .collect();
        assert_eq!(dated, [("Dawn", "June 27"), ("The News", "June 27"), ("Reuters", "")]);
        let between = [0, 1, 2].map(|index| citation.separator(index).map(|separator| separator.of(text)));
        assert_eq!(between, [Some(", "), Some("; "), None]);
    }

    #[test]
    fn a_doubtful_group_counts_where_the_document_cites() {
        let doubtful = "Rain fell (Sorvik Herald May 3).";
        assert_eq!(cited(doubtful), [""; 0]);
        assert_eq!(cited(&format!("It rained (Reuters, May 9).\n\n{doubtful}")), ["Reuters", "Sorvik Herald"]);
        // Citations without a date say nothing about it.
        assert_eq!(cited(&format!("It rained (https://www.dawn.com/1).\n\n{doubtful}")), [""]);
        // Where it links all its sources, one in no list without a link is less likely.
        let linked = "It rained ([Dawn](https://dawn.com/1), May 9).\n\n";
        let sources = |text: &str| cited(text).last().cloned().unwrap_or_default();
        assert_eq!(sources(&format!("{}{doubtful}", linked.repeat(4))), "Sorvik Herald");
        assert_eq!(sources(&format!("{}{doubtful}", linked.repeat(5))), "Dawn");
        assert_eq!(sources(&format!("It rained (AFP, May 9).\n\n{}{doubtful}", linked.repeat(5))), "Sorvik Herald");
        let known = "Rain fell (Sorvik Herald May 3; Reuters May 4).";
        assert_eq!(sources(&format!("{}{known}", linked.repeat(5))), "Sorvik Herald; Reuters");
    }

    #[test]
    fn a_bracket_in_a_note_is_a_field_of_the_note() {
        let text = "It rained (Reuters, May 9).[^1]\n\n[^1]: Amir Taheri, “The Rain” (Dawn, May 9, 2017).\n";
        assert_eq!(cited(text), ["Reuters"]);
    }

    #[test]
    fn gaps_without_their_marks() {
        for (gap, inner, joined) in [
            (", ", ", ", "; "),
            ("* ", " ", "*; "),
            ("*, _", ", ", "*; _"),
            ("_,\n", ",\n", "_;\n"),
            ("", "", "; "),
            ("**", "", "**; "),
        ] {
            let text = format!("a{gap}b");
            let span = Span::at(1..1 + gap.len());
            assert_eq!(signs(&text, span).of(&text), inner, "{gap:?}");
            let edited = crate::text::edits::apply(&text, &[joint(&text, span, ";")]);
            assert_eq!(edited, format!("a{joined}b"), "{gap:?}");
        }
        assert!(holds_words(" on ") && !holds_words(" – "));
        for (gap, comma, semicolon) in [
            (", ", true, false),
            (",; ", true, true),
            (" ", false, false),
            (",\n", false, false),
            (", a", false, false),
        ] {
            assert_eq!((is_loose(gap, ','), is_loose(gap, ';')), (comma, semicolon), "{gap:?}");
        }
    }
}
