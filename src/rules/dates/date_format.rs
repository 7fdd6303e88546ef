//! A date of the prose that is not in house form.

use crate::bulletin::dates::{Mention, Place};
use crate::calendar::{DateOrder, MonthForm, Order, Resolved};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Span, within};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "date-format",
    family: Family::Dates,
    summary: "a date in prose not in house form",
    page: include_str!("../../../docs/rules/date-format.md"),
    level: Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let style = doc.settings.date_style();
    let mut technical = None;
    for mention in &doc.bulletin.dates.written {
        let date = &mention.date;
        if !mention.is_plain() || date.is_prose_form(doc.text, style) || is_elsewhere(doc, mention) {
            continue;
        }
        if *technical.get_or_insert_with(|| doc.bulletin.is_technical(doc.markdown)) {
            return;
        }
        if let Order::Numeric { day_first: None } = date.order {
            // `Article 3.1.12` numbers a section.
            if !doc.text(date.span).contains('.') {
                out.flag(date.span, format!("“{}” may be read as two days", doc.text(date.span)));
            }
            continue;
        }
        let Some(house) = date.prose_form(doc.text, style) else { continue };
        let misspelt = date.month.is_some_and(|month| month.value.form == MonthForm::Misspelt);
        // A misspelt month may be another month: a person decides.
        let safety = if misspelt { Safety::Review } else { Safety::Safe };
        let place = with_article(doc, date.span);
        out.flag(date.span, format!("the house writes “{house}”")).fix(Fix::replace(safety, place, house));
    }
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
fn with_article(doc: &Document<'_>, span: Span) -> Span {
    let before = &doc.text[..span.start as usize];
    let of = doc.text(span).contains(" of ") && doc.settings.style.date_order == DateOrder::MonthDay;
    if of && (before.ends_with("the ") || before.ends_with("The ")) {
        return Span::new(span.start - 4, span.end);
    }
    span
}
