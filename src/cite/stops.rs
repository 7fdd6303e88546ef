//! Full stops and commas beside a citation that comes or goes.
//!
//! * A bracket precedes the stop, also after a quotation: `“the road is shut” (Dawn, May 4).` A note’s mark follows it, and
//!   American publications print it inside the closing mark: `“the road is shut.”[^1]` The document’s own quotations
//!   decide, else the comma after the titles in its notes.
//! * A question mark, an exclamation mark or an ellipsis ends a sentence by itself: only a bracket needs a stop after it.

use crate::bulletin::Bulletin;
use crate::bulletin::citation::{ends_in_stop, opens_sentence};
use crate::bulletin::typography::MarkRole;
use crate::calendar::DateOrder;
use crate::config::CommaPlace;
use crate::text::{Edit, Offset, Slice, Span};
use crate::works::print::HouseForm;
use std::cmp::Ordering;

/// Spaces that do not end a line.
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// How a document places stops and commas at the end of its quotations.
pub(super) struct Stops<'b> {
    text: &'b str,
    bulletin: &'b Bulletin,
    /// How many are inside the closing mark compared with those outside.
    inside: Ordering,
}

/// How the words before a citation end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// A full stop or a comma.
    Sign(Span),
    /// A question mark, an exclamation mark, an ellipsis.
    Sentence,
    /// The point of an abbreviation.
    Point,
    /// A word.
    Word,
}

