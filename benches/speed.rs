//! The speed of copydesk compared with a bare Markdown parse.
//!
//! * `bare`, `markdown` and `check` read one text in three sizes: the time pulldown-cmark takes to produce every event, the
//!   time our Markdown takes, and the time of a complete check with all rules. The last lines compare them. The aim is a
//!   check that takes six times as long as the bare parse, or eight times if 35 kB have 120 notes; only the latter holds today.
//! * `hostile` reads texts that break careless parsers, each in two sizes: ten times the text may take about ten times as
//!   long.
//!
//! `cargo bench` runs everything; `cargo bench -- --test` runs each benchmark once; `cargo bench -- hostile` runs only
//! those.
#![expect(clippy::disallowed_methods, reason = "a benchmark has a clock")]

use copydesk::check;
use copydesk::config::Settings;
use copydesk::gazetteer::Gazetteer;
use copydesk::markdown::{self, OPTIONS};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// The sample: a short issue with one of each common fault.
const SAMPLE: &str = include_str!("../docs/sample/issue.md");

/// A longer issue, ready to print, with few faults.
const CLEAN: &str = include_str!("../tests/corpus/harbours.md");

/// The sizes of the repeated sample in bytes: an issue, a year’s issues in one file, more than anyone writes.
const SIZES: [usize; 3] = [35_000, 1_000_000, 20_000_000];

static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(Gazetteer::shipped);

fn main() {
    divan::main();
    if !std::env::args().any(|argument| matches!(argument.as_str(), "--test" | "--list")) {
        summary();
    }
}

/// Created once, as for a run over many files.
static SETTINGS: LazyLock<Settings> =
    LazyLock::new(|| Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() });

/// The whole sample, repeated up to about this many bytes.
fn issue(size: usize) -> String {
    repeated(SAMPLE, size)
}

fn repeated(one: &str, size: usize) -> String {
    let times = (size + one.len() / 2) / one.len();
    let mut text = String::with_capacity(times * (one.len() + 1));
    for _ in 0..times.max(1) {
        text.push_str(one);
        text.push('\n');
    }
    text
}

/// An article of about 35 kB with 120 notes: a report in each, or *Ibid.*
fn notes() -> String {
    const OUTLETS: [&str; 4] = ["Reuters", "*Dawn*", "*The Star*", "BBC News"];
    const AUTHORS: [&str; 3] = ["Ada Vale", "Mila Kranz", "Tobin Osten"];
    let mut text = String::from("---\ndate: 2018-10-10\n---\n\n# Notes on the quay\n\n*By Ada Vale*\n");
    for number in 1..=120 {
        text.push_str(if number % 4 == 1 { "\n" } else { "" });
        text.push_str("The quay was shut for the whole week, and the men who ran it left for the hills before anybody came to ask. ");
        text.push_str(&format!(
            "They took the lorries with them and sold what those held in three towns.[^{number}]\n"
        ));
    }
    for number in 1..=120 {
        let (author, outlet) = (AUTHORS[number % 3], OUTLETS[number % 4]);
        let (day, host) = (number % 28 + 1, ["reuters.com", "dawn.com", "the-star.co.ke", "bbc.com"][number % 4]);
        text.push_str(&match number % 5 {
            0 => format!("\n[^{number}]: Ibid., p. {number}.\n"),
            _ => format!(
                "\n[^{number}]: {author}, “The Quay Shuts for Week {number},” {outlet}, May {day}, 2018, https://www.{host}/quay-{number}.\n"
            ),
        });
    }
    text
}

fn bare_parse(text: &str) -> usize {
    pulldown_cmark::Parser::new_ext(text, OPTIONS).into_offset_iter().count()
}

fn whole_check(text: &str) -> usize {
    check::check(check::Draft { path: "issue.md", text, settings: &SETTINGS, gazetteer: &GAZETTEER }).diagnostics.len()
}

#[divan::bench(args = SIZES, max_time = 5)]
fn bare(bencher: Bencher, size: usize) {
    let text = issue(size);
    bencher.counter(BytesCount::of_str(&text)).bench(|| bare_parse(black_box(&text)));
}

#[divan::bench(args = SIZES, max_time = 5)]
fn markdown(bencher: Bencher, size: usize) {
    let text = issue(size);
    bencher.counter(BytesCount::of_str(&text)).bench(|| markdown::parse(black_box(&text)));
}

#[divan::bench(args = SIZES, max_time = 5)]
fn check(bencher: Bencher, size: usize) {
    let text = issue(size);
    LazyLock::force(&GAZETTEER);
    bencher.counter(BytesCount::of_str(&text)).bench(|| whole_check(black_box(&text)));
}

/// Texts that break careless parsers.
mod hostile {
    use super::*;

