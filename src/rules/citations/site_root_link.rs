//! A link to a site's front page instead of the report.

use crate::bulletin::Item;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Languages, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "site-root-link",
    family: Family::Citations,
    summary: "a link to a site's front page instead of the report",
    page: include_str!("../../../docs/rules/site-root-link.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::None,
    check: Check { item: Some(check), document: Some(check_links), ..Check::NONE },
    languages: Languages::Every,
    ..Rule::DEFAULT
};

/// Addresses in prose and in definitions.
fn check_links(doc: &Document<'_>, out: &mut Report) {
    doc.bulletin.linked_items().for_each(|item| check(doc, item, out));
}

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(link) = item.link else { return };
    if link.url(doc.text).is_some_and(|url| url.is_site_root()) && !link.is_placeholder() {
        out.flag(link.span, "the link leads to a front page, not to the report");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn a_front_page_is_no_report() {
        check(
            "site-root-link",
            "Boats left ([Lapsi.al](http://Lapsi.al), May 9; [Dawn](https://www.dawn.com/news/1), May 9).
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the link leads to a front page, not to the report
",
        );
        check_clean("site-root-link", "Boats left ([ABC](https://example.com/), May 9).");
    }
}
