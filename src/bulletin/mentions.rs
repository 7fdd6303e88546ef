//! Mentions of actors, and capitalized names that are in no list.
//!
//! * A name is matched by words: hyphens, spaces, line ends and page breaks between them do not count, nor do genitive
//!   endings and the plural of a short form. The longest listed name wins.
//! * Nothing is matched in citations, because an `AA` there is an agency, nor in code, link targets and URLs, which
//!   contain no words.
//! * A name shared by several actors, or with other things, is decided by the other names in its article, then by the
//!   countries the article refers to, or left undecided. A weak name without support is not a mention.
//! * A known name inside a longer unknown one (`Hizbullah al-Hijaz`) is not a mention.
//! * What an article defines takes precedence over the lists: [`definitions`].

mod definitions;
mod other_names;

use super::Article;
use super::abbreviations::Abbreviations;
use super::structure::article_at;
use super::typography::overlaps;
use crate::calendar::MONTHS;
use crate::gazetteer::Form;
use crate::gazetteer::actors::{self, ActorRef, Finder, Found, NameRef};
use crate::gazetteer::index::{Prefetcher, bare};
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::{Actor, ActorKind, Gazetteer, abbreviations, spelling};
use crate::markdown::{Block, BlockKind};
use crate::parallel;
use crate::text::words::{self, Flags, Word};
use crate::text::{Slice, Span, floor_boundary, hash, map_spans, tail, within};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};
use std::cell::OnceCell;

pub use other_names::is_given_as_another;

/// A name of an actor in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// The name without plural or genitive ending.
    pub span: Span,
    /// Who is meant; `None` if several actors share the name and the article does not decide.
    pub actor: Option<ActorRef>,
    /// What the name is to the actor.
    pub form: Form,
    /// Whether it is spelled exactly as in the list.
    pub exact: bool,
    /// Its context.
    pub place: Place,
    /// The names with these words.
    name: NameRef,
    /// Whether the article has to decide.
    open: bool,
}

map_spans!(Mention { span; actor, form, exact, place, name, open });

/// The context of a name, as far as it determines how the name may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// What is known of its first word.
    pub first: Flags,
    /// In a heading.
    pub heading: bool,
    /// In a list item or a table cell, which may start in lower or upper case.
    pub loose: bool,
    /// Among words in capitals.
    pub in_all_caps: bool,
    /// In an entry of a list of works, `Ada Poe, Daesh: A History (2016)`: names there belong to titles and authors.
    pub listed_work: bool,
}

impl Place {
    /// Whether nothing may be changed here: a quotation, a title of a work, a link's text, words in capitals.
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        self.first.has(Flags::QUOTED)
            || self.first.has(Flags::EMPHASIS)
            || self.first.has(Flags::LINK)
            || self.first.has(Flags::CITED)
            || self.in_all_caps
            || self.listed_work
    }
}

/// Whether a name starts a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// It does: a lower-case article is capitalized here.
    Yes,
    /// It does not.
    No,
    /// Either case is fine: after an opening quotation mark or bracket, in a heading, a list or a table, after a list
    /// marker, in a title after a colon, after `U.S.`
    Either,
}

/// A run of capitalized words that is in no list; one entry per spelling.
#[derive(Clone, Debug)]
pub struct UnknownName {
    /// Where it occurs, without English words before the name; in text order.
    pub spans: SmallVec<[Span; 1]>,
    /// Whether one of the places is in running text and does not start a sentence.
    pub certain: bool,
    /// How it sounds.
    pub folded: PhoneticName,
    /// The listed name that it may be a spelling of.
    pub meant: Option<Meant>,
}

map_spans!(UnknownName { spans; certain, folded, meant });

/// The listed name that an unknown one may be a spelling of.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    /// The actor with this name.
    pub actor: ActorRef,
    /// The name in house style.
    pub name: String,
}

/// A word that refers to a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountryWord {
    /// Its span.
    pub span: Span,
    /// Its code, see [`code`](crate::gazetteer::countries::code).
    pub code: u32,
}

map_spans!(CountryWord { span; code });

/// What is found while the blocks are read.
pub(super) struct Reader<'a> {
    finder: Finder<'a>,
    prefetcher: Prefetcher,
    mentions: Vec<Mention>,
    countries: Vec<CountryWord>,
    unknown: Vec<Seen>,
}

/// The names of a document.
pub(super) struct Names {
    pub(super) mentions: Vec<Mention>,
    pub(super) countries: Vec<CountryWord>,
    pub(super) unknown: Vec<UnknownName>,
}

