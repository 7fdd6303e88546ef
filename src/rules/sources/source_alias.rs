//! A listed source under a name that the house style does not use.

use crate::bulletin::Item;
use crate::bulletin::citation::are_near;
use crate::config::Level;
use crate::gazetteer::spelling::without_article;
use crate::gazetteer::{Spelling, Standing};
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "source-alias",
    family: Family::Sources,
    summary: "a listed alias or another case of a listed source",
    page: include_str!("../../../docs/rules/source-alias.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    misspelt(doc, item, out);
    let Some(span) = item.source.filter(|_| item.standing == Standing::Listed) else { return };
    if doc.bulletin.is_quoted(span) {
        return;
    }
    let written = doc.text(span);
    let candidates = doc.gazetteer.sources_named(written);
    let Some(first) = candidates.first() else { return };
    // If several sources share the name, all must be spelled alike.
    if candidates.iter().any(|candidate| candidate.preferred != first.preferred) {
        return;
    }
    let name = match first.spelling {
        Spelling::Accepted | Spelling::Near => return,
        Spelling::Alias => first.preferred,
        Spelling::Case if without_article(written).len() == written.len() => without_article(first.preferred),
        Spelling::Case => first.preferred,
    };
    let message = match first.spelling {
        Spelling::Case => ["“", written, "” is printed as “", name, "”"],
        _ => ["“", written, "” is listed as “", name, "”"],
    };
    // Whether this name of the source may stay is one decision.
    out.flag(span, message).in_group(Group::of_document(written)).fix(Fix::replace(Safety::Safe, span, name));
}

/// In a note, a name that differs by a letter from that of the source at its address: `The Gaurdian`,
/// <https://www.theguardian.com/f>.
fn misspelt(doc: &Document<'_>, item: &Item, out: &mut Report) {
    if !item.style().is_apart() || item.standing != Standing::Unknown {
        return;
    }
    let (Some(span), Some(url)) = (item.source, item.url(doc.text)) else { return };
    let written = doc.text(span);
    let Some(name) = doc.gazetteer.source_name_of(url).filter(|name| are_near(written, name)) else { return };
    out.flag(span, ["“", written, "” is listed as “", name, "”"]).fix(Fix::replace(Safety::Review, span, name));
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn another_case() {
        check(
            "source-alias",
            "Rain fell ([tolonews](#), May 9; [DHAKA TRIBUNE](#), May 9).
            ^^^^^^^^ “tolonews” is printed as “TOLOnews”
                                  ^^^^^^^^^^^^^ “DHAKA TRIBUNE” is printed as “Dhaka Tribune”
",
        );
    }

    #[test]
    fn an_alias_in_any_case() {
        check_fix(
            "source-alias",
            "Rain fell ([middleeastpress](#), May 9; [Radio france international](https://rfi.fr/a), May 9).",
            "Rain fell ([Middle East Press](#), May 9; [RFI](https://rfi.fr/a), May 9).",
        );
    }

    #[test]
    fn what_the_house_accepts() {
        check_clean(
            "source-alias",
            "A ([Dhaka Tribune](#), May 9; [The Dhaka Tribune](#), May 9; [NYT](#), May 9; [exit.al](#), May 9).

B ([The East African](#), May 9; [The Star](#), May 9; [ABC](#), May 9; [The Star \\[Nairobi\\]](#), May 9).

C ([Tolo-Newz](#), May 9; [An Outlet of Ours](#), May 9).",
        );
    }

    #[test]
    fn block_quotes_are_left_alone() {
        check_clean("source-alias", "> Rain fell ([tolonews](#), May 9).");
    }
}
