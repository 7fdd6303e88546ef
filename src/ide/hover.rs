//! Hover: a Markdown card about what is at a position.

use super::View;
use super::cards;
use super::symbol::{self, Short, Symbol};
use crate::bulletin::Mention;
use crate::bulletin::abbreviations::meaning::Meaning;
use crate::bulletin::citation::Item;
use crate::bulletin::items::ItemGroup;
use crate::calendar::{self, MONTHS, Resolved, WEEKDAYS, Written};
use crate::rules;
use crate::text::url::Url;
use crate::text::{Offset, Span, times};
use crate::workspace::Workspace;
use std::fmt::Write as _;

/// A hover card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// The card, in Markdown.
    pub markdown: String,
}

/// The card for what is at `offset`.
#[must_use]
pub fn hover(view: View<'_>, workspace: &Workspace, offset: Offset) -> Option<Hover> {
    // For a date the card only covers the date, also within a citation.
    let cited = view.checked.bulletin.cited_items().flat_map(|item| &item.dates);
    if let Some(date) = { cited }.find(|date| date.span.start <= offset && offset < date.span.end) {
        return Some(Hover { span: date.span, markdown: day_card(view, date) });
    }
    if let Some(symbol) = symbol::at(view, offset) {
        let markdown = match symbol {
            Symbol::Item(item) => source(view, workspace, item),
            Symbol::Abbreviation(short) => abbreviation(view, workspace, short)?,
            Symbol::Actor(mention) => actor(view, workspace, mention)?,
            Symbol::NoteReference(_) | Symbol::Note(_) => note(view, symbol)?,
            Symbol::Rule(name) => cards::rule(rules::find(&name.value)?),
        };
        return Some(Hover { span: symbol.span(), markdown: cards::short(&markdown) });
    }
    let dates = &view.checked.bulletin.dates.written;
    let next = dates.partition_point(|mention| mention.date.span.start <= offset);
    let date = &dates[..next].last().filter(|mention| offset <= mention.date.span.end)?.date;
    Some(Hover { span: date.span, markdown: day_card(view, date) })
}

/// What a date means, and what that is based on.
fn day_card(view: View<'_>, date: &Written) -> String {
    let mut card = days(view, date);
    if let Some(issue) = view.checked.bulletin.issue.date.filter(|_| date.year.is_none()) {
        let _ = write!(card, "\n\nThe year is read from the date of the issue, {}.", full(issue));
    }
    card
}

/// The source as printed, then what the lists contain about it.
fn source(view: View<'_>, workspace: &Workspace, item: &Item) -> String {
    let text = view.text;
    // An interview, a shortened form: the fields say what it is.
    if item.source.is_none() && item.link.is_none() && item.details.is_some() || symbol::meant(item).is_some() {
        return fields(view, item).join("\n");
    }
    let name = item.source.map(|source| plain(source.of(text)));
    let known = view.gazetteer.source_of(name.as_deref().unwrap_or_default(), item.url(text), &[]);
    let mut card = match known {
        Some(source) => cards::source(source, workspace),
        None => format!("**{}**", name.as_deref().unwrap_or("(no source)")),
    };
    if known.is_none()
        && let Some(url) = item.url(text).and_then(Url::parse)
    {
        let _ = write!(card, " · {}", url.bare_host());
    }
    if known.is_none()
        && let Some(used) = name.as_deref().and_then(|name| workspace.source(name))
    {
        let _ = write!(card, "\n\ncited {} elsewhere in the workspace", times(used.count));
    }
    for date in &item.dates {
        let _ = write!(card, "\n\n{}", days(view, date));
    }
    if item.dates.is_empty() && !item.shares_date {
        card.push_str("\n\nno date");
    }
    if let Some(told) = item.url(text).and_then(calendar::url_date).and_then(|told| told.to_date()) {
        let _ = write!(card, "\n\nThe address says {}.", full(told));
    }
    card
}

/// The card of the actor that is meant; a list of candidates if the article does not decide.
fn actor(view: View<'_>, workspace: &Workspace, mention: &Mention) -> Option<String> {
    if let Some(actor) = mention.actor(view.gazetteer) {
        return Some(cards::actor(actor, view.gazetteer, workspace, &named_here(view, mention)));
    }
    let owners = mention.owners(view.text, view.gazetteer);
    let names: Vec<String> =
        owners.iter().map(|actor| format!("* {} ({})", actor.name, actor.countries.join(", "))).collect();
    (!names.is_empty()).then(|| format!("Several actors bear this name:\n\n{}", names.join("\n")))
}

