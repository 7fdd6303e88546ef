//! Hides what suppression comments cover, and judges the comments themselves: the rules `unused-suppression` and
//! `unknown-rule`.

use super::configuration::{near, unknown_rule};
use super::level;
use crate::bulletin::Suppression;
use crate::bulletin::suppression::Kind;
use crate::rules::{self, Diagnostic, Document, Fix, Report, Rule, Safety, tool};
use crate::text::{Edit, Offset, Span, Spanned};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// What a written name is.
#[derive(Clone, Copy)]
enum Named {
    /// A rule that runs.
    On(&'static Rule),
    /// A rule that is off: nobody can say whether the name is needed.
    Off,
    /// No rule's name.
    Unknown,
}

/// A name in a comment: the index of its suppression and its place among the names there; 0 where it names none.
type Place = (usize, usize);

/// The suppression comments of a document, and which of them are needed.
pub(super) struct Comments<'a> {
    doc: &'a Document<'a>,
    named: Vec<Vec<Named>>,
    cover: Cover,
    used: Vec<Vec<bool>>,
}

impl<'a> Comments<'a> {
    pub(super) fn of(doc: &'a Document<'a>) -> Comments<'a> {
        let suppressions = &doc.bulletin.suppressions;
        let named: Vec<Vec<Named>> =
            suppressions.iter().map(|s| s.rules.iter().map(|rule| meant(doc, rule)).collect()).collect();
        let used = named.iter().map(|names| vec![false; names.len().max(1)]).collect();
        Comments { doc, cover: Cover::new(suppressions, &named), named, used }
    }

    /// Whether a comment hides a finding; such a comment is needed.
    pub(super) fn hide(&mut self, finding: &Diagnostic) -> bool {
        let by = self.cover.by_name(finding.rule, finding.span).or_else(|| self.cover.nameless(finding.span));
        if let Some((index, name)) = by {
            self.used[index][name] = true;
        }
        by.is_some()
    }

    /// What is wrong with the comments themselves, when all findings are known. It is hidden only where its rule is named.
    pub(super) fn judge(self) -> Vec<Diagnostic> {
        if self.named.is_empty() {
            return Vec::new();
        }
        let mut own = judge(self.doc, &self.named, &self.used);
        own.retain(|finding| self.cover.by_name(finding.rule, finding.span).is_none());
        own
    }
}

fn meant(doc: &Document<'_>, name: &Spanned<CompactString>) -> Named {
    match rules::all().iter().find(|rule| Suppression::means(&name.value, rule.name)) {
        Some(rule) if level(rule, doc.settings).is_some() => Named::On(rule),
        Some(_) => Named::Off,
        None => Named::Unknown,
    }
}

/// What comments cover: sorted by the start, each with the one that reaches farthest so far.
type Covered = Vec<(Offset, Farthest)>;

