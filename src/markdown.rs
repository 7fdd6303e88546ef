//! The structure of Markdown: leaf blocks in order, the runs of prose in them, links, code, comments, front matter.
//!
//! * [`parse`] never fails; whatever is not Markdown is prose.
//! * All positions are byte offsets into the text as given, including a byte order mark.
//! * A block is a *leaf*: a paragraph, heading, table cell, or a piece of code or HTML. Its containers (list item,
//!   block quote, footnote) are recorded in it.
//! * Runs contain the words that a reader sees, without link targets, addresses, code, HTML or markup.

mod head;
mod letters;
pub mod mask;
mod opaque;
mod pieces;
mod reader;

pub use letters::{Letters, character_of, seen};
pub use mask::{Mask, MaskKind, Masked};

use crate::parallel;
use crate::text::{Span, covering, map_spans};
use pulldown_cmark::Options;
use std::num::NonZeroU32;
use std::ops::Range;

/// The Markdown that copydesk reads: CommonMark with tables, footnotes, strikethrough, task lists, front matter.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);

/// A parsed document: spans only, the text stays with its owner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markdown {
    /// YAML or TOML between marks at the very top.
    pub front_matter: Option<FrontMatter>,
    /// Leaf blocks in text order.
    pub blocks: Vec<Block>,
    /// Runs of prose in text order.
    pub runs: Vec<Run>,
    /// Links, code, inline HTML and the like, in text order.
    pub inlines: Vec<Inline>,
    /// HTML comments in text order, whole: `<!-- … -->`.
    pub comments: Vec<Span>,
    /// Definitions of abbreviations in text order: `*[RAB]: …` and `<abbr title="…">RAB</abbr>`.
    pub abbreviations: Vec<AbbreviationDefinition>,
    /// Definitions of link targets in text order: `[label]: https://…`.
    pub definitions: Vec<LinkDefinition>,
    /// Stretches that are not prose and were masked before the Markdown was parsed, in text order.
    pub masks: Vec<Mask>,
    /// Characters that a reader cannot see, or takes for others, in text order; [`Letters::of`] fills this list.
    pub hidden: Vec<Hidden>,
    items: Vec<Item>,
    footnotes: Vec<Footnote>,
}

map_spans!(Markdown {
    front_matter,
    blocks,
    runs,
    inlines,
    comments,
    abbreviations,
    definitions,
    masks,
    hidden,
    items,
    footnotes
});

/// The definition of an abbreviation in markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbbreviationDefinition {
    /// The short form.
    pub short: Span,
    /// What it stands for.
    pub long: Span,
}

map_spans!(AbbreviationDefinition { short, long });

/// The definition of a link's target: `[label]: https://…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkDefinition {
    /// From its opening bracket to the end of its target, or of the title after it.
    pub span: Span,
    /// The label without brackets.
    pub label: Span,
    /// The target as written, without angle brackets.
    pub target: Span,
}

map_spans!(LinkDefinition { span, label, target });

/// A character that a reader cannot see, or takes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The letter that is read; empty if nothing is.
    pub place: Span,
    /// The character that is written.
    pub character: char,
}

map_spans!(Hidden { place; character });

/// Data before the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The language between the marks.
    pub kind: FrontMatterKind,
    /// Including the marks.
    pub span: Span,
    /// Between the marks.
    pub content: Span,
}

map_spans!(FrontMatter { span, content; kind });

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterKind {
    /// Between `---` marks.
    Yaml,
    /// Between `+++` marks.
    Toml,
    /// `Key: value` lines up to the first blank line, as in MultiMarkdown.
    Lines,
    /// `% title`, `% authors`, `% date`, as in Pandoc.
    Title,
}

/// A leaf block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first to its last byte, without trailing line ends; for a heading, including the `#` marks.
    pub span: Span,
    /// Its runs, an index range of [`Markdown::runs`].
    pub runs: Range<u32>,
    /// Its inlines, an index range of [`Markdown::inlines`].
    pub inlines: Range<u32>,
    /// The number of block quotes around it.
    pub quotes: u8,
    /// The innermost list item around it; see [`Markdown::item`].
    pub item: Option<Container>,
    /// The footnote definition around it; see [`Markdown::footnote`].
    pub footnote: Option<Container>,
}

map_spans!(Block { span; kind, runs, inlines, quotes, item, footnote });

/// A block's container, as an index into a list: there are many blocks, and few of them are in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container(NonZeroU32);

impl Container {
    /// The last element of a list.
    fn last<T>(list: &[T]) -> Option<Container> {
        u32::try_from(list.len()).ok().and_then(NonZeroU32::new).map(Container)
    }

    /// The same, shifted by the `count` elements before the list.
    fn behind(self, count: u32) -> Container {
        Container(self.0.saturating_add(count))
    }

    fn of<T>(self, list: &[T]) -> Option<&T> {
        list.get(self.0.get() as usize - 1)
    }
}

/// What a leaf block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Prose; also the text of a tight list item.
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// One cell of a table.
    Cell,
    /// Code, fenced or indented.
    Code,
    /// Raw HTML, including comments.
    Html,
    /// A thematic break.
    Break,
}

/// A list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number if the list is numbered: as CommonMark counts it, not as written.
    pub number: Option<u64>,
    /// The whole item, including its marker.
    pub span: Span,
    /// The number of lists around it, including its own.
    pub depth: u8,
}

map_spans!(Item { span; number, depth });

/// A footnote definition `[^label]: …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// The label without brackets and caret.
    pub label: Span,
    /// The whole definition.
    pub span: Span,
}

map_spans!(Footnote { label, span });