/// How often, and in which articles, the document names an actor.
fn named_here(view: View<'_>, mention: &Mention) -> String {
    let bulletin = &view.checked.bulletin;
    let here: Vec<&Mention> = bulletin.mentions.iter().filter(|other| other.actor == mention.actor).collect();
    let named = times(here.len());
    let holds = |span: Span| here.iter().any(|mention| span.contains(mention.span));
    let titles = bulletin.articles.iter().filter(|article| !article.title.value.is_empty() && holds(article.span));
    let titles: Vec<String> = titles.map(|article| format!("“{}”", article.title.value)).collect();
    match (bulletin.articles.len(), &titles[..]) {
        (0 | 1, _) | (_, []) => format!("named {named} in this document"),
        (_, all) if all.len() <= 3 => format!("named {named} in this document: in {}", all.join(", ")),
        (_, all) => format!("named {named} in this document: in {} articles", all.len()),
    }
}

/// A date as written, and the days it means.
fn days(view: View<'_>, date: &Written) -> String {
    let (issue, slack) = (view.checked.bulletin.issue.date, view.settings.slack_days);
    let meant = std::iter::once(date.resolve(issue, slack)).chain(date.resolve_further(issue, slack)).map(meaning);
    let meant: Vec<String> = meant.collect();
    format!("{} → {}", plain(date.span.of(view.text)), meant.join("; "))
}

fn meaning(resolved: Resolved) -> String {
    match resolved {
        Resolved::Day(day) => full(day),
        Resolved::Month(year, month) => format!("{} {year}", MONTHS[usize::from(month.clamp(1, 12)) - 1]),
        Resolved::Year(year) => year.to_string(),
        Resolved::Impossible => "no such day".to_owned(),
        Resolved::Unknown => "the year is unknown: the issue has no date".to_owned(),
    }
}

/// `Friday, September 21, 2018`
fn full(day: calendar::Date) -> String {
    let weekday = WEEKDAYS.iter().find(|(_, weekday)| *weekday == day.weekday()).map_or("", |(name, _)| name);
    format!("{weekday}, {}", calendar::print_day(day, calendar::DateStyle::MONTH_DAY, None))
}

fn abbreviation(view: View<'_>, workspace: &Workspace, short: Short) -> Option<String> {
    let abbreviations = &view.checked.bulletin.abbreviations;
    let defined = |scope: Span| abbreviations.definitions_in(scope).iter().find(|d| d.key == short.key);
    let used = abbreviations.uses_in(short.article).iter().filter(|used| used.key == short.key).count();
    let count = times(used);
    let name = short.span.of(view.text);
    if let Some(definition) = defined(short.article) {
        let long = plain(definition.long.of(view.text));
        let mut card = format!("**{name}**: {long}\n\nused {count} in this article beside its definition");
        // Whose abbreviation it is, if the lists know.
        let mentions = &view.checked.bulletin.mentions;
        let next = mentions.partition_point(|mention| mention.span.start < short.span.start);
        let mention = mentions.get(next).filter(|mention| mention.span.overlaps(short.span));
        if let Some(actor) = mention.and_then(|mention| mention.actor(view.gazetteer)) {
            card = format!("{card}\n\n---\n\n{}", cards::actor(actor, view.gazetteer, workspace, ""));
        }
        return Some(card);
    }
    // Another article may define it: that helps an author, although it does not count as a definition here.
    if let Some(elsewhere) = defined(Span::at(0..view.text.len())) {
        let long = plain(elsewhere.long.of(view.text));
        return Some(format!("**{name}**: {long}\n\ndefined in another article only; used {count} in this one"));
    }
    // If it is not defined anywhere, the lists may have it.
    let meaning = Meaning::of(short.key, view.gazetteer);
    let long = meaning.long_for(name)?;
    Some(format!("**{name}**: {}\n\nas the lists know it; used {count} and not spelled out", plain(long)))
}

fn note(view: View<'_>, symbol: Symbol<'_>) -> Option<String> {
    let defined = symbol::occurrences(view, symbol).into_iter().find(|occurrence| occurrence.defines)?;
    let notes = &view.checked.bulletin.notes;
    let note = notes.iter().find(|note| note.span.contains(defined.span))?;
    let body = note.body.of(view.text).trim();
    let mut card = format!("**Note {}**\n\n{body}", note.label);
    let group = view.checked.bulletin.items_of_note(note);
    for item in group.into_iter().flat_map(ItemGroup::cited) {
        let fields = fields(view, item);
        if !fields.is_empty() {
            let _ = write!(card, "\n\n{}", fields.join("\n"));
        }
    }
    Some(card)
}

