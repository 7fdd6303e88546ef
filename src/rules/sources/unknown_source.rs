//! A source that is in no list.

use crate::config::Level;
use crate::gazetteer::spelling::source_key;
use crate::gazetteer::{Spelling, Standing};
use crate::rules::{Check, Document, Family, FixKind, Report, Rule, Subject};
use rustc_hash::FxHashSet;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unknown-source",
    family: Family::Sources,
    summary: "a source that is not in the register",
    page: include_str!("../../../docs/rules/unknown-source.md"),
    level: |_| Some(Level::Hint),
    fix: FixKind::None,
    check: Check::document(check),
    subject: Some(Subject::UnknownSource),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let mut seen = FxHashSet::default();
    for item in doc.bulletin.formal_items() {
        let judged = matches!(item.standing, Standing::Unknown | Standing::Listed);
        let Some(span) = item.source.filter(|_| judged) else { continue };
        let written = doc.text(span);
        if item.interview || written.starts_with('@') {
            continue;
        }
        let known = if item.standing == Standing::Unknown { Vec::new() } else { doc.gazetteer.sources_named(written) };
        let near = match known.first() {
            Some(candidate) if candidate.spelling == Spelling::Near => Some(candidate.preferred),
            Some(_) => continue,
            None => None,
        };
        // Once per name: the hint is about the list, not the sentence.
        if !seen.insert(source_key(written)) {
            continue;
        }
        match near.or_else(|| doc.gazetteer.source_near(written)) {
            Some(near) => {
                out.flag(span, ["“", written, "” is not in the register of sources: did you mean “", near, "”?"])
            }
            None => out.flag(span, ["“", written, "” is not in the register of sources"]),
        };
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn near_names_only_where_one_letter_parts_them() {
        check(
            "unknown-source",
            "A ([Dhaka Tribun](#), May 9; [Tolo-News Daily](#), May 9; [The Ridge Echo](#), May 9).
    ^^^^^^^^^^^^ “Dhaka Tribun” is not in the register of sources: did you mean “Dhaka Tribune”?
                              ^^^^^^^^^^^^^^^ “Tolo-News Daily” is not in the register of sources
                                                           ^^^^^^^^^^^^^^ “The Ridge Echo” is not in the register of sources
",
        );
    }

    #[test]
    fn once_a_name() {
        check(
            "unknown-source",
            "A ([Ridge Echo](#), May 9). B ([The Ridge Echo](#), May 10).
    ^^^^^^^^^^ “Ridge Echo” is not in the register of sources
",
        );
    }

    #[test]
    fn listed_names_hosts_and_accounts_are_known() {
        check_clean(
            "unknown-source",
            "A ([Dawn](#), May 9; [dawn.com](#), May 9; [The Star](#), May 9; [@ridge](#), May 9; [Dawn \\[Karachi\\]](#), May 9).",
        );
    }
}
