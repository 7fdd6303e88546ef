//! Open documents: their text, and immutable snapshots of each state.
//!
//! * A [`TextDoc`] is a rope: an edit takes logarithmic time, a clone is free. Only LF, CRLF and a lone CR end lines,
//!   as in the protocol (the rope is built without Unicode line breaks).
//! * Offsets are bytes. A client position that does not exist becomes the nearest one that does: past the end of a line
//!   its end, past the last line the end of the text, inside a character its start.
//! * A [`Snapshot`] never changes. The contiguous text, its line index and the result of checking are computed once, on
//!   first use, and shared by all holders of the snapshot. A panic while checking is also such a result.

use super::client_capabilities::ClientCapabilities;
use super::convert::AnswerContext;
use super::convert::positions::IndexedText;
use super::document_context::{DocumentContext, Omission};
use crate::check::{self, Checked, Draft};
use crate::ide::View;
use crate::panics::{self, Panic};
use crate::parallel::Threads;
use crate::text::{Encoding, LineColumn, Offset};
use ropey::Rope;
use std::sync::{Arc, OnceLock};
use tower_lsp::lsp_types::Url;

/// The size in bytes above which a check may take more than a few milliseconds.
const SLOW: usize = 512 << 10;

/// The size in bytes from which a draft counts as long: two threads check it faster than one, despite their wake-up
/// time.
const LONG: usize = 100_000;

/// The threads for long drafts.
static THREADS: Threads = Threads::new(4, LONG);

/// A text that can be edited.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextDoc {
    rope: Rope,
}

/// An edit would make the text larger than an [`Offset`] can count.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

impl TextDoc {
    /// A document with this text.
    pub(crate) fn new(text: &str) -> TextDoc {
        TextDoc { rope: Rope::from_str(text) }
    }

    /// Length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// The contiguous text.
    pub(crate) fn text(&self) -> String {
        String::from(&self.rope)
    }

    /// The byte at a line and column, as the rope finds it; see the module documentation for positions that do not
    /// exist.
    #[cfg(test)]
    fn offset(&self, place: LineColumn, encoding: Encoding) -> usize {
        self.rope.char_to_byte(self.character(place, encoding))
    }

    /// Replaces the text between two positions, which may be in either order, with `text`.
    ///
    /// # Errors
    /// If the result would be too large; the text is then unchanged.
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

    /// The rope's index of a position, which counts characters.
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

/// How the server treats a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// It is checked.
    Bulletin,
    /// It is a configuration file, whose problems are shown.
    Configuration,
    /// Anything else that the editor opened: its text is kept, and nothing is reported.
    Other,
}

impl DocumentKind {
    /// Determined by its language and its name. Past versions from version control are read-only: findings there help
    /// nobody.
    pub(crate) fn of(uri: &Url, language: &str) -> DocumentKind {
        if matches!(uri.scheme(), "git" | "gitfs" | "gitlens" | "gitlens-git" | "vscode-scm" | "review" | "output") {
            return DocumentKind::Other;
        }
        let name = uri.path().rsplit('/').next().unwrap_or_default();
        if name == crate::config::FILE_NAME {
            return DocumentKind::Configuration;
        }
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let markdown = matches!(language, "markdown" | "mdx" | "quarto" | "rmd" | "rmarkdown")
            || extension
                .is_some_and(|e| matches!(e.as_str(), "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd"))
            || language.is_empty() && !name.contains('.');
        if markdown { DocumentKind::Bulletin } else { DocumentKind::Other }
    }
}

/// One state of one document: its text, version and settings.
pub(crate) struct Snapshot {
    /// The client's name for it.
    pub(crate) uri: Url,
    /// The client's version number of this state.
    pub(crate) version: i32,
    /// Our number for this state: it increases with every change of any document or setting and is never reused.
    pub(crate) revision: u64,
    /// Its settings and known names.
    pub(crate) context: Arc<DocumentContext>,
    kind: DocumentKind,
    doc: TextDoc,
    text: OnceLock<IndexedText>,
    checked: OnceLock<Result<Checked, Panic>>,
}

impl Snapshot {
    /// The state of `doc`.
    pub(crate) fn new(
        uri: Url,
        version: i32,
        revision: u64,
        context: Arc<DocumentContext>,
        kind: DocumentKind,
        doc: TextDoc,
    ) -> Snapshot {
        Snapshot { uri, version, revision, context, kind, doc, text: OnceLock::new(), checked: OnceLock::new() }
    }

