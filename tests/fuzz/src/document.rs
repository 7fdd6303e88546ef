//! Documents: check, fix, check again.
//!
//! * Nothing panics, and every span is in the text, on character boundaries.
//! * The same text yields the same findings, by place and then by rule.
//! * Every fix that is offered, safe or not, removes its own finding when applied alone and causes no warning or error from
//!   any rule. Of the fixes of one text the fuzz target tries a few.
//! * A fix changes nothing outside its edits, and nothing in a quotation or in code; addresses and sources are changed only
//!   by the rules about them, and titles and the words of links never by rules about wording.
//! * A fix beside a mark of emphasis that writes none leaves all of them as they are.
//! * Fixes to the form of citations and notes keep every name, though perhaps in another place.
//! * Fixing everything leaves nothing to fix, in any text.

use crate::text_of;
use copydesk::bulletin::items::CitationStyle;
use copydesk::check::{Checked, Draft, check};
use copydesk::config::{Level, Settings};
use copydesk::fix::{Wanted, findings, to_fixed_point};
use copydesk::gazetteer::Gazetteer;
use copydesk::markdown::{BlockKind, InlineKind, Run, RunStyle};
use copydesk::rules::{self, Diagnostic, Family, Fix, Safety};
use copydesk::text::{Edit, Offset, Span, edits};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// All rules enabled, for an issue of October 10, 2018.
static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
    let on = rules::all().iter().filter(|rule| rule.default_level().is_none());
    Settings {
        date: Some(jiff::civil::date(2018, 10, 10)),
        rules: on.map(|rule| (rule.name.to_owned(), Some(Level::Warning))).collect(),
        ..Settings::default()
    }
});

/// All rules enabled, for an issue of October 10, 2018.
#[must_use]
pub fn settings() -> Settings {
    SETTINGS.clone()
}

/// The shipped lists.
pub static GAZETTEER: LazyLock<std::sync::Arc<Gazetteer>> = LazyLock::new(Gazetteer::shipped);

fn draft(text: &str) -> Draft<'_> {
    Draft { path: "draft.md", text, settings: &SETTINGS, gazetteer: &GAZETTEER }
}

/// Reads and checks a text.
#[must_use]
pub fn run_check(text: &str) -> Checked {
    check(draft(text))
}

/// The same with the fixes that are shown and applied: those that pass verification.
#[must_use]
pub fn tried(text: &str) -> Checked {
    run_check(text).with_verified_fixes(draft(text))
}

/// Text that no fix changes, or only those of a few rules.
struct Protected {
    /// Text in quotation marks, and block quotes.
    quotations: Vec<Span>,
    /// Code, tags and comments.
    code: Vec<Span>,
    /// Link targets, and addresses.
    targets: Vec<Span>,
    /// The names of cited sources.
    sources: Vec<Span>,
    /// The words of links, and emphasized words in paragraphs: titles of works.
    titles: Vec<Span>,
    /// Titles of works in italics: several words, the first with a capital.
    works: Vec<Span>,
    /// From the last word of a title cited in a note to the end of its closing mark.
    title_ends: Vec<Span>,
    /// Dates in citations and in prose.
    dates: Vec<Span>,
}

/// How the months begin.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The days of the week.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Rules about the form of citations and notes: their fixes remove no name.
const FORM: [&str; 10] = [
    "broken-citation-link",
    "citation-date-format",
    "citation-order",
    "citation-placement",
    "citation-separator",
    "citation-spacing",
    "missing-citation-comma",
    "note-placement",
    "note-punctuation",
    "unbalanced-citation",
];

