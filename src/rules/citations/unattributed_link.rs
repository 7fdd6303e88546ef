//! A link in prose whose sentence does not name the owner of the page.

use crate::bulletin::links::Attribution;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unattributed-link",
    family: Family::Citations,
    summary: "a link in a sentence that does not name its source",
    page: include_str!("../../../docs/rules/unattributed-link.md"),
    level: |_| None,
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for (item, link) in doc.bulletin.prose_links() {
        let Some(address) = item.link else { continue };
        // `[1](https://…)` and `[[1]](https://…)` are note references.
        let label = doc.text(address.label).trim_matches(['[', ']', '\\']);
        let number = label.bytes().all(|byte| byte.is_ascii_digit());
        // While a link waits for its address, the owner of its page is unknown.
        if link.attribution != Attribution::None || address.is_placeholder() || number {
            continue;
        }
        let flag = out.flag(address.span, "The sentence does not say whose page this is");
        if let Some(owner) = doc.gazetteer.source_name_of(item.url(doc.text).unwrap_or_default()) {
            flag.related(address.target, ["The address belongs to ", owner]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn a_sentence_names_its_source() {
        check(
            "unattributed-link",
            "The governor [denied the report](https://www.dawn.com/news/1).
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The sentence does not say whose page this is
",
        );
        for text in [
            "The governor [denied the report](https://www.dawn.com/news/1), Dawn reported.",
            "[Dawn](https://www.dawn.com/news/1) wrote that he denied it; Reuters [reported](https://reuters.com/x) it too.",
            "The governor [denied the report](#) in a [letter](mailto:a@b.net).",
            "According to [a Reuters investigation](https://www.reuters.com/x), he denied it.",
            // Links within the page and to other pages of the site, note marks, addresses in notes and lists.
            "The figures stand in [the table below](#figures) and in [part two](part-two.md).\n\n## Figures\n\nForty.",
            "He denied it.[[1]](https://www.dawn.com/news/1)",
            "He denied it.[^1]\n\n[^1]: “He Denies It,” [Dawn](https://www.dawn.com/news/1), May 3, 2018.",
            "He denied it. [1]\n\n## Sources\n\n1. [Denial](https://www.dawn.com/news/1)",
        ] {
            check_clean("unattributed-link", text);
        }
    }
}
