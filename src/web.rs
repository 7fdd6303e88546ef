//! The web edge: the core for a page that has no file system and no clock. A page sends questions as JSON and receives
//! texts.
//!
//! * Findings, fixes and the index are the same bytes that the command line prints for the same text and settings.
//! * Positions are bytes of UTF-8, as everywhere; a page that counts otherwise must convert them.
//! * A page has no files: if a configuration names some, that is reported, and the rest of it applies.
//! * A question that cannot be understood is answered with `{"error": "…"}`, a sentence for people.

mod answers;
mod house;
mod questions;

use crate::bulletin;
use crate::check::{Checked, Draft, check, unknown_rule};
use crate::config::{Level, Settings};
use crate::fix::{self, Wanted};
use crate::gazetteer::{Gazetteer, profiles};
use crate::ide::View;
use crate::ide::actions::{self, GroupFix};
use crate::ide::turn_citation::{self, TurnAll};
use crate::ide::{completion, hover};
use crate::json::findings::{self, Reported, Totals};
use crate::json::{index, rules};
use crate::text::{Offset, Span};
use crate::workspace::Workspace;
use answers::{Edits, Fixed};
use house::House;
use questions::{Given, Question};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;

/// Answers the questions of a page.
pub struct Desk {
    gazetteer: Arc<Gazetteer>,
    workspace: Workspace,
    /// The settings of the last question, because a page asks many questions under the same settings.
    house: Option<House>,
    /// The document of the last question about a place.
    read: Option<Read>,
}

/// A document that has been read for questions about places in it.
struct Read {
    given: Given,
    settings: Settings,
    checked: Checked,
}

impl Default for Desk {
    fn default() -> Desk {
        Desk { gazetteer: Gazetteer::shipped(), workspace: Workspace::default(), house: None, read: None }
    }
}

impl Desk {
    /// The answer to a question: JSON, except for a rule’s page, which is Markdown.
    #[must_use]
    pub fn answer(&mut self, question: &str) -> String {
        let answered = serde_json::from_str(question)
            .map_err(|error| format!("This question cannot be understood: {error}"))
            .and_then(|question| self.answer_to(question));
        answered.unwrap_or_else(|error| json(&BTreeMap::from([("error", error)])))
    }