impl Protected {
    fn of(text: &str, checked: &Checked) -> Protected {
        let (markdown, bulletin) = (&checked.markdown, &checked.bulletin);
        let inlines =
            |kinds: &'static [InlineKind]| markdown.inlines.iter().filter(move |inline| kinds.contains(&inline.kind));
        let links = || inlines(&[InlineKind::Link, InlineKind::ReferenceLink, InlineKind::Image]);
        let targets = links().map(|link| link.target).chain(inlines(&[InlineKind::Autolink]).map(|link| link.span));
        let cited = bulletin.cited_items().filter_map(|item| item.link).map(|link| link.target);
        let mut quotations = bulletin.quotations.clone();
        quotations.extend(plainly_quoted(text, checked));
        let blocks = markdown.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
        let (mut emphasised, mut works): (Vec<Span>, Vec<Span>) = Default::default();
        for block in blocks {
            // A byline or biography is emphasized as a whole, and so is a long form before its short form in brackets.
            let is = |run: &&Run| run.style.has(RunStyle::EMPHASIS);
            // A lone punctuation mark is not a word.
            let said = |run: &Run| run.span.of(text).contains(char::is_alphanumeric);
            let runs: Vec<&Run> = markdown.runs(block).iter().filter(|run| said(run)).collect();
            let whole = runs.first().is_some_and(is) && runs.last().is_some_and(is);
            let defined = |place: Span| bulletin.abbreviations.definitions.iter().any(|d| d.span.overlaps(place));
            // Links in it divide a title into several runs.
            for part in runs.split(|run| !is(run)).filter(|_| !whole) {
                let spans = || part.iter().map(|run| run.span);
                emphasised.extend(spans().filter(|run| !defined(*run)));
                if let Some(title) = spans().reduce(Span::cover) {
                    let words = title.of(text).trim();
                    let is_work = words.starts_with(char::is_uppercase) && words.contains(' ') && !defined(title);
                    works.extend(spans().filter(|_| is_work));
                }
            }
        }
        let in_notes = bulletin.item_groups.iter().flat_map(|group| &group.items);
        let titles = in_notes.filter_map(|item| item.details.as_ref()?.title);
        Protected {
            title_ends: titles.map(|title| Span::new(title.span.end, title.whole.end + 1)).collect(),
            works,
            quotations,
            code: inlines(&[InlineKind::Code, InlineKind::Html]).map(|inline| seen(text, inline.span)).collect(),
            targets: targets.chain(cited).collect(),
            dates: (bulletin.cited_items().flat_map(|item| item.dates.iter().chain(item.other_dates())))
                .map(|date| date.span)
                .chain(bulletin.dates.written.iter().map(|mention| mention.date.span))
                .collect(),
            // Who speaks in a sentence with a link is prose, and may be an actor.
            sources: (bulletin.cited_items().filter(|item| item.style() != CitationStyle::Prose))
                .filter_map(|item| item.source)
                .collect(),
            titles: links().map(|link| link.label).chain(emphasised).collect(),
        }
    }

    /// A word with a capital outside dates that a fix about form removes.
    fn lost<'t>(&self, text: &'t str, finding: &Diagnostic, fix: &Fix) -> Option<&'t str> {
        // The scheme of an address may lose its capital, or a letter (`Htttps`). In a citation that is not read before its
        // bracket is mended, a misspelled month begins like the right one, a weekday goes with its date, and a day may be
        // parted from its month.
        let is_in = |new: &str, word: &str| {
            let (new, word) = (new.to_lowercase(), word.to_lowercase());
            let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
            let first: String = word.chars().take(3).collect();
            let mut letters: Vec<char> = word.chars().collect();
            letters.dedup();
            let is_scheme =
                matches!(letters.as_slice(), ['h', 't', 'p'] | ['h', 't', 'p', 's']) && new.contains("http");
            new.contains(word)
                || is_scheme
                || WEEKDAYS.contains(&word)
                || MONTHS.contains(&&*first) && new.contains(&first)
        };
        let edits = fix.edits.iter().filter(|_| FORM.contains(&finding.rule.name));
        edits.into_iter().find_map(|edit| {
            let (start, old) = (edit.span.start as usize, edit.span.of(text));
            let at = |word: &str| (start + word.as_ptr() as usize - old.as_ptr() as usize) as Offset;
            old.split(|c: char| !c.is_alphanumeric()).find(|word| {
                word.starts_with(char::is_uppercase)
                    && word.chars().count() > 2
                    && !self.dates.iter().any(|date| date.covers(at(word)))
                    && !fix.edits.iter().any(|edit| is_in(&edit.text, word))
            })
        })
    }

    /// The protected text that a fix changes, if any.
    fn changed_by(&self, text: &str, finding: &Diagnostic, fix: &Fix) -> Option<String> {
        let name = finding.rule.name;
        let wording = matches!(finding.rule.family, Family::Actors | Family::Abbreviations | Family::Terms);
        // An invisible character in an address changes the address; in a title nobody sees it go.
        let relinks =
            ["tracking-link", "broken-citation-link", "bare-url-citation", "invisible-character"].contains(&name);
        let renames = ["source-alias", "inconsistent-source", "url-source-conflict"].contains(&name);
        // A whole item is removed.
        let removes = ["duplicate-citation", "repeated-full-note"].contains(&name);
        let tool = finding.rule.family == Family::Tool;
        let cites = matches!(finding.rule.family, Family::Citations | Family::Sources);
        // The punctuation between a cited title and its closing mark belongs to the note.
        let is_sign = |text: &str| !text.contains(char::is_alphanumeric);
        let ends_title = |edit: &Edit| {
            is_sign(&edit.text)
                && is_sign(edit.span.of(text))
                && self.title_ends.iter().any(|end| end.start <= edit.span.start && edit.span.end <= end.end)
        };
        [
            ("the quotation", &self.quotations, false),
            ("the code", &self.code, tool),
            // A comment may be in what looks like an address.
            ("the address", &self.targets, relinks || removes || tool),
            ("the source", &self.sources, relinks || renames || removes || tool || name == "citation-order"),
            ("the title", &self.titles, !wording),
            (
                "the title of a work",
                &self.works,
                cites || tool || finding.rule.family == Family::Structure || name == "invisible-character",
            ),
        ]
        .into_iter()
        .filter(|(_, _, may)| !may)
        .find_map(|(what, places, _)| {
            let edits = fix.edits.iter().filter(|edit| what != "the quotation" || !ends_title(edit));
            let (edit, place) =
                edits.into_iter().find_map(|edit| Some((edit, changed(text, edit, &fix.edits, places)?)))?;
            Some(format!("{name}: {edit:?} changes {what} {:?}", place.of(text)))
        })
    }
}

