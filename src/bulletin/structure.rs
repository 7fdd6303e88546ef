//! Issue, contents, articles: how a bulletin is put together.

use super::Bulletin;
use crate::config::Settings;
use crate::markdown::Markdown;
use crate::text::{Span, Spanned};
use jiff::civil::Date;

/// Where the issue date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrigin {
    /// Given on the command line.
    Option,
    /// In the front matter.
    FrontMatter(Span),
    /// In a line of the masthead.
    Masthead(Span),
    /// In the file's name.
    FileName,
    /// In the configuration.
    Configuration,
}

/// The issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Issue {
    /// Its date; never guessed.
    pub date: Option<Date>,
    /// Where the date comes from.
    pub date_origin: Option<DateOrigin>,
    /// The publication's title, without markup.
    pub title: Option<Spanned<String>>,
    /// `VOLUME XVI`
    pub volume: Option<Spanned<u32>>,
    /// `ISSUE 19`
    pub number: Option<Spanned<u32>>,
    /// The masthead and contents: everything before the first article.
    pub front: Span,
}

/// One line of the contents: what it announces.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// All of it.
    pub span: Span,
    /// The announced title, without markup.
    pub title: Spanned<String>,
    /// The announced authors.
    pub authors: Vec<Spanned<String>>,
    /// `p.4`
    pub page: Option<Spanned<u32>>,
    /// A department such as BRIEFS that stands for several articles, not one title.
    pub department: bool,
    /// The article that it announces, an index of [`Bulletin::articles`].
    pub article: Option<usize>,
}

/// A signed article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// From its heading to the next article's.
    pub span: Span,
    /// Its title, without markup; empty where the document has none.
    pub title: Spanned<String>,
    /// The level of its heading; 0 where it has none.
    pub level: u8,
    /// The block that is its heading.
    pub heading: Option<usize>,
    /// Its authors, from the byline.
    pub authors: Vec<Spanned<String>>,
    /// The byline's block.
    pub byline: Option<Span>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The paragraph about the author at its end, and whom it is about.
    pub biography: Option<Spanned<String>>,
}

/// A section of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading's block, an index of `Markdown::blocks`.
    pub heading: usize,
    /// Its title, without markup.
    pub title: Spanned<String>,
    /// The level of its heading.
    pub level: u8,
    /// Whether it is the list of notes.
    pub notes: bool,
}

impl Article {
    /// Whether a block of the article is its text, and not heading, byline, notes or biography.
    #[must_use]
    pub fn is_body(&self, block: Span) -> bool {
        let notes = self
            .sections
            .iter()
            .find(|section| section.notes)
            .map_or(self.span.end, |section| section.title.span.start);
        block.start < notes
            && self.byline != Some(block)
            && self.biography.as_ref().is_none_or(|biography| biography.span != block)
            && self.span.contains(block)
    }
}

pub(super) fn read(path: &str, text: &str, markdown: &Markdown, settings: &Settings, bulletin: &mut Bulletin) {
    let _ = (path, text, markdown);
    bulletin.issue.date = settings.date;
}
