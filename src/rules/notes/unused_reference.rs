//! A definition or an entry that nothing refers to.

use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule, Tag};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unused-reference",
    family: Family::Notes,
    summary: "a definition of a link, or an entry of a list of works, that the text never uses",
    page: include_str!("../../../docs/rules/unused-reference.md"),
    level: |_| Some(Level::Hint),
    fix: FixKind::None,
    check: Check::document(check),
    tag: Some(Tag::Unnecessary),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for entry in &doc.bulletin.works.unused {
        out.flag(*entry, "the text never cites this work");
    }
    if doc.bulletin.cites_by_links() {
        for definition in doc.bulletin.links.definitions.iter().filter(|definition| !definition.used) {
            // `[//]: # (a comment)`
            let comment = definition.item.url(doc.text).is_none_or(|address| address.starts_with('#'));
            if !comment {
                let label = definition.item.link.map_or("", |link| doc.text(link.label));
                out.flag(definition.span, ["no link uses the label “", label, "”"]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn a_definition_that_no_link_uses() {
        check(
            "unused-reference",
            "Fighters [told Reuters][1] that the road was mined.

[1]: https://www.reuters.com/article/2018/05/03/sorvik
[2]: https://www.aljazeera.com/news/2018/05/traders.html
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no link uses the label “2”
",
        );
        check_clean(
            "unused-reference",
            "See [one], [two][], [three][A], ![four][b].\n\n[one]: https://a.net\n[two]: https://b.net\n[a]: https://c.net\n[B]: d.png\n[//]: # (A comment)\n",
        );
    }
}
