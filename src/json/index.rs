//! What documents say: articles, citations, actors, abbreviations, notes. The report for an editor-in-chief is made of the same
//! values.

use crate::bulletin::citation::Judgement;
use crate::bulletin::items::CitationStyle;
use crate::bulletin::{self, Bulletin, Citation, ItemGroup};
use crate::calendar::{Date, Precision, Resolved, Written};
use crate::check::Draft;
use crate::config::Settings;
use crate::gazetteer::{Form, Gazetteer};
use crate::text::{Span, within};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

/// What stands before the first document.
pub(crate) const BEGIN: &str = "{\"version\": 1, \"documents\": [";
/// What stands behind the last document.
pub(crate) const END: &str = "\n]}\n";

/// Writes one document.
pub(crate) fn document(document: &IndexedDocument, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if is_first { b"\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(out, document)?)
}

#[derive(Serialize)]
pub(crate) struct IndexedDocument {
    pub(crate) path: String,
    pub(crate) issue: IndexedIssue,
    pub(crate) articles: Vec<IndexedArticle>,
    /// Content outside of any article, mostly before the first.
    #[serde(skip_serializing_if = "IndexedContents::is_empty")]
    pub(crate) outside: IndexedContents,
}

#[derive(Serialize)]
pub(crate) struct IndexedIssue {
    pub(crate) date: Option<String>,
    pub(crate) volume: Option<u32>,
    pub(crate) number: Option<u32>,
}

#[derive(Serialize)]
pub(crate) struct IndexedArticle {
    pub(crate) title: String,
    pub(crate) authors: Vec<String>,
    pub(crate) start: u32,
    pub(crate) end: u32,
    #[serde(flatten)]
    pub(crate) contents: IndexedContents,
}

#[derive(Default, Serialize)]
pub(crate) struct IndexedContents {
    pub(crate) citations: Vec<IndexedGroup>,
    pub(crate) actors: Vec<IndexedActor>,
    pub(crate) abbreviations: Vec<IndexedAbbreviation>,
    pub(crate) notes: Vec<IndexedNote>,
    /// Brackets that are no citations; only where weights are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<Vec<IndexedRefusal>>,
}

/// A bracket that is no citation, and why.
#[derive(Serialize)]
pub(crate) struct IndexedRefusal {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) judgement: Weights,
}

/// What was weighed: above a margin of zero it is a citation.
#[derive(Serialize)]
pub(crate) struct Weights {
    margin: i16,
    weights: BTreeMap<&'static str, i16>,
}

impl From<Judgement> for Weights {
    fn from(judgement: Judgement) -> Weights {
        let weights = judgement.signs().map(|sign| (sign.name(), sign.weight())).collect();
        Weights { margin: judgement.margin(), weights }
    }
}

impl IndexedContents {
    pub(crate) fn is_empty(&self) -> bool {
        self.citations.is_empty()
            && self.actors.is_empty()
            && self.abbreviations.is_empty()
            && self.notes.is_empty()
            && self.refused.as_ref().is_none_or(Vec::is_empty)
    }
}

#[derive(Serialize)]
pub(crate) struct IndexedGroup {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// How it is cited.
    pub(crate) style: &'static str,
    /// The label of the note or numbered entry that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    pub(crate) items: Vec<IndexedItem>,
    /// Why it is one; only where weights are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) judgement: Option<Weights>,
}

#[derive(Clone, Serialize)]
pub(crate) struct IndexedItem {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: &'static str,
    pub(crate) source: Option<String>,
    pub(crate) source_id: Option<String>,
    pub(crate) url: Option<String>,
    /// Its link leads nowhere: `#`, `TODO`.
    #[serde(skip)]
    pub(crate) placeholder: bool,
    /// Where the item starts that an *Ibid.* or a shortened form means.
    #[serde(skip)]
    pub(crate) meant: Option<u32>,
    pub(crate) dates: Vec<IndexedDate>,
    /// What the rarer fields say, by their names.
    #[serde(flatten)]
    pub(crate) more: BTreeMap<&'static str, String>,
}

#[derive(Clone, Serialize)]
pub(crate) struct IndexedDate {
    pub(crate) text: String,
    pub(crate) date: Option<String>,
    pub(crate) precision: &'static str,
}

#[derive(Serialize)]
pub(crate) struct IndexedActor {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// What the name is to the actor.
    #[serde(skip)]
    pub(crate) form: Form,
}

#[derive(Serialize)]
pub(crate) struct IndexedAbbreviation {
    pub(crate) short: String,
    pub(crate) long: String,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) uses: usize,
}

#[derive(Serialize)]
pub(crate) struct IndexedNote {
    pub(crate) label: String,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) references: Vec<IndexedPlace>,
    /// What it cites; nothing, where it is a remark.
    pub(crate) items: Vec<IndexedItem>,
}

