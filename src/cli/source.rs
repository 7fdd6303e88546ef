//! `copydesk source`: how the house prints a source; for an address, the whole citation.

use super::answers::{self, Reply};
use super::args::SettingsArgs;
use super::{Listing, Outcome};
use crate::calendar;
use crate::config::Settings;
use crate::gazetteer::{Candidate, Gazetteer, Source, Spelling};
use serde_json::{Value, json};

/// Say how the house prints a source; for an address, print the whole citation
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Names or addresses
    #[arg(required = true, value_name = "NAME-OR-URL")]
    queries: Vec<String>,
    /// How the answers are printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Listing,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: &Args) -> Outcome {
    answers::each(&args.queries, args.format, &args.settings, |query, context| {
        answer(query, &context.gazetteer, &context.settings).reply()
    })
}

/// What is known about a query.
struct Answer<'a> {
    query: &'a str,
    verdict: &'static str,
    source: Option<&'a Source>,
    preferred: Option<&'a str>,
    candidates: Vec<&'a Source>,
    citation: Option<String>,
    /// The date in the address.
    date: Option<String>,
}

fn answer<'a>(query: &'a str, gazetteer: &'a Gazetteer, settings: &Settings) -> Answer<'a> {
    let mut answer = Answer {
        query,
        verdict: "unknown",
        source: None,
        preferred: None,
        candidates: Vec::new(),
        citation: None,
        date: None,
    };
    if query.contains("://") {
        if let Some(source) = gazetteer.source_at(query) {
            let day = calendar::url_date(query).and_then(|date| date.to_date());
            let issue = settings.date.or(settings.fallback_date);
            let printed = day.map(|day| format!(", {}", calendar::print_day(day, settings.date_style(), issue)));
            answer.verdict = "address";
            answer.source = Some(source);
            answer.preferred = Some(&source.name);
            answer.citation = Some(format!("[{}]({query}){}", source.name, printed.unwrap_or_default()));
            answer.date = day.map(|day| day.to_string());
        }
        return answer;
    }
    let named = gazetteer.sources_named(query);
    match named[..] {
        [] => answer.preferred = gazetteer.source_near(query),
        [Candidate { source, spelling, preferred }] => {
            answer.verdict = match spelling {
                Spelling::Accepted if source.name == query => "preferred",
                Spelling::Accepted => "accepted",
                Spelling::Case => "case",
                Spelling::Alias => "alias",
                Spelling::Near => "near",
            };
            answer.source = Some(source);
            answer.preferred = Some(preferred);
        }
        [first, ..] => {
            answer.verdict = "ambiguous";
            answer.preferred = Some(first.preferred);
        }
    }
    answer.candidates = named.iter().map(|candidate| candidate.source).collect();
    answer
}

impl Answer<'_> {
    fn reply(&self) -> Reply {
        Reply { known: self.verdict != "unknown", line: self.line(), json: self.json() }
    }

    /// The answer on one line, for people.
    fn line(&self) -> String {
        if let Some(citation) = &self.citation {
            return citation.clone();
        }
        let query = self.query;
        match (self.source, self.preferred) {
            (Some(source), Some(preferred)) => {
                let about = [&source.kind, &source.countries.join(", ").into(), &source.hosts.join(", ").into()];
                let about: Vec<&str> = about.iter().map(|part| &***part).filter(|part| !part.is_empty()).collect();
                format!("{query}: {preferred} ({})", about.join("; "))
            }
            (None, Some(name)) if self.verdict == "ambiguous" => {
                let all: Vec<String> = self
                    .candidates
                    .iter()
                    .map(|source| format!("{} ({})", source.id, source.countries.join(", ")))
                    .collect();
                format!("{query}: {name}, a name of several: {}", all.join(", "))
            }
            (_, Some(near)) => format!("{query}: not in the register; “{near}” is near"),
            (_, None) if query.contains("://") => format!("{query}: no listed source has this host"),
            (_, None) => format!("{query}: not in the register"),
        }
    }

    fn json(&self) -> Value {
        let candidates: Vec<Value> = self
            .candidates
            .iter()
            .map(|source| json!({"source": source.id, "name": source.name, "countries": source.countries}))
            .collect();
        json!({
            "query": self.query, "verdict": self.verdict, "source": self.source.map(|source| &source.id),
            "preferred": self.preferred, "citation": self.citation, "date": self.date, "candidates": candidates,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(query: &str, date: Option<jiff::civil::Date>) -> String {
        answer(query, &Gazetteer::shipped(), &Settings { date, ..Settings::default() }).line()
    }

    #[test]
    fn an_address_gives_the_citation() {
        let address = "https://www.dhakatribune.com/bangladesh/2018/10/05/raid-in-sylhet";
        let date = jiff::civil::date(2018, 10, 10);
        assert_eq!(line(address, Some(date)), format!("[Dhaka Tribune]({address}), October 5"));
        assert_eq!(line(address, None), format!("[Dhaka Tribune]({address}), October 5, 2018"));
        assert_eq!(line("https://www.dawn.com/news/1", None), "[Dawn](https://www.dawn.com/news/1)");
        assert_eq!(line("https://unlisted.test/a", None), "https://unlisted.test/a: no listed source has this host");
    }

    #[test]
    fn a_name_gives_the_house_s() {
        assert_eq!(line("tolonews", None), "tolonews: TOLOnews (broadcaster; AF; tolonews.com)");
        assert!(line("The Star", None).starts_with("The Star: The Star, a name of several: "));
        assert_eq!(line("Dhaka Tribun", None), "Dhaka Tribun: not in the register; “Dhaka Tribune” is near");
        assert_eq!(line("Upland Courier", None), "Upland Courier: not in the register");
    }
}
