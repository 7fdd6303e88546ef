//! A citation on the wrong side of the full stop.

use crate::bulletin::citation::{Citation, Surroundings};
use crate::config::{CitationPlacement, Level};
use crate::rules::{Check, Cited, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-placement",
    family: Family::Citations,
    summary: "a citation on the wrong side of the full stop",
    page: include_str!("../../../docs/rules/citation-placement.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::citation(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, cited: Cited<'_>, out: &mut Report) {
    let before_stop = doc.bulletin.habits.citation_placement == CitationPlacement::BeforeFullStop;
    let Cited { citation, before, after } = cited;
    if citation.close.is_none() {
        return;
    }
    let place = citation.around;
    if let Some(stray) = citation.stray_punctuation.iter().find(|stray| doc.text(**stray) == ".") {
        inside(doc, citation, *stray, place, before_stop, out);
    }
    match (place.stop_before, place.stop_after) {
        (Some(stop), _) if before_stop => {
            // A stop inside a quotation belongs to the words quoted; one within a link, `[Dawn].(…)`, does not end
            // anything.
            let in_link = stop.end == citation.span.start && doc.text.slice(..stop.start as usize).ends_with(']');
            if in_link || doc.bulletin.is_quoted(stop) {
                return;
            }
            let follows = Follows::of(doc, last_beside(doc, citation, after));
            if follows != Follows::Sentence {
                // The sentence continues, or ends with another mark: a person must decide where its stop belongs.
                let flag = out.flag(stop, "The full stop belongs after the citation");
                if follows == Follows::Clause {
                    flag.fix(Fix::new(Safety::Review, "Remove the full stop", [Edit::delete(with_space(doc, stop))]));
                }
                return;
            }
            let (title, mut edits) = match before.and_then(|earlier| joint(earlier, stop, citation)) {
                Some(joint) => ("Join the citations before the full stop", vec![joint]),
                None => ("Move the full stop after the citation", vec![Edit::delete(with_space(doc, stop))]),
            };
            edits.extend(stop_behind(doc, citation, after));
            out.flag(stop, "The full stop belongs after the citation").fix(Fix::new(Safety::Safe, title, edits));
        }
        (None, Some(stop)) if !before_stop => {
            let word_end = place.space_before.start;
            if place.before.is_none_or(|c| !c.is_alphanumeric()) || doc.bulletin.is_quoted(Span::empty(word_end)) {
                return;
            }
            let edits = vec![Edit::insert(word_end, "."), Edit::delete(stop)];
            out.flag(stop, "The full stop belongs before the citation").fix(Fix::new(
                Safety::Safe,
                "Move the full stop before the citation",
                edits,
            ));
        }
        _ => {}
    }
}

/// The stop with a space before it, if one follows too.
fn with_space(doc: &Document<'_>, stop: Span) -> Span {
    let before = doc.text.slice(..stop.start as usize).trim_end_matches(' ').len();
    let follows = doc.text.slice(stop.end as usize..).starts_with([' ', '\n', '\r']);
    if follows { Span::new(Span::at(0..before).end, stop.end) } else { stop }
}

/// `(Reuters, May 9). (AFP, May 10)`: without the stop the two citations would be adjacent.
fn joint(earlier: &Citation, stop: Span, citation: &Citation) -> Option<Edit> {
    let (Some(close), Some(open), None, None) = (earlier.close, citation.open, citation.lead, earlier.surplus) else {
        return None;
    };
    let touching = earlier.block == citation.block && earlier.open.is_some() && close.end == stop.start;
    let named = citation.items.first().is_some_and(|item| item.source.is_some() || item.link.is_some());
    (touching && named && earlier.stray_punctuation.is_empty()).then(|| Edit::replace(close.cover(open), "; "))
}

/// What follows a citation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// The end, a stop, or a new sentence: the stop before the citation may go there.
    Sentence,
    /// The sentence continues: a comma, a bracket, a lower-case letter.
    Clause,
    /// A mark that ends sentences itself: `?`, `…`
    Sign,
}

