//! Abbreviations: where they are defined, and where they are used.
//!
//! * A definition is a short form in brackets directly after its long form, `Rapid Action Battalion (RAB)`, or the long
//!   form in brackets after the short one, `RAB (Rapid Action Battalion)`. Links, emphasis and page breaks may come
//!   between them.
//! * Short forms are compared by [`key`]: capitals and digits, without points, hyphens and a plural s.
//! * Uses in citations do not count. Those in headings, tables, quotations, notes, biographies and text in capitals are
//!   counted, but require no definition.
//! * The answers that the rules need are computed once per article: [`ShortForm`].

pub mod expansion;
pub mod linked;
pub mod meaning;
mod reader;

use super::Article;
use crate::gazetteer::abbreviations::singular;
use crate::gazetteer::english;
use crate::gazetteer::phonetic::PhoneticName;
use crate::markdown::AbbreviationDefinition;
use crate::text::{Slice, Span, map_spans};
use rustc_hash::FxHashMap;

pub use crate::gazetteer::abbreviations::key;
pub(super) use reader::Reader;

/// The abbreviations in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abbreviations {
    /// Definitions in text order.
    pub definitions: Vec<Definition>,
    /// Uses in text order; the short form inside a definition does not count.
    pub uses: Vec<Use>,
    /// The short forms of each article.
    pub forms: Vec<ShortForm>,
}

map_spans!(Abbreviations { definitions, uses, forms });

/// `Rapid Action Battalion (RAB)`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Long and short form, including the brackets.
    pub span: Span,
    /// The short form.
    pub short: Span,
    /// The long form.
    pub long: Span,
    /// The key for comparing short forms.
    pub key: u64,
    /// In a quotation.
    pub quoted: bool,
    /// In a table or a footnote, which is read on its own.
    pub aside: bool,
    /// Whether the long form’s letters spell the short form; otherwise it is a translation, or just the name before it.
    pub spelled: bool,
    /// The first definition of the same short form in the same article, an index of [`Abbreviations::definitions`].
    pub first: Option<usize>,
}

map_spans!(Definition { span, short, long; key, quoted, aside, spelled, first });

/// A short form in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The short form with its points, without a plural s or genitive ending.
    pub span: Span,
    /// The key for comparing short forms.
    pub key: u64,
    /// Written with points, `U.S.`
    pub dotted: bool,
    /// No fix may touch it: it is in a heading, a quotation, the title of a work, a statute or a case, or text in capitals.
    pub kept: bool,
    /// It requires no definition: it is kept, or in a table or a footnote, or is more likely a name or a code.
    pub exempt: bool,
    /// Explained by other words: `known as RAB`, `(a police force, RAB)`.
    pub introduced: bool,
    /// The first word of a sentence.
    pub opens: bool,
}

map_spans!(Use { span; key, dotted, kept, exempt, introduced, opens });

/// A short form in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortForm {
    /// The article, an index of [`Bulletin::articles`](super::Bulletin::articles); `None` if the document has no
    /// articles.
    pub article: Option<usize>,
    /// The key for comparing short forms.
    pub key: u64,
    /// Its first definition, an index of [`Abbreviations::definitions`].
    pub definition: Option<usize>,
    /// How often it is used, not counting definitions.
    pub uses: u32,
    /// The first use that requires a definition.
    pub first: Option<Use>,
    /// Whether it is explained by other words, brackets in a heading, or markup.
    pub introduced: bool,
}

map_spans!(ShortForm { first; article, key, definition, uses, introduced });

impl Definition {
    /// The whole of it, with emphasis marks around the long form alone, so that it can be replaced; `None` if it
    /// cannot.
    #[must_use]
    pub fn whole(&self, text: &str) -> Option<Span> {
        let after = text.get(self.long.end as usize..self.span.end as usize)?;
        let marks = after.len() - after.trim_start_matches(['*', '_']).len();
        let before = text.get(..self.long.start as usize)?;
        let opened = self.long.end > self.short.start || before.ends_with(after.slice(..marks));
        let open = opened.then(|| Span::new(self.span.start - marks as u32, self.span.end))?;
        if text.slice(self.span.end as usize..).starts_with(char::is_alphanumeric) {
            return None;
        }
        // A link would lose its end, and emphasis that opens in between would lose its partner.
        let marks = after.slice(marks..).bytes().filter(|byte| matches!(byte, b'*' | b'_')).count();
        (!after.contains("](") && marks % 2 == 0).then_some(open)
    }
}

impl Abbreviations {
    /// The definitions within `span`.
    #[must_use]
    pub fn definitions_in(&self, span: Span) -> &[Definition] {
        crate::text::within(&self.definitions, span, |definition| definition.span)
    }

    /// The uses within `span`.
    #[must_use]
    pub fn uses_in(&self, span: Span) -> &[Use] {
        crate::text::within(&self.uses, span, |used| used.span)
    }

