//! A note that is marred in its form: the fixes and the formatter write what the printer prints of it.

use copydesk::bulletin::items::{CitationStyle, TitleForm};
use copydesk::calendar::DateStyle;
use copydesk::check::{Draft, check};
use copydesk::config::{CommaPlace, NoteOrder, Settings};
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::ide::View;
use copydesk::ide::format::format;
use copydesk::text::Span;
use copydesk::text::edits::apply;
use copydesk::works::print::HouseForm;
use copydesk::works::{Work, WorkDate, names};
use std::sync::{Arc, LazyLock};

static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(Gazetteer::shipped);

/// The rules on the form of notes.
const FORM: [&str; 6] = [
    "unquoted-title",
    "note-punctuation",
    "citation-order",
    "citation-date-format",
    "citation-separator",
    "citation-spacing",
];

fn settings() -> Settings {
    Settings { date: "2019-06-01".parse().ok(), ..Settings::default() }
}

/// A document whose last note is the given one. The others have the form.
fn document(form: &HouseForm, note: &str) -> String {
    let other = |title: &str, source: &str, day: &str, url: &str| {
        let dates = WorkDate::parse(day).into_iter().collect();
        let words = |text: &str| text.to_owned();
        Work { title: words(title), source: words(source), url: words(url), dates, ..Work::default() }
            .print(CitationStyle::Note, form)
    };
    let mut notes = vec![
        other("Quay Reopens", "Al Jazeera", "2018-05-05", ""),
        other("Bakers Meet", "Reuters", "2018-05-06", ""),
        other("Boats Found", "Xinhua", "2018-05-07", ""),
        other("Dam Leaks", "Dawn", "2018-05-08", "https://www.dawn.com/news/dam"),
        other("Dam Sings", "Dawn", "2018-05-09", "https://www.dawn.com/news/sings"),
        other("Dam Falls", "Dawn", "2018-05-11", "https://www.dawn.com/news/falls"),
    ];
    notes.push(note.to_owned());
    let marks: Vec<String> = (1..=notes.len()).map(|at| format!("The convoy left.[^{at}]")).collect();
    let bodies: Vec<String> = notes.iter().zip(1..).map(|(note, at)| format!("[^{at}]: {note}\n")).collect();
    format!("# The road\n\n{}\n\n{}", marks.join(" "), bodies.join("\n"))
}

fn forms() -> Vec<HouseForm> {
    let usual = HouseForm::default;
    vec![
        usual(),
        HouseForm { comma: CommaPlace::Outside, ..usual() },
        HouseForm { comma: CommaPlace::Outside, marks: ('‘', '’'), dates: DateStyle::DAY_MONTH, ..usual() },
        HouseForm { marks: ('"', '"'), final_stop: false, stop_behind_address: false, ..usual() },
        HouseForm { order: NoteOrder::OutletFirst, final_stop: false, stop_behind_address: false, ..usual() },
        HouseForm { order: NoteOrder::OutletFirst, dates: DateStyle::DAY_MONTH, ..usual() },
    ]
}

/// Works of all authors and titles, with the other fields in turn.
fn works() -> Vec<Work> {
    let authors = ["", "Lena Mertz", "Lena Mertz and Tobin Osten"];
    let titles = ["Tunnels Closed Again", "Who Holds the Port?", "Kestin’s Long Road Home"];
    let sources = [
        ("Daily Nation", "nation.africa"),
        ("Al Jazeera", "www.aljazeera.com"),
        ("The Guardian", "www.theguardian.com"),
    ];
    let dates = ["2018-05-04", "2017-11-09", "2018-09-21"];
    let mut works = Vec::new();
    for (at, author) in authors.iter().enumerate() {
        for (title, words) in titles.iter().enumerate() {
            let turn = at * 2 + title;
            let (source, host) = sources[turn % 3];
            let addressed = turn % 2 == 0;
            works.push(Work {
                author: (*author).to_owned(),
                title: (*words).to_owned(),
                source: source.to_owned(),
                source_in_italics: title == 1,
                dates: WorkDate::parse(dates[(turn + at) % 3]).into_iter().collect(),
                url: if addressed { format!("https://{host}/news/a-b_1") } else { String::new() },
                accessed: WorkDate::parse("2018-10-02").filter(|_| addressed && title == 2),
                ..Work::default()
            });
        }
    }
    works
}

