//! No comma between a source and its date.

use crate::bulletin::citation::{Item, holds_words, joint, mark, signs};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-citation-comma",
    family: Family::Citations,
    summary: "no comma between source and date",
    page: include_str!("../../../docs/rules/missing-citation-comma.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Safe,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(gap) = item.gap else { return };
    if doc.text(gap).bytes().any(|byte| byte == b',') || item.source.is_none() && item.link.is_none() {
        return;
    }
    let between = signs(doc.text, gap);
    let sign = doc.text(between).trim();
    let message = match sign.chars().next() {
        Some('，' | '،' | '、' | '﹐' | '；' | '؛' | ';') => {
            ["“", sign, "” stands for the comma between the source and its date"]
        }
        _ => ["no comma between the source and its date", "", ""],
    };
    // A word goes with the gap: `Reuters on May 9`.
    let safety = if holds_words(doc.text(gap)) { Safety::Review } else { Safety::Safe };
    out.flag(mark(doc.text, between), message).fix(Fix::new(
        safety,
        "put a comma before the date",
        vec![joint(doc.text, gap, ",")],
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn a_comma_parts_source_and_date() {
        check(
            "missing-citation-comma",
            "Boats left (Reuters May 9; [Dawn](https://dawn.com/1)June 3).
                   ^ no comma between the source and its date
                                                     ^ no comma between the source and its date
",
        );
        check_fix("missing-citation-comma", "Boats left (*Reuters* May 9).", "Boats left (*Reuters*, May 9).");
        check_fix("missing-citation-comma", "Boats left (Reuters – May 9).", "Boats left (Reuters, May 9).");
        for gap in ["， ", "، ", "、", " · ", " • ", " – ", "； "] {
            let text = format!("Boats left ([Dawn](https://dawn.com/1){gap}May 9).");
            check_fix("missing-citation-comma", &text, "Boats left ([Dawn](https://dawn.com/1), May 9).");
        }
        check_clean("missing-citation-comma", "Guards came (Boston Marathon April 15).");
    }
}
