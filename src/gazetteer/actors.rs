//! The names of actors, and how they are found: in running text, by themselves, and by sound.

use super::abbreviations;
use super::countries;
use super::index::{self, Builder, Entry, IndexView, Lookup, Prefetcher};
use super::layers::{Layer, Layers, List, RecordRef};
use super::lists::RejectedPairs;
use super::lists::pack::Packed;
use super::lists::record::{Actor, ActorKind};
use super::phonetic::PhoneticName;
use super::spelling::{self, Likeness};
use crate::text::Span;
use crate::text::hash::{START, combine};
use crate::text::words::{self, Flags, Word};
use smallvec::SmallVec;

/// What a name is to its actor, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Form {
    /// The preferred name.
    Name,
    /// A short form in capitals.
    Abbreviation,
    /// Another accepted name.
    Accepted,
    /// A spelling that is not accepted.
    Variant,
    /// A name of its past.
    Former,
    /// A phrase that means it but is not a name.
    Phrase,
    /// A name that other things also have.
    Weak,
    /// The name of a country or of its people: not an actor, but a hint at who is meant.
    Country,
}

impl Form {
    /// All forms, by their role in an index.
    const ALL: [Form; 8] = [
        Form::Name,
        Form::Abbreviation,
        Form::Accepted,
        Form::Variant,
        Form::Former,
        Form::Phrase,
        Form::Weak,
        Form::Country,
    ];

    /// The form with that role in an index of actors; `None` if the index is damaged.
    fn of(role: u8) -> Option<Form> {
        Form::ALL.get(usize::from(role)).copied()
    }
}

/// An actor in one of the lists.
pub type ActorRef = RecordRef;

/// A name in one of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameRef(RecordRef);

/// Adds an actor with all its names; returns its number.
pub(super) fn add(builder: &mut Builder, actor: &Actor) -> u32 {
    let mut row = String::new();
    actor.pack(&mut row);
    let number = builder.record(&row);
    let folds = actor.kind != ActorKind::Person;
    let mut name = |name: &str, form: Form, sounds: bool| {
        let sounds = sounds && folds && !is_short(name);
        builder.name(name, form as u8, number, if sounds { Lookup::WordsAndSound } else { Lookup::Words });
    };
    name(&actor.name, Form::Name, true);
    // If something can be counted, its plural is a name too.
    if actor.kind == ActorKind::Thing {
        name(&format!("{}s", actor.name), Form::Name, true);
    }
    for abbreviation in &actor.abbreviations {
        name(abbreviation, Form::Abbreviation, false);
    }
    for accepted in &actor.accepted {
        name(accepted, Form::Accepted, true);
    }
    for variant in &actor.variants {
        name(variant, Form::Variant, true);
    }
    for former in &actor.former {
        name(&former.name, Form::Former, true);
    }
    for phrase in &actor.phrases {
        name(phrase, Form::Phrase, false);
    }
    for weak in &actor.weak {
        name(weak, Form::Weak, false);
    }
    number
}

/// Adds the short forms of an actor.
pub(super) fn add_short_forms(builder: &mut Builder, actor: &Actor, number: u32) {
    for short in &actor.abbreviations {
        builder.short_form(abbreviations::key(short), number, true);
    }
    for short in &actor.weak {
        builder.short_form(abbreviations::key(short), number, false);
    }
}

/// Adds the names of countries and of their people.
pub(super) fn add_countries(builder: &mut Builder) {
    for (code, names) in countries::all() {
        for name in names {
            builder.name(name, Form::Country as u8, code, Lookup::Words);
        }
    }
}

/// Whether a name is a short form, in which capitals count: `JeM`, `DAESH`.
#[must_use]
pub fn is_short(name: &str) -> bool {
    name.len() <= 7
        && !name.contains(' ')
        && name.bytes().filter(u8::is_ascii_uppercase).count() >= 2
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/'))
}

/// A name found in running text.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// One of the names with this spelling.
    pub name: NameRef,
    /// What it is to its actor.
    pub form: Form,
    /// Its actor; if the form is [`Form::Country`], its number is the country's [code](super::countries::code).
    pub actor: ActorRef,
    /// Whether it is spelled exactly as in the list.
    pub exact: bool,
    /// Whether the article has to decide who is meant, because other actors or things also have the name.
    pub open: bool,
    /// The number of words.
    pub words: usize,
    /// The name without a plural or genitive ending.
    pub span: Span,
}

