//! Prints a work in house style, in every citation style.
//!
//! * A printed work is read again as the same work: the readers of [`crate::bulletin`] are the counterpart.
//! * An unknown field is omitted.
//! * The form is the declared one, else the document’s own, else the usual one.

use super::names::{self, AuthorName, authors};
use super::{Work, WorkDate};
use crate::bulletin::habits::notes::{self, OwnForm};
use crate::bulletin::habits::{DateHabit, NoteHabit};
use crate::bulletin::items::{CitationStyle, ItemKind, LinkForm, TitleForm};
use crate::bulletin::{Bulletin, Item, ItemGroup, Note};
use crate::calendar::{Date, DateStyle, MONTHS};
use crate::config::{AccessDates, CommaPlace, FinalStop, NoteOrder, Settings};
use crate::text::{Offset, Span};
use std::cmp::Ordering;

/// How a publication writes its citations.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseForm {
    /// The order of the fields in a note.
    pub order: NoteOrder,
    /// The side of the closing mark that has the comma after a title.
    pub comma: CommaPlace,
    /// Whether a note ends in a full stop.
    pub final_stop: bool,
    /// Whether it does so after an address, too.
    pub stop_behind_address: bool,
    /// The marks around titles.
    pub marks: (char, char),
    /// Whether an address is the target of a Markdown link on the words that it belongs to.
    pub links: bool,
    /// Whether notes are addresses alone.
    pub bare_addresses: bool,
    /// Whether notes and lists have the outlets of news in italics. A work that was read keeps its own form.
    pub outlets_in_italics: bool,
    /// How dates are written.
    pub dates: DateStyle,
    /// The date of the issue: brackets omit its year.
    pub issue: Option<Date>,
    /// Whether brackets include the issue’s own year.
    pub keeps_year: bool,
    /// Whether a placeholder marks each missing field that is needed, for a person to fill in.
    pub gaps: bool,
    /// What the house says of access dates.
    pub access_dates: AccessDates,
    /// Whether dates stay as they are printed.
    pub keeps_dates: bool,
    /// Whether the text is in another language than English: its dates keep their words, and get a year where one is
    /// written.
    pub foreign: bool,
    /// Whether the marks around a title stay as they are printed, and none are put around one that has none.
    pub keeps_title_marks: bool,
}

impl Default for HouseForm {
    fn default() -> HouseForm {
        HouseForm {
            order: NoteOrder::TitleFirst,
            comma: CommaPlace::Inside,
            final_stop: true,
            stop_behind_address: true,
            marks: ('“', '”'),
            links: false,
            bare_addresses: false,
            outlets_in_italics: false,
            dates: DateStyle::default(),
            issue: None,
            keeps_year: false,
            gaps: false,
            access_dates: AccessDates::Optional,
            keeps_dates: false,
            foreign: false,
            keeps_title_marks: false,
        }
    }
}

impl HouseForm {
    /// The declared form, if there is no document.
    #[must_use]
    pub fn declared(settings: &Settings) -> HouseForm {
        let notes = &settings.notes;
        let usual = HouseForm::default();
        let stop = notes.final_stop.declared().is_none_or(|stop| stop == FinalStop::Always);
        HouseForm {
            order: notes.order.declared().unwrap_or(usual.order),
            comma: notes.comma.declared().unwrap_or(usual.comma),
            final_stop: stop,
            stop_behind_address: stop,
            dates: settings.date_style(),
            issue: settings.date.or(settings.fallback_date),
            access_dates: notes.access_dates,
            ..usual
        }
    }

    /// The form of the article at a place: the declared one, else its own. For many places, use [`HouseForms`].
    #[must_use]
    pub fn of(text: &str, bulletin: &Bulletin, settings: &Settings, offset: Offset) -> HouseForm {
        HouseForms::of(text, bulletin, settings).at(offset)
    }
}

/// The forms of a document, article by article.
pub struct HouseForms<'a> {
    bulletin: &'a Bulletin,
    /// The form that all articles share.
    common: HouseForm,
}

