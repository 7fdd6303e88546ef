//! A date in prose that is not in the form of the others or of the house style.

use crate::bulletin::dates::{Mention, Place};
use crate::calendar::{MonthForm, Order, Resolved, Written};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::words::WordSet;
use crate::text::{self, Slice, Span, within};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "date-format",
    family: Family::Dates,
    summary: "a date in prose that is not in the form of the others, or of the house",
    page: include_str!("../../../docs/rules/date-format.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if doc.bulletin.is_technical() {
        return;
    }
    let habit = doc.bulletin.habits.prose_dates;
    for mention in &doc.bulletin.dates.written {
        let date = &mention.date;
        let style = habit.style_of(date, doc.text);
        if !mention.is_plain() || date.is_prose_form(doc.text, style) || is_elsewhere(doc, mention) {
            continue;
        }
        // The masthead has a form of its own.
        if doc.bulletin.issue.days.contains(&date.span) {
            continue;
        }
        let number = doc.text.slice(date.span.end as usize..).strip_prefix(' ');
        // `2018-10-10 13:50 UTC` is a time stamp.
        let is_hour = |rest: &str| matches!(rest.as_bytes(), [b'0'..=b'2', b'0'..=b'9', b':', b'0'..=b'5', ..]);
        if date.order == Order::YearMonthDay && number.is_some_and(is_hour) {
            continue;
        }
        // `Hicks 3/13/18 302` in a note is an exhibit number.
        if matches!(date.order, Order::Numeric { .. })
            && number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            && doc.bulletin.notes.iter().any(|note| note.body.contains(date.span))
        {
            continue;
        }
        if let Order::Numeric { day_first: None } = date.order {
            // `Article 3.1.12` is a section number.
            if !doc.text(date.span).contains('.') {
                out.flag(date.span, ["“", doc.text(date.span), "” can be read as two different days"]);
            }
            continue;
        }
        let Some(house) = date.prose_form(doc.text, style) else { continue };
        let misspelt = date.month.is_some_and(|month| month.value.form == MonthForm::Misspelt);
        let (place, sure) = with_article(doc.text, date);
        // A misspelled month may be another month, an assumption may be wrong, and numbers may suit lists and no sentence:
        // a person decides.
        let to_numbers = style.numbers.is_some() && matches!(date.order, Order::MonthDay | Order::DayMonth);
        let safety = if misspelt || date.assumed || !sure || to_numbers { Safety::Review } else { Safety::Safe };
        let ahead = date.assumed && doc.date().is_some_and(|issue| doc.resolve(date).is_some_and(|day| day > issue));
        let says = habit.whose(date, doc.text).says();
        let flag = out.flag(date.span, [says, " “", &house, "”"]);
        if !ahead && is_whole(doc.text, place) {
            flag.fix(Fix::replace(safety, place, house));
        }
    }
}

/// Words and characters that join a day to others.
const JOINTS: [&str; 11] = ["and", "or", "to", "until", "till", "through", "–", "-", "—", "/", "&"];

/// Words between a joint and its day: `9 and on 10 May`, `from 9 to the 10th of May`.
const BEFORE_DAYS: [&str; 4] = ["the", "on", "from", "night"];

