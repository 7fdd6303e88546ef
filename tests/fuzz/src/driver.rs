//! Runs the fuzz targets without libFuzzer: on seeds, generated inputs and mutated ones, all from a fixed seed.
//!
//! ```text
//! drive [TARGET…] [--seconds N | --cases N] [--seed N] [--shard I/N] [--threads N] [--faults FOLDER] [--replay FILE]
//! ```
//!
//! * `--cases` of a target are the same on every machine, however many shards and threads they are spread over: case `n`
//!   depends only on the seed and `n`. `--seconds` runs as many as fit.
//! * Each kind of fault is printed once, with its shortest input in the folder given by `--faults` (the others are beside
//!   it), and makes the exit status 1.

use crate::dice::Dice;
use crate::mutate::mutate;
use crate::{TARGETS, Target, attempt, seeds, target};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The seed of the cases, unless another one is asked for.
pub const SEED: u64 = 20_181_010;

struct Options {
    targets: Vec<&'static Target>,
    seconds: Option<u64>,
    cases: Option<u64>,
    seed: u64,
    shard: (u64, u64),
    threads: u64,
    faults: Option<PathBuf>,
    replay: Vec<PathBuf>,
}

/// Does what the arguments say; fails if a fault was found.
pub fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    let options = match options(arguments) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("drive: {message}");
            return ExitCode::from(2);
        }
    };
    // A panic is reported as a fault, with its input.
    std::panic::set_hook(Box::new(|panic| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) =
            panic.location().map(ToString::to_string).unwrap_or_default();
        PANICS.fetch_add(1, Ordering::Relaxed);
    }));
    let mut sound = true;
    for target in &options.targets {
        sound &= drive(target, &options);
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The number of threads that have panicked: a server catches its panics, but they count as faults.
static PANICS: AtomicU64 = AtomicU64::new(0);
/// Where the last panic occurred.
static LAST: Mutex<String> = Mutex::new(String::new());

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        targets: Vec::new(),
        seconds: None,
        cases: None,
        seed: SEED,
        shard: (0, 1),
        threads: 1,
        faults: None,
        replay: Vec::new(),
    };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} wants a value"));
        let number = |text: String| text.parse::<u64>().map_err(|_| format!("{text} is no number"));
        match word.as_str() {
            "--seconds" => options.seconds = Some(number(value()?)?),
            "--cases" => options.cases = Some(number(value()?)?),
            "--seed" => options.seed = number(value()?)?,
            "--threads" => options.threads = number(value()?)?.max(1),
            "--faults" => options.faults = Some(value()?.into()),
            "--replay" => options.replay.push(value()?.into()),
            "--shard" => {
                let text = value()?;
                let shard = text.split_once('/').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
                options.shard =
                    shard.filter(|(at, of)| at < of).ok_or_else(|| format!("{text} is no shard: say 0/4 to 3/4"))?;
            }
            name => options.targets.push(target(name).ok_or_else(|| format!("there is no target {name}"))?),
        }
    }
    if options.targets.is_empty() {
        options.targets.extend(TARGETS);
    }
    if options.seconds.is_none() && options.cases.is_none() {
        options.seconds = Some(20);
    }
    Ok(options)
}

/// A kind of fault: how often it occurred, and its shortest input.
struct Fault {
    times: u64,
    said: String,
    input: Vec<u8>,
    case: String,
    /// The other inputs, which may have other causes.
    others: Vec<Vec<u8>>,
}

/// The maximum number of inputs of a kind that are kept: a common fault must not fill the memory.
const KEPT: usize = 100;

