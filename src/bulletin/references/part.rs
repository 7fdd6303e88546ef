//! Reads the fields of one source: first the anchors (title, date, address, known outlet), then what stands between them.

use super::lexer::{Atom, AtomKind, Sign, atoms};
use super::split::{Part, has_finite, is_ibid, is_name};
use super::words::{BODIES, LANGUAGES, LINK_WORDS, MODES, PIECES, PLATFORMS, REMOTE};
use crate::bulletin::citation::words::{CREDITS, GIVEN_NAMES, MEDIA, OFFICES, PLACES, PUBLISHERS};
use crate::bulletin::items::{CitationStyle, DatePlace, Details, Flaw, FlawKind, Item, ItemKind, Title, TitleForm};
use crate::calendar::Written;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{Offset, Slice, Span};

/// What a reader of notes is given.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub text: &'a str,
    pub markdown: &'a Markdown,
    pub gazetteer: &'a Gazetteer,
    pub style: CitationStyle,
}

/// A field: what stands between two signs.
#[derive(Clone, Debug)]
struct Field {
    /// Its pieces.
    atoms: Vec<Atom>,
    /// The sign before it; none where a sign is missing, or before the first.
    before: Option<(Sign, Span)>,
    role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Text,
    Title,
    Date(DateRole),
    Address(AddressRole),
    Pages,
    Detail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateRole {
    Printed,
    Accessed,
    Modified,
    Archived,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AddressRole {
    Own,
    Archived,
}

impl Field {
    fn span(&self) -> Span {
        let first = self.atoms[0].span;
        self.atoms.iter().fold(first, |span, atom| span.cover(atom.span))
    }

    /// The words of a field of words.
    fn words<'t>(&self, text: &'t str) -> &'t str {
        match self.atoms.first() {
            Some(Atom { kind: AtomKind::Words, span }) => span.of(text),
            _ => "",
        }
    }
}

/// Reads one part; none where it is a remark.
pub(super) fn read(context: Context<'_>, part: Part, flaws: &mut Vec<Flaw>) -> Option<Item> {
    let span = part.span()?;
    let mut reader = Reader {
        context,
        item: Item::bare(span),
        details: Details { style: context.style, lead: part.lead, ..Details::default() },
        note: None,
        flaws: Vec::new(),
        surname_only: false,
    };
    let mut pieces = part.atoms;
    // The sign that ends the part is none of its pieces.
    while let Some(Atom { kind: AtomKind::Sign(_), .. }) = pieces.last() {
        pieces.pop();
    }
    while let Some(Atom { kind: AtomKind::Sign(_), .. }) = pieces.first() {
        pieces.remove(0);
    }
    let (first, last) = (pieces.first()?.span, pieces.last()?.span);
    reader.item.span = first.cover(last);
    let is_one = reader.read(pieces)?;
    if !is_one {
        return None;
    }
    let Reader { mut item, details, flaws: own, .. } = reader;
    flaws.extend(own);
    item.details = Some(Box::new(details));
    Some(item)
}

struct Reader<'a> {
    context: Context<'a>,
    item: Item,
    details: Details,
    /// The number of the note that is named: `(see note 1 above)`.
    note: Option<Span>,
    flaws: Vec<Flaw>,
    surname_only: bool,
}