impl<'b> Stops<'b> {
    pub(super) fn of(text: &'b str, bulletin: &'b Bulletin) -> Stops<'b> {
        let (mut inside, mut outside) = (0, 0);
        let closing = |role| matches!(role, MarkRole::CloseSingle | MarkRole::CloseDouble);
        for mark in bulletin.typography.marks.iter().filter(|mark| closing(mark.role)) {
            let before = text.slice(..mark.span.start as usize);
            let after = text.slice(mark.span.end as usize..);
            inside += usize::from(before.ends_with(',') || before.ends_with('.') && !before.ends_with(".."));
            outside += usize::from(after.starts_with(',') || after.starts_with('.') && !after.starts_with(".."));
        }
        Stops { text, bulletin, inside: inside.cmp(&outside) }
    }

    /// Where the closing quotation marks at the end of the text up to `end` start; `end` if there are none.
    fn closing_marks(&self, end: usize) -> usize {
        let mut start = end;
        loop {
            let before = self.text.slice(..start);
            let Some(mark) = before.chars().next_back().filter(|c| is_closing(*c)) else { return start };
            let at = start - mark.len_utf8();
            let words = before.slice(..at);
            let Some(last) = words.chars().next_back() else { return start };
            let span = Span::at(at..start);
            let marks = &self.bulletin.typography.marks;
            let known = marks.binary_search_by_key(&span.start, |mark| mark.span.start);
            let is_apostrophe = known.is_ok_and(|known| marks[known].role == MarkRole::Apostrophe);
            if is_apostrophe || !self.bulletin.is_quoted(Span::at(at - last.len_utf8()..at)) {
                return start;
            }
            start = at;
        }
    }

    /// How the words up to `end` end, before any closing marks.
    fn ending(&self, end: usize) -> Ending {
        let words = self.text.slice(..end).trim_end_matches(SPACES);
        let points = words.strip_suffix('.').is_some_and(|rest| rest.trim_end_matches(SPACES).ends_with('.'));
        if words.ends_with(['?', '!', '…']) || points {
            return Ending::Sentence;
        }
        if words.ends_with(',') || ends_in_stop(words) {
            return Ending::Sign(Span::at(words.len() - 1..words.len()));
        }
        if words.ends_with('.') { Ending::Point } else { Ending::Word }
    }

    /// Whether a stop or a comma after the closing marks up to `end` goes inside them.
    fn go_inside(&self, end: usize, form: &HouseForm) -> bool {
        let closing = self.text.slice(..end).chars().next_back();
        let english = self.bulletin.language.is_english_at(Span::at(end..end));
        if !english || !matches!(closing, Some('”' | '"' | '’' | '\'')) {
            return false;
        }
        match self.inside {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => {
                let double = matches!(closing, Some('”' | '"'));
                double && form.comma == CommaPlace::Inside && form.dates.order == DateOrder::MonthDay
            }
        }
    }

    /// Removes a citation, with the spaces before it, and puts a note’s mark in its place: after the stop or comma that
    /// follows, unless the marks precede it.
    pub(super) fn mark_for(
        &self,
        citation: Span,
        block_end: Offset,
        before_stop: bool,
        mark: &str,
        form: &HouseForm,
    ) -> Vec<Edit> {
        let end = citation.end as usize;
        let start = self.text.slice(..citation.start as usize).trim_end().len();
        let behind = self.text.slice(end..block_end.max(citation.end) as usize);
        let replaced = |to: usize| vec![Edit::replace(Span::at(start..to), mark)];
        let sign = behind.chars().next().filter(|c| matches!(c, '.' | ',' | ';' | ':' | '?' | '!'));
        let Some(sign) = sign else { return replaced(end) };
        let quote = self.closing_marks(start);
        let ends = sign == '.' && !behind.starts_with("..");
        let quoted = quote < start;
        match self.ending(quote) {
            Ending::Sentence if ends => return replaced(end + 1),
            _ if before_stop => return replaced(end),
            Ending::Point if ends && (!quoted || self.go_inside(start, form)) => return replaced(end + 1),
            Ending::Word | Ending::Point if quoted && (ends || sign == ',') && self.go_inside(start, form) => {
                let inside = Edit::insert(quote as Offset, sign.to_string());
                return vec![inside, Edit::replace(Span::at(start..end + 1), mark)];
            }
            _ => {}
        }
        let closers: usize = behind
            .slice(sign.len_utf8()..)
            .chars()
            .take_while(|c| matches!(c, '”' | '’' | '»'))
            .map(char::len_utf8)
            .sum();
        let at = end + sign.len_utf8() + closers;
        vec![Edit::delete(Span::at(start..end)), Edit::insert(at as Offset, mark)]
    }

    /// Puts a bracket in the place of note marks: before the stop or comma that they follow, unless brackets follow the
    /// stop. `stays` are the marks that remain.
    pub(super) fn bracket_for(
        &self,
        marks: Span,
        block_end: Offset,
        after_stop: bool,
        bracket: &str,
        stays: &str,
    ) -> Vec<Edit> {
        let end = marks.end as usize;
        let start = self.text.slice(..marks.start as usize).trim_end_matches(SPACES).len();
        let gap = Span::at(start..end);
        let plain = || vec![Edit::replace(gap, format!(" {bracket}{stays}"))];
        let quote = self.closing_marks(start);
        let behind = self.text.slice(end..block_end.max(marks.end) as usize);
        match self.ending(quote) {
            // Colons and semicolons are outside quotations.
            Ending::Word if quote == start && self.text.slice(..start).ends_with([';', ':']) => {
                vec![Edit::insert((start - 1) as Offset, format!(" {bracket}")), Edit::replace(gap, stays)]
            }
            Ending::Sign(sign) if after_stop && sign.of(self.text) == "." => plain(),
            Ending::Sign(sign) if quote == start => {
                vec![
                    Edit::insert(sign.start, format!(" {bracket}")),
                    Edit::replace(Span::new(sign.end, marks.end), stays),
                ]
            }
            Ending::Sign(sign) => {
                vec![Edit::delete(sign), Edit::replace(gap, format!(" {bracket}{}{stays}", sign.of(self.text)))]
            }
            Ending::Sentence if quote < start && !after_stop && may_start_sentence(behind) => {
                vec![Edit::replace(gap, format!(" {bracket}.{stays}"))]
            }
            Ending::Point if !after_stop && starts_sentence(behind) => {
                vec![Edit::replace(gap, format!(" {bracket}.{stays}"))]
            }
            _ => plain(),
        }
    }
}

/// Whether the text ends, or a word follows that can start a sentence.
fn may_start_sentence(behind: &str) -> bool {
    let rest = behind.trim_start();
    let spaced = rest.len() < behind.len();
    rest.is_empty()
        || spaced && rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '‘' | '"' | '«' | '„'))
}

/// Whether the text ends, or a word follows that does nothing but start a sentence.
fn starts_sentence(behind: &str) -> bool {
    let rest = behind.trim_start();
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    rest.is_empty() || rest.len() < behind.len() && opens_sentence(word)
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | '»' | '«' | '“' | '‘' | '›' | '‹')
}
