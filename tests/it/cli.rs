//! The command line as a person or a script sees it: what is printed, what is written, how the process ends.

mod bad_input;
mod baselines;
mod check;
mod configuration;
mod docs;
mod fix;
mod formats;
mod gate;
mod git;
mod groups;
mod guides;
mod importing;
mod interactive;
mod limits;
mod others;
mod panics;
mod report;
mod sample;
mod terminal;
mod works;
mod writing;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A temporary folder, with the binary to run in it.
struct Desk {
    folder: tempfile::TempDir,
}

/// How a run ended.
#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    talk: String,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A folder with these files.
    fn with(files: &[(&str, &str)]) -> Desk {
        let desk = Desk::new();
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The user's cache folder, outside the desk.
    fn cache(&self) -> PathBuf {
        let name = self.folder.path().file_name().expect("a name");
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("caches").join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("readable")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.env("XDG_CACHE_HOME", self.cache());
        command
    }

    /// Runs copydesk in the folder.
    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs it with a text on standard input.
    fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        // A run that reads no input may close it.
        let _ = child.stdin.take().expect("piped").write_all(input.as_ref());
        let output = child.wait_with_output().expect("it ends");
        Ran {
            status: output.status.code().expect("no signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            talk: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

impl Ran {
    #[track_caller]
    fn ends(&self, status: i32) -> &Ran {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// Asserts that standard output is `expected`.
    #[track_caller]
    fn prints(&self, expected: &str) -> &Ran {
        assert_eq!(self.out, expected, "{}", self.talk);
        self
    }

    /// Asserts that standard error contains `part`.
    #[track_caller]
    fn says(&self, part: &str) -> &Ran {
        assert!(self.talk.contains(part), "{self:#?}");
        self
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// The cost of a run, if the system reports it.
#[derive(Debug)]
struct Cost {
    /// The peak memory of the process, in bytes.
    memory: u64,
    /// The processor time it used.
    time: std::time::Duration,
}

impl Desk {
    /// Runs copydesk and measures the cost; `None` if the system does not report it.
    fn measure(&self, arguments: &[&str]) -> (Ran, Option<Cost>) {
        let streams = tempfile::tempdir().expect("a folder");
        let (out, talk) = (streams.path().join("out"), streams.path().join("talk"));
        let file = |path: &Path| std::fs::File::create(path).expect("made");
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(file(&out)).stderr(file(&talk)).spawn().expect("it starts");
        let mut cost = None;
        let status = loop {
            cost = cost_of(child.id()).or(cost);
            if let Some(status) = child.try_wait().expect("it ends") {
                break status;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        };
        let read = |path: &Path| std::fs::read_to_string(path).expect("UTF-8");
        (Ran { status: status.code().expect("no signal"), out: read(&out), talk: read(&talk) }, cost)
    }
}

/// The cost so far of a running process.
fn cost_of(process: u32) -> Option<Cost> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    let ticks = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // User and system time in hundredths of a second, after the name, which is in brackets.
    let mut fields = ticks.rsplit_once(')')?.1.split(' ').skip(12);
    let hundredths: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(Cost { memory: kilobytes << 10, time: std::time::Duration::from_millis(10 * hundredths) })
}

/// Reports that a test could not check its subject.
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn skip(why: &str) {
    eprintln!("skipped: {why}");
}

/// The path of a page in the repository.
fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A text with one error, whatever the issue date.
const WRONG: &str = "# Note\n\nThe road is open ([Dawn](https://www.dawn.com/news/1437001) October 1, 2017).\n";
/// The same without it.
const RIGHT: &str = "# Note\n\nThe road is open ([Dawn](https://www.dawn.com/news/1437001), October 1, 2017).\n";
/// The arguments that set the issue date, which these texts are not about.
const DATE: &str = "--date=2018-10-10";
