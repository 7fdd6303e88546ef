//! Decides whether what was read is a citation, and of what kind.

use super::super::lexer::AtomKind;
use super::super::split::is_name;
use super::names::{is_domain, is_outlet_word, is_person_list};
use super::phrases::is_op_cit;
use super::{AddressRole, DateRole, Field, Reader, Role};
use crate::bulletin::citation::words::{CREDITS, PLACES};
use crate::bulletin::items::{CitationStyle, DatePlace, Flaw, FlawKind, ItemKind, TitleForm};
use crate::calendar::Written;
use crate::markdown::mask;
use crate::text::words::WordSet;
use crate::text::{Slice, Span, split_at};

impl Reader<'_> {
    /// Reads the fields after the title: dates, addresses and pages.
    pub(super) fn tail(&mut self, fields: &[Field]) {
        for field in fields {
            let first = &field.atoms[0];
            match (&first.kind, field.role) {
                (AtomKind::Date(date), Role::Date(role)) => match role {
                    DateRole::Printed if self.item.dates.is_empty() => self.item.dates.push(Written::clone(date)),
                    // `May 2, 2018, and May 5, 2019`: several days of one source.
                    DateRole::Printed if self.goes_on(date) => self.item.dates.push(Written::clone(date)),
                    DateRole::Printed => {
                        let year_first =
                            self.item.dates.first().is_some_and(|first| first.day.is_none() && first.month.is_none());
                        let same =
                            self.item.dates.first().is_some_and(|first| {
                                first.year.map(|year| year.value) == date.year.map(|year| year.value)
                            });
                        if year_first && same && date.month.is_some() {
                            self.item.dates[0] = Written::clone(date);
                        } else if self.item.date_place != DatePlace::InBrackets
                            && date.day.is_some()
                            && self.details.accessed.is_none()
                        {
                            self.details.accessed = Some(Written::clone(date));
                            self.flaws.push(Flaw { span: date.span, kind: FlawKind::SecondDate });
                        }
                    }
                    DateRole::Accessed => self.details.accessed = Some(Written::clone(date)),
                    DateRole::Modified => self.details.modified = Some(Written::clone(date)),
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

    /// Whether a date continues the one before it: `May 2, 2018, and May 5, 2019`.
    pub(super) fn goes_on(&self, date: &Written) -> bool {
        let Some(last) = self.item.dates.last() else { return false };
        if last.span.end > date.span.start || self.item.date_place == DatePlace::InBrackets {
            return false;
        }
        let between = Span::new(last.span.end, date.span.start).of(self.context.source.text);
        let joined = matches!(between.trim_matches([' ', ',']), "and" | "&" | "–" | "to");
        last.day.is_some() && date.day.is_some() && joined
    }

    /// Decides whether what was read is a citation, and of what kind.
    pub(super) fn finish(&mut self, fields: &[Field]) -> bool {
        let text = self.context.source.text;
        // `(.., May 9)`: signs alone name nobody. A template may.
        let names = |c: char| c.is_alphanumeric() || c == mask::JOINT;
        self.item.source = self.item.source.filter(|name| name.of(text).contains(names));
        let title = self.details.title;
        let dated = !self.item.dates.is_empty();
        let addressed = self.item.link.is_some();
        let tail = dated
            || addressed
            || self.details.pages.is_some()
            || self.details.accessed.is_some()
            || self.item.undated.is_some()
            || self.details.modified.is_some();
        let op_cit = self.op_cit && fields.iter().any(|field| is_op_cit(self.name_of(field).of(text)));
        if op_cit {
            self.details.kind = ItemKind::OpCit;
            // The first field names the author of the work.
            if let Some(source) = self.item.source
                && is_op_cit(source.of(text))
            {
                self.item.source = None;
            }
            // `Velden, Orme and Holt, op. cit.`
            if let (Some(first), Some(last)) = (title, self.item.author.or(self.item.source))
                && first.form == TitleForm::Bare
                && is_person_list(first.span.cover(last).of(text))
            {
                self.details.title = None;
                (self.item.author, self.item.source) = (Some(first.span.cover(last)), None);
            }
            if self.item.author.is_none()
                && self.item.source.is_none()
                && let Some(first) = fields.first()
                && first.may_name()
            {
                let name = self.name_of(first);
                if !is_op_cit(name.of(text)) {
                    self.put_who(name);
                }
            }
            if let Some(source) = self.item.source.filter(|_| self.item.author.is_none())
                && !self.knows(source.of(text))
                && !self.is_body(source.of(text))
            {
                (self.item.author, self.item.source) = (Some(source), None);
            }
            if let Some(author) = self.item.author
                && self.item.source.is_none()
                && (self.knows(author.of(text)) || self.is_body(author.of(text)))
            {
                (self.item.source, self.item.author) = (Some(author), None);
            }
            return self.item.author.is_some() || self.item.source.is_some() || title.is_some();
        }
        if let Some(source) = self.item.source {
            self.item.standing = self.standing(source.of(text));
        }
        if self.details.kind == ItemKind::UnDocument || self.details.kind == ItemKind::Case {
            return true;
        }
        let sourced = self.item.source.is_some();
        // `In [a benchmark](https://…), parsing took …`: a link in a remark is a link, not a title.
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
            // In a list of authors, each part is a name.
            let are_names =
                |names: &str| names.split(", ").all(|name| is_name(name) || matches!(name, "and" | "eds." | "ed."));
            let before_is_name =
                self.item.author.is_none_or(|author| is_name(author.of(text)) || are_names(author.of(text)))
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
                    && self.details.modified.is_none()
                    && !self.sourced_behind(fields)
            {
                // A sentence with commas does not contain a title.
                if title.is_some_and(|title| title.form == TitleForm::Bare) {
                    return false;
                }
                // An entry of a list of works is not a shortened form.
                let listed = matches!(self.context.style, CitationStyle::Bibliography | CitationStyle::Numbered);
                if listed && (sourced || self.item.author.is_some()) {
                    self.kind();
                    return true;
                }
                // `Henceforth “the Union.”`
                let loose = |field: &Field| field.role == Role::Title && field.before.is_none();
                if !tail && fields.iter().skip(1).any(loose) {
                    return false;
                }
                // `Mertz, “Convoy.”`, `“Convoy,” 117`: a shortened form, if there is a full one.
                self.details.kind = ItemKind::Short;
                if let Some(source) = self.item.source.take() {
                    if self.knows(source.of(text)) || self.is_body(source.of(text)) {
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
        let captioned = dated && self.context.style == CitationStyle::Caption;
        if dated
            && !captioned
            && self.surname_only
            && !addressed
            && self.details.place.is_none()
            && is_name(name)
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
            // `See the video of the opening, <https://…>`: the words are not a name.
            // `See the Hill Archive at https://…`
            let points = [" at", " on", " from", " via"].iter().any(|end| name.ends_with(end));
            if (!unmixed || points) && !self.knows(name) {
                self.details.anchor = self.item.source.take();
            }
            return true;
        }
        let accessed = self.details.accessed.is_some();
        // `*Sorvik Mercury*, November 1956, p. 4`
        let paged = self.details.pages.is_some();
        let whole_day = self
            .item
            .dates
            .first()
            .is_some_and(|date| date.year.is_some() && (date.day.is_some() || paged && date.month.is_some()));
        let known = self.knows(name) || is_domain(name) || is_outlet_word(name) || self.is_body(name);
        let emphasised = fields.iter().any(|field| matches!(field.atoms[0].kind, AtomKind::Emphasis { .. }));
        let texts = fields.iter().filter(|field| field.role == Role::Text).count();
        // `Source: Ibaa, May 9.`: a line of sources has no shortened forms.
        if known || captioned {
            return unmixed && (dated || accessed || self.context.style != CitationStyle::Note);
        }
        unmixed
            && (whole_day
                && (emphasised || self.details.place.is_some() || texts > 1 || name.split_whitespace().count() > 1)
                || accessed)
            && !PLACES.has(name)
    }

    pub(super) fn put_who(&mut self, name: Span) {
        let words = name.of(self.context.source.text);
        if self.knows(words) || self.is_body(words) {
            self.item.source = Some(name);
        } else {
            self.item.author = Some(name);
        }
    }

    pub(super) fn short_by_name(&mut self) -> bool {
        self.details.kind = ItemKind::Short;
        if let Some(source) = self.item.source
            && !self.knows(source.of(self.context.source.text))
            && !self.is_body(source.of(self.context.source.text))
        {
            (self.item.author, self.item.source) = (Some(source), None);
        }
        true
    }

    /// Whether an outlet follows the title.
    pub(super) fn sourced_behind(&self, fields: &[Field]) -> bool {
        let title = fields.iter().position(|field| field.role == Role::Title);
        let (Some(source), Some(title)) = (self.item.source, title) else { return false };
        source.start >= fields[title].span().end || self.details.kind == ItemKind::Book
    }

    /// The kind of a full form.
    pub(super) fn kind(&mut self) {
        let text = self.context.source.text;
        if self.details.kind != ItemKind::News {
            return;
        }
        // If there is a volume, the number is that of its issue.
        if self.details.volume.is_some() && self.details.issue.is_some() {
            self.details.number = None;
        }
        let source = self.item.source.map_or("", |source| source.of(text));
        let url = self.item.url(text).unwrap_or("");
        let host = split_at(url, "//").map_or(url, |(_, rest)| rest);
        let host = host.slice(..memchr::memchr(b'/', host.as_bytes()).unwrap_or(host.len()));
        let host = host.strip_prefix("www.").unwrap_or(host);
        let says = Subject::of(source);
        self.details.kind = if source.starts_with('@')
            || matches!(host, "twitter.com" | "x.com" | "t.me" | "facebook.com" | "vk.com" | "instagram.com")
        {
            ItemKind::Social
        } else if matches!(host, "youtube.com" | "youtu.be") {
            ItemKind::Video
        } else if self.details.volume.is_some() || self.details.issue.is_some() && !says.brief || says.journal {
            ItemKind::Journal
        } else if source.starts_with("Ministry") || says.office {
            ItemKind::Statement
        } else if self.details.number.is_some()
            || self.details.title.is_some_and(|title| title.form == TitleForm::Emphasised)
                && self.is_body(source)
                && !is_outlet_word(source)
            || says.report
        {
            ItemKind::Report
        } else if self.knows(source) || source.is_empty() {
            ItemKind::News
        } else {
            ItemKind::Web
        };
    }
}

/// What the words in the name of a source say about what it publishes.
#[derive(Default)]
struct Subject {
    journal: bool,
    report: bool,
    brief: bool,
    office: bool,
}

impl Subject {
    fn of(source: &str) -> Subject {
        static SAID: WordSet = WordSet::new(&[
            "Brief",
            "Crisis Group",
            "Human Rights Watch",
            "Institute",
            "Journal",
            "Office of the",
            "Quarterly",
            "Report",
            "Review of",
            "Sentinel",
            "Studies in",
            "Survey",
        ]);
        let mut says = Subject::default();
        let bytes = source.as_bytes();
        // `OxJournal` says it too.
        for at in (0..bytes.len()).filter(|at| bytes[*at].is_ascii_uppercase()) {
            let rest = source.slice(at..);
            match SAID.opening(rest).find(|said| rest.starts_with(said)) {
                Some("Report") => (says.report, says.brief) = (true, true),
                Some("Brief") => says.brief = true,
                Some("Crisis Group" | "Human Rights Watch" | "Institute" | "Survey") => says.report = true,
                Some("Office of the") => says.office = true,
                Some(_) => says.journal = true,
                None => {}
            }
        }
        says
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_published() {
        let said = |source: &str| {
            let Subject { journal, report, brief, office } = Subject::of(source);
            [journal, report, brief, office]
        };
        assert_eq!(said("Journal of Harbours"), [true, false, false, false]);
        assert_eq!(said("OxJournal"), [true, false, false, false]);
        assert_eq!(said("Quay Institute, Africa Report No. 2"), [false, true, true, false]);
        assert_eq!(said("Office of the Mayor"), [false, false, false, true]);
        assert_eq!(said("Policy Brief"), [false, false, true, false]);
        assert_eq!(said("the report of a journal"), [false; 4]);
    }
}