#[derive(Clone, Serialize)]
pub(crate) struct IndexedPlace {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Describes the content of a document; with `weights`, why each bracket is a citation or none.
pub(crate) fn describe(draft: Draft<'_>, bulletin: &Bulletin, weights: bool) -> IndexedDocument {
    let Draft { path, text, settings, gazetteer } = draft;
    let reader = Reader { text, bulletin, settings, gazetteer, weights };
    let articles: Vec<IndexedArticle> = bulletin
        .articles
        .iter()
        .map(|article| IndexedArticle {
            title: article.title.value.to_string(),
            authors: article.authors.iter().map(|author| author.value.to_string()).collect(),
            start: article.span.start,
            end: article.span.end,
            contents: reader.contents(article.span),
        })
        .collect();
    let mut outside = IndexedContents::default();
    let mut at = 0;
    let end = Span::at(text.len()..text.len());
    for article in bulletin.articles.iter().map(|article| article.span).chain([end]) {
        let part = reader.contents(Span::new(at, article.start.max(at)));
        outside.citations.extend(part.citations);
        outside.actors.extend(part.actors);
        outside.abbreviations.extend(part.abbreviations);
        outside.notes.extend(part.notes);
        if let Some(refused) = part.refused {
            outside.refused.get_or_insert_default().extend(refused);
        }
        at = article.end.max(at);
    }
    let issue = IndexedIssue {
        date: bulletin.issue.date.map(|date| date.to_string()),
        volume: bulletin.issue.volume.as_ref().map(|volume| volume.value),
        number: bulletin.issue.number.as_ref().map(|number| number.value),
    };
    IndexedDocument { path: path.to_owned(), issue, articles, outside }
}

struct Reader<'a> {
    text: &'a str,
    bulletin: &'a Bulletin,
    settings: &'a Settings,
    gazetteer: &'a Gazetteer,
    weights: bool,
}

