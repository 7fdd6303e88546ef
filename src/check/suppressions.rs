//! Hides the findings that suppression comments cover, and judges the comments themselves: the rules `unused-suppression`,
//! `malformed-suppression` and `unknown-rule`.

mod removal;

use super::rule_names::{near, unknown_rule};
use crate::bulletin::Suppression;
use crate::bulletin::suppression::{Malformed, SuppressionFault, SuppressionKind};
use crate::rules::{self, Diagnostic, Document, Family, Fix, Report, Rule, Safety, tool};
use crate::text::{Offset, Span, Spanned, capitalised};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// What a name in a comment refers to.
#[derive(Clone, Copy)]
enum Named {
    /// A rule that is on.
    On(&'static Rule),
    /// The rule is off, so whether this name is needed is unknown.
    Off,
    /// No rule has this name.
    Unknown,
}

/// A name in a comment: the index of its suppression, and its index among the names there; 0 if there are none.
type Place = (usize, usize);

/// The suppression comments of a document, and which of them hide something.
pub(super) struct Suppressor<'a> {
    doc: &'a Document<'a>,
    named: Vec<Vec<Named>>,
    cover: Cover,
    used: Vec<Vec<bool>>,
}

impl<'a> Suppressor<'a> {
    pub(super) fn new(doc: &'a Document<'a>) -> Suppressor<'a> {
        let suppressions = &doc.bulletin.suppressions;
        let named: Vec<Vec<Named>> =
            suppressions.iter().map(|s| s.rules.iter().map(|rule| meant(doc, rule)).collect()).collect();
        let used = named.iter().map(|names| vec![false; names.len().max(1)]).collect();
        Suppressor { doc, cover: Cover::new(suppressions, &named), named, used }
    }

    /// The comment that hides a finding, if any; it is marked as used.
    pub(super) fn hidden_by(&mut self, finding: &Diagnostic) -> Option<&'a Suppression> {
        let by = self.cover.by_name(finding.rule, finding.span).or_else(|| self.cover.nameless(finding.span));
        let (index, name) = by?;
        self.used[index][name] = true;
        self.doc.bulletin.suppressions.get(index)
    }

    /// Findings about the comments themselves; must be called last. Only comments that name their rules hide them.
    pub(super) fn judge(self) -> Vec<Diagnostic> {
        if self.named.is_empty() && self.doc.bulletin.malformed_suppressions.is_empty() {
            return Vec::new();
        }
        let mut own = judge(self.doc, &self.named, &self.used);
        own.retain(|finding| self.cover.by_name(finding.rule, finding.span).is_none());
        own
    }
}

fn meant(doc: &Document<'_>, name: &Spanned<CompactString>) -> Named {
    match rules::all().iter().find(|rule| Suppression::means(&name.value, rule.name)) {
        Some(rule) if rule.level_under(doc.settings).is_some() => Named::On(rule),
        Some(_) => Named::Off,
        None => Named::Unknown,
    }
}

/// Covered ranges by their start, each with the farthest-reaching range up to that point.
type Covered = Vec<(Offset, Farthest)>;

/// All covered ranges.
#[derive(Default)]
struct Cover {
    /// By rule, for comments that name rules; few rules are named in one text.
    by_name: Vec<(&'static Rule, Covered)>,
    /// For comments that name no rule.
    nameless: Covered,
}

#[derive(Clone, Copy)]
struct Farthest {
    end: Offset,
    place: Place,
}

impl Cover {
    fn new(suppressions: &[Suppression], named: &[Vec<Named>]) -> Cover {
        let mut cover = Cover::default();
        for (index, suppression) in suppressions.iter().enumerate().filter(|(_, s)| s.kind != SuppressionKind::End) {
            let Span { start, end } = suppression.scope;
            if named[index].is_empty() {
                cover.nameless.push((start, Farthest { end, place: (index, 0) }));
            }
            for (name, named) in named[index].iter().enumerate() {
                if let Named::On(rule) = named {
                    cover.named(rule).push((start, Farthest { end, place: (index, name) }));
                }
            }
        }
        for list in cover.by_name.iter_mut().map(|(_, list)| list).chain([&mut cover.nameless]) {
            list.sort_by_key(|(start, _)| *start);
            for index in 1..list.len() {
                if list[index - 1].1.end >= list[index].1.end {
                    list[index].1 = list[index - 1].1;
                }
            }
        }
        cover
    }

