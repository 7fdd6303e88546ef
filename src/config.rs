//! Settings, parsed from the text of `copydesk.toml`.
//!
//! [`Config::parse`] reads the whole text and never fails: each invalid part becomes a [`Problem`] with its span, and
//! the rest applies. [`Config::settings`] resolves the settings of one file. All keys are listed in one table,
//! [`keys::KEYS`]; tests check the parser, the printer, the JSON Schema and `docs/configuration.md` against it.
//!
//! Rule names are kept as written, each with its span; [`crate::check::rule_names`] validates them. Files are only
//! named here, never opened.

pub mod discouraged;
pub mod edit;
pub mod globs;
pub mod ignored;
pub mod keys;
mod problems;
mod read;
mod show;
mod values;
mod words;

pub use crate::calendar::DateOrder;
pub use discouraged::Discouraged;
pub use globs::Globs;
pub use ignored::Ignored;
pub use read::key_at;

use crate::calendar::DateStyle;
use crate::text::{Span, Spanned};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The name of the configuration file.
pub const FILE_NAME: &str = "copydesk.toml";

/// Severity of a finding, mildest first.
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

    /// The level of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// A setting that takes one of a few words.
pub trait Choice: Copy + PartialEq + 'static {
    /// The words and what they mean, the default first.
    const CHOICES: &'static [(&'static str, Self)];

    /// The word for it.
    #[must_use]
    fn word(self) -> &'static str {
        Self::CHOICES.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}

/// Whether every source must have a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Links {
    /// `unlinked-citation` reports.
    Required,
    /// A source may go without a link.
    #[default]
    Optional,
}

impl Choice for Links {
    const CHOICES: &'static [(&'static str, Links)] = &[("optional", Links::Optional), ("required", Links::Required)];
}

/// How often `placeholder-link` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PlaceholderLinks {
    /// At every placeholder.
    #[default]
    Each,
    /// Once per article: its placeholders are one decision.
    Once,
}

impl Choice for PlaceholderLinks {
    const CHOICES: &'static [(&'static str, PlaceholderLinks)] =
        &[("each", PlaceholderLinks::Each), ("once", PlaceholderLinks::Once)];
}

/// A form that any desk may choose: declared for all documents, or each document's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FormChoice<T> {
    /// `auto`: what the document mostly does or, if it has no prevailing form, the shipped default.
    #[default]
    Auto,
    /// Declared by the house style.
    Declared(T),
}

impl<T> FormChoice<T> {
    /// The declared form.
    pub fn declared(self) -> Option<T> {
        match self {
            FormChoice::Auto => None,
            FormChoice::Declared(form) => Some(form),
        }
    }
}

impl Choice for FormChoice<DateOrder> {
    const CHOICES: &'static [(&'static str, FormChoice<DateOrder>)] = &[
        ("auto", FormChoice::Auto),
        ("month-day", FormChoice::Declared(DateOrder::MonthDay)),
        ("day-month", FormChoice::Declared(DateOrder::DayMonth)),
    ];
}

/// On which side of the full stop a citation belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CitationPlacement {
    /// `word ([Source](…), May 9).`
    #[default]
    BeforeFullStop,
    /// `word. ([Source](…), May 9)`
    AfterFullStop,
}

impl Choice for FormChoice<CitationPlacement> {
    const CHOICES: &'static [(&'static str, FormChoice<CitationPlacement>)] = &[
        ("auto", FormChoice::Auto),
        ("before-full-stop", FormChoice::Declared(CitationPlacement::BeforeFullStop)),
        ("after-full-stop", FormChoice::Declared(CitationPlacement::AfterFullStop)),
    ];
}

/// The order of the fields in a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NoteOrder {
    /// `Author, “Title,” Outlet, May 9, 2018, https://…`
    #[default]
    TitleFirst,
    /// `Outlet, “Title” (May 9, 2018), https://…`
    OutletFirst,
    /// `Author. “Title.” Outlet. 9 May 2018. Web.`
    Mla,
    /// `Outlet (Place), May 9, 2018`
    Untitled,
}