/// A run of capitalized words at one place.
struct Seen {
    hash: u64,
    span: Span,
    certain: bool,
    /// The hash of the last of several words: a person may be called by it later.
    last: Option<u64>,
    /// A person’s title precedes it: `General Nurzai`.
    titled: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(gazetteer: &'a Gazetteer) -> Reader<'a> {
        Reader {
            finder: gazetteer.finder(),
            prefetcher: Prefetcher::default(),
            mentions: Vec::new(),
            countries: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// Reads the words of a block, starting from the word `first`; those before it belong to the block that this one
    /// continues.
    pub(super) fn read(&mut self, text: &str, block: &Block, words: &[Word], first: usize) {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let loose = block.item.is_some() || block.kind == BlockKind::Cell;
        let listed_work = block.item.is_some() && is_work(block.span.of(text));
        self.finder.prefetch(&words[first..], &mut self.prefetcher);
        let mut run = Run::default();
        let mut at = self.rewind(text, words, first);
        let first_words = self.finder.first_words();
        loop {
            // Most words neither start nor continue a name.
            if run.len == 0 && at < words.len() {
                at += first_words.next(&words[at..]);
            }
            let Some(word) = words.get(at) else { break };
            let opens = word.flags.has(Flags::ALL_CAPS) || first_words.has(&words[at..]);
            let found = if opens && !word.flags.has(Flags::CITED) { self.finder.find(text, words, at) } else { None };
            if let Some(found) = found
                && found.form == Form::Country
            {
                self.countries.push(CountryWord { span: found.span, code: found.actor.number() });
            } else if let Some(found) = found
                .filter(|found| stands_alone(text, words, at, found, heading) && !self.goes_on(text, words, at, found))
            {
                self.close(text, words, &mut run, heading);
                let in_all_caps = in_all_caps(words, at, found.words);
                if !(in_all_caps && found.span.len() <= 3) {
                    let place = Place { first: word.flags, heading, loose, in_all_caps, listed_work };
                    self.mentions.push(Mention {
                        span: found.span,
                        actor: Some(found.actor),
                        form: found.form,
                        exact: found.exact,
                        place,
                        name: found.name,
                        open: found.open,
                    });
                }
                at += found.words;
                continue;
            }
            if word.flags.has(Flags::CAPITAL) {
                // A name does not run into emphasis: `Open the **Settings** app`.
                let parted = || Span::new(words[at - 1].span.end, word.span.start).of(text).contains(['*', '_']);
                if run.len == 0 || !word.is_joined() || run.ended || parted() {
                    if run.len > 0 {
                        self.close(text, words, &mut run, heading);
                    }
                    // `al-Shaabi`: the article before it belongs to the name.
                    let article = at > first
                        && word.flags.has(Flags::AFTER_HYPHEN)
                        && !words[at - 1].flags.has(Flags::CAPITAL)
                        && spelling::is_article(words[at - 1].span.of(text));
                    run = Run { start: at - usize::from(article), len: 1 + usize::from(article), ..Run::default() };
                } else {
                    run.len = at + 1 - run.start;
                }
                run.capitals += 1;
                run.ended = word.flags.has(Flags::POSSESSIVE);
            } else if run.len > 0 && (!word.is_joined() || run.ended || word.span.len() > 8 || !inside(text, words, at))
            {
                self.close(text, words, &mut run, heading);
            }
            at += 1;
        }
        self.close(text, words, &mut run, heading);
    }

    /// Whether a name in English words continues as a longer one that is in no list: `Islamic State of` —
    /// `Greater Syria`, `Islamic State of Iraq` — `and Sham`.
    fn goes_on(&self, text: &str, words: &[Word], at: usize, found: &Found) -> bool {
        let end = at + found.words;
        let last = words[end - 1];
        let Some(link) = words.get(end).filter(|_| !last.flags.has(Flags::POSSESSIVE)) else { return false };
        if found.words < 2 || !link.flags.has(Flags::AFTER_SPACE) || link.flags.has(Flags::CITED) {
            return false;
        }
        let of = |word: &Word| matches!(word.span.of(text), "of" | "in");
        let binds = match link.span.of(text) {
            "of" | "for" => PhoneticName::new(found.span.of(text)).is_some_and(|name| name.is_english()),
            "and" => words[at..end].iter().any(of),
            _ => false,
        };
        let mut next = end + 1;
        next += usize::from(words.get(next).is_some_and(|word| word.span.of(text) == "the"));
        let Some(goal) = words.get(next).filter(|word| binds && word.flags.has(Flags::AFTER_SPACE)) else {
            return false;
        };
        let article = spelling::is_article(goal.span.of(text))
            && words.get(next + 1).is_some_and(|word| word.flags.has(Flags::AFTER_HYPHEN | Flags::CAPITAL));
        if !goal.flags.has(Flags::CAPITAL) && !article {
            return false;
        }
        let listed = self.finder.find(text, words, next);
        match link.span.of(text) {
            // `al-Qaeda in Iraq and Jabhat al-Nusra` are two names; a current name may be followed by an unlisted
            // person or body.
            "and" => match listed {
                Some(other) if other.form != Form::Country => false,
                other => other.is_some() || found.form == Form::Former || is_compass(goal.span.of(text)),
            },
            _ => listed.is_none_or(|other| other.form == Form::Country),
        }
    }

    /// Where to start: before `first` if a name may continue across the page break, which then replaces the part of it
    /// found so far.
    fn rewind(&mut self, text: &str, words: &[Word], first: usize) -> usize {
        for at in first.saturating_sub(6)..first {
            let found =
                if self.finder.first_words().has(&words[at..]) { self.finder.find(text, words, at) } else { None };
            let Some(found) = found else { continue };
            if at + found.words > first && found.form != Form::Country {
                while self.mentions.last().is_some_and(|last| last.span.end > found.span.start) {
                    self.mentions.pop();
                }
                return at;
            }
        }
        first
    }

    /// Ends a run of capitalized words and keeps it if it may be a name.
    fn close(&mut self, text: &str, words: &[Word], run: &mut Run, heading: bool) {
        let Run { start, len, capitals, .. } = std::mem::take(run);
        if len == 0 {
            return;
        }
        let all = words;
        let mut words = &words[start..start + len];
        // `Recently Hasht al-Shaabi`: English words start the sentence, not the name.
        let mut opened = words[0].flags.has(Flags::SENTENCE_START) || words[0].flags.has(Flags::MAYBE_START);
        let mut capitals = capitals;
        let mut titled = false;
        while let [word, rest @ ..] = words
            && !rest.is_empty()
            && rest[0].flags.has(Flags::AFTER_SPACE)
            && (spelling::is_title_or_adverb(word.span.of(text))
                || spelling::is_title_of_persons(word.span.of(text))
                || opened && spelling::opens_sentences(word.span.of(text))
                || is_month(word.span.of(text)) && is_dated(text, all, start + len - words.len())
                || words.len() < len && !word.flags.has(Flags::CAPITAL))
        {
            titled = spelling::is_title_of_persons(word.span.of(text));
            capitals -= usize::from(word.flags.has(Flags::CAPITAL));
            words = rest;
            opened = false;
        }
        let Some(first) = words.first() else { return };
        let single = capitals == 1 && words.len() == 1;
        if single && (first.span.len() < 4 || opened || heading || first.flags.has(Flags::ALL_CAPS)) {
            return;
        }
        if first.flags.has(Flags::CITED)
            || first.flags.has(Flags::LINK)
            || first.flags.has(Flags::QUOTED)
            || first.flags.has(Flags::EMPHASIS)
            || words.iter().all(|word| word.flags.has(Flags::ALL_CAPS))
        {
            return;
        }
        let hash = words.iter().fold(hash::START, |hash, word| hash::combine(hash, word.hash));
        let span = first.span.cover(words[words.len() - 1].span);
        let last = words.last().filter(|last| words.len() > 1 && last.flags.has(Flags::AFTER_SPACE));
        let last = last.map(|last| last.hash);
        self.unknown.push(Seen { hash, span, certain: !opened && !heading, last, titled });
    }

    /// Adds what was found in a later part of the same text.
    pub(super) fn append(&mut self, later: Reader<'_>) {
        let Reader { finder: _, prefetcher: _, mentions, countries, unknown } = later;
        parallel::join(&mut self.mentions, mentions);
        parallel::join(&mut self.countries, countries);
        parallel::join(&mut self.unknown, unknown);
    }

    /// Removes what was found in `places`, which are sorted.
    pub(super) fn leave_out(&mut self, places: &[Span]) {
        self.mentions.retain(|mention| !overlaps(places, mention.span));
        self.countries.retain(|country| !overlaps(places, country.span));
        self.unknown.retain(|seen| !overlaps(places, seen.span));
    }

    /// Decides who is meant by shared names, and collects the places of each unknown one.
    pub(super) fn finish(
        self,
        text: &str,
        gazetteer: &Gazetteer,
        articles: &[Article],
        abbreviations: &Abbreviations,
    ) -> Names {
        let Reader { finder: _, prefetcher: _, mut mentions, countries, unknown } = self;
        definitions::apply(text, gazetteer, articles, abbreviations, &mut mentions);
        resolve_shared(text, gazetteer, articles, &countries, &mut mentions);
        let unknown = unknown_names(text, gazetteer, unknown, &mentions);
        Names { mentions, countries, unknown }
    }
}

/// The unknown names, one entry per spelling, by first place.
fn unknown_names(text: &str, gazetteer: &Gazetteer, mut seen: Vec<Seen>, mentions: &[Mention]) -> Vec<UnknownName> {
    let persons = Persons {
        text,
        gazetteer,
        mentions,
        called: OnceCell::new(),
        seen: &seen.iter().filter_map(|seen| seen.last).collect(),
    };
    let mut names: Vec<UnknownName> = Vec::new();
    // They are mostly sorted already: the first place of each spelling comes first.
    seen.sort_unstable_by_key(|seen| seen.span.start);
    // Spellings with the same letters may still differ in other characters.
    let mut same_letters: FxHashMap<u64, SmallVec<[usize; 1]>> = FxHashMap::default();
    for seen in seen {
        let written = seen.span.of(text);
        let known = same_letters.entry(seen.hash).or_default();
        if let Some(at) = known.iter().find(|at| names[**at].spans[0].of(text) == written) {
            let name = &mut names[*at];
            name.spans.push(seen.span);
            name.certain |= seen.certain;
        } else if known.len() < 8
            && let Some(folded) = PhoneticName::new(written)
        {
            known.push(names.len());
            // A single word may be a family name.
            let single = folded.words() == 1;
            let meant = meant(gazetteer, written, &folded, seen.certain && !seen.titled);
            let meant = meant.filter(|_| !single || !persons.have(seen.hash, written));
            let spans = smallvec![seen.span];
            names.push(UnknownName { spans, certain: seen.certain, folded, meant });
        }
    }
    names
}

/// The persons in a text, and those that are listed.
struct Persons<'a> {
    text: &'a str,
    gazetteer: &'a Gazetteer,
    mentions: &'a [Mention],
    /// The hashes of the last words of listed persons’ names that occur in the text.
    called: OnceCell<FxHashSet<u64>>,
    /// The same for names of several words that are in no list.
    seen: &'a FxHashSet<u64>,
}

impl Persons<'_> {
    /// Whether a word is the family name of one of them.
    fn have(&self, hash: u64, written: &str) -> bool {
        let called = self.called.get_or_init(|| {
            let persons = self
                .mentions
                .iter()
                .filter(|mention| mention.actor(self.gazetteer).is_some_and(|actor| actor.kind == ActorKind::Person));
            let last = |mention: &Mention| mention.span.of(self.text).rsplit([' ', '-']).next().map(words::hash);
            persons.filter_map(last).collect()
        });
        self.seen.contains(&hash) || called.contains(&hash) || self.gazetteer.is_family_name(written)
    }
}

/// Whether a word is the full name of a month.
fn is_month(word: &str) -> bool {
    word.len() >= 3 && MONTHS.contains(&word)
}

/// Whether the month at `at` follows a day or a preposition: `in May Karim Wardak`, `5 May Karim Wardak`.
fn is_dated(text: &str, words: &[Word], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| {
        before.flags.has(Flags::DIGIT)
            || matches!(
                before.span.of(text).to_ascii_lowercase().as_str(),
                "in" | "on"
                    | "by"
                    | "since"
                    | "until"
                    | "till"
                    | "from"
                    | "during"
                    | "after"
                    | "before"
                    | "last"
                    | "next"
                    | "this"
                    | "early"
                    | "late"
                    | "mid"
                    | "and"
                    | "of"
                    | "through"
            )
    })
}

