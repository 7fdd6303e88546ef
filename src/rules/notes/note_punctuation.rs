//! Punctuation of a note that is doubled, misplaced, or different from that of the other notes.

use crate::bulletin::ItemGroup;
use crate::bulletin::habits::notes::{NoteHabit, comma, final_stop};
use crate::bulletin::items::{CitationStyle, FieldKind, FlawKind, Item, ItemKind, TitleForm};
use crate::config::{CommaPlace, FinalStop, Level, NoteOrder};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::words::abbreviates;
use crate::text::{Edit, Offset, Slice, Span, last_word};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "note-punctuation",
    family: Family::Notes,
    summary: "punctuation in a note that is doubled, misplaced, or different from that of the other notes",
    page: include_str!("../../../docs/rules/note-punctuation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::group(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    if !matches!(group.style, CitationStyle::Note | CitationStyle::Numbered | CitationStyle::Bibliography) {
        return;
    }
    for flaw in group.flaws.iter().filter(|flaw| flaw.kind == FlawKind::WrongSign) {
        out.flag(flaw.span, "Put a comma between the outlet and its date").fix(Fix::replace(
            Safety::Safe,
            flaw.span,
            ",",
        ));
    }
    let habit = doc.bulletin.note_habit(group.span.start);
    for item in group.cited() {
        doubled(doc, item, out);
        if group.style.is_note() {
            titles(doc, item, habit, out);
            stop_for_comma(doc, item, habit, out);
        }
    }
    end(doc, group, out);
}

/// `,,` `..` `;;` `,.`, outside addresses.
fn doubled(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let end = behind_signs(doc.text, item.span.end);
    let bytes = doc.text.as_bytes();
    let copy = item.details.as_ref().and_then(|details| details.archived);
    let addresses = item.link.iter().chain(&copy).map(|link| link.span);
    let title = item.details.as_ref().and_then(|details| details.title).map(|title| title.span);
    let mut at = item.span.start as usize;
    while let Some(pair) = bytes.get(at..end).and_then(pair_of_signs) {
        at += pair;
        let len = bytes[at..end].iter().take_while(|byte| is_sign(byte)).count();
        if let Some(address) = addresses.clone().find(|address| address.covers(at as Offset)) {
            at = address.end as usize;
            continue;
        }
        let signs = doc.text.slice(at..at + len);
        // `…` as three points, and the point of an abbreviation before its comma.
        let points = signs.starts_with("...") || signs.ends_with("...");
        // Authors may break off in a quotation: `weds without . .. may`.
        let quoted = title.is_some_and(|title| title.covers(at as Offset) && title.end as usize > at + len + 1);
        // `../notes/a.md`, `pp. 3..5`
        let behind = bytes.get(at + len);
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let joins = matches!(behind, Some(b'/' | b'\\')) || is_digit(behind) && is_digit(bytes[..at].last());
        let stays = points || joins || quoted && signs.starts_with('.');
        // `Inc.,`: the point is the abbreviation's.
        let plain = signs.starts_with('.') && !signs.starts_with("..") && len == 2;
        if !stays && !plain {
            let word = last_word(doc.text.slice(..at));
            let abbreviated = abbreviates(word) || word.eq_ignore_ascii_case("ibid");
            // The point of an abbreviation stays: `Ibid.,, p. 4`
            let own = usize::from(signs.starts_with('.') && !signs.starts_with("..") || abbreviated && signs.len() > 2);
            let (place, signs) = (Span::at(at + own..at + len), signs.slice(own..));
            let kept = kept(signs, at + len >= end);
            out.flag(place, ["“", signs, "”: one sign is enough"]).fix(Fix::new(
                Safety::Safe,
                ["Keep only “", kept, "”"],
                [Edit::replace(place, kept)],
            ));
        }
        at += len;
    }
}

/// Which of several signs stays: at the end of a source the strongest, between its fields the comma.
fn kept(signs: &str, ends: bool) -> &'static str {
    let order = if ends { [".", ";", ","] } else { [",", ";", "."] };
    order.into_iter().find(|sign| signs.contains(sign)).unwrap_or(",")
}

/// Whether a byte is a sign that may follow another by mistake.
const fn is_sign(byte: &u8) -> bool {
    matches!(byte, b',' | b'.' | b';')
}

/// Where the first two signs in a row are.
fn pair_of_signs(bytes: &[u8]) -> Option<usize> {
    let pairs = bytes.iter().zip(bytes.get(1..)?);
    // Without a branch the compiler compares many bytes at once: hardly any note has such a pair.
    let any = pairs.clone().fold(false, |any, (sign, next)| any | (is_sign(sign) & is_sign(next)));
    if any { pairs.into_iter().position(|(sign, next)| is_sign(sign) && is_sign(next)) } else { None }
}