/// A list while a text is being read.
#[derive(Clone, Copy, Debug)]
struct ReadList<'a> {
    list: &'a List<Actor>,
    view: IndexView<'a>,
}

/// Finds names in running text; created once per text.
#[derive(Clone, Debug)]
pub struct Finder<'a> {
    curated: SmallVec<[ReadList<'a>; 1]>,
    large: SmallVec<[ReadList<'a>; 1]>,
    first_words: FirstWords<'a>,
}

/// The filters of all lists: which words may start a name.
#[derive(Clone, Copy, Debug, Default)]
pub struct FirstWords<'a> {
    /// The shipped list's filter.
    first: Option<index::FirstWords<'a>>,
    /// The filters of the other lists.
    others: [Option<index::FirstWords<'a>>; 2],
}

impl FirstWords<'_> {
    /// Whether a name may start with the first of `words`: few do. For a short form in the plural (`IEDs`) the answer
    /// is no.
    #[inline]
    #[must_use]
    pub fn has(&self, words: &[Word]) -> bool {
        self.first.is_some_and(|first| first.has(words)) || self.others.iter().flatten().any(|other| other.has(words))
    }

    /// The index of the first word that starts a name or is capitalized; the number of words if there is none.
    #[inline]
    #[must_use]
    pub fn next(&self, words: &[Word]) -> usize {
        let mut next = self.first.map_or(words.len(), |first| first.next(words));
        for other in self.others.iter().flatten() {
            // *The* directly before it may start a name together with it.
            next = next.min(other.next(&words[..words.len().min(next + 1)]));
        }
        next
    }
}

/// The maximum number of words in a name.
const LONGEST: usize = 14;

impl<'a> Finder<'a> {
    fn new(lists: &'a Layers<Actor>) -> Finder<'a> {
        let read = |list: &'a List<Actor>| ReadList { list, view: list.view() };
        let mut filters = lists.all().iter().map(|list| list.view().first_words());
        let first_words = FirstWords { first: filters.next(), others: [filters.next(), filters.next()] };
        Finder {
            curated: lists.curated().iter().map(read).collect(),
            large: lists.large().iter().map(read).collect(),
            first_words,
        }
    }

    /// The words that may start a name.
    #[must_use]
    pub fn first_words(&self) -> FirstWords<'a> {
        self.first_words
    }

    /// Prefetches the entries of large lists that [`Finder::find`] will need for `words`.
    pub fn prefetch(&self, words: &[Word], prefetcher: &mut Prefetcher) {
        for large in &self.large {
            prefetcher.prefetch(&large.view, words);
        }
    }

    /// The longest name that starts at word `at`: one of the [`Finder::first_words`], or a short form in the plural.
    #[must_use]
    pub fn find(&self, text: &str, words: &[Word], at: usize) -> Option<Found> {
        let word = words.get(at)?;
        let plural = word.flags.has(Flags::ALL_CAPS) && word.span.of(text).ends_with('s');
        let found = walk(&self.curated, text, words, at, plural);
        if self.large.is_empty() {
            return found;
        }
        let large = walk(&self.large, text, words, at, plural);
        match (found, large) {
            (Some(found), Some(large)) if found.words >= large.words => Some(found),
            (found, large) => large.or(found),
        }
    }
}

/// Where names end, and in which of the lists.
type Ends = SmallVec<[(usize, u32); 2]>;

