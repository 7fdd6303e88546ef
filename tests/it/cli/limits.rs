//! The rows in `docs/limits.md` that bound the cost of small or broken input.

use super::{Cost, DATE, Desk, RIGHT, WRONG, repository};

/// Asserts that the cost is within that many megabytes and, in an optimized build, within that many seconds.
#[track_caller]
fn costs_at_most(cost: Option<Cost>, megabytes: u64, seconds: u64) {
    let Some(cost) = cost else { return super::skip("this system does not say what a process costs") };
    assert!(cost.memory <= megabytes << 20, "{cost:?}");
    assert!(cfg!(debug_assertions) || cost.time.as_secs() <= seconds, "{cost:?}");
}

/// Libraries of less than 2 kB that expand to far more, or refer to themselves.
fn bombs() -> Vec<(&'static str, String)> {
    let tenfold = |lines: usize| {
        let mut text = "@string{s0 = \"xxxxxxxxxx\"}\n".to_owned();
        for n in 1..lines {
            text += &format!("@string{{s{n} = {}}}\n", vec![format!("s{}", n - 1); 10].join("#"));
        }
        text + &format!("@online{{a, organization = s{}}}\n", lines - 1)
    };
    let doubled = (0..40).fold("@string{a = \"x\"}\n".to_owned(), |text, n| {
        let (old, new) = (if n == 0 { "a".to_owned() } else { format!("a{n}") }, format!("a{}", n + 1));
        text + &format!("@string{{{new} = {old} # {old}}}\n")
    });
    let empty = doubled.replace("\"x\"", "\"\"");
    let xdata: String = (0..30).map(|n| format!("@online{{k{n}, xdata={{k{}, k{}}}}}\n", n + 1, n + 1)).collect();
    vec![
        ("tenfold", tenfold(7)),
        ("tenfold for long", tenfold(40).chars().take(1900).collect::<String>() + "}\n"),
        ("doubled", format!("{doubled}@online{{k, url = a40}}\n")),
        ("doubled nothing", format!("{empty}@online{{k, langid = a40}}\n")),
        ("itself", "@string{a = a # a}\n@online{k, organization = a}\n".to_owned()),
        ("each other", "@string{a = b}\n@string{b = a}\n@online{k, organization = a}\n".to_owned()),
        (
            "many times",
            format!("@string{{a = \"{}\"}}\n@online{{k, url = a{}}}\n", "x".repeat(900), " # a".repeat(220)),
        ),
        ("inherits itself", "@online{k, crossref = {k}, xdata = {k, k, k}}\n".to_owned()),
        ("inherits twice each", xdata),
        ("broken beside it", format!("{}@online{{x, title={{open\n", tenfold(7))),
        ("deep", format!("@online{{k, organization = {}}}", "{".repeat(1900))),
        ("deep commands", format!("@online{{k, organization = {{{}x{}}}}}", "\\a{".repeat(400), "}".repeat(400))),
        ("ids", "@online{k, ids = {k, {k}, \\k}}\n@online{l, ids = {}}\n".to_owned()),
    ]
}

#[test]
fn a_small_library_costs_little() {
    for (name, text) in bombs() {
        assert!(text.len() < 2048, "{name}: {}", text.len());
        let desk = Desk::with(&[("l.bib", &text)]);
        let (ran, cost) = desk.measure(&["gazetteer", "import", "bibtex", "l.bib"]);
        assert!(ran.status == 0 || ran.talk.starts_with("copydesk: l.bib"), "{name}: {ran:?}");
        assert!(!ran.talk.contains("bug"), "{name}: {ran:?}");
        costs_at_most(cost, 100, 1);
    }
    let desk = Desk::with(&[("l.bib", &bombs()[0].1)]);
    desk.run(&["gazetteer", "import", "bibtex", "l.bib"]).ends(2).says(
        "l.bib:8: the entry was passed over: the abbreviations in “organization” stand for more than 4 kB of text",
    );
}

