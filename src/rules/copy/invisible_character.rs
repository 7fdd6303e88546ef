//! Invisible characters, and letters that only look like those of their word.

use crate::config::Level;
use crate::markdown::Hidden;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Group, Report, Rule, Safety};
use crate::text::letters::looks_like;
use crate::text::words::is_alphanumeric;
use crate::text::{Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "invisible-character",
    family: Family::Copy,
    summary: "an invisible character, or a letter of another script that looks like the right one",
    page: include_str!("../../../docs/rules/invisible-character.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    fix_effect: FixEffect {
        changes_addresses: Some("what nobody sees in an address makes it another one"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    // One word is one finding, however many such characters it contains.
    let words = doc.markdown.hidden.chunk_by(|a, b| word_around(doc, a.place).covers(b.place.start));
    for hidden in words {
        let (Some(first), Some(last)) = (hidden.first(), hidden.last()) else { continue };
        let place = word_around(doc, first.place).cover(word_around(doc, last.place));
        let word = doc.text(place).trim();
        let fix = Fix::replace(Safety::Review, place, doc.text(place)).titled(title(first, word));
        // Whether such characters may stay in this document is one decision; a letter of another script is a mistake in
        // its word.
        let key = match looks_like(first.character) {
            Some(_) => word.to_lowercase(),
            None => format!("U+{:04X}", u32::from(first.character)),
        };
        let holds = hidden.iter().any(|hidden| holds_emphasis(doc, hidden.place));
        let flag = out.flag(place, message(hidden, word)).in_group(Group::of_document(key));
        flag.maybe_fix(Some(fix).filter(|_| !holds));
    }
}

/// Whether it stands beside a mark of emphasis, which might mark nothing without it.
fn holds_emphasis(doc: &Document<'_>, place: Span) -> bool {
    let is_mark = |c: char| matches!(c, '*' | '_');
    doc.text.slice(..place.start as usize).ends_with(is_mark)
        || doc.text.slice(place.end as usize..).starts_with(is_mark)
}

/// The letters around a span; at the ends of a word also the next character, so that the span is inside.
fn word_around(doc: &Document<'_>, place: Span) -> Span {
    let inside = |c: char| is_alphanumeric(c) || matches!(c, '\'' | '’');
    let (before, after) = (doc.text.slice(..place.start as usize), doc.text.slice(place.end as usize..));
    let head: usize = before.chars().rev().take_while(|c| inside(*c)).map(char::len_utf8).sum();
    let tail: usize = after.chars().take_while(|c| inside(*c)).map(char::len_utf8).sum();
    let at_least = |len: usize, next: Option<char>| match next {
        Some(c) if len == 0 && place.is_empty() => c.len_utf8(),
        _ => len,
    };
    let (head, tail) = (at_least(head, before.chars().next_back()), at_least(tail, after.chars().next()));
    Span::at(before.len() - head..place.end as usize + tail)
}

fn message(hidden: &[Hidden], word: &str) -> String {
    let [Hidden { character, .. }, ..] = hidden else { return String::new() };
    let code = format!("U+{:04X}", u32::from(*character));
    let script = if matches!(character, '\u{370}'..='\u{3ff}') { "Greek" } else { "Cyrillic" };
    let holder =
        if word.chars().any(is_alphanumeric) { format!("“{word}” contains") } else { "Here is".to_owned() };
    let what = match looks_like(*character) {
        Some(latin) => format!("the {script} letter “{character}” ({code}), which only looks like “{latin}”"),
        None => format!("{} ({code}), which nobody sees", name(*character)),
    };
    match hidden.len() {
        1 => format!("{holder} {what}"),
        all => format!("{holder} {what}, and {} more of the kind", all - 1),
    }
}

fn title(hidden: &Hidden, word: &str) -> String {
    match looks_like(hidden.character) {
        Some(_) => format!("Write “{word}” in Latin letters"),
        None if word.chars().any(is_alphanumeric) => format!("Remove the hidden character from “{word}”"),
        None => "Remove it".to_owned(),
    }
}

/// The name of a character.
const fn name(character: char) -> &'static str {
    match character {
        '\u{ad}' => "a soft hyphen",
        '\u{34f}' => "a grapheme joiner",
        '\u{200b}' => "a zero-width space",
        '\u{200c}' => "a zero-width non-joiner",
        '\u{200d}' => "a zero-width joiner",
        '\u{200e}' => "a left-to-right mark",
        '\u{200f}' | '\u{61c}' => "a right-to-left mark",
        '\u{202a}' => "a left-to-right embedding",
        '\u{202b}' => "a right-to-left embedding",
        '\u{202c}' | '\u{2069}' => "the end of a change of direction",
        '\u{202d}' => "a left-to-right override",
        '\u{202e}' => "a right-to-left override",
        '\u{2060}' => "a word joiner",
        '\u{2066}'..='\u{2068}' => "a change of direction",
        '\u{feff}' => "a byte order mark",
        '\u{e0000}'..='\u{e007f}' => "a tag character",
        _ => "a character",
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    const RULE: &str = "invisible-character";

    fn said(text: &str) -> Vec<(String, String)> {
        let found = findings(RULE, text, &settings(RULE));
        found.into_iter().map(|one| (one.span.of(text).to_owned(), one.message.into_owned())).collect()
    }

    #[test]
    fn what_holds_emphasis_stays() {
        let fixes = |text: &str| -> usize {
            findings(RULE, text, &settings(RULE)).iter().map(|finding| finding.fixes.len()).sum()
        };
        assert_eq!(fixes("The end came.\n\n*The end \u{202c}*\n"), 0);
        assert_eq!(fixes("The end came.\n\n*\u{202c} The end*\n"), 0);
        assert_eq!(fixes("The end came.\n\n*The\u{202c} end*\n"), 1);
    }

    #[test]
    fn letters_of_another_script() {
        check(
            RULE,
            "\
The guards met Al-Qаida there.
                  ^^^^^ “Qaida” contains the Cyrillic letter “а” (U+0430), which only looks like “a”
",
        );
        check_fix(RULE, "They met Нamas and Οman, Al-Qаidа.", "They met Hamas and Oman, Al-Qaida.");
        check_fix(RULE, "Then Аl-Qaida and Boko-Нa left.", "Then Al-Qaida and Boko-Ha left.");
        assert_eq!(said("of Qаidа")[0].1.matches("and 1 more").count(), 1);
        check_clean(RULE, "В Москве встретились. The unit is kΩ or μm, the protein Aβ42, the sum ΔT.");
    }

    #[test]
    fn characters_without_width() {
        for (text, place, name) in [
            ("Al\u{200b} Qaida came.", "Al\u{200b} ", "“Al” contains a zero-width space (U+200B), which nobody sees"),
            ("Al Qa\u{200d}ida", "Qa\u{200d}ida", "“Qaida” contains a zero-width joiner (U+200D), which nobody sees"),
            ("They left.\u{200c} All", ".\u{200c} ", "Here is a zero-width non-joiner (U+200C), which nobody sees"),
            ("The end\u{feff}", "end\u{feff}", "“end” contains a byte order mark (U+FEFF), which nobody sees"),
            (
                "a fdp\u{202e}.exe",
                "fdp\u{202e}.",
                "“fdp.” contains a right-to-left override (U+202E), which nobody sees",
            ),
            (
                "on Septem\u{ad}ber 3",
                "Septem\u{ad}ber",
                "“September” contains a soft hyphen (U+00AD), which nobody sees",
            ),
        ] {
            assert_eq!(said(text), [(place.to_owned(), name.to_owned())], "{text:?}");
            check_fix(
                RULE,
                text,
                &text.replace(['\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}', '\u{202e}', '\u{ad}'], ""),
            );
        }
    }

    #[test]
    fn what_a_script_or_a_line_needs_is_fine() {
        for text in [
            "\u{feff}They wrote می\u{200c}خواهم and क\u{94d}\u{200d}ष and 👩\u{200d}👧 there.",
            "The paper بيان\u{200f}, they said.",
            "They ship and/\u{200b}or sell x\u{2060}—y there.",
            "An ordi\u{ad}nary word, Septem&shy;ber, and `a\u{200b}b` in code.",
            "The flag 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} flew.",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn addresses_lose_what_nobody_sees() {
        check_fix(
            RULE,
            "They left ([Da\u{200b}wn](https://dawn.com/a\u{ad}b), May 9).",
            "They left ([Dawn](https://dawn.com/ab), May 9).",
        );
    }

    #[test]
    fn quotations_are_flagged_and_stay() {
        let text = "He said “Qa\u{200b}ida” there.";
        assert_eq!(said(text).len(), 1);
        check_fix(RULE, text, text);
    }
}
