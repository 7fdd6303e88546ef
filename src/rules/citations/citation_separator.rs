//! Items of a group that no semicolon parts.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-separator",
    family: Family::Citations,
    summary: "items not separated by `; `",
    page: include_str!("../../../docs/rules/citation-separator.md"),
    level: Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for citation in &doc.bulletin.citations {
        for (index, item) in citation.items.iter().enumerate() {
            let Some(separator) = citation.separator(index) else { continue };
            if item.shares_date || doc.text(separator).contains(';') {
                continue;
            }
            out.flag(separator, "sources are parted by a semicolon").fix(Fix::new(
                Safety::Safe,
                "part the sources by “; ”",
                vec![crate::text::Edit::replace(separator, "; ")],
            ));
        }
    }
}