impl Choice for FormChoice<NoteOrder> {
    const CHOICES: &'static [(&'static str, FormChoice<NoteOrder>)] = &[
        ("auto", FormChoice::Auto),
        ("title-first", FormChoice::Declared(NoteOrder::TitleFirst)),
        ("outlet-first", FormChoice::Declared(NoteOrder::OutletFirst)),
        ("mla", FormChoice::Declared(NoteOrder::Mla)),
        ("untitled", FormChoice::Declared(NoteOrder::Untitled)),
    ];
}

/// Where the comma after a title goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CommaPlace {
    /// `“Title,” Outlet`
    #[default]
    Inside,
    /// `“Title”, Outlet`
    Outside,
}

impl Choice for FormChoice<CommaPlace> {
    const CHOICES: &'static [(&'static str, FormChoice<CommaPlace>)] = &[
        ("auto", FormChoice::Auto),
        ("inside", FormChoice::Declared(CommaPlace::Inside)),
        ("outside", FormChoice::Declared(CommaPlace::Outside)),
    ];
}

/// Whether notes end with a full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FinalStop {
    /// They do.
    #[default]
    Always,
    /// They do not.
    Never,
}

impl Choice for FormChoice<FinalStop> {
    const CHOICES: &'static [(&'static str, FormChoice<FinalStop>)] = &[
        ("auto", FormChoice::Auto),
        ("always", FormChoice::Declared(FinalStop::Always)),
        ("never", FormChoice::Declared(FinalStop::Never)),
    ];
}

/// Which side of a punctuation mark note references go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NotePlacement {
    /// `before dawn.[^1]`
    #[default]
    After,
    /// `before dawn[^1].`
    Before,
}

impl Choice for FormChoice<NotePlacement> {
    const CHOICES: &'static [(&'static str, FormChoice<NotePlacement>)] = &[
        ("auto", FormChoice::Auto),
        ("after", FormChoice::Declared(NotePlacement::After)),
        ("before", FormChoice::Declared(NotePlacement::Before)),
    ];
}

/// What replaces the full form of a source that is cited again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RepeatedNotes {
    /// Not checked.
    #[default]
    Off,
    /// *Ibid.* directly after it; otherwise a shortened form.
    Ibid,
    /// A shortened form.
    Short,
}

impl Choice for RepeatedNotes {
    const CHOICES: &'static [(&'static str, RepeatedNotes)] =
        &[("off", RepeatedNotes::Off), ("ibid", RepeatedNotes::Ibid), ("short", RepeatedNotes::Short)];
}

/// Whether citations in notes need a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NoteTitles {
    /// The title is optional.
    #[default]
    Optional,
    /// `untitled-citation` reports.
    Required,
}

impl Choice for NoteTitles {
    const CHOICES: &'static [(&'static str, NoteTitles)] =
        &[("optional", NoteTitles::Optional), ("required", NoteTitles::Required)];
}

/// Whether an address needs an access date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AccessDates {
    /// It is optional.
    #[default]
    Optional,
    /// Each address needs it.
    Required,
    /// Not allowed if the source has a date of its own.
    Forbidden,
}

impl Choice for AccessDates {
    const CHOICES: &'static [(&'static str, AccessDates)] = &[
        ("optional", AccessDates::Optional),
        ("required", AccessDates::Required),
        ("forbidden", AccessDates::Forbidden),
    ];
}

/// How notes and lists of references are written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NoteStyle {
    /// The order of the fields.
    pub order: FormChoice<NoteOrder>,
    /// The comma after a title.
    pub comma: FormChoice<CommaPlace>,
    /// The final stop.
    pub final_stop: FormChoice<FinalStop>,
    /// The side of a punctuation mark on which note references go.
    pub placement: FormChoice<NotePlacement>,
    /// Full forms that are cited again.
    pub repeat: RepeatedNotes,
    /// Whether a title is required.
    pub titles: NoteTitles,
    /// Whether an access date is required.
    pub access_dates: AccessDates,
}

/// The order of the entries in a list of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ListOrder {
    /// By the author's family name, else by source or title.
    #[default]
    Alphabetical,
    /// As the text cites them.
    Cited,
}