/// A run of capitalized words that has not ended yet.
#[derive(Clone, Copy, Default)]
struct Run {
    start: usize,
    len: usize,
    capitals: usize,
    /// A genitive ends it: `Somalia’s Puntland`.
    ended: bool,
}

/// Whether a list item is a work: it ends in a year that is not part of a full date, `(2001)`, `(London: Quill, 2001)`,
/// `, 2001.`
fn is_work(item: &str) -> bool {
    let item = item.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '*' | '_'));
    let (open, item) = match item.strip_suffix(')') {
        Some(inside) => (inside.rsplit_once('(').map_or(0, |(before, _)| before.len() + 1), inside),
        None => (item.len().saturating_sub(30), item),
    };
    let Some(before) = item.len().checked_sub(4).and_then(|at| item.get(..at)) else { return false };
    let year = item.slice(before.len()..);
    let is_year = (year.starts_with("19") || year.starts_with("20")) && year.bytes().all(|byte| byte.is_ascii_digit());
    if !is_year || !before.is_empty() && !before.trim_end().ends_with(['(', ',', ':', ';']) {
        return false;
    }
    let imprint = before.slice(floor_boundary(before, open.min(before.len()))..);
    !imprint
        .split(|c: char| !c.is_alphabetic())
        .any(|word| crate::calendar::month_at(word, 0).is_some() && word.len() > 2)
}

