//! Sources, their addresses and dates.

use super::item::{Item, Kind, MOST, Subject, fit, folded};
use super::notes::matching;
use crate::bulletin::citation::LinkForm;
use crate::bulletin::items::CitationStyle;
use crate::calendar::{self, Date};
use crate::config::Links;
use crate::gazetteer::Source;
use crate::ide::View;
use crate::ide::cite::escaped;
use crate::text::url::{Url, tracking};
use crate::text::{Edit, Offset, Slice, Span};
use crate::works::Work;
use crate::works::print::HouseForm;
use crate::workspace::{Cited, Workspace};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// How many days before the issue date are offered.
const DAYS: i64 = 14;

struct Found<'a> {
    name: &'a str,
    source: Option<&'a Source>,
    detail: String,
    /// Uses here, uses elsewhere, and how well it matches: the sort order.
    here: usize,
    elsewhere: usize,
    fit: u8,
    /// The spelling that the typed words matched.
    filter: &'a str,
}

/// Sources whose name, alias, host or any word starts with the typed words.
pub(super) fn sources(view: View<'_>, workspace: &Workspace, from: Offset, typed: Span) -> Vec<Item> {
    let words = folded(typed.of(view.text));
    let words = words.trim_end();
    let mut here: FxHashMap<&str, usize> = FxHashMap::default();
    for item in view.checked.bulletin.cited_items() {
        // The one being typed does not count as a use.
        if let Some(source) = item.source.filter(|source| !(source.start <= typed.end && typed.start <= source.end)) {
            *here.entry(source.of(view.text).trim()).or_default() += 1;
        }
    }
    let place = Place::of(view, from, typed);
    let mut found: Vec<Found<'_>> = Vec::new();
    for source in view.gazetteer.sources() {
        let names = std::iter::once(&source.name).chain(&source.accepted).chain(&source.aliases).chain(&source.hosts);
        let best = names.filter_map(|name| Some((fit(&folded(name), words)?, &**name))).min_by_key(|(fit, _)| *fit);
        let Some((fit, filter)) = best else { continue };
        let name: &str = &source.name;
        let detail = [source.hosts.first().map_or("", |host| &**host), &source.countries.join(", ")].join(" · ");
        let used = here.remove(name).unwrap_or_default();
        let elsewhere = workspace.source(name).map_or(0, |used| used.count);
        let detail = detail.trim_matches([' ', '·']).to_owned();
        found.push(Found { name, source: Some(source), detail, here: used, elsewhere, fit, filter });
    }
    for (source, filter) in view.gazetteer.complete_sources(words, MOST) {
        let Some(fit) = fit(&folded(filter), words) else { continue };
        let name: &str = &source.name;
        let detail = [source.hosts.first().map_or("", |host| &**host), &source.countries.join(", ")].join(" · ");
        let detail = detail.trim_matches([' ', '·']).to_owned();
        let used = here.remove(name).unwrap_or_default();
        let elsewhere = workspace.source(name).map_or(0, |used| used.count);
        found.push(Found { name, source: Some(source), detail, here: used, elsewhere, fit, filter });
    }
    let listed: Vec<&str> = found.iter().map(|found| found.name).collect();
    let unlisted = |name: &str| !listed.contains(&name) && view.gazetteer.sources_named(name).is_empty();
    let mut unknown: Vec<Found<'_>> = Vec::new();
    let others = workspace.sources().filter(|(name, _)| !here.contains_key(name));
    let used = here.iter().map(|(name, count)| (*name, *count)).chain(others.map(|(name, _)| (name, 0)));
    for (name, here) in used {
        let Some(fit) = fit(&folded(name), words) else { continue };
        if unlisted(name) {
            let elsewhere = workspace.source(name).map_or(0, |used| used.count);
            let detail = "not in the register".to_owned();
            unknown.push(Found { name, source: None, detail, here, elsewhere, fit, filter: name });
        }
    }
    found.extend(unknown);
    // An address that stands there already tells whose report it is.
    let owner = place.address.and_then(|address| view.gazetteer.source_at(address)).map(|owner| &*owner.name);
    if let Some(url) = place.address.and_then(Url::parse) {
        found.retain(|found| {
            view.gazetteer.source_conflict(found.name, view.gazetteer.standing(found.name), url).is_none()
        });
    }
    found.sort_by(|a, b| {
        let rank = |found: &Found<'_>| (owner == Some(found.name), found.here, found.elsewhere);
        rank(b).cmp(&rank(a)).then(a.fit.cmp(&b.fit)).then(a.name.cmp(b.name))
    });
    found.truncate(MOST + 1);
    let mut items: Vec<Item> = found.into_iter().map(|found| place.item(view, found)).collect();
    items.extend(place.cited_before(view, words));
    items.extend(place.cited_elsewhere(view, workspace, words, &items));
    items
}