impl Reader<'_> {
    fn words(&self, span: Span) -> String {
        crate::markdown::seen(span.of(self.text)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The content of one part of the text.
    fn contents(&self, part: Span) -> IndexedContents {
        let bulletin = self.bulletin;
        let mut references: HashMap<_, Vec<IndexedPlace>> = HashMap::new();
        for reference in within(&bulletin.note_references, part, |reference| reference.span) {
            let place = IndexedPlace { start: reference.span.start, end: reference.span.end };
            references.entry((&*reference.label, reference.footnote)).or_default().push(place);
        }
        let mut uses: HashMap<u64, usize> = HashMap::new();
        for used in bulletin.abbreviations.uses_in(part) {
            *uses.entry(used.key).or_default() += 1;
        }
        let citations = within(&bulletin.citations, part, |citation| citation.span);
        let others = within(&bulletin.item_groups, part, |group| group.span);
        let items = citations.iter().flat_map(Citation::cited);
        let items = items.chain(others.iter().flat_map(ItemGroup::cited));
        let named = items.filter_map(|item| Some((item.source?.of(self.text), item.url(self.text))));
        let countries = self.gazetteer.countries_of(named);
        let others = others.iter().map(|group| self.other_group(group, &countries));
        let mut groups: Vec<IndexedGroup> = citations.iter().map(|citation| self.group(citation, &countries)).collect();
        groups.extend(others.filter(|group| !group.items.is_empty()));
        groups.sort_by_key(|group| group.start);
        let items_of = |note: Span| {
            let from = groups.partition_point(|group| group.start < note.start);
            let groups = groups[from..].iter().take_while(|group| group.start < note.end);
            groups.filter(|group| group.note.is_some()).flat_map(|group| group.items.clone()).collect()
        };
        let notes = within(&bulletin.notes, part, |note| note.span)
            .iter()
            .map(|note| IndexedNote {
                label: note.label.to_string(),
                start: note.span.start,
                end: note.span.end,
                references: references.get(&(&*note.label, note.footnote)).cloned().unwrap_or_default(),
                items: items_of(note.span),
            })
            .collect();
        IndexedContents {
            citations: groups,
            actors: within(&bulletin.mentions, part, |mention| mention.span)
                .iter()
                .filter_map(|mention| {
                    let actor = self.gazetteer.actor_of(mention.actor?)?;
                    let Span { start, end } = mention.span;
                    let (id, text) = (actor.id.to_string(), self.words(mention.span));
                    Some(IndexedActor { id, text, start, end, form: mention.form })
                })
                .collect(),
            abbreviations: bulletin
                .abbreviations
                .definitions_in(part)
                .iter()
                .map(|definition| IndexedAbbreviation {
                    short: self.words(definition.short),
                    long: self.words(definition.long),
                    start: definition.span.start,
                    end: definition.span.end,
                    uses: uses.get(&definition.key).copied().unwrap_or_default(),
                })
                .collect(),
            notes,
            refused: self.weights.then(|| {
                within(&bulletin.refused, part, |refused| refused.span)
                    .iter()
                    .map(|refused| IndexedRefusal {
                        start: refused.span.start,
                        end: refused.span.end,
                        judgement: refused.judgement.into(),
                    })
                    .collect()
            }),
        }
    }

    fn group(&self, citation: &Citation, countries: &[&str]) -> IndexedGroup {
        let items = citation.dated_items().map(|(item, dated)| self.item(item, dated, countries));
        let judgement = self.weights.then(|| Weights::from(citation.judgement));
        let (start, end) = (citation.span.start, citation.span.end);
        let style = if citation.in_caption { CitationStyle::Caption } else { CitationStyle::Inline };
        IndexedGroup { start, end, style: style.name(), note: None, items: items.collect(), judgement }
    }

    fn other_group(&self, group: &ItemGroup, countries: &[&str]) -> IndexedGroup {
        let label =
            group.note.and_then(|note| self.bulletin.notes.get(note as usize)).map(|note| note.label.to_string());
        let items = group.items.iter().map(|item| self.item(item, item, countries)).collect();
        let (start, end) = (group.span.start, group.span.end);
        IndexedGroup { start, end, style: group.style.name(), note: label, items, judgement: None }
    }

    /// An item, with the dates of `dated`.
    fn item(&self, item: &bulletin::Item, dated: &bulletin::Item, countries: &[&str]) -> IndexedItem {
        let source = item.source.map(|source| self.words(source));
        let known = self.gazetteer.source_of(source.as_deref().unwrap_or_default(), item.url(self.text), countries);
        IndexedItem {
            start: item.span.start,
            end: item.span.end,
            kind: item.kind().name(),
            source_id: known.map(|source| source.id.to_string()),
            source,
            url: item.url(self.text).map(str::to_owned),
            placeholder: item.link.is_some_and(|link| link.is_placeholder()),
            meant: item.details.as_ref().and_then(|details| details.meant).map(|meant| meant.start),
            dates: dated.dates.iter().flat_map(|date| self.days(date)).collect(),
            more: self.more(item),
        }
    }

    /// The rarer fields of an item, by their names.
    fn more(&self, item: &bulletin::Item) -> BTreeMap<&'static str, String> {
        let mut more = BTreeMap::new();
        let mut put = |name, value: Option<String>| {
            if let Some(value) = value {
                more.insert(name, value);
            }
        };
        put("author", item.author.map(|author| self.words(author)));
        let Some(details) = &item.details else { return more };
        let day = |date: &Written| self.days(date).into_iter().next().and_then(|day| day.date);
        put("title", details.title.map(|title| self.words(title.span)));
        for (name, place) in [
            ("lead", details.lead),
            ("place", details.place),
            ("persons", details.persons),
            ("platform", details.platform),
            ("language", details.language),
            ("number", details.number),
            ("volume", details.volume),
            ("issue", details.issue),
            ("symbol", details.symbol),
            ("pages", details.pages),
            ("text", details.anchor),
            ("key", details.key),
        ] {
            put(name, place.map(|place| self.words(place)));
        }
        put("accessed", details.accessed.as_ref().and_then(day));
        put("modified", details.modified.as_ref().and_then(day));
        put("archived", details.archived.map(|copy| copy.target.of(self.text).to_owned()));
        let note = details.refers.and_then(|note| self.bulletin.notes.get(note as usize));
        put("refers", note.map(|note| note.label.to_string()));
        more
    }

    /// All days of a written date: the first, and any further ones.
    fn days(&self, written: &Written) -> Vec<IndexedDate> {
        let (issue, slack): (Option<Date>, u32) = (self.bulletin.issue.date, self.settings.slack_days);
        // Further days are listed separately, so they are cut from the text of the first.
        let first = match written.further.first() {
            Some(_) => {
                let parts = [written.month.map(|month| month.span), written.day.map(|day| day.span)];
                let span = parts.into_iter().flatten().reduce(Span::cover).unwrap_or(written.span);
                self.words(written.weekday.map_or(span, |weekday| weekday.span.cover(span)))
            }
            None => self.words(written.span),
        };
        let precision = match written.precision() {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
        };
        let mut days = vec![day(first, written.resolve(issue, slack), precision)];
        let further = written.further.iter().zip(written.resolve_further(issue, slack));
        days.extend(further.map(|(further, resolved)| day(self.words(further.span), resolved, "day")));
        days
    }
}

fn day(text: String, resolved: Resolved, precision: &'static str) -> IndexedDate {
    let (date, precision) = match resolved {
        Resolved::Day(day) => (Some(day.to_string()), precision),
        Resolved::Month(year, month) => (Some(format!("{year:04}-{month:02}")), precision),
        Resolved::Year(year) => (Some(format!("{year:04}")), precision),
        Resolved::Impossible => (None, "none"),
        Resolved::Unknown => (None, precision),
    };
    IndexedDate { text, date, precision }
}
