//! How the work grows with the input: every shape of [`shapes`] is read in two sizes, and may take at most n^1.15.
//!
//! `cargo bench --bench growth` prints a table of all shapes and fails if one grows faster; a word after `--` selects
//! the shapes whose group or name contains it. A shape that seems to grow faster is measured again, and then with
//! larger texts, before it counts: the machine may be busy, and a short text fits into a cache.
#![expect(clippy::print_stdout, reason = "the table is its result")]
#![expect(clippy::disallowed_methods, reason = "a benchmark has a clock")]

mod shapes;
#[path = "../../tests/it/thread_time.rs"]
mod thread_time;

use copydesk::cite::{Target, number_in_order, turn};
use copydesk::config::{Config, ListOrder, Settings, SourceListStyle};
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::ide::View;
use copydesk::ide::completion::completions;
use copydesk::ide::format::format;
use copydesk::import::{self, ImportOptions, Input};
use copydesk::text::Span;
use copydesk::workspace::Workspace;
use copydesk::{check, gazetteer};
use shapes::Shape;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use thread_time::thread_time;

/// The maximum exponent: the time may grow with this power of the size.
const MOST: f64 = 1.15;

/// The size of the smaller text in bytes, and how many times as long the larger one is.
const SMALL: usize = 40_000;
const TIMES: usize = 8;

