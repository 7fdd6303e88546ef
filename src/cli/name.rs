//! `copydesk name`: how the lists write a name.

use super::answers::{self, Reply};
use super::args::SettingsArgs;
use super::{Listing, Outcome};
use crate::config::Settings;
use crate::gazetteer::Form;
use crate::gazetteer::actors::{LIKELY, Owner};
use crate::gazetteer::index::bare;
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::profiles::profile;
use crate::gazetteer::spelling::equal_in_print;
use crate::gazetteer::{Actor, Gazetteer};
use serde_json::{Value, json};

/// Show how the lists spell the name of an actor
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Names
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// The format of the answers
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Listing,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: &Args) -> Outcome {
    answers::each(&args.names, args.format, &args.settings, |query, context| {
        answer(query, &context.gazetteer, &context.settings).reply()
    })
}

/// What is known about a name.
struct Answer<'a> {
    query: &'a str,
    verdict: &'static str,
    actor: Option<String>,
    preferred: Option<String>,
    candidates: Vec<Candidate>,
}

struct Candidate {
    actor: String,
    name: String,
    score: f32,
    countries: String,
}

impl Candidate {
    fn new(actor: &Actor, name: &str, score: f32) -> Candidate {
        Candidate { actor: actor.id.to_string(), name: name.to_owned(), score, countries: actor.countries.join(", ") }
    }
}

fn answer<'a>(query: &'a str, gazetteer: &Gazetteer, settings: &Settings) -> Answer<'a> {
    let query = query.trim();
    let owners = gazetteer.named(query);
    let strong: Vec<&Owner> = owners.iter().filter(|owner| !owner.weak).collect();
    match (&owners[..], &strong[..]) {
        ([], _) => guess(query, gazetteer),
        (_, [owner]) => known(query, owner, gazetteer, settings),
        _ => {
            let actors = owners.iter().filter_map(|owner| gazetteer.actor_of(owner.actor));
            let candidates = actors.map(|actor| Candidate::new(actor, &actor.name, 1.0)).collect();
            Answer { query, verdict: "ambiguous", actor: None, preferred: None, candidates }
        }
    }
}

/// The answer for a name that belongs to one actor.
fn known<'a>(query: &'a str, owner: &Owner, gazetteer: &Gazetteer, settings: &Settings) -> Answer<'a> {
    let Some(actor) = gazetteer.actor_of(owner.actor) else { return guess(query, gazetteer) };
    let style = settings.style.profile.as_deref().and_then(profile);
    let name = style.and_then(|style| style.actor(&actor.id)).unwrap_or(&actor.name);
    let agrees = |listed: &str| equal_in_print(bare(listed), bare(query));
    let (verdict, preferred) = match owner.form {
        _ if agrees(name) => ("preferred", name),
        Form::Name if !agrees(&actor.name) => ("variant", name),
        Form::Accepted if !actor.accepted.iter().any(|listed| agrees(listed)) => ("variant", actor.correction(query)),
        Form::Variant => ("variant", actor.correction(query)),
        Form::Former => ("former", name),
        _ => ("accepted", name),
    };
    let candidates = vec![Candidate::new(actor, preferred, 1.0)];
    Answer { query, verdict, actor: Some(actor.id.to_string()), preferred: Some(preferred.to_owned()), candidates }
}

/// The answer for an unknown name: the known names it resembles.
fn guess<'a>(query: &'a str, gazetteer: &Gazetteer) -> Answer<'a> {
    let mut answer = Answer { query, verdict: "unknown", actor: None, preferred: None, candidates: Vec::new() };
    let Some(folded) = PhoneticName::new(query) else { return answer };
    let guesses = gazetteer.guesses(query, &folded);
    for guess in guesses.iter().take(5) {
        let Some(actor) = gazetteer.actor_of(guess.actor) else { continue };
        let name = if guess.form == Form::Variant { actor.correction(guess.name) } else { guess.name };
        answer.candidates.push(Candidate::new(actor, name, guess.score));
    }
    let clear = guesses.get(1).is_none_or(|next| next.score <= guesses[0].score - 0.1);
    if clear && let Some(first) = answer.candidates.first().filter(|first| first.score >= LIKELY) {
        answer.verdict = "misspelled";
        answer.actor = Some(first.actor.clone());
        answer.preferred = Some(first.name.clone());
    }
    answer
}

