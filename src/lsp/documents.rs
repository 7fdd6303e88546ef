//! The text of an open document.
//!
//! * A [`TextDoc`] is a rope: an edit costs the logarithm of the text, a clone nothing. Only LF, CRLF and a lone CR end
//!   lines, as the protocol has it (the rope is built without the line ends of Unicode).
//! * Inside, places are bytes. A place of the client's that does not exist is the nearest that does: past the end of a
//!   line its end, past the last line the end of the text, inside a character the character's start.
//! * A [`Snapshot`] never changes. The text in one piece, its line index and what checking found are made when first
//!   asked for, once, and shared by all who hold the snapshot.

use super::house::House;
use crate::check::{self, Checked, Draft};
use crate::ide::View;
use crate::parallel::Threads;
use crate::text::{Encoding, LineColumn, LineIndex, Offset};
use ropey::Rope;
use std::sync::{Arc, OnceLock};
use tower_lsp::lsp_types::Url;

/// Bytes above which a check may take more than a few milliseconds.
const SLOW: usize = 512 << 10;

/// From this length on, in bytes, a draft is long: two threads check it sooner than one, though they wake late.
const LONG: usize = 100_000;

/// Threads on which long drafts are checked and written about.
static THREADS: Threads = Threads::new(4, LONG);

/// A text that is edited.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextDoc {
    rope: Rope,
}

/// An edit would make the text larger than an [`Offset`] can count.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

impl TextDoc {
    /// A document that says `text`.
    pub(crate) fn new(text: &str) -> TextDoc {
        TextDoc { rope: Rope::from_str(text) }
    }

    /// Length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// The text in one piece.
    pub(crate) fn text(&self) -> String {
        String::from(&self.rope)
    }

    /// The byte at a line and column, as the rope finds it; see the module for places that do not exist.
    #[cfg(test)]
    fn offset(&self, place: LineColumn, encoding: Encoding) -> usize {
        self.rope.char_to_byte(self.character(place, encoding))
    }

    /// Puts `text` between two places, which may come in either order.
    ///
    /// # Errors
    /// Where the result would be too large; the text is then as before.
    pub(crate) fn replace(
        &mut self,
        from: LineColumn,
        to: LineColumn,
        text: &str,
        encoding: Encoding,
    ) -> Result<(), TooLarge> {
        let (from, to) = (self.character(from, encoding), self.character(to, encoding));
        let (from, to) = (from.min(to), from.max(to));
        let gone = self.rope.char_to_byte(to) - self.rope.char_to_byte(from);
        if self.len() - gone + text.len() >= Offset::MAX as usize {
            return Err(TooLarge);
        }
        if from < to {
            self.rope.remove(from..to);
        }
        if !text.is_empty() {
            self.rope.insert(from, text);
        }
        Ok(())
    }

    /// The rope's own index, which counts characters, of a place.
    fn character(&self, place: LineColumn, encoding: Encoding) -> usize {
        let (line, column) = (place.line as usize, place.column as usize);
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let start = self.rope.line_to_char(line);
        let body = self.rope.line(line);
        let within = match encoding {
            Encoding::Utf8 => body.byte_to_char(column.min(body.len_bytes())),
            Encoding::Utf16 => body.utf16_cu_to_char(column.min(body.len_utf16_cu())),
            Encoding::Utf32 => column.min(body.len_chars()),
        };
        let mut end = body.len_chars();
        if end > 0 && body.char(end - 1) == '\n' {
            end -= 1;
        }
        if end > 0 && body.char(end - 1) == '\r' {
            end -= 1;
        }
        start + within.min(end)
    }
}

/// The text in one piece and its lines.
#[derive(Debug)]
pub(crate) struct Text {
    /// The text.
    pub(crate) text: String,
    /// Where its lines are.
    pub(crate) lines: LineIndex,
}

impl Text {
    /// A text with its lines.
    pub(crate) fn new(text: String) -> Text {
        Text { lines: LineIndex::new(&text), text }
    }
}

