//! An address as a citation: pasted, inserted, or already in prose.
//!
//! * Author, title and date are those that the document or a library has for the page.
//! * The gazetteer names the source; if no source has the host, the host is inserted, to be replaced.
//! * A date may also come from the address; otherwise there is a placeholder. Tracking parameters are removed from the
//!   address.
//! * Within brackets the item joins the others. In prose it is inserted with brackets, before the full stop if the
//!   document’s citations are placed there. An article that cites in footnotes gets another footnote.

use super::View;
use super::cite_in_note::{self, NoteCitation};
use crate::bulletin::citation::Citation;
use crate::bulletin::structure::DateOrigin;
use crate::calendar::{self, Date};
use crate::config::CitationPlacement;
use crate::markdown::{Block, BlockKind, InlineKind};
use crate::text::url::{Url, tracking};
use crate::text::{Edit, Offset, Slice, Span};
use crate::works::library::{self, Library};
use crate::works::names;

/// A citation to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// What it does, as an instruction.
    pub title: String,
    /// The citation as plain text.
    pub edit: Edit,
    /// The same with placeholders, as an LSP snippet; it replaces the same span.
    pub snippet: String,
    /// An edit elsewhere that belongs to it: the definition of a note.
    pub also: Option<Edit>,
    /// Whether nothing is left to fill in: the source is listed, and the address contains the date.
    pub is_whole: bool,
}

/// The citation of an address, replacing `span`.
///
/// # Errors
/// A sentence that states why there is none.
pub fn citation(view: View<'_>, span: Span, address: &str) -> Result<Cited, String> {
    citation_from(view, span, address, &Library::default())
}

/// The same with what a library says about the address.
///
/// # Errors
/// A sentence that states why there is none.
pub fn citation_from(view: View<'_>, span: Span, address: &str, library: &Library) -> Result<Cited, String> {
    const NONE: &str = "That is not the address of a page. Copy the address of a report first.";
    let address = address.trim();
    let web = address.starts_with("https://") || address.starts_with("http://");
    let url = Url::parse(address).filter(|_| web && !address.contains(char::is_whitespace)).ok_or(NONE)?;
    if !url.bare_host().contains('.') || address.contains(['<', '>', '"', '|']) {
        return Err(NONE.to_owned());
    }
    // Spaces behind a note are in none.
    let reaches = |end: Offset| {
        let gap = view.text.get(end.min(span.start) as usize..span.start as usize);
        gap.is_some_and(|gap| gap.bytes().all(|byte| byte == b' '))
    };
    let mut notes = view.checked.bulletin.notes.iter();
    let note = notes.find(|note| note.span.start <= span.start && reaches(note.span.end));
    let note = note.map(|note| (note.span.start, note.body)).or_else(|| begun_note(view.text, span.start));
    let around = if note.is_none() { Some(Around::of(view, span)?) } else { None };
    let address = balanced(&tracking::cleaned(address));
    let host = Url::parse(&address).map_or_else(String::new, |url| url.bare_host().to_owned());
    let said = Library::of_document(view.text, &view.checked.bulletin, view.settings);
    let mut work = library::work_at(&address, view.gazetteer, &said, library);
    work.url.clone_from(&address);
    let issue = view.checked.bulletin.issue.date;
    work.dates.retain(|date| date.meant.day().is_none_or(|day| issue.is_none_or(|issue| day <= issue)));
    let known = (!work.source.is_empty()).then(|| work.source.clone());
    let known = known.as_deref();
    let name = known.unwrap_or(&host);
    let dates = &view.checked.bulletin.habits.citation_dates;
    let style = dates.style();
    let printed = |day: Date| calendar::print_day(day, style, issue).to_string();
    let in_note = |place: &str, NoteCitation { edit, also, is_whole }| {
        let named = known.map_or_else(String::new, |source| format!(" of {source}"));
        Cited {
            title: format!("Cite the report{named} in {place}"),
            snippet: escaped(&edit.text),
            edit,
            also,
            is_whole,
        }
    };
    let around = match (note, around) {
        (Some((start, body)), _) => {
            return cite_in_note::added(view, start, body, span, &work).map(|cited| in_note("this note", cited));
        }
        (None, Some(around)) if around.in_brackets || !cite_in_note::is_custom(view, span.start) => around,
        _ => return Ok(in_note("a note", cite_in_note::cited(view, span, &work))),
    };
    let day = work.date().map(|date| match date.meant.day() {
        Some(day) => printed(day),
        None => date.in_brackets(style, issue, dates.own_year),
    });
    let author = match work.author.as_str() {
        "" => String::new(),
        // “By” is English.
        _ if !view.checked.bulletin.language.is_english_at(Span::empty(span.start)) => String::new(),
        // Only what opens the bracket has a capital.
        author => format!("{} {}, ", if around.in_brackets { "by" } else { "By" }, names::spoken(author)),
    };
    let dated = day.iter().map(|day| format!(", {day}")).collect::<String>();
    let item = format!("{author}[{name}]({address}){dated}");
    let title = match &day {
        Some(day) => format!("Cite {name}, {day}"),
        None => format!("Cite {name}"),
    };
    let mut places = 0;
    let mut place = |words: &str| {
        places += 1;
        format!("${{{places}:{}}}", escaped(words))
    };
    let label = if known.is_some() { escaped(name) } else { place(name) };
    let date = match &day {
        Some(day) => escaped(day),
        None => place(&issue.map_or_else(|| "Month D".to_owned(), printed)),
    };
    let snippet = format!("{}[{label}]({}), {date}", escaped(&author), escaped(&address));
    Ok(Cited {
        title,
        edit: Edit::replace(around.replaced, around.whole(&item)),
        snippet: around.whole_escaped(&snippet),
        also: None,
        is_whole: known.is_some() && day.is_some(),
    })
}

