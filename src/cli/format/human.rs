//! The format for people: the source line with the fault underlined, related places, and the fix as a `help:` line.
//!
//! * Colors only repeat what words and marks say.
//! * Lines are truncated around the fault, because a paragraph is often one long line. The cost of a finding depends on
//!   the columns shown, not on the length of its line.

use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::rules::{Decision, Safety};
use crate::text::Slice;
use crate::text::visible::{self, source_line};
use crate::text::{Encoding, LineIndex, Span, counted};
use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns of a source line are shown; with the line number they fit into 80.
const COLUMNS: usize = 74;
/// How many places of a group are shown with their lines.
const SHOWN: usize = 3;
/// How many further places are named by line and column.
const LISTED: usize = 8;
/// Marks where a line was truncated.
const CUT: &str = "…";

pub(in crate::cli) struct Human {
    colour: bool,
    quiet: bool,
}

impl Human {
    /// Creates a reporter. A quiet one omits the closing summary.
    pub(in crate::cli) fn new(colour: bool, quiet: bool) -> Human {
        Human { colour, quiet }
    }

    /// Applies a style if colors are on.
    fn paint<'t>(&self, style: Style, text: &'t str) -> Cow<'t, str> {
        if self.colour { Cow::from(format!("{style}{text}{style:#}")) } else { Cow::from(text) }
    }

    /// Writes what is wrong, where, and what fixes it.
    pub(in crate::cli) fn decision(
        &self,
        file: &Checked,
        lines: &LineIndex,
        decision: &Decision,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let found = &file.diagnostics[decision.first()];
        let others: Vec<Span> = decision.others(&file.diagnostics).map(|other| other.span).collect();
        let (shown, listed) = others.split_at(others.len().min(SHOWN - 1));
        let style = of_level(found.level);
        let title = format!("{}[{}]", found.level.name(), found.rule.name);
        let message = format!(": {}", visible::one_line(&decision.message(&file.diagnostics)));
        writeln!(out, "{}{}", self.paint(style, &title), self.paint(Style::new().bold(), &message))?;
        let related = found.related.iter().map(|related| related.span);
        let places = std::iter::once(found.span).chain(shown.iter().copied()).chain(related);
        let last = places.map(|span| lines.line_of(span.start) + 1).max().unwrap_or(1);
        let gutter = last.to_string().len();
        self.place((file, lines), found.span, ("-->", '^', style, ""), gutter, out)?;
        for other in shown {
            self.place((file, lines), *other, ("-->", '^', style, ""), gutter, out)?;
        }
        if !listed.is_empty() {
            let mark = self.paint(QUIET, "=");
            writeln!(out, "{:gutter$} {mark} {}", "", also(file, lines, listed))?;
        }
        for related in &found.related {
            self.place((file, lines), related.span, (":::", '-', QUIET, &related.message), gutter, out)?;
        }
        for fix in decision.fixes(&file.diagnostics).iter() {
            let asked = if fix.safety == Safety::Review { " (for review)" } else { "" };
            let (mark, help) = (self.paint(QUIET, "="), self.paint(HELP, "help:"));
            writeln!(out, "{:gutter$} {mark} {help} {}{asked}", "", visible::one_line(&fix.title()))?;
        }
        writeln!(out)
    }

    /// Writes a place: path, line and column, and the source line with the span underlined.
    fn place(
        &self,
        (file, lines): (&Checked, &LineIndex),
        span: Span,
        (arrow, mark, style, label): (&str, char, Style, &str),
        gutter: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let at = lines.position(&file.text, span.start, Encoding::Utf32);
        let line = lines.line(&file.text, at.line);
        let (before, marked, after) = excerpt(&file.text, line, span);
        let number = (at.line + 1).to_string();
        let bar = self.paint(QUIET, "|");
        let place = format!("{}:{number}:{}", visible::escape(&file.path), at.column + 1);
        writeln!(out, "{:gutter$}{} {place}", "", self.paint(QUIET, arrow))?;
        let spaces = " ".repeat(gutter - number.len());
        writeln!(out, "{spaces}{} {bar} {before}{marked}{after}", self.paint(QUIET, &number))?;
        let marks = mark.to_string().repeat(marked.width().max(1));
        let label = if label.is_empty() { String::new() } else { format!(" {}", visible::one_line(label)) };
        let marks = format!("{marks}{label}");
        writeln!(out, "{:gutter$} {bar} {}{}", "", " ".repeat(before.width()), self.paint(style, &marks))
    }
}

const QUIET: Style = AnsiColor::BrightBlue.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