impl<'a> HouseForms<'a> {
    /// Determines the form that all articles share.
    #[must_use]
    pub fn of(text: &str, bulletin: &'a Bulletin, settings: &Settings) -> HouseForms<'a> {
        let marks = marks(text, bulletin);
        let common = HouseForm {
            marks,
            comma: settings.notes.comma.declared().unwrap_or_else(|| comma(text, bulletin, marks)),
            links: links_in_notes(bulletin),
            outlets_in_italics: outlets_in_italics(text, bulletin),
            dates: bulletin.habits.citation_dates.style(),
            issue: bulletin.issue.date,
            keeps_year: bulletin.habits.citation_dates.own_year,
            ..HouseForm::declared(settings)
        };
        HouseForms { bulletin, common }
    }

    /// The form of the article at a place.
    #[must_use]
    pub fn at(&self, offset: Offset) -> HouseForm {
        let usual = self.common.clone();
        let NoteHabit { order, comma, final_stop, stop_behind_address, bare_addresses, title_marks, .. } =
            self.bulletin.note_habit(offset);
        let stops = |own: OwnForm<FinalStop>, other: bool| own.map_or(other, |(stop, _)| stop == FinalStop::Always);
        let final_stop = stops(final_stop, usual.final_stop);
        HouseForm {
            order: order.map_or(usual.order, |(order, _)| order),
            comma: comma.map_or(usual.comma, |(comma, _)| comma),
            final_stop,
            stop_behind_address: stops(stop_behind_address, final_stop),
            marks: title_marks.unwrap_or(usual.marks),
            bare_addresses,
            foreign: !self.bulletin.language.is_english_at(Span::empty(offset)),
            ..usual
        }
    }

    /// The form in which a note is written, regardless of the other notes.
    #[must_use]
    pub fn own(&self, text: &str, group: &ItemGroup, note: &Note, item: &Item) -> HouseForm {
        let mut form = HouseForm::of_item(text, item);
        let usual = self.at(note.span.start);
        (form.final_stop, form.stop_behind_address) = match notes::final_stop(text, group, note) {
            Some((stop, _)) => (stop, stop),
            None => (usual.final_stop, usual.stop_behind_address),
        };
        form
    }
}

impl HouseForm {
    /// The form in which an item of a note is written; the stop is that of its note.
    #[must_use]
    pub fn of_item(text: &str, item: &Item) -> HouseForm {
        let usual = HouseForm::default();
        let title = item.details.as_ref().and_then(|details| details.title);
        let marks = title.and_then(|title| notes::marks(text, &title));
        HouseForm {
            order: notes::order(text, item).unwrap_or(usual.order),
            comma: notes::comma(text, item).unwrap_or(usual.comma),
            bare_addresses: notes::is_bare(item),
            links: item.link.is_some_and(|link| link.form == LinkForm::Inline),
            marks: marks.unwrap_or(usual.marks),
            dates: item.date().map_or(usual.dates, |date| DateHabit::default().style_of(date, text)),
            ..usual
        }
    }

    /// A date with its year.
    #[must_use]
    pub fn date(&self, date: &WorkDate) -> String {
        match () {
            () if self.keeps_dates => date.words.clone(),
            () if self.foreign => date.in_its_words(),
            () => date.in_full(self.dates),
        }
    }

    /// A title that is a sentence of its own: `“Convoy Leaves.”`
    #[must_use]
    pub fn quoted_sentence(&self, title: &str) -> String {
        let (open, close) = self.marks;
        let stop = if title.ends_with(['?', '!', '.', '…']) { "" } else { "." };
        // French marks are spaced, and the stop is outside marks that are not English.
        let space = if open == '«' { "\u{a0}" } else { "" };
        if matches!(close, '»' | '“') {
            return format!("{open}{space}{title}{space}{close}{stop}");
        }
        format!("{open}{title}{stop}{close}")
    }
}

/// The marks around the titles of a document; if it has no titles, those in its prose.
fn marks(text: &str, bulletin: &Bulletin) -> (char, char) {
    let titles =
        bulletin.item_groups.iter().flat_map(|group| &group.items).filter_map(|item| item.details.as_ref()?.title);
    let mut titles = titles.filter_map(|title| notes::marks(text, &title));
    if let Some(marks) = titles.next() {
        return marks;
    }
    let straight = memchr::memchr2(b'"', b'\'', text.as_bytes()).is_some();
    if straight && !text.contains(['“', '’']) { ('"', '"') } else { ('“', '”') }
}

/// The side of the closing mark that has the comma after the titles in a list of works; if that does not decide, single
/// marks have it outside.
fn comma(text: &str, bulletin: &Bulletin, marks: (char, char)) -> CommaPlace {
    let entries = bulletin.item_groups.iter().filter(|group| group.style == CitationStyle::Bibliography);
    let (mut inside, mut outside) = (0, 0);
    for place in entries.flat_map(|group| &group.items).filter_map(|item| notes::comma(text, item)) {
        *(if place == CommaPlace::Inside { &mut inside } else { &mut outside }) += 1;
    }
    match inside.cmp(&outside) {
        Ordering::Greater => CommaPlace::Inside,
        Ordering::Less => CommaPlace::Outside,
        Ordering::Equal if marks.0 == '‘' => CommaPlace::Outside,
        Ordering::Equal => CommaPlace::Inside,
    }
}

/// Whether the addresses in the notes are link targets; `true` if there are no notes.
fn links_in_notes(bulletin: &Bulletin) -> bool {
    let (mut links, mut bare) = (0, 0);
    for group in bulletin.item_groups.iter().filter(|group| group.style.is_apart()) {
        for link in group.items.iter().filter_map(|item| item.link) {
            *(if link.form == LinkForm::Bare { &mut bare } else { &mut links }) += 1;
        }
    }
    links >= bare
}

/// Whether most outlets of news in the notes and lists are in italics.
fn outlets_in_italics(text: &str, bulletin: &Bulletin) -> bool {
    let apart = bulletin.item_groups.iter().filter(|group| group.style.is_apart()).flat_map(|group| &group.items);
    let outlets = apart.filter(|item| item.kind() == ItemKind::News && item.source.is_some());
    let (italic, plain): (Vec<&Item>, Vec<&Item>) = outlets.partition(|item| item.is_emphasised(text));
    italic.len() > plain.len()
}

impl Work {
    /// The work in a citation style: a note with its full stop, an item of a bracket without the bracket, a caption’s
    /// line, or an entry of a list.
    #[must_use]
    pub fn print(&self, style: CitationStyle, form: &HouseForm) -> String {
        if form.gaps {
            return self.with_gaps(style, form).print(style, &HouseForm { gaps: false, ..form.clone() });
        }
        match style {
            CitationStyle::Inline | CitationStyle::Prose => self.in_brackets(form),
            CitationStyle::Caption => format!("Source: {}", self.in_brackets(form)),
            CitationStyle::AuthorDate | CitationStyle::Bibliography => self.entry(form),
            CitationStyle::Note | CitationStyle::Numbered => {
                let (words, ends_in_address) = self.part(form);
                finish(words, if ends_in_address { form.stop_behind_address } else { form.final_stop }, form)
            }
        }
    }

