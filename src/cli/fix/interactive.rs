//! `copydesk fix --interactive`: asks for each fix.
//!
//! * A document is checked again after each answer, so that a question is always about the text as it will be written.
//! * Answers change texts in memory. The texts are written when the last question is answered, or at `q`; an
//!   interrupted run writes nothing. The text that is written is the one that was read, with the accepted edits; a file
//!   that has changed in the meantime is left as it is, and named.
//! * Findings that one decision settles are one question.

use super::{Args, Documents, Project, Repaired, Source, Totals};
use crate::check::{Checked, Draft, check};
use crate::cli::files::say_fault;
use crate::cli::format::{self, human::Human};
use crate::cli::keyboard::{self, Keyboard};
use crate::cli::terminal::{self, Color};
use crate::cli::{Failure, Outcome, Status, say};
use crate::config::{FILE_NAME, Level, edit};
use crate::disk::{self, Fault, FileKind, WritePolicy};
use crate::gazetteer::Actor;
use crate::gazetteer::lists::ListKind;
use crate::ide::View;
use crate::ide::accept_spelling::{accept, accepting, spelling, with_actor};
use crate::ide::actions::suppress;
use crate::project::{self, Context};
use crate::rules::{Decision, Decisions, Fix, Safety};
use crate::text::edits::apply;
use crate::text::visible;
use crate::text::{Edit, Encoding, LineIndex, Offset, counted};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The answers so far.
#[derive(Clone, Default)]
struct State {
    /// The document in question.
    file: usize,
    /// The texts that have changed, by document.
    texts: BTreeMap<usize, Arc<str>>,
    /// The place and the rule of the last answer in this document.
    last: Option<(Offset, &'static str)>,
    /// The number of answers in this document.
    answered: usize,
    /// Rules all of whose fixes are applied.
    all: BTreeSet<&'static str>,
    accepted: Vec<Accepted>,
    /// What has been done to each document.
    done: BTreeMap<usize, Done>,
    skipped: usize,
}

/// What has been done to a document.
#[derive(Clone, Copy, Default)]
struct Done {
    applied: usize,
    ignored: usize,
}

/// A spelling that the publication accepts from now on.
#[derive(Clone)]
struct Accepted {
    spelling: String,
    /// Its record.
    actor: Actor,
    /// The list that it is added to.
    list: PathBuf,
    /// The configuration that must be changed to name the list.
    unnamed_in: Option<PathBuf>,
}

/// A document as it was read.
struct Original {
    text: String,
    context: Context,
}

/// A question, and the effects of its answers.
struct Question {
    /// The text of the question.
    words: String,
    /// Its place and rule.
    at: (Offset, &'static str),
    fixes: Vec<Fix>,
    ignore: Edit,
    accept: Option<Accepted>,
}

/// The maximum number of fixes applied at one place without a question.
const MOST_AT_ONE_PLACE: usize = 20;

pub(super) fn run(args: &Args, documents: &Documents, project: &Arc<Project>, fail_on: Level, failed: bool) -> Outcome {
    if !keyboard::is_there() {
        return Err(
            "--interactive needs a terminal, and there is none here; without it, copydesk fix applies the safe fixes"
                .to_owned()
                .into(),
        );
    }
    if let Some(stdin) = documents.sources.iter().find(|source| source.stdin) {
        return Err(
            format!("--interactive reads answers from standard input, and cannot fix {} too", stdin.shown).into()
        );
    }
    let mut session =
        Session { args, sources: &documents.sources, project, originals: BTreeMap::new(), failed, keyboard: None };
    let answers = session.ask_all()?;
    // The terminal is restored before anything is written.
    session.keyboard = None;
    let done = session.write(&answers)?;
    let totals = session.left(fail_on);
    if !args.quiet {
        say(&summary(&answers, &done, &totals));
    }
    Ok(match () {
        () if session.failed => Status::Failed,
        () if totals.fails > 0 || args.exit_non_zero_on_fix && done.iter().any(|done| done.applied > 0) => {
            Status::Found
        }
        () => Status::Clean,
    })
}

/// What was done, in one sentence. `done` contains the documents that could be written.
fn summary(answers: &State, done: &[Done], totals: &Totals) -> String {
    let files = done.iter().filter(|done| done.applied > 0).count();
    let mut parts = vec![match done.iter().map(|done| done.applied).sum() {
        0 => "no fix applied".to_owned(),
        many => format!("{} applied in {}", counted(many, "fix", "fixes"), counted(files, "file", "files")),
    }];
    for (count, what) in [
        (answers.skipped, "skipped"),
        (done.iter().map(|done| done.ignored).sum(), "ignored"),
        (answers.accepted.len(), "accepted as spelled"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    format!("{}; {}", parts.join(", "), counted(totals.left, "finding remains", "findings remain"))
}

struct Session<'a> {
    args: &'a Args,
    sources: &'a [Source],
    project: &'a Arc<Project>,
    originals: BTreeMap<usize, Original>,
    failed: bool,
    keyboard: Option<Keyboard>,
}

impl Session<'_> {
    /// Asks until there are no more questions, or the user has had enough.
    fn ask_all(&mut self) -> Result<State, Failure> {
        let mut state = State::default();
        let mut history: Vec<State> = Vec::new();
        let mut stalled = (0, 0);
        while let Some(source) = self.sources.get(state.file) {
            if let Err(fault) = self.load(state.file, source) {
                say_fault(&fault);
                self.failed = true;
                self.originals.remove(&state.file);
                state = State { file: state.file + 1, last: None, answered: 0, ..state };
                continue;
            }
            let Some(original) = self.originals.get(&state.file) else { break };
            let text: Arc<str> = state.texts.get(&state.file).cloned().unwrap_or_else(|| Arc::from(&*original.text));
            let question = match source.guard(|| self.question(&state, source, &text, &original.context)) {
                Ok(question) => question,
                Err(fault) => {
                    say_fault(&fault);
                    self.failed = true;
                    None
                }
            };
            let Some(question) = question else {
                state = State { file: state.file + 1, last: None, answered: 0, ..state };
                continue;
            };
            if state.all.contains(question.at.1) {
                stalled = if stalled.0 == question.at.0 { (stalled.0, stalled.1 + 1) } else { (question.at.0, 0) };
                match question.fixes.first() {
                    Some(fix) if stalled.1 < MOST_AT_ONE_PLACE => state.apply(&text, &fix.edits, question.at),
                    _ => state.pass(question.at),
                }
                continue;
            }
            let keyboard = self.keyboard.get_or_insert_with(Keyboard::open);
            keyboard::remember(&question.words);
            terminal::note_styled(&question.words, Color::Auto);
            let before = state.clone();
            loop {
                let Some(key) = keyboard.key() else {
                    self.keyboard = None;
                    return Err("the terminal is gone; nothing was written".to_owned().into());
                };
                let rank = key.to_digit(10).map(|digit| digit as usize);
                let said = match key {
                    'y' | 'a' | '1'..='9' => {
                        let Some(fix) = question.fixes.get(rank.unwrap_or(1) - 1) else { continue };
                        if key == 'a' {
                            state.all.insert(question.at.1);
                        }
                        state.apply(&text, &fix.edits, question.at);
                        if key == 'a' {
                            format!("applied, and all that follow of {}", question.at.1)
                        } else {
                            "applied".to_owned()
                        }
                    }
                    's' => {
                        state.skipped += 1;
                        state.pass(question.at);
                        "skipped".to_owned()
                    }
                    'i' => {
                        state.change(&text, std::slice::from_ref(&question.ignore), question.at);
                        state.done.entry(state.file).or_default().ignored += 1;
                        "ignored here".to_owned()
                    }
                    'n' => match &question.accept {
                        Some(accepted) => {
                            let said = format!("“{}” is accepted from now on", accepted.spelling);
                            state.accepted.push(accepted.clone());
                            state.pass(question.at);
                            said
                        }
                        None => {
                            terminal::note("n is for spellings that a list of the house can accept\n");
                            continue;
                        }
                    },
                    'u' => match history.pop() {
                        Some(earlier) => {
                            state = earlier;
                            terminal::note("undone\n");
                            break;
                        }
                        None => {
                            terminal::note("there is nothing to undo\n");
                            continue;
                        }
                    },
                    'q' => {
                        terminal::note("end\n");
                        return Ok(state);
                    }
                    _ => {
                        terminal::note(&format!("{}\n", keys(&question)));
                        continue;
                    }
                };
                terminal::note(&format!("{}\n", visible::one_line(&said)));
                history.push(before);
                break;
            }
        }
        Ok(state)
    }

    fn load(&mut self, file: usize, source: &Source) -> Result<(), Fault> {
        if self.originals.contains_key(&file) {
            return Ok(());
        }
        disk::leads_to_draft(&source.path).map_err(|message| Fault { path: source.shown.clone(), message })?;
        let (text, context) = source.read(self.project)?;
        self.originals.insert(file, Original { text, context });
        Ok(())
    }

    /// The next question about a text; `None` if there is none.
    fn question(&self, state: &State, source: &Source, text: &str, context: &Context) -> Option<Question> {
        let draft = context.draft(&source.shown, text);
        let mut found = check(draft).with_verified_fixes(draft);
        found.diagnostics.retain(|finding| {
            let accepted = || spelling(finding, text).is_some_and(|words| state.has_accepted(&words));
            !accepted()
        });
        let decisions = Decisions::of(&found.diagnostics);
        let rules = &self.args.rules;
        let mut open: Vec<(&Decision, Vec<Fix>)> = Vec::new();
        for decision in decisions.iter() {
            let first = &found.diagnostics[decision.first()];
            let wanted = rules.is_empty() || rules.iter().any(|name| name == first.rule.name);
            if wanted && state.last.is_none_or(|last| (first.span.start, first.rule.name) > last) {
                let changes = |fix: &Fix| fix.edits.iter().any(|edit| text.get(edit.span.range()) != Some(&*edit.text));
                let fixes: Vec<Fix> =
                    decision.fixes(&found.diagnostics).iter().filter(|fix| changes(fix)).cloned().collect();
                if !fixes.is_empty() {
                    open.push((decision, fixes));
                }
            }
        }
        let (decision, fixes) = open.first()?;
        let first = &found.diagnostics[decision.first()];
        let ignore = suppress(View { draft, checked: &found }, first, None);
        let accept = self.accepting(state, draft, &found, decision, context, source);
        let mut question = Question {
            words: String::new(),
            at: (first.span.start, first.rule.name),
            fixes: fixes.clone(),
            ignore,
            accept,
        };
        let progress = format!("{} of {}", state.answered + 1, state.answered + open.len());
        question.words = match self.args.plain || std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            true => plain(&progress, source, text, &found, decision, &question),
            false => pictured(&progress, source, text, found, decision, &question),
        };
        Some(question)
    }

