//! Words in a citation that are not part of a name: lead-ins, `accessed`, titles in quotation marks.

use super::words::{CREDITS, PIECES};
use crate::text::Slice;
use crate::text::words::{WordSet, is_alphanumeric};

/// The text between a source's name and its date, apart from a comma.
pub(super) struct BeforeDate {
    /// The length of the name, in bytes.
    pub words: usize,
    /// Words that describe the date, as a range of the words.
    pub marker: Option<std::ops::Range<usize>>,
    /// Whether the date is in brackets of its own.
    pub bracket: bool,
}

/// Splits the words before a date. `own` are the words after a comma: they need not contain a name. Nor need those
/// `behind_link`.
pub(super) fn before_date(words: &str, own: bool, behind_link: bool) -> BeforeDate {
    let found = |words: usize, marker| BeforeDate { words, marker, bracket: false };
    if let Some(name) = words.strip_suffix(['(', '[']) {
        return BeforeDate { bracket: true, ..found(name.trim_end().len(), None) };
    }
    if says_when(words) || (own || behind_link) && leads_to_date(words) {
        let own = own || words.contains(' ');
        return found(0, (own || !is_preposition(words)).then_some(0..words.len()));
    }
    // `Reuters – May 9`, `Reuters: May 9`, and `Reuters. May 9`, but not `Inc.`
    let name = words.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '/' | '|' | '*' | '_' | '·' | '•' | '‧' | '・' | '~')
    });
    static SHORTENED: WordSet = WordSet::new(&[
        "al", "Assn", "Assoc", "Bros", "Bull", "Co", "Corp", "Dept", "ed", "eds", "Gen", "Gov", "Govt", "Inc", "Inst",
        "Int", "Intl", "Jr", "Ltd", "Mag", "Min", "Nat", "Natl", "No", "Nr", "Org", "Rep", "Rev", "Sr", "St", "Tel",
        "Trib", "Univ", "vol",
    ]);
    let last = name.trim_end_matches('.').rsplit([' ', '.']).next().unwrap_or("");
    let shortened = SHORTENED.has(last);
    let name = if shortened { name } else { name.trim_end_matches('.') };
    let blank = |c: char| c.is_whitespace();
    // The longest: `last accessed on`, not `on`.
    let cuts = name.char_indices().rev().filter(|(_, c)| blank(*c)).take(3).filter_map(|(at, c)| {
        let marker = at + c.len_utf8()..name.len();
        (says_when(name.slice(marker.clone())) && !name.slice(..at).trim().is_empty()).then_some((at, marker))
    });
    match cuts.last() {
        Some((at, marker)) => {
            found(name.slice(..at).trim_end().len(), (!is_preposition(name.slice(marker.clone()))).then_some(marker))
        }
        None => found(name.len(), None),
    }
}

/// Whether words without a name lead to the date behind them: `issue of`, `morning of`, `through`.
fn leads_to_date(words: &str) -> bool {
    if words == "through" {
        return true;
    }
    let named = words.strip_suffix(" of").or_else(|| words.strip_suffix(" dated"));
    let named = named.map(|named| named.strip_prefix("the ").unwrap_or(named));
    let is_part_of_day =
        |named: &str| matches!(named, "afternoon" | "day" | "eve" | "evening" | "morning" | "night" | "week");
    named.is_some_and(|named| {
        matches!(named, "edition" | "entry" | "issue" | "number") || is_part_of_day(named) || PIECES.has(named)
    })
}

fn is_preposition(words: &str) -> bool {
    matches!(words, "on" | "of" | "from" | "On")
}

/// Words before a date that describe it.
fn says_when(words: &str) -> bool {
    static MARKERS: WordSet = WordSet::new(&[
        "aired",
        "around",
        "broadcast",
        "circa",
        "c.",
        "dated",
        "early",
        "from",
        "last updated",
        "late",
        "mid",
        "on",
        "of",
        "posted",
        "posted on",
        "published",
        "published on",
        "updated",
    ]);
    let words = words.trim_end_matches([':', '-']);
    says_visited(words) || MARKERS.has_in_any_case(words)
}

