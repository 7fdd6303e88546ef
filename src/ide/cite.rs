//! An address as a citation, where it is pasted, inserted or stands in prose.
//!
//! * The register names the source; where it has none for the host, the host stands in its place, to be replaced.
//! * The address holds the date, or there is a place for it. What only tracks readers is left out of the address.
//! * In brackets the item joins the others; in prose the brackets come with it, before the full stop where citations of the
//!   document stand there.

use super::View;
use crate::calendar::{self, Date};
use crate::config::CitationPlacement;
use crate::markdown::{BlockKind, InlineKind};
use crate::text::url::{Url, tracking};
use crate::text::{Edit, Offset, Slice, Span};

/// A citation to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// What it does, as an instruction.
    pub title: String,
    /// What is written, as plain text.
    pub edit: Edit,
    /// The same with places to fill in, as an LSP snippet; it replaces the same span.
    pub snippet: String,
    /// Whether the register knows the source, and the address the date: nothing is left to fill in.
    pub is_whole: bool,
}

/// The citation of an address in the place of `span`.
///
/// # Errors
/// A sentence that says why there is none.
pub fn citation(view: View<'_>, span: Span, address: &str) -> Result<Cited, String> {
    const NONE: &str = "That is no address of a page. Copy the address of a report first.";
    let address = address.trim();
    let web = address.starts_with("https://") || address.starts_with("http://");
    let url = Url::parse(address).filter(|_| web && !address.contains(char::is_whitespace)).ok_or(NONE)?;
    if !url.bare_host().contains('.') || address.contains(['<', '>', '"', '|']) {
        return Err(NONE.to_owned());
    }
    let around = Around::of(view, span)?;
    let address = balanced(&tracking::cleaned(address));
    let host = Url::parse(&address).map_or_else(String::new, |url| url.bare_host().to_owned());
    let known = view.gazetteer.source_name_of(&address);
    let name = known.unwrap_or(&host);
    let issue = view.checked.bulletin.issue.date;
    let style = view.checked.bulletin.habits.citation_dates.style();
    let printed = |day: Date| calendar::print_day(day, style, issue).to_string();
    let told = calendar::url_date(&address).and_then(|told| told.to_date());
    let day = told.filter(|day| issue.is_none_or(|issue| *day <= issue)).map(printed);
    let item = format!("[{name}]({address}){}", day.iter().map(|day| format!(", {day}")).collect::<String>());
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
    let snippet = format!("[{label}]({}), {date}", escaped(&address));
    Ok(Cited {
        title,
        edit: Edit::replace(around.replaced, around.whole(&item)),
        snippet: around.whole_escaped(&snippet),
        is_whole: known.is_some() && day.is_some(),
    })
}

/// What stands around the place.
struct Around<'a> {
    replaced: Span,
    before: &'static str,
    after: &'a str,
}

impl<'a> Around<'a> {
    fn of(view: View<'a>, span: Span) -> Result<Around<'a>, String> {
        let text = view.text;
        text.get(span.range()).ok_or("No citation is written here: this place is not in the text.")?;
        let markdown = &view.checked.markdown;
        let block = markdown.block_at(span.start).map(|index| &markdown.blocks[index]);
        // Spaces at the end of a line are in no block.
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
            return Err("No citation is written here: this is no prose.".to_owned());
        }
        let start = block.map_or(span.start, |block| block.span.start.min(span.start));
        let before = Span::new(start, span.start).of(text);
        if before.ends_with("](") || inside(&[InlineKind::Link, InlineKind::Image, InlineKind::ReferenceLink]) {
            return Err("No citation is written here: this is part of a link.".to_owned());
        }
        let around = |replaced, before, after| Around { replaced, before, after };
        let citations = &view.checked.bulletin.citations;
        let within = citations.iter().any(|citation| {
            let closes = citation.close.map_or(citation.span.end, |close| close.start);
            citation.span.start < span.start && span.start <= closes
        });
        let opened = before.trim_end_matches(' ').ends_with('(');
        if within || opened {
            let item = match before.trim_end_matches(' ').chars().next_back() {
                Some('(' | ';') if before.ends_with([' ', '(']) => "",
                Some(';') => " ",
                _ => "; ",
            };
            return Ok(around(span, item, ""));
        }
        // At the end of a sentence the citation belongs to it.
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

/// An address whose round brackets Markdown reads as part of it.
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

    /// The text and the snippet, where `address` is pasted at the `|`.
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
        // A day after the issue is none of the report's.
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
