//! The meaning of a field’s words: a locator, a law, the label of a date or an archive.

use super::super::lexer::{Atom, AtomKind};
use super::super::split::{has_finite, is_name};
use super::super::words::{LANGUAGES, MODES, REMOTE};
use super::DateRole;
use super::names::is_outlet_word;
use crate::bulletin::citation::words::PLACES;
use crate::text::words::WordSet;
use crate::text::{Offset, Slice, Span, first_word, last_word, trim};

/// Whether words name a law, a code or a decree.
pub(super) fn is_law(words: &str) -> bool {
    static OPENS: WordSet = WordSet::new(&[
        "Act No",
        "Act of ",
        "Additional Protocol",
        "Charter of ",
        "Commission Regulation",
        "Constitution of ",
        "Convention (",
        "Convention against ",
        "Convention for ",
        "Convention on ",
        "Council Decision",
        "Council Regulation",
        "Decree",
        "Directive (",
        "Directive No",
        "Executive Order",
        "Federal Law",
        "Geneva Convention",
        "Hearing Before ",
        "Hearing before ",
        "Hearing on ",
        "Law No",
        "Law of ",
        "Law on ",
        "Legislative Decree",
        "Ordinance No",
        "Organic Law",
        "Presidential Decree",
        "Proclamation No",
        "Protocol to ",
        "Pub. L",
        "Public Law",
        "Regulation (",
        "Regulation No",
        "Rome Statute",
        "Royal Decree",
        "Treaty of ",
        "Treaty on ",
        "UN Charter",
        "Universal Declaration",
        "Vienna Convention",
    ]);
    OPENS.opening(words).any(|opening| words.starts_with(opening))
        || memchr::memchr(b'.', words.as_bytes()).is_some()
            && ["U.S.C.", "C.F.R.", "Fed. Reg."].iter().any(|code| words.contains(code))
        || memchr::memchr_iter(b' ', words.as_bytes()).any(|at| {
            let (name, rest) = (words.slice(..at), words.slice(at + 1..));
            let behind = ["Code", "Act", "Constitution"].iter().find_map(|end| rest.strip_prefix(*end));
            behind.is_some_and(|behind| {
                let number = behind.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '§');
                (behind.is_empty() || number) && is_name(name)
            })
        })
}

/// The words and brackets that open a source: `Regulation (EU) 2017/821`.
pub(super) fn name_of_law<'t>(text: &'t str, pieces: &[Atom]) -> &'t str {
    let mut opening = pieces
        .iter()
        .take_while(|atom| matches!(atom.kind, AtomKind::Words | AtomKind::Round { .. }))
        .map(|atom| atom.span);
    let Some(first) = opening.next() else { return "" };
    opening.take(2).fold(first, Span::cover).of(text)
}

/// A law identified by its number alone: `Executive Order 13224`.
pub(super) fn is_numbered_law(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit()) && is_law(words)
}

/// Whether square brackets after a title contain its translation, and not a language, a date or a place.
pub(super) fn is_translation(inside: &str) -> bool {
    let words = inside.trim();
    words.contains(' ')
        && !PLACES.has(words)
        && !words.contains(|c: char| c.is_ascii_digit())
        && !words.contains("http")
        && !words.split(' ').any(|word| LANGUAGES.has(word) || word.eq_ignore_ascii_case("archived"))
}

/// Whether the first word is one that opens a detail of a source, or a number. Most words open none.
pub(super) fn opens_detail(words: &str) -> bool {
    static FIRST: WordSet = WordSet::new(&[
        "and",
        "art",
        "article",
        "as",
        "at",
        "cited",
        "copy",
        "cross",
        "doc",
        "ed",
        "edited",
        "editor",
        "editors",
        "eds",
        "emphasis",
        "esp",
        "especially",
        "for",
        "forthcoming",
        "hereafter",
        "in",
        "iss",
        "issue",
        "minute",
        "n",
        "name",
        "nd",
        "no",
        "nos",
        "number",
        "on",
        "passim",
        "posted",
        "published",
        "quoted",
        "report",
        "reported",
        "reprinted",
        "republished",
        "rev",
        "review",
        "s",
        "shared",
        "sub",
        "trans",
        "translated",
        "translation",
        "undated",
        "unpublished",
        "uploaded",
        "via",
        "vol",
        "volume",
    ]);
    let len = words.bytes().take_while(u8::is_ascii_alphabetic).count();
    FIRST.has_in_any_case(words.slice(..len)) || words.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether words say that a source has no date, or none yet.
pub(super) fn marks_undated(words: &str) -> bool {
    static MARKS: WordSet = WordSet::new(&["forthcoming", "in press", "n.d", "nd", "no date", "s.d", "undated"]);
    MARKS.has_in_any_case(words)
}

/// The length of the words before the name of who published something.
pub(super) fn posted_len(words: &str) -> Option<usize> {
    let opens = |opening: &&str| words.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening));
    let openings = ["posted by ", "uploaded by ", "published by ", "posted to ", "shared by "];
    openings.into_iter().find(opens).map(str::len)
}