/// The longest name that starts at word `at`, in any of the lists.
fn walk(lists: &[ReadList<'_>], text: &str, words: &[Word], at: usize, plural: bool) -> Option<Found> {
    let mut best = None;
    let mut hash = START;
    let mut ends = Ends::new();
    // Whether longer names continue, a bit for each list.
    let mut going_on = u8::MAX;
    for count in 1..=LONGEST.min(words.len() - at) {
        let word = &words[at + count - 1];
        let is_apart = || !word.is_joined() && !is_behind_dash(text, &words[at + count - 2], word);
        if count > 1 && (is_apart() || word.flags.has(Flags::CITED) != words[at].flags.has(Flags::CITED)) {
            break;
        }
        hash = combine(hash, word.hash);
        going_on = step(lists, hash, going_on, &mut ends);
        if let Some(found) = confirm(lists, &ends, text, &words[at..at + count]) {
            best = Some(found);
        }
        if going_on == 0 {
            break;
        }
    }
    if best.is_none() && plural {
        let mut stem = words[at];
        stem.span.end -= 1;
        stem.hash = words::hash(stem.span.of(text));
        step(lists, combine(START, stem.hash), u8::MAX, &mut ends);
        best = confirm(lists, &ends, text, &[stem]);
    }
    best
}

/// Whether an en dash joins two words of a name: `Islamic State–Khurasan`, `Islamic State – Khurasan Province`.
fn is_behind_dash(text: &str, before: &Word, word: &Word) -> bool {
    word.flags.has(Flags::CAPITAL) && matches!(Span::new(before.span.end, word.span.start).of(text), "–" | " – ")
}

/// Adds to `ends` the names that end under a hash in the lists in `among`; returns those in which longer names
/// continue.
fn step(lists: &[ReadList<'_>], hash: u64, among: u8, ends: &mut Ends) -> u8 {
    ends.clear();
    let mut going_on = 0;
    for (at, list) in lists.iter().enumerate().filter(|(at, _)| among & 1 << at != 0) {
        let Some(step) = list.view.step(hash) else { continue };
        ends.extend(step.name.map(|name| (at, name)));
        going_on |= u8::from(step.longer) << at;
    }
    going_on
}

/// Which of the names with these words the text actually spells.
fn confirm(lists: &[ReadList<'_>], ends: &Ends, text: &str, words: &[Word]) -> Option<Found> {
    let &(list, name) = ends.first()?;
    let name = NameRef(RecordRef::new(lists[list].list.layer, name));
    let span = words[0].span.cover(words[words.len() - 1].span);
    // If a page break separates the words, only the words count.
    let broken = words.windows(2).any(|two| two[1].span.start > two[0].span.end + 8);
    let joined = broken.then(|| words.iter().map(|word| word.span.of(text)).collect::<Vec<_>>().join(" "));
    let written = joined.as_deref().unwrap_or_else(|| span.of(text));
    let mut best: Option<(Likeness, Form, ActorRef)> = None;
    let (mut shared, mut weak) = (false, false);
    for &(list, name) in ends {
        let ReadList { list, view } = lists[list];
        for entry in view.chain(name).filter(|entry| !list.is_hidden(entry.record)) {
            let Some(form) = Form::of(entry.role) else { continue };
            let short = form == Form::Abbreviation || is_short(entry.text);
            let likeness = match spelling::compare(entry.text, written) {
                Some(Likeness::Typographic) if short => continue,
                Some(likeness) => likeness,
                None => continue,
            };
            let actor = RecordRef::new(list.layer, entry.record);
            if let Some((_, best, other)) = best
                && other != actor
            {
                shared |= best != Form::Country && form != Form::Country;
            }
            weak |= form == Form::Weak;
            if best.is_none_or(|(best, best_form, _)| (likeness, form) < (best, best_form)) {
                best = Some((likeness, form, actor));
            }
        }
    }
    let (likeness, form, actor) = best?;
    let exact = likeness == Likeness::Exact;
    Some(Found { name, form, actor, exact, open: shared || weak, words: words.len(), span })
}

/// A listed name that an unknown one may be meant as.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess<'a> {
    /// The actor with this name.
    pub actor: ActorRef,
    /// The listed name.
    pub name: &'a str,
    /// What it is to its actor.
    pub form: Form,
    /// 0 to 1.
    pub score: f32,
}

/// Below this score two names are not considered one: it separates look-alikes from variants.
pub const LIKELY: f32 = 0.8;

/// The known actors by their names.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    pub(super) lists: Layers<Actor>,
}

/// Selects the records of a list that count: not countries, and not hidden by a list above.
fn counts<'a>(list: &'a List<Actor>) -> impl Fn(Entry<'a>) -> Option<(Entry<'a>, Form)> {
    move |entry| {
        let form = Form::of(entry.role).filter(|form| *form != Form::Country)?;
        (!list.is_hidden(entry.record)).then_some((entry, form))
    }
}