/// What covers a place.
#[derive(Default)]
struct Cover {
    /// By comments that name one; few rules are named in one text.
    by_name: Vec<(&'static Rule, Covered)>,
    /// By comments that name no rule.
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
        for (index, suppression) in suppressions.iter().enumerate().filter(|(_, s)| s.kind != Kind::End) {
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

    /// What comments cover that name `rule`.
    fn named(&mut self, rule: &'static Rule) -> &mut Covered {
        let known = self.by_name.iter().position(|(named, _)| std::ptr::eq(*named, rule));
        let at = known.unwrap_or_else(|| {
            self.by_name.push((rule, Covered::new()));
            self.by_name.len() - 1
        });
        &mut self.by_name[at].1
    }

    /// A suppression that names `rule` and covers something of `span`.
    fn by_name(&self, rule: &'static Rule, span: Span) -> Option<Place> {
        let (_, covered) = self.by_name.iter().find(|(named, _)| std::ptr::eq(*named, rule))?;
        covering(covered, span)
    }

    /// A suppression that names no rule and covers something of `span`.
    fn nameless(&self, span: Span) -> Option<Place> {
        covering(&self.nameless, span)
    }
}

fn covering(list: &Covered, span: Span) -> Option<Place> {
    let next = list.partition_point(|(start, _)| *start <= span.end);
    let (_, farthest) = list[..next].last()?;
    (farthest.end >= span.start).then_some(farthest.place)
}

/// What is wrong with the comments themselves.
fn judge(doc: &Document<'_>, named: &[Vec<Named>], used: &[Vec<bool>]) -> Vec<Diagnostic> {
    let suppressions = &doc.bulletin.suppressions;
    let (unused, unknown) = (&tool::UNUSED_SUPPRESSION, &tool::UNKNOWN_RULE);
    let mut report = Report::default();
    if let Some(level) = level(unknown, doc.settings) {
        report.turn_to(unknown, level);
        let names = suppressions.iter().zip(named).flat_map(|(s, named)| s.rules.iter().zip(named));
        for (name, _) in names.filter(|(_, named)| matches!(named, Named::Unknown)) {
            let fix = near(&name.value).map(|near| Fix::replace(Safety::Review, name.span, near));
            report.flag(name.span, unknown_rule(&name.value)).maybe_fix(fix);
        }
    }
    let Some(level) = level(unused, doc.settings) else { return report.into_diagnostics() };
    report.turn_to(unused, level);
    let ends = Ends::new(suppressions);
    // The parts of one comment stand side by side: a start that ends in several places.
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

/// Judges one comment, given in parts.
fn judge_one(
    doc: &Document<'_>,
    ends: &Ends,
    parts: &[Suppression],
    named: &[Vec<Named>],
    used: &[Vec<bool>],
    report: &mut Report,
) {
    let comment = parts[0].comment;
    if parts[0].kind == Kind::End {
        if !ends.closes(comment) {
            report.flag(comment, "this comment ends nothing").maybe_fix(without(doc.text, comment, &[]));
        }
        return;
    }
    let mut idle: Vec<&Spanned<CompactString>> = Vec::new();
    let (mut needed, mut nameless) = (0, false);
    for ((part, named), used) in parts.iter().zip(named).zip(used) {
        nameless |= named.is_empty() && !used[0];
        for ((name, named), used) in part.rules.iter().zip(named).zip(used) {
            let own = |rule: &Rule| *rule == tool::UNUSED_SUPPRESSION || *rule == tool::UNKNOWN_RULE;
            if matches!(named, Named::On(rule) if !used && !own(rule)) {
                idle.push(name);
            } else {
                needed += 1;
            }
        }
    }
    if needed == 0 && (nameless || !idle.is_empty()) {
        let ends = ends.only_of(&doc.bulletin.suppressions, parts);
        report.flag(comment, "this comment hides nothing").maybe_fix(without(doc.text, comment, &ends));
        return;
    }
    for name in idle {
        let message = format!("nothing of “{}” is found here", name.value);
        let fix = Fix::new(Safety::Safe, "remove the name", [Edit::delete(with_comma(doc.text, name.span))]);
        report.flag(name.span, message).fix(fix);
    }
}

/// Which starts an end comment ends: by the end's place, how many comments, and one of them.
struct Ends(FxHashMap<Offset, (usize, Span)>);

impl Ends {
    fn new(suppressions: &[Suppression]) -> Ends {
        let mut ends: FxHashMap<Offset, (usize, Span)> = FxHashMap::default();
        for start in suppressions.iter().filter(|other| other.kind == Kind::Start) {
            let (count, last) = ends.entry(start.scope.end).or_insert((0, Span::default()));
            *count += usize::from(*last != start.comment);
            *last = start.comment;
        }
        Ends(ends)
    }

    fn closes(&self, end: Span) -> bool {
        self.0.contains_key(&end.start)
    }

    /// The end comments that are of no use without this start: those that end nothing else.
    fn only_of(&self, suppressions: &[Suppression], parts: &[Suppression]) -> Vec<Span> {
        let starts = parts.iter().filter(|part| part.kind == Kind::Start);
        let alone = starts.filter(|part| self.0.get(&part.scope.end).is_some_and(|(count, _)| *count == 1));
        let end = |at: Offset| {
            let index = suppressions.binary_search_by_key(&at, |other| other.comment.start).ok()?;
            Some(suppressions[index].comment)
        };
        alone.filter_map(|part| end(part.scope.end)).collect()
    }
}

/// Takes comments away: safe where they stand at the ends of lines, for elsewhere words may grow together. What follows a
/// comment that opens its line is a part of it for Markdown, and would become text: there a person must look.
fn without(text: &str, comment: Span, ends: &[Span]) -> Option<Fix> {
    let comments = || std::iter::once(comment).chain(ends.iter().copied());
    if comments().any(|comment| opens_line(text, comment) && !ends_line(text, comment)) {
        return None;
    }
    let safety = if comments().all(|comment| ends_line(text, comment)) { Safety::Safe } else { Safety::Review };
    let edits = comments().map(|span| Edit::delete(with_line(text, span)));
    Some(Fix::new(safety, "remove the comment", edits.collect::<Vec<_>>()))
}

/// Whether nothing that is read stands before a comment in its line.
fn opens_line(text: &str, comment: Span) -> bool {
    let mut before = text[..comment.start as usize].chars().rev();
    // No farther than to the first sign that is no mark: a line may be long, and hold many comments.
    let sign = before.find(|c| !matches!(c, ' ' | '\t' | '>' | '-' | '*'));
    sign.is_none_or(|sign| matches!(sign, '\n' | '\r'))
}

fn ends_line(text: &str, comment: Span) -> bool {
    let before = text[..comment.start as usize].chars().next_back();
    let mut after = text[comment.end as usize..].chars().take_while(|c| !matches!(c, '\n' | '\r'));
    before.is_none_or(char::is_whitespace) && after.all(char::is_whitespace)
}

/// A comment with its line where it stands alone there and nothing grows together without it; else with the space
/// before it.
fn with_line(text: &str, comment: Span) -> Span {
    let (before, after) = (&text[..comment.start as usize], &text[comment.end as usize..]);
    let blank = |c: char| matches!(c, ' ' | '\t');
    let lead = before.trim_end_matches(blank);
    let tail = after.trim_start_matches(blank);
    let line_end = |text: &str| match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    let opens_line = lead.is_empty() || lead.ends_with(['\n', '\r']);
    if !(opens_line && (tail.is_empty() || line_end(tail) > 0)) {
        // A space stays where words stand on both sides.
        let start = if tail.is_empty() || line_end(tail) > 0 { lead.len() } else { before.len() };
        return Span::new(Span::at(0..start).end, comment.end);
    }
    let below = &tail[line_end(tail)..];
    let above_is_blank = lead.is_empty() || previous_line_is_blank(lead);
    let below_is_blank = below.trim_start_matches(blank).is_empty() || line_end(below.trim_start_matches(blank)) > 0;
    let end = text.len() - below.len();
    if above_is_blank && below_is_blank {
        // One of the two empty lines goes too.
        let next = below.trim_start_matches(blank);
        return Span::at(lead.len()..end + (below.len() - next.len()) + line_end(next));
    }
    if above_is_blank || below_is_blank {
        return Span::at(lead.len()..end);
    }
    // The line stays, empty: it parts the paragraphs around it.
    Span::at(lead.len()..text.len() - tail.len())
}

/// Whether the line before this one, which `lead` ends with the line end of, is empty.
fn previous_line_is_blank(lead: &str) -> bool {
    let line = lead.strip_suffix('\n').unwrap_or(lead);
    let line = line.strip_suffix('\r').unwrap_or(line);
    line[line.rfind(['\n', '\r']).map_or(0, |at| at + 1)..].trim().is_empty()
}

/// A name with the comma and space after it, or before it where it is the last.
fn with_comma(text: &str, name: Span) -> Span {
    let parts = |c: char| matches!(c, ',' | ';' | ' ' | '\t' | '\n' | '\r');
    let after = &text[name.end as usize..];
    let rest = after.trim_start_matches(parts);
    if after[..after.len() - rest.len()].contains([',', ';']) {
        return Span::at(name.start as usize..text.len() - rest.len());
    }
    let before = &text[..name.start as usize];
    Span::new(Span::at(0..before.trim_end_matches(parts).len()).end, name.end)
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, check};
    use crate::config::{Level, Settings};
    use crate::fix::{Wanted, fix};
    use crate::gazetteer::Gazetteer;
    use crate::rules::Diagnostic;
    use crate::text::LineIndex;

    /// `Guards fled (Reuters, May 2018).` has one fault, and no rule but `incomplete-citation-date` speaks of it.
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
        // Only the first of two that cover the same is needed.
        let two = format!(
            "<!-- copydesk-ignore-file incomplete-citation-date -->\n\n<!-- copydesk-ignore incomplete-citation-date -->\n{FAULT}"
        );
        assert_eq!(lines(&two), [("unused-suppression", 3)]);
        // A rule that is off finds nothing to hide, which is no fault of the comment.
        assert_eq!(lines("<!-- copydesk-ignore uncited-paragraph -->\nWords."), []);
        // A finding of this rule is hidden by name only.
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
            "no rule is named “incomplete-citation-dat”; did you mean “incomplete-citation-date”?"
        );
    }

    #[track_caller]
    fn mended(text: &str, expected: &str) {
        let wanted = Wanted { review: true, rules: vec!["unused-suppression".into(), "unknown-rule".into()] };
        assert_eq!(
            fix(Draft { path: "draft.md", text, settings: &settings(), gazetteer: &Gazetteer::shipped() }, &wanted)
                .text,
            expected
        );
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
