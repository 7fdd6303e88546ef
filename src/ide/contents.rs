//! What a bulletin says, for a view beside the text: its issue, its articles, what each cites and whom it names, and where
//! something is to be done about it.

use super::View;
use crate::bulletin::Item;
use crate::calendar::Date;
use crate::config::Level;
use crate::text::{Span, within};

/// What a bulletin says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The day of the issue.
    pub date: Option<Date>,
    /// Its articles; where there are none, the whole text as one without a title.
    pub articles: Vec<Article>,
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its title; empty where it has none.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it begins.
    pub start: Span,
    /// Its errors and warnings.
    pub faults: usize,
    /// What it cites, in order.
    pub cited: Vec<Cited>,
    /// Whom it names, each once, in the order of their first mention.
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
    /// Where it stands.
    pub span: Span,
    /// The worst finding on it.
    pub worst: Option<Worst>,
}

/// Something that is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worst {
    /// How bad it is.
    pub level: Level,
    /// What it is.
    pub message: String,
    /// Where it stands.
    pub span: Span,
}

/// An actor that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedActor {
    /// As it is written first.
    pub name: String,
    /// How often it is named.
    pub times: usize,
    /// Where first.
    pub span: Span,
}

/// What the document says.
#[must_use]
pub fn contents(view: View<'_>) -> Contents {
    let bulletin = &view.checked.bulletin;
    let whole = Span::at(0..view.text.len());
    let mut articles: Vec<Article> = bulletin
        .articles
        .iter()
        .map(|article| {
            let authors = article.authors.iter().map(|author| author.value.to_string()).collect();
            of_span(view, article.span, article.title.value.to_string(), authors)
        })
        .collect();
    if articles.is_empty() {
        articles.push(of_span(view, whole, String::new(), Vec::new()));
    }
    Contents { date: bulletin.issue.date, articles }
}

fn of_span(view: View<'_>, span: Span, title: String, authors: Vec<String>) -> Article {
    let bulletin = &view.checked.bulletin;
    let found = within(&view.checked.diagnostics, span, |finding| finding.span);
    let faults = found.iter().filter(|finding| finding.level >= Level::Warning).count();
    let mut items: Vec<&Item> = bulletin.cited_items().filter(|item| span.contains(item.span)).collect();
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
        cited: items.into_iter().map(|item| cited(view, item)).collect(),
        actors: actors.into_iter().map(|(named, _)| named).collect(),
    }
}

fn cited(view: View<'_>, item: &Item) -> Cited {
    let on_it = view.checked.diagnostics.iter().filter(|finding| finding.span.overlaps(item.span));
    let worst = on_it.filter(|finding| finding.level >= Level::Warning).max_by_key(|finding| finding.level);
    let address = item.url(view.text).map(str::to_owned);
    let name = item.source.map(|source| one_line(source.of(view.text)));
    Cited {
        name: name.or_else(|| address.clone()).unwrap_or_default(),
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
}
