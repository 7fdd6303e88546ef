//! The fixes of structure and copy settle: applied once, they leave nothing to apply.

use copydesk::config::Settings;
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::rules::{Family, all};
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

proptest! {
    #[test]
    fn fixes_of_structure_and_copy_settle(
        text in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
    ) {
        let ours = |family| matches!(family, Family::Structure | Family::Copy);
        let rules: Vec<String> = all().iter().filter(|r| ours(r.family)).map(|r| r.name.to_owned()).collect();
        let wanted = Wanted { review: true, rules };
        let once = fix("a.md", &text, &Settings::default(), &Gazetteer::shipped(), &wanted).text;
        let twice = fix("a.md", &once, &Settings::default(), &Gazetteer::shipped(), &wanted).text;
        prop_assert_eq!(once, twice);
    }
}