impl Follows {
    fn of(doc: &Document<'_>, citation: &Citation) -> Follows {
        let block_end = doc.markdown.blocks[citation.block].span.end.max(citation.span.end);
        let rest = doc.text(Span::new(citation.span.end, block_end)).trim_start();
        let points = rest.starts_with("..") || rest.starts_with(". .");
        match rest.chars().next() {
            Some('?' | '!' | '…') => Follows::Sign,
            Some('.') if points => Follows::Sign,
            Some(',' | ';' | ':' | ')' | '—' | '–' | '-' | '”' | '’' | '/' | '(') => Follows::Clause,
            Some(c) if c.is_lowercase() => Follows::Clause,
            _ => Follows::Sentence,
        }
    }
}

/// The last of a citation and the adjacent ones after it.
fn last_beside<'a>(doc: &Document<'_>, citation: &'a Citation, after: &'a [Citation]) -> &'a Citation {
    let mut last = citation;
    for next in after {
        if !last.is_beside(next, doc.text) {
            break;
        }
        last = next;
    }
    last
}

/// Adds a full stop after a citation and the adjacent ones after it; `None` if there is one already.
fn stop_behind(doc: &Document<'_>, citation: &Citation, after: &[Citation]) -> Option<Edit> {
    let last = last_beside(doc, citation, after);
    let place = last.around;
    match place.space_before_stop {
        Some(space) if doc.text(Span::new(space.end, space.end + 1)) == "." => Some(Edit::delete(space)),
        _ if place.stop_after.is_some() => None,
        _ => Some(Edit::insert(last.span.end, if place.glued_after { ". " } else { "." })),
    }
}

/// Moves a full stop before the closing bracket to where the house style puts it, unless there is one already.
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
    let words =
        doc.text.slice(..place.space_before.start as usize).trim_end_matches(['”', '"', '’', '\'', '%', ')', '`', '*']);
    if place.stop_before.is_none() && next.is_none_or(char::is_uppercase) && words.ends_with(char::is_alphanumeric) {
        let at = if before_stop { citation.span.end } else { place.space_before.start };
        edits.push(Edit::insert(at, "."));
        edits.sort();
    }
    out.flag(stop, "The full stop belongs outside the bracket").fix(Fix::new(
        Safety::Safe,
        "Move the full stop out of the bracket",
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
          ^ The full stop belongs after the citation
",
        );
        check_fix(
            "citation-placement",
            "Boats left. (Reuters, May 9) They sank.",
            "Boats left (Reuters, May 9). They sank.",
        );
        check_fix("citation-placement", "Boats left (Reuters, May 9.)", "Boats left (Reuters, May 9).");
        check_fix("citation-placement", "“Go” (Reuters, May 9.) They", "“Go” (Reuters, May 9). They");
        check_clean("citation-placement", "Boats left ([ABC].(https://a.net/x), May 9).");
        for (before, after) in [
            ("Boats left. (Reuters, May 9). (AFP, May 10)", "Boats left (Reuters, May 9; AFP, May 10)."),
            ("Boats left. (Reuters, May 9) (AFP, May 10) They", "Boats left (Reuters, May 9) (AFP, May 10). They"),
            ("Boats left. . (Reuters, May 9) .", "Boats left (Reuters, May 9)."),
        ] {
            check_fix("citation-placement", before, after);
        }
        // If the sentence continues, no second stop follows.
        for (before, after) in [
            ("Boats left. (Reuters, May 9), as he said.", "Boats left (Reuters, May 9), as he said."),
            ("Boats left. (Reuters, May 9) and sank.", "Boats left (Reuters, May 9) and sank."),
            ("(Boats left. (Reuters, May 9)).", "(Boats left (Reuters, May 9))."),
            ("Boats left. (Reuters, May 9)?", "Boats left. (Reuters, May 9)?"),
        ] {
            check_fix("citation-placement", before, after);
            let safely = crate::fix::Wanted { review: false, rules: vec!["citation-placement".to_owned()] };
            let settings = crate::rules::testing::settings("citation-placement");
            let gazetteer = crate::gazetteer::Gazetteer::shipped();
            let draft = crate::check::Draft { path: "a.md", text: before, settings: &settings, gazetteer: &gazetteer };
            assert_eq!(crate::fix::fix(draft, &safely).text, before);
        }
        check_clean("citation-placement", "He met Mr. (Reuters, May 9) Smith.");
        check_clean("citation-placement", "He said: “Go.” (Reuters, May 9)");
        check_clean("citation-placement", "He flew to the U.S. (Reuters, May 9).");
    }
}
