//! Citations: every part is in its item, every item in its group, in order; and a group prints as one line that can be
//! read as a citation.

use crate::dice::Dice;
use crate::{document, ensure, text_of};
use copydesk::bulletin::citation::print_group;

/// The components of citations and their faults.
pub const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "((",
    "))",
    "](",
    " ",
    ", ",
    ",",
    "; ",
    ";",
    ".",
    ". ",
    "\n",
    "\n> ",
    "\n\n",
    "*",
    "_",
    "“",
    "”",
    "\"",
    "#",
    "May 9",
    "9 May",
    "September 21, 2018",
    "November 3",
    "2017",
    "Sept. 9th",
    "05/09/16",
    "Reuters",
    "AFP",
    "&",
    "and",
    "[Dawn](https://www.dawn.com/1)",
    "[ABC](#)",
    "[Dawn, May 9](https://dawn.com/2)",
    "https://a.net/2018/05/09/x",
    "[Top Channel](http://Top Channel)",
    "](http://quay.al;s)",
    "see ",
    "accessed ",
    "é",
    "Thus ",
    "boats left ",
    "The navy said ",
    "from AFP",
    " and ",
    "[ABC] (#)",
    "`x`",
    "<b>",
    "![i](j)",
    "[^1]",
    "&amp;",
    "\r\n",
    "\r",
    "n.d.",
    "author’s interview",
    "‘",
    "’",
];

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    // A long paragraph before an unclosed bracket reaches the limits of the parser’s lookahead.
    let before = if dice.once_in(30) { dice.between(0, 6000) } else { dice.between(0, 40) };
    let mut text = "boats left “é” ".repeat(before / 16);
    for _ in 0..dice.between(1, 24) {
        text.push_str(dice.one_of(PIECES));
    }
    text.into_bytes()
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    places_hold(&text_of(data))
}

/// Every part of every citation is where it should be, and each group prints as something.
///
/// # Errors
/// A description of what does not hold.
pub fn places_hold(text: &str) -> Result<(), String> {
    let checked = document::run_check(text);
    for citation in &checked.bulletin.citations {
        let lies = |span: copydesk::text::Span| text.get(span.range()).is_some();
        ensure(lies(citation.span), || format!("a citation at {:?} lies outside the text", citation.span))?;
        let mut last = citation.span.start;
        for item in &citation.items {
            ensure(lies(item.span) && citation.span.contains(item.span), || {
                format!("an item at {:?} leaves its group", item.span)
            })?;
            ensure(item.span.start >= last, || format!("the items at {last} and {:?} overlap", item.span))?;
            last = item.span.end;
            let parts = item.dates.iter().map(|date| date.span).chain(item.source).chain(item.gap).chain(item.trailer);
            for part in parts.chain(item.link.map(|link| link.span)) {
                ensure(lies(part) && item.span.contains(part), || {
                    format!("a part at {part:?} leaves its item {:?}", item.span)
                })?;
            }
        }
        let settings = document::settings();
        let printed = print_group(text, citation, settings.date, settings.date_style());
        ensure(!printed.is_empty(), || format!("the citation at {:?} prints as nothing", citation.span))?;
    }
    Ok(())
}
