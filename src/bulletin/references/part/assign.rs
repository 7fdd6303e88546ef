//! Assigns roles to the fields between the anchors: author, title, source.

use super::super::lexer::{Atom, AtomKind, Sign};
use super::super::split::{has_finite, is_name};
use super::super::words::{LINK_WORDS, PLATFORMS, STATIONS};
use super::names::{is_acronym, is_initials, is_outlet_word, is_person, is_person_list};
use super::phrases::{SPEECHES, colon, is_bare_title, is_series, is_translation, is_year, speech_to};
use super::{DateRole, Field, Reader, Role, inside, strip_joint};
use crate::bulletin::citation::words::{GIVEN_NAMES, PLACES};
use crate::bulletin::items::{DatePlace, Flaw, FlawKind, ItemKind, Title, TitleForm};
use crate::calendar::{self, Written};
use crate::gazetteer::institutions::is_collection;
use crate::markdown::mask::JOINT;
use crate::text::{Offset, Slice, Span, first_word, last_word, split_at};
use smallvec::SmallVec;

/// The places of fields.
type Places = SmallVec<[usize; 8]>;

impl Reader<'_> {
    /// Assigns roles to the fields between the anchors: author, title, source.
    pub(super) fn assign(&mut self, fields: &mut [Field]) {
        let text = self.context.source.text;
        self.title(fields);
        let title = fields.iter().position(|field| field.role == Role::Title);
        let date = fields.iter().position(|field| field.role == Role::Date(DateRole::Printed));
        let end = fields.len();
        let texts = |fields: &[Field], from: usize, to: usize| -> Places {
            (from..to).filter(|at| fields[*at].role == Role::Text).collect()
        };
        // Brackets that belong to a field: places, imprints, dates.
        for field in fields.iter() {
            // What follows `via` belongs to the other outlet.
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
                let behind = texts(fields, title + 1, end);
                let outlet = self.outlet(fields, &behind, date);
                // `International Crisis Group, “…,” Africa Report No. 271`: the series belongs to the institution.
                let series = outlet.filter(|at| {
                    let words = fields[*at].words(text);
                    // With a number, `Africa Report` is a series even if an outlet has that name.
                    let numbered = || words.contains(" No. ") || words.contains(" no. ");
                    before.len() == 1
                        && is_series(words)
                        && self.is_body(self.name_of(&fields[before[0]]).of(text))
                        && (numbered() || !self.knows(self.name_of(&fields[*at]).of(text)))
                });
                if let Some(at) = series {
                    self.details.number = Some(fields[at].atoms[0].span);
                    fields[at].role = Role::Detail;
                }
                // `Amnesty International, *We Left*, London, January 2019`: where it was printed.
                let place = outlet.filter(|at| {
                    let first = || before.first().map_or("", |first| self.name_of(&fields[*first]).of(text));
                    PLACES.has(fields[*at].words(text)) && (self.is_body(first()) || self.knows(first()))
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
                // `Short to Jefferson, 27 February 1798, *Papers of Thomas Jefferson*`
                let contained = before[1..].iter().all(|at| fields[*at].words(text).eq_ignore_ascii_case("in"));
                if contained && self.letter(fields[first].atoms[0].span, fields[first].words(text)) {
                    return;
                }
                let all = fields[first].span().cover(self.name_of(&fields[last]));
                let first_words = self.name_of(&fields[first]).of(text);
                let sourced = self.item.source.is_some();
                let colon = matches!(fields[title].before, Some((Sign::Colon | Sign::Dash, _)));
                let emphasised = matches!(fields[first].atoms[0].kind, AtomKind::Emphasis { .. });
                let labelled = matches!(fields[first].atoms[0].kind, AtomKind::Label { .. });
                // `Grand Hill Research. “Tolls.” 2018. https://www.grandhillresearch.com/tolls`
                let own_site = || {
                    before.len() == 1
                        && !GIVEN_NAMES.has(first_word(first_words))
                        && self.is_at_own_host(first_words, fields)
                };
                let is_body = || self.knows(first_words) || self.is_body(first_words) || own_site();
                let bracketed = self.item.date_place == DatePlace::InBrackets && !self.item.dates.is_empty();
                // A person’s full name has two words or more.
                let told = |field: &Field| matches!(field.role, Role::Date(_) | Role::Address(_));
                let dated = fields.iter().any(told) && !first_words.contains(' ') && before.len() == 1;
                if !sourced && dated && !first_words.ends_with('.') {
                    self.put_source(&fields[first]);
                } else if !sourced
                    && (colon
                        || emphasised
                        || labelled
                        || is_body()
                        || bracketed && !is_person(first_words) && !is_person_list(first_words))
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
                    // Editors are not authors.
                    let editor = fields[first..title]
                        .iter()
                        .any(|field| matches!(field.words(text), "ed" | "eds" | "ed." | "eds." | "editor" | "editors"));
                    // `In *The Mill and the Frog*, exh. cat.`
                    if !editor && !matches!(first_words, "In" | "in") {
                        // `Robin Linden (2007), [Wagering](…)`
                        let name = if bracketed && before.len() == 1 { self.name_of(&fields[first]) } else { all };
                        self.item.author = Some(strip_joint(text, name));
                    }
                }
            }
            None => self.untitled(fields, date.unwrap_or(end)),
        }
    }

    /// Whether a quoted field names a passage of the book before it: `Velden, *The Wool Road*, chap. 7 “Tolls,” p. 125`,
    /// `Velden, *Dictionary*, 3, s.v. “Toll.”`
    fn names_a_chapter(&self, fields: &[Field], at: usize) -> bool {
        let text = self.context.source.text;
        let book = fields[..at].iter().rposition(|field| match &field.atoms[0].kind {
            AtomKind::Emphasis { inner, .. } => field.role == Role::Text && !self.knows(inner.of(text)),
            _ => false,
        });
        let Some(book) = book else { return false };
        let printed = fields[book].atoms.iter().any(
            |atom| matches!(atom.kind, AtomKind::Round { inner } if inner.of(text).contains(|c: char| c.is_ascii_digit())),
        );
        let is_last = fields[at + 1..].iter().all(|field| matches!(field.role, Role::Pages | Role::Detail));
        let entry = matches!(fields[at - 1].words(text).trim_end_matches('.'), "s.v" | "s. v" | "sub verbo");
        let loose = fields[at].before.is_none() && (fields[at - 1].role == Role::Pages || entry);
        book > 0 && printed || loose || is_last && fields[..book].iter().any(|field| field.role == Role::Text)
    }

    /// Whether a name is that of the site to which the address leads.
    fn is_at_own_host(&self, name: &str, fields: &[Field]) -> bool {
        let address = fields.iter().find_map(|field| match &field.atoms[0].kind {
            AtomKind::Address { link, .. } => link.url(self.context.source.text),
            _ => None,
        });
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        address.is_some_and(|url| letters.len() > 3 && url.bare_host().replace(['-', '.'], "").contains(&letters))
    }

    /// Finds the title among the fields.
    pub(super) fn title(&mut self, fields: &mut [Field]) {
        let text = self.context.source.text;
        let mut quoted = fields.iter().position(|field| field.role == Role::Title);
        if let Some(at) = quoted.filter(|at| self.names_a_chapter(fields, *at)) {
            fields[at].role = Role::Detail;
            quoted = None;
        }
        if let Some(at) = quoted {
            for field in fields.iter_mut().skip(at + 1).filter(|field| field.role == Role::Title) {
                // A second one is a subtitle, a translation or a container.
                field.role = Role::Detail;
            }
            // `“The Pier Deal”: Trade in Three Ports`: a subtitle behind the marks. `“Piers”: What Holds Them` is one title.
            let several = fields[at].atoms[0].span.of(text).split_whitespace().nth(2).is_some();
            if let Some(field) = fields.get_mut(at + 1).filter(|_| several)
                && field.role == Role::Text
                && matches!(field.before, Some((Sign::Colon, _)))
                && field.atoms[0].is_words()
                && !self.knows(field.atoms[0].span.of(text))
            {
                field.role = Role::Detail;
            }
            self.put_title(&fields[at]);
            return;
        }
        let count = fields.iter().filter(|field| field.role == Role::Text).count();
        // `*Sorvik Herald*, December 17, 1889, 1` is a newspaper and its page.
        let of_a_day = fields.iter().any(|field| {
            field.atoms[0].date().is_some_and(|date| date.day.is_some() || date.month.is_some() && date.year.is_some())
        });
        let set = fields.iter().position(|field| {
            field.role == Role::Text
                && match &field.atoms[0].kind {
                    AtomKind::Emphasis { inner, .. } => {
                        let imprint = matches!(field.atoms.get(1).map(|atom| &atom.kind), Some(AtomKind::Round { inner }) if inner.of(text).contains(|c: char| c.is_ascii_digit()));
                        let volume = matches!(field.atoms.get(1).map(|atom| &atom.kind), Some(AtomKind::Words));
                        imprint
                            || !volume
                                && (count > 1 || self.details.pages.is_some() && !of_a_day)
                                && !self.knows(inner.of(text))
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

    /// The lengths of a known outlet and of the separator after it, at the start of a link’s text.
    pub(super) fn outlet_before(&self, label: &str) -> Option<(usize, usize)> {
        [" - ", " – ", " — ", " | ", ": "].iter().find_map(|sign| {
            let (outlet, _) = label.split_once(*sign)?;
            self.knows(outlet).then_some((outlet.len(), sign.len()))
        })
    }

    /// The length of a known outlet after a dash or bar at the end of a link’s text.
    pub(super) fn outlet_behind(&self, label: &str) -> Option<usize> {
        let (_, outlet) = [" - ", " – ", " — ", " | "].iter().find_map(|sign| label.rsplit_once(*sign))?;
        self.knows(outlet).then_some(outlet.len())
    }

    pub(super) fn put_title(&mut self, field: &Field) {
        let text = self.context.source.text;
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
            self.item.standing = self.standing(source.of(text));
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
        // A bracket that opens in a title and is not closed.
        let words = span.of(text);
        if let Some(at) = words.rfind('(').filter(|at| !words.slice(*at..).contains(')')) {
            let open = span.start + at as Offset;
            self.flaws.push(Flaw { span: Span::new(open, open + 1), kind: FlawKind::Unpaired });
        }
        self.details.title = Some(Title { span, whole: first.span, form });
    }

    /// The words after a title that name the outlet: the known one, else the first.
    pub(super) fn outlet(&mut self, fields: &mut [Field], behind: &[usize], date: Option<usize>) -> Option<usize> {
        let text = self.context.source.text;
        let mut candidates = Places::new();
        let mut contained = false;
        for &at in behind {
            let field = &fields[at];
            let words = self.name_of(field).of(text);
            let after_date = date.is_some_and(|date| at > date);
            // `reprinted in Velden, *Letters*`
            let reprinted = |field: &Field| {
                field.role == Role::Detail
                    && ["reprinted", "republished", "repr. "]
                        .iter()
                        .any(|opening| field.words(text).starts_with(opening))
            };
            if fields[..at].iter().any(reprinted) {
                continue;
            }
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
            // A chapter: next come the book that contains it, and its editors.
            if field.atoms[0].is_words()
                && (words.eq_ignore_ascii_case("in") || words.starts_with("in ") || words.starts_with("In "))
            {
                contained = true;
                continue;
            }
            if contained && words.starts_with(|c: char| c.is_lowercase()) {
                continue;
            }
            // The book that contains the chapter; its publisher follows.
            let set = matches!(field.atoms[0].kind, AtomKind::Emphasis { .. });
            let is_full = date.is_some() || !self.item.dates.is_empty() || self.addressed;
            if contained && set && (behind.last().is_some_and(|last| *last > at) || !is_full) {
                continue;
            }
            if after_date
                && !self.knows(words)
                && !matches!(field.atoms[0].kind, AtomKind::Emphasis { .. })
                && (!is_name(words) && !is_collection(words) || words.len() > 60)
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
            .or_else(|| {
                // `presented to the Congress of the United States` is no name.
                let opens = |at: &usize| {
                    let words = self.name_of(&fields[*at]).of(text);
                    !words.starts_with(char::is_lowercase) || words.starts_with("the ")
                };
                candidates.first().copied().filter(opens)
            })?;
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
    pub(super) fn untitled(&mut self, fields: &mut [Field], date: usize) {
        let text = self.context.source.text;
        for field in fields.iter_mut().filter(|field| field.role == Role::Text) {
            if let AtomKind::Label { link } = &field.atoms[0].kind {
                self.item.link = self.item.link.or(Some(*link));
                if LINK_WORDS.has_in_any_case(link.label.of(text).trim()) {
                    field.role = Role::Detail;
                }
            }
        }
        // An article before a title in italics is not a field.
        let is_text =
            |at: &usize| fields[*at].role == Role::Text && !matches!(fields[*at].words(text), "the" | "a" | "an");
        let all: Places = (0..fields.len()).filter(is_text).collect();
        let texts: Places = all.iter().copied().filter(|at| *at < date).collect();
        let texts = if texts.is_empty() { all } else { texts };
        if self.item.source.is_some() {
            // `Jennifer Orme, Hill and State, (New York: Hurst, 2010)`, `…, Hill and State (New York: Hurst, 2010)`
            let names_persons = |at: &usize| {
                let name = self.name_of(&fields[*at]).of(text);
                is_person(name) || is_person_list(name)
            };
            let Some((last, before)) = texts.split_last() else { return };
            let [Atom { kind: AtomKind::Words, span }, behind @ ..] = fields[*last].atoms.as_slice() else { return };
            let span = *span;
            if let (Some(first), Some(end)) = (before.first(), before.last())
                && self.details.kind == ItemKind::Book
                && before.iter().all(names_persons)
                && matches!(behind, [] | [Atom { kind: AtomKind::Round { .. }, .. }])
            {
                self.item.author = Some(self.name_of(&fields[*first]).cover(self.name_of(&fields[*end])));
                self.put_bare_title(span);
            }
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
            let given = GIVEN_NAMES.has(first_word(name)) && is_person(name);
            // `Ministry of Interior, Facebook, May 3`: the name of an account, unlike `Port Reopens - Reddit`.
            let names_account = || {
                matches!(fields[*platform].before, Some((Sign::Comma, _)))
                    && texts.len() == 2
                    && (given || self.knows(name) || self.is_body(name))
                    && is_name(name)
                    && !name.contains(':')
                    && name.split(' ').count() < 6
            };
            let is_account = || name.starts_with('@') || words.contains(' ') || names_account();
            if let Some(first) = shown.filter(|_| is_account()) {
                self.details.platform = inside(fields[*platform].atoms[0].span, words, first);
                self.details.kind = if first == "YouTube" { ItemKind::Video } else { ItemKind::Social };
                let account = *account;
                fields[*platform].role = Role::Detail;
                // `Lena Mertz, Twitter post`: the account belongs to the author.
                if given || name.ends_with(')') && name.contains(" (@") {
                    self.item.author = Some(self.name_of(&fields[account]));
                    self.item.source = self.details.platform;
                } else {
                    self.put_source(&fields[account]);
                }
                return;
            }
        }
        if self.speech(fields, &texts) {
            return;
        }
        // `Reuters: Quay Reopens (May 3, 2018)`
        if let [only] = texts[..]
            && let Some((outlet, title)) = fields[only].words(text).split_once(": ")
            && self.knows(outlet)
        {
            let place = fields[only].atoms[0].span;
            self.item.source = Some(Span::new(place.start, place.start + outlet.len() as Offset));
            self.put_bare_title(Span::new(place.end - title.len() as Offset, place.end));
            return;
        }
        let known = texts.iter().position(|at| self.knows(self.name_of(&fields[*at]).of(text)));
        let name = |reader: &Self, at: usize| reader.name_of(&fields[at]).of(text).to_owned();
        match (texts.as_slice(), known) {
            ([], _) => {}
            // `the *Locks of Hadrin* project at https://…`
            ([only], _)
                if matches!(fields[*only].atoms.as_slice(), [Atom { kind: AtomKind::Emphasis { .. }, .. }, Atom { kind: AtomKind::Words, span }, ..]
                    if span.of(text).starts_with(char::is_lowercase) && span.of(text).ends_with(" at")) =>
            {
                self.details.anchor = Some(fields[*only].span());
            }
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
                // `Pipes, The Toll Affair, Birch Lane Press, New York, 1990`
                let publisher = before.last().filter(|at| {
                    known.is_none()
                        && before.len() > 1
                        && PLACES.has(name(self, *last).as_str())
                        && self.is_body(&name(self, **at))
                });
                if publisher.is_some() {
                    self.details.place = Some(fields[*last].span());
                    self.details.kind = ItemKind::Book;
                }
                let outlet = publisher.copied().unwrap_or_else(|| known.map_or(*last, |at| texts[at]));
                let before: Places = before.iter().copied().filter(|at| *at < outlet).collect();
                let first = name(self, before[0]);
                // `World Bank, World Development Indicators`
                if known.is_none() && texts.len() == 2 && self.is_body(&first) && !is_outlet_word(&name(self, *last)) {
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
                if before.len() > 1 || is_person(&first) && !self.is_ordinary(&first) {
                    // `Mertz, L., Quay Reopens, Reuters`
                    let inverted = before.len() > 2 && is_initials(&name(self, before[1]));
                    let authors = 1 + usize::from(inverted);
                    self.item.author = Some(fields[before[0]].span().cover(fields[before[authors - 1]].span()));
                    title = &before[authors..];
                }
                // `To see more of them, browse the gallery at https://…`: not an outlet, so there is no title either.
                let named = is_name(&name(self, outlet));
                if let (Some(from), Some(to)) = (title.first(), title.last())
                    && named
                {
                    let span = fields[*from].span().cover(fields[*to].span());
                    self.put_bare_title(span);
                }
            }
        }
    }

    /// Whether capitalized words can be a title: one is a verb, or the document also writes it in lower case.
    fn is_ordinary(&self, words: &str) -> bool {
        let mut words = words.split_whitespace();
        if words.clone().next().is_some_and(|first| GIVEN_NAMES.has(first)) {
            return false;
        }
        words.any(|word| {
            let lower = word.to_lowercase();
            word.len() > 2 && (has_finite(&lower) || self.context.source.ordinary.has(self.context.source.text, &lower))
        })
    }

    pub(super) fn put_bare_title(&mut self, span: Span) {
        // A title contains a capital letter, and what starts with an article in lower case is a sentence.
        // `by L. Mertz`: whose work is reviewed.
        let words = span.of(self.context.source.text);
        if ["the ", "a ", "an ", "by "].iter().any(|article| words.starts_with(article)) {
            return;
        }
        if words.contains(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase()) {
            self.details.title = Some(Title { span, whole: span, form: TitleForm::Bare });
        }
    }

    /// Who wrote to whom: `Lena Mertz to Tobin Osten, May 3, 1938`.
    fn letter(&mut self, place: Span, words: &str) -> bool {
        let Some((who, whom)) = split_at(words, " to ") else { return false };
        // `OSCE Special Monitoring Mission to Ukraine, “Weekly Update,” …`
        if self.details.title.is_some() && self.is_body(who) {
            return false;
        }
        let are_names =
            [who, whom].iter().all(|name| is_name(name) && name.split(' ').count() < 5 && !is_outlet_word(name));
        if !are_names || self.knows(words) {
            return false;
        }
        self.item.author = inside(place, words, who);
        self.details.persons = inside(place, words, whom);
        self.details.kind = ItemKind::Statement;
        true
    }

    /// Something said or written to someone: `Tobin Osten, testimony before the Senate`,
    /// `Letter from Tobin Osten to …`.
    pub(super) fn speech(&mut self, fields: &[Field], texts: &[usize]) -> bool {
        let text = self.context.source.text;
        let Some(&first) = texts.first() else { return false };
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
        if self.letter(fields[first].atoms[0].span, words) {
            return true;
        }
        // The person’s office may stand in between: `Tobin Osten, minister of ports, testimony before the Senate`.
        let said = texts[1..].iter().take(2).find_map(|at| Some((*at, speech_to(fields[*at].words(text))?)));
        let Some((second, whom)) = said else { return false };
        let what = fields[second].words(text);
        let who = self.name_of(&fields[first]);
        if self.knows(who.of(text)) || self.is_body(who.of(text)) {
            self.item.source = Some(who);
        } else {
            self.item.author = Some(strip_joint(text, who));
        }
        let whom = whom.strip_prefix("the ").unwrap_or(whom);
        // A message is addressed to a person, testimony to a body.
        if is_person(whom) || !whom.contains(' ') && !self.knows(whom) && !self.is_body(whom) {
            self.details.persons = inside(fields[second].atoms[0].span, what, whom);
        } else if self.item.source.is_none() && is_name(whom) {
            self.item.source = inside(fields[second].atoms[0].span, what, whom);
        }
        self.details.kind = ItemKind::Statement;
        true
    }

    /// The name in a field, without the numbers after it.
    pub(super) fn name_of(&self, field: &Field) -> Span {
        let first = field.atoms[0].span;
        match field.name.get() {
            // The first piece may have become shorter.
            Some((piece, name)) if piece == first => name,
            _ => {
                let name = self.read_name(field);
                field.name.set(Some((first, name)));
                name
            }
        }
    }

    fn read_name(&self, field: &Field) -> Span {
        let text = self.context.source.text;
        match &field.atoms[0].kind {
            // `*Washington Post,* May 3`
            AtomKind::Emphasis { inner, .. } => {
                let words = inner.of(text);
                inside(*inner, words, words.trim_end_matches([',', ' '])).unwrap_or(*inner)
            }
            AtomKind::Label { link } => link.label,
            AtomKind::Words if self.knows(field.atoms[0].span.of(text)) => field.atoms[0].span,
            AtomKind::Words => {
                let mut span = field.atoms[0].span;
                // `(ACLED)` belongs to the name.
                if let Some(Atom { kind: AtomKind::Round { inner }, span: round }) = field.atoms.get(1)
                    && (is_acronym(inner.of(text).trim()) || inner.of(text).trim_start().starts_with('@'))
                {
                    span = span.cover(*round);
                }
                let words = span.of(text);
                let numbers = ["No. ", "no. ", "Nr. ", "Vol. ", "vol. ", "N°", "n°", "Nº", "#"];
                let opens = |blank: &usize| {
                    let behind = words.slice(blank + 1..);
                    behind.starts_with(['N', 'n', 'V', 'v', '#'])
                        && numbers.iter().any(|number| behind.starts_with(number))
                };
                if let Some(at) = memchr::memchr_iter(b' ', words.as_bytes()).find(opens) {
                    return Span::new(span.start, span.start + at as Offset);
                }
                // `Survival 60:3`, `Small Wars & Insurgencies 29`
                // But `his thread of 5 May 2018` ends with a date.
                if let Some(at) = words.rfind(' ')
                    && words
                        .slice(at + 1..)
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'-' | b'/'))
                    && !STATIONS.has_in_any_case(last_word(words.slice(..at)))
                    && calendar::month_at(last_word(words.slice(..at)), 0).is_none()
                {
                    return Span::new(span.start, span.start + at as Offset);
                }
                if !words.starts_with(['D', 'd']) {
                    return span;
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

    pub(super) fn put_source(&mut self, field: &Field) {
        let text = self.context.source.text;
        let name = self.name_of(field);
        let words = name.of(text);
        // `3:197–98` is no name.
        if !words.chars().any(char::is_alphabetic) && !words.contains(JOINT) {
            return;
        }
        let all = field.atoms[0].span;
        if name.end < all.end && all.contains(name) && field.atoms[0].is_words() {
            let rest = Span::new(name.end, all.end).of(text);
            self.details.number = inside(Span::new(name.end, all.end), rest, rest.trim());
        }
        self.volume(field);
        // `*The Levy State*. London: Hurst, 2017`
        let mut name = name;
        if field.atoms[0].is_words()
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
        // `YouTube video`: where it was published.
        let first = first_word(words);
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

    /// The volume and issue after a journal’s name: `*Survival* 60`, `CTC Sentinel 11:3`.
    pub(super) fn volume(&mut self, field: &Field) {
        let text = self.context.source.text;
        let behind = match field.atoms.as_slice() {
            [Atom { kind: AtomKind::Words, .. }, ..] => self.details.number,
            [_, Atom { kind: AtomKind::Words, span }, ..] => Some(*span),
            _ => None,
        };
        let Some(behind) = behind else { return };
        let words = behind.of(text);
        let (volume, issue) = words.split_once([':', '/']).unwrap_or((words, ""));
        // `0:45` is a place in a film.
        let counts = |number: &str| {
            (1..=4).contains(&number.len())
                && !number.starts_with('0')
                && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !counts(volume) || !issue.is_empty() && !counts(issue) {
            return;
        }
        if self.details.number == Some(behind) {
            self.details.number = None;
        }
        // `Mertz 2018` has no volume.
        if issue.is_empty() && volume.parse().is_ok_and(|year: u16| (1900..2100).contains(&year)) {
            return;
        }
        // `Harbour Studies 12/2018`: the number of an issue and its year.
        if words.contains('/') && volume.len() < 4 && is_year(issue) {
            self.details.issue = self.details.issue.or_else(|| inside(behind, words, volume));
            if let (Some(place), Ok(year)) = (inside(behind, words, issue), issue.parse())
                && self.item.dates.is_empty()
            {
                self.item.dates.push(Written::of_year(place, year));
            }
            return;
        }
        self.details.volume = self.details.volume.or_else(|| inside(behind, words, volume));
        self.details.issue = self.details.issue.or_else(|| inside(behind, words, issue).filter(|_| !issue.is_empty()));
    }
}