    /// The effect of `n`.
    fn accepting(
        &self,
        state: &State,
        draft: Draft<'_>,
        found: &Checked,
        decision: &Decision,
        context: &Context,
        source: &Source,
    ) -> Option<Accepted> {
        if self.args.settings.no_config {
            return None;
        }
        let finding = &found.diagnostics[decision.first()];
        let mut actor = accepting(finding, draft.text, draft.gazetteer)?;
        let spelling = spelling(finding, draft.text)?;
        if let Some(earlier) = state.accepted.iter().rev().find(|accepted| accepted.actor.id == actor.id) {
            actor = earlier.actor.clone();
            accept(&mut actor, &spelling);
        }
        let path = disk::absolute(&source.path);
        let config = match &context.config {
            Some(config) => config.path.clone(),
            None => disk::workspace(&path).or_else(|| path.parent().map(Path::to_owned))?.join(FILE_NAME),
        };
        let config = disk::absolute(&config);
        let lists =
            context.config.iter().flat_map(|config| &config.lists).filter(|(kind, _)| *kind == ListKind::Actors);
        let mut lists = lists.map(|(_, list)| list).peekable();
        let (list, unnamed_in) = match lists.peek() {
            Some(_) => (lists.find(|list| project::is_in_workspace(&config, list))?.clone(), None),
            None => (config.parent()?.join(NEW_LIST), Some(config)),
        };
        Some(Accepted { spelling, actor, list, unnamed_in })
    }

