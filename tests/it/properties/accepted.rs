//! Nothing that a completion, a refactoring or a command writes causes a finding: each name, source and date in the sample and
//! in twenty generated articles is typed again from its first letters, each offer is accepted, and at each place each
//! refactoring, record, citation of an address and new label is applied.

use super::GAZETTEER;
use super::applied::{applied, counted, named};
use copydesk::bulletin::items::ItemKind;
use copydesk::check::{Checked, Draft, check};
use copydesk::config::{Level, Settings};
use copydesk::gazetteer::{Actor, Source};
use copydesk::ide::actions::{Kind, actions};
use copydesk::ide::completion::{Item, completions};
use copydesk::ide::{View, cite, rename};
use copydesk::text::edits::apply;
use copydesk::text::{Edit, Span};
use copydesk::workspace::Workspace;
use std::fmt::Write as _;

/// The address and the date that are filled in where a placeholder asks for one.
const ADDRESS: &str = "https://unlisted.test/reports/1";
const DAY: &str = "October 5";

const SAMPLE: [&str; 2] =
    [include_str!("../../../docs/sample/issue.md"), include_str!("../../../docs/sample/notes.md")];

fn settings() -> Settings {
    Settings { date: "2018-10-10".parse().ok(), ..Settings::default() }
}

fn draft<'a>(text: &'a str, settings: &'a Settings) -> Draft<'a> {
    Draft { path: "a.md", text, settings, gazetteer: &GAZETTEER }
}

/// An article about five actors, told by four sources, in brackets or in notes.
fn article(number: usize, actors: &[&Actor], sources: &[&Source]) -> String {
    let actor = |at: usize| &*actors[(number * 5 + at) % actors.len()].name;
    let source = |at: usize| &*sources[(number * 4 + at) % sources.len()];
    let address = |at: usize, day: usize| {
        let host = source(at).hosts.first().map_or("unlisted.test", |host| host);
        if at.is_multiple_of(2) {
            format!("https://{host}/2018/10/{day:02}/rain")
        } else {
            format!("https://{host}/rain-{number}")
        }
    };
    let mut notes = String::new();
    let mut cited = |at: usize| {
        let day = 1 + (number + at) % 9;
        let (name, url) = (&source(at).name, address(at, day));
        if number % 3 == 2 {
            let _ = write!(notes, "\n\n[^{}]: “Rain in {at},” {name}, October {day}, 2018, {url}.", at + 1);
            (String::new(), format!("[^{}]", at + 1))
        } else {
            (format!(" ([{name}]({url}), October {day})"), String::new())
        }
    };
    let mut text = format!("# Rain over the hills\n\n*Ada Vale*\n\nMen of {} crossed the river", actor(0));
    for (at, words) in [
        format!(". They were seen by {}", actor(1)),
        format!(". The council met {} and {}", actor(2), actor(3)),
        format!(". Later {} left the valley", actor(4)),
        ". Nobody was hurt".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let (bracket, mark) = cited(at);
        let _ = write!(text, "{bracket}.{mark}{}", words.strip_prefix('.').unwrap_or(words));
    }
    let _ = writeln!(text, ".{notes}");
    text
}

fn texts() -> Vec<String> {
    let named = |name: &str| name.chars().count() > 5 && !name.contains(['(', '/', ',']);
    let actors: Vec<&Actor> = GAZETTEER
        .actors()
        .into_iter()
        .filter(|actor| named(&actor.name) && !actor.is_founded_after("2018-10-10"))
        .collect();
    let sources: Vec<&Source> =
        GAZETTEER.sources().into_iter().filter(|source| !source.hosts.is_empty() && !source.is_platform()).collect();
    // Neighbours in the lists are alike; a stride that is prime mixes them.
    let spread = |length: usize| (0..length).map(move |at| at * 37 % length);
    let actors: Vec<&Actor> = spread(actors.len()).map(|at| actors[at]).collect();
    let sources: Vec<&Source> = spread(sources.len()).map(|at| sources[at]).collect();
    let generated = (0..20).map(|number| article(number, &actors, &sources));
    SAMPLE.iter().map(|text| (*text).to_owned()).chain(generated).collect()
}

