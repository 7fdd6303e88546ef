//! Where a text names its own notes by their numbers: `see note 3 above`, `supra note 4`, `(see notes 3–5)`, `(n. 5)`.
//!
//! Only words that can only mean notes of the same document count: `note 3 to the accounts` and `diplomatic note 17` are
//! something else. In running text they must be led to (`see note 3`) or point up or down (`note 3 below`); in a note
//! they may also be alone in brackets. Each number must be that of a note.

use super::notes::{Note, NoteReference, UNNUMBERED};
use super::structure::Article;
use super::typography::overlaps;
use crate::markdown::{BlockKind, Markdown, RunStyle};
use crate::text::edits::apply;
use crate::text::words::{WordSet, numbers};
use crate::text::{Edit, Offset, Slice, Span, map_spans};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// A place that names notes by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossReference {
    /// From the first number to the last.
    pub span: Span,
    /// The numbers and ranges.
    pub parts: Vec<NamedNotes>,
    /// The note in which it stands, as an index of the notes.
    pub within: Option<u32>,
}

map_spans!(CrossReference { span, parts; within });

/// A number or a range: `3`, `3–5`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedNotes {
    /// The first number.
    pub first: Span,
    /// The last one of a range.
    pub last: Option<Span>,
    /// The notes that are meant, as indexes of the notes.
    pub notes: Vec<u32>,
}

map_spans!(NamedNotes { first, last; notes });

/// What is read about the names of notes.
#[derive(Debug, Default)]
pub(super) struct CrossReferences {
    pub(super) found: Vec<CrossReference>,
    /// Numbers of notes that do not exist, as far as notes name them; the first of a list with its word, `note 9`.
    pub(super) unknown: Vec<Span>,
}

/// The maximum number of notes in a range.
const LONGEST: u32 = 200;

impl CrossReference {
    /// The notes that are named.
    pub fn notes(&self) -> impl Iterator<Item = u32> {
        self.parts.iter().flat_map(|part| &part.notes).copied()
    }

    /// The edits after which it names the same notes, if these get other labels. A range whose notes no longer follow
    /// one another becomes a list of their numbers.
    pub fn renamed(&self, text: &str, notes: &[Note], label: impl Fn(u32) -> Option<String>) -> Vec<Edit> {
        let new = |note: &u32| {
            label(*note)
                .unwrap_or_else(|| notes.get(*note as usize).map(|note| note.label.to_string()).unwrap_or_default())
        };
        let mut edits = Vec::new();
        let mut replace = |place: Span, words: &str| {
            if place.of(text) != words {
                edits.push(Edit::replace(place, words));
            }
        };
        for part in &self.parts {
            let labels: Vec<String> = part.notes.iter().map(new).collect();
            match (part.last, labels.as_slice()) {
                (None, [one]) => replace(part.first, one),
                (Some(last), labels) => {
                    let Some((from, to)) = run(labels) else { return vec![self.listed(text, new)] };
                    replace(part.first, &from);
                    replace(last, &to);
                }
                _ => {}
            }
        }
        edits
    }

    /// All numbers in order, as a list: `3, 5–7 and 9`
    fn listed(&self, text: &str, new: impl Fn(&u32) -> String) -> Edit {
        let dash = self.parts.iter().find_map(|part| Some(Span::new(part.first.end, part.last?.start).of(text)));
        let mut labels: Vec<(String, Option<u32>)> = Vec::new();
        for note in self.notes() {
            let label = new(&note);
            let number = counted(&label).1;
            labels.push((label, number));
        }
        labels.sort_by_key(|(_, number)| *number);
        labels.dedup();
        let mut parts: Vec<String> = Vec::new();
        let mut at = 0;
        while at < labels.len() {
            let follows =
                |pair: &[(String, Option<u32>)]| matches!((pair[0].1, pair[1].1), (Some(a), Some(b)) if b == a + 1);
            let len = 1 + labels[at..].windows(2).take_while(|pair| follows(pair)).count();
            if len > 2 {
                parts.push(format!("{}{}{}", labels[at].0, dash.unwrap_or("–"), labels[at + len - 1].0));
            } else {
                parts.extend(labels[at..at + len].iter().map(|(label, _)| label.clone()));
            }
            at += len;
        }
        let joint = match self.parts.as_slice() {
            [.., before, last] => {
                let end = before.last.map_or(before.first.end, |last| last.end);
                Span::new(end, last.first.start).of(text)
            }
            _ => word_for_and(text.slice(..self.span.start as usize)),
        };
        let words = match parts.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, head)) => format!("{}{joint}{last}", head.join(", ")),
            None => String::new(),
        };
        Edit::replace(self.span, words)
    }
}