    /// The ranges of comments that name `rule`.
    fn named(&mut self, rule: &'static Rule) -> &mut Covered {
        let known = self.by_name.iter().position(|(named, _)| std::ptr::eq(*named, rule));
        let at = known.unwrap_or_else(|| {
            self.by_name.push((rule, Covered::new()));
            self.by_name.len() - 1
        });
        &mut self.by_name[at].1
    }

    /// A suppression that names `rule` and covers part of `span`.
    fn by_name(&self, rule: &'static Rule, span: Span) -> Option<Place> {
        let (_, covered) = self.by_name.iter().find(|(named, _)| std::ptr::eq(*named, rule))?;
        covering(covered, span)
    }

    /// A suppression that names no rule and covers part of `span`.
    fn nameless(&self, span: Span) -> Option<Place> {
        covering(&self.nameless, span)
    }
}

fn covering(list: &Covered, span: Span) -> Option<Place> {
    let next = list.partition_point(|(start, _)| *start <= span.end);
    let (_, farthest) = list[..next].last()?;
    (farthest.end >= span.start).then_some(farthest.place)
}

/// Findings about the comments themselves.
fn judge(doc: &Document<'_>, named: &[Vec<Named>], used: &[Vec<bool>]) -> Vec<Diagnostic> {
    let suppressions = &doc.bulletin.suppressions;
    let (unused, unknown) = (&tool::UNUSED_SUPPRESSION, &tool::UNKNOWN_RULE);
    let mut report = Report::default();
    judge_form(doc, &mut report);
    if let Some(level) = unknown.level_under(doc.settings) {
        report.begin_rule(unknown, level);
        let names = suppressions.iter().zip(named).flat_map(|(s, named)| s.rules.iter().zip(named));
        let unknown = names.filter(|(_, named)| matches!(named, Named::Unknown)).map(|(name, _)| name);
        for (index, name) in unknown.enumerate() {
            if index < SUGGESTIONS {
                let fix = near(&name.value).map(|near| Fix::replace(Safety::Review, name.span, near));
                report.flag(name.span, capitalised(&unknown_rule(&name.value))).maybe_fix(fix);
            } else {
                report.flag(name.span, ["No rule is named “", &name.value, "”; `copydesk rules` lists them all"]);
            }
        }
    }
    let Some(level) = unused.level_under(doc.settings) else { return report.into_diagnostics() };
    report.begin_rule(unused, level);
    let ends = Ends::new(suppressions);
    // A start that ends in several places is several consecutive suppressions.
    let mut from = 0;
    while from < suppressions.len() {
        let comment = suppressions[from].comment;
        let len = suppressions[from..].iter().take_while(|other| other.comment == comment).count();
        let parts = from..from + len;
        judge_one(doc, &ends, &suppressions[parts.clone()], &named[parts.clone()], &used[parts], &mut report);
        from += len;
    }
    report.into_diagnostics()
}

/// How many unknown names get a suggestion: each is compared with the names of all rules.
const SUGGESTIONS: usize = 100;

/// Findings of `malformed-suppression`.
fn judge_form(doc: &Document<'_>, report: &mut Report) {
    let malformed = &tool::MALFORMED_SUPPRESSION;
    let Some(level) = malformed.level_under(doc.settings) else { return };
    report.begin_rule(malformed, level);
    for &Malformed { span, fault } in &doc.bulletin.malformed_suppressions {
        match fault {
            SuppressionFault::Unclosed => {
                report.flag(span, "This comment is not closed and hides nothing: write `-->` at its end")
            }
            SuppressionFault::Endless => report.flag(
                span,
                "This comment hides the rest of the text: write `<!-- copydesk-ignore-end -->` where it should end",
            ),
            SuppressionFault::EndlessRule => report.flag(
                span,
                [
                    "“",
                    doc.text(span),
                    "” is hidden in the rest of the text: name it in a `copydesk-ignore-end` comment",
                ],
            ),
            SuppressionFault::UnknownWord => {
                let meant = meant_word(doc.text(span));
                let meant = meant.map(|word| ["; did you mean “", word, "”?"].concat()).unwrap_or_default();
                report.flag(span, ["“", doc.text(span), "” is not a comment that copydesk knows", &meant])
            }
        };
    }
}

/// The directive that a misspelled word probably means.
fn meant_word(written: &str) -> Option<&'static str> {
    const WORDS: [&str; 4] =
        ["copydesk-ignore", "copydesk-ignore-start", "copydesk-ignore-end", "copydesk-ignore-file"];
    const SLIPS: usize = 3;
    let longest = WORDS.map(str::len).into_iter().max().unwrap_or_default() + SLIPS;
    let written = (written.len() <= longest).then(|| written.to_ascii_lowercase().replace('_', "-"))?;
    let (slips, word) = WORDS.iter().map(|word| (strsim::osa_distance(&written, word), *word)).min()?;
    (slips <= SLIPS).then_some(word)
}

