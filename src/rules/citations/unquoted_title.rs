//! A title that is not formatted like the others.

use crate::bulletin::Item;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::works::rewrite::{Rewriting, lacks_marks};

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
    let habit = doc.bulletin.note_habit(item.span.start);
    let Some(title) = item
        .details
        .as_ref()
        .and_then(|details| details.title)
        .filter(|_| lacks_marks(doc.text, item, &habit, doc.gazetteer))
    else {
        return;
    };
    let mut rewriting = Rewriting::of(doc.text, doc.bulletin, doc.settings, item);
    rewriting.quote(&habit);
    let edits = rewriting.edits();
    let fix = edits.map(|edits| Fix::new(Safety::Review, "Put the title in quotation marks", edits));
    out.flag(title.span, "The other titles are in quotation marks, and this one is not").maybe_fix(fix);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{NOTES, check, check_clean, check_fix};

    #[test]
    fn where_the_others_have_marks() {
        let bare = format!("{NOTES}Lena Mertz, Tanker Leaves Town, Reuters, May 3, 2018.\n");
        check(
            "unquoted-title",
            &format!(
                "{bare}                  ^^^^^^^^^^^^^^^^^^ The other titles are in quotation marks, and this one is not\n"
            ),
        );
        check_fix("unquoted-title", &bare, &bare.replace("Tanker Leaves Town,", "“Tanker Leaves Town,”"));
        check_clean("unquoted-title", &format!("{NOTES}Ilyas Velden, *The Wool Road* (London: Hurst, 2016), 88.\n"));
        for numbered in [
            "Crisis Group Middle East Report N°167, Quay Reopens: Who Gains?, May 3, 2018, p. 4.",
            "Congressional Research Service, Quay Reopens: A Primer, R43960, May 3, 2018.",
            "Prosecutor v. Ilyas Velden, ICC-01/04-01/07-3436, Judgment, May 3, 2018.",
            "Hearing on the Quay, Before the Senate Harbor Committee, 115th Cong. (May 3, 2018).",
            "Lena Mertz, interview by Ilyas Velden, Reuters, May 3, 2018.",
        ] {
            check_clean("unquoted-title", &format!("{NOTES}{numbered}\n"));
        }
        check_clean("unquoted-title", "A.[^1]\n\n[^1]: Lena Mertz, Tanker Leaves Town, Reuters, May 3, 2018.\n");
    }
}
