//! The meaning of a field’s words: a locator, a law, the label of a date or an archive.

use super::super::lexer::{Atom, AtomKind};
use super::super::split::{has_finite, is_name};
use super::super::words::{LANGUAGES, MODES, REMOTE};
use super::DateRole;
use super::names::is_outlet_word;
use crate::bulletin::citation::words::PLACES;
use crate::text::words::WordSet;
use crate::text::{Offset, Slice, Span};

/// Whether words name a law, a code or a decree.
pub(super) fn is_law(words: &str) -> bool {
    const OPENS: [&str; 24] = [
        "Act No",
        "Act of ",
        "Commission Regulation",
        "Constitution of ",
        "Council Decision",
        "Council Regulation",
        "Decree",
        "Directive (",
        "Directive No",
        "Executive Order",
        "Federal Law",
        "Law No",
        "Law of ",
        "Law on ",
        "Legislative Decree",
        "Ordinance No",
        "Organic Law",
        "Presidential Decree",
        "Proclamation No",
        "Pub. L",
        "Public Law",
        "Regulation (",
        "Regulation No",
        "Royal Decree",
    ];
    OPENS.iter().any(|opening| words.starts_with(opening))
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

/// The span of the locator in the words: `p. 88`, `pp. 92–94`, `para. 45`, `88`.
pub(super) fn pages_in(words: &str) -> Option<(Offset, Offset)> {
    let trimmed = words.trim();
    // Most words start with none of the letters that a locator starts with.
    if !trimmed.starts_with(['p', 'P', 'a', 'A', 'c', 'C', 's', 'S', 'n', 'N', 't', 'T', 'f', 'F', 'm', 'M', '¶', '§'])
        && !trimmed.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let start = words.len() - words.trim_start().len();
    let lower = trimmed.to_ascii_lowercase();
    let is_locator = |rest: &str| {
        let first = rest.split([' ', ',']).next().unwrap_or("");
        !first.is_empty()
            && rest.len() < 40
            && first.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'l'))
            && first.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '—' | '.' | ':' | 'f'))
            && first.chars().any(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'))
            && !rest.contains(|c: char| c.is_uppercase())
    };
    for opening in ["pp. ", "pp.", "p. ", "p.", "pages ", "page ", "at pp. ", "at p. ", "at "] {
        if let Some(rest) = lower.strip_prefix(opening)
            && is_locator(rest)
        {
            let from = start + opening.len();
            return Some((from as Offset, (start + trimmed.len()) as Offset));
        }
    }
    for opening in [
        "paras. ",
        "para. ",
        "paragraphs ",
        "paragraph ",
        "chs. ",
        "ch. ",
        "chap. ",
        "chapter ",
        "arts. ",
        "art. ",
        "sec. ",
        "section ",
        "n. ",
        "annex ",
        "table ",
        "tables ",
        "fig. ",
        "figure ",
        "figures ",
        "map ",
        "¶ ",
        "¶",
        "§§ ",
        "§§",
        "§ ",
        "§",
    ] {
        if let Some(rest) = lower.strip_prefix(opening)
            && (is_locator(rest) || opening == "annex " && rest.len() < 8)
        {
            return Some((start as Offset, (start + trimmed.len()) as Offset));
        }
    }
    let digits = trimmed.bytes().filter(u8::is_ascii_digit).count();
    let plain = trimmed.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '—'));
    (plain && (1..=9).contains(&digits) && trimmed.len() < 14 && trimmed.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((start as Offset, (start + trimmed.len()) as Offset))
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
    let first = words.split(' ').next().unwrap_or("");
    let opens = ["supra", "above", "see", "note", "n.", "fn."].iter().any(|known| known.eq_ignore_ascii_case(first));
    opens.then(|| note_number(words)).flatten()
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
    let behind = words.find("esolution ")?;
    let at = behind.checked_sub(1).filter(|at| matches!(words.as_bytes()[*at], b'r' | b'R'))?;
    let number = words.slice(at + 11..);
    let len = number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'/').count();
    (len > 0).then_some((at as Offset, (at + 11 + len) as Offset))
}