/// Findings about whether one comment, given as its suppressions, is used.
fn judge_one(
    doc: &Document<'_>,
    ends: &Ends,
    parts: &[Suppression],
    named: &[Vec<Named>],
    used: &[Vec<bool>],
    report: &mut Report,
) {
    let comment = parts[0].comment;
    // One fault, one finding: a malformed comment must be fixed first.
    let malformed = &doc.bulletin.malformed_suppressions;
    let next = malformed.partition_point(|malformed| malformed.span.start < comment.start);
    if malformed.get(next).is_some_and(|malformed| malformed.span.start < comment.end) {
        return;
    }
    if parts[0].kind == SuppressionKind::End {
        if !ends.closes(comment) {
            report.flag(comment, "This comment ends nothing").maybe_fix(removal::comments(doc.text, comment, &[]));
        }
        return;
    }
    let mut idle: Vec<&Spanned<CompactString>> = Vec::new();
    let (mut needed, mut nameless) = (0, false);
    for ((part, named), used) in parts.iter().zip(named).zip(used) {
        nameless |= named.is_empty() && !used[0];
        for ((name, named), used) in part.rules.iter().zip(named).zip(used) {
            if matches!(named, Named::On(rule) if !used && rule.family != Family::Tool) {
                idle.push(name);
            } else {
                needed += 1;
            }
        }
    }
    if needed == 0 && (nameless || !idle.is_empty()) {
        let ends = ends.only_of(&doc.bulletin.suppressions, parts);
        report.flag(comment, "This comment hides nothing").maybe_fix(removal::comments(doc.text, comment, &ends));
        return;
    }
    for name in idle {
        let message = format!("There is no “{}” finding here to hide", name.value);
        report.flag(name.span, message).fix(removal::name(doc.text, name.span));
    }
}

/// The starts that each end comment closes: by the end's offset, how many, and one of them.
struct Ends(FxHashMap<Offset, (usize, Span)>);

impl Ends {
    fn new(suppressions: &[Suppression]) -> Ends {
        let mut ends: FxHashMap<Offset, (usize, Span)> = FxHashMap::default();
        for start in suppressions.iter().filter(|other| other.kind == SuppressionKind::Start) {
            let (count, last) = ends.entry(start.scope.end).or_insert((0, Span::default()));
            *count += usize::from(*last != start.comment);
            *last = start.comment;
        }
        Ends(ends)
    }

    fn closes(&self, end: Span) -> bool {
        self.0.contains_key(&end.start)
    }

