//! What a document says as a bulletin.

use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use jiff::civil::Date;

/// The issue.
#[derive(Debug, Default)]
pub struct Issue {
    /// Its date.
    pub date: Option<Date>,
}

/// A bulletin.
#[derive(Debug, Default)]
pub struct Bulletin {
    /// The issue.
    pub issue: Issue,
}

impl Bulletin {
    /// Reads it.
    #[must_use]
    pub fn read(_: &str, _: &str, _: &Markdown, _: &Gazetteer, _: &Settings) -> Bulletin {
        Bulletin::default()
    }
}
