//! Sources that are identified by their kind alone: *Ibid.*, interviews, posts, laws, cases.

use super::super::lexer::{Atom, AtomKind, Sign, atoms};
use super::super::split::{has_finite, is_name, speaks_of_a_word};
use super::super::words::PLATFORMS;
use super::names::is_person;
use super::phrases::{
    ends_open, interview_len, is_docket, is_law, is_numbered_law, name_of_law, pages_in, remote_word,
};
use super::{Field, Reader, Role, inside};
use crate::bulletin::citation::words::PLACES;
use crate::bulletin::items::{Flaw, FlawKind, ItemKind, Title, TitleForm};
use crate::calendar::Written;
use crate::text::{Offset, Slice, Span};

impl Reader<'_> {
    /// `*Ibid.* is Latin for …`: a sentence about the word.
    pub(super) fn is_about_ibid(&self, pieces: &[Atom]) -> bool {
        let text = self.context.source.text;
        let words = self.item.span.of(text).trim_start_matches(['*', '_']);
        let behind = words.trim_start_matches(char::is_alphabetic).trim_start_matches(['.', '*', '_']);
        let own = pieces.iter().skip(1).skip_while(|atom| atom.is(Sign::Stop));
        let sentence = own.clone().find_map(|atom| match atom.kind {
            AtomKind::Sign(_) => Some(atom.span.start),
            _ => None,
        });
        let len = sentence
            .map_or(behind.len(), |end| behind.len().saturating_sub(self.item.span.end.saturating_sub(end) as usize));
        let first = behind.get(..len).unwrap_or(behind).trim_start();
        let verb = first.split_whitespace().next().unwrap_or("");
        if speaks_of_a_word(verb) {
            return true;
        }
        // `*Ibid.* and *op. cit.* are not used here`
        let clause = own.take_while(|atom| !matches!(atom.kind, AtomKind::Sign(_)));
        let words = clause.filter(|atom| atom.is_words()).map(|atom| atom.span.of(text));
        words
            .clone()
            .next()
            .is_some_and(|first| first.starts_with("and ") || first.starts_with("or ") || first == "and")
            && words.clone().any(has_finite)
    }

    /// `Ibid., p. 4`
    pub(super) fn ibid(&mut self, pieces: &[Atom]) -> bool {
        let text = self.context.source.text;
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
    pub(super) fn interview(&mut self, pieces: &[Atom]) -> Option<bool> {
        let text = self.context.source.text;
        let who = self.interviewed_first(pieces);
        let pieces = if who.is_some() { pieces.get(2..)? } else { pieces };
        let Atom { kind: AtomKind::Words, span } = pieces.first()? else { return None };
        let words = span.of(text);
        let (source, end) = interview_len(words)?;
        // A sentence about interviews: `Interviews were held in Goma`.
        let outside = pieces.iter().filter(|atom| atom.is_words());
        let with = words.slice(end..).trim_start();
        let conducted = ["conducted ", "carried out ", "held "].iter().find_map(|verb| with.strip_prefix(*verb));
        let with = conducted.unwrap_or(with);
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
        let mut persons: Option<Span> = who;
        let by = ["by the author ", "by author ", "by the authors "];
        let with = by.iter().find_map(|by| with.strip_prefix(*by)).unwrap_or(with);
        let at = span.end - with.len() as Offset;
        let mut fields: Vec<Span> = Vec::new();
        let by_with = ["with ", "between the author and "];
        if let Some(opening) = by_with.iter().find(|opening| who.is_none() && with.starts_with(**opening)) {
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
        } else if let [_, Atom { kind: AtomKind::Quoted { inner, .. } | AtomKind::Emphasis { inner, .. }, .. }, ..] =
            pieces
            && with.ends_with("with")
        {
            // `with “Amal,” Goma`: a name that is not the person’s own.
            let name = inner.of(text).trim_end_matches(',');
            persons = Some(Span::new(inner.start, inner.start + name.len() as Offset));
        } else if let Some(place) = with.strip_prefix("in ") {
            fields.push(Span::new(span.end - place.len() as Offset, span.end));
        }
        // How those spoke who did not meet: `telephone`.
        let remotely = |place: Span| inside(place, place.of(text), remote_word(place.of(text))?);
        let written = words
            .split(' ')
            .find(|word| ["ommunication", "orrespondence", "xchange"].iter().any(|kind| word.contains(kind)));
        let mut remote = remotely(*span).or_else(|| inside(*span, words, written?));
        let mut date: Option<Written> = None;
        for (index, atom) in pieces.iter().enumerate().skip(1) {
            match &atom.kind {
                AtomKind::Words => {
                    let words = atom.span.of(text);
                    let means = remotely(atom.span);
                    remote = remote.or(means);
                    let number = pages_in(words).is_some();
                    if means.is_none() && !number && !matches!(words, "on" | "dated" | "in") {
                        let words = words.strip_suffix(" on").unwrap_or(words);
                        let field = Span::new(atom.span.start, atom.span.start + words.len() as Offset);
                        // `Lena Mertz, interview by Tobin Osten, Reuters, May 2018`
                        if who.is_some() && self.item.source.is_none() && self.knows(words) && !PLACES.has(words) {
                            self.item.source = Some(field);
                        } else {
                            fields.push(field);
                        }
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
                AtomKind::Date(written) if date.is_none() => date = Some(Written::clone(written)),
                AtomKind::Round { inner } => {
                    remote = remote.or_else(|| remotely(*inner));
                    if date.is_none() {
                        let inside = atoms(text, self.context.source.markdown, *inner);
                        date = inside.iter().find_map(Atom::date).cloned();
                        if let Some(first) = inside.first()
                            && first.is_words()
                            && date.is_some()
                        {
                            fields.push(first.span);
                        }
                    }
                }
                _ => {}
            }
        }
        // The person interviewed comes before the place.
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
        // `Goma, DRC`: a town and its country.
        let town = place.and_then(|place| {
            let known = |place: &Span| PLACES.has(place.of(text));
            places
                .iter()
                .copied()
                .find(|town| town.end < place.start && known(town) && known(place))
                .filter(|town| Span::new(town.end, place.start).of(text).trim() == ",")
        });
        self.details.place = place.map(|place| town.map_or(*place, |town| town.cover(*place)));
        if self.details.place.is_none() {
            self.details.platform = remote;
        }
        let dated = date.is_some();
        self.item.dates.extend(date);
        // `Interview, 4` contains too little for an interview; `Mertz interview.` is the short form of one.
        let body = self.item.source.is_some_and(|source| self.knows(source.of(text)) || self.is_body(source.of(text)));
        Some(dated || persons.is_some() || self.details.place.is_some() || body && pieces.len() == 1)
    }

    /// The person before an interview in second place: `Name withheld, interview by the author, Goma, May 2018`.
    fn interviewed_first(&self, pieces: &[Atom]) -> Option<Span> {
        let text = self.context.source.text;
        let [Atom { kind: AtomKind::Words, span: who }, comma, Atom { kind: AtomKind::Words, span }, ..] = pieces
        else {
            return None;
        };
        let words = span.of(text);
        if !comma.is(Sign::Comma) || words.starts_with(char::is_uppercase) || interview_len(who.of(text)).is_some() {
            return None;
        }
        let (source, end) = interview_len(words)?;
        let asked = words.slice(end..).trim();
        let by_name = asked.strip_prefix("by ").or_else(|| asked.strip_prefix("with ")).is_some_and(is_person);
        let alone = by_name
            || matches!(
                asked,
                "" | "by author"
                    | "by the author"
                    | "by the authors"
                    | "with author"
                    | "with the author"
                    | "with the authors"
            );
        (source == 0 && alone && words.contains("interview") && !has_finite(who.of(text))).then_some(*who)
    }

    /// A post on a platform: `Twitter post by @sorvik_now`.
    pub(super) fn social(&mut self, fields: &mut [Field]) -> bool {
        let text = self.context.source.text;
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
    pub(super) fn law(&mut self, pieces: &[Atom]) -> bool {
        let text = self.context.source.text;
        let Some(first) = pieces.first().filter(|first| first.is_words()) else { return false };
        let titled = |atom: &Atom| matches!(atom.kind, AtomKind::Quoted { .. } | AtomKind::Label { .. });
        let numbered = is_numbered_law(name_of_law(text, pieces));
        if !(is_law(first.span.of(text)) || numbered) || pieces.iter().any(titled) {
            return false;
        }
        // `Treaty of Sorvik Fails, Reuters, May 3, 2018` is a report.
        let reported = |atom: &Atom| atom.is_words() && self.knows(atom.span.of(text));
        if !numbered && pieces.iter().skip(1).any(reported) {
            return false;
        }
        self.details.kind = ItemKind::Law;
        let name = name_of_law(text, pieces);
        self.details.number = Some(Span::new(first.span.start, first.span.start + name.len() as Offset));
        for atom in pieces.iter().skip(1) {
            match &atom.kind {
                AtomKind::Date(date) if self.item.dates.is_empty() => self.item.dates.push(Written::clone(date)),
                // `115th Cong. (May 3, 2018)`
                AtomKind::Round { inner } if self.item.dates.is_empty() => {
                    let inside = atoms(text, self.context.source.markdown, *inner);
                    self.item.dates.extend(inside.iter().find_map(Atom::date).cloned());
                }
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

    /// A case: `*United States v. Darouk*, No. 17-cr-00123 (E.D.N.Y. May 3, 2018)`,
    /// `ICC, Prosecutor v. Darouk, ICC-01/12-01/15, Judgment, May 3, 2018`.
    pub(super) fn case(&mut self, fields: &mut [Field]) -> bool {
        let text = self.context.source.text;
        let parties = |field: &Field| match &field.atoms[0] {
            Atom { kind: AtomKind::Emphasis { inner, .. }, .. } => {
                let named = [" v. ", " v ", " vs. "].iter().any(|versus| inner.of(text).contains(versus));
                named.then_some((*inner, TitleForm::Emphasised))
            }
            Atom { kind: AtomKind::Words, span } => {
                let words = span.of(text);
                // Few words start with a v.
                let both = memchr::memchr_iter(b'v', words.as_bytes()).find_map(|at| {
                    let one = words.slice(..at).strip_suffix(' ')?;
                    let other =
                        words.slice(at..).strip_prefix("v. ").or_else(|| words.slice(at..).strip_prefix("vs. "));
                    Some((one, other?))
                });
                both.filter(|(one, other)| is_name(one) && is_name(other)).map(|_| (*span, TitleForm::Bare))
            }
            _ => None,
        };
        // The court may come first.
        let Some(at) = fields.iter().take(2).position(|field| parties(field).is_some()) else { return false };
        let Some((name, form)) = parties(&fields[at]) else { return false };
        if at > 0 {
            let court = self.name_of(&fields[0]);
            if !is_court(court.of(text)) {
                return false;
            }
            self.item.source = Some(court);
            fields[0].role = Role::Detail;
        }
        // `Sorvik United v. Goma Rangers, BBC, May 3, 2018` is a match.
        let judged = |field: &Field| is_docket(field.words(text)) || is_court(field.words(text));
        if form == TitleForm::Bare && !fields.iter().any(judged) {
            return false;
        }
        let case = &mut fields[at];
        self.details.kind = ItemKind::Case;
        self.details.title = Some(Title { span: name, whole: case.atoms[0].span, form });
        case.role = Role::Title;
        let rest: Vec<Span> = fields
            .iter()
            .flat_map(|field| &field.atoms)
            .filter_map(|atom| match &atom.kind {
                AtomKind::Round { inner } => Some(*inner),
                _ => None,
            })
            .collect();
        for field in fields.iter_mut().skip(1).filter(|field| matches!(field.role, Role::Text | Role::Detail)) {
            let words = field.words(text);
            if is_docket(words) {
                self.details.number = self.details.number.or(Some(field.atoms[0].span));
            } else if is_court(words) {
                self.item.source = self.item.source.or(Some(field.atoms[0].span));
            }
            field.role = Role::Detail;
        }
        for inner in rest {
            self.bracket(inner, true);
        }
        // `(D.C. Cir. 2011)`: the point of the abbreviation belongs to the court.
        if let Some(court) = &mut self.item.source
            && text.slice(court.end as usize..).starts_with('.')
        {
            court.end += 1;
        }
        self.details.kind = ItemKind::Case;
        true
    }
}

/// Whether a name is that of a court.
fn is_court(name: &str) -> bool {
    matches!(name, "ECHR" | "ECtHR" | "ICC" | "ICJ" | "ICTR" | "ICTY" | "SCSL" | "STL")
        || ["Court", "Tribunal", "Chamber"].iter().any(|word| name.contains(word))
}
