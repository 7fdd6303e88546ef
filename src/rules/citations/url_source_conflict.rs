//! An address that belongs to another listed source.

use crate::bulletin::Item;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::words::WordSet;
use crate::text::{Edit, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "url-source-conflict",
    family: Family::Citations,
    summary: "the host belongs to another listed source",
    page: include_str!("../../../docs/rules/url-source-conflict.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check { item: Some(check), document: Some(check_links), ..Check::NONE },
    supersedes: &["conflicting-citation"],
    fix_effect: FixEffect { replaces: true, ..FixEffect::FORM },
    ..Rule::DEFAULT
};

/// A link in prose whose text or clause names another outlet as the one reporting.
fn check_links(doc: &Document<'_>, out: &mut Report) {
    for (item, link) in doc.bulletin.prose_links() {
        let (Some(source), Some(url)) = (item.source, item.link.and_then(|link| link.url(doc.text))) else { continue };
        let Some(owner) = doc.gazetteer.source_conflict(doc.text(source), item.standing, url) else { continue };
        if link.says_so(doc.text) && !names(doc.text(link.sentence), owner) {
            out.flag(source, ["The address belongs to ", owner]).fix(Fix::new(
                Safety::Review,
                ["Name “", owner, "” as the source"],
                [Edit::replace(source, owner)],
            ));
        }
    }
}

/// Whether a sentence names an outlet, with or without its article.
fn names(sentence: &str, outlet: &str) -> bool {
    sentence.contains(outlet.strip_prefix("The ").unwrap_or(outlet))
}

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let (Some(source), Some(link)) = (item.source, item.link) else { return };
    let Some(url) = link.url(doc.text) else { return };
    let Some(owner) = doc.gazetteer.source_conflict(doc.text(source), item.standing, url) else { return };
    let title = item.details.as_ref().and_then(|details| details.title).map(|title| title.whole);
    let title = title.unwrap_or(Span::empty(item.span.start));
    let around = [Span::new(item.span.start, title.start), Span::new(title.end, item.span.end)];
    if around.into_iter().any(|words| words.start < words.end && is_taken_over(doc.text(words))) {
        return;
    }
    out.flag(source, ["The address belongs to ", owner]).fix(Fix::new(
        Safety::Review,
        ["Name “", owner, "” as the source"],
        [Edit::replace(source, owner)],
    ));
}

/// Whether a citation says that its outlet is published or quoted by another: `via The Washington Post`.
fn is_taken_over(words: &str) -> bool {
    static TAKES: WordSet = WordSet::new(&[
        "citing",
        "courtesy",
        "carried",
        "quoted",
        "quoting",
        "reprinted",
        "republished",
        "reposted",
        "syndicated",
        "via",
    ]);
    words.split(|c: char| !c.is_alphanumeric()).any(|word| TAKES.has_in_any_case(word))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn a_sentence_names_who_says_so() {
        check(
            "url-source-conflict",
            "The road was mined, [Daily Trust reported](https://www.dawn.com/news/1) on May 3.
                     ^^^^^^^^^^^ The address belongs to Dawn
",
        );
        check(
            "url-source-conflict",
            "According to the Daily Trust, [the road was mined](https://www.dawn.com/news/1) in May.
                 ^^^^^^^^^^^ The address belongs to Dawn
",
        );
        for silent in [
            // The sentence is about the outlet.
            "The army closed the office of [Daily Trust](https://www.dawn.com/news/1) on May 3.",
            "Daily Trust has no office in the town, where [the harbor](https://www.dawn.com/news/1) is shut.",
            // The statement is by someone other than the owner of the page, and both are named.
            "Daily Trust, quoted by Dawn, [reported](https://www.dawn.com/news/1) that the road was mined.",
            "Daily Trust reported via a partner that [the road](https://www.dawn.com/news/1) was mined.",
            "Daily Trust reported that [the road was mined](https://www.dawn.com/1), and that [the port](https://a.net/x) shut.",
            "Daily Trust reported the truce, while [the governor](https://www.dawn.com/news/1) denied it.",
        ] {
            check_clean("url-source-conflict", silent);
        }
    }

    #[test]
    fn a_host_has_an_owner() {
        check_fix(
            "url-source-conflict",
            "Boats left ([Reuters](https://www.dawn.com/news/1), May 9; [Daily Trust](https://www.dawn.com/news/2), May 9).",
            "Boats left ([Reuters](https://www.dawn.com/news/1), May 9; [Dawn](https://www.dawn.com/news/2), May 9).",
        );
        check_clean("url-source-conflict", "Boats left ([The Quiet Gazette](https://www.dawn.com/news/1), May 9).");
    }
}
