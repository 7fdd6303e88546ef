//! Whether a stretch of text is a citation: the evidence for and against it is weighed.
//!
//! Each [`Sign`] has a name and a weight; the weights of the signs found add up to a margin. Above zero it is a
//! citation. A little below zero it is one if the document cites elsewhere, which is itself a sign, known only at the
//! end. When in doubt, it is not a citation. `copydesk index --format json --debug-weights` prints the signs, and
//! `docs/grammar.md` lists them.

use super::markers;
use super::naming::{self, Label, Reading};
use super::standings::Standings;
use super::words::{TECHNICAL, ZONES};
use super::{Citation, DatePlace, Item, Link, LinkForm, holds_words};
use crate::bulletin::items::{Details, ItemKind};
use crate::calendar;
use crate::gazetteer::{Gazetteer, Standing, english};
use crate::text::url::Url;
use crate::text::{Slice, Span, tail};

/// The longest word before a bracket that is looked at, in bytes.
const NEAR: usize = 200;

macro_rules! signs {
    ($($sign:ident, $name:literal, $weight:literal, $meaning:literal;)*) => {
        /// Evidence for a citation, or against one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Sign { $(#[doc = $meaning] $sign,)* }

        impl Sign {
            /// All signs, in the order of the documentation.
            pub const ALL: &[Sign] = &[$(Sign::$sign),*];

            /// Its name, as `index` prints it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Sign::$sign => $name,)* }
            }

            /// What it contributes to the margin.
            #[must_use]
            pub const fn weight(self) -> i16 {
                match self { $(Sign::$sign => $weight,)* }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Sign::$sign => $meaning,)* }
            }
        }
    };
}

signs! {
    Bracket, "bracket", -5, "Most brackets are no citations.";
    Registered, "registered-source", 5, "The register of sources holds the name.";
    RegisteredPart, "registered-part", 4, "The register holds a part of it: `Dawn, Karachi`, `AP/RFE/RL`.";
    Medium, "medium", 3, "A word of the name makes it a medium: `Daily`, `TV`, `gazeta`, `Twitter account`.";
    TwoMedia, "medium-twice", 2, "Two words of the name make it a medium: `Twitter account`, `Telegram channel`.";
    Office, "office", 2, "A word of the name is that of those who publish, among others: `Institute`, `World`.";
    Host, "host-name", 4, "The name is that of a website, with a date: `gazeta.ru`.";
    Account, "account", 4, "The name is that of an account, with a date: `@desk`.";
    LabelAtHost, "name-at-host", 2, "An undated link’s text has the letters of its host.";
    Linked, "link", 4, "A name is linked.";
    Address, "address", 5, "A bare address stands there.";
    OutletAddress, "outlet-address", 3, "The undated address is that of a registered outlet.";
    Placeholder, "placeholder", 5, "The undated link still waits for its address: `#`.";
    Day, "day", 2, "A date with a day, or `n.d.`.";
    Month, "month", 1, "A date with a month and no day.";
    Comma, "comma", 2, "A comma separates the source from its date.";
    DatedCaption, "dated-caption", 2, "A name and a day behind a comma, in a caption or a line in italics.";
    Lead, "lead-in", 3, "A lead-in opens it: `see`, `quoted in`.";
    Interview, "interview", 8, "The lead-in says that it is the author’s interview.";
    SourceLost, "source-lost", 5, "A comma and a date, and nothing before them.";
    EndsClause, "ends-clause", 1, "A sentence or clause ends behind it.";
    DocumentCites, "document-cites", 3, "The document has other citations with a date.";
    CitesOtherwise, "cites-otherwise", -1, "The document’s other citations are linked; this unregistered name is not.";
    Undated, "undated", -3, "No date.";
    Enumeration, "enumeration", -5, "Undated names in a row, between commas: examples.";
    UndatedInside, "undated-inside", -2, "No date, and the sentence goes on behind it.";
    OpensBlock, "opens-block", -2, "An undated name without link opens its paragraph.";
    FrontPage, "front-page", -2, "The undated link leads to a front page or to one like `/about`.";
    FrontPages, "front-pages", -3, "So do other undated links of the group: it names them, as in `three firms (Alpha, Beta, Gamma)`.";
    Platform, "platform", -2, "The undated name is that of a platform: `Twitter`.";
    CouldDefine, "could-define", -3, "A few undated capitals behind a name may be its short form.";
    Defines, "defines", -8, "Undated letters are the initials of the words before: `Popular Relief Front (PRF)`.";
    Technical, "technical", -4, "The undated link’s text is one that technical texts link: `docs`.";
    YearOnly, "year-only", -3, "A year alone behind an unregistered name without link: `(Mertz, 2018)`.";
    NoComma, "no-comma", -3, "No comma before the date of an unregistered name without link: `Boston Marathon April 15`.";
    Preposition, "preposition", -3, "A word stands between the source and its date: `Reuters on May 9`.";
    InsideClause, "inside-clause", -3, "The sentence goes on behind a name that nothing else makes a source.";
    InLink, "title-and-date", -3, "An unregistered name and its date share the link: it may be a title.";
    Place, "place", -8, "The name without link is a place: where and when something happened.";
    LinkedPlace, "linked-place", -3, "The linked name is a place.";
    Person, "person", -3, "The name without link is a person’s.";
    Event, "event", -4, "A word of the name without link is an event’s: `Battle`.";
    Aside, "aside", -9, "Its first word opens an aside: `Updated`, `Figure`.";
    SmallWord, "small-word", -3, "One word of the name is of no name.";
    SmallWords, "small-words", -6, "Several words of the name are of no name.";
    Quoted, "quoted", -6, "The name without link is in quotation marks: a nickname, a translation.";
    WordsBeside, "words-beside", -7, "Words of a sentence stand before the link or behind it: `run by …`.";
    Clause, "clause", -12, "A verb, or a clause behind a comma: `Dawn, which went online on May 3`.";
    NoName, "no-name", -12, "The link’s text is no name: a number, a version, a sentence.";
    Credit, "credit", -12, "A credit under a picture: `Photo`, `Getty`, `AFP/John Doe`.";
    Caption, "caption", -9, "No day, under a picture: a credit.";
    Imprint, "imprint", -12, "A place and a publisher, or a publisher, with a year: the imprint of a book.";
    BehindTitle, "behind-title", -6, "A year alone behind a title in italics or quotation marks.";
    Nothing, "nothing", -12, "Neither a name nor an address.";
    ProseBeside, "prose-beside", -3, "Another item of the group is a clause.";
}