/// `?,”`, and a comma on the other side of the closing mark than elsewhere.
fn titles(doc: &Document<'_>, item: &Item, habit: NoteHabit, out: &mut Report) {
    let Some(title) = item.details.as_ref().and_then(|details| details.title) else { return };
    if title.form != TitleForm::Quoted {
        return;
    }
    let whole = doc.text(title.whole);
    let inside = whole.trim_end_matches(['”', '"', '’', '\'', '»']);
    if inside.ends_with("?,") || inside.ends_with("!,") {
        let at = title.whole.start + inside.len() as Offset - 1;
        let place = Span::new(at, at + 1);
        out.flag(Span::new(at - 1, title.whole.end), "Leave out the comma after “?” or “!”").fix(Fix::new(
            Safety::Safe,
            "Remove the comma",
            [Edit::delete(place)],
        ));
        return;
    }
    let behind = item.source.is_some_and(|source| source.start >= title.whole.end);
    if let Some((NoteOrder::TitleFirst, whose)) = habit.order
        && behind
        && inside.ends_with('.')
        && !inside.ends_with("..")
        // `“The Case of Orlan Inc.”, Dawn`: the point is the abbreviation's.
        && !doc.text.slice(title.whole.end as usize..).starts_with(',')
    {
        let at = title.whole.start + inside.len() as Offset - 1;
        let place = Span::new(at, at + 1);
        out.flag(place, [whose.says(), " a comma after the title"]).fix(Fix::replace(Safety::Safe, place, ","));
        return;
    }
    let Some((wanted, whose)) = habit.comma else { return };
    let Some(own) = comma(doc.text, item).filter(|own| *own != wanted) else { return };
    let close = Span::new(title.whole.start + inside.len() as Offset, title.whole.end);
    let mark = doc.text(close);
    if mark.is_empty() || inside.ends_with(['?', '!']) {
        return;
    }
    let (place, text, form) = match own {
        CommaPlace::Inside => (Span::new(close.start - 1, close.end), format!("{mark},"), "outside"),
        CommaPlace::Outside => (Span::new(close.start, close.end + 1), format!(",{mark}"), "inside"),
    };
    out.flag(place, [whose.says(), " the comma ", form, " the closing mark"]).fix(Fix::new(
        Safety::Safe,
        ["Move the comma ", form, " the closing mark"],
        [Edit::replace(place, text)],
    ));
}

/// `Reuters. May 5, 2018` when notes use commas.
fn stop_for_comma(doc: &Document<'_>, item: &Item, habit: NoteHabit, out: &mut Report) {
    let order = habit.order;
    let habit = matches!(order, Some((NoteOrder::TitleFirst | NoteOrder::OutletFirst, _)));
    // If a comma separates the title from the outlet, one also separates the outlet from the date.
    if !habit && (order.is_some() || comma(doc.text, item).is_none()) {
        return;
    }
    // Nearly every outlet has its comma.
    let behind = item.source.map_or(",", |source| doc.text.slice(source.end as usize..item.span.end as usize));
    if behind.trim_start_matches(['*', '_']).starts_with(',') {
        return;
    }
    let fields = item.fields();
    for (before, after) in fields.iter().zip(fields.iter().skip(1)) {
        let outlet = before.kind == FieldKind::Source && after.kind == FieldKind::Date;
        if !outlet || before.span.end > after.span.start {
            continue;
        }
        let gap = Span::new(before.span.end, after.span.start);
        if doc.text(gap).trim_matches(['*', '_']) == ". " {
            let at = before.span.end + doc.text(gap).find('.').unwrap_or(0) as Offset;
            let place = Span::new(at, at + 1);
            out.flag(place, "Put a comma between the outlet and its date").fix(Fix::replace(Safety::Safe, place, ","));
        }
    }
}

