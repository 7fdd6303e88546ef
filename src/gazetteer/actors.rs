//! Looking names up: in running text, by themselves, and by how they sound.

use super::Gazetteer;
pub use super::index::prefix;
use super::index::{self, Builder, Entry, Form, Index, Prefetcher, View};
use super::lists::record::{Actor, Kind};
use super::phonetic::PhoneticName;
use super::spelling::{self, Likeness};
use crate::text::Span;
use crate::text::words::{self, Flags, Word};
use std::borrow::Cow;
use std::sync::Arc;

/// Which actor, of which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorRef(u32);

impl ActorRef {
    /// The number; a country's code where the name was a country's.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// Which name, of which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameRef(u32);

/// Set in the numbers of the large list.
const LARGE: u32 = 1 << 31;

/// All names that a house knows.
#[derive(Debug, Default)]
pub struct Names {
    /// The names of the records that are held.
    own: Index,
    /// A list too large to be held, mapped.
    large: Option<Arc<Index>>,
}

impl Names {
    /// The names of these actors.
    #[must_use]
    pub fn new(actors: &[Actor]) -> Names {
        let mut builder = Builder::default();
        for actor in actors {
            let number = builder.actor("");
            add(&mut builder, actor, number);
        }
        for (code, names) in countries() {
            for name in names {
                builder.name(name, Form::Country, code, false);
            }
        }
        Names { own: builder.finish(0), large: None }
    }

    /// With a large list beside.
    #[must_use]
    pub fn with_large_list(self, large: Option<Arc<Index>>) -> Names {
        Names { large, ..self }
    }
}

/// Adds all names of an actor.
pub(super) fn add(builder: &mut Builder, actor: &Actor, number: u32) {
    let folds = actor.kind != Kind::Person;
    let long = |name: &str| folds && !is_short(name);
    builder.name(&actor.name, Form::Name, number, long(&actor.name));
    // Where something comes in numbers the plural is its name too.
    if actor.kind == Kind::Thing {
        builder.name(&format!("{}s", actor.name), Form::Name, number, long(&actor.name));
    }
    for name in &actor.abbreviations {
        builder.name(name, Form::Abbreviation, number, false);
    }
    for name in &actor.accepted {
        builder.name(name, Form::Accepted, number, long(name));
    }
    for name in &actor.variants {
        builder.name(name, Form::Variant, number, long(name));
    }
    for former in &actor.former {
        builder.name(&former.name, Form::Former, number, long(&former.name));
    }
    for name in &actor.phrases {
        builder.name(name, Form::Phrase, number, false);
    }
    for name in &actor.weak {
        builder.name(name, Form::Weak, number, false);
    }
}

/// Countries with their names and the names of their people, from `data/countries.tsv`.
fn countries() -> impl Iterator<Item = (u32, impl Iterator<Item = &'static str>)> {
    include_str!("data/countries.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (code, names) = line.split_once('\t')?;
        Some((country(code), names.split("; ")))
    })
}

/// A country's code as a number.
#[must_use]
pub fn country(code: &str) -> u32 {
    code.bytes().fold(0, |number, byte| number << 8 | u32::from(byte))
}

/// Whether a name is a short form, whose capitals count: `JeM`, `DAESH`.
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
    /// The most trusted of the names so spelled.
    pub name: NameRef,
    /// What it is to its actor.
    pub form: Form,
    /// Its actor; a country's code where the form is [`Form::Country`].
    pub actor: ActorRef,
    /// Whether it is spelled as in the list, sign by sign.
    pub exact: bool,
    /// Whether the article has to decide who is meant: other actors or other things bear the name too.
    pub open: bool,
    /// How many words it has.
    pub words: usize,
    /// The name without plural or genitive ending.
    pub span: Span,
}

/// Finds names in running text; made once for a text.
#[derive(Clone, Copy, Debug)]
pub struct Finder<'a> {
    own: View<'a>,
    large: Option<View<'a>>,
    first_words: FirstWords<'a>,
}

/// Tells which words may open a name.
#[derive(Clone, Copy, Debug)]
pub struct FirstWords<'a> {
    own: index::FirstWords<'a>,
    large: Option<index::FirstWords<'a>>,
}

