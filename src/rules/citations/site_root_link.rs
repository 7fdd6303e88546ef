//! A link to a site's front page instead of the report.

use crate::bulletin::Item;
use crate::bulletin::links::Attribution;
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

/// Links in prose that a sentence presents as someone's report. Otherwise, a link from a name to its site may be
/// intended.
fn check_links(doc: &Document<'_>, out: &mut Report) {
    let told = doc
        .bulletin
        .prose_links()
        .filter(|(_, link)| matches!(link.attribution, Attribution::Link | Attribution::Clause));
    told.for_each(|(item, _)| check(doc, item, out));
}

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(link) = item.link.filter(|_| !item.is_pointer(doc.text)) else { return };
    if link.url(doc.text).is_some_and(|url| url.is_site_root()) && !link.is_placeholder() {
        out.flag(link.span, "The link leads to a front page, not to the report itself");
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
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ The link leads to a front page, not to the report itself
",
        );
        check_clean("site-root-link", "Boats left ([ABC](https://example.com/), May 9).");
        check(
            "site-root-link",
            "According to [Dawn](https://www.dawn.com/), boats left.
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The link leads to a front page, not to the report itself
",
        );
        check_clean("site-root-link", "He works for the [Harbour Institute](https://harbour.net/) in Sorvik.");
    }
}
