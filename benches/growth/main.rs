//! How the work grows with the input: every shape of [`shapes`] is read in two sizes, and may take at most n^1.15.
//!
//! `cargo bench --bench growth` prints a table of all shapes and fails where one grows faster; a word after `--` picks
//! the shapes whose group or name holds it. A shape that seems to grow faster is measured again, and once more with
//! larger texts, before it counts: the machine may be busy, and a short text fits into a cache.
#![expect(clippy::print_stdout, reason = "the table is its result")]
#![expect(clippy::disallowed_methods, reason = "a benchmark has a clock")]

mod shapes;

use copydesk::config::{Config, Settings};
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::import::{self, Input, Options};
use copydesk::{check, gazetteer};
use shapes::Shape;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The power of the size that the time may grow with.
const MOST: f64 = 1.15;

/// Bytes of the smaller text, and how many times as long the larger one is.
const SMALL: usize = 40_000;
const TIMES: usize = 8;

/// What a text is given to.
#[derive(Clone, Copy)]
enum Work {
    Check,
    Fix,
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
    add("fix", Work::Fix, shapes::suppressions());
    add("fix", Work::Fix, shapes::drafts().into_iter().step_by(3).collect());
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
                let proposals = import::judge(import::read(format, &mut input, &Options::default()), gazetteer);
                black_box((proposals.to_toml().len(), proposals.to_tsv(gazetteer).0.len()));
            }
        }
    }

    /// The time that the work takes: the shortest of several runs.
    fn time(&self, work: Work, text: &str) -> Duration {
        let mut best = Duration::MAX;
        let begin = Instant::now();
        for run in 0..30 {
            let (start, cpu) = (Instant::now(), cpu());
            self.run(work, text);
            let wall = start.elapsed();
            // The clock of the processor is coarse, and the one on the wall counts what other programs do.
            let long = wall > Duration::from_millis(60);
            best =
                best.min(if long { cpu.and_then(|before| Some(self::cpu()? - before)).unwrap_or(wall) } else { wall });
            if run >= 2 && begin.elapsed() > Duration::from_millis(150) {
                break;
            }
        }
        best
    }

    /// By which power the time grows, and what the larger text took.
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

/// The time that this thread has had a processor, where the system says.
fn cpu() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
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
