//! The registry of rules, and the interface that a rule works with.
//!
//! A rule is a `static` of plain data with a function. It reads a [`Document`] and writes to a [`Report`]; it never
//! fails, calls another rule, reads Markdown events or compiles a pattern.

mod abbreviations;
mod actors;
mod citations;
mod copy;
mod dates;
mod group;
mod notes;
mod sources;
mod structure;
mod terms;
#[cfg(test)]
#[allow(dead_code)]
pub(crate) mod testing;
pub(crate) mod tool;

pub use group::{Decision, Decisions, Group, everywhere};

use crate::bulletin::items::ItemKind;
use crate::bulletin::speech::is_spoken;
use crate::bulletin::structure::DateOrigin;
use crate::bulletin::{Bulletin, Citation, Item, ItemGroup};
use crate::calendar::Written;
use crate::config::{Level, Settings};
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::text::line_ends::join_lines;
use crate::text::{Edit, Offset, Slice, Span, map_spans};
use compact_str::CompactString;
use jiff::civil::Date;
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;

/// A group of rules about the same subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Family {
    Citations,
    Sources,
    Actors,
    Abbreviations,
    Dates,
    Notes,
    Structure,
    Copy,
    Terms,
    Tool,
}

impl Family {
    /// All families.
    pub const ALL: [Family; 10] = [
        Family::Citations,
        Family::Sources,
        Family::Actors,
        Family::Abbreviations,
        Family::Dates,
        Family::Notes,
        Family::Structure,
        Family::Copy,
        Family::Terms,
        Family::Tool,
    ];

    /// Its name, which stands for all its rules when levels are set.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Family::Citations => "citations",
            Family::Sources => "sources",
            Family::Actors => "actors",
            Family::Abbreviations => "abbreviations",
            Family::Dates => "dates",
            Family::Notes => "notes",
            Family::Structure => "structure",
            Family::Copy => "copy",
            Family::Terms => "terms",
            Family::Tool => "tool",
        }
    }

    /// What its rules check.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Family::Citations => "all rules on citations",
            Family::Sources => "all rules on sources",
            Family::Actors => "all rules on names of actors",
            Family::Abbreviations => "all rules on abbreviations",
            Family::Dates => "all rules on dates",
            Family::Notes => "all rules on footnotes and endnotes",
            Family::Structure => "all rules on titles, bylines and headings",
            Family::Copy => "all rules on signs, spaces and spelling",
            Family::Terms => "all rules on the choice of words",
            Family::Tool => "all rules on comments to copydesk",
        }
    }

    /// The family with that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Family> {
        Family::ALL.into_iter().find(|family| family.name() == name)
    }
}

/// The best fix that a rule's findings may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// No finding carries a fix.
    None,
    /// Some carry a fix that is applied only on request.
    Review,
    /// Some carry a fix that fix-all applies.
    Safe,
}

/// One thing copydesk looks for, with everything known about it. Its name is also the name of its file, its page, its
/// configuration key, its suppression word and its LSP code.
pub struct Rule {
    /// Kebab-case; names the fault.
    pub name: &'static str,
    /// The family whose folder contains the rule.
    pub family: Family,
    /// One line, lower case, no full stop: what is flagged.
    pub summary: &'static str,
    /// The text of `docs/rules/<name>.md`.
    pub page: &'static str,
    /// The level that the settings give it unless they name the rule ([`Rule::level_under`]); `None` is off.
    pub level: fn(&Settings) -> Option<Level>,
    /// The best fix it offers.
    pub fix: FixKind,
    /// The functions that check for it.
    pub check: Check,
    /// The languages in which it applies; text in other languages gets no findings from it.
    pub languages: Languages,
    /// How an editor shows the flagged text, besides underlining it.
    pub tag: Option<Tag>,
    /// Rules that may see the same fault: their findings that touch one from this rule are dropped, because this rule
    /// is more exact about what is wrong.
    pub supersedes: &'static [&'static str],
    /// What its fixes do beyond the form of the text.
    pub fix_effect: FixEffect,
    /// What its findings are about, if an editor can offer more than fixes.
    pub subject: Option<Subject>,
}

