//! A date of the prose that is not in the form of the others, or of the house.

use crate::bulletin::dates::{Mention, Place};
use crate::calendar::{DateOrder, DateStyle, MonthForm, Order, Resolved};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Slice, Span, within};

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
        if let Order::Numeric { day_first: None } = date.order {
            // `Article 3.1.12` numbers a section.
            if !doc.text(date.span).contains('.') {
                out.flag(date.span, ["“", doc.text(date.span), "” may be read as two days"]);
            }
            continue;
        }
        let Some(house) = date.prose_form(doc.text, style) else { continue };
        let misspelt = date.month.is_some_and(|month| month.value.form == MonthForm::Misspelt);
        // A misspelt month may be another month: a person decides.
        let safety = if misspelt { Safety::Review } else { Safety::Safe };
        let place = with_article(doc, date.span, style);
        let says = habit.whose(date, doc.text).says();
        let flag = out.flag(date.span, [says, " “", &house, "”"]);
        // `30 31 August`: whose day the first is, nobody knows.
        if !follows_number(doc.text, place) {
            flag.fix(Fix::replace(safety, place, house));
        }
    }
}

/// Whether a number stands right before a date.
fn follows_number(text: &str, date: Span) -> bool {
    text.slice(..date.start as usize).trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// Whether the date stands where its form is not judged: the masthead, a list of dates, a name.
fn is_elsewhere(doc: &Document<'_>, mention: &Mention) -> bool {
    let date = &mention.date;
    let name = within(&doc.bulletin.mentions, mention.sentence, |name| name.span).iter();
    doc.bulletin.issue.front.covers(date.span.start)
        || mention.is_numeric() && (mention.place != Place::Prose || !is_running(doc, mention))
        || date.resolve(doc.date(), doc.settings.slack_days) == Resolved::Impossible
        || name.into_iter().any(|name| name.span.overlaps(date.span))
}

/// Whether the sentence around a date says something: a date alone, or with a label, is data.
fn is_running(doc: &Document<'_>, mention: &Mention) -> bool {
    let sentence = doc.text(mention.sentence);
    sentence.len() > mention.date.span.len() as usize + 12 && sentence.split_whitespace().nth(3).is_some()
}

/// `the 9th of May` loses its article where the month comes first.
fn with_article(doc: &Document<'_>, span: Span, style: DateStyle) -> Span {
    let before = doc.text.slice(..span.start as usize);
    let of = doc.text(span).contains(" of ") && style.order == DateOrder::MonthDay;
    if of && (before.ends_with("the ") || before.ends_with("The ")) {
        return Span::new(span.start - 4, span.end);
    }
    span
}

#[cfg(test)]
mod tests {
    use crate::config::{DateOrder, FormChoice, Settings};
    use crate::rules::testing::{check, check_clean, check_fix, check_with, findings, settings};

    #[test]
    fn every_form_but_the_default() {
        check(
            "date-format",
            "On 9 May, he left; by Sept. 21st he was back.
   ^^^^^ the shipped style is “May 9”
                      ^^^^^^^^^^ the shipped style is “September 21”
",
        );
        check(
            "date-format",
            "It was the 9th of May, 2017; it was Tues. 8 May 2018.
           ^^^^^^^^^^^^^^^^ the shipped style is “May 9, 2017”
                                    ^^^^^^^^^^^^^^^^ the shipped style is “Tuesday, May 8, 2018”
",
        );
        check(
            "date-format",
            "He was seen there on 09/21/2016, and once again on 5/9/2017.
                     ^^^^^^^^^^ the shipped style is “September 21, 2016”
                                                   ^^^^^^^^ “5/9/2017” may be read as two days
",
        );
    }

    #[test]
    fn the_documents_own_form_is_its_style() {
        for text in [
            "On 3 April they left; on 4 April they came. On 9 June it fell, and the hearing of 20 April was shut.",
            "On Sept. 3 they left; on Oct. 4 they came. On May 9 it fell; by June 4 and Jan. 3 all was over.",
            "On 3 Sept they left; on 4 Oct they came. On 9 May it fell, and on 12 Dec all was over.",
            "On Tuesday, 9 May, 2017, it fell. On Wednesday, 10 May, 2017, it rose. On Thursday, 11 May, 2017 it sank.",
            "It was signed there on 2017-08-27, was read out on 2017-09-03, and lost to all on 2018-01-02.",
            // No form is the document's own: nothing is said of them.
            "On 3 April they left; on April 4 they came. On 9 June it fell; on June 12 all was over.",
            "On September 3 they left; on Sept. 4 they came; on Oct. 9 it fell, and on October 12 all was over.",
        ] {
            check_clean("date-format", text);
        }
        let own = "On 3 April they left; on 4 April they came; on 9 June it fell; on 1 July it rose. ";
        for (before, after, message) in [
            ("On June 12, he came.", "On 12 June, he came.", "this issue mostly writes “12 June”"),
            ("On 12 Dec. he came.", "On 12 December he came.", "this issue mostly writes “12 December”"),
            ("On the 12th of June he came.", "On the 12 June he came.", "the usual form is “12 June”"),
            ("On 12 Septmber he came.", "On 12 September he came.", "the usual form is “12 September”"),
            ("On 12 June, 2017 he came.", "On 12 June 2017 he came.", "the usual form is “12 June 2017”"),
        ] {
            check_fix("date-format", &format!("{own}{before}"), &format!("{own}{after}"));
            let found = findings("date-format", &format!("{own}{before}"), &settings("date-format"));
            assert_eq!(found.iter().map(|finding| &*finding.message).collect::<Vec<_>>(), [message]);
        }
        // Ordinals are nobody's form, whatever the others are.
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
        ] {
            check_fix("date-format", before, after);
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
            "Article 3.1.12 of version 1.10.18 holds for all of them.",
            "Since 9 May 2018, `run` takes a date.",
            "They counted 9 May flowers.",
            "“We left on 9 May,” he said.",
            "He said: \"We left on the 9th of May, 2017.\"",
            "The ‘men of 9 May’ are few.",
            "> We left on 9 May.",
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
   ^^^^^^^^^^^ the house style is “9 May 2017”
",
            &house,
        );
    }
}