impl Choice for ListOrder {
    const CHOICES: &'static [(&'static str, ListOrder)] =
        &[("alphabetical", ListOrder::Alphabetical), ("cited", ListOrder::Cited)];
}

/// A list of sources that is kept in step with what a document cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceListStyle {
    /// Its heading as it is written: `## Sources`.
    pub heading: Arc<str>,
    /// The order of its entries.
    pub order: ListOrder,
}

impl SourceListStyle {
    /// The level of its heading.
    #[must_use]
    pub fn level(&self) -> u8 {
        self.heading.bytes().take_while(|byte| *byte == b'#').count().try_into().unwrap_or(1)
    }

    /// The words of its heading.
    #[must_use]
    pub fn title(&self) -> &str {
        heading_words(&self.heading)
    }

    /// Whether a heading in a document, as written or without its marks, is that of the list.
    #[must_use]
    pub fn is_heading(&self, heading: &str) -> bool {
        heading_words(heading).to_lowercase() == self.title().to_lowercase()
    }
}

/// The words of a heading, without its marks and the colon after it.
fn heading_words(heading: &str) -> &str {
    let line = heading.lines().next().unwrap_or_default();
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_' | ':'))
}

/// House style.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether sources must be linked.
    pub links: Links,
    /// How often a placeholder is reported.
    pub placeholder_links: PlaceholderLinks,
    /// Day and month order in citations and prose.
    pub date_order: FormChoice<DateOrder>,
    /// Citations before or after the full stop.
    pub citation_placement: FormChoice<CitationPlacement>,
    /// Named set of preferences for names and terms (`jamestown`, `ap`, `guardian`, `un`, …).
    pub profile: Option<Arc<str>>,
}

/// A rule's level, `None` if it is switched off.
pub type RuleLevel = (String, Option<Level>);

/// The settings of one file: the configuration with its overrides applied. Lists are shared, so a clone is cheap.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// House style.
    pub style: Style,
    /// How notes and lists of references are written.
    pub notes: NoteStyle,
    /// The list of sources that documents keep, if one is declared.
    pub source_list: Option<Arc<SourceListStyle>>,
    /// The issue date from the command line; takes precedence over the text.
    pub date: Option<Date>,
    /// The fallback issue date: `[issue] date`.
    pub fallback_date: Option<Date>,
    /// Days by which a date without a year may be later than the issue date (`[issue] slack-days`).
    pub slack_days: u32,
    /// Configured levels of rules and of their families: `None` switches them off. Later entries win.
    pub rules: Arc<[RuleLevel]>,
    /// The rules whose fixes are neither offered nor applied.
    pub never_fixed: Arc<[String]>,
    /// Abbreviations that need no definition, in addition to the shipped ones.
    pub common_abbreviations: Arc<[String]>,
    /// Discouraged words.
    pub discouraged: Arc<[Discouraged]>,
    /// The language of texts that do not name their own, as a language tag (`[text] language`).
    pub language: Option<Arc<str>>,
    /// What the house style excludes from prose (`[text] ignore`).
    pub ignore: Arc<Ignored>,
    /// The base address of the rule pages (`[docs] base`), without a trailing slash.
    pub docs: Option<Arc<str>>,
}

impl Settings {
    /// How dates are written unless a document does otherwise.
    #[must_use]
    pub fn date_style(&self) -> DateStyle {
        DateStyle::of(self.style.date_order.declared().unwrap_or_default())
    }

    /// Whether the fixes of a rule are disabled: `[fix] never`.
    #[must_use]
    pub fn never_fixes(&self, rule: &str) -> bool {
        self.never_fixed.iter().any(|name| name == rule)
    }

    /// The configured level of a rule or a family: `None` if it is not configured, `Some(None)` if it is switched off.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<Option<Level>> {
        self.rules.iter().rev().find(|(rule, _)| rule == name).map(|(_, level)| *level)
    }
}