/// Code without what nobody sees around its marks, which a span also contains: a fix may remove it.
fn seen(text: &str, code: Span) -> Span {
    let (words, start) = (code.of(text), code.start as usize);
    let before = words.find(['`', '<']).unwrap_or_default();
    let behind = words.rfind(['`', '>']).map_or(words.len(), |last| last + 1);
    Span::at(start + before..start + behind.max(before))
}

/// The first of `places` in which one of a fix's `edits` changes something.
fn changed(text: &str, edit: &Edit, edits: &[Edit], places: &[Span]) -> Option<Span> {
    let (start, end) = (edit.span.start, edit.span.end);
    let inside = |place: &&Span| {
        if start == end { place.start < start && start < place.end } else { start < place.end && place.start < end }
    };
    // Text that an edit rewrites unchanged does not count, nor do its spaces, and what nobody sees beside them: where two
    // lines become one there may be no letter left to which it belongs.
    let hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let words = |text: &str| {
        let seen = text.split_whitespace().map(|word| word.trim_matches(hidden)).filter(|word| !word.is_empty());
        seen.collect::<Vec<_>>().join(" ")
    };
    let is_in = |new: &str, old: &str| {
        new.match_indices(old).any(|(at, _)| !new[at + old.len()..].starts_with(char::is_alphanumeric))
    };
    let kept = |place: &Span| {
        let before = text.get(place.start as usize..start as usize).unwrap_or_default();
        let after = text.get(end as usize..place.end as usize).unwrap_or_default();
        let (old, new) = (words(place.of(text)), words(&[before, &edit.text, after].concat()));
        match (before, after) {
            // Notes that change their places are written by another edit of the fix.
            ("", "") => edits.iter().any(|edit| words(&edit.text).contains(&old)),
            // A part of what moves is also in what takes its place: the first sign or the last one.
            ("", _) => is_in(&new, &old),
            // The edit starts behind an unchanged part: `Dawn  News (May 9)` becomes `Dawn News, May 9`.
            (_, "") => end > place.end && is_in(&new, &old),
            _ => false,
        }
    };
    places.iter().filter(inside).find(|place| !kept(place)).copied()
}

/// Quotation marks whose opening and closing characters differ.
const MARKS: [(char, char); 5] = [('“', '”'), ('«', '»'), ('‹', '›'), ('„', '“'), ('「', '」')];

/// Text between such marks on one line of a paragraph, without other marks in it.
fn plainly_quoted<'a>(text: &'a str, checked: &'a Checked) -> impl Iterator<Item = Span> + 'a {
    const OTHERS: [char; 16] = ['“', '”', '«', '»', '‹', '›', '„', '「', '」', '"', '\n', '`', '<', '>', '[', '‚'];
    let paragraphs = checked.markdown.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    paragraphs.flat_map(move |block| {
        let words = block.span.of(text);
        let start = block.span.start as usize;
        MARKS.into_iter().flat_map(move |(open, shut)| {
            words.match_indices(open).filter_map(move |(at, mark)| {
                let from = at + mark.len();
                // `x‹y` and `»x‹` are not quotations, nor is `https://a.net/“x”`.
                let opens = !words[..at].ends_with(|c: char| c.is_alphanumeric() || c == '/' || OTHERS.contains(&c))
                    && words[from..].starts_with(char::is_alphanumeric)
                    // The same character closes a quotation that `„` opens.
                    && !(open == '“' && words[..at].contains('„'));
                let to = from + words[from..].find(OTHERS)?;
                let quoted = opens && words[to..].starts_with(shut) && !words[from..to].contains("://");
                // Nobody is quoted in a comment, which may go as a whole.
                let inlines = checked.markdown.inlines(block);
                let comments = || inlines.iter().filter(|inline| inline.kind == InlineKind::Html);
                let place = Span::at(start + from..start + to);
                (quoted && !comments().any(|comment| comment.span.contains(place))).then_some(place)
            })
        })
    })
}

