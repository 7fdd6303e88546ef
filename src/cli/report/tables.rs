//! The ledgers as Markdown and as CSV.

use super::ledger::{Entry, Figure, Part, Standing, per_cent};
use crate::text::{counted, visible};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Text from a draft in a Markdown document, also for table cells.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in visible::one_line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '!' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The report of a document in Markdown.
pub(super) fn markdown(entry: &Entry) -> String {
    let mut out = format!("# {}\n\n", plain(&entry.title));
    let said: Vec<String> = [
        Some(plain(&entry.path)).filter(|_| entry.path != entry.title),
        entry.issue.volume.map(|volume| format!("volume {volume}")),
        entry.issue.number.map(|number| format!("issue {number}")),
        Some(entry.issue.date.clone().unwrap_or_else(|| "no issue date".to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let _ = writeln!(out, "{}\n\n**Is it printable?** {}\n", said.join(", "), super::html::verdict(entry));
    if let Some(first) = entry.sources.shares.first() {
        let of = counted(entry.sources.citations, "citation", "citations");
        let _ = writeln!(out, "**On whom it leans:** {}, {} of {of}.\n", plain(&first.source), first.count);
    }
    table(
        "Findings",
        &["line", "severity", "rule", "what is wrong", "proposed", "article"],
        entry.findings.iter().map(|found| {
            let change = found.change.as_ref();
            let safety = |safe| if safe { "safe" } else { "for review" };
            let change = change.map_or(String::new(), |one| format!("{} ({})", plain(&one.title), safety(one.safe)));
            let article = found.article.as_deref().map(plain).unwrap_or_default();
            [
                found.line.to_string(),
                found.level.to_owned(),
                found.rule.to_owned(),
                plain(&found.message),
                change,
                article,
            ]
        }),
        2,
        &mut out,
    );
    if let Some(changes) = &entry.changes {
        let said = if changes.is_new {
            "the last report does not include this document".to_owned()
        } else {
            super::html::changed(changes.new.len(), changes.gone.len())
        };
        let _ = writeln!(out, "**Since the last report:** {said}.\n");
        for (what, names) in
            [("Sources added", &changes.sources_added), ("Sources no longer cited", &changes.sources_dropped)]
        {
            if !names.is_empty() {
                let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
                let _ = writeln!(out, "{what}: {}\n", names.join("; "));
            }
        }
        table(
            "Findings that are gone",
            &["was on line", "severity", "what was wrong"],
            changes.gone.iter().map(|gone| [gone.line.to_string(), gone.level.clone(), plain(&gone.message)]),
            2,
            &mut out,
        );
    }
    standing(&entry.sources, 2, &mut out);
    for Figure { title, name, tallies, .. } in entry.sources.figures() {
        let rows: Vec<[String; 3]> = tallies
            .iter()
            .filter(|one| one.count > 0)
            .map(|one| {
                let percent = per_cent(one.count, entry.sources.citations);
                [plain(&one.name), one.count.to_string(), format!("{percent}%")]
            })
            .collect();
        table(title, &[name, "citations", "share"], rows.into_iter(), 2, &mut out);
    }
    table(
        "Suppressions",
        &["line", "applies to", "rules", "reason"],
        entry.suppressions.iter().map(|one| {
            let rules = if one.rules.is_empty() { "all rules".to_owned() } else { plain(&one.rules.join(", ")) };
            [one.line.to_string(), one.hides.to_owned(), rules, one.reason.as_deref().map(plain).unwrap_or_default()]
        }),
        2,
        &mut out,
    );
    for part in &entry.articles {
        article(part, &mut out);
    }
    out
}

fn article(part: &Part, out: &mut String) {
    let _ = writeln!(out, "## {}\n", plain(part.name()));
    if !part.authors.is_empty() {
        let _ = writeln!(out, "by {}\n", plain(&part.authors.join(", ")));
    }
    if let Some(only) = part.sources.only_source() {
        let _ = writeln!(out, "Rests on {} alone.\n", plain(only));
    }
    let on_one = &part.sources.paragraphs.on_one_source;
    if !on_one.is_empty() {
        let _ =
            writeln!(out, "Paragraphs that rest on a single source, cited more than once: line {}.\n", joined(on_one));
    }
    standing(&part.sources, 3, out);
    table(
        "Citations",
        &["line", "source", "date", "age in days", "address"],
        part.citations.iter().map(|one| {
            let date = one.date.as_ref().or(one.date_text.as_ref());
            [
                one.line.to_string(),
                one.source.as_deref().map(plain).unwrap_or_default(),
                date.map_or(if one.points_back { "as before" } else { "undated" }.to_owned(), |date| plain(date)),
                one.age.map(|age| age.to_string()).unwrap_or_default(),
                one.url.as_deref().map(plain).unwrap_or_default(),
            ]
        }),
        3,
        out,
    );
    table(
        "Names",
        &["name", "times", "as written"],
        part.actors.iter().map(|actor| {
            let written = actor.spellings.iter();
            let written = written.map(|one| format!("{} ({}, {})", plain(&one.text), one.standing, one.lines.len()));
            [plain(&actor.name), actor.times.to_string(), written.collect::<Vec<_>>().join("; ")]
        }),
        3,
        out,
    );
    table(
        "Abbreviations",
        &["line", "short form", "stands for", "uses", "also stands for"],
        part.abbreviations.iter().map(|one| {
            let elsewhere = plain(&one.conflicts.join("; "));
            [one.line.to_string(), plain(&one.short), plain(&one.long), one.uses.to_string(), elsewhere]
        }),
        3,
        out,
    );
    table(
        "Notes",
        &["line", "note", "referred to on lines", "cites"],
        part.notes.iter().map(|note| {
            [note.line.to_string(), plain(&note.label), joined(&note.references), plain(&note.sources.join("; "))]
        }),
        3,
        out,
    );
}

fn standing(sources: &Standing, level: usize, out: &mut String) {
    table(
        "Sources",
        &["source", "citations", "share", "countries"],
        sources.shares.iter().map(|one| {
            [plain(&one.source), one.count.to_string(), format!("{}%", one.percent), plain(&one.countries.join(", "))]
        }),
        level,
        out,
    );
}

fn joined(lines: &[u32]) -> String {
    lines.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// A table under its heading; nothing if it has no rows.
fn table<const N: usize>(
    title: &str,
    heads: &[&str; N],
    rows: impl ExactSizeIterator<Item = [String; N]>,
    level: usize,
    out: &mut String,
) {
    if rows.len() == 0 {
        return;
    }
    let _ = writeln!(out, "{} {title}\n\n| {} |\n|{}", "#".repeat(level), heads.join(" | "), " --- |".repeat(N));
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out.push('\n');
}

/// The columns of the CSV format, which is one table of all ledgers.
const COLUMNS: [&str; 12] =
    ["document", "article", "ledger", "line", "level", "name", "value", "date", "count", "share", "address", "detail"];

/// Writes the names of the columns.
pub(super) fn csv_head(out: &mut dyn Write) -> io::Result<()> {
    write_row(&COLUMNS.map(str::to_owned), out)
}

/// A row in the CSV format, as far as it is filled.
#[derive(Default)]
struct Row<'a> {
    article: &'a str,
    ledger: &'static str,
    line: Option<u32>,
    level: &'a str,
    name: &'a str,
    value: &'a str,
    date: &'a str,
    count: Option<String>,
    share: Option<f64>,
    address: &'a str,
    detail: &'a str,
}

/// Writes the rows of a document.
pub(super) fn csv(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let mut write = |row: Row<'_>| {
        let cells = [
            safe(&entry.path),
            safe(row.article),
            row.ledger.to_owned(),
            row.line.map(|line| line.to_string()).unwrap_or_default(),
            safe(row.level),
            safe(row.name),
            safe(row.value),
            safe(row.date),
            row.count.unwrap_or_default(),
            row.share.map(|share| share.to_string()).unwrap_or_default(),
            safe(row.address),
            safe(row.detail),
        ];
        write_row(&cells, out)
    };
    for found in &entry.findings {
        write(Row {
            article: found.article.as_deref().unwrap_or_default(),
            ledger: "finding",
            line: Some(found.line),
            level: found.level,
            name: found.rule,
            value: found.change.as_ref().map_or("", |change| &change.title),
            count: Some(found.places.to_string()),
            detail: &found.message,
            ..Row::default()
        })?;
    }
    for gone in entry.changes.iter().flat_map(|changes| &changes.gone) {
        write(Row {
            ledger: "gone",
            line: Some(gone.line),
            level: &gone.level,
            name: &gone.rule,
            detail: &gone.message,
            ..Row::default()
        })?;
    }
    for one in &entry.suppressions {
        write(Row {
            ledger: "suppression",
            line: Some(one.line),
            name: &one.rules.join("; "),
            value: one.hides,
            detail: one.reason.as_deref().unwrap_or_default(),
            ..Row::default()
        })?;
    }
    for Figure { name, tallies, .. } in entry.sources.figures() {
        for one in tallies.iter().filter(|one| one.count > 0) {
            write(Row {
                ledger: name,
                name: &one.name,
                count: Some(one.count.to_string()),
                share: Some(per_cent(one.count, entry.sources.citations)),
                ..Row::default()
            })?;
        }
    }
    for part in &entry.articles {
        let article = part.name();
        for one in &part.sources.shares {
            write(Row {
                article,
                ledger: "source",
                name: &one.source,
                value: &one.kind,
                count: Some(one.count.to_string()),
                share: Some(one.percent),
                detail: &one.countries.join("; "),
                ..Row::default()
            })?;
        }
        for one in &part.citations {
            write(Row {
                article,
                ledger: "citation",
                line: Some(one.line),
                name: one.source.as_deref().unwrap_or_default(),
                value: one.style,
                date: one.date.as_deref().or(one.date_text.as_deref()).unwrap_or_default(),
                count: one.age.map(|age| age.to_string()),
                address: one.url.as_deref().unwrap_or_default(),
                detail: one.title.as_deref().unwrap_or_default(),
                ..Row::default()
            })?;
        }
        for actor in &part.actors {
            for one in &actor.spellings {
                write(Row {
                    article,
                    ledger: "name",
                    line: one.lines.first().copied(),
                    name: &actor.name,
                    value: &one.text,
                    count: Some(one.lines.len().to_string()),
                    detail: one.standing,
                    ..Row::default()
                })?;
            }
        }
        for one in &part.abbreviations {
            write(Row {
                article,
                ledger: "abbreviation",
                line: Some(one.line),
                name: &one.short,
                value: &one.long,
                count: Some(one.uses.to_string()),
                detail: &one.conflicts.join("; "),
                ..Row::default()
            })?;
        }
        for note in &part.notes {
            write(Row {
                article,
                ledger: "note",
                line: Some(note.line),
                name: &note.label,
                count: Some(note.references.len().to_string()),
                detail: &note.sources.join("; "),
                ..Row::default()
            })?;
        }
    }
    Ok(())
}

/// A cell on one line that no spreadsheet interprets as a formula.
fn safe(text: &str) -> String {
    let text = visible::one_line(text);
    match text.chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{text}"),
        _ => text.into_owned(),
    }
}

fn write_row(cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_a_draft_is_text_in_markdown() {
        assert_eq!(plain("a|b <i> *c* [d](e)\nf"), "a\\|b \\<i\\> \\*c\\* \\[d\\](e) f");
    }

    #[test]
    fn a_cell_is_no_formula() {
        assert_eq!(safe("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        let mut out = Vec::new();
        write_row(&["a\"b".to_owned(), "c,d".to_owned()], &mut out).unwrap();
        assert_eq!(out, b"\"a\"\"b\",\"c,d\"\r\n");
    }
}
