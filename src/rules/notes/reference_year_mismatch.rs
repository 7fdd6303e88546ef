//! An author-date citation whose year differs from that in the list of works.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "reference-year-mismatch",
    family: Family::Notes,
    summary: "an author whom the list of works has with another year",
    page: include_str!("../../../docs/rules/reference-year-mismatch.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for found in &doc.bulletin.works.mismatched {
        let (author, listed) = (doc.text(found.author), doc.text(found.listed));
        let gives =
            if found.alone { "The list of works gives " } else { "The list of works gives only other years, such as " };
        // Of several works, it is unknown which one is meant.
        let fix = found.alone.then(|| Fix::replace(Safety::Review, found.year, listed));
        out.flag(found.year, [gives, listed, ", for “", author, "”"])
            .related(found.listed, "The year in the list")
            .maybe_fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_clean, check_fix, findings, settings};

    const LIST: &str = "

## References

Mertz, L. (2018a). *The pier deal*. Hurst.

Osten, Tobin, and Paula Hersey. 2013. “Notes on a ceasefire.” *Syria Comment*.

Velden, I. (2015). *Salt*. Hurst.

Velden, I. (2016). *More salt*. Hurst.
";

    #[test]
    fn the_year_of_the_only_work() {
        let cited = |text: &str| format!("{text}{LIST}");
        check_fix(
            "reference-year-mismatch",
            &cited("The port was sold (Mertz, 2017, p. 4), as Osten and Hersey (2012) say."),
            &cited("The port was sold (Mertz, 2018a, p. 4), as Osten and Hersey (2013) say."),
        );
        let two = cited("Salt was sold (Velden, 2014).");
        let found = findings("reference-year-mismatch", &two, &settings("reference-year-mismatch"));
        assert!(found.len() == 1 && found[0].fixes.is_empty(), "{found:?}");
    }

    #[test]
    fn years_that_agree() {
        for text in [
            "The port was sold (Mertz, 2018; Osten and Hersey 2013: 3; Velden, 2015, 2016).",
            "Mertz’s (2018a) book and Osten et al. (2013) agree; Hersey (2013) does not.",
            "Velden was born in 1960 (Velden is a pen name). In 2014 (May) he left.",
        ] {
            check_clean("reference-year-mismatch", &format!("{text}{LIST}"));
        }
        check_clean("reference-year-mismatch", "The port was sold (Mertz, 2017).");
    }
}