/// The ways to mar a note.
#[derive(Clone, Copy, Debug)]
enum Slip {
    DoubledComma,
    DoubledStop,
    Semicolon,
    FinalStop,
    CommaSide,
    CommaAfterQuestion,
    StopBehindOutlet,
    OtherDates,
    OtherOrder,
    DateBeforeOutlet,
    AddressFirst,
    BareTitle,
    ItalicTitle,
    SurnameFirst,
}

const SLIPS: [Slip; 14] = [
    Slip::DoubledComma,
    Slip::DoubledStop,
    Slip::Semicolon,
    Slip::FinalStop,
    Slip::CommaSide,
    Slip::CommaAfterQuestion,
    Slip::StopBehindOutlet,
    Slip::OtherDates,
    Slip::OtherOrder,
    Slip::DateBeforeOutlet,
    Slip::AddressFirst,
    Slip::BareTitle,
    Slip::ItalicTitle,
    Slip::SurnameFirst,
];

/// The note with the slip; none where it has no place for it.
fn marred(slip: Slip, work: &Work, form: &HouseForm) -> Option<String> {
    let print = |work: &Work, form: &HouseForm| work.print(CitationStyle::Note, form);
    let clean = print(work, form);
    let bare = clean.trim_end_matches('.').to_owned();
    let title_first = form.order == NoteOrder::TitleFirst;
    let question = work.title.ends_with('?');
    let day = work.date()?.in_full(form.dates);
    let source = if work.source_in_italics { format!("*{}*", work.source) } else { work.source.clone() };
    let of = |work: Work| print(&work, &HouseForm { keeps_title_marks: true, ..form.clone() });
    let (open, close) = form.marks;
    let marred = match slip {
        Slip::DoubledComma => clean.replacen(", ", ",, ", 1),
        Slip::DoubledStop if clean.ends_with('.') => format!("{clean}."),
        Slip::Semicolon => format!("{bare};"),
        Slip::FinalStop if clean.ends_with('.') => bare,
        Slip::FinalStop => format!("{clean}."),
        Slip::CommaSide if title_first && !question => {
            let other = if form.comma == CommaPlace::Inside { CommaPlace::Outside } else { CommaPlace::Inside };
            print(work, &HouseForm { comma: other, ..form.clone() })
        }
        Slip::CommaAfterQuestion if question && form.comma == CommaPlace::Inside && title_first => {
            clean.replacen(&format!("?{close}"), &format!("?,{close}"), 1)
        }
        Slip::StopBehindOutlet if title_first => {
            clean.replacen(&format!("{source}, {day}"), &format!("{source}. {day}"), 1)
        }
        Slip::OtherDates => {
            let other = if form.dates == DateStyle::DAY_MONTH { DateStyle::default() } else { DateStyle::DAY_MONTH };
            print(work, &HouseForm { dates: other, ..form.clone() })
        }
        // With an author, an outlet in first place is no other order of the same fields.
        Slip::OtherOrder if work.author.is_empty() => {
            let other = if title_first { NoteOrder::OutletFirst } else { NoteOrder::TitleFirst };
            print(work, &HouseForm { order: other, ..form.clone() })
        }
        Slip::DateBeforeOutlet if title_first => {
            clean.replacen(&format!("{source}, {day}"), &format!("{day}, {source}"), 1)
        }
        Slip::AddressFirst if title_first && !work.url.is_empty() => {
            let rest = print(&Work { url: String::new(), ..work.clone() }, form);
            format!("{}, {rest}", work.url)
        }
        Slip::BareTitle if title_first && !question && !work.author.is_empty() => {
            of(Work { title_form: Some(TitleForm::Bare), ..work.clone() })
        }
        Slip::ItalicTitle if title_first && !question && !work.author.is_empty() => clean
            .replacen(&format!("{open}{}", work.title), &format!("*{}*", work.title), 1)
            .replacen(&format!("*,{close}"), "*,", 1)
            .replacen(&format!("*{close},"), "*,", 1),
        Slip::SurnameFirst if title_first && !work.author.is_empty() => {
            clean.replacen(&work.author, &names::for_list(&work.author), 1)
        }
        _ => return None,
    };
    (marred != clean).then_some(marred)
}