/// Whether words say what was done with a report later: `updated`, `(corrected`, `– accessed on`. A date behind them is
/// not that of the report.
pub(crate) fn says_what_came_later(words: &str) -> bool {
    static LATER: WordSet = WordSet::new(&[
        "amended",
        "archived",
        "checked",
        "consulted",
        "corrected",
        "edited",
        "last modified",
        "last revised",
        "last updated",
        "modified",
        "republished",
        "reposted",
        "revised",
        "translated",
        "upd.",
        "updated",
        "visited",
    ]);
    let words = words.trim_start_matches(|c: char| !is_alphanumeric(c)).trim_end_matches([':', ' ']);
    let words = words.strip_suffix(" on").unwrap_or(words);
    says_visited(words) || LATER.has_in_any_case(words)
}

/// Words that mark a date as an access date.
pub(super) fn says_visited(words: &str) -> bool {
    static MARKERS: WordSet = WordSet::new(&[
        "accessed",
        "accessed on",
        "last accessed",
        "last accessed on",
        "retrieved",
        "retrieved on",
        "viewed",
        "viewed on",
    ]);
    let words = words.trim_end_matches(':');
    MARKERS.has_in_any_case(words)
}

/// The length of the lead-in at the start of `words`, in bytes.
pub(super) fn lead_in(words: &str) -> Option<usize> {
    static LEADS: WordSet = WordSet::new(&[
        "author’s interviews with",
        "author's interviews with",
        "author’s interview with",
        "author's interview with",
        "author interview with",
        "as quoted in",
        "as quoted by",
        "as reported in",
        "as cited in",
        "as reported by",
        "according to",
        "also",
        "but see",
        "cité dans",
        "cité par",
        "cited in",
        "cf.",
        "cf",
        "e.g.,",
        "e.g.",
        "for more, see",
        "for more see",
        "for example",
        "interviews with",
        "interview with",
        "quoted by",
        "quoted in",
        "per",
        "reported by",
        "reported in",
        "see, for example,",
        "see for example",
        "see also",
        "see, e.g.,",
        "see e.g.",
        "see generally",
        "see further",
        "see in particular",
        "see especially",
        "siehe auch",
        "siehe",
        "sources:",
        "source:",
        "see",
        "vgl. auch",
        "vgl.",
        "voir aussi",
        "voir",
        "via",
        "zitiert nach",
    ]);
    let found = LEADS.opening(words).find(|lead| {
        words.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead))
            && words.slice(lead.len()..).chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ':'))
    });
    let found = found.or_else(|| kind_or_language(words))?;
    let rest = words.slice(found.len()..);
    let comma = rest.len() - rest.trim_start_matches([',', ':', ' ', '\n']).len();
    Some(found.len() + comma)
}

/// The words before a colon at the start that say what kind of piece a source has, or in what language it is: `video:`,
/// `in Urdu:`.
fn kind_or_language(words: &str) -> Option<&str> {
    const LONGEST: usize = 24;
    let colon = words.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let label = words.slice(..colon);
    let is_language = |rest: &str| rest.starts_with(char::is_uppercase) && rest.chars().all(char::is_alphabetic);
    let fits = label.strip_prefix("in ").is_some_and(is_language)
        || PIECES.has_in_any_case(label) && !CREDITS.has_in_any_case(label);
    (fits && words.slice(colon + 1..).starts_with(char::is_whitespace)).then_some(label)
}

/// The length of the words at the start of a source that passed on the report of the one before, in bytes: `via `,
/// `quoted by `.
pub(super) fn relay(words: &str) -> Option<usize> {
    if !words.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let behind = words.strip_prefix("as ").unwrap_or(words);
    let (first, rest) = behind.split_once(' ')?;
    let rest = match first {
        "via" | "citing" | "quoting" | "in" | "from" | "on" | "per" | "with" => rest,
        "archived" | "carried" | "cited" | "posted" | "published" | "quoted" | "relayed" | "reported" | "reposted"
        | "reprinted" | "reproduced" | "republished" | "shared" | "transcribed" | "translated" | "translation"
        | "trans." => {
            let (preposition, rest) = rest.split_once(' ')?;
            if !matches!(preposition, "at" | "by" | "in" | "on") {
                return None;
            }
            rest
        }
        _ => return None,
    };
    Some(words.len() - rest.trim_start().len())
}

