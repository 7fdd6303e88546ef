//! A word that the house style discourages.

use crate::config::{Discouraged, Level};
use crate::gazetteer::spelling::{is_title_or_adverb, opens_sentences};
use crate::markdown::{BlockKind, Run, RunStyle};
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};
use crate::text::{Edit, Slice, Span, capitalised, covering};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "discouraged-term",
    family: Family::Terms,
    summary: "a term from the house’s list of words to avoid",
    page: include_str!("../../../docs/rules/discouraged-term.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for term in doc.settings.discouraged.iter() {
        for found in term.find_in(doc.text) {
            let span = Span::at(found);
            let found = span.of(doc.text);
            if !is_prose(doc, span)
                || doc.bulletin.is_quoted(span)
                || doc.is_spoken(span)
                || is_cited(doc, span)
                || is_named(doc, span)
                || is_in_a_proper_name(doc, span)
            {
                continue;
            }
            // Whether to use the house style's word here is one decision.
            let flag = out.flag(span, message(term, found)).in_group(Group::of_document(found.to_lowercase()));
            term.instead.iter().fold(flag, |flag, instead| {
                let instead = in_case_of(found, instead);
                let title = format!("Write “{instead}”");
                let edits = article(doc, span, &instead).into_iter().chain([Edit::replace(span, instead)]);
                flag.fix(Fix::new(Safety::Review, title, edits.collect::<Vec<_>>()))
            });
        }
    }
}

/// Whether a span is in the words that a reader sees, and within one run of them or across adjacent ones.
fn is_prose(doc: &Document<'_>, span: Span) -> bool {
    let runs = &doc.markdown.runs;
    let run = |offset: u32| -> Option<&Run> {
        let next = runs.partition_point(|run| run.span.start <= offset);
        runs[..next].last().filter(|run| run.span.covers(offset))
    };
    run(span.start).is_some()
        && run(span.end.saturating_sub(1)).is_some()
        && covering(&doc.markdown.comments, span.start).is_none()
}

/// Whether a span is in a heading, the title of a work, or the name of a known actor.
fn is_named(doc: &Document<'_>, span: Span) -> bool {
    let blocks = &doc.markdown.blocks;
    let next = blocks.partition_point(|block| block.span.start <= span.start);
    let heading = blocks[..next]
        .iter()
        .rev()
        .take(8)
        .any(|block| block.span.covers(span.start) && matches!(block.kind, BlockKind::Heading(_)));
    let mentions = &doc.bulletin.mentions;
    let next = mentions.partition_point(|mention| mention.span.end <= span.start);
    heading
        || is_in_a_title(doc, span)
        || mentions.get(next).is_some_and(|mention| mention.span.overlaps(span) && mention.span != span)
}

/// Whether a span is in emphasis that starts with a capital and contains others: `*Moslem World*`.
fn is_in_a_title(doc: &Document<'_>, span: Span) -> bool {
    let runs = &doc.markdown.runs;
    let next = runs.partition_point(|run| run.span.start <= span.start);
    let Some(run) = runs[..next].last().filter(|run| run.style.has(RunStyle::EMPHASIS)) else { return false };
    let written = doc.text(run.span);
    let capitals = written.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    written.starts_with(char::is_uppercase) && capitals >= 2
}

/// Whether the term is part of a proper name: it has capitals, and so does a word next to it (`Terror Group Watch`,
/// `the Popular Front`).
fn is_in_a_proper_name(doc: &Document<'_>, span: Span) -> bool {
    let found = doc.text(span);
    if !found.starts_with(char::is_uppercase) || found.chars().nth(1).is_some_and(char::is_uppercase) {
        return false;
    }
    // `Terror Group` is a name, or was written as one.
    let later = found.split([' ', '-']).skip(1).any(|word| word.starts_with(char::is_uppercase));
    let before = doc.text.slice(..span.start as usize);
    let word =
        before.strip_suffix(' ').and_then(|before| before.rsplit(char::is_whitespace).next()).unwrap_or_default();
    // A capital at the start of the sentence proves nothing: `The Front`.
    let opens = is_title_or_adverb(word) || opens_sentences(word) || word.ends_with(['.', ':', '!', '?', ',', ';']);
    let named =
        !opens && word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(|c| !c.is_uppercase());
    let after = doc.text.slice(span.end as usize..).strip_prefix(' ').unwrap_or_default();
    let mut letters = after.chars();
    let goes_on = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    named || goes_on || later
}

fn is_cited(doc: &Document<'_>, span: Span) -> bool {
    let citations = &doc.bulletin.citations;
    let next = citations.partition_point(|citation| citation.span.start <= span.start);
    citations[..next].last().is_some_and(|citation| citation.span.covers(span.start))
}

fn message(term: &Discouraged, found: &str) -> String {
    let mut message = match &*term.instead {
        [] => format!("The house avoids “{found}”"),
        all => {
            let all: Vec<String> = all.iter().map(|instead| format!("“{instead}”")).collect();
            format!("The house avoids “{found}”: write {}", all.join(" or "))
        }
    };
    if let Some(note) = &term.note {
        message.push_str(&format!(" ({note})"));
    }
    message
}

