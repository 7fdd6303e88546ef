//! Notes rewritten in the house style.
//!
//! * The printer writes them: order, comma, full stop, dates and links as the configuration declares them, or as most of
//!   the article’s notes have them. If neither decides, a note keeps its own form.
//! * A note is rewritten only if the printer can reproduce it as it is, and if nothing is lost: the new note contains each
//!   of its words, except in dates, and cites the same works.

use super::repeats::trimmed;
use super::settle::settle;
use super::{Candidate, Target, Turned};
use crate::bulletin::habits::notes::{self, OwnForm};
use crate::bulletin::items::{Item, ItemKind};
use crate::bulletin::notes::Note;
use crate::bulletin::{Bulletin, ItemGroup};
use crate::check::{Checked, Draft};
use crate::config::FinalStop;
use crate::text::{Edit, Slice, Span};
use crate::works::print::{HouseForms, finish};
use crate::works::rewrite::{Misplaced, Rewriting};

/// Rewrites the notes in a part of the text in the house style.
#[must_use]
pub fn in_house_form(draft: Draft<'_>, checked: &Checked, scope: Span) -> Turned {
    let bulletin = &checked.bulletin;
    let forms = HouseForms::of(draft.text, bulletin, draft.settings);
    let mut candidates = Vec::new();
    for group in bulletin.item_groups.iter().filter(|group| super::stands_apart(group.style)) {
        let Some(note) = group.note.and_then(|note| bulletin.notes.get(note as usize)) else { continue };
        if !scope.contains(note.body) {
            continue;
        }
        let Some(words) = written(draft, bulletin, &forms, group, note) else { continue };
        let place = trimmed(draft.text, note.body);
        if place.of(draft.text) != words && !is_only_broken_otherwise(place.of(draft.text), &words) {
            let edits = vec![Edit::replace(place, words)];
            candidates.push(Candidate { span: note.span, edits, definition: None, count: 1, leaves_note: false });
        }
    }
    if candidates.is_empty() {
        return Turned { text: draft.text.to_owned(), ..Turned::default() };
    }
    settle(draft, checked, &candidates, Vec::new(), Target::Notes, str::to_owned)
}

