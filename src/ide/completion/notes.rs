//! Notes: their labels, new notes with their definitions, and their contents: *Ibid.*, whole citations used before,
//! authors, sources, the date in the address.
//!
//! * Completions are in house style ([`HouseForm`]); a work already cited in full in the article is offered in the form
//!   that `[notes] repeat` requires.
//! * No completion causes a finding: no *Ibid.* after several sources, no work that the note already cites.

use super::item::{Item, Kind, fit, folded};
use crate::bulletin::items::{CitationStyle, ItemKind};
use crate::cite::place_of_definition;
use crate::config::RepeatedNotes;
use crate::ide::View;
use crate::ide::cite_in_note::next_number;
use crate::text::url::Url;
use crate::text::{Offset, Slice, Span};
use crate::works::collection::Collection;
use crate::works::print::HouseForm;
use crate::works::{self, Work};
use crate::workspace::Workspace;
use crate::{bulletin::Note, calendar};
use rustc_hash::{FxHashMap, FxHashSet};

/// The maximum number of works offered for a new note.
const NEW: usize = 8;

/// The maximum number of works, sources or authors offered within a note.
const MOST: usize = 30;

/// Labels of existing notes, and the next number with its definition.
pub(super) fn labels(view: View<'_>, workspace: &Workspace, typed: Span, footnote: bool) -> Vec<Item> {
    let article = crate::ide::symbol::article(view, typed.start);
    let notes = view.checked.bulletin.notes.iter().filter(|note| note.footnote == footnote && !note.mark.is_empty());
    let here = notes.filter(|note| footnote || article.covers(note.span.start));
    let close = if view.text.get(typed.end as usize..).is_some_and(|rest| rest.starts_with(']')) { "" } else { "]" };
    let mut items: Vec<Item> = here
        .map(|note| {
            let words: Vec<&str> = note.body.of(view.text).split_whitespace().take(10).collect();
            let mut item = Item::plain(note.label.clone(), words.join(" "), Kind::Note, typed);
            item.edit.text.push_str(close);
            item
        })
        .collect();
    if footnote {
        items.extend(new_notes(view, workspace, typed, close));
    }
    items
}

/// A note with the next free number for each work that may be meant.
fn new_notes(view: View<'_>, workspace: &Workspace, typed: Span, close: &str) -> Vec<Item> {
    let bulletin = &view.checked.bulletin;
    let number = next_number(view, typed.start).to_string();
    let words = typed.of(view.text);
    if !number.starts_with(words) && words.chars().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    let place = Place::behind(view, typed.start);
    let known = known_works(view, workspace, "");
    let offered = known
        .into_iter()
        .take(NEW)
        .filter_map(|work| Some((name(&work)?, place.finished(view, &work).filter(|_| place.may_come(&work))?)));
    offered
        .map(|(name, words)| {
            let mut item = Item::plain(number.clone(), name.clone(), Kind::Note, typed);
            item.label = format!("{number} {name}");
            item.filter = format!("{number} {name}");
            item.edit.text.push_str(close);
            let also = place_of_definition(view.text, bulletin, typed.start, &format!("[^{number}]: {words}"));
            // Two edits at the same place would have no defined order.
            if also.span.start <= typed.end {
                item.edit.text.push_str(&also.text);
            } else {
                item.also = Some(also);
            }
            item
        })
        .collect()
}

