//! A citation with a missing or extra bracket.

use crate::bulletin::ItemGroup;
use crate::bulletin::citation::mark;
use crate::bulletin::items::FlawKind;
use crate::config::Level;
use crate::rules::{Check, Cited, Document, Family, Fix, FixEffect, FixKind, Languages, Report, Rule, Safety};
use crate::text::{Edit, Offset, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unbalanced-citation",
    family: Family::Citations,
    summary: "a bracket missing or too many",
    page: include_str!("../../../docs/rules/unbalanced-citation.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Review,
    check: Check { group: Some(in_group), ..Check::citation(check) },
    languages: Languages::Every,
    supersedes: &["citation-placement", "missing-full-stop"],
    fix_effect: FixEffect { reveals: true, ..FixEffect::FORM },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, Cited { citation, .. }: Cited<'_>, out: &mut Report) {
    let span = citation.span;
    if citation.open.is_none() {
        let glued = doc.text.slice(..span.start as usize).ends_with(char::is_alphanumeric);
        out.flag(mark(doc.text, Span::empty(span.start)), "The opening bracket is missing").fix(Fix::insert(
            Safety::Review,
            "Add the opening bracket “(”",
            span.start,
            if glued { " (" } else { "(" },
        ));
    }
    if citation.close.is_none() {
        let last = doc.text(span).chars().next_back().map_or(0, char::len_utf8);
        let place = Span::new(span.end - Offset::try_from(last).unwrap_or(0), span.end);
        out.flag(place, "The closing bracket is missing").fix(Fix::insert(
            Safety::Review,
            "Add the closing bracket “)”",
            span.end,
            ")",
        ));
    }
    if let (Some(open), Some(close)) = (citation.open, citation.close)
        && (doc.text(open), doc.text(close)) != ("(", ")")
    {
        let single = open.len() == 1 && close.len() == 1;
        let message = if single { "Put a citation in round brackets" } else { "One pair of brackets is enough" };
        let mark = if doc.text(open) == "(" { close } else { open };
        out.flag(mark, message).fix(Fix::new(
            Safety::Review,
            "Write one pair of round brackets",
            vec![Edit::replace(open, "("), Edit::replace(close, ")")],
        ));
    }
    if let Some(surplus) = citation.surplus {
        out.flag(surplus, "One bracket too many").fix(Fix::new(
            Safety::Review,
            "Remove the bracket",
            [Edit::delete(surplus)],
        ));
    }
}

/// A quotation mark or bracket of a note without its partner.
fn in_group(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    for flaw in group.flaws.iter().filter(|flaw| flaw.kind == FlawKind::Unpaired) {
        let words = doc.text(flaw.span);
        let first = words.chars().next().unwrap_or_default();
        let close = match first {
            '“' | '”' | '„' => "”",
            '‘' => "’",
            '"' => "\"",
            '«' => "»",
            _ => "",
        };
        // Other languages pair the marks differently.
        let english = doc.bulletin.language.is_english && doc.bulletin.is_english(flaw.span);
        if !english && !close.is_empty() {
            continue;
        }
        // A single character is a bracket.
        if words.chars().count() == 1 {
            out.flag(flaw.span, ["“", words, "” has no partner"]);
            continue;
        }
        let last = words.chars().next_back().unwrap_or_default();
        if matches!(last, '”' | '"' | '’' | '“' | '»') && !close.is_empty() {
            let place = Span::new(flaw.span.end - last.len_utf8() as Offset, flaw.span.end);
            let message = ["“", words.slice(..first.len_utf8()), "” and “", doc.text(place), "” do not match"];
            let fix = (first != '”').then(|| Fix::replace(Safety::Review, place, close));
            out.flag(flaw.span, message).maybe_fix(fix);
        } else if close.is_empty() {
            let fix = Fix::insert(Safety::Review, "Add the opening quotation mark", flaw.span.start, "“");
            out.flag(flaw.span, "The quotation mark that opens the title is missing").fix(fix);
        } else {
            let comma = doc.text.slice(flaw.span.end as usize..).starts_with(',');
            let at = flaw.span.end + Offset::from(comma);
            let fix = Fix::insert(Safety::Review, "Add the closing quotation mark", at, close);
            out.flag(flaw.span, "The quotation mark that closes the title is missing").fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn every_bracket_has_its_partner() {
        check(
            "unbalanced-citation",
            "Boats left ([ABC](https://a.net/x), May 9. They sank.
                                        ^ The closing bracket is missing
",
        );
        for (before, after) in [
            ("Boats left [ABC](https://a.net/x), May 9).", "Boats left ([ABC](https://a.net/x), May 9)."),
            ("Boats left (Reuters, May 9))).", "Boats left (Reuters, May 9)."),
            ("Boats left ((Reuters, May 9)).", "Boats left (Reuters, May 9)."),
            ("Boats left [[ABC](https://a.net/x), May 9].", "Boats left ([ABC](https://a.net/x), May 9)."),
        ] {
            check_fix("unbalanced-citation", before, after);
        }
        // How marks are paired depends on the language.
        let note = "The port is shut.[^1]\n\n[^1]: Lena Holt, “Port Shut“, Reuters, May 3, 2018.\n";
        assert_eq!(findings("unbalanced-citation", note, &settings("unbalanced-citation")).len(), 1);
        check_clean("unbalanced-citation", &format!("---\nlang: sv\n---\n\n{note}"));
        check_clean("unbalanced-citation", "The vote (the third (Reuters, May 9)) failed; a) roads, b) wells.");
    }
}
