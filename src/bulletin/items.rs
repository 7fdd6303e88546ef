//! What is cited: one model for all ways of citing.
//!
//! * An [`Item`] is one cited source. An inline citation fills only the item; whatever else notes, lists, captions and
//!   sentences contain is in its [`Details`].
//! * An [`ItemGroup`] contains the items that belong together in a style other than the bracketed one: those of a note,
//!   of a list entry, of a sentence. [`Bulletin::item_groups`](super::Bulletin::item_groups) lists the groups in text
//!   order.
//! * Fields contain the printed text, with its span. Faults in the punctuation between them are [`Flaw`]s.
//!
//! The readers are [`super::citation`] for brackets, and [`super::references`] for everything else.

use super::notes::Note;
use crate::calendar::Written;
use crate::gazetteer::Standing;
use crate::text::url::{Parts, Url};
use crate::text::words::WordSet;
use crate::text::{Span, map_spans, within};
use smallvec::SmallVec;

/// One source with its dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// From its first to its last word.
    pub span: Span,
    /// `By Amir Taheri`: the author, without `By`.
    pub author: Option<Span>,
    /// The source's name as printed; `None` if it is missing, or if there is only an address.
    pub source: Option<Span>,
    /// The link around or instead of the name.
    pub link: Option<Link>,
    /// The text between the source and its date: a comma and a space, if all is well. `None` if the date is elsewhere.
    pub gap: Option<Span>,
    /// Where the date is placed.
    pub date_place: DatePlace,
    /// Its dates, usually one. Empty if it has none, or shares that of the next item.
    pub dates: SmallVec<[Written; 1]>,
    /// Whether the date is the next item's: `NTV, [RTR](…), June 27`.
    pub shares_date: bool,
    /// Words before the date that describe it: `accessed`, `updated`, `late`.
    pub marker: Option<Span>,
    /// Whether it is the date of a visit, not that of the report: `accessed May 9`.
    pub accessed: bool,
    /// What follows the date: `from AFP`, `p. 4`.
    pub trailer: Option<Span>,
    /// `n.d.`, `undated`: an explicit statement that there is no date.
    pub undated: Option<Span>,
    /// Something a person told the author: there can be no address.
    pub interview: bool,
    /// Whether it passed on what the source before it reported: `AFP, May 9, via Dawn`. It needs no date of its own, and
    /// no semicolon parts the two.
    pub relays: bool,
    /// What the gazetteer knows about the source’s name.
    pub standing: Standing,
    /// What else it contains; `None` in an inline citation.
    pub details: Option<Box<Details>>,
}

map_spans!(Item {
    span, author, source, link, gap, dates, marker, trailer, undated, details;
    date_place, shares_date, accessed, interview, relays, standing,
});

/// Where an item's date is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DatePlace {
    /// After the source, as it should be: `[Source](…), May 9`.
    #[default]
    Behind,
    /// Before it: `May 9, [Source](…)`.
    First,
    /// Inside the link: `[Source, May 9](…)`.
    InLink,
    /// In brackets of its own: `Source (May 9)`.
    InBrackets,
}

/// A link in a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The whole link.
    pub span: Span,
    /// The text between the square brackets; for a bare address, the address.
    pub label: Span,
    /// The address; empty if there is none, or if it is in a link definition.
    pub target: Span,
    /// How it is written.
    pub form: LinkForm,
    /// The parts of the address, if it is a web address.
    parts: Option<Parts>,
    placeholder: bool,
}

map_spans!(Link { span, label, target; form, parts, placeholder });

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `[label](target)`, which Markdown renders.
    Inline,
    /// `[label][reference]`
    Reference,
    /// `https://…`, `<https://…>`, `www.…`, or `[https://…](https://…)`
    Bare,
    /// `[label] (target)`, so Markdown does not render the link.
    Detached,
    /// `[label](target with a space)`, so Markdown does not render the link.
    Unrendered,
    /// A bracket is missing: `[label(target)`, `label](target)`, `[label](target`, `[label]target`.
    MissingBracket,
    /// `[label]` alone, or `[label][reference]` with an undefined reference.
    Unaddressed,
}

