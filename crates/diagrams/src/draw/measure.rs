//! How wide a text is, from a table: the same on every machine, whatever fonts it has.

use std::sync::OnceLock;

const ADVANCES: &str = include_str!("../../data/advances.txt");

/// Units of the table in one em.
const UNITS: f64 = 2048.0;

/// The width of a character that is not in the table, in units.
const UNKNOWN: u16 = 1366;

/// The weight from which a text is bold.
const BOLD: u16 = 600;

/// The widths of a run of characters, in units.
struct Run {
    first: u32,
    last: u32,
    regular: u16,
    bold: u16,
}

/// The width of a text in pixels, the longest line of it if it has several.
pub(crate) fn width(text: &str, size: f64, weight: Option<&str>) -> f64 {
    let is_bold = weight.is_some_and(is_bold);
    let line = |line: &str| line.chars().map(|c| u64::from(advance(c, is_bold))).sum();
    let widest: u64 = text.split('\n').map(line).max().unwrap_or_default();
    widest as f64 / UNITS * size
}

fn is_bold(weight: &str) -> bool {
    match weight.trim() {
        "bold" | "bolder" => true,
        number => number.parse().is_ok_and(|number: u16| number >= BOLD),
    }
}

fn advance(c: char, is_bold: bool) -> u16 {
    static RUNS: OnceLock<Vec<Run>> = OnceLock::new();
    let runs = RUNS.get_or_init(|| ADVANCES.lines().filter_map(run).collect());
    let c = u32::from(c);
    let at = runs.partition_point(|run| run.last < c);
    match runs.get(at).filter(|run| run.first <= c) {
        Some(run) if is_bold => run.bold,
        Some(run) => run.regular,
        None => UNKNOWN,
    }
}

/// A line of the table; comments are none.
fn run(line: &str) -> Option<Run> {
    let mut parts = line.split(' ');
    let points = parts.next()?;
    let (first, last) = points.split_once("..").unwrap_or((points, points));
    Some(Run {
        first: u32::from_str_radix(first, 16).ok()?,
        last: u32::from_str_radix(last, 16).ok()?,
        regular: parts.next()?.parse().ok()?,
        bold: parts.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_table_is_read_and_they_are_sorted() {
        let lines = ADVANCES.lines().filter(|line| !line.starts_with('#'));
        let runs: Vec<Run> = lines
            .map(|line| run(line).unwrap_or_else(|| panic!("{line}")))
            .collect();
        for pair in runs.windows(2) {
            assert!(pair[0].last < pair[1].first, "{:X}", pair[1].first);
        }
        assert!(runs.iter().all(|run| run.first <= run.last));
    }

    #[test]
    fn widths_are_those_of_the_font() {
        let check = |text: &str, weight: Option<&str>, expected: f64| {
            let found = width(text, 16.0, weight);
            assert!((found - expected).abs() < 0.01, "{text}: {found}");
        };
        check("", None, 0.0);
        check("iii", None, 10.66);
        check("Order", None, 40.9);
        check("Order", Some("bold"), 43.57);
        check("Order", Some("400"), 40.9);
        check("注文", None, 32.0);
        check("e\u{301}", None, 8.9);
        check("short\nOrder\n", None, 40.9);
        check("👍", None, 20.0);
    }
}
