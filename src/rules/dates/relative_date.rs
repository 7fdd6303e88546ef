//! Words that give a day relative to the time of writing.

use crate::bulletin::dates::speaker;
use crate::calendar::{self, Date, MONTHS, Relative, RelativeDay, month_at};
use crate::config::Level;
use crate::markdown::BlockKind;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::words::WordSet;
use crate::text::{Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "relative-date",
    family: Family::Dates,
    summary: "a day counted from the day of writing: yesterday, last Tuesday",
    page: include_str!("../../../docs/rules/relative-date.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::Review,
    check: Check::document(check),
    fix_effect: FixEffect { reveals: true, ..FixEffect::FORM },
    ..Rule::DEFAULT
};

/// Words after which a day takes no `on`, and a month or year no `in`.
static PREPOSITIONS: WordSet = WordSet::new(&[
    "after", "as", "around", "and", "about", "by", "before", "between", "during", "from", "for", "in", "into", "on",
    "of", "since", "till", "through", "to", "than", "until",
]);

fn check(doc: &Document<'_>, out: &mut Report) {
    let Some(issue) = doc.date() else { return };
    if doc.bulletin.dates.relative.is_empty() || doc.bulletin.is_technical() {
        return;
    }
    let interview = interview(doc);
    for relative in &doc.bulletin.dates.relative {
        if doc.is_spoken(relative.span) || interview.iter().any(|speech| speech.contains(relative.span)) {
            continue;
        }
        let words = doc.text(relative.span);
        match relative.resolve(issue) {
            Some(day) => {
                let house = calendar::print_day(day, doc.bulletin.habits.prose_dates.style(), Some(issue));
                out.flag(relative.span, ["“", words, "” is ", &house])
                    .maybe_fix(written_out(doc, relative, "on", &house));
            }
            None => {
                let named = named(words, issue);
                let message = ["“", words, "” is right only on the day of writing: give the date instead"];
                let fix = named.and_then(|(house, year)| {
                    after_month(doc, relative, issue, year).or_else(|| written_out(doc, relative, "in", &house))
                });
                out.flag(relative.span, message).maybe_fix(fix);
            }
        }
    }
}

/// The parts where people answer questions, from the first question to the next heading: `Q: Were you ill?`
fn interview(doc: &Document<'_>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    for block in &doc.markdown.blocks {
        match block.kind {
            BlockKind::Heading(_) => open = false,
            BlockKind::Paragraph => {
                let asks = || doc.text(block.span).trim_end().trim_end_matches(['*', '_', '”', '"']).ends_with('?');
                if let Some(last) = found.last_mut().filter(|_| open) {
                    *last = last.cover(block.span);
                } else if asks() && speaker(doc.text, block.span).is_some() {
                    found.push(block.span);
                    open = true;
                }
            }
            _ => {}
        }
    }
    found
}

/// The month or year that `last month` or `this year` means: in words, and its year.
fn named(words: &str, issue: Date) -> Option<(String, i16)> {
    let (which, unit) = words.split_once(|c: char| c.is_whitespace())?;
    let by = match which.to_ascii_lowercase().as_str() {
        "last" => -1,
        "this" => 0,
        _ => 1,
    };
    match unit.trim_start() {
        "year" => Some(((issue.year() + by).to_string(), issue.year() + by)),
        "month" => {
            let month = issue.first_of_month().checked_add(jiff::Span::new().months(by)).ok()?;
            let name = MONTHS[usize::from(month.month().unsigned_abs().clamp(1, 12)) - 1];
            let year = if month.year() == issue.year() { String::new() } else { format!(" {}", month.year()) };
            Some((format!("{name}{year}"), month.year()))
        }
        _ => None,
    }
}

/// `July this year` → `July`, `February next year` → `February 2019`
fn after_month(doc: &Document<'_>, relative: &Relative, issue: Date, year: i16) -> Option<Fix> {
    let before = doc.text.slice(..relative.span.start as usize);
    let month = before.trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    let bare = month_at(month, 0).is_some_and(|(month, _)| month.capital);
    if !bare || !before.ends_with(' ') || !doc.text(relative.span).ends_with("year") {
        return None;
    }
    if year != issue.year() {
        return Some(Fix::replace(Safety::Review, relative.span, year.to_string()));
    }
    let gap = before.len() - before.trim_end().len();
    let all = Span::new(relative.span.start - u32::try_from(gap).unwrap_or(0), relative.span.end);
    Some(Fix::replace(Safety::Review, all, ""))
}

