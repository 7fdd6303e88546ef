//! The reports of one run: the main one, and further ones written to files.

use super::Failure;
use super::format::{Checked, Format, NeededFixes, Reporter, Style, Summary};
use super::output::{Force, Output};
use super::terminal;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A further report, as given in an option: `sarif=out.sarif`.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    format: Format,
    file: PathBuf,
}

/// Reads `FORMAT=FILE`.
pub(super) fn wanted(text: &str) -> Result<Wanted, String> {
    use clap::ValueEnum;
    let (format, file) = text.split_once('=').ok_or("write it as FORMAT=FILE, such as sarif=out.sarif")?;
    let formats = || {
        let names: Vec<String> = Format::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("there is no format “{format}”; it is one of {}", names.join(", "))
    };
    let format = Format::from_str(format, false).map_err(|_| formats())?;
    if file.is_empty() {
        return Err("the file after the = is missing".to_owned());
    }
    Ok(Wanted { format, file: file.into() })
}

struct Report {
    format: Format,
    reporter: Box<dyn Reporter>,
    out: Output,
    /// Whether it goes to standard output.
    is_stdout: bool,
    /// Whether the part before all findings has been written.
    is_begun: bool,
    /// Whether findings have been written.
    has_findings: bool,
}

impl Report {
    /// Writes the part before all findings, once, and not before there is something to report: a run that fails writes
    /// nothing.
    fn begin(&mut self) -> Result<(), Failure> {
        if !std::mem::replace(&mut self.is_begun, true) {
            self.reporter.begin(&mut self.out)?;
        }
        Ok(())
    }
}

/// See the module documentation.
pub(super) struct Reports {
    reports: Vec<Report>,
}

impl Reports {
    /// Opens all reports; the first, in `format` or the format that suits its destination, goes to `output` or to
    /// standard output.
    pub(super) fn open(
        (format, output): (Option<Format>, Option<&Path>),
        others: &[Wanted],
        style: &Style,
        force: &Force,
    ) -> Result<Reports, Failure> {
        let dash = Path::new("-");
        let output = output.filter(|file| *file != dash);
        let format = format.unwrap_or(match output {
            None if terminal::is_stdout_terminal() => Format::Human,
            _ => Format::Concise,
        });
        let mut files = vec![(format, output)];
        files.extend(others.iter().map(|one| (one.format, Some(&*one.file).filter(|file| *file != dash))));
        for (at, (_, file)) in files.iter().enumerate() {
            if files[..at].iter().any(|(_, other)| other.map(crate::disk::absolute) == file.map(crate::disk::absolute))
            {
                let place = file.map_or_else(|| "standard output".to_owned(), crate::disk::shown);
                return Err(format!("two reports go to {place}: give each its own file").into());
            }
        }
        if style.shows_suppressed && files.iter().all(|(format, _)| *format != Format::Sarif) {
            return Err("--show-suppressed needs a report in SARIF: --format sarif, or --report sarif=FILE"
                .to_owned()
                .into());
        }
        let open = |(format, file): (Format, Option<&Path>)| -> Result<Report, Failure> {
            Ok(Report {
                format,
                reporter: format.reporter(style.color.wanted(file.is_none()), style),
                out: force.open(file)?,
                is_stdout: file.is_none(),
                is_begun: false,
                has_findings: false,
            })
        };
        Ok(Reports { reports: files.into_iter().map(open).collect::<Result<_, _>>()? })
    }

    /// What the reports need of the fixes: as much as the one that needs the most.
    pub(super) fn needed_fixes(&self) -> NeededFixes {
        let needed = self.reports.iter().map(|report| report.format.needs_fixes());
        needed.max().unwrap_or(NeededFixes::None)
    }

    /// What each report contains for a document. Nothing is written yet, so that a document is reported completely or
    /// not at all.
    pub(super) fn say(&mut self, file: &Checked) -> Result<Vec<Vec<u8>>, Failure> {
        let say = |report: &mut Report| -> Result<Vec<u8>, Failure> {
            let mut said = Vec::new();
            report.reporter.file(file, &mut said)?;
            Ok(if report.format.for_people() { terminal::screened(said) } else { said })
        };
        self.reports.iter_mut().map(say).collect()
    }

    /// Writes these texts.
    pub(super) fn write(&mut self, said: &[Vec<u8>]) -> Result<(), Failure> {
        for (report, said) in self.reports.iter_mut().zip(said) {
            if said.is_empty() {
                continue;
            }
            report.begin()?;
            if std::mem::replace(&mut report.has_findings, true) {
                report.out.write_all(report.reporter.separator().as_bytes())?;
            }
            report.out.write_all(said)?;
        }
        Ok(())
    }

    /// Ends all reports. `statistics` follow the one for people, or go to standard error: they must not corrupt a
    /// report for programs.
    pub(super) fn finish(self, summary: &Summary, statistics: Option<&str>) -> Result<(), Failure> {
        let mut statistics = statistics;
        for mut report in self.reports {
            report.begin()?;
            let Report { format, mut reporter, mut out, is_stdout, .. } = report;
            reporter.finish(summary, &mut out)?;
            if let Some(text) = statistics.take_if(|_| is_stdout && format.for_people()) {
                out.write_all(text.as_bytes())?;
            }
            out.finish()?;
        }
        if let Some(text) = statistics {
            terminal::note(text);
        }
        Ok(())
    }
}
