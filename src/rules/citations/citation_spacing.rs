//! A space missing or too many around or inside the brackets or commas of a citation.

use crate::bulletin::citation::{Citation, Surroundings};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-spacing",
    family: Family::Citations,
    summary: "a missing or extra space around or inside brackets or commas",
    page: include_str!("../../../docs/rules/citation-spacing.md"),
    level: Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for citation in &doc.bulletin.citations {
        around(doc, citation, out);
        inside(doc, citation, out);
    }
}

/// One space, or a line end, before the group.
fn around(doc: &Document<'_>, citation: &Citation, out: &mut Report) {
    let place = Surroundings::of(doc.text, doc.markdown, citation);
    if citation.open.is_none() || place.before.is_none() {
        return;
    }
    let space = doc.text(place.space_before);
    let glued = space.is_empty()
        && place
            .before
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | '”' | '"' | '%' | '?' | '!' | '’'));
    if glued || space.len() > 1 && !space.contains(['\n', '\r']) {
        let message = if glued { "no space before the citation" } else { "more than one space before the citation" };
        mend(place.space_before, " ", message, out);
    }
    if let Some(space) = place.space_before_stop {
        mend(space, "", "a space between the citation and the stop after it", out);
    } else if place.glued_after {
        let at = Span::empty(citation.span.end);
        mend(at, " ", "no space after the citation", out);
    }
}

fn inside(doc: &Document<'_>, citation: &Citation, out: &mut Report) {
    if let (Some(open), Some(first)) = (citation.open, citation.lead.or(citation.items.first().map(|item| item.span))) {
        spaceless(doc, Span::new(open.end, first.start), out);
    }
    if let (Some(close), Some(last)) = (citation.close, citation.items.last()) {
        spaceless(doc, Span::new(last.span.end, close.start), out);
    }
    for (index, item) in citation.items.iter().enumerate() {
        if let Some(gap) = item.gap
            && item.source.or(item.link.map(|link| link.span)).is_some()
        {
            spaced(doc, gap, ", ", out);
        }
        if let Some(separator) = citation.separator(index) {
            let sign = if item.shares_date { ", " } else { "; " };
            spaced(doc, separator, sign, out);
        }
    }
}

/// Nothing stands between a bracket and the words beside it but perhaps a line end.
fn spaceless(doc: &Document<'_>, gap: Span, out: &mut Report) {
    let text = doc.text(gap);
    if !text.is_empty() && text.chars().all(|c| matches!(c, ' ' | '\t' | '\u{a0}')) {
        mend(gap, "", "a space inside the bracket", out);
    }
}

/// A sign with its space, or with a line end in the space's place.
fn spaced(doc: &Document<'_>, gap: Span, sign: &str, out: &mut Report) {
    let text = doc.text(gap);
    let plain = text.chars().all(|c| matches!(c, ' ' | '\t' | '\u{a0}' | ',' | ';'));
    // What is not this sign and spaces is another rule's.
    if plain && text != sign && text.contains(sign.trim_end()) {
        mend(gap, sign, format!("the house writes “{sign}” here"), out);
    }
}

fn mend(place: Span, text: &str, message: impl Into<std::borrow::Cow<'static, str>>, out: &mut Report) {
    out.flag(place, message).fix(Fix::new(Safety::Safe, "set the space right", vec![Edit::replace(place, text)]));
}
