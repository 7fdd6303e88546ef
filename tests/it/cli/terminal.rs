//! Nothing in a draft, a file name, an argument, a configuration or a list controls the terminal.

use super::{DATE, Desk, RIGHT, Ran, WRONG, repository};
use copydesk::text::visible;

/// The contents of a hostile text: a color, a window title, a cleared line, a direction override, C1, DEL.
const HOSTILE: [&str; 6] = ["\x1b[31m", "\x1b]0;x\x07", "\x1b[2K\r", "\u{202e}", "\u{9b}31m", "\x7f\u{8}"];

impl Ran {
    /// Asserts that neither stream contains a control character.
    #[track_caller]
    fn is_clean(&self) -> &Ran {
        for text in [&self.out, &self.talk] {
            let steering = text.char_indices().find(|(_, c)| *c != '\n' && visible::is_steering(*c));
            if let Some((at, c)) = steering {
                let from = text[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
                panic!("{c:?} after {:?}", &text[from..at]);
            }
        }
        self
    }
}

/// The sample with something hostile after every `every` words, so that each kind of finding quotes some.
fn marred(every: usize, offset: usize) -> String {
    let sample = std::fs::read_to_string(repository("docs/sample/issue.md")).unwrap();
    let mut out = String::new();
    for (n, word) in sample.split_inclusive(' ').enumerate() {
        let (body, space) = word.strip_suffix(' ').map_or((word, ""), |body| (body, " "));
        out.push_str(body);
        if (n + offset).is_multiple_of(every) {
            out.push_str(HOSTILE[n / every % HOSTILE.len()]);
        }
        out.push_str(space);
    }
    out
}

#[test]
fn drafts_do_not_steer() {
    let desk = Desk::new();
    for (n, every) in [3, 4, 7, 11].into_iter().enumerate() {
        desk.write(&format!("{n}.md"), marred(every, n));
    }
    desk.write(
        "quoted.md",
        "# A\n\nThe the\x1b[31m\x1b[31m port ([Da\x1b[1mwn](htt\x1bp://q.al\x07) May\u{202e} 9).\n",
    );
    for format in ["concise", "human", "github"] {
        let ran = desk.run(&["check", DATE, "--format", format, "--rule=unknown-source=info", "--color=never"]);
        ran.is_clean();
        assert!(ran.out.lines().count() > 100 && ran.out.contains("\\u{1b}["), "{format}: {}", ran.out);
    }
    let ran = desk.run(&["index", DATE]);
    assert!(ran.ends(0).is_clean().out.contains("\\u{1b}["), "{}", ran.out);
    let coloured = desk.run(&["check", DATE, "--format=human", "--color=always"]).out;
    let colours = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
    assert!(!colours.replace_all(&coloured, "").contains(|c| c != '\n' && visible::is_steering(c)));
}

#[test]
fn a_finding_of_concise_is_one_line() {
    let text = "# A\n\nThe Rapid Action\r\nBattalion (RAB) and the Rapid\nAction Battalion (RAB) say\r\nsay so ([Dawn](https://www.dawn.com/1)\nMay 9).\n";
    let desk = Desk::with(&[("a.md", text)]);
    for format in ["concise", "github"] {
        let ran = desk.run(&["check", DATE, "--format", format]);
        let json = desk.run(&["check", DATE, "--format=json", "--rule=undated-issue=off"]).json();
        let hints = json["summary"]["hints"].as_u64().unwrap() as usize;
        let all = json["diagnostics"].as_array().unwrap().len();
        assert_eq!(ran.is_clean().out.lines().count(), all - hints, "{}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_do_not_steer_and_come_through_whole() {
    let name = "a\u{1b}[31m\u{202e}b\nc %,:\u{7f}.md";
    let desk = Desk::with(&[(name, WRONG), ("bad\u{1b}[0m.md", "\0")]);
    for format in ["concise", "human", "github"] {
        desk.run(&["check", DATE, "--format", format, "--color=never"]).ends(2).is_clean();
    }
    let line = desk.run(&["check", DATE, "--format=concise"]).out;
    assert!(line.starts_with(r"a\u{1b}[31m\u{202e}b\u{a}c %,:\u{7f}.md:3:60: error["), "{line}");
    let line = desk.run(&["check", DATE, "--format=github"]).out;
    assert!(line.contains("file=a%1B[31m%E2%80%AEb%0Ac %25%2C%3A%7F.md,line=3"), "{line}");
    let xml = desk.run(&["check", DATE, "--format=checkstyle"]).out;
    assert!(xml.contains("b&#10;c"), "{xml}");
    assert_eq!(desk.run(&["check", DATE, "--format=json"]).json()["diagnostics"][0]["path"], name);
    desk.run(&["index", DATE]).is_clean();
    desk.run(&["report", DATE, "-o", "page\u{1b}[31m.html"]).is_clean();
    desk.run(&["check", DATE, "no\u{1b}[31m.md", "no\u{202e}/x"]).ends(2).is_clean();
    desk.run(&["fix", DATE, "no\u{1b}[31m.md"]).ends(2).is_clean();
    let diff = desk.run(&["fix", DATE, "--diff"]);
    assert!(diff.out.starts_with("--- \"a/a\\033[31m\\342\\200\\256b\\nc %,:\\177.md\"\n"), "{}", diff.out);
}

#[test]
fn a_diff_into_a_pipe_is_exact() {
    let hostile = WRONG.replace("road", "ro\x1b[31mad");
    let desk = Desk::with(&[("a b.md", &hostile)]);
    let diff = desk.run(&["fix", DATE, "--diff"]).out;
    assert!(diff.contains("ro\x1b[31mad") && diff.starts_with("--- a/a b.md\t\n+++ b/a b.md\t\n"), "{diff}");
    let fixed = desk.run_with(&["fix", DATE, "-"], &hostile);
    assert_eq!(fixed.out, RIGHT.replace("road", "ro\x1b[31mad"));
}

#[test]
fn arguments_do_not_steer() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    for hostile in [&*HOSTILE.concat(), HOSTILE[0]] {
        for arguments in [
            &["name", hostile][..],
            &["source", hostile],
            &["source", &format!("https://{hostile}.example/2018/10/05/a")],
            &["source", &format!("https://www.dawn.com/news/{hostile}")],
            &["explain", hostile],
            &["check", "--format", hostile],
            &["check", "--rule", &format!("{hostile}=off")],
            &["check", "--rule", &format!("undated-citation={hostile}")],
            &["check", "--date", hostile],
            &["check", &format!("--{hostile}")],
            &["check", "--config", hostile],
            &["check", "--baseline", hostile],
            &["check", "--since", hostile],
            &["check", "--threads", hostile],
            &["check", "--output", &format!("no/{hostile}")],
            &["fix", "--rule", hostile],
            &["gazetteer", "check", hostile],
            &["gazetteer", "import", hostile, "x"],
            &["gazetteer", "import", "csv", hostile],
            &["gazetteer", "import", "csv", "a.md", "--map", hostile],
            &["init", &format!("no/{hostile}")],
            &["config", "show", hostile],
            &["completions", hostile],
            &[hostile],
        ] {
            desk.run(arguments).is_clean();
        }
    }
    desk.run(&["check", "--format", "\x1b[31mx"]).ends(2).says(r"\u{1b}[31mx").says("possible values");
    desk.run(&["--help"]).ends(0);
    assert!(desk.run(&["check", "--help"]).ends(0).out.contains("--fail-on"));
    assert!(desk.run(&["--version"]).ends(0).out.starts_with("copydesk "));
}

#[test]
fn configurations_and_lists_do_not_steer() {
    for hostile in [&*HOSTILE.concat()] {
        // As valid TOML with escapes, and as raw bytes that are not valid.
        let escaped: String = hostile.chars().map(|c| format!("\\u{:04X}", u32::from(c))).collect();
        for text in [
            format!("[style]\nlinks = \"{escaped}\"\n"),
            format!("[rules]\n\"{escaped}\" = \"off\"\n"),
            format!("\"{escaped}\" = 1\n"),
            format!("[gazetteer]\nactors = [\"{escaped}\"]\n"),
            format!("[files]\nexclude = [\"{{{{a{escaped}\"]\n"),
            format!("[style]\nlinks = \"{hostile}\"\n"),
            format!("# {hostile}\n[rules]\nx{hostile} = 1 # {hostile}\n"),
        ] {
            let desk = Desk::with(&[("a.md", RIGHT), ("copydesk.toml", &text)]);
            for arguments in [&["check", DATE][..], &["fix", DATE], &["config", "show"], &["gazetteer", "check"]] {
                let ran = desk.run(arguments);
                assert_eq!(ran.is_clean().status, 2, "{arguments:?} {text:?} {ran:?}");
            }
        }
        let list = format!("id\tname\tkind\tconfusables\nx{hostile}\tA{hostile}\tk{hostile}\tb{hostile}\nx{hostile}\n");
        let config = "[gazetteer]\nactors = ['names.tsv']\n";
        let desk = Desk::with(&[("a.md", RIGHT), ("names.tsv", &list), ("copydesk.toml", config)]);
        desk.run(&["check", DATE]).ends(2).is_clean();
        desk.run(&["gazetteer", "check", "names.tsv"]).ends(1).is_clean();
        desk.run(&["gazetteer", "import", "csv", "names.tsv", "--map", "name=none"]).ends(2).is_clean();
    }
}