    /// The same work with placeholders for a missing title, source or date, for a person to fill in: it is new to the document,
    /// and its outlet is printed like the others.
    fn with_gaps(&self, style: CitationStyle, form: &HouseForm) -> Work {
        let mut work = self.clone();
        work.source_in_italics |= form.outlets_in_italics && style.is_apart() && self.kind == ItemKind::News;
        for gap in self.missing(style, form) {
            match gap {
                "title" => work.title = "[title]".to_owned(),
                "source" => work.source = "[source]".to_owned(),
                "access date" => work.visit_gap = true,
                _ => work.gap = true,
            }
        }
        work
    }

    /// What a person has to fill in: `title`, `source`, `date`, and `access date` where the house requires one.
    #[must_use]
    pub fn missing(&self, style: CitationStyle, form: &HouseForm) -> Vec<&'static str> {
        let in_note = matches!(style, CitationStyle::Note | CitationStyle::Numbered);
        if in_note && form.bare_addresses && !self.url.is_empty() {
            return Vec::new();
        }
        let titled = style.is_apart() && !(in_note && form.order == NoteOrder::Untitled);
        let dated = !self.dates.is_empty() || self.undated;
        let visited = !in_note || form.access_dates != AccessDates::Required || self.url.is_empty();
        let lacks = [
            ("title", titled && self.title.is_empty()),
            ("source", self.source.is_empty()),
            ("date", !dated),
            ("access date", !visited && self.accessed.is_none()),
        ];
        lacks.into_iter().filter_map(|(name, lacks)| lacks.then_some(name)).collect()
    }

    /// The work as one source of a note, without the full stop, and whether it ends in an address.
    #[must_use]
    pub fn part(&self, form: &HouseForm) -> (String, bool) {
        let mut out = Fields { out: String::new(), form, open: false, close: false };
        if form.bare_addresses && !self.url.is_empty() {
            return (self.url.clone(), true);
        }
        match form.order {
            NoteOrder::Mla if !self.title.is_empty() => return self.mla(form),
            NoteOrder::OutletFirst if !self.title.is_empty() && !self.source.is_empty() => self.outlet_first(&mut out),
            _ => self.title_first(&mut out),
        }
        let linked = form.links && !self.url.is_empty() && (!self.title.is_empty() || !self.source.is_empty());
        if self.extent().is_none() || self.volume.is_empty() {
            out.field(&pages(&self.pages));
        }
        if let Some(date) = &self.modified {
            out.field(&format!("last modified {}", form.date(date)));
        }
        if let Some(date) = self.visit(form) {
            out.field(&format!("accessed {date}"));
        }
        if !linked {
            out.field(&self.url);
        }
        if !self.archived.is_empty() {
            out.field(&format!("archived at {}", self.archived));
        }
        let address = !self.archived.is_empty() || !linked && !self.url.is_empty();
        (out.out, address)
    }

    /// The day of the visit, where the house has one.
    fn visit(&self, form: &HouseForm) -> Option<String> {
        let unwanted = form.access_dates == AccessDates::Forbidden && !self.dates.is_empty();
        let known = self.accessed.as_ref().filter(|_| !unwanted).map(|date| form.date(date));
        known.or_else(|| self.visit_gap.then(|| GAP.to_owned()))
    }

