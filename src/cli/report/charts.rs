//! Bar charts as SVG. Each is above a table of the same figures, for people who cannot see it.

use super::ledger::Tally;
use super::page::shown;
use std::fmt::Write as _;

/// The width of a chart, in the units of its text: about a phone.
const WIDTH: usize = 360;
/// Where the bars start, and below it their maximum length.
const BARS: usize = 150;
const LENGTH: usize = 160;
const ROW: usize = 20;
/// Further bars are combined into one.
const MOST: usize = 10;

/// Horizontal bars, one below another.
pub(super) fn bars(id: &str, title: &str, tallies: &[Tally], out: &mut String) {
    let top = tallies.len().min(if tallies.len() > MOST { MOST - 1 } else { MOST });
    let mut rows: Vec<(String, usize)> = tallies[..top].iter().map(|one| (one.name.clone(), one.count)).collect();
    let rest: usize = tallies[top..].iter().map(|one| one.count).sum();
    if rest > 0 {
        rows.push((format!("{} others", tallies.len() - top), rest));
    }
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    begin(id, title, ROW * rows.len(), out);
    for (at, (name, count)) in rows.iter().enumerate() {
        let (y, length) = (ROW * at, LENGTH * count / most);
        // The others are several sources, and look different from one.
        let class = if rest > 0 && at + 1 == rows.len() { " class=\"rest\"" } else { "" };
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{0}\">{1}</text><rect{class} x=\"{BARS}\" y=\"{2}\" width=\"{3}\" height=\"14\"/><text x=\"{4}\" y=\"{0}\">{count}</text>",
            y + 14,
            shown(&short(name)),
            y + 3,
            length.max(2),
            BARS + length + 6,
        );
    }
    out.push_str("</svg>\n");
}

/// Columns from left to right, for time.
pub(super) fn columns(id: &str, title: &str, tallies: &[Tally], out: &mut String) {
    const HEIGHT: usize = 120;
    const FOOT: usize = 18;
    let most = tallies.iter().map(|one| one.count).max().unwrap_or(1).max(1);
    let step = WIDTH as f64 / tallies.len().max(1) as f64;
    begin(id, title, HEIGHT + FOOT, out);
    // The names of periods are about eight letters wide.
    let every = (60.0 / step).ceil().max(1.0) as usize;
    for (at, one) in tallies.iter().enumerate() {
        let x = step * at as f64;
        let height = (HEIGHT - 16) * one.count / most;
        if one.count > 0 {
            let _ = write!(
                out,
                "<rect x=\"{:.1}\" y=\"{}\" width=\"{:.1}\" height=\"{}\"/>",
                x + step * 0.1,
                HEIGHT - height.max(2),
                (step * 0.8).min(40.0),
                height.max(2)
            );
            if step >= 16.0 {
                let _ = write!(
                    out,
                    "<text x=\"{:.1}\" y=\"{}\">{}</text>",
                    x + step * 0.1,
                    HEIGHT - height.max(2) - 3,
                    one.count
                );
            }
        }
        if at % every == 0 && x < WIDTH as f64 - 48.0 || tallies.len() == 1 {
            let _ = write!(
                out,
                "<text class=\"quiet\" x=\"{x:.1}\" y=\"{}\">{}</text>",
                HEIGHT + FOOT - 4,
                shown(&one.name)
            );
        }
    }
    out.push_str("</svg>\n");
}

fn begin(id: &str, title: &str, height: usize, out: &mut String) {
    let _ = write!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-labelledby=\"{id}\"><title id=\"{id}\">{}; the table below has the figures</title>",
        height.max(ROW),
        shown(title)
    );
}

/// A name that fits before its bar.
fn short(name: &str) -> String {
    const FITS: usize = 21;
    if name.chars().count() <= FITS {
        return name.to_owned();
    }
    let cut: String = name.chars().take(FITS - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(name: &str, count: usize) -> Tally {
        Tally { name: name.to_owned(), count }
    }

    #[test]
    fn the_longest_bar_is_the_most_frequent_and_the_rest_is_one() {
        let mut out = String::new();
        let many: Vec<Tally> = (0..14).map(|at| tally(&format!("<{at}>"), 20 - at)).collect();
        bars("a", "Sources", &many, &mut out);
        assert_eq!(out.matches("<rect").count(), 10, "{out}");
        assert!(
            out.contains("width=\"160\"")
                && out.contains(">5 others<")
                && out.matches("<rect class=\"rest\"").count() == 1
                && !out.contains("<0>"),
            "{out}"
        );
        let mut out = String::new();
        bars("a", "Sources", &[tally("The Organ of the Ministry of Information", 3)], &mut out);
        assert!(out.contains(">The Organ of the Min…<"), "{out}");
    }

    #[test]
    fn a_period_without_a_date_has_no_column() {
        let mut out = String::new();
        columns("a", "When", &[tally("2018-08", 2), tally("2018-09", 0), tally("2018-10", 4)], &mut out);
        assert_eq!(out.matches("<rect").count(), 2, "{out}");
        assert!(out.contains(">2018-08<") && out.contains(">4<"), "{out}");
    }
}
