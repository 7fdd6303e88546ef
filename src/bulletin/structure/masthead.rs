//! The masthead: volume and number, and the date line.

use crate::calendar::written_at;
use crate::text::{Slice, Span, Spanned};
use jiff::civil::Date;

/// A line of a masthead is no longer than this, in bytes.
pub(super) const LINE: u32 = 120;

/// Volume and number in a line such as `VOLUME XVI, ISSUE 19` or `Vol. 16 No. 19`.
pub(super) fn volume_and_number(text: &str, line: Span) -> (Option<Spanned<u32>>, Option<Spanned<u32>>) {
    let (mut volume, mut issue) = (None, None);
    if line.len() > LINE {
        return (volume, issue);
    }
    let mut words = tokens(text, line).peekable();
    while let Some(word) = words.next() {
        let is = |names: &[&str]| names.iter().any(|name| word.of(text).eq_ignore_ascii_case(name));
        let mut next = || words.peek().and_then(|next| Some(Spanned::new(*next, number(next.of(text))?)));
        if volume.is_none() && is(&["volume", "vol"]) {
            volume = next();
        } else if issue.is_none() && (is(&["issue", "iss"]) || volume.is_some() && is(&["number", "no", "nr"])) {
            issue = next();
        }
    }
    (volume, issue)
}

/// A whole number in arabic or roman figures.
pub(super) fn number(written: &str) -> Option<u32> {
    if written.is_empty() || written.len() > 12 {
        return None;
    }
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.parse().ok().filter(|number| *number < 100_000);
    }
    roman(written)
}

/// A roman number up to 3999, in the one right form.
fn roman(written: &str) -> Option<u32> {
    const FIGURES: [(&str, u32); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    let mut rest = written;
    let mut sum = 0;
    for (figure, value) in FIGURES {
        let repeats = if figure.len() == 1 && !matches!(figure, "V" | "L" | "D") { 3 } else { 1 };
        for _ in 0..repeats {
            match rest.get(..figure.len()) {
                Some(head) if head.eq_ignore_ascii_case(figure) => {
                    rest = rest.slice(figure.len()..);
                    sum += value;
                }
                _ => break,
            }
        }
    }
    (rest.is_empty() && sum > 0).then_some(sum)
}

/// The first full date, day and year, in a line.
pub(super) fn day_at(text: &str, line: Span) -> Option<Spanned<Date>> {
    // A day in full has four figures at least, and most lines have none.
    let figures = line.of(text).bytes().filter(u8::is_ascii_digit).take(4).count();
    if line.len() > LINE || figures < 4 {
        return None;
    }
    tokens(text, line).find_map(|word| {
        let date = written_at(text, word.start as usize).filter(|date| date.span.end <= line.end)?;
        date.year?;
        let day = date.resolve(None, 0).day()?;
        Some(Spanned::new(date.span, day))
    })
}

/// Whether a line says nothing but a date: `October 10, 2018`, `Published: Wednesday, October 10, 2018`.
pub(super) fn is_date_line(text: &str, line: Span, date: Span) -> bool {
    let lead = Span::new(line.start, date.start).of(text);
    let tail = Span::new(date.end, line.end).of(text);
    let lead = lead.trim_matches(|c: char| !c.is_alphanumeric());
    let told = ["", "date", "published", "publication date", "issued", "posted"];
    told.iter().any(|word| lead.eq_ignore_ascii_case(word)) && !tail.contains(char::is_alphanumeric)
}

/// The day in a file's name: `2018-10-10-…`, `…_20181010`.
pub(super) fn day_in_name(path: &str) -> Option<Date> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let bytes = name.as_bytes();
    let figures = |from: usize, len: usize| -> Option<i32> {
        let part = bytes.get(from..from + len)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |sum, byte| sum * 10 + i32::from(byte - b'0')))
    };
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).filter(|at| *at == 0 || !digit(*at - 1)).find_map(|at| {
        let year = figures(at, 4)?;
        let (month, day, end) = match bytes.get(at + 4)? {
            sign @ (b'-' | b'_' | b'.') if bytes.get(at + 7) == Some(sign) => {
                (figures(at + 5, 2)?, figures(at + 8, 2)?, at + 10)
            }
            _ => (figures(at + 4, 2)?, figures(at + 6, 2)?, at + 8),
        };
        if digit(end) || !(1900..2100).contains(&year) {
            return None;
        }
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

/// Runs of letters and digits.
fn tokens(text: &str, line: Span) -> impl Iterator<Item = Span> {
    let mut at = line.start as usize;
    line.of(text).split(|c: char| !c.is_alphanumeric()).filter_map(move |token| {
        let start = token.as_ptr() as usize - text.as_ptr() as usize;
        at = at.max(start);
        (!token.is_empty()).then(|| Span::at(start..start + token.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(line: &str) -> (Option<u32>, Option<u32>) {
        let (volume, number) = volume_and_number(line, Span::at(0..line.len()));
        (volume.map(|volume| volume.value), number.map(|number| number.value))
    }

    #[test]
    fn volumes_in_roman_and_arabic_figures() {
        assert_eq!(issue("VOLUME XVI, ISSUE 19"), (Some(16), Some(19)));
        assert_eq!(issue("Vol. 16 No. 19"), (Some(16), Some(19)));
        assert_eq!(issue("Publication: Harbour Watch Volume: 9 Issue: iv"), (Some(9), Some(4)));
        assert_eq!(issue("**Volume 3 | Number 2** • May 4, 2017"), (Some(3), Some(2)));
        assert_eq!(issue("The volume of trade is no issue"), (None, None));
        assert_eq!(number("IIII"), None);
        assert_eq!(number("MCMXCIX"), Some(1999));
        assert_eq!(number("civil"), None);
    }

    #[test]
    fn days_in_lines_and_names() {
        let line = "Volume XVI • Wednesday, October 10, 2018";
        let day = day_at(line, Span::at(0..line.len())).unwrap();
        assert_eq!(day.value.to_string(), "2018-10-10");
        assert!(!is_date_line(line, Span::at(0..line.len()), day.span));
        let month = "October 2018";
        assert_eq!(day_at(month, Span::at(0..month.len())), None);
        let name = |path: &str| day_in_name(path).map(|day| day.to_string());
        assert_eq!(name("drafts/2018-10-10-strawberries.md").as_deref(), Some("2018-10-10"));
        assert_eq!(name("monitor_20181010.md").as_deref(), Some("2018-10-10"));
        assert_eq!(name("2018.10.10.md").as_deref(), Some("2018-10-10"));
        assert_eq!(name("2018-10-10/draft.md"), None);
        assert_eq!(name("call-0201810109.md"), None);
        assert_eq!(name("2018-13-10.md"), None);
    }
}
