//! A panic while one document is processed does not affect others.

use super::{DATE, Desk, RIGHT, WRONG};
use copydesk::panics::REHEARSAL;

/// The message for a document in which copydesk panicked.
const SAID: &str = concat!("could not be processed: copydesk ", env!("CARGO_PKG_VERSION"), " has a bug at ");

/// Sixty documents, two of which panic, one of them long enough to be read in parts.
fn desk() -> Desk {
    let desk = Desk::new();
    for n in 0..60 {
        desk.write(&format!("{}/{n:02}.md", n % 7), WRONG);
    }
    desk.write("3/bad.md", format!("{WRONG}\nHere is {REHEARSAL}.\n"));
    desk.write(
        "3/long.md",
        format!("{}Here is {REHEARSAL}.\n{}", format!("{RIGHT}\n").repeat(3_000), RIGHT.repeat(300)),
    );
    desk
}

/// Debug builds only: a release build contains nothing that panics on request.
fn rehearses() -> bool {
    cfg!(debug_assertions)
}

#[test]
fn every_format_is_complete_but_for_the_document_that_panics() {
    if !rehearses() {
        return super::skip("a release build does not panic when asked");
    }
    let (desk, without) = (desk(), desk());
    for name in ["3/bad.md", "3/long.md"] {
        std::fs::remove_file(without.path(name)).unwrap();
    }
    for format in
        ["human", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"]
    {
        let format = format!("--format={format}");
        let expected = without.run(&["check", DATE, &format]);
        for threads in ["--threads=1", "--threads=4"] {
            let ran = desk.run(&["check", DATE, &format, threads]);
            ran.ends(2).says(&format!("copydesk: 3/bad.md {SAID}")).says(&format!("copydesk: 3/long.md {SAID}"));
            assert_eq!(ran.out, expected.ends(1).out, "{format} {threads}");
            assert_eq!(ran.talk.lines().count(), 2, "{}", ran.talk);
            assert!(ran.talk.contains("please report it") && ran.talk.contains(".rs:"), "{}", ran.talk);
        }
    }
}

#[test]
fn one_document_alone_that_panics_is_named() {
    if !rehearses() {
        return super::skip("a release build does not panic when asked");
    }
    let desk = desk();
    for path in ["3/bad.md", "3/long.md"] {
        desk.run(&["check", DATE, path]).ends(2).prints("").says(&format!("copydesk: {path} {SAID}"));
    }
    let ran = desk.run_with(&["check", DATE, "-"], REHEARSAL);
    ran.ends(2).prints("").says(&format!("copydesk: <stdin> {SAID}"));
    assert!(ran.talk.ends_with("\ncopydesk: 0 files checked\n") && ran.talk.lines().count() == 2, "{}", ran.talk);
}

#[test]
fn fix_index_and_report_go_on() {
    if !rehearses() {
        return super::skip("a release build does not panic when asked");
    }
    let desk = desk();
    let ran = desk.run(&["index", DATE, "--format=json"]);
    assert_eq!(ran.ends(2).says(&format!("3/bad.md {SAID}")).json()["documents"].as_array().unwrap().len(), 60);
    desk.run(&["report", DATE, "-o", "report.html"]).ends(2).says(&format!("3/bad.md {SAID}")).says("60 documents");
    let page = desk.read("report.html");
    assert!(page.contains("report/6-55-md.html") && page.ends_with("</html>\n") && !page.contains("bad.md"));
    let (bad, long) = (desk.read("3/bad.md"), desk.read("3/long.md"));
    let ran = desk.run(&["fix", DATE]);
    ran.ends(2)
        .says(&format!("3/bad.md {SAID}"))
        .says(&format!("3/long.md {SAID}"))
        .says("60 fixes applied in 60 files");
    assert_eq!((desk.read("3/bad.md"), desk.read("3/long.md")), (bad, long));
    assert_eq!(desk.read("6/55.md"), RIGHT);
}