    /// The end comments that close only this start, in text order: its rules may end at different ones.
    fn only_of(&self, suppressions: &[Suppression], parts: &[Suppression]) -> Vec<Span> {
        let starts = parts.iter().filter(|part| part.kind == SuppressionKind::Start);
        let alone = starts.filter(|part| self.0.get(&part.scope.end).is_some_and(|(count, _)| *count == 1));
        let end = |at: Offset| {
            let index = suppressions.binary_search_by_key(&at, |other| other.comment.start).ok()?;
            Some(suppressions[index].comment)
        };
        let mut ends: Vec<Span> = alone.filter_map(|part| end(part.scope.end)).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, check};
    use crate::config::{Level, Settings};
    use crate::fix::{Wanted, fix};
    use crate::gazetteer::Gazetteer;
    use crate::rules::Diagnostic;
    use crate::text::LineIndex;

    /// `Guards fled (Reuters, May 2018).` has one fault, which only `incomplete-citation-date` reports.
    fn settings() -> Settings {
        Settings {
            date: Some(jiff::civil::date(2018, 10, 10)),
            rules: [("uncited-paragraph".to_owned(), None)].into(),
            ..Settings::default()
        }
    }

    fn found(text: &str) -> Vec<Diagnostic> {
        check(Draft { path: "draft.md", text, settings: &settings(), gazetteer: &Gazetteer::shipped() }).diagnostics
    }

    /// Rules and lines, counted from 1.
    fn lines(text: &str) -> Vec<(&'static str, u32)> {
        let index = LineIndex::new(text);
        found(text).iter().map(|d| (d.rule.name, index.line_of(d.span.start) + 1)).collect()
    }

    const FAULT: &str = "Guards fled (Reuters, May 2018).";

    #[test]
    fn comments_hide_what_they_cover() {
        assert_eq!(lines(FAULT), [("incomplete-citation-date", 1)]);
        let hidden = [
            format!("<!-- copydesk-ignore incomplete-citation-date: so printed -->\n{FAULT}"),
            format!("{FAULT} <!-- copydesk-ignore Incomplete_Citation_Date -->"),
            format!("<!-- copydesk-ignore -->\n{FAULT}"),
            format!("<!-- copydesk-ignore-start -->\n\n{FAULT}\n\n<!-- copydesk-ignore-end -->"),
            format!("{FAULT}\n\n{FAULT}\n\n<!-- copydesk-ignore-file incomplete-citation-date -->"),
        ];
        for text in &hidden {
            assert_eq!(lines(text), [], "{text}");
        }
        assert_eq!(
            lines(&format!("<!-- copydesk-ignore incomplete-citation-date -->\n{FAULT}\n\n{FAULT}")),
            [("incomplete-citation-date", 4)]
        );
        assert_eq!(
            lines(&format!("<!-- copydesk-ignore-start -->\n\n{FAULT}\n\n<!-- copydesk-ignore-end -->\n\n{FAULT}")),
            [("incomplete-citation-date", 7)]
        );
    }

    #[test]
    fn idle_comments_are_found() {
        assert_eq!(lines("<!-- copydesk-ignore undated-citation -->\nWords."), [("unused-suppression", 1)]);
        assert_eq!(lines("<!-- copydesk-ignore -->\nWords."), [("unused-suppression", 1)]);
        assert_eq!(lines("Words.\n\n<!-- copydesk-ignore-end -->\n"), [("unused-suppression", 3)]);
        // Only the first of two that cover the same text is needed.
        let two = format!(
            "<!-- copydesk-ignore-file incomplete-citation-date -->\n\n<!-- copydesk-ignore incomplete-citation-date -->\n{FAULT}"
        );
        assert_eq!(lines(&two), [("unused-suppression", 3)]);
        // A rule that is off finds nothing to hide, which is not the comment's fault.
        assert_eq!(lines("<!-- copydesk-ignore uncited-paragraph -->\nWords."), []);
        // A finding of this rule is hidden only by name.
        assert_eq!(lines("<!-- copydesk-ignore-file unused-suppression -->\n\n<!-- copydesk-ignore -->\nWords."), []);
    }