impl Rule {
    /// The base of every rule: off, without checks and fixes.
    pub const DEFAULT: Rule = Rule {
        name: "",
        family: Family::Tool,
        summary: "",
        page: "",
        level: |_| None,
        fix: FixKind::None,
        check: Check::NONE,
        languages: Languages::English,
        tag: None,
        supersedes: &[],
        fix_effect: FixEffect::FORM,
        subject: None,
    };

    /// The level under these settings: the one they name for the rule, else for its family, else the rule's own; `None`
    /// if it is off. Setting a family's level does not switch on a rule that is off by default.
    #[must_use]
    pub fn level_under(&self, settings: &Settings) -> Option<Level> {
        settings.rule(self.name).unwrap_or_else(|| {
            let own = (self.level)(settings)?;
            settings.rule(self.family.name()).unwrap_or(Some(own))
        })
    }

    /// The address of its page: below the base in the settings, with the extension `.html` as in the book, or in place
    /// of the base’s `{rule}`; otherwise in the package’s repository. `None` if there is neither, because a guessed
    /// address could be a dead link.
    #[must_use]
    pub fn address(&self, base: Option<&str>) -> Option<String> {
        const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
        match base {
            Some(base) if base.contains("{rule}") => Some(base.replace("{rule}", self.name)),
            Some(base) => Some(format!("{base}/{}.html", self.name)),
            None if REPOSITORY.is_empty() => None,
            None => Some(format!("{REPOSITORY}/blob/v{}/docs/rules/{}.md", env!("CARGO_PKG_VERSION"), self.name)),
        }
    }

    /// The level without any settings; `None` if it is off.
    #[must_use]
    pub fn default_level(&self) -> Option<Level> {
        (self.level)(&Settings::default())
    }
}

/// The languages in which a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Languages {
    /// It is about English words, dates, punctuation or house style.
    English,
    /// It is about links, brackets, notes or comments, which are the same in every language.
    Every,
}

/// How an editor shows flagged text, besides underlining it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Faded: the text could be removed.
    Unnecessary,
    /// Struck out: the text is out of date.
    Deprecated,
}

/// What a rule's fixes do beyond the form of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixEffect {
    /// They change what is read as a citation, a link, a paragraph, a name or a comment, and may therefore expose other
    /// faults.
    pub reveals: bool,
    /// They name another source or day, link elsewhere or remove something.
    pub replaces: bool,
    /// Why they may change something that looks like an address; `None` if they must not.
    pub changes_addresses: Option<&'static str>,
    /// Why they may reach beyond the block of the finding; `None` if they must not.
    pub leaves_block: Option<&'static str>,
}

impl FixEffect {
    /// Fixes that change only the form.
    pub const FORM: FixEffect =
        FixEffect { reveals: false, replaces: false, changes_addresses: None, leaves_block: None };
}

/// What findings are about, if an editor can offer more than fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A source that is in no list.
    UnknownSource,
    /// A spelling of a listed name.
    ListedName,
    /// A name close to a listed one; it may be a different one.
    NearName,
    /// A name that is in no list, spelled in two ways.
    UnlistedName,
}

impl Subject {
    /// Whether a finding is about the spelling of a name, and its fix writes another one.
    #[must_use]
    pub fn is_spelling(self) -> bool {
        matches!(self, Subject::ListedName | Subject::NearName | Subject::UnlistedName)
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.name == other.name
    }
}

/// The functions of a rule, one for each part of a document that it looks at.
///
/// Many rules look at citations, and a long text has many: all rules look at one before any looks at the next. The
/// tool's own rules have no functions: [`crate::check`] derives their findings from those of the others and from the
/// suppressions.
#[derive(Clone, Copy)]
pub struct Check {
    /// Looks at the whole document.
    pub document: Option<CheckDocument>,
    /// Looks at each citation.
    pub citation: Option<CheckCitation>,
    /// Looks at each item, in any citation style.
    pub item: Option<CheckItem>,
    /// Looks at each group of items in another style.
    pub group: Option<CheckGroup>,
}