/// A problem in a configuration or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its span in the text of the file.
    pub span: Span,
    /// What is wrong and what to do, in lower case, without a full stop.
    pub message: String,
    /// [`Level::Error`] if a setting is invalid, [`Level::Warning`] if it has no effect.
    pub severity: Level,
}

/// A parsed configuration file.
///
/// Settings that overrides may change are kept in layers, lowest precedence first: those for all files, then the
/// overrides in order. If a configuration extends another, the other's layers come first.
#[derive(Clone, Debug, Default)]
pub struct Config {
    layers: Vec<Layer>,
    extends: Option<Spanned<String>>,
    /// The file that this was read from, as opposed to one that it extends.
    nearest: Origin,
    /// The keys that are set, by table and name, except those that overrides may set too.
    stated: BTreeMap<(&'static str, &'static str), Origin>,
    common: Option<Arc<[String]>>,
    actors: Option<Vec<Spanned<String>>>,
    sources: Option<Vec<Spanned<String>>>,
    library: Option<Vec<Spanned<String>>>,
    reject: Option<Vec<[String; 2]>>,
    language: Option<Arc<str>>,
    ignore: Option<Arc<Ignored>>,
    extensions: Option<Vec<String>>,
    exclude: Option<Globs>,
    never_fixed: Option<Vec<Spanned<String>>>,
    docs: Option<Arc<str>>,
}

/// The file in which something is set; `None` if no file sets it.
pub type Origin = Option<Arc<Path>>;

/// The settings for some files, or for all.
#[derive(Clone, Debug, Default)]
struct Layer {
    /// The files; `None` means all.
    paths: Option<Globs>,
    origin: Origin,
    rules: Vec<(Spanned<String>, Option<Level>)>,
    /// The same in the form that [`Settings`] share.
    levels: Arc<[RuleLevel]>,
    style: StyleChange,
    notes: NoteChange,
    list: SourceListChange,
    date: Option<Date>,
    slack_days: Option<u32>,
    discouraged: Option<Arc<[Discouraged]>>,
}

/// The style keys that a table sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct StyleChange {
    links: Option<Links>,
    placeholder_links: Option<PlaceholderLinks>,
    date_order: Option<FormChoice<DateOrder>>,
    citation_placement: Option<FormChoice<CitationPlacement>>,
    profile: Option<Spanned<Arc<str>>>,
}

/// The keys of `[notes]` that a table sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct NoteChange {
    order: Option<FormChoice<NoteOrder>>,
    comma: Option<FormChoice<CommaPlace>>,
    final_stop: Option<FormChoice<FinalStop>>,
    placement: Option<FormChoice<NotePlacement>>,
    repeat: Option<RepeatedNotes>,
    titles: Option<NoteTitles>,
    access_dates: Option<AccessDates>,
}

/// The keys of `[citations]` about the list of sources that a table sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct SourceListChange {
    heading: Option<Arc<str>>,
    order: Option<ListOrder>,
}

impl NoteChange {
    fn apply(&self, notes: &mut NoteStyle) {
        notes.order = self.order.unwrap_or(notes.order);
        notes.comma = self.comma.unwrap_or(notes.comma);
        notes.final_stop = self.final_stop.unwrap_or(notes.final_stop);
        notes.placement = self.placement.unwrap_or(notes.placement);
        notes.repeat = self.repeat.unwrap_or(notes.repeat);
        notes.titles = self.titles.unwrap_or(notes.titles);
        notes.access_dates = self.access_dates.unwrap_or(notes.access_dates);
    }
}

/// The settings to print: those of a configuration, and those of one of its layers.
struct Shown<'a> {
    config: &'a Config,
    layer: &'a Layer,
}

/// How a configuration is printed.
#[derive(Default)]
pub struct Printing<'a> {
    /// The file whose effective configuration is printed, with its overrides applied: relative as in
    /// [`Config::settings`].
    pub path: Option<&'a str>,
    /// Remarks after the values of some keys of `[style]`: what `auto` found in a document.
    pub remarks: &'a [(&'a str, String)],
    /// How to name a file after the values that it sets. If absent, origins are not printed.
    pub origin: Option<&'a dyn Fn(&Path) -> String>,
    /// The configuration to be named in `extends`. The files that an extended configuration names may be outside the
    /// workspace, in which case only `extends` can lead to them; they are printed in a comment.
    pub extends: Option<&'a Path>,
    /// The lines of `[rules]`, each a name with its level and its origin, in place of those that are configured.
    pub rules: Option<&'a [(&'a str, Option<Level>, String)]>,
}

