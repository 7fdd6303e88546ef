//! Many suppressions cost little more each than a single one.

use crate::thread_time::thread_time;
use copydesk::check::{Draft, check};
use copydesk::config::Settings;
use copydesk::gazetteer::Gazetteer;
use std::fmt::Write as _;
use std::time::Duration;

/// A number of comments in one shape.
type Shape = fn(usize) -> String;

const SHAPES: &[(&str, Shape)] = &[
    ("apart", |n| "<!-- copydesk-ignore undated-citation -->\n\n".repeat(n)),
    ("line after line", |n| "<!-- copydesk-ignore undated-citation -->\n".repeat(n)),
    ("before one list", |n| "<!-- copydesk-ignore undated-citation -->\n".repeat(n) + "\n" + &"- a\n".repeat(n)),
    ("in a list", |n| "- <!-- copydesk-ignore undated-citation -->\n".repeat(n)),
    ("in a quotation", |n| "> <!-- copydesk-ignore undated-citation -->\n".repeat(n)),
    ("in one line", |n| "a <!-- copydesk-ignore undated-citation -->".repeat(n)),
    ("not closed", |n| "a <!-- copydesk-ignore undated-citation\n\n".repeat(n)),
    ("not closed, in one block", |n| "<!-- copydesk-ignore undated-citation\n".repeat(n)),
    ("starts before ends", |n| {
        "<!-- copydesk-ignore-start a-b -->\n\n".repeat(n) + &"<!-- copydesk-ignore-end -->\n\n".repeat(n)
    }),
    ("unknown names", |n| format!("<!-- copydesk-ignore {} -->\nWords.\n", names(n))),
    ("names that end", |n| {
        let names = names(n);
        format!("<!-- copydesk-ignore-start {names} -->\n\nWords.\n\n<!-- copydesk-ignore-end {names} -->\n")
    }),
    ("names that end one by one", |n| {
        let ends = names(n).split(", ").fold(String::new(), |mut ends, name| {
            let _ = write!(ends, "<!-- copydesk-ignore-end {name} -->\n\n");
            ends
        });
        format!("<!-- copydesk-ignore-start {} -->\n\nWords.\n\n{ends}", names(n))
    }),
];

fn names(n: usize) -> String {
    (0..n).map(|number| format!("undatd-citaton{number}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn four_times_the_suppressions_take_at_most_six_times_the_time() {
    const COUNT: usize = 1200;
    let (settings, gazetteer) = (Settings::default(), Gazetteer::shipped());
    let cost = |text: &str| {
        let before = thread_time();
        let checked = check(Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer });
        assert!(!checked.bulletin.suppressions.is_empty() || !checked.bulletin.malformed_suppressions.is_empty());
        thread_time().saturating_sub(before)
    };
    for (name, shape) in SHAPES {
        let (few, many) = (shape(COUNT), shape(4 * COUNT));
        // The minimum of several runs, because the machine may be doing other things; done as soon as they are within
        // the limit.
        let (mut least_few, mut least_many) = (Duration::MAX, Duration::MAX);
        let keeps = (0..8).any(|_| {
            (least_few, least_many) = (least_few.min(cost(&few)), least_many.min(cost(&many)));
            least_many <= 6 * least_few.max(Duration::from_micros(200))
        });
        assert!(keeps, "{name}: {COUNT} cost {least_few:?}, four times as many {least_many:?}");
    }
}