/// Looks at a whole document.
pub type CheckDocument = fn(&Document<'_>, &mut Report);
/// Looks at one citation.
pub type CheckCitation = fn(&Document<'_>, Cited<'_>, &mut Report);
/// Looks at one item, in any citation style.
pub type CheckItem = fn(&Document<'_>, &Item, &mut Report);
/// Looks at the items of one note, one list entry, or one link in a sentence.
pub type CheckGroup = fn(&Document<'_>, &ItemGroup, &mut Report);

impl Check {
    /// No function.
    pub const NONE: Check = Check { document: None, citation: None, item: None, group: None };

    /// One function that looks at the document.
    #[must_use]
    pub const fn document(check: CheckDocument) -> Check {
        Check { document: Some(check), ..Check::NONE }
    }

    /// One function that looks at each citation.
    #[must_use]
    pub const fn citation(check: CheckCitation) -> Check {
        Check { citation: Some(check), ..Check::NONE }
    }

    /// One function that looks at each item.
    #[must_use]
    pub const fn item(check: CheckItem) -> Check {
        Check { item: Some(check), ..Check::NONE }
    }

    /// One function that looks at each group of items.
    #[must_use]
    pub const fn group(check: CheckGroup) -> Check {
        Check { group: Some(check), ..Check::NONE }
    }
}

/// A citation among its neighbors.
#[derive(Clone, Copy)]
pub struct Cited<'a> {
    /// The citation.
    pub citation: &'a Citation,
    /// The one before it in the document.
    pub before: Option<&'a Citation>,
    /// Those after it.
    pub after: &'a [Citation],
}

/// What a rule sees of a document.
pub struct Document<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its Markdown: for positions and context, not for parsing again.
    pub markdown: &'a Markdown,
    /// The content of the bulletin.
    pub bulletin: &'a Bulletin,
    /// The settings for this file.
    pub settings: &'a Settings,
    /// Known actors and sources.
    pub gazetteer: &'a Gazetteer,
}

impl<'a> Document<'a> {
    /// The text in a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// The day that a written date means in this issue; `None` if it means a month, is not a real day, or is ambiguous.
    #[must_use]
    pub fn resolve(&self, date: &Written) -> Option<Date> {
        date.resolve(self.date(), self.settings.slack_days).day()
    }

    /// Whether a place is in a transcript's line, which keeps what was said as it was said.
    #[must_use]
    pub fn is_spoken(&self, place: Span) -> bool {
        is_spoken(self.text, place)
    }

    /// Whether the rule with that name is on.
    #[must_use]
    pub fn is_on(&self, rule: &str) -> bool {
        find(rule).is_some_and(|rule| rule.level_under(self.settings).is_some())
    }

    /// Whether an item cites a listed news outlet, whose reports have a date.
    #[must_use]
    pub fn is_news(&self, item: &Item) -> bool {
        let Some(source) = item.source.filter(|_| item.kind() == ItemKind::News) else { return false };
        let registered = self.gazetteer.sources_named(self.text(source));
        let is_news = |kind: &str| matches!(kind, "newspaper" | "broadcaster" | "agency" | "web");
        !registered.is_empty() && registered.iter().all(|candidate| is_news(&candidate.source.kind))
    }

    /// The issue date, if known.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.bulletin.issue.date
    }

    /// The last day on which the issue was written, and what messages call it: the day of its last update, or its date.
    /// What happened later cannot be in it.
    #[must_use]
    pub fn last_day(&self) -> Option<(Date, &'static str)> {
        let issue = &self.bulletin.issue;
        let date = self.date()?;
        // A date on the command line is the last word.
        let updated = issue.updated.filter(|updated| issue.date_origin != Some(DateOrigin::Option) && *updated > date);
        Some(updated.map_or((date, "the issue date"), |updated| (updated, "the last update")))
    }
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Cannot change what the text says: fix-all applies it.
    Safe,
    /// Likely right, but a person decides.
    Review,
}

impl Safety {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Review => "review",
        }
    }
}

/// A repair: edits that are applied together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it is applied without asking.
    pub safety: Safety,
    /// What it does; `None` if its edit says that.
    title: Option<Cow<'static, str>>,
    /// Sorted and disjoint.
    pub edits: SmallVec<[Edit; 1]>,
}