/// A source in a note as it is read, one field per line.
fn fields(view: View<'_>, item: &Item) -> Vec<String> {
    let Some(details) = &item.details else { return Vec::new() };
    let text = view.text;
    let day = |date: &Written| match date.resolve(view.checked.bulletin.issue.date, view.settings.slack_days) {
        Resolved::Day(day) => full(day),
        _ => plain(date.span.of(text)),
    };
    let span = |span: Option<Span>| span.map(|span| plain(span.of(text)));
    let told = [
        ("kind", Some(details.kind.name().to_owned())),
        ("author", span(item.author)),
        ("with", span(details.persons)),
        ("title", span(details.title.map(|title| title.span))),
        ("source", span(item.source)),
        ("platform", span(details.platform)),
        ("place", span(details.place)),
        ("volume", span(details.volume)),
        ("issue", span(details.issue)),
        ("number", span(details.number)),
        ("symbol", span(details.symbol)),
        ("date", item.date().map(day)),
        ("pages", span(details.pages)),
        ("address", item.url(text).map(str::to_owned)),
        ("archived", span(details.archived.map(|link| link.target))),
        ("accessed", details.accessed.as_ref().map(day)),
        ("means", meant(view, item)),
    ];
    told.into_iter().filter_map(|(name, value)| Some(format!("* {name}: {}", value?))).collect()
}

/// The note that an *Ibid.* or a shortened form means, and its full form.
fn meant(view: View<'_>, item: &Item) -> Option<String> {
    let refers = item.details.as_ref().and_then(|details| details.refers);
    let note = refers.and_then(|note| view.checked.bulletin.notes.get(note as usize));
    let note = note.map(|note| format!("note {}", note.label));
    let full = symbol::meant(item).map(|full| plain(full.of(view.text)));
    let told: Vec<String> = note.into_iter().chain(full).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// The words on one line.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask_dated, place};
    use super::*;

    fn card(text: &str, words: &str) -> Option<String> {
        ask_dated(text, |view| hover(view, &Workspace::default(), place(text, words).start).map(|hover| hover.markdown))
    }

    #[test]
    fn a_source_shows_its_days() {
        let text =
            "It rained ([The Zongo Paper](https://zongo.net/2018/09/22/x), September 21; Reuters, December 1 and 3).";
        assert_eq!(
            card(text, "Zongo").unwrap(),
            "**The Zongo Paper** · zongo.net\n\nSeptember 21 → Friday, September 21, 2018\n\nThe address says Saturday, September 22, 2018."
        );
        let known = card(text, "Reuters").unwrap();
        assert!(known.starts_with("**Reuters** · reuters.com"), "{known}");
        assert!(known.ends_with("December 1 and 3 → Friday, December 1, 2017; Sunday, December 3, 2017"), "{known}");
    }

    #[test]
    fn a_short_form_shows_its_long_one() {
        let text = "The Rapid Response Unit (RRU) left. The RRU came.";
        assert!(card(text, "RRU came").unwrap().starts_with("**RRU**: Rapid Response Unit\n\nused once"));
    }

    #[test]
    fn an_actor_shows_what_is_known_of_it() {
        let text = "Men of al-Shabaab left. Al-Shabaab came.";
        let card = card(text, "al-Shabaab").unwrap();
        assert!(card.starts_with("**al-Shabaab**") && card.lines().next().unwrap().contains("Somalia"), "{card}");
        assert!(card.contains("\n\nnamed 2 times in this document\n\n"), "{card}");
    }

    #[test]
    fn a_short_form_that_nobody_spells_out_shows_what_the_lists_know() {
        let text = "The OSINT desk left; the NSA and the QQX came.";
        let said = "**OSINT**: open-source intelligence\n\nas the lists know it; used once and not spelled out";
        assert_eq!(card(text, "OSINT").as_deref(), Some(said));
        // An agency or an adviser, and an unknown form.
        assert_eq!((card(text, "NSA"), card(text, "QQX")), (None, None));
    }

    #[test]
    fn a_date_tells_what_it_rests_on() {
        let text = "On December 1 it rained (Reuters, May 9, 2017).";
        let rests = "December 1 → Friday, December 1, 2017\n\nThe year is read from the date of the issue, \
            Wednesday, October 10, 2018.";
        assert_eq!(card(text, "December").as_deref(), Some(rests));
        assert_eq!(card(text, "May 9").as_deref(), Some("May 9, 2017 → Tuesday, May 9, 2017"));
    }

    #[test]
    fn nothing_is_said_of_plain_words() {
        assert_eq!(card("It rained.", "rained"), None);
    }

    #[test]
    fn a_reference_shows_its_note_as_it_is_read() {
        let text = "A.[^1] B.[^2]\n\n[^1]: Lena Mertz, “Quay Reopens,” Reuters, May 5, 2018.\n\n[^2]: Ibid., p. 4.\n";
        let shown = card(text, "[^1] B").unwrap_or_default();
        for line in ["* kind: news", "* author: Lena Mertz", "* title: Quay Reopens", "* source: Reuters", "* date: "] {
            assert!(shown.contains(line), "{shown}");
        }
        let shown = card(text, "[^2]\n").unwrap_or_default();
        assert!(shown.contains("* kind: ibid\n* pages: 4\n* means: note 1"), "{shown}");
    }
}