/// The words of a note in which the names of other notes follow their labels.
pub fn renamed_body(
    text: &str,
    notes: &[Note],
    named: &[CrossReference],
    note: &Note,
    label: impl Fn(u32) -> Option<String>,
) -> String {
    let inside = crate::text::within(named, note.body, |one| one.span);
    let mut edits: Vec<Edit> = inside.iter().flat_map(|one| one.renamed(text, notes, &label)).collect();
    for edit in &mut edits {
        edit.span = Span::new(edit.span.start - note.body.start, edit.span.end - note.body.start);
    }
    apply(note.body.of(text), &edits)
}

/// The word that joins the last two numbers, after a word for *notes* in the same language.
fn word_for_and(before: &str) -> &'static str {
    let word = before.trim_end().trim_end_matches('.');
    let word = word.slice(word.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + 1)..).to_lowercase();
    match &*word {
        "anm" | "anmerkung" | "anmerkungen" | "fußnote" | "fußnoten" | "endnoten" => " und ",
        // English and French share the word: what leads to it decides.
        "notes" | "note" if before.slice(before.len().saturating_sub(24)..).to_lowercase().contains("voir") => " et ",
        _ => " and ",
    }
}

/// The first and last of labels that count without a gap, in any order.
fn run(labels: &[String]) -> Option<(String, String)> {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for label in labels {
        let (prefix, number) = counted(label);
        counts.push((prefix, number?));
    }
    counts.sort_unstable();
    let is_run = counts.windows(2).all(|pair| pair[0].0 == pair[1].0 && pair[1].1 == pair[0].1 + 1);
    let (first, last) = counts.first().zip(counts.last()).filter(|_| is_run)?;
    Some((format!("{}{}", first.0, first.1), format!("{}{}", last.0, last.1)))
}

/// A label as a prefix and a number.
fn counted(label: &str) -> (&str, Option<u32>) {
    let bare = label.strip_prefix(UNNUMBERED).unwrap_or(label);
    (label.slice(..label.len() - bare.len()), bare.parse().ok())
}

/// What a document says about its notes.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    pub(super) text: &'a str,
    pub(super) markdown: &'a Markdown,
    pub(super) notes: &'a [Note],
    pub(super) references: &'a [NoteReference],
    pub(super) articles: &'a [Article],
    pub(super) quotations: &'a [Span],
    /// Whether earlier parts of the work, in other files, may have the notes that are named.
    pub(super) later_part: bool,
}

