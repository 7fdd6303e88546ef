//! Dates of reports in other languages: `5 octobre 2017`, `5 de mayo de 2017`, `5. März`, `5 мая 2017`.

use super::{Month, MonthForm, Order, Spanned, Written};
use crate::text::{Slice, Span};

/// The months in French, Spanish, German, Italian, Portuguese, Dutch, Turkish and Russian that are not English words,
/// in lower case; some also without their accents.
static MONTHS: [(u8, &[&str]); 12] = [
    (1, &["janvier", "enero", "januar", "gennaio", "janeiro", "januari", "ocak", "января"]),
    (2, &["février", "fevrier", "febrero", "februar", "febbraio", "fevereiro", "februari", "şubat", "февраля"]),
    (3, &["mars", "marzo", "märz", "maerz", "março", "maart", "mart", "марта"]),
    (4, &["avril", "abril", "aprile", "nisan", "апреля"]),
    (5, &["mai", "mayo", "maggio", "maio", "mei", "mayıs", "мая"]),
    (6, &["juin", "junio", "juni", "giugno", "junho", "haziran", "июня"]),
    (7, &["juillet", "julio", "juli", "luglio", "julho", "temmuz", "июля"]),
    (8, &["août", "aout", "agosto", "augustus", "ağustos", "августа"]),
    (9, &["septembre", "septiembre", "setiembre", "settembre", "setembro", "eylül", "сентября"]),
    (10, &["octobre", "octubre", "oktober", "ottobre", "outubro", "ekim", "октября"]),
    (11, &["novembre", "noviembre", "novembro", "kasım", "ноября"]),
    (12, &["décembre", "decembre", "diciembre", "dezember", "dicembre", "dezembro", "aralık", "декабря"]),
];

/// The date with a foreign month that `words` consists of entirely.
///
/// A month with a year is one too. English months are handled by
/// [`written_in_citation_at`](super::written_in_citation_at).
#[must_use]
pub fn foreign_date(text: &str, words: Span) -> Option<Written> {
    let mut pieces = Pieces { text, at: words.start, end: words.end };
    let mut first = pieces.next()?;
    if matches!(first.of(text), "le" | "el" | "den" | "am") {
        first = pieces.next()?;
    }
    if let Some(day) = day(text, first) {
        let month = month(text, pieces.next_but(&["de", "d"])?)?;
        let mut date = found(Span::new(first.start, month.span.end), month, Some(day), Order::DayMonth);
        if let Some(piece) = pieces.next_but(&["de", "del"]) {
            date.year = Some(year(text, piece)?);
            date.span.end = piece.end;
        }
        return (pieces.next().is_none()).then_some(date);
    }
    let month = month(text, first)?;
    // A county, a planet, a market, a name.
    if matches!(first.of(text), "Mayo" | "Mars" | "Mart" | "Mei") {
        return None;
    }
    let piece = pieces.next_but(&["de", "del"])?;
    let mut date = if let Some(day) = day(text, piece) {
        found(Span::new(first.start, piece.end), month, Some(day), Order::MonthDay)
    } else {
        pieces.at = piece.start;
        found(Span::new(first.start, piece.end), month, None, Order::MonthYear)
    };
    if let Some(piece) = pieces.next() {
        date.year = Some(year(text, piece)?);
        date.span.end = piece.end;
    }
    (pieces.next().is_none()).then_some(date)
}

fn found(span: Span, month: Spanned<Month>, day: Option<Spanned<u8>>, order: Order) -> Written {
    Written { month: Some(month), day, ..Written::bare(span, order) }
}

fn month(text: &str, piece: Span) -> Option<Spanned<Month>> {
    let small = piece.of(text).to_lowercase();
    let (number, _) = MONTHS.iter().find(|(_, names)| names.contains(&small.as_str()))?;
    let capital = piece.of(text).starts_with(char::is_uppercase);
    Some(Spanned::new(piece, Month { number: *number, form: MonthForm::Foreign, capital }))
}

/// `5`, `5.`, `1er`, `1º`
fn day(text: &str, piece: Span) -> Option<Spanned<u8>> {
    let word = piece.of(text);
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let day = word.slice(..digits).parse().ok().filter(|day| digits <= 2 && (1..=31).contains(day))?;
    matches!(word.slice(digits..), "" | "." | "er" | "º").then(|| Spanned::new(piece, day))
}

fn year(text: &str, piece: Span) -> Option<Spanned<i16>> {
    let word = piece.of(text);
    let year = word.parse().ok().filter(|year| word.len() == 4 && (1900..=2100).contains(year))?;
    Some(Spanned::new(piece, year))
}

/// The words, separated at spaces, commas and apostrophes.
struct Pieces<'t> {
    text: &'t str,
    at: u32,
    end: u32,
}

impl Pieces<'_> {
    fn next(&mut self) -> Option<Span> {
        let parts = |c: char| c.is_whitespace() || matches!(c, ',' | '\'' | '’' | '>');
        let rest = Span::new(self.at, self.end).of(self.text).trim_start_matches(parts);
        let start = self.end as usize - rest.len();
        let len = rest.find(parts).unwrap_or(rest.len());
        let piece = Span::at(start..start + len);
        self.at = piece.end;
        (len > 0).then_some(piece)
    }

    /// The next word that is not one of `small`.
    fn next_but(&mut self, small: &[&str]) -> Option<Span> {
        let piece = self.next()?;
        if small.contains(&piece.of(self.text)) { self.next() } else { Some(piece) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DateStyle, YearPart, house_form};

    #[test]
    fn dates_in_other_languages() {
        let read = |text: &str| {
            let date = foreign_date(text, Span::at(0..text.len()))?;
            let year = date.year.map_or(YearPart::Without, |year| YearPart::With(year.value));
            assert_eq!(date.span.of(text), text);
            Some(house_form(&date, DateStyle::MONTH_DAY, year))
        };
        for (text, house) in [
            ("Octobre 5", "October 5"),
            ("Octobre 5, 2017", "October 5, 2017"),
            ("5 octobre 2017", "October 5, 2017"),
            ("1er août 2017", "August 1, 2017"),
            ("12 d’avril", "April 12"),
            ("5 de mayo de 2017", "May 5, 2017"),
            ("Mayo 5", ""),
            ("3. März", "March 3"),
            ("9 DÉCEMBRE", "December 9"),
            ("Oktober 2017", "October 2017"),
            ("5 мая 2017", "May 5, 2017"),
            ("12 Ağustos 2017", "August 12, 2017"),
            ("1 settembre 2017", "September 1, 2017"),
            ("5 de março de 2017", "March 5, 2017"),
            ("juin de 2017", "June 2017"),
            ("Mars 2017", ""),
            ("32 mars", ""),
            ("5 octobre 17", ""),
            ("5 octobre 02017", ""),
            ("5 octobre 1899", ""),
            ("005 octobre", ""),
            ("5 October 2017", ""),
            ("5 octobre 2017 Paris", ""),
            ("octobre", ""),
            ("5 de", ""),
            ("", ""),
        ] {
            assert_eq!(read(text).unwrap_or_default(), house, "{text}");
        }
    }
}
