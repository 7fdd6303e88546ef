//! A source without a link, if the house style requires one.

use crate::bulletin::Item;
use crate::config::{Level, Links};
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unlinked-citation",
    family: Family::Citations,
    summary: "a source without a link",
    page: include_str!("../../../docs/rules/unlinked-citation.md"),
    level: |settings| (settings.style.links == Links::Required).then_some(Level::Warning),
    fix: FixKind::None,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    // An interview has no address, and a note may cite a printed source.
    let linked = item.link.is_some() || item.interview || item.style().is_apart();
    let Some(source) = item.source.filter(|_| !linked) else { return };
    out.flag(source, ["“", doc.text(source), "” has no link"]);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn every_source_has_a_link() {
        check(
            "unlinked-citation",
            "Boats left (Reuters, May 9; [Dawn](https://dawn.com/1), May 9).
            ^^^^^^^ “Reuters” has no link
",
        );
        check_clean("unlinked-citation", "He fled (author’s interview with an elder, Gardez, May 2).");
    }
}
