//! Dates in running prose: full dates, ranges, and relative dates.
//!
//! * They are found from the words: the hash or the digits of a word show whether a date may start there, and only then
//!   is it read. Dates in citations, link targets and code do not count.
//! * Everything is in text order. Cost is linear in the words, however many dates a sentence contains.
//! * A date that names something (`the 15 May Organization`) is marked as a name; so are doubtful cases.

mod idioms;
mod names;
mod tense;
mod vocabulary;
mod weekdays;

use super::items::ItemGroup;
use super::typography::overlaps;
use super::{Bulletin, Citation};
use crate::calendar::{self, Date, NumericOrders, Order, Relative, RelativeDay, Weekday, Written, YearRange};
use crate::markdown::{Block, BlockKind, InlineKind, Markdown};
use crate::parallel;
use crate::text::words::{Flags, Word};
use crate::text::{Cursor, Offset, Slice, Span, Spanned, map_spans, within};
use vocabulary::Kind;

pub use idioms::speaker;
pub use tense::{Tense, tense_around};
pub use weekdays::joined_before;

/// The reach of a year: a day without a year, up to this many bytes after `in 2012`, may be in that year.
const REACH: Offset = 1200;

/// Dates outside citations, in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dates {
    /// `September 21`, `Tuesday, May 9, 2017`
    pub written: Vec<Mention>,
    /// `yesterday`, `last Tuesday`; not in quotations, titles and headings.
    pub relative: Vec<Relative>,
    /// `2016–2014`
    pub ranges: Vec<YearRange>,
}

map_spans!(Dates { written, relative, ranges });

/// A date in prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The date.
    pub date: Written,
    /// The weekday that belongs to it: `Tuesday, May 9`, `May 9 (Tuesday)`.
    pub weekday: Option<Spanned<Weekday>>,
    /// In a quotation or block quote.
    pub quoted: bool,
    /// The sentence around it.
    pub sentence: Span,
    /// Where it is.
    pub place: Place,
    /// Whether it names an event or an organization, or may do so: `the September 11 attacks`.
    pub named: bool,
    /// The last year mentioned nearby before this date: a day without a year may be in that year.
    pub named_year: Option<i16>,
}

map_spans!(Mention { date, weekday, sentence; quoted, place, named, named_year });

/// The context of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In running prose.
    Prose,
    /// In a list item.
    Item,
    /// In the text of a link, or in emphasis, as titles are.
    Title,
    /// In a heading.
    Heading,
    /// In a table.
    Cell,
}

impl Bulletin {
    /// Whether the document is technical: it contains code, and cites nothing that has a date. Such documents are not a
    /// bulletin's prose.
    #[must_use]
    pub const fn is_technical(&self) -> bool {
        self.technical
    }

    /// Whether a citation has a full date.
    #[must_use]
    pub fn cites_dated(&self) -> bool {
        cites_day(&self.citations)
    }
}

/// Finds the dates, block by block.
#[derive(Default)]
pub(super) struct Reader {
    dates: Dates,
    /// The last year mentioned in the prose, and where its word ends.
    last_year: Option<Spanned<i16>>,
}

impl Reader {
    /// Reads the dates in a block. `quotations` are those up to its end, `references` its note references, whose
    /// numbers are not dates.
    pub(super) fn read(
        &mut self,
        text: &str,
        block: &Block,
        words: &[Word],
        candidates: &[usize],
        (quotations, references): (&[Span], &[Span]),
    ) {
        let known = vocabulary::table();
        let found = self;
        let mut finder = Finder { text, block, words, quotations, references, found, known, done: 0, sentence: (0, 0) };
        for &index in candidates {
            finder.word(index, &words[index]);
        }
    }