/// The operation that reads a text.
#[derive(Clone, Copy)]
enum Work {
    Check,
    Fix,
    Turn(Target),
    Format,
    /// Completion at the end of the text.
    Complete(&'static str),
    NumberNotes,
    KeepList,
    Configure,
    ReadList,
    Import(&'static str),
}

struct Row {
    group: &'static str,
    work: Work,
    shape: Shape,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |group, work, shapes: Vec<Shape>| {
        rows.extend(shapes.into_iter().map(|shape| Row { group, work, shape }));
    };
    add("suppressions", Work::Check, shapes::suppressions());
    add("check", Work::Check, shapes::drafts());
    let noted = || [shapes::notes(), shapes::mixed_notes()].into_iter().flatten().collect();
    add("notes checked", Work::Check, noted());
    add("fix", Work::Fix, shapes::suppressions());
    add("fix", Work::Fix, shapes::drafts().into_iter().step_by(3).collect());
    add("turned into notes", Work::Turn(Target::Notes), shapes::brackets());
    add("turned into brackets", Work::Turn(Target::Brackets), shapes::notes());
    add("turned into a list", Work::Turn(Target::Numbered), shapes::notes());
    add("notes turned into brackets", Work::Turn(Target::Brackets), shapes::mixed_notes());
    add("notes turned into a list", Work::Turn(Target::Numbered), shapes::mixed_notes());
    add("notes formatted", Work::Format, noted());
    add("brackets formatted", Work::Format, shapes::brackets());
    add("completion in a note", Work::Complete("\n\n[^9999999]: Mer"), noted());
    add("completion of a mark", Work::Complete("\n\nIt shut.[^"), noted());
    add("completion in a bracket", Work::Complete("\n\nIt shut (Daw"), shapes::brackets());
    add("notes numbered", Work::NumberNotes, noted());
    add("list of sources", Work::KeepList, [shapes::brackets(), shapes::notes()].into_iter().flatten().collect());
    add("configuration", Work::Configure, shapes::configurations());
    add("list", Work::ReadList, shapes::lists());
    for (format, shape) in shapes::imports() {
        rows.push(Row { group: format, work: Work::Import(format), shape });
    }
    rows
}

struct Desk {
    settings: Settings,
    gazetteer: Arc<Gazetteer>,
}

impl Desk {
    fn run(&self, work: Work, text: &str) {
        let (settings, gazetteer) = (&self.settings, &*self.gazetteer);
        let draft = check::Draft { path: "issue.md", text, settings, gazetteer };
        match work {
            Work::Check => {
                black_box(check::check(draft).diagnostics.len());
            }
            Work::Fix => {
                let wanted = Wanted { review: true, rules: Vec::new() };
                black_box(fix(draft, &wanted).applied);
            }
            Work::Turn(target) => {
                let turned = turn(draft, &check::check(draft), target, Span::at(0..text.len()));
                black_box(turned.count);
            }
            Work::Format => {
                let checked = check::check(draft);
                let view = View { draft, checked: &checked };
                black_box(format(view, Span::at(0..text.len())).len());
            }
            Work::Complete(typed) => {
                let text = format!("{text}{typed}");
                let draft = check::Draft { text: &text, ..draft };
                let checked = check::check(draft);
                let view = View { draft, checked: &checked };
                let end = Span::at(0..text.len()).end;
                black_box(completions(view, &Workspace::default(), end).items.len());
            }
            Work::NumberNotes => {
                black_box(number_in_order(draft, &check::check(draft)).map(|edits| edits.len()));
            }
            Work::KeepList => {
                let list = SourceListStyle { heading: "## Sources".into(), order: ListOrder::Alphabetical };
                let settings = Settings { source_list: Some(Arc::new(list)), ..settings.clone() };
                black_box(check::check(check::Draft { settings: &settings, ..draft }).diagnostics.len());
            }
            Work::Configure => {
                let (config, problems) = Config::parse(text);
                black_box((check::rule_names::problems(&config).len(), problems.len(), config.to_toml().len()));
            }
            Work::ReadList => {
                black_box(gazetteer::lists::table::read::<gazetteer::Actor>(text).1.len());
            }
            Work::Import(format) => {
                let Some(format) = import::format(format) else { return };
                let mut input = [Input { name: "list".to_owned(), text: Box::new(text.as_bytes()) }];
                let proposals = import::judge(import::read(format, &mut input, &ImportOptions::default()), gazetteer);
                black_box((proposals.to_toml().len(), proposals.to_tsv(gazetteer).0.len()));
            }
        }
    }

    /// The processor time that the operation takes: the minimum of several runs.
    fn time(&self, work: Work, text: &str) -> Duration {
        let mut best = Duration::MAX;
        let begin = Instant::now();
        for run in 0..30 {
            let start = thread_time();
            self.run(work, text);
            best = best.min(thread_time() - start);
            if run >= 2 && begin.elapsed() > Duration::from_millis(150) {
                break;
            }
        }
        best
    }

    /// The exponent with which the time grows, the size of the larger text, and the time it took.
    fn growth(&self, row: &Row) -> (f64, usize, Duration) {
        let mut least = (f64::MAX, 0, Duration::ZERO);
        for scale in [1, 1, 1, 4, 4] {
            let (small, large) = (row.shape.text(SMALL * scale), row.shape.text(SMALL * scale * TIMES));
            let (before, after) = (self.time(row.work, &small), self.time(row.work, &large));
            let size = large.len() as f64 / small.len() as f64;
            let power = (after.as_secs_f64() / before.as_secs_f64().max(1e-7)).ln() / size.ln();
            if power < least.0 {
                least = (power, large.len(), after);
            }
            if least.0 <= MOST {
                break;
            }
        }
        least
    }
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let wanted = words.next();
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return ExitCode::SUCCESS;
    }
    let desk = Desk {
        settings: Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() },
        gazetteer: Gazetteer::shipped(),
    };
    println!("| input | shape | bytes | ms | grows with n to the |\n|---|---|--:|--:|--:|");
    let (mut all, mut fast) = (0, 0);
    for row in rows() {
        let is_wanted = |word: &String| row.group.contains(&**word) || row.shape.name.contains(&**word);
        if !wanted.as_ref().is_none_or(is_wanted) {
            continue;
        }
        let (power, bytes, time) = desk.growth(&row);
        all += 1;
        let mark = if power > MOST { " **too fast**" } else { "" };
        fast += usize::from(power > MOST);
        let time = time.as_secs_f64() * 1e3;
        println!("| {} | {} | {bytes} | {time:.1} | {power:.2}{mark} |", row.group, row.shape.name);
    }
    println!("\n{all} shapes, {fast} of which grow faster than n^{MOST}");
    if fast == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