/// Whether a date includes all of its days. It does not if only some of the days in `9, 10 and 12 May`, `30 31 August`
/// or `May 9 or 10` have been read; a fix would then separate the others from their month.
fn is_whole(text: &str, date: Span) -> bool {
    let before = text.slice(..date.start as usize);
    let mut words = pieces(before.slice(text::floor_boundary(before, before.len().saturating_sub(40))..));
    let mut joined = true;
    // Directly before the date, or after a joint.
    while let Some(word) = words.pop() {
        let known = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        if known(&JOINTS) || word == "," {
            joined = true;
        } else if known(&BEFORE_DAYS) {
            joined = words.last().is_some_and(|word| JOINTS.contains(word));
            if !joined {
                break;
            }
        } else {
            if joined && is_day(word) {
                return false;
            }
            break;
        }
    }
    let after = text.slice(date.end as usize..);
    // `9 May ’17/18`
    if after.trim_start().starts_with(['’', '‘', '\'']) && !after.starts_with(['’', '\'']) {
        return false;
    }
    // `on 9 May 1500 men left`: parted from its day by a month, the number would be a year.
    let number = after.strip_prefix(' ').unwrap_or("");
    if number.bytes().take_while(u8::is_ascii_digit).count() > 2 {
        return false;
    }
    let words = pieces(after.slice(..text::floor_boundary(after, after.len().min(40))));
    let mut words = words.into_iter().peekable();
    let directly = words.peek().is_some_and(|word| is_day(word));
    let joint = words.next_if(|word| JOINTS.contains(word) || *word == ",").is_some();
    while joint && words.next_if(|word| JOINTS.contains(word) || *word == "the").is_some() {}
    let Some(number) = words.next().filter(|word| is_day(word) && (joint || directly)) else { return true };
    // `May 9, 12 men left`, `9 May and 10 June`: the number counts something or belongs to another date.
    let next = words.next().unwrap_or("");
    let counts = next.starts_with(char::is_alphabetic) && !JOINTS.contains(&next) && !PLAIN.has_in_any_case(next);
    !directly && (counts || number.ends_with(|c: char| c.is_ascii_alphabetic()))
}

/// The words, numbers and punctuation of a text.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        pieces.push(rest.slice(..len));
        rest = rest.slice(len..).trim_start();
    }
    pieces
}

/// Whether a word may be a day: `9`, `21st`.
fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.slice(digits.len()..);
    digits.len() <= 2
        && digits.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
        && matches!(ending, "" | "st" | "nd" | "rd" | "th")
}