/// Words about a work that are none of its fields: editors, translators, editions, where a copy is kept. In lower case.
pub(super) fn is_said_of_a_work(words: &str) -> bool {
    const OPENS: [&str; 34] = [
        "via ",
        "review of ",
        "rev. of ",
        "quoted by ",
        "cited by ",
        "reported by ",
        "as quoted by ",
        "as reported by ",
        "ed. ",
        "eds. ",
        "edited by ",
        "trans. ",
        "translated by ",
        "translation by ",
        "copy on file",
        "on file with",
        "hereafter",
        "report no",
        "1st ed",
        "2nd ed",
        "3rd ed",
        "rev. ed",
        "minute ",
        "at minute",
        "emphasis added",
        "as of ",
        "doc. ",
        "art. ",
        "article ",
        "name withheld",
        "cross-posted",
        "reprinted in",
        "republished",
        "unpublished",
    ];
    let bare = words.trim_end_matches('.');
    OPENS.iter().any(|opening| words.starts_with(opening))
        || bare.ends_with(" ed") && bare.starts_with(|c: char| c.is_ascii_digit())
        || matches!(bare, "ed" | "eds" | "editor" | "editors" | "s.v" | "s. v" | "sub verbo")
}

/// Words after a source that say what it is useful for: `for a discussion of the toll`, `especially chapter 3`.
pub(super) fn is_aside(words: &str) -> bool {
    ["for a ", "for an ", "for the ", "for more", "on the ", "especially ", "esp. ", "passim", "and passim"]
        .iter()
        .any(|opening| words.starts_with(opening))
}

/// Things that someone says or writes to someone.
pub(super) static SPEECHES: WordSet = WordSet::new(&[
    "address",
    "cable",
    "e-mail",
    "e-mail message",
    "email",
    "email message",
    "evidence",
    "keynote",
    "lecture",
    "letter",
    "memo",
    "memorandum",
    "message",
    "note",
    "presentation",
    "remarks",
    "speech",
    "statement",
    "talk",
    "telegram",
    "testimony",
    "written testimony",
]);

/// The audience of a speech or the recipient of a letter: `testimony before the Senate`.
pub(super) fn speech_to(words: &str) -> Option<&str> {
    [" before ", " to ", " at ", " with ", " in "].iter().find_map(|sign| {
        let (kind, whom) = words.split_once(*sign)?;
        SPEECHES.has(&kind.to_ascii_lowercase()).then_some(whom)
    })
}

pub(super) fn is_speech(words: &str) -> bool {
    words.contains(" before ") && speech_to(words).is_some_and(|whom| !has_finite(whom))
}

/// Whether words after an institution are a title: several, with a number or a colon, and not one of its offices.
pub(super) fn is_bare_title(words: &str) -> bool {
    let count = words.split_whitespace().count();
    count > 1
        && !is_outlet_word(words)
        && (words.contains(':') || count > 2 && words.split(' ').any(is_year))
        && words.starts_with(char::is_uppercase)
}

pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether brackets contain a date: they are short, and end in a number.
pub(super) fn holds_date(inside: &str) -> bool {
    inside.len() < 80 && inside.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// The span of the locator in the words: `p. 88`, `pp. 92–94`, `para. 45`, `88`, `S. 3` in German.
pub(super) fn pages_in(words: &str) -> Option<(Offset, Offset)> {
    let trimmed = trim(words);
    let start = words.len() - words.trim_start().len();
    let end = (start + trimmed.len()) as Offset;
    if trimmed.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = trimmed.bytes().filter(u8::is_ascii_digit).count();
        let plain = trimmed.len() < 14 && trimmed.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '—'));
        return (plain && digits <= 9).then_some((start as Offset, end));
    }
    let (opening, of_pages) = opening_of_locator(trimmed)?;
    let rest = trimmed.slice(opening..);
    let annex = rest.len() < 8 && trimmed.slice(..opening).eq_ignore_ascii_case("annex ");
    let from = if of_pages { start + opening } else { start };
    (annex || is_locator(rest)).then_some((from as Offset, end))
}

