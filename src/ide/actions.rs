//! Code actions at a place: each fix, the same fix at all places that one decision settles, one spelling for the
//! article, an addition to the publication's own lists, all fixes of a rule; then the ways to leave the text as it is
//! (here, in the file, in the publication) and the rule's page; a refactoring; all safe fixes.
//!
//! * A fix is offered at its finding if it was verified, the best first; the only fix of a finding is preferred.
//! * [`crate::fix`] does all fixing of several findings, so that the editor and the command line write the same text.
//!   Here it is only named ([`Change::All`]); [`fix_all`] computes it when it is chosen.
//! * A suppression is a comment before the block of the finding. Its reason is typed in place if the editor supports
//!   placeholders; otherwise it has none.
//! * Titles are instructions in a copy editor's words, without names of rules.

use super::accept_spelling::{accepting, spelling};
use super::addition::Addition;
use super::records::{self, RecordKind};
use super::turn_citation::{self, TurnAll};
use super::{View, bearers, cite, refactorings, unify_spelling};
use crate::bulletin::Suppression;
use crate::check::{Draft, check};
use crate::fix::{self, Wanted};
use crate::markdown::{Block, BlockKind};
use crate::rules::{Decision, Decisions, Diagnostic, Fix, FixKind, Rule, Safety, Subject, everywhere};
use crate::text::edits::apply;
use crate::text::{Edit, Offset, Span, diff};
use crate::works::library::Library;
use std::cell::LazyCell;

/// A code action.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What it does, as an instruction.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// The index of the finding that it is offered for, if any.
    pub finding: Option<usize>,
    /// Whether it is the obvious choice.
    pub preferred: bool,
    /// What changes.
    pub change: Change,
}

/// The kind of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Fixes the finding, or suppresses it.
    Quick,
    /// Fixes the whole document.
    FixAll,
    /// Rewrites something that is not wrong.
    Refactoring,
}

/// What an action changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// These edits, sorted and disjoint.
    Edits(Vec<Edit>),
    /// All fixes of a rule; all safe fixes if it names none.
    All {
        /// The rule.
        rule: Option<String>,
    },
    /// The fixes of one decision, at all places that it settles.
    Group(GroupFix),
    /// Many citations in another style.
    Turn(TurnAll),
    /// An addition to the publication's own lists.
    AddToLists(Addition),
    /// A new record for what is at a place: if the editor can ask, the person completes it; otherwise it is added as it
    /// is.
    Record {
        /// The place.
        span: Span,
        /// What is recorded.
        what: RecordKind,
        /// The record, as far as the text provides it.
        addition: Addition,
    },
    /// An edit with placeholders.
    Snippet {
        /// The edit as plain text.
        edit: Edit,
        /// The same as an LSP snippet.
        snippet: String,
    },
    /// Nothing: the page of a rule is shown.
    Explain {
        /// The rule.
        rule: &'static Rule,
    },
}

/// The fixes of one decision, at all places that it settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupFix {
    /// The name of the decision in the document.
    pub group: String,
    /// Which of the fixes at each place; the best is the first.
    pub rank: usize,
}

/// The actions for the findings that `span` touches, of the wanted kinds; others are not computed.
#[must_use]
pub fn actions(view: View<'_>, span: Span, wanted: impl Fn(Kind) -> bool) -> Vec<Action> {
    actions_from(view, span, &Library::default, wanted)
}

