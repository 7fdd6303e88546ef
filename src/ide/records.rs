//! What is at a place, for adding it to the publication’s own lists: a listed name, one similar to a listed name, or a
//! new one.
//!
//! The editor asks here before it asks the person anything, and returns what the person filled in ([`addition`]). The
//! result must follow the rules for lists ([`valid`](crate::gazetteer::lists::validate)): ids are not empty, and
//! unique; a host belongs to one source, and a name or short form to one actor.

use super::View;
use super::addition::Addition;
use crate::bulletin::Item;
use crate::gazetteer::actors::LIKELY;
use crate::gazetteer::index::bare;
use crate::gazetteer::institutions::institution;
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::spelling::{self, equal_in_print};
use crate::gazetteer::{Actor, ActorKind, Form, Gazetteer, Source, Spelling};
use crate::text::url::Url;
use crate::text::words::WordSet;
use crate::text::{Edit, Offset, Slice, Span};

/// The kind of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// An actor.
    Actor,
    /// A source.
    Source,
}

/// The word for a kind in the editor protocol.
#[must_use]
pub fn word(what: RecordKind) -> &'static str {
    match what {
        RecordKind::Actor => "actor",
        RecordKind::Source => "source",
    }
}

/// What is at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    /// What it is, or would be.
    pub what: RecordKind,
    /// Its words, on one line.
    pub name: String,
    /// Their span.
    pub span: Span,
    /// A message to show first, if any.
    pub message: Option<String>,
    /// Names that may be meant, the most likely first.
    pub near: Vec<Near>,
    /// The proposed record; `None` if there is nothing to record.
    pub proposal: Option<RecordProposal>,
}

/// A listed name that may be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The name.
    pub name: String,
    /// The edit that writes it.
    pub edit: Edit,
}

/// The contents of a new record, as far as the text provides them; the person completes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordProposal {
    /// The name.
    pub name: String,
    /// An actor’s short form; empty if it has none.
    pub abbreviation: String,
    /// For an actor, one of [`ActorKind::ALL`]; for a source, its kind or an empty string.
    pub kind: String,
    /// A source’s host; empty if it is unknown, or belongs to another source.
    pub host: String,
}

/// The kinds of sources that are offered; a list may contain others.
pub const SOURCE_KINDS: [&str; 8] =
    ["newspaper", "agency", "broadcaster", "web", "journal", "ngo", "government", "organisation"];

/// The kinds that are offered for a record.
#[must_use]
pub fn kinds(what: RecordKind) -> Vec<&'static str> {
    match what {
        RecordKind::Actor => ActorKind::ALL.iter().map(|(word, _)| *word).collect(),
        RecordKind::Source => SOURCE_KINDS.to_vec(),
    }
}

