//! An address that belongs to another listed source.

use crate::bulletin::Item;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::Edit;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "url-source-conflict",
    family: Family::Citations,
    summary: "the host belongs to another listed source",
    page: include_str!("../../../docs/rules/url-source-conflict.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::item(check),
    supersedes: &["conflicting-citation"],
    fix_effect: FixEffect { replaces: true, ..FixEffect::FORM },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let (Some(source), Some(link)) = (item.source, item.link) else { return };
    let Some(url) = link.url(doc.text) else { return };
    let Some(owner) = doc.gazetteer.source_conflict(doc.text(source), item.standing, url) else { return };
    out.flag(source, ["the address is one of ", owner]).fix(Fix::new(
        Safety::Review,
        ["name “", owner, "”"],
        [Edit::replace(source, owner)],
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_clean, check_fix};

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
