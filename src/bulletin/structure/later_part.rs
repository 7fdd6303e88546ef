//! Whether a text is a later part of a longer work: a chapter whose earlier chapters are in other files.

use super::masthead::day_in_name;
use crate::text::words::WordSet;

/// Words before the number of a part: `chapter-6`, `Part Two`.
static PARTS: WordSet = WordSet::new(&["appendix", "ch", "chap", "chapter", "lecture", "lesson", "part", "section"]);

/// What the last part of a work is called.
static LAST: WordSet = WordSet::new(&["afterword", "conclusion", "conclusions", "epilogue", "postscript"]);

/// Whether it is one, by the name of its file or by its title. A number alone, `06-ferries.md`, may also be that of an
/// article in an issue: it counts only if nobody signs the text.
pub(super) fn is_later_part<'a>(path: &str, mut titles: impl Iterator<Item = &'a str>, signed: bool) -> bool {
    if titles.any(|title| names_part(&words(title), 0)) {
        return true;
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name = words(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let numbers = name.iter().map_while(|word| number(word).filter(|_| word.len() < 4)).collect::<Vec<_>>();
    let is_numbered = !signed && name.len() > numbers.len() && numbers.iter().any(|number| *number > 1);
    day_in_name(path).is_none() && (is_numbered || (0..name.len()).any(|at| names_part(&name, at)))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).collect()
}

/// Whether the words from `at` on name a part and its number, `chapter-6`, `ch06`, `Chapter VI: Tolls`, or are all that
/// follows a number: `12-conclusion`.
fn names_part(words: &[&str], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let digits = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    let (letters, figures) = word.split_at(digits);
    let numbered = if figures.is_empty() { words.get(at + 1).and_then(|next| number(next)) } else { number(figures) };
    PARTS.has_in_any_case(letters) && numbered.is_some_and(|number| number > 1)
        || LAST.has_in_any_case(word)
            && words.len() == at + 1
            && words.iter().take(at).all(|word| number(word).is_some())
}

/// The value of a number in digits, in Roman numerals or in letters, up to 399.
fn number(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if let Ok(number) = word.parse() {
        return Some(number).filter(|_| word.len() < 4);
    }
    if let Some(at) = NAMES.iter().position(|name| name.eq_ignore_ascii_case(word)) {
        return u32::try_from(at + 1).ok();
    }
    let value = |byte: u8| match byte.to_ascii_uppercase() {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        b'L' => Some(50),
        b'C' => Some(100),
        _ => None,
    };
    let values: Option<Vec<i64>> = word.bytes().map(value).collect();
    let values = values.filter(|values| (1..=7).contains(&values.len()))?;
    let smaller = |at: usize| values.get(at + 1).is_some_and(|next| values[at] < *next);
    u32::try_from((0..values.len()).map(|at| if smaller(at) { -values[at] } else { values[at] }).sum::<i64>()).ok()
}

#[cfg(test)]
mod tests {
    use super::is_later_part;

    #[test]
    fn later_parts_of_a_work() {
        let by_name = |path: &str, signed: bool| is_later_part(path, std::iter::once("The Toll Road"), signed);
        for path in [
            "report/chapter-10-legal-tender.md",
            "chapter_2.md",
            "ch06.md",
            "tolls-part-2.md",
            "part-iv.md",
            "Chap. 3.md",
            "conclusion.md",
            "12-conclusion.md",
        ] {
            assert!(by_name(path, false) && by_name(path, true), "{path}");
        }
        for path in ["06-ferries.md", "5-4-tolls.md", "03_ferries.md", "1-2-tolls.md"] {
            assert!(by_name(path, false) && !by_name(path, true), "{path}");
        }
        for path in [
            "chapter-1.md",
            "01-ferries.md",
            "1-0-tolls.md",
            "0-intro.md",
            "ferries.md",
            "2018-10-10-ferries.md",
            "2018-10-10-chapter-2.md",
            "2018.md",
            "12.md",
            "conclusion-of-the-siege.md",
            "the-conclusion.md",
            "party-2.md",
            "10000-lorries.md",
            "",
        ] {
            assert!(!by_name(path, false), "{path}");
        }
        for title in ["Chapter 6", "Chapter VI: Tolls", "PART TWO", "Part 3. Ferries", "Conclusion"] {
            assert!(is_later_part("draft.md", std::iter::once(title), true), "{title}");
        }
        for title in ["Chapter One", "Part of the Road", "A Part 2", "Party Two", "In Conclusion", "Section"] {
            assert!(!is_later_part("draft.md", std::iter::once(title), true), "{title}");
        }
    }
}