/// The same with a library that says what is known about addresses; it is asked only if there is one at the place.
#[must_use]
pub fn actions_from(
    view: View<'_>,
    span: Span,
    library: &dyn Fn() -> Library,
    wanted: impl Fn(Kind) -> bool,
) -> Vec<Action> {
    let found = &view.checked.diagnostics;
    let touches = |at: &usize| found[*at].span.start <= span.end && span.start <= found[*at].span.end;
    let near = (0..found.len()).filter(|at| wanted(Kind::Quick) && touches(at));
    let mut touched: Vec<(usize, &Diagnostic)> = Vec::new();
    let mut actions = Vec::new();
    let decisions = LazyCell::new(|| Decisions::of(found));
    let mut grouped: Vec<&str> = Vec::new();
    for at in near {
        touched.push((at, &found[at]));
        let fixes = view.fixes(at);
        for fix in fixes.iter() {
            actions.push(Action {
                title: fix.title().into_owned(),
                kind: Kind::Quick,
                finding: Some(at),
                preferred: fixes.len() == 1,
                change: Change::Edits(fix.edits.to_vec()),
            });
        }
        if found[at].group.is_none() || fixes.is_empty() {
            continue;
        }
        let Some(decision) = decisions.settling(at) else { continue };
        let Some(id) = decision.id().filter(|id| !grouped.contains(id)) else { continue };
        grouped.push(id);
        for rank in 0..fixes.len() {
            if let Some(title) = title_of_all(found, decision, rank) {
                let change = Change::Group(GroupFix { group: id.to_owned(), rank });
                actions.push(Action { title, kind: Kind::Quick, finding: Some(at), preferred: false, change });
            }
        }
    }
    for &(at, finding) in &touched {
        for (title, edit) in bearers::of_finding(view, finding) {
            let change = Change::Edits(vec![edit]);
            // One name may have two findings, and this settles both.
            if actions.iter().all(|action| action.change != change) {
                actions.push(Action { title, kind: Kind::Quick, finding: Some(at), preferred: false, change });
            }
        }
        for rewrite in unify_spelling::of_finding(view, finding) {
            // The same edits are already offered if one decision settles all of them.
            let decision = finding.group.as_ref().and_then(|_| decisions.settling(at));
            if decision.is_some_and(|decision| edits_of_all(found, decision, 0) == rewrite.edits) {
                continue;
            }
            actions.push(Action {
                title: rewrite.title,
                kind: Kind::Quick,
                finding: Some(at),
                preferred: false,
                change: Change::Edits(rewrite.edits),
            });
        }
    }
    for &(at, finding) in &touched {
        for (title, change) in additions(view, finding) {
            actions.push(Action { title, kind: Kind::Quick, finding: Some(at), preferred: false, change });
        }
    }
    let mut rules: Vec<&str> = Vec::new();
    for &(at, finding) in &touched {
        let name = finding.rule.name;
        let mut fixable = (0..found.len()).filter(|at| found[*at].rule.name == name && !view.fixes(*at).is_empty());
        if !rules.contains(&name) && finding.rule.fix != FixKind::None && fixable.nth(1).is_some() {
            rules.push(name);
            actions.push(Action {
                title: format!("Fix all in this file: {}", finding.rule.summary),
                kind: Kind::Quick,
                finding: Some(at),
                preferred: false,
                change: Change::All { rule: Some(name.to_owned()) },
            });
        }
    }
    let mut hidden: Vec<(&str, Offset)> = Vec::new();
    let mut ruled: Vec<&str> = Vec::new();
    for &(at, finding) in &touched {
        let rule = finding.rule;
        let mut add = |title: String, change: Change| {
            actions.push(Action { title, kind: Kind::Quick, finding: Some(at), preferred: false, change });
        };
        let place = (rule.name, suppress(view, finding, None).span.start);
        // Anyone who selects half a text does not want a comment at each of its findings.
        if touched.len() <= MOST_SILENCED
            && !hidden.contains(&place)
            && let Some(edit) = silencing(view, finding)
        {
            hidden.push(place);
            let snippet = with_reason(&edit, view.path, rule.name);
            add(format!("Leave it here, with a reason: {}", rule.summary), Change::Snippet { edit, snippet });
        }
        if ruled.contains(&rule.name) {
            continue;
        }
        ruled.push(rule.name);
        // Comments at single places would then hide nothing.
        let mut names = view.checked.bulletin.suppressions.iter().flat_map(|suppression| &suppression.rules);
        if !names.any(|name| Suppression::means(&name.value, rule.name)) {
            let edit = suppress_in_file(view, rule.name);
            let snippet = with_reason(&edit, view.path, rule.name);
            let title = format!("Leave it in this whole file, with a reason: {}", rule.summary);
            add(title, Change::Snippet { edit, snippet });
        }
        let off = Addition::TurnOff { rule: rule.name.to_owned() };
        add(format!("Never report this in this house: {}", rule.summary), Change::AddToLists(off));
        add(format!("Explain: {}", rule.summary), Change::Explain { rule });
    }
    if span.is_empty() && wanted(Kind::Refactoring) {
        let unified = unify_spelling::of_name(view, span.start);
        let turned = turn_citation::turnings(view, span.start);
        for mut rewrite in
            refactorings::refactorings(view, span.start, library).into_iter().chain(unified).chain(turned)
        {
            let change = match (rewrite.snippet, rewrite.edits.len()) {
                (Some(snippet), 1) => Change::Snippet { edit: rewrite.edits.remove(0), snippet },
                _ => Change::Edits(rewrite.edits),
            };
            actions.push(Action {
                title: rewrite.title,
                kind: Kind::Refactoring,
                finding: None,
                preferred: false,
                change,
            });
        }
        for (title, all) in turn_citation::all_turnings(view, span.start) {
            let change = Change::Turn(all);
            actions.push(Action { title, kind: Kind::Refactoring, finding: None, preferred: false, change });
        }
    }
    if !span.is_empty()
        && wanted(Kind::Refactoring)
        && let Some((title, change)) = recorded(view, span, None)
        && actions.iter().all(|action| action.title != title)
    {
        actions.push(Action { title, kind: Kind::Refactoring, finding: None, preferred: false, change });
    }
    let safe = |fixes: &[Fix]| fixes.iter().any(|fix| fix.safety == Safety::Safe);
    if wanted(Kind::FixAll) && (0..found.len()).any(|at| safe(&found[at].fixes) && safe(&view.fixes(at))) {
        actions.push(Action {
            title: "Fix all that is safe in this file".to_owned(),
            kind: Kind::FixAll,
            finding: None,
            preferred: false,
            change: Change::All { rule: None },
        });
    }
    actions
}

