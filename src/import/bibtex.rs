//! Outlets of a BibTeX or BibLaTeX library.
//!
//! A library is read whole; where that fails it is read entry by entry, so that a broken one costs itself alone.

use super::entry::{Found, Source};
use super::{Input, Options, lines, sources};
use biblatex::{Bibliography, ChunksExt, Entry, EntryType};

/// Abbreviations are given to each entry of a broken library; no more than this, so that the work stays in bounds.
const ABBREVIATIONS: usize = 4 << 10;

/// An entry with more open braces than this is broken: its reader goes a step deeper for each.
const DEEPEST: usize = 100;

pub(super) fn read(input: &mut Input<'_>, _: &Options, found: &mut Found) {
    let Some(text) = lines::whole(&mut *input.text, found) else { return };
    let entries = cut(&text);
    let deep = |entry: &str| depth(entry) > DEEPEST;
    if !entries.iter().any(|(_, entry)| deep(entry))
        && let Ok(library) = Bibliography::parse(&text)
    {
        // Entries of one key are one to the library: the later is lost, though it may name another outlet.
        if library.len() == entries.iter().filter(|(_, entry)| is_record(entry)).count() {
            for (entry, (line, _)) in library.iter().zip(entries.iter().filter(|(_, entry)| is_record(entry))) {
                take(entry, *line, found);
            }
            return;
        }
    }
    let strings: Vec<&str> = entries
        .iter()
        .map(|(_, entry)| *entry)
        .filter(|entry| starts(entry, "@string") && !deep(entry) && Bibliography::parse(entry).is_ok())
        .collect();
    let strings = Some(strings.concat()).filter(|strings| strings.len() <= ABBREVIATIONS).unwrap_or_default();
    for (line, entry) in entries.iter().filter(|(_, entry)| is_record(entry)) {
        if deep(entry) {
            found.fault_at(*line, "the entry has too many open braces");
            continue;
        }
        match Bibliography::parse(&format!("{strings}\n{entry}")) {
            Ok(library) => library.iter().for_each(|entry| take(entry, *line, found)),
            Err(error) => found.fault_at(*line, &format!("the entry was passed over: {}", error.kind)),
        }
    }
}

/// The entries, each from an `@` that opens a line up to the next, with their lines.
fn cut(text: &str) -> Vec<(u64, &str)> {
    let mut starts: Vec<(u64, usize)> = Vec::new();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if line.trim_start().starts_with('@') {
            starts.push((number, at));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]);
    starts.iter().zip(ends).map(|((line, start), end)| (*line, &text[*start..end])).collect()
}

fn starts(entry: &str, word: &str) -> bool {
    entry.trim_start().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn is_record(entry: &str) -> bool {
    !["@string", "@comment", "@preamble"].iter().any(|word| starts(entry, word))
}

/// The most braces that are open at once.
fn depth(entry: &str) -> usize {
    let (mut open, mut most) = (0usize, 0);
    for byte in entry.bytes() {
        match byte {
            b'{' => {
                open += 1;
                most = most.max(open);
            }
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    most
}

fn take(entry: &Entry, line: u64, found: &mut Found) {
    let kind = match entry.entry_type {
        EntryType::Article => "",
        EntryType::Online | EntryType::Misc | EntryType::Report | EntryType::TechReport => "web",
        EntryType::Unknown(_) => "",
        _ => return found.leave_out("books, theses and the like"),
    };
    let field =
        |key: &str| entry.get(key).map(|chunks| chunks.format_verbatim()).filter(|text| !text.trim().is_empty());
    let title = ["journaltitle", "journal", "newspaper", "organization", "institution", "publisher", "howpublished"]
        .iter()
        .find_map(|key| field(key))
        .unwrap_or_default();
    let place = format!(":{line}");
    let mut source = Source { from: vec![found.from(&place, &entry.key)], kind, ..Source::default() };
    source.name = sources::outlet(&title).unwrap_or_default();
    source.lives(&field("url").unwrap_or_default());
    if title.contains("://") {
        // `howpublished = {\url{…}}`
        source.name.clear();
        source.lives(title.trim_start_matches("\\url"));
    } else if !title.contains(' ') {
        source.lives(&title);
    }
    source.language(field("langid").as_deref().map_or("", language));
    found.source(source);
}

/// The code of a language that BibLaTeX names.
fn language(name: &str) -> &str {
    match name {
        "english" | "american" | "british" | "USenglish" | "UKenglish" => "en",
        "french" => "fr",
        "german" | "ngerman" => "de",
        "spanish" => "es",
        "russian" => "ru",
        "arabic" => "ar",
        "turkish" => "tr",
        "persian" | "farsi" => "fa",
        code => code,
    }
}