/// Whether words say that the date behind them is that of all sources before it.
pub(super) fn is_of_all(words: &str) -> bool {
    matches!(words, "both" | "all" | "each" | "both on" | "all on" | "both dated" | "all dated" | "all of" | "both of")
}

/// Whether words are a title in quotation marks.
pub(super) fn is_quoted_title(words: &str) -> bool {
    words.starts_with(['"', '“', '‘', '«'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_date() {
        for (words, own, name, marker, bracket) in [
            ("Reuters", false, "Reuters", None, false),
            ("Reuters –", false, "Reuters", None, false),
            ("Reuters:", false, "Reuters", None, false),
            ("Reuters.", false, "Reuters", None, false),
            ("Acme Inc.", false, "Acme Inc.", None, false),
            ("Acme Corp.", false, "Acme Corp.", None, false),
            ("Acme Group.", false, "Acme Group", None, false),
            ("Acme ABC.", false, "Acme ABC", None, false),
            ("Reuters (", false, "Reuters", None, true),
            ("Reuters [", false, "Reuters", None, true),
            ("Reuters accessed", false, "Reuters", Some("accessed"), false),
            ("Reuters last accessed on", false, "Reuters", Some("last accessed on"), false),
            ("Reuters, last updated", false, "Reuters,", Some("last updated"), false),
            ("Reuters on", false, "Reuters", None, false),
            ("Reuters late", false, "Reuters", Some("late"), false),
            ("accessed", true, "", Some("accessed"), false),
            ("accessed", false, "", Some("accessed"), false),
            ("accessed:", true, "", Some("accessed:"), false),
            ("on", true, "", Some("on"), false),
            ("on", false, "", None, false),
            ("Of", true, "", Some("Of"), false),
            ("issue of", true, "", Some("issue of"), false),
            ("the broadcast of", true, "", Some("the broadcast of"), false),
            ("morning of", true, "", Some("morning of"), false),
            ("through", true, "", Some("through"), false),
            ("Bay of", true, "Bay", None, false),
            ("Reuters statement of", false, "Reuters statement", None, false),
        ] {
            let found = before_date(words, own, false);
            assert_eq!(&words[..found.words], name, "{words}");
            assert_eq!(found.marker.map(|marker| &words[marker]), marker, "{words} {own}");
            assert_eq!(found.bracket, bracket, "{words}");
        }
        let found = before_date("issue of", false, true);
        assert_eq!((found.words, found.marker), (0, Some(0..8)));
        assert!(says_visited("Last accessed on:") && says_visited("retrieved") && !says_visited("updated"));
    }

    #[test]
    fn what_introduces_a_source() {
        for (words, lead) in [
            ("see Dawn", "see "),
            ("See also: Dawn", "See also: "),
            ("see, for example, Dawn", "see, for example, "),
            ("e.g., Dawn", "e.g., "),
            ("see", "see"),
            ("cf.\nDawn", "cf.\n"),
            ("video: Dawn", "video: "),
            ("In Urdu: Dawn", ""),
            ("in Urdu: Dawn", "in Urdu: "),
            ("photo: Dawn", ""),
            ("video:Dawn", ""),
            ("seen Dawn", ""),
            ("see-saw", ""),
            ("Dawn", ""),
            ("", ""),
        ] {
            assert_eq!(lead_in(words).map_or("", |len| &words[..len]), lead, "{words}");
        }
        assert!(is_quoted_title("“Rain”") && is_quoted_title("«Rain»") && !is_quoted_title("Rain “Fell”"));
    }
}