/// A semicolon at the end, and the final stop that the other notes have or lack.
fn end(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    let Some(note) = group.note.and_then(|note| doc.bulletin.notes.get(note as usize)) else { return };
    let body = doc.text(note.body).trim_end();
    if let Some(bare) = body.strip_suffix([';', ','])
        && !group.items.last().is_some_and(|item| item.kind() == ItemKind::Text)
    {
        let at = note.body.start + bare.len() as Offset;
        let place = Span::new(at, at + 1);
        let habit = doc.bulletin.note_habit(group.span.start);
        // In the place of the sign stands what the other notes end in.
        let ends_in_address = group.items.last().and_then(|item| item.link).is_some_and(|link| link.span.end >= at);
        let wanted = if ends_in_address { habit.stop_behind_address } else { habit.final_stop };
        let has_stop = bare.ends_with(['.', '?', '!']);
        let stop = wanted.is_some_and(|(wanted, _)| wanted == FinalStop::Always) && !has_stop;
        let flag = out.flag(place, ["Nothing comes after this “", doc.text(place), "”"]);
        if stop {
            flag.fix(Fix::replace(Safety::Safe, place, "."));
        } else {
            let title = ["Remove the “", doc.text(place), "”"];
            flag.fix(Fix::new(Safety::Safe, title, [Edit::delete(place)]));
        }
        return;
    }
    let Some((own, behind_address)) = final_stop(doc.text, group, note) else { return };
    let habit = doc.bulletin.note_habit(group.span.start);
    let wanted = if behind_address { habit.stop_behind_address } else { habit.final_stop };
    let Some((wanted, whose)) = wanted.filter(|(wanted, _)| own != (*wanted == FinalStop::Always)) else { return };
    let last = group.items.last().map_or(group.span, |item| item.span);
    match wanted {
        FinalStop::Always => {
            let at = note.body.start + body.len() as Offset;
            let word = doc
                .text(last)
                .char_indices()
                .next_back()
                .map_or(last, |(start, _)| Span::new(last.start + start as Offset, last.end));
            let place = Span::new(word.start.min(at), at);
            out.flag(place, [whose.says(), " a full stop at the end of a note"]).fix(Fix::insert(
                Safety::Safe,
                "Add a full stop",
                at,
                ".",
            ));
        }
        FinalStop::Never => {
            let at = note.body.start + body.len() as Offset - 1;
            let place = Span::new(at, at + 1);
            // The point in `Inc.` stays.
            if doc.text(place) == "."
                && !doc.text.slice(..at as usize).ends_with(|c: char| c.is_uppercase() || c == '.')
            {
                out.flag(place, [whose.says(), " no full stop at the end of a note"]).fix(Fix::new(
                    Safety::Safe,
                    "Remove the full stop",
                    [Edit::delete(place)],
                ));
            }
        }
    }
}

/// The end of the punctuation after a position.
fn behind_signs(text: &str, end: Offset) -> usize {
    let rest = text.slice(end as usize..);
    end as usize + rest.len() - rest.trim_start_matches([',', '.', ';']).len()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{NOTES, check, check_clean, check_fix};

    #[test]
    fn signs_that_no_note_has() {
        check(
            "note-punctuation",
            "A.[^1] B.[^2] C.[^3] D.[^4]

[^1]: “Quay Reopens,,” Al Jazeera, May 5, 2018.
                   ^^ “,,”: one sign is enough

[^2]: “Who Meets?,” Reuters, May 6, 2018..
                ^^^ Leave out the comma after “?” or “!”
                                        ^^ “..”: one sign is enough

[^3]: Ibid..
          ^^ “..”: one sign is enough

[^4]: “Boats Found,” Xinhua, May 7, 2018;
                                        ^ Nothing comes after this “;”
",
        );
    }

    #[test]
    fn against_the_others() {
        for (note, fixed) in [
            ("“Tunnels Closed”, Daily Nation, May 4, 2018.", "“Tunnels Closed,” Daily Nation, May 4, 2018."),
            ("“Tunnels Closed,” Daily Nation, May 4, 2018", "“Tunnels Closed,” Daily Nation, May 4, 2018."),
            ("“Tunnels Closed,” Daily Nation. May 4, 2018.", "“Tunnels Closed,” Daily Nation, May 4, 2018."),
            ("“Tunnels Closed,,” Daily Nation, May 4, 2018.", "“Tunnels Closed,” Daily Nation, May 4, 2018."),
            ("“Tunnels Closed,” Daily Nation, May 4, 2018..", "“Tunnels Closed,” Daily Nation, May 4, 2018."),
            ("“Tunnels Closed,” Daily Nation,; May 4, 2018.", "“Tunnels Closed,” Daily Nation, May 4, 2018."),
            ("“Tunnels Closed,” Acme Inc.,, May 4, 2018.", "“Tunnels Closed,” Acme Inc., May 4, 2018."),
            ("Ibid.., 4.", "Ibid., 4."),
            ("“Tunnels Closed?,” Daily Nation, May 4, 2018.", "“Tunnels Closed?” Daily Nation, May 4, 2018."),
        ] {
            check_fix("note-punctuation", &format!("{NOTES}{note}\n"), &format!("{NOTES}{fixed}\n"));
        }
    }

    #[test]
    fn forms_that_stand() {
        for note in [
            "“Wait ... What?” Daily Nation, May 4, 2018.",
            "“Tunnels Closed,” Daily Nation, May 4, 2018, 4:12 p.m.",
            "“Tunnels Closed,” Acme Inc., May 4, 2018.",
            "“Tunnels Closed,” Daily Nation, May 4, 2018, pp. 3..5.",
            "“Tunnels Closed,” see ../notes/a.md, Daily Nation, May 4, 2018.",
            "Ibid., 4.",
            "The bridge is older.",
            "“Tunnels Closed,” Daily Nation, May 4, 2018, https://www.nation.co.ke/a,,b..c",
        ] {
            check_clean("note-punctuation", &format!("{NOTES}{note}\n"));
        }
        check_clean(
            "note-punctuation",
            "A.[^1] B.[^2]\n\n[^1]: “Quay Reopens”, Al Jazeera, May 5, 2018\n\n[^2]: “Bakers Meet,” Reuters, May 6, 2018.\n",
        );
    }
}