/// Finds the places that name notes.
pub(super) fn read(document: Document<'_>) -> CrossReferences {
    let Document { text, markdown, notes, quotations, .. } = document;
    let CrossReferences { mut found, mut unknown } = CrossReferences::default();
    if notes.is_empty() {
        return CrossReferences { found, unknown };
    }
    let mut labels = None;
    let mut done = 0;
    for number in numbers(text).filter(|number| may_be_named(text, *number)) {
        if number < done as usize {
            continue;
        }
        let Some(block) = paragraph_of(markdown, number) else { continue };
        let next = notes.partition_point(|note| note.span.start as usize <= number);
        let within = next.checked_sub(1).filter(|at| notes[*at].body.end as usize > number);
        if within.is_some_and(|at| notes[at].mark.end as usize > number) {
            continue;
        }
        let from = within.map_or(block.start, |at| notes[at].body.start.max(block.start));
        let to = within.map_or(block.end, |at| notes[at].body.end.min(block.end));
        let Some(list) = named(text, Span::new(from, to), number, within.is_some()) else { continue };
        if overlaps(quotations, list.span) {
            continue;
        }
        let labels = labels.get_or_insert_with(|| Labels::of(document));
        let within = within.and_then(|at| u32::try_from(at).ok());
        done = list.span.end;
        if within.is_some() && !document.later_part {
            unknown.extend(labels.unknown(text, &list));
        }
        found.extend(labels.resolve(text, list, within));
    }
    found.sort_by_key(|one: &CrossReference| one.span);
    unknown.sort_unstable();
    CrossReferences { found, unknown }
}

/// The paragraph whose prose, outside links and block quotes, contains the byte at `at`.
fn paragraph_of(markdown: &Markdown, at: usize) -> Option<Span> {
    let at = Offset::try_from(at).ok()?;
    let block = &markdown.blocks[markdown.block_at(at)?];
    let runs = markdown.runs(block);
    let next = runs.partition_point(|run| run.span.start <= at);
    let run = runs[..next].last()?;
    let is_prose = block.kind == BlockKind::Paragraph && block.quotes == 0 && !run.style.has(RunStyle::LINK);
    (is_prose && run.span.covers(at)).then_some(block.span)
}

/// The numbers of a list, not yet resolved.
struct List {
    /// Where the word before it starts: `note`.
    word: Offset,
    span: Span,
    parts: Vec<(Span, Option<Span>)>,
}

/// Whether the letter before a number may end a word for *note*; before most numbers it may not.
fn may_be_named(text: &str, number: usize) -> bool {
    let before = &text.as_bytes()[..number];
    let before = before.strip_suffix(UNNUMBERED.as_bytes()).unwrap_or(before).trim_ascii_end();
    let before = before.strip_suffix(b".").unwrap_or(before);
    match before.last() {
        Some(letter) if letter.is_ascii() => matches!(letter.to_ascii_lowercase(), b'e' | b'g' | b'm' | b'n' | b's'),
        _ => true,
    }
}