/// The record for what is at a place, if it is new.
fn recorded(view: View<'_>, span: Span, what: Option<RecordKind>) -> Option<(String, Change)> {
    let found = records::look(view, span, what);
    let record = found.proposal?;
    let (name, what) = (record.name.clone(), found.what);
    let addition = records::addition(&records::Filled { what, record }, view.gazetteer).ok()?;
    let lists = match what {
        RecordKind::Actor => "actors",
        RecordKind::Source => "sources",
    };
    Some((format!("Add “{name}” to the house’s {lists}"), Change::Record { span: found.span, what, addition }))
}

/// The additions that a finding about a name suggests.
fn additions(view: View<'_>, finding: &Diagnostic) -> Vec<(String, Change)> {
    let words: Vec<&str> = finding.span.of(view.text).split_whitespace().collect();
    let name = words.join(" ");
    let accepted = || {
        let (actor, spelling) = (accepting(finding, view.text, view.gazetteer)?, spelling(finding, view.text)?);
        // A new record is proposed as a whole.
        let known = view.gazetteer.actor(&actor.id).is_some();
        known.then(|| {
            let title = format!("Accept “{spelling}” as a spelling of “{}”", actor.name);
            (title, Change::AddToLists(Addition::Accept(actor)))
        })
    };
    match finding.rule.subject {
        Some(Subject::UnknownSource) => {
            let found = records::look(view, finding.span, Some(RecordKind::Source));
            let near = found
                .near
                .iter()
                .map(|near| (format!("Write “{}”", near.name), Change::Edits(vec![near.edit.clone()])));
            // What the finding's own fix writes is already offered.
            let offered = |title: &str| finding.fixes.iter().any(|fix| fix.title() == title);
            let near: Vec<_> = near.filter(|(title, _)| !offered(title)).collect();
            near.into_iter().chain(recorded(view, finding.span, Some(RecordKind::Source))).collect()
        }
        Some(Subject::NearName | Subject::UnlistedName) => {
            let other = finding.fixes.first().and_then(|fix| fix.edits.iter().find(|edit| edit.span == finding.span));
            let reject = other.map(|edit| {
                let (one, other) = (name.clone(), edit.text.to_string());
                let title = format!("“{one}” and “{other}” are two different names");
                (title, Change::AddToLists(Addition::Reject { one, other }))
            });
            let add = recorded(view, finding.span, Some(RecordKind::Actor));
            accepted().into_iter().chain(reject).chain(add).collect()
        }
        Some(Subject::ListedName) => accepted().into_iter().collect(),
        None => Vec::new(),
    }
}

/// The edits of [`Change::All`]: all fixes of `rule`, including review fixes, because choosing the rule was the review;
/// all safe fixes if it names no rule.
#[must_use]
pub fn fix_all(view: View<'_>, rule: Option<&str>) -> Vec<Edit> {
    let wanted = Wanted { review: rule.is_some(), rules: rule.map(str::to_owned).into_iter().collect() };
    let fixed = fix::fix(view.draft, &wanted);
    diff::word_edits(view.text, &fixed.text)
}