fn of_level(level: Level) -> Style {
    let colour = match level {
        Level::Error => AnsiColor::BrightRed,
        Level::Warning => AnsiColor::Yellow,
        Level::Info => AnsiColor::BrightCyan,
        Level::Hint => AnsiColor::BrightGreen,
    };
    colour.on_default().bold()
}

impl Reporter for Human {
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        file.decisions().iter().try_for_each(|decision| self.decision(file, &lines, decision, out))
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.quiet || summary.files == 0 {
            return Ok(());
        }
        writeln!(out, "{}", closing(summary))
    }
}

/// `also at 12:3, 14:8 and 7 more places`
fn also(file: &Checked, lines: &LineIndex, places: &[Span]) -> String {
    let (named, more) = places.split_at(if places.len() > LISTED + 1 { LISTED } else { places.len() });
    let mut named: Vec<String> = named
        .iter()
        .map(|span| lines.position(&file.text, span.start, Encoding::Utf32))
        .map(|at| format!("{}:{}", at.line + 1, at.column + 1))
        .collect();
    if !more.is_empty() {
        named.push(format!("{} more places", more.len()));
    }
    let last = named.pop().unwrap_or_default();
    if named.is_empty() { format!("also at {last}") } else { format!("also at {} and {last}", named.join(", ")) }
}

/// `1 error and 3 warnings at 27 places in 2 files; 3 can be fixed: copydesk fix`. It counts what is shown: a group
/// once.
fn closing(summary: &Summary) -> String {
    let files = counted(summary.files, "file", "files");
    let levels = Level::ALL.into_iter().rev().filter(|level| summary.decisions(*level) > 0);
    let named = |level: Level| counted(summary.decisions(level), level.name(), &format!("{}s", level.name()));
    let mut found: Vec<String> = levels.map(named).collect();
    let Some(last) = found.pop() else { return format!("{files} checked, nothing found") };
    let found = if found.is_empty() { last } else { format!("{} and {last}", found.join(", ")) };
    let fixes = match (summary.safe, summary.review) {
        (0, 0) => String::new(),
        (safe, 0) => format!("; `copydesk fix` repairs {safe}"),
        (0, review) => format!("; `copydesk fix --review` repairs {review}"),
        (safe, review) => format!("; `copydesk fix` repairs {safe}, with --review {}", safe + review),
    };
    let more = match (summary.unverified, fixes.is_empty()) {
        (0, _) => String::new(),
        (tried, true) => format!("; `copydesk fix --review` tries to repair {tried}"),
        (tried, false) => format!(", and tries to repair {tried} more"),
    };
    let over = |of: fn(&Summary, Level) -> usize| Level::ALL.into_iter().map(|level| of(summary, level)).sum::<usize>();
    let places = match over(Summary::count) {
        places if places > over(Summary::decisions) => format!(" at {places} places"),
        _ => String::new(),
    };
    format!("{found}{places} in {files}{fixes}{more}")
}

/// The part of a line around a fault: text before, the fault, text after. For a fault that spans several lines, the
/// part on the first line is shown.
pub(in crate::cli) fn excerpt(text: &str, line: Span, fault: Span) -> (String, String, String) {
    let inside = |offset: u32| offset.clamp(line.start, line.end) - line.start;
    cut(line.of(text), Span::new(inside(fault.start), inside(fault.end)))
}

/// Truncates a line around `span`: text before, the span, text after.
fn cut(line: &str, span: Span) -> (String, String, String) {
    let span = span.range();
    let used = |from: usize| width(line.slice(from..span.start));
    let start = back(line, span.start, COLUMNS / 3);
    let end = forth(line, span.start, COLUMNS - used(start));
    // If the line ends early, more of the text before fits.
    let start =
        if end == line.len() { back(line, span.start, COLUMNS - width(line.slice(span.start..))) } else { start };
    let start = if start == 0 { 0 } else { word_start(line, start, span.start) };
    let stop = span.end.min(end);
    let (left, right) = (if start > 0 { CUT } else { "" }, if end < line.len() { CUT } else { "" });
    let before = format!("{left}{}", source_line(line.slice(start..span.start)));
    (
        before,
        source_line(line.slice(span.start..stop)).into_owned(),
        format!("{}{right}", source_line(line.slice(stop..end))),
    )
}

/// The display width of a character as [`source_line`] shows it.
fn cells(c: char) -> usize {
    match c {
        '\t' => visible::TAB.len(),
        c if visible::is_steering(c) => c.escape_unicode().len(),
        c => c.width().unwrap_or(1),
    }
}

/// The start of the text that fits into `columns` before `at`.
fn back(line: &str, at: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut start = at;
    for (i, c) in line.slice(..at).char_indices().rev() {
        used += cells(c);
        // Any number of zero-width marks would fit.
        if used > columns || at - i > 8 * COLUMNS {
            break;
        }
        start = i;
    }
    start
}