impl FirstWords<'_> {
    /// Whether a name may open with the first of `words`: few do. For a short form in the plural (`IEDs`) the answer is
    /// no.
    #[inline]
    #[must_use]
    pub fn has(&self, words: &[Word]) -> bool {
        self.own.has(words) || self.large.is_some_and(|large| large.has(words))
    }

    /// The index of the first word that opens a name or is written with a capital; their count where none does.
    #[inline]
    #[must_use]
    pub fn next(&self, words: &[Word]) -> usize {
        let next = self.own.next(words);
        // *The* right before it may open a name together with it.
        let reach = &words[..words.len().min(next + 1)];
        self.large.map_or(next, |large| large.next(reach).min(next))
    }
}

/// The hash of no words, for [`prefix`].
#[must_use]
pub const fn start() -> u64 {
    index::START
}

/// The most words of a name.
const LONGEST: usize = 14;

impl<'a> Finder<'a> {
    /// Tells which words may open a name.
    #[must_use]
    pub fn first_words(&self) -> FirstWords<'a> {
        self.first_words
    }

    /// Has what a large list says of the names in `words` brought near, before [`Finder::find`] is asked for them.
    pub fn prefetch(&self, words: &[Word], prefetcher: &mut Prefetcher) {
        if let Some(large) = &self.large {
            prefetcher.prefetch(large, words);
        }
    }

    /// The longest name that opens at word `at`: one of the [`Finder::first_words`], or a short form in the plural.
    #[must_use]
    pub fn find(&self, text: &str, words: &[Word], at: usize) -> Option<Found> {
        let word = words.get(at)?;
        let plural = word.flags.has(Flags::ALL_CAPS) && text.as_bytes()[word.span.end as usize - 1] == b's';
        let own = walk(&self.own, text, words, at, plural);
        let Some(large) = &self.large else { return own };
        match (own, walk(large, text, words, at, plural)) {
            (Some(own), Some(large)) if own.words >= large.words => Some(own),
            (own, None) => own,
            (_, Some(large)) => {
                Some(Found { name: NameRef(large.name.0 | LARGE), actor: ActorRef(large.actor.0 | LARGE), ..large })
            }
        }
    }
}

fn walk(view: &View<'_>, text: &str, words: &[Word], at: usize, plural: bool) -> Option<Found> {
    let mut best = None;
    let mut hash = index::START;
    for count in 1..=LONGEST.min(words.len() - at) {
        let word = &words[at + count - 1];
        if count > 1 && (!word.is_joined() || word.flags.has(Flags::CITED) != words[at].flags.has(Flags::CITED)) {
            break;
        }
        hash = index::prefix(hash, word.hash);
        let Some(step) = view.step(hash) else { break };
        if let Some(name) = step.name
            && let Some(found) = confirm(view, name, text, &words[at..at + count])
        {
            best = Some(found);
        }
        if !step.more {
            break;
        }
    }
    if best.is_none() && plural {
        let mut stem = words[at];
        stem.span.end -= 1;
        stem.hash = words::hash(stem.span.of(text));
        let name = view.step(index::prefix(index::START, stem.hash))?.name?;
        best = confirm(view, name, text, &[stem]);
    }
    best
}

/// What the words spell, of the names with these words.
fn confirm(view: &View<'_>, name: u32, text: &str, words: &[Word]) -> Option<Found> {
    let span = words[0].span.cover(words[words.len() - 1].span);
    // Where a page break parts the words, only they count.
    let broken = words.windows(2).any(|two| two[1].span.start > two[0].span.end + 8);
    let joined = broken.then(|| words.iter().map(|word| word.span.of(text)).collect::<Vec<_>>().join(" "));
    let written = joined.as_deref().unwrap_or_else(|| span.of(text));
    let mut best: Option<(Likeness, Form, Entry<'_>)> = None;
    let (mut shared, mut weak) = (false, false);
    for entry in view.chain(name) {
        let short = entry.form == Form::Abbreviation || is_short(entry.text);
        let likeness = match spelling::compare(entry.text, written) {
            Some(Likeness::Typographic) if short => continue,
            Some(likeness) => likeness,
            None => continue,
        };
        if let Some((_, form, other)) = best
            && other.actor != entry.actor
        {
            shared |= form != Form::Country && entry.form != Form::Country;
        }
        weak |= entry.form == Form::Weak;
        if best.is_none_or(|(best, form, _)| (likeness, entry.form) < (best, form)) {
            best = Some((likeness, entry.form, entry));
        }
    }
    let (likeness, form, entry) = best?;
    Some(Found {
        name: NameRef(name),
        form,
        actor: ActorRef(entry.actor),
        exact: likeness == Likeness::Exact,
        open: shared || weak,
        words: words.len(),
        span,
    })
}

/// A listed name that an unknown one may be meant for.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess<'a> {
    /// Whose name.
    pub actor: ActorRef,
    /// The listed name.
    pub name: &'a str,
    /// What it is to its actor.
    pub form: Form,
    /// 0 to 1.
    pub score: f32,
}