/// The length of the words before a locator, and whether they only say that it is a page, as `pp. ` and `at p. ` do:
/// `chapter ` is part of the locator.
fn opening_of_locator(words: &str) -> Option<(usize, bool)> {
    /// Words before the pages; with a period, the number may follow it at once.
    static PAGES: WordSet = WordSet::new(&["p", "p.", "page", "pages", "pp", "pp.", "s.", "seite", "seiten"]);
    /// Words before another place in a work.
    static PLACES: WordSet = WordSet::new(&[
        "annex",
        "art.",
        "arts.",
        "ch.",
        "chap.",
        "chapter",
        "chs.",
        "fig.",
        "figure",
        "figures",
        "map",
        "n.",
        "para.",
        "paragraph",
        "paragraphs",
        "paras.",
        "sec.",
        "section",
        "table",
        "tables",
    ]);
    // `§ 4`, `§§4–5`, `¶ 12`
    let signs =
        words.strip_prefix('¶').or_else(|| words.strip_prefix('§').map(|rest| rest.strip_prefix('§').unwrap_or(rest)));
    if let Some(rest) = signs {
        return Some((words.len() - rest.strip_prefix(' ').unwrap_or(rest).len(), false));
    }
    let len = words.bytes().position(|byte| matches!(byte, b' ' | b'.')).filter(|len| *len < 11)?;
    let point = words.as_bytes()[len] == b'.';
    let spaced = |len: usize| words.slice(len..).starts_with(' ').then_some(len + 1);
    let first = words.slice(..len + usize::from(point));
    // `s.v.` and `s.n.` are something else than German pages.
    let is_no_page = first.eq_ignore_ascii_case("s.")
        && !words.slice(len + 1..).trim_start().starts_with(|c: char| c.is_ascii_digit());
    if point && matches!(len, 1 | 2) && PAGES.has_in_any_case(first) && !is_no_page {
        return Some((spaced(first.len()).unwrap_or(first.len()), true));
    }
    if first.eq_ignore_ascii_case("at") {
        let behind = words.slice(len + 1..);
        let pages = ["pp. ", "p. "]
            .into_iter()
            .find(|pages| behind.get(..pages.len()).is_some_and(|opening| opening.eq_ignore_ascii_case(pages)));
        return Some((len + 1 + pages.map_or(0, str::len), true));
    }
    let of_pages = !point && len > 2 && PAGES.has_in_any_case(first);
    let opening = spaced(first.len()).filter(|_| of_pages || PLACES.has_in_any_case(first))?;
    Some((opening, of_pages))
}

/// Whether words are the number of a page, a paragraph or a chapter, and what may follow it: `92–94`, `iv`, `12 and 15`.
fn is_locator(words: &str) -> bool {
    let first = words.split([' ', ',']).next().unwrap_or("");
    !first.is_empty()
        && words.len() < 40
        && first.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'l' | 'I' | 'V' | 'X' | 'L'))
        && first.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '—' | '.' | ':' | 'f'))
        && first.chars().any(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'))
        && !words.contains(|c: char| c.is_uppercase() && !c.is_ascii())
}

/// The start of a locator that follows a name without a comma: `Mertz pp. 143-145`.
pub(super) fn pages_behind(words: &str) -> Option<usize> {
    // Most words contain no period.
    let point = memchr::memchr(b'.', words.as_bytes())?;
    let at = words.slice(..point).rfind(' ')?;
    let opens = ["p", "pp", "para", "paras", "ch", "chap"].contains(&words.slice(at + 1..point));
    let (name, locator) = (words.slice(..at), words.slice(at + 1..));
    (opens && is_name(name) && !has_finite(name) && pages_in(locator).is_some()).then_some(at + 1)
}