impl Reader<'_> {
    fn knows(&self, name: &str) -> bool {
        let name = name.trim();
        name.len() > 1 && self.context.gazetteer.knows_source(name)
    }

    /// Reads the pieces; false for a remark.
    fn read(&mut self, pieces: Vec<Atom>) -> Option<bool> {
        let text = self.context.text;
        let opening = match &pieces.first()?.kind {
            AtomKind::Words => pieces[0].span.of(text),
            AtomKind::Emphasis { inner, .. } => inner.of(text),
            _ => "",
        };
        if is_ibid(opening) {
            return Some(!self.is_about_ibid(&pieces) && self.ibid(&pieces));
        }
        if let Some(done) = self.interview(&pieces) {
            return Some(done);
        }
        let pieces = self.mend_titles(pieces);
        if self.is_remark(&pieces) {
            return Some(false);
        }
        if self.law(&pieces) {
            return Some(true);
        }
        let mut fields = self.fields(pieces);
        self.roles(&mut fields);
        if self.social(&mut fields) || self.case(&mut fields) {
            self.tail(&fields);
            return Some(self.finish(&fields));
        }
        self.assign(&mut fields);
        self.tail(&fields);
        Some(self.finish(&fields))
    }

    /// A finite verb outside of a title, or no anchor.
    fn is_remark(&self, pieces: &[Atom]) -> bool {
        let text = self.context.text;
        let dated = |date: &Written| date.day.is_some() || date.year.is_some();
        let mut anchor = false;
        let mut behind = false;
        for atom in pieces {
            match &atom.kind {
                AtomKind::Words => {
                    let words = atom.span.of(text);
                    // A clause behind a whole citation does not undo it.
                    let clause = behind && words.starts_with("which");
                    if has_finite(words) && !(is_speech(words) || clause || is_marked(words)) {
                        return true;
                    }
                    anchor |=
                        symbol(words).is_some() || opens_court(words) || is_op_cit(words) || pages_in(words).is_some();
                }
                AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Label { .. } => anchor = true,
                AtomKind::Address { .. } | AtomKind::Target { .. } => (anchor, behind) = (true, true),
                AtomKind::Date(date) => {
                    anchor |= dated(date);
                    behind = true;
                }
                AtomKind::Round { inner } => anchor |= inner.of(text).contains(|c: char| c.is_ascii_digit()),
                _ => {}
            }
        }
        !anchor
    }

    /// `*Ibid.* is Latin for …`: a sentence on the word.
    fn is_about_ibid(&self, pieces: &[Atom]) -> bool {
        let text = self.context.text;
        let words = self.item.span.of(text).trim_start_matches(['*', '_']);
        let behind = words.trim_start_matches(char::is_alphabetic).trim_start_matches(['.', '*', '_']);
        let sentence = pieces.iter().find_map(|atom| match atom.kind {
            AtomKind::Sign(_) => Some(atom.span.start),
            _ => None,
        });
        let len = sentence
            .map_or(behind.len(), |end| behind.len().saturating_sub(self.item.span.end.saturating_sub(end) as usize));
        let first = behind.get(..len).unwrap_or(behind).trim_start();
        let verb = first.split_whitespace().next().unwrap_or("");
        matches!(verb, "is" | "was" | "means" | "meant" | "stands" | "should" | "may" | "can" | "refers")
    }

    /// `Ibid., p. 4`
    fn ibid(&mut self, pieces: &[Atom]) -> bool {
        let text = self.context.text;
        self.details.kind = ItemKind::Ibid;
        let whole = self.item.span.of(text);
        let behind = whole.trim_start_matches(['*', '_']);
        let word = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let mut end = self.item.span.end - behind.slice(word..).len() as Offset;
        let rest = Span::new(end, self.item.span.end).of(text);
        end += rest.len() as Offset - rest.trim_start_matches(['.', '*', '_']).len() as Offset;
        let mut pages: Option<Span> = None;
        for atom in pieces {
            let words = Span::new(atom.span.start.max(end), atom.span.end);
            if atom.span.end <= end {
                continue;
            }
            if let AtomKind::Words = atom.kind
                && let Some(found) = pages_in(words.of(text))
            {
                let found = Span::new(words.start + found.0, words.start + found.1);
                pages = Some(pages.map_or(found, |before| before.cover(found)));
            }
        }
        self.details.pages = pages;
        true
    }

    /// `Author’s telephone interview with a trader, Goma, May 2018`
    fn interview(&mut self, pieces: &[Atom]) -> Option<bool> {
        let text = self.context.text;
        let Atom { kind: AtomKind::Words, span } = pieces.first()? else { return None };
        let words = span.of(text);
        let (source, end) = interview_len(words)?;
        // What an interview is, in a sentence: `Interviews were held in Goma`.
        let outside = pieces.iter().filter(|atom| atom.kind == AtomKind::Words);
        let with = words.slice(end..).trim_start();
        let has_verb = outside.clone().any(|atom| {
            let words = if atom.span == *span { words.slice(end..) } else { atom.span.of(text) };
            let words = words.split(" who ").next().unwrap_or("");
            words
                .split_whitespace()
                .any(|word| matches!(word, "was" | "were" | "is" | "are" | "had" | "have" | "took" | "said" | "told"))
        });
        if has_verb
            || pieces.iter().any(|atom| matches!(atom.kind, AtomKind::Quoted { .. })) && !with.starts_with("with")
        {
            return None;
        }
        self.details.kind = ItemKind::Interview;
        self.item.interview = true;
        if source > 0 {
            self.item.source = Some(Span::new(span.start, span.start + source as Offset));
        }
        let mut persons: Option<Span> = None;
        let at = span.end - with.len() as Offset;
        let mut fields: Vec<Span> = Vec::new();
        let by_with = ["with ", "by author with ", "by the author with ", "between the author and "];
        if let Some(opening) = by_with.iter().find(|opening| with.starts_with(**opening)) {
            let start = at + opening.len() as Offset;
            let mut end = span.end;
            let named = Span::new(start, end).of(text);
            // `with a trader in Goma`
            if let Some(inside) = named.rfind(" in ") {
                let place = named.slice(inside + 4..);
                if is_name(place) && !place.starts_with("the ") {
                    fields.push(Span::new(end - place.len() as Offset, end));
                    end = start + inside as Offset;
                }
            }
            persons = Some(Span::new(start, end));
        } else if let Some(place) = with.strip_prefix("in ") {
            fields.push(Span::new(span.end - place.len() as Offset, span.end));
        }
        let mut remote =
            is_remote(words) || ["ommunication", "orrespondence", "xchange"].iter().any(|kind| words.contains(kind));
        let mut date: Option<Written> = None;
        for (index, atom) in pieces.iter().enumerate().skip(1) {
            match &atom.kind {
                AtomKind::Words => {
                    let words = atom.span.of(text);
                    remote |= is_remote(words);
                    let number = pages_in(words).is_some();
                    if !is_remote(words) && !number && !matches!(words, "on" | "dated" | "in") {
                        let words = words.strip_suffix(" on").unwrap_or(words);
                        fields.push(Span::new(atom.span.start, atom.span.start + words.len() as Offset));
                    }
                    if index + 1 < pieces.len()
                        && matches!(pieces[index + 1].kind, AtomKind::Date(_))
                        && !ends_open(words)
                    {
                        self.flaws.push(Flaw {
                            span: Span::new(atom.span.end, pieces[index + 1].span.start),
                            kind: FlawKind::MissingComma,
                        });
                    }
                }
                AtomKind::Date(written) if date.is_none() => date = Some(written.clone()),
                AtomKind::Round { inner } => {
                    let inside = inner.of(text);
                    remote |= is_remote(inside);
                    if date.is_none() {
                        let inside = atoms(text, self.context.markdown, *inner);
                        date = inside.iter().find_map(Atom::date).cloned();
                        if let Some(first) = inside.first()
                            && first.kind == AtomKind::Words
                            && date.is_some()
                        {
                            fields.push(first.span);
                        }
                    }
                }
                _ => {}
            }
        }
        // Who is spoken with stands before where.
        let mut places = fields.as_slice();
        if persons.is_none() && fields.len() > 1 {
            persons = Some(fields[0]);
            places = &fields[1..];
        } else if persons.is_none() && fields.len() == 1 {
            let only = fields[0].of(text);
            if only.starts_with(|c: char| c.is_lowercase()) || is_person(only) {
                persons = Some(fields[0]);
                places = &[];
            }
        }
        // `with Col. Mertz, commander of the second brigade, Goma`
        let place = places
            .iter()
            .rev()
            .find(|place| is_name(place.of(text)) && !place.of(text).starts_with(|c: char| c.is_lowercase()));
        self.details.persons = persons;
        self.details.place = place.copied();
        if remote && self.details.place.is_none() {
            self.details.platform = Some(*span);
        }
        let dated = date.is_some();
        self.item.dates.extend(date);
        // `Interview, 4` says too little to be one.
        Some(dated || persons.is_some() || self.details.place.is_some() || source > 0 && pieces.len() == 1)
    }

    /// Makes one title of what a lone quotation mark opens or closes.
    fn mend_titles(&mut self, pieces: Vec<Atom>) -> Vec<Atom> {
        let text = self.context.text;
        let is_quote = |atom: &Atom| matches!(atom.span.of(text), "“" | "”" | "\"" | "„" | "«" | "»");
        let lone = pieces.iter().position(|atom| matches!(atom.kind, AtomKind::Lone { .. }) && is_quote(atom));
        let Some(at) = lone else {
            for atom in &pieces {
                let bracket =
                    matches!(atom.kind, AtomKind::Lone { .. }) && matches!(atom.span.of(text), "(" | ")" | "[" | "]");
                if bracket {
                    self.flaws.push(Flaw { span: atom.span, kind: FlawKind::Unpaired });
                }
            }
            // What stands behind an open bracket is a field of its own: `Dawn (Karachi, May 4`.
            let parted = pieces.into_iter().filter_map(|atom| match atom.kind {
                AtomKind::Lone { opens: true } if atom.span.of(text) == "(" => {
                    Some(Atom { kind: AtomKind::Sign(Sign::Comma), ..atom })
                }
                AtomKind::Lone { .. } => None,
                _ => Some(atom),
            });
            return parted.collect();
        };
        let quoted = pieces.iter().any(|atom| {
            matches!(atom.kind, AtomKind::Quoted { .. })
                && !matches!(atom.span.of(text).chars().next(), Some('‘' | '\''))
        });
        let AtomKind::Lone { opens } = pieces[at].kind else { return pieces };
        if quoted {
            for atom in pieces.iter().filter(|atom| matches!(atom.kind, AtomKind::Lone { .. })) {
                self.flaws.push(Flaw { span: atom.span, kind: FlawKind::Unpaired });
            }
            return pieces.into_iter().filter(|atom| !matches!(atom.kind, AtomKind::Lone { .. })).collect();
        }
        let mut pieces = pieces;
        if opens {
            // The title ends before the known outlet, or before the last words before the date.
            let (mut ends, mut last_words, mut known) = (Vec::new(), None, None);
            for (index, atom) in pieces.iter().enumerate().skip(at + 1) {
                match &atom.kind {
                    AtomKind::Date(_) | AtomKind::Address { .. } => break,
                    AtomKind::Round { inner } if holds_date(inner.of(text)) => break,
                    AtomKind::Words | AtomKind::Label { .. } | AtomKind::Emphasis { .. } => {
                        let name = match &atom.kind {
                            AtomKind::Emphasis { inner, .. } => inner.of(text),
                            AtomKind::Label { link } => link.label.of(text),
                            _ => atom.span.of(text),
                        };
                        if index > at + 1 && ends.last() == Some(&(index - 1)) {
                            last_words = Some(index);
                            if known.is_none() && self.knows(name) {
                                known = Some(index);
                            }
                        }
                    }
                    AtomKind::Sign(Sign::Comma) => ends.push(index),
                    AtomKind::Quoted { inner, .. } if inner.of(text).ends_with([',', '.', '?', '!']) => {
                        ends.push(index);
                    }
                    _ => {}
                }
            }
            let end = known.or(last_words).unwrap_or_else(|| {
                pieces
                    .iter()
                    .skip(at + 1)
                    .position(|atom| match &atom.kind {
                        AtomKind::Date(_) | AtomKind::Address { .. } => true,
                        AtomKind::Round { inner } => holds_date(inner.of(text)),
                        _ => false,
                    })
                    .map_or(pieces.len(), |len| at + 1 + len)
            });
            let mut last = end - 1;
            while last > at && matches!(pieces[last].kind, AtomKind::Sign(_)) {
                last -= 1;
            }
            if last == at {
                pieces.remove(at);
                return pieces;
            }
            let start = pieces[at].span.end;
            let close = pieces[last].span.end;
            self.flaws.push(Flaw { span: pieces[at].span.cover(pieces[last].span), kind: FlawKind::Unpaired });
            let whole = pieces[at].span.cover(pieces[last].span);
            let title = Atom {
                span: whole,
                kind: AtomKind::Quoted { inner: Span::new(start, close), link: None, paired: true },
            };
            pieces.splice(at..=last, [title]);
        } else {
            let mut first = at;
            while first > 0 && matches!(pieces[first - 1].kind, AtomKind::Sign(_)) {
                first -= 1;
            }
            if first == 0 || pieces[first - 1].kind != AtomKind::Words {
                pieces.remove(at);
                return pieces;
            }
            first -= 1;
            let whole = pieces[first].span.cover(pieces[at].span);
            self.flaws.push(Flaw { span: whole, kind: FlawKind::Unpaired });
            let inner = Span::new(whole.start, pieces[at].span.start);
            let title = Atom { span: whole, kind: AtomKind::Quoted { inner, link: None, paired: true } };
            pieces.splice(first..=at, [title]);
        }
        pieces
    }

    /// Cuts the pieces into fields.
    fn fields(&mut self, pieces: Vec<Atom>) -> Vec<Field> {
        let text = self.context.text;
        let mut fields: Vec<Field> = Vec::new();
        let mut before: Option<(Sign, Span)> = None;
        let mut open = false;
        let mut pieces = pieces.into_iter().peekable();
        while let Some(atom) = pieces.next() {
            if let AtomKind::Sign(sign) = atom.kind {
                before = Some((sign, atom.span));
                open = false;
                continue;
            }
            // A date among other words is part of a name: `Note verbale dated 3 March 2017 from …`.
            let mut atom = atom;
            if atom.date().is_some() {
                let follows = pieces
                    .peek()
                    .is_some_and(|next| next.kind == AtomKind::Words && !opens_behind_date(next.span.of(text)));
                let dated = open
                    && fields.last().is_some_and(|field| {
                        let words = field.atoms.last().map_or("", |atom| atom.span.of(text));
                        ["dated", "of", "since", "from", "for", "the", "until"]
                            .iter()
                            .any(|word| words.rsplit(' ').next() == Some(*word))
                    });
                if follows || dated {
                    atom.kind = AtomKind::Words;
                }
            }
            let starts = match &atom.kind {
                AtomKind::Date(_) | AtomKind::Address { .. } | AtomKind::Quoted { .. } | AtomKind::Label { .. } => true,
                AtomKind::Emphasis { .. } => true,
                AtomKind::Words => fields.last().is_some_and(|field| {
                    field.atoms.iter().all(|atom| {
                        !matches!(atom.kind, AtomKind::Words | AtomKind::Emphasis { .. } | AtomKind::Label { .. })
                    })
                }),
                AtomKind::Target { link } => {
                    self.item.link = self.item.link.or(Some(*link));
                    continue;
                }
                _ => false,
            };
            if open && !starts {
                let Some(field) = fields.last_mut() else { continue };
                match field.atoms.last_mut() {
                    Some(last) if last.kind == AtomKind::Words && atom.kind == AtomKind::Words => {
                        last.span = last.span.cover(atom.span);
                    }
                    _ => field.atoms.push(atom),
                }
                continue;
            }
            fields.push(Field { atoms: vec![atom], before, role: Role::Text });
            before = None;
            open = true;
        }
        fields
    }

    /// What each field is, by itself and by the words before it.
    fn roles(&mut self, fields: &mut [Field]) {
        let text = self.context.text;
        let mut date_role = DateRole::Printed;
        let mut address_role = AddressRole::Own;
        for at in 0..fields.len() {
            let next_is_date = fields.get(at + 1).is_some_and(|next| next.atoms[0].date().is_some());
            let field = &mut fields[at];
            let first = field.atoms[0].clone();
            field.role = match &first.kind {
                AtomKind::Quoted { .. } => Role::Title,
                AtomKind::Date(_) => Role::Date(std::mem::replace(&mut date_role, DateRole::Printed)),
                AtomKind::Address { .. } => Role::Address(std::mem::replace(&mut address_role, AddressRole::Own)),
                AtomKind::Words => {
                    let words = first.span.of(text);
                    if let Some(role) = marks_date(words)
                        && (next_is_date || marks_date_alone(words))
                    {
                        date_role = role;
                        // Words before the mark stay: `Reuters accessed May 4`.
                        Role::Detail
                    } else if let Some((from, to)) = opens_note_number(words) {
                        self.note = Some(Span::new(first.span.start + from, first.span.start + to));
                        Role::Detail
                    } else if marks_archive(words) {
                        address_role = AddressRole::Archived;
                        Role::Detail
                    } else if opens_address(words) {
                        if let Some(language) = words.split(' ').find(|word| LANGUAGES.has(word)) {
                            self.details.language = inside(first.span, words, language);
                        }
                        Role::Detail
                    } else if let Some((from, to)) = pages_in(words).filter(|_| field.atoms.len() == 1) {
                        let span = Span::new(first.span.start + from, first.span.start + to);
                        self.details.pages = Some(self.details.pages.map_or(span, |pages| pages.cover(span)));
                        Role::Pages
                    } else if is_op_cit(words) || self.detail(words, first.span) {
                        Role::Detail
                    } else {
                        Role::Text
                    }
                }
                AtomKind::Square { inner } if is_translation(inner.of(text)) => Role::Detail,
                AtomKind::Square { inner } | AtomKind::Round { inner } => {
                    self.bracket(*inner, at > 0);
                    Role::Detail
                }
                AtomKind::Emphasis { inner, .. } if is_op_cit(inner.of(text)) => Role::Detail,
                _ => Role::Text,
            };
        }
    }

    /// Reads a field that says more of the source: a number, a language, the kind of piece.
    fn detail(&mut self, words: &str, span: Span) -> bool {
        let lower = words.to_ascii_lowercase();
        let bare = lower.trim_end_matches('.');
        let number_behind = |prefixes: &[&str]| {
            prefixes.iter().find_map(|prefix| {
                let rest = lower.strip_prefix(prefix)?;
                let digits = rest.trim_start();
                digits.starts_with(|c: char| c.is_ascii_digit()).then(|| {
                    let start = span.end - digits.len() as Offset;
                    let len = digits.find([' ', ',']).unwrap_or(digits.len());
                    Span::new(start, start + len as Offset)
                })
            })
        };
        if let Some(volume) = number_behind(&["volume", "vol."]) {
            self.details.volume = Some(volume);
            return true;
        }
        if let Some(issue) = number_behind(&["number", "nos.", "no.", "issue", "iss."]) {
            if self.details.volume.is_some() || self.details.title.is_some() {
                self.details.issue = Some(issue);
            } else {
                self.details.number = Some(span);
                self.details.issue = Some(issue);
            }
            return true;
        }
        if let Some((from, to)) = symbol(words) {
            self.details.symbol = Some(Span::new(span.start + from, span.start + to));
            self.details.kind = ItemKind::UnDocument;
            // `Security Council resolution 2368`
            let body = words.slice(..from as usize).trim_end();
            if is_name(body) && self.item.source.is_none() {
                self.item.source = inside(span, words, body);
            }
            return true;
        }
        if matches!(bare, "n.d" | "nd" | "no date" | "undated" | "s.d") {
            self.item.undated = Some(span);
            return true;
        }
        if PIECES.has(bare) || bare == "forthcoming" || bare == "in press" {
            match bare {
                "press release" | "press statement" | "statement" | "media release" | "news release" | "speech"
                | "press briefing" => {
                    self.details.kind = ItemKind::Statement;
                }
                "dataset" | "data export" => self.details.kind = ItemKind::Dataset,
                "video" => self.details.kind = ItemKind::Video,
                _ => {}
            }
            return true;
        }
        if let Some(language) = words.strip_prefix("in ").filter(|language| LANGUAGES.has(language.trim())) {
            self.details.language = inside(span, words, language);
            return true;
        }
        if LANGUAGES.has(words.trim()) {
            self.details.language = Some(span);
            return true;
        }
        for opening in ["posted by ", "uploaded by ", "published by ", "posted to ", "shared by "] {
            if let Some(rest) = lower.strip_prefix(opening) {
                self.item.source = Some(Span::new(span.end - rest.len() as Offset, span.end));
                return true;
            }
        }
        let opens = |openings: &[&str]| openings.iter().any(|opening| lower.starts_with(opening));
        opens(&[
            "via ",
            "ed. ",
            "eds. ",
            "edited by ",
            "trans. ",
            "translated by ",
            "translation by ",
            "copy on file",
            "on file with",
            "hereafter",
            "report no",
            "1st ed",
            "2nd ed",
            "3rd ed",
            "rev. ed",
            "minute ",
            "at minute",
            "emphasis added",
            "as of ",
            "doc. ",
            "art. ",
            "article ",
            "name withheld",
            "cross-posted",
            "reprinted in",
            "republished",
            "unpublished",
        ]) || bare.ends_with(" ed") && bare.starts_with(|c: char| c.is_ascii_digit())
            || bare == "ed"
            || bare == "eds"
            || bare == "editor"
            || bare == "editors"
            || is_time(bare)
            || is_docket(words)
            || is_report_code(words)
    }

    /// Reads what stands in brackets; `behind` where something stands before them.
    fn bracket(&mut self, inner: Span, behind: bool) -> bool {
        let text = self.context.text;
        let pieces = atoms(text, self.context.markdown, inner);
        let words = inner.of(text).trim();
        if let [Atom { kind: AtomKind::Date(date), .. }] = pieces.as_slice() {
            return self.put_date(date.clone(), DatePlace::InBrackets);
        }
        if LANGUAGES.has(words.trim_start_matches("in ")) {
            self.details.language = inside(inner, inner.of(text), words.trim_start_matches("in "));
            return true;
        }
        if let Some(number) = note_number(words) {
            self.note = Some(Span::new(inner.start + number.0, inner.start + number.1));
            return true;
        }
        if let Some((from, to)) = pages_in(words).filter(|_| behind) {
            let start = inner.end - inner.of(text).trim_start().len() as Offset;
            self.details.pages = self.details.pages.or(Some(Span::new(start + from, start + to)));
            return true;
        }
        match pieces.first().map(|atom| &atom.kind) {
            Some(AtomKind::Quoted { .. }) if behind => return true,
            Some(AtomKind::Address { link, .. }) => {
                if self.item.link.is_none() {
                    self.item.link = Some(*link);
                } else {
                    self.details.archived = Some(*link);
                }
                return true;
            }
            // `Ministry of Energy ([annual report](https://…), March 2, 2017)`
            Some(AtomKind::Label { link }) => {
                let label = link.label.of(text).trim();
                if marks_archive(label) {
                    self.details.archived = self.details.archived.or(Some(*link));
                    return true;
                }
                self.item.link = self.item.link.or(Some(*link));
                if !LINK_WORDS.has_in_any_case(label) && self.details.title.is_none() {
                    self.details.title = Some(Title { span: link.label, whole: link.span, form: TitleForm::Linked });
                }
                if let Some(date) = pieces.iter().find_map(Atom::date) {
                    self.put_date(date.clone(), DatePlace::InBrackets);
                }
                return true;
            }
            Some(AtomKind::Words | AtomKind::Date(_)) => {}
            _ => return false,
        }
        let first = pieces[0].span.of(text);
        // `(New York: Gnome Press: 1950)`, `(Basic Books 1999)`
        let last_year = || {
            let bare = words.trim_end_matches('.');
            let year = bare.get(bare.len().checked_sub(4)?..).filter(|year| behind && is_year(year))?;
            let place = inside(inner, inner.of(text), year)?;
            let apart = bare.slice(..bare.len() - 4).ends_with([' ', ':', ',']);
            year.parse().ok().filter(|_| apart && bare.len() > 5).map(|year| Written::of_year(place, year))
        };
        let date = pieces.iter().rev().find_map(Atom::date).cloned().or_else(last_year);
        if let Some(role) = marks_date(first) {
            if let Some(date) = date {
                match role {
                    DateRole::Accessed => self.details.accessed = Some(date),
                    _ => self.details.modified = Some(date),
                }
            }
            return true;
        }
        if marks_archive(first) {
            self.details.archived = pieces.iter().find_map(|atom| match &atom.kind {
                AtomKind::Address { link, .. } => Some(*link),
                AtomKind::Label { link } => Some(*link),
                _ => None,
            });
            return true;
        }
        // `Osten (ed.)`
        if matches!(words, "ed." | "eds." | "ed" | "eds" | "editor" | "editors" | "trans." | "translator") {
            return true;
        }
        if ["hereafter", "copy on file", "on file", "henceforth", "emphasis", "name withheld", "in "]
            .iter()
            .any(|opening| words.starts_with(opening))
        {
            return true;
        }
        if let Some(date) = date {
            self.imprint(&pieces, date);
            return true;
        }
        if let Some((place, publisher)) = colon(words).filter(|_| behind) {
            self.details.place = inside(inner, inner.of(text), place);
            self.item.source = inside(inner, inner.of(text), publisher);
            self.details.kind = ItemKind::Book;
            return true;
        }
        if behind && pieces.len() <= 3 && is_name(words) && !is_acronym(words) && !words.starts_with('@') {
            self.details.place = Some(whole_trim(text, inner));
            return true;
        }
        false
    }

    /// `(London: Hurst, 2016)`, `(PhD diss., King’s College London, 2017)`, `(Vol. 163, No. 2, April/May 2018)`,
    /// `(E.D.N.Y. May 3, 2018)`
    fn imprint(&mut self, pieces: &[Atom], date: Written) {
        let text = self.context.text;
        self.put_date(date, DatePlace::InBrackets);
        // A year may stand before the place, too.
        let first = usize::from(pieces.first().is_some_and(|first| first.date().is_some())) * 2;
        let pieces = pieces.get(first..).unwrap_or_default();
        let end = pieces.iter().position(|atom| atom.date().is_some()).unwrap_or(pieces.len());
        let head = &pieces[..end];
        let (Some(first), Some(last)) =
            (head.first(), head.iter().rev().find(|atom| !matches!(atom.kind, AtomKind::Sign(_))))
        else {
            return;
        };
        let all = first.span.cover(last.span);
        let words = all.of(text);
        if let Some((place, publisher)) = colon(words) {
            self.details.place = inside(all, words, place);
            self.item.source = inside(all, words, publisher);
            if self.details.kind == ItemKind::News {
                self.details.kind = ItemKind::Book;
            }
            return;
        }
        let mut names: Vec<Span> = Vec::new();
        for atom in head.iter().filter(|atom| atom.kind == AtomKind::Words) {
            let words = atom.span.of(text);
            if is_thesis(words) {
                self.details.kind = ItemKind::Thesis;
            } else if !self.detail(words, atom.span) {
                names.push(atom.span);
            }
        }
        if let (Some(first), Some(last)) = (names.first(), names.last()) {
            let name = if self.details.kind == ItemKind::Thesis { *first } else { first.cover(*last) };
            self.item.source = Some(name);
            if self.details.kind == ItemKind::News {
                self.details.kind = ItemKind::Book;
            }
        }
    }

    fn put_date(&mut self, date: Written, place: DatePlace) -> bool {
        if self.item.dates.is_empty() {
            self.item.dates.push(date);
            self.item.date_place = place;
        }
        true
    }

    /// A post on a platform: `Twitter post by @sorvik_now`.
    fn social(&mut self, fields: &mut [Field]) -> bool {
        let text = self.context.text;
        let Some(first) = fields.first_mut() else { return false };
        let words = first.words(text);
        let span = first.atoms[0].span;
        let Some(platform) = words.split(' ').find(|word| PLATFORMS.has(word.trim_matches(','))) else {
            return false;
        };
        if fields.iter().any(|field| field.role == Role::Title) {
            return false;
        }
        let first = &mut fields[0];
        let account = [
            "post by ",
            "posts by ",
            "video by ",
            "thread by ",
            "tweet by ",
            "message by ",
            "statement by ",
            "posted by ",
            "channel of ",
            "page of ",
            "account of ",
            " channel ",
            " account ",
            " page ",
            " group ",
            " by ",
        ]
        .iter()
        .find_map(|opening| words.find(opening).map(|at| words.slice(at + opening.len()..).trim()))
        .filter(|account| !account.is_empty() && !matches!(*account, "post" | "video" | "message"));
        let kind = if platform == "YouTube" { ItemKind::Video } else { ItemKind::Social };
        self.details.platform = inside(span, words, platform);
        let named = match account {
            Some(account) => inside(span, words, account),
            // `Palinfo Twitter account`, `Sorvik Front, Telegram post`
            None => words.find(platform).filter(|at| *at > 0).map(|at| {
                let name = words.slice(..at).trim_end_matches([' ', '’', '\'', 's']).trim_end();
                Span::new(span.start, span.start + name.len() as Offset)
            }),
        };
        let Some(named) = named else { return false };
        self.item.source = Some(named);
        self.details.kind = kind;
        first.role = Role::Detail;
        true
    }

    /// A law: `Law No. 12 of 2014, art. 4`, `18 U.S.C. § 2339B (2012)`.
    fn law(&mut self, pieces: &[Atom]) -> bool {
        let text = self.context.text;
        let Some(first) = pieces.first().filter(|first| first.kind == AtomKind::Words) else { return false };
        let titled = |atom: &Atom| matches!(atom.kind, AtomKind::Quoted { .. } | AtomKind::Label { .. });
        if !is_law(first.span.of(text)) || pieces.iter().any(titled) {
            return false;
        }
        self.details.kind = ItemKind::Law;
        self.details.number = Some(first.span);
        for atom in pieces.iter().skip(1) {
            match &atom.kind {
                AtomKind::Date(date) if self.item.dates.is_empty() => self.item.dates.push(date.clone()),
                AtomKind::Address { link, .. } => self.item.link = self.item.link.or(Some(*link)),
                AtomKind::Words => {
                    if let Some((from, to)) = pages_in(atom.span.of(text)) {
                        let span = Span::new(atom.span.start + from, atom.span.start + to);
                        self.details.pages = Some(self.details.pages.map_or(span, |pages| pages.cover(span)));
                    }
                }
                _ => {}
            }
        }
        true
    }

    /// A case: `*United States v. Darouk*, No. 17-cr-00123 (E.D.N.Y. May 3, 2018)`.
    fn case(&mut self, fields: &mut [Field]) -> bool {
        let text = self.context.text;
        let Some(first) = fields.first_mut() else { return false };
        let AtomKind::Emphasis { inner, .. } = first.atoms[0].kind else { return false };
        if ![" v. ", " v ", " vs. "].iter().any(|versus| inner.of(text).contains(versus)) {
            return false;
        }
        self.details.kind = ItemKind::Case;
        self.details.title = Some(Title { span: inner, whole: first.atoms[0].span, form: TitleForm::Emphasised });
        first.role = Role::Title;
        let rest: Vec<Span> = fields
            .iter()
            .flat_map(|field| &field.atoms)
            .filter_map(|atom| match &atom.kind {
                AtomKind::Round { inner } => Some(*inner),
                _ => None,
            })
            .collect();
        for field in fields.iter_mut().skip(1).filter(|field| field.role == Role::Text) {
            let words = field.words(text);
            if words.contains("Court") || words.contains("Tribunal") || words.contains("Chamber") {
                self.item.source = self.item.source.or(Some(field.atoms[0].span));
            }
            field.role = Role::Detail;
        }
        for inner in rest {
            self.bracket(inner, true);
        }
        self.details.kind = ItemKind::Case;
        true
    }

    /// Gives the fields between the anchors their place: author, title, source.
    fn assign(&mut self, fields: &mut [Field]) {
        let text = self.context.text;
        self.title(fields);
        let title = fields.iter().position(|field| field.role == Role::Title);
        let date = fields.iter().position(|field| field.role == Role::Date(DateRole::Printed));
        let end = fields.len();
        let texts = |fields: &[Field], from: usize, to: usize| -> Vec<usize> {
            (from..to).filter(|at| fields[*at].role == Role::Text).collect()
        };
        // Brackets that belong to a field: places, imprints, dates.
        for field in fields.iter() {
            // What stands behind `via` is of the other outlet.
            if matches!(field.role, Role::Detail) && field.words(text).starts_with("via ") {
                continue;
            }
            for piece in &field.atoms[1..] {
                match piece.kind {
                    AtomKind::Round { inner } => _ = self.bracket(inner, true),
                    AtomKind::Square { inner } if !is_translation(inner.of(text)) => _ = self.bracket(inner, true),
                    _ => {}
                }
            }
        }
        let imprint = self.item.source.is_some();
        match title {
            Some(title) => {
                let before = texts(fields, 0, title);
                let behind: Vec<usize> = texts(fields, title + 1, end);
                let outlet = self.outlet(fields, &behind, date);
                // `International Crisis Group, “…,” Africa Report No. 271`: the series is the institution's.
                let series = outlet.filter(|at| {
                    let words = fields[*at].words(text);
                    let institution = before.len() == 1 && is_body(self.name_of(&fields[before[0]]).of(text));
                    // A number makes `Africa Report` a series, also where an outlet bears the name.
                    let numbered = words.contains(" No. ") || words.contains(" no. ");
                    institution && is_series(words) && (numbered || !self.knows(self.name_of(&fields[*at]).of(text)))
                });
                if let Some(at) = series {
                    self.details.number = Some(fields[at].atoms[0].span);
                    fields[at].role = Role::Detail;
                }
                // `Amnesty International, *We Left*, London, January 2019`: where it was printed.
                let place = outlet.filter(|at| {
                    let first = before.first().map_or("", |first| self.name_of(&fields[*first]).of(text));
                    PLACES.has(fields[*at].words(text)) && (is_body(first) || self.knows(first))
                });
                if let Some(at) = place {
                    self.details.place = self.details.place.or(Some(fields[at].span()));
                    fields[at].role = Role::Detail;
                }
                if let Some(at) = outlet.filter(|_| series.is_none() && place.is_none())
                    && !imprint
                {
                    self.put_source(&fields[at]);
                }
                let Some((&first, &last)) = before.first().zip(before.last()) else { return };
                let all = fields[first].span().cover(self.name_of(&fields[last]));
                let first_words = self.name_of(&fields[first]).of(text);
                let sourced = self.item.source.is_some();
                let colon = matches!(fields[title].before, Some((Sign::Colon | Sign::Dash, _)));
                let emphasised = matches!(fields[first].atoms[0].kind, AtomKind::Emphasis { .. });
                let labelled = matches!(fields[first].atoms[0].kind, AtomKind::Label { .. });
                let is_body = self.knows(first_words) || is_body(first_words);
                let bracketed = self.item.date_place == DatePlace::InBrackets && !self.item.dates.is_empty();
                // A person's full name has two words.
                let told = |field: &Field| matches!(field.role, Role::Date(_) | Role::Address(_));
                let dated = fields.iter().any(told) && !first_words.contains(' ') && before.len() == 1;
                if !sourced && dated && !first_words.ends_with('.') {
                    self.put_source(&fields[first]);
                } else if !sourced
                    && (is_body || colon || emphasised || labelled || bracketed && !is_person(first_words))
                {
                    self.put_source(&fields[first]);
                    if before.len() > 1 {
                        self.details.place = self.details.place.or(Some(fields[before[1]].span()));
                    }
                } else if !sourced
                    && !is_person_list(all.of(text))
                    && before.len() == 1
                    && first_words.split_whitespace().count() > 1
                    && self.item.dates.is_empty()
                    && fields.iter().any(|field| matches!(field.role, Role::Address(_)))
                    && !is_person(first_words)
                {
                    self.put_source(&fields[first]);
                } else {
                    // Editors are no authors.
                    let editor = fields[first..title]
                        .iter()
                        .any(|field| matches!(field.words(text), "ed" | "eds" | "ed." | "eds." | "editor" | "editors"));
                    if !editor {
                        self.item.author = Some(strip_joint(text, all));
                    }
                }
            }
            None => self.untitled(fields, date.unwrap_or(end)),
        }
    }

    /// Finds the title among the fields.
    fn title(&mut self, fields: &mut [Field]) {
        let text = self.context.text;
        let quoted = fields.iter().position(|field| field.role == Role::Title);
        if let Some(at) = quoted {
            for field in fields.iter_mut().skip(at + 1).filter(|field| field.role == Role::Title) {
                // A second one is a subtitle, a translation or a container.
                field.role = Role::Detail;
            }
            self.put_title(&fields[at]);
            return;
        }
        let count = fields.iter().filter(|field| field.role == Role::Text).count();
        let set = fields.iter().position(|field| {
            field.role == Role::Text
                && match &field.atoms[0].kind {
                    AtomKind::Emphasis { inner, .. } => {
                        let imprint = matches!(field.atoms.get(1).map(|atom| &atom.kind), Some(AtomKind::Round { inner }) if inner.of(text).contains(|c: char| c.is_ascii_digit()));
                        let volume = matches!(field.atoms.get(1).map(|atom| &atom.kind), Some(AtomKind::Words));
                        imprint || !volume && (count > 1 || self.details.pages.is_some()) && !self.knows(inner.of(text))
                    }
                    _ => false,
                }
        });
        let labelled = || {
            fields.iter().position(|field| {
                field.role == Role::Text
                    && match &field.atoms[0].kind {
                        AtomKind::Label { link } => {
                            let label = link.label.of(text).trim();
                            !self.knows(label)
                                && (self.outlet_before(label).is_some()
                                    || self.outlet_behind(label).is_some()
                                    || !LINK_WORDS.has_in_any_case(label)
                                        && (count > 1 && fields.len() > 1 && label.split_whitespace().count() > 1
                                            || label.split_whitespace().count() > 4))
                        }
                        _ => false,
                    }
            })
        };
        if let Some(at) = set.or_else(labelled) {
            fields[at].role = Role::Title;
            self.put_title(&fields[at]);
        }
    }

    /// The lengths of a known outlet, and of the sign behind it, at the start of a link's text.
    fn outlet_before(&self, label: &str) -> Option<(usize, usize)> {
        [" - ", " – ", " — ", " | ", ": "].iter().find_map(|sign| {
            let (outlet, _) = label.split_once(*sign)?;
            self.knows(outlet).then_some((outlet.len(), sign.len()))
        })
    }

    /// The length of a known outlet behind a dash or bar at the end of a link's text.
    fn outlet_behind(&self, label: &str) -> Option<usize> {
        let (_, outlet) = [" - ", " – ", " — ", " | "].iter().find_map(|sign| label.rsplit_once(*sign))?;
        self.knows(outlet).then_some(outlet.len())
    }

    fn put_title(&mut self, field: &Field) {
        let text = self.context.text;
        let first = &field.atoms[0];
        let (inner, form, link) = match &first.kind {
            AtomKind::Quoted { inner, link, paired } => {
                if !paired {
                    self.flaws.push(Flaw { span: first.span, kind: FlawKind::Unpaired });
                }
                (*inner, TitleForm::Quoted, *link)
            }
            AtomKind::Emphasis { inner, link } => (*inner, TitleForm::Emphasised, *link),
            AtomKind::Label { link } => (link.label, TitleForm::Linked, Some(*link)),
            _ => (first.span, TitleForm::Bare, None),
        };
        let mut inner = inner;
        // `[Reuters - Exclusive: ministry dropped the plan](…)`
        if form == TitleForm::Linked
            && let Some((outlet, sign)) = self.outlet_before(inner.of(text))
        {
            let source = Span::new(inner.start, inner.start + outlet as Offset);
            self.item.source = Some(source);
            self.item.standing = self.context.gazetteer.standing(source.of(text));
            inner.start = source.end + sign as Offset;
        }
        // `[Quay reopens — Reuters](…)`
        if form == TitleForm::Linked
            && let Some(outlet) = self.outlet_behind(inner.of(text))
        {
            self.item.source = Some(Span::new(inner.end - outlet as Offset, inner.end));
            let label = inner.of(text);
            let before = label.slice(..label.len() - outlet).trim_end_matches([' ', '-', '–', '—', '|']);
            inner.end = inner.start + before.len() as Offset;
        }
        if link.is_some() {
            self.item.link = self.item.link.or(link);
        }
        let trimmed = inner.of(text).trim_end();
        let bare = trimmed.strip_suffix("...").map_or_else(|| trimmed.trim_end_matches([',', '.', ' ']), |_| trimmed);
        let start = inner.end - inner.of(text).trim_start().len() as Offset;
        let span = Span::new(start, (inner.start + bare.len() as Offset).max(start));
        // A bracket that opens in a title and does not close.
        let words = span.of(text);
        if let Some(at) = words.rfind('(').filter(|at| !words.slice(*at..).contains(')')) {
            let open = span.start + at as Offset;
            self.flaws.push(Flaw { span: Span::new(open, open + 1), kind: FlawKind::Unpaired });
        }
        self.details.title = Some(Title { span, whole: first.span, form });
    }

    /// Which of the words behind a title name the outlet: the known one, else the first.
    fn outlet(&mut self, fields: &mut [Field], behind: &[usize], date: Option<usize>) -> Option<usize> {
        let text = self.context.text;
        let mut candidates: Vec<usize> = Vec::new();
        let mut contained = false;
        for &at in behind {
            let field = &fields[at];
            let words = self.name_of(field).of(text);
            let after_date = date.is_some_and(|date| at > date);
            if let AtomKind::Label { link } = &field.atoms[0].kind
                && (LINK_WORDS.has_in_any_case(link.label.of(text).trim()) || link.label.of(text).trim().is_empty())
            {
                self.item.link = self.item.link.or(Some(*link));
                fields[at].role = Role::Detail;
                continue;
            }
            // `“Quay Reopens” by Lena Mertz, Reuters`
            if let Some(author) = words.strip_prefix("by ")
                && self.item.author.is_none()
                && is_name(author)
            {
                self.item.author = inside(self.name_of(field), words, author);
                fields[at].role = Role::Detail;
                continue;
            }
            // A chapter: the book it stands in, and its editors.
            if field.atoms[0].kind == AtomKind::Words
                && (words == "in" || words.starts_with("in ") || words.starts_with("In "))
            {
                contained = true;
                continue;
            }
            if contained && words.starts_with(|c: char| c.is_lowercase()) {
                continue;
            }
            // The book that the chapter stands in; its publisher follows.
            let set = matches!(field.atoms[0].kind, AtomKind::Emphasis { .. });
            if contained && set && behind.last().is_some_and(|last| *last > at) {
                continue;
            }
            if after_date
                && !self.knows(words)
                && !matches!(field.atoms[0].kind, AtomKind::Emphasis { .. })
                && (!is_name(words) || words.len() > 60)
            {
                continue;
            }
            candidates.push(at);
        }
        if contained && self.details.kind == ItemKind::News {
            self.details.kind = ItemKind::Book;
        }
        if contained && self.item.source.is_some() {
            return None;
        }
        let known = candidates.iter().copied().find(|at| self.knows(self.name_of(&fields[*at]).of(text)));
        let chosen = known
            .or_else(|| {
                candidates.iter().copied().find(|at| {
                    is_name(self.name_of(&fields[*at]).of(text))
                        || matches!(fields[*at].atoms[0].kind, AtomKind::Emphasis { .. })
                })
            })
            .or(candidates.first().copied())?;
        // `Dawn, Islamabad, May 3`
        for &at in candidates.iter().filter(|at| **at > chosen) {
            let words = self.name_of(&fields[at]).of(text);
            if PLACES.has(words) && self.details.place.is_none() {
                self.details.place = Some(fields[at].span());
            }
        }
        Some(chosen)
    }

    /// A source without a title.
    fn untitled(&mut self, fields: &mut [Field], date: usize) {
        let text = self.context.text;
        for field in fields.iter_mut().filter(|field| field.role == Role::Text) {
            if let AtomKind::Label { link } = &field.atoms[0].kind {
                self.item.link = self.item.link.or(Some(*link));
                if LINK_WORDS.has_in_any_case(link.label.of(text).trim()) {
                    field.role = Role::Detail;
                }
            }
        }
        let all: Vec<usize> = (0..fields.len()).filter(|at| fields[*at].role == Role::Text).collect();
        let texts: Vec<usize> = all.iter().copied().filter(|at| *at < date).collect();
        let texts = if texts.is_empty() { all } else { texts };
        if self.item.source.is_some() {
            return;
        }
        if self.details.kind == ItemKind::UnDocument && texts.len() == 1 {
            self.put_source(&fields[texts[0]]);
            return;
        }
        // `@sorvik_now, Twitter post`, `Sorvik Front, Telegram post`
        if let [account, platform, ..] = texts.as_slice() {
            let (name, words) = (self.name_of(&fields[*account]).of(text), fields[*platform].words(text));
            let shown = words.split(' ').next().filter(|first| PLATFORMS.has(first));
            if let Some(first) = shown.filter(|_| name.starts_with('@') || words.contains(' ')) {
                self.details.platform = inside(fields[*platform].atoms[0].span, words, first);
                self.details.kind = if first == "YouTube" { ItemKind::Video } else { ItemKind::Social };
                let account = *account;
                fields[*platform].role = Role::Detail;
                self.put_source(&fields[account]);
                return;
            }
        }
        if self.speech(fields, &texts) {
            return;
        }
        let known = texts.iter().position(|at| self.knows(self.name_of(&fields[*at]).of(text)));
        let name = |reader: &Self, at: usize| reader.name_of(&fields[at]).of(text).to_owned();
        match (texts.as_slice(), known) {
            ([], _) => {}
            ([only], _) => {
                let words = name(self, *only);
                self.surname_only = words.split_whitespace().count() == 1 && !self.knows(&words);
                self.put_source(&fields[*only]);
            }
            (_, Some(0)) => {
                self.put_source(&fields[texts[0]]);
                let second = name(self, texts[1]);
                if is_bare_title(&second) {
                    self.put_bare_title(fields[texts[1]].span());
                } else if is_name(&second) && second.split_whitespace().count() <= 3 {
                    self.details.place = self.details.place.or(Some(fields[texts[1]].span()));
                }
            }
            ([before @ .., last], known) => {
                let outlet = known.map_or(*last, |at| texts[at]);
                let before: Vec<usize> = before.iter().copied().filter(|at| *at < outlet).collect();
                let first = name(self, before[0]);
                // `World Bank, World Development Indicators`
                if known.is_none() && texts.len() == 2 && is_body(&first) && !is_outlet_word(&name(self, *last)) {
                    self.put_source(&fields[texts[0]]);
                    if is_bare_title(&name(self, *last)) {
                        self.put_bare_title(fields[*last].span());
                    }
                    return;
                }
                let second_place = PLACES.has(name(self, *last).as_str()) && known.is_none();
                if second_place && texts.len() == 2 {
                    self.put_source(&fields[texts[0]]);
                    self.details.place = Some(fields[*last].span());
                    return;
                }
                self.put_source(&fields[outlet]);
                let mut title = before.as_slice();
                if before.len() > 1 || is_person(&first) {
                    // `Mertz, L., Quay Reopens, Reuters`
                    let inverted = before.len() > 2 && is_initials(&name(self, before[1]));
                    let authors = 1 + usize::from(inverted);
                    self.item.author = Some(fields[before[0]].span().cover(fields[before[authors - 1]].span()));
                    title = &before[authors..];
                }
                if let (Some(from), Some(to)) = (title.first(), title.last()) {
                    let span = fields[*from].span().cover(fields[*to].span());
                    self.put_bare_title(span);
                }
            }
        }
    }

    fn put_bare_title(&mut self, span: Span) {
        self.details.title = Some(Title { span, whole: span, form: TitleForm::Bare });
    }

    /// What somebody said or wrote to somebody: `Tobin Osten, testimony before the Senate`, `Letter from Tobin Osten to …`.
    fn speech(&mut self, fields: &[Field], texts: &[usize]) -> bool {
        let text = self.context.text;
        let (Some(&first), second) = (texts.first(), texts.get(1)) else { return false };
        let words = fields[first].words(text);
        if let Some((kind, rest)) = words.split_once(" from ").or_else(|| words.split_once(" by "))
            && SPEECHES.has(&kind.to_ascii_lowercase())
        {
            let who = rest.split(" to ").next().unwrap_or(rest).trim();
            let span = inside(fields[first].atoms[0].span, words, who);
            if is_person(who) {
                self.item.author = span;
            } else if is_name(who) {
                self.item.source = span;
            }
            self.details.kind = ItemKind::Statement;
            return true;
        }
        let Some(&second) = second else { return false };
        let what = fields[second].words(text);
        let Some(whom) = speech_to(what) else { return false };
        let who = self.name_of(&fields[first]);
        if self.knows(who.of(text)) || is_body(who.of(text)) {
            self.item.source = Some(who);
        } else {
            self.item.author = Some(strip_joint(text, who));
        }
        let whom = whom.strip_prefix("the ").unwrap_or(whom);
        if self.item.source.is_none() && is_name(whom) {
            self.item.source = inside(fields[second].atoms[0].span, what, whom);
        }
        self.details.kind = ItemKind::Statement;
        true
    }

    /// The name in a field: without the numbers behind it.
    fn name_of(&self, field: &Field) -> Span {
        let text = self.context.text;
        match &field.atoms[0].kind {
            AtomKind::Emphasis { inner, .. } => *inner,
            AtomKind::Label { link } => link.label,
            AtomKind::Words if self.knows(field.atoms[0].span.of(text)) => field.atoms[0].span,
            AtomKind::Words => {
                let mut span = field.atoms[0].span;
                // `(ACLED)` goes with the name.
                if let Some(Atom { kind: AtomKind::Round { inner }, span: round }) = field.atoms.get(1)
                    && (is_acronym(inner.of(text).trim()) || inner.of(text).trim_start().starts_with('@'))
                {
                    span = span.cover(*round);
                }
                let words = span.of(text);
                let numbers = ["No. ", "no. ", "Nr. ", "Vol. ", "vol. ", "#"];
                let opens = |blank: &usize| numbers.iter().any(|number| words.slice(blank + 1..).starts_with(number));
                if let Some(at) = memchr::memchr_iter(b' ', words.as_bytes()).find(opens) {
                    return Span::new(span.start, span.start + at as Offset);
                }
                // `Survival 60:3`, `Small Wars & Insurgencies 29`
                if let Some(at) = words.rfind(' ')
                    && words.slice(at + 1..).bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'-'))
                {
                    return Span::new(span.start, span.start + at as Offset);
                }
                let openings = [
                    "Data retrieved from the ",
                    "Data retrieved from ",
                    "Data from the ",
                    "Data from ",
                    "data from the ",
                    "data from ",
                ];
                let opening = openings.iter().find(|opening| words.starts_with(**opening));
                span.start += opening.map_or(0, |opening| opening.len()) as Offset;
                span
            }
            _ => field.atoms[0].span,
        }
    }

    fn put_source(&mut self, field: &Field) {
        let text = self.context.text;
        let name = self.name_of(field);
        let words = name.of(text);
        let all = field.atoms[0].span;
        if name.end < all.end && all.contains(name) && field.atoms[0].kind == AtomKind::Words {
            let rest = Span::new(name.end, all.end).of(text);
            self.details.number = inside(Span::new(name.end, all.end), rest, rest.trim());
        }
        self.volume(field);
        // `*The Levy State*. London: Hurst, 2017`
        let mut name = name;
        if field.atoms[0].kind == AtomKind::Words
            && let Some((place, publisher)) = colon(words)
            && (self.details.title.is_some_and(|title| title.form != TitleForm::Quoted) || PLACES.has(place))
            && is_name(publisher)
            && let Some(span) = inside(name, words, publisher)
        {
            self.details.place = inside(name, words, place);
            name = span;
            if self.details.kind == ItemKind::News {
                self.details.kind = ItemKind::Book;
            }
        }
        let words = name.of(text);
        // `YouTube video`: where it is shown.
        let first = words.split(' ').next().unwrap_or("");
        if PLATFORMS.has(first) {
            self.details.kind = if first == "YouTube" { ItemKind::Video } else { ItemKind::Social };
            self.details.platform = inside(name, words, first);
            if matches!(words.slice(first.len()..).trim(), "video" | "post" | "channel" | "page" | "thread" | "message")
            {
                name = Span::new(name.start, name.start + first.len() as Offset);
            }
            if self.item.source.is_some() {
                return;
            }
        }
        if words.starts_with("Data ") || all.of(text).starts_with("Data from") || all.of(text).starts_with("data from")
        {
            self.details.kind = ItemKind::Dataset;
        }
        if let AtomKind::Label { link } = &field.atoms[0].kind {
            self.item.link = self.item.link.or(Some(*link));
        }
        if let AtomKind::Emphasis { link: Some(link), .. } = &field.atoms[0].kind {
            self.item.link = self.item.link.or(Some(*link));
        }
        if self.item.source.is_none() && !name.is_empty() {
            self.item.source = Some(name);
        }
    }

    /// The volume and the issue behind a journal's name: `*Survival* 60`, `CTC Sentinel 11:3`.
    fn volume(&mut self, field: &Field) {
        let text = self.context.text;
        let behind = match field.atoms.as_slice() {
            [Atom { kind: AtomKind::Words, .. }, ..] => self.details.number,
            [_, Atom { kind: AtomKind::Words, span }, ..] => Some(*span),
            _ => None,
        };
        let Some(behind) = behind else { return };
        let words = behind.of(text);
        let (volume, issue) = words.split_once(':').unwrap_or((words, ""));
        let counts = |number: &str| (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        if !counts(volume) || !issue.is_empty() && !counts(issue) {
            return;
        }
        if self.details.number == Some(behind) {
            self.details.number = None;
        }
        self.details.volume = self.details.volume.or_else(|| inside(behind, words, volume));
        self.details.issue = self.details.issue.or_else(|| inside(behind, words, issue).filter(|_| !issue.is_empty()));
    }

    /// Dates, addresses and pages: what stands behind.
    fn tail(&mut self, fields: &[Field]) {
        for field in fields {
            let first = &field.atoms[0];
            match (&first.kind, field.role) {
                (AtomKind::Date(date), Role::Date(role)) => match role {
                    DateRole::Printed if self.item.dates.is_empty() => self.item.dates.push(date.clone()),
                    // `May 2, 2018, and May 5, 2019`: several days of one source.
                    DateRole::Printed if self.goes_on(date) => self.item.dates.push(date.clone()),
                    DateRole::Printed => {
                        let year_first =
                            self.item.dates.first().is_some_and(|first| first.day.is_none() && first.month.is_none());
                        let same =
                            self.item.dates.first().is_some_and(|first| {
                                first.year.map(|year| year.value) == date.year.map(|year| year.value)
                            });
                        if year_first && same && date.month.is_some() {
                            self.item.dates[0] = date.clone();
                        } else if self.item.date_place != DatePlace::InBrackets
                            && date.day.is_some()
                            && self.details.accessed.is_none()
                        {
                            self.details.accessed = Some(date.clone());
                            self.flaws.push(Flaw { span: date.span, kind: FlawKind::SecondDate });
                        }
                    }
                    DateRole::Accessed => self.details.accessed = Some(date.clone()),
                    DateRole::Modified => self.details.modified = Some(date.clone()),
                    DateRole::Archived => {}
                },
                (AtomKind::Address { link, meant }, Role::Address(role)) => match role {
                    AddressRole::Own if self.item.link.is_none() => {
                        self.item.link = Some(*link);
                        self.details.address.clone_from(meant);
                    }
                    _ if self.details.archived.is_none() => self.details.archived = Some(*link),
                    _ => {}
                },
                _ => {}
            }
            for atom in &field.atoms[1..] {
                if let AtomKind::Address { link, meant } = &atom.kind
                    && self.item.link.is_none()
                {
                    self.item.link = Some(*link);
                    self.details.address.clone_from(meant);
                }
            }
        }
    }

    /// Whether a date goes on the one before it: `May 2, 2018, and May 5, 2019`.
    fn goes_on(&self, date: &Written) -> bool {
        let Some(last) = self.item.dates.last() else { return false };
        if last.span.end > date.span.start || self.item.date_place == DatePlace::InBrackets {
            return false;
        }
        let between = Span::new(last.span.end, date.span.start).of(self.context.text);
        let joined = matches!(between.trim_matches([' ', ',']), "and" | "&" | "–" | "to");
        last.day.is_some() && date.day.is_some() && joined
    }

    /// Decides whether what was read is a citation, and of what kind.
    fn finish(&mut self, fields: &[Field]) -> bool {
        let text = self.context.text;
        let title = self.details.title;
        let dated = !self.item.dates.is_empty();
        let addressed = self.item.link.is_some();
        let tail = dated
            || addressed
            || self.details.pages.is_some()
            || self.details.accessed.is_some()
            || self.item.undated.is_some()
            || self.details.modified.is_some();
        let op_cit = fields.iter().any(|field| is_op_cit(self.name_of(field).of(text)));
        if op_cit {
            self.details.kind = ItemKind::OpCit;
            // Whose work it is stands first.
            if let Some(source) = self.item.source
                && is_op_cit(source.of(text))
            {
                self.item.source = None;
            }
            if self.item.author.is_none()
                && self.item.source.is_none()
                && let Some(first) = fields.first()
            {
                let name = self.name_of(first);
                if !is_op_cit(name.of(text)) {
                    self.put_who(name);
                }
            }
            if let Some(source) = self.item.source.filter(|_| self.item.author.is_none())
                && !self.knows(source.of(text))
                && !is_body(source.of(text))
            {
                (self.item.author, self.item.source) = (Some(source), None);
            }
            if let Some(author) = self.item.author
                && self.item.source.is_none()
                && (self.knows(author.of(text)) || is_body(author.of(text)))
            {
                (self.item.source, self.item.author) = (Some(author), None);
            }
            return self.item.author.is_some() || self.item.source.is_some() || title.is_some();
        }
        if let Some(source) = self.item.source {
            self.item.standing = self.context.gazetteer.standing(source.of(text));
        }
        if self.details.kind == ItemKind::UnDocument || self.details.kind == ItemKind::Case {
            return true;
        }
        let sourced = self.item.source.is_some();
        // `In [a benchmark](https://…), parsing took …`: a link in a remark is a link, and no title.
        if title.is_some_and(|title| title.form == TitleForm::Linked) {
            let prose = fields.iter().filter(|field| field.role == Role::Text).any(|field| {
                let words = self.name_of(field).of(text);
                !is_name(words)
                    || matches!(words, "In" | "On" | "At" | "From" | "Since" | "As" | "Noted" | "Via" | "By" | "With")
            });
            if prose && !dated {
                self.details.anchor = self.details.title.take().map(|title| title.span);
                (self.item.author, self.item.source) = (None, None);
                self.kind();
                return addressed;
            }
        }
        if title.is_some() {
            let quoted_first = fields.first().is_some_and(|field| field.role == Role::Title);
            let before_is_name = self.item.author.is_none_or(|author| is_name(author.of(text)))
                && self.item.source.is_none_or(|source| source.len() < 120);
            // `*Crate*: a box of wood`
            let glossed = !tail && self.item.source.is_some_and(|source| !is_name(source.of(text)));
            if !before_is_name || glossed {
                return false;
            }
            if !tail && !sourced
                || !dated
                    && !addressed
                    && self.item.undated.is_none()
                    && self.details.accessed.is_none()
                    && !self.sourced_behind(fields)
            {
                // A sentence with commas has no title.
                if title.is_some_and(|title| title.form == TitleForm::Bare) {
                    return false;
                }
                // `Mertz, “Convoy.”`, `“Convoy,” 117`: a shortened form, if there is a full one.
                self.details.kind = ItemKind::Short;
                if let Some(source) = self.item.source.take() {
                    if self.knows(source.of(text)) || is_body(source.of(text)) {
                        self.item.source = Some(source);
                    } else {
                        self.item.author = self.item.author.or(Some(source));
                    }
                }
                return quoted_first || self.item.author.is_some() || self.item.source.is_some();
            }
            self.kind();
            return true;
        }
        if self.note.is_some() && sourced && !dated && !addressed {
            return self.short_by_name();
        }
        let spoken = self.details.kind == ItemKind::Statement && self.item.author.is_some();
        let posted = matches!(self.details.kind, ItemKind::Social | ItemKind::Video) && sourced;
        if spoken || posted {
            return dated || addressed;
        }
        let Some(source) = self.item.source else {
            // An address, with or without a date.
            self.kind();
            return addressed;
        };
        let name = source.of(text);
        if self.details.pages.is_some()
            && !dated
            && !addressed
            && is_name(name)
            && name.split_whitespace().count() <= 4
            && !self.knows(name)
            && !name.contains(|c: char| c.is_ascii_digit())
        {
            // `Mertz pp. 143-145`
            return self.short_by_name();
        }
        if dated
            && self.surname_only
            && !addressed
            && self.details.place.is_none()
            && !is_domain(name)
            && !is_outlet_word(name)
        {
            // `Mertz, May 3, 2018`, if there is a full form; else an outlet.
            self.details.kind = ItemKind::Short;
            (self.item.author, self.item.source) = (Some(source), None);
            return true;
        }
        self.kind();
        let opens_credit = name.split_whitespace().next().is_some_and(|word| {
            CREDITS.has(word.trim_end_matches(':'))
                || matches!(
                    word.trim_end_matches(':'),
                    "Figure"
                        | "Table"
                        | "Map"
                        | "Correction"
                        | "Updated"
                        | "Published"
                        | "Last"
                        | "Translation"
                        | "Emphasis"
                        | "Chart"
                        | "Data:"
                        | "Since"
                        | "In"
                        | "On"
                        | "From"
                        | "As"
                        | "Between"
                        | "Until"
                        | "Before"
                        | "After"
                )
        });
        if opens_credit && !self.knows(name) {
            return false;
        }
        let unmixed = is_name(name) && name.split_whitespace().count() <= 8;
        if addressed {
            // `See the video of the opening, <https://…>`: the words are no name.
            if !unmixed && !self.knows(name) {
                self.details.anchor = self.item.source.take();
            }
            return true;
        }
        let accessed = self.details.accessed.is_some();
        let whole_day = self.item.dates.first().is_some_and(|date| date.day.is_some() && date.year.is_some());
        let known = self.knows(name) || is_domain(name) || is_outlet_word(name) || is_body(name);
        let emphasised = fields.iter().any(|field| matches!(field.atoms[0].kind, AtomKind::Emphasis { .. }));
        let texts = fields.iter().filter(|field| field.role == Role::Text).count();
        if known {
            return unmixed && (dated || accessed || self.context.style != CitationStyle::Note);
        }
        unmixed
            && (whole_day
                && (emphasised || self.details.place.is_some() || texts > 1 || name.split_whitespace().count() > 1)
                || accessed)
            && !PLACES.has(name)
    }

    fn put_who(&mut self, name: Span) {
        let words = name.of(self.context.text);
        if self.knows(words) || is_body(words) {
            self.item.source = Some(name);
        } else {
            self.item.author = Some(name);
        }
    }

    fn short_by_name(&mut self) -> bool {
        self.details.kind = ItemKind::Short;
        if let Some(source) = self.item.source
            && !self.knows(source.of(self.context.text))
            && !is_body(source.of(self.context.text))
        {
            (self.item.author, self.item.source) = (Some(source), None);
        }
        true
    }

    /// Whether an outlet stands behind the title.
    fn sourced_behind(&self, fields: &[Field]) -> bool {
        let title = fields.iter().position(|field| field.role == Role::Title);
        let (Some(source), Some(title)) = (self.item.source, title) else { return false };
        source.start >= fields[title].span().end || self.details.kind == ItemKind::Book
    }

    /// The kind of a full form.
    fn kind(&mut self) {
        let text = self.context.text;
        if self.details.kind != ItemKind::News {
            return;
        }
        // The number of a volume is that of an issue.
        if self.details.volume.is_some() && self.details.issue.is_some() {
            self.details.number = None;
        }
        let source = self.item.source.map_or("", |source| source.of(text));
        let url = self.item.url(text).unwrap_or("");
        let host = url.split("//").nth(1).unwrap_or(url).split('/').next().unwrap_or("").trim_start_matches("www.");
        let has = |words: &[&str]| words.iter().any(|word| source.contains(word));
        self.details.kind = if source.starts_with('@')
            || matches!(host, "twitter.com" | "x.com" | "t.me" | "facebook.com" | "vk.com" | "instagram.com")
        {
            ItemKind::Social
        } else if matches!(host, "youtube.com" | "youtu.be") {
            ItemKind::Video
        } else if self.details.volume.is_some()
            || self.details.issue.is_some() && !has(&["Report", "Brief"])
            || has(&["Journal", "Sentinel", "Review of", "Quarterly", "Studies in"])
        {
            ItemKind::Journal
        } else if source.starts_with("Ministry") || has(&["Office of the"]) {
            ItemKind::Statement
        } else if self.details.number.is_some()
            || self.details.title.is_some_and(|title| title.form == TitleForm::Emphasised) && is_body(source)
            || has(&["Report", "Survey", "Institute", "Crisis Group", "Human Rights Watch"])
        {
            ItemKind::Report
        } else if self.knows(source) || source.is_empty() {
            ItemKind::News
        } else {
            ItemKind::Web
        };
    }
}