impl Sign {
    /// Whether it shows that words name no source.
    fn speaks_of_words(self) -> bool {
        use Sign::{Aside, Clause, Credit, Event, NoName, Nothing, Person, Place, Quoted, SmallWord, SmallWords};
        matches!(
            self,
            Aside | Clause | Credit | Event | NoName | Nothing | Person | Place | Quoted | SmallWord | SmallWords
        )
    }
}

/// The evidence, and the verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// A bit for each sign.
    signs: u64,
    margin: i16,
}

/// A margin from here up to zero means a citation if the document cites elsewhere.
const TENTATIVE: i16 = 1 - Sign::DocumentCites.weight();

impl Judgement {
    fn has(self, sign: Sign) -> bool {
        self.signs & (1 << (sign as u8)) != 0
    }

    /// Adds a sign, once.
    pub(super) fn add(&mut self, sign: Sign) {
        if !self.has(sign) {
            self.signs |= 1 << (sign as u8);
            self.margin += sign.weight();
        }
    }

    fn add_if(&mut self, holds: bool, sign: Sign) {
        if holds {
            self.add(sign);
        }
    }

    /// The sum of the weights: above zero it is a citation.
    #[must_use]
    pub fn margin(&self) -> i16 {
        self.margin
    }

    /// The signs that were found.
    pub fn signs(&self) -> impl Iterator<Item = Sign> {
        Sign::ALL.iter().copied().filter(|sign| self.has(*sign))
    }

    /// Whether it is a citation, judging by its own text.
    pub(super) fn is_certain(self) -> bool {
        self.margin > 0
    }

    /// The same, regardless of what the rest of the document cites.
    pub(super) fn stands_alone(self) -> bool {
        let others = if self.has(Sign::DocumentCites) { Sign::DocumentCites.weight() } else { 0 };
        self.margin > others
    }

    /// Whether it is a citation, or would be in a document that cites.
    pub(super) fn may_be(self) -> bool {
        self.margin >= TENTATIVE
    }
}

/// The context of a stretch that is judged.
pub(super) struct Around<'t> {
    pub text: &'t str,
    /// The text of its block before and after it.
    pub before: &'t str,
    pub after: &'t str,
    /// The words that introduce it: `see`.
    pub lead: Option<Span>,
    /// Whether it contains a single item.
    pub alone: bool,
    /// Whether it is below a picture.
    pub in_caption: bool,
    /// Whether it is in a caption or in a line in italics.
    pub captioned: bool,
}