/// How the server treats a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// It is checked.
    Bulletin,
    /// It is a configuration file, whose problems are shown.
    Configuration,
    /// Anything else that the editor opened: its text is kept, and nothing is said about it.
    Other,
}

impl DocumentKind {
    /// By its language and its name. Past versions from version control are read-only: findings there help nobody.
    pub(crate) fn of(uri: &Url, language: &str) -> DocumentKind {
        if matches!(uri.scheme(), "git" | "gitfs" | "gitlens" | "gitlens-git" | "vscode-scm" | "review" | "output") {
            return DocumentKind::Other;
        }
        let name = uri.path().rsplit('/').next().unwrap_or_default();
        if name == crate::config::FILE_NAME {
            return DocumentKind::Configuration;
        }
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let markdown = matches!(language, "markdown" | "mdx" | "quarto" | "rmd")
            || extension.is_some_and(|e| matches!(e.as_str(), "md" | "markdown" | "mdown" | "mkd"))
            || language.is_empty() && !name.contains('.');
        if markdown { DocumentKind::Bulletin } else { DocumentKind::Other }
    }
}

/// One state of one document: text, version and the house's settings for it.
pub(crate) struct Snapshot {
    /// The client's name for it.
    pub(crate) uri: Url,
    /// The client's number for this state.
    pub(crate) version: i32,
    /// Our number for this state. It rises with every change of any document or setting and is never used twice.
    pub(crate) revision: u64,
    /// What the house decides for it.
    pub(crate) house: Arc<House>,
    /// What it is to us.
    pub(crate) kind: DocumentKind,
    doc: TextDoc,
    text: OnceLock<Text>,
    checked: OnceLock<Checked>,
}

impl Snapshot {
    /// The state of `doc`.
    pub(crate) fn new(
        uri: Url,
        version: i32,
        revision: u64,
        house: Arc<House>,
        kind: DocumentKind,
        doc: TextDoc,
    ) -> Snapshot {
        Snapshot { uri, version, revision, house, kind, doc, text: OnceLock::new(), checked: OnceLock::new() }
    }

    /// The text and its lines.
    pub(crate) fn text(&self) -> &Text {
        self.text.get_or_init(|| Text::new(self.doc.text()))
    }

    /// What reading and checking it found.
    pub(crate) fn checked(&self) -> &Checked {
        self.checked.get_or_init(|| {
            let draft = self.draft();
            let checked = self.on_threads(|| check::check(draft));
            if self.house.is_excluded() { Checked { diagnostics: Vec::new(), ..checked } } else { checked }
        })
    }

    /// A bulletin that says `text` and in which checking found `diagnostics`.
    #[cfg(test)]
    pub(crate) fn found(text: &str, diagnostics: Vec<crate::rules::Diagnostic>) -> Snapshot {
        let uri: Url = "file:///desk/a.md".parse().expect("a URL");
        let library = Arc::new(super::library::Library::new(|_| {}));
        let house = super::house::Houses::new(library).of(&uri);
        let snapshot = Snapshot::new(uri, 7, 1, house, DocumentKind::Bulletin, TextDoc::new(text));
        let checked = check::check(Draft { path: "a.md", ..snapshot.draft() });
        let _ = snapshot.checked.set(Checked { diagnostics, ..checked });
        snapshot
    }

