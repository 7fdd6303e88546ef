//! The names of authors: which are persons, and which of their names is the family name.

use crate::gazetteer::institutions::institution;
use crate::text::words::WordSet;
use crate::text::{Slice, split_at};
use unicode_normalization::UnicodeNormalization;

/// An author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorName {
    /// A person.
    Person {
        /// `van der Berg`
        family: String,
        /// `Lena M.`; empty if it is not printed.
        given: String,
    },
    /// An institution, or a name that cannot be told apart from one.
    Institution(String),
    /// `et al.`: others, who are not named.
    Others,
}

impl AuthorName {
    /// The name to sort by.
    #[must_use]
    pub fn sort_name(&self) -> &str {
        match self {
            AuthorName::Person { family, .. } => family,
            AuthorName::Institution(name) => name,
            AuthorName::Others => "",
        }
    }
}

/// Words that start a family name: `van der Berg`.
static PARTICLES: WordSet = WordSet::new(&[
    "abu", "al", "ap", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn",
    "la", "le", "los", "ten", "ter", "van", "von", "zu",
]);

/// Words that mark an author as a desk, a newsroom or the like, besides those of institutions.
static NEWSROOMS: WordSet =
    WordSet::new(&["desk", "editors", "house", "media", "monitor", "news", "press", "reporters", "staff", "watch"]);

/// The authors in a field, in order.
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

/// The surname and the given name of a first author who is printed in the order of a list: `Mertz, Lena`.
#[must_use]
pub fn inverted(field: &str) -> Option<(&str, &str)> {
    let (surname, rest) = split_at(field, ", ")?;
    let given = rest.split([',', '&']).next()?.split(" and ").next()?.trim();
    let is_given = !given.is_empty()
        && given.split(' ').count() <= 2
        && given.starts_with(char::is_uppercase)
        && !matches!(given.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "PhD" | "MD");
    // `Mertz, Lena, Osten, Tobin`: nobody can tell the names apart.
    let others = rest.slice(given.len().min(rest.len())..).trim_start_matches([',', ' ']);
    let joined =
        others.is_empty() || others.starts_with("and ") || others.starts_with("& ") || others.starts_with("et ");
    let first = field.slice(..surname.len() + 2 + given.len());
    (is_one_name(surname) && is_given && joined && !is_institution(first)).then_some((surname, given))
}

/// Authors in spoken order: `Lena Mertz and Tobin Osten`.
#[must_use]
pub fn spoken(field: &str) -> String {
    // `Werthmann, K., & Grätz, T. (Eds.).`
    if let Some((names, rest)) = field.split_once(" (Ed") {
        let role = if rest.starts_with('s') { "eds." } else { "ed." };
        return format!("{} ({role})", spoken(names));
    }
    if let Some(names) = all_spoken(field) {
        return names;
    }
    let Some((surname, given)) = inverted(field) else { return field.to_owned() };
    let rest = field.slice(surname.len() + 2 + given.len()..);
    // The comma that ended the given name goes: `Mertz, Lena, and Tobin Osten`.
    let rest = if rest.starts_with(", and ") || rest.starts_with(", et ") { rest.slice(1..) } else { rest };
    format!("{given} {surname}{rest}")
}

/// Several authors of whom at least one is printed with the initials behind: `Mertz, L., & Osten, T.`
fn all_spoken(field: &str) -> Option<String> {
    let mut spoken = Vec::new();
    let mut is_inverted = false;
    let mut others = "";
    for name in authors(field) {
        match name {
            AuthorName::Person { family, given } if !given.is_empty() => {
                is_inverted |= are_initials(&given) && field.contains(&format!("{family}, {given}"));
                spoken.push(format!("{given} {family}"));
            }
            AuthorName::Others => others = " et al.",
            _ => return None,
        }
    }
    let (last, head) = spoken.split_last().filter(|(_, head)| is_inverted && !head.is_empty())?;
    let joint = match (others.is_empty(), head.len()) {
        (true, 1) => " and ",
        (true, _) => ", and ",
        (false, _) => ", ",
    };
    Some(format!("{}{joint}{last}{others}", head.join(", ")))
}

/// Authors in the order of a list, the first one's surname first: `Mertz, Lena, and Tobin Osten`. What is no person's name
/// stays.
#[must_use]
pub fn for_list(field: &str) -> String {
    if inverted(field).is_some() {
        return field.to_owned();
    }
    let Some(AuthorName::Person { family, given }) = authors(field).into_iter().next() else { return field.to_owned() };
    let Some(rest) = field.strip_prefix(&format!("{given} {family}")) else { return field.to_owned() };
    let comma = if rest.starts_with(" and ") || rest.starts_with(" et ") { "," } else { "" };
    format!("{family}, {given}{comma}{rest}")
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

/// A name in spoken order.
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

/// A word in the form used in keys: Latin letters and digits, in lower case, without accents.
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

/// A name in the form used in keys, with at most `most` letters.
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
    fn names_change_their_order() {
        for (spoken_names, listed) in [
            ("Lena Mertz", "Mertz, Lena"),
            ("Lena M. Mertz", "Mertz, Lena M."),
            ("Petra van der Hollin", "van der Hollin, Petra"),
            ("Lena Mertz and Tobin Osten", "Mertz, Lena, and Tobin Osten"),
            ("Lena Mertz, Tobin Osten, and Radu Kestin", "Mertz, Lena, Tobin Osten, and Radu Kestin"),
            ("Lena Mertz et al.", "Mertz, Lena, et al."),
            ("Human Rights Watch", "Human Rights Watch"),
            ("Ministry of Defence", "Ministry of Defence"),
            ("Landinfo", "Landinfo"),
            ("", ""),
        ] {
            assert_eq!(for_list(spoken_names), listed);
            assert_eq!(spoken(spoken_names), spoken_names);
            // With three, the first is not told from two who are printed in spoken order.
            if listed.matches(", ").count() < 3 {
                assert_eq!(spoken(listed), spoken_names);
            }
        }
        for field in
            ["Oren Kahl, Jr.", "Mertz, Lena, Osten, Tobin", "Lena Mertz, Tobin Osten", "Carnegie, Moscow Center"]
        {
            assert_eq!(spoken(field), field);
        }
    }

    #[test]
    fn all_authors_of_an_entry_are_spoken() {
        for (listed, told) in [
            ("Mertz, L., & Osten, T.", "L. Mertz and T. Osten"),
            ("Klein, J. and Abdou, M.", "J. Klein and M. Abdou"),
            ("Sungura, A., Limbaya, O., & Muzalia, G.", "A. Sungura, O. Limbaya, and G. Muzalia"),
            ("Lund, C., S. Ahmed, and T. Pike", "C. Lund, S. Ahmed, and T. Pike"),
            ("Werthmann, K., & Grätz, T. (Eds.).", "K. Werthmann and T. Grätz (eds.)"),
            ("Toure, I. (Ed.)", "I. Toure (ed.)"),
            ("Mertz, L., Osten, T., et al.", "L. Mertz, T. Osten et al."),
        ] {
            assert_eq!(spoken(listed), told);
        }
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Güneş Øster-Łódź 7"), "gunesosterlodz7");
        assert_eq!(slug("Столкновения"), "");
        assert_eq!(short_slug("Daily Nation", 5), "daily");
    }
}