impl Link {
    pub(in crate::bulletin) fn new(text: &str, span: Span, label: Span, target: Span, form: LinkForm) -> Link {
        let address = target.of(text);
        let url = Url::parse(address);
        let placeholder = is_placeholder_target(address, url);
        Link { span, label, target, form, parts: url.map(|url| url.parts()), placeholder }
    }

    /// The parsed address, if it is a web address.
    #[must_use]
    pub fn url<'t>(&self, text: &'t str) -> Option<Url<'t>> {
        Some(Url::in_parts(self.target.of(text), self.parts?))
    }

    /// Whether its target is a placeholder: `#`, nothing, `TODO`, example.com.
    #[must_use]
    pub const fn is_placeholder(&self) -> bool {
        self.placeholder
    }
}

impl Item {
    /// Whether the comma before its date stands inside a quotation: `YouTube, “The Fall,” May 9`.
    #[must_use]
    pub fn has_comma_in_quotation(&self) -> bool {
        self.gap.is_none() && self.date_place == DatePlace::Behind && self.source.is_some() && !self.dates.is_empty()
    }

    /// An item of which nothing has been read yet.
    #[must_use]
    pub fn bare(span: Span) -> Item {
        Item {
            span,
            author: None,
            source: None,
            link: None,
            gap: None,
            date_place: DatePlace::Behind,
            dates: SmallVec::new(),
            shares_date: false,
            marker: None,
            accessed: false,
            trailer: None,
            undated: None,
            interview: false,
            relays: false,
            standing: Standing::Unknown,
            details: None,
        }
    }

    /// The address, if one is written here.
    #[must_use]
    pub fn url<'t>(&'t self, text: &'t str) -> Option<&'t str> {
        if let Some(address) = self.details.as_ref().and_then(|details| details.address.as_deref()) {
            return Some(address);
        }
        let url = self.link?.target.of(text);
        (!url.is_empty()).then_some(url)
    }

    /// The access and modification dates of an item with details.
    pub fn other_dates(&self) -> impl Iterator<Item = &Written> {
        self.details.iter().flat_map(|details| details.accessed.iter().chain(&details.modified))
    }

    /// How it is cited.
    #[must_use]
    pub fn style(&self) -> CitationStyle {
        self.details.as_ref().map_or(CitationStyle::Inline, |details| details.style)
    }

    /// What kind of source it cites, or how it refers to one.
    #[must_use]
    pub fn kind(&self) -> ItemKind {
        let inline = if self.interview { ItemKind::Interview } else { ItemKind::News };
        self.details.as_ref().map_or(inline, |details| details.kind)
    }

    /// Whether it is an entry in a list of works in author-date style: its year follows its author, and no rule about
    /// the form of citations applies.
    #[must_use]
    pub fn is_author_date_entry(&self) -> bool {
        self.date_place == DatePlace::First && self.style() == CitationStyle::Bibliography
    }

    /// Whether emphasis marks touch the source: the text around them cannot be rewritten.
    #[must_use]
    pub fn is_emphasised(&self, text: &str) -> bool {
        let Some(source) = self.source else { return false };
        let mark = |byte: Option<&u8>| matches!(byte, Some(b'*' | b'_'));
        let bytes = text.as_bytes();
        mark(source.start.checked_sub(1).and_then(|at| bytes.get(at as usize))) || mark(bytes.get(source.end as usize))
    }

    /// Whether it is an address that a note's sentence runs into, and no more: `See the gallery at https://…`.
    #[must_use]
    pub fn is_pointer(&self, text: &str) -> bool {
        let Some(details) = self.details.as_ref().filter(|_| self.source.is_none()) else { return false };
        let leads =
            |anchor: Span| matches!(anchor.of(text).rsplit(' ').next(), Some("at" | "on" | "from" | "via" | "see"));
        details.title.is_none() && details.style.is_apart() && details.anchor.is_some_and(leads)
    }

    /// Whether it cites a page without a day of publication: `Cranes at Rest - Harbour Labs, accessed May 2, 2018,
    /// https://…`. Without marks around its title, nobody knows which of the words are title, author and site.
    #[must_use]
    pub fn is_undated_page(&self) -> bool {
        let title = self.details.as_ref().and_then(|details| details.title);
        self.style().is_apart() && self.dates.is_empty() && title.is_none_or(|title| title.form == TitleForm::Bare)
    }