    /// Appends the results for a later part of the same text. The last year mentioned in this part may be that of the
    /// next part's first days.
    pub(super) fn append(&mut self, later: Reader) {
        let Reader { dates: Dates { mut written, relative, ranges }, last_year } = later;
        if let Some(named) = self.last_year {
            let named_before = written
                .iter_mut()
                .take_while(|mention| mention.named_year.is_none() && named.span.end + REACH > mention.date.span.start);
            for mention in named_before {
                mention.named_year = Some(named.value);
                // From here on, the part has a year of its own.
                if mention.date.year.is_some() {
                    break;
                }
            }
        }
        parallel::join(&mut self.dates.written, written);
        parallel::join(&mut self.dates.relative, relative);
        parallel::join(&mut self.dates.ranges, ranges);
        self.last_year = last_year.or(self.last_year);
    }

    /// The dates without those that turned out to be in citations.
    pub(super) fn finish(self, citations: &[Citation]) -> Dates {
        let mut dates = self.dates;
        let cited = |near: &mut Cursor, span: Span| {
            let next = near.seek(citations, |citation| citation.span.end <= span.start);
            citations.get(next).is_some_and(|citation| citation.span.overlaps(span))
        };
        let mut near = Cursor::default();
        dates.written.retain(|mention| !cited(&mut near, mention.date.span));
        near = Cursor::default();
        dates.ranges.retain(|range| !cited(&mut near, range.span));
        dates
    }
}

/// Settles what numeric dates leave open, from the issue date, from each other and from the adjacent addresses.
pub(super) fn settle(
    text: &str,
    (citations, groups): (&mut [Citation], &mut [ItemGroup]),
    dates: &mut Dates,
    issue: Option<Date>,
    slack: u32,
) {
    let is_open = |date: &Written| date.short_year || matches!(date.order, Order::Numeric { .. });
    let mut orders = NumericOrders::default();
    let own = dates.written.iter().filter(|mention| !mention.quoted).map(|mention| &mention.date);
    let listed =
        citations.iter().flat_map(|citation| &citation.items).chain(groups.iter().flat_map(|group| &group.items));
    let cited = listed.flat_map(|item| item.dates.iter().chain(item.other_dates()));
    let mut any = false;
    for date in cited.chain(own).filter(|date| is_open(date)) {
        any = true;
        orders.count(date);
    }
    if !any {
        return;
    }
    let listed = citations.iter_mut().flat_map(|citation| &mut citation.items);
    for item in listed.chain(groups.iter_mut().flat_map(|group| &mut group.items)) {
        // The address of a report contains its date, if the printed one is ambiguous.
        let told = if item.dates.iter().any(Written::is_ambiguous) {
            item.url(text).and_then(calendar::url_date).and_then(|told| told.to_date())
        } else {
            None
        };
        let details = item.details.iter_mut();
        let others = details.flat_map(|details| details.accessed.iter_mut().chain(details.modified.iter_mut()));
        for date in item.dates.iter_mut().chain(others).filter(|date| is_open(date)) {
            date.settle(issue, slack, orders);
        }
        if let (Some(told), Some(date)) = (told, item.dates.first_mut()) {
            date.settle_by(told);
        }
    }
    for date in dates.written.iter_mut().map(|mention| &mut mention.date).filter(|date| is_open(date)) {
        date.settle(issue, slack, orders);
    }
}

/// The hashes of the words at which a date may start, apart from those with digits.
pub(super) fn date_start_hashes() -> impl Iterator<Item = u64> {
    vocabulary::table().hashes()
}

/// Whether a document is technical: it contains much code, and cites nothing that has a full date. A name in code is
/// not much, nor is the code in a signed report, unless there is more code than prose.
pub(super) fn is_technical(markdown: &Markdown, citations: &[Citation], signed: bool) -> bool {
    let words = markdown.inlines.iter().filter(|inline| inline.kind == InlineKind::Code).count();
    let blocks = markdown.blocks.iter().filter(|block| block.kind == BlockKind::Code).count();
    let much = if signed {
        // A block of code counts as much as three names.
        let prose = markdown.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).count();
        words + 3 * blocks > prose.max(2)
    } else {
        // One name is much if the document is a single paragraph.
        words > 1 || blocks > 0 || words == 1 && markdown.blocks.len() == 1
    };
    much && !cites_day(citations)
}

/// Whether a citation has a full date.
fn cites_day(citations: &[Citation]) -> bool {
    let mut items = citations.iter().flat_map(|citation| &citation.items);
    items.any(|item| item.dates.iter().any(|date| date.day.is_some()))
}

