//! Fields of a note in a different order from the others.

use crate::bulletin::Item;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::works::names;
use crate::works::rewrite::{Misplaced, Rewriting};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-order",
    family: Family::Citations,
    summary: "the fields of a note in an order that differs from the house style or the other notes",
    page: include_str!("../../../docs/rules/citation-order.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let habit = doc.bulletin.note_habit(item.span.start);
    let Some((wanted, whose)) = habit.order else { return };
    let Some(misplaced) = Misplaced::of(doc.text, item, &habit, doc.gazetteer) else { return };
    let (place, form, fix) = match misplaced {
        Misplaced::Address(place) => (place, " the address last", "Put the address last".to_owned()),
        Misplaced::OutletFirst(place) => {
            (place, " the title before the outlet", "Put the title before the outlet".to_owned())
        }
        Misplaced::TitleFirst(place) => {
            (place, " the outlet before the title", "Put the outlet before the title".to_owned())
        }
        Misplaced::Date(place) => (place, " the outlet before the date", "Put the outlet before the date".to_owned()),
        Misplaced::Surname(place) => {
            (place, " the given name first", format!("Write “{}”", names::spoken(doc.text(place))))
        }
    };
    let mut rewriting = Rewriting::of(doc.text, doc.bulletin, doc.settings, item);
    rewriting.reorder(wanted, &habit);
    let fix = rewriting.edits().map(|edits| Fix::new(Safety::Review, fix, edits));
    out.flag(place, [whose.says(), form]).maybe_fix(fix);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{NOTES, check, check_clean, check_fix};

    #[test]
    fn the_fix_moves_what_stands_elsewhere() {
        let good = "“Tunnels Closed,” *Daily Nation*, May 4, 2018.";
        for (note, mended) in [
            ("“Tunnels Closed,” May 4, 2018, *Daily Nation*.", good),
            ("*Daily Nation*, “Tunnels Closed,” May 4, 2018.", good),
            (
                "https://www.nation.co.ke/b, “Tunnels Closed,” Daily Nation, May 4, 2018.",
                "“Tunnels Closed,” Daily Nation, May 4, 2018, https://www.nation.co.ke/b.",
            ),
            (
                "Mertz, Lena, “Tunnels Closed,” Daily Nation, May 4, 2018.",
                "Lena Mertz, “Tunnels Closed,” Daily Nation, May 4, 2018.",
            ),
        ] {
            check_fix("citation-order", &format!("{NOTES}{note}\n"), &format!("{NOTES}{mended}\n"));
        }
    }

    #[test]
    fn one_that_deviates() {
        for (note, marks, message) in [
            (
                "“Tunnels Closed,” May 4, 2018, Daily Nation.",
                (18, 25),
                "This issue mostly writes the outlet before the date",
            ),
            (
                "Daily Nation, “Tunnels Closed,” May 4, 2018.",
                (0, 31),
                "This issue mostly writes the title before the outlet",
            ),
            (
                "https://www.nation.co.ke/b, “Tunnels Closed,” Daily Nation, May 4, 2018.",
                (0, 26),
                "This issue mostly writes the address last",
            ),
            (
                "Mertz, Lena, “Tunnels Closed,” Daily Nation, May 4, 2018.",
                (0, 11),
                "This issue mostly writes the given name first",
            ),
        ] {
            let marks = format!("{}{} {message}", " ".repeat(6 + marks.0), "^".repeat(marks.1));
            check("citation-order", &format!("{NOTES}{note}\n{marks}\n"));
        }
    }

    #[test]
    fn two_forms_of_equal_weight_are_none() {
        check_clean(
            "citation-order",
            "A.[^1] B.[^2]\n\n[^1]: “Quay Reopens,” Al Jazeera, May 5, 2018.\n\n[^2]: Reuters, “Bakers Meet,” May 6, 2018.\n",
        );
        check_clean("citation-order", &format!("{NOTES}Ilyas Velden, *The Wool Road* (London: Hurst, 2016), 88.\n"));
    }
}