    #[test]
    fn unknown_names_are_found_and_hide_nothing() {
        let text = format!("<!-- copydesk-ignore incomplete-citation-dat -->\n{FAULT}");
        assert_eq!(lines(&text), [("unknown-rule", 1), ("incomplete-citation-date", 2)]);
        let found = found(&text);
        assert_eq!((found[0].level, found[0].span.of(&text)), (Level::Error, "incomplete-citation-dat"));
        assert_eq!(
            found[0].message,
            "No rule is named “incomplete-citation-dat”; did you mean “incomplete-citation-date”?"
        );
    }

    /// The messages about malformed comments, by place.
    fn malformed(text: &str) -> Vec<(&str, String)> {
        let of_form = found(text).into_iter().filter(|d| d.rule.name == "malformed-suppression");
        let of_form = of_form.map(|d| {
            assert!(d.level == Level::Error && d.fixes.is_empty(), "{d:?}");
            (d.span.of(text), d.message.into_owned())
        });
        of_form.collect()
    }

    #[test]
    fn unclosed_comments_are_found_and_nothing_is_hidden_or_removed() {
        let open = "<!-- copydesk-ignore incomplete-citation-date";
        for text in [
            format!("{open}\n\n{FAULT}\n\nMore of it.\n"),
            format!("{open}\r\n{FAULT}\r\n"),
            format!("One.\n\n{open}"),
            format!("One.\n\n> {open}\n> two\n\n{FAULT}\n"),
            format!("- one\n\n  {open}\n\n- two\n"),
            format!("<div>\n{open}\n</div>\n\n{FAULT}\n"),
            // In the middle of prose Markdown does not recognize it as a comment.
            format!("{FAULT} {open}\n"),
            format!("# Head {open}\n\n{FAULT}\n"),
            format!("| a | b |\n|---|---|\n| c | d {open} |\n"),
            // Another comment, an arrow or half a mark does not close it.
            format!("{open}\n\n{FAULT}\n\n<!-- copydesk-ignore unnamed-source: why -->\nTwo.\n"),
            format!("{FAULT} {open}\ntwo <!-- three --> four\n"),
            format!("{open}\n{FAULT}\n\n<!-- a remark -->\n"),
            format!("{open} --\u{200b}>\n\n{FAULT}\n"),
            format!("{open} ->\n\n{FAULT}\n"),
            // Whatever it was meant to hide.
            "<!-- copydesk-ignore\n\nOne.\n".to_owned(),
            "<!-- copydesk-ignore-file\n\nOne.\n".to_owned(),
            "<!-- copydesk-ignore-start undated-citation\n\nOne.\n".to_owned(),
            "<!-- copydesk-ignore-end\n\nOne.\n".to_owned(),
            "<!-- copydesk-ignroe undated-citation\n\nOne.\n".to_owned(),
        ] {
            let said = malformed(&text);
            assert_eq!(said.len(), 1, "{text:?}: {said:?}");
            assert!(said[0].0.starts_with("<!-- copydesk-ig") && !said[0].0.contains(['\n', '\r']), "{said:?}");
            assert!(said[0].1.contains("`-->`"), "{said:?}");
            let suppressing = ["unused-suppression", "unknown-rule"];
            assert!(found(&text).iter().all(|d| !suppressing.contains(&d.rule.name)), "{text:?}: {:?}", lines(&text));
            for review in [false, true] {
                let wanted = Wanted { review, rules: Vec::new() };
                assert_eq!(fixed(&text, &wanted), text, "review {review}");
            }
        }
        // Each unclosed comment is reported, and a closed one is not.
        let text = format!("{open}\n{open}\n<!-- copydesk-ignore-file -->\n");
        assert_eq!(malformed(&text).len(), 2);
        // What it was meant to hide is reported.
        assert_eq!(
            lines(&format!("{FAULT} {open}\n")),
            [("incomplete-citation-date", 1), ("malformed-suppression", 1)]
        );
        for fine in [
            format!("{open} -->\n{FAULT}\n"),
            format!("{open}:\nso\nprinted -->\n{FAULT}\n"),
            format!("`{open}`\n"),
            format!("```\n{open}\n```\n"),
            format!("    {open}\n"),
            format!("---\ntitle: x {open}\n---\n\nOne.\n"),
            "One \\<!-- copydesk-ignore\n".to_owned(),
            "<!-- a remark\n\nOne.\n".to_owned(),
            "<!-- copydesk: look at this\n\nOne.\n".to_owned(),
            "One <!-- copydeskers-ignore\n".to_owned(),
        ] {
            assert_eq!(malformed(&fine), [], "{fine:?}");
        }
    }

