//! Links in prose: `Reuters [reported on May 5](https://…) that the road was mined.`
//!
//! * This includes a link to the web in a sentence, in any form that Markdown knows, and one that still waits for its
//!   address. Links to sections, files and mailboxes do not count, nor do those in citations, notes and lists of
//!   references.
//! * Each is an [`Item`] like any other cited source: with the outlet that its text or its clause names as the one
//!   reporting, and the day directly after the outlet’s verb ([`attribution`]).
//! * Definitions `[label]: https://…` are read too: which links use them, and which labels have none.

mod attribution;

use super::citation::{Item, Link, LinkForm};
use super::items::{CitationStyle, Details, ItemGroup, ItemKind};
use crate::gazetteer::Gazetteer;
use crate::markdown::{Block, BlockKind, Inline, InlineKind, LinkDefinition, Markdown};
use crate::parallel;
use crate::text::url::Url;
use crate::text::words::{Word, WordSet};
use crate::text::{Slice, Span, map_spans};
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

pub use attribution::Attribution;

/// A link in prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProseLink {
    /// The whole link.
    pub span: Span,
    /// Where the source is named.
    pub attribution: Attribution,
    /// The sentence around it, as far as it has been read.
    pub sentence: Span,
    /// Whether it is the only link in the sentence.
    pub alone: bool,
}

map_spans!(ProseLink { span, sentence; attribution, alone });

impl ProseLink {
    /// Whether the sentence clearly attributes its statement to the page’s source: the link’s text does, or its clause,
    /// which contains no other link and does not pass on what someone else says.
    #[must_use]
    pub fn says_so(&self, text: &str) -> bool {
        static PASSES_ON: WordSet = WordSet::new(&[
            "archived",
            "cited",
            "citing",
            "cites",
            "quoted",
            "quoting",
            "republished",
            "reprinted",
            "translated",
            "via",
        ]);
        let passed_on = || {
            let words = self.sentence.of(text).split(|c: char| !c.is_alphanumeric());
            words.into_iter().any(|word| PASSES_ON.has_in_any_case(word))
        };
        match self.attribution {
            Attribution::None | Attribution::Name => false,
            Attribution::Link => !passed_on(),
            Attribution::Clause => self.alone && !passed_on(),
        }
    }
}

/// A definition `[label]: https://…`.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The whole definition.
    pub span: Span,
    /// Its address, as a link.
    pub item: Item,
    /// Whether anything uses it.
    pub used: bool,
}

map_spans!(Definition { span, item; used });

/// `[text][label]` with an undefined label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeadLabel {
    /// Both pairs of brackets.
    pub span: Span,
    /// The label with its brackets.
    pub label: Span,
}

map_spans!(DeadLabel { span, label });

/// The links of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProseLinks {
    /// Links in prose, in text order.
    pub prose: Vec<ProseLink>,
    /// Definitions of links, in text order.
    pub definitions: Vec<Definition>,
    /// Labels without a definition, in text order.
    pub dead: Vec<DeadLabel>,
}

map_spans!(ProseLinks { prose, definitions, dead });

/// Finds the links in prose, block by block.
pub(super) struct Reader<'a> {
    found: Vec<(ProseLink, Item)>,
    definitions: FxHashMap<CompactString, &'a LinkDefinition>,
}