/// Judges a group by its items and by its surroundings in its block, and stores the judgment in it.
///
/// The sources’ standings in the gazetteer are stored in its items.
pub(super) fn judge(
    text: &str,
    citation: &mut Citation,
    (gazetteer, standings): (&Gazetteer, &mut Standings),
    block: Span,
    in_caption: bool,
) {
    let around = Around {
        text,
        before: text.slice(block.start as usize..citation.span.start.max(block.start) as usize),
        after: text.slice(citation.span.end as usize..block.end.max(citation.span.end) as usize),
        lead: citation.lead,
        alone: citation.items.len() == 1,
        in_caption,
        captioned: citation.in_caption,
    };
    let mut best: Option<Judgement> = None;
    let (mut prose, mut fronts) = (false, 0);
    for item in &mut citation.items {
        if let Some(source) = item.source.filter(|_| item.link.is_some() || !is_only_a_word(item, text)) {
            item.standing = standings.of(text, source, gazetteer);
        }
        let found = weigh(&around, item, gazetteer);
        prose |= found.has(Sign::Clause);
        fronts += usize::from(found.has(Sign::FrontPage));
        if !around.alone && is_remark(&around, item, found) {
            item.details = Some(Box::new(Details { kind: ItemKind::Text, ..Details::default() }));
        }
        best = Some(best.filter(|best| best.margin >= found.margin).unwrap_or(found));
    }
    let mut judgement = best.unwrap_or_default();
    judgement.add_if(prose && !judgement.has(Sign::Clause), Sign::ProseBeside);
    // `May 3 → May 5`: from one to the other.
    judgement.add_if(citation.items.len() > 1 && citation.span.of(text).contains('→'), Sign::Clause);
    judgement.add_if(fronts > 1 && judgement.has(Sign::Undated), Sign::FrontPages);
    citation.judgement = judgement;
}

/// Whether the name of a source seems to be an ordinary word, because it is written as one: `(punch)` cites no newspaper,
/// but `(reuters, May 9)` an agency.
fn is_only_a_word(item: &Item, text: &str) -> bool {
    let name = item.source.map_or("", |source| source.of(text));
    name.bytes().all(|byte| byte.is_ascii_lowercase()) && (item.dates.is_empty() || english::is_common_word(name))
}

/// Whether an item beside others says something about what is cited, or about what the sentence is about, and cites
/// nothing: `Dawn, May 9; in Urdu`, `killed in 2015; Dawn, May 9`. A name of which nothing is known may be a source whose
/// date is missing.
fn is_remark(around: &Around<'_>, item: &Item, found: Judgement) -> bool {
    let (Some(source), None) = (item.source, item.link) else { return false };
    let has_date = !item.dates.is_empty() || item.shares_date || item.undated.is_some() || item.relays;
    let name = source.of(around.text);
    // `in Urdu`, `translated from Urdu`: the language is a word of many outlets’ names.
    let opens_small = name.split_once(' ').is_some_and(|(first, _)| first.chars().all(char::is_lowercase));
    let is_medium = found.has(Sign::Medium) && !opens_small;
    let is_known = found.has(Sign::Registered) || found.has(Sign::RegisteredPart) || is_medium;
    if has_date || is_known || name.starts_with('@') || naming::is_domain(name) {
        return false;
    }
    // `the BAP (Balochistan Awami Party; Dawn, May 9)`
    let last = tail(around.before.trim_end(), NEAR).rsplit(char::is_whitespace).next().unwrap_or_default();
    let spells = || naming::is_short_form(last) && naming::shortens(last, name);
    opens_small || found.signs().any(Sign::speaks_of_words) || spells()
}

