//! JUnit XML: a document is a test suite, and a finding or a group of findings is a test, which fails if the finding
//! fails the run; milder findings are the output of passing tests. A document without findings has one passing test.

use super::{Checked, Reporter, Summary, xml};
use crate::config::Level;
use crate::rules::Diagnostic;
use crate::text::{Encoding, LineIndex};
use std::io::{self, Write};

/// Suites are buffered until the end, because the totals come first.
pub(super) struct JUnit {
    fail_on: Level,
    suites: String,
    tests: usize,
    failures: usize,
}

impl JUnit {
    pub(super) fn new(fail_on: Level) -> JUnit {
        JUnit { fail_on, suites: String::new(), tests: 0, failures: 0 }
    }
}

impl Reporter for JUnit {
    fn file(&mut self, file: &Checked, _: &mut dyn Write) -> io::Result<()> {
        use std::fmt::Write;
        let path = xml(&file.path);
        let decisions = file.decisions();
        let fails = |found: &Diagnostic| found.level >= self.fail_on;
        let failures = decisions.iter().filter(|decision| fails(&file.diagnostics[decision.first()])).count();
        let tests = decisions.iter().count().max(1);
        (self.tests, self.failures) = (self.tests + tests, self.failures + failures);
        let suites = &mut self.suites;
        let _ =
            writeln!(suites, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
        if file.diagnostics.is_empty() {
            let _ = writeln!(suites, "    <testcase name=\"copydesk\" classname=\"{path}\"/>");
        } else {
            let lines = LineIndex::new(&file.text);
            for decision in decisions.iter() {
                let found = &file.diagnostics[decision.first()];
                let at = lines.position(&file.text, found.span.start, Encoding::Utf32);
                let (line, column) = (at.line + 1, at.column + 1);
                let (rule, level, message) =
                    (found.rule.name, found.level.name(), xml(&decision.message(&file.diagnostics)));
                let _ = writeln!(suites, "    <testcase name=\"{rule} {line}:{column}\" classname=\"{path}\">");
                let _ = match fails(found) {
                    true => writeln!(suites, "      <failure type=\"{level}\" message=\"{message}\"/>"),
                    false => writeln!(suites, "      <system-out>{level}: {message}</system-out>"),
                };
                let _ = writeln!(suites, "    </testcase>");
            }
        }
        suites.push_str("  </testsuite>\n");
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let (tests, failures) = (self.tests, self.failures);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"copydesk\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
        write!(out, "{}", self.suites)?;
        writeln!(out, "</testsuites>")
    }
}