/// The number in `note 4`, `see note 4 above`, `n. 4`.
pub(super) fn note_number(words: &str) -> Option<(Offset, Offset)> {
    // Most words contain no number.
    if !words.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lower = words.to_ascii_lowercase();
    for opening in ["note ", "notes ", "footnote ", "fn. ", "n. ", "endnote "] {
        let Some(at) = lower.find(opening) else { continue };
        if at > 0 && !lower.slice(..at).ends_with([' ', '(']) || at > 12 {
            continue;
        }
        let from = at + opening.len();
        let len = lower.slice(from..).bytes().take_while(u8::is_ascii_digit).count();
        if (1..=4).contains(&len) {
            return Some((from as Offset, (from + len) as Offset));
        }
    }
    None
}

/// The number of the note that a field refers to: `supra note 4`, `see note 4 above`.
pub(super) fn opens_note_number(words: &str) -> Option<(Offset, Offset)> {
    static OPENS: WordSet = WordSet::new(&["above", "fn.", "n.", "note", "see", "supra"]);
    let first = first_word(words);
    OPENS.has_in_any_case(first).then(|| note_number(words)).flatten()
}

/// A United Nations document symbol: `S/2018/705`, `A/HRC/38/65`, `resolution 2368`.
pub(super) fn symbol(words: &str) -> Option<(Offset, Offset)> {
    // Most words hold no number.
    if !words.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut at = 0;
    let slashed = if words.contains('/') { words } else { "" };
    for word in slashed.split(' ') {
        let bare = word.trim_end_matches([',', '.']);
        let first = bare.split('/').next().unwrap_or("");
        if bare.contains('/')
            && matches!(
                first,
                "S" | "A"
                    | "E"
                    | "ST"
                    | "CCPR"
                    | "CAT"
                    | "CEDAW"
                    | "CRC"
                    | "CERD"
                    | "UNEP"
                    | "DP"
                    | "T"
                    | "FCCC"
                    | "UN"
            )
            && bare.bytes().any(|byte| byte.is_ascii_digit())
            && !bare.bytes().any(|byte| byte.is_ascii_lowercase())
        {
            return Some((at as Offset, (at + bare.len()) as Offset));
        }
        at += word.len() + 1;
    }
    // `UNSCR 1373`
    if let Some(number) = ["UNSCR ", "UNGAR "].iter().find_map(|body| words.strip_prefix(*body)) {
        let len = number.bytes().take_while(u8::is_ascii_digit).count();
        let start = words.len() - number.len();
        return (len > 0).then_some((start as Offset, (start + len) as Offset));
    }
    let behind = words.find("esolution ")?;
    let at = behind.checked_sub(1).filter(|at| matches!(words.as_bytes()[*at], b'r' | b'R'))?;
    let number = words.slice(at + 11..);
    let len = number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'/').count();
    (len > 0).then_some((at as Offset, (at + 11 + len) as Offset))
}

/// A numbered series: `Africa Report No. 271`, `Working Paper 12`.
pub(super) fn is_series(words: &str) -> bool {
    let numbered = words.ends_with(|c: char| c.is_ascii_digit())
        || memchr::memchr(b'.', words.as_bytes()).is_some() && (words.contains(" No. ") || words.contains(" no. "));
    let series =
        ["Report", "Briefing", "Brief", "Paper", "Papers", "Bulletin", "Series", "Backgrounder", "Memo", "Update"];
    numbered && words.split(|c: char| !c.is_alphanumeric()).any(|word| series.contains(&word))
}

/// `No. 17-cr-00123`, `ICC-01/04-02/06`, `R44017`, `Cable 06BAGHDAD1234`
pub(super) fn is_docket(words: &str) -> bool {
    let word = last_word(words);
    if is_cable(word) && words.len() < word.len() + 12 {
        return true;
    }
    // Most words contain neither.
    if !word.contains(['-', '/']) {
        return false;
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits > 3
        && word.len() > digits
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'.' | b':'))
        && (words == word || words.len() < word.len() + 12)
}