impl StyleChange {
    fn apply(&self, style: &mut Style) {
        style.links = self.links.unwrap_or(style.links);
        style.placeholder_links = self.placeholder_links.unwrap_or(style.placeholder_links);
        style.date_order = self.date_order.unwrap_or(style.date_order);
        style.citation_placement = self.citation_placement.unwrap_or(style.citation_placement);
        if let Some(profile) = &self.profile {
            style.profile = Some(Arc::clone(&profile.value));
        }
    }
}

impl Config {
    /// Parses a configuration file. Invalid parts become problems, sorted by place; the rest applies.
    #[must_use]
    pub fn parse(text: &str) -> (Config, Vec<Problem>) {
        read::read(text, keys::KEYS)
    }

    /// The settings of one file. `path` is relative to the folder of the configuration file, with `/` between folders.
    #[must_use]
    pub fn settings(&self, path: &str) -> Settings {
        let mut settings = Settings {
            common_abbreviations: self.common.clone().unwrap_or_default(),
            language: self.language.clone(),
            docs: self.docs.clone(),
            ignore: self.ignore.clone().unwrap_or_default(),
            never_fixed: self.never_fixed().iter().map(|name| name.value.clone()).collect(),
            ..Settings::default()
        };
        let mut list = SourceListChange::default();
        for layer in self.layers.iter().filter(|layer| layer.covers(path)) {
            layer.style.apply(&mut settings.style);
            layer.notes.apply(&mut settings.notes);
            list.heading = layer.list.heading.clone().or(list.heading);
            list.order = layer.list.order.or(list.order);
            settings.fallback_date = layer.date.or(settings.fallback_date);
            settings.slack_days = layer.slack_days.unwrap_or(settings.slack_days);
            if let Some(terms) = &layer.discouraged {
                settings.discouraged = Arc::clone(terms);
            }
            settings.rules = match (settings.rules.is_empty(), layer.levels.is_empty()) {
                (_, true) => settings.rules,
                (true, false) => Arc::clone(&layer.levels),
                (false, false) => settings.rules.iter().chain(&*layer.levels).cloned().collect(),
            };
        }
        let order = list.order.unwrap_or_default();
        settings.source_list = list.heading.map(|heading| Arc::new(SourceListStyle { heading, order }));
        settings
    }

    /// Merges this configuration over a `weaker` one: a key set in both keeps this one's value. An editor's settings
    /// are merged under the file in this way, and an extended configuration under the one that extends it.
    ///
    /// Spans keep pointing into the text they were parsed from, so validate [`Config::rules`] and [`Config::profiles`]
    /// before merging.
    #[must_use]
    pub fn over(self, weaker: Config) -> Config {
        Config {
            layers: weaker.layers.into_iter().chain(self.layers).collect(),
            extends: self.extends,
            nearest: self.nearest.or(weaker.nearest),
            stated: weaker.stated.into_iter().chain(self.stated).collect(),
            common: self.common.or(weaker.common),
            actors: self.actors.or(weaker.actors),
            sources: self.sources.or(weaker.sources),
            library: self.library.or(weaker.library),
            reject: self.reject.or(weaker.reject),
            language: self.language.or(weaker.language),
            ignore: self.ignore.or(weaker.ignore),
            extensions: self.extensions.or(weaker.extensions),
            exclude: self.exclude.or(weaker.exclude),
            never_fixed: self.never_fixed.or(weaker.never_fixed),
            docs: self.docs.or(weaker.docs),
        }
    }

    /// Sets a rule's level for all files, over everything set before: the command line's `--rule`.
    pub fn set_rule(&mut self, name: &str, level: Option<Level>) {
        let rules = vec![(Spanned::new(Span::default(), name.to_owned()), level)];
        self.layers.push(Layer { rules, ..Layer::default() }.shared());
    }