impl<'a> Reader<'a> {
    /// A reader for a document with these definitions.
    pub(super) fn new(text: &str, markdown: &'a Markdown) -> Reader<'a> {
        let mut definitions = FxHashMap::default();
        for definition in &markdown.definitions {
            definitions.entry(folded_label(definition.label.of(text))).or_insert(definition);
        }
        Reader { found: Vec::new(), definitions }
    }

    /// Reads the links in a block. Those in `citations`, which are certain, do not count.
    pub(super) fn read(
        &mut self,
        (text, markdown, block): (&str, &Markdown, &Block),
        words: &[Word],
        cited: impl Fn(Span) -> bool,
        gazetteer: &Gazetteer,
    ) {
        let inlines = markdown.inlines(block);
        if inlines.is_empty() && memchr::memmem::find(block.span.of(text).as_bytes(), b"](").is_none() {
            return;
        }
        let first = self.found.len();
        for inline in inlines {
            let form = match inline.kind {
                InlineKind::Link => LinkForm::Inline,
                InlineKind::ReferenceLink => LinkForm::Reference,
                _ => continue,
            };
            if cited(inline.span) {
                continue;
            }
            let address = inline.url(text);
            // A linked picture is not text.
            if !leads_out(address, gazetteer) || inline.label.of(text).trim_start().starts_with("![") {
                continue;
            }
            let target = match form {
                LinkForm::Reference => self.definition(text, inline).map_or(inline.target, |found| found.target),
                _ => inline.target,
            };
            let link = Link::new(text, inline.span, inline.label, target, form);
            self.add(text, words, link, (address, block), gazetteer);
        }
        if block.kind == BlockKind::Paragraph {
            self.unrendered((text, markdown, block), words, &cited, gazetteer);
        }
        let found = &mut self.found[first..];
        found.sort_by_key(|(link, _)| link.span);
        for at in 0..found.len() {
            let sentence = found[at].0.sentence.start;
            let beside =
                |other: Option<&(ProseLink, Item)>| other.is_some_and(|(other, _)| other.sentence.start == sentence);
            let alone = !beside(at.checked_sub(1).and_then(|before| found.get(before))) && !beside(found.get(at + 1));
            found[at].0.alone = alone;
        }
    }

    fn add(&mut self, text: &str, words: &[Word], link: Link, (address, block): (&str, &Block), gazetteer: &Gazetteer) {
        let url = Url::parse(address);
        let host = url.map(|url| url.bare_host());
        let place = attribution::Place::new((text, gazetteer, words), (link.span, link.label), (address, host));
        let told = if matches!(block.kind, BlockKind::Heading(_)) { Default::default() } else { place.read() };
        let elsewhere = (link.form == LinkForm::Reference).then(|| address.into());
        let mut item = item_of(link);
        item.source = told.source;
        item.standing = told.standing;
        item.dates.extend(told.date);
        item.details = Some(Box::new(Details {
            style: CitationStyle::Prose,
            kind: ItemKind::Link,
            anchor: Some(link.label),
            address: elsewhere,
            ..Details::default()
        }));
        let sentence = place.sentence_span();
        let link = ProseLink { span: link.span, attribution: told.attribution, sentence, alone: true };
        self.found.push((link, item));
    }

    /// Links that Markdown does not render, because their target contains a space or is never closed:
    /// `[more](http://the site)`, `[more](https://…, May 9)`.
    fn unrendered(
        &mut self,
        (text, markdown, block): (&str, &Markdown, &Block),
        words: &[Word],
        cited: &impl Fn(Span) -> bool,
        gazetteer: &Gazetteer,
    ) {
        let base = block.span.start as usize;
        let body = block.span.of(text);
        let inlines = markdown.inlines(block);
        for at in memchr::memmem::find_iter(body.as_bytes(), b"](") {
            let at = base + at;
            let place = Span::at(at..at + 2);
            let next = inlines.partition_point(|inline| inline.span.start <= place.start);
            if inlines[..next].iter().rev().take(4).any(|inline| inline.span.end > place.start) || cited(place) {
                continue;
            }
            let before = text.slice(base..at);
            let Some(open) = before.rfind(['[', ']', '\n']).filter(|open| before.slice(*open..).starts_with('['))
            else {
                continue;
            };
            // `f[x](y z)` and `\[x](y z)` are not links.
            if before.slice(..open).ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\\' | '!' | ']')) {
                continue;
            }
            let Some(link) = super::citation::unrendered_link(text, base + open, block.span.end as usize) else {
                continue;
            };
            let target = link.target.of(text);
            let is_broken = match link.form {
                LinkForm::Unrendered => is_meant_as_target(target),
                LinkForm::MissingBracket => link.span.covers(place.end),
                _ => false,
            };
            if is_broken {
                self.add(text, words, link, (target, block), gazetteer);
            }
        }
    }

    fn definition(&self, text: &str, inline: &Inline) -> Option<&'a LinkDefinition> {
        if self.definitions.is_empty() {
            return None;
        }
        self.definitions.get(&folded_label(reference_label(text, inline))).copied()
    }

    /// Appends the results for a later part of the same text.
    pub(super) fn append(&mut self, later: Reader<'a>) {
        let Reader { found, definitions: _ } = later;
        parallel::join(&mut self.found, found);
    }

    /// All links, and what they cite. `taken` tells which places are in citations, notes or list entries; links there
    /// belong to those.
    pub(super) fn finish(
        self,
        text: &str,
        markdown: &Markdown,
        taken: impl Fn(Span) -> bool,
    ) -> (ProseLinks, Vec<ItemGroup>) {
        let Reader { mut found, definitions } = self;
        found.retain(|(link, _)| !taken(link.span));
        let dead = dead_labels(text, markdown, &definitions);
        let definitions = if definitions.is_empty() { Vec::new() } else { read_definitions(text, markdown) };
        let group = |item: Item| ItemGroup {
            span: item.span,
            style: CitationStyle::Prose,
            note: None,
            items: vec![item],
            flaws: Vec::new(),
        };
        let (prose, groups) = found.into_iter().map(|(link, item)| (link, group(item))).unzip();
        (ProseLinks { prose, definitions, dead }, groups)
    }
}