/// Completions in a note. `typed` are the words of one source so far, `body` the whole note.
pub(super) fn words(view: View<'_>, workspace: &Workspace, typed: Span, body: Span) -> Vec<Item> {
    let text = view.text;
    let line = text.slice(typed.end as usize..);
    let rest = line.slice(..line.find(['\n', '\r']).unwrap_or(line.len()));
    let is_open = rest.trim_matches(['.', ' ']).is_empty();
    let segment = typed.of(text);
    // Of a talk nobody is the publisher.
    let told = view.checked.bulletin.cited_items().find(|item| item.span.covers(typed.start));
    if told.is_some_and(|item| item.kind() == ItemKind::Interview) && segment.contains(", ") {
        return Vec::new();
    }
    let place = Place::of(view, body);
    let mut items: Vec<Item> = Vec::new();
    let stopped = |words: String| match rest.starts_with('.') {
        true => words.trim_end_matches('.').to_owned(),
        false => words,
    };
    let is_whole = text.slice(body.start as usize..typed.start as usize).trim().is_empty();
    if is_open && is_whole && !segment.contains(',') && "ibid.".starts_with(&segment.to_lowercase()) {
        let uses = view.settings.notes.repeat == RepeatedNotes::Ibid
            || view.settings.notes.repeat == RepeatedNotes::Off && place.uses_ibid;
        if let Some(last) = place.last.as_ref().filter(|_| uses) {
            let mut item = Item::plain("Ibid.", name(last).unwrap_or_default(), Kind::Citation, typed);
            item.edit.text = stopped("Ibid.".to_owned()).into();
            items.push(item);
        }
    }
    // The field being typed, and where it starts.
    let signs = [", ", "” ", "’ ", "\" "];
    let field = signs.iter().filter_map(|sign| Some(segment.rfind(sign)? + sign.len())).max().unwrap_or(0);
    let field = typed.start as usize + field;
    let field = Span::at(field..typed.end as usize);
    if is_open && !segment.contains(", ") {
        let bare = segment.trim_start_matches(['“', '‘', '"', '\'', '*', '«']);
        let mark = segment.slice(..segment.len() - bare.len());
        for work in known_works(view, workspace, &folded(bare)).into_iter().take(MOST) {
            let Some(name) = name(&work) else { continue };
            let Some(words) = place.finished(view, &work).filter(|_| !place.cites(&work)).map(stopped) else {
                continue;
            };
            let matched = matching(&work, &folded(bare)).unwrap_or_default();
            let date = work.date().map(|date| date.words.clone()).unwrap_or_default();
            let mut item = Item::plain(name, date, Kind::Citation, typed);
            (item.edit.text, item.filter) = (words.into(), format!("{mark}{matched}"));
            items.push(item);
        }
    }
    // Right behind a title the source is named first, and then the date.
    let named = segment.slice(..(field.start - typed.start) as usize).trim_end();
    if !named.is_empty() && !named.ends_with(['”', '’', '"', '\'', '»', '*']) {
        items.extend(address_date(view, field, body));
    }
    let bare = field.of(text);
    if bare.chars().count() > 1
        && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '’' | '\'' | '.'))
    {
        items.extend(names(view, workspace, field, body));
    }
    items
}

/// The date in the note’s address, with its year.
fn address_date(view: View<'_>, field: Span, body: Span) -> Option<Item> {
    let told = addresses(body.of(view.text)).find_map(|address| calendar::url_date(address)?.to_date())?;
    let day = calendar::print_day(told, view.checked.bulletin.habits.citation_dates.style(), None);
    Some(Item::plain(day, "the date of the address", Kind::Date, field))
}

/// The addresses in a note.
fn addresses(note: &str) -> impl Iterator<Item = &str> {
    note.match_indices("http").map(|(at, _)| {
        let rest = note.slice(at..);
        rest.slice(..rest.find([' ', '\n', ')', '>']).unwrap_or(rest.len())).trim_end_matches(['.', ',', ';'])
    })
}

/// Authors cited before, and sources that agree with the address of the note.
fn names(view: View<'_>, workspace: &Workspace, field: Span, body: Span) -> Vec<Item> {
    let address = addresses(body.of(view.text)).find_map(Url::parse);
    let agrees = |name: &str| {
        let standing = || view.gazetteer.standing(name);
        address.is_none_or(|url| view.gazetteer.source_conflict(name, standing(), url).is_none())
    };
    let words = folded(field.of(view.text));
    let words = words.trim_end();
    let mut found: Vec<(u8, String, &'static str)> = Vec::new();
    let mut add = |name: &str, what: &'static str| {
        if let Some(fit) = fit(&folded(name), words)
            && !name.is_empty()
            && (what == "author" || agrees(name))
            && found.iter().all(|(_, known, _)| known != name)
        {
            found.push((fit, name.to_owned(), what));
        }
    };
    for work in known_works(view, workspace, "") {
        add(&work.author, "author");
        add(&work.source, "source");
    }
    for source in view.gazetteer.sources() {
        add(&source.name, "source");
    }
    for (source, _) in view.gazetteer.complete_sources(words, MOST) {
        add(&source.name, "source");
    }
    // The sort is stable: what has been cited stays first.
    found.sort_by_key(|(fit, ..)| *fit);
    let kind = |what| if what == "author" { Kind::Author } else { Kind::Source };
    found.into_iter().take(MOST).map(|(_, name, what)| Item::plain(name, what, kind(what), field)).collect()
}

