//! An access date before publication, after the issue, missing or unwanted.

use crate::bulletin::Item;
use crate::bulletin::items::FieldKind;
use crate::calendar::Resolved;
use crate::config::{AccessDates, Level};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::works::rewrite::Rewriting;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "access-date",
    family: Family::Notes,
    summary: "an access date before publication or after the issue, or contrary to the house style",
    page: include_str!("../../../docs/rules/access-date.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::item(check),
    supersedes: &["conflicting-citation"],
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(details) = item.details.as_ref().filter(|details| details.style.is_apart()) else { return };
    if details.kind.points_back() {
        return;
    }
    let wanted = doc.settings.notes.access_dates;
    let Some(accessed) = &details.accessed else {
        if wanted != AccessDates::Required {
            return;
        }
        let address = item.fields().iter().find(|field| field.kind == FieldKind::Address).map(|field| field.span);
        if let Some(address) = address.or(item.link.map(|link| link.span)) {
            out.flag(address, "The day on which the address was visited is missing");
        }
        return;
    };
    if wanted == AccessDates::Forbidden && !item.dates.is_empty() {
        let mut rewriting = Rewriting::of(doc.text, doc.bulletin, doc.settings, item);
        let edits = rewriting.leave_out_visit().then(|| rewriting.edits()).flatten();
        let fix = edits.map(|edits| Fix::new(Safety::Review, "Leave out the day of the visit", edits));
        out.flag(accessed.span, "Leave out the day of the visit: the source has a date of its own").maybe_fix(fix);
        return;
    }
    let Some(visited) = doc.resolve(accessed) else { return };
    let printed = item.date().map(|date| date.resolve(doc.date(), doc.settings.slack_days));
    let before = match printed {
        Some(Resolved::Day(day)) => visited < day,
        Some(Resolved::Month(year, month)) => {
            (visited.year(), u8::try_from(visited.month()).unwrap_or(0)) < (year, month)
        }
        Some(Resolved::Year(year)) => visited.year() < year,
        _ => false,
    };
    if before {
        let flag = out.flag(accessed.span, "The page was visited before it was published");
        if let Some(date) = item.date() {
            flag.related(date.span, "Published here");
        }
    } else if let Some((issue, called)) = doc.last_day().filter(|(issue, _)| visited > *issue) {
        out.flag(accessed.span, format!("The page was visited after {called}, {issue}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::config::AccessDates;
    use crate::rules::testing::{check, check_clean, check_fix_with, check_with, settings};

    #[test]
    fn days_that_cannot_be() {
        check(
            "access-date",
            "A.[^1] B.[^2] C.[^3]

[^1]: “Quay Reopens,” Reuters, May 5, 2018, accessed April 2, 2018, https://www.reuters.com/port.
                                                     ^^^^^^^^^^^^^ The page was visited before it was published

[^2]: “Somalia,” World Factbook, accessed November 2, 2018, https://www.cia.gov/so.html.
                                          ^^^^^^^^^^^^^^^^ The page was visited after the issue date, 2018-10-10

[^3]: “Quay Reopens,” Reuters, May 5, 2018, accessed May 6, 2018, https://www.reuters.com/port.
",
        );
    }

    #[test]
    fn the_house_decides() {
        let note = "A.[^1]\n\n[^1]: “Quay Reopens,” Reuters, May 5, 2018, https://www.reuters.com/port.\n";
        check_clean("access-date", note);
        let mut required = settings("access-date");
        required.notes.access_dates = AccessDates::Required;
        let marked = format!(
            "{}{}^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The day on which the address was visited is missing\n",
            note,
            " ".repeat(44)
        );
        check_with("access-date", &marked, &required);
        let mut forbidden = settings("access-date");
        forbidden.notes.access_dates = AccessDates::Forbidden;
        let note = "A.[^1]\n\n[^1]: “Quay Reopens,” Reuters, May 5, 2018, accessed May 6, 2018, https://www.reuters.com/port.\n";
        let marked = format!(
            "{}{}^^^^^^^^^^^ Leave out the day of the visit: the source has a date of its own\n",
            note,
            " ".repeat(53)
        );
        check_with("access-date", &marked, &forbidden);
        check_fix_with("access-date", note, &note.replace(", accessed May 6, 2018", ""), &forbidden);
    }
}
