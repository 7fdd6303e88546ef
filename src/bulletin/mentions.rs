//! Mentions of actors, and capitalised names that no list holds.
//!
//! * A name is matched by words: hyphens, spaces, line ends and page breaks between them do not count, nor do genitive
//!   endings and the plural of a short form. The longest listed name wins.
//! * Nothing is matched in citations, for there an `AA` is an agency, nor in code, link targets and URLs, which hold no
//!   words.
//! * A name that several actors bear, or other things too, is decided by the other names in its article, then by the
//!   countries that the article speaks of, or left undecided. A weak name that nothing supports is no mention.
//! * A known name inside a longer unknown one (`Hizbullah al-Hijaz`) is no mention.

use super::Article;
use super::structure::article_at;
use crate::gazetteer::Form;
use crate::gazetteer::actors::{self, ActorRef, Finder, Found, NameRef};
use crate::gazetteer::index::{Prefetcher, bare};
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::{Actor, Gazetteer, spelling};
use crate::markdown::{Block, BlockKind};
use crate::parallel;
use crate::text::words::{Flags, Word};
use crate::text::{Span, hash, map_spans, within};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

/// A name of an actor in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// The name without plural or genitive ending.
    pub span: Span,
    /// Who is meant; none where several bear the name and the article does not decide.
    pub actor: Option<ActorRef>,
    /// What the name is to the actor.
    pub form: Form,
    /// Whether it is spelled as in the list, sign by sign.
    pub exact: bool,
    /// Where it stands.
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
    /// In a list item or a table's cell, which may open small or large.
    pub loose: bool,
    /// Among words in capitals.
    pub in_all_caps: bool,
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
    }
}

/// A run of capitalised words that no list knows; each spelling once.
#[derive(Clone, Debug)]
pub struct UnknownName {
    /// Where it stands, without English words before the name; the first place first.
    pub spans: SmallVec<[Span; 1]>,
    /// Whether one of the places is in running text and opens no sentence.
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
    /// Whose name.
    pub actor: ActorRef,
    /// The name as the house writes it.
    pub name: String,
}

/// A word that speaks of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountryWord {
    /// Where.
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

/// A run of capitalised words at one place.
struct Seen {
    hash: u64,
    span: Span,
    certain: bool,
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

