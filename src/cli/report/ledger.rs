//! What the report states about a document. It is computed once, and every format of the report prints the same.

mod findings;
mod names;
mod sources;

use crate::bulletin::{Bulletin, suppression};
use crate::cli::files::Source;
use crate::cli::format::Checked;
use crate::config::Level;
use crate::disk::Fault;
use crate::gazetteer::Gazetteer;
use crate::json::index::{self, IndexedContents, IndexedDocument};
use crate::markdown::BlockKind;
use crate::project::{Context, Project};
use crate::text::{LineIndex, Span};
use findings::{add_findings, with_changes};
use names::conflicts;
use serde::Serialize;
use sources::cited_in;
use std::collections::BTreeSet;

pub(super) use findings::{Excerpt, Finding};
pub(super) use names::{Named, Short};
pub(super) use sources::{Cited, Figure, Standing, Tally, per_cent};

/// The report of one document.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) path: String,
    /// The title of the issue or of its only article; the path if there is none.
    pub(super) title: String,
    #[serde(flatten)]
    pub(super) issue: index::IndexedIssue,
    /// Whether it contains no errors.
    pub(super) printable: bool,
    pub(super) counts: Counts,
    pub(super) findings: Vec<Finding>,
    pub(super) sources: Standing,
    pub(super) articles: Vec<Part>,
    pub(super) suppressions: Vec<Hidden>,
    /// What is new since an earlier report, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) changes: Option<super::changes::Changes>,
}

/// Decisions by level.
#[derive(Clone, Copy, Default, Serialize)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) infos: usize,
    pub(super) hints: usize,
}

impl Counts {
    fn add(&mut self, level: Level) {
        *match level {
            Level::Error => &mut self.errors,
            Level::Warning => &mut self.warnings,
            Level::Info => &mut self.infos,
            Level::Hint => &mut self.hints,
        } += 1;
    }

    pub(super) fn plus(self, other: Counts) -> Counts {
        Counts {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            hints: self.hints + other.hints,
        }
    }

    pub(super) fn total(self) -> usize {
        self.errors + self.warnings + self.infos + self.hints
    }
}

/// An article, or the text outside articles.
#[derive(Serialize)]
pub(super) struct Part {
    /// `None` for the text outside articles.
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) line: u32,
    pub(super) counts: Counts,
    pub(super) sources: Standing,
    pub(super) citations: Vec<Cited>,
    pub(super) actors: Vec<Named>,
    pub(super) abbreviations: Vec<Short>,
    pub(super) notes: Vec<Noted>,
    #[serde(skip)]
    span: Span,
}

impl Part {
    pub(super) fn name(&self) -> &str {
        match self.title.as_deref() {
            None => "Outside the articles",
            Some("") => "Article without a title",
            Some(title) => title,
        }
    }
}

/// A note.
#[derive(Serialize)]
pub(super) struct Noted {
    pub(super) label: String,
    pub(super) line: u32,
    /// The lines with references to it.
    pub(super) references: Vec<u32>,
    /// What it cites.
    pub(super) sources: Vec<String>,
}

/// A comment that hides findings.
#[derive(Serialize)]
pub(super) struct Hidden {
    pub(super) line: u32,
    /// `a block`, `a line`, `a range`, `the whole text`.
    pub(super) hides: &'static str,
    /// The rules that it names; if there are none, it hides all rules.
    pub(super) rules: Vec<String>,
    pub(super) reason: Option<String>,
}

/// Reads, checks and describes a document.
pub(super) fn read(source: &Source, project: &Project) -> Result<Entry, Fault> {
    let (text, context) = source.read(project)?;
    source.guard(|| {
        let draft = context.draft(&source.shown, &text);
        let found = with_changes(crate::check::check(draft), draft);
        let document = index::describe(draft, &found.bulletin, false);
        let paragraphs: Vec<Span> = {
            let blocks = found.markdown.blocks.iter();
            let prose = blocks.filter(|block| block.kind == BlockKind::Paragraph && block.footnote.is_none());
            prose.map(|block| block.span).collect()
        };
        let lines = LineIndex::new(&text);
        let reader = Reader { bulletin: &found.bulletin, context: &context, lines: &lines, text: &text };
        let mut entry = reader.entry(document, &paragraphs);
        let mut checked = Checked::new(source.shown.clone(), text.clone(), found);
        // Hints are for the person writing, in an editor; no report includes them.
        checked.diagnostics.retain(|found| found.level > Level::Hint);
        add_findings(&mut entry, &checked, &lines);
        entry
    })
}