/// What is at `span`, or around it if it is empty. Without `what`, a source within a citation, otherwise an actor.
#[must_use]
pub fn look(view: View<'_>, span: Span, what: Option<RecordKind>) -> Looked {
    let edge = |at: Offset| Span::at(0..crate::text::ceil_boundary(view.text, at as usize)).end;
    let span = Span::new(edge(span.start), edge(span.end));
    let mut items = view.checked.bulletin.formal_items();
    let item = items.find(|item| item.span.start <= span.start && span.end <= item.span.end);
    match (what, item) {
        (Some(RecordKind::Source) | None, Some(item)) => source(view, item, span),
        (Some(RecordKind::Source), None) => selected_source(view, span),
        (Some(RecordKind::Actor) | None, _) => actor(view, span),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Looked {
    fn nothing(what: RecordKind, name: String, span: Span, message: impl Into<String>) -> Looked {
        Looked { what, name, span, message: Some(message.into()), near: Vec::new(), proposal: None }
    }
}

// Sources.

fn source(view: View<'_>, item: &Item, span: Span) -> Looked {
    if let Some(author) = item.author.filter(|author| author.contains(span)) {
        let name = one_line(author.of(view.text));
        let message = format!("“{name}” is the author of the report. Put the cursor on the source.");
        return Looked::nothing(RecordKind::Source, name, author, message);
    }
    let Some(place) = item.source else {
        return Looked::nothing(RecordKind::Source, String::new(), item.span, "No source is named here.");
    };
    named_source(view, place, item.url(view.text))
}

fn selected_source(view: View<'_>, span: Span) -> Looked {
    let name = one_line(span.of(view.text));
    if !name.chars().any(char::is_alphabetic) || name.chars().count() > 100 {
        return Looked::nothing(
            RecordKind::Source,
            name,
            span,
            "Put the cursor on the name of a source, within its citation.",
        );
    }
    named_source(view, span, None)
}

/// The source that is named at `place` and cited with an address.
fn named_source(view: View<'_>, place: Span, address: Option<&str>) -> Looked {
    let name = one_line(place.of(view.text));
    let near = |names: &[&str]| {
        let mut near: Vec<Near> = Vec::new();
        for other in names.iter().filter(|other| **other != name) {
            if near.iter().all(|known| known.name != **other) {
                near.push(Near { name: (*other).to_owned(), edit: Edit::replace(place, *other) });
            }
        }
        near
    };
    let listed = view.gazetteer.sources_named(&name);
    if let [first, ..] = listed[..] {
        let message = match (listed.len(), first.spelling) {
            (1, Spelling::Accepted) => format!("“{name}” is listed already{}.", about(first.source)),
            (1, _) => format!("“{name}” is listed as “{}”{}.", first.preferred, about(first.source)),
            (count, _) => format!("{count} listed sources have the name “{name}”."),
        };
        let written = listed.iter().filter(|known| known.spelling != Spelling::Accepted).map(|known| known.preferred);
        let near = near(&written.collect::<Vec<_>>());
        return Looked { what: RecordKind::Source, name, span: place, message: Some(message), near, proposal: None };
    }
    let owner = address.and_then(|address| view.gazetteer.source_at(address)).filter(|owner| !owner.is_platform());
    let alike = view.gazetteer.source_near(&name);
    // If host and spelling match, there is little doubt.
    let by_host = owner.filter(|owner| is_alike(&name, owner)).map(|owner| &*owner.name);
    let names: Vec<&str> = by_host.into_iter().chain(alike).collect();
    let host = address.and_then(Url::parse).map(|url| url.bare_host().to_ascii_lowercase()).unwrap_or_default();
    let message = owner.map(|owner| match by_host {
        Some(_) => format!("“{name}” is not listed. The address belongs to “{}”.", owner.name),
        None => {
            format!(
                "The address belongs to “{}”, and a host belongs to one source: the new record gets none.",
                owner.name
            )
        }
    });
    let message = message.or_else(|| alike.map(|near| format!("“{name}” is not listed, and “{near}” is.")));
    let proposal = RecordProposal {
        name: name.clone(),
        host: if owner.is_none() { free_host(view.gazetteer, &host) } else { String::new() },
        kind: String::new(),
        abbreviation: String::new(),
    };
    Looked { what: RecordKind::Source, span: place, message, near: near(&names), proposal: Some(proposal), name }
}

/// A few words about a listed source.
fn about(source: &Source) -> String {
    let parts = [&*source.kind, source.hosts.first().map_or("", |host| &**host)];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Whether a name is similar enough to one of a source’s names to be a misspelling of it.
fn is_alike(name: &str, source: &Source) -> bool {
    const ENOUGH: f64 = 0.7;
    let folded =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let name = folded(name);
    let mut names = std::iter::once(&source.name).chain(&source.accepted).chain(&source.aliases);
    names.any(|own| strsim::normalized_levenshtein(&name, &folded(own)) >= ENOUGH)
}

/// The host, unless it belongs to a listed source or to a platform that many people write on.
fn free_host(gazetteer: &Gazetteer, host: &str) -> String {
    let taken = host.is_empty() || !host.contains('.') || gazetteer.source_at(&format!("https://{host}/a")).is_some();
    if taken { String::new() } else { host.to_owned() }
}

// Actors.

fn actor(view: View<'_>, span: Span) -> Looked {
    const SELECT: &str = "Select the name of the actor first, as it is to be written.";
    let Some(place) = (if span.is_empty() { name_around(view, span.start) } else { Some(trimmed(view.text, span)) })
    else {
        return Looked::nothing(RecordKind::Actor, String::new(), span, SELECT);
    };
    let name = one_line(place.of(view.text));
    let nothing = |message: String| Looked::nothing(RecordKind::Actor, name.clone(), place, message);
    if view.checked.bulletin.dates.written.iter().any(|mention| mention.date.span.overlaps(place)) {
        return nothing(format!("“{name}” is a date, or part of one."));
    }
    if !is_name(place.of(view.text)) {
        return nothing(SELECT.to_owned());
    }
    if let Some(why) = no_actor(view, place, &name) {
        return nothing(why);
    }
    let owners = view.gazetteer.named(&name);
    let listed: Vec<(&Actor, Form)> =
        { owners.iter() }.filter_map(|owner| Some((view.gazetteer.actor_of(owner.actor)?, owner.form))).collect();
    if let [(first, form), rest @ ..] = &listed[..] {
        if *form == Form::Country {
            return nothing(format!("“{name}” is the name of a country, or of its people."));
        }
        let message = if rest.is_empty() {
            known(&name, first, *form)
        } else {
            let names: Vec<String> = listed.iter().map(|(actor, _)| format!("“{}”", actor.name)).collect();
            format!("“{name}” is a name of several that are listed: {}.", names.join(", "))
        };
        let better = match form {
            Form::Variant if rest.is_empty() => Some(first.correction(&name)),
            Form::Former if rest.is_empty() => Some(&*first.name),
            _ => None,
        };
        let near = better.map(|better| Near { name: better.to_owned(), edit: Edit::replace(place, better) });
        return Looked { message: Some(message), near: near.into_iter().collect(), ..nothing(String::new()) };
    }
    let near = guesses(view, place, &name);
    let message = near.first().map(|near| format!("“{name}” is not listed, and “{}” is.", near.name));
    Looked { message, near, proposal: Some(proposal(view, place, &name)), ..nothing(String::new()) }
}

fn known(name: &str, actor: &Actor, form: Form) -> String {
    let plain = equal_in_print(bare(name), bare(&actor.name));
    match form {
        Form::Variant => format!("“{name}” is listed as a spelling of “{}” that is not used.", actor.name),
        Form::Former => format!("“{name}” is listed as a former name of “{}”.", actor.name),
        Form::Abbreviation => format!("“{name}” is listed as the short form of “{}”.", actor.name),
        _ if plain => format!("“{name}” is listed already."),
        _ => format!("“{name}” is listed as a name of “{}”.", actor.name),
    }
}

/// Why a name cannot be an actor’s: it is a date, an author, a source, or several names.
fn no_actor(view: View<'_>, place: Span, name: &str) -> Option<String> {
    let bulletin = &view.checked.bulletin;
    static DAYS: WordSet = WordSet::new(&[
        "april",
        "august",
        "december",
        "february",
        "friday",
        "january",
        "july",
        "june",
        "march",
        "may",
        "monday",
        "november",
        "october",
        "saturday",
        "september",
        "sunday",
        "thursday",
        "tuesday",
        "wednesday",
    ]);
    let folded = name.to_lowercase();
    if DAYS.has(&folded) {
        return Some(format!("“{name}” is a date, or part of one."));
    }
    let single = !name.contains(' ');
    let plain = single
        && (spelling::is_article(name)
            || matches!(&*folded, "a" | "an" | "the")
            || spelling::opens_sentences(name)
            || spelling::is_title_or_adverb(name)
            || spelling::is_title_of_persons(name));
    if plain {
        return Some(format!("“{name}” alone is not a name."));
    }
    if bulletin.countries.iter().any(|country| country.span.contains(place)) {
        return Some(format!("“{name}” is the name of a country, or of its people."));
    }
    let authors = bulletin.articles.iter().flat_map(|article| &article.authors);
    if authors.into_iter().any(|author| author.value.eq_ignore_ascii_case(name)) {
        return Some(format!("“{name}” is an author of this bulletin."));
    }
    // `al-Shabaab and Boko Haram`, at least one of which is known.
    let parts = |mark: &str| name.split(mark).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    for mark in [" and ", " or ", ", ", " & ", "/"] {
        let parts = parts(mark);
        if parts.len() > 1 && view.gazetteer.named(name).is_empty() {
            let is_known = |part: &&&str| !view.gazetteer.named(part).is_empty();
            if let Some(known) = parts.iter().find(is_known) {
                return Some(format!("“{name}” is more than one name; “{known}” is listed already. Select one name."));
            }
        }
    }
    if view.gazetteer.named(name).is_empty() && view.gazetteer.knows_source(name) {
        return Some(format!("“{name}” is listed as a source."));
    }
    None
}

/// Listed names that resemble the name.
fn guesses(view: View<'_>, place: Span, name: &str) -> Vec<Near> {
    let Some(sound) = PhoneticName::new(name) else { return Vec::new() };
    let guesses = view.gazetteer.guesses(name, &sound);
    let likely = guesses.iter().filter(|guess| guess.score >= LIKELY && !view.gazetteer.is_rejected(name, guess.name));
    let mut near: Vec<Near> = Vec::new();
    for guess in likely.take(3) {
        let Some(actor) = view.gazetteer.actor_of(guess.actor) else { continue };
        let written = if guess.form == Form::Variant { actor.correction(guess.name) } else { guess.name };
        if near.iter().all(|known| known.name != written) {
            near.push(Near { name: written.to_owned(), edit: Edit::replace(place, written) });
        }
    }
    near
}

fn proposal(view: View<'_>, place: Span, name: &str) -> RecordProposal {
    let definitions = &view.checked.bulletin.abbreviations.definitions;
    let short = definitions
        .iter()
        .find(|definition| definition.long == place || one_line(definition.long.of(view.text)) == name);
    let short =
        short.map(|definition| definition.short.of(view.text)).filter(|short| view.gazetteer.named(short).is_empty());
    RecordProposal {
        name: name.to_owned(),
        abbreviation: short.unwrap_or_default().to_owned(),
        kind: institution(name).unwrap_or_default().word().to_owned(),
        host: String::new(),
    }
}

/// The maximum number of words in a name.
const NAME_WORDS: usize = 10;

/// Whether words may be a name: capitalized words, possibly with short words in lower case between them.
fn is_name(words: &str) -> bool {
    if words.is_empty() || words.len() > 200 || words.contains("\n\n") {
        return false;
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    let in_name =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | 'ʿ' | 'ʾ' | '.' | '/' | '(' | ')' | '&' | ',');
    let plain = words.iter().all(|word| word.chars().all(in_name) && (is_capital(word) || word.len() <= 3));
    let ends = words.first().is_some_and(|word| is_capital(word)) && words.last().is_some_and(|word| is_capital(word));
    plain && ends && words.len() <= NAME_WORDS && words.concat().chars().count() > 1
}

/// In a script without capitals, any word may start a name.
fn is_capital(word: &str) -> bool {
    word.chars().any(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// A selection without surrounding spaces and punctuation.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '“' | '”' | '"' | '*' | '_');
    let start = words.len() - words.trim_start_matches(edge).len();
    let end = words.trim_end_matches(edge).len().max(start);
    Span::new(span.start + start as Offset, span.start + end as Offset)
}

/// The name around a place: capitalized words, and short ones between them. A word that only starts the sentence is
/// omitted.
fn name_around(view: View<'_>, offset: Offset) -> Option<Span> {
    let text = view.text;
    let at = offset as usize;
    let start = text.get(..at)?.rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
    let end = text.get(at..)?.find(['\n', '\r']).map_or(text.len(), |newline| at + newline);
    let line = text.slice(start..end);
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut from = None;
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | 'ʿ' | 'ʾ' | '.');
    for (index, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (part(c), from) {
            (true, None) => from = Some(index),
            (false, Some(begin)) => {
                words.push((begin, index));
                from = None;
            }
            _ => {}
        }
    }
    let word = |index: usize| words.get(index).map(|(from, to)| line.slice(*from..*to)).unwrap_or_default();
    // Two words belong together if only a space separates them, and the first does not end in a full stop.
    let joined = |index: usize| {
        let (Some((_, end)), Some((next, _))) = (words.get(index), words.get(index + 1)) else { return false };
        line.slice(*end..*next) == " " && !word(index).ends_with('.')
    };
    let here = words.iter().position(|(from, to)| start + from <= at && at <= start + to)?;
    let small = |index: usize| spelling::is_particle(word(index)) && word(index) != "and";
    let is_part = |index: usize| is_capital(word(index)) || small(index);
    if !is_part(here) {
        return None;
    }
    let (mut first, mut last) = (here, here);
    while first > 0 && joined(first - 1) && is_part(first - 1) {
        first -= 1;
    }
    while joined(last) && is_part(last + 1) {
        last += 1;
    }
    // `Fighters of …` starts a sentence, `Union of …` a name.
    static PEOPLE: WordSet = WordSet::new(&[
        "all",
        "allies",
        "both",
        "commanders",
        "elements",
        "few",
        "fighters",
        "followers",
        "gunmen",
        "half",
        "leaders",
        "many",
        "members",
        "men",
        "militants",
        "most",
        "none",
        "officials",
        "one",
        "people",
        "rebels",
        "remnants",
        "representatives",
        "residents",
        "soldiers",
        "some",
        "supporters",
        "troops",
        "two",
        "units",
        "women",
    ]);
    let opens = |index: usize| {
        let word = word(index);
        !is_capital(word)
            || matches!(word, "The" | "A" | "An")
            || spelling::opens_sentences(word)
            || spelling::is_title_or_adverb(word)
            || PEOPLE.has(&word.to_lowercase())
    };
    while first < last && opens(first) {
        first += 1;
    }
    while last > first && !is_capital(word(last)) {
        last -= 1;
    }
    let (from, to) = (words.get(first)?.0, words.get(last)?.1);
    let whole = line.slice(from..to);
    let name = whole.strip_suffix('.').filter(|name| !name.contains('.')).unwrap_or(whole);
    let name = name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name);
    Some(Span::at(start + from..start + from + name.len()))
}

// Filled-in records.

/// What a person filled in for a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The kind of record.
    pub what: RecordKind,
    /// Its contents.
    pub record: RecordProposal,
}

/// The addition that a person filled in.
///
/// # Errors
/// A sentence that states what must be changed.
pub fn addition(filled: &Filled, gazetteer: &Gazetteer) -> Result<Addition, String> {
    let Filled { what, record } = filled;
    let RecordProposal { abbreviation, kind, host, .. } = record;
    let name = one_line(&record.name);
    for value in [&name, abbreviation, host] {
        if value.contains([';', '"', '\t']) || value.chars().any(char::is_control) {
            return Err(format!("“{}” holds a sign that separates the columns of a list.", one_line(value)));
        }
    }
    if !name.chars().any(char::is_alphanumeric) {
        return Err("A record needs a name.".to_owned());
    }
    if *what == RecordKind::Source {
        if let [known, ..] = gazetteer.sources_named(&name)[..] {
            return Err(format!("“{}” is listed already.", known.preferred));
        }
        let host = host.trim().trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        let host = host.trim_end_matches('/').to_ascii_lowercase();
        if let Some(owner) = gazetteer.source_at(&format!("https://{host}/a")).filter(|_| !host.is_empty()) {
            return Err(format!("“{host}” is the host of “{}”, and a host belongs to one source.", owner.name));
        }
        let hosts = Some(host).filter(|host| !host.is_empty()).into_iter().map(Into::into).collect();
        let kind = kind.trim().to_owned().into();
        return Ok(Addition::Source(Source { name: name.into(), hosts, kind, ..Source::default() }));
    }
    let owner_of = |name: &str| gazetteer.named(name).iter().find_map(|owner| gazetteer.actor_of(owner.actor));
    if let Some(owner) = owner_of(&name) {
        return Err(format!("“{name}” is a name of “{}” already.", owner.name));
    }
    let abbreviation = abbreviation.trim();
    if let Some(owner) = owner_of(abbreviation).filter(|_| !abbreviation.is_empty()) {
        return Err(format!("“{abbreviation}” is the short form of “{}” already.", owner.name));
    }
    let kind = match kind.trim() {
        "" => ActorKind::default(),
        word => {
            let known = ActorKind::ALL.iter().find(|(known, _)| *known == word);
            known.ok_or_else(|| format!("There is no kind of actor “{word}”."))?.1
        }
    };
    let short = Some(abbreviation.to_owned()).filter(|short| !short.is_empty());
    let abbreviations = short.into_iter().map(Into::into).collect();
    Ok(Addition::Actor(Actor { name: name.into(), abbreviations, kind, ..Actor::default() }))
}

/// An unused id for a name, in kebab-case ASCII. A name in another script gets a number.
pub(super) fn fresh_id(name: &str, what: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = String::new();
    for c in name.chars() {
        let before = id.len();
        if c.is_alphanumeric() {
            id.extend(
                std::iter::once(c.to_ascii_lowercase())
                    .filter(char::is_ascii)
                    .chain(spelling::letters_of(c).filter(|letter| !c.is_ascii() && letter.is_ascii_alphanumeric())),
            );
        }
        if id.len() == before && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    let (base, first) = if id.is_empty() { (what, 1) } else { (id, 2) };
    let mut numbered = (first..).map(|number| format!("{base}-{number}"));
    let plain = Some(id.to_owned()).filter(|id| !id.is_empty() && !taken(id));
    plain.or_else(|| numbered.find(|id| !taken(id))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask_dated, place};
    use super::*;

    /// What is reported for the words when selected, and with the cursor in the middle of them; both must be equal.
    fn selected(text: &str, words: &str) -> Looked {
        ask_dated(text, |view| look(view, place(text, words), None))
    }

    fn at(text: &str, words: &str) -> Looked {
        let within = words.chars().next().map_or(0, char::len_utf8) as Offset;
        ask_dated(text, |view| look(view, Span::empty(place(text, words).start + within), None))
    }

    const TEXT: &str = "# Rain\n\n*By Ada Vale*\n\nOn Sunday, October 7, the Union of Elwak Drivers (UED) met al-Shabaab and Boko Haram. \
        Later the Ridge Army’s men met Ada Vale of Reuters in Iraq and al-Wadi. Жители came. \
        ([Al Jazzera](https://www.aljazeera.com/2018/10/05/a), October 5; By Tom Hill, [Zongo Paper](https://zongo.net/1), October 6)\n";

    #[test]
    fn a_new_name_is_proposed_whole() {
        for (words, name, short, kind) in [
            ("Elwak", "Union of Elwak Drivers", "UED", "organisation"),
            ("Ridge", "Ridge Army", "", "force"),
            ("al-Wadi", "al-Wadi", "", "group"),
            ("Жители", "Жители", "", "group"),
        ] {
            let found = at(TEXT, words);
            let proposal = found.proposal.unwrap_or_else(|| panic!("{words}: {:?}", found.message));
            assert_eq!((&*proposal.name, &*proposal.abbreviation, &*proposal.kind), (name, short, kind));
        }
    }

    #[test]
    fn what_is_no_actor_is_said() {
        for (words, said) in [
            ("al-Shabaab and Boko Haram", "more than one name; “al-Shabaab” is listed already"),
            ("Sunday", "is a date"),
            ("October 7", "is a date"),
            ("Ada Vale of", "Select the name"),
            ("Reuters", "is listed as a source"),
            ("Iraq", "a country"),
            ("Boko Haram", "“Boko Haram” is listed already"),
            ("Later", "alone is not a name"),
        ] {
            let found = selected(TEXT, words);
            assert!(
                found.proposal.is_none() && found.message.as_deref().is_some_and(|m| m.contains(said)),
                "{found:?}"
            );
        }
        let author = selected(TEXT, "Ada Vale");
        assert!(author.message.unwrap().contains("is an author"));
        assert!(at(TEXT, "al-Shabaab").message.unwrap().contains("listed"));
        assert!(at(TEXT, "met").message.unwrap().contains("Select the name"));
    }

    #[test]
    fn a_name_near_a_listed_one_may_be_meant() {
        let text = "Men of Boko Harram left.";
        let found = at(text, "Harram");
        assert_eq!(found.near[0].name, "Boko Haram", "{found:?}");
        assert!(found.proposal.is_some());
    }

    #[test]
    fn a_source_with_the_host_of_another_is_that_one() {
        let found = at(TEXT, "Al Jazzera");
        assert_eq!((found.what, &*found.near[0].name), (RecordKind::Source, "Al Jazeera"));
        assert_eq!(found.proposal.unwrap().host, "");
        let new = at(TEXT, "Zongo Paper");
        assert_eq!(
            new.proposal.unwrap(),
            RecordProposal { name: "Zongo Paper".into(), host: "zongo.net".into(), ..RecordProposal::default() }
        );
        assert!(at(TEXT, "Tom Hill").message.unwrap().contains("author of the report"));
        let other = at("Rain fell ([The Stream Desk](https://www.aljazeera.com/a), May 9).", "Stream");
        assert!(other.near.is_empty() && other.proposal.unwrap().host.is_empty());
        assert!(other.message.unwrap().contains("a host belongs to one source"));
        assert!(
            at("Rain fell ([Dawn](https://www.dawn.com/a), May 9).", "Dawn")
                .message
                .unwrap()
                .contains("listed already")
        );
    }

    #[test]
    fn what_is_filled_in_is_checked() {
        let gazetteer = Gazetteer::shipped();
        let filled = |what, name: &str, abbreviation: &str, kind: &str, host: &str| {
            let record = RecordProposal {
                name: name.into(),
                abbreviation: abbreviation.into(),
                kind: kind.into(),
                host: host.into(),
            };
            addition(&Filled { what, record }, &gazetteer)
        };
        let refused = |found: Result<Addition, String>| found.expect_err("refused");
        assert!(filled(RecordKind::Actor, "Ridge  Men", "RM9", "force", "").is_ok());
        assert!(refused(filled(RecordKind::Actor, " ", "", "", "")).contains("needs a name"));
        assert!(refused(filled(RecordKind::Actor, "Boko Haram", "", "", "")).contains("already"));
        assert!(refused(filled(RecordKind::Actor, "Ridge Men", "PMU", "", "")).contains("short form"));
        assert!(refused(filled(RecordKind::Actor, "Ridge Men", "", "club", "")).contains("no kind"));
        assert!(refused(filled(RecordKind::Actor, "Ridge; Men", "", "", "")).contains("separates"));
        assert!(
            refused(filled(RecordKind::Source, "Zongo", "", "", "https://www.dawn.com/")).contains("host of “Dawn”")
        );
        let Ok(Addition::Source(source)) = filled(RecordKind::Source, "Zongo", "", "web", "https://www.Zongo.net/")
        else {
            panic!()
        };
        assert_eq!(&*source.hosts[0], "zongo.net");
    }

    #[test]
    fn ids_are_never_empty_or_doubled() {
        let taken = ["ridge-men", "actor-1"];
        let id = |name| fresh_id(name, "actor", |id| taken.contains(&id));
        assert_eq!(id("Ridge Men"), "ridge-men-2");
        assert_eq!(id("Ridge Folk"), "ridge-folk");
        assert_eq!((id("Жители"), id("العربية")), ("actor-2".to_owned(), "actor-2".to_owned()));
        assert_eq!(id("Élan 4"), "elan-4");
    }
}