/// What a link’s address alone says about its source.
fn item_of(link: Link) -> Item {
    Item { link: Some(link), ..Item::bare(link.span) }
}

/// The label of a reference link: `[text][label]`, `[label][]`, `[label]`.
fn reference_label<'t>(text: &'t str, inline: &Inline) -> &'t str {
    let behind = Span::new(inline.label.end, inline.span.end).of(text);
    match behind.strip_prefix("][").and_then(|rest| rest.strip_suffix(']')) {
        Some(label) if !label.is_empty() => label,
        _ => inline.label.of(text),
    }
}

/// A label in the form in which Markdown compares it.
fn folded_label(label: &str) -> CompactString {
    let mut folded = CompactString::default();
    for word in label.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// The definitions, each with whether a link or picture uses it.
fn read_definitions(text: &str, markdown: &Markdown) -> Vec<Definition> {
    let by_label = |inline: &&Inline| inline.referenced.is_some();
    let used: FxHashSet<CompactString> =
        markdown.inlines.iter().filter(by_label).map(|inline| folded_label(reference_label(text, inline))).collect();
    let read = |definition: &LinkDefinition| {
        let LinkDefinition { span, label, target } = *definition;
        let whole = Span::new(span.start, span.end.max(target.end));
        let item = item_of(Link::new(text, whole, label, target, LinkForm::Inline));
        Definition { span, item, used: used.contains(&folded_label(label.of(text))) }
    };
    markdown.definitions.iter().map(read).collect()
}

/// `[text][label]` in prose that Markdown did not turn into a link.
fn dead_labels(
    text: &str,
    markdown: &Markdown,
    definitions: &FxHashMap<CompactString, &LinkDefinition>,
) -> Vec<DeadLabel> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, b"][") {
        let in_prose = covering_run(markdown, at).is_some() || covering_run(markdown, at + 1).is_some();
        let before = text.slice(at.saturating_sub(LONGEST_LABEL)..at);
        let Some(open) = before.rfind(['[', ']', '\n']).filter(|open| before.slice(*open..).starts_with('[')) else {
            continue;
        };
        let open = at - (before.len() - open);
        let rest = text.slice(at + 2..).bytes().take(LONGEST_LABEL);
        let Some(len) = rest.clone().position(|byte| matches!(byte, b']' | b'[' | b'\n')) else { continue };
        let close = at + 2 + len;
        let label = text.slice(at + 2..close);
        if !in_prose || bytes[close] != b']' || !is_meant_as_label(text, (open, at), label) {
            continue;
        }
        if !definitions.contains_key(&folded_label(label)) {
            found.push(DeadLabel { span: Span::at(open..close + 1), label: Span::at(at + 1..close + 1) });
        }
    }
    found
}

