//! Bylines, and the names in them.

use crate::bulletin::citation::words::GIVEN_NAMES;
use crate::gazetteer::english;
use crate::gazetteer::institutions::institution;
use crate::markdown::{Block, BlockKind, Inline, InlineKind, Markdown};
use crate::text::words::WordSet;
use crate::text::{Slice, Span, Spanned};
use compact_str::CompactString;
use smallvec::SmallVec;

/// The maximum length of a byline, in bytes.
const LONGEST: u32 = 240;

/// A byline.
#[derive(Clone, Debug)]
pub(super) struct Byline {
    /// The authors, at least one.
    pub(super) authors: Vec<Spanned<CompactString>>,
    /// Whether `By` or the like introduces them.
    pub(super) told: bool,
}

/// Reads a block as a byline: `*Name*`, `**Name**`, `By Name and Name`.
pub(super) fn read(text: &str, markdown: &Markdown, block: &Block) -> Option<Byline> {
    if block.kind != BlockKind::Paragraph
        || block.quotes > 0
        || block.item.is_some()
        || block.footnote.is_some()
        || block.span.len() > LONGEST
    {
        return None;
    }
    let mut lines = block.span.of(text).lines();
    let line = Span::at(block.span.start as usize..block.span.start as usize + lines.next()?.len());
    if lines.clone().any(is_field_of_work) {
        return None;
    }
    // A line with the date or the author's location may follow the names, but no text.
    if lines.any(|line| line.len() > 60 || line.trim_end().ends_with('.')) {
        return None;
    }
    in_line(text, markdown, block, line)
}

fn in_line(text: &str, markdown: &Markdown, block: &Block, line: Span) -> Option<Byline> {
    let whole = trim(text, line);
    let set = whole.of(text);
    let marked = set.starts_with(['*', '_']) && set.ends_with(['*', '_']) && set.len() > 2;
    let inner = unmarked(text, whole);
    let (told, names) = match said(text, inner) {
        Some(rest) => (true, unmarked(text, rest)),
        None => (false, inner),
    };
    if !told && (!marked || institution(names.of(text)).is_some()) {
        return None;
    }
    let linked = markdown.inlines(block).iter().filter(|inline| line.contains(inline.span));
    let linked: SmallVec<[&Inline; 2]> =
        linked.filter(|inline| matches!(inline.kind, InlineKind::Link | InlineKind::ReferenceLink)).collect();
    let authors = match linked.first() {
        None => names_in(text, names, told)?,
        // `*Maintained by [Ada Bern](…)*` says what somebody did, and not who wrote the text.
        Some(first) if !told && says_more(Span::new(whole.start, first.span.start).of(text)) => return None,
        Some(_) => {
            linked.iter().map(|link| name(text, unmarked(text, link.label), told)).collect::<Option<Vec<_>>>()?
        }
    };
    let is_person = |author: &Spanned<CompactString>| told || !is_phrase(&author.value);
    authors.iter().all(is_person).then_some(Byline { authors, told })
}

/// Whether a line says where a book or another work appeared: the author beside it is that of the work.
fn is_field_of_work(line: &str) -> bool {
    static FIELDS: WordSet = WordSet::new(&[
        "book",
        "doi",
        "edition",
        "isbn",
        "journal",
        "pages",
        "publication",
        "publisher",
        "series",
        "title",
        "volume",
    ]);
    let label = line.split_once(':').map(|(label, _)| label.trim_matches(['*', '_', ' ', '-', '\t']));
    label.is_some_and(|label| FIELDS.has_in_any_case(label))
}

/// Whether there are words other than names before the first link of a line.
fn says_more(before: &str) -> bool {
    before.split(|c: char| !c.is_alphabetic()).any(|word| word.starts_with(char::is_lowercase) && word != "and")
}