/// The matching works that this document cites, the last first, then those that others cite.
pub(super) fn known_works(view: View<'_>, workspace: &Workspace, words: &str) -> Vec<Work> {
    let mut collection = Collection::default();
    collection.add(view.path, view.text, &view.checked.bulletin, view.gazetteer, view.settings);
    let fits = |work: &Work| words.trim().is_empty() || matching(work, words.trim_end()).is_some();
    let tells = |work: &Work| {
        work.kind != ItemKind::Interview && !work.source.is_empty() && (!work.dates.is_empty() || !work.url.is_empty())
    };
    let (mut works, _) = collection.finish();
    works.sort_by_key(|work| std::cmp::Reverse(work.cited.last().map(|place| place.start)));
    let mut found: Vec<Work> =
        works.into_iter().map(|work| work.work).filter(|work| tells(work) && fits(work)).collect();
    for work in workspace.works() {
        if found.len() >= super::item::MOST {
            break;
        }
        let work = work.to_work();
        if fits(&work) && tells(&work) && found.iter().all(|known| !is_same(known, &work)) {
            found.push(work);
        }
    }
    found
}

fn is_same(a: &Work, b: &Work) -> bool {
    if a.url.is_empty() && b.url.is_empty() {
        return a.title == b.title && a.source == b.source && a.date().map(|d| d.iso()) == b.date().map(|d| d.iso());
    }
    a.url == b.url
}

/// The author, title or source that folded words are the beginning of.
pub(super) fn matching<'w>(work: &'w Work, words: &str) -> Option<&'w str> {
    let fields = [&work.author, &work.title, &work.source];
    fields
        .into_iter()
        .filter(|field| !field.is_empty())
        .find(|field| fit(&folded(field), words.trim_end()).is_some())
        .map(|field| &**field)
}