/// The maximum length of a link label that is searched for, in bytes.
const LONGEST_LABEL: usize = 200;

fn covering_run(markdown: &Markdown, at: usize) -> Option<Span> {
    let at = Span::at(at..at).start;
    let next = markdown.runs.partition_point(|run| run.span.start <= at);
    markdown.runs[..next].last().map(|run| run.span).filter(|run| run.covers(at))
}

/// Whether `[text][label]`, whose text is at `open + 1..at`, was meant as a link: it has words in the first brackets,
/// and is not a note reference, an array element (`a[i][j]`) or an insertion in a quotation (`[sic][3]`).
fn is_meant_as_label(text: &str, (open, at): (usize, usize), label: &str) -> bool {
    let words = text.slice(open + 1..at);
    let before = text.slice(..open);
    let lone = before.is_empty() || before.ends_with([' ', '\n', '(', '“', '"', '*', '_', '—', '>']);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | ' ' | '/' | '\'' | '’');
    lone && words.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !words.starts_with(['^', '@', '!', '`'])
        && !words.eq_ignore_ascii_case("sic")
        && !label.is_empty()
        && !label.starts_with(['^', '@'])
        && label.chars().all(plain)
        && (words.contains(' ') || label.chars().any(char::is_alphabetic))
}

/// Whether a target leads out of the document’s own folder: to the web, or nowhere yet.
fn leads_out(target: &str, gazetteer: &Gazetteer) -> bool {
    let target = target.trim();
    if Url::parse(target).is_some() || target.is_empty() {
        return true;
    }
    if target.starts_with('#') {
        return target.len() == 1;
    }
    static MAIL: WordSet = WordSet::new(&[
        "callto", "doi", "ftp", "hdl", "irc", "ipfs", "mailto", "matrix", "magnet", "news", "sms", "skype", "tel",
        "urn", "xmpp",
    ]);
    static WAITING: WordSet = WordSet::new(&["todo", "tbd", "tk", "xxx", "link", "url", "insert-link", "about:blank"]);
    let scheme = target.split(':').next().unwrap_or_default();
    if scheme.len() < target.len() && MAIL.has_in_any_case(scheme) {
        return false;
    }
    WAITING.has_in_any_case(target) || is_mistyped(target, gazetteer)
}

/// Whether a target was meant as a web address but is not one: its scheme is mistyped or missing, or it names a file on
/// someone’s computer.
fn is_mistyped(target: &str, gazetteer: &Gazetteer) -> bool {
    let has_start = |start: &str| target.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    if ["http", "htp:", "htps:", "ttp:", "ttps:", "hhttp", "www.", "file:", "//", "c:\\", "c:/", r"\\"]
        .into_iter()
        .any(has_start)
    {
        // `http-status.md` is a file.
        return !has_start("http") || target.contains(['/', ':']) && !target.slice(4..).starts_with(['-', '_', '.']);
    }
    let host = target.split(['/', '?', '#']).next().unwrap_or_default();
    static ENDS: WordSet = WordSet::new(&["com", "edu", "gov", "int", "mil", "net", "org"]);
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_host = last.len() < host.len()
        && !host.starts_with('.')
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    is_host
        && (ENDS.has_in_any_case(last)
            || host.len() < target.len() && gazetteer.source_at(&format!("https://{target}")).is_some())
}