/// Whether what looks like a name consists of English words, as the title of a paragraph does: `Market Trends`, `A. Deal
/// Flow`, `ZERO TOLERANCE`. One such word may be a family name.
fn is_phrase(name: &str) -> bool {
    // Words that are names of persons, too: `Rose King`.
    static NAMES: WordSet = WordSet::new(&[
        "banks",
        "bell",
        "bishop",
        "black",
        "brooks",
        "brown",
        "burns",
        "carpenter",
        "carter",
        "chase",
        "cook",
        "cross",
        "dean",
        "drake",
        "driver",
        "english",
        "faith",
        "farmer",
        "fields",
        "fisher",
        "fox",
        "frank",
        "french",
        "grace",
        "grant",
        "gray",
        "green",
        "grey",
        "hall",
        "hill",
        "hope",
        "hunter",
        "iris",
        "joy",
        "judge",
        "king",
        "knight",
        "lane",
        "little",
        "long",
        "lord",
        "mark",
        "marsh",
        "mason",
        "max",
        "may",
        "mayor",
        "miles",
        "miller",
        "moon",
        "north",
        "page",
        "park",
        "parker",
        "pierce",
        "pope",
        "porter",
        "price",
        "prince",
        "read",
        "reed",
        "rich",
        "rivers",
        "rose",
        "sage",
        "sharp",
        "short",
        "singer",
        "snow",
        "spring",
        "stone",
        "strange",
        "strong",
        "summer",
        "summers",
        "swan",
        "swift",
        "taylor",
        "walker",
        "waters",
        "weaver",
        "west",
        "white",
        "will",
        "wise",
        "wolf",
        "wood",
        "woods",
        "young",
    ]);
    let words = name.split([' ', '-']).map(str::to_lowercase);
    let is_function_word =
        |word: String| matches!(&*word, "all" | "for" | "is" | "my" | "new" | "no" | "not" | "our" | "to");
    if words.clone().any(is_function_word) {
        return true;
    }
    let is_given_name = name.split(' ').next().is_some_and(|first| GIVEN_NAMES.has_in_any_case(first));
    let is_word = |word: &String| english::is_common_word(word) && !NAMES.has(word);
    !is_given_name && words.filter(is_word).nth(1).is_some()
}

/// The text after `By`, `Author:` and the like.
fn said(text: &str, span: Span) -> Option<Span> {
    let all = span.of(text);
    ["written by", "by", "authors", "author"].iter().find_map(|word| {
        let (head, rest) = (all.get(..word.len())?, all.slice(word.len()..));
        let colon = rest.starts_with(':');
        let told =
            head.eq_ignore_ascii_case(word) && (colon || word.ends_with("by") && rest.starts_with([' ', '*', '_']));
        told.then(|| {
            let from = span.start + (word.len() + usize::from(colon)) as u32;
            trim(text, Span::new(from, span.end))
        })
    })
}

/// The names in `X`, `X and Y`, `X, Y and Z`; `None` if a part is not a name. After a name introduced by `By`, an
/// office or a place may follow.
fn names_in(text: &str, span: Span, told: bool) -> Option<Vec<Spanned<CompactString>>> {
    let mut names = Vec::new();
    for part in parts(text, span) {
        match name(text, unmarked(text, part), told && names.is_empty()) {
            Some(name) => names.push(name),
            None if told && !names.is_empty() => break,
            None => return None,
        }
    }
    (!names.is_empty()).then_some(names)
}

/// The names in a list that is known to consist of names, as in front matter and contents.
pub(super) fn bare_names(text: &str, span: Span) -> Vec<Spanned<CompactString>> {
    let mut names = Vec::new();
    for part in parts(text, span) {
        match name(text, unmarked(text, part), true) {
            Some(name) => names.push(name),
            None => break,
        }
    }
    names
}

/// The parts of a list, separated by commas, `and` or `&`.
fn parts(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut rest = Some(span);
    std::iter::from_fn(move || {
        let now = rest?;
        let all = now.of(text);
        let cut = memchr::memchr3_iter(b' ', b',', b';', all.as_bytes()).find_map(|at| {
            let signs = [", and ", " and ", " & ", "; ", ", "];
            signs.iter().find(|sign| all.slice(at..).starts_with(**sign)).map(|sign| (at, sign.len()))
        });
        let Some((at, len)) = cut else {
            rest = None;
            return Some(now);
        };
        let start = now.start as usize;
        rest = Some(Span::new(now.start + (at + len) as u32, now.end));
        Some(Span::at(start..start + at))
    })
    .filter(|part| !part.is_empty())
}