map_spans!(Fix { edits; safety, title });

impl Fix {
    /// A fix of several edits.
    pub fn new(safety: Safety, title: impl IntoMessage, edits: impl Into<SmallVec<[Edit; 1]>>) -> Fix {
        Fix { safety, title: Some(join_lines(title.into_message())), edits: edits.into() }
    }

    /// Replaces `span` with `text`, which is also its title.
    pub fn replace(safety: Safety, span: Span, text: impl Into<CompactString>) -> Fix {
        Fix { safety, title: None, edits: smallvec![Edit::replace(span, text)] }
    }

    /// The same with another title.
    #[must_use]
    pub fn titled(self, title: impl IntoMessage) -> Fix {
        Fix { title: Some(join_lines(title.into_message())), ..self }
    }

    /// The same with other edits.
    #[must_use]
    pub fn with_edits(&self, edits: impl Into<SmallVec<[Edit; 1]>>) -> Fix {
        Fix { safety: self.safety, title: self.title.clone(), edits: edits.into() }
    }

    /// The same with edits of the text as written; its title keeps the text as read.
    #[must_use]
    pub fn written(&self, edits: SmallVec<[Edit; 1]>) -> Fix {
        let title = if edits == self.edits { self.title.clone() } else { Some(Cow::Owned(self.title().into_owned())) };
        Fix { safety: self.safety, title, edits }
    }

    /// Turns each apostrophe between letters into a curly one, in the inserted text and in its title.
    pub fn curl_apostrophes(&mut self) {
        for edit in &mut self.edits {
            if let Cow::Owned(curly) = curled(&edit.text) {
                edit.text = curly.into();
            }
        }
        if let Some(title) = &mut self.title
            && let Cow::Owned(curly) = curled(title)
        {
            *title = curly.into();
        }
    }

    /// Combines it with another fix: the result is only as safe as the less safe of them.
    #[must_use]
    pub fn and(self, other: &Fix) -> Fix {
        let (title, also) = (self.title(), other.title());
        let title = if title.contains(&*also) { title.into_owned() } else { format!("{title} and {}", small(&also)) };
        Fix { safety: self.safety.max(other.safety), title: Some(title.into()), ..self }
    }

    /// What it does, as an instruction: "Write “May 9”".
    #[must_use]
    pub fn title(&self) -> Cow<'_, str> {
        match (&self.title, self.edits.as_slice()) {
            (Some(title), _) => Cow::from(&**title),
            (None, [edit]) if !edit.text.trim().is_empty() => join_lines(Cow::from(format!("Write “{}”", edit.text))),
            (None, _) => Cow::from("Remove it"),
        }
    }

    /// Inserts `text` before the byte at `offset`.
    pub fn insert(safety: Safety, title: impl IntoMessage, offset: Offset, text: impl Into<CompactString>) -> Fix {
        Fix::new(safety, title, [Edit::insert(offset, text)])
    }
}

/// A title in the middle of a sentence: `Add a comma` → `add a comma`.
fn small(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A text with curly apostrophes between letters.
fn curled(text: &str) -> Cow<'_, str> {
    let between_letters = |at: usize| {
        let (before, after) = (text.slice(..at), text.slice(at + 1..));
        before.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic)
    };
    let places: Vec<usize> = text.match_indices('\'').map(|(at, _)| at).filter(|at| between_letters(*at)).collect();
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut curly = text.to_owned();
    for at in places.into_iter().rev() {
        curly.replace_range(at..=at, "’");
    }
    Cow::Owned(curly)
}

/// What can be turned into a message or title: a literal, a string, or pieces to concatenate, which costs less than
/// formatting and matters for long texts.
pub trait IntoMessage {
    /// The words as one text.
    fn into_message(self) -> Cow<'static, str>;
}

impl IntoMessage for &'static str {
    fn into_message(self) -> Cow<'static, str> {
        Cow::Borrowed(self)
    }
}

impl IntoMessage for String {
    fn into_message(self) -> Cow<'static, str> {
        Cow::Owned(self)
    }
}