    /// Records that all of this comes from a file.
    pub fn stand_in(&mut self, file: &Path) {
        let file = Some(Arc::from(file));
        self.nearest.clone_from(&file);
        self.layers.iter_mut().for_each(|layer| layer.origin.clone_from(&file));
        self.stated.values_mut().for_each(|origin| origin.clone_from(&file));
    }

    /// The file that sets a key which overrides cannot set; `None` if no file does.
    #[must_use]
    pub fn origin(&self, table: &'static str, key: &'static str) -> Option<&Path> {
        self.stated.get(&(table, key))?.as_deref()
    }

    /// The file that sets the level of a rule or a family for a file; `None` if no file does.
    #[must_use]
    pub fn origin_of_rule(&self, path: &str, name: &str) -> Option<&Path> {
        let states = |layer: &&Layer| layer.covers(path) && layer.rules.iter().any(|(rule, _)| rule.value == name);
        self.layers.iter().rev().find(states)?.origin.as_deref()
    }

    /// The configuration that this one extends: a file, relative to the file this was parsed from.
    #[must_use]
    pub fn extends(&self) -> Option<&Spanned<String>> {
        self.extends.as_ref()
    }

    /// Every configured rule with the span of its name, including those of overrides.
    pub fn rules(&self) -> impl Iterator<Item = &(Spanned<String>, Option<Level>)> {
        self.layers.iter().flat_map(|layer| &layer.rules)
    }

    /// The rules listed in `[fix] never`, each with its span.
    #[must_use]
    pub fn never_fixed(&self) -> &[Spanned<String>] {
        self.never_fixed.as_deref().unwrap_or_default()
    }

    /// Every configured style profile with its span, including those of overrides.
    pub fn profiles(&self) -> impl Iterator<Item = &Spanned<Arc<str>>> {
        self.layers.iter().filter_map(|layer| layer.style.profile.as_ref())
    }

    /// The configured lists of actors: files, relative to the configuration file.
    #[must_use]
    pub fn actors(&self) -> &[Spanned<String>] {
        self.actors.as_deref().unwrap_or_default()
    }

    /// The configured lists of sources: files, relative to the configuration file.
    #[must_use]
    pub fn sources(&self) -> &[Spanned<String>] {
        self.sources.as_deref().unwrap_or_default()
    }

    /// The configured libraries of references: files, relative to the configuration file.
    #[must_use]
    pub fn library(&self) -> &[Spanned<String>] {
        self.library.as_deref().unwrap_or_default()
    }

    /// Pairs of names that are never treated as the same.
    #[must_use]
    pub fn rejected(&self) -> &[[String; 2]] {
        self.reject.as_deref().unwrap_or_default()
    }

    /// Whether files with this extension are read in folders, in addition to those that always are
    /// (`[files] extensions`).
    #[must_use]
    pub fn takes_extension(&self, extension: &str) -> bool {
        self.extensions.iter().flatten().any(|known| known.eq_ignore_ascii_case(extension))
    }

    /// Whether a file, or a folder with everything in it, is excluded. `path` is relative to the folder of the
    /// configuration file, with `/` between folders.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.covers(path))
    }

    /// The configuration as TOML, each key with a comment; parsing it again gives the same settings.
    #[must_use]
    pub fn to_toml(&self) -> String {
        show::show(self, &Printing::default())
    }

    /// The same, with printing options.
    #[must_use]
    pub fn print(&self, how: &Printing<'_>) -> String {
        show::show(self, how)
    }
}

impl Layer {
    /// Whether it applies to a file.
    fn covers(&self, path: &str) -> bool {
        self.paths.as_ref().is_none_or(|globs| globs.covers(path))
    }