/// The edits of [`Change::Group`]: of the fixes that passed verification.
#[must_use]
pub fn fix_group(view: View<'_>, wanted: &GroupFix) -> Vec<Edit> {
    let decisions = Decisions::of(&view.checked.diagnostics);
    let Some(decision) = decisions.named(&wanted.group) else { return Vec::new() };
    let fixes: Vec<_> = decision.places().iter().map(|place| view.fixes(*place)).collect();
    everywhere(fixes.iter().filter_map(|fixes| fixes.get(wanted.rank))).map_or_else(Vec::new, |fix| fix.edits.to_vec())
}

/// The fixes with that rank that the rule proposes at the places of a decision.
fn proposed<'a>(found: &'a [Diagnostic], decision: &Decision, rank: usize) -> impl Iterator<Item = &'a Fix> {
    decision.places().iter().filter_map(move |place| found[*place].fixes.get(rank))
}

/// The combined edits of these fixes.
fn edits_of_all(found: &[Diagnostic], decision: &Decision, rank: usize) -> Vec<Edit> {
    everywhere(proposed(found, decision, rank)).map_or_else(Vec::new, |fix| fix.edits.to_vec())
}

/// The title for all these fixes; `None` if only one place has a fix.
fn title_of_all(found: &[Diagnostic], decision: &Decision, rank: usize) -> Option<String> {
    let first = proposed(found, decision, rank).next()?.title();
    proposed(found, decision, rank).nth(1)?;
    let alike = proposed(found, decision, rank).all(|fix| fix.title() == first);
    let said = &found[decision.first()].message;
    Some(if alike { format!("{first} everywhere") } else { format!("Fix everywhere: {said}") })
}

/// The maximum number of findings in a selection that can be suppressed one by one.
const MOST_SILENCED: usize = 12;

/// The size in bytes above which comments are not tried out: the text is read again for each.
const LARGE: usize = 256 << 10;

/// The comment that suppresses a finding and does nothing else: each possible place is tried. In a link definition or
/// in a note a comment would be read as part of it.
fn silencing(view: View<'_>, finding: &Diagnostic) -> Option<Edit> {
    if view.text.len() > LARGE {
        return Some(suppress(view, finding, None));
    }
    let comment = suppression_comment(view.path, finding.rule.name, None);
    let ends = if view.text.contains("\r\n") { "\r\n" } else { "\n" };
    let start = line_start(view.text, finding.span.start);
    let own_line = Edit::insert(start, format!("{comment}{ends}"));
    let apart = Edit::insert(start, format!("{comment}{ends}{ends}"));
    let count = |found: &[Diagnostic], rule: &str| found.iter().filter(|found| found.rule.name == rule).count();
    let before = &view.checked.diagnostics;
    let holds = |edit: &Edit| {
        let text = apply(view.text, std::slice::from_ref(edit));
        let after = check(Draft { text: &text, ..view.draft }).diagnostics;
        count(&after, finding.rule.name) < count(before, finding.rule.name)
            && after.iter().all(|found| count(&after, found.rule.name) <= count(before, found.rule.name))
    };
    [suppress(view, finding, None), own_line, apart].into_iter().find(holds)
}

/// The comment that suppresses a finding: on a line of its own before its block; at the end of its line if another line
/// would break a list, a quotation or a table.
#[must_use]
pub fn suppress(view: View<'_>, finding: &Diagnostic, reason: Option<&str>) -> Edit {
    let View { draft: Draft { text, path, .. }, checked } = view;
    let comment = suppression_comment(path, finding.rule.name, reason);
    let blocks = &checked.markdown.blocks;
    let next = blocks.partition_point(|block| block.span.start <= finding.span.start);
    let alone = |block: &&Block| {
        block.item.is_none() && block.quotes == 0 && block.footnote.is_none() && block.kind != BlockKind::Cell
    };
    let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
    match blocks[..next].last().filter(|block| finding.span.start < block.span.end).filter(alone) {
        Some(block) => Edit::insert(line_start(text, block.span.start), format!("{comment}{ends}")),
        None => Edit::insert(line_end(text, finding.span.end), format!(" {comment}")),
    }
}

