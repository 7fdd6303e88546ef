//! A link whose text does not say where it leads.

use crate::bulletin::links::plain_anchor;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::words::WordSet;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "vague-link-text",
    family: Family::Citations,
    summary: "a link whose text says nothing: *here*, *this*, *link*, *source*, or no text at all",
    page: include_str!("../../../docs/rules/vague-link-text.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

/// Texts that are vague whatever they link to.
static VAGUE: WordSet = WordSet::new(&[
    "available here",
    "click",
    "click here",
    "click this link",
    "follow this link",
    "full text here",
    "here",
    "link",
    "link here",
    "more",
    "more here",
    "read here",
    "read it here",
    "read more",
    "read more here",
    "read this",
    "see here",
    "see link",
    "see this",
    "source",
    "sources",
    "that",
    "the link",
    "the source",
    "there",
    "these",
    "this",
    "this link",
    "this one",
    "this page",
    "this source",
    "url",
    "web link",
    "weblink",
]);

fn check(doc: &Document<'_>, out: &mut Report) {
    for (item, _) in doc.bulletin.prose_links() {
        let Some(address) = item.link else { continue };
        let anchor = plain_anchor(doc.text, &address);
        if VAGUE.has_in_any_case(&anchor) {
            out.flag(address.span, ["“", &anchor, "” does not say where the link leads"]);
        } else if anchor.is_empty() && doc.text(address.label).trim().is_empty() {
            out.flag(address.span, "The link has no text, so no reader sees it");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn words_that_say_nothing() {
        check(
            "vague-link-text",
            "The governor denied it ([here](https://a.net/x)), and so did [this](https://a.net/y) man.
                        ^^^^^^^^^^^^^^^^^^^^^^^ “here” does not say where the link leads
                                                             ^^^^^^^^^^^^^^^^^^^^^^^ “this” does not say where the link leads
",
        );
        check(
            "vague-link-text",
            "It was seen.[](https://a.net/x) [*Read more*…][1]
            ^^^^^^^^^^^^^^^^^^^ The link has no text, so no reader sees it
                                ^^^^^^^^^^^^^^^^^ “Read more” does not say where the link leads

[1]: https://a.net/z
",
        );
    }

    #[test]
    fn words_that_name_what_is_linked() {
        for text in [
            "The [source of the river](https://a.net/x) is dry.",
            "The figures stand [here](#figures), in [this](mailto:desk@a.net) and in [more](notes.md).",
            "He [said this](https://a.net/x) and [here he is](https://a.net/y).",
            "Boats left ([Reuters](https://www.reuters.com/a), May 9). [![logo](a.png)](https://a.net)",
            "Hier ist mehr, sagte er, und das ist der Text [hier](https://a.net/x), der von den Booten spricht.",
        ] {
            check_clean("vague-link-text", text);
        }
    }
}