    /// Fills in `levels`.
    fn shared(mut self) -> Layer {
        self.levels = self.rules.iter().map(|(name, level)| (name.value.clone(), *level)).collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = r#"
[[overrides]]
paths = ["archive"]
rules = { undated-citation = "off", note-order = "hint" }
style = { links = "optional", date-order = "day-month" }

[[overrides]]
paths = ["archive/2019/**"]
rules = { undated-citation = "info" }

[rules]
undated-citation = "warning"
doubled-word = "off"

[style]
links = "required"

[issue]
date = 2018-10-10

[files]
exclude = ["drafts/**"]
"#;

    #[test]
    fn overrides_win_in_their_order_wherever_they_stand() {
        let (config, problems) = Config::parse(CONFIG);
        assert_eq!(problems, []);

        let issue = config.settings("issue.md");
        assert_eq!(issue.rule("undated-citation"), Some(Some(Level::Warning)));
        assert_eq!(issue.rule("doubled-word"), Some(None));
        assert_eq!(issue.rule("note-order"), None);
        assert_eq!((issue.style.links, issue.style.date_order), (Links::Required, FormChoice::Auto));

        let archived = config.settings("archive/2018/a.md");
        assert_eq!(archived.rule("undated-citation"), Some(None));
        assert_eq!(archived.rule("doubled-word"), Some(None));
        assert_eq!(archived.rule("note-order"), Some(Some(Level::Hint)));
        let day_month = FormChoice::Declared(DateOrder::DayMonth);
        assert_eq!((archived.style.links, archived.style.date_order), (Links::Optional, day_month));

        let later = config.settings("archive/2019/a.md");
        assert_eq!(later.rule("undated-citation"), Some(Some(Level::Info)));
        assert_eq!(later.fallback_date, Some(jiff::civil::date(2018, 10, 10)));
    }

    #[test]
    fn files_without_overrides_share_their_rules() {
        let (config, _) = Config::parse(CONFIG);
        assert!(Arc::ptr_eq(&config.settings("a.md").rules, &config.settings("b.md").rules));
    }

    #[test]
    fn no_file_is_the_same_as_an_empty_one() {
        let (empty, problems) = Config::parse("");
        assert_eq!(problems, []);
        assert_eq!(empty.to_toml(), Config::default().to_toml());
        let (a, b) = (Config::default().settings("a.md"), Settings::default());
        assert_eq!((a.style, a.slack_days, a.rules.len()), (b.style, b.slack_days, 0));
    }

    #[test]
    fn folders_and_their_files_are_left_out() {
        let (config, _) = Config::parse(CONFIG);
        assert!(config.excludes("drafts/a.md"));
        assert!(!config.excludes("a.md"));
        assert!(!Config::default().excludes("drafts/a.md"));
    }

    #[test]
    fn the_stronger_configuration_wins_key_by_key() {
        let (file, _) = Config::parse("[issue]\nslack-days = 0\n[abbreviations]\ncommon = ['UN']");
        let (editor, _) =
            Config::parse("[issue]\nslack-days = 3\ndate = '2018-10-10'\n[abbreviations]\ncommon = ['EU']");
        let settings = file.over(editor).settings("a.md");
        assert_eq!(settings.slack_days, 0);
        assert_eq!(settings.fallback_date, Some(jiff::civil::date(2018, 10, 10)));
        assert_eq!(*settings.common_abbreviations, ["UN".to_owned()]);
    }

    #[test]
    fn unwanted_fixes_are_those_of_the_stronger_configuration() {
        let (file, problems) = Config::parse("[fix]\nnever = ['mixed-quotes']\n");
        assert_eq!(problems, []);
        let (editor, _) = Config::parse("[fix]\nnever = ['date-format']\n");
        assert!(editor.settings("a.md").never_fixes("date-format"));
        let settings = file.over(editor).settings("a.md");
        assert!(settings.never_fixes("mixed-quotes") && !settings.never_fixes("date-format"));
    }

    #[test]
    fn the_first_choice_is_the_default() {
        fn holds<T: Choice + Default>() -> bool {
            T::CHOICES[0].1 == T::default() && T::CHOICES.iter().all(|(word, value)| value.word() == *word)
        }
        assert!(holds::<Links>() && holds::<PlaceholderLinks>());
        assert!(holds::<FormChoice<DateOrder>>() && holds::<FormChoice<CitationPlacement>>());
    }
}