    /// The first of its dates.
    #[must_use]
    pub fn date(&self) -> Option<&Written> {
        self.dates.first()
    }
}

/// Whether a target, parsed as `url`, is a placeholder.
fn is_placeholder_target(target: &str, url: Option<Url<'_>>) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "#",
        "todo",
        "tbd",
        "tk",
        "xxx",
        "link",
        "url",
        "http://",
        "https://",
        "http://#",
        "https://#",
        "about:blank",
        "insert-link",
    ]);
    // A web address is not one of the words; a scheme alone is not an address.
    url.is_none() && {
        let target = target.trim();
        target.is_empty() || WORDS.has_in_any_case(target)
    } || url.is_some_and(|url| {
        // RFC 2606 reserves these names for examples.
        let host = url.bare_host();
        ["example.com", "example.org", "example.net"].iter().any(|name| name.eq_ignore_ascii_case(host))
    })
}

/// How something is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CitationStyle {
    /// In brackets: `([Dawn](https://…), May 9)`
    #[default]
    Inline,
    /// In a footnote or endnote.
    Note,
    /// In an entry of a numbered list of references or addresses: `[1] https://…`
    Numbered,
    /// By a link in a sentence: `Fighters [told Reuters](https://…)`
    Prose,
    /// In a caption, or a line `Source: …`
    Caption,
    /// `(Mertz, 2018, p. 4)`, `[@mertz2018]`
    AuthorDate,
    /// In an entry of an unnumbered list of works.
    Bibliography,
}

impl CitationStyle {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CitationStyle::Inline => "inline",
            CitationStyle::Note => "note",
            CitationStyle::Numbered => "numbered",
            CitationStyle::Prose => "prose",
            CitationStyle::Caption => "caption",
            CitationStyle::AuthorDate => "author-date",
            CitationStyle::Bibliography => "bibliography",
        }
    }

    /// Whether it cites through the words of a sentence: rules about the form of citations do not apply.
    #[must_use]
    pub const fn is_in_sentence(self) -> bool {
        matches!(self, CitationStyle::Prose | CitationStyle::AuthorDate)
    }

    /// Whether its items are read before the blocks are: no reader of prose looks inside them.
    #[must_use]
    pub const fn is_read_whole(self) -> bool {
        self.is_apart() || matches!(self, CitationStyle::Caption)
    }

    /// Whether it is a note or an entry of a numbered list: their form is counted over the article, and a bibliography has
    /// another.
    #[must_use]
    pub const fn is_note(self) -> bool {
        matches!(self, CitationStyle::Note | CitationStyle::Numbered)
    }

    /// Whether it cites outside the sentence, where the year is always written: in notes and lists.
    #[must_use]
    pub const fn is_apart(self) -> bool {
        matches!(self, CitationStyle::Note | CitationStyle::Numbered | CitationStyle::Bibliography)
    }
}

/// What kind of source an item cites, or how it refers to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ItemKind {
    #[default]
    News,
    Web,
    Journal,
    Book,
    Report,
    Thesis,
    Statement,
    UnDocument,
    Case,
    Law,
    Dataset,
    Broadcast,
    Social,
    Video,
    Interview,
    /// A link in a sentence.
    Link,
    /// `Ibid.`: what the preceding note cites.
    Ibid,
    /// A shortened form: `Mertz, “Convoy.”`
    Short,
    /// `Mertz, op. cit.`
    OpCit,
    /// `(Mertz, 2018)`
    AuthorDate,
    /// `[@mertz2018]`
    Pandoc,
    /// A remark next to citations: it cites nothing.
    Text,
}