impl Answer<'_> {
    fn reply(&self) -> Reply {
        Reply { known: self.verdict != "unknown", line: self.line(), json: self.json() }
    }

    /// The answer on one line, for people.
    fn line(&self) -> String {
        let query = self.query;
        let all = || {
            let each = self.candidates.iter().map(|one| match &*one.countries {
                "" => one.name.clone(),
                countries => format!("{} ({countries})", one.name),
            });
            each.collect::<Vec<_>>().join(", ")
        };
        match (self.verdict, &self.preferred) {
            ("preferred", _) => format!("{query}: so the list has it"),
            ("accepted", Some(name)) => format!("{query}: accepted; the name is {name}"),
            ("variant", Some(name)) => format!("{query}: the list prefers {name}"),
            ("former", Some(name)) => format!("{query}: a former name of {name}"),
            ("misspelled", Some(name)) => format!("{query}: not a known name; {name} may be meant"),
            ("ambiguous", _) => format!("{query}: a name of several, or of other things too: {}", all()),
            _ if self.candidates.is_empty() => format!("{query}: not a known name"),
            _ => format!("{query}: not a known name; near are {}", all()),
        }
    }

    fn json(&self) -> Value {
        let candidates: Vec<Value> = self
            .candidates
            .iter()
            .map(|one| json!({"actor": one.actor, "name": one.name, "score": f64::from((one.score * 100.0).round()) / 100.0}))
            .collect();
        json!({
            "query": self.query, "verdict": self.verdict, "actor": self.actor, "preferred": self.preferred,
            "candidates": candidates,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Style;

    fn verdict(query: &str, settings: &Settings) -> (&'static str, Option<String>) {
        let answer = answer(query, &Gazetteer::shipped(), settings);
        (answer.verdict, answer.preferred)
    }

    #[test]
    fn names_are_judged() {
        let settings = Settings::default();
        for (query, wanted, preferred) in [
            ("Hashd al-Shaabi", "preferred", None),
            ("Fatemiyoun Division", "accepted", Some("Fatemiyoun Brigade")),
            ("Jabhat al-Nusra", "preferred", Some("Jabhat al-Nusra")),
            ("Lashkar-i-Jhangvi", "variant", Some("Lashkar-e-Jhangvi")),
            ("Lashkar e-Jhangvi", "variant", Some("Lashkar-e-Jhangvi")),
            ("Hasht al-Shaabi", "misspelled", Some("Hashd al-Shaabi")),
            ("Islamic State of Iraq and Syria", "former", Some("Islamic State")),
            ("ADF", "ambiguous", None),
            ("RAB", "accepted", Some("Rapid Action Battalion")),
            ("rab", "unknown", None),
            ("Quxby Vortle", "unknown", None),
            ("", "unknown", None),
        ] {
            let (verdict, name) = verdict(query, &settings);
            assert_eq!(verdict, wanted, "{query}: {name:?}");
            if preferred.is_some() {
                assert_eq!(name.as_deref(), preferred, "{query}");
            }
        }
    }

    #[test]
    fn a_profile_prefers_its_own() {
        let settings =
            Settings { style: Style { profile: Some("ap".into()), ..Style::default() }, ..Settings::default() };
        assert_eq!(verdict("al-Qaida", &settings).0, "preferred");
        assert_eq!(verdict("al-Qaeda", &settings), ("accepted", Some("al-Qaida".to_owned())));
    }

    #[test]
    fn answers_have_the_promised_shape() {
        let answer = answer("Hasht al-Shaabi", &Gazetteer::shipped(), &Settings::default()).json();
        assert_eq!(answer["verdict"], "misspelled");
        assert_eq!(answer["candidates"][0]["name"], "Hashd al-Shaabi");
        assert!(answer["candidates"][0]["score"].as_f64().is_some_and(|score| (0.8..1.0).contains(&score)));
        assert!(answer["actor"].is_string());
    }
}
