//! A word written twice.

use crate::bulletin::typography::Doubled;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety, Tag};
use crate::text::{Edit, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "doubled-word",
    family: Family::Copy,
    summary: "a word written twice",
    page: include_str!("../../../docs/rules/doubled-word.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    tag: Some(Tag::Unnecessary),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for pair in &doc.bulletin.typography.doubled {
        if is_part_of_a_name(doc, pair.first.cover(pair.second))
            || are_two_words(doc, pair)
            || is_a_species(doc, pair)
            || is_a_particle_and_a_preposition(doc, pair)
            || is_before_a_compound(doc, pair)
            || is_between_compounds(doc, pair)
            || is_a_spoken_year(doc, pair)
            || is_said_thrice(doc, pair)
            || is_in_a_listing(doc, pair.first)
            || doc.is_spoken(pair.first)
        {
            continue;
        }
        let flag = out.flag(pair.first.cover(pair.second), ["“", doc.text(pair.second), "” is written twice"]);
        let gap = Span::new(pair.first.end, pair.second.start);
        if doc.text(gap).trim().is_empty() && !is_in_a_broken_citation(doc, pair.first) {
            let edits = [Edit::delete(Span::new(gap.start, pair.second.end))];
            flag.fix(Fix::new(Safety::Review, ["Remove the second “", doc.text(pair.second), "”"], edits));
        }
    }
}

/// Whether the pair only comes from the end of a program's name, `shrink_to to`, or is itself the subject:
/// `the "the the" typo`.
fn is_part_of_a_name(doc: &Document<'_>, pair: Span) -> bool {
    let (before, after) = (doc.text.slice(..pair.start as usize), doc.text.slice(pair.end as usize..));
    let quote = ['"', '“', '”'];
    before.strip_suffix('_').is_some_and(|name| name.ends_with(char::is_alphanumeric))
        || after.trim_start_matches('\\').strip_prefix('_').is_some_and(|name| name.starts_with(char::is_alphanumeric))
        || before.ends_with(quote) && after.starts_with(quote)
}

/// Whether the two only share their letters: `the US us-based`, `Info-ZIP zip`, `il y a à`.
fn are_two_words(doc: &Document<'_>, pair: &Doubled) -> bool {
    let (first, second) = (doc.text(pair.first), doc.text(pair.second));
    let is_in_capitals = first.len() > 1 && first.chars().all(char::is_uppercase);
    is_in_capitals || first.to_lowercase() != second.to_lowercase()
}

/// Whether genus and species have one name, `*Luscinia luscinia*`, or species and subspecies, `H. sapiens sapiens`.
fn is_a_species(doc: &Document<'_>, pair: &Doubled) -> bool {
    let (before, after) = (doc.text.slice(..pair.first.start as usize), doc.text.slice(pair.second.end as usize..));
    let first = doc.text(pair.first);
    if first.starts_with(char::is_uppercase) {
        let second = doc.text(pair.second);
        let of_subspecies = after.strip_prefix(' ').and_then(|after| after.strip_prefix(second)).unwrap_or(after);
        return second.starts_with(char::is_lowercase)
            && before.ends_with(['*', '_'])
            && of_subspecies.starts_with(['*', '_']);
    }
    let Some(before) = before.strip_suffix(' ').filter(|_| first.len() >= 5) else { return false };
    let genus = before.rsplit([' ', '\n', '(']).next().unwrap_or_default();
    let name = genus.trim_start_matches(['*', '_']);
    let is_initial = name.len() == 2 && name.ends_with('.') && name.starts_with(|c: char| c.is_ascii_uppercase());
    let is_in_italics =
        name.len() < genus.len() && name.starts_with(char::is_uppercase) && after.starts_with(['*', '_']);
    is_initial || is_in_italics || name.eq_ignore_ascii_case("homo")
}

/// Whether the first ends a compound and the second begins another: `14-bit bit-packed data`.
fn is_between_compounds(doc: &Document<'_>, pair: &Doubled) -> bool {
    let (before, after) = (doc.text.slice(..pair.first.start as usize), doc.text.slice(pair.second.end as usize..));
    before.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric))
        && after.strip_prefix('-').is_some_and(|after| after.starts_with(char::is_alphanumeric))
}

/// Whether the words are a year as it is spoken: `a twenty twenty-two study`.
fn is_a_spoken_year(doc: &Document<'_>, pair: &Doubled) -> bool {
    const CENTURIES: [&str; 9] =
        ["twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"];
    CENTURIES.contains(&&*doc.text(pair.first).to_lowercase())
}