/// Below this score two names are not taken for one: where the traps and the variants part.
pub const LIKELY: f32 = 0.8;

impl Gazetteer {
    /// The finder of names.
    #[must_use]
    pub fn finder(&self) -> Finder<'_> {
        let (own, large) = (self.names.own.view(), self.names.large.as_deref().map(Index::view));
        let first_words = FirstWords { own: own.first_words(), large: large.as_ref().map(View::first_words) };
        Finder { own, large, first_words }
    }

    fn view(&self, large: bool) -> View<'_> {
        match &self.names.large {
            Some(index) if large => index.view(),
            _ => self.names.own.view(),
        }
    }

    /// The actor of that number: a record that is held, or one read from the large list.
    #[must_use]
    pub fn actor_of(&self, actor: ActorRef) -> Option<Cow<'_, Actor>> {
        if actor.0 & LARGE == 0 {
            return self.actors().get(actor.0 as usize).map(Cow::Borrowed);
        }
        let row = self.view(true).row(actor.0 & !LARGE)?;
        super::lists::compile::actor(row).map(Cow::Owned)
    }

    /// The number of the held actor with that id.
    #[must_use]
    pub fn number_of(&self, id: &str) -> Option<ActorRef> {
        let at = self.actors().binary_search_by(|actor| (*actor.id).cmp(id)).ok()?;
        u32::try_from(at).ok().map(ActorRef)
    }

    /// The actors that bear the name `text`, of those names that share the words of `name`; each with the most trusted
    /// of its forms.
    #[must_use]
    pub fn owners(&self, name: NameRef, text: &str) -> Vec<Owner> {
        let large = name.0 & LARGE;
        let entries = self.view(large != 0).chain(name.0 & !LARGE);
        gather(entries.filter(|entry| spelling::compare(entry.text, text).is_some()), large)
    }

    /// The names that are `text`, signs and case apart.
    #[must_use]
    pub fn named(&self, text: &str) -> Vec<Owner> {
        let owners = |large: bool| {
            let same = self.view(large).same_words(text).filter(|entry| entry.form != Form::Country);
            let same = same.filter(|entry| match spelling::compare(entry.text, index::bare(text)) {
                Some(Likeness::Exact) => true,
                Some(Likeness::Typographic) => !is_short(entry.text),
                None => false,
            });
            gather(same, if large { LARGE } else { 0 })
        };
        let own = owners(false);
        if own.is_empty() && self.names.large.is_some() { owners(true) } else { own }
    }

    /// The names that the unknown `name` may be meant for, the likeliest first, one an actor.
    ///
    /// Silent for short names, short forms and names of persons; and where the house rejected the pair.
    #[must_use]
    pub fn guesses<'a>(&'a self, name: &str, folded: &PhoneticName) -> Vec<Guess<'a>> {
        let mut guesses: Vec<Guess<'a>> = Vec::new();
        if folded.sounds() < 5 || folded.words() == 1 && folded.is_english() {
            return guesses;
        }
        for large in [false, true] {
            if large && self.names.large.is_none() {
                continue;
            }
            let view = self.view(large);
            let found = |key| view.folded(key).take(200);
            for entry in found(folded.key()).chain(folded.other_key().into_iter().flat_map(found)) {
                let Some(other) = PhoneticName::new(entry.text) else { continue };
                let score = folded.similarity(&other);
                let actor = ActorRef(entry.actor | if large { LARGE } else { 0 });
                if score < LIKELY || self.rejects(name, actor) {
                    continue;
                }
                match guesses.iter_mut().find(|guess| guess.actor == actor) {
                    Some(guess) if (guess.score, entry.form) >= (score, guess.form) => {}
                    Some(guess) => *guess = Guess { actor, name: entry.text, form: entry.form, score },
                    None => guesses.push(Guess { actor, name: entry.text, form: entry.form, score }),
                }
            }
        }
        guesses.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.form.cmp(&b.form)).then(a.actor.cmp(&b.actor)));
        guesses
    }

    /// Whether the house said that `name` is none of the actor's, by whichever of its names.
    fn rejects(&self, name: &str, actor: ActorRef) -> bool {
        if self.rejected.is_empty() {
            return false;
        }
        let Some(actor) = self.actor_of(actor) else { return false };
        let names = std::iter::once(&actor.name).chain(&actor.accepted).chain(&actor.variants);
        { names }.any(|known| self.is_rejected(name, known) || self.is_rejected(name, index::bare(known)))
    }

    /// Names that `prefix` begins, the best first: by their own first word, by any other word, by how they sound; at most
    /// `limit`, each actor's name once.
    #[must_use]
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<Completion<'_>> {
        let mut found: Vec<Completion<'_>> = Vec::new();
        let (key, len) = index::folded_bytes(prefix);
        if len == 0 {
            return found;
        }
        let folded = PhoneticName::new(prefix);
        for large in [false, true] {
            if large && self.names.large.is_none() {
                continue;
            }
            let view = self.view(large);
            let flag = if large { LARGE } else { 0 };
            // A prefix of one letter begins half of all names: a few hundred are looked at.
            let looked_at = limit.saturating_mul(8).max(400);
            for entry in view.completing(key, len).take(looked_at) {
                if len < 16 || begins(entry.text, prefix) {
                    offer(&mut found, &entry, flag, !begins(entry.text, prefix));
                }
            }
            if found.len() < limit
                && let Some(folded) = &folded
            {
                let key = folded.key();
                let classes = 16 - (key.trailing_zeros() / 8).min(16) as usize;
                if classes >= 2 {
                    for entry in view.completing_folded(key, classes).take(looked_at) {
                        offer(&mut found, &entry, flag, true);
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
    /// Whose name.
    pub actor: ActorRef,
    /// Found by a later word or by its sound.
    inner: bool,
}

fn begins(name: &str, prefix: &str) -> bool {
    let mut name = name.chars().filter(|c| c.is_alphanumeric()).flat_map(spelling::letters_of);
    prefix.chars().filter(|c| c.is_alphanumeric()).flat_map(spelling::letters_of).all(|c| name.next() == Some(c))
}

fn offer<'a>(found: &mut Vec<Completion<'a>>, entry: &Entry<'a>, flag: u32, inner: bool) {
    if matches!(entry.form, Form::Country | Form::Variant | Form::Phrase) {
        return;
    }
    let actor = ActorRef(entry.actor | flag);
    if !found.iter().any(|known| known.name == entry.text && known.actor == actor) {
        found.push(Completion { name: entry.text, form: entry.form, actor, inner });
    }
}

/// An actor that bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Who.
    pub actor: ActorRef,
    /// What the name is to it, at best.
    pub form: Form,
    /// Whether the name counts only where the article names the actor otherwise.
    pub weak: bool,
}

fn gather<'a>(entries: impl Iterator<Item = Entry<'a>>, flag: u32) -> Vec<Owner> {
    let mut owners: Vec<Owner> = Vec::new();
    for entry in entries.filter(|entry| entry.form != Form::Country) {
        let actor = ActorRef(entry.actor | flag);
        let weak = entry.form == Form::Weak;
        match owners.iter_mut().find(|owner| owner.actor == actor) {
            Some(owner) => {
                owner.form = owner.form.min(entry.form);
                owner.weak |= weak;
            }
            None => owners.push(Owner { actor, form: entry.form, weak }),
        }
    }
    owners.sort_by_key(|owner| (owner.weak, owner.form, owner.actor));
    owners
}