    /// The definition of a form, if its article has one.
    #[must_use]
    pub fn definition_of(&self, form: &ShortForm) -> Option<&Definition> {
        form.definition.and_then(|index| self.definitions.get(index))
    }

    fn form(&mut self, known: &mut FxHashMap<(usize, u64), usize>, article: Option<usize>, key: u64) -> &mut ShortForm {
        let forms = &mut self.forms;
        let index = *known.entry((article.unwrap_or(usize::MAX), key)).or_insert_with(|| {
            forms.push(ShortForm { article, key, definition: None, uses: 0, first: None, introduced: false });
            forms.len() - 1
        });
        &mut forms[index]
    }
}

/// Collects the short forms of each article. `marked` are those defined in markup, for the whole document: `*[RAB]: …`,
/// `<abbr title="…">`.
pub(super) fn resolve_forms(
    text: &str,
    found: Reader,
    of: &[Article],
    marked: &[AbbreviationDefinition],
) -> Abbreviations {
    let Reader { definitions, uses } = found;
    let mut all = Abbreviations { definitions, uses, forms: Vec::new() };
    let mut known: FxHashMap<(usize, u64), usize> = FxHashMap::default();
    let mut articles = Cursor { articles: of, next: 0 };
    for index in 0..all.definitions.len() {
        let definition = all.definitions[index];
        let Some(article) = articles.at(definition.short) else { continue };
        let form = all.form(&mut known, article, definition.key);
        match form.definition {
            first @ Some(_) => all.definitions[index].first = first,
            None => form.definition = Some(index),
        }
    }
    articles.next = 0;
    for index in 0..all.uses.len() {
        let whole = all.uses[index];
        let Some(article) = articles.at(whole.span) else { continue };
        let defined = known.contains_key(&(article.unwrap_or(usize::MAX), whole.key));
        // `UN-AU` is two abbreviations, unless it is defined as one; `IS-K` is always one.
        let written = whole.span.of(text);
        let several = !defined && written.contains('-') && written.split('-').all(|part| part.len() >= 2);
        let mut start = whole.span.start as usize;
        for part in written.split(|c| several && c == '-') {
            let span = Span::at(start..start + part.len());
            start = span.end as usize + 1;
            let mut used = Use { span, key: if several { key(part) } else { whole.key }, ..whole };
            used.exempt |= article.is_some_and(|article| !of[article].is_text(span)) || reader::is_roman(part);
            let form = all.form(&mut known, article, used.key);
            form.uses += 1;
            form.introduced |= used.introduced;
            if !used.exempt && form.first.is_none() {
                form.first = Some(used);
            }
        }
    }
    let marked: Vec<u64> = marked.iter().map(|definition| key(definition.short.of(text))).collect();
    for form in &mut all.forms {
        form.introduced |= marked.contains(&form.key);
    }
    all
}

/// Finds the articles of places that are asked for in order.
struct Cursor<'a> {
    articles: &'a [Article],
    next: usize,
}

impl Cursor<'_> {
    /// The article of a place; `Some(None)` in a document without articles, `None` before the first one.
    fn at(&mut self, place: Span) -> Option<Option<usize>> {
        if self.articles.is_empty() {
            return Some(None);
        }
        while self.articles.get(self.next).is_some_and(|article| article.span.start <= place.start) {
            self.next += 1;
        }
        self.next.checked_sub(1).map(Some)
    }
}

/// The capitalized word after a short form that is no English word, if it ends a name and no article opens it: the
/// `Drogo` of `KAG Drogo`, but not that of `the KAG Drogo` or `KAG Drogo Force`.
#[must_use]
pub fn name_opened_by(text: &str, short: Span) -> Option<&str> {
    let before = text.slice(..short.start as usize);
    let after = text.slice(short.end as usize..).strip_prefix(' ')?;
    let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    let (word, rest) = (after.slice(..end), after.slice(end..));
    let is_name = word.chars().count() > 3
        && word.starts_with(char::is_uppercase)
        && !word.chars().skip(1).any(char::is_uppercase)
        && !english::is_common_word(&word.to_lowercase())
        && !PhoneticName::new(word).is_some_and(|word| word.is_english());
    let goes_on = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let has_article = ["the ", "The ", "a ", "A ", "an ", "An "].iter().any(|article| before.ends_with(article));
    (is_name && !goes_on && !has_article).then_some(word)
}

impl Article {
    /// Whether a place belongs to the article's own text, as opposed to its byline, its notes or the paragraph about
    /// its author.
    #[must_use]
    pub fn is_text(&self, place: Span) -> bool {
        let section = self.sections.partition_point(|section| section.title.span.start <= place.start);
        let biography = self.biographies.partition_point(|biography| biography.span.start <= place.start);
        !self.sections[..section].last().is_some_and(|section| section.notes)
            && !self.byline.is_some_and(|byline| byline.contains(place))
            && !self.biographies[..biography].last().is_some_and(|biography| biography.span.contains(place))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{Draft, check};
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;
    use crate::text::Span;

    fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let checked =
            check(Draft { path: "a.md", text, settings: &Settings::default(), gazetteer: &Gazetteer::shipped() });
        let abbreviations = checked.bulletin.abbreviations;
        let definitions = abbreviations.definitions.iter();
        (
            definitions.map(|d| (d.short.of(text).to_owned(), d.long.of(text).to_owned())).collect(),
            abbreviations.uses.iter().filter(|used| !used.exempt).map(|used| used.span.of(text).to_owned()).collect(),
        )
    }