    /// The shortened form of a note, with its stop: `Mertz, “Convoy Leaves.”`, `“Convoy Leaves,” p. 4.` None where it has no title
    /// to be known by, or more than two authors.
    #[must_use]
    pub fn short(&self, form: &HouseForm) -> Option<String> {
        if self.title.is_empty() {
            return None;
        }
        let names = authors(&self.author);
        let names: Vec<&str> = names.iter().map(AuthorName::sort_name).collect();
        let who = match names.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [one, other] if !one.is_empty() && !other.is_empty() => format!("{one} and {other}"),
            _ => return None,
        };
        let form = HouseForm { links: false, ..form.clone() };
        let mut out = Fields { out: String::new(), form: &form, open: false, close: false };
        out.field(&who);
        Work { language: String::new(), ..self.clone() }.title(&mut out);
        out.field(&pages(&self.pages));
        Some(finish(out.out, true, &form))
    }

    /// `Author, “Title,” Outlet (Place), details, date`
    fn title_first(&self, out: &mut Fields<'_>) {
        let form = out.form;
        let by_institution = self.kind == ItemKind::UnDocument && !self.source.is_empty();
        if by_institution {
            out.field(&self.source);
        }
        out.field(&names::spoken(&self.author));
        self.title(out);
        if self.kind == ItemKind::Case {
            out.field(&self.number);
            let court = [self.source.clone(), self.days(form)].join(" ");
            out.behind(&bracketed(court.trim()));
            return;
        }
        if self.kind == ItemKind::Thesis && !self.title.is_empty() && !self.source.is_empty() {
            let days = self.days(form);
            let imprint = ["PhD diss.", &self.source, &days].into_iter().filter(|part| !part.is_empty());
            out.behind(&bracketed(&imprint.collect::<Vec<_>>().join(", ")));
            return;
        }
        if self.kind == ItemKind::Book && !self.title.is_empty() && !self.source.is_empty() {
            let publisher =
                if self.place.is_empty() { self.source.clone() } else { format!("{}: {}", self.place, self.source) };
            let imprint: Vec<String> =
                [publisher, self.days(form)].into_iter().filter(|part| !part.is_empty()).collect();
            out.field(&self.number);
            out.behind(&bracketed(&imprint.join(", ")));
            return;
        }
        if !by_institution {
            out.field(&self.source_words(form, true));
        }
        if !self.volume.is_empty() {
            let issue = if self.issue.is_empty() { String::new() } else { format!(":{}", self.issue) };
            out.behind(&format!("{}{issue}", self.volume));
            out.behind(&bracketed(&self.days(form)));
            if let Some((first, last)) = self.extent() {
                out.field(&format!("pp. {first}–{last}"));
            }
            return;
        }
        self.details(out);
        out.field(&self.days(form));
    }

    /// `Outlet, “Title” (date)`
    fn outlet_first(&self, out: &mut Fields<'_>) {
        let form = out.form;
        out.field(&self.source_words(form, true));
        self.details(out);
        out.field(&names::spoken(&self.author));
        let days = self.days(form);
        if days.is_empty() {
            self.title(out);
            return;
        }
        let words = match self.title_marks(form) {
            Some((open, close)) => format!("{open}{}{close}", self.title),
            None => self.title.clone(),
        };
        out.field(&if form.links && !self.url.is_empty() { link(&words, &self.url) } else { words });
        if !self.language.is_empty() {
            out.behind(&format!("[{}]", self.language));
        }
        out.behind(&bracketed(&days));
    }

    /// `Author. “Title.” Outlet. date. Web. date. <address>`
    fn mla(&self, form: &HouseForm) -> (String, bool) {
        let sentence = |words: &str| Some(format!("{}.", words.trim_end_matches('.'))).filter(|_| !words.is_empty());
        let accessed = self.visit(form).unwrap_or_default();
        let web = if self.url.is_empty() && accessed.is_empty() { "" } else { "Web" };
        let parts = [
            sentence(&names::for_list(&self.author)),
            Some(form.quoted_sentence(&self.title)),
            sentence(&self.source_words(form, false)),
            sentence(&self.days(form)),
            sentence(&pages(&self.pages)),
            sentence(web),
            sentence(&accessed),
            Some(format!("<{}>", self.url)).filter(|_| !self.url.is_empty()),
        ];
        (parts.into_iter().flatten().collect::<Vec<_>>().join(" "), !self.url.is_empty())
    }

    /// The title with its marks; the comma is inside them if the note continues.
    fn title(&self, out: &mut Fields<'_>) {
        let form = out.form;
        if self.title.is_empty() {
            return;
        }
        let linked = form.links && !self.url.is_empty();
        match self.title_marks(form).filter(|(open, _)| *open != '*') {
            None => {
                let bare = self.title_marks(form).is_none();
                let words = if bare { self.title.clone() } else { format!("*{}*", self.title) };
                out.field(&if linked { link(&words, &self.url) } else { words });
            }
            Some((open, close)) => {
                let words = if linked { link(&self.title, &self.url) } else { self.title.clone() };
                let ends_by_itself = self.title.ends_with(['?', '!', '…']);
                let inside = form.comma == CommaPlace::Inside && self.language.is_empty();
                out.field(&format!("{open}{words}"));
                out.open = inside && !ends_by_itself;
                out.close = inside;
                out.out.push(close);
            }
        }
        if !self.language.is_empty() {
            out.behind(&format!("[{}]", self.language));
        }
    }

    /// The marks around the title: asterisks for italics.
    fn title_marks(&self, form: &HouseForm) -> Option<(char, char)> {
        const ITALICS: (char, char) = ('*', '*');
        match self.title_form {
            Some(TitleForm::Emphasised) => Some(ITALICS),
            Some(TitleForm::Bare | TitleForm::Linked) if form.keeps_title_marks => None,
            None if matches!(self.kind, ItemKind::Book | ItemKind::Case) => Some(ITALICS),
            _ => Some(form.marks),
        }
    }

    /// The source with its number and place.
    fn source_words(&self, form: &HouseForm, links: bool) -> String {
        if self.source.is_empty() {
            return String::new();
        }
        let mut words = self.source.clone();
        if self.source_in_italics || self.kind == ItemKind::Journal && !self.volume.is_empty() {
            words = format!("*{words}*");
        }
        if links && form.links && self.title.is_empty() && !self.url.is_empty() {
            words = link(&words, &self.url);
        }
        if !self.number.is_empty() && self.kind != ItemKind::Case {
            // `Issue Brief No. 14` may already be a part of the name.
            let own = self.number.strip_prefix(self.source.rsplit(' ').next().unwrap_or_default()).map(str::trim_start);
            words = format!("{words} {}", own.filter(|own| !own.is_empty()).unwrap_or(&self.number));
        }
        if !self.place.is_empty() {
            words = format!("{words} ({})", self.place);
        }
        words
    }

    /// The fields between the source and its date.
    fn details(&self, out: &mut Fields<'_>) {
        if self.volume.is_empty() && !self.issue.is_empty() {
            out.field(&format!("no. {}", self.issue));
        }
        if self.source.is_empty() {
            out.field(&self.number);
        }
        out.field(&self.symbol);
    }

    /// The dates with their years.
    fn days(&self, form: &HouseForm) -> String {
        if self.dates.is_empty() && (self.undated || self.gap) {
            return if self.gap { GAP } else { "n.d." }.to_owned();
        }
        self.dates.iter().map(|date| form.date(date)).collect::<Vec<_>>().join(", ")
    }

    /// `[Source](https://…), May 9`
    fn in_brackets(&self, form: &HouseForm) -> String {
        let mut out = String::new();
        if !self.author.is_empty() {
            out = format!("By {}, ", names::spoken(&self.author));
        }
        let source = if self.source_in_italics { format!("*{}*", self.source) } else { self.source.clone() };
        out.push_str(&match (source.is_empty(), self.url.is_empty()) {
            (false, false) => link(&source, &self.url),
            (false, true) => source,
            (true, _) => self.url.clone(),
        });
        let lone = self.dates.len() == 1;
        for date in &self.dates {
            let keeps_year = form.keeps_year || !lone;
            let words = match form.foreign {
                true => date.words_in_brackets(form.issue, keeps_year),
                false => date.in_brackets(form.dates, form.issue, keeps_year),
            };
            out.push_str(&format!(", {words}"));
        }
        if self.dates.is_empty() {
            if let Some(date) = &self.accessed {
                out.push_str(&format!(", accessed {}", date.in_brackets(form.dates, form.issue, form.keeps_year)));
            } else if self.gap || self.undated {
                out.push_str(", ");
                out.push_str(if self.gap { GAP } else { "n.d." });
            }
        }
        if !self.trailer.is_empty() {
            out.push_str(if self.trailer.starts_with("from ") { " " } else { ", " });
            out.push_str(&self.trailer);
        } else if !self.pages.is_empty() {
            out.push_str(&format!(", {}", pages(&self.pages)));
        }
        out
    }

    /// The names of the fields for which a bracket has no place.
    #[must_use]
    pub fn beyond_brackets(&self) -> Vec<&'static str> {
        let mut beyond = Vec::new();
        for (name, field) in [
            ("title", &self.title),
            ("place of publication", &self.place),
            ("language", &self.language),
            ("number", &self.number),
            ("volume", &self.volume),
            ("issue", &self.issue),
            ("symbol", &self.symbol),
            ("copy in an archive", &self.archived),
        ] {
            if !field.is_empty() {
                beyond.push(name);
            }
        }
        if self.modified.is_some() || self.accessed.is_some() && !self.dates.is_empty() {
            beyond.push("day of the visit");
        }
        beyond
    }

    /// An entry of a list of works: `Author (2018). *Title*. Place: Publisher.`
    fn entry(&self, form: &HouseForm) -> String {
        let mut names: Vec<String> = authors(&self.author).iter().map(turned).collect();
        if names.is_empty() {
            names.extend(Some(self.source.clone()).filter(|source| !source.is_empty()));
        }
        let by_source = self.author.is_empty();
        let who = match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => format!("{}, & {last}", head.join(", ")),
        };
        let unknown = if self.gap { GAP } else { "n.d." };
        let year = self.date().map_or_else(|| unknown.to_owned(), entry_date);
        let mut out = format!("{who} ({year}).").trim_start().to_owned();
        let mut put = |words: String| {
            if !words.is_empty() {
                out.push(' ');
                out.push_str(&words);
                if !words.ends_with(['.', '?', '!']) {
                    out.push('.');
                }
            }
        };
        let whole = matches!(self.kind, ItemKind::Book | ItemKind::Report | ItemKind::Thesis | ItemKind::UnDocument);
        if !self.title.is_empty() {
            put(if whole { format!("*{}*", self.title) } else { self.title.clone() });
        }
        if !by_source && !self.source.is_empty() {
            let mut words = if whole { self.source.clone() } else { format!("*{}*", self.source) };
            if whole && !self.place.is_empty() {
                words = format!("{}: {words}", self.place);
            }
            if !self.volume.is_empty() {
                words.push_str(&format!(", {}", self.volume));
                if !self.issue.is_empty() {
                    words.push_str(&format!("({})", self.issue));
                }
            }
            if let Some((first, last)) = self.extent() {
                words.push_str(&format!(", {first}–{last}"));
            }
            put(words);
        }
        if !self.url.is_empty() {
            out.push_str(&format!(" {}", self.url));
            if form.stop_behind_address && form.final_stop && self.title.is_empty() {
                out.push('.');
            }
        }
        out
    }
}

