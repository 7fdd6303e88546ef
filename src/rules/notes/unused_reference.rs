//! A definition or an entry that is never referred to.

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
        out.flag(*entry, "The text never cites this work");
    }
    if doc.bulletin.cites_by_links() {
        for definition in doc.bulletin.links.definitions.iter().filter(|definition| !definition.used) {
            // `[//]: # (a comment)`
            let comment = definition.item.url(doc.text).is_none_or(|address| address.starts_with('#'));
            if !comment {
                let label = definition.item.link.map_or("", |link| doc.text(link.label));
                out.flag(definition.span, ["No link uses the label “", label, "”"]);
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
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ No link uses the label “2”
",
        );
        check_clean(
            "unused-reference",
            "See [one], [two][], [three][A], ![four][b].\n\n[one]: https://a.net\n[two]: https://b.net\n[a]: https://c.net\n[B]: d.png\n[//]: # (A comment)\n",
        );
    }

    #[test]
    fn a_work_that_the_text_never_cites() {
        let list = "\n\n## References\n\nMertz, L. (2018). *The pier deal*. Hurst.\n\nOsten, Tobin. 2016. *Water Kings*. London: Verso.\n";
        check(
            "unused-reference",
            "The pier was sold (Mertz, 2018).

## References

Mertz, L. (2018). *The pier deal*. Hurst.

Osten, Tobin. 2016. *Water Kings*. London: Verso.
^^^^^^^^^^^^^^^^^^ The text never cites this work
",
        );
        for text in [
            // Cited in a sentence, with another work in one bracket, with initials or a page.
            "The pier was sold (Mertz, 2018). Osten (2016) counts the kings.",
            "The pier was sold (see Mertz 2018, p. 4; Osten 2016: 12).",
            // A text that cites nothing by author and year has a list to read on.
            "The pier was sold.",
            "The pier was sold.[^1]\n\n[^1]: Mertz, *The Pier Deal*, 4.",
        ] {
            check_clean("unused-reference", &format!("{text}{list}"));
        }
    }
}
