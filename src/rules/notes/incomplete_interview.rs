//! An interview without its date or place.

use crate::bulletin::Item;
use crate::bulletin::items::ItemKind;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "incomplete-interview",
    family: Family::Notes,
    summary: "an interview without a date, or without a place unless it was conducted remotely",
    page: include_str!("../../../docs/rules/incomplete-interview.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(details) = item.details.as_ref().filter(|details| details.kind == ItemKind::Interview) else { return };
    let dated = !item.dates.is_empty() || item.undated.is_some();
    // A published interview has its outlet.
    let published = item.source.is_some_and(|source| doc.gazetteer.knows_source(doc.text(source)));
    let placed = details.place.is_some() || details.platform.is_some() || published && details.persons.is_some();
    let message = match (dated, placed) {
        (true, true) => return,
        (false, true) => "The interview has no date",
        (true, false) => "The interview has no place",
        (false, false) => "The interview has neither place nor date",
    };
    out.flag(item.span, message);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn place_and_date() {
        check(
            "incomplete-interview",
            "A.[^1] B.[^2] C.[^3]

[^1]: Author interview, May 2018.
      ^^^^^^^^^^^^^^^^^^^^^^^^^^ The interview has no place

[^2]: Author’s interview with a police officer, Erbil.
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The interview has no date

[^3]: Interview with two traders.
      ^^^^^^^^^^^^^^^^^^^^^^^^^^ The interview has neither place nor date
",
        );
        for note in [
            "Author interview with a customs officer, Beirut, May 2018.",
            "Human Rights Watch telephone interview with a former detainee (name withheld), May 12, 2018.",
            "Interview with a trader by Skype, May 12, 2018.",
            "Crisis Group interviews, traders and elders, Goma, March 3, 2018.",
            "The interviews were held in Goma.",
            "Lena Mertz, interview by Tobin Osten, Reuters, May 5, 2018.",
            "Quay Master Interview (questions, answers) - Harbour Blog, accessed May 2, 2018, https://a.net/x.",
        ] {
            check_clean("incomplete-interview", &format!("A.[^1]\n\n[^1]: {note}\n"));
        }
    }
}