/// The comment that suppresses a rule in the whole file: on a line of its own, after front matter.
#[must_use]
pub fn suppress_in_file(view: View<'_>, rule: &str) -> Edit {
    let comment = suppression_comment(view.path, rule, None).replacen("copydesk-ignore", "copydesk-ignore-file", 1);
    let ends = if view.text.contains("\r\n") { "\r\n" } else { "\n" };
    let front = view.checked.markdown.front_matter.as_ref().map_or(0, |front| front.span.end);
    let rest = view.text.get(front as usize..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
    let at = front + Span::at(0..blank).end;
    let gap = if front > 0 && blank == 0 { ends } else { "" };
    Edit::insert(at, format!("{gap}{comment}{ends}{ends}"))
}

/// A suppression as a snippet, with a placeholder for its reason.
fn with_reason(edit: &Edit, path: &str, rule: &str) -> String {
    let bare = suppression_comment(path, rule, None);
    let closes = bare.rsplit(' ').next().unwrap_or_default();
    let (head, tail) = edit.text.rsplit_once(closes).unwrap_or((&edit.text, ""));
    format!("{}: ${{1}} {}$0", cite::escaped(head.trim_end()), cite::escaped(&format!("{closes}{tail}")))
}

/// The comment that suppresses a rule in a file with this name: MDX has no HTML comments.
fn suppression_comment(path: &str, rule: &str, reason: Option<&str>) -> String {
    let is_mdx = path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("mdx"));
    let (opens, closes) = if is_mdx { ("{/*", "*/}") } else { ("<!--", "-->") };
    let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{opens} copydesk-ignore {rule}{reason} {closes}")
}

fn line_start(text: &str, offset: Offset) -> Offset {
    let before = Span::new(0, offset).of(text);
    Span::at(0..before.rfind(['\n', '\r']).map_or(0, |at| at + 1)).end
}