impl Matcher {
    /// The finder of names.
    pub(super) fn finder(&self) -> Finder<'_> {
        Finder::new(&self.lists)
    }

    /// The actors with a short form, by its key, and whether it is certainly theirs.
    pub(super) fn bearers(&self, key: u64) -> Vec<(&Actor, bool)> {
        let mut bearers = Vec::new();
        for list in self.lists.curated() {
            let visible = list.view().bearers(key).filter(|(number, _)| !list.is_hidden(*number));
            bearers.extend(visible.filter_map(|(number, sure)| Some((list.record(number)?, sure))));
        }
        bearers.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        bearers
    }

    /// The actors with the name `text`, among the names that share the words of `name`; each with the most trusted of
    /// its forms.
    pub(super) fn owners(&self, name: NameRef, text: &str) -> Vec<Owner> {
        let NameRef(place) = name;
        let mut owners = Owners::default();
        let same = |entry: &Entry<'_>| spelling::compare(entry.text, text).is_some();
        let Some(list) = self.lists.list(place.layer()) else { return Vec::new() };
        let beside = match place.layer().is_curated() {
            true => self.lists.curated(),
            false => self.lists.large(),
        };
        if let [_] = beside {
            owners.add(list, list.view().chain(place.number()).filter(same));
        } else if let Some(entry) = list.view().entry(place.number()) {
            for list in beside {
                owners.add(list, list.view().same_words(entry.text).filter(same));
            }
        }
        owners.sorted(&self.lists)
    }

    /// The actors with the name `text`, ignoring typography and case.
    pub(super) fn named(&self, text: &str) -> Vec<Owner> {
        let same = |entry: &Entry<'_>| match spelling::compare(entry.text, index::bare(text)) {
            Some(Likeness::Exact) => true,
            Some(Likeness::Typographic) => !is_short(entry.text),
            None => false,
        };
        for lists in [self.lists.curated(), self.lists.large()] {
            let mut owners = Owners::default();
            for list in lists {
                owners.add(list, list.view().same_words(text).filter(same));
            }
            if !owners.0.is_empty() {
                return owners.sorted(&self.lists);
            }
        }
        Vec::new()
    }

    /// The names that the unknown `name` may be meant as, the most likely first, one per actor.
    ///
    /// Returns nothing for short names, short forms, names of persons, and rejected pairs.
    pub(super) fn guesses(&self, name: &str, sound: &PhoneticName, rejected: &RejectedPairs) -> Vec<Guess<'_>> {
        let mut guesses: Vec<Guess<'_>> = Vec::new();
        if sound.sounds() < 5 || sound.words() == 1 && sound.is_english() {
            return guesses;
        }
        for list in self.lists.all() {
            let found = |key| list.view().sounding(key).take(200);
            let found = found(sound.key()).chain(sound.other_key().into_iter().flat_map(found));
            for (entry, form) in found.filter_map(counts(list)) {
                let Some(other) = PhoneticName::new(entry.text) else { continue };
                let score = sound.similarity(&other);
                let actor = RecordRef::new(list.layer, entry.record);
                if score < LIKELY || self.rejects(name, actor, rejected) {
                    continue;
                }
                match guesses.iter_mut().find(|guess| guess.actor == actor) {
                    Some(guess) if (guess.score, form) >= (score, guess.form) => {}
                    Some(guess) => *guess = Guess { actor, name: entry.text, form, score },
                    None => guesses.push(Guess { actor, name: entry.text, form, score }),
                }
            }
        }
        guesses.sort_by(|a, b| {
            let alike = || self.lists.order_of(a.actor).cmp(&self.lists.order_of(b.actor));
            b.score.total_cmp(&a.score).then(a.form.cmp(&b.form)).then_with(alike)
        });
        guesses
    }

    /// Whether `name` has been rejected for the actor, under any of the actor's names.
    fn rejects(&self, name: &str, actor: ActorRef, rejected: &RejectedPairs) -> bool {
        if rejected.is_empty() {
            return false;
        }
        let Some(actor) = self.lists.record(actor) else { return false };
        let names = std::iter::once(&actor.name).chain(&actor.accepted).chain(&actor.variants);
        { names }.any(|known| rejected.has(name, known) || rejected.has(name, index::bare(known)))
    }

    /// Whether a listed person has the word as the last of several words in a name.
    pub(super) fn is_family_name(&self, word: &str) -> bool {
        let (key, len) = index::folded_bytes(word);
        let hash = words::hash(word);
        let last = |name: &str| name.rsplit_once([' ', '-']).is_some_and(|(_, last)| words::hash(last) == hash);
        len > 0
            && self.lists.all().iter().any(|list| {
                let people = list.view().completing(key, len).take(400).filter(|entry| last(entry.text));
                { people }.any(|entry| list.record(entry.record).is_some_and(|actor| actor.kind == ActorKind::Person))
            })
    }

    /// Names that `prefix` completes to, the best first: by their own first word, by any other word, by sound; at most
    /// `limit`, each actor's name once.
    pub(super) fn complete(&self, prefix: &str, limit: usize) -> Vec<Completion<'_>> {
        let mut found: Vec<Completion<'_>> = Vec::new();
        let (key, len) = index::folded_bytes(prefix);
        if len == 0 {
            return found;
        }
        let sound = PhoneticName::new(prefix);
        for list in self.lists.all() {
            let view = list.view();
            let visible = |entry: &Entry<'_>| !list.is_hidden(entry.record);
            // A prefix of one letter matches half of all names: only a few hundred are examined.
            let looked_at = limit.saturating_mul(8).max(400);
            for entry in view.completing(key, len).take(looked_at).filter(visible) {
                if len < 16 || begins(entry.text, prefix) {
                    offer(&mut found, list.layer, &entry, !begins(entry.text, prefix));
                }
            }
            if found.len() < limit
                && let Some(sound) = &sound
            {
                let key = sound.key();
                let classes = 16 - (key.trailing_zeros() / 8).min(16) as usize;
                if classes >= 2 {
                    for entry in view.completing_sound(key, classes).take(looked_at).filter(visible) {
                        offer(&mut found, list.layer, &entry, true);
                    }
                }
            }
        }
        found.sort_by_key(|completion| (completion.inner, completion.form, completion.name.len()));
        found.truncate(limit);
        found
    }
}