/// Whether a lower-case word at `at` may be inside a name.
fn inside(text: &str, words: &[Word], at: usize) -> bool {
    let word = words[at].span.of(text);
    let hyphen = words[at].flags.has(Flags::AFTER_HYPHEN)
        || words.get(at + 1).is_some_and(|next| next.flags.has(Flags::AFTER_HYPHEN));
    match word {
        "al" | "el" | "ul" | "wal" | "wa" | "wa'l" | "wa’l" | "bin" | "ibn" | "ben" | "of" | "the" | "for" | "ud"
        | "ut" | "fi" | "de" | "du" | "la" | "des" | "i" | "e" | "ye" => true,
        _ => hyphen && (spelling::is_article(word) || matches!(word, "ur" | "us" | "l")),
    }
}

/// Whether a name that was found is complete: not part of a longer word or of a longer unknown name.
fn stands_alone(text: &str, words: &[Word], at: usize, found: &Found, heading: bool) -> bool {
    let last = words[at + found.words - 1];
    let next = words.get(at + found.words);
    let before = at.checked_sub(1).map(|at| words[at]);
    let name = found.span.of(text);
    if actors::is_short(name) {
        // `CPI-M` is not `CPI`, and `SPLA-IO` is not `IO`; but `IS-inspired` and `pro-IS` do mention it.
        let part =
            |word: &Word| word.flags.has(Flags::ALL_CAPS) || word.span.len() == 1 || word.flags.has(Flags::DIGIT);
        if next.is_some_and(|next| next.flags.has(Flags::AFTER_HYPHEN) && part(next) && !next.flags.has(Flags::CITED))
            || words[at].flags.has(Flags::AFTER_HYPHEN) && before.is_some_and(|before| part(&before))
        {
            return false;
        }
        return true;
    }
    // `Hizbullah al-Hijaz`, `Fatah al-Islam`: a name continues with an article and a capital.
    let goes_on = next.is_some_and(|next| {
        !last.flags.has(Flags::POSSESSIVE)
            && next.is_joined()
            && spelling::is_article(next.span.of(text))
            && words
                .get(at + found.words + 1)
                .is_some_and(|after| after.flags.has(Flags::AFTER_HYPHEN) && after.flags.has(Flags::CAPITAL))
            && next.flags.has(Flags::AFTER_HYPHEN)
    }) || next.is_some_and(|next| {
        found.words == 1
            && !heading
            && next.flags.has(Flags::AFTER_SPACE)
            && !last.flags.has(Flags::POSSESSIVE)
            && matches!(next.span.of(text), "al" | "ul")
            && words.get(at + found.words + 1).is_some_and(|after| after.flags.has(Flags::AFTER_HYPHEN))
    }) || next.is_some_and(|next| {
        // `Ansar al-Tawhid wal-Sunna` has a further part.
        next.flags.has(Flags::AFTER_SPACE) && is_and(next.span.of(text))
    }) || next.is_some_and(|next| {
        // `Jabhat al-Nusra li-Ahl al-Sham`, `Ansar al-Sharia fi Tunis`
        next.flags.has(Flags::AFTER_SPACE)
            && matches!(next.span.of(text), "li" | "lil" | "fi" | "bi")
            && words.get(at + found.words + 1).is_some_and(|after| {
                after.is_joined() && (after.flags.has(Flags::CAPITAL) || spelling::is_article(after.span.of(text)))
            })
    });
    // `Saraya al-Furqan` is not `al-Furqan`, and `Harakatul Shabaab` is not `Shabaab`.
    let opened = !heading
        && words[at].flags.has(Flags::AFTER_SPACE)
        && before.is_some_and(|before| {
            before.flags.has(Flags::CAPITAL)
                && !before.flags.has(Flags::POSSESSIVE)
                && spelling::opens_names(before.span.of(text))
                || is_and(before.span.of(text))
        });
    !goes_on && !opened
}

