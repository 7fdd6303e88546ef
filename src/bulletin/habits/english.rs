//! Whether a document is in British or American English.

use memchr::memmem;

/// How words begin in British and in American English. Many British publications write `-ize`, so that `organization`
/// proves nothing.
const STEMS: [(&str, &str); 22] = [
    ("armour", "armor"),
    ("behaviour", "behavior"),
    ("cancelled", "canceled"),
    ("centre", "center"),
    ("colour", "color"),
    ("defence", "defense"),
    ("favour", "favor"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("kilometre", "kilometer"),
    ("labour", "labor"),
    ("licence", "license"),
    ("manoeuvre", "maneuver"),
    ("mobilis", "mobiliz"),
    ("neighbour", "neighbor"),
    ("offence", "offense"),
    ("organis", "organiz"),
    ("programme", "program"),
    ("recognis", "recogniz"),
    ("rumour", "rumor"),
    ("theatre", "theater"),
    ("travelled", "traveled"),
];

/// Whether `name` is the British spelling of `american`: `Badr Organisation`, `Badr Organization`.
#[must_use]
pub fn is_british_for(name: &str, american: &str) -> bool {
    let (name, american) = (name.to_lowercase(), american.to_lowercase());
    name != american && STEMS.iter().fold(name, |name, (british, stem)| name.replace(british, stem)) == american
}

/// Whether a text is in British English, apart from one name in it.
#[must_use]
pub fn is_british_around(text: &str, name: &str) -> bool {
    let text = text.to_lowercase().replace(&name.to_lowercase(), "");
    let count = |stem: &str| memmem::find_iter(text.as_bytes(), stem.as_bytes()).count();
    let british: usize = STEMS.iter().map(|(british, _)| count(british)).sum();
    // `program` also begins `programme`, and `organiz` may be British.
    let american =
        STEMS.iter().filter(|(british, american)| !american.contains("iz") && !british.starts_with(american));
    british > american.map(|(_, american)| count(american)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_two_kinds_of_english() {
        for (american, british) in [
            ("People's Defense Forces", "People's Defence Forces"),
            ("Organization of Islamic Cooperation", "Organisation of Islamic Cooperation"),
            ("al-Hayat Media Center", "al-Hayat Media Centre"),
            ("Center for Defense Labor", "Centre for Defence Labour"),
        ] {
            assert!(is_british_for(british, american), "{american}");
            assert!(!is_british_for(american, british), "{american}");
        }
        assert!(!is_british_for("Kenyan Defence Forces", "Kenya Defense Forces"));
        assert!(!is_british_for("Kenya Defence Forces", "Kenya Defence Forces"));
    }

    #[test]
    fn the_rest_of_a_text_tells_its_english() {
        let is_british = |text| is_british_around(text, "Israel Defence Forces");
        assert!(is_british("The Israel Defence Forces shelled the harbour and its neighbours."));
        assert!(!is_british("The Israel Defence Forces shelled the harbor."));
        assert!(!is_british("The Israel Defence Forces shelled the town, the organization says."));
        assert!(!is_british("The Israel Defence Forces left the harbour, the harbor."));
    }
}