/// Weighs one item: any stretch that was read as a source with its dates can be weighed.
pub(super) fn weigh(around: &Around<'_>, item: &Item, gazetteer: &Gazetteer) -> Judgement {
    let text = around.text;
    let mut found = Judgement::default();
    found.add(Sign::Bracket);
    let dated = !item.dates.is_empty() || item.shares_date || item.undated.is_some();
    let registered = item.standing != Standing::Unknown;
    let day = item.undated.is_some() || item.shares_date || item.dates.iter().any(|date| date.day.is_some());
    let gap = item.gap.map_or("", |gap| gap.of(text));
    let comma =
        gap.contains([',', '，', '،', '、', '﹐']) || item.shares_date || dated && item.has_comma_in_quotation();
    if day {
        found.add(Sign::Day);
    } else if item.dates.iter().any(|date| date.month.is_some()) {
        found.add(Sign::Month);
    }
    found.add_if(dated && comma, Sign::Comma);
    found.add_if(holds_words(gap), Sign::Preposition);
    if registered && day && comma && item.link.is_some_and(|link| is_plain(item, link)) {
        // The usual form; there can be no evidence against it.
        found.add(Sign::Registered);
        found.add(Sign::Linked);
        return found;
    }
    // `[Taliban], May 9`: anyone who quotes puts their own words in such brackets, `[Sunday], May 9`.
    // An address behind the date says no more about the name than the date does.
    let is_behind = |link: &Link| {
        item.date_place == DatePlace::Behind && item.dates.first().is_some_and(|date| date.span.end <= link.span.start)
    };
    let link = item.link.filter(|link| link.form != LinkForm::Unaddressed && !is_behind(link));
    let Some(source) = item.source else {
        nameless(&mut found, around, link, (dated, gap), gazetteer);
        return found;
    };
    let name = source.of(text);
    found.add_if(ends_clause(around.after), Sign::EndsClause);
    found.add_if(dated && around.lead.is_some(), Sign::Lead);
    found.add_if(dated && item.interview, Sign::Interview);
    found.add_if(registered, Sign::Registered);
    let reading = if registered { Reading::default() } else { naming::read(name, false) };
    if !registered {
        found.add_if(naming::is_domain(name), if dated { Sign::Host } else { Sign::LabelAtHost });
        found.add_if(dated && name.starts_with('@'), Sign::Account);
    }
    match link {
        Some(link) => linked(&mut found, around, item, link, (name, dated, &reading), gazetteer),
        None => {
            let weekday = item.link.is_some() && calendar::weekday_at(text, source.start as usize).is_some();
            found.add_if(weekday, Sign::Nothing);
            unlinked(&mut found, around, item, (name, dated, &reading), (comma, day), gazetteer);
        }
    }
    if !dated {
        undated(&mut found, around, item, name);
    }
    if !day {
        let year_only = !item.dates.is_empty() && !found.has(Sign::Month);
        found.add_if(is_imprint(name, year_only, &reading), Sign::Imprint);
        let behind_title = around.before.trim_end().ends_with(['*', '_', '”', '"', '»']);
        found.add_if(year_only && !registered && behind_title, Sign::BehindTitle);
        found.add_if(around.in_caption, Sign::Caption);
    }
    if let Some(trailer) = item.trailer {
        let trailer = trailer.of(text);
        found.add_if(!naming::has_at_most(8, trailer) || naming::has_verb(trailer), Sign::Clause);
    }
    found
}

/// Weighs an item without a name: a bare address, a link without text, a lost source.
fn nameless(
    found: &mut Judgement,
    around: &Around<'_>,
    link: Option<Link>,
    (dated, gap): (bool, &str),
    gazetteer: &Gazetteer,
) {
    let ends = ends_clause(around.after);
    found.add_if(!dated, Sign::Undated);
    match link {
        Some(link) if link.form == LinkForm::Bare => {
            found.add(Sign::Address);
            let target = link.target.of(around.text);
            let outlet = || gazetteer.source_at(target).is_some_and(|source| !source.is_platform());
            found.add_if(!dated && outlet(), Sign::OutletAddress);
            found.add_if(!dated && link.url(around.text).is_some_and(|url| is_front(&url)), Sign::FrontPage);
            found.add_if(!dated && !ends, Sign::UndatedInside);
            found.add_if(ends, Sign::EndsClause);
        }
        // `[](https://…), June 3`
        Some(link) if link.form != LinkForm::Reference => found.add(Sign::Linked),
        // `(, June 3)`: only the comma is left of the source.
        None if dated && gap.trim_start().starts_with([',', ';']) => found.add(Sign::SourceLost),
        _ => found.add(Sign::Nothing),
    }
}