/// `Lena Mertz, “Convoy Leaves,” Reuters`
fn name(work: &Work) -> Option<String> {
    let title = Some(format!("“{}”", work.title)).filter(|_| !work.title.is_empty());
    let date = work.date().map(|date| date.words.clone()).filter(|_| work.title.is_empty());
    let parts: Vec<String> = [Some(work.author.clone()), title, Some(work.source.clone()), date]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The position of a note among the others, in the order in which the text refers to them.
struct Place {
    form: HouseForm,
    /// The work of the preceding note, if it is the only one.
    last: Option<Work>,
    /// The works that the article has already cited in full.
    full: Vec<Work>,
    /// The works that it cites in full later.
    later: Vec<Work>,
    /// Whether the next note is an *Ibid.*
    before_ibid: bool,
    /// The works that the note already cites.
    own: Vec<Work>,
    uses_ibid: bool,
}

impl Place {
    /// The position of the note with this body.
    fn of(view: View<'_>, body: Span) -> Place {
        let bulletin = &view.checked.bulletin;
        let note = bulletin.notes.iter().position(|note| note.body.overlaps(body) || note.span.covers(body.start));
        let mark = note.and_then(|at| {
            let note = &bulletin.notes[at];
            let label = note.label.to_lowercase();
            let mut marks = bulletin.note_references.iter().filter(|mark| mark.footnote == note.footnote);
            marks.find(|mark| mark.label.to_lowercase() == label)
        });
        // A note without references is where its definition is.
        let offset = mark.map_or(body.start, |mark| mark.span.start);
        let mut place = Place::before(view, offset, note.map(|at| &bulletin.notes[at]));
        let group = note.and_then(|at| bulletin.cited_in_note(u32::try_from(at).ok()?));
        let read = |item| Work::of(view.text, item, item, bulletin.issue.date, view.settings.slack_days);
        place.own = group.into_iter().flat_map(|group| group.cited()).map(read).collect();
        if mark.is_none() {
            place.last = None;
        }
        place
    }

    /// The position of a new note, whose reference is at a place.
    fn behind(view: View<'_>, mark: Offset) -> Place {
        Place::before(view, mark, None)
    }

    fn before(view: View<'_>, mark: Offset, own: Option<&Note>) -> Place {
        let bulletin = &view.checked.bulletin;
        let form = HouseForm::of(view.text, bulletin, view.settings, own.map_or(mark, |own| own.span.start));
        let article = crate::ide::symbol::article(view, mark);
        let marks = bulletin
            .note_references
            .iter()
            .filter(|other| article.covers(other.span.start) && own.is_none_or(|own| own.label != other.label));
        let mut place = Place {
            form,
            last: None,
            full: Vec::new(),
            later: Vec::new(),
            before_ibid: false,
            own: Vec::new(),
            uses_ibid: false,
        };
        place.uses_ibid = bulletin.cited_items().any(|item| item.kind() == ItemKind::Ibid);
        let notes: FxHashMap<(bool, &str), u32> = bulletin
            .notes
            .iter()
            .zip(0u32..)
            .filter(|(note, _)| note.footnote || article.covers(note.span.start))
            .map(|(note, index)| ((note.footnote, note.label.as_str()), index))
            .collect();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for other in marks.filter(|other| seen.insert(&other.label)) {
            let note = notes.get(&(other.footnote, other.label.as_str()));
            let group = note.and_then(|note| bulletin.cited_in_note(*note));
            let items = group.map_or(&[][..], |group| &group.items);
            let meant = |item| {
                works::meant(
                    view.text,
                    bulletin,
                    view.settings.slack_days,
                    item,
                    item,
                    group.and_then(|group| group.note),
                )
            };
            let full = items.iter().filter(|item| !item.kind().points_back());
            if other.span.start < mark {
                place.last = match items {
                    [item] => meant(item).pop(),
                    _ => None,
                };
                place.full.extend(full.flat_map(meant));
            } else {
                let is_next = place.later.is_empty() && !place.before_ibid;
                place.before_ibid |= is_next && items.first().is_some_and(|item| item.kind() == ItemKind::Ibid);
                place.later.extend(full.flat_map(meant));
            }
        }
        place
    }

    /// Whether the note already cites the work.
    fn cites(&self, work: &Work) -> bool {
        self.own.iter().any(|own| is_same(own, work))
    }

    /// Whether a new note on the work is possible here: a following *Ibid.* would refer to it.
    fn may_come(&self, work: &Work) -> bool {
        !self.before_ibid || self.last.as_ref().is_some_and(|last| is_same(last, work))
    }

    /// The work as it is written here; `None` if its full form comes later, and the house style gives it only once.
    fn finished(&self, view: View<'_>, work: &Work) -> Option<String> {
        let repeat = view.settings.notes.repeat;
        let again = self.full.iter().find(|full| is_same(full, work)).filter(|_| repeat != RepeatedNotes::Off);
        let is_last = self.last.as_ref().is_some_and(|last| is_same(last, work));
        if again.is_some() && repeat == RepeatedNotes::Ibid && self.own.is_empty() && is_last {
            return Some("Ibid.".to_owned());
        }
        if repeat != RepeatedNotes::Off && again.is_none() && self.later.iter().any(|later| is_same(later, work)) {
            return None;
        }
        // A place in a work is not part of the work.
        let bare = |work: &Work| {
            let mut work = work.clone();
            if work.extent().is_none() {
                work.pages.clear();
            }
            work
        };
        let short = again.and_then(|full| bare(full).short(&self.form));
        Some(short.unwrap_or_else(|| bare(work).print(CitationStyle::Note, &self.form)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::offered;
    use super::super::{Completions, completions};
    use crate::check::{Draft, check};
    use crate::config::{RepeatedNotes, Settings};
    use crate::gazetteer::Gazetteer;
    use crate::ide::View;
    use crate::text::Edit;
    use crate::text::edits::apply;
    use crate::workspace::{Summary, Workspace};
    use std::collections::BTreeSet;

    const ARCHIVE: &str = "Rain fell.[^1]\n\n[^1]: Tobin Arden, “Who Holds the Port?” Al Jazeera, November 9, 2017, https://www.aljazeera.com/port.\n";

    fn archive(gazetteer: &Gazetteer) -> Workspace {
        let settings = Settings::default();
        let read = check(Draft { path: "old.md", text: ARCHIVE, settings: &settings, gazetteer });
        Workspace::default().changed([("old".into(), Some(Summary::of(ARCHIVE, &read.bulletin, gazetteer)))])
    }

    /// The completions at the `|`, and the text after each, with its findings.
    fn accepted(text: &str, repeat: RepeatedNotes) -> Vec<(String, String, BTreeSet<String>)> {
        let place = text.find('|').expect("a mark");
        let text = text.replacen('|', "", 1);
        let mut settings = Settings { date: "2018-10-10".parse().ok(), ..Settings::default() };
        settings.notes.repeat = repeat;
        let gazetteer = Gazetteer::shipped();
        let found = |text: &str| -> Vec<String> {
            let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
            let told = check(draft).diagnostics.into_iter();
            told.map(|found| format!("{}: {}", found.rule.name, found.message)).collect()
        };
        let draft = Draft { path: "a.md", text: &text, settings: &settings, gazetteer: &gazetteer };
        let checked = check(draft);
        let Completions { items, .. } =
            completions(View { draft, checked: &checked }, &archive(&gazetteer), u32::try_from(place).unwrap());
        let after = |item: super::Item| {
            let mut edits: Vec<Edit> = std::iter::once(item.edit).chain(item.also).collect();
            edits.sort_by_key(|edit| edit.span);
            let after = apply(&text, &edits);
            let told = found(&after).into_iter().collect();
            (item.label, after, told)
        };
        items.into_iter().map(after).collect()
    }

    const TEXT: &str = "# Rain\n\nRain fell.[^1] It froze.[^2] It blew.[^3]\n\n[^1]: Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, \
                        https://www.reuters.com/convoy.\n\n[^2]: “Bridges Closed,” Daily Nation, May 4, 2018.\n\n[^3]: |\n";

    fn labels(text: &str, repeat: RepeatedNotes) -> Vec<String> {
        accepted(text, repeat).into_iter().map(|(label, ..)| label).collect()
    }

    #[test]
    fn a_note_gets_what_was_cited_before() {
        let after = |typed: &str, repeat, label: &str| {
            let found = accepted(&TEXT.replace('|', typed), repeat);
            let named: Vec<&String> = found.iter().map(|(label, ..)| label).collect();
            let (_, after, _) =
                found.iter().find(|(own, ..)| own.starts_with(label)).unwrap_or_else(|| panic!("{named:?}"));
            after[after.find("[^3]: ").unwrap() + 6..].trim_end().to_owned()
        };
        let full = "Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, https://www.reuters.com/convoy.";
        for typed in ["|", "Mer|", "Lena M|", "“Conv|", "Conv|", "reut|"] {
            assert_eq!(after(typed, RepeatedNotes::Off, "Lena Mertz"), full, "{typed}");
            assert_eq!(after(typed, RepeatedNotes::Short, "Lena Mertz"), "Mertz, “Convoy Leaves.”", "{typed}");
        }
        assert_eq!(after("See also Mer|.", RepeatedNotes::Off, "Lena Mertz"), format!("See also {full}"));
        assert_eq!(after("I|", RepeatedNotes::Ibid, "Ibid."), "Ibid.");
        assert_eq!(
            after("Dawn, May 5, 2018; Brid|", RepeatedNotes::Off, "“Bridges"),
            "Dawn, May 5, 2018; “Bridges Closed,” Daily Nation, May 4, 2018."
        );
        // From the archive.
        assert_eq!(
            after("Arden|", RepeatedNotes::Off, "Tobin Arden"),
            "Tobin Arden, “Who Holds the Port?” Al Jazeera, November 9, 2017, https://www.aljazeera.com/port."
        );
        // Ibid. is not offered if the house style does not use it, or if nothing precedes it.
        assert!(!labels(TEXT, RepeatedNotes::Off).contains(&"Ibid.".to_owned()));
        assert!(!labels("A.[^1]\n\n[^1]: |\n", RepeatedNotes::Ibid).contains(&"Ibid.".to_owned()));
        // Single fields.
        assert!(after("“New,” Daily Na|", RepeatedNotes::Off, "Daily Nation").starts_with("“New,” Daily Nation"));
        let dated = "A.[^1]\n\n[^1]: [Dawn](https://www.dawn.com/2018/09/22/x), |\n";
        assert_eq!(labels(dated, RepeatedNotes::Off)[0], "September 22, 2018");
    }

    #[test]
    fn a_new_note_comes_with_its_definition() {
        let text = TEXT.replace("It blew.[^3]", "It blew.[^|]").replace("\n\n[^3]: |", "");
        let found = accepted(&text, RepeatedNotes::Ibid);
        let (label, after, _) = found.iter().find(|(label, ..)| label.starts_with("3 ")).expect("a new note");
        assert_eq!(label, "3 “Bridges Closed”, Daily Nation");
        assert!(after.contains("It blew.[^3]\n") && after.ends_with("May 4, 2018.\n\n[^3]: Ibid.\n"), "{after}");
        // An Ibid. keeps its meaning.
        let ibid = TEXT
            .replace("froze.[^2]", "froze.[^|] It hailed.[^2]")
            .replace("“Bridges Closed,” Daily Nation, May 4, 2018.", "Ibid.");
        let new = accepted(&ibid.replace("[^3]: |", "[^3]: Dawn, May 4, 2018."), RepeatedNotes::Off);
        let new: Vec<&String> = new.iter().map(|(label, ..)| label).filter(|label| label.starts_with("4 ")).collect();
        assert!(matches!(&new[..], [one] if one.contains("Lena Mertz")), "{new:?}");
        // At the end of a text without any note, in one edit.
        let first =
            accepted("Rain fell ([Dawn](https://www.dawn.com/news/1), May 4). It froze.[^|", RepeatedNotes::Off);
        assert!(
            first[0].1.ends_with("It froze.[^1]\n\n[^1]: [Dawn](https://www.dawn.com/news/1), May 4, 2018."),
            "{}",
            first[0].1
        );
    }

    #[test]
    fn nothing_that_is_accepted_brings_a_finding() {
        let mut count = 0;
        for repeat in [RepeatedNotes::Off, RepeatedNotes::Ibid, RepeatedNotes::Short] {
            for typed in ["|", "Mer|", "“|", "See |", "Reuters, May 5, 2018; |", "Br|.", "Dawn, May 5, 2018; Who|"] {
                let text = TEXT.replace('|', typed);
                for (label, after, found) in accepted(&text, repeat) {
                    let whole = label == "Ibid." || label.contains(',');
                    assert!(!whole || found.is_empty(), "{after}\n{found:?}");
                    count += usize::from(whole);
                }
            }
            for text in [
                TEXT.replace("It blew.[^3]", "It blew.[^|]").replace("\n\n[^3]: |", ""),
                TEXT.replace("Rain fell.[^1]", "Rain fell.[^1] Hail fell.[^|]")
                    .replace("\n\n[^3]: |", "")
                    .replace(" It blew.[^3]", ""),
            ] {
                for (label, after, found) in
                    accepted(&text, repeat).into_iter().filter(|(label, ..)| label.starts_with("3 "))
                {
                    // A number out of sequence is reported for notes numbered by hand, and not for footnotes.
                    assert!(found.is_empty(), "{label}: {after}\n{found:?}");
                    count += 1;
                }
            }
        }
        assert!(count > 60, "{count}");
    }

    #[test]
    fn where_no_note_is_written() {
        for text in ["It rained in Bridg|", "```\n[^1]: Mer|\n```\n", "[^1]: `Mer|`\n"] {
            let (labels, _) = offered(text);
            assert!(!labels.iter().any(|label| label.contains("Reuters")), "{text}: {labels:?}");
        }
    }
}