/// Whether words name a law, a code or a decree.
fn is_law(words: &str) -> bool {
    const OPENS: [&str; 24] = [
        "Act No",
        "Act of ",
        "Commission Regulation",
        "Constitution of ",
        "Council Decision",
        "Council Regulation",
        "Decree",
        "Directive (",
        "Directive No",
        "Executive Order",
        "Federal Law",
        "Law No",
        "Law of ",
        "Law on ",
        "Legislative Decree",
        "Ordinance No",
        "Organic Law",
        "Presidential Decree",
        "Proclamation No",
        "Pub. L",
        "Public Law",
        "Regulation (",
        "Regulation No",
        "Royal Decree",
    ];
    OPENS.iter().any(|opening| words.starts_with(opening))
        || ["U.S.C.", "C.F.R.", "Fed. Reg."].iter().any(|code| words.contains(code))
        || [" Code", " Act", " Constitution"].iter().any(|end| {
            words.strip_suffix(*end).is_some_and(is_name)
                || words.split_once(*end).is_some_and(|(name, behind)| {
                    is_name(name)
                        && behind.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '§')
                })
        })
}

/// Whether square brackets behind a title hold its translation, and no language, date or place.
fn is_translation(inside: &str) -> bool {
    let words = inside.trim();
    words.contains(' ')
        && !PLACES.has(words)
        && !words.contains(|c: char| c.is_ascii_digit())
        && !words.contains("http")
        && !words.split(' ').any(|word| LANGUAGES.has(word) || word.eq_ignore_ascii_case("archived"))
}