/// Weighs a name with a link.
fn linked(
    found: &mut Judgement,
    around: &Around<'_>,
    item: &Item,
    link: Link,
    (name, dated, reading): (&str, bool, &Reading),
    gazetteer: &Gazetteer,
) {
    let text = around.text;
    let registered = found.has(Sign::Registered);
    let url = link.url(text);
    if link.form == LinkForm::Bare {
        found.add(Sign::Address);
        found.add_if(reading.clause, Sign::Clause);
        found.add_if(!dated && reading.small > 0, Sign::SmallWords);
    } else {
        found.add(Sign::Linked);
        if !registered {
            match naming::label(name) {
                Label::Name => found.add_if(reading.opens_small && reading.small > 1, Sign::SmallWords),
                Label::Small => found.add(Sign::SmallWord),
                Label::Other => found.add(Sign::NoName),
            }
        }
    }
    // An undated name with lower-case words is a remark, whatever it is about: `the group’s Telegram channel`.
    if dated || reading.small == 0 {
        medium(found, reading);
    }
    if !registered {
        let in_link = item.date_place == DatePlace::InLink && !reading.medium && !found.has(Sign::Host);
        found.add_if(in_link, Sign::InLink);
        found.add_if(reading.place, Sign::LinkedPlace);
    } else if !dated {
        found.add_if(naming::is_place(name), Sign::LinkedPlace);
    }
    beside(found, around, item, link);
    if dated {
        return;
    }
    let target = link.target.of(text);
    found.add_if(link.form == LinkForm::Inline && matches!(target, "" | "#"), Sign::Placeholder);
    if let Some(url) = url {
        found.add_if(!registered && naming::is_at_host(name, url.bare_host()), Sign::LabelAtHost);
        found.add_if(is_front(&url), Sign::FrontPage);
    }
    if !registered {
        let technical = name
            .split(|c: char| c.is_whitespace() || c == '-')
            .any(|word| TECHNICAL.has_in_any_case(word.trim_matches(|c: char| c.is_ascii_punctuation())));
        found.add_if(technical, Sign::Technical);
    }
    let platform = || match item.standing {
        Standing::Printed(source) => gazetteer.source_by(source).is_some_and(|source| source.is_platform()),
        _ => false,
    };
    found.add_if(platform(), Sign::Platform);
}

/// Weighs a name without a link.
fn unlinked(
    found: &mut Judgement,
    around: &Around<'_>,
    item: &Item,
    (name, dated, reading): (&str, bool, &Reading),
    (comma, day): (bool, bool),
    gazetteer: &Gazetteer,
) {
    let registered = found.has(Sign::Registered);
    let whole = |name: &str| naming::read(name, false);
    if registered {
        // `17:00 UTC (KST May 21)`
        let where_and_when = || naming::is_place(name) || ZONES.has(name);
        found.add_if(dated && !comma && where_and_when(), Sign::Place);
        return;
    }
    found.add_if(naming::is_measure(name), Sign::Nothing);
    if item.interview && dated {
        return;
    }
    found.add_if(knows_part(gazetteer, name), Sign::RegisteredPart);
    // `The bridge at Sorvik (Sorvik, May 3)` gives a place.
    let captioned = around.captioned && day && comma && reading.small == 0;
    found.add_if(captioned && !around.before.contains(name), Sign::DatedCaption);
    medium(found, reading);
    // `monitor news, X`
    let opens_small = || name.split_once(' ').is_some_and(|(first, _)| first.chars().all(char::is_lowercase));
    found.add_if(!dated && opens_small(), Sign::SmallWords);
    found.add_if(
        reading.credit || name.split('/').any(|part| part.len() < name.len() && whole(part).person),
        Sign::Credit,
    );
    found.add_if(reading.clause, Sign::Clause);
    let first = name.trim_start_matches(['*', '_', ' ']);
    found.add_if(markers::is_quoted_title(first), Sign::Quoted);
    if found.has(Sign::RegisteredPart) {
        return;
    }
    if found.has(Sign::Host) || found.has(Sign::Account) {
        // `one former tenant (harbour.ru Dec 2025)` is about the site.
        found.add_if(!comma && !day, Sign::NoComma);
        return;
    }
    match reading.small {
        0 => found.add_if(reading.capitals == 0, Sign::SmallWords),
        1 => found.add(Sign::SmallWord),
        _ => found.add(Sign::SmallWords),
    }
    found.add_if(reading.aside, Sign::Aside);
    found.add_if(reading.place, Sign::Place);
    found.add_if(reading.event, Sign::Event);
    found.add_if(reading.person && !reading.medium, Sign::Person);
    if dated {
        found.add_if(!comma, Sign::NoComma);
        found.add_if(!day && !found.has(Sign::Month), Sign::YearOnly);
        let told = reading.medium || reading.office || around.lead.is_some();
        // A month alone is just as often an event's.
        found.add_if(!told && (!found.has(Sign::EndsClause) || !day), Sign::InsideClause);
    }
}