    #[test]
    fn starts_have_ends() {
        let start = "<!-- copydesk-ignore-start incomplete-citation-date, undated-citation: old -->";
        // The fault is hidden to the end of the text, and the comment is reported as unclosed.
        assert_eq!(lines(&format!("{start}\n\n{FAULT}\n")), [("malformed-suppression", 1)]);
        assert_eq!(malformed(&format!("{start}\n\n{FAULT}\n"))[0].0, start);
        let half = format!("{start}\n\n{FAULT}\n\n<!-- copydesk-ignore-end incomplete-citation-date -->\n");
        assert_eq!(malformed(&half)[0].0, "undated-citation");
        assert_eq!(lines(&half), [("malformed-suppression", 1)]);
        assert_eq!(malformed("<!-- copydesk-disable-begin -->\n\nOne.\n").len(), 1);
        assert_eq!(malformed("One.\n\n<!-- copydesk-ignore-start -->").len(), 1);
        let ended = format!("<!-- copydesk-ignore-start -->\n\n{FAULT}\n\n<!-- copydesk-ignore-end -->");
        assert_eq!(lines(&ended), []);
    }

    #[test]
    fn a_start_goes_with_all_its_ends() {
        // The rules of a start end in another order than it names them.
        let text = "<!-- copydesk-ignore-start undated-citation, doubled-word -->\n\nOne.\n\n\
            <!-- copydesk-ignore-end doubled-word -->\n<!-- copydesk-ignore-end -->\n";
        for text in [
            text,
            &text.replace("end doubled", "end undated-citation, doubled"),
            &text.replace("end doubled-word", "end undated-citation"),
        ] {
            mended(text, "One.\n\n");
            let found = found(text);
            let fixes = found.iter().flat_map(|one| &one.fixes);
            assert!(fixes.into_iter().all(|fix| fix.edits.is_sorted()), "{text}");
        }
    }

    #[test]
    fn unknown_words_are_found() {
        for (word, meant) in [
            ("copydesk-ignroe", Some("copydesk-ignore")),
            ("copydesk-ignored", Some("copydesk-ignore")),
            ("Copydesk_Ignore_Strat", Some("copydesk-ignore-start")),
            ("copydesk-ignore-stop", Some("copydesk-ignore-start")),
            ("copydesk-explain", None),
            ("copydesk-ignoré", Some("copydesk-ignore")),
        ] {
            let text = format!("<!-- {word} incomplete-citation-date: so printed -->\n{FAULT}");
            let said = malformed(&text);
            assert_eq!((said.len(), said[0].0), (1, word));
            assert_eq!(meant.is_some(), said[0].1.contains("did you mean"), "{said:?}");
            assert!(meant.is_none_or(|meant| said[0].1.contains(&format!("“{meant}”"))), "{said:?}");
            assert_eq!(lines(&text), [("malformed-suppression", 1), ("incomplete-citation-date", 2)]);
        }
        for fine in ["copydesk", "copydesk: see above", "copydesk is a tool", "see copydesk-ignroe", "copydesk: Ignore"]
        {
            assert_eq!(malformed(&format!("<!-- {fine} -->\nOne.")), [], "{fine}");
        }
        // It is hidden by name, as others are.
        let hidden = "<!-- copydesk-ignore-file malformed-suppression -->\n\n<!-- copydesk-explain -->\nOne.";
        assert_eq!(lines(hidden), []);
    }