/// A numbered series: `Africa Report No. 271`, `Working Paper 12`.
pub(super) fn is_series(words: &str) -> bool {
    let numbered = words.contains(" No. ") || words.contains(" no. ") || words.ends_with(|c: char| c.is_ascii_digit());
    let series =
        ["Report", "Briefing", "Brief", "Paper", "Papers", "Bulletin", "Series", "Backgrounder", "Memo", "Update"];
    numbered && words.split(|c: char| !c.is_alphanumeric()).any(|word| series.contains(&word))
}

/// `No. 17-cr-00123`, `ICC-01/04-02/06`, `R44017`
pub(super) fn is_docket(words: &str) -> bool {
    let word = words.rsplit(' ').next().unwrap_or("");
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits > 3
        && word.len() > digits
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'.' | b':'))
        && word.contains(['-', '/'])
        && (words == word || words.len() < word.len() + 12)
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
    let Some((shelf, number)) = words.trim().rsplit_once(' ') else { return false };
    let counts = number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.'));
    let letters = |word: &str| (1..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    counts && (SHELVES.has_in_any_case(shelf) || letters(shelf) && number.contains('/'))
}

/// The number of a report, made of capitals and at least three digits: `R45100`, `SM-670`, `GAO-18-553`.
pub(super) fn is_report_code(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_uppercase())
        && words.bytes().filter(u8::is_ascii_digit).count() > 2
        && words.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/'))
}

pub(super) fn is_op_cit(words: &str) -> bool {
    // Few words contain these three letters.
    let ends = words.as_bytes().windows(3).enumerate().filter(|(_, three)| three.eq_ignore_ascii_case(b"cit"));
    let mut before = ends.map(|(at, _)| words.slice(..at).trim_end_matches(' '));
    before.any(|before| {
        let word = before.rsplit(' ').next().unwrap_or(before);
        ["op.", "op", "loc.", "loc"].iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}

pub(super) fn is_time(words: &str) -> bool {
    let word = words.split(' ').next().unwrap_or("");
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
    let words = without(without(words, " on"), " as of");
    let last = words.rsplit(' ').next().unwrap_or(words);
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
    let first = words.split([' ', ',']).next().unwrap_or("").to_ascii_lowercase();
    matches!(
        first.as_str(),
        "accessed"
            | "retrieved"
            | "last"
            | "updated"
            | "available"
            | "and"
            | "at"
            | "archived"
            | "p."
            | "pp."
            | "para."
            | "web"
            | "which"
            | "via"
            | "(accessed"
    )
}

/// Words that may follow a title without a sign.
pub(super) fn opens_behind_title(words: &str) -> bool {
    let first = words.split([' ', ',']).next().unwrap_or("");
    matches!(first, "and" | "at" | "by" | "for" | "from" | "in" | "on" | "via" | "with") || opens_behind_date(words)
}

/// Words that precede a date without a comma.
pub(super) fn ends_open(words: &str) -> bool {
    matches!(
        words.rsplit(' ').next().unwrap_or(""),
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
    const KINDS: [&str; 18] = [
        "interviews",
        "interview",
        "communications",
        "communication",
        "exchanges",
        "exchange",
        "conversations",
        "conversation",
        "correspondence",
        "discussion",
        "discussions",
        "Interviews",
        "Interview",
        "Communication",
        "Correspondence",
        "Conversation",
        "email",
        "emails",
    ];
    let mut at = 0;
    let mut found = None;
    for (count, word) in words.split(' ').enumerate().take(9) {
        let bare = word.trim_end_matches([',', ':']);
        if KINDS.contains(&bare) {
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
        let last = source.rsplit(' ').next().unwrap_or("");
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
    let body = !nobody && is_name(source) && source.split_whitespace().count() <= 6;
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
    if !nobody && words.slice(end..).starts_with([':']) {
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

/// Whether it was conducted remotely, so that no place is needed.
pub(super) fn is_remote(words: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| REMOTE.has_in_any_case(word))
}

/// Place and publisher: `London: Hurst`, `Washington, DC: Brookings`.
pub(super) fn colon(words: &str) -> Option<(&str, &str)> {
    let (place, publisher) = words.split_once(": ").or_else(|| words.split_once(':'))?;
    let (place, publisher) = (place.trim(), publisher.trim().trim_end_matches([',', ':']));
    (is_name(place) && place.len() < 60 && !publisher.is_empty() && !place.contains(|c: char| c.is_ascii_digit()))
        .then_some((place, publisher))
}