/// Whether a long word stands three times in a row, on purpose: `they cry “boats boats boats”`.
fn is_said_thrice(doc: &Document<'_>, pair: &Doubled) -> bool {
    let (before, after) = (doc.text.slice(..pair.first.start as usize), doc.text.slice(pair.second.end as usize..));
    let same = |word: &str| word.eq_ignore_ascii_case(doc.text(pair.second));
    let is_word = |c: char| c.is_alphanumeric();
    doc.text(pair.second).len() >= 5
        && (before.strip_suffix(' ').is_some_and(|before| same(before.rsplit(|c| !is_word(c)).next().unwrap_or("")))
            || after.strip_prefix(' ').is_some_and(|after| same(after.split(|c| !is_word(c)).next().unwrap_or(""))))
}

/// Whether a word is the owner of a file, and its group, in a listing: `-rw-r--r-- 1 admin admin 4096`.
fn is_in_a_listing(doc: &Document<'_>, word: Span) -> bool {
    let mut before = doc.text.slice(..word.start as usize).split_whitespace().rev();
    let is_count = |count: &str| count.bytes().all(|byte| byte.is_ascii_digit());
    let is_mode = |mode: &str| mode.len() == 10 && mode.bytes().all(|byte| b"-dlrwxst".contains(&byte));
    before.next().is_some_and(is_count) && before.next().is_some_and(is_mode)
}

/// Whether the second begins a compound: `for use in in-memory tables`, `clinics for for-profit groups`.
fn is_before_a_compound(doc: &Document<'_>, pair: &Doubled) -> bool {
    let after = doc.text.slice(pair.second.end as usize..);
    after.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && matches!(
            doc.text(pair.second),
            "as" | "at" | "by" | "for" | "in" | "off" | "on" | "out" | "over" | "to" | "under" | "up"
        )
}

/// Whether the first belongs to the verb before it and the second to what follows: `kicking in in February`,
/// `logged on on a Sunday`.
fn is_a_particle_and_a_preposition(doc: &Document<'_>, pair: &Doubled) -> bool {
    const IN: [&str; 40] = [
        "barg", "blow", "break", "breez", "bring", "brought", "cave", "cash", "check", "chim", "clos", "com", "cam",
        "drop", "fill", "fit", "fly", "got", "get", "giv", "hand", "join", "kick", "log", "mov", "phas", "plug",
        "pour", "set", "settl", "sign", "sink", "step", "stood", "tun", "turn", "usher", "weigh", "went", "gave",
    ];
    const ON: [&str; 34] = [
        "bring", "brought", "call", "carri", "carry", "catch", "com", "cam", "drag", "get", "got", "go", "held",
        "hold", "kept", "keep", "liv", "log", "look", "mov", "pass", "press", "push", "put", "ran", "sign", "start",
        "stay", "switch", "take", "took", "turn", "went", "work",
    ];
    let stems: &[&str] = match doc.text(pair.first) {
        "in" => &IN,
        "on" => &ON,
        _ => return false,
    };
    let before = doc.text.slice(..pair.first.start as usize).trim_end();
    let verb = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let after = doc.text.slice(pair.second.end as usize..);
    let goes_on = after.strip_prefix([' ', '\n']).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    goes_on
        && stems.iter().any(|stem| {
            verb.strip_prefix(stem).is_some_and(|ending| {
                let doubled = ending.strip_prefix(|c: char| stem.ends_with(c)).unwrap_or(ending);
                let ends = |ending: &str| {
                    matches!(ending, "" | "e" | "s" | "es" | "ed" | "ing" | "d" | "ies" | "ied" | "ying" | "ten" | "en")
                };
                ends(ending) || ends(doubled)
            })
        })
}

