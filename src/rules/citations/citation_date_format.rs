//! A citation date that is understood, but not in the form of the others or of the house style.

use crate::bulletin::citation::{DatePlace, Item, LinkForm, print_date, print_item};
use crate::bulletin::habits::Whose;
use crate::bulletin::items::CitationStyle;
use crate::calendar::{self, Join, MonthForm, Order, Written};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::words::is_alphanumeric;
use crate::text::{Offset, Slice, Span};
use compact_str::CompactString;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-date-format",
    family: Family::Citations,
    summary: "a date that is understood but not in the form of the others or of the house style",
    page: include_str!("../../../docs/rules/citation-date-format.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    if item.is_author_date_entry() {
        return;
    }
    let habit = doc.bulletin.habits.citation_dates;
    let lone = item.dates.len() == 1;
    // A note or a source line may have its date in brackets or before its outlet.
    let apart = item.style().is_apart();
    let astray = item.date_place != DatePlace::Behind && !item.style().is_read_whole();
    if astray && let Some(date) = item.date() {
        misplaced(doc, item, date, out);
    }
    for date in item.dates.iter().skip(usize::from(astray)).chain(item.other_dates()) {
        if date.order == Order::Week {
            out.flag(date.span, ["“", doc.text(date.span), "” is a week: name the day"]);
        }
        let style = habit.style_of(date, doc.text);
        // `from July 10 to July 14` would become `from July 10–July 14`.
        let is_stretch = !date.further.is_empty() && item.marker.is_some_and(|marker| doc.text(marker) == "from");
        if is_stretch {
            continue;
        }
        // `June, 2018`
        if apart && date.order == Order::MonthYear && doc.text(date.span).contains(',') {
            let plain = doc.text(date.span).replacen(',', "", 1);
            out.flag(date.span, ["Leave out the comma between the month and its year: “", &plain, "”"])
                .fix(Fix::replace(Safety::Safe, date.span, plain));
            continue;
        }
        // `November 18 (30), 1889` tells a day in two calendars.
        if date.day.is_none() || date.is_house_form(doc.text, style) || doc.text(date.span).contains('(') {
            continue;
        }
        // In a list of references, a date in numbers that nobody can misread is as good as one in words.
        let listed = matches!(item.style(), CitationStyle::Numbered | CitationStyle::Bibliography);
        if listed && date.order == Order::YearMonthDay && habit.whose(date, doc.text) == Whose::Shipped {
            continue;
        }
        if date.is_ambiguous() {
            let flag = out.flag(date.span, ["“", doc.text(date.span), "” can be read as two different days"]);
            flag.maybe_fix(told(doc, item, date).map(|house| Fix::replace(Safety::Review, date.span, house)));
            continue;
        }
        let house = print_date(doc.text, date, lone && !habit.own_year && !apart, doc.date(), style);
        let flag = out.flag(date.span, [habit.whose(date, doc.text).says(), " “", &house, "”"]);
        // The century is unknown: `8/27/19` in an issue of 2018.
        let ahead = date.assumed && doc.date().is_some_and(|issue| doc.resolve(date).is_some_and(|day| day > issue));
        // `12 12 June`: it is unknown which date the first day belongs to.
        if !ahead
            && !is_torn(doc.text, date.span)
            && !doc.text.slice(..date.span.start as usize).trim_end().ends_with(|c: char| c.is_ascii_digit())
        {
            flag.fix(Fix::replace(safety(date), date.span, house));
        }
    }
}

/// Whether a word continues directly after a date: `8 Octo/ber`.
fn is_torn(text: &str, date: Span) -> bool {
    let mut behind = text.slice(date.end as usize..).chars();
    matches!(behind.next(), Some('/' | '-')) && behind.next().is_some_and(char::is_lowercase)
}

/// A misspelled month may be another month, `3/4` may be a night, and an assumption may be wrong: a person decides.
fn safety(date: &Written) -> Safety {
    let misspelt = date.month.is_some_and(|month| month.value.form == MonthForm::Misspelt);
    let night = date.further.iter().any(|further| further.join == Join::Slash);
    if misspelt || night || date.assumed { Safety::Review } else { Safety::Safe }
}