/// The list that starts with the number at a place, if the words around it say that it names notes.
fn named(text: &str, around: Span, number: usize, in_note: bool) -> Option<List> {
    static WHOLE: WordSet = WordSet::new(&[
        "anmerkung",
        "anmerkungen",
        "endnote",
        "endnotes",
        "endnoten",
        "footnote",
        "footnotes",
        "fußnote",
        "fußnoten",
        "note",
        "notes",
    ]);
    static SHORT: WordSet = WordSet::new(&["n", "nn"]);
    static CUT: WordSet = WordSet::new(&["fn", "fnn", "anm"]);
    static SEVERAL: WordSet =
        WordSet::new(&["anmerkungen", "anm", "endnotes", "endnoten", "footnotes", "fußnoten", "fnn", "notes", "nn"]);
    static LEADS: WordSet =
        WordSet::new(&["also", "auch", "aussi", "cf", "infra", "supra", "see", "siehe", "vgl", "voir"]);
    static UP: WordSet =
        WordSet::new(&["above", "below", "supra", "infra", "oben", "unten", "ci-dessus", "ci-dessous"]);
    static BEFORE: WordSet =
        WordSet::new(&["at", "and", "à", "en", "et", "from", "in", "or", "of", "see", "to", "under", "with"]);
    let head = text.slice(around.start as usize..number);
    let head = head.strip_suffix(UNNUMBERED).unwrap_or(head);
    let start = around.start as usize + head.len();
    let said = head.trim_end();
    let dotted = said.strip_suffix('.');
    let (lead, word) = last_word(dotted.unwrap_or(said));
    let spaced = said.len() < head.len();
    let is_known = WHOLE.has_in_any_case(word) && dotted.is_none() && spaced
        || CUT.has_in_any_case(word)
        || in_note && SHORT.has(word);
    if !is_known {
        return None;
    }
    let word_at = around.start + Span::at(0..lead.len()).end;
    let list = list(text, around.end as usize, (word_at, start), SEVERAL.has_in_any_case(word))?;
    let rest = text.slice(list.span.end as usize..around.end as usize);
    // `notes 3–` goes on in a way that is not understood, `note 3.2` is in another document, and so is `note 3 to the accounts`.
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '—' | '/'))
        || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let behind = rest.strip_prefix(',').unwrap_or(rest);
    let behind = if behind.starts_with(char::is_whitespace) { behind.trim_start() } else { "" };
    let next = behind.trim_start_matches(['*', '_']);
    let next = next.slice(..next.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(next.len()));
    static ELSEWHERE: WordSet = WordSet::new(&[
        "au", "aux", "by", "à", "der", "des", "de", "du", "dans", "from", "in", "im", "of", "on", "to", "zu", "zum",
        "zur",
    ]);
    if goes_on || !rest.starts_with(',') && ELSEWHERE.has(next) {
        return None;
    }
    let bracketed = lead.ends_with('(') && rest.starts_with(')');
    let before = lead.trim_end();
    let before = before.strip_suffix(',').unwrap_or(before);
    let before = before.trim_end_matches(['*', '_']);
    let before = before.strip_suffix(',').unwrap_or(before);
    let (earlier, leading) = last_word(before.strip_suffix('.').unwrap_or(before));
    let leading = leading.to_lowercase();
    let cited = || leading == "in" && matches!(last_word(earlier.trim_end()).1, "cited" | "quoted");
    let is_led = LEADS.has(&leading) || in_note && (UP.has(&leading) || cited());
    let opens = lead.trim_end().is_empty() || lead.trim_end().ends_with(['.', '(', ';', ',']);
    let is_placed = UP.has(next) && (in_note || opens || BEFORE.has(&leading));
    (is_led || is_placed || in_note && bracketed).then_some(list)
}

/// The last word of a text, and what precedes it.
fn last_word(text: &str) -> (&str, &str) {
    let start =
        text.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last().map_or(text.len(), |(at, _)| at);
    text.split_at(start)
}

/// The numbers from a place on: `3`, `3–5`, `3, 4 and 12`. After a singular, a comma ends the list: `note 3, 45` names a page.
fn list(text: &str, end: usize, (word, start): (Offset, usize), several: bool) -> Option<List> {
    static JOINTS: WordSet = WordSet::new(&["and", "et", "&", "or", "oder", "ou", "und"]);
    static RANGES: WordSet = WordSet::new(&["to", "through", "bis"]);
    let word_at = |at: usize| {
        let rest = text.slice(at..end);
        let from = at + rest.len() - rest.trim_start().len();
        let word = text.slice(from..end);
        let len = word.find(char::is_whitespace).unwrap_or(word.len());
        (from > at).then(|| (word.slice(..len), from + len))
    };
    let skip = |at: usize| at + text.slice(at..end).len() - text.slice(at..end).trim_start().len();
    let mut parts: Vec<(Span, Option<Span>)> = Vec::new();
    let mut at = start;
    while let Some(first) = number_at(text, at, end) {
        at = first.end as usize;
        let dash = text.slice(at..end).chars().next().filter(|c| matches!(c, '-' | '–' | '—'));
        let through = match dash {
            Some(dash) => number_at(text, at + dash.len_utf8(), end),
            None => word_at(at).filter(|(word, _)| RANGES.has(word)).and_then(|(_, to)| number_at(text, skip(to), end)),
        };
        at = through.map_or(at, |last| last.end as usize);
        parts.push((first, through));
        let comma = several && text.slice(at..end).starts_with(',');
        let from = at + usize::from(comma);
        let joined = word_at(from).filter(|(word, _)| JOINTS.has(word)).map(|(_, to)| skip(to));
        let Some(next) = joined.or(comma.then(|| skip(from))).filter(|next| number_at(text, *next, end).is_some())
        else {
            break;
        };
        at = next;
    }
    let (first, last) = parts.first().zip(parts.last())?;
    let span = first.0.cover(last.1.unwrap_or(last.0));
    Some(List { word, span, parts })
}