    /// How it is treated: according to its language and its name, or its configuration (`[files] extensions`).
    pub(crate) fn kind(&self) -> DocumentKind {
        match self.kind {
            DocumentKind::Other if self.context.is_taken() => DocumentKind::Bulletin,
            kind => kind,
        }
    }

    /// The text and its lines.
    pub(crate) fn text(&self) -> &IndexedText {
        self.text.get_or_init(|| IndexedText::new(self.doc.text()))
    }

    /// The result of reading and checking it, computed once for all callers.
    ///
    /// # Errors
    /// If copydesk panicked in it.
    pub(crate) fn checked(&self) -> Result<&Checked, &Panic> {
        let check = || {
            let checked = panics::catch(|| {
                let draft = self.draft();
                let checked = self.on_threads(|| check::check(draft));
                match self.omission_of(&checked) {
                    Some(_) => Checked { diagnostics: Vec::new(), ..checked },
                    None => checked,
                }
            });
            checked.inspect_err(|panic| tracing::error!("{}: {panic}", self.uri))
        };
        self.checked.get_or_init(check).as_ref()
    }

    /// Why it is not checked; `None` if it is, or could not be read.
    pub(crate) fn omission(&self) -> Option<Omission> {
        self.omission_of(self.checked().ok()?)
    }

    fn omission_of(&self, checked: &Checked) -> Option<Omission> {
        self.context.omission(&self.uri, || checked.bulletin.cites())
    }

    /// A bulletin with this text for which checking found `diagnostics`.
    #[cfg(test)]
    pub(crate) fn found(text: &str, diagnostics: Vec<crate::rules::Diagnostic>) -> Snapshot {
        let uri: Url = "file:///desk/a.md".parse().expect("a URL");
        let project = Arc::new(super::editor_project::EditorProject::new(|_| {}));
        let context = super::document_context::WorkspaceFolders::new(project).context_of(&uri);
        let snapshot = Snapshot::new(uri, 7, 1, context, DocumentKind::Bulletin, TextDoc::new(text));
        let checked = check::check(Draft { path: "a.md", ..snapshot.draft() });
        let _ = snapshot.checked.set(Ok(Checked { diagnostics, ..checked }));
        snapshot
    }

    /// The view for answering questions.
    ///
    /// # Errors
    /// If copydesk panicked in it.
    pub(crate) fn view(&self) -> Result<View<'_>, &Panic> {
        Ok(View { checked: self.checked()?, draft: self.draft() })
    }

    /// The document, for conversion.
    pub(crate) fn document<'a>(&'a self, client: &'a ClientCapabilities) -> AnswerContext<'a> {
        AnswerContext { uri: &self.uri, version: Some(self.version), text: self.text(), client }
    }

    /// The text with its settings and known names.
    pub(crate) fn draft(&self) -> Draft<'_> {
        let context = &*self.context;
        let (settings, gazetteer) = (context.settings(), context.gazetteer());
        Draft { path: &context.path, text: &self.text().text, settings, gazetteer }
    }

    /// Runs work whose cost grows with the text.
    pub(crate) fn on_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        THREADS.lend(self.doc.len(), work)
    }

    /// Whether it is long enough for threads to pay off.
    pub(crate) fn is_long(&self) -> bool {
        self.doc.len() >= LONG
    }

    /// Whether checking it would be noticed: it is long and has not been checked yet.
    pub(crate) fn is_slow(&self) -> bool {
        self.checked.get().is_none() && self.doc.len() > SLOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineIndex;
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
    fn absurd_and_reversed_positions_are_clamped() {
        let mut doc = TextDoc::new("ab\r\ncd");
        doc.replace(place(9, 0), place(0, 99), "!", Encoding::Utf16).expect("small");
        assert_eq!(doc.text(), "ab!");
        doc.replace(place(u32::MAX, u32::MAX), place(u32::MAX, 0), "?", Encoding::Utf8).expect("small");
        assert_eq!(doc.text(), "ab!?");
    }

    #[test]
    fn a_position_inside_a_character_is_its_start() {
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
            // Sometimes long enough for several leaves of the rope.
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