    /// Reads the words of a block, from the word `first` on; those before belong to the block that it goes on.
    pub(super) fn read(&mut self, text: &str, block: &Block, words: &[Word], first: usize) {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let loose = block.item.is_some() || block.kind == BlockKind::Cell;
        self.finder.prefetch(&words[first..], &mut self.prefetcher);
        let mut run = Run::default();
        let mut at = self.rewind(text, words, first);
        let first_words = self.finder.first_words();
        loop {
            // Most words open no name and go on with none.
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
            } else if let Some(found) = found.filter(|found| stands_alone(text, words, at, found, heading)) {
                self.close(text, words, &mut run, heading);
                let in_all_caps = in_all_caps(words, at, found.words);
                if !(in_all_caps && found.span.len() <= 3) {
                    let place = Place { first: word.flags, heading, loose, in_all_caps };
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
                if run.len == 0 || !word.is_joined() || run.ended {
                    if run.len > 0 {
                        self.close(text, words, &mut run, heading);
                    }
                    // `al-Shaabi`: the article before belongs to the name.
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

    /// Where to start: before `first` where a name may go on over the page break, which takes the place of what was
    /// found of it.
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

    /// Ends a run of capitalised words and keeps it where it may be a name.
    fn close(&mut self, text: &str, words: &[Word], run: &mut Run, heading: bool) {
        let Run { start, len, capitals, .. } = std::mem::take(run);
        if len == 0 {
            return;
        }
        let mut words = &words[start..start + len];
        // `Recently Hasht al-Shaabi`: English words open the sentence, not the name.
        let mut opened = words[0].flags.has(Flags::SENTENCE_START) || words[0].flags.has(Flags::MAYBE_START);
        let mut capitals = capitals;
        while let [word, rest @ ..] = words
            && !rest.is_empty()
            && rest[0].flags.has(Flags::AFTER_SPACE)
            && (spelling::is_title_or_adverb(word.span.of(text))
                || words.len() < len && !word.flags.has(Flags::CAPITAL))
        {
            capitals -= usize::from(word.flags.has(Flags::CAPITAL));
            words = rest;
            opened = false;
        }
        let Some(first) = words.first() else { return };
        let single = capitals == 1 && words.len() == 1;
        if single && (first.span.len() < 5 || opened || heading || first.flags.has(Flags::ALL_CAPS)) {
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
        self.unknown.push(Seen { hash, span, certain: !opened && !heading });
    }

    /// Adds what was found while a later part of the same text was read.
    pub(super) fn append(&mut self, later: Reader<'_>) {
        let Reader { finder: _, prefetcher: _, mentions, countries, unknown } = later;
        parallel::join(&mut self.mentions, mentions);
        parallel::join(&mut self.countries, countries);
        parallel::join(&mut self.unknown, unknown);
    }

    /// Decides who is meant by shared names, and brings together the places of each unknown one.
    pub(super) fn finish(self, text: &str, gazetteer: &Gazetteer, articles: &[Article]) -> Names {
        let Reader { finder: _, prefetcher: _, mut mentions, countries, unknown } = self;
        resolve_shared(text, gazetteer, articles, &countries, &mut mentions);
        Names { mentions, countries, unknown: unknown_names(text, gazetteer, unknown) }
    }
}

/// The unknown names, each spelling once, by its first place.
fn unknown_names(text: &str, gazetteer: &Gazetteer, mut seen: Vec<Seen>) -> Vec<UnknownName> {
    let mut names: Vec<UnknownName> = Vec::new();
    // They mostly stand in order: the first place of each spelling comes first.
    seen.sort_unstable_by_key(|seen| seen.span.start);
    // Spellings with the same letters may still differ in signs.
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
            let meant = meant(gazetteer, written, &folded, seen.certain);
            let spans = smallvec![seen.span];
            names.push(UnknownName { spans, certain: seen.certain, folded, meant });
        }
    }
    names
}

/// A run of capitalised words that is not closed yet.
#[derive(Clone, Copy, Default)]
struct Run {
    start: usize,
    len: usize,
    capitals: usize,
    /// A genitive ends it: `Somalia’s Puntland`.
    ended: bool,
}

/// Whether a small word at `at` may stand inside a name.
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

/// Whether a found name is whole: no part of a longer word or of a longer unknown name.
fn stands_alone(text: &str, words: &[Word], at: usize, found: &Found, heading: bool) -> bool {
    let last = words[at + found.words - 1];
    let next = words.get(at + found.words);
    let before = at.checked_sub(1).map(|at| words[at]);
    let name = found.span.of(text);
    if actors::is_short(name) {
        // `CPI-M` is not `CPI`, nor `SPLA-IO` `IO`; but `IS-inspired` and `pro-IS` name it.
        let part =
            |word: &Word| word.flags.has(Flags::ALL_CAPS) || word.span.len() == 1 || word.flags.has(Flags::DIGIT);
        if next.is_some_and(|next| next.flags.has(Flags::AFTER_HYPHEN) && part(next) && !next.flags.has(Flags::CITED))
            || words[at].flags.has(Flags::AFTER_HYPHEN) && before.is_some_and(|before| part(&before))
        {
            return false;
        }
        return true;
    }
    // `Hizbullah al-Hijaz`, `Fatah al-Islam`: a name goes on with an article and a capital.
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
        // `Ansar al-Tawhid wal-Sunna` has a partner more.
        next.flags.has(Flags::AFTER_SPACE) && is_and(next.span.of(text))
    });
    // `Saraya al-Furqan` is not `al-Furqan`, nor `Harakatul Shabaab` `Shabaab`.
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

/// The Arabic *and*: it joins what is one name.
fn is_and(word: &str) -> bool {
    matches!(word, "wal" | "wa")
}

/// Whether the words at `at` stand among words in capitals.
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

/// Decides the open mentions, article by article; drops weak names that nothing supports.
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
                by_country(gazetteer, &around.countries, &rivals)
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

/// The one listed name that sounds like an unknown one; none where two actors come near.
fn meant(gazetteer: &Gazetteer, written: &str, folded: &PhoneticName, certain: bool) -> Option<Meant> {
    // A single word is like many others.
    let least = if folded.words() == 1 { 0.9 } else { actors::LIKELY };
    if folded.words() == 1 && (!certain || written.chars().count() < 6) {
        return None;
    }
    // `RedHat` is a make.
    if folded.words() == 1
        && written.chars().zip(written.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
    {
        return None;
    }
    let guesses = gazetteer.guesses(written, folded);
    let best = guesses.first().filter(|best| best.score >= least)?;
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

/// What an article says beside a name that it has to decide.
struct Around {
    article: Span,
    /// The actors that it names without doubt.
    named: FxHashSet<ActorRef>,
    /// How often it speaks of each country.
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

/// The one of the rivals whose countries the article speaks of; the others' at most a third as often.
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
    /// The actor that is meant, where one is.
    #[must_use]
    pub fn actor<'g>(&self, gazetteer: &'g Gazetteer) -> Option<&'g Actor> {
        gazetteer.actor_of(self.actor?)
    }

    /// The house's spelling of the name: itself where it is listed and accepted, else what it is corrected to; in the
    /// case that its place asks for.
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

    /// A name in the case that the mention's place asks for: a small article opens a sentence large.
    #[must_use]
    pub fn fitted(&self, text: &str, name: &str) -> String {
        let large = self.span.of(text).starts_with(char::is_uppercase);
        let opens = self.place.first.has(Flags::SENTENCE_START) && !self.place.loose || self.place.heading && large;
        let mut letters = name.chars();
        match letters.next() {
            Some(first) if opens && first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
            _ => name.to_owned(),
        }
    }

    /// The actors that bear the name, the most trusted first.
    #[must_use]
    pub fn owners<'g>(&self, text: &str, gazetteer: &'g Gazetteer) -> Vec<&'g Actor> {
        let owners = gazetteer.owners(self.name, self.span.of(text));
        owners.iter().filter_map(|owner| gazetteer.actor_of(owner.actor)).collect()
    }
}
