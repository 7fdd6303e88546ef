//! The cost of a list of two million names: compiling it, opening it, matching against it, completing from it.
//!
//! ```text
//! cargo bench --bench names [-- NAMES]
//! ```
//!
//! The names are synthetic and the same in every run. The requirements: compiling takes less than 10 s, opening less
//! than 5 ms, matching at most twice the time of the shipped list alone, and completion less than 5 ms at the 95th
//! percentile. A process that checks an issue uses only a few megabytes more than without the list, however long the
//! list is.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints, and keeps its index in a file")]

use copydesk::bulletin::Bulletin;
use copydesk::config::Settings;
use copydesk::disk;
use copydesk::gazetteer::compile::Compiler;
use copydesk::gazetteer::{Actor, CustomLists, Gazetteer};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A small seeded generator (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or(0)
    }
}

/// Words that look transliterated.
fn vocabulary(dice: &mut Dice, size: usize) -> Vec<String> {
    const STARTS: [&str; 16] = ["J", "Kh", "M", "Sh", "R", "H", "Z", "D", "Q", "B", "T", "N", "S", "Gh", "F", "L"];
    const VOWELS: [&str; 8] = ["a", "i", "u", "aa", "ou", "ee", "e", "o"];
    const MIDDLES: [&str; 14] = ["l", "r", "m", "n", "b", "d", "sh", "hm", "rs", "kh", "z", "f", "q", "ll"];
    (0..size)
        .map(|_| {
            let mut word = STARTS[dice.below(16)].to_owned();
            for _ in 0..1 + dice.below(3) {
                word += VOWELS[dice.below(8)];
                word += MIDDLES[dice.below(14)];
            }
            word + ["", "a", "i", "iya", "at", "een"][dice.below(6)]
        })
        .collect()
}

/// Names of one to five words, a twelfth of them short forms.
fn names(count: usize) -> impl Iterator<Item = String> {
    let mut dice = Dice(19);
    let words = vocabulary(&mut dice, 60_000);
    (0..count).map(move |_| {
        if dice.below(12) == 0 {
            return (0..3 + dice.below(4))
                .map(|_| char::from(b'A' + u8::try_from(dice.below(26)).unwrap_or(0)))
                .collect();
        }
        let mut name = String::new();
        for at in 0..1 + dice.below(5) {
            if at > 0 {
                name += [" ", " al-", "-", " "][dice.below(4)];
            }
            name += &words[dice.below(words.len())];
        }
        name
    })
}

/// Reads an issue in a process of its own, with the index at that path or without one, and prints its memory use.
fn hold(path: Option<&str>) {
    let index = path.map(|path| Arc::new(disk::open_index(path.as_ref(), Some(1)).expect("the index just built")));
    let gazetteer = Gazetteer::with(CustomLists { large: index, ..CustomLists::default() });
    let text = text(35_000, 300);
    black_box(copydesk::check::check(copydesk::check::Draft {
        path: "a.md",
        text: &text,
        settings: &Settings::default(),
        gazetteer: &gazetteer,
    }));
    black_box(gazetteer.complete("Zahra", 20));
    // The system maps pages of files sixteen at a time if other processes read them too, and reclaims them when needed.
    println!("{} of its own and {} of files", memory("RssAnon"), memory("RssFile"));
}

fn held(path: Option<&std::path::Path>) -> String {
    let this = std::env::current_exe().expect("a program");
    let mut child = std::process::Command::new(this);
    child.arg("hold").args(path);
    String::from_utf8_lossy(&child.output().expect("it runs").stdout).trim().to_owned()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.get(1).is_some_and(|argument| argument == "hold") {
        return hold(arguments.get(2).map(String::as_str));
    }
    let count = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(2_000_000);
    let folder = std::env::temp_dir().join("copydesk-bench-names");
    std::fs::create_dir_all(&folder).expect("a folder for the index");
    let path = folder.join(disk::index_name(copydesk::gazetteer::lists::ListKind::Actors));

    let start = Instant::now();
    let mut compiler = Compiler::default();
    for (number, name) in names(count).enumerate() {
        compiler.actor(&Actor { id: format!("a{number}").into(), name: name.into(), ..Actor::default() });
    }
    let index = compiler.finish(1);
    std::fs::write(&path, index.bytes()).expect("room for the index");
    println!("{count} names compiled in {:.2} s to {} MB", start.elapsed().as_secs_f64(), index.bytes().len() >> 20);
    drop(index);
    println!("peak memory {}", memory("VmHWM"));

    let start = Instant::now();
    let index = disk::open_index(&path, Some(1)).expect("the index just built");
    println!("opened in {:.3} ms", start.elapsed().as_secs_f64() * 1e3);
    let shipped = Gazetteer::shipped();
    let large = Gazetteer::with(CustomLists { large: Some(Arc::new(index)), ..CustomLists::default() });

    // Every twelfth word is followed by a name from the list.
    let text = text(count, 20_000);
    let markdown = copydesk::markdown::parse(&text);
    let settings = Settings::default();
    let read = |gazetteer: &Gazetteer| {
        let times = (0..5).map(|_| {
            let start = Instant::now();
            black_box(Bulletin::read("a.md", &text, &markdown, gazetteer, &settings));
            start.elapsed()
        });
        times.min().unwrap_or_default()
    };
    let (few, many) = (read(&shipped), read(&large));
    let rate = |time: Duration| text.len() as f64 / time.as_secs_f64() / 1e6;
    println!("reading: shipped {:.0} MB/s, with the large list {:.0} MB/s", rate(few), rate(many));

    let mut times: Vec<Duration> = Vec::new();
    let mut dice = Dice(5);
    for name in names(4_000) {
        let letters = 1 + dice.below(12);
        // From the start, from a later word, and in another spelling.
        let typed = match dice.below(3) {
            0 => name.clone(),
            1 => name.split([' ', '-']).next_back().unwrap_or("").to_owned(),
            _ => name.replace("ou", "u").replace("ee", "i"),
        };
        let typed: String = typed.chars().take(letters).collect();
        let start = Instant::now();
        black_box(large.complete(&typed, 20));
        times.push(start.elapsed());
    }
    times.sort();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e3;
    println!("completion: median {:.3} ms, 95th percentile {:.3} ms, 99th {:.3} ms", at(50), at(95), at(99));
    println!("a process that checked an issue holds {} without the list, {} with it", held(None), held(Some(&path)));
}

/// Prose with this many of the names in it.
fn text(count: usize, many: usize) -> String {
    const WORDS: [&str; 12] =
        ["the", "group", "has", "claimed", "an", "attack", "on", "police", "near", "a", "bridge", "in"];
    let mut text = String::new();
    for (at, name) in names(count).step_by((count / many).max(1)).enumerate() {
        for word in WORDS {
            text += word;
            text.push(' ');
        }
        text += &name;
        text += if at % 6 == 5 { ".\n\n" } else { ". " };
    }
    text
}

/// A value that Linux reports about the process.
fn memory(what: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap_or("unknown");
    line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}