/// A person's name: two to six capitalized words; one word is enough if `alone` allows it.
fn name(text: &str, span: Span, alone: bool) -> Option<Spanned<CompactString>> {
    static PARTICLES: WordSet = WordSet::new(&[
        "al", "bin", "bint", "ben", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "el", "ibn", "la",
        "le", "ul", "van", "von",
    ]);
    // No name contains any of these; a heading or a remark may: `Research Projects This Week`.
    static NO_NAMES: WordSet = WordSet::new(&[
        "about",
        "analysis",
        "are",
        "assessment",
        "background",
        "conclusion",
        "conclusions",
        "context",
        "details",
        "every",
        "factors",
        "findings",
        "for",
        "from",
        "how",
        "if",
        "impact",
        "introduction",
        "is",
        "its",
        "limitations",
        "methodology",
        "month",
        "not",
        "notes",
        "objectives",
        "our",
        "overview",
        "recommendations",
        "results",
        "rules",
        "scope",
        "section",
        "summary",
        "that",
        "their",
        "there",
        "these",
        "this",
        "those",
        "timeline",
        "today",
        "was",
        "week",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "with",
        "year",
        "your",
    ]);
    let written = span.of(text);
    // `Quasar RAT` is a heading; `JD Vale`, `ADA VALE` and `Ada VALERY` are names.
    let shouted = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let (first, last) = written.rsplit_once(' ').unwrap_or(("", written));
    let named = last.len() > 4 && !first.split([' ', '-']).any(shouted);
    if !named && written.split([' ', '-', '/']).any(shouted) && written.contains(char::is_lowercase) {
        return None;
    }
    let mut words = 0;
    for word in written.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.trim_end_matches('.');
        let proper =
            letters.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '.'));
        let capital = letters.split('-').any(|part| {
            part.trim_start_matches(['\'', '’', '‘', 'ʿ', 'ʾ'])
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
        });
        // `TTPs`, `NGOs`
        let several = letters
            .strip_suffix('s')
            .is_some_and(|short| short.len() > 1 && short.bytes().all(|byte| byte.is_ascii_uppercase()));
        if letters.is_empty()
            || several
            || NO_NAMES.has_in_any_case(letters)
            || !proper
            || !capital && !PARTICLES.has(letters)
        {
            return None;
        }
        // A stop ends initials and titles (`J.`, `Dr.`), not names: this is a sentence.
        if word.ends_with('.') && letters.chars().count() > 3 {
            return None;
        }
        words += 1;
    }
    let enough = if alone { 1 } else { 2 };
    (enough..=6).contains(&words).then(|| Spanned::new(span, written.into()))
}

/// Whether two spellings of a person's name are equal except for case, points and spaces.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || folded(a).eq(folded(b))
}

/// The letters and digits of a name, in lower case.
fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Whether two names may be the same person's: equal, or one has an additional title, initial or middle name.
#[must_use]
pub fn same_person(a: &str, b: &str) -> bool {
    if same_name(a, b) {
        return true;
    }
    let (a, b): (SmallVec<[&str; 6]>, SmallVec<[&str; 6]>) =
        (a.split_whitespace().collect(), b.split_whitespace().collect());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (Some(last), Some(other)) = (long.last(), short.last()) else { return false };
    // Each word of the shorter one is in the longer one, in order, in full or as an initial.
    let mut rest = long.iter();
    let is_one = |word: &str, other: &str| {
        let initial = |short: &str, long: &str| {
            short.trim_end_matches('.').chars().count() == 1 && long.starts_with(short.trim_end_matches('.'))
        };
        same_name(word, other) || initial(word, other) || initial(other, word)
    };
    same_name(last, other) && short.iter().all(|word| rest.any(|other| is_one(word, other)))
}

/// The person that a paragraph is about: one of `authors`, else the name before its first verb.
pub(super) fn subject(
    text: &str,
    paragraph: Span,
    authors: &[Spanned<CompactString>],
) -> Option<Spanned<CompactString>> {
    let lead = paragraph.of(text).len() - paragraph.of(text).trim_start_matches(['*', '_', '[', ' ']).len();
    let start = paragraph.start as usize + lead;
    let opening = text.slice(start..paragraph.end as usize);
    for author in authors {
        let name = author.value.as_str();
        if opening.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
            && !opening.slice(name.len()..).starts_with(char::is_alphanumeric)
        {
            return Some(Spanned::new(Span::at(start..start + name.len()), name.into()));
        }
    }
    let verbs = [
        " is ",
        " was ",
        " has ",
        " works ",
        " serves ",
        " writes ",
        " holds ",
        " specializes ",
        " specialises ",
        " teaches ",
        ", ",
    ];
    let end = opening.char_indices().nth(80).map_or(opening.len(), |(at, _)| at);
    let opening = opening.slice(..end);
    let verb = memchr::memchr2_iter(b' ', b',', opening.as_bytes())
        .find(|at| verbs.iter().any(|verb| opening.slice(*at..).starts_with(verb)))?;
    let span = Span::at(start..start + verb);
    let tail = span.of(text).len() - span.of(text).trim_end_matches(['*', '_', ']', ' ']).len();
    name(text, Span::new(span.start, span.end - tail as u32), false)
}

/// `span` without surrounding white space.
pub(super) fn trim(text: &str, span: Span) -> Span {
    trim_signs(text, span, |c| c.is_whitespace())
}

/// `span` without surrounding white space and emphasis marks.
pub(super) fn unmarked(text: &str, span: Span) -> Span {
    trim_signs(text, span, |c| c.is_whitespace() || matches!(c, '*' | '_' | '\\'))
}