/// Whether the text in brackets after a link’s text was meant as its target: an address with a space, or two or three
/// words that mean nothing by themselves.
fn is_meant_as_target(target: &str) -> bool {
    let few = target.contains(' ')
        && target.split(' ').count() <= 3
        && target.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b' ' | b'-'));
    super::citation::is_addressed(target) || few
}

impl ProseLinks {
    /// No links.
    pub const NONE: ProseLinks = ProseLinks { prose: Vec::new(), definitions: Vec::new(), dead: Vec::new() };

    /// Whether there are no links.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.prose.is_empty() && self.definitions.is_empty() && self.dead.is_empty()
    }
}

/// What a reader sees of a link’s text, in lower case and without surrounding punctuation.
#[must_use]
pub fn plain_anchor<'t>(text: &'t str, link: &Link) -> Cow<'t, str> {
    let signs = |c: char| !c.is_alphanumeric();
    let words = link.label.of(text).trim_matches(signs);
    if words.contains(['\n', '*', '_']) {
        return Cow::Owned(words.replace(['*', '_'], "").split_whitespace().collect::<Vec<_>>().join(" "));
    }
    Cow::Borrowed(words)
}

#[cfg(test)]
mod tests {
    use crate::bulletin::Bulletin;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> Bulletin {
        let settings = Settings { date: Some(jiff::civil::date(2019, 6, 1)), ..Settings::default() };
        crate::bulletin::read("draft.md", text, &Gazetteer::shipped(), &settings)
    }

    /// The links in a text: who is reporting, and when.
    fn told(text: &str) -> Vec<(String, String)> {
        let own = |(item, _): (&crate::bulletin::Item, &super::ProseLink)| {
            let source = item.source.map_or("", |source| source.of(text));
            let date = item.dates.first().map_or("", |date| date.span.of(text));
            (source.split_whitespace().collect::<Vec<_>>().join(" "), date.to_owned())
        };
        read(text).prose_links().map(own).collect()
    }

    #[test]
    fn who_says_so() {
        for (text, source, date) in [
            ("Fighters [told Reuters](U) on May 3, 2018, that the road was mined.", "Reuters", "May 3, 2018"),
            ("Reuters [reported on May 5](U) that the road was mined.", "Reuters", "May 5"),
            ("The road was mined, [Al Jazeera reported](U) on May 3.", "Al Jazeera", "May 3"),
            ("The road was mined, Al Jazeera [reported](U) on May 3.", "Al Jazeera", "May 3"),
            ("According to [Human Rights Watch](U), 40 people were held.", "Human Rights Watch", ""),
            ("According to Human Rights Watch, [40 people were held](U).", "Human Rights Watch", ""),
            ("The governor [denied the report](U), Dawn reported.", "Dawn", ""),
            ("The governor [denied the report](U), according to the Daily Nation.", "Daily Nation", ""),
            ("He had, [wrote the Daily Nation](U), no passport.", "Daily Nation", ""),
            ("He had, [wrote](U) the Daily Nation on May 3, no passport.", "Daily Nation", "May 3"),
            ("Reuters has since [reported](U) that he fled.", "Reuters", ""),
            ("Reuters reported on May 5 that [the road was mined](U).", "Reuters", "May 5"),
            ("A commander told Reuters on May 5 that [the road](U) was mined.", "Reuters", "May 5"),
            ("A [May 3 Reuters report](U) says so.", "Reuters", "May 3"),
            ("A [report by Reuters](U) says so.", "Reuters", ""),
            ("Reuters’ [investigation](U) says so.", "Reuters", ""),
            ("The [Reuters](U) report says so.", "Reuters", ""),
            ("The BBC’s [report of May 4](U) says so.", "The BBC", "May 4"),
            ("The BBC’s [May 4 report](U) says so.", "The BBC", "May 4"),
            ("The ferry sank. [Reuters](U)", "Reuters", ""),
            ("> “We left.” — [Dawn, May 3](U)", "Dawn", "May 3"),
            ("It was mined, as [reported](U) by Al Jazeera on May 3.", "Al Jazeera", "May 3"),
            ("In an interview with Al Jazeera, he [denied it](U).", "Al Jazeera", ""),
            ("Two men, [Reuters said](U) on Monday, May 6, were held.", "Reuters", "Monday, May 6"),
            ("The [New York Times](U) published the list.", "New York Times", ""),
            ("The Sorvik Gazette [reported](U) the truce.", "Sorvik Gazette", ""),
            ("*The Guardian* [wrote](U) that he fled.", "The Guardian", ""),
        ] {
            let text = text.replace("(U)", "(https://host.net/a/b)");
            assert_eq!(told(&text), [(source.to_owned(), date.to_owned())], "{text}");
        }
    }