/// A date before its source, inside the link, or in brackets of its own.
fn misplaced(doc: &Document<'_>, item: &Item, date: &Written, out: &mut Report) {
    let message = match item.date_place {
        DatePlace::Behind | DatePlace::First => "Put the date after the source",
        DatePlace::InLink => "Put the date after the link, not inside it",
        DatePlace::InBrackets => "Put the date after a comma, not in brackets of its own",
    };
    let habit = doc.bulletin.habits.citation_dates;
    // If the issue's own year is written out, it stays.
    let issue = doc.date().filter(|_| !habit.own_year);
    // What stands beside the link stays: `[Dawn, May 9](…), p. 4`.
    let inside = |place: Span| item.link.is_some_and(|link| link.label.contains(place));
    let link = item.link.filter(|_| inside(date.span) && item.source.is_some_and(inside));
    let part = match link {
        Some(link) => &Item { span: link.span, trailer: None, ..item.clone() },
        None => item,
    };
    let house = print_item(doc.text, part, issue, habit.style());
    let bare = item.link.is_some_and(|link| link.form == LinkForm::Bare);
    let known = !bare
        && item.author.is_none()
        && !item.is_emphasised(doc.text)
        && !date.is_ambiguous()
        && item.source.is_none_or(|source| is_balanced(doc.text(source)));
    let fix = || {
        if keeps_words(doc.text, part, &house) {
            return Some(Fix::replace(safety(date), part.span, house));
        }
        // `[Dawn](…) of Lagos (May 9)`: the words stay where they are.
        let brackets = brackets_around(doc.text, item, date)?;
        let day = print_date(doc.text, date, true, issue, habit.style());
        Some(Fix::replace(safety(date), brackets, [", ", &*day].concat()))
    };
    out.flag(date.span, message).maybe_fix(known.then(fix).flatten());
}

/// Whether as many brackets close as open: `Reuters(../a.md (May 9)` is a broken link, and not a source before its date.
fn is_balanced(source: &str) -> bool {
    let count = |sign| source.bytes().filter(|byte| *byte == sign).count();
    count(b'(') == count(b')')
}

/// The brackets around the only date of an item, with the space before them, if the item ends there.
fn brackets_around(text: &str, item: &Item, date: &Written) -> Option<Span> {
    let before = Span::new(item.span.start, date.span.start).of(text).strip_suffix('(')?;
    let closes = text.slice(date.span.end as usize..).starts_with(')');
    let ends = closes && item.span.end == date.span.end + 1 && item.dates.len() == 1;
    ends.then(|| Span::new(item.span.start + before.trim_end().len() as Offset, item.span.end))
}

/// Whether the printed form of an item contains each of its words beside the dates: a word may belong to no field.
fn keeps_words(text: &str, item: &Item, printed: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !is_alphanumeric(c)).filter(|word| !word.is_empty())
    }
    let mut left: Vec<&str> = words(printed).collect();
    let mut keeps = |part: Span| {
        words(part.of(text)).all(|word| match left.iter().position(|left| *left == word) {
            Some(at) => {
                left.swap_remove(at);
                true
            }
            // `Reuters (on the 9th of May)`
            None => matches!(word, "on" | "the"),
        })
    };
    let mut dates: Vec<Span> = item.dates.iter().map(|date| date.span).collect();
    dates.sort_unstable();
    let mut from = item.span.start;
    for date in dates.into_iter().chain([Span::empty(item.span.end)]) {
        if date.start > from && !keeps(Span::new(from, date.start)) {
            return false;
        }
        from = from.max(date.end);
    }
    true
}