/// Whether a month is in capitals as the word beside its date is: `THE COUNCIL MET ON MAY 3`.
fn is_in_capitals(doc: &Document<'_>, mention: &Mention) -> bool {
    let shouts = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let date = mention.date.span;
    let beside = || {
        let before = Span::new(mention.sentence.start.min(date.start), date.start).of(doc.text);
        let after = Span::new(date.end, mention.sentence.end.max(date.end)).of(doc.text);
        before.split_ascii_whitespace().next_back().into_iter().chain(after.split_ascii_whitespace().next())
    };
    mention.date.month.is_some_and(|month| shouts(doc.text(month.span)))
        && beside().any(|word| shouts(word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// Whether the form of the date is not judged here: in the masthead, a list of dates, a name, a line in capitals, speech.
fn is_elsewhere(doc: &Document<'_>, mention: &Mention) -> bool {
    let date = &mention.date;
    let name = within(&doc.bulletin.mentions, mention.sentence, |name| name.span).iter();
    doc.bulletin.issue.front.covers(date.span.start)
        || mention.is_numeric() && (mention.place != Place::Prose || !is_running(doc, mention))
        || date.resolve(doc.date(), doc.settings.slack_days) == Resolved::Impossible
        || name.into_iter().any(|name| name.span.overlaps(date.span))
        || is_in_capitals(doc, mention)
        || doc.is_spoken(date.span)
}

/// Whether the date is part of a sentence: a date alone, or with a label, is data.
fn is_running(doc: &Document<'_>, mention: &Mention) -> bool {
    if is_value(doc.text, mention.date.span) {
        return false;
    }
    let sentence = doc.text(mention.sentence);
    sentence.len() > mention.date.span.len() as usize + 12 && sentence.split_whitespace().nth(3).is_some()
}

/// Whether a date is all that follows a label on its line: `**Updated:** 2018-10-06`.
fn is_value(text: &str, date: Span) -> bool {
    let (before, after) = (text.slice(..date.start as usize), text.slice(date.end as usize..));
    let after = after.trim_start_matches([' ', '\t', '\r', '*', '_', '\\', '.']);
    before.trim_end_matches([' ', '*', '_']).ends_with(':') && (after.is_empty() || after.starts_with('\n'))
}

/// Small words that continue a sentence after a date, and that a date does not modify.
static PLAIN: WordSet = WordSet::new(&[
    "a", "about", "after", "again", "all", "alone", "also", "although", "an", "and", "are", "around", "as", "at",
    "another", "against", "because", "before", "began", "but", "by", "both", "between", "came", "can", "could", "did",
    "during", "each", "every", "for", "from", "four", "five", "fell", "had", "has", "have", "he", "her", "here", "his",
    "however", "held", "if", "in", "inside", "into", "is", "it", "its", "last", "left", "many", "more", "most", "met",
    "may", "might", "must", "near", "no", "nobody", "not", "next", "of", "on", "or", "our", "outside", "over", "only",
    "she", "since", "so", "some", "several", "saw", "should", "that", "the", "their", "then", "there", "these", "they",
    "this", "those", "through", "to", "too", "two", "three", "took", "under", "until", "up", "was", "we", "were",
    "when", "where", "which", "while", "who", "will", "with", "within", "without", "would", "went", "yet",
]);

/// Words before `the 9th of May` after which the date stands by itself, whatever follows:
/// `on the 9th of May gunmen came`.
const BEFORE_ARTICLES: [&str; 13] =
    ["on", "of", "by", "until", "till", "since", "from", "before", "after", "to", "and", "between", "around"];

/// The span of a date with its article, and whether that is certain: along with its ending, `the 9th of May` loses its
/// article.
///
/// In `the 9 May raid` and `The 20th of July plot`, the article belongs to the noun, and stays. In
/// `on the 9th of May raid` either is possible.
fn with_article(text: &str, date: &Written) -> (Span, bool) {
    let before = text.slice(..date.span.start as usize);
    let words = before.trim_end();
    let article = words.len() < before.len()
        && (words.ends_with("the") || words.ends_with("The"))
        && !words.slice(..words.len() - 3).ends_with(char::is_alphanumeric);
    if !article || date.weekday.is_some() {
        return (date.span, true);
    }
    let place = Span::at(words.len() - 3..date.span.end as usize);
    let rest = text.slice(date.span.end as usize..);
    let next = rest.trim_start_matches([' ', '\n', '\u{a0}']);
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let goes_on = next.len() == rest.len()
        || word.is_empty()
        || PLAIN.has_in_any_case(word)
        || word.len() > 4 && (word.ends_with("ed") || word.ends_with("ly"));
    let ordinal = date.day.is_some_and(|day| day.span.of(text).ends_with(|c: char| c.is_ascii_alphabetic()));
    let of = date.month.zip(date.day).is_some_and(|(month, day)| {
        day.span.end < month.span.start && Span::new(day.span.end, month.span.start).of(text).contains("of")
    });
    let preposition =
        words.slice(..words.len() - 3).trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    match (goes_on, ordinal || of) {
        // A hyphen joins the date to the noun: `the 9th of May-born movement`.
        _ if rest.starts_with(['-', '‑']) => (date.span, false),
        (true, _) => (place, true),
        (false, true) if BEFORE_ARTICLES.iter().any(|known| known.eq_ignore_ascii_case(preposition)) => (place, false),
        (false, _) => (date.span, true),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{DateOrder, FormChoice, Settings};
    use crate::rules::Safety;
    use crate::rules::testing::{check, check_clean, check_fix, check_with, findings, settings};

    #[test]
    fn the_items_of_a_list_are_no_range() {
        check_clean(
            "date-format",
            "The days:\n\n- May 9\n- May 10\n- July 3\n\nThe others:\n- 9 days\n- May 3\n- 4 people",
        );
        let range = "It lasted from May 9\n– May 11.";
        assert!(findings("date-format", range, &settings("date-format")).len() < 2);
    }

    #[test]
    fn every_form_but_the_default() {
        check(
            "date-format",
            "On 9 May, he left; by Sept. 21st he was back.
   ^^^^^ The shipped style is “May 9”
                      ^^^^^^^^^^ The shipped style is “September 21”
",
        );
        check(
            "date-format",
            "It was the 9th of May, 2017; it was Tues. 8 May 2018.
           ^^^^^^^^^^^^^^^^ The shipped style is “May 9, 2017”
                                    ^^^^^^^^^^^^^^^^ The shipped style is “Tuesday, May 8, 2018”
",
        );
        check(
            "date-format",
            "He was seen there on 2016-09-21, and once again on 5/9/2017.
                     ^^^^^^^^^^ The shipped style is “September 21, 2016”
                                                   ^^^^^^^^ “5/9/2017” can be read as two different days
",
        );
        // Another date shows which of its numbers is the month.
        check(
            "date-format",
            "He was seen there on 21/09/2016, and once again on 5/9/2017.
                     ^^^^^^^^^^ The shipped style is “September 21, 2016”
                                                   ^^^^^^^^ The shipped style is “September 5, 2017”
",
        );
    }

    #[test]
    fn months_in_brackets_may_be_short() {
        let short =
            "It rained in October 2016 (until Oct. 2017), in June 2017 (Sept. 2017) and in July 2018 (Nov. 2018).";
        check_clean("date-format", short);
        let mixed = format!("{short} It snowed in Dec. 2018.");
        check_fix("date-format", &mixed, &format!("{short} It snowed in December 2018."));
        check_fix(
            "date-format",
            &format!("{short} It snowed (December 2018)."),
            &format!("{short} It snowed (Dec. 2018)."),
        );
    }

    #[test]
    fn the_masthead_has_a_form_of_its_own() {
        let text = "# Ports\n\nPublished: 2018-10-10 (KST)\\\nUpdated: October 11, 2018\n\nIt rained on October 3, on October 4 and on October 5.\n";
        check_clean("date-format", text);
        check_clean("date-format", "It was made on October 3, 2018.\n\nRead: 2018-10-10 13:50 UTC\n");
    }

    #[test]
    fn years_before_1900_are_years() {
        check_fix("date-format", "He was born on 22 May 1733 and slept.", "He was born on May 22, 1733 and slept.");
        check_fix(
            "date-format",
            "He sat from 2 August to 28 December 1794, then slept.",
            "He sat from August 2 to December 28, 1794, then slept.",
        );
        check_clean("date-format", "He was born on May 22, 1733, and slept.");
    }

    #[test]
    fn a_person_decides_whether_a_sentence_gets_numbers() {
        let text =
            "It was signed on 2017-08-27, was read out on 2017-09-03, and lost on 2018-01-02, not on May 9, 2018.";
        let found = findings("date-format", text, &settings("date-format"));
        let safety: Vec<Safety> = found.iter().map(|finding| finding.fixes[0].safety).collect();
        assert_eq!(safety, [Safety::Review]);
    }

    #[test]
    fn the_documents_own_form_is_its_style() {
        for text in [
            "On 3 April they left; on 4 April they came. On 9 June it fell, and the hearing of 20 April was shut.",
            "On Sept. 3 they left; on Oct. 4 they came. On May 9 it fell; by June 4 and Jan. 3 all was over.",
            "On 3 Sept they left; on 4 Oct they came. On 9 May it fell, and on 12 Dec all was over.",
            "On Tuesday, 9 May, 2017, it fell. On Wednesday, 10 May, 2017, it rose. On Thursday, 11 May, 2017 it sank.",
            "It was signed there on 2017-08-27, was read out on 2017-09-03, and lost to all on 2018-01-02.",
            // The document has no form of its own: nothing is reported.
            "On 3 April they left; on April 4 they came. On 9 June it fell; on June 12 all was over.",
            "On September 3 they left; on Sept. 4 they came; on Oct. 9 it fell, and on October 12 all was over.",
        ] {
            check_clean("date-format", text);
        }
        let own = "On 3 April they left; on 4 April they came; on 9 June it fell; on 1 July it rose. ";
        for (before, after, message) in [
            ("On June 12, he came.", "On 12 June, he came.", "This issue mostly writes “12 June”"),
            ("On 12 Dec. he came.", "On 12 December he came.", "This issue mostly writes “12 December”"),
            ("On the 12th of June he came.", "On 12 June he came.", "The usual form is “12 June”"),
            ("On 12 Septmber he came.", "On 12 September he came.", "The usual form is “12 September”"),
            ("On 12 June, 2017 he came.", "On 12 June 2017 he came.", "The usual form is “12 June 2017”"),
        ] {
            check_fix("date-format", &format!("{own}{before}"), &format!("{own}{after}"));
            let found = findings("date-format", &format!("{own}{before}"), &settings("date-format"));
            assert_eq!(found.iter().map(|finding| &*finding.message).collect::<Vec<_>>(), [message]);
        }
        // Ordinals are never the prevailing form, whatever the others are.
        let mixed = "On 3 April they left; on April 4 they came; on 9 June it fell; on June 10 it rose; ";
        for (before, after) in [
            ("on June 12th he came.", "on June 12 he came."),
            ("on 12th June he came.", "on 12 June he came."),
            ("on May 12 2017 he came.", "on May 12, 2017 he came."),
            ("he came there on 08/27/17 alone.", "he came there on August 27, 2017 alone."),
        ] {
            check_fix("date-format", &format!("{mixed}{before}"), &format!("{mixed}{after}"));
        }
    }

    #[test]
    fn the_fix_keeps_the_sentence() {
        for (before, after) in [
            ("On the 9th of May he left.", "On May 9 he left."),
            ("The 9th of May was cold.", "May 9 was cold."),
            ("The 9 May 2017 order holds.", "The May 9, 2017 order holds."),
            ("From 30 July to 2 August, he slept.", "From July 30 to August 2, he slept."),
            ("Between 9 and 12 May 2016, he slept.", "Between May 9 and 12, 2016, he slept."),
            ("In Sept. 2016, he slept.", "In September 2016, he slept."),
            ("On Octobr 3, he slept.", "On October 3, he slept."),
            ("On May 9 2016, he slept.", "On May 9, 2016, he slept."),
            (
                "It came on the 21st September and again by the 5th October 2017.",
                "It came on September 21 and again by October 5, 2017.",
            ),
            (
                "In the night of the 20th to the 21st September 2017, he slept.",
                "In the night of September 20 to 21, 2017, he slept.",
            ),
            ("During the night of 20/21 September, he slept.", "During the night of September 20/21, he slept."),
            ("On the\n21st of September he slept.", "On September 21 he slept."),
            ("The 21st September passed quietly.", "September 21 passed quietly."),
            ("On the 3rd, 4th and 5th of May, he slept.", "On May 3, 4 and 5, he slept."),
            ("Between the 3rd and the 5th of May, he slept.", "Between May 3 and 5, he slept."),
            ("On 3 or 4 May, he slept.", "On May 3 or 4, he slept."),
            ("On 9 May, 12 men slept.", "On May 9, 12 men slept."),
            ("On 9 May and 10 June, he slept.", "On May 9 and June 10, he slept."),
            ("He killed nine on the 9 May.", "He killed nine on May 9."),
            ("The 20th of July plot failed.", "The July 20 plot failed."),
            ("He slept through the 20th of July parade.", "He slept through the July 20 parade."),
            ("Till 9 May ’17 he slept.", "Till May 9, 2017 he slept."),
            ("On Tuesday the 25th of September 2018, he slept.", "On Tuesday, September 25, 2018, he slept."),
        ] {
            check_fix("date-format", before, after);
        }
    }

    #[test]
    fn what_cannot_be_rewritten_whole_is_left() {
        let settings = settings("date-format");
        for text in [
            "On 3, 4 and 5 May, he slept.",
            "On the 3rd and on the 4th of May, he slept.",
            "On 9 May ’17/18 he slept.",
            "On 9 May to 10, he slept.",
            "On 9 May or 10, he slept.",
            "On 9 May 1500 men slept.",
            "On 30 31 August, he slept.",
        ] {
            let found = findings("date-format", text, &settings);
            assert!(!found.is_empty() && found.iter().all(|finding| finding.fixes.is_empty()), "{text}");
        }
        // The article may belong to the noun.
        for text in
            ["On the 21st September gunmen slept.", "It ran on 8.27.16 here.", "He wrote of the 9th of May parade."]
        {
            let found = findings("date-format", text, &settings);
            assert!(found.iter().flat_map(|finding| &finding.fixes).all(|fix| fix.safety == Safety::Review), "{text}");
            assert_eq!(found.len(), 1, "{text}");
        }
    }

    #[test]
    fn forms_that_stay() {
        for text in [
            "From July 22 to 24, and on July 30–August 2, he slept.",
            "On Tuesday, May 8, and in May 2017, May/June 2016 and Spring 2015, he slept.",
            "The 15 May Organization and the 17 November group bombed it.",
            "On 31 June, he slept.",
            "## 9 May 2017",
            "| 9 May 2017 |\n|---|\n",
            "He wrote *The 9 May Affair* and [9 May 2018](https://a.org).",
            "Rain fell (Reuters, 9 May).",
            "- 2018-05-09: first draft",
            "Date: 2018-05-09",
            "**Date:** 2018-05-09\n**Author:** Ann Lee and the whole team of the desk\n",
            "Article 3.1.12 of version 1.10.18 holds for all of them.",
            "Since 9 May 2018, `run` and `stop` take a date.",
            "They counted 9 May flowers.",
            "The first call came at 8.27.53 in the morning, the second at 6.20.44 PM.",
            "He was told on October 18,\n    2011.",
            "[^1]: Ann Lee, “The Pier,” October 18,\n    2011.\n\nHe slept.[^1]",
            "“We left on 9 May,” he said.",
            "He said: \"We left on the 9th of May, 2017.\"",
            "The ‘men of 9 May’ are few.",
            "THE COUNCIL MET ON MAY 9. He spoke on May 10.",
            "BY MAY 9, it was over. He spoke on May 10.",
            "> We left on 9 May.",
            "[37:36] We left on the 9th of May, 2017.\n[37:40] We came on May 14 2004",
        ] {
            check_clean("date-format", text);
        }
    }

    #[test]
    fn words_beside_a_quotation_are_the_authors() {
        check_fix(
            "date-format",
            "“We left on 9 May,” he said on 10 May; \"not on 11 May\" was what he said on 12 May.",
            "“We left on 9 May,” he said on May 10; \"not on 11 May\" was what he said on May 12.",
        );
    }

    #[test]
    fn the_house_may_put_the_day_first() {
        let house = settings("date-format");
        let house = Settings {
            style: crate::config::Style {
                date_order: FormChoice::Declared(DateOrder::DayMonth),
                ..house.style.clone()
            },
            ..house
        };
        check_with(
            "date-format",
            "On May 9, 2017, he left; on 9 May he came. The September 11 attacks came first.
   ^^^^^^^^^^^ The house style is “9 May 2017”
",
            &house,
        );
        let fixed = |text: &str| {
            let found = findings("date-format", text, &house);
            found[0].fixes.first().map(|fix| crate::text::edits::apply(text, &fix.edits))
        };
        assert_eq!(fixed("On the 9th of May he left.").as_deref(), Some("On 9 May he left."));
        assert_eq!(fixed("On May 9, 10 and 12, he left."), None);
        assert_eq!(fixed("On May 9, 12 men left.").as_deref(), Some("On 9 May, 12 men left."));
    }
}