/// The surroundings of the place.
struct Around<'a> {
    replaced: Span,
    before: &'static str,
    after: &'a str,
    /// Whether a bracket is open, so that the item joins it.
    in_brackets: bool,
}

impl<'a> Around<'a> {
    fn of(view: View<'a>, span: Span) -> Result<Around<'a>, String> {
        let text = view.text;
        text.get(span.range()).ok_or("No citation is written here: this place is not in the text.")?;
        let markdown = &view.checked.markdown;
        let block = markdown.block_at(span.start).map(|index| &markdown.blocks[index]);
        // Spaces at the end of a line belong to no block.
        let behind =
            |end: Offset| text.get(end as usize..span.start as usize).is_some_and(|gap| gap.bytes().all(|b| b == b' '));
        let block = block.filter(|block| span.start <= block.span.end || behind(block.span.end));
        let inside = |kinds: &[InlineKind]| {
            let mut inlines = block.into_iter().flat_map(|block| markdown.inlines(block));
            inlines.any(|inline| {
                kinds.contains(&inline.kind) && inline.span.start < span.start && span.end < inline.span.end
            })
        };
        let front = markdown.front_matter.as_ref().is_some_and(|front| front.span.contains(Span::empty(span.start)));
        let is_prose = |kind: BlockKind| !matches!(kind, BlockKind::Code | BlockKind::Html | BlockKind::Break);
        if front || block.is_some_and(|block| !is_prose(block.kind)) || inside(&[InlineKind::Code, InlineKind::Html]) {
            return Err("No citation is written here: this is not running text.".to_owned());
        }
        let start = block.map_or(span.start, |block| block.span.start.min(span.start));
        let before = Span::new(start, span.start).of(text);
        if before.ends_with("](") || inside(&[InlineKind::Link, InlineKind::Image, InlineKind::ReferenceLink]) {
            return Err("No citation is written here: this is part of a link.".to_owned());
        }
        let around = |replaced, before, after| Around { replaced, before, after, in_brackets: false };
        if block.is_some_and(|block| is_fixed(view, block)) {
            return Err(
                "No citation is written here: this is a title, a line of the masthead or of the contents, or a byline."
                    .to_owned(),
            );
        }
        let citations = &view.checked.bulletin.citations;
        let closes = |citation: &Citation| citation.close.map_or(citation.span.end, |close| close.start);
        let within = citations.iter().find(|one| one.span.start < span.start && span.start <= closes(one));
        // Within an item nothing can be added: the next one stands behind it.
        let item = within.into_iter().flat_map(|citation| &citation.items);
        let cut = item.map(|item| item.span).find(|item| item.start < span.start && span.end < item.end);
        if let Some(item) = cut.filter(|_| span.is_empty()) {
            return Ok(Around { in_brackets: true, ..around(Span::empty(item.end), "; ", "") });
        }
        // A bracket right before or behind takes it in, for two side by side are one.
        let gap = |from: Offset, to: Offset| {
            let between = text.get(from as usize..to as usize);
            between.is_some_and(|between| between.bytes().all(|byte| matches!(byte, b' ' | b'.')))
        };
        let beside = citations
            .iter()
            .find(|one| one.close.is_some() && (gap(one.span.end, span.start) || gap(span.end, one.span.start)));
        if let Some(citation) = beside.filter(|_| within.is_none() && span.is_empty()) {
            return Ok(Around { in_brackets: true, ..around(Span::empty(closes(citation)), "; ", "") });
        }
        let within = within.is_some();
        let opened = before.trim_end_matches(' ').ends_with('(');
        if within || opened {
            let item = match before.trim_end_matches(' ').chars().next_back() {
                Some('(' | ';') if before.ends_with([' ', '(']) => "",
                Some(';') => " ",
                _ => "; ",
            };
            return Ok(Around { in_brackets: true, ..around(span, item, "") });
        }
        // At the end of a sentence, the citation is a part of the sentence.
        let rest = text.get(span.end as usize..).unwrap_or_default();
        let ends = rest.is_empty() || rest.starts_with(['\n', '\r', ' ']);
        let habit = view.checked.bulletin.habits.citation_placement;
        let said = before.trim_end_matches(' ');
        let stop = said.ends_with('.')
            && said
                .strip_suffix('.')
                .is_some_and(|said| said.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit()));
        if stop && ends && span.is_empty() && habit == CitationPlacement::BeforeFullStop {
            let at = start + Span::at(0..said.len() - 1).end;
            return Ok(around(Span::new(at, span.end), " (", ")."));
        }
        let spaced = before.is_empty() || before.ends_with(char::is_whitespace);
        Ok(around(span, if spaced { "(" } else { " (" }, ")"))
    }