/// What somebody said or wrote to somebody.
static SPEECHES: WordSet = WordSet::new(&[
    "address",
    "cable",
    "e-mail",
    "email",
    "evidence",
    "keynote",
    "lecture",
    "letter",
    "memo",
    "memorandum",
    "message",
    "note",
    "presentation",
    "remarks",
    "speech",
    "statement",
    "talk",
    "telegram",
    "testimony",
    "written testimony",
]);

/// Before whom a speech was made, or to whom a letter went: `testimony before the Senate`.
fn speech_to(words: &str) -> Option<&str> {
    [" before ", " to ", " at ", " with ", " in "].iter().find_map(|sign| {
        let (kind, whom) = words.split_once(*sign)?;
        SPEECHES.has(&kind.to_ascii_lowercase()).then_some(whom)
    })
}

fn is_speech(words: &str) -> bool {
    words.contains(" before ") && speech_to(words).is_some_and(|whom| !has_finite(whom))
}

/// Whether words behind an institution are a title: several, with a number or a colon, and no office of it.
fn is_bare_title(words: &str) -> bool {
    let count = words.split_whitespace().count();
    count > 1
        && !is_outlet_word(words)
        && (words.contains(':') || count > 2 && words.split(' ').any(is_year))
        && words.starts_with(char::is_uppercase)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `L.`, `L. M.`, `J.-P.`
fn is_initials(words: &str) -> bool {
    words.split([' ', '-']).all(|word| {
        let mut letters = word.trim_end_matches('.').chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    })
}

/// Whether brackets hold a date: they are short, and end in a number.
fn holds_date(inside: &str) -> bool {
    inside.len() < 80 && inside.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// `p. 88`, `pp. 92–94`, `para. 45`, `88`: where the locator stands in the words.
fn pages_in(words: &str) -> Option<(Offset, Offset)> {
    let trimmed = words.trim();
    // Most words open with none of the letters that a locator opens with.
    if !trimmed.starts_with(['p', 'P', 'a', 'A', 'c', 'C', 's', 'S', 'n', 'N', '¶', '§'])
        && !trimmed.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let start = words.len() - words.trim_start().len();
    let lower = trimmed.to_ascii_lowercase();
    let is_locator = |rest: &str| {
        let first = rest.split([' ', ',']).next().unwrap_or("");
        !first.is_empty()
            && rest.len() < 40
            && first.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'l'))
            && first.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '—' | '.' | ':' | 'f'))
            && first.chars().any(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'))
            && !rest.contains(|c: char| c.is_uppercase())
    };
    for opening in ["pp. ", "pp.", "p. ", "p.", "pages ", "page ", "at pp. ", "at p. ", "at "] {
        if let Some(rest) = lower.strip_prefix(opening)
            && is_locator(rest)
        {
            let from = start + opening.len();
            return Some((from as Offset, (start + trimmed.len()) as Offset));
        }
    }
    for opening in [
        "paras. ",
        "para. ",
        "paragraphs ",
        "paragraph ",
        "chs. ",
        "ch. ",
        "chap. ",
        "chapter ",
        "arts. ",
        "art. ",
        "sec. ",
        "section ",
        "n. ",
        "annex ",
        "¶ ",
        "§ ",
        "§§ ",
    ] {
        if let Some(rest) = lower.strip_prefix(opening)
            && (is_locator(rest) || opening == "annex " && rest.len() < 8)
        {
            return Some((start as Offset, (start + trimmed.len()) as Offset));
        }
    }
    let digits = trimmed.bytes().filter(u8::is_ascii_digit).count();
    let plain = trimmed.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '—'));
    (plain && (1..=9).contains(&digits) && trimmed.len() < 14 && trimmed.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((start as Offset, (start + trimmed.len()) as Offset))
}