    fn answer_to(&mut self, question: Question) -> Result<String, String> {
        match question {
            Question::Check { documents, settings, level } => {
                let level = match &level {
                    Some(name) => Level::named(name).ok_or_else(|| format!("There is no level “{name}”"))?,
                    None => Level::Info,
                };
                self.enter(settings)?;
                self.check(&documents, level).map_err(|error| error.to_string())
            }
            Question::Index { documents, settings } => {
                self.enter(settings)?;
                self.index(&documents).map_err(|error| error.to_string())
            }
            Question::Fix { document, settings, review, rules } => {
                if let Some(name) = rules.iter().find(|name| crate::rules::find(name).is_none()) {
                    return Err(unknown_rule(name));
                }
                self.enter(settings)?;
                Ok(json(&self.fix(&document, &Wanted { review, rules })))
            }
            Question::Hover { document, settings, offset } => {
                self.open(document, settings)?;
                let at = |view: View<'_>| hover::hover(view, &self.workspace, within(view.text, offset));
                Ok(json(&self.view().and_then(at).map(answers::Hover::from)))
            }
            Question::Complete { document, settings, offset, typed_space } => {
                self.open(document, settings)?;
                let at = |view: View<'_>| {
                    let offset = within(view.text, offset);
                    if typed_space && !completion::asks_behind_space(view, offset) {
                        return completion::Completions::default();
                    }
                    completion::completions(view, &self.workspace, offset)
                };
                Ok(json(&answers::Completions::from(self.view().map(at).unwrap_or_default())))
            }
            Question::Card { document, settings, subject } => {
                self.open(document, settings)?;
                let subject = subject.into();
                Ok(json(&self.view().and_then(|view| completion::card(view, &self.workspace, &subject))))
            }
            Question::Actions { document, settings, start, end } => {
                self.open(document, settings)?;
                let at = |view: View<'_>| {
                    let (start, end) = (within(view.text, start), within(view.text, end));
                    let found = actions::actions(view, Span::new(start.min(end), end.max(start)), |_| true);
                    found.into_iter().filter_map(|action| answers::Action::of(&view, action)).collect::<Vec<_>>()
                };
                Ok(json(&self.view().map(at).unwrap_or_default()))
            }
            Question::Edits { document, settings, rule, group } => {
                self.open(document, settings)?;
                let edits = |view: View<'_>| match group {
                    Some(group) => actions::fix_group(view, &GroupFix { group: group.name, rank: group.rank }),
                    None => actions::fix_all(view, rule.as_deref()),
                };
                Ok(json(&Edits::from(&*self.view().map(edits).unwrap_or_default())))
            }
            Question::Turn { document, settings, start, end, style } => {
                self.open(document, settings)?;
                let turned = |view: View<'_>| {
                    let (start, end) = (within(view.text, start), within(view.text, end));
                    let scope = Span::new(start.min(end), end.max(start));
                    turn_citation::turn_all(view, TurnAll { target: style.into(), scope })
                };
                Ok(json(&self.view().map(turned).map(answers::Turned::from)))
            }
            Question::Problems { settings } => Ok(json(self.enter(settings)?.problems())),
            Question::Rules {} => Ok(rules::rules()),
            Question::Profiles {} => Ok(json(&profiles::names().collect::<Vec<_>>())),
            Question::Explain { rule } => {
                let found = crate::rules::find(&rule).ok_or_else(|| unknown_rule(&rule))?;
                Ok(found.page.to_owned())
            }
        }
    }

    /// Reads the settings of a question, unless they are the same as before.
    fn enter(&mut self, settings: questions::Settings) -> Result<&House, String> {
        let house = match self.house.take() {
            Some(house) if house.is_of(&settings) => house,
            _ => {
                self.read = None;
                House::new(settings)?
            }
        };
        Ok(self.house.insert(house))
    }

    /// The settings for a document; `None` if the configuration excludes it.
    fn settings(&self, path: &str) -> Option<Settings> {
        self.house.as_ref()?.settings(path)
    }

    /// Reads the document of a question about a place, unless it is the same as before.
    fn open(&mut self, given: Given, settings: questions::Settings) -> Result<(), String> {
        self.enter(settings)?;
        if self.read.as_ref().is_some_and(|read| read.given == given) {
            return Ok(());
        }
        self.read = self.settings(&given.path).map(|settings| {
            let checked = check(draft(&given, &settings, &self.gazetteer));
            Read { given, settings, checked }
        });
        Ok(())
    }

    /// The current document.
    fn view(&self) -> Option<View<'_>> {
        let Read { given, settings, checked } = self.read.as_ref()?;
        Some(View { draft: draft(given, settings, &self.gazetteer), checked })
    }

    fn check(&self, documents: &[Given], level: Level) -> std::io::Result<String> {
        let mut out = findings::BEGIN.as_bytes().to_vec();
        let mut totals = Totals::default();
        let mut dates = BTreeSet::new();
        let mut has_findings = false;
        for given in documents {
            let Some(settings) = self.settings(&given.path) else { continue };
            let draft = draft(given, &settings, &self.gazetteer);
            let mut found = check(draft).with_verified_fixes(draft);
            found.diagnostics.retain(|one| one.level >= level);
            let count = |level| found.diagnostics.iter().filter(|one| one.level == level).count();
            totals += Totals::of(1, count);
            dates.insert(found.bulletin.issue.date);
            if found.diagnostics.is_empty() {
                continue;
            }
            if std::mem::replace(&mut has_findings, true) {
                out.write_all(findings::SEPARATOR.as_bytes())?;
            }
            let reported = Reported { path: &given.path, text: &given.text, diagnostics: &found.diagnostics };
            findings::document(reported, &mut out)?;
        }
        findings::end(findings::common_date(&dates), &totals, &mut out)?;
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    fn index(&self, documents: &[Given]) -> std::io::Result<String> {
        let mut out = index::BEGIN.as_bytes().to_vec();
        let mut is_first = true;
        for given in documents {
            let Some(settings) = self.settings(&given.path) else { continue };
            let bulletin = bulletin::read(&given.path, &given.text, &self.gazetteer, &settings);
            let document = index::describe(draft(given, &settings, &self.gazetteer), &bulletin, false);
            index::document(&document, std::mem::replace(&mut is_first, false), &mut out)?;
        }
        out.write_all(index::END.as_bytes())?;
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    fn fix(&self, given: &Given, wanted: &Wanted) -> Fixed {
        match self.settings(&given.path) {
            Some(settings) => {
                let fixed = fix::fix(draft(given, &settings, &self.gazetteer), wanted);
                Fixed { text: fixed.text, applied: fixed.applied }
            }
            // As on the command line, an excluded text is passed through unchanged.
            None => Fixed { text: given.text.clone(), applied: 0 },
        }
    }
}

fn draft<'a>(given: &'a Given, settings: &'a Settings, gazetteer: &'a Gazetteer) -> Draft<'a> {
    Draft { path: &given.path, text: &given.text, settings, gazetteer }
}