/// The reading of `05/09/16` that agrees with the address.
fn told(doc: &Document<'_>, item: &Item, date: &Written) -> Option<CompactString> {
    let told = calendar::url_date(item.url(doc.text)?)?.to_date()?;
    let numbers = [date.month?.value.number, date.day?.value].map(i16::from);
    let (month, day) = (i16::from(told.month()), i16::from(told.day()));
    let fits = numbers == [month, day] || numbers == [day, month];
    let year = date.year.is_none_or(|year| year.value == told.year());
    (fits && year).then(|| calendar::print_day(told, doc.bulletin.habits.citation_dates.style(), doc.date()))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn words_beside_a_misplaced_date_stay() {
        let printed = [
            ("[Dawn, 9 May](https://a.net/x) and AFP", "[Dawn](https://a.net/x), May 9 and AFP"),
            ("[Dawn, 9 May](https://a.net/x), p. 4", "[Dawn](https://a.net/x), May 9, p. 4"),
            ("[Dawn, 9 May](https://a.net/x) from AFP", "[Dawn](https://a.net/x), May 9 from AFP"),
            ("AFP and [Dawn, 9 May](https://a.net/x)", "AFP and [Dawn](https://a.net/x), May 9"),
            ("Lagos desk of [Dawn, 9 May](https://a.net/x)", "Lagos desk of [Dawn](https://a.net/x), May 9"),
            ("Dawn (9 May) of Lagos", "Dawn, May 9, of Lagos"),
            ("[Dawn](https://a.net/x) of Lagos (9 May)", "[Dawn](https://a.net/x) of Lagos, May 9"),
            (
                "[Dawn](https://a.net/x) of Lagos  (9 May 2018); AFP, May 3",
                "[Dawn](https://a.net/x) of Lagos, May 9; AFP, May 3",
            ),
            ("Reuters(../a.md (9 May);)", "Reuters(../a.md (9 May);)"),
            ("Dawn (Lagos) (9 May)", "Dawn (Lagos), May 9"),
            // Here nobody knows what the words belong to.
            ("[Dawn](https://a.net/x) of Lagos (May 9 at dawn)", "[Dawn](https://a.net/x) of Lagos (May 9 at dawn)"),
        ];
        for (before, after) in printed {
            check_fix("citation-date-format", &format!("Boats left ({before})."), &format!("Boats left ({after})."));
        }
    }

    #[test]
    fn a_few_citations_may_follow_the_prose() {
        let prose = "On 3 April they left, on 4 April they came, and on 9 June it fell";
        for date in ["24 February", "February 24"] {
            check_clean("citation-date-format", &format!("{prose} (Reuters, {date})."));
        }
        check_fix(
            "citation-date-format",
            &format!("{prose} (Reuters, 24th Feb.; AFP, 2018-02-25)."),
            &format!("{prose} (Reuters, 24 February; AFP, 25 February)."),
        );
        // Prose that writes months first leaves the default.
        check_fix(
            "citation-date-format",
            "On April 3 they left, on April 4 they came, and on June 9 it fell (Reuters, 24 February).",
            "On April 3 they left, on April 4 they came, and on June 9 it fell (Reuters, February 24).",
        );
    }

    #[test]
    fn dates_are_written_in_the_form_of_the_house() {
        check(
            "citation-date-format",
            "Boats left (Reuters, Sept. 9; AFP, 05/09/16).
                     ^^^^^^^ The shipped style is “September 9”
                                   ^^^^^^^^ “05/09/16” can be read as two different days
",
        );
        for (before, after) in [
            ("Reuters, 9 May", "Reuters, May 9"),
            ("Reuters, May 9th, 2018", "Reuters, May 9"),
            ("Reuters, Septmber 9", "Reuters, September 9"),
            ("Reuters, 21.09.16", "Reuters, September 21, 2016"),
            ("Reuters, the 9th of May", "Reuters, May 9"),
            ("May 9, Reuters", "Reuters, May 9"),
            ("[Reuters, May 9](https://a.net/x)", "[Reuters](https://a.net/x), May 9"),
            ("Reuters (May 9)", "Reuters, May 9"),
            ("Reuters (May 9) and May 10", "Reuters, May 9 and May 10"),
            ("Reuters (May 9) and Dawn, May 10", "Reuters, May 9 and Dawn, May 10"),
            ("Reuters (May 9) & Dawn (May 10)", "Reuters, May 9 & Dawn, May 10"),
        ] {
            check_fix("citation-date-format", &format!("Boats left ({before})."), &format!("Boats left ({after})."));
        }
        // The document's own form.
        let own = "It rained (Reuters, 9 May). It rained (Dawn, 3 June). It rained (AFP, 1 April 2017). ";
        check_clean("citation-date-format", own);
        check_fix(
            "citation-date-format",
            &format!("{own}Boats left (AP, June 2, 2016; TASS, 3rd July)."),
            &format!("{own}Boats left (AP, 2 June 2016; TASS, 3 July)."),
        );
        let iso = "It rained (Reuters, 2017-05-09; Dawn, 2018-06-03; AFP, 2016-12-24). ";
        check_clean("citation-date-format", iso);
        check_clean("citation-date-format", &format!("{iso}It rained (AP, May 3)."));
        check_fix(
            "citation-date-format",
            &format!("{iso}Boats left (AP, June 2, 2016)."),
            &format!("{iso}Boats left (AP, 2016-06-02)."),
        );
        // A fix does not remove the issue's year either if all dates have it.
        check_fix(
            "citation-date-format",
            "It rained (Reuters, May 9, 2018; AFP, May 8, 2018; Dawn, 1 June 2018).",
            "It rained (Reuters, May 9, 2018; AFP, May 8, 2018; Dawn, June 1, 2018).",
        );
        // The document has no form of its own: the default applies.
        check_fix(
            "citation-date-format",
            "It rained (Reuters, 9 May; Dawn, June 3; AFP, 1 April 2017; AP, June 4).",
            "It rained (Reuters, May 9; Dawn, June 3; AFP, April 1, 2017; AP, June 4).",
        );
        check(
            "citation-date-format",
            "Boats left (Reuters, week of September 3; AFP, March 3/4; TASS, 8/27/45; Interfax, 8/27/19).
                     ^^^^^^^^^^^^^^^^^^^ “week of September 3” is a week: name the day
                                               ^^^^^^^^^ The usual form is “March 3–4”
                                                                ^^^^^^^ The usual form is “August 27, 1945”
                                                                                   ^^^^^^^ The usual form is “August 27, 2019”
",
        );
        // Other dates reveal the order of `05/09/16`.
        let shown = "Boats left (Reuters, 21/09/2016; AFP, 05/09/16).";
        check_fix("citation-date-format", shown, "Boats left (Reuters, September 21, 2016; AFP, September 5, 2016).");
        check_clean("citation-date-format", "Boats left (Reuters, January 15 and 23; TASS, July 22–24).");
    }
}