/// Weighs signs that only count without a date.
fn undated(found: &mut Judgement, around: &Around<'_>, item: &Item, name: &str) {
    found.add(Sign::Undated);
    found.add_if(!found.has(Sign::EndsClause), Sign::UndatedInside);
    let linked = item.link.is_some();
    found.add_if(!linked && name.split(", ").count() > 2, Sign::Enumeration);
    found.add_if(!linked && around.before.trim().is_empty(), Sign::OpensBlock);
    if around.alone && naming::is_short_form(name) {
        let before = around.before.trim_end();
        let names = |c: char| c.is_uppercase() || matches!(c, '”' | '"' | '’');
        let last = tail(before, NEAR).rsplit(char::is_whitespace).next().unwrap_or_default();
        let behind_name =
            before.ends_with(['”', '"']) || last.trim_start_matches(['*', '_', '“', '"']).starts_with(names);
        found.add_if(!linked || behind_name, Sign::CouldDefine);
        found.add_if(naming::shortens(name, before), Sign::Defines);
    }
}

fn medium(found: &mut Judgement, reading: &Reading) {
    if reading.medium {
        found.add(Sign::Medium);
        found.add_if(reading.two_media, Sign::TwoMedia);
    } else {
        found.add_if(reading.office, Sign::Office);
    }
}

/// Weighs the words before a link and those between it and its date.
fn beside(found: &mut Judgement, around: &Around<'_>, item: &Item, link: Link) {
    if item.date_place != DatePlace::Behind && !item.dates.is_empty() || link.form == LinkForm::Bare {
        return;
    }
    let text = around.text;
    let until = link.span.start.max(item.span.start);
    let mut before = Span::new(item.span.start, until).of(text).trim_start();
    if markers::is_quoted_title(before)
        && let Some(end) = before.rfind(['"', '”', '’', '»'])
    {
        before = before.slice(end..);
    }
    let stop = item.gap.map_or(item.span.end, |gap| gap.start).max(link.span.end);
    let trailer = item.trailer.map_or(stop, |trailer| trailer.start.max(link.span.end));
    let between = Span::new(link.span.end, stop.min(trailer)).of(text);
    if before.is_empty() && between.is_empty() {
        return;
    }
    let (first, second) = (naming::read(before, false), naming::read(between, true));
    // An author is capitalized: `Amir Taheri, [Asharq Alawsat](…)`.
    let nobody = first.words > 0 && first.capitals == 0;
    found.add_if(nobody || first.small > 0 || second.small > 0, Sign::WordsBeside);
    let long = !naming::has_at_most(6, before) || !naming::has_at_most(5, between);
    found.add_if(first.clause || second.clause || long, Sign::Clause);
}

/// Whether there is only a link and its date.
fn is_plain(item: &Item, link: Link) -> bool {
    item.span.start == link.span.start
        && item.trailer.is_none()
        && item.gap.is_some_and(|gap| gap.start == link.span.end && gap.len() == 2)
}

/// `(London: Hurst, 2016)`, `(Philadelphia, Pennsylvania: University of Pennsylvania Press, 2008)`, `(Routledge, 2012)`.
fn is_imprint(name: &str, year_only: bool, reading: &Reading) -> bool {
    match name.split_once(": ") {
        Some((place, press)) => {
            let named = |words: &str| words.chars().any(char::is_uppercase);
            let house = place.rsplit(',').any(|part| naming::is_place(part.trim())) || reading.publisher;
            named(place) && named(press) && (year_only || house)
        }
        None => year_only && reading.publisher,
    }
}

/// Whether an address leads to a front page, or to a page about the owner of the site: `/about`, `/en`.
fn is_front(url: &Url<'_>) -> bool {
    let path = url.path().trim_matches('/');
    let word =
        !path.contains('/') && (2..=12).contains(&path.len()) && path.bytes().all(|byte| byte.is_ascii_alphabetic());
    url.query().is_empty() && (url.is_site_root() || word)
}

/// Whether the gazetteer contains the first part of a name, before a comma or a place in brackets, or one of the
/// agencies joined by a slash or hyphen.
fn knows_part(gazetteer: &Gazetteer, name: &str) -> bool {
    let first = name.split([',', '[']).next().unwrap_or(name).trim();
    let part = |part: &str| part.len() < name.len() && gazetteer.knows_source(part.trim());
    // `FBI-described` is a word.
    let is_word = || first.split('-').skip(1).any(|part| part.starts_with(char::is_lowercase));
    part(first) || first.split('/').any(part) || first.contains('-') && !is_word() && first.split(['/', '-']).any(part)
}

