//! A title that is not set as the others are.

use crate::bulletin::Item;
use crate::bulletin::items::{ItemKind, TitleForm};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Slice};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unquoted-title",
    family: Family::Citations,
    summary: "a title without quotation marks where others have them",
    page: include_str!("../../../docs/rules/unquoted-title.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(details) = item.details.as_ref().filter(|details| details.style.is_apart()) else { return };
    let Some(title) = details.title else { return };
    let bare = title.form == TitleForm::Bare;
    let emphasised = title.form == TitleForm::Emphasised
        && details.kind == ItemKind::News
        && item.date().is_some_and(|date| date.day.is_some());
    if !bare && !emphasised || !doc.bulletin.note_habit(item.span.start).quotes_titles {
        return;
    }
    let curly = doc.bulletin.prefers_curly_marks() || doc.text.contains('“');
    let (open, close) = if curly { ("“", "”") } else { ("\"", "\"") };
    let inside = doc
        .bulletin
        .note_habit(item.span.start)
        .comma
        .is_none_or(|(place, _)| place == crate::config::CommaPlace::Inside);
    let comma = doc.text.slice(title.whole.end as usize..).starts_with(',') && inside;
    let words = doc.text(title.span);
    let (text, mut place) =
        (if comma { format!("{open}{words},{close}") } else { format!("{open}{words}{close}") }, title.whole);
    place.end += u32::from(comma);
    let fix = Fix::new(Safety::Review, "set the title between quotation marks", [Edit::replace(place, text)]);
    out.flag(title.span, "the other titles are in quotation marks").fix(fix);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{NOTES, check, check_clean, check_fix};

    #[test]
    fn where_the_others_have_marks() {
        let bare = format!("{NOTES}Lena Mertz, Tanker Leaves Town, Reuters, May 3, 2018.\n");
        check(
            "unquoted-title",
            &format!("{bare}                  ^^^^^^^^^^^^^^^^^^ the other titles are in quotation marks\n"),
        );
        check_fix("unquoted-title", &bare, &bare.replace("Tanker Leaves Town,", "“Tanker Leaves Town,”"));
        check_clean("unquoted-title", &format!("{NOTES}Ilyas Velden, *The Wool Road* (London: Hurst, 2016), 88.\n"));
        check_clean("unquoted-title", "A.[^1]\n\n[^1]: Lena Mertz, Tanker Leaves Town, Reuters, May 3, 2018.\n");
    }
}