struct Reader<'a> {
    bulletin: &'a Bulletin,
    context: &'a Context,
    lines: &'a LineIndex,
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, offset: u32) -> u32 {
        self.lines.line_of(offset) + 1
    }

    fn gazetteer(&self) -> &Gazetteer {
        &self.context.gazetteer
    }

    fn entry(&self, document: IndexedDocument, paragraphs: &[Span]) -> Entry {
        let mut parts: Vec<Part> = document
            .articles
            .iter()
            .map(|article| {
                let span = Span::new(article.start, article.end);
                let part = self.part(Some(article.title.clone()), span, &article.contents, paragraphs);
                Part { authors: article.authors.clone(), ..part }
            })
            .collect();
        if !document.outside.is_empty() {
            let whole = Span::at(0..self.text.len());
            parts.push(self.part(None, whole, &document.outside, &[]));
        }
        conflicts(&mut parts);
        let all: Vec<&Cited> = parts.iter().flat_map(|part| &part.citations).collect();
        let mut sources = self.standing(&all);
        for part in &parts {
            sources.paragraphs.citing += part.sources.paragraphs.citing;
            sources.paragraphs.on_one_source.extend(&part.sources.paragraphs.on_one_source);
        }
        let title = self.bulletin.issue.title.as_ref().map(|title| title.value.to_string());
        let title = title.or_else(|| match &document.articles[..] {
            [only] => Some(only.title.clone()),
            _ => None,
        });
        Entry {
            title: title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| document.path.clone()),
            path: document.path,
            issue: document.issue,
            printable: true,
            counts: Counts::default(),
            findings: Vec::new(),
            sources,
            articles: parts,
            suppressions: self.suppressions(),
            changes: None,
        }
    }

    fn part(&self, title: Option<String>, span: Span, contents: &IndexedContents, paragraphs: &[Span]) -> Part {
        let citations = self.cited(contents);
        let counted: Vec<&Cited> = citations.iter().collect();
        let mut sources = self.standing(&counted);
        if title.is_some() {
            sources.paragraphs = self.paragraphs(span, &citations, paragraphs);
        }
        let notes = contents.notes.iter().map(|note| {
            let cited = cited_in(&citations, Span::new(note.start, note.end));
            Noted {
                label: note.label.clone(),
                line: self.line(note.start),
                references: note.references.iter().map(|place| self.line(place.start)).collect(),
                sources: cited.iter().filter_map(|cited| cited.source.clone()).collect(),
            }
        });
        Part {
            title,
            authors: Vec::new(),
            line: self.line(span.start),
            counts: Counts::default(),
            sources,
            actors: self.actors(contents),
            abbreviations: contents
                .abbreviations
                .iter()
                .map(|one| Short {
                    short: one.short.clone(),
                    long: one.long.clone(),
                    line: self.line(one.start),
                    uses: one.uses,
                    conflicts: Vec::new(),
                })
                .collect(),
            notes: notes.collect(),
            citations,
            span,
        }
    }

    fn suppressions(&self) -> Vec<Hidden> {
        let mut known = BTreeSet::new();
        let comments = self.bulletin.suppressions.iter();
        let starts =
            comments.filter(|one| one.kind != suppression::SuppressionKind::End && known.insert(one.comment.start));
        starts
            .map(|one| Hidden {
                line: self.line(one.comment.start),
                hides: match one.kind {
                    suppression::SuppressionKind::Block => "a block",
                    suppression::SuppressionKind::Line => "a line",
                    suppression::SuppressionKind::Start | suppression::SuppressionKind::End => "a range",
                    suppression::SuppressionKind::File => "the whole text",
                },
                rules: one.rules.iter().map(|rule| rule.value.to_string()).collect(),
                reason: one.reason.as_ref().map(|reason| reason.value.to_string()),
            })
            .collect()
    }
}
