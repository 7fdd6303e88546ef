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
        if let (Some(open), Some(close)) = (citation.open, citation.close)
            && (doc.text(open), doc.text(close)) != ("(", ")")
        {
            let single = open.len() == 1 && close.len() == 1;
            let message = if single { "round brackets hold a citation" } else { "one pair of brackets is enough" };
            let mark = if doc.text(open) == "(" { close } else { open };
            out.flag(mark, message).fix(Fix::new(
                Safety::Review,
                "set one pair of round brackets",
                vec![crate::text::Edit::replace(open, "("), crate::text::Edit::replace(close, ")")],
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
