//! Every malformed form is understood, and each of its faults is reported once, at its place; fixes write the house
//! style.

use copydesk::check::{Draft, check};
use copydesk::config::{CitationPlacement, DateOrder, FormChoice, Links, PlaceholderLinks, Settings, Style};
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::rules::{Decisions, Diagnostic, Family, all};

pub(super) fn settings() -> Settings {
    Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() }
}

/// The findings of the citation rules.
pub(super) fn findings(text: &str, settings: &Settings) -> Vec<Diagnostic> {
    let found = check(Draft { path: "draft.md", text, settings, gazetteer: &Gazetteer::shipped() }).diagnostics;
    found.into_iter().filter(|finding| finding.rule.family == Family::Citations).collect()
}

/// The text with every fix of the family applied, including those for review.
pub(super) fn fixed(text: &str, settings: &Settings) -> String {
    let family = all().iter().filter(|rule| rule.family == Family::Citations);
    let wanted = Wanted { review: true, rules: family.map(|rule| rule.name.to_owned()).collect() };
    fix(Draft { path: "draft.md", text, settings, gazetteer: &Gazetteer::shipped() }, &wanted).text
}

/// A sentence, its faults, and the text after the fixes.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[rustfmt::skip]
const FAULTS: &[Case] = &[
    ("Boats left ([ABC](#) May 9).", &[("placeholder-link", "[ABC](#)"), ("missing-citation-comma", " ")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([ABC](#), 9 May).", &[("placeholder-link", "[ABC](#)"), ("citation-date-format", "9 May")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([ABC](#), Sept 9).", &[("placeholder-link", "[ABC](#)"), ("citation-date-format", "Sept 9")], "Boats left ([ABC](#), September 9)."),
    ("Boats left ([ABC](#), May 9th, 2018).", &[("placeholder-link", "[ABC](#)"), ("citation-date-format", "May 9th, 2018")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([ABC](#), May 9 2018).", &[("placeholder-link", "[ABC](#)"), ("citation-date-format", "May 9 2018")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([ABC](#), Septmber 9).", &[("placeholder-link", "[ABC](#)"), ("citation-date-format", "Septmber 9")], "Boats left ([ABC](#), September 9)."),
    ("Boats left [ABC](#), May 9).", &[("placeholder-link", "[ABC](#)"), ("unbalanced-citation", "[")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([ABC](#), May 9.", &[("placeholder-link", "[ABC](#)"), ("unbalanced-citation", "9")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([ABC](#), May 9, [CNN](#), May 10).", &[("placeholder-link", "[ABC](#)"), ("citation-separator", ", "), ("placeholder-link", "[CNN](#)")], "Boats left ([ABC](#), May 9; [CNN](#), May 10)."),
    ("Boats left ([ABC] (#), May 9).", &[("placeholder-link", "[ABC] (#)"), ("broken-citation-link", " ")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([Media e Lire](http://Media e Lire), April 17).", &[("broken-citation-link", "[Media e Lire](http://Media e Lire)")], "Boats left (Media e Lire, April 17)."),
    ("Boats left ([ABC](https://a.net/x, May 9).", &[("broken-citation-link", "[ABC](https://a.net/x")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC(https://a.net/x), May 9).", &[("broken-citation-link", "[ABC(https://a.net/x)")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left (ABC](https://a.net/x), May 9).", &[("broken-citation-link", "ABC](https://a.net/x)")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]https://a.net/x, May 9).", &[("broken-citation-link", "[ABC]https://a.net/x")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]((https://a.net/x)), May 9).", &[("broken-citation-link", "[ABC]((https://a.net/x))")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]\"(https://a.net/x), May 9).", &[("broken-citation-link", "\"")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]”(https://a.net/x), May 9).", &[("broken-citation-link", "”")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]'(https://a.net/x), May 9).", &[("broken-citation-link", "'")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC],(https://a.net/x), May 9).", &[("broken-citation-link", ",")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]: (https://a.net/x), May 9).", &[("broken-citation-link", ": ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]https://a.net/x), May 9).", &[("broken-citation-link", "[ABC]https://a.net/x)")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC] (https://a.net/x y), May 9).", &[("broken-citation-link", " ")], "Boats left ([ABC] (https://a.net/x y), May 9)."),
    ("Boats left.[ABC](https://a.net/x), May 9) They sank.", &[("citation-placement", "."), ("unbalanced-citation", "[")], "Boats left ([ABC](https://a.net/x), May 9). They sank."),
    ("Boats left [ABC](https://a.net/x), May 9)in the night.", &[("unbalanced-citation", "["), ("citation-spacing", "i")], "Boats left ([ABC](https://a.net/x), May 9) in the night."),
    ("Boats left ([ABC](http//a.net/x), May 9).", &[("broken-citation-link", "[ABC](http//a.net/x)")], "Boats left ([ABC](http://a.net/x), May 9)."),
    ("Boats left ([ABC](htp://a.net/x), May 9).", &[("broken-citation-link", "[ABC](htp://a.net/x)")], "Boats left ([ABC](http://a.net/x), May 9)."),
    ("Boats left ([ABC](https:/a.net/x), May 9).", &[("broken-citation-link", "[ABC](https:/a.net/x)")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](http://https://a.net/x), May 9).", &[("broken-citation-link", "[ABC](http://https://a.net/x)")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x y), May 9).", &[("broken-citation-link", "[ABC](https://a.net/x y)")], "Boats left ([ABC](https://a.net/x%20y), May 9)."),
    ("Boats left ([ABC](), May 9).", &[("placeholder-link", "[ABC]()")], "Boats left ([ABC](), May 9)."),
    ("Boats left (Reuters, May 9; ).", &[("citation-separator", ";")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters, May 9;).", &[("citation-separator", ";")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters, May 9,).", &[("citation-separator", ",")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters, May 9.).", &[("citation-placement", ".")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters, May 9.)", &[("citation-placement", ".")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters; May 9).", &[("missing-citation-comma", "; ")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters: May 9).", &[("missing-citation-comma", ": ")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters. May 9).", &[("missing-citation-comma", ". ")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters - May 9).", &[("missing-citation-comma", " - ")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters – May 9).", &[("missing-citation-comma", " – ")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters (May 9)).", &[("citation-date-format", "May 9")], "Boats left (Reuters, May 9)."),
    ("Boats left ([Reuters](https://a.net/x) (May 9)).", &[("citation-date-format", "May 9")], "Boats left ([Reuters](https://a.net/x), May 9)."),
    ("Boats left (May 9, Reuters).", &[("citation-date-format", "May 9")], "Boats left (Reuters, May 9)."),
    ("Boats left (May 9, [ABC](https://a.net/x)).", &[("citation-date-format", "May 9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC, May 9](https://a.net/x)).", &[("citation-date-format", "May 9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left [[ABC](https://a.net/x), May 9].", &[("unbalanced-citation", "[")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May, 9).", &[("citation-date-format", "May, 9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May9).", &[("citation-date-format", "May9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x),, May 9).", &[("citation-spacing", ",, ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), , May 9).", &[("citation-spacing", ", , ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x) , May 9).", &[("citation-spacing", " , ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x),May 9).", &[("citation-spacing", ",")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x)May 9).", &[("missing-citation-comma", "M")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9[CNN](https://b.net/x), May 10).", &[("citation-separator", "[")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9 [CNN](https://b.net/x), May 10).", &[("citation-separator", " ")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9 and [CNN](https://b.net/x), May 10).", &[("citation-separator", " and ")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9;[CNN](https://b.net/x), May 10).", &[("citation-spacing", ";")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9;; [CNN](https://b.net/x), May 10).", &[("citation-spacing", ";; ")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9 / [CNN](https://b.net/x), May 10).", &[("citation-separator", " / ")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9) ([CNN](https://b.net/x), May 10).", &[("citation-separator", ") (")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9)([CNN](https://b.net/x), May 10).", &[("citation-separator", ")(")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), 5/9).", &[("citation-date-format", "5/9")], "Boats left ([ABC](https://a.net/x), 5/9)."),
    ("Boats left ([ABC](https://a.net/x), 05/09/18).", &[("citation-date-format", "05/09/18")], "Boats left ([ABC](https://a.net/x), 05/09/18)."),
    ("Boats left ([ABC](https://a.net/x), MAY 9).", &[("citation-date-format", "MAY 9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), may 9).", &[("citation-date-format", "may 9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), sept. 9th 2017).", &[("citation-date-format", "sept. 9th 2017")], "Boats left ([ABC](https://a.net/x), September 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), the 9th of May).", &[("citation-date-format", "the 9th of May")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9 ,2017).", &[("citation-date-format", "May 9 ,2017")], "Boats left ([ABC](https://a.net/x), May 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), May 9,2017).", &[("citation-date-format", "May 9,2017")], "Boats left ([ABC](https://a.net/x), May 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), May  9).", &[("citation-date-format", "May  9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9 , 2017).", &[("citation-date-format", "May 9 , 2017")], "Boats left ([ABC](https://a.net/x), May 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), May 9, '17).", &[("citation-date-format", "May 9, '17")], "Boats left ([ABC](https://a.net/x), May 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), Sept).", &[("incomplete-citation-date", "Sept")], "Boats left ([ABC](https://a.net/x), Sept)."),
    ("Boats left (Sudan Tribune, June).", &[("incomplete-citation-date", "June")], "Boats left (Sudan Tribune, June)."),
    ("Boats left ([ABC](https://a.net/x), June).", &[("incomplete-citation-date", "June")], "Boats left ([ABC](https://a.net/x), June)."),
    ("Boats left.([ABC](https://a.net/x), May 9)", &[("citation-placement", "."), ("citation-spacing", "(")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left. ([ABC](https://a.net/x), May 9).", &[("citation-placement", ".")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9) .", &[("citation-spacing", " ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9))).", &[("unbalanced-citation", "))")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ((([ABC](https://a.net/x), May 9).", &[("unbalanced-citation", "((")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9)Then they sank.", &[("missing-full-stop", "Then")], "Boats left ([ABC](https://a.net/x), May 9). Then they sank."),
    ("Boats left ([ABC](https://a.net/x), November 9).", &[("ambiguous-citation-year", "November 9")], "Boats left ([ABC](https://a.net/x), November 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), 9 November).", &[("ambiguous-citation-year", "9 November"), ("citation-date-format", "9 November")], "Boats left ([ABC](https://a.net/x), November 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), November 9, 2018).", &[("future-citation-date", "November 9, 2018")], "Boats left ([ABC](https://a.net/x), November 9, 2018)."),
    ("Boats left ([ABC](https://a.net/2018/05/19/x), May 9).", &[("url-date-conflict", "May 9")], "Boats left ([ABC](https://a.net/2018/05/19/x), May 19)."),
    ("Boats left ([ABC](https://a.net/2018/05/19/x), November 9, 2018).", &[("future-citation-date", "November 9, 2018")], "Boats left ([ABC](https://a.net/2018/05/19/x), November 9, 2018)."),
    ("Boats left ([ABC](https://a.net/x?utm_source=b), May 9).", &[("tracking-link", "?utm_source=b")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([https://a.net/x](https://a.net/x), May 9).", &[("bare-url-citation", "[https://a.net/x](https://a.net/x)")], "Boats left ([https://a.net/x](https://a.net/x), May 9)."),
    ("Boats left (https://a.net/x May 9).", &[("bare-url-citation", "https://a.net/x"), ("missing-citation-comma", " ")], "Boats left (https://a.net/x, May 9)."),
    ("Boats left (, June 3).", &[("unnamed-source", ", June 3")], "Boats left (, June 3)."),
    ("Boats left ( , June 3).", &[("unnamed-source", ", June 3")], "Boats left ( , June 3)."),
    ("Boats left (; June 3).", &[("unnamed-source", "; June 3")], "Boats left (; June 3)."),
    ("Boats left ([](https://a.net/x), June 3).", &[("unnamed-source", "[](https://a.net/x)")], "Boats left ([](https://a.net/x), June 3)."),
    ("Boats left ([ABC](https://a.net/x)).", &[("undated-citation", "[ABC](https://a.net/x)")], "Boats left ([ABC](https://a.net/x))."),
    ("Boats left ([ABC](https://a.net/x),).", &[("undated-citation", "[ABC](https://a.net/x)")], "Boats left ([ABC](https://a.net/x),)."),
    ("Boats left (**Reuters**, May 9).", &[], "Boats left (**Reuters**, May 9)."),
    ("Boats left (*Reuters*, May 9).", &[], "Boats left (*Reuters*, May 9)."),
    ("Boats left (*[ABC](https://a.net/x)*, May 9).", &[], "Boats left (*[ABC](https://a.net/x)*, May 9)."),
    ("Boats left ([*ABC*](https://a.net/x), May 9).", &[], "Boats left ([*ABC*](https://a.net/x), May 9)."),
    ("Boats left (see  [ABC](https://a.net/x), May 9).", &[("citation-spacing", "  ")], "Boats left (see [ABC](https://a.net/x), May 9)."),
    ("Boats left (see: [ABC](https://a.net/x), May 9).", &[], "Boats left (see: [ABC](https://a.net/x), May 9)."),
    ("Boats left (Reuters, May 9, 2018, May 10, 2018).", &[], "Boats left (Reuters, May 9, 2018, May 10, 2018)."),
    ("Boats left (Reuters, Tuesday, May 9).", &[], "Boats left (Reuters, Tuesday, May 9)."),
    ("Boats left (Reuters, February 30).", &[], "Boats left (Reuters, February 30)."),
    ("Boats left (Reuters, May 2018).", &[("incomplete-citation-date", "May 2018")], "Boats left (Reuters, May 2018)."),
    ("Boats left (Reuters, 2018).", &[("incomplete-citation-date", "2018")], "Boats left (Reuters, 2018)."),
    ("Boats left (Reuters, Dawn, May 9; , June 3).", &[("unnamed-source", ", June 3")], "Boats left (Reuters, Dawn, May 9; , June 3)."),
    ("Boats left (Reuters May 9, 2018; AFP May 10).", &[("missing-citation-comma", " "), ("redundant-citation-year", "2018"), ("missing-citation-comma", " ")], "Boats left (Reuters, May 9; AFP, May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9].", &[("unbalanced-citation", "]")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9}.", &[("unbalanced-citation", "}")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x); [CNN](https://b.net/x), May 10).", &[("undated-citation", "[ABC](https://a.net/x)")], "Boats left ([ABC](https://a.net/x); [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), Janaury 9).", &[("citation-date-format", "Janaury 9")], "Boats left ([ABC](https://a.net/x), January 9)."),
    ("Boats left ([ABC](https://a.net/x), Sept, 9).", &[("citation-date-format", "Sept, 9")], "Boats left ([ABC](https://a.net/x), September 9)."),
    ("Boats left ([ABC](https://a.net/x), May. 9).", &[("citation-date-format", "May. 9")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), 9. May).", &[("citation-date-format", "9. May")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x), 9-May-2017).", &[("citation-date-format", "9-May-2017")], "Boats left ([ABC](https://a.net/x), May 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x), 9 May, 2017).", &[("citation-date-format", "9 May, 2017")], "Boats left ([ABC](https://a.net/x), May 9, 2017)."),
    ("Boats left ([ABC](https://a.net/x)), May 9).", &[("unbalanced-citation", ")")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x))), May 9).", &[("unbalanced-citation", "))")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC](https://a.net/x)), May 9; [CNN](https://b.net/x), May 10).", &[("unbalanced-citation", ")")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x)), May 10).", &[("unbalanced-citation", ")")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left (Reuters )), May 9).", &[("unbalanced-citation", "))")], "Boats left (Reuters, May 9)."),
    ("Boats left (Reuters), May 9).", &[("unbalanced-citation", ")")], "Boats left (Reuters, May 9)."),
    ("Boats left (see [ABC](https://a.net/x)), Sept 9).", &[("unbalanced-citation", ")"), ("citation-date-format", "Sept 9")], "Boats left (see [ABC](https://a.net/x), September 9)."),
    ("Boats left ([ABC](https://a.net/x)), May 9; they sank.", &[("undated-citation", "[ABC](https://a.net/x)")], "Boats left ([ABC](https://a.net/x)), May 9; they sank."),
    ("Boats left (they say ([ABC](https://a.net/x)), May 9).", &[("undated-citation", "[ABC](https://a.net/x)")], "Boats left (they say ([ABC](https://a.net/x)), May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9) and ([CNN](https://b.net/x), May 10).", &[("citation-separator", ") and (")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9), ([CNN](https://b.net/x), May 10).", &[("citation-separator", "), (")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9); and\n([CNN](https://b.net/x), May 10).", &[("citation-separator", "); and\n(")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left ([ABC](https://a.net/x), May 9) and lorries ([CNN](https://b.net/x), May 10).", &[], "Boats left ([ABC](https://a.net/x), May 9) and lorries ([CNN](https://b.net/x), May 10)."),
    ("Boats left ([ ABC ](https://a.net/x), May 9).", &[("citation-spacing", " ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC ](https://a.net/x), May 9).", &[("citation-spacing", " ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ABC]( https://a.net/x ), May 9).", &[("citation-spacing", " ")], "Boats left ([ABC](https://a.net/x), May 9)."),
    ("Boats left ([ ABC](#), May 9).", &[("placeholder-link", "[ ABC](#)"), ("citation-spacing", " ")], "Boats left ([ABC](#), May 9)."),
    ("Boats left ([\nABC](https://a.net/x), May 9).", &[], "Boats left ([\nABC](https://a.net/x), May 9)."),
    ("Boats left ([Reuters], May 9).", &[("broken-citation-link", "[Reuters]")], "Boats left (Reuters, May 9)."),
    ("Boats left ([Reuters] May 9).", &[("broken-citation-link", "[Reuters]"), ("missing-citation-comma", " ")], "Boats left (Reuters, May 9)."),
    ("Boats left (see [The Delta Post][3], May 9).", &[("broken-citation-link", "[The Delta Post][3]")], "Boats left (see The Delta Post, May 9)."),
    ("Boats left ([ABC](https://a.net/x), May 9; [Delta Post], May 10).", &[("broken-citation-link", "[Delta Post]")], "Boats left ([ABC](https://a.net/x), May 9; Delta Post, May 10)."),
    ("Boats left ([ABC](https://a.net/x), Octobre 5).", &[("citation-date-format", "Octobre 5")], "Boats left ([ABC](https://a.net/x), October 5)."),
    ("Boats left (Le Monde, 1er août 2017; El Tiempo, 5 de mayo).", &[("citation-date-format", "1er août 2017"), ("citation-date-format", "5 de mayo")], "Boats left (Le Monde, August 1, 2017; El Tiempo, May 5)."),
    ("Boats left ([ABC](https://a.net/x), 3. März, 2017).", &[("citation-date-format", "3. März, 2017")], "Boats left ([ABC](https://a.net/x), March 3, 2017)."),
    ("Boats left ([ABC](https://a.net/x), 9 mai, [CNN](https://b.net/x), May 10).", &[("citation-date-format", "9 mai"), ("citation-separator", ", ")], "Boats left ([ABC](https://a.net/x), May 9; [CNN](https://b.net/x), May 10)."),
    ("Boats left (Le Monde, octobre 2017).", &[("incomplete-citation-date", "octobre 2017")], "Boats left (Le Monde, octobre 2017)."),
    ("Boats left (Le Monde, 31 novembre 2017).", &[("citation-date-format", "31 novembre 2017")], "Boats left (Le Monde, November 31, 2017)."),
];

/// Text that looks like one of these faults but is not.
const NO_FAULTS: [&str; 15] = [
    "Boats left ([Dawn], May 9).\n\n[Dawn]: https://www.dawn.com/1\n",
    "Boats left ([Dawn][1], May 9).\n\n[1]: https://www.dawn.com/1\n",
    "Boats left (Avesta [Dushanbe], May 9).",
    "Boats left (Reuters, May 9). They sank [1], May 10.",
    "Boats left (Reuters, May 9) and sank ([1], May 10).",
    "Boats left (Reuters, May 9) with men ([Sunday], May 10).",
    "Boats left (Reuters, May 9). “He came ([sic], May 10) alone.”",
    "Boats left (Reuters, May 9). “They were home ([Taliban] men, May 10).”",
    "Boats left (Reuters, May 9). “He came alone ([Omar Rahmani], May 10).”",
    "Boats left (Reuters, May 9) for the town ([Kabul], May 10).",
    "- [x] Boats left (Reuters, May 9)\n- [ ] ships ([x], May 10)",
    "Boats left (5 de Septiembre, May 9; Radio 5 de Octubre, May 10).",
    "Boats left (Western People, May 9, 2017; Mayo Advertiser, May 10).",
    "Boats left (the second (Reuters, May 9)), May 10).",
    "Boats left (Reuters, May 9) and (as was feared) sank (AFP, May 10).",
];

#[test]
fn what_only_looks_like_a_fault_is_none() {
    for text in NO_FAULTS {
        let found = findings(text, &settings());
        let faults = ["broken-citation-link", "citation-date-format", "citation-separator", "unbalanced-citation"];
        assert!(found.iter().all(|finding| !faults.contains(&finding.rule.name)), "{text}: {found:#?}");
    }
}

#[test]
fn each_fault_is_told_once_and_mended() {
    let mut wrong = Vec::new();
    for (text, expected, house) in FAULTS {
        let found = findings(text, &settings());
        let found: Vec<_> = found.iter().map(|d| (d.rule.name, d.span.of(text))).collect();
        if found != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
        let mended = fixed(text, &settings());
        if mended != *house {
            wrong.push(format!("{text}\n  house {house}\n  fixed {mended}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_text_has_two_faults_at_one_place() {
    for (text, ..) in FAULTS {
        let found = findings(text, &settings());
        for pair in found.windows(2) {
            // A date in another form may also lack its year: two faults in one date.
            let both = pair[0].rule.name == "ambiguous-citation-year" && pair[1].rule.name == "citation-date-format";
            let placeholder = pair.iter().any(|finding| finding.rule.name == "placeholder-link");
            assert!(both || placeholder || !pair[0].span.overlaps(pair[1].span), "{text}: {pair:#?}");
        }
    }
}

#[test]
fn the_style_of_the_house_is_kept() {
    let with = |style: Style| Settings { style, ..settings() };
    let names = |text: &str, settings: &Settings| {
        findings(text, settings).iter().map(|d| format!("{} {}", d.rule.name, d.level.name())).collect::<Vec<_>>()
    };
    let required = with(Style { links: Links::Required, ..Style::default() });
    assert_eq!(names("Boats left (Reuters, May 9).", &required), ["unlinked-citation warning"]);
    assert!(names("Boats left (Reuters, May 9).", &settings()).is_empty());
    // If links are required, a broken one is not removed.
    let broken = "Boats left ([Media e Lire](http://Media e Lire), April 17).";
    assert_eq!(fixed(broken, &required), broken);

    let after =
        with(Style { citation_placement: FormChoice::Declared(CitationPlacement::AfterFullStop), ..Style::default() });
    assert_eq!(names("Boats left. (Reuters, May 9)", &after), [""; 0]);
    assert_eq!(fixed("Boats left (Reuters, May 9).", &after), "Boats left. (Reuters, May 9)");
    assert_eq!(fixed("Boats left (Reuters, May 9.)", &after), "Boats left. (Reuters, May 9)");

    let days_first = with(Style { date_order: FormChoice::Declared(DateOrder::DayMonth), ..Style::default() });
    assert_eq!(names("Boats left (Reuters, 9 May; AFP, 9 May 2017).", &days_first), [""; 0]);
    assert_eq!(fixed("Boats left (Reuters, May 9, 2017).", &days_first), "Boats left (Reuters, 9 May 2017).");

    let once = with(Style { placeholder_links: PlaceholderLinks::Once, ..Style::default() });
    let text = "Boats left ([ABC](#), May 9; [CNN](#), May 10).";
    // All places are one decision.
    let decisions = |settings: &Settings| {
        let draft = Draft { path: "a.md", text, settings, gazetteer: &Gazetteer::shipped() };
        Decisions::of(&check(draft).diagnostics).iter().map(|decision| decision.places().len()).collect::<Vec<_>>()
    };
    assert_eq!((names(text, &once).len(), decisions(&once)), (2, vec![2]));
    assert_eq!((names(text, &settings()).len(), decisions(&settings())), (2, vec![1, 1]));
}

#[test]
fn the_examples_of_the_grammar_are_citations() {
    let page = include_str!("../../docs/grammar.md");
    let (_, examples) = page.split_once("```md citation\n").unwrap();
    let (examples, _) = examples.split_once("\n```").unwrap();
    assert!(examples.lines().count() >= 10);
    for line in examples.lines() {
        let text = format!("Boats left {line}.");
        let read =
            check(Draft { path: "draft.md", text: &text, settings: &settings(), gazetteer: &Gazetteer::shipped() })
                .bulletin
                .citations;
        assert!(read.len() == 1 && read[0].span.of(&text) == line, "{line}: {read:#?}");
    }
}
