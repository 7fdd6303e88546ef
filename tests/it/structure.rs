//! For any text: the structure that is read lies within it, and the fixes for structure and copy settle.

use copydesk::bulletin::Bulletin;
use copydesk::check::Draft;
use copydesk::config::Settings;
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::markdown::parse;
use copydesk::rules::{Family, all};
use copydesk::text::Span;
use proptest::prelude::*;

/// Pieces of bulletins, whole and broken.
const PIECES: [&str; 38] = [
    "# Harbour Watch",
    "## One",
    "### **Two**",
    "#### Notes",
    "**BRIEFS**",
    "*Ada Bern*",
    "By Cem Dal and Eda Fox",
    "p.4",
    "VOLUME IV, ISSUE 7",
    "October 10, 2018",
    "- [One](#one), Ada Bern",
    "1. Ibid.",
    "> quoted",
    "***",
    "---",
    "```",
    "The port of the\n\nold town",
    "Feb-\n\nruary",
    "employ-\nment",
    "the the",
    "Iran/ Iraq— and",
    "\"a 'b' ’ “ ” c",
    "*Ada Bern is an analyst of ports and harbours.*",
    "<!-- page -->",
    "![x](y)",
    "| a | b |\n|--|--|\n| the the | \"c |",
    "title: x",
    "+++",
    "[^1]: note",
    "(Hazara and other",
    "é’s",
    "\r\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    " ",
    "Three\n=====",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

/// Every span is in the text, and the front and the articles cover it in order.
fn holds(text: &str) {
    let bulletin = Bulletin::read("a.md", text, &parse(text), &Gazetteer::shipped(), &Settings::default());
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    let mut last = bulletin.issue.front.end;
    inside(bulletin.issue.front);
    for article in &bulletin.articles {
        assert_eq!(article.span.start, last, "{text:?}");
        last = article.span.end;
        inside(article.span);
        // Front matter, including header lines, provides a title if no heading does.
        inside(article.title.span);
        let titled = article.heading.is_none() && article.title.span.end <= article.span.start;
        assert!(titled || article.span.contains(article.title.span), "{article:?} in {text:?}");
        article.authors.iter().for_each(|author| inside(author.span));
        for section in &article.sections {
            assert!(article.span.contains(section.title.span), "{article:?} in {text:?}");
        }
        article.biographies.iter().for_each(|it| assert!(it.span.contains(it.subject.span)));
    }
    assert!(bulletin.articles.is_empty() || last as usize == text.len(), "{text:?}");
    for entry in &bulletin.contents {
        inside(entry.span);
        inside(entry.title.span);
    }
    bulletin.breaks.iter().for_each(|cut| [cut.span, cut.gap].into_iter().for_each(inside));
    bulletin.split_words.iter().for_each(|cut| [cut.span, cut.head, cut.tail].into_iter().for_each(inside));
    let mut last = 0;
    for quotation in &bulletin.quotations {
        inside(*quotation);
        assert!(quotation.start >= last, "{:?} in {text:?}", bulletin.quotations);
        last = quotation.end;
    }
    bulletin.typography.marks.iter().for_each(|mark| inside(mark.span));
    bulletin.typography.uneven_spacing.iter().for_each(|sign| [sign.span, sign.space].into_iter().for_each(inside));
}

proptest! {
    #[test]
    fn any_bulletin_is_read(text in pieces()) {
        holds(&text);
    }

    #[test]
    fn any_text_is_read(text in "(?s).{0,60}") {
        holds(&text);
    }

    #[test]
    fn fixes_of_structure_and_copy_settle(text in pieces()) {
        let ours = |family| matches!(family, Family::Structure | Family::Copy);
        let rules: Vec<String> = all().iter().filter(|r| ours(r.family)).map(|r| r.name.to_owned()).collect();
        let wanted = Wanted { review: true, rules };
        let once = fix(Draft { path: "a.md", text: &text, settings: &Settings::default(), gazetteer: &Gazetteer::shipped() }, &wanted).text;
        let twice = fix(Draft { path: "a.md", text: &once, settings: &Settings::default(), gazetteer: &Gazetteer::shipped() }, &wanted).text;
        prop_assert_eq!(once, twice);
    }
}