/// The maximum number of whole citations that are offered again.
const AGAIN: usize = 5;

/// Where an item is inserted, and what is already there.
struct Place<'a> {
    span: Span,
    /// The link continues after the name: only the name is inserted.
    linked: bool,
    /// The address to which it leads.
    address: Option<&'a str>,
    /// A date follows: none is inserted.
    dated: bool,
    /// No bracket is typed, and the document links none of its sources.
    unlinked: bool,
    issue: Option<Date>,
}

impl<'a> Place<'a> {
    fn of(view: View<'a>, from: Offset, typed: Span) -> Place<'a> {
        let after = view.text.get(typed.end as usize..).unwrap_or_default();
        // Editors close brackets as they are typed: a closing bracket without an address after it is replaced.
        let closed = after.strip_prefix(']').filter(|_| from < typed.start);
        let linked = closed.is_some_and(|rest| rest.trim_start_matches(' ').starts_with(['(', '[']));
        let span = match closed {
            _ if linked => typed,
            Some(_) => Span::new(from, typed.end + 1),
            None => Span::new(from, typed.end),
        };
        let address = closed.and_then(|rest| rest.trim_start_matches(' ').strip_prefix('('));
        let address = address.and_then(|rest| rest.split([')', ' ', '\n', '\r']).next());
        let dated = closed.unwrap_or(after).trim_start_matches(' ').starts_with(',');
        // The house style may require links; if it does not, the document's own practice is followed.
        let mut items = view.checked.bulletin.citations.iter().flat_map(|citation| &citation.items);
        let own = items.by_ref().filter(|item| item.source.is_some() && !item.span.overlaps(span)).collect::<Vec<_>>();
        let bare = own.iter().filter(|item| item.link.is_none()).count();
        let unlinked = from == typed.start
            && view.settings.style.links == Links::Optional
            && own.len() >= 3
            && bare * 4 >= own.len() * 3;
        Place { span, linked, address, dated, unlinked, issue: view.checked.bulletin.issue.date }
    }

    /// Whole citations that the document already contains, the last first.
    fn cited_before(&self, view: View<'_>, words: &str) -> Vec<Item> {
        if self.linked || self.dated || words.is_empty() {
            return Vec::new();
        }
        let mut again: Vec<Item> = Vec::new();
        for item in view.checked.bulletin.citations.iter().rev().flat_map(|citation| citation.items.iter().rev()) {
            let (Some(source), [date]) = (item.source, &item.dates[..]) else { continue };
            let whole = item.span.of(view.text);
            let name = source.of(view.text);
            let plain = item.link.is_some_and(|link| link.form == LinkForm::Inline && !link.is_placeholder());
            if item.span.overlaps(self.span) || !plain || whole.contains('\n') || fit(&folded(name), words) != Some(0) {
                continue;
            }
            let label = format!("{name}, {}", date.span.of(view.text));
            if again.len() < AGAIN && again.iter().all(|known| known.edit.text != whole) {
                let bracket = if self.span.of(view.text).starts_with('[') { "[" } else { "" };
                let detail = item.url(view.text).unwrap_or_default();
                let mut item = Item::plain(label, detail, Kind::Source, self.span);
                (item.edit.text, item.filter) = (whole.into(), format!("{bracket}{name}"));
                again.push(item);
            }
        }
        again
    }

    /// Whole citations of the notes of this document and of the others in the workspace, by author, title or source, in the
    /// document's form. `offered` are those that come before.
    fn cited_elsewhere(&self, view: View<'_>, workspace: &Workspace, words: &str, offered: &[Item]) -> Vec<Item> {
        if self.linked || self.dated || self.unlinked || words.chars().count() < 2 {
            return Vec::new();
        }
        let bulletin = &view.checked.bulletin;
        let habit = bulletin.habits.citation_dates;
        let form = HouseForm {
            dates: habit.style(),
            issue: self.issue,
            keeps_year: habit.own_year,
            ..HouseForm::declared(view.settings)
        };
        let bracket = if self.span.of(view.text).starts_with('[') { "[" } else { "" };
        let noted = bulletin.item_groups.iter().rev().filter(|group| group.style.is_apart());
        let noted = noted.flat_map(|group| group.cited()).filter(|item| !item.kind().points_back());
        let noted = noted.map(|item| Work::of(view.text, item, item, self.issue, view.settings.slack_days));
        let mut found: Vec<Item> = Vec::new();
        for work in noted.chain(workspace.works().iter().map(Cited::to_work)) {
            if found.len() >= AGAIN {
                break;
            }
            let Some(matched) = matching(&work, words).filter(|_| self.may_be_written(&work)) else { continue };
            let filter = format!("{bracket}{matched}");
            let name = view.gazetteer.source_name_of(&work.url).map_or_else(|| work.source.clone(), str::to_owned);
            let title = if work.title.is_empty() { work.url.clone() } else { format!("“{}”", work.title) };
            // A bracket names who publishes; title and page stay in the other document.
            let cited =
                Work { source: name.clone(), url: tracking::cleaned(&work.url), dates: work.dates, ..Work::default() };
            let written = cited.print(CitationStyle::Inline, &form);
            if offered.iter().chain(&found).any(|known| known.edit.text.contains(&*cited.url)) {
                continue;
            }
            let day = cited.date().map(|date| date.in_brackets(form.dates, form.issue, form.keeps_year));
            let label = format!("{name}, {}", day.unwrap_or_default());
            let mut item = Item::plain(label, title, Kind::Source, self.span);
            (item.edit.text, item.filter) = (written.into(), filter);
            found.push(item);
        }
        found
    }

    /// Whether a bracket can name the work without a finding: it has a source, a day that is not after the issue, and an
    /// address.
    fn may_be_written(&self, work: &Work) -> bool {
        let day = work.date().and_then(|date| date.meant.day());
        let fits = day.is_some_and(|day| self.issue.is_none_or(|issue| day <= issue));
        let address = Url::parse(&work.url).is_some() && !work.url.contains([' ', '(', ')', '<', '>']);
        fits && address && work.dates.len() == 1 && !work.source.is_empty()
    }

    fn item(&self, view: View<'_>, found: Found<'_>) -> Item {
        let Found { name, source, detail, filter, .. } = found;
        let subject = source.map(|source| Subject::Source(source.id.to_string()));
        // The bracket is typed with the name, so the filter text must have it.
        let bracket = if self.span.of(view.text).starts_with('[') { "[" } else { "" };
        let filter = format!("{bracket}{filter}");
        if self.linked {
            return Item { filter, subject, ..Item::plain(name, detail, Kind::Source, self.span) };
        }
        let (date, written) = if self.dated {
            (String::new(), String::new())
        } else {
            let date = self.issue.map(|issue| {
                calendar::print_day(issue, view.checked.bulletin.habits.citation_dates.style(), Some(issue))
            });
            let date = date.unwrap_or_default();
            (format!(", {date}"), format!(", ${{2:{date}}}"))
        };
        if self.unlinked {
            let edit = Edit::replace(self.span, format!("{name}{date}"));
            let snippet = Some(format!("{}{}", escaped(name), written.replace("${2:", "${1:")));
            return Item {
                label: name.to_owned(),
                detail,
                kind: Kind::Source,
                edit,
                snippet,
                also: None,
                filter,
                subject,
            };
        }
        let edit = Edit::replace(self.span, format!("[{name}](){date}"));
        let snippet = Some(format!("[{}](${{1:url}}){written}", escaped(name)));
        Item { label: name.to_owned(), detail, kind: Kind::Source, edit, snippet, also: None, filter, subject }
    }
}

/// Addresses of the source that have been cited before: in this document, then in others.
pub(super) fn addresses(view: View<'_>, workspace: &Workspace, source: Span, typed: Span) -> Vec<Item> {
    let name = source.of(view.text).trim();
    let same = |other: &str| {
        other.eq_ignore_ascii_case(name)
            || match (view.gazetteer.source_of(name, None, &[]), view.gazetteer.source_of(other, None, &[])) {
                (Some(a), Some(b)) => a.id == b.id,
                _ => false,
            }
    };
    let mut addresses: Vec<&str> = Vec::new();
    let here = view.checked.bulletin.cited_items().filter_map(|item| {
        let link = item.link.filter(|link| link.target.start != typed.start)?;
        let printed = item.source?.of(view.text).trim();
        same(printed).then(|| link.target.of(view.text))
    });
    for address in here.collect::<Vec<_>>().into_iter().rev() {
        let real = crate::text::url::Url::parse(address).is_some();
        if real && !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    for (_, used) in workspace.sources().filter(|(other, _)| same(other)) {
        for address in &used.addresses {
            if !addresses.contains(&&**address) {
                addresses.push(address);
            }
        }
    }
    addresses.into_iter().map(|address| Item::plain(address, name, Kind::Address, typed)).collect()
}

/// The date in the address, the typed date in house style, and the days before the issue that do not contradict the address.
pub(super) fn dates(view: View<'_>, item: Span, typed: Span) -> Vec<Item> {
    let issue = view.checked.bulletin.issue.date;
    let style = view.checked.bulletin.habits.citation_dates.style();
    let mut items: Vec<Item> = Vec::new();
    // Directly after the comma, the space is inserted with the date.
    let space = if view.text.slice(..typed.start as usize).ends_with(',') { " " } else { "" };
    let mut add = |text: CompactString, detail: String, filter: Option<&str>| {
        if items.iter().all(|item| item.label != text) {
            let mut item = Item::plain(text, detail, Kind::Date, typed);
            item.edit.text.insert_str(0, space);
            item.filter = format!("{space}{}", filter.unwrap_or(&item.label));
            items.push(item);
        }
    };
    let weekday = |day: Date| {
        let named = calendar::WEEKDAYS.iter().find(|(_, weekday)| *weekday == day.weekday());
        named.map_or("", |(name, _)| name).to_owned()
    };
    let words = typed.of(view.text);
    if let Some(written) = calendar::written_in_citation_at(words, 0)
        && written.span.len() == typed.len()
        && !written.is_stretch()
        && !written.is_house_form(words, style)
    {
        let year = written.year.map_or(calendar::YearPart::Without, |year| calendar::YearPart::With(year.value));
        add(calendar::house_form(&written, style, year), "in house form".to_owned(), Some(words));
    }
    let told = calendar::url_date(item.of(view.text)).and_then(|told| told.to_date());
    // A date that lies ahead is no evidence.
    let told = told.filter(|told| issue.is_none_or(|issue| *told <= issue));
    if let Some(told) = told {
        add(calendar::print_day(told, style, issue), format!("{}, the date of the address", weekday(told)), None);
    }
    // A report is printed on the day on which it goes online, or a day apart.
    if let Some(told) = told {
        for (apart, words) in [(1, "a day after the address"), (-1, "a day before the address")] {
            let day = told.checked_add(jiff::Span::new().days(apart)).ok();
            if let Some(day) = day.filter(|day| issue.is_none_or(|issue| *day <= issue)) {
                add(calendar::print_day(day, style, issue), format!("{}, {words}", weekday(day)), None);
            }
        }
        return items;
    }
    for back in 0..DAYS {
        let Some(day) = issue.and_then(|issue| issue.checked_sub(jiff::Span::new().days(back)).ok()) else { break };
        let ago = match back {
            0 => "the issue date".to_owned(),
            1 => "a day before the issue".to_owned(),
            _ => format!("{back} days before the issue"),
        };
        add(calendar::print_day(day, style, issue), format!("{}, {ago}", weekday(day)), None);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::super::tests::{offered, offered_beside};

    #[test]
    fn a_source_is_a_whole_item() {
        let (labels, after) = offered("It rained ([Daily Na|");
        assert_eq!(labels[0], "Daily Nation");
        assert_eq!(after, "It rained ([Daily Nation](), October 10");
        // By host, and only the name if the link is already there.
        assert_eq!(
            offered("It rained ([dhakatrib|](https://x.net/1), May 9).").1,
            "It rained ([Dhaka Tribune](https://x.net/1), May 9)."
        );
    }

    #[test]
    fn brackets_that_the_editor_closed_hold_the_whole_item() {
        assert_eq!(offered("It rained ([Daily Na|])").1, "It rained ([Daily Nation](), October 10)");
        assert_eq!(offered("It rained ([Dawn](https://dawn.com/1), May 9; [Daily Na|]).").1, {
            "It rained ([Dawn](https://dawn.com/1), May 9; [Daily Nation](), October 10)."
        });
        let (labels, after) = offered("It rained ([|])");
        assert!(after.ends_with(&format!("([{}](), October 10)", labels[0])), "{after}");
        // A date that is already there is not inserted again.
        assert_eq!(offered("It rained ([Daily Na|], May 9).").1, "It rained ([Daily Nation](), May 9).");
        assert_eq!(offered("It rained (Daily Na|, May 9).").1, "It rained ([Daily Nation](), May 9).");
    }

    #[test]
    fn what_the_document_cites_comes_first() {
        let text = "It rained ([The Zed Paper](https://zed.net/1), May 9). It rained (|";
        assert_eq!(offered(text).0[0], "The Zed Paper");
    }

    #[test]
    fn a_document_without_links_goes_on_without() {
        let cited = "It rained (Dawn, May 9). It blew (AFP, May 8; Reuters, May 7). ";
        assert_eq!(
            offered(&format!("{cited}It froze (Daily Na|")).1,
            format!("{cited}It froze (Daily Nation, October 10")
        );
        // A bracket requires a link.
        assert!(offered(&format!("{cited}It froze ([Daily Na|")).1.ends_with("[Daily Nation](), October 10"));
    }

    #[test]
    fn a_whole_citation_is_offered_again() {
        let cited = "It rained ([Dawn](https://dawn.com/1), May 9). It froze ([";
        let (labels, _) = offered(&format!("{cited}Daw|"));
        assert!(labels.contains(&"Dawn, May 9".to_owned()) && labels[0] == "Dawn", "{labels:?}");
    }

    #[test]
    fn whole_citations_of_the_notes_and_of_the_archive() {
        let noted = "Rain fell.[^1]\n\n[^1]: Tobin Arden, “Who Holds the Port?” Al Jazeera, November 9, 2017, https://www.aljazeera.com/port?utm_source=x.\n";
        let port = "[Al Jazeera](https://www.aljazeera.com/port), November 9, 2017";
        for typed in ["Al Jaz|", "[Al Jaz|", "[Al Jaz|]", "Tobin|", "Who holds|"] {
            let after = |archive: &[&str], text: &str| {
                let found = offered_beside(archive, text);
                let found: Vec<_> =
                    found.into_iter().filter(|(label, _)| label == "Al Jazeera, November 9, 2017").collect();
                let [(_, after)] = found.as_slice() else { panic!("{typed}: {found:?}") };
                after.clone()
            };
            // In another document, twice, and in a note of this one.
            let text = format!("It rained ({typed}).");
            assert_eq!(after(&[noted, noted], &text), format!("It rained ({port})."));
            assert!(
                after(&[], &format!("It rained ({typed}). {noted}")).starts_with(&format!("It rained ({port}). Rain"))
            );
        }
        // What this document has in a bracket is offered from there, once; a month, a later day, a work without address: none.
        let none = |archive: &str, text: &str| {
            let labels: Vec<String> = offered_beside(&[archive], text).into_iter().map(|(label, _)| label).collect();
            labels.iter().filter(|label| label.starts_with("Al Jazeera,")).count()
        };
        assert_eq!(none(noted, &format!("It rained ({port}). It blew (Al Jaz|).")), 1);
        assert_eq!(none(&noted.replace("November 9, 2017", "November 2017"), "It rained (Al Jaz|)."), 0);
        assert_eq!(none(&noted.replace("2017", "2018"), "It rained (Al Jaz|)."), 0);
        assert_eq!(
            none(&noted.replace(", https://www.aljazeera.com/port?utm_source=x", ""), "It rained (Al Jaz|)."),
            0
        );
    }

    #[test]
    fn addresses_of_the_source() {
        let text = "It rained ([Dawn](https://dawn.com/1), May 9; [AFP](https://afp.com/1), May 9; [Dawn](h|";
        assert_eq!(offered(text).0, ["https://dawn.com/1"]);
    }

    #[test]
    fn dates_from_the_address_and_the_issue() {
        let (labels, after) = offered("It rained ([Dawn](https://dawn.com/2018/09/22/x), |");
        assert_eq!(labels, ["September 22", "September 23", "September 21"]);
        assert_eq!(offered("It rained ([Dawn](https://dawn.com/x), |").0[..2], ["October 10", "October 9"]);
        // What lies behind the issue is not offered.
        assert_eq!(offered("It rained ([Dawn](https://dawn.com/2018/10/10/x), |").0, ["October 10", "October 9"]);
        assert_eq!(after, "It rained ([Dawn](https://dawn.com/2018/09/22/x), September 22");
        assert_eq!(offered("It rained ([Dawn](https://dawn.com/x), sept 21|").0[0], "September 21");
        // The space after the comma is neither lost nor doubled, and the bracket stays.
        for typed in [",|", ", |"] {
            let text = format!("It rained ([Dawn](https://dawn.com/2018/09/22/x){typed}).");
            assert_eq!(offered(&text).1, "It rained ([Dawn](https://dawn.com/2018/09/22/x), September 22).");
        }
    }
}