/// The number at a place, or the label of a note that has no number yet.
fn number_at(text: &str, at: usize, end: usize) -> Option<Span> {
    let rest = text.slice(at..end);
    let bare = rest.strip_prefix(UNNUMBERED).unwrap_or(rest);
    let len = bare.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !bare.slice(len..).starts_with(char::is_alphanumeric);
    ((1..=4).contains(&len) && ends).then(|| Span::at(at..at + rest.len() - bare.len() + len))
}

/// The notes by their labels.
struct Labels {
    /// Footnotes belong to the whole document.
    footnotes: FxHashMap<CompactString, u32>,
    /// The entries of lists, with the place where their scope ends.
    lists: Vec<(Offset, FxHashMap<CompactString, u32>)>,
}

impl Labels {
    fn of(document: Document<'_>) -> Labels {
        let mut labels = Labels { footnotes: FxHashMap::default(), lists: Vec::new() };
        let notes = document.notes;
        for (note, index) in notes.iter().zip(0u32..).filter(|(note, _)| note.footnote) {
            labels.footnotes.entry(note.label.clone()).or_insert(index);
        }
        for scope in super::notes::scopes(notes, document.references, document.articles) {
            let mut own: FxHashMap<CompactString, u32> = FxHashMap::default();
            let mut end = 0;
            for note in scope.plain_notes() {
                let index = notes.partition_point(|other| other.span < note.span);
                own.entry(note.label.clone()).or_insert(index as u32);
                end = note.span.end;
            }
            if !own.is_empty() {
                labels.lists.push((end, own));
            }
        }
        labels
    }

