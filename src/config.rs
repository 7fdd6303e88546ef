//! Settings: what a house decides, read from the text of `copydesk.toml`.
//!
//! Rule names are kept as written, each with its span; whether they exist is for [`crate::check`] to say.

use jiff::civil::Date;

/// How bad a finding is, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Shown in editors only.
    Hint,
    /// Worth a look.
    Info,
    /// Against house style, or very likely wrong.
    Warning,
    /// Wrong; must not be printed.
    Error,
}

impl Level {
    /// All levels, mildest first.
    pub const ALL: [Level; 4] = [Level::Hint, Level::Info, Level::Warning, Level::Error];

    /// The level's name in configuration and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Level::Hint => "hint",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// Whether every source must carry a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Links {
    /// `unlinked-citation` speaks.
    Required,
    /// A source may stand without a link.
    #[default]
    Optional,
}

/// How often `placeholder-link` speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PlaceholderLinks {
    /// At every placeholder.
    #[default]
    Each,
    /// At the first of each article.
    Once,
}

/// The order of day and month in dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// `September 21, 2018`
    #[default]
    MonthDay,
    /// `21 September 2018`
    DayMonth,
}

/// Where a citation stands to the full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CitationPlacement {
    /// `word ([Source](…), May 9).`
    #[default]
    BeforeFullStop,
    /// `word. ([Source](…), May 9)`
    AfterFullStop,
}

/// House style.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether sources must be linked.
    pub links: Links,
    /// How often a placeholder is reported.
    pub placeholder_links: PlaceholderLinks,
    /// Day and month order in citations and prose.
    pub date_order: DateOrder,
    /// Citations before or after the full stop.
    pub citation_placement: CitationPlacement,
    /// Named set of preferences for names and terms (`jamestown`, `ap`, `guardian`, `un`, …).
    pub profile: Option<String>,
}

/// Everything that is decided for one file: the configuration with its per-path overrides applied.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// House style.
    pub style: Style,
    /// The issue date given on the command line: overrules what the text says.
    pub date: Option<Date>,
    /// The issue date of last resort: `[issue] date`.
    pub fallback_date: Option<Date>,
    /// Days by which a date without a year may lie after the issue date (`[issue] slack`).
    pub slack_days: u32,
    /// Rules whose level the house sets: `None` switches the rule off. Later entries win.
    pub rules: Vec<(String, Option<Level>)>,
    /// Abbreviations that need no definition, beside the shipped ones.
    pub common_abbreviations: Vec<String>,
}
