//! A source without a link, where the house requires one.

use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unlinked-citation",
    family: Family::Citations,
    summary: "a source without a link",
    page: include_str!("../../../docs/rules/unlinked-citation.md"),
    level: None,
    fix: FixKind::None,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for item in doc.bulletin.cited_items() {
        // An interview has no address.
        let Some(source) = item.source.filter(|_| item.link.is_none() && !item.interview) else { continue };
        out.flag(source, format!("“{}” has no link", doc.text(source)));
    }
}