fn line_end(text: &str, offset: Offset) -> Offset {
    let after = text.get(offset as usize..).unwrap_or_default();
    offset + Span::at(0..after.find(['\n', '\r']).unwrap_or(after.len())).end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Checked;
    use crate::config::{Level, Settings};
    use crate::gazetteer::Gazetteer;
    use crate::rules::{Family, Fix, Rule};

    static RULE: Rule = Rule {
        name: "test-rule",
        family: Family::Copy,
        summary: "a test",
        page: "",
        level: |_| Some(Level::Warning),
        fix: FixKind::Safe,
        ..Rule::DEFAULT
    };

    /// Findings of one rule at each of `words`, with these fixes.
    fn with<T>(text: &str, words: &[&str], fixes: &[Fix], question: impl FnOnce(View<'_>) -> T) -> T {
        let (settings, gazetteer) = (Settings::default(), Gazetteer::default());
        let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
        let mut checked: Checked = crate::check::check(draft);
        checked.diagnostics = words
            .iter()
            .map(|words| Diagnostic {
                rule: &RULE,
                level: Level::Warning,
                span: super::super::tests::place(text, words),
                message: "wrong".into(),
                fixes: fixes.iter().cloned().collect(),
                related: Vec::new(),
                group: None,
            })
            .collect();
        question(View { draft, checked: &checked })
    }

    fn titles(view: View<'_>, span: Span) -> Vec<String> {
        actions(view, span, |_| true).into_iter().map(|action| action.title).collect()
    }

    #[test]
    fn a_finding_offers_its_fixes_and_silence() {
        let fixes = [
            Fix::replace(Safety::Safe, Span::new(0, 3), "One"),
            Fix::new(Safety::Review, "Remove it", vec![Edit::delete(Span::new(0, 3))]),
        ];
        with("one two", &["one"], &fixes, |view| {
            let expected = [
                "Write “One”",
                "Remove it",
                "Leave it in this whole file, with a reason: a test",
                "Never report this in this house: a test",
                "Explain: a test",
                "Fix all that is safe in this file",
            ];
            assert_eq!(titles(view, Span::new(1, 1)), expected);
            assert!(actions(view, Span::new(1, 1), |_| true).iter().all(|action| !action.preferred));
            let of = |kind| actions(view, Span::new(1, 1), |wanted| wanted == kind);
            assert_eq!(of(Kind::Quick).len(), 5);
            assert!(of(Kind::Refactoring).is_empty() && of(Kind::FixAll).len() == 1);
            // Elsewhere only the whole document can be fixed.
            assert_eq!(titles(view, Span::new(5, 6)), ["Fix all that is safe in this file"]);
        });
        with("one two", &["one"], &fixes[..1], |view| assert!(actions(view, Span::new(1, 1), |_| true)[0].preferred));
    }

    #[test]
    fn the_whole_file_is_not_silenced_where_places_are() {
        let (settings, gazetteer) = (Settings::default(), Gazetteer::default());
        let offered = |text: &str| {
            let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
            let checked = crate::check::check(draft);
            titles(View { draft, checked: &checked }, Span::at(0..text.len()))
                .iter()
                .any(|title| title == "Leave it in this whole file, with a reason: a word written twice")
        };
        let fault = "Rain fell fell (Dawn, May 9, 2018).\n\n";
        assert!(offered(fault));
        assert!(offered(&format!("{fault}<!-- copydesk-ignore dash-spacing -->\nIt was dry.\n")));
        let other = "It had had to.\n";
        assert!(!offered(&format!("{fault}<!-- copydesk-ignore doubled-word -->\n{other}")));
        assert!(!offered(&format!(
            "{fault}<!-- copydesk-ignore-start doubled-word -->\n\n{other}\n<!-- copydesk-ignore-end -->\n"
        )));
    }

    #[test]
    fn all_of_a_rule_is_offered_where_there_are_several() {
        let fix = [Fix::new(Safety::Review, "Remove it", Vec::new())];
        let offered = |words: &[&str]| {
            with("one two", words, &fix, |view| titles(view, Span::new(0, 3)))
                .iter()
                .any(|t| t.starts_with("Fix all in this file"))
        };
        assert!(!offered(&["one"]));
        assert!(offered(&["one", "two"]));
    }

    #[test]
    fn a_selected_name_that_nobody_knows_is_offered_to_the_house() {
        let offered = |text: &str, words: &str| {
            let start = text.find(words).expect("the words") as Offset;
            let found = with(text, &[], &[], |view| titles(view, Span::new(start, start + words.len() as Offset)));
            found.iter().any(|title| *title == format!("Add “{words}” to the house’s actors"))
        };
        let text = "Жители 😀 said that the Union of Elwak Drivers met al-Wadi at noon, and العربية too.";
        for name in ["Union of Elwak Drivers", "al-Wadi", "Жители", "العربية"] {
            assert!(offered(text, name), "{name}");
        }
        for other in ["said", "Union of", "noon, and", "Drivers met al-Wadi at noon", "😀", "t"] {
            assert!(!offered(text, other), "{other}");
        }
        assert!(
            !with("Rain fell.", &[], &[], |view| titles(view, Span::new(4, 4))).iter().any(|t| t.starts_with("Add"))
        );
        // Citations contain sources.
        let all = |text: &str| with(text, &[], &[], |view| titles(view, Span::at(0..text.len())));
        assert!(all("([Dawn Weekly](https://dawn.com), May 9)").iter().all(|title| !title.starts_with("Add")));
    }

    fn silenced(text: &str, words: &str) -> String {
        with(text, &[words], &[], |view| apply(text, &[suppress(view, &view.checked.diagnostics[0], Some("reason"))]))
    }

    #[test]
    fn silence_stands_before_the_block_or_ends_the_line() {
        let comment = "<!-- copydesk-ignore test-rule: reason -->";
        assert_eq!(silenced("a\n\nlong\nhere\n", "here"), format!("a\n\n{comment}\nlong\nhere\n"));
        assert_eq!(silenced("a\r\n\r\nhere\r\n", "here"), format!("a\r\n\r\n{comment}\r\nhere\r\n"));
        assert_eq!(silenced("- a\n- here it is\n- c", "here"), format!("- a\n- here it is {comment}\n- c"));
        assert_eq!(silenced("> here", "here"), format!("> here {comment}"));
        let comment = "{/* copydesk-ignore test-rule: reason */}";
        assert_eq!(suppression_comment("a.mdx", "test-rule", Some("reason")), comment);
    }

    #[test]
    fn the_reason_is_typed_in_its_place() {
        let snippets = |text: &str| -> Vec<String> {
            let found = super::super::tests::ask_dated(text, |view| {
                let twice = view.checked.diagnostics.iter().find(|found| found.rule.name == "doubled-word");
                actions(view, twice.expect("a finding").span, |_| true)
            });
            let snippet = |action: Action| match action.change {
                Change::Snippet { edit, snippet } => {
                    assert!(!edit.text.contains(':'), "{}", edit.text);
                    Some(apply(text, &[Edit::replace(edit.span, snippet)]))
                }
                _ => None,
            };
            found.into_iter().filter_map(snippet).collect()
        };
        assert_eq!(
            snippets("---\na: b\n---\n\nIt fell fell.\n"),
            [
                "---\na: b\n---\n\n<!-- copydesk-ignore doubled-word: ${1} -->\n$0It fell fell.\n",
                "---\na: b\n---\n\n<!-- copydesk-ignore-file doubled-word: ${1} -->\n\n$0It fell fell.\n",
            ]
        );
        assert_eq!(snippets("- It fell fell.\n")[0], "- It fell fell. <!-- copydesk-ignore doubled-word: ${1} -->$0\n");
    }
}
