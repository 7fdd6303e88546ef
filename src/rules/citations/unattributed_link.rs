//! A link in prose whose sentence does not say whose page it is.

use crate::bulletin::links::Attribution;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unattributed-link",
    family: Family::Citations,
    summary: "a link in a sentence that does not name who says so",
    page: include_str!("../../../docs/rules/unattributed-link.md"),
    level: |_| None,
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for (item, link) in doc.bulletin.prose_links() {
        let Some(address) = item.link else { continue };
        // `[1](https://…)` is the mark of a note.
        let number = doc.text(address.label).bytes().all(|byte| byte.is_ascii_digit());
        // Whose page it will be, nobody knows while a link waits for its address.
        if link.attribution != Attribution::None || address.is_placeholder() || number {
            continue;
        }
        let flag = out.flag(address.span, "the sentence does not say whose page this is");
        if let Some(owner) = doc.gazetteer.source_name_of(item.url(doc.text).unwrap_or_default()) {
            flag.related(address.target, ["the address is one of ", owner]);
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
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the sentence does not say whose page this is
",
        );
        for text in [
            "The governor [denied the report](https://www.dawn.com/news/1), Dawn reported.",
            "[Dawn](https://www.dawn.com/news/1) wrote that he denied it; Reuters [reported](https://reuters.com/x) it too.",
            "The governor [denied the report](#) in a [letter](mailto:a@b.net).",
            "According to [a Reuters investigation](https://www.reuters.com/x), he denied it.",
        ] {
            check_clean("unattributed-link", text);
        }
    }
}