impl ItemKind {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ItemKind::News => "news",
            ItemKind::Web => "web",
            ItemKind::Journal => "journal",
            ItemKind::Book => "book",
            ItemKind::Report => "report",
            ItemKind::Thesis => "thesis",
            ItemKind::Statement => "statement",
            ItemKind::UnDocument => "un-document",
            ItemKind::Case => "case",
            ItemKind::Law => "law",
            ItemKind::Dataset => "dataset",
            ItemKind::Broadcast => "broadcast",
            ItemKind::Social => "social",
            ItemKind::Video => "video",
            ItemKind::Interview => "interview",
            ItemKind::Link => "link",
            ItemKind::Ibid => "ibid",
            ItemKind::Short => "short",
            ItemKind::OpCit => "op-cit",
            ItemKind::AuthorDate => "author-date",
            ItemKind::Pandoc => "pandoc",
            ItemKind::Text => "text",
        }
    }

    /// Whether it refers to a source that is cited in full elsewhere.
    #[must_use]
    pub const fn points_back(self) -> bool {
        matches!(self, ItemKind::Ibid | ItemKind::Short | ItemKind::OpCit | ItemKind::AuthorDate | ItemKind::Pandoc)
    }
}

/// How a title is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleForm {
    /// Between quotation marks.
    Quoted,
    /// In italics.
    Emphasised,
    /// The text of a link.
    Linked,
    /// None of these.
    Bare,
}

/// The title of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Without its marks and its closing comma.
    pub span: Span,
    /// With its marks.
    pub whole: Span,
    /// How it is formatted.
    pub form: TitleForm,
}

map_spans!(Title { span, whole; form });

/// What an item contains beyond an inline citation. A field that is not printed is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// How it is cited.
    pub style: CitationStyle,
    /// What is cited.
    pub kind: ItemKind,
    /// Introductory words: `See also`. They are not part of any field.
    pub lead: Option<Span>,
    /// The title of the smallest thing cited.
    pub title: Option<Title>,
    /// `London` in `Al-Hayat (London)`, in `(London: Hurst, 2016)`, in an interview.
    pub place: Option<Span>,
    /// Who was interviewed.
    pub persons: Option<Span>,
    /// The platform of an account: `Twitter`, `YouTube`.
    pub platform: Option<Span>,
    /// The language, if stated: `[Arabic]`, `in Dari`.
    pub language: Option<Span>,
    /// `No. 14`, `Report No. 271`, a docket.
    pub number: Option<Span>,
    /// The volume of a journal.
    pub volume: Option<Span>,
    /// The number of a journal's issue.
    pub issue: Option<Span>,
    /// `S/2018/705`
    pub symbol: Option<Span>,
    /// Page, paragraph or chapter, without `p.`
    pub pages: Option<Span>,
    /// `accessed May 9, 2018`
    pub accessed: Option<Written>,
    /// `last modified May 9, 2018`, `updated May 9, 2018`
    pub modified: Option<Written>,
    /// The archived copy.
    pub archived: Option<Link>,
    /// The intended address, if it is printed differently, `president dot gov.ua`, or if it is elsewhere.
    pub address: Option<Box<str>>,
    /// The linked words, for a link in a sentence.
    pub anchor: Option<Span>,
    /// The key in `[@mertz2018]`.
    pub key: Option<Span>,
    /// The note that an *Ibid.* or a shortened form refers to: an index of [`Bulletin::notes`](super::Bulletin::notes).
    pub refers: Option<u32>,
    /// The item that an *Ibid.* or a shortened form means: where it is cited in full.
    pub meant: Option<Span>,
    /// Why an *Ibid.* or a shortened form does not refer to a note.
    pub unresolved: Option<Unresolved>,
    /// The only author's name that differs by a letter from the one in a shortened form that refers to nothing.
    pub near: Option<Span>,
    /// The earlier note that cites the same work in full.
    pub repeats: Option<u32>,
}

/// Why an *Ibid.* or a shortened form does not refer to a note; notes are indices of
/// [`Bulletin::notes`](super::Bulletin::notes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Nothing precedes it that it could refer to.
    Nothing,
    /// The preceding note cites several sources.
    Several(u32),
    /// The preceding note cites nothing.
    Remark(u32),
    /// The full form is in a later note.
    Later(u32),
    /// It matches two works; a work in a list has no note.
    Two(Option<u32>, Option<u32>),
    /// The author's earlier work has a different date.
    OtherDate(Option<u32>),
    /// It names the author of that work by the given name.
    GivenName(Option<u32>),
}

map_spans!(Details {
    lead, title, place, persons, platform, language, number, volume, issue, symbol, pages, accessed, modified, archived,
    anchor, key, meant, near;
    style, kind, address, refers, unresolved, repeats,
});

