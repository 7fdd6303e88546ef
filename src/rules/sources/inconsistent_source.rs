//! A source that no list holds, spelt in two ways.

use crate::config::Level;
use crate::gazetteer::Standing;
use crate::gazetteer::spelling::source_key;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};
use crate::text::Span;
use crate::text::words::is_alphanumeric;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inconsistent-source",
    family: Family::Sources,
    summary: "two spellings of one source that is in no list",
    page: include_str!("../../../docs/rules/inconsistent-source.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

/// Shorter names are initials, and their case may tell two outlets apart.
const SHORTEST: usize = 5;

fn check(doc: &Document<'_>, out: &mut Report) {
    let mut names: Vec<(u64, Span)> = Vec::new();
    for item in doc.bulletin.cited_items() {
        let Some(span) = item.source.filter(|_| item.standing == Standing::Unknown) else { continue };
        let written = doc.text(span);
        let letters = written.chars().filter(|c| is_alphanumeric(*c)).take(SHORTEST).count();
        // Accounts have a spelling of their own, and an interview names no outlet.
        if letters < SHORTEST || written.starts_with('@') || item.interview || doc.bulletin.is_quoted(span) {
            continue;
        }
        names.push((source_key(written), span));
    }
    names.sort_by_key(|(key, span)| (*key, *span));
    for uses in names.chunk_by(|a, b| a.0 == b.0) {
        // Nearly always they are the same, letter by letter.
        if uses.iter().all(|(_, span)| doc.text(*span) == doc.text(uses[0].1)) {
            continue;
        }
        let mut spellings: Vec<(Vec<&str>, usize)> = Vec::new();
        for (_, span) in uses {
            let words: Vec<&str> = doc.text(*span).split_whitespace().collect();
            match spellings.iter_mut().find(|(known, _)| *known == words) {
                Some((_, count)) => *count += 1,
                None => spellings.push((words, 1)),
            }
        }
        let [(first, _), _, ..] = &spellings[..] else { continue };
        let most = spellings.iter().map(|(_, count)| *count).max().unwrap_or(0);
        // The more frequent spelling; of two, the earlier.
        let preferred = spellings.iter().find(|(_, count)| *count == most).map_or(first, |(words, _)| words);
        let name = preferred.join(" ");
        let model = uses.iter().find(|(_, span)| doc.text(*span).split_whitespace().eq(preferred.iter().copied()));
        for (_, span) in uses {
            let written = doc.text(*span);
            if written.split_whitespace().eq(preferred.iter().copied()) {
                continue;
            }
            let flag = out.flag(*span, ["“", written, "” is “", &name, "” elsewhere"]);
            let flag = flag.fix(Fix::replace(Safety::Review, *span, name.clone()));
            let flag = flag.in_group(Group::of_document(written.to_lowercase()));
            if let Some((_, model)) = model {
                flag.related(*model, "written here otherwise");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn the_rarer_spelling_is_flagged() {
        check(
            "inconsistent-source",
            "A ([Hill Country Courier](#), May 9).

B ([Hill-Country Courier](#), May 9).
    ^^^^^^^^^^^^^^^^^^^^ “Hill-Country Courier” is “Hill Country Courier” elsewhere

C ([Hill Country Courier](#), May 10).
",
        );
    }

    #[test]
    fn of_two_the_earlier_is_kept() {
        check_fix(
            "inconsistent-source",
            "A ([The Ridge Echo](#), May 9). B ([Ridge Echo](#), May 9).",
            "A ([The Ridge Echo](#), May 9). B ([The Ridge Echo](#), May 9).",
        );
    }

    #[test]
    fn listed_sources_accounts_and_initials_are_not_judged() {
        check_clean(
            "inconsistent-source",
            "A ([tolonews](#), May 9; [TOLOnews](#), May 9; [@RidgeEcho](#), May 9; [@ridgeecho](#), May 9; [RDX](#), May 9; [Rdx](#), May 9).",
        );
    }

    #[test]
    fn a_name_over_a_line_end_is_the_same_name() {
        check_clean(
            "inconsistent-source",
            "A ([Hill Country Courier](#), May 9). B ([Hill Country\nCourier](#), May 9).",
        );
    }
}