/// `a terror group` → `an armed group`: the edit of the article before a term, if it is certain.
fn article(doc: &Document<'_>, span: Span, instead: &str) -> Option<Edit> {
    let before = doc.text.slice(..span.start as usize).trim_end();
    let gap = doc.text.slice(before.len()..span.start as usize);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let wanted = match instead.chars().next()?.to_ascii_lowercase() {
        'a' | 'e' | 'i' | 'o' => "an",
        // `a unit`, `an uprising`, `an hour`; for other letters, only a name spelled out letter by letter takes “an”.
        c if c.is_ascii_alphabetic()
            && !matches!(c, 'u' | 'h')
            && !instead.slice(1..).starts_with(char::is_uppercase) =>
        {
            "a"
        }
        _ => return None,
    };
    if gap.is_empty() || word.eq_ignore_ascii_case(wanted) || !matches!(word, "a" | "an" | "A" | "An") {
        return None;
    }
    let written = if word.starts_with('A') { format!("A{}", wanted.slice(1..)) } else { wanted.to_owned() };
    Some(Edit::replace(Span::at(before.len() - word.len()..before.len()), written))
}

/// `armed group` in place of `Terror group` becomes `Armed group`.
fn in_case_of(found: &str, instead: &str) -> String {
    let capital = found.starts_with(char::is_uppercase) && found.chars().nth(1).is_some_and(char::is_lowercase);
    let all = found.chars().filter(|c| c.is_alphabetic()).count() > 4 && !found.chars().any(char::is_lowercase);
    if all {
        return instead.to_uppercase();
    }
    if capital { capitalised(instead) } else { instead.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Settings};
    use crate::rules::testing::{check_with, settings};

    const RULE: &str = "discouraged-term";

    fn house(list: &str) -> Settings {
        let (config, problems) = Config::parse(&format!("[terms]\ndiscouraged = [{list}]\n"));
        assert_eq!(problems, []);
        Settings { discouraged: config.settings("a.md").discouraged, ..settings(RULE) }
    }

    #[test]
    fn the_list_is_the_house_s_own() {
        check_with(
            RULE,
            "\
A terror group fired. Terror
groups and ISIS left.
           ^^^^ The house avoids “ISIS” (say who calls it that)
",
            &house("{ term = 'ISIS', note = 'say who calls it that' }"),
        );
        check_with(
            RULE,
            "\
A terror group fired; neutralized.
  ^^^^^^^^^^^^ The house avoids “terror group”: write “armed group” or “militants”
                      ^^^^^^^^^^^ The house avoids “neutralized”: write “killed”
",
            &house(
                "{ term = 'terror group', use = ['armed group', 'militants'] }, { pattern = 'neutrali[sz]ed', use = 'killed' }",
            ),
        );
    }

    #[test]
    fn articles_follow() {
        let house = house("{ term = 'terror group', use = 'armed group' }, { term = 'outfit', use = 'group' }");
        for (before, after) in [
            ("A terror group fired on a terror group.", "An armed group fired on an armed group."),
            ("He led an outfit and the outfit.", "He led a group and the group."),
            ("He led a *terror group*.", "He led a *armed group*."),
            ("Vitamin A, terror group", "Vitamin A, armed group"),
        ] {
            let wanted = crate::fix::Wanted { review: true, rules: vec![RULE.to_owned()] };
            let fixed = crate::fix::fix(
                crate::check::Draft {
                    path: "a.md",
                    text: before,
                    settings: &house,
                    gazetteer: &crate::gazetteer::Gazetteer::shipped(),
                },
                &wanted,
            );
            assert_eq!(fixed.text, after);
        }
    }

    #[test]
    fn speakers_keep_their_words() {
        check_with(
            RULE,
            "\
“A terror group came,” he said of the terror group; \"no terror group.\" It was a ‘terror group’.
                                      ^^^^^^^^^^^^ The house avoids “terror group”

> A terror group came.
>
> - A terror group came.

[28:41] a terror group came

“The men came at night. The terror group

left at dawn.”
",
            &house("{ term = 'terror group' }"),
        );
    }

    #[test]
    fn names_headings_and_titles_keep_their_words() {
        check_with(
            RULE,
            "\
# The Terror Group Report

Terror Group Watch and the Moslem Brotherhood met the Popular Front and the al-Nusra Front. In *Moslem World* he says so.

A Moslem village; Moslems; Moslem men; the front fell. Moslem villages burned. The Front fell.
  ^^^^^^ The house avoids “Moslem”: write “Muslim”
                           ^^^^^^ The house avoids “Moslem”: write “Muslim”
                                           ^^^^^ The house avoids “front”: write “party”
                                                       ^^^^^^ The house avoids “Moslem”: write “Muslim”
                                                                                   ^^^^^ The house avoids “Front”: write “party”
",
            &house(
                "{ term = 'terror group' }, { term = 'Moslem', use = 'Muslim' }, { term = 'front', use = 'party' }",
            ),
        );
    }

    #[test]
    fn capitals_are_answered_in_capitals() {
        let house = house("{ pattern = '(?i)neutrali[sz]ed', use = 'killed' }");
        let wanted = crate::fix::Wanted { review: true, rules: vec![RULE.to_owned()] };
        let fixed = crate::fix::fix(
            crate::check::Draft {
                path: "a.md",
                text: "NEUTRALISED, they said. Neutralized.",
                settings: &house,
                gazetteer: &crate::gazetteer::Gazetteer::shipped(),
            },
            &wanted,
        );
        assert_eq!(fixed.text, "KILLED, they said. Killed.");
    }

    #[test]
    fn quotations_citations_and_addresses_keep_their_words() {
        check_with(
            RULE,
            "He left (Terror Group, May 9; Dawn, May 10). [See](https://example.net/terror-group \"terror group\") `terror group`\n\n<!-- terror group -->\n",
            &house("{ term = 'terror group' }, { term = 'terror-group' }"),
        );
    }
}