    #[test]
    fn long_forms_are_found() {
        for (text, short, long) in [
            ("The Rapid Response Battalion (RRB) left.", "RRB", "Rapid Response Battalion"),
            ("The *Rapid Response Battalion* (**RRB**) left.", "RRB", "Rapid Response Battalion"),
            ("An African Union Mission in Somalia (AMISOM) base", "AMISOM", "African Union Mission in Somalia"),
            ("Islamic State-Khurasan (IS-K) said", "IS-K", "Islamic State-Khurasan"),
            ("by the Kurdistan Workers’ Party (PKK) in", "PKK", "Kurdistan Workers’ Party"),
            ("improvised explosive devices (IEDs) and", "IEDs", "improvised explosive devices"),
            ("from Jaish-e-Mohammed (JeM) to", "JeM", "Jaish-e-Mohammed"),
            ("the RRB (Rapid Response Battalion) left", "RRB", "Rapid Response Battalion"),
            ("the JNIM (Jama'at Nusrat al-Islam wal-Muslimin) left", "JNIM", "Jama'at Nusrat al-Islam wal-Muslimin"),
            ("the ISKP (Islamic State – Khorasan Province) left", "ISKP", "Islamic State – Khorasan Province"),
            ("Turkey’s National Intelligence Organization (MIT) said", "MIT", "National Intelligence Organization"),
            ("Islamic State-Khurasan (ISKP) said", "ISKP", "Islamic State-Khurasan"),
            ("Partiya Karên Welat (PKW) left", "PKW", "Partiya Karên Welat"),
            ("the Front of National Rescue (QRW) left", "QRW", "Front of National Rescue"),
            (
                "the VADER (Valence Aware Dictionary and sEntiment Reasoner) left",
                "VADER",
                "Valence Aware Dictionary and sEntiment Reasoner",
            ),
            ("the RXS (Range Extended Signal) left", "RXS", "Range Extended Signal"),
            (
                "the PICSY (Propagated Investment Currency System) left",
                "PICSY",
                "Propagated Investment Currency System",
            ),
        ] {
            assert_eq!(read(text).0, [(short.to_owned(), long.to_owned())], "{text}");
        }
    }

    #[test]
    fn brackets_that_define_nothing() {
        for text in [
            "It rained (Reuters, May 9).",
            "the third point (A) stands",
            "said he, coldly (RRB)",
            "the RRB (Rangoon) left",
            "the RRB (Battalion of Response) left",
            "the RRB (Rapid Response Battalion, a police force) left",
            "# The Long Road Home (LRH)",
            "the Scattered Kite (UNC4711) left",
            "hosted by Harbour Technologies (AS64500) in",
            "| Cloud Harbour (US) |",
            "a Cloud Harbour Group (NL) server",
            "under Council Decision (CFSP) 2025/17 it left",
            "under Council Regulation (EU) No 17/2014 it left",
            "Common Foreign and Security Policy Decision (CFSP) 2025/17",
            "a Harbour Steward (QRW) left",
            "by the endpoint security (EDR) of",
            "of Quemper Corp (QMPR) and",
            "by Anna Halvorsen (QRW) and",
            "the SIEM (Sysmon Event ID 8 data) left",
            "a GRADE (gathered records, a few and dated extracts) left",
        ] {
            assert_eq!(read(text).0, [], "{text}");
        }
    }

    #[test]
    fn a_short_form_may_open_a_name() {
        let opened = |text: &str| super::name_opened_by(text, Span::at(3..6)).map(str::to_owned);
        assert_eq!(opened("By QRG Drogvar, a painter").as_deref(), Some("Drogvar"));
        assert_eq!(opened("By QRG Drogvar’s map").as_deref(), Some("Drogvar"));
        for text in ["By QRG Drogvar Force", "By QRG Security", "By QRG men", "By QRG", "By QRG DROGVAR", "By QRG Bar"]
        {
            assert_eq!(opened(text), None, "{text}");
        }
        assert_eq!(super::name_opened_by("the QRG Drogvar", Span::at(4..7)), None);
    }

    #[test]
    fn uses_are_listed_without_endings() {
        let text = "Pro-IS cells, the RRB’s men, IEDs, IS-K and U.S. troops; THE WHOLE LINE SHOUTS; Part XVI; ([BBC](#), May 9).";
        assert_eq!(read(text).1, ["IS", "RRB", "IED", "IS-K", "U.S."]);
    }
}