    /// Writes the texts that have changed, and the lists. Returns what was done to each document that was written.
    fn write(&mut self, answers: &State) -> Result<Vec<Done>, Failure> {
        let mut done = answers.done.clone();
        for (file, text) in &answers.texts {
            let (Some(source), Some(original)) = (self.sources.get(*file), self.originals.get(file)) else { continue };
            if **text == *original.text {
                continue;
            }
            disk::sweep(&source.path);
            let policy = WritePolicy::Draft { read: &original.text };
            if let Err(message) = disk::write(&source.path, text.as_bytes(), policy) {
                say_fault(&Fault { path: source.shown.clone(), message });
                self.failed = true;
                done.remove(file);
            }
        }
        let mut files: BTreeMap<&Path, (Option<String>, String)> = BTreeMap::new();
        for Accepted { actor, list, unnamed_in, .. } in &answers.accepted {
            let (_, text) = match files.entry(list) {
                std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::btree_map::Entry::Vacant(entry) => entry.insert(present(list)?),
            };
            *text = with_actor(text, actor);
            if let Some(config) = unnamed_in
                && !files.contains_key(&**config)
            {
                let (was, text) = present(config)?;
                let edit = edit::list(&text, "actors", NEW_LIST)
                    .ok_or_else(|| format!("{} cannot name the new list {NEW_LIST}", disk::shown(config)))?;
                files.insert(config, (was, apply(&text, &[edit])));
            }
        }
        for (path, (was, text)) in files {
            let written = match &was {
                Some(was) => disk::write(path, text.as_bytes(), WritePolicy::Draft { read: was }),
                None => {
                    let folder = path.parent().map_or(Ok(()), disk::make_folder);
                    folder.and_then(|()| disk::write(path, text.as_bytes(), WritePolicy::New))
                }
            };
            let shown = disk::shown(path.strip_prefix(disk::absolute(Path::new("."))).unwrap_or(path));
            match written {
                Ok(()) => say(&format!("{shown} written")),
                Err(message) => {
                    say_fault(&Fault { path: shown, message });
                    self.failed = true;
                }
            }
        }
        Ok(done.into_values().collect())
    }