    fn whole(&self, item: &str) -> String {
        format!("{}{item}{}", self.before, self.after)
    }

    fn whole_escaped(&self, item: &str) -> String {
        format!("{}{item}{}$0", self.before, self.after)
    }
}

/// The start of a footnote in which nothing is written yet, and the place for its body.
fn begun_note(text: &str, offset: Offset) -> Option<(Offset, Span)> {
    let before = text.get(..offset as usize)?;
    let line = before.slice(before.rfind('\n').map_or(0, |end| end + 1)..);
    let label = line.trim_end().strip_prefix("[^")?.strip_suffix("]:")?;
    let is_label = !label.is_empty() && !label.contains(['[', ']', ' ']);
    is_label.then(|| (Span::at(0..before.len() - line.len()).end, Span::empty(offset)))
}

/// Whether a block is a title, the issue's date, a line of the contents or a byline: its form is fixed, and it cites nothing.
fn is_fixed(view: View<'_>, block: &Block) -> bool {
    let bulletin = &view.checked.bulletin;
    let announces = bulletin.contents.iter().any(|entry| entry.span.overlaps(block.span));
    let signs = bulletin.articles.iter().filter_map(|article| article.byline).any(|byline| byline.overlaps(block.span));
    // What stands before the articles of an issue with contents is its masthead.
    let dates = matches!(bulletin.issue.date_origin, Some(DateOrigin::Masthead(date)) if date.overlaps(block.span));
    let heads = dates || !bulletin.contents.is_empty() && bulletin.issue.front.contains(block.span);
    matches!(block.kind, BlockKind::Heading(_)) || announces || signs || heads
}