/// Words that introduce the name of a region: `Greater Syria`, `Northern Iraq`.
fn is_compass(word: &str) -> bool {
    matches!(
        word,
        "Greater"
            | "Lower"
            | "Upper"
            | "North"
            | "South"
            | "East"
            | "West"
            | "Central"
            | "Northern"
            | "Southern"
            | "Eastern"
            | "Western"
    )
}

/// The Arabic *and*: it joins the parts of one name.
fn is_and(word: &str) -> bool {
    matches!(word, "wal" | "wa")
}

/// Whether the words at `at` are among words in capitals.
fn in_all_caps(words: &[Word], at: usize, len: usize) -> bool {
    let in_caps = |word: Option<&Word>| {
        word.is_some_and(|word| word.flags.has(Flags::ALL_CAPS) && word.span.len() > 3 && !word.flags.has(Flags::DIGIT))
    };
    let found = &words[at..at + len];
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    found.iter().all(|word| word.flags.has(Flags::ALL_CAPS) || word.span.len() < 3)
        && (in_caps(before)
            || in_caps(words.get(at + len))
            || len > 1 && found.iter().all(|word| in_caps(Some(word)) || word.span.len() < 3))
}

/// Decides the open mentions, article by article; drops weak names without support.
fn resolve_shared(
    text: &str,
    gazetteer: &Gazetteer,
    articles: &[Article],
    countries: &[CountryWord],
    mentions: &mut Vec<Mention>,
) {
    let mut dropped = false;
    let mut around: Option<Around> = None;
    for at in 0..mentions.len() {
        let mention = mentions[at];
        if !mention.open {
            continue;
        }
        let article = article_at(articles, mention.span.start).map_or(Span::at(0..text.len()), |article| article.span);
        let owners = gazetteer.owners(mention.name, mention.span.of(text));
        if around.as_ref().is_none_or(|around| around.article != article) {
            around = Some(Around::new(mentions, countries, article));
        }
        let Some(around) = &around else { continue };
        let named = |actor: ActorRef| around.named.contains(&actor);
        let strong: Vec<ActorRef> = owners.iter().filter(|owner| !owner.weak).map(|owner| owner.actor).collect();
        let supported: Vec<ActorRef> = owners.iter().map(|owner| owner.actor).filter(|actor| named(*actor)).collect();
        let decided = match (&supported[..], &strong[..]) {
            ([actor], _) => Some(*actor),
            ([], [actor]) => Some(*actor),
            ([], []) if owners.len() == 1 => {
                mentions[at].form = Form::Country;
                dropped = true;
                continue;
            }
            (several, _) => {
                let rivals: Vec<ActorRef> = match several {
                    [] => owners.iter().map(|owner| owner.actor).collect(),
                    several => several.to_vec(),
                };
                let decided = by_country(gazetteer, &around.countries, &rivals);
                // What every reader knows as something else (`MIT`) means that, unless something indicates an actor.
                if decided.is_none()
                    && several.is_empty()
                    && strong.is_empty()
                    && abbreviations::is_common(abbreviations::key(mention.span.of(text)))
                {
                    mentions[at].form = Form::Country;
                    dropped = true;
                    continue;
                }
                decided
            }
        };
        let form = decided.and_then(|actor| owners.iter().find(|owner| owner.actor == actor)).map(|owner| owner.form);
        let mention = &mut mentions[at];
        mention.actor = decided;
        mention.form = form.unwrap_or(mention.form);
    }
    if dropped {
        mentions.retain(|mention| mention.form != Form::Country);
    }
}