fn trim_signs(text: &str, span: Span, sign: fn(char) -> bool) -> Span {
    let all = span.of(text);
    let start = span.start as usize + (all.len() - all.trim_start_matches(sign).len());
    let len = all.trim_matches(sign).len();
    Span::at(start..start + len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    fn authors(text: &str) -> Vec<CompactString> {
        let markdown = parse(text);
        let byline = read(text, &markdown, &markdown.blocks[0]);
        byline.map_or_else(Vec::new, |byline| byline.authors.into_iter().map(|author| author.value).collect())
    }

    #[test]
    fn forms_of_bylines() {
        assert_eq!(authors("*Waliullah Rahmani*"), ["Waliullah Rahmani"]);
        assert_eq!(authors("**Ebi Spahiu**"), ["Ebi Spahiu"]);
        for heading in
            ["**Business Impact Summary**", "**Novel Abuse TTPs**", "**Quasar RAT**", "**Harbour WSMA Losses**"]
        {
            assert_eq!(authors(heading), [""; 0], "{heading}");
        }
        assert_eq!(authors("**ADA VALE**"), ["ADA VALE"]);
        assert_eq!(authors("**Ada VALERY**"), ["Ada VALERY"]);
        assert_eq!(authors("**JD Vale**"), ["JD Vale"]);
        assert_eq!(authors("By Brian Perkins"), ["Brian Perkins"]);
        assert_eq!(authors("BY: Brian Perkins & Jacob Zenn"), ["Brian Perkins", "Jacob Zenn"]);
        assert_eq!(
            authors("*By Ali al-Hassan, Mary O'Neill and J. M. van der Berg*"),
            ["Ali al-Hassan", "Mary O'Neill", "J. M. van der Berg"]
        );
        assert_eq!(authors("By *Ali Bek* and *Zed Kay*"), ["Ali Bek", "Zed Kay"]);
        assert_eq!(authors("*[Brian Perkins](https://house.example.org/perkins)*"), ["Brian Perkins"]);
        assert_eq!(authors("By Brian Perkins, editor of the Monitor"), ["Brian Perkins"]);
        assert_eq!(authors("By Brian Perkins\nOctober 10, 2018"), ["Brian Perkins"]);
        assert_eq!(authors("*Nurlan Әлиев*"), ["Nurlan Әлиев"]);
        for text in ["*No Papers and Research Projects This Week*", "**Where They Stand**", "*Notes From Abroad*"] {
            assert!(authors(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_title_of_a_paragraph_is_nobodys_name() {
        for title in [
            "**ZERO TOLERANCE**",
            "**A. Date Code Matching**",
            "**Policy-Based Exclusion**",
            "*Special Report*",
            "**LARGEST BOUNDARY WORD**",
            "**NO DREDGERS NEEDED**",
            "**Author:** Ada Bern\n**Publisher:** Quay Books (1991)",
            "**Authors:** Ada Bern\n**Pages:** 471",
            "**Created and maintained by [Ada Bern](https://a.example.net)**",
        ] {
            assert_eq!(authors(title), [""; 0], "{title}");
        }
        for name in ["Rose King", "Mark Price", "Ada Harding", "Grace Young", "Michael Market Flow", "A. Green"] {
            assert_eq!(authors(&format!("**{name}**")), [name]);
        }
        assert_eq!(authors("By Special Report"), ["Special Report"]);
        assert_eq!(authors("*[Ada Bern](#) and [Cem Dal](#), editors*"), ["Ada Bern", "Cem Dal"]);
    }

    #[test]
    fn one_person_may_be_named_in_several_ways() {
        for (a, b) in [
            ("Ada Bern", "ADA BERN"),
            ("Dr. Ada Bern", "Ada Bern"),
            ("Ada K. Bern", "Ada Bern"),
            ("A. Bern", "Ada Bern"),
            ("Ada Bern", "Bern"),
        ] {
            assert!(same_person(a, b) && same_person(b, a), "{a} {b}");
        }
        for (a, b) in [("Ada Bern", "Ada Born"), ("Ada Bern", "Cem Bern"), ("Ada Bern", "Bern Ada"), ("", "Ada")] {
            assert!(!same_person(a, b), "{a} {b}");
        }
    }

    #[test]
    fn no_bylines() {
        for text in [
            "Waliullah Rahmani",
            "*Deprecated*",
            "*This is a note.*",
            "**Warning:** mind the gap",
            "By default the port is closed",
            "*Read the Docs.*",
            "- *Brian Perkins*",
            "> *Brian Perkins*",
            "*Version 2.0 Beta*",
            "**",
        ] {
            assert!(authors(text).is_empty(), "{text}: {:?}", authors(text));
        }
    }
}