    /// What remains in all documents in their current state.
    fn left(&mut self, fail_on: Level) -> Totals {
        let project = Arc::new(self.args.settings.project(&[]));
        let mut totals = Totals::default();
        for source in self.sources {
            let levels = source.read(&project).and_then(|(text, context)| {
                source.guard(|| {
                    check(context.draft(&source.shown, &text)).diagnostics.iter().map(|found| found.level).collect()
                })
            });
            match levels {
                Ok(left) => totals.add(&Repaired { applied: 0, left }, fail_on),
                // It has been reported before.
                Err(_) => self.failed = true,
            }
        }
        totals
    }
}

/// The list that is created if a configuration names none.
const NEW_LIST: &str = "names/actors.tsv";

/// The text of a file that is to be changed, and the text to start from.
fn present(path: &Path) -> Result<(Option<String>, String), Failure> {
    if !disk::is_present(path) {
        return Ok((None, String::new()));
    }
    let text = disk::read(path, FileKind::List).map_err(|fault| format!("{} {fault}", disk::shown(path)))?;
    Ok((Some(text.clone()), text))
}

impl State {
    fn has_accepted(&self, spelling: &str) -> bool {
        self.accepted.iter().any(|accepted| accepted.spelling == spelling)
    }

    /// Continues after a place.
    fn pass(&mut self, at: (Offset, &'static str)) {
        self.last = Some(at);
        self.answered += 1;
    }

    fn apply(&mut self, text: &str, edits: &[Edit], at: (Offset, &'static str)) {
        self.done.entry(self.file).or_default().applied += 1;
        self.change(text, edits, at);
    }

    /// Changes the text, and continues after the place, wherever that is now.
    fn change(&mut self, text: &str, edits: &[Edit], (at, rule): (Offset, &'static str)) {
        let mut edits = edits.to_vec();
        edits.sort();
        let mut moved = i64::from(at);
        for edit in edits.iter().filter(|edit| edit.span.end <= at) {
            moved += i64::try_from(edit.text.len()).unwrap_or_default() - i64::from(edit.span.end - edit.span.start);
        }
        self.texts.insert(self.file, apply(text, &edits).into());
        self.pass((Offset::try_from(moved).unwrap_or(at), rule));
    }
}

/// The keys that a question accepts.
fn keys(question: &Question) -> String {
    let choices = match question.fixes.len() {
        1 => "y apply".to_owned(),
        several => format!("y or 1 apply, 2–{} another choice", several.min(9)),
    };
    let never = if question.accept.is_some() { ", n never for this spelling" } else { "" };
    format!("{choices}, s skip, a all of this rule, i ignore here{never}, u undo, q quit")
}

/// The titles of the fixes, numbered if there are several.
fn titles(fixes: &[Fix]) -> Vec<String> {
    let title = |(rank, fix): (usize, &Fix)| {
        let number = if fixes.len() > 1 { format!("{}: ", rank + 1) } else { String::new() };
        let review = if fix.safety == Safety::Review { " (for review)" } else { "" };
        format!("{number}{}{review}", visible::one_line(&fix.title()))
    };
    fixes.iter().take(9).enumerate().map(title).collect()
}

/// A question on one line.
fn plain(
    progress: &str,
    source: &Source,
    text: &str,
    found: &Checked,
    decision: &Decision,
    question: &Question,
) -> String {
    let finding = &found.diagnostics[decision.first()];
    let at = LineIndex::new(text).position(text, finding.span.start, Encoding::Utf32);
    let message = decision.message(&found.diagnostics);
    format!(
        "{progress}, {} line {} column {}: {}: {}: “{}”. Fix: {}. Keys: {}?\n",
        visible::escape(&source.shown),
        at.line + 1,
        at.column + 1,
        finding.rule.name,
        visible::one_line(&message),
        visible::one_line(finding.span.of(text)),
        titles(&question.fixes).join("; "),
        keys(question)
    )
}

/// A question with the lines in question.
fn pictured(
    progress: &str,
    source: &Source,
    text: &str,
    found: Checked,
    decision: &Decision,
    question: &Question,
) -> String {
    let colour = terminal::wants_colour_on_stderr();
    let file = format::Checked::new(source.shown.clone(), text.to_owned(), found);
    let mut picture = Vec::new();
    // Writing into memory cannot fail.
    let _ = Human::new(colour, true).decision(&file, &LineIndex::new(text), decision, &mut picture);
    let picture = String::from_utf8_lossy(&terminal::screened(picture)).into_owned();
    let choices = match question.fixes.len() {
        1 => String::new(),
        _ => format!("{}\n", titles(&question.fixes).join("\n")),
    };
    format!(
        "\n{progress} in {}\n{}\n{choices}{}? \n",
        visible::escape(&source.shown),
        picture.trim_end(),
        keys(question)
    )
}