/// Every span is in the text, and the findings are in order, each told once.
///
/// # Errors
/// A description of what does not hold.
pub fn places_hold(text: &str, checked: &Checked) -> Result<(), String> {
    places_and_fixes_hold(text, checked, &Protected::of(text, checked))
}

fn places_and_fixes_hold(text: &str, checked: &Checked, protected: &Protected) -> Result<(), String> {
    let lies = |span: Span| text.get(span.range()).is_some();
    for finding in &checked.diagnostics {
        let name = finding.rule.name;
        if !lies(finding.span) {
            return Err(format!("{name}: {:?} lies outside the text", finding.span));
        }
        if let Some(related) = finding.related.iter().find(|related| !lies(related.span)) {
            return Err(format!("{name}: the related place {:?} lies outside the text", related.span));
        }
        for fix in &finding.fixes {
            if fix.edits.is_empty() || !fix.edits.iter().all(|edit| lies(edit.span)) {
                return Err(format!("{name}: an edit lies outside the text, or there is none: {:?}", fix.edits));
            }
            if fix.edits.windows(2).any(|two| two[0].span > two[1].span || edits::conflict(&two[0], &two[1])) {
                return Err(format!("{name}: edits are not sorted and disjoint: {:?}", fix.edits));
            }
            if let Some(said) = protected.changed_by(text, finding, fix) {
                return Err(said);
            }
            if let Some(word) = protected.lost(text, finding, fix) {
                return Err(format!("{name}: {:?} loses {word:?}", fix.edits));
            }
        }
    }
    let order: Vec<_> = checked.diagnostics.iter().map(|d| (d.span.start, d.rule.name, d.span.end)).collect();
    if !order.is_sorted() {
        return Err(format!("findings are out of order: {order:?}"));
    }
    let says = |finding: &Diagnostic| (finding.span, finding.rule.name, finding.message.clone());
    if let Some(two) = checked.diagnostics.windows(2).find(|two| says(&two[0]) == says(&two[1])) {
        return Err(format!("{}: told twice at {:?}: {}", two[0].rule.name, two[0].span, two[0].message));
    }
    Ok(())
}

/// The number of findings of each rule.
fn counts(checked: &Checked, least: Level) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in checked.diagnostics.iter().filter(|finding| finding.level >= least) {
        *counts.entry(finding.rule.name).or_default() += 1;
    }
    counts
}

/// Each fix, applied alone, does what it promises. If there are more than `most`, at most that many are tried, which ones
/// depends on the text.
///
/// # Errors
/// A description of what does not hold.
fn fixes_hold(text: &str, checked: &Checked, most: usize) -> Result<(), String> {
    let before = counts(checked, Level::Hint);
    let all: usize = checked.diagnostics.iter().map(|finding| finding.fixes.len()).sum();
    // Evenly spread, starting at one that depends on the text.
    let step = all.div_ceil(most).max(1);
    let first = text.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) % step;
    let mut number = 0;
    for finding in &checked.diagnostics {
        for fix in &finding.fixes {
            let name = finding.rule.name;
            let fixed = edits::apply(text, &fix.edits);
            if fixed != replaced(text, &fix.edits) {
                return Err(format!("{name}: {:?} changes more than its edits", fix.edits));
            }
            number += 1;
            if number % step != first {
                continue;
            }
            let after = run_check(&fixed);
            let (set, still) = (checked.markdown.emphasized(), after.markdown.emphasized());
            let marks = |text: &str| text.contains(['*', '_']);
            let writes = fix.edits.iter().any(|edit| marks(&edit.text) || marks(edit.span.of(text)));
            let beside = fix.edits.iter().any(|edit| {
                let (before, after) = (&text[..edit.span.start as usize], &text[edit.span.end as usize..]);
                before.ends_with(['*', '_']) || after.starts_with(['*', '_'])
            });
            if beside && !writes && still != set {
                return Err(format!("{name}: {:?} leaves {still} of {set} stretches emphasized", fix.edits));
            }
            let left = counts(&after, Level::Hint).get(name).copied().unwrap_or_default();
            let brought = counts(&after, Level::Warning)
                .into_iter()
                .find(|(other, count)| *other != name && *count > before.get(other).copied().unwrap_or_default());
            let (verb, other) = match brought {
                _ if left >= before[name] => ("leaves", name),
                Some((other, _)) => ("brings", other),
                None => continue,
            };
            let found = after.diagnostics.iter().filter(|d| d.rule.name == other);
            let found: Vec<_> = found.map(|d| (d.span.of(&fixed), &d.message)).collect();
            return Err(format!(
                "{name} at {:?}: {} ({:?})\n{verb} {other} {found:?}\nin {fixed:?}",
                finding.span.of(text),
                fix.title(),
                fix.edits
            ));
        }
    }
    Ok(())
}