/// The number in `note 4`, `see note 4 above`, `n. 4`.
pub(super) fn note_number(words: &str) -> Option<(Offset, Offset)> {
    let lower = words.to_ascii_lowercase();
    for opening in ["note ", "notes ", "footnote ", "fn. ", "n. ", "endnote "] {
        let Some(at) = lower.find(opening) else { continue };
        if at > 0 && !lower.slice(..at).ends_with([' ', '(']) || at > 12 {
            continue;
        }
        let from = at + opening.len();
        let len = lower.slice(from..).bytes().take_while(u8::is_ascii_digit).count();
        if (1..=4).contains(&len) {
            return Some((from as Offset, (from + len) as Offset));
        }
    }
    None
}

/// The number of the note that a field names: `supra note 4`, `see note 4 above`.
fn opens_note_number(words: &str) -> Option<(Offset, Offset)> {
    let first = words.split(' ').next().unwrap_or("");
    let opens = ["supra", "above", "see", "note", "n.", "fn."].iter().any(|known| known.eq_ignore_ascii_case(first));
    opens.then(|| note_number(words)).flatten()
}

/// A symbol of the United Nations: `S/2018/705`, `A/HRC/38/65`, `resolution 2368`.
fn symbol(words: &str) -> Option<(Offset, Offset)> {
    let mut at = 0;
    let slashed = if words.contains('/') { words } else { "" };
    for word in slashed.split(' ') {
        let bare = word.trim_end_matches([',', '.']);
        let first = bare.split('/').next().unwrap_or("");
        if bare.contains('/')
            && matches!(
                first,
                "S" | "A"
                    | "E"
                    | "ST"
                    | "CCPR"
                    | "CAT"
                    | "CEDAW"
                    | "CRC"
                    | "CERD"
                    | "UNEP"
                    | "DP"
                    | "T"
                    | "FCCC"
                    | "UN"
            )
            && bare.bytes().any(|byte| byte.is_ascii_digit())
            && !bare.bytes().any(|byte| byte.is_ascii_lowercase())
        {
            return Some((at as Offset, (at + bare.len()) as Offset));
        }
        at += word.len() + 1;
    }
    let behind = words.find("esolution ")?;
    let at = behind.checked_sub(1).filter(|at| matches!(words.as_bytes()[*at], b'r' | b'R'))?;
    let number = words.slice(at + 11..);
    let len = number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'/').count();
    (len > 0).then_some((at as Offset, (at + 11 + len) as Offset))
}