/// Whether a word is in brackets after a link that are not read as a citation: then something else is wrong too, and
/// without the second word they might be read as one.
fn is_in_a_broken_citation(doc: &Document<'_>, word: Span) -> bool {
    let before = &doc.text.as_bytes()[word.start.saturating_sub(400) as usize..word.start as usize];
    let (mut closed, mut linked) = (0u32, false);
    let opening = before.iter().rposition(|byte| {
        match byte {
            b')' => closed += 1,
            b'(' if closed == 0 => return true,
            b'(' => closed -= 1,
            b']' => linked = true,
            _ => {}
        }
        *byte == b'\n'
    });
    let citations = &doc.bulletin.citations;
    let next = citations.partition_point(|citation| citation.span.end <= word.start);
    linked
        && opening.is_some_and(|at| before[at] == b'(')
        && citations.get(next).is_none_or(|citation| citation.span.start > word.start)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    const RULE: &str = "doubled-word";

    #[test]
    fn a_preposition_before_a_compound_is_not_a_repetition() {
        for text in [
            "The lists are for use in in-memory tables.",
            "It runs clinics for for-profit groups, and reports on on-site work.",
            "The ministry spoke to to-be-named officers.",
        ] {
            check_clean(RULE, text);
        }
        for text in ["The state state-owned port shut.", "It was in in Mosul.", "He was in in - and out."] {
            assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1, "{text}");
        }
    }

    #[test]
    fn compounds_years_and_subspecies_repeat_a_word() {
        for text in [
            "The loader keeps 14-bit bit-packed values.",
            "A twenty twenty-two poll and a nineteen nineteen map were shown.",
            "They came with Info-ZIP zip and met the US us-based firms.",
            "Early *Homo sapiens sapiens* met them, as did H. sapiens sapiens and homo sapiens sapiens.",
            "The herds of *Gorilla gorilla gorilla* fled.",
            "Call query query\\_batch for it.",
            "Il y a à Paris a à-propos.",
            "They cry “boats boats boats” and run.",
            "It lists drwxr-xr-x 3 admin admin 4096 May 13 and -rw-r--r-- 1 admin admin 12 May 14.",
        ] {
            check_clean(RULE, text);
        }
        for text in [
            "There was state state-sponsored fraud.",
            "It took thirty thirty-minute turns.",
            "The men of A. the the Brave fled.",
            "Early people people fled.",
            "A long-term plan plan failed.",
            "A third-party party failed.",
            "They saw 3 boats boats.",
            "We call query query again.",
        ] {
            assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1, "{text}");
        }
    }

    #[test]
    fn speech_behind_a_time_stamp_stays_as_it_was_said() {
        for text in [
            "[28:38] what we know about about\n[28:41] the the quay.",
            "> [2:28] >> They were worried about the the gate.",
            "- **[1:02:03]** It was uh uh late.",
            "00:12:34 I I left.",
        ] {
            check_clean(RULE, text);
        }
        for text in ["10:30 The the ferry left.", "[28] It was the the end.", "[1:2:3:4] It was the the end."] {
            assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1, "{text}");
        }
    }

    #[test]
    fn both_are_marked() {
        check(
            RULE,
            "\
It was the the end.
       ^^^^^^^ “the” is written twice
",
        );
    }

    #[test]
    fn the_second_goes() {
        check_fix(RULE, "The the end of\nof the the the road.", "The end of the road.");
    }

    #[test]
    fn emphasis_parts_no_words_but_its_marks_stay() {
        check(
            RULE,
            "\
It was *the* the end.
        ^^^^^^^^ “the” is written twice
",
        );
        check_fix(RULE, "It was *the* the end.", "It was *the* the end.");
    }

    #[test]
    fn a_citation_is_read_as_any_words() {
        check(
            RULE,
            "\
Boats left (see see Reuters, May 9).
            ^^^^^^^ “see” is written twice
",
        );
        check_fix(
            RULE,
            "Boats left ([Dawn](https://dawn.com/1), on on May 10).",
            "Boats left ([Dawn](https://dawn.com/1), on May 10).",
        );
    }

    #[test]
    fn some_words_stand_twice() {
        check_clean(RULE, "He knew that that had had no end. They saw Bora Bora, then [1] then `a` a.");
    }

    #[test]
    fn a_verb_takes_the_first() {
        for text in [
            "A thrush nightingale (*Luscinia luscinia*) sang.",
            "The ban is kicking in in February. They logged in in May, checked in in Doha and moved on on foot.",
            "The lights came on on Friday. It was phased in in two steps, and work goes on on the bridge.",
        ] {
            check_clean(RULE, text);
        }
        for text in ["They met in in May.", "It fell on on Friday.", "They logged in in."] {
            assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1, "{text}");
        }
    }

    #[test]
    fn names_of_programs_and_the_fault_itself() {
        for text in ["We changed shrink_to to not panic.", "We write to to_cow_str.", "We mend the “the the” typo."]
        {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn in_brackets_the_fix_must_read_well() {
        let marred = "The ford was lost ([US State Department](#), S ISIS eptember eptember 28, 2012).";
        assert_eq!(findings(RULE, marred, &settings(RULE)).len(), 1);
        check_fix(RULE, marred, marred);
        check_fix(RULE, "They left (by the the bridge).", "They left (by the bridge).");
    }

    #[test]
    fn a_quotation_is_flagged_and_left_as_it_is() {
        check_fix(RULE, "He said “the the end”.", "He said “the the end”.");
    }
}