    fn run(bencher: Bencher, text: &str) {
        LazyLock::force(&GAZETTEER);
        bencher.counter(BytesCount::of_str(text)).bench(|| whole_check(black_box(text)));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [10_000, 100_000])]
    fn open_brackets(bencher: Bencher, count: usize) {
        run(bencher, &"[".repeat(count));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [100_000, 1_000_000])]
    fn open_parentheses(bencher: Bencher, count: usize) {
        run(bencher, &"(".repeat(count));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [100_000, 1_000_000])]
    fn citations_never_closed(bencher: Bencher, bytes: usize) {
        run(bencher, &"([Dawn](https://dawn.com/1), May 9 ".repeat(bytes / 35));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [2_000_000, 20_000_000])]
    fn one_line(bencher: Bencher, bytes: usize) {
        run(bencher, &SAMPLE.replace('\n', " ").repeat(bytes / SAMPLE.len()));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [100_000, 1_000_000])]
    fn one_word(bencher: Bencher, bytes: usize) {
        run(bencher, &"a".repeat(bytes));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [100_000, 1_000_000])]
    fn quotation_marks(bencher: Bencher, count: usize) {
        run(bencher, &"\" \u{201c}".repeat(count / 5));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [5_000, 50_000])]
    fn notes(bencher: Bencher, count: usize) {
        let references: String = (1..=count).map(|n| format!("Boats sailed.[{n}]\n\n")).collect();
        let notes: String = (1..=count).map(|n| format!("{n}. See the survey, (Reuters, May 9).\n")).collect();
        run(bencher, &format!("# Boats\n\n{references}## Notes\n\n{notes}"));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [5_000, 50_000])]
    fn footnotes(bencher: Bencher, count: usize) {
        let text: String = (1..=count).map(|n| format!("Boats sailed.[^{n}]\n\n[^{n}]: Reuters, May 9.\n\n")).collect();
        run(bencher, &text);
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [5_000, 50_000])]
    fn headings(bencher: Bencher, count: usize) {
        run(bencher, &"# Boats\n\n*Mira Holt*\n\nBoats sailed.\n\n".repeat(count));
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [5_000, 50_000])]
    fn abbreviations(bencher: Bencher, count: usize) {
        let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
        let name = |n: usize| -> String { [n, n / 26, n / 676, n / 17_576].map(letter).iter().collect() };
        let long = |n: usize| name(n).chars().map(|c| format!("{c}oast ")).collect::<String>();
        let text: String = (0..count).map(|n| format!("The {}({0}) met the {1}. ", long(n), name(n))).collect();
        run(bencher, &text);
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [5_000, 50_000])]
    fn names(bencher: Bencher, count: usize) {
        let text: String =
            (0..count).map(|n| format!("Then Hadji Al{n:x}ih met Mullah Ra{n:x}uf al-Sha{n:x}bi. ")).collect();
        run(bencher, &text);
    }

    #[divan::bench(sample_count = 10, max_time = 2, args = [5_000, 50_000])]
    fn suppressions(bencher: Bencher, count: usize) {
        let one = "<!-- copydesk-ignore-start doubled-word -->\n\nThe the boats.\n\n";
        run(bencher, &one.repeat(count));
    }
}

/// The minimum times of two operations that run in turns, so that anything that slows the machine slows both.
fn least(works: [&dyn Fn() -> usize; 2], times: usize) -> [Duration; 2] {
    let mut least = [Duration::MAX; 2];
    for _ in 0..times {
        for (work, least) in works.iter().zip(&mut least) {
            let start = Instant::now();
            black_box(work());
            *least = start.elapsed().min(*least);
        }
    }
    least
}

/// How long a text took.
struct Row {
    name: &'static str,
    text: String,
    times: usize,
    alone: f64,
}

#[expect(clippy::print_stdout, reason = "the result")]
fn summary() {
    println!("\nThe whole check beside the bare parse, on one thread:");
    let texts = [("sample", SAMPLE), ("clean issue", CLEAN)].into_iter();
    let texts = texts.flat_map(|(name, one)| SIZES.map(|size| (name, repeated(one, size))));
    let texts = texts.chain([("notes", notes())]);
    let rows: Vec<Row> = texts
        .map(|(name, text)| {
            let times = (200_000_000 / text.len()).clamp(5, 500);
            let [bare, alone] = least([&|| bare_parse(&text), &|| whole_check(&text)], times).map(|t| t.as_secs_f64());
            let speed = text.len() as f64 / alone / 1e6;
            println!(
                "{name:>12} {:>8} bytes: {:.3} ms, {speed:.0} MB/s, {:.2} ×",
                text.len(),
                alone * 1e3,
                alone / bare
            );
            Row { name, text, times, alone }
        })
        .collect();
    // Only now, because allocation takes longer in a process with several threads.
    let pool = rayon::ThreadPoolBuilder::new().build().expect("threads");
    println!("and on the {} of this machine:", pool.current_num_threads());
    for Row { name, text, times, alone } in rows {
        let times = pool.install(|| least([&|| bare_parse(&text), &|| whole_check(&text)], times));
        let [bare, together] = times.map(|time| time.as_secs_f64());
        println!(
            "{name:>12} {:>8} bytes: {:.3} ms, {:.2} ×, {:.0} % of the time on one",
            text.len(),
            together * 1e3,
            together / bare,
            together / alone * 100.0
        );
    }
}
