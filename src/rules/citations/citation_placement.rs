//! A citation on the wrong side of the full stop.

use crate::bulletin::citation::{Citation, Surroundings};
use crate::config::{CitationPlacement, Level};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-placement",
    family: Family::Citations,
    summary: "a citation on the wrong side of the full stop",
    page: include_str!("../../../docs/rules/citation-placement.md"),
    level: Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let before_stop = doc.settings.style.citation_placement == CitationPlacement::BeforeFullStop;
    for citation in &doc.bulletin.citations {
        if citation.open.is_none() || citation.close.is_none() {
            continue;
        }
        let place = citation.around;
        if let Some(stray) = citation.strays.iter().find(|stray| doc.text(**stray) == ".") {
            inside(doc, citation, *stray, place, before_stop, out);
        }
        match (place.stop_before, place.stop_after) {
            (Some(stop), after) if before_stop => {
                // A stop inside a quotation belongs to the words quoted.
                if doc.bulletin.is_quoted(stop) {
                    continue;
                }
                let mut edits = vec![Edit::delete(stop)];
                if after.is_none() {
                    edits.push(Edit::insert(citation.span.end, "."));
                }
                out.flag(stop, "the full stop stands before the citation").fix(Fix::new(
                    Safety::Safe,
                    "move the full stop behind it",
                    edits,
                ));
            }
            (None, Some(stop)) if !before_stop => {
                let word_end = place.space_before.start;
                if place.before.is_none_or(|c| !c.is_alphanumeric()) || doc.bulletin.is_quoted(Span::empty(word_end)) {
                    continue;
                }
                let edits = vec![Edit::insert(word_end, "."), Edit::delete(stop)];
                out.flag(stop, "the full stop stands after the citation").fix(Fix::new(
                    Safety::Safe,
                    "move the full stop before it",
                    edits,
                ));
            }
            _ => {}
        }
    }
}

/// A full stop before the closing bracket goes to where the house wants it, unless one stands there.
fn inside(
    doc: &Document<'_>,
    citation: &Citation,
    stop: Span,
    place: Surroundings,
    before_stop: bool,
    out: &mut Report,
) {
    let from = citation.items.last().map_or(stop.start, |last| last.span.end);
    let mut edits = vec![Edit::delete(Span::new(from, stop.end))];
    let block_end = doc.markdown.blocks[citation.block].span.end.max(citation.span.end);
    let next = doc.text(Span::new(citation.span.end, block_end)).trim_start().chars().next();
    if place.stop_before.is_none()
        && next.is_none_or(char::is_uppercase)
        && place.before.is_some_and(char::is_alphanumeric)
    {
        let at = if before_stop { citation.span.end } else { place.space_before.start };
        edits.push(Edit::insert(at, "."));
        edits.sort();
    }
    out.flag(stop, "the full stop stands inside the bracket").fix(Fix::new(
        Safety::Safe,
        "move the full stop out",
        edits,
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn the_stop_ends_the_sentence_and_its_citation() {
        check(
            "citation-placement",
            "Boats left. (Reuters, May 9)
          ^ the full stop stands before the citation
",
        );
        check_fix(
            "citation-placement",
            "Boats left. (Reuters, May 9) They sank.",
            "Boats left (Reuters, May 9). They sank.",
        );
        check_fix("citation-placement", "Boats left (Reuters, May 9.)", "Boats left (Reuters, May 9).");
        check_clean("citation-placement", "He said: “Go.” (Reuters, May 9)");
        check_clean("citation-placement", "He flew to the U.S. (Reuters, May 9).");
    }
}