/// The start of the character at `offset`, or the end of the text.
fn within(text: &str, offset: Offset) -> Offset {
    let mut at = text.len().min(offset as usize);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Span::at(at..at).start
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const TEXT: &str = "---\ndate: 2018-10-10\n---\n\n# Boats\n\nThe the boats of Hasht al-Shaabi left ([Dawn](https://www.dawn.com/news/1) May 9).\n";

    fn ask(desk: &mut Desk, question: &Value) -> Value {
        serde_json::from_str(&desk.answer(&question.to_string())).expect("JSON")
    }

    fn at(words: &str) -> usize {
        TEXT.find(words).expect("it stands there")
    }

    #[test]
    fn findings_and_fixes_of_a_text() {
        let mut desk = Desk::default();
        let document = json!({"path": "a.md", "text": TEXT});
        let report = ask(&mut desk, &json!({"ask": "check", "documents": [document]}));
        let rules: Vec<_> = report["diagnostics"].as_array().expect("a list").iter().map(|one| &one["rule"]).collect();
        assert_eq!(rules, ["doubled-word", "misspelled-actor", "missing-citation-comma"]);
        assert_eq!(report["issue_date"], "2018-10-10");
        assert_eq!(report["summary"]["errors"], 1);
        let only = json!({"ask": "check", "documents": [document], "level": "error"});
        assert_eq!(ask(&mut desk, &only)["diagnostics"].as_array().map(Vec::len), Some(1));
        let fixed = ask(&mut desk, &json!({"ask": "fix", "document": document}));
        assert_eq!(fixed["text"], TEXT.replace(") May 9", "), May 9"));
        assert_eq!(fixed["applied"], 1);
        let fixed =
            ask(&mut desk, &json!({"ask": "fix", "document": document, "review": true, "rules": ["doubled-word"]}));
        assert_eq!(fixed["text"], TEXT.replace("The the", "The"));
    }

    #[test]
    fn the_house_decides() {
        let mut desk = Desk::default();
        let rules = |desk: &mut Desk, settings: Value| -> Vec<String> {
            let question = json!({"ask": "check", "documents": [{"path": "a.md", "text": TEXT}], "settings": settings});
            let report = ask(desk, &question);
            let found = report["diagnostics"].as_array().unwrap_or_else(|| panic!("{report}"));
            found.iter().filter_map(|one| one["rule"].as_str().map(str::to_owned)).collect()
        };
        let off = "[rules]\ndoubled-word = 'off'\nactors = 'off'\n";
        assert_eq!(rules(&mut desk, json!({"config": off})), ["missing-citation-comma"]);
        assert!(rules(&mut desk, json!({"date": "2018-05-01"})).contains(&"ambiguous-citation-year".to_owned()));
        assert_eq!(rules(&mut desk, json!({"config": "[files]\nexclude = ['*.md']\n"})), [""; 0]);
        let asked = ask(
            &mut desk,
            &json!({"ask": "problems", "settings": {"config": "[rules]\ndoubled-wrod = 'off'\n[names]\n"}}),
        );
        assert!(asked[0]["message"].as_str().is_some_and(|said| said.contains("doubled-word")), "{asked}");
        assert_eq!((&asked[0]["line"], &asked[0]["start"]), (&json!(2), &json!(8)));
        for (settings, word) in [(json!({"date": "soon"}), "2018-10-10"), (json!({"profile": "tass"}), "tass")] {
            let asked = ask(&mut desk, &json!({"ask": "problems", "settings": settings}));
            assert!(asked["error"].as_str().is_some_and(|said| said.contains(word)), "{asked}");
        }
    }

    #[test]
    fn a_configuration_that_names_files_is_told() {
        let mut desk = Desk::default();
        for config in [
            "extends = '../house.toml'\n",
            "[gazetteer]\nactors = ['own.tsv']\n",
            "[gazetteer]\nsources = ['own.tsv']\n",
            "[citations]\nlibrary = ['works.bib']\n",
        ] {
            let asked = ask(&mut desk, &json!({"ask": "problems", "settings": {"config": config}}));
            assert!(
                asked[0]["message"].as_str().is_some_and(|said| said.contains("no files can be opened here")),
                "{config}: {asked}"
            );
        }
    }

    #[test]
    fn places_are_explained_and_completed() {
        let mut desk = Desk::default();
        let document = json!({"path": "a.md", "text": TEXT});
        let hover = ask(&mut desk, &json!({"ask": "hover", "document": document, "offset": at("Dawn") + 1}));
        assert!(hover["markdown"].as_str().is_some_and(|said| said.contains("Dawn")), "{hover}");
        assert_eq!(
            ask(&mut desk, &json!({"ask": "hover", "document": document, "offset": at("boats") + 1})),
            Value::Null
        );
        // Beyond the end, and within a character.
        assert_eq!(ask(&mut desk, &json!({"ask": "hover", "document": {"text": "é"}, "offset": 1})), Value::Null);
        assert_eq!(ask(&mut desk, &json!({"ask": "hover", "document": {"text": "é"}, "offset": 99})), Value::Null);
        let text = "Guards fled ([Daw";
        let found = ask(&mut desk, &json!({"ask": "complete", "document": {"text": text}, "offset": text.len()}));
        let dawn = found["items"].as_array().expect("items").iter().find(|item| item["label"] == "Dawn").expect("Dawn");
        assert_eq!(dawn["kind"], "source");
        let card = ask(&mut desk, &json!({"ask": "card", "document": {"text": text}, "subject": dawn["subject"]}));
        assert!(card.as_str().is_some_and(|card| card.contains("Dawn")), "{card}");
    }

    #[test]
    fn actions_have_edits_or_ask_for_them() {
        let mut desk = Desk::default();
        let document = json!({"path": "a.md", "text": TEXT});
        let place = at("The the");
        let found = ask(&mut desk, &json!({"ask": "actions", "document": document, "start": place, "end": place}));
        let found = found.as_array().expect("actions");
        let of = |key: &str| found.iter().filter(|action| action.get(key).is_some()).count();
        assert!(of("edits") >= 1 && of("snippet") >= 2 && of("explain") == 1 && of("all") == 1, "{found:?}");
        let edits = ask(&mut desk, &json!({"ask": "edits", "document": document}));
        assert_eq!(edits, json!([{"start": at(" May 9"), "end": at(" May 9"), "text": ","}]));
        let edits = ask(&mut desk, &json!({"ask": "edits", "document": document, "rule": "doubled-word"}));
        assert_eq!(edits.as_array().map(Vec::len), Some(1), "{edits}");
    }

    #[test]
    fn citations_are_turned_into_another_style() {
        let mut desk = Desk::default();
        let text = "---\ndate: 2018-10-10\n---\n\n# Boats\n\nThe boats left ([Dawn](https://www.dawn.com/news/1), May 9). They came back ([Dawn](https://www.dawn.com/news/2), May 10).\n";
        let document = json!({"path": "a.md", "text": text});
        let place = text.find("May 9").expect("it stands there");
        let found = ask(&mut desk, &json!({"ask": "actions", "document": document, "start": place, "end": place}));
        let turn = found.as_array().expect("actions").iter().find_map(|action| action.get("turn")).expect("an action");
        let mut question = turn.clone();
        question["ask"] = "turn".into();
        question["document"] = document;
        let turned = ask(&mut desk, &question);
        assert!(turned["edits"].as_array().is_some_and(|edits| !edits.is_empty()), "{turned}");
        assert!(turned["edits"].to_string().contains("[^1]"), "{turned}");
    }

    #[test]
    fn rules_have_pages() {
        let mut desk = Desk::default();
        let rules = ask(&mut desk, &json!({"ask": "rules"}));
        for rule in rules.as_array().expect("rules") {
            let page = desk.answer(&json!({"ask": "explain", "rule": rule["name"]}).to_string());
            assert!(page.starts_with("# "), "{page}");
        }
        assert!(ask(&mut desk, &json!({"ask": "profiles"})).as_array().is_some_and(|names| !names.is_empty()));
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        let mut desk = Desk::default();
        for question in [
            "",
            "{}",
            "{\"ask\": \"dance\"}",
            "{\"ask\": \"hover\"}",
            "{\"ask\": \"explain\", \"rule\": \"no-such-rule\"}",
        ] {
            let answer: Value = serde_json::from_str(&desk.answer(question)).expect("JSON");
            assert!(answer["error"].is_string(), "{question}: {answer}");
        }
    }
}