    #[test]
    fn outlets_and_days_that_a_sentence_is_about() {
        for text in [
            "The dam was [closed on May 3](U), and the town lost its water.",
            "CNN has no office in the town, where [the harbor](U) is shut.",
            "The army closed the office of [Al Jazeera](U) in May.",
            "A correspondent of Reuters was held near [the harbor](U).",
            "Reuters and AFP had men there; [the harbor](U) is shut.",
            "The [attack on CNN’s office](U) killed two.",
            "He left Reuters in May, [the harbor](U) was shut.",
            "The group said on May 12, 2019, that it [holds the dam](U).",
            "The [May 3 raid](U) killed two.",
            "In a [statement](U) on May 3, the ministry denied it.",
        ] {
            let text = text.replace("(U)", "(https://host.net/a/b)");
            assert_eq!(told(&text), [(String::new(), String::new())], "{text}");
        }
    }

    #[test]
    fn days_of_events_are_none_of_the_report() {
        for text in [
            "Reuters [reported the May 5 raid](U) in full.",
            "Reuters [reported on the May 5 raid](U).",
            "Reuters reported that [the road was mined on May 5](U).",
            "Reuters [reported](U) that two men died on May 5.",
            "[Reuters reported on May 5 raids](U) in the north.",
        ] {
            let text = text.replace("(U)", "(https://host.net/a/b)");
            assert_eq!(told(&text), [("Reuters".to_owned(), String::new())], "{text}");
        }
    }

    #[test]
    fn links_to_the_web_and_links_that_wait() {
        let found = |text: &str| -> Vec<String> {
            let read = read(text);
            read.prose_links().map(|(item, _)| item.url(text).unwrap_or("").to_owned()).collect()
        };
        for (text, urls) in [
            (
                "See [a](https://a.net/x), [b](#), [c](TODO), [d]() and [e][f].\n\n[f]: https://f.net\n",
                &["https://a.net/x", "#", "TODO", "", "https://f.net"][..],
            ),
            (
                "See [a](#figures), [b](mailto:a@b.net), [c](notes.md), [d](../x/y.html), [e](/about), ![f](https://a.net/f.png).",
                &[],
            ),
            (
                "See [the council](www.council.net/x), [a](htp://a.net), [b](council.com/minutes) and [c](page.com.md).",
                &["www.council.net/x", "htp://a.net", "council.com/minutes"],
            ),
            (
                "Read [more](quality time) of [it](http://The Gazette) and f[x](y z).",
                &["quality time", "http://The Gazette"],
            ),
            ("See https://a.net/x and <https://b.net/y> ([Reuters](https://reuters.com/a), May 9).", &[]),
            ("A.[^1] [![logo](https://a.net/l.png)](https://a.net)\n\n[^1]: [B](https://b.net/x), May 9.\n", &[]),
            ("A. [1]\n\n## Notes\n\n1. [B](https://b.net/x), May 9.\n", &[]),
        ] {
            assert_eq!(found(text), urls, "{text}");
        }
    }
}