/// The number of a diplomatic cable: the year, the post and a number, `06BAGHDAD1234`.
fn is_cable(word: &str) -> bool {
    let post = word.trim_matches(|c: char| c.is_ascii_digit());
    let year = word.bytes().take_while(u8::is_ascii_digit).count();
    year == 2 && post.len() > 3 && word.len() > year + post.len() && post.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Where an archive keeps a document: `AN 19/4410`, `FO 371/127000`, `RG 59`, `Box 14`, `folder 7`.
pub(super) fn is_shelf_mark(words: &str) -> bool {
    static SHELVES: WordSet = WordSet::new(&[
        "bundle",
        "box",
        "boxes",
        "carton",
        "coll.",
        "delo",
        "d.",
        "f.",
        "file",
        "fol.",
        "folder",
        "folders",
        "fond",
        "ms",
        "ms.",
        "op.",
        "opis",
        "record group",
        "reel",
        "rg",
    ]);
    // Most words end in no number.
    let number = last_word(trim(words));
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let Some((shelf, _)) = trim(words).rsplit_once(' ') else { return false };
    let counts = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.'));
    let letters = |word: &str| (1..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    counts && (SHELVES.has_in_any_case(shelf) || letters(shelf) && number.contains('/'))
}

/// A number in a catalogue or an edition of letters: `P410`, `Letter LXXVI`, `lots 12–14`.
pub(super) fn is_number_in_catalogue(words: &str) -> bool {
    let code = words.len() < 6
        && words.starts_with(|c: char| c.is_ascii_uppercase())
        && words.len() > 1
        && words.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    let counted = words.split_once(' ').is_some_and(|(what, number)| {
        matches!(what, "Letter" | "Letters" | "letter" | "letters" | "lot" | "lots" | "cat." | "plate" | "pl.")
            && number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | 'L'))
            && number.chars().all(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | '-' | '–'))
    });
    code || counted
}

/// The number of a report, made of capitals and at least three digits: `R45100`, `SM-670`, `GAO-18-553`.
pub(super) fn is_report_code(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_uppercase())
        && words.bytes().filter(u8::is_ascii_digit).count() > 2
        && words.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/'))
}

