//! The names of authors: who is a person, and which of the names is the family's.

use crate::gazetteer::institutions::institution;
use crate::text::Slice;
use crate::text::words::WordSet;
use unicode_normalization::UnicodeNormalization;

/// An author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorName {
    /// A person.
    Person {
        /// `van der Berg`
        family: String,
        /// `Lena M.`; empty where it is not printed.
        given: String,
    },
    /// An institution, or a name that cannot be told apart from one.
    Institution(String),
    /// `et al.`: others, who are not named.
    Others,
}

impl AuthorName {
    /// The name that others are sorted by.
    #[must_use]
    pub fn sort_name(&self) -> &str {
        match self {
            AuthorName::Person { family, .. } => family,
            AuthorName::Institution(name) => name,
            AuthorName::Others => "",
        }
    }
}

/// Words that open a family name: `van der Berg`.
static PARTICLES: WordSet = WordSet::new(&[
    "abu", "al", "ap", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn",
    "la", "le", "los", "ten", "ter", "van", "von", "zu",
]);

/// Words that make a desk, a newsroom or the like of an author, besides those of institutions.
static NEWSROOMS: WordSet =
    WordSet::new(&["desk", "editors", "house", "media", "monitor", "news", "press", "reporters", "staff", "watch"]);

/// The authors that a field names, in order.
#[must_use]
pub fn authors(field: &str) -> Vec<AuthorName> {
    let field = field.trim().trim_end_matches(',');
    if field.is_empty() {
        return Vec::new();
    }
    let (field, others) = match ["et al.", "et al", "and others"].iter().find_map(|end| field.strip_suffix(end)) {
        Some(rest) => (rest.trim_end_matches([' ', ',', '&']), true),
        None => (field, false),
    };
    let mut names = Vec::new();
    if is_institution(field) {
        names.push(AuthorName::Institution(field.to_owned()));
    } else {
        for chunk in joined_by_and(field) {
            chunk_of_names(chunk, &mut names);
        }
    }
    if others {
        names.push(AuthorName::Others);
    }
    names
}

/// The pieces between `and`, `&` and `;`.
fn joined_by_and(field: &str) -> Vec<&str> {
    let mut chunks = vec![field];
    for joint in [" and ", " & ", ";"] {
        chunks = chunks.into_iter().flat_map(|chunk| chunk.split(joint)).collect();
    }
    chunks
        .into_iter()
        .map(|chunk| chunk.trim().trim_end_matches(',').trim())
        .filter(|chunk| !chunk.is_empty())
        .collect()
}

/// Names between commas: `Lena Marsk, Tomas Orrel`, `Marsk, Lena`, `Marsk, L., Orrel, T.`
fn chunk_of_names(chunk: &str, names: &mut Vec<AuthorName>) {
    let parts: Vec<&str> = chunk.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut at = 0;
    while let Some(&part) = parts.get(at) {
        let next = parts.get(at + 1).copied();
        let turned = next.is_some_and(|next| are_initials(next) || at == 0 && is_one_name(part) && parts.len() == 2);
        match next.filter(|_| turned) {
            Some(given) => {
                names.push(AuthorName::Person { family: part.to_owned(), given: given.to_owned() });
                at += 2;
            }
            None => {
                names.push(one(part));
                at += 1;
            }
        }
    }
}

/// A name in the order in which it is spoken.
fn one(name: &str) -> AuthorName {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 2 || is_institution(name) {
        return AuthorName::Institution(name.to_owned());
    }
    let ending = matches!(words.last(), Some(&("Jr." | "Jr" | "Sr." | "II" | "III"))) && words.len() > 2;
    let last = words.len() - 1 - usize::from(ending);
    let mut first = last;
    while first > 1 && PARTICLES.has(words[first - 1]) {
        first -= 1;
    }
    AuthorName::Person { family: words[first..].join(" "), given: words[..first].join(" ") }
}

/// `L.`, `H. J.`, `J.-P.`
fn are_initials(part: &str) -> bool {
    let is_initial = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters > 0 && letters <= 3 && word.ends_with('.') && word.chars().all(|c| !c.is_lowercase())
    };
    !part.is_empty() && part.split_whitespace().all(is_initial)
}

/// Whether it is one name, with its particles: `Mertz`, `van der Berg`, `Al-Rashid`.
fn is_one_name(part: &str) -> bool {
    part.split_whitespace().filter(|word| !PARTICLES.has(word)).count() == 1
}

fn is_institution(name: &str) -> bool {
    if institution(name).is_some() {
        return true;
    }
    let mut words = 0;
    for word in name.split(|c: char| c.is_whitespace() || c == ',') {
        let small = word.starts_with(char::is_lowercase);
        let joins = matches!(word, "and" | "&" | "y" | "et" | "al") || PARTICLES.has(word);
        if small && !joins || NEWSROOMS.has_in_any_case(word.trim_matches(|c: char| !c.is_alphanumeric())) {
            return true;
        }
        words += 1;
    }
    words == 1 && !name.contains(',') && name.chars().filter(|c| c.is_uppercase()).count() > 2
}

/// A word as keys have it: Latin letters and digits, small, without accents.
#[must_use]
pub fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.nfkd() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' => out.push('d'),
            'ı' => out.push('i'),
            _ => {}
        }
    }
    out
}

/// A name as keys have it, at most so many letters.
#[must_use]
pub fn short_slug(words: &str, most: usize) -> String {
    let whole = slug(words);
    whole.slice(..whole.len().min(most)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str) -> String {
        let name = |name: &AuthorName| match name {
            AuthorName::Person { family, given } => format!("{family}|{given}"),
            AuthorName::Institution(name) => format!("[{name}]"),
            AuthorName::Others => "…".to_owned(),
        };
        authors(field).iter().map(name).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn persons_and_institutions() {
        for (field, names) in [
            ("", ""),
            ("Lena Mertz", "Mertz|Lena"),
            ("Mertz, Lena", "Mertz|Lena"),
            ("Mertz, L.", "Mertz|L."),
            ("Lena Mertz and Tobin Osten", "Mertz|Lena; Osten|Tobin"),
            ("Lena Mertz, Tobin Osten, and Petra van der Hollin", "Mertz|Lena; Osten|Tobin; van der Hollin|Petra"),
            ("Hersey, Petra, and Tobin Osten", "Hersey|Petra; Osten|Tobin"),
            ("Al-Rashid, H., & Ostov, M.", "Al-Rashid|H.; Ostov|M."),
            ("Mertz, L., Osten, T. and Kestin, R.", "Mertz|L.; Osten|T.; Kestin|R."),
            ("Lena Mertz et al.", "Mertz|Lena; …"),
            ("J. H. bin Rashid", "bin Rashid|J. H."),
            ("Human Rights Watch", "[Human Rights Watch]"),
            ("Ministry of Defence", "[Ministry of Defence]"),
            ("United Nations Security Council", "[United Nations Security Council]"),
            ("UNHCR", "[UNHCR]"),
            ("Landinfo", "[Landinfo]"),
            ("Office of Oil and Gas", "[Office of Oil and Gas]"),
            ("Oren Kahl Jr.", "Kahl Jr.|Oren"),
        ] {
            assert_eq!(read(field), names, "{field}");
        }
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Güneş Øster-Łódź 7"), "gunesosterlodz7");
        assert_eq!(slug("Столкновения"), "");
        assert_eq!(short_slug("Daily Nation", 5), "daily");
    }
}