#[test]
fn a_record_that_never_ends_is_not_read_into_memory_whole() {
    let desk = Desk::new();
    let long = "x".repeat(17 << 20);
    for (format, before) in [
        ("csv", "name\n\""),
        ("ofac", "1,\""),
        ("misp", "{\"values\":[{\"value\":\""),
        ("un", "<L><ENTITY><FIRST_NAME>"),
        ("opensanctions", "{\"id\":\""),
        ("ris", "TY  - "),
    ] {
        desk.write("list", format!("{before}{long}"));
        let ran = desk.run(&["gazetteer", "import", format, "list"]);
        assert!(ran.ends(2).talk.contains("16 MiB"), "{format}: {}", ran.talk);
    }
    desk.write("list", "x".repeat(65 << 20));
    for format in ["bibtex", "prh", "proposals"] {
        desk.run(&["gazetteer", "import", format, "list"]).ends(2).says("larger than 64 MiB");
    }
}

/// Each row on the page names the test, the rows of the growth driver, or the other driver that enforces it.
#[test]
fn each_row_of_the_limits_names_what_holds_it() {
    let page = std::fs::read_to_string(repository("docs/limits.md")).unwrap();
    let mut sources = String::new();
    let mut folders = vec![repository("tests/it"), repository("src"), repository("benches/growth")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path if path.extension().is_some_and(|end| end == "rs") => {
                    sources.push_str(&std::fs::read_to_string(path).unwrap());
                }
                _ => {}
            }
        }
    }
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| {
            line.starts_with("| ")
                && !line.starts_with("| input")
                && !line.starts_with("| shape")
                && !line.starts_with("| -")
        })
        .collect();
    assert!(rows.len() > 20, "{} rows", rows.len());
    for row in rows {
        let held = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        let names: Vec<&str> = held.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "nothing holds: {row}");
        for name in names {
            let known = match name.strip_prefix("growth ") {
                Some(group) => sources.contains(&format!("\"{group}\"")),
                None if name.contains('/') => repository(name).is_file(),
                None => sources.contains(&format!("fn {name}(")),
            };
            assert!(known, "there is no {name}: {row}");
        }
    }
}

#[test]
fn a_document_of_unknown_rules_costs_little() {
    // A megabyte; an unoptimized build takes about twenty times as long.
    let names: String =
        (0..if cfg!(debug_assertions) { 6_000 } else { 60_000 }).map(|n| format!("no-such-rule-{n}, ")).collect();
    let text = format!("{RIGHT}\n<!-- copydesk-ignore {names} -->\n");
    let desk = Desk::with(&[("a.md", &text)]);
    let (ran, cost) = desk.measure(&["check", DATE, "--format=concise", "--threads=1"]);
    assert!(ran.out.contains("unknown-rule"), "{}", ran.out.lines().count());
    costs_at_most(cost, 300, 3);
}

#[test]
fn a_broken_configuration_costs_little_and_says_a_hundred_problems() {
    for line in ["key = 1\n", "= [ x\n", "[rules]\n", "a.b.c = \"\\q\"\n"] {
        let mut text: String = line.repeat((700 << 10) / line.len());
        text.insert_str(0, "[rules]\n");
        let desk = Desk::with(&[("a.md", WRONG), ("copydesk.toml", &text)]);
        let (ran, cost) = desk.measure(&["check", DATE, "a.md"]);
        assert!(ran.ends(2).talk.len() < 200_000, "{line:?}: {} bytes", ran.talk.len());
        costs_at_most(cost, 300, 3);
    }
    let unknown: String = (0..30_000).map(|n| format!("rule-{n} = \"off\"\n")).collect();
    let desk = Desk::with(&[("a.md", WRONG), ("copydesk.toml", &format!("[rules]\n{unknown}"))]);
    let (ran, cost) = desk.measure(&["check", DATE, "a.md"]);
    ran.ends(2).says("more problems");
    assert_eq!(ran.talk.matches("no rule is named").count(), 100);
    costs_at_most(cost, 300, 3);
}

#[test]
fn ten_thousand_discouraged_terms_cost_little() {
    let terms: String = (0..10_000)
        .map(|n| format!("[[terms.discouraged]]\nterm = \"wordlike {n} term\"\nuse = \"better\"\n"))
        .collect();
    let text = format!("# Note\n\nA wordlike 77 term stands here.\n\n{RIGHT}");
    let desk = Desk::with(&[("a.md", &text), ("copydesk.toml", &terms)]);
    let (ran, cost) = desk.measure(&["check", DATE, "a.md"]);
    assert!(ran.out.contains("discouraged-term"), "{ran:?}");
    costs_at_most(cost, 200, 3);
}
