//! Answers to questions about places, as JSON.

use crate::cite::Target;
use crate::ide::actions::{self, Change, GroupFix, Kind};
use crate::ide::completion::{self, Subject};
use crate::ide::turn_citation::{TurnAll, TurnedAll};
use crate::ide::{View, hover};
use crate::text::{self, Offset};
use serde::Serialize;

/// The result of fixing.
#[derive(Serialize)]
pub(super) struct Fixed {
    pub(super) text: String,
    pub(super) applied: usize,
}

#[derive(Serialize)]
pub(super) struct Hover {
    start: Offset,
    end: Offset,
    markdown: String,
}

impl From<hover::Hover> for Hover {
    fn from(hover: hover::Hover) -> Hover {
        Hover { start: hover.span.start, end: hover.span.end, markdown: hover.markdown }
    }
}

#[derive(Serialize)]
pub(super) struct Edit {
    start: Offset,
    end: Offset,
    text: String,
}

impl From<&text::Edit> for Edit {
    fn from(edit: &text::Edit) -> Edit {
        Edit { start: edit.span.start, end: edit.span.end, text: edit.text.to_string() }
    }
}

/// The result of converting citations to another style.
#[derive(Serialize)]
pub(super) struct Turned {
    edits: Edits,
    /// A message about those that stay.
    message: Option<String>,
}

impl From<TurnedAll> for Turned {
    fn from(turned: TurnedAll) -> Turned {
        Turned { edits: Edits::from(&*turned.edits), message: turned.message }
    }
}

/// Edits, sorted and disjoint.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Edits(Vec<Edit>);

impl From<&[text::Edit]> for Edits {
    fn from(edits: &[text::Edit]) -> Edits {
        Edits(edits.iter().map(Edit::from).collect())
    }
}

#[derive(Serialize)]
pub(super) struct Completions {
    items: Vec<Completion>,
    /// Whether there are more, or others once more has been typed.
    incomplete: bool,
}

#[derive(Serialize)]
struct Completion {
    label: String,
    detail: String,
    kind: &'static str,
    edit: Edit,
    /// The same with placeholders, as an LSP snippet.
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<String>,
    /// Another edit, elsewhere in the text, that is applied with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<Edit>,
    /// What typed words are matched against.
    filter: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<About>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum About {
    Actor(String),
    Source(String),
    Rule(String),
}

impl From<Subject> for About {
    fn from(subject: Subject) -> About {
        match subject {
            Subject::Actor(id) => About::Actor(id),
            Subject::Source(id) => About::Source(id),
            Subject::Rule(name) => About::Rule(name),
        }
    }
}

impl From<completion::Completions> for Completions {
    fn from(found: completion::Completions) -> Completions {
        let item = |item: completion::Item| Completion {
            kind: match item.kind {
                completion::Kind::Source => "source",
                completion::Kind::Address => "address",
                completion::Kind::Date => "date",
                completion::Kind::Actor => "actor",
                completion::Kind::Note => "note",
                completion::Kind::Citation => "citation",
                completion::Kind::Author => "author",
                completion::Kind::Rule => "rule",
                completion::Kind::Key => "key",
            },
            label: item.label,
            detail: item.detail,
            edit: Edit::from(&item.edit),
            snippet: item.snippet,
            also: item.also.as_ref().map(Edit::from),
            filter: item.filter,
            subject: item.subject.map(About::from),
        };
        Completions { items: found.items.into_iter().map(item).collect(), incomplete: found.incomplete }
    }
}

/// Something that can be done at a place.
#[derive(Serialize)]
pub(super) struct Action {
    title: String,
    /// `fix`, `fix-all` or `rewrite`.
    kind: &'static str,
    /// The finding for which it is offered: its rule and its span.
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<Place>,
    preferred: bool,
    #[serde(flatten)]
    does: Does,
}

#[derive(Serialize)]
struct Place {
    rule: &'static str,
    start: Offset,
    end: Offset,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Does {
    /// Changes the text.
    Edits(Edits),
    /// Changes the text at one place, with placeholders to fill in, as an LSP snippet.
    Snippet { edit: Edit, snippet: String },
    /// Applies all fixes of a rule, or all safe fixes; its edits must be requested.
    All { rule: Option<String> },
    /// Applies the fixes of a decision; its edits must be requested.
    Group { name: String, rank: usize },
    /// Converts the citations in a stretch of the text to another style; its edits must be requested.
    Turn { start: Offset, end: Offset, style: &'static str },
    /// Shows the page of a rule.
    Explain { rule: &'static str },
}

impl Action {
    /// The action, if a page can perform it: it cannot write to the publication’s own lists.
    pub(super) fn of(view: &View<'_>, action: actions::Action) -> Option<Action> {
        let does = match action.change {
            Change::Edits(edits) => Does::Edits(Edits::from(&*edits)),
            Change::Snippet { edit, snippet } => Does::Snippet { edit: Edit::from(&edit), snippet },
            Change::All { rule } => Does::All { rule },
            Change::Group(GroupFix { group, rank }) => Does::Group { name: group, rank },
            Change::Turn(TurnAll { target, scope }) => {
                let style = match target {
                    Target::Notes => "note",
                    Target::Brackets => "inline",
                    Target::Numbered => "numbered",
                };
                Does::Turn { start: scope.start, end: scope.end, style }
            }
            Change::Explain { rule } => Does::Explain { rule: rule.name },
            Change::AddToLists(_) | Change::Record { .. } => return None,
        };
        let finding = action.finding.and_then(|at| view.checked.diagnostics.get(at));
        Some(Action {
            title: action.title,
            kind: match action.kind {
                Kind::Quick => "fix",
                Kind::FixAll => "fix-all",
                Kind::Refactoring => "rewrite",
            },
            finding: finding.map(|found| Place { rule: found.rule.name, start: found.span.start, end: found.span.end }),
            preferred: action.preferred,
            does,
        })
    }
}