pub(super) fn is_op_cit(words: &str) -> bool {
    let mut before = places_of_cit(words).map(|at| words.slice(..at).trim_end_matches(' '));
    before.any(|before| {
        let word = last_word(before);
        ["op.", "op", "loc.", "loc"].iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}

/// Whether *op. cit.* may be anywhere in a text: few texts contain its last three letters.
pub(super) fn may_hold_op_cit(text: &str) -> bool {
    places_of_cit(text).next().is_some()
}

fn places_of_cit(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_cit = |at: &usize| bytes.get(*at..at + 3).is_some_and(|three| three.eq_ignore_ascii_case(b"cit"));
    memchr::memchr2_iter(b'c', b'C', bytes).filter(is_cit)
}

pub(super) fn is_time(words: &str) -> bool {
    let word = first_word(words);
    let clock = word.split(':').count() >= 2
        && word.split(':').all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    let zone = words.ends_with("gmt")
        || words.ends_with("utc")
        || words.ends_with("local time")
        || words.ends_with("a.m")
        || words.ends_with("p.m")
        || words.ends_with(" am")
        || words.ends_with(" pm");
    clock || zone && words.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn is_thesis(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    ["phd", "ph.d", "diss", "thesis", "dissertation", "master’s", "master's", "ma thesis"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Whether words start a clause about what precedes them: `which shows …`, `arguing that …`
pub(super) fn opens_clause(words: &str) -> bool {
    static FIRST: WordSet = WordSet::new(&[
        "alleging",
        "arguing",
        "asserting",
        "claiming",
        "concluding",
        "confirming",
        "denying",
        "describing",
        "detailing",
        "discussing",
        "documenting",
        "estimating",
        "explaining",
        "finding",
        "indicating",
        "listing",
        "mentioning",
        "noting",
        "observing",
        "reporting",
        "revealing",
        "saying",
        "showing",
        "stating",
        "suggesting",
        "summarising",
        "summarizing",
        "warning",
        "which",
        "who",
        "whose",
        "writing",
    ]);
    words.starts_with(|c: char| c.is_ascii_lowercase()) && words.contains(' ') && FIRST.has(first_word(words))
}

/// Whether words are only the kind of a thesis: `PhD dissertation`, `unpublished MA thesis`.
pub(super) fn names_a_thesis(words: &str) -> bool {
    static KINDS: WordSet = WordSet::new(&["Diss", "Dissertation", "diss", "dissertation", "Thesis", "thesis"]);
    KINDS.has(last_word(words)) && words.split(' ').count() <= 4
}

/// What stands before an end, in any case.
fn strip_in_any_case<'w>(words: &'w str, end: &str) -> Option<&'w str> {
    let at = words.len().checked_sub(end.len())?;
    words.get(at..).filter(|last| last.eq_ignore_ascii_case(end)).map(|_| words.slice(..at))
}

/// The role of a date that is not one of publication, according to the words before it.
pub(super) fn marks_date(words: &str) -> Option<DateRole> {
    static ACCESSED: WordSet =
        WordSet::new(&["accessed", "checked", "consulted", "retrieved", "viewed", "visited", "web"]);
    static MODIFIED: WordSet = WordSet::new(&["modified", "revised", "updated"]);
    static ARCHIVED: WordSet = WordSet::new(&["archived", "captured"]);
    let words = words.trim_end_matches([':', ' ']);
    let without = |words, end: &str| strip_in_any_case(words, end).unwrap_or(words);
    let words = if words.ends_with(['n', 'N', 'f', 'F']) { without(without(words, " on"), " as of") } else { words };
    let last = last_word(words);
    if ACCESSED.has_in_any_case(last)
        || last.eq_ignore_ascii_case("date")
            && strip_in_any_case(words, "access date").is_some_and(|before| before.is_empty() || before.ends_with(' '))
    {
        return Some(DateRole::Accessed);
    }
    if MODIFIED.has_in_any_case(last) {
        return Some(DateRole::Modified);
    }
    ARCHIVED.has_in_any_case(last).then_some(DateRole::Archived)
}

/// Whether the words are only the label of a date.
pub(super) fn marks_date_alone(words: &str) -> bool {
    static MARKS: WordSet =
        WordSet::new(&["accessed", "accessed on", "last accessed", "retrieved", "retrieved on", "web"]);
    MARKS.has_in_any_case(words)
}

pub(super) fn is_marked(words: &str) -> bool {
    marks_date(words).is_some() || marks_archive(words)
}

pub(super) fn marks_archive(words: &str) -> bool {
    static MARKS: WordSet = WordSet::new(&[
        "archive",
        "archive copy",
        "archived",
        "archived at",
        "archived copy",
        "archived from the original",
        "archived version",
        "perma.cc",
        "permalink",
    ]);
    MARKS.has_in_any_case(words.trim_end_matches([':', ' ']))
}

/// Words that introduce an address: `available at`, `available in Persian at`.
pub(super) fn opens_address(words: &str) -> bool {
    static OPENS: WordSet = WordSet::new(&[
        "accessible at",
        "at",
        "doi",
        "found at",
        "from",
        "full text",
        "link",
        "online",
        "online at",
        "see",
        "text at",
        "url",
    ]);
    let opens = |start: &str| words.get(..start.len()).is_some_and(|first| first.eq_ignore_ascii_case(start));
    opens("available") || opens("also available") || OPENS.has_in_any_case(words.trim_end_matches([':', ' ']))
}

/// Words that may follow a date without a separator.
pub(super) fn opens_behind_date(words: &str) -> bool {
    static OPENS: WordSet = WordSet::new(&[
        "(accessed",
        "accessed",
        "and",
        "archived",
        "at",
        "available",
        "last",
        "p.",
        "para.",
        "pp.",
        "retrieved",
        "updated",
        "via",
        "web",
        "which",
    ]);
    OPENS.has_in_any_case(words.split([' ', ',']).next().unwrap_or(""))
}

/// Words that may follow a title without a sign.
pub(super) fn opens_behind_title(words: &str) -> bool {
    let first = words.split([' ', ',']).next().unwrap_or("");
    matches!(first, "and" | "at" | "by" | "for" | "from" | "in" | "on" | "via" | "with") || opens_behind_date(words)
}

/// Words that precede a date without a comma.
pub(super) fn ends_open(words: &str) -> bool {
    matches!(
        last_word(words),
        "on" | "in"
            | "of"
            | "dated"
            | "from"
            | "for"
            | "between"
            | "since"
            | "early"
            | "late"
            | "mid"
            | "published"
            | "posted"
            | "issued"
            | "released"
    ) || is_marked(words)
}

/// The length of the words before `interview`, which say who asked, and the length up to and including it.
pub(super) fn interview_len(words: &str) -> Option<(usize, usize)> {
    static KINDS: WordSet = WordSet::new(&[
        "Communication",
        "Conversation",
        "Correspondence",
        "communication",
        "communications",
        "conversation",
        "conversations",
        "correspondence",
        "discussion",
        "discussions",
        "email",
        "emails",
        "exchange",
        "exchanges",
        "Interview",
        "Interviews",
        "interview",
        "interviews",
        "FGD",
        "FGDs",
        "KII",
        "KIIs",
    ]);
    // Most words name no interview.
    if !words.split_whitespace().any(|word| KINDS.has(word.trim_end_matches([',', ':']))) {
        return None;
    }
    let mut at = 0;
    let mut found = None;
    for (count, word) in words.split(' ').enumerate().take(9) {
        let bare = word.trim_end_matches([',', ':']);
        if KINDS.has(bare) {
            found = Some((at, at + word.len(), bare.to_ascii_lowercase()));
            // `email exchange`
            if !matches!(bare, "email" | "emails") {
                break;
            }
        }
        if matches!(word, "with" | "by" | "in") || count > 7 {
            break;
        }
        at += word.len() + 1;
    }
    let (start, end, kind) = found?;
    let before = words.slice(..start).trim_end();
    let mut source = before;
    loop {
        let last = last_word(source);
        let mode = (REMOTE.has_in_any_case(last) || MODES.has_in_any_case(last))
            && !(last == "Group" && source.ends_with("Crisis Group"));
        if !mode || last.is_empty() {
            break;
        }
        source = source.slice(..source.len() - last.len()).trim_end();
    }
    let own = source.to_ascii_lowercase();
    let own = own.trim_end_matches(['s', '’', '\'']);
    let nobody = matches!(
        own,
        "" | "author"
            | "the author"
            | "author'"
            | "author’"
            | "my"
            | "our"
            | "a"
            | "an"
            | "several"
            | "this writer"
            | "writer"
            | "researcher"
            | "the researcher"
            | "by"
    );
    // `Her correspondence indicates …`
    let pronoun = ["all", "her", "his", "its", "most", "some", "such", "the", "their", "these", "this", "those"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(source));
    // `Field Notes: Planning Interviews with Elders`, `A Guide to Interviews with Elders`
    let in_a_title = source.contains(':') || matches!(last_word(source), "about" | "for" | "from" | "of" | "on" | "to");
    let body = !nobody && !pronoun && !in_a_title && is_name(source) && source.split_whitespace().count() <= 6;
    if !nobody && !body {
        return None;
    }
    // `Interview with` opens one; mere `correspondence` needs the person who had it.
    if kind == "email"
        && !words.slice(end..).trim_start().starts_with("with")
        && !words.slice(end..).trim_start().starts_with("from")
        && !words.slice(end..).trim_start().starts_with("to ")
    {
        return None;
    }
    // `Attention and Communication: A Study`, `Distributed Communication Across Protocols`: titles.
    let behind = words.slice(end..).trim_start();
    if !nobody && (words.slice(..end).ends_with(':') || behind.starts_with(char::is_uppercase)) {
        return None;
    }
    // `See our discussion in chap. 4`: a passage of the text.
    let with = words.slice(end..).trim_start().starts_with("with");
    if kind.starts_with("discussion") && !with && !own.contains("author") && !own.contains("researcher") {
        return None;
    }
    let source = source.strip_suffix("’s").or_else(|| source.strip_suffix("'s")).unwrap_or(source);
    Some((if nobody { 0 } else { source.len() }, end))
}

/// The word that says that an interview was conducted remotely, so that no place is needed: `telephone`.
pub(super) fn remote_word(words: &str) -> Option<&str> {
    words.split(|c: char| !c.is_alphanumeric() && c != '-').find(|word| REMOTE.has_in_any_case(word))
}

/// Place and publisher: `London: Hurst`, `Washington, DC: Brookings`.
pub(super) fn colon(words: &str) -> Option<(&str, &str)> {
    // Most words contain none.
    memchr::memchr(b':', words.as_bytes())?;
    let (place, publisher) = words.split_once(": ").or_else(|| words.split_once(':'))?;
    let (place, publisher) = (place.trim(), publisher.trim().trim_end_matches([',', ':']));
    (is_name(place) && place.len() < 60 && !publisher.is_empty() && !place.contains(|c: char| c.is_ascii_digit()))
        .then_some((place, publisher))
}