/// The words written out, with the preposition that the sentence requires.
fn written_out(doc: &Document<'_>, relative: &Relative, preposition: &str, house: &str) -> Option<Fix> {
    let start = relative.span.start as usize;
    let rest = doc.text.slice(relative.span.end as usize..);
    let capital = doc.text.slice(start..).starts_with(char::is_uppercase);
    let cased = |word: &str| match (capital, word.split_at_checked(1)) {
        (true, Some((first, more))) => format!("{}{more}", first.to_ascii_uppercase()),
        _ => word.to_owned(),
    };
    if rest.starts_with('-') || rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // `yesterday’s attack` → `the October 9 attack`
    if let Some(genitive) = ["’s", "'s"].into_iter().find(|genitive| rest.starts_with(genitive)) {
        if matches!(relative.day, RelativeDay::Span) {
            return None;
        }
        let all = Span::new(relative.span.start, relative.span.end + u32::try_from(genitive.len()).unwrap_or(0));
        return Some(Fix::replace(Safety::Review, all, format!("{} {house}", cased("the"))));
    }
    let before = doc.text.slice(..start).trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let adverb = ["earlier", "later", "early", "late"].iter().any(|word| word.eq_ignore_ascii_case(before));
    if adverb && relative.day == RelativeDay::Span {
        return None;
    }
    let follows = doc.text.slice(..start).ends_with([' ', '\n']) && PREPOSITIONS.has_in_any_case(before);
    let written = if follows { house.to_owned() } else { format!("{} {house}", cased(preposition)) };
    Some(Fix::replace(Safety::Review, relative.span, written))
}

#[cfg(test)]
mod tests {
    use crate::config::{DateOrder, FormChoice, Settings};
    use crate::rules::testing::{check, check_clean, check_fix, check_with, settings};

    #[test]
    fn days_from_where_the_writer_stands() {
        check(
            "relative-date",
            "Yesterday, he left; last Tuesday he came; this week he rests.
^^^^^^^^^ “Yesterday” is October 9
                    ^^^^^^^^^^^^ “last Tuesday” is October 9
                                          ^^^^^^^^^ “this week” is right only on the day of writing: give the date instead
",
        );
        let day_first = settings("relative-date");
        let day_first = Settings {
            style: crate::config::Style {
                date_order: FormChoice::Declared(DateOrder::DayMonth),
                ..day_first.style.clone()
            },
            ..day_first
        };
        check_with("relative-date", "He left yesterday.\n        ^^^^^^^^^ “yesterday” is 9 October\n", &day_first);
    }

    #[test]
    fn the_sentence_stays_whole() {
        for (before, after) in [
            ("Yesterday, he left.", "On October 9, he left."),
            ("It held until yesterday.", "It held until October 9."),
            ("Yesterday's raid failed.", "The October 9 raid failed."),
            ("He left late yesterday.", "He left late on October 9."),
            ("He left the day before yesterday.", "He left on October 8."),
            ("By February next year, it ends.", "By February 2019, it ends."),
            ("It ended last year.", "It ended in 2017."),
            ("Since last month, it has ended.", "Since September, it has ended."),
            ("Last year’s raid failed earlier this year.", "Last year’s raid failed earlier this year."),
            ("He left last week.", "He left last week."),
            ("It ran from July 22 to yesterday 24.", "It ran from July 22 to yesterday 24."),
        ] {
            check_fix("relative-date", before, after);
        }
    }

    #[test]
    fn what_holds_on_any_day() {
        for text in [
            "Over the last year, he left.",
            "Today’s Syria is the Syria of tomorrow.",
            "> He left yesterday.",
            "“He left yesterday,” she said.",
            "She said: \"He left yesterday.\"",
            "The ‘last Tuesday’ crowd was back.",
            "She said: “He left\nlast Tuesday, and\nyesterday he came back.”",
            "## Last Week",
            "He left three weeks ago, every last Friday.",
            "He ran `make` and `ls` yesterday.",
            "Q: Was he ill?\n\nN: Even last year, and this year.\n\nThat ended last month.",
            "[1:12:55] earlier this year he left\n[1:12:58] and yesterday he came back.",
            "**Reporter:** Did he leave?\n\n**Omar Hassan:** He left yesterday.",
        ] {
            check_clean("relative-date", text);
        }
        // An agenda is no transcript.
        check("relative-date", "10:30 He left yesterday.\n              ^^^^^^^^^ “yesterday” is October 9\n");
        // A label is not a question, and the interview is over.
        check(
            "relative-date",
            "\
Kabul: Talks ended yesterday.
                   ^^^^^^^^^ “yesterday” is October 9

Q: Was he ill?

A: He left last year.

## News

The road opened yesterday.
                ^^^^^^^^^ “yesterday” is October 9
",
        );
        let undated = Settings { date: None, ..settings("relative-date") };
        check_with("relative-date", "He left yesterday.", &undated);
    }
}