/// A snippet as it stands once its placeholders are filled in.
fn filled(snippet: &str) -> String {
    let mut out = String::new();
    let mut rest = snippet;
    while let Some(at) = rest.find(['$', '\\']) {
        out.push_str(&rest[..at]);
        if let Some(escaped) = rest[at..].strip_prefix('\\') {
            out.extend(escaped.chars().next());
            rest = &escaped[escaped.chars().next().map_or(0, char::len_utf8)..];
        } else if let Some((place, after)) = rest[at..].strip_prefix("${").and_then(|place| place.split_once('}')) {
            let words = place.split_once(':').map_or("", |(_, words)| words);
            out.push_str(match words {
                "url" => ADDRESS,
                "Month D" => DAY,
                words => words,
            });
            rest = after;
        } else {
            rest = rest[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    out + rest
}

/// The text once an item is accepted and filled in.
fn accepted(text: &str, item: &Item) -> (String, Span) {
    let words = item.snippet.as_deref().map_or_else(|| item.edit.text.to_string(), filled);
    let mut edits = vec![Edit::replace(item.edit.span, &*words)];
    edits.extend(item.also.clone());
    edits.sort_by_key(|edit| edit.span);
    let before: usize =
        edits.iter().filter(|edit| edit.span.end < item.edit.span.start).map(|edit| edit.text.len()).sum();
    let start = before + item.edit.span.start as usize;
    (apply(text, &edits), Span::at(start..start + words.len()))
}

/// The findings of a text that touch a place, and that it did not have where the words were before.
fn caused(before: &Checked, after: &Checked, written: Span) -> Vec<String> {
    let known = counted(before);
    counted(after)
        .into_iter()
        .filter(|(rule, count)| known.iter().find(|(other, _)| other == rule).map_or(0, |(_, count)| *count) < *count)
        .flat_map(|(rule, _)| after.diagnostics.iter().filter(move |found| named(found.rule.name) == rule))
        .filter(|found| {
            found.level >= Level::Warning && found.span.start <= written.end && written.start <= found.span.end
        })
        .map(|found| format!("{}: {}", found.rule.name, found.message))
        .collect()
}

/// Where a person types: the names of actors, sources and their dates.
fn typed(checked: &Checked) -> Vec<Span> {
    let bulletin = &checked.bulletin;
    let mut places: Vec<Span> = bulletin.mentions.iter().map(|mention| mention.span).collect();
    for item in bulletin.formal_items() {
        places.extend(item.source);
        // In a note on a talk names are as good as dates, and only its author knows the day.
        let dates = item.dates.iter().filter(|_| item.kind() != ItemKind::Interview);
        places.extend(dates.map(|date| date.span));
    }
    places.retain(|place| !bulletin.is_quoted(*place));
    places.sort();
    places.dedup();
    places
}

#[test]
fn no_accepted_completion_brings_a_finding() {
    let settings = settings();
    let mut faults = Vec::new();
    let mut count = 0;
    for text in texts() {
        let before = check(draft(&text, &settings));
        for place in typed(&before) {
            let words = place.of(&text);
            let lengths = [0, 2, words.chars().count() / 2];
            for length in lengths {
                let letters: String = words.chars().take(length).collect();
                let begun = apply(&text, &[Edit::replace(place, &*letters)]);
                let checked = check(draft(&begun, &settings));
                let view = View { draft: draft(&begun, &settings), checked: &checked };
                let at = place.start + u32::try_from(letters.len()).expect("few letters");
                for item in completions(view, &Workspace::default(), at).items.iter().take(6) {
                    let (after, written) = accepted(&begun, item);
                    count += 1;
                    for fault in caused(&before, &check(draft(&after, &settings)), written) {
                        faults.push(format!("“{letters}” for “{words}”: {} → {fault}", item.label));
                    }
                }
            }
        }
    }
    assert!(count > 2000, "{count}");
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_listed_source_can_be_accepted() {
    let settings = settings();
    let mut faults = Vec::new();
    for source in GAZETTEER.sources() {
        let begun = format!("# Rain\n\n*Ada Vale*\n\nIt rained ([{}", source.name);
        let checked = check(draft(&begun, &settings));
        let view = View { draft: draft(&begun, &settings), checked: &checked };
        let end = Span::at(0..begun.len()).end;
        let offered = completions(view, &Workspace::default(), end).items;
        let Some(item) = offered.iter().find(|item| item.label == *source.name) else {
            faults.push(format!("{} is not offered", source.name));
            continue;
        };
        let (mut after, written) = accepted(&begun, item);
        if !after.ends_with(')') {
            after.push(')');
        }
        after.push_str(".\n");
        faults.extend(
            caused(&checked, &check(draft(&after, &settings)), written)
                .into_iter()
                .map(|fault| format!("{after}{fault}")),
        );
    }
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

/// Every place where something stands that an action may be about.
fn places(checked: &Checked) -> Vec<u32> {
    let bulletin = &checked.bulletin;
    let marks = bulletin.note_references.iter().map(|mark| mark.span);
    let notes = bulletin.notes.iter().flat_map(|note| [note.mark, note.body]);
    let definitions =
        bulletin.abbreviations.definitions.iter().flat_map(|definition| [definition.short, definition.long]);
    let mut places: Vec<u32> = { typed(checked).into_iter().chain(marks).chain(notes).chain(definitions) }
        .map(|span| span.start + 1)
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Tries something on every text. `attempt` adds what it brings to the faults, and returns how often it tried, which must
/// be more than `least` in all.
fn on_every_text(least: usize, mut attempt: impl FnMut(View<'_>, &mut Vec<String>) -> usize) {
    let settings = settings();
    let (mut faults, mut count) = (Vec::new(), 0);
    for text in texts() {
        let before = check(draft(&text, &settings));
        count += attempt(View { draft: draft(&text, &settings), checked: &before }, &mut faults);
    }
    assert!(count > least, "{count}");
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n\n"));
}

/// Applies each action of the wanted kinds at each of these places; returns how many there were.
fn act(
    view: View<'_>,
    spans: impl Iterator<Item = Span>,
    wanted: impl Fn(Kind) -> bool + Copy,
    faults: &mut Vec<String>,
) -> usize {
    let (text, before) = (view.draft.text, view.checked);
    let mut count = 0;
    for span in spans {
        for action in actions(view, span, wanted) {
            let Some(after) = applied(view, &action) else { continue };
            count += 1;
            if let Some(fault) = after.brings(before) {
                faults.push(format!("“{}” at {span:?} brings {fault}\n{text}→\n{}", action.title, after.text));
            }
        }
    }
    count
}

#[test]
fn no_refactoring_or_record_brings_a_finding() {
    on_every_text(100, |view, faults| {
        let at_places = places(view.checked).into_iter().map(Span::empty);
        let selected = view.checked.bulletin.mentions.iter().map(|mention| mention.span);
        act(view, at_places.chain(selected), |kind| kind == Kind::Refactoring, faults)
    });
}

/// What a hurried author makes of a sound text: other faults in each.
fn hurried(text: &str, number: usize) -> String {
    let slips = [
        ("), October", ") October"),
        ("October", "Oct."),
        (" crossed the", " crossed the the"),
        (" ([", "(["),
        ("]. ", "] . "),
        ("; [", ", ["),
        ("October 5", "October 5th"),
        (" on ", " on Sunday, "),
        ("https://", "http//"),
    ];
    let (wrong, right) = (slips[number % slips.len()], slips[(number + 3) % slips.len()]);
    text.replace(wrong.0, wrong.1).replacen(right.0, right.1, 2)
}

#[test]
fn no_repair_of_a_finding_brings_another() {
    let settings = settings();
    let (mut faults, mut count) = (Vec::new(), 0);
    for (number, text) in texts().iter().enumerate() {
        let text = hurried(text, number);
        let checked = check(draft(&text, &settings));
        let view = View { draft: draft(&text, &settings), checked: &checked };
        let found = checked.diagnostics.iter().map(|finding| finding.span);
        count += act(view, found, |kind| kind != Kind::Refactoring, &mut faults);
    }
    assert!(count > 300, "{count}");
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn no_citation_of_an_address_brings_a_finding() {
    on_every_text(200, |view, faults| {
        let (text, before) = (view.draft.text, view.checked);
        let mut count = 0;
        let ends = text.char_indices().zip(text.chars().skip(1));
        let ends = ends.filter(|((_, c), next)| c.is_alphanumeric() && matches!(next, '.' | ',' | '\n'));
        for at in ends.map(|((at, c), _)| Span::at(0..at + c.len_utf8()).end) {
            if before.bulletin.is_quoted(Span::empty(at)) {
                continue;
            }
            for address in ["https://www.dawn.com/2018/10/05/convoy?utm_source=x", "https://unlisted.test/news/1"] {
                let Ok(cited) = cite::citation(view, Span::empty(at), address) else { continue };
                let mut edits = vec![Edit::replace(cited.edit.span, &*filled(&cited.snippet))];
                edits.extend(cited.also);
                edits.sort_by_key(|edit| edit.span);
                let after =
                    apply(text, &edits).replace("[date]", "October 5, 2018").replace("[source]", "Unlisted Times");
                count += 1;
                let written = Span::at(0..after.len());
                if let Some(fault) = caused(before, &check(draft(&after, view.draft.settings)), written).first() {
                    let start = text.floor_char_boundary((at as usize).saturating_sub(60));
                    faults.push(format!("…{}| {} → {fault}", &text[start..at as usize], cited.title));
                }
            }
        }
        count
    });
}

#[test]
fn no_new_name_of_a_note_or_abbreviation_brings_a_finding() {
    on_every_text(10, |view, faults| {
        let (text, before) = (view.draft.text, view.checked);
        let mut count = 0;
        for at in places(before) {
            let Ok(found) = rename::prepare(view, at) else { continue };
            // What an actor is called is for the lists: a name that nobody knows is no fault of the rename.
            if found.name.chars().all(char::is_numeric) && rename::linked(view, at).is_none() {
                // Notes that are numbered by hand have their order.
                continue;
            }
            let name = match &*found.name {
                number if number.chars().all(char::is_numeric) => "97",
                short if short.chars().all(char::is_uppercase) => "QXQ",
                _ => continue,
            };
            let Ok(edits) = rename::rename(view, at, name) else { continue };
            let after = apply(text, &edits);
            count += 1;
            let written = Span::at(0..after.len());
            if let Some(fault) = caused(before, &check(draft(&after, view.draft.settings)), written).first() {
                faults.push(format!("“{}” → “{name}”: {fault}", found.name));
            }
        }
        count
    });
}
