//! The contents of a bulletin, for a view next to the text: its issue, its articles, what each cites and whom it names,
//! and where something needs to be done.

use super::View;
use super::by_article::by_article;
use super::outline;
use crate::bulletin::Item;
use crate::bulletin::items::ItemKind;
use crate::calendar::Date;
use crate::config::Level;
use crate::text::{Offset, Span, within};

/// The contents of a bulletin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The date of the issue.
    pub date: Option<Date>,
    /// Its articles; if there are none, the whole text as one without a title.
    pub articles: Vec<Article>,
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its title; empty if it has none.
    pub title: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// Where it starts.
    pub start: Span,
    /// Its errors and warnings.
    pub faults: usize,
    /// What it cites, in order.
    pub cited: Vec<Cited>,
    /// The actors it names, each once, in the order of their first mention.
    pub actors: Vec<NamedActor>,
}

/// A source that is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Its name as printed, else its address.
    pub name: String,
    /// Its address, if it has one.
    pub address: Option<String>,
    /// Its dates as printed.
    pub dates: Vec<String>,
    /// Its span.
    pub span: Span,
    /// The most severe finding about it.
    pub worst: Option<Worst>,
}

/// Something that needs to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worst {
    /// Its severity.
    pub level: Level,
    /// The message.
    pub message: String,
    /// Its span.
    pub span: Span,
}

/// An actor that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedActor {
    /// The name as first written.
    pub name: String,
    /// How often it is named.
    pub times: usize,
    /// The first mention.
    pub span: Span,
}

/// The contents of the document.
#[must_use]
pub fn contents(view: View<'_>) -> Contents {
    let bulletin = &view.checked.bulletin;
    let whole = Span::at(0..view.text.len());
    let cited = by_article(bulletin, bulletin.cited_items());
    let mut articles: Vec<Article> = bulletin
        .articles
        .iter()
        .zip(cited)
        .map(|(article, cited)| {
            let authors = article.authors.iter().map(|author| author.value.to_string()).collect();
            of_span(view, article.span, cited, article.title.value.to_string(), authors)
        })
        .collect();
    if articles.is_empty() {
        articles.push(of_span(view, whole, bulletin.cited_items().collect(), String::new(), Vec::new()));
    }
    Contents { date: bulletin.issue.date, articles }
}

fn of_span(view: View<'_>, span: Span, mut items: Vec<&Item>, title: String, authors: Vec<String>) -> Article {
    let bulletin = &view.checked.bulletin;
    let longest = view.checked.diagnostics.iter().map(|finding| finding.span.len()).max().unwrap_or_default();
    let found = within(&view.checked.diagnostics, span, |finding| finding.span);
    let faults = found.iter().filter(|finding| finding.level >= Level::Warning).count();
    items.sort_by_key(|item| item.span);
    let mut actors: Vec<(NamedActor, Option<crate::gazetteer::actors::ActorRef>)> = Vec::new();
    for mention in
        within(&bulletin.mentions, span, |mention| mention.span).iter().filter(|mention| mention.actor.is_some())
    {
        match actors.iter_mut().find(|(_, actor)| *actor == mention.actor) {
            Some((named, _)) => named.times += 1,
            None => {
                let name = one_line(mention.span.of(view.text));
                actors.push((NamedActor { name, times: 1, span: mention.span }, mention.actor));
            }
        }
    }
    Article {
        title,
        authors,
        start: Span::empty(span.start),
        faults,
        cited: items.into_iter().map(|item| cited(view, item, longest)).collect(),
        actors: actors.into_iter().map(|(named, _)| named).collect(),
    }
}

/// What is shown of an item. No finding is longer than `longest`.
fn cited(view: View<'_>, item: &Item, longest: Offset) -> Cited {
    // The findings are sorted by place: only those that start close before the item can reach it.
    let next = view.checked.diagnostics.partition_point(|finding| finding.span.start < item.span.end);
    let near = view.checked.diagnostics[..next].iter().rev();
    let near = near.take_while(|finding| finding.span.start.saturating_add(longest) > item.span.start);
    let on_it = near.filter(|finding| finding.span.overlaps(item.span));
    let worst = on_it.filter(|finding| finding.level >= Level::Warning).max_by_key(|finding| finding.level);
    let address = item.url(view.text).map(str::to_owned);
    // What names no source is known by its title, its address, or its own words: `Ibid`.
    let title = item.details.as_ref().and_then(|details| details.title).map(|title| title.span);
    let name = item.source.or(title.filter(|_| !item.kind().points_back())).map(|name| one_line(name.of(view.text)));
    let words = || if item.kind() == ItemKind::Link { None } else { Some(outline::one_line(item.span.of(view.text))) };
    Cited {
        name: name.or_else(|| address.clone()).or_else(words).unwrap_or_default(),
        address,
        dates: item.dates.iter().map(|date| one_line(date.span.of(view.text))).collect(),
        span: item.span,
        worst: worst.map(|finding| Worst {
            level: finding.level,
            message: finding.message.to_string(),
            span: finding.span,
        }),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask_dated;
    use super::*;

    #[test]
    fn articles_with_what_they_cite_and_whom_they_name() {
        let text = "# One\n\n*By Ada Vale*\n\nMen of al-Shabaab left ([Dawn](https://dawn.com/1)). Al-Shabaab came \
            (Reuters, May 9).\n\n# Two\n\n*By Tom Hill*\n\nIt rained.\n";
        let found = ask_dated(text, contents);
        let [one, two] = &found.articles[..] else { panic!("{found:?}") };
        assert_eq!((&*one.title, &*one.authors[0], &*two.title), ("One", "Ada Vale", "Two"));
        assert_eq!((one.cited.len(), one.actors.len(), two.cited.len()), (2, 1, 0));
        assert_eq!((one.actors[0].times, one.faults), (2, 1));
        let worst = one.cited[0].worst.as_ref().expect("a fault");
        assert_eq!((worst.level, &*worst.message), (Level::Error, "“Dawn” is cited without a date"));
        assert_eq!(one.cited[1].worst, None);
        assert_eq!(ask_dated("It rained.", contents).articles.len(), 1);
    }

    #[test]
    fn every_style_counts_and_has_a_name() {
        let text = "It is shut.[^1] So is the pier.[^2] [Dawn reported](https://www.dawn.com/news/1) it (Reuters, May 9).\n\n\
            [^1]: Lena Holt, “Port Shut,” *The Star*, May 3, 2018.\n\n\
            [^2]: Ibid.; author’s interview with a pilot, Goma, May 4, 2018.\n";
        let found = ask_dated(text, contents);
        let names: Vec<&str> = found.articles[0].cited.iter().map(|cited| &*cited.name).collect();
        let interview = "author’s interview with a pilot, Goma, May 4, 2018";
        assert_eq!(names, ["Dawn", "Reuters", "The Star", "Ibid.", interview]);
    }
}