    #[test]
    fn a_comment_of_several_paragraphs_is_left_to_a_person() {
        for text in [
            "<!-- copydesk-ignore undated-citation: a\n\nb -->\n\nOne.\n",
            "<!-- copydesk-ignore undated-citation: a\r\n\t\r\nb -->\r\n\r\nOne.\r\n",
            "> <!-- copydesk-ignore undated-citation: a\n> \n> b -->\n>\n> One.\n",
        ] {
            assert_eq!(lines(text), [("unused-suppression", 1)], "{text:?}");
            mended(text, text);
        }
    }

    #[test]
    fn only_the_first_unknown_names_are_compared_with_rules() {
        let names: Vec<String> = (0..300).map(|number| format!("undated-citatio{number}")).collect();
        let found = found(&format!("<!-- copydesk-ignore {} -->\n{FAULT}", names.join(", ")));
        let unknown: Vec<_> = found.iter().filter(|d| d.rule.name == "unknown-rule").collect();
        assert_eq!(unknown.len(), 300);
        let suggested = unknown.iter().filter(|d| d.message.contains("did you mean") && !d.fixes.is_empty()).count();
        assert_eq!(suggested, super::SUGGESTIONS);
        assert!(unknown.iter().all(|d| d.message.contains("No rule is named")));
    }

    fn fixed(text: &str, wanted: &Wanted) -> String {
        let (settings, gazetteer) = (settings(), Gazetteer::shipped());
        fix(Draft { path: "draft.md", text, settings: &settings, gazetteer: &gazetteer }, wanted).text
    }

    #[track_caller]
    fn mended(text: &str, expected: &str) {
        let wanted = Wanted { review: true, rules: vec!["unused-suppression".into(), "unknown-rule".into()] };
        assert_eq!(fixed(text, &wanted), expected);
    }

    #[test]
    fn idle_comments_go_with_their_line() {
        let c = "<!-- copydesk-ignore undated-citation -->";
        mended(&format!("One.\n\n{c}\nTwo."), "One.\n\nTwo.");
        mended(&format!("One.\r\n\r\n{c}\r\n\r\nTwo."), "One.\r\n\r\nTwo.");
        mended(&format!("One.\n{c}\nTwo."), "One.\n\nTwo.");
        mended(&format!("One. {c}\nTwo."), "One.\nTwo.");
        mended(&format!("One {c} two."), "One  two.");
        mended(&format!("{c}\nTwo."), "Two.");
        mended(&format!("One.\n\n{c}"), "One.\n\n");
        mended(
            "One.\n\n<!-- copydesk-ignore-start -->\n\nTwo.\n\n<!-- copydesk-ignore-end -->\n\nThree.\n",
            "One.\n\nTwo.\n\nThree.\n",
        );
    }

    #[test]
    fn idle_names_go_and_the_others_stay() {
        for (before, after) in [
            ("undated-citation, incomplete-citation-date: x", "incomplete-citation-date: x"),
            ("incomplete-citation-date, undated-citation: x", "incomplete-citation-date: x"),
            ("undated-citation incomplete-citation-date", "incomplete-citation-date"),
            ("incomplete-citation-dat", "incomplete-citation-date"),
            ("undated-citation, unnamed-source, incomplete-citation-date", "incomplete-citation-date"),
        ] {
            mended(
                &format!("<!-- copydesk-ignore {before} -->\n{FAULT}"),
                &format!("<!-- copydesk-ignore {after} -->\n{FAULT}"),
            );
        }
    }
}
