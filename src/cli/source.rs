//! `copydesk source`: how the house style prints a source; for an address, the whole citation, in any style.

use super::answers::{self, Reply};
use super::args::SettingsArgs;
use super::{Failure, Listing, Outcome, say};
use crate::bulletin::items::CitationStyle;
use crate::bulletin::{self, Bulletin};
use crate::calendar;
use crate::config::Settings;
use crate::disk::{self, FileKind};
use crate::gazetteer::{Candidate, Gazetteer, Source, Spelling};
use crate::project::Context;
use crate::text::url::{Url, tracking};
use crate::works::WorkDate;
use crate::works::library::{Library, work_at};
use crate::works::print::HouseForm;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Show how a source is printed; for an address, print the whole citation
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Names or addresses
    #[arg(required = true, value_name = "NAME-OR-URL")]
    queries: Vec<String>,
    /// The style in which to cite an address; words in square brackets are for you to fill in
    #[arg(long, value_name = "STYLE", value_enum)]
    style: Option<Style>,
    /// The document that the citation is for: its style is used, and what it says about the address
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// The format of the answers
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Listing,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// How something is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Style {
    /// A footnote or endnote
    Note,
    /// A citation in brackets, without the brackets
    Inline,
    /// An entry in a numbered list
    Numbered,
    /// A line below a picture or table
    Caption,
    /// An entry in a list by author and year
    AuthorDate,
}

impl From<Style> for CitationStyle {
    fn from(style: Style) -> CitationStyle {
        match style {
            Style::Note => CitationStyle::Note,
            Style::Inline => CitationStyle::Inline,
            Style::Numbered => CitationStyle::Numbered,
            Style::Caption => CitationStyle::Caption,
            Style::AuthorDate => CitationStyle::Bibliography,
        }
    }
}

/// How a citation is written, and what is known besides the gazetteer.
#[derive(Default)]
struct House {
    style: Option<CitationStyle>,
    form: HouseForm,
    library: Library,
    /// The works cited in the document.
    said: Library,
}

impl House {
    fn of(args: &Args, context: &Context) -> Result<House, Failure> {
        let mut house = House { form: HouseForm::declared(&context.settings), ..House::default() };
        house.style = args.style.map(CitationStyle::from);
        if let Some(path) = &args.document {
            let text = disk::read(path, FileKind::Document).map_err(|why| format!("{} {why}", disk::shown(path)))?;
            let (gazetteer, settings) = (&context.gazetteer, &context.settings);
            let bulletin = bulletin::read(&disk::shown(path), &text, gazetteer, settings);
            let end = text.len().try_into().unwrap_or(u32::MAX);
            house.form = HouseForm::of(&text, &bulletin, settings, end);
            house.style = house.style.or_else(|| own_style(&bulletin));
            house.said = Library::of_document(&text, &bulletin, settings);
        }
        if house.style.is_some() {
            let (library, problems) = context.library();
            problems.iter().for_each(|problem| say(problem));
            house.library = library;
        }
        house.form.gaps = true;
        Ok(house)
    }
}

/// The style in which a document mostly cites.
fn own_style(bulletin: &Bulletin) -> Option<CitationStyle> {
    let styles = [CitationStyle::Inline, CitationStyle::Note, CitationStyle::Numbered];
    let count = |style: CitationStyle| match style {
        CitationStyle::Inline => bulletin.citations.len(),
        style => bulletin.item_groups.iter().filter(|group| group.style == style).count(),
    };
    styles.into_iter().rev().max_by_key(|style| count(*style)).filter(|style| count(*style) > 0)
}

pub(super) fn run(args: &Args) -> Outcome {
    let mut house: Option<House> = None;
    let file = args.document.as_deref().unwrap_or_else(|| std::path::Path::new("draft.md"));
    answers::each_for(file, &args.queries, args.format, &args.settings, |query, context| {
        if house.is_none() {
            house = Some(House::of(args, context)?);
        }
        let none = House::default();
        let house = house.as_ref().unwrap_or(&none);
        Ok(answer(query, &context.gazetteer, &context.settings, house).reply())
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
    /// What remains to be filled in; `None` if no style was requested.
    missing: Option<Vec<&'static str>>,
}

fn answer<'a>(query: &'a str, gazetteer: &'a Gazetteer, settings: &Settings, house: &House) -> Answer<'a> {
    let mut answer = Answer {
        query,
        verdict: "unknown",
        source: None,
        preferred: None,
        candidates: Vec::new(),
        citation: None,
        date: None,
        missing: None,
    };
    if let (Some(style), true) = (house.style, Url::parse(query).is_some() && query.contains("://")) {
        let work = work_at(query, gazetteer, &house.said, &house.library);
        answer.source = gazetteer.source_at(query);
        answer.preferred = answer.source.map(|source| &*source.name);
        answer.verdict = if work.source.is_empty() { "unknown" } else { "address" };
        answer.citation = Some(work.print(style, &house.form));
        answer.date = work.date().map(WorkDate::iso);
        answer.missing = Some(work.missing(style, &house.form));
        return answer;
    }
    if query.contains("://") {
        if let Some(source) = gazetteer.source_at(query) {
            let day = calendar::url_date(query).and_then(|date| date.to_date());
            let issue = settings.date.or(settings.fallback_date);
            let printed = day.map(|day| format!(", {}", calendar::print_day(day, settings.date_style(), issue)));
            answer.verdict = "address";
            answer.source = Some(source);
            answer.preferred = Some(&source.name);
            let address = tracking::cleaned(query);
            answer.citation = Some(format!("[{}]({address}){}", source.name, printed.unwrap_or_default()));
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
            (_, Some(near)) => format!("{query}: not in the register; did you mean “{near}”?"),
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
        let mut json = json!({
            "query": self.query, "verdict": self.verdict, "source": self.source.map(|source| &source.id),
            "preferred": self.preferred, "citation": self.citation, "date": self.date, "candidates": candidates,
        });
        if let Some(missing) = &self.missing {
            json["missing"] = json!(missing);
        }
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(query: &str, date: Option<jiff::civil::Date>) -> String {
        answer(query, &Gazetteer::shipped(), &Settings { date, ..Settings::default() }, &House::default()).line()
    }

    #[test]
    fn an_address_gives_the_citation() {
        let address = "https://www.dhakatribune.com/bangladesh/2018/10/05/raid-in-sylhet";
        let date = jiff::civil::date(2018, 10, 10);
        assert_eq!(line(address, Some(date)), format!("[Dhaka Tribune]({address}), October 5"));
        assert_eq!(line(address, None), format!("[Dhaka Tribune]({address}), October 5, 2018"));
        assert_eq!(
            line(&format!("{address}?utm_source=x"), None),
            format!("[Dhaka Tribune]({address}), October 5, 2018")
        );
        assert_eq!(line("https://www.dawn.com/news/1", None), "[Dawn](https://www.dawn.com/news/1)");
        assert_eq!(line("https://unlisted.test/a", None), "https://unlisted.test/a: no listed source has this host");
    }

    #[test]
    fn a_name_gives_the_house_s() {
        assert_eq!(line("tolonews", None), "tolonews: TOLOnews (broadcaster; AF; tolonews.com)");
        assert!(line("The Star", None).starts_with("The Star: The Star, a name of several: "));
        assert_eq!(line("Dhaka Tribun", None), "Dhaka Tribun: not in the register; did you mean “Dhaka Tribune”?");
        assert_eq!(line("Upland Courier", None), "Upland Courier: not in the register");
    }
}
