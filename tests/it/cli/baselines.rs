//! The property of baselines, over two thousand documents: new faults are reported and known ones are not, whatever
//! surrounds them, and text that is only moved or rewrapped causes no report. All documents are checked in one run,
//! like an archive.

use super::{DATE, Desk};
use std::collections::BTreeMap;

/// A generator of numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }
}

/// The faults that a sentence may have; the first is none.
const FAULTS: usize = 5;

/// A unique sentence.
fn sentence(number: usize, fault: usize) -> String {
    let what = ["road", "pass", "bridge", "ferry", "airstrip", "market"][number % 6];
    let (to, comma, day) = match fault {
        1 => ("to", " ", "October 2, 2017"),
        2 => ("to to", ", ", "October 2, 2017"),
        3 => ("to", ",", "October 2, 2017"),
        4 => ("to", ", ", "Octobr 2, 2017"),
        _ => ("to", ", ", "October 2, 2017"),
    };
    format!(
        "The {what} {to} town number {number} is open again ([Dawn](https://www.dawn.com/news/{number}){comma}{day})."
    )
}

/// Paragraphs of sentences, each given as its number and its fault.
type Document = Vec<Vec<(usize, usize)>>;

fn document(dice: &mut Dice, next: &mut usize) -> Document {
    let mut paragraphs: Document = Vec::new();
    for _ in 0..2 + dice.below(4) {
        let mut sentences = Vec::new();
        for _ in 0..1 + dice.below(4) {
            *next += 1;
            sentences.push((*next, if dice.below(2) == 0 { 0 } else { dice.below(FAULTS) }));
        }
        paragraphs.push(sentences);
    }
    // Each has a correct sentence and a wrong one.
    *next += 2;
    paragraphs[0].insert(0, (*next - 1, 0));
    paragraphs[0].push((*next, 1 + dice.below(FAULTS - 1)));
    paragraphs
}

fn written(document: &Document, dice: &mut Dice, wraps: bool) -> String {
    let mut text = "# Note\n".to_owned();
    for paragraph in document {
        let words: Vec<String> = paragraph.iter().map(|(number, fault)| sentence(*number, *fault)).collect();
        text.push('\n');
        for (at, word) in words.join(" ").split(' ').enumerate() {
            text.push_str(if at == 0 {
                ""
            } else if wraps && dice.below(6) == 0 {
                "\n"
            } else {
                " "
            });
            text.push_str(word);
        }
        text.push('\n');
    }
    if wraps && dice.below(3) == 0 { text.replace('\n', "\r\n") } else { text }
}

const CASES: usize = 2_000;

#[test]
fn a_baseline_reports_exactly_what_is_new() {
    let desk = Desk::new();
    let mut dice = Dice(16);
    let mut next = 0;
    let mut documents: Vec<Document> = (0..CASES).map(|_| document(&mut dice, &mut next)).collect();
    let name = |case: usize| format!("{case:04}.md");
    for (case, document) in documents.iter().enumerate() {
        desk.write(&name(case), written(document, &mut dice, false));
    }
    desk.run(&["check", DATE, "--write-baseline=known.json"]).ends(0);
    // The expected result of each change: the name of a rule, or nothing.
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (case, document) in documents.iter_mut().enumerate() {
        let moves = dice.below(2) == 0;
        if moves || dice.below(2) == 0 {
            let (from, to) = (dice.below(document.len()), dice.below(document.len()));
            let paragraph = document.remove(from);
            document.insert(to, paragraph);
        }
        if !moves {
            let right: Vec<(usize, usize)> = document
                .iter()
                .enumerate()
                .flat_map(|(at, paragraph)| {
                    paragraph.iter().enumerate().map(move |(in_it, sentence)| (at, in_it, sentence))
                })
                .filter(|(_, _, sentence)| sentence.1 == 0)
                .map(|(at, in_it, _)| (at, in_it))
                .collect();
            let (at, in_it) = right[dice.below(right.len())];
            let fault = 1 + dice.below(FAULTS - 1);
            document[at][in_it].1 = fault;
            let rule =
                ["", "missing-citation-comma", "doubled-word", "citation-spacing", "citation-date-format"][fault];
            let number = document[at][in_it].0;
            expected.insert(name(case), vec![format!("{rule} {number}")]);
        }
        desk.write(&name(case), written(document, &mut dice, true));
    }
    let report = desk.run(&["check", DATE, "--baseline=known.json", "--level=hint", "--format=concise"]);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in report.out.lines() {
        let mut parts = finding.splitn(4, ':');
        let mut part = || parts.next().expect("path:line:column: level[rule] message");
        let (path, line, column) =
            (part().to_owned(), part().parse::<usize>().unwrap(), part().parse::<usize>().unwrap());
        let rule = part().split(['[', ']']).nth(1).expect("a rule");
        let text = desk.read(&path);
        let at = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>() + column - 1;
        // A sentence starts with `The`, and is identified by the number of its town.
        let begins = |(at, _): &(usize, &str)| text[at + 3..].starts_with([' ', '\n', '\r']);
        let (from, _) = text[..at].match_indices("The").filter(begins).last().expect("a sentence");
        let mut words = text[from..].split_whitespace().skip_while(|word| *word != "number");
        found.entry(path).or_default().push(format!("{rule} {}", words.nth(1).expect("its number")));
    }
    for case in (0..CASES).map(name) {
        assert_eq!(found.get(&case), expected.get(&case), "{case}\n{}", desk.read(&case));
    }
    assert!(expected.len() > CASES / 3 && expected.len() < CASES, "{}", expected.len());
}

#[test]
fn threads_change_no_byte_of_any_report() {
    let desk = Desk::new();
    let (mut dice, mut next) = (Dice(7), 0);
    for case in 0..40 {
        let text = written(&document(&mut dice, &mut next), &mut dice, false);
        desk.write(&format!("{}/{case}.md", case % 3), text);
    }
    for format in
        ["human", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"]
    {
        let format = format!("--format={format}");
        let with = |threads: &str| desk.run(&["check", DATE, "--statistics", &format, threads]);
        let one = with("--threads=1");
        assert_eq!(one.status, 1);
        for threads in ["--threads=2", "--threads=8"] {
            let many = with(threads);
            assert_eq!((many.out, many.talk), (one.out.clone(), one.talk.clone()), "{format} {threads}");
        }
    }
    let baseline = |threads: &str| desk.run(&["check", DATE, "--write-baseline=-", threads]).out;
    assert_eq!(baseline("--threads=1"), baseline("--threads=8"));
}