    /// What questions are put to.
    pub(crate) fn view(&self) -> View<'_> {
        View { draft: self.draft(), checked: self.checked() }
    }

    /// The text, and what it is checked by.
    pub(crate) fn draft(&self) -> Draft<'_> {
        let house = &*self.house;
        let (settings, gazetteer) = (house.settings(), house.gazetteer());
        Draft { path: &house.path, text: &self.text().text, settings, gazetteer }
    }

    /// Does `work` that takes as long as the text is.
    pub(crate) fn on_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        THREADS.lend(self.doc.len(), work)
    }

    /// Whether work on it is worth threads.
    pub(crate) fn is_long(&self) -> bool {
        self.doc.len() >= LONG
    }

    /// Whether it was not checked yet, and is so long that checking it would be felt.
    pub(crate) fn is_slow(&self) -> bool {
        self.checked.get().is_none() && self.doc.len() > SLOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(line: u32, column: u32) -> LineColumn {
        LineColumn { line, column }
    }

    #[test]
    fn edits_land_where_the_encoding_says() {
        for (encoding, column) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            let mut doc = TextDoc::new("x\r\né😀 b");
            doc.replace(place(1, column), place(1, column + 1), "c", encoding).expect("small");
            assert_eq!(doc.text(), "x\r\né😀 c", "{encoding:?}");
        }
    }

    #[test]
    fn absurd_and_reversed_places_are_put_right() {
        let mut doc = TextDoc::new("ab\r\ncd");
        doc.replace(place(9, 0), place(0, 99), "!", Encoding::Utf16).expect("small");
        assert_eq!(doc.text(), "ab!");
        doc.replace(place(u32::MAX, u32::MAX), place(u32::MAX, 0), "?", Encoding::Utf8).expect("small");
        assert_eq!(doc.text(), "ab!?");
    }

    #[test]
    fn a_place_inside_a_character_is_its_start() {
        let doc = TextDoc::new("é😀");
        assert_eq!(doc.offset(place(0, 1), Encoding::Utf8), 0);
        assert_eq!(doc.offset(place(0, 4), Encoding::Utf8), 2);
        assert_eq!(doc.offset(place(0, 2), Encoding::Utf16), 2);
    }

    fn url(text: &str) -> Url {
        text.parse().expect("a URL")
    }

    #[test]
    fn markdown_is_checked_and_nothing_else() {
        let kind = |uri, language| DocumentKind::of(&url(uri), language);
        assert_eq!(kind("file:///w/a.md", "markdown"), DocumentKind::Bulletin);
        assert_eq!(kind("file:///w/a.MD", "plaintext"), DocumentKind::Bulletin);
        assert_eq!(kind("untitled:Untitled-1", "markdown"), DocumentKind::Bulletin);
        assert_eq!(kind("file:///w/copydesk.toml", "toml"), DocumentKind::Configuration);
        assert_eq!(kind("file:///w/Cargo.toml", "toml"), DocumentKind::Other);
        assert_eq!(kind("git:/w/a.md?%7B%7D", "markdown"), DocumentKind::Other);
    }

    fn encodings() -> impl Strategy<Value = Encoding> {
        prop_oneof![Just(Encoding::Utf8), Just(Encoding::Utf16), Just(Encoding::Utf32)]
    }

    fn places() -> impl Strategy<Value = LineColumn> {
        let near = (0u32..12, 0u32..20);
        let far = (prop_oneof![0u32..12, Just(u32::MAX)], prop_oneof![0u32..20, Just(i32::MAX as u32), Just(u32::MAX)]);
        prop_oneof![4 => near, 1 => far].prop_map(|(line, column)| place(line, column))
    }

    proptest! {
        /// The model is a plain string with a line index built from scratch for each edit.
        #[test]
        fn the_rope_is_a_plain_string(
            start in "[a\u{e9}\u{627}😀\r\n\u{2028}\u{85}\u{c} ]{0,60}",
            long in 0usize..4,
            edits in prop::collection::vec((places(), places(), "[b\u{645}👩\r\n]{0,6}", encodings()), 0..24),
        ) {
            // Long enough, at times, for several leaves of the rope.
            let mut model = start.repeat(1 + long * 40);
            let mut doc = TextDoc::new(&model);
            for (from, to, text, encoding) in edits {
                let lines = LineIndex::new(&model);
                let a = lines.offset(&model, from, encoding) as usize;
                let b = lines.offset(&model, to, encoding) as usize;
                prop_assert_eq!(doc.offset(from, encoding), a, "{:?} {:?}", from, encoding);
                model.replace_range(a.min(b)..a.max(b), &text);
                prop_assert_eq!(doc.replace(from, to, &text, encoding), Ok(()));
                prop_assert_eq!(doc.len(), model.len());
            }
            prop_assert_eq!(doc.text(), model);
        }
    }
}