/// An address with its parentheses balanced or escaped, so that Markdown reads all of it.
fn balanced(address: &str) -> String {
    let mut depth = 0i32;
    let fits = address.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    });
    if fits && depth == 0 { address.to_owned() } else { address.replace('(', "%28").replace(')', "%29") }
}

/// Text escaped for a snippet.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// The plain-text address around `offset`.
pub(super) fn bare_address(text: &str, block: Span, offset: Offset) -> Option<Span> {
    let words = block.of(text);
    let at = (offset.checked_sub(block.start)?) as usize;
    if !words.is_char_boundary(at) {
        return None;
    }
    let inside = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '“' | '”');
    let start = words
        .slice(..at)
        .rfind(|c| !inside(c))
        .map_or(0, |found| found + words.slice(found..).chars().next().map_or(0, char::len_utf8));
    let end = at + words.slice(at..).find(|c| !inside(c)).unwrap_or(words.len() - at);
    let address = words.slice(start..end).trim_end_matches(['.', ',', ';', ':', '!', '?']);
    Url::parse(address)?;
    let start = block.start + start as Offset;
    Some(Span::new(start, start + address.len() as Offset))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, ask_dated};
    use super::*;
    use crate::text::edits::apply;

    const DAWN: &str = "https://www.dawn.com/2018/10/05/rain";

    /// The text and the snippet after `address` is pasted at the `|`.
    fn pasted(text: &str, address: &str) -> Result<(String, String), String> {
        let place = text.find('|').expect("a mark") as Offset;
        let text = text.replacen('|', "", 1);
        ask_dated(&text, |view| {
            citation(view, Span::empty(place), address).map(|cited| (apply(&text, &[cited.edit]), cited.snippet))
        })
    }

    fn text(text: &str, address: &str) -> String {
        pasted(text, address).expect("a citation").0
    }

    #[test]
    fn what_is_fixed_takes_no_citation() {
        let issue = include_str!("../../docs/sample/issue.md");
        for words in ["Monitor", "VOLUME", "October 10, 2018", "*Ruth", "**Fuel", "## Fuel", "*Daniel Brandt"] {
            let place = Span::empty(super::super::tests::place(issue, words).start + 4);
            let refused = ask(issue, |view| citation(view, place, DAWN)).unwrap_err();
            assert!(refused.contains("a title, a line of the masthead"), "{words}: {refused}");
        }
    }

    #[test]
    fn a_citation_stands_where_the_house_sets_it() {
        let cited = format!("[Dawn]({DAWN}), October 5");
        for (before, after) in [
            ("Rain fell|.", format!("Rain fell ({cited}).")),
            ("Rain fell |.", format!("Rain fell ({cited}).")),
            ("Rain fell.|", format!("Rain fell ({cited}).")),
            ("Rain fell. |", format!("Rain fell ({cited}).")),
            ("Rain fell.| It stopped.", format!("Rain fell ({cited}). It stopped.")),
            ("Rain fell (|).", format!("Rain fell ({cited}).")),
            ("Rain fell (|", format!("Rain fell ({cited}")),
            ("Rain fell (AFP, May 9|).", format!("Rain fell (AFP, May 9; {cited}).")),
            ("Rain fell (AFP, May 9; |).", format!("Rain fell (AFP, May 9; {cited}).")),
            ("Rain fell (AFP, May 9;|).", format!("Rain fell (AFP, May 9; {cited}).")),
            // The bracket that stands there takes it in, wherever in it or beside it the cursor stands.
            ("Rain fell (AFP, M|ay 9).", format!("Rain fell (AFP, May 9; {cited}).")),
            ("Rain fell (A|FP, May 9; Dawn, May 8).", format!("Rain fell (AFP, May 9; {cited}; Dawn, May 8).")),
            ("Rain fell| (AFP, May 9).", format!("Rain fell (AFP, May 9; {cited}).")),
            ("Rain fell (AFP, May 9)|.", format!("Rain fell (AFP, May 9; {cited}).")),
            ("Rain fell (AFP, May 9).|", format!("Rain fell (AFP, May 9; {cited}).")),
            ("Rain fell (AFP, May 9). | It froze.", format!("Rain fell (AFP, May 9; {cited}).  It froze.")),
            ("|", format!("({cited})")),
            ("Men of the U.S.|", format!("Men of the U.S. ({cited})")),
        ] {
            assert_eq!(text(before, DAWN), after, "{before}");
        }
        let after = "It rained. (Dawn, May 9) It blew. (AFP, May 8) It froze. (Reuters, May 7) Rain fell.|";
        assert_eq!(text(after, DAWN), format!("{} ({cited})", after.replace('|', "")));
    }

    #[test]
    fn what_is_not_known_has_a_place() {
        let place = |address| pasted("Rain fell|.", address).expect("a citation").1;
        assert_eq!(
            place("https://unlisted.test/2018/10/05/a"),
            " ([${1:unlisted.test}](https://unlisted.test/2018/10/05/a), October 5)$0"
        );
        assert_eq!(
            place("https://unlisted.test/a"),
            " ([${1:unlisted.test}](https://unlisted.test/a), ${2:October 10})$0"
        );
        assert_eq!(place("https://www.dawn.com/news/1"), " ([Dawn](https://www.dawn.com/news/1), ${1:October 10})$0");
        assert_eq!(place(DAWN), format!(" ([Dawn]({DAWN}), October 5)$0"));
        // A date after the issue cannot be that of the report.
        assert!(place("https://www.dawn.com/2018/12/05/rain").contains("${1:October 10}"));
        let undated =
            ask("Rain.", |view| citation(view, Span::empty(4), "https://www.dawn.com/news/1").unwrap().snippet);
        assert!(undated.contains("${1:Month D}"), "{undated}");
    }

    #[test]
    fn what_tracks_is_left_out() {
        assert_eq!(
            text("Rain fell|.", &format!("{DAWN}?id=2&utm_source=x#utm_medium=y")),
            format!("Rain fell ([Dawn]({DAWN}?id=2), October 5).")
        );
        let through =
            "https://www.google.com/url?q=https%3A%2F%2Fwww.dawn.com%2F2018%2F10%2F05%2Frain%3Futm_source%3Dx";
        assert_eq!(text("Rain fell|.", through), format!("Rain fell ([Dawn]({DAWN}), October 5)."));
        assert!(text("Rain fell|.", "https://dawn.com/a_(b)c)").contains("(https://dawn.com/a_%28b%29c%29)"));
    }

    #[test]
    fn where_no_citation_is_written() {
        for (place, address) in [
            ("Rain fell|.", "rain"),
            ("Rain fell|.", "https://dawn.com/a b"),
            ("Rain fell|.", "ftp://dawn.com/a"),
            ("Rain fell ([Dawn](|).", DAWN),
            ("Rain fell ([Da|wn](https://dawn.com/x), May 9).", DAWN),
            ("`a | b`", DAWN),
            ("```\na |\n```", DAWN),
            ("---\ntitle: a|b\n---\n\nRain.", DAWN),
        ] {
            assert!(pasted(place, address).is_err(), "{place}");
        }
    }

    #[test]
    fn nothing_that_is_written_earns_a_finding() {
        let gazetteer = crate::gazetteer::Gazetteer::shipped();
        for source in
            gazetteer.sources().into_iter().filter(|source| !source.is_platform() && &*source.kind != "archive")
        {
            let Some(host) = source.hosts.first() else { continue };
            let written = text(
                "# Rain\n\n*Ada Vale*\n\nRain fell|.\n",
                &format!("https://{host}/2018/10/05/rain-1?utm_source=x"),
            );
            let found: Vec<String> = ask_dated(&written, |view| {
                view.checked.diagnostics.iter().map(|found| format!("{}: {}", found.rule.name, found.message)).collect()
            });
            let found: Vec<_> = found.into_iter().filter(|found| !found.starts_with("unknown-source")).collect();
            assert!(found.is_empty(), "{written} {found:?}");
        }
    }
}