/// A name that completes what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion<'a> {
    /// The name, as listed.
    pub name: &'a str,
    /// What it is to its actor.
    pub form: Form,
    /// The actor with this name.
    pub actor: ActorRef,
    /// Found by a later word or by its sound.
    inner: bool,
}

fn begins(name: &str, prefix: &str) -> bool {
    let mut name = name.chars().filter(|c| c.is_alphanumeric()).flat_map(spelling::letters_of);
    prefix.chars().filter(|c| c.is_alphanumeric()).flat_map(spelling::letters_of).all(|c| name.next() == Some(c))
}

fn offer<'a>(found: &mut Vec<Completion<'a>>, layer: Layer, entry: &Entry<'a>, inner: bool) {
    let Some(form) = Form::of(entry.role) else { return };
    if matches!(form, Form::Country | Form::Variant | Form::Phrase) {
        return;
    }
    let actor = ActorRef::new(layer, entry.record);
    if !found.iter().any(|known| known.name == entry.text && known.actor == actor) {
        found.push(Completion { name: entry.text, form, actor, inner });
    }
}

/// An actor with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The actor.
    pub actor: ActorRef,
    /// What the name is to it: its most trusted form.
    pub form: Form,
    /// Whether the name counts only if the article names the actor in another way too.
    pub weak: bool,
}

/// Actors with a name, each once.
#[derive(Default)]
struct Owners(Vec<Owner>);

impl Owners {
    fn add<'a>(&mut self, list: &'a List<Actor>, entries: impl Iterator<Item = Entry<'a>>) {
        for (entry, form) in entries.filter_map(counts(list)) {
            let actor = RecordRef::new(list.layer, entry.record);
            let weak = form == Form::Weak;
            match self.0.iter_mut().find(|owner| owner.actor == actor) {
                Some(owner) => {
                    owner.form = owner.form.min(form);
                    owner.weak |= weak;
                }
                None => self.0.push(Owner { actor, form, weak }),
            }
        }
    }

    fn sorted(mut self, lists: &Layers<Actor>) -> Vec<Owner> {
        let alike = |a: &Owner, b: &Owner| lists.order_of(a.actor).cmp(&lists.order_of(b.actor));
        self.0.sort_by(|a, b| (a.weak, a.form).cmp(&(b.weak, b.form)).then_with(|| alike(a, b)));
        self.0
    }
}