/// Whether two texts differ only in their line breaks.
fn is_only_broken_otherwise(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// The note in the house style; `None` if something in it would be lost.
fn written(
    draft: Draft<'_>,
    bulletin: &Bulletin,
    forms: &HouseForms<'_>,
    group: &ItemGroup,
    note: &Note,
) -> Option<String> {
    let text = draft.text;
    let body = trimmed(text, note.body);
    // Faults in the note are for the rules, and these kinds have no form.
    let is_plain = |item: &Item| {
        !item.kind().points_back()
            && !matches!(item.kind(), ItemKind::Text | ItemKind::Interview | ItemKind::Case | ItemKind::Law)
    };
    if !group.flaws.is_empty() || !group.items.iter().all(is_plain) || body.of(text).contains("\n\n") {
        return None;
    }
    let habit = bulletin.note_habit(note.span.start);
    let own = group.items.last().map(|item| forms.own(text, group, note, item))?;
    let mut words = String::new();
    let mut at = body.start;
    let mut ends_in_address = false;
    for item in &group.items {
        let mut rewriting = Rewriting::of(text, bulletin, draft.settings, item);
        let place = rewriting.place();
        let can_be_written = rewriting.is_as_it_stands();
        let is_misplaced = Misplaced::of(text, item, &habit, draft.gazetteer).is_some();
        rewriting.follow(&habit, bulletin, draft.gazetteer, draft.settings.notes.access_dates);
        // Who cannot write an item as it stands writes it in no other way either, unless its fields change places anyway.
        if place.start < at || !can_be_written && !is_misplaced {
            return None;
        }
        let (part, in_address) = rewriting.words()?;
        words.push_str(text.slice(at as usize..place.start as usize));
        words.push_str(&part);
        (at, ends_in_address) = (place.end, in_address);
    }
    if !matches!(text.slice(at as usize..body.end.max(at) as usize).trim(), "" | ".") {
        return None;
    }
    let stops = |habit: OwnForm<FinalStop>, own| habit.map_or(own, |(stop, _)| stop == FinalStop::Always);
    // Where the notes have no common form, the note keeps its own, unless it ends in something else now.
    let as_before = notes::final_stop(text, group, note).is_some_and(|(_, address)| address == ends_in_address);
    let usual = forms.at(note.span.start);
    let stop = match (ends_in_address, as_before) {
        (true, true) => stops(habit.stop_behind_address, own.stop_behind_address),
        (false, true) => stops(habit.final_stop, own.final_stop),
        (true, false) => usual.stop_behind_address,
        (false, false) => usual.final_stop,
    };
    Some(finish(words, stop, &own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::config::{Config, Settings};
    use crate::gazetteer::Gazetteer;

    /// The notes of a text that cites them one after the other.
    fn written(notes: &[&str], keys: &str) -> Vec<String> {
        let marks: String = (1..=notes.len()).map(|number| format!("Rain fell.[^{number}] ")).collect();
        let definitions: Vec<String> =
            notes.iter().zip(1..).map(|(note, number)| format!("[^{number}]: {note}")).collect();
        let text = format!("# Rain\n\n{}\n\n{}\n", marks.trim_end(), definitions.join("\n\n"));
        let (config, problems) = Config::parse(keys);
        assert!(problems.is_empty(), "{problems:?}");
        let settings = Settings { date: "2019-06-01".parse().ok(), ..config.settings("a.md") };
        let gazetteer = Gazetteer::shipped();
        let draft = Draft { path: "a.md", text: &text, settings: &settings, gazetteer: &gazetteer };
        let once = in_house_form(draft, &check(draft), Span::at(0..text.len())).text;
        let again = Draft { text: &once, ..draft };
        assert_eq!(in_house_form(again, &check(again), Span::at(0..once.len())).text, once);
        let head = format!("# Rain\n\n{}\n\n", marks.trim_end());
        let body = once.strip_prefix(&head).expect("nothing but the notes changes").trim_end();
        body.split("\n\n").map(|note| note.split_once(": ").expect("a note").1.to_owned()).collect()
    }

    const TITLE_FIRST: [&str; 3] = [
        "“Port Shut,” Reuters, May 3, 2018.",
        "Lena Mertz, “Port Open,” Al Jazeera, May 4, 2018.",
        "“Port Sold,” Daily Nation, May 5, 2018.",
    ];

    fn last(note: &str, keys: &str) -> String {
        let [a, b, c] = TITLE_FIRST;
        let all = written(&[a, b, c, note], keys);
        assert_eq!(all[..3], TITLE_FIRST, "{keys}");
        all[3].clone()
    }

    #[test]
    fn a_note_gets_the_form_of_the_others() {
        for (note, after) in [
            ("Reuters, “Port Burns” (May 6, 2018).", "“Port Burns,” Reuters, May 6, 2018."),
            ("“Port Burns”, Reuters, May 6, 2018.", "“Port Burns,” Reuters, May 6, 2018."),
            ("“Port Burns,” Reuters, May 6, 2018", "“Port Burns,” Reuters, May 6, 2018."),
            ("“Port Burns,” Reuters, 6 May 2018.", "“Port Burns,” Reuters, May 6, 2018."),
            ("See Reuters, “Port Burns” (May 6, 2018), p. 4.", "See “Port Burns,” Reuters, May 6, 2018, p. 4."),
            ("*Reuters*, “Port Burns,” May 6, 2018.", "“Port Burns,” *Reuters*, May 6, 2018."),
            ("“Port Burns,” May 6, 2018, Reuters.", "“Port Burns,” Reuters, May 6, 2018."),
            (
                "Lena Mertz, Port Burns Down, Reuters, May 6, 2018.",
                "Lena Mertz, “Port Burns Down,” Reuters, May 6, 2018.",
            ),
            ("Lena Mertz, *Port Burns*, Reuters, May 6, 2018.", "Lena Mertz, “Port Burns,” Reuters, May 6, 2018."),
            ("Mertz, Lena. “Port Burns.” Reuters. 6 May 2018.", "Lena Mertz, “Port Burns,” Reuters, May 6, 2018."),
            (
                "“Port Burns,” Reuters, May 6, 2018; Dawn, “Port Stands” (May 7, 2018).",
                "“Port Burns,” Reuters, May 6, 2018; “Port Stands,” Dawn, May 7, 2018.",
            ),
            (
                "“Port Burns,” Reuters, May 6, 2018, accessed 9 May 2018, https://www.reuters.com/burns",
                "“Port Burns,” Reuters, May 6, 2018, accessed May 9, 2018, https://www.reuters.com/burns",
            ),
            // Too few notes end in an address to say what they have behind it.
            (
                "Reuters, “Port Burns” (May 6, 2018), https://www.reuters.com/burns",
                "“Port Burns,” Reuters, May 6, 2018, https://www.reuters.com/burns",
            ),
            // Words around the fields would be lost.
            (
                "Reuters, “Port Burns” (May 6, 2018), copy on file with the author.",
                "Reuters, “Port Burns” (May 6, 2018), copy on file with the author.",
            ),
            // What has the form, or none that the printer knows, stays.
            (
                "Ilyas Velden, *The Wool Road* (London: Hurst, 2016), p. 88.",
                "Ilyas Velden, *The Wool Road* (London: Hurst, 2016), p. 88.",
            ),
            (
                "Reuters, May 6, 2018, https://www.reuters.com/burns.",
                "Reuters, May 6, 2018, https://www.reuters.com/burns.",
            ),
            (
                "Author’s interview with a trader, Idlib, May 6, 2018.",
                "Author’s interview with a trader, Idlib, May 6, 2018.",
            ),
            ("Data from a trader, retrieved on May 4, 2019.", "Data from a trader, retrieved on May 4, 2019."),
            ("The port burnt on May 6.", "The port burnt on May 6."),
            ("Ibid.", "Ibid."),
        ] {
            assert_eq!(last(note, ""), after);
        }
    }

    #[test]
    fn the_day_of_the_visit_goes_where_the_house_has_none() {
        let visited = "“Port Burns,” Reuters, May 6, 2018, accessed on May 9, 2018, https://www.reuters.com/burns.";
        let undated = "“Port Burns,” Reuters, accessed May 9, 2018, https://www.reuters.com/burns.";
        let house = |wish: &str, note: &str| last(note, &format!("[notes]\naccess-dates = \"{wish}\"\n"));
        assert_eq!(house("forbidden", visited), "“Port Burns,” Reuters, May 6, 2018, https://www.reuters.com/burns.");
        assert_eq!(house("forbidden", undated), undated);
        assert_eq!(house("optional", visited), visited);
        // What is not known is not invented.
        let bare = "“Port Burns,” Reuters, May 6, 2018, https://www.reuters.com/burns.";
        assert_eq!(house("required", bare), bare);
    }

    #[test]
    fn dates_of_other_languages_stay() {
        let text = "---\nlang: de\n---\n\n# Der Hafen\n\nDer Hafen blieb zu.[^1] Er war voll.[^2] Er ist leer.[^3]\n\n[^1]: „Zu“, *Die \
                    Zeit*, 4. Mai 2019.\n\n[^2]: „Voll“, *Die Zeit*, 5. Mai 2019.\n\n[^3]: *Die Zeit*, „Leer“ (6. Mai 2019).\n";
        let settings = Settings { date: "2019-06-01".parse().ok(), ..Settings::default() };
        let gazetteer = Gazetteer::shipped();
        let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
        let written = in_house_form(draft, &check(draft), Span::at(0..text.len())).text;
        assert!(!written.contains("May"), "{written}");
    }

    #[test]
    fn the_house_decides_for_all() {
        let keys = "[notes]\norder = \"outlet-first\"\nfinal-stop = \"never\"\n[style]\ndate-order = \"day-month\"\n";
        let notes = [
            "“Port Shut,” Reuters, May 3, 2018, https://www.reuters.com/shut.",
            "Reuters, “Port Burns” (May 6, 2018).",
        ];
        assert_eq!(
            written(&notes, keys),
            ["Reuters, “Port Shut” (3 May 2018), https://www.reuters.com/shut", "Reuters, “Port Burns” (6 May 2018)"]
        );
        // Nothing decides: each note keeps its form.
        assert_eq!(written(&notes, ""), notes);
    }
}