/// The text with sorted, disjoint edits applied byte by byte.
fn replaced(text: &str, edits: &[Edit]) -> String {
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

/// Findings with their verified fixes, by text and by whether review fixes are wanted: `fix` asks for those of its
/// result again, and for those that were looked at before.
#[derive(Default)]
struct Found(RefCell<HashMap<(String, bool), Vec<Diagnostic>>>);

impl Found {
    /// What [`copydesk::fix::fix`] would find in the text.
    fn of(&self, text: &str, wanted: &Wanted) -> Vec<Diagnostic> {
        let key = (text.to_owned(), wanted.review);
        if let Some(found) = self.0.borrow().get(&key) {
            return found.clone();
        }
        let found = findings(draft(text), wanted);
        self.0.borrow_mut().insert(key, found.clone());
        found
    }

    /// Adds the verified fixes of a text. If each was verified against the whole text, its safe fixes depend on no other.
    fn add(&self, text: &str, all: &[Diagnostic], each: bool) {
        self.0.borrow_mut().insert((text.to_owned(), true), all.to_vec());
        if each {
            let mut safe = all.to_vec();
            safe.iter_mut().for_each(|finding| finding.fixes.retain(|fix| fix.safety == Safety::Safe));
            self.0.borrow_mut().insert((text.to_owned(), false), safe);
        }
    }
}

/// Fixing everything leaves nothing to fix.
///
/// # Errors
/// A description of what does not hold.
pub fn fixing_settles(text: &str) -> Result<(), String> {
    settles(text, &Found::default())
}

fn settles(text: &str, found: &Found) -> Result<(), String> {
    for review in [false, true] {
        let wanted = Wanted { review, rules: Vec::new() };
        let fix = |text: &str| to_fixed_point(text, &wanted, |text| found.of(text, &wanted));
        let once = fix(text);
        let twice = fix(&once.text);
        if twice.text != once.text {
            return Err(format!("review {review}: fixed again\n{:?}\nbecomes\n{:?}", once.text, twice.text));
        }
        if once.applied != once.rules.values().sum::<usize>() || (once.applied == 0) != (once.text == text) {
            return Err(format!("review {review}: {} fixes are said to be applied", once.applied));
        }
    }
    Ok(())
}

/// If the length of a text times the number of its fixes is at most this, every fix is verified before it is offered.
/// Otherwise only the risky fixes are, so that another fix may cause a finding far away. The same as `READ` in
/// `check::verify_fixes`.
const VERIFIED: usize = 96 << 10;

/// How many fixes of a text are verified again if all of them were verified in the same way before they were offered.
const VERIFIED_AGAIN: usize = 5;

/// All of these properties. Every fix is verified again if `each` is true; otherwise a few are, and only in a text whose
/// fixes were all verified.
fn hold(text: &str, each: bool) -> Result<(), String> {
    let checked = run_check(text);
    if run_check(text).diagnostics != checked.diagnostics {
        return Err("twice the same text, and other findings".to_owned());
    }
    let protected = Protected::of(text, &checked);
    places_and_fixes_hold(text, &checked, &protected)?;
    let fixes: usize = checked.diagnostics.iter().map(|finding| finding.fixes.len()).sum();
    let verified = text.len() * fixes <= VERIFIED;
    let checked = checked.with_verified_fixes(draft(text));
    places_and_fixes_hold(text, &checked, &protected)?;
    if verified || each {
        fixes_hold(text, &checked, if each { usize::MAX } else { VERIFIED_AGAIN })?;
    }
    let found = Found::default();
    found.add(text, &checked.diagnostics, verified);
    settles(text, &found)
}

/// All of these properties.
///
/// # Errors
/// A description of what does not hold.
pub fn all_hold(text: &str) -> Result<(), String> {
    hold(text, true)
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    hold(&text_of(data), false)
}