/// The placeholder for an unknown date.
const GAP: &str = "[date]";

/// `Mertz, L.` of `Lena Mertz`.
fn turned(name: &AuthorName) -> String {
    match name {
        AuthorName::Person { family, given } => {
            let initials = given.split_whitespace().filter_map(|word| word.chars().next());
            format!("{family}, {}", initials.map(|c| format!("{c}.")).collect::<Vec<_>>().join(" "))
        }
        AuthorName::Institution(name) => name.clone(),
        AuthorName::Others => "et al.".to_owned(),
    }
}

/// `2013, March 16`
fn entry_date(date: &WorkDate) -> String {
    let parts = date.parts();
    let month = parts.get(1).and_then(|month| MONTHS.get(usize::try_from(*month).ok()?.checked_sub(1)?));
    match (parts.first(), month, parts.get(2)) {
        (Some(year), Some(month), Some(day)) => format!("{year}, {month} {day}"),
        (Some(year), Some(month), None) => format!("{year}, {month}"),
        (Some(year), ..) => year.to_string(),
        _ => date.words.clone(),
    }
}

/// Fields separated by commas.
struct Fields<'f> {
    out: String,
    form: &'f HouseForm,
    /// Whether a comma goes before the last mark if anything follows.
    open: bool,
    /// Whether the closing mark needs no comma after it.
    close: bool,
}