impl IntoMessage for Cow<'static, str> {
    fn into_message(self) -> Cow<'static, str> {
        self
    }
}

impl<const PIECES: usize> IntoMessage for [&str; PIECES] {
    fn into_message(self) -> Cow<'static, str> {
        Cow::Owned(self.concat())
    }
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its span.
    pub span: Span,
    /// What is there.
    pub message: Cow<'static, str>,
}

map_spans!(Related { span; message });

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// Its severity, as configured.
    pub level: Level,
    /// The fault itself, as narrow as possible.
    pub span: Span,
    /// What is wrong: one line that starts with a capital or a quotation, without a full stop.
    pub message: Cow<'static, str>,
    /// The fixes, the best first.
    pub fixes: SmallVec<[Fix; 1]>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// The decision that settles it together with others of its rule; `None` if it stands alone.
    pub group: Option<Box<Group>>,
}

map_spans!(Diagnostic { span, fixes, related; rule, level, message, group });

/// Collects the findings of the rules.
pub struct Report {
    /// The rule that the next findings belong to.
    rule: &'static Rule,
    level: Level,
    found: Vec<Diagnostic>,
}

impl Default for Report {
    /// An empty report: nothing may be flagged before [`Report::begin_rule`].
    fn default() -> Report {
        Report { rule: &tool::UNKNOWN_RULE, level: Level::Hint, found: Vec::new() }
    }
}

impl Report {
    /// An empty report with capacity for that many findings.
    pub(crate) fn with_capacity(findings: usize) -> Report {
        Report { found: Vec::with_capacity(findings), ..Report::default() }
    }

    /// Assigns the findings that follow to `rule`.
    pub(crate) fn begin_rule(&mut self, rule: &'static Rule, level: Level) {
        self.rule = rule;
        self.level = level;
    }

    /// Reports a fault at `span`.
    pub fn flag(&mut self, span: Span, message: impl IntoMessage) -> Flag<'_> {
        let diagnostic = Diagnostic {
            rule: self.rule,
            level: self.level,
            span,
            message: join_lines(message.into_message()),
            fixes: SmallVec::new(),
            related: Vec::new(),
            group: None,
        };
        self.found.push(diagnostic);
        Flag { diagnostic: self.found.last_mut().expect("one was just pushed") }
    }

    /// Everything found so far.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// A finding just reported, to which fixes and related places can be added.
pub struct Flag<'a> {
    diagnostic: &'a mut Diagnostic,
}

impl Flag<'_> {
    /// Offers a fix; the best is offered first.
    pub fn fix(self, fix: Fix) -> Self {
        self.diagnostic.fixes.push(fix);
        self
    }

    /// Offers a fix if there is one.
    pub fn maybe_fix(self, fix: Option<Fix>) -> Self {
        match fix {
            Some(fix) => self.fix(fix),
            None => self,
        }
    }

    /// Points to another place.
    pub fn related(self, span: Span, message: impl IntoMessage) -> Self {
        push(&mut self.diagnostic.related, Related { span, message: join_lines(message.into_message()) });
        self
    }

    /// Raises the level to at least this.
    pub fn at_least(self, level: Level) -> Self {
        self.diagnostic.level = self.diagnostic.level.max(level);
        self
    }

    /// Declares that one decision settles this finding and all others of the rule in the same group.
    pub fn in_group(self, group: Group) -> Self {
        self.diagnostic.group = Some(Box::new(group));
        self
    }
}

/// Pushes onto a list that mostly holds one item, without over-allocating: long texts have many findings.
fn push<T>(list: &mut Vec<T>, one: T) {
    if list.is_empty() {
        *list = vec![one];
    } else {
        list.push(one);
    }
}

/// All rules, by family and name.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    static ALL: std::sync::LazyLock<Vec<&'static Rule>> = std::sync::LazyLock::new(|| {
        [
            citations::RULES,
            sources::RULES,
            actors::RULES,
            abbreviations::RULES,
            dates::RULES,
            notes::RULES,
            structure::RULES,
            copy::RULES,
            terms::RULES,
            tool::RULES,
        ]
        .concat()
    });
    &ALL
}

/// The rule with that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.name == name)
}
