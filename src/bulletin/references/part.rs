//! Reads the fields of one source: first the anchors (title, date, address, known outlet), then what stands between them.

mod assign;
mod finish;
mod kinds;
mod names;
mod phrases;

use super::lexer::{Atom, AtomKind, Sign, atoms};
use super::split::{Part, has_finite, is_ibid, is_name};
use super::words::{LANGUAGES, LINK_WORDS, PIECES};
use crate::bulletin::items::{CitationStyle, DatePlace, Details, Flaw, FlawKind, Item, ItemKind, Title, TitleForm};
use crate::calendar::Written;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::text::{Offset, Slice, Span};
use names::{is_acronym, is_person};
use phrases::{
    colon, holds_date, is_docket, is_marked, is_op_cit, is_report_code, is_speech, is_thesis, is_time, is_translation,
    is_year, marks_archive, marks_date, marks_date_alone, note_number, opens_address, opens_behind_date,
    opens_note_number, pages_in, symbol,
};

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
        let pieces = self.mend_titles(self.join_nicknames(pieces));
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
                        symbol(words).is_some() || is_docket(words) || is_op_cit(words) || pages_in(words).is_some();
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

    /// Makes one name of `Ada "Lorry Queen" Vale`, whose title comes later.
    fn join_nicknames(&self, mut pieces: Vec<Atom>) -> Vec<Atom> {
        let text = self.context.text;
        let is_title = |atom: &Atom| matches!(atom.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. });
        let joined = (1..pieces.len().saturating_sub(2)).find(|at| {
            let [before, nickname, behind, later @ ..] = &pieces[at - 1..] else { return false };
            let AtomKind::Quoted { inner, link: None, .. } = &nickname.kind else { return false };
            let is_short = inner.of(text).split_whitespace().count() < 4 && !inner.of(text).ends_with([',', '.']);
            let words = |atom: &Atom| (atom.kind == AtomKind::Words).then(|| atom.span.of(text));
            let name = words(before).zip(words(behind)).map(|(first, last)| format!("{first} {last}"));
            is_short
                && name.is_some_and(|name| is_person(&name))
                && !self.knows(behind.span.of(text))
                && later.iter().any(is_title)
        });
        if let Some(at) = joined {
            let span = pieces[at - 1].span.cover(pieces[at + 1].span);
            pieces.splice(at - 1..=at + 1, [Atom { span, kind: AtomKind::Words }]);
        }
        pieces
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