/// From this similarity on, two words differ only in how one sound is written.
const SAME_SOUND: f32 = 0.97;

/// The only listed name that sounds like an unknown one; `None` if two actors come close.
fn meant(gazetteer: &Gazetteer, written: &str, folded: &PhoneticName, certain: bool) -> Option<Meant> {
    // A single word resembles many others: it must sound the same.
    let single = folded.words() == 1;
    if single && (!certain || written.chars().count() < 6) {
        return None;
    }
    // `RedHat` is a brand.
    if single && written.chars().zip(written.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase()) {
        return None;
    }
    let guesses = gazetteer.guesses(written, folded);
    let best = guesses.first().filter(|best| {
        let glued = PhoneticName::new(best.name).is_some_and(|name| name.words() != folded.words());
        best.score
            >= match (single, glued) {
                (true, _) => SAME_SOUND,
                // `Bo Doe` is not `Baidoa`.
                (false, true) => 0.9,
                (false, false) => actors::LIKELY,
            }
    })?;
    if guesses.get(1).is_some_and(|next| next.score > best.score - 0.1) {
        return None;
    }
    let actor = gazetteer.actor_of(best.actor)?;
    let name = match best.form {
        Form::Variant => actor.correction(best.name).to_owned(),
        _ => best.name.to_owned(),
    };
    Some(Meant { actor: best.actor, name })
}

