//! Two near-equal names in one issue, of which no list knows one at least.

use crate::calendar;
use crate::config::Level;
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::spelling::equal_with_accents;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety, Subject};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inconsistent-name",
    family: Family::Actors,
    summary: "two near-equal names, in no list, in one issue",
    page: include_str!("../../../docs/rules/inconsistent-name.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    subject: Some(Subject::UnlistedName),
    ..Rule::DEFAULT
};

/// From here on two names of several words are one.
const NEAR: f32 = 0.84;
/// A single word is like many others.
const NEAR_SINGLE: f32 = 0.94;
/// Names with the same consonants that are compared with one another.
const MOST: usize = 40;

/// One spelling.
#[derive(Clone, Copy)]
struct Spelling<'a> {
    text: &'a str,
    folded: PhoneticName,
    spans: &'a [Span],
    listed: bool,
    certain: bool,
    key: u128,
    /// It stands here under its other key.
    aside: bool,
}

impl<'a> Spelling<'a> {
    /// Under its key, and under its other one.
    fn under_keys(self) -> impl Iterator<Item = Spelling<'a>> {
        let aside = self.folded.other_key().map(|key| Spelling { key, aside: true, ..self });
        std::iter::once(self).chain(aside)
    }
}

fn check(doc: &Document<'_>, out: &mut Report) {
    let bulletin = doc.bulletin;
    if bulletin.unknown_names.is_empty() {
        return;
    }
    let mut spellings: Vec<Spelling<'_>> = Vec::new();
    for stranger in bulletin.unknown_names.iter().filter(|stranger| stranger.meant.is_none()) {
        if stranger.folded.sounds() < 5 || stranger.folded.words() == 1 && !stranger.certain {
            continue;
        }
        // `End of October`
        if doc.text(stranger.spans[0]).split_whitespace().any(is_month) {
            continue;
        }
        let spelling = Spelling {
            text: doc.text(stranger.spans[0]),
            folded: stranger.folded,
            spans: &stranger.spans,
            listed: false,
            certain: stranger.certain,
            key: stranger.folded.key(),
            aside: false,
        };
        spellings.extend(spelling.under_keys());
    }
    let strangers = spellings.len();
    // Types and commands of software differ by a letter on purpose.
    if strangers == 0 || bulletin.is_technical() {
        return;
    }
    for mention in bulletin.mentions.iter().filter(|mention| !mention.place.is_fixed() && !mention.place.heading) {
        let text = doc.text(mention.span);
        if text.len() < 5 || spellings[strangers..].iter().any(|known| known.text == text) {
            continue;
        }
        if let Some(folded) = PhoneticName::new(text).filter(|folded| folded.sounds() >= 5) {
            let spans = std::slice::from_ref(&mention.span);
            let key = folded.key();
            let spelling = Spelling { text, folded, spans, listed: true, certain: true, key, aside: false };
            spellings.extend(spelling.under_keys());
        }
    }
    spellings.sort_by_key(|spelling| (spelling.key, spelling.spans[0]));
    for alike in spellings.chunk_by(|a, b| a.key == b.key).filter(|alike| alike.len() > 1) {
        judge(doc, &alike[..alike.len().min(MOST)], out);
    }
}

/// Whether a word is a month, written out.
fn is_month(word: &str) -> bool {
    word.len() > 3 && calendar::month_at(word, 0).is_some_and(|(_, end)| end == word.len())
}

/// Spellings with the same consonants.
fn judge(doc: &Document<'_>, alike: &[Spelling<'_>], out: &mut Report) {
    for (at, one) in alike.iter().enumerate() {
        if one.listed {
            continue;
        }
        // The one to prefer: listed, else more frequent, else first.
        let rank =
            |spelling: &Spelling<'_>| (spelling.listed, spelling.spans.len(), std::cmp::Reverse(spelling.spans[0]));
        let others = alike.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
        let better =
            others.filter(|other| rank(other) > rank(one) && is_same(one, other)).max_by_key(|other| rank(other));
        let Some(better) = better else { continue };
        if doc.gazetteer.is_rejected(one.text, better.text) {
            continue;
        }
        for &span in one.spans {
            out.flag(span, ["this issue writes “", better.text, "” too"])
                .in_group(Group::of_document(one.text.to_lowercase()))
                .related(better.spans[0], "so written here")
                .fix(Fix::replace(Safety::Review, span, better.text));
        }
    }
}

/// Whether two spellings are one name.
fn is_same(a: &Spelling<'_>, b: &Spelling<'_>) -> bool {
    // Two that are harsh alike meet under their keys.
    if a.aside && b.aside && a.folded.key() == b.folded.key()
        || equal_with_accents(a.text, b.text)
        || a.folded.is_english() && a.folded.words() < 3
    {
        return false;
    }
    let single = a.folded.words() == 1 || b.folded.words() == 1;
    if single && !(a.certain && b.certain) {
        return false;
    }
    let similarity = a.folded.similarity(&b.folded);
    if single {
        return similarity >= NEAR_SINGLE;
    }
    // Persons of one family are told apart by the given name: `Mohammed Ali`, `Mahmoud Ali`.
    similarity >= NEAR && a.folded.first_similarity(&b.folded) >= 0.88
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn software_names_its_parts_as_it_likes() {
        check_clean(
            "inconsistent-name",
            "Bumped the Jaish al-Badia crate, see `jaish`. The Jaysh al-Badiyah crate stays.",
        );
    }

    #[test]
    fn spellings_of_one_name_meet() {
        check(
            "inconsistent-name",
            "The Jaysh al-Badiyah came. Then Jaish al-Badia left, and the Jaysh al-Badiyah stayed.\n\
             \u{20}                               ^^^^^^^^^^^^^^ this issue writes “Jaysh al-Badiyah” too\n",
        );
        check_fix(
            "inconsistent-name",
            "Men of Qarabagh fled Qarabagh. In Karabagh they stayed.\n",
            "Men of Qarabagh fled Qarabagh. In Qarabagh they stayed.\n",
        );
    }

    #[test]
    fn other_names_do_not() {
        for text in [
            "Karim Rahmani met Karima Rahmani.\n",
            "Mahmoud Tarzi met Mohammed Tarzi.\n",
            "The Badr Army fought the Badr Front.\n",
            "From Somalia and Somali towns, from Iran and Iraq.\n",
            "The Hezb-e-Wahda and the Hizb Wahd-ul-Din left.\n",
            "He met Ahmad Massoud, the son of Ahmad Shah Massoud.\n",
            "It fell at the End of October. Others say End October, in the End of October 2011.\n",
            "Sipah-e-Nabi and Sipah-e-Nabil left.\n",
        ] {
            check_clean("inconsistent-name", text);
        }
    }
}
