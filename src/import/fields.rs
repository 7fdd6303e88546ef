//! Fields of references that all formats share: names and dates.

use crate::works::WorkDate;

/// Names as a note prints them: `Lena Mertz`, `Lena Mertz and Tobin Osten`, `Lena Mertz, Tobin Osten, and Petra Hollin`.
pub(super) fn joined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
    }
}

/// `Lena Mertz` from `Mertz, Lena`.
pub(super) fn spoken(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() => format!("{} {}", given.trim(), family.trim()),
        _ => name.trim().trim_end_matches(',').to_owned(),
    }
}

/// A date as written in libraries: `2018-05-03`, `2018/05/03/`, `2018`, `May 3, 2018`, `2018-05-03/2018-05-05`.
pub(super) fn date(words: &str) -> Option<WorkDate> {
    let words = words.trim();
    let first = words.split(['T', '~', '?']).next().unwrap_or(words);
    let parts: Option<Vec<i16>> =
        first.split(['-', '/']).filter(|part| !part.is_empty()).take(3).map(|part| part.parse().ok()).collect();
    parts
        .filter(|parts| parts.first().is_some_and(|year| *year > 999))
        .and_then(|parts| WorkDate::of_parts(&parts).or_else(|| WorkDate::of_parts(parts.get(..1)?)))
        .or_else(|| WorkDate::parse(words))
}