impl Fields<'_> {
    /// Adds a separate field.
    fn field(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            if self.open {
                let mark = self.out.pop();
                self.out.push(',');
                self.out.extend(mark);
            } else if !self.close {
                self.out.push(',');
            }
            self.out.push(' ');
        }
        (self.open, self.close) = (false, false);
        self.out.push_str(words);
    }

    /// Adds words that belong to the preceding field.
    fn behind(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        (self.open, self.close) = (false, false);
        self.out.push(' ');
        self.out.push_str(words);
    }
}

fn bracketed(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("({words})") }
}

fn link(words: &str, url: &str) -> String {
    // Unpaired brackets would end the address.
    let paired = url.matches('(').count() == url.matches(')').count() && !url.contains([' ', '<', '>']);
    if paired { format!("[{words}]({url})") } else { format!("[{words}](<{url}>)") }
}

/// Pages with their label: `p. 88`, `pp. 92–94`. Words that already say what they are stay.
#[must_use]
pub fn pages(pages: &str) -> String {
    if pages.is_empty() || pages.chars().any(|c| c.is_alphabetic()) && !is_roman(pages) {
        return pages.to_owned();
    }
    let several = pages.contains(['–', '-', ',', '—']);
    format!("{} {pages}", if several { "pp." } else { "p." })
}

fn is_roman(pages: &str) -> bool {
    pages.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c' | '–' | '-'))
}