/// Whether a clause or sentence ends after the group: the next character is not a lower-case letter.
fn ends_clause(after: &str) -> bool {
    match after.trim_start_matches([' ', '\n', '\r', '\t', '*', '_', '”', '"', '’']).chars().next() {
        None => true,
        Some(c) => c.is_uppercase() || matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | ')' | '[' | '|'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_lists_every_sign_with_its_weight() {
        let page = include_str!("../../../docs/grammar.md");
        let rows: Vec<String> = Sign::ALL
            .iter()
            .map(|sign| format!("| `{}` | {:+} | {} |", sign.name(), sign.weight(), sign.meaning()))
            .collect();
        let listed: Vec<&str> =
            page.lines().filter(|line| line.starts_with("| `") && line.matches('|').count() == 4).collect();
        assert_eq!(listed, rows, "docs/grammar.md lists other signs; these are they:\n{}", rows.join("\n"));
    }

    #[test]
    fn signs_fit_into_a_word_and_bear_one_name_each() {
        assert!(Sign::ALL.len() <= 64);
        for (at, sign) in Sign::ALL.iter().enumerate() {
            assert!(Sign::ALL[at + 1..].iter().all(|other| other.name() != sign.name()), "{}", sign.name());
        }
    }

    #[test]
    fn a_sign_counts_once() {
        let mut judgement = Judgement::default();
        judgement.add(Sign::Linked);
        judgement.add(Sign::Linked);
        assert_eq!(judgement.margin(), Sign::Linked.weight());
        assert_eq!(judgement.signs().collect::<Vec<_>>(), [Sign::Linked]);
    }

    /// The signs in a text’s only bracket, by name; that it is one is not listed.
    fn signs(text: &str) -> String {
        let settings = crate::config::Settings::default();
        let read = crate::bulletin::read("draft.md", text, &Gazetteer::shipped(), &settings);
        let judged = read.citations.iter().map(|citation| citation.judgement);
        let judged: Vec<Judgement> = judged.chain(read.refused.iter().map(|refused| refused.judgement)).collect();
        let [judgement] = judged[..] else { panic!("{text}: {} brackets", judged.len()) };
        judgement.signs().filter(|sign| *sign != Sign::Bracket).map(Sign::name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_evidence() {
        for (text, expected) in [
            // The usual form needs no more.
            ("Rain fell ([Dawn](https://www.dawn.com/x), May 3).", "registered-source link day comma"),
            ("Rain fell (Reuters, May 3).", "registered-source day comma ends-clause"),
            ("Rain fell (Reuters, May 3) and", "registered-source day comma"),
            ("Rain fell (Reuters May 3).", "registered-source day ends-clause"),
            ("Rain fell (see Sorvik Daily, May 3).", "medium day comma lead-in ends-clause"),
            ("Rain fell (see Sorvik Daily) and", "medium undated undated-inside"),
            ("Rain fell (Sorvik Daily, May 2018).", "medium month comma ends-clause"),
            ("Rain fell (Sorvik Herald, 2018).", "medium comma ends-clause year-only"),
            ("Rain fell (Dawn, Karachi, May 3).", "registered-part day comma ends-clause"),
            ("Rain fell (Sorvik Institute, Karachi, May 3).", "office day comma ends-clause"),
            ("Rain fell (AP/RFE/RL, May 3).", "registered-part day comma ends-clause"),
            // N1 is a broadcaster, `n = 1` is a figure.
            ("Few agree (n = 1,200; May 3).", "day ends-clause no-comma small-word"),
            ("Rain fell (N1, Sorvik, May 3).", "registered-part day comma ends-clause"),
            // A title, or the imprint of a book.
            ("He wrote *The Long Rain* (Sorvik, 2016).", "comma ends-clause year-only inside-clause behind-title"),
            ("He wrote *The Long Rain* (Reuters, 2016).", "registered-source comma ends-clause"),
            ("He wrote it (London: Hurst, 2016).", "comma ends-clause year-only inside-clause imprint"),
            ("He wrote it (Routledge, 2012).", "comma ends-clause year-only inside-clause imprint"),
            ("He wrote it (Routledge, May 3, 2012).", "day comma ends-clause"),
            // Addresses.
            ("Rain fell (https://a.net/x, May 3).", "address day comma ends-clause"),
            ("Rain fell (https://a.net/x, May 3) and", "address day comma"),
            ("Rain fell (https://a.net/x) and", "address undated undated-inside"),
            ("Rain fell (https://www.dawn.com/x).", "address outlet-address ends-clause undated"),
            ("Rain fell (ships at https://a.net/x, May 3).", "address day comma ends-clause"),
            ("Rain fell ([](https://a.net/x), May 3).", "link day comma"),
            ("Rain fell (, May 3).", "day comma source-lost"),
            ("Rain fell ([Sorvik](#)).", "link placeholder ends-clause undated"),
            ("Rain fell ([Sorvik]()).", "link placeholder ends-clause undated"),
            // Undated links.
            (
                "Rain fell ([Sorvik Daily](https://sorvik.net/rain-in-sorvik)).",
                "medium name-at-host link ends-clause undated",
            ),
            (
                "Rain fell ([Sorvik Daily](https://sorvik.net/about)).",
                "medium name-at-host link ends-clause undated front-page",
            ),
            (
                "Rain fell ([Sorvik Daily](https://sorvik.net/)).",
                "medium name-at-host link ends-clause undated front-page",
            ),
            ("Rain fell ([Sorvik Daily](https://sorvik.net/?page=2)).", "medium name-at-host link ends-clause undated"),
            (
                "Rain fell ([the Daily of Sorvik](https://sorvik.net/a/rain)).",
                "medium name-at-host link ends-clause undated",
            ),
            (
                "Rain fell ([Sorvik-docs](https://sorvik.net/a/rain)).",
                "name-at-host link ends-clause undated technical",
            ),
            ("Rain fell ([Dawn](https://www.dawn.com/)).", "registered-source link ends-clause undated front-page"),
            ("Rain fell ([Telegram](https://t.me/desk/1)).", "registered-source link ends-clause undated platform"),
            // Words that belong to no name.
            (
                "Rain fell ([tall ships of Sorvik](https://sorvik.net/a), May 3).",
                "link day comma ends-clause small-words",
            ),
            ("Rain fell ([ships of Sorvik](https://sorvik.net/a), May 3).", "link day comma ends-clause"),
            ("Rain fell ([Sorvik Daily, May 3](https://sorvik.net/a)).", "medium link day ends-clause"),
            ("Rain fell ([Sorvik Ships, May 3](https://sorvik.net/a)).", "link day ends-clause title-and-date"),
            ("Rain fell ([sorvik.net, May 3](https://sorvik.net/a)).", "host-name link day ends-clause"),
            ("Rain fell ([Sorvik](https://sorvik.net/a) Karachi, May 3).", "link day comma ends-clause"),
            ("Rain fell (Amir Taheri, [Sorvik](https://sorvik.net/a), May 3).", "link day comma ends-clause"),
            (
                "Rain fell (tall Taheri, [Sorvik](https://sorvik.net/a), May 3).",
                "link day comma ends-clause words-beside",
            ),
            ("Rain fell (ships, [Sorvik](https://sorvik.net/a), May 3).", "link day comma ends-clause words-beside"),
            (
                "Rain fell ([Sorvik](https://sorvik.net/a), which closed, May 3).",
                "link day comma ends-clause words-beside clause",
            ),
            ("Rain fell (“The Rain of May,” [Sorvik](https://sorvik.net/a), May 3).", "link day comma ends-clause"),
            (
                "Rain fell (“The Rain” of ships, [Sorvik](https://sorvik.net/a), May 3).",
                "link day comma ends-clause words-beside",
            ),
            (
                "Rain fell (“The Rain of May,” Amir Taheri, [Sorvik](https://sorvik.net/a), May 3).",
                "link day comma ends-clause",
            ),
            // Names of websites and accounts need no more.
            ("Rain fell (gazeta.ru, May 3) and", "registered-source day comma"),
            ("Rain fell (@sorvik, May 3) and", "account day comma"),
            ("Rain fell (Sorvik, May 3) and", "day comma inside-clause"),
            ("Rain fell (Sorvik Daily, May 3) and", "medium day comma"),
            ("Rain fell (Sorvik, May 2018).", "month comma ends-clause inside-clause"),
            ("Rain fell (Sorvik May 3).", "day ends-clause no-comma"),
            ("Rain fell (Reuters, May 3, from AFP).", "registered-source day comma ends-clause"),
            ("Rain fell (Reuters, May 3, which was born).", "registered-source day comma ends-clause clause"),
        ] {
            assert_eq!(signs(text), expected, "{text}");
        }
    }
}
