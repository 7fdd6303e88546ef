//! Markdown with the letters that a reader sees; see [`crate::text::letters`].
//!
//! Markdown is parsed first, as it is written. This way no entity becomes markup, and code stays as it is.

use super::{Hidden, InlineKind, Markdown};
use crate::text::letters::{self, LetterChange, LetterMap, LetterPlace};
use crate::text::{Edit, MapSpans, Span};
use pulldown_cmark::{Event, Parser};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::borrow::Cow;

/// A text with the letters that a reader sees, and where they are written.
#[derive(Clone, Debug)]
pub struct Letters<'t> {
    written: &'t str,
    text: Cow<'t, str>,
    map: LetterMap,
}

impl<'t> Letters<'t> {
    /// Reads the letters of a text, and maps the spans of its Markdown to them. A text that is read as it is written is
    /// not copied.
    #[must_use]
    pub fn of(text: &'t str, markdown: &mut Markdown) -> Letters<'t> {
        let plain = Letters { written: text, text: Cow::Borrowed(text), map: LetterMap::default() };
        if !letters::may_differ(text) {
            return plain;
        }
        let changes = changes(text, markdown);
        if changes.is_empty() {
            return plain;
        }
        let (read, map) = LetterMap::apply(text, &changes);
        markdown.map_spans(&|span| Span::new(map.read(span.start), map.read(span.end)));
        let fault = |change: &LetterChange| {
            let place = Span::new(map.read(change.written.start), map.read(change.written.end));
            change.fault.map(|character| Hidden { place, character })
        };
        markdown.hidden = changes.iter().filter_map(fault).collect();
        Letters { written: text, text: Cow::Owned(read), map }
    }

    /// The text as it is read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the whole text is read as it is written.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.map.is_plain()
    }

    /// Maps the spans of `value` from the text as read to the text as written.
    pub fn restore<T: MapSpans>(&self, value: &mut T) {
        if !self.is_plain() {
            value.map_spans(&|span| Span::new(self.map.written(span.start), self.map.written(span.end)));
        }
    }

    /// Translates edits of the text as read into edits of the text as written.
    #[must_use]
    pub fn written_edits(&self, edits: &[Edit]) -> SmallVec<[Edit; 1]> {
        self.map.written_edits((&self.text, self.written), edits)
    }
}

/// Some words of a text, in the letters that a reader sees.
#[must_use]
pub fn seen(words: &str) -> Cow<'_, str> {
    if !letters::may_differ(words) {
        return Cow::Borrowed(words);
    }
    let mut changes = Vec::new();
    letters::collect(words, Span::at(0..words.len()), LetterPlace::Prose, &mut character_of, &mut changes);
    if changes.is_empty() { Cow::Borrowed(words) } else { Cow::Owned(LetterMap::apply(words, &changes).0) }
}

/// What is read differently from how it is written.
fn changes(text: &str, markdown: &Markdown) -> Vec<LetterChange> {
    let mut parts: Vec<(Span, LetterPlace)> = markdown.runs.iter().map(|run| (run.span, LetterPlace::Prose)).collect();
    let links = markdown.inlines.iter().filter(|inline| {
        matches!(inline.kind, InlineKind::Link | InlineKind::Image | InlineKind::Autolink) && !inline.target.is_empty()
    });
    parts.extend(links.map(|link| (link.target, LetterPlace::Address)));
    parts.extend(markdown.front_matter.map(|front| (front.content, LetterPlace::Data)));
    parts.sort_by_key(|(part, _)| part.start);
    let mut known = FxHashMap::default();
    let mut decode = |entity: &str| match known.get(entity) {
        Some(known) => *known,
        None => *known.entry(entity.to_owned()).or_insert(character_of(entity)),
    };
    let mut changes = Vec::new();
    let mut from = 0;
    for (part, place) in parts {
        // The text of an autolink is also its target.
        let part = Span::new(part.start.max(from), part.end);
        letters::collect(text, part, place, &mut decode, &mut changes);
        from = part.end.max(from);
    }
    changes
}

/// The character of an entity; `None` if it is not an entity or stands for several characters.
#[must_use]
pub fn character_of(entity: &str) -> Option<char> {
    let mut texts = Parser::new(entity).filter_map(|event| match event {
        Event::Text(text) => Some(text),
        _ => None,
    });
    let text = texts.next().filter(|text| **text != *entity)?;
    let mut chars = text.chars();
    match (chars.next(), chars.next(), texts.next()) {
        (Some(c), None, None) => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    fn read(text: &str) -> (String, Markdown) {
        let mut markdown = parse(text);
        let read = Letters::of(text, &mut markdown).text().to_owned();
        (read, markdown)
    }

    #[test]
    fn entities_are_their_characters_and_never_markup() {
        for (entity, c) in [
            ("&nbsp;", Some('\u{a0}')),
            ("&#8217;", Some('’')),
            ("&#x2019;", Some('’')),
            ("&eacute;", Some('é')),
            ("&NotEqualTilde;", None),
            ("&nothing;", None),
        ] {
            assert_eq!(character_of(entity), c, "{entity}");
        }
        let (seen, markdown) = read("Caf&eacute; &#42;no&#42; `a&nbsp;b` [x](https://a.b/?c&amp;d)");
        assert_eq!(seen, "Café *no* `a&nbsp;b` [x](https://a.b/?c&d)");
        let runs: Vec<&str> = markdown.runs.iter().map(|run| run.span.of(&seen)).collect();
        assert_eq!(runs, ["Café *no* ", " ", "x"]);
        assert_eq!(markdown.inlines[1].url(&seen), "https://a.b/?c&d");
    }

    #[test]
    fn words_are_seen_alone_too() {
        assert_eq!(seen("Al&nbsp;Jazeera, El Pai\u{301}s"), "Al Jazeera, El País");
        assert!(matches!(seen("Dawn & “Reuters”"), Cow::Borrowed(_)));
    }

    #[test]
    fn front_matter_and_code_keep_their_entities() {
        let text = "---\ntitle: La tre\u{302}ve &amp; x\n---\n\n```\na&nbsp;b\u{200b}\n```\n";
        assert_eq!(read(text).0, text.replace("e\u{302}", "ê"));
    }

    #[test]
    fn hidden_characters_know_where_they_are_read() {
        let (seen, markdown) = read("Al\u{200b} Qаida");
        assert_eq!(seen, "Al Qaida");
        let hidden: Vec<_> = markdown.hidden.iter().map(|h| (h.place.start, h.place.end, h.character)).collect();
        assert_eq!(hidden, [(2, 2, '\u{200b}'), (4, 5, 'а')]);
    }
}