/// A stretch of prose in one style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its bytes; they may include line ends, but never block quote marks.
    pub span: Span,
    /// How it is formatted.
    pub style: RunStyle,
}

map_spans!(Run { span; style });

/// How a run is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RunStyle(u8);

impl RunStyle {
    /// A link's text.
    pub const LINK: RunStyle = RunStyle(1);
    /// Emphasis.
    pub const EMPHASIS: RunStyle = RunStyle(1 << 1);
    /// Strong emphasis.
    pub const STRONG: RunStyle = RunStyle(1 << 2);
    /// Struck through.
    pub const STRUCK: RunStyle = RunStyle(1 << 3);
    /// An image's description.
    pub const IMAGE: RunStyle = RunStyle(1 << 4);

    /// Whether there is no formatting.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `style` applies.
    #[must_use]
    #[inline]
    pub const fn has(self, style: RunStyle) -> bool {
        self.0 & style.0 == style.0
    }

    /// Whether it is set in italics or in bold.
    #[must_use]
    pub const fn is_emphasized(self) -> bool {
        self.has(RunStyle::EMPHASIS) || self.has(RunStyle::STRONG)
    }
}

/// Something inside a block that is not plain prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// The whole of it, including its marks.
    pub span: Span,
    /// A link's text or an image's description, without brackets; the content of a code span; a footnote's label.
    pub label: Span,
    /// A link's target as written, without brackets; empty if it is defined elsewhere.
    pub target: Span,
    /// The target of a reference link, because its text is elsewhere.
    pub referenced: Option<Box<str>>,
}

map_spans!(Inline { span, label, target; kind, referenced });

/// What an inline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// `[label](target)`
    Link,
    /// `<https://…>`
    Autolink,
    /// `[label][reference]`, `[label][]` or `[label]`
    ReferenceLink,
    /// `![description](target)`
    Image,
    /// `` `code` ``
    Code,
    /// A tag or comment.
    Html,
    /// `[^label]`
    FootnoteReference,
}

impl Inline {
    /// The link's target.
    #[must_use]
    pub fn url<'a>(&'a self, text: &'a str) -> &'a str {
        self.referenced.as_deref().unwrap_or_else(|| self.target.of(text))
    }
}

/// How many inlines may contain another one. Nesting is shallow: an image in a link, code in a link.
pub(crate) const NESTED: usize = 4;

impl Markdown {
    /// How many stretches are emphasized.
    #[must_use]
    pub fn emphasized(&self) -> usize {
        let is_set = |run: &Run| run.style.is_emphasized();
        self.runs.chunk_by(|a, b| is_set(a) == is_set(b)).filter(|runs| is_set(&runs[0])).count()
    }

    /// Appends a later piece of the same text.
    fn append(&mut self, later: Markdown) {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (runs, inlines) = (number(self.runs.len()), number(self.inlines.len()));
        let (items, footnotes) = (number(self.items.len()), number(self.footnotes.len()));
        let first = self.blocks.len();
        parallel::join(&mut self.blocks, later.blocks);
        for block in &mut self.blocks[first..] {
            block.runs = block.runs.start + runs..block.runs.end + runs;
            block.inlines = block.inlines.start + inlines..block.inlines.end + inlines;
            block.item = block.item.map(|item| item.behind(items));
            block.footnote = block.footnote.map(|footnote| footnote.behind(footnotes));
        }
        parallel::join(&mut self.runs, later.runs);
        parallel::join(&mut self.inlines, later.inlines);
        parallel::join(&mut self.comments, later.comments);
        parallel::join(&mut self.abbreviations, later.abbreviations);
        parallel::join(&mut self.definitions, later.definitions);
        parallel::join(&mut self.masks, later.masks);
        parallel::join(&mut self.items, later.items);
        parallel::join(&mut self.footnotes, later.footnotes);
        self.front_matter = self.front_matter.or(later.front_matter);
    }

    /// The runs of a block.
    #[must_use]
    #[inline]
    pub fn runs(&self, block: &Block) -> &[Run] {
        &self.runs[block.runs.start as usize..block.runs.end as usize]
    }

    /// The inlines of a block.
    #[must_use]
    #[inline]
    pub fn inlines(&self, block: &Block) -> &[Inline] {
        &self.inlines[block.inlines.start as usize..block.inlines.end as usize]
    }

    /// The inlines that touch `span` or contain it, and perhaps a few before it.
    pub(crate) fn inlines_near(&self, span: Span) -> impl Iterator<Item = &Inline> {
        let from = self.inlines.partition_point(|inline| inline.span.start < span.start);
        let near = self.inlines[from.saturating_sub(NESTED)..].iter();
        near.take_while(move |inline| inline.span.start <= span.end)
    }

    /// The innermost list item that contains a block.
    #[must_use]
    pub fn item(&self, block: &Block) -> Option<Item> {
        block.item?.of(&self.items).copied()
    }

    /// The footnote definition that contains a block.
    #[must_use]
    pub fn footnote(&self, block: &Block) -> Option<Footnote> {
        block.footnote?.of(&self.footnotes).copied()
    }

    /// The index of the block that covers `offset`, or of the last one before it.
    #[must_use]
    pub fn block_at(&self, offset: u32) -> Option<usize> {
        self.blocks.partition_point(|block| block.span.start <= offset).checked_sub(1)
    }

    /// The comment that covers `offset`.
    #[must_use]
    pub fn comment_at(&self, offset: u32) -> Option<Span> {
        covering(&self.comments, offset)
    }
}

/// Reads `text`; never fails.
#[must_use]
pub fn parse(text: &str) -> Markdown {
    reader::read(text)
}