fn drive(target: &Target, options: &Options) -> bool {
    let faults: Mutex<BTreeMap<String, Fault>> = Mutex::default();
    let (bytes, longest) = (AtomicU64::new(0), AtomicU64::new(0));
    let attempted = AtomicU64::new(0);
    let tried = |case: &dyn Fn() -> String, input: &[u8]| {
        let (begin, panics) = (Instant::now(), PANICS.load(Ordering::Relaxed));
        let mut outcome = attempt(target, input);
        if outcome.is_ok() && options.threads == 1 && PANICS.load(Ordering::Relaxed) > panics {
            outcome = Err("a thread panicked".to_owned());
        }
        longest.fetch_max(begin.elapsed().as_micros() as u64, Ordering::Relaxed);
        attempted.fetch_add(1, Ordering::Relaxed);
        bytes.fetch_add(input.len() as u64, Ordering::Relaxed);
        if let Err(mut said) = outcome {
            if said.contains("panicked") {
                said = format!("{said} at {}", LAST.lock().unwrap_or_else(PoisonError::into_inner));
            }
            // Two faults are of one kind if they differ only in positions and words.
            let kind: String = said
                .split(['"', '{', '\n', '['])
                .next()
                .unwrap_or_default()
                .chars()
                .filter(|c| !c.is_ascii_digit() || said.contains("panicked"))
                .collect();
            let mut faults = faults.lock().unwrap_or_else(PoisonError::into_inner);
            let known = faults.entry(kind).or_insert_with(|| Fault {
                times: 0,
                said: said.clone(),
                input: input.to_vec(),
                case: case(),
                others: Vec::new(),
            });
            known.times += 1;
            let mut other = input.to_vec();
            // The shortest input is the easiest to read.
            if input.len() < known.input.len() {
                other = std::mem::replace(&mut known.input, other);
                (known.said, known.case) = (said, case());
            }
            if (2..=KEPT as u64).contains(&known.times) {
                known.others.push(other);
            }
        }
    };
    let begin = Instant::now();
    if options.replay.is_empty() {
        let seeds = seeds(target);
        for (path, seed) in &seeds {
            tried(&|| path.display().to_string(), seed);
        }
        let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, seed)| seed).collect();
        let until = options.seconds.map(|seconds| begin + Duration::from_secs(seconds));
        let (shard, shards) = (options.shard.0, options.shard.1 * options.threads);
        std::thread::scope(|scope| {
            for thread in 0..options.threads {
                let (tried, seeds) = (&tried, &seeds);
                scope.spawn(move || {
                    let mut case = shard * options.threads + thread;
                    while options.cases.is_none_or(|cases| case < cases)
                        && until.is_none_or(|until| Instant::now() < until)
                    {
                        tried(&|| format!("case {case}"), &input(target, options.seed, case, seeds));
                        case += shards;
                    }
                });
            }
        });
    }
    for path in &options.replay {
        match std::fs::read(path) {
            Ok(input) => tried(&|| path.display().to_string(), &input),
            Err(error) => {
                eprintln!("drive: {}: {error}", path.display());
                return false;
            }
        }
    }
    let faults = faults.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!(
        "{:<14} {:>8} inputs, {:>7} kB in {:.1} s, the slowest {:.1} ms: {} kinds of fault, {} times",
        target.name,
        attempted.into_inner(),
        bytes.into_inner() / 1000,
        begin.elapsed().as_secs_f64(),
        longest.into_inner() as f64 / 1000.0,
        faults.len(),
        faults.values().map(|fault| fault.times).sum::<u64>()
    );
    for (number, fault) in faults.values().enumerate() {
        println!("  {} ×, {}: {}", fault.times, fault.case, fault.said);
        if let Some(folder) = &options.faults {
            let path = folder.join(format!("{}-{number}", target.name));
            let other = |at: usize| folder.join(format!("{}-{number}.{at}", target.name));
            let others = fault.others.iter().enumerate().map(|(at, input)| (other(at + 1), input));
            for (path, input) in std::iter::once((path.clone(), &fault.input)).chain(others) {
                if let Err(error) = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, input)) {
                    eprintln!("drive: {}: {error}", path.display());
                }
            }
            println!("  the input is {}", path.display());
        } else {
            println!("  of {:?}", String::from_utf8_lossy(&fault.input));
        }
    }
    faults.is_empty()
}

/// The input of a case: usually a generated one, otherwise a mutated one or a mutated seed.
#[must_use]
pub fn input(target: &Target, seed: u64, case: u64, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut dice = Dice::new(seed ^ case.wrapping_mul(0xd6e8_feb8_6659_fd93));
    dice.bits();
    match dice.below(4) {
        0 if !seeds.is_empty() => {
            let at = dice.below(seeds.len());
            mutate(&mut dice, &seeds[at], seeds)
        }
        1 => {
            let written = (target.generate)(&mut dice);
            mutate(&mut dice, &written, seeds)
        }
        _ => (target.generate)(&mut dice),
    }
}