/// The end of the text that fits into `columns` from `at`.
fn forth(line: &str, at: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut end = at;
    for (i, c) in line.slice(at..).char_indices() {
        used += cells(c);
        if used > columns || i > 8 * COLUMNS {
            break;
        }
        end = at + i + c.len_utf8();
    }
    end
}

/// The start of the first whole word after `at` if it is near, else of the first character that is not a combining mark.
fn word_start(line: &str, at: usize, limit: usize) -> usize {
    let part = line.slice(at..limit);
    if let Some((space, c)) = part.char_indices().take(16).find(|(_, c)| c.is_whitespace()) {
        return at + space + c.len_utf8();
    }
    part.char_indices().find(|(_, c)| cells(*c) > 0).map_or(at, |(i, _)| at + i)
}

/// An upper bound for the display width: joined emoji are narrower than the sum of their parts.
fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Diagnostic;

    fn cut_at(line: &str, word: &str) -> (String, String) {
        let at = line.find(word).unwrap();
        let (before, marked, after) = cut(line, Span::at(at..at + word.len()));
        let shown = format!("{before}{marked}{after}");
        assert!(width(&shown) <= COLUMNS + 2, "{shown}");
        (shown, marked)
    }

    #[test]
    fn short_lines_stay_whole() {
        let line = "The group said so (Reuters May 9).";
        assert_eq!(cut_at(line, " May"), (line.to_owned(), " May".to_owned()));
        assert_eq!(cut("", Span::empty(0)), (String::new(), String::new(), String::new()));
    }

    #[test]
    fn long_lines_are_cut_round_the_fault() {
        let line = format!("{}FAULT {}", "before ".repeat(100_000), "after ".repeat(100_000));
        let (shown, marked) = cut_at(&line, "FAULT");
        assert_eq!(marked, "FAULT");
        assert!(shown.starts_with("…before") && shown.ends_with('…'), "{shown}");
        let (shown, _) = cut_at(&format!("{}END", "before ".repeat(100)), "END");
        assert!(shown.ends_with("before END") && width(&shown) > COLUMNS - 10, "{shown}");
        // A fault that does not fit is truncated itself.
        let fault = "x".repeat(500);
        let (shown, marked) = cut_at(&format!("{}{fault}", "a ".repeat(100)), &fault);
        assert!(marked.starts_with('x') && shown.ends_with(&format!("{marked}…")), "{shown}");
    }

    #[test]
    fn wide_characters_count_their_columns() {
        for part in ["漢字仮名", "😀", "العربية ", "e\u{301}\u{302}"] {
            let line = format!("{}FAULT{}", part.repeat(200), part.repeat(200));
            assert_eq!(cut_at(&line, "FAULT").1, "FAULT");
        }
        let marks = "\u{301}".repeat(1_000_000);
        assert_eq!(cut_at(&format!("{marks}FAULT{marks}"), "FAULT").1, "FAULT");
    }

    #[test]
    fn a_text_cannot_steer_the_terminal() {
        let (shown, marked) = cut_at("a\tb\u{1b}[31m\u{202e}c", "b");
        assert_eq!((&*shown, &*marked), (r"a    b\u{1b}[31m\u{202e}c", "b"));
        // Escapes count at their full width.
        let line = format!("{0}FAULT{0}", "\u{202e}".repeat(200));
        assert_eq!(cut_at(&line, "FAULT").1, "FAULT");
    }

    #[test]
    fn marks_stand_under_their_words() {
        let text = "日本 👩‍👧 (Reuters May 9)".to_owned();
        let rule = crate::rules::all()[0];
        let at = text.find("Reuters").unwrap();
        let related = crate::rules::Related { span: Span::at(0..6), message: "here".into() };
        let found = Diagnostic {
            rule,
            level: Level::Error,
            span: Span::at(at..at + 7),
            message: "wrong".into(),
            fixes: Default::default(),
            related: vec![related],
            group: None,
        };
        let file = Checked {
            path: "a.md".to_owned(),
            text,
            issue_date: None,
            diagnostics: vec![found],
            blocks: Vec::new(),
            unverified: 0,
            hidden: Vec::new(),
            docs: None,
        };
        let mut out = Vec::new();
        Human::new(false, true).file(&file, &mut out).unwrap();
        let expected = format!(
            "error[{}]: wrong\n --> a.md:1:9\n1 | 日本 👩‍👧 (Reuters May 9)\n  |          ^^^^^^^\n ::: a.md:1:1\n1 | 日本 👩‍👧 (Reuters May 9)\n  | ---- here\n\n",
            rule.name
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
