//! A citation with a bracket missing or too many.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unbalanced-citation",
    family: Family::Citations,
    summary: "a bracket missing or too many",
    page: include_str!("../../../docs/rules/unbalanced-citation.md"),
    level: Some(Level::Error),
    fix: FixKind::Review,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for citation in &doc.bulletin.citations {
        let span = citation.span;
        if citation.open.is_none() {
            out.flag(span, "the opening bracket is missing").fix(Fix::insert(
                Safety::Review,
                "put “(” before it",
                span.start,
                "(",
            ));
        }
        if citation.close.is_none() {
            out.flag(span, "the closing bracket is missing").fix(Fix::insert(
                Safety::Review,
                "put “)” after it",
                span.end,
                ")",
            ));
        }
        if let Some(surplus) = citation.surplus {
            out.flag(surplus, "one bracket too many").fix(Fix::new(
                Safety::Review,
                "take the bracket away",
                vec![crate::text::Edit::delete(surplus)],
            ));
        }
    }
}