/// A numbered series: `Africa Report No. 271`, `Working Paper 12`.
fn is_series(words: &str) -> bool {
    let numbered = words.contains(" No. ") || words.contains(" no. ") || words.ends_with(|c: char| c.is_ascii_digit());
    let series =
        ["Report", "Briefing", "Brief", "Paper", "Papers", "Bulletin", "Series", "Backgrounder", "Memo", "Update"];
    numbered && words.split(|c: char| !c.is_alphanumeric()).any(|word| series.contains(&word))
}

fn opens_court(words: &str) -> bool {
    is_docket(words)
}

/// `No. 17-cr-00123`, `ICC-01/04-02/06`, `R44017`
fn is_docket(words: &str) -> bool {
    let word = words.rsplit(' ').next().unwrap_or("");
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits > 3
        && word.len() > digits
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'.' | b':'))
        && word.contains(['-', '/'])
        && (words == word || words.len() < word.len() + 12)
}

/// `R45100`, `SM-670`, `GAO-18-553`: the number of a report, of capitals and at least three digits.
fn is_report_code(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_uppercase())
        && words.bytes().filter(u8::is_ascii_digit).count() > 2
        && words.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/'))
}

fn is_op_cit(words: &str) -> bool {
    // Hardly any words hold these three letters.
    let ends = words.as_bytes().windows(3).enumerate().filter(|(_, three)| three.eq_ignore_ascii_case(b"cit"));
    let mut before = ends.map(|(at, _)| words.slice(..at).trim_end_matches(' '));
    before.any(|before| {
        let word = before.rsplit(' ').next().unwrap_or(before);
        ["op.", "op", "loc.", "loc"].iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}

fn is_time(words: &str) -> bool {
    let word = words.split(' ').next().unwrap_or("");
    let clock = word.split(':').count() >= 2
        && word.split(':').all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    let zone = words.ends_with("gmt")
        || words.ends_with("utc")
        || words.ends_with("local time")
        || words.ends_with("a.m")
        || words.ends_with("p.m")
        || words.ends_with(" am")
        || words.ends_with(" pm");
    clock || zone && words.starts_with(|c: char| c.is_ascii_digit())
}

fn is_thesis(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    ["phd", "ph.d", "diss", "thesis", "dissertation", "master’s", "master's", "ma thesis"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Words before a date that is not of publication.
fn marks_date(words: &str) -> Option<DateRole> {
    let lower = words.to_ascii_lowercase();
    let lower = lower.trim_end_matches([':', ' ']);
    let lower = lower.strip_suffix(" on").unwrap_or(lower);
    let lower = lower.strip_suffix(" as of").unwrap_or(lower);
    let last = |words: &[&str]| {
        words.iter().any(|word| {
            lower == *word || lower.ends_with(word) && lower.slice(..lower.len() - word.len()).ends_with(' ')
        })
    };
    if last(&["accessed", "retrieved", "viewed", "visited", "consulted", "checked", "web", "access date"]) {
        return Some(DateRole::Accessed);
    }
    if last(&["modified", "updated", "revised"]) {
        return Some(DateRole::Modified);
    }
    last(&["archived", "captured"]).then_some(DateRole::Archived)
}

/// Whether the words hold nothing but the mark of a date.
fn marks_date_alone(words: &str) -> bool {
    matches!(
        words.to_ascii_lowercase().as_str(),
        "web" | "accessed" | "accessed on" | "last accessed" | "retrieved" | "retrieved on"
    )
}

fn is_marked(words: &str) -> bool {
    marks_date(words).is_some() || marks_archive(words)
}

fn marks_archive(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    [
        "archived at",
        "archived",
        "archive",
        "archive copy",
        "archived copy",
        "archived from the original",
        "permalink",
        "perma.cc",
        "archived version",
    ]
    .iter()
    .any(|form| lower.trim_end_matches([':', ' ']) == *form)
}

/// Words before an address: `available at`, `available in Persian at`.
fn opens_address(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    let lower = lower.trim_end_matches([':', ' ']);
    lower.starts_with("available")
        || lower.starts_with("also available")
        || matches!(
            lower,
            "at" | "url"
                | "link"
                | "online"
                | "online at"
                | "see"
                | "text at"
                | "full text"
                | "from"
                | "accessible at"
                | "found at"
                | "doi"
        )
}

/// Words that may follow a date without a sign.
fn opens_behind_date(words: &str) -> bool {
    let first = words.split([' ', ',']).next().unwrap_or("").to_ascii_lowercase();
    matches!(
        first.as_str(),
        "accessed"
            | "retrieved"
            | "last"
            | "updated"
            | "available"
            | "and"
            | "at"
            | "archived"
            | "p."
            | "pp."
            | "para."
            | "web"
            | "which"
            | "via"
            | "(accessed"
    )
}

/// Words that lead to a date without a comma.
fn ends_open(words: &str) -> bool {
    matches!(
        words.rsplit(' ').next().unwrap_or(""),
        "on" | "in"
            | "of"
            | "dated"
            | "from"
            | "for"
            | "between"
            | "since"
            | "early"
            | "late"
            | "mid"
            | "published"
            | "posted"
            | "issued"
            | "released"
    ) || is_marked(words)
}

/// The length of the words before and with `interview`: who asked, and all of it.
fn interview_len(words: &str) -> Option<(usize, usize)> {
    const KINDS: [&str; 18] = [
        "interviews",
        "interview",
        "communications",
        "communication",
        "exchanges",
        "exchange",
        "conversations",
        "conversation",
        "correspondence",
        "discussion",
        "discussions",
        "Interviews",
        "Interview",
        "Communication",
        "Correspondence",
        "Conversation",
        "email",
        "emails",
    ];
    let mut at = 0;
    let mut found = None;
    for (count, word) in words.split(' ').enumerate().take(9) {
        let bare = word.trim_end_matches([',', ':']);
        if KINDS.contains(&bare) {
            found = Some((at, at + word.len(), bare.to_ascii_lowercase()));
            // `email exchange`
            if !matches!(bare, "email" | "emails") {
                break;
            }
        }
        if matches!(word, "with" | "by" | "in") || count > 7 {
            break;
        }
        at += word.len() + 1;
    }
    let (start, end, kind) = found?;
    let before = words.slice(..start).trim_end();
    let mut source = before;
    loop {
        let last = source.rsplit(' ').next().unwrap_or("");
        let mode = (REMOTE.has_in_any_case(last) || MODES.has_in_any_case(last))
            && !(last == "Group" && source.ends_with("Crisis Group"));
        if !mode || last.is_empty() {
            break;
        }
        source = source.slice(..source.len() - last.len()).trim_end();
    }
    let own = source.to_ascii_lowercase();
    let own = own.trim_end_matches(['s', '’', '\'']);
    let nobody = matches!(
        own,
        "" | "author"
            | "the author"
            | "author'"
            | "author’"
            | "my"
            | "our"
            | "a"
            | "an"
            | "several"
            | "this writer"
            | "writer"
            | "researcher"
            | "the researcher"
            | "by"
    );
    let body = !nobody && is_name(source) && source.split_whitespace().count() <= 6;
    if !nobody && !body {
        return None;
    }
    // `Interview with` opens; mere `correspondence` needs somebody who had it.
    if kind == "email"
        && !words.slice(end..).trim_start().starts_with("with")
        && !words.slice(end..).trim_start().starts_with("from")
        && !words.slice(end..).trim_start().starts_with("to ")
    {
        return None;
    }
    if !nobody && words.slice(end..).starts_with([':']) {
        return None;
    }
    let source = source.strip_suffix("’s").or_else(|| source.strip_suffix("'s")).unwrap_or(source);
    Some((if nobody { 0 } else { source.len() }, end))
}

/// Whether it was made from afar: no place is needed.
fn is_remote(words: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| REMOTE.has_in_any_case(word))
}

/// Place and publisher: `London: Hurst`, `Washington, DC: Brookings`.
fn colon(words: &str) -> Option<(&str, &str)> {
    let (place, publisher) = words.split_once(": ").or_else(|| words.split_once(':'))?;
    let (place, publisher) = (place.trim(), publisher.trim().trim_end_matches(','));
    (is_name(place) && place.len() < 60 && !publisher.is_empty() && !place.contains(|c: char| c.is_ascii_digit()))
        .then_some((place, publisher))
}

/// Two to four words in the form of a person's name.
pub(super) fn is_person(words: &str) -> bool {
    let words = words.trim();
    let count = words.split_whitespace().count();
    if words.starts_with('@') {
        return false;
    }
    if words.split(' ').next().is_some_and(|first| GIVEN_NAMES.has(first))
        && (2..=5).contains(&count)
        && !is_outlet_word(words)
    {
        return true;
    }
    (2..=4).contains(&count)
        && !words.starts_with("The ")
        && !is_body(words)
        && !is_outlet_word(words)
        && words.split_whitespace().all(|word| {
            let mut letters = word.chars();
            let first = letters.next().is_some_and(char::is_uppercase);
            let rest = letters.as_str();
            let plain = !rest.contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
            let joined = rest.contains(['-', '’', '\'']) || rest.starts_with('c') || rest.starts_with("ac");
            (first && (plain || joined))
                || matches!(
                    word,
                    "al" | "el"
                        | "bin"
                        | "ibn"
                        | "van"
                        | "von"
                        | "de"
                        | "der"
                        | "den"
                        | "di"
                        | "da"
                        | "du"
                        | "la"
                        | "le"
                        | "abu"
                        | "ul"
                )
                || word.starts_with("al-")
                || word.starts_with("el-")
        })
        && !PLACES.has(words)
}

/// Whether words list persons: `Lena Mertz and Tobin Osten`, `Mertz, L.`
fn is_person_list(words: &str) -> bool {
    words.split(" and ").flat_map(|name| name.split(", ")).all(|name| {
        let name = name.trim_start_matches("and ").trim();
        is_person(name) || name.split_whitespace().count() == 1 || name.ends_with('.')
    })
}

/// Whether a word makes a name that of a body: `Ministry`, `Institute`, `University`.
pub(super) fn is_body(words: &str) -> bool {
    is_outlet_word(words)
        || words.split(|c: char| !is_alphanumeric(c)).any(|word| {
            OFFICES.has(word) || BODIES.has(word) || PUBLISHERS.has(word) || word.len() > 2 && is_acronym(word)
        })
}

/// Whether a word makes a name that of a medium.
fn is_outlet_word(words: &str) -> bool {
    words.split(|c: char| !is_alphanumeric(c)).any(|word| word.starts_with(char::is_uppercase) && MEDIA.has(word))
        || words.starts_with("Al-") && !words.contains(' ')
        || words.split_whitespace().any(|word| {
            // `TOLOnews`, `NewsHour`
            let inner = word.chars().skip(1).any(char::is_uppercase);
            inner
                && word.chars().any(char::is_lowercase)
                && !word.contains(['-', '’', '\'', '.'])
                && !word.starts_with("Mc")
                && !word.starts_with("Mac")
                && !word.starts_with("De")
                && !word.starts_with("La")
        })
}

/// `ACLED`, `UN`
fn is_acronym(words: &str) -> bool {
    words.len() > 1 && words.len() < 12 && words.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '.' | '&'))
}

/// `Alwatan.com.sa`
fn is_domain(words: &str) -> bool {
    let Some((name, tld)) = words.rsplit_once('.') else { return false };
    !words.contains(' ')
        && name.len() > 1
        && (2..=6).contains(&tld.len())
        && tld.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Where a part of some words stands.
fn inside(span: Span, words: &str, part: &str) -> Option<Span> {
    let at = (part.as_ptr() as usize).checked_sub(words.as_ptr() as usize)?;
    (at + part.len() <= words.len())
        .then(|| Span::new(span.start + at as Offset, span.start + (at + part.len()) as Offset))
}

fn whole_trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    inside(span, words, words.trim()).unwrap_or(span)
}

/// Authors without the `and` before them.
fn strip_joint(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let bare = words.strip_prefix("By ").or_else(|| words.strip_prefix("by ")).unwrap_or(words);
    let bare = bare.trim_end_matches([',', ':', ' ']);
    inside(span, words, bare).unwrap_or(span)
}