/// A fault in the punctuation of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The characters, or the place where one is missing.
    pub span: Span,
    /// What is wrong.
    pub kind: FlawKind,
}

map_spans!(Flaw { span; kind });

/// The kinds of faults in the punctuation of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// No comma between two fields.
    MissingComma,
    /// A comma between two sources.
    CommaBetweenSources,
    /// A quotation mark or bracket without its partner.
    Unpaired,
    /// A space is missing, doubled, or before a comma.
    Spacing,
    /// Superfluous punctuation: `,,`, `..`, `?,`, a semicolon at the end.
    Surplus,
    /// A stop or another mark in place of a comma.
    WrongSign,
    /// A second, unexplained date.
    SecondDate,
}

/// Items that belong together, in a style other than the inline one.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemGroup {
    /// From the first to the last item, including remarks between them.
    pub span: Span,
    /// How they are cited.
    pub style: CitationStyle,
    /// The note or numbered entry that contains them: an index of [`Bulletin::notes`](super::Bulletin::notes).
    pub note: Option<u32>,
    /// The items in text order; remarks are items of kind [`ItemKind::Text`].
    pub items: Vec<Item>,
    /// Faults in the punctuation between and inside them, in text order.
    pub flaws: Vec<Flaw>,
}

map_spans!(ItemGroup { span, items, flaws; style, note });

impl ItemGroup {
    /// The items that cite something.
    pub fn cited(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.kind() != ItemKind::Text)
    }
}

/// The kind of an item's field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum FieldKind {
    Author,
    Title,
    Source,
    Date,
    Address,
}

/// A field of an item, with its span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Including its marks.
    pub span: Span,
    /// What it is.
    pub kind: FieldKind,
}

impl Item {
    /// Its main fields in printed order.
    #[must_use]
    pub fn fields(&self) -> SmallVec<[Field; 6]> {
        let mut fields: SmallVec<[Field; 6]> = SmallVec::new();
        // They nearly stand in the order in which they are put.
        let mut put = |span: Option<Span>, kind| {
            if let Some(span) = span {
                let before = fields.iter().rposition(|field| field.span <= span);
                fields.insert(before.map_or(0, |before| before + 1), Field { span, kind });
            }
        };
        put(self.author, FieldKind::Author);
        let linked = self.link.filter(|link| matches!(link.form, LinkForm::Inline | LinkForm::Reference));
        let source = self
            .source
            .map(|source| linked.map_or(source, |link| if link.label == source { link.span } else { source }));
        put(source, FieldKind::Source);
        let title = self.details.as_ref().and_then(|details| details.title);
        put(title.map(|title| title.whole), FieldKind::Title);
        let dates = if self.date_place == DatePlace::InBrackets { &[] } else { self.dates.as_slice() };
        put(dates.first().map(|date| date.span), FieldKind::Date);
        let accessed = self.details.as_ref().and_then(|details| details.accessed.as_ref());
        put(accessed.map(|date| date.span), FieldKind::Date);
        let archived = self.details.as_ref().and_then(|details| details.archived);
        let bare = |link: Option<Link>| link.filter(|link| matches!(link.form, LinkForm::Bare | LinkForm::Unrendered));
        put(bare(self.link).map(|link| link.span), FieldKind::Address);
        put(bare(archived).map(|link| link.span), FieldKind::Address);
        fields
    }
}

impl super::Bulletin {
    /// All items in all styles, without remarks: those of inline citations, then those of the other styles.
    pub fn cited_items(&self) -> impl Iterator<Item = &Item> {
        let inline = self.citations.iter().flat_map(|citation| citation.cited());
        inline.chain(self.item_groups.iter().flat_map(ItemGroup::cited))
    }

    /// The same without those cited through the words of a sentence: rules about the form of citations do not apply to
    /// them.
    pub fn formal_items(&self) -> impl Iterator<Item = &Item> {
        self.cited_items().filter(|item| !item.style().is_in_sentence())
    }

    /// The items of a note.
    #[must_use]
    pub fn items_of_note(&self, note: &Note) -> Option<&ItemGroup> {
        let groups = within(&self.item_groups, note.span, |group| group.span);
        groups.iter().find(|group| group.note.is_some())
    }
}