/// A note with its full stop, if the house style has one.
#[must_use]
pub fn finish(mut words: String, stop: bool, form: &HouseForm) -> String {
    if !stop || words.is_empty() {
        return words;
    }
    let (_, close) = form.marks;
    let bare = words.trim_end_matches([close, '”', '’', '"', '*']);
    if bare.ends_with(['.', '?', '!']) {
        return words;
    }
    // The full stop goes inside the closing mark, as commas do.
    if words.ends_with(close) && form.comma == CommaPlace::Inside {
        words.pop();
        words.push('.');
        words.push(close);
    } else {
        words.push('.');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::{self, items::ItemGroup};
    use crate::check::{Draft, check};
    use crate::gazetteer::Gazetteer;

    fn settings() -> Settings {
        Settings { date: "2019-06-01".parse().ok(), ..Settings::default() }
    }

    /// The works that the notes of a text cite.
    fn works(text: &str) -> Vec<Work> {
        let settings = settings();
        let read = bulletin::read("a.md", text, &Gazetteer::shipped(), &settings);
        let issue = read.issue.date;
        let items = read.item_groups.iter().flat_map(ItemGroup::cited);
        let inline = read.citations.iter().flat_map(|citation| &citation.items);
        inline.chain(items).map(|item| Work::of(text, item, item, issue, 0)).collect()
    }

    fn note(words: &str) -> String {
        format!("# The road\n\nThe convoy left.[^1]\n\n[^1]: {words}\n")
    }

    /// The fields that are compared: the typography of a title is a matter of form.
    fn fields(work: &Work) -> Work {
        let mut work = work.clone();
        (work.title_form, work.source_in_italics, work.trailer) = (None, false, String::new());
        work.author = names::spoken(&work.author);
        for date in work.dates.iter_mut().chain(&mut work.accessed).chain(&mut work.modified) {
            *date = WorkDate::of_parts(&date.parts()).expect("a date");
        }
        work
    }

    /// Notes in various house styles, each with its form.
    fn canonical() -> Vec<(&'static str, HouseForm)> {
        let usual = HouseForm::default();
        let outlet =
            HouseForm { order: NoteOrder::OutletFirst, final_stop: false, stop_behind_address: false, ..usual.clone() };
        let mla = HouseForm { order: NoteOrder::Mla, stop_behind_address: false, ..usual.clone() };
        let rusi =
            HouseForm {
                comma: CommaPlace::Outside, marks: ('‘', '’'), dates: DateStyle::DAY_MONTH, ..usual.clone()
            };
        let linked = HouseForm { links: true, ..usual.clone() };
        let mut notes = Vec::new();
        let mut put =
            |form: &HouseForm, words: &[&'static str]| notes.extend(words.iter().map(|words| (*words, form.clone())));
        put(
            &usual,
            &[
                "Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, https://www.reuters.com/convoy.",
                "Lena Mertz and Tobin Osten, “Who Holds the Port?” Al Jazeera, November 9, 2017.",
                "“Bridges Closed,” Daily Nation, September 21, 2018, accessed October 2, 2018, https://www.nation.co.ke/bridges.",
                "Radu Kestin, “The Ledger,” Council on Foreign Relations, last modified March 18, 2018, accessed April 27, 2018, https://www.cfr.org/ledger.",
                "Petra Hollin, “A River Divided,” CTC Sentinel, March 2018, https://ctc.westpoint.edu/river/.",
                "Ilyas Velden, *The Wool Road* (London: Hurst, 2016), p. 88.",
                "Al-Hayat (London), May 3, 2018.",
                "Reuters, May 3, 2018, https://www.reuters.com/convoy.",
                "“Clashes Near the Dam” [Arabic], Enab Baladi, May 6, 2018, https://enabbaladi.net/archives/226001.",
                "“Statement No. 12,” Ministry of Defence, May 4, 2018, https://www.mod.gov.iq/12, archived at https://web.archive.org/web/20180504101010/https://www.mod.gov.iq/12.",
                "United Nations Security Council, “Final Report,” S/2018/705, July 27, 2018, para. 45.",
            ],
        );
        put(
            &outlet,
            &[
                "Reuters, “Convoy leaves” (May 3, 2018), https://www.reuters.com/convoy",
                "PBS NewsHour, “What the port deal says” (May 12, 2018), p. 4, https://www.pbs.org/newshour/port",
            ],
        );
        put(
            &mla,
            &[
                "Mertz, Lena. “Tanker Leaves.” Reuters. May 3, 2018. Web. May 20, 2018.",
                "Mertz, Lena. “Tanker Leaves.” Reuters. May 3, 2018. Web. May 20, 2018. <https://www.reuters.com/convoy>",
            ],
        );
        put(
            &rusi,
            &["Lena Mertz, ‘Confronting the Drought’, Reuters, 19 December 2017, https://www.reuters.com/drought."],
        );
        put(
            &linked,
            &[
                "Lena Mertz, “[Convoy Leaves](https://www.reuters.com/convoy),” Reuters, May 3, 2018.",
                "[Daily Nation](https://www.nation.co.ke/bridges), September 21, 2018.",
            ],
        );
        notes
    }

    #[test]
    fn what_is_read_is_printed_as_it_stands() {
        for (words, form) in canonical() {
            let text = note(words);
            let read = works(&text);
            let [work] = read.as_slice() else { panic!("{words}: {read:?}") };
            assert_eq!(work.print(CitationStyle::Note, &form), words, "{work:?}");
        }
    }

    /// All combinations of fields, in each form: what is printed is read as the same work, and has no finding that a
    /// note without it would not have.
    #[test]
    fn what_is_printed_is_read_as_the_same_work() {
        let gazetteer = Gazetteer::shipped();
        let settings = settings();
        let authors = ["", "Lena Mertz", "Lena Mertz and Tobin Osten"];
        let titles =
            ["Convoy Leaves", "Who Holds the Port?", "The Port: A History", "What the May 3, 2018, Raid Changed"];
        let urls = ["", "https://www.reuters.com/article/a_b-1"];
        let dates = ["May 3, 2018", "September 21, 2018"];
        let mut count = 0;
        for (_, form) in canonical() {
            for (author, title) in authors.iter().flat_map(|author| titles.iter().map(move |title| (author, title))) {
                for (url, date) in urls.iter().flat_map(|url| dates.iter().map(move |date| (url, date))) {
                    if form.order == NoteOrder::OutletFirst && !author.is_empty() {
                        continue;
                    }
                    let work = Work {
                        author: (*author).to_owned(),
                        title: (*title).to_owned(),
                        source: "Reuters".to_owned(),
                        url: (*url).to_owned(),
                        dates: WorkDate::parse(date).into_iter().collect(),
                        ..Work::default()
                    };
                    let words = work.print(CitationStyle::Note, &form);
                    let text = note(&words);
                    let read = works(&text);
                    let [again] = read.as_slice() else { panic!("{words}: {read:?}") };
                    assert_eq!(fields(again), fields(&work), "{words}");
                    assert_eq!(again.print(CitationStyle::Note, &form), words);
                    let found = check(Draft { path: "a.md", text: &text, settings: &settings, gazetteer: &gazetteer });
                    let named: Vec<_> = found.diagnostics.iter().map(|finding| finding.rule.name).collect();
                    let dated = form.dates != DateStyle::DAY_MONTH;
                    assert!(!dated || named.is_empty(), "{words}: {named:?}");
                    count += 1;
                }
            }
        }
        assert!(count > 400, "{count}");
    }

    #[test]
    fn brackets_and_entries() {
        let work = Work {
            author: "Lena Mertz and Tobin Osten".to_owned(),
            title: "Convoy leaves".to_owned(),
            source: "Reuters".to_owned(),
            url: "https://www.reuters.com/convoy".to_owned(),
            dates: WorkDate::parse("2019-05-03").into_iter().collect(),
            ..Work::default()
        };
        let form = HouseForm::declared(&settings());
        let print = |style| work.print(style, &form);
        assert_eq!(
            print(CitationStyle::Inline),
            "By Lena Mertz and Tobin Osten, [Reuters](https://www.reuters.com/convoy), May 3"
        );
        assert_eq!(
            print(CitationStyle::Bibliography),
            "Mertz, L., & Osten, T. (2019, May 3). Convoy leaves. *Reuters*. https://www.reuters.com/convoy"
        );
        assert_eq!(work.beyond_brackets(), ["title"]);
        let lone = Work { author: String::new(), title: String::new(), ..work.clone() };
        assert_eq!(
            lone.print(CitationStyle::Caption, &form),
            "Source: [Reuters](https://www.reuters.com/convoy), May 3"
        );
        // Other years are written, and in notes any year is.
        let other = HouseForm { issue: "2018-01-01".parse().ok(), ..form.clone() };
        assert!(lone.print(CitationStyle::Inline, &other).ends_with("May 3, 2019"));
        assert!(lone.print(CitationStyle::Note, &form).contains("May 3, 2019"));
        // A bracket in an address does not end it.
        let odd = Work { url: "https://a.net/x(1".to_owned(), ..lone };
        assert_eq!(odd.print(CitationStyle::Inline, &form), "[Reuters](<https://a.net/x(1>), May 3");
    }

    #[test]
    fn gaps_are_for_a_person_to_fill() {
        let work = Work { url: "https://a.net/x".to_owned(), ..Work::default() };
        let form = HouseForm { gaps: true, ..HouseForm::default() };
        assert_eq!(work.print(CitationStyle::Note, &form), "“[title],” [source], [date], https://a.net/x.");
        assert_eq!(work.print(CitationStyle::Inline, &form), "[[source]](https://a.net/x), [date]");
        let visited = HouseForm { access_dates: AccessDates::Required, ..form.clone() };
        assert_eq!(
            work.print(CitationStyle::Note, &visited),
            "“[title],” [source], [date], accessed [date], https://a.net/x."
        );
        let untitled = HouseForm { order: NoteOrder::Untitled, ..form };
        assert_eq!(work.print(CitationStyle::Note, &untitled), "[source], [date], https://a.net/x.");
    }
}