#[test]
fn fixes_and_formatting_write_what_the_printer_prints() {
    let forms = forms();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = forms.iter().map(|form| scope.spawn(|| wrong_in(form))).collect();
        runs.into_iter().flat_map(|run| run.join().expect("a run")).collect()
    });
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// What is not as it should be in notes of a form.
fn wrong_in(form: &HouseForm) -> Vec<String> {
    let own = settings();
    let desk = |text: &str| {
        let draft = Draft { path: "a.md", text, settings: &own, gazetteer: &GAZETTEER };
        let checked = check(draft);
        let names = checked.diagnostics.iter().map(|found| found.rule.name);
        let found: Vec<&str> = names.filter(|name| FORM.contains(name)).collect();
        let wanted = Wanted { review: true, rules: FORM.map(str::to_owned).to_vec() };
        let fixed = fix(draft, &wanted).text;
        let formatted = apply(text, &format(View { draft, checked: &checked }, Span::at(0..text.len())));
        (found, fixed, formatted)
    };
    let mut wrong = Vec::new();
    let mut seen = 0;
    for work in works() {
        // An author behind the outlet is not what anybody writes.
        let outlet_first = form.order == NoteOrder::OutletFirst;
        let work = if outlet_first { Work { author: String::new(), ..work } } else { work };
        let note = work.print(CitationStyle::Note, form);
        let clean = document(form, &note);
        let (found, fixed, formatted) = desk(&clean);
        if !found.is_empty() || fixed != clean || formatted != clean {
            wrong.push(format!("clean: {found:?} of {note}\n   {}\n   {}", last(&fixed), last(&formatted)));
            continue;
        }
        for slip in SLIPS {
            let Some(note) = marred(slip, &work, form) else { continue };
            let (found, fixed, formatted) = desk(&document(form, &note));
            seen += 1;
            if found.is_empty() {
                wrong.push(format!("{slip:?}: nothing is said of {note}"));
            }
            if fixed != clean {
                wrong.push(format!("{slip:?}, {found:?}: the fixes make of {note}\n   {}", last(&fixed)));
            }
            if formatted != clean {
                wrong.push(format!("{slip:?}: formatting makes of {note}\n   {}", last(&formatted)));
            }
        }
    }
    assert!(seen > 20, "{seen}");
    wrong
}

fn last(text: &str) -> &str {
    text.trim_end().rsplit('\n').next().unwrap_or_default()
}

/// A bracket opens in one note and closes in the next: it is no citation, and the notes keep their items.
#[test]
fn no_citation_runs_from_one_note_into_the_next() {
    for (first, second) in [
        ("Dawn, May 9 (see [Geo", "here](https://geo.tv/x), May 10)"),
        ("It was called (Dawn", "AFP, May 10)"),
        ("Dawn (Reuters", "AFP), May 10"),
    ] {
        let text = format!("# Sources\n\n[1] {first}\n[2] {second}\n");
        let bulletin = copydesk::bulletin::read("draft.md", &text, &GAZETTEER, &settings());
        let border = text.find("\n[2]").unwrap();
        let across = |span: Span| (span.start as usize) < border && border < span.end as usize;
        assert!(bulletin.citations.iter().all(|one| !across(one.span)), "{text}");
        assert!(bulletin.item_groups.iter().all(|group| !across(group.span)), "{text}");
    }
}