/// The text before the note references at the end of `before` (`[2]`, `[^2]`, `²`, `<sup>2</sup>`, `^2^`), and whether
/// there are any.
fn without_note_marks(before: &str) -> (&str, bool) {
    let mut rest = before;
    loop {
        let trimmed = rest.trim_end_matches([' ', '\n']);
        let digits = |inside: &str| !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
        let bracket = trimmed.strip_suffix(']').and_then(|open| open.rsplit_once('['));
        let bracket = bracket.filter(|(_, label)| digits(label) || label.starts_with('^') && label.len() <= 24);
        let raised = trimmed.strip_suffix("</sup>").and_then(|open| open.rsplit_once("<sup>"));
        let caret = trimmed.strip_suffix('^').and_then(|open| open.rsplit_once('^')).filter(|(_, label)| digits(label));
        let signs = trimmed.trim_end_matches(|c| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'));
        rest = match bracket.or(raised.filter(|(_, label)| label.len() <= 40)).or(caret) {
            Some((before, _)) => before,
            None if signs.len() < trimmed.len() => signs,
            None => return (trimmed, rest.len() < before.len()),
        };
    }
}

/// Whether `before` ends in a list marker: `(a)`, `2)`, `ii.`, or a bullet or a dash at the start of a line.
fn ends_in_a_list_mark(before: &str) -> bool {
    // No mark is longer.
    let line = tail(before, 40).rsplit('\n').next().unwrap_or_default();
    let token = line.rsplit(' ').next().unwrap_or_default();
    if token == line.trim_start() && matches!(token, "•" | "·" | "●" | "▪" | "‣" | "–" | "—" | "-" | "--")
    {
        return true;
    }
    let inside = token.strip_prefix('(').unwrap_or(token);
    let label = inside.strip_suffix(')').or_else(|| {
        let opens_line = token == line.trim_start();
        inside.strip_suffix('.').filter(|_| opens_line)
    });
    label.is_some_and(|label| {
        let roman = label.len() <= 4 && label.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
        let letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
        let number = label.len() <= 2 && label.bytes().all(|byte| byte.is_ascii_digit());
        !label.is_empty() && (roman || letter || number)
    })
}

/// Whether a name after the colon that ends `before` starts a title or the text after a label:
/// `Somalia: Al-Shabaab Returns`, `Update: Al-Shabaab has left.`
fn opens_a_title(before: &str, after: &str) -> bool {
    let title = after.trim_start_matches(|c: char| !c.is_whitespace()).trim_start().starts_with(char::is_uppercase);
    let label = tail(before, 300).rsplit(['\n', '.', '?', '!']).next().unwrap_or_default();
    let mut words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
    let labelled = label.split_whitespace().count() <= 4
        && label.trim_start_matches([' ', '*', '_', '“', '"']).starts_with(char::is_uppercase)
        && words.all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    title || labelled
}

/// What an article contains besides a name that it has to decide.
struct Around {
    article: Span,
    /// The actors that it names unambiguously.
    named: FxHashSet<ActorRef>,
    /// How often it refers to each country.
    countries: FxHashMap<u32, usize>,
}

impl Around {
    fn new(mentions: &[Mention], spoken: &[CountryWord], article: Span) -> Around {
        let sure = |mention: &&Mention| !mention.open && mention.form != Form::Phrase;
        let mentions = within(mentions, article, |mention| mention.span).iter();
        let named = mentions.filter(sure).filter_map(|mention| mention.actor).collect();
        let mut countries = FxHashMap::default();
        for word in within(spoken, article, |word| word.span) {
            *countries.entry(word.code).or_default() += 1;
        }
        Around { article, named, countries }
    }
}

/// The one rival whose countries the article refers to; the others’ at most a third as often.
fn by_country(gazetteer: &Gazetteer, spoken: &FxHashMap<u32, usize>, rivals: &[ActorRef]) -> Option<ActorRef> {
    // No record need be read.
    if spoken.is_empty() {
        return None;
    }
    let mut counts: Vec<(usize, ActorRef)> = Vec::new();
    for &rival in rivals.iter().take(16) {
        let actor = gazetteer.actor_of(rival)?;
        let codes = actor.countries.iter().map(|code| crate::gazetteer::countries::code(code));
        counts.push((codes.filter_map(|code| spoken.get(&code)).sum(), rival));
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts[..] {
        [(most, actor), (next, _), ..] if most > next * 3 => Some(actor),
        _ => None,
    }
}

impl Mention {
    /// The actor that is meant, if it is known.
    #[must_use]
    pub fn actor<'g>(&self, gazetteer: &'g Gazetteer) -> Option<&'g Actor> {
        gazetteer.actor_of(self.actor?)
    }

    /// Whether the sentence gives the name as another one of an actor that it has just named; `mentions` are all.
    #[must_use]
    pub fn is_other_name(&self, text: &str, mentions: &[Mention]) -> bool {
        let next = mentions.partition_point(|mention| mention.span.start < self.span.start);
        let near = mentions[..next].iter().rev().take(2).filter(|before| before.actor == self.actor);
        self.actor.is_some() && near.into_iter().any(|before| is_given_as_another(text, before.span, self.span))
    }

    /// The house spelling of the name: the name itself if it is listed and accepted, else what it is corrected to; in
    /// the case that its context requires.
    #[must_use]
    pub fn house_spelling(&self, text: &str, actor: &Actor) -> String {
        let written = self.span.of(text);
        let name = if self.form == Form::Variant {
            bare(actor.correction(written))
        } else if self.exact {
            written
        } else {
            let listed = std::iter::once(&actor.name).chain(&actor.accepted).map(|name| bare(name));
            listed.into_iter().find(|name| spelling::compare(name, written).is_some()).unwrap_or(written)
        };
        self.fitted(text, name)
    }

    /// A name in the case that the mention's context requires: a lower-case article is capitalized at the start of a
    /// sentence.
    #[must_use]
    pub fn fitted(&self, text: &str, name: &str) -> String {
        let large = self.span.of(text).starts_with(char::is_uppercase);
        let opens = match self.opens(text) {
            Opens::Yes => true,
            Opens::Either => large,
            Opens::No => false,
        };
        let mut letters = name.chars();
        match letters.next() {
            Some(first) if opens && first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
            _ => name.to_owned(),
        }
    }

    /// Whether the name starts a sentence.
    #[must_use]
    pub fn opens(&self, text: &str) -> Opens {
        let first = self.place.first;
        if self.place.loose || self.place.heading {
            return Opens::Either;
        }
        if first.has(Flags::SENTENCE_START) {
            return Opens::Yes;
        }
        // The text before it decides; about a sentence of it is enough.
        let start = self.span.start as usize;
        let before = text.slice(floor_boundary(text, start.saturating_sub(200))..start);
        let marks: &[char] = &[' ', '\n', '*', '_'];
        let (plain, noted) = without_note_marks(before.trim_end_matches(marks));
        if noted && plain.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '?', '!', '…']) {
            return Opens::Yes;
        }
        if ends_in_a_list_mark(before.trim_end_matches(marks)) {
            return Opens::Either;
        }
        if !first.has(Flags::MAYBE_START) {
            return Opens::No;
        }
        match before.trim_end_matches(marks).chars().next_back() {
            Some(':') if opens_a_title(before.trim_end_matches(marks), text.slice(self.span.end as usize..)) => {
                Opens::Either
            }
            Some(':' | ';' | '—' | '–' | '-' | ',' | '/') => Opens::No,
            _ => Opens::Either,
        }
    }

    /// The actors with the name, the most trusted first.
    #[must_use]
    pub fn owners<'g>(&self, text: &str, gazetteer: &'g Gazetteer) -> Vec<&'g Actor> {
        let owners = gazetteer.owners(self.name, self.span.of(text));
        owners.iter().filter_map(|owner| gazetteer.actor_of(owner.actor)).collect()
    }
}