struct Finder<'a> {
    text: &'a str,
    block: &'a Block,
    words: &'a [Word],
    /// The quotations up to the end of the block.
    quotations: &'a [Span],
    /// The note references that are still ahead in the block.
    references: &'a [Span],
    found: &'a mut Reader,
    known: &'static vocabulary::Table,
    /// Words that start before this position have been read.
    done: Offset,
    /// The current sentence, as indices of words.
    sentence: (usize, usize),
}

impl Finder<'_> {
    #[inline]
    fn word(&mut self, index: usize, word: &Word) {
        if word.flags.any(Flags::SENTENCE_START | Flags::DIGIT) {
            if word.flags.has(Flags::SENTENCE_START) {
                self.sentence.0 = index;
            }
            if word.flags.has(Flags::DIGIT) {
                return self.number(index, *word);
            }
        }
        if let Some(kind) = self.known.find(word.hash)
            && word.span.start >= self.done
            && !word.flags.has(Flags::CITED)
        {
            self.name(index, *word, kind);
        }
    }

    fn next(&self, index: usize) -> Option<Word> {
        self.words.get(index + 1).copied()
    }

    fn before(&self, index: usize) -> Option<Word> {
        index.checked_sub(1).map(|index| self.words[index])
    }

    /// A word with a digit: a day, a year, a numeric date, the number of a note.
    fn number(&mut self, index: usize, word: Word) {
        if word.span.start < self.done || word.flags.has(Flags::CITED) {
            return;
        }
        while let [reference, rest @ ..] = self.references
            && reference.start < word.span.start
        {
            self.references = rest;
            if word.span.start < reference.end {
                self.done = reference.end;
                return;
            }
        }
        if word.span.len() > 4 || word.flags.has(Flags::NON_ASCII) {
            return;
        }
        let start = word.span.start as usize;
        // `Septmber 9`: a misspelled month is in no list, so it is checked when a number follows.
        if let Some(before) = self.before(index)
            && before.span.start >= self.done
            && (6..=11).contains(&before.span.len())
            && before.flags.has(Flags::CAPITAL)
            && word.flags.has(Flags::AFTER_SPACE)
            && self.known.find(before.hash).is_none()
            && let Some(date) = calendar::written_at(self.text, before.span.start as usize)
        {
            self.found(index - 1, date);
            return;
        }
        if let Some(date) = calendar::written_at(self.text, start) {
            self.found(index, date);
        } else if word.span.len() == 4 {
            if let Some(range) = calendar::year_range_at(self.text, start) {
                self.done = range.span.end;
                if !self.is_quoted(index, range.span) {
                    self.found.dates.ranges.push(range);
                }
            }
            if let Some(year) = calendar::year_at(self.text, start).and_then(|year| year.year) {
                self.found.last_year = Some(year);
            }
        }
    }

    /// A word of the vocabulary.
    fn name(&mut self, index: usize, word: Word, kind: Kind) {
        let start = word.span.start as usize;
        match kind {
            Kind::Month { verb } => {
                let capital = word.flags.has(Flags::CAPITAL);
                let joined = matches!(self.text.as_bytes().get(word.span.end as usize), Some(b'/' | b'-' | 0xe2));
                let follows = self.next(index).is_some_and(|next| next.flags.has(Flags::DIGIT)) || joined;
                if follows
                    && (capital || !verb)
                    && let Some(date) = calendar::written_at(self.text, start)
                {
                    self.found(index, date);
                }
            }
            Kind::Weekday => {
                if let Some(date) = calendar::written_at(self.text, start) {
                    self.found(index, date);
                } else if self.text.slice(word.span.end as usize..).starts_with(" (")
                    && let Some(date) = calendar::written_at(self.text, word.span.end as usize + 2)
                    && self.text.slice(date.span.end as usize..).starts_with(')')
                    && let Some((weekday, _)) = calendar::weekday_at(self.text, start)
                {
                    // `Tuesday (May 9)`
                    let next = index + 1;
                    self.found(next, date);
                    if let Some(mention) = self.found.dates.written.last_mut() {
                        mention.weekday = Some(Spanned::new(word.span, weekday));
                    }
                }
            }
            Kind::Relative => self.relative(index, word),
            Kind::Ago => self.ago(index, word),
        }
    }

    /// Stores a date whose first word is at `index`.
    fn found(&mut self, index: usize, date: Written) {
        self.done = date.span.end;
        let flags = self.words[index].flags;
        let place = match self.block.kind {
            BlockKind::Heading(_) => Place::Heading,
            BlockKind::Cell => Place::Cell,
            _ if flags.has(Flags::LINK) || flags.has(Flags::EMPHASIS) => Place::Title,
            _ if self.block.item.is_some() => Place::Item,
            _ => Place::Prose,
        };
        let named_year = self.found.last_year.filter(|year| year.span.end + REACH > date.span.start);
        if let Some(year) = date.year {
            self.found.last_year = Some(year);
        }
        let weekday = date.weekday.or_else(|| weekdays::behind(self.text, date.span.end as usize));
        let weekday = weekday.or_else(|| weekdays::before(self.text, date.span.start as usize));
        let in_row = || if place == Place::Cell { weekdays::in_row(self.text, date.span) } else { None };
        let weekday = weekday.or_else(in_row);
        let mention = Mention {
            weekday,
            quoted: self.is_quoted(index, date.span),
            sentence: self.sentence(index),
            place,
            named: names::is_named(self.text, self.words, index, &date),
            named_year: named_year.map(|year| year.value),
            date,
        };
        self.found.dates.written.push(mention);
    }

    fn is_quoted(&self, index: usize, span: Span) -> bool {
        self.words[index].flags.has(Flags::QUOTED) || overlaps(self.quotations, span)
    }

    /// The sentence around a word.
    fn sentence(&mut self, index: usize) -> Span {
        let (first, end) = &mut self.sentence;
        if *end <= index {
            let ahead = &self.words[index + 1..];
            let len = ahead.iter().position(|word| word.flags.has(Flags::SENTENCE_START));
            *end = index + 1 + len.unwrap_or(ahead.len());
        }
        // A date may start before its sentence is known: `Septmber 9`.
        let first = self.words[(*first).min(index)].span.start;
        let end = self.words.get(*end).map_or(self.block.span.end, |word| word.span.start);
        Span::new(first, end.max(first))
    }

    /// `yesterday`, `last Tuesday`
    fn relative(&mut self, index: usize, word: Word) {
        if !self.speaks_plainly(word) {
            return;
        }
        let Some(mut relative) = calendar::relative_at(self.text, word.span.start as usize) else { return };
        self.done = relative.span.end;
        let before = self.before(index).filter(|_| word.flags.has(Flags::AFTER_SPACE));
        let before = before.map_or("", |before| before.span.of(self.text));
        match relative.day {
            // `the day before yesterday`
            RelativeDay::Days(-1) if before.eq_ignore_ascii_case("before") => {
                let day = self.words[..index].iter().rev().take(3).nth(1).map_or("", |word| word.span.of(self.text));
                if day != "day" {
                    return;
                }
                let the = self.words[..index].iter().rev().nth(2).filter(|word| is_the(word.span.of(self.text)));
                let from = the.copied().unwrap_or(self.words[index - 2]).span.start;
                relative = Relative { span: Span::new(from, relative.span.end), day: RelativeDay::Days(-2) };
            }
            // `yesterday, October 9`: the day is given.
            _ if self.tells_day(relative.span) => return,
            _ if idioms::is_idiom(self.text, self.words, index, relative) => return,
            // `today's Syria`, `the leaders of tomorrow`: an age, not a day.
            RelativeDay::Days(0) if !before.eq_ignore_ascii_case("earlier") => return,
            RelativeDay::Days(1) if word.flags.has(Flags::POSSESSIVE) || before == "of" => return,
            RelativeDay::Days(_) => {}
            // `the last Tuesday of the month`, `over the last year`
            _ if vocabulary::determines(before) => return,
            // `it may last week after week`
            _ if vocabulary::is_modal(before) => return,
            _ => {}
        }
        self.found.dates.relative.push(relative);
    }

    /// `three days ago`
    fn ago(&mut self, index: usize, word: Word) {
        let [.., count, unit] = &self.words[..index] else { return };
        let joined = word.flags.has(Flags::AFTER_SPACE) && unit.flags.has(Flags::AFTER_SPACE);
        if !joined || !matches!(unit.span.of(self.text), "day" | "days") || !self.speaks_plainly(*count) {
            return;
        }
        if let Some(days) = vocabulary::small_number(count.span.of(self.text)) {
            let span = Span::new(count.span.start, word.span.end);
            self.found.dates.relative.push(Relative { span, day: RelativeDay::Days(-days) });
        }
    }

    /// Whether a full date follows relative words: `yesterday, October 9`, `last Tuesday (May 2)`.
    fn tells_day(&self, relative: Span) -> bool {
        let rest = self.text.slice(relative.end as usize..);
        let sign = rest.trim_start_matches([' ', '\n', '\u{a0}', ',', '(', '–', '—']);
        let on = ["on ", "the ", "i.e. ", "that is, ", "i.e., "].iter().find_map(|word| sign.strip_prefix(word));
        let date = self.text.len() - on.unwrap_or(sign).len();
        date > relative.end as usize && calendar::written_at(self.text, date).is_some_and(|date| date.day.is_some())
    }

    /// Whether a word is the author's own, and not part of a title or name.
    fn speaks_plainly(&self, word: Word) -> bool {
        let flags = word.flags;
        let opens = flags.has(Flags::SENTENCE_START) || flags.has(Flags::MAYBE_START);
        !matches!(self.block.kind, BlockKind::Heading(_))
            && !flags.has(Flags::QUOTED)
            && !flags.has(Flags::LINK)
            && !flags.has(Flags::EMPHASIS)
            && !flags.has(Flags::AFTER_HYPHEN)
            && (!flags.has(Flags::CAPITAL) || opens)
            && !overlaps(self.quotations, word.span)
    }
}