    /// The numbers in a list that no note has. Where notes have names, a number may be the one that is printed.
    fn unknown<'a>(&'a self, text: &'a str, list: &'a List) -> impl Iterator<Item = Span> + 'a {
        let next = self.lists.partition_point(|(end, _)| *end <= list.span.start);
        let own = self.lists.get(next).map(|(_, own)| own);
        let numbered = self.footnotes.keys().all(|label| counted(label).1.is_some());
        let numbers = list.parts.iter().flat_map(|(first, last)| std::iter::once(*first).chain(*last));
        let unknown = numbers.filter(move |number| {
            let label = number.of(text);
            numbered && !self.footnotes.contains_key(label) && own.is_none_or(|own| !own.contains_key(label))
        });
        // The first one with its word: `note 9`
        unknown.map(|number| if number.start == list.span.start { Span::new(list.word, number.end) } else { number })
    }

    /// The notes that a list of numbers names; `None` if one of them is missing, or if there are two kinds of notes.
    fn resolve(&self, text: &str, list: List, within: Option<u32>) -> Option<CrossReference> {
        let next = self.lists.partition_point(|(end, _)| *end <= list.span.start);
        let own = self.lists.get(next).map(|(_, own)| own);
        let in_footnotes = self.notes(text, &list, &self.footnotes);
        let in_list = own.and_then(|own| self.notes(text, &list, own));
        let is_in =
            |notes: &FxHashMap<CompactString, u32>| within.is_some_and(|note| notes.values().any(|own| *own == note));
        let notes = match (in_footnotes, in_list) {
            (Some(notes), None) | (None, Some(notes)) => notes,
            (Some(notes), Some(listed)) => match own.is_some_and(is_in) {
                true => listed,
                false if within.is_some() => notes,
                false => return None,
            },
            (None, None) => return None,
        };
        let parts = list.parts.into_iter().zip(notes);
        let parts = parts.map(|((first, last), notes)| NamedNotes { first, last, notes }).collect();
        Some(CrossReference { span: list.span, parts, within })
    }

    fn notes(&self, text: &str, list: &List, labels: &FxHashMap<CompactString, u32>) -> Option<Vec<Vec<u32>>> {
        let of_part = |(first, last): &(Span, Option<Span>)| -> Option<Vec<u32>> {
            let Some(last) = last else { return labels.get(first.of(text)).map(|note| vec![*note]) };
            let ((prefix, from), (other, to)) = (counted(first.of(text)), counted(last.of(text)));
            let (from, to) = (from?, to?);
            if prefix != other || from >= to || to - from > LONGEST {
                return None;
            }
            (from..=to).map(|number| labels.get(&*format!("{prefix}{number}")).copied()).collect()
        };
        list.parts.iter().map(of_part).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::bulletin::Bulletin;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> Bulletin {
        let markdown = crate::markdown::parse(text);
        Bulletin::read("draft.md", text, &markdown, &Gazetteer::shipped(), &Settings::default())
    }

    /// Twelve footnotes, the last of which says something.
    fn document(prose: &str, last: &str) -> String {
        let marks: String = (1..=12).map(|number| format!("It rained.[^{number}] ")).collect();
        let notes: String = (1..12).map(|number| format!("[^{number}]: Dawn, May {number}, 2018.\n\n")).collect();
        format!("# Rain\n\n{}\n\n{prose}\n\n{notes}[^12]: {last}\n", marks.trim_end())
    }

    /// The numbers named in running text and in a note.
    fn found(prose: &str, last: &str) -> Vec<String> {
        let text = document(prose, last);
        read(&text).cross_references.iter().map(|one| one.span.of(&text).to_owned()).collect()
    }

    #[test]
    fn notes_that_name_others() {
        for (words, expected) in [
            ("See note 3 above.", &["3"][..]),
            ("See also notes 3, 4 and 12.", &["3, 4 and 12"]),
            ("Lind, *supra* note 4, p. 7; cf. n. 5", &["4", "5"]),
            ("Lind, supra note 4, p. 7; infra nn. 5 & 6; note 7, *supra*.", &["4", "5 & 6", "7"]),
            ("Lind, “The Bridge” (n 3) 14; Berg (note 2), 8; footnote 9 below", &["3", "2", "9"]),
            ("See notes 3–5 above; see nn. 7-9.", &["3–5", "7-9"]),
            ("See notes 2, 4–6 and 8.", &["2, 4–6 and 8"]),
            ("See notes 3 to 5.", &["3 to 5"]),
            ("Lind, supra note 3, 7.", &["3"]),
            ("Siehe Anm. 3; vgl. Fußnoten 4 und 5.", &["3", "4 und 5"]),
            ("Voir notes 3 et 4 ; cf. note 5 ci-dessus.", &["3 et 4", "5"]),
        ] {
            assert_eq!(found("It rained again.", words), expected, "{words}");
        }
    }

    #[test]
    fn running_text_that_names_notes() {
        for (words, expected) in [
            ("It rained (see note 3).", &["3"][..]),
            ("It rained (see notes 3 and 5), and blew.", &["3 and 5"]),
            ("It rained, as told in note 3 above. Note 4 below says more.", &["3", "4"]),
            ("It rained (cf. *supra* note 4).", &["4"]),
            ("See also footnotes 3–5.", &["3–5"]),
            ("It rained\n(see\nnote 3).", &["3"]),
        ] {
            assert_eq!(found(words, "Dawn, May 12, 2018."), expected, "{words}");
        }
    }

    #[test]
    fn numbers_of_no_note() {
        for (words, expected) in [
            ("See note 13 above.", &["note 13"][..]),
            ("Lind, *supra* note 14, p. 7; cited in note 15.", &["note 14", "note 15"]),
            ("See notes 3 and 16; see n. 4.", &["16"]),
            ("See notes 3, 4 and 12.", &[]),
            ("See note 13 of the report.", &[]),
        ] {
            let text = document("It rained (see note 99).", words);
            let unknown: Vec<_> = read(&text).unknown_notes.iter().map(|place| place.of(&text).to_owned()).collect();
            assert_eq!(unknown, expected, "{words}");
        }
        // Where notes have names, the number may be the printed one.
        let named = document("It rained.", "See note 13 above.").replace("[^3]", "[^lind]");
        assert_eq!(read(&named).unknown_notes, []);
    }

    #[test]
    fn other_numbers() {
        for words in [
            "Note 3 to the accounts.",
            "See note 3 to the accounts.",
            "See note 3 of the report, p. 4.",
            "Diplomatic note 7 was handed over.",
            "Rivista, vol. 3, n. 8, 2019.",
            "See p. 3.",
            "See note 13.",
            "See notes 10–14 above.",
            "See note 3.2.",
            "See note 3bis.",
            "See Dawn, May 3, 2019.",
            "A/HRC/38/65, note 12.",
            "He said: “See note 3 above.”",
            "`see note 3 above`",
        ] {
            assert!(found(words, "Dawn, May 12, 2018.").is_empty(), "{words}");
            assert!(found("It rained again.", words).is_empty(), "{words}");
        }
        for words in [
            "It paid (note 3).",
            "The embassy handed over note 7 below the stairs.",
            "The minister’s verbal note 7 above all angered them.",
            "As said above, note 3 went to the ambassador.",
            "Play n. 5, n. 6 and fn.",
            "> See note 3 above.",
            "| a |\n|---|\n| See note 3 below |",
        ] {
            assert!(found(words, "Dawn, May 12, 2018.").is_empty(), "{words}");
        }
        // Two kinds of notes may both be meant.
        let text = document("See note 1. It rained.[1]\n\n## Sources\n\n1. AFP, May 1, 2018.", "Dawn, May 12, 2018.");
        assert_eq!(read(&text).cross_references, []);
    }

    #[test]
    fn a_range_becomes_a_list_where_its_notes_part() {
        let renamed = |words: &str, new: &dyn Fn(u32) -> u32| {
            let text = document(words, "Dawn, May 12, 2018.");
            let bulletin = read(&text);
            let label = |note: u32| Some(new(note + 1).to_string());
            let edits: Vec<_> =
                bulletin.cross_references.iter().flat_map(|one| one.renamed(&text, &bulletin.notes, label)).collect();
            let after = crate::text::edits::apply(&text, &edits);
            after.split("\n\n").nth(2).map(str::to_owned).expect("the paragraph")
        };
        let later = |note: u32| note + 1;
        let gap = |note: u32| if note > 4 { note + 1 } else { note };
        let wide = |note: u32| if note > 3 { note + 2 } else { note };
        let turned = |note: u32| if (3..=5).contains(&note) { 8 - note } else { note };
        for (words, new, after) in [
            ("See notes 3–5.", &later as &dyn Fn(u32) -> u32, "See notes 4–6."),
            ("See notes 3–5.", &gap, "See notes 3, 4 and 6."),
            ("See notes 3–7.", &wide, "See notes 3 and 6–9."),
            ("See notes 1, 3–5 or 9.", &gap, "See notes 1, 3, 4, 6 or 10."),
            ("See notes 3–5.", &turned, "See notes 3–5."),
            ("See notes 3, 4 and 6.", &turned, "See notes 5, 4 and 6."),
            ("Vgl. Anmerkungen 3–5.", &gap, "Vgl. Anmerkungen 3, 4 und 6."),
            ("Voir notes 3–5.", &gap, "Voir notes 3, 4 et 6."),
            ("See notes 3 to 5.", &gap, "See notes 3, 4 and 6."),
        ] {
            assert_eq!(renamed(words, new), after, "{words}");
        }
    }
}