fn is_the(word: &str) -> bool {
    word.eq_ignore_ascii_case("the")
}

impl Dates {
    /// The dates within a span.
    #[must_use]
    pub fn within(&self, span: Span) -> &[Mention] {
        within(&self.written, span, |mention| mention.date.span)
    }
}

impl Mention {
    /// Whether rules about the form of dates apply: running prose by the author, and not a name.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.quoted && !self.named && matches!(self.place, Place::Prose | Place::Item)
    }

    /// Whether it is purely numeric.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        matches!(self.date.order, Order::Numeric { .. } | Order::YearMonthDay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn read(text: &str) -> Dates {
        let markdown = crate::markdown::parse(text);
        Bulletin::read("draft.md", text, &markdown, &Gazetteer::shipped(), &Settings::default()).dates
    }

    fn written(text: &str) -> Vec<&str> {
        read(text).written.iter().map(|mention| mention.date.span.of(text)).collect()
    }

    #[test]
    fn every_form_is_found_in_prose() {
        for (text, expected) in [
            ("On September 21, gunmen came.", "September 21"),
            ("On 21 September 2018 gunmen came.", "21 September 2018"),
            ("On Tuesday, May 9, 2017, gunmen came.", "Tuesday, May 9, 2017"),
            ("On Sept. 9 gunmen came.", "Sept. 9"),
            ("On Septmber 9 gunmen came.", "Septmber 9"),
            ("On the 9th of May, gunmen came.", "9th of May"),
            ("From July 22–24 gunmen came.", "July 22–24"),
            ("Gunmen came on January 15 and 23.", "January 15 and 23"),
            ("By August 2018 gunmen came.", "August 2018"),
            ("It was 2018-09-21 when gunmen came.", "2018-09-21"),
            ("On 09.21.16 gunmen came.", "09.21.16"),
            ("It was 9/21/16 when gunmen came.", "9/21/16"),
            ("In the night of 20/21 September gunmen came.", "20/21 September"),
            ("From the 20th to the 21st September 2018 gunmen came.", "20th to the 21st September 2018"),
            ("On the 3rd, 4th and 5th of May gunmen came.", "3rd, 4th and 5th of May"),
            ("On tuesday, September 25, gunmen came.", "tuesday, September 25"),
            ("On Tuesday 9/25/2018 gunmen came.", "Tuesday 9/25/2018"),
            ("In May/June 2018 gunmen came.", "May/June 2018"),
            ("In Spring 2015 gunmen came.", "Spring 2015"),
            ("On september 9 gunmen came.", "september 9"),
            ("Gunmen (May\n9) came.", "May\n9"),
            ("| May 9, 2017 | x |\n|---|---|\n| a | b |", "May 9, 2017"),
            ("## May 9, 2017", "May 9, 2017"),
        ] {
            let text = text.replace("\\n", "\n");
            assert_eq!(written(&text), [expected.replace("\\n", "\n")], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_of_the_prose() {
        for text in [
            "They may 9 times out of ten.",
            "`May 9` and [x](https://a.org/May-9)",
            "Rain fell (Reuters, May 9).",
            "In May, 2 men came.",
            "The mar 3 was a car.",
            "Version 1.2.3 of 10.0.0.1.",
            "The call came at 8.27.53, at 6.20.44 PM, and in section 9.21.16.",
            "In March 3/4 of them left.",
            "```\nMay 9\n```",
            "He counted 20 marches.",
        ] {
            assert_eq!(written(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn doubtful_groups_leave_no_dates_behind() {
        let text = "Rain fell ([Dawn](https://dawn.com/1), May 9).\n\nSnow fell ([Ariana](https://ariana.af/2)).\n";
        assert_eq!(written(text), [""; 0]);
    }

    #[test]
    fn a_weekday_may_stand_beside_the_date() {
        for text in [
            "On May 9 (Tuesday), he left.",
            "From Monday to Tuesday, May 8–9, he left.",
            "On Tuesday (May 9) he left.",
            "It was May 9, a Tuesday.",
            "It fell on May 9, a Tuesday (Reuters, June 1).",
            "May 9 was a Tuesday.",
            "May 9, 2017 fell on a Tuesday.",
            "On 2017-05-09, Tuesday, he left.",
            "On Tuesday night, May 9, he left.",
            "On Tuesday morning (May 9) he left.",
            "He left in the Tuesday evening of May 9.",
            "On Tuesday – May 9 – he left.",
            "| Tuesday | May 9 |\n|---|---|\n| a | b |",
            "| May 9 | Tuesday |\n|---|---|\n| a | b |",
        ] {
            let dates = read(text);
            assert_eq!(dates.written[0].weekday.map(|day| day.span.of(text)), Some("Tuesday"), "{text}");
        }
        for text in [
            "On May 9 (Tuesday prayers) he left.",
            "On May 9, Tuesday prayers failed.",
            "He left on May 9. Tuesday was worse.",
            "On Tuesday. On May 9 he left.",
            "He came on a Tuesday and on May 9 he left.",
            "Every night, May 9 came back.",
            "| Tuesday | May 9 | Wednesday | May 10 |\n|---|---|---|---|",
            "| Tuesday raid | May 9 |\n|---|---|\n| a | b |",
        ] {
            assert_eq!(read(text).written[0].weekday, None, "{text}");
        }
        // The weekday belongs to the next date.
        assert_eq!(read("On May 9, Tuesday, May 16, and later, he left.").written[0].weekday, None);
    }

    #[test]
    fn names_are_no_days() {
        for text in [
            "The September 11 attacks changed it.",
            "The 15 May Organization split.",
            "The June 4 Movement ruled.",
            "Revolutionary Organization 17 November was dissolved.",
            "Members of 17 November were tried.",
            "17 November claimed the attack.",
            "The 23 May Democratic Alliance signed.",
            "A pre-May 9 deal",
        ] {
            let dates = read(text);
            assert!(dates.written.iter().all(|mention| mention.named) && !dates.written.is_empty(), "{text}");
        }
        for text in [
            "On 17 November the group claimed it.",
            "On 9 May President Ghani left.",
            "He left on September 11.",
            "The raid of 9 May failed.",
            "Since 9 May, nobody came.",
            "The decree (9 May) holds.",
            "On September 11, 2001, it began.",
        ] {
            assert!(!read(text).written[0].named, "{text}");
        }
    }

    #[test]
    fn sentences_and_places() {
        let text = "He left. On May 9, he came back to Kabul. Nobody saw him.\n\n- May 10\n\n> May 11\n\n“May 12” *May 13* [May 14](https://a.org)";
        let dates = read(text);
        assert_eq!(dates.written[0].sentence.of(text).trim(), "On May 9, he came back to Kabul.");
        let places: Vec<Place> = dates.written.iter().map(|mention| mention.place).collect();
        assert_eq!(places, [Place::Prose, Place::Item, Place::Prose, Place::Prose, Place::Title, Place::Title]);
        assert!(dates.written[2].quoted);
    }

    #[test]
    fn a_year_named_before_is_told() {
        let told = |text| read(text).written.last().unwrap().named_year;
        assert_eq!(told("In 2012, he left. On May 9, he came back."), Some(2012));
        assert_eq!(told("On May 8, 2012, he left. On May 9, he came back."), Some(2012));
        assert_eq!(told("On May 9, he came back."), None);
        let far = format!("In 2012, he left.\n\n{}\n\nOn May 9, he came back.", "Nothing happened. ".repeat(100));
        assert_eq!(told(&far), None);
    }

    #[test]
    fn relative_words() {
        let issue = date(2018, 10, 10);
        for (text, span, day) in [
            ("He left yesterday.", "yesterday", Some(date(2018, 10, 9))),
            ("Yesterday, he left.", "Yesterday", Some(date(2018, 10, 9))),
            ("He left last Tuesday.", "last Tuesday", Some(date(2018, 10, 9))),
            ("He leaves next Monday.", "next Monday", Some(date(2018, 10, 15))),
            ("He left the day before yesterday.", "the day before yesterday", Some(date(2018, 10, 8))),
            ("He left three days ago.", "three days ago", Some(date(2018, 10, 7))),
            ("He left last month.", "last month", None),
            ("In July this year, he left.", "this year", None),
        ] {
            let found = read(text).relative;
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].span.of(text), found[0].resolve(issue)), (span, day), "{text}");
        }
        for text in [
            "Over the last year, he left.",
            "On the last Tuesday of May, he left.",
            "In today’s Syria, men of tomorrow speak.",
            "It may last weeks; it could last week after week.",
            "## The World Last Year",
            "> He left yesterday.",
            "He read *Yesterday* and the Last Month.",
            "Years ago, two weeks ago.",
            // The day is given.
            "The photos, made yesterday on October 29, 2015, show it.",
            "He left last Tuesday (May 2) and yesterday, May 9.",
            // Speech, and statements true on any day.
            "I left last year.",
            "The war would be over tomorrow, a cliché that is true.",
            "If it were held today or tomorrow, he would win.",
            "We look ahead, from next week to next decade.",
            "Yesterday’s enemies are today’s friends.",
            "Here today, gone tomorrow.",
            "He was not born yesterday, and it felt like yesterday.",
            "It is yesterday’s news.",
            "– He left yesterday, said the boy.",
        ] {
            assert_eq!(read(text).relative, [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn dates_lie_in_the_text_in_order(text in "(?s)(May|Tuesday|9|31|2018|1999–04|yesterday|last| month|\\[1\\]|,| |\n|-|–|/|\\.|and|\\(|“|”|sept|é|ago|days){0,24}") {
            let dates = read(&text);
            let mut last = 0;
            for mention in &dates.written {
                let span = mention.date.span;
                prop_assert!(text.get(span.range()).is_some() && text.get(mention.sentence.range()).is_some());
                prop_assert!(span.start >= last && mention.sentence.start <= span.start);
                last = span.end;
            }
            prop_assert!(dates.relative.iter().all(|relative| text.get(relative.span.range()).is_some()));
            prop_assert!(dates.ranges.iter().all(|range| text.get(range.span.range()).is_some()));
        }
    }
}
