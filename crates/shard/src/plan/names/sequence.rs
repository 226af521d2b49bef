//! Section numbers that only the other headings tell from a part of the title: `1 Scope` from `3 Tiers`,
//! and `[1] Scope`, `#1 Scope`, `I Scope` or `A. Scope`.
//!
//! Takes headings and returns titles; pages are not known here.

use archsite_core::markdown::outline::Heading;

use crate::plan::names::titles::Title;
use crate::plan::names::titles::possible::{Possible, Written, possible_number};

/// So many numbers in a row are section numbers, whatever the first one is.
const ENOUGH: usize = 3;

/// The titles of the headings without their section numbers. A number without a mark is one if it
/// goes on from that of the section before or to that of the next one, or if the sections below have
/// it too.
pub fn plain_titles(headings: &[Heading]) -> Vec<&str> {
    let titles = headings.iter().map(|heading| Title::new(&heading.title));
    let titles: Vec<Title<'_>> = titles.collect();
    let mut plain: Vec<&str> = titles.iter().map(|title| title.without_number()).collect();
    let mut open: Vec<Vec<Numbered<'_>>> = vec![Vec::new(); 7];
    let mut above: Vec<Option<(usize, u32)>> = vec![None; 7];
    let mut confirmed = Vec::new();
    for (index, (heading, title)) in headings.iter().zip(&titles).enumerate() {
        if !heading.root || !(1..=6).contains(&heading.level) {
            continue;
        }
        let level = usize::from(heading.level);
        for deeper in &mut open[level + 1..] {
            confirmed.extend(in_sequence(&std::mem::take(deeper)));
        }
        above[level + 1..].fill(None);
        let possible = possible_number(*title);
        let number = title.number().unwrap_or_default();
        let (written, single) = match (possible, number.as_slice()) {
            (
                Some(Possible {
                    written, number, ..
                }),
                _,
            ) => (written, number),
            (None, [single]) => (Written::Digits, *single),
            (None, _) => {
                let is_above = |(_, above): &&(usize, u32)| number.first() == Some(above);
                let owner = above[..=level].iter().rev().flatten().next();
                confirmed.extend(owner.filter(is_above).map(|(index, _)| *index));
                continue;
            }
        };
        let in_digits = possible.filter(|possible| possible.written == Written::Digits);
        above[level] = in_digits.map(|_| (index, single));
        open[level].push(Numbered {
            index,
            written,
            number: single,
            rest: possible.map(|possible| possible.rest),
        });
    }
    for run in &open {
        confirmed.extend(in_sequence(run));
    }
    for index in confirmed {
        if let Some(possible) = possible_number(titles[index]) {
            plain[index] = possible.rest;
        }
    }
    plain
}

/// A heading that begins with one number.
#[derive(Debug, Clone, Copy)]
struct Numbered<'a> {
    /// Index of the heading.
    index: usize,
    written: Written,
    number: u32,
    /// What follows the number, if it may be a part of the title.
    rest: Option<&'a str>,
}

/// Those of some sections below one heading whose numbers without a mark are in a sequence.
fn in_sequence(run: &[Numbered<'_>]) -> Vec<usize> {
    let Some(first) = run.first() else {
        return Vec::new();
    };
    // `1 Week` and `2 Weeks` differ by what the number says.
    let singular = |rest: &str| rest.to_lowercase().trim_end_matches('s').to_string();
    let mut rests: Vec<String> = run.iter().filter_map(|n| n.rest).map(singular).collect();
    let count = rests.len();
    rests.sort_unstable();
    rests.dedup();
    let next_to =
        |a: &Numbered<'_>, b: &Numbered<'_>| a.written == b.written && a.number + 1 == b.number;
    let in_row = run.windows(2).filter(|pair| next_to(&pair[0], &pair[1]));
    let are_alike = count > 1 && 2 * rests.len() <= count;
    if are_alike || (first.number > 1 && in_row.count() + 1 < ENOUGH) {
        return Vec::new();
    }
    let is_next = |at: usize| {
        let before = at.checked_sub(1).map(|before| &run[before]);
        before.is_some_and(|before| next_to(before, &run[at]))
            || run
                .get(at + 1)
                .is_some_and(|after| next_to(&run[at], after))
    };
    let confirmed = (0..run.len()).filter(|at| run[*at].rest.is_some() && is_next(*at));
    confirmed.map(|at| run[at].index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use archsite_core::markdown::outline::{Outline, ParseOptions};

    #[test]
    fn numbers_in_a_sequence_are_section_numbers() {
        let cases: &[(&str, &[&str])] = &[
            ("## 1 Scope\n## 2 Goals\n", &["Scope", "Goals"]),
            ("## 0 Start\n## 1 End\n", &["Start", "End"]),
            (
                "## Preface\n## 1 Scope\n## 2 Goals\n## Index\n",
                &["Preface", "Scope", "Goals", "Index"],
            ),
            (
                "## 1. Scope\n## 2 Goals\n## 3. End\n",
                &["Scope", "Goals", "End"],
            ),
            (
                "# T\n## 2 Scope\n### 2.1 Goals\n### 2.2 Ends\n",
                &["T", "Scope", "Goals", "Ends"],
            ),
            ("## 1 Scope\n## 1.1 Goals\n", &["Scope", "Goals"]),
            ("## 4 A\n## 5 B\n## 6 C\n", &["A", "B", "C"]),
            (
                "## 1 A\n### 1 X\n### 2 Y\n## 2 B\n### 1 Z\n",
                &["A", "X", "Y", "B", "1 Z"],
            ),
            ("## １　範囲\n## ２　目的\n", &["範囲", "目的"]),
            ("## 1 A\n## 2 B\n## 3 A\n", &["A", "B", "A"]),
            ("# 1 Scope\n# 2 Goals\n", &["Scope", "Goals"]),
            ("## [1] Scope\n## [2] Goals\n", &["Scope", "Goals"]),
            ("## #1 Scope\n## #2 Goals\n", &["Scope", "Goals"]),
            ("## 1º Alcance\n## 2º Metas\n", &["Alcance", "Metas"]),
            (
                "## A. Scope\n## B) Goals\n## c. End\n",
                &["Scope", "Goals", "End"],
            ),
            (
                "## I Scope\n## II Goals\n## III End\n## IV Rest\n",
                &["Scope", "Goals", "End", "Rest"],
            ),
            // Nothing says that these are numbers of sections.
            ("## [1] Scope\n", &["[1] Scope"]),
            ("## #1 Reason\n## Others\n", &["#1 Reason", "Others"]),
            ("## C. Lang\n## D. Lang\n", &["C. Lang", "D. Lang"]),
            ("## A. Ada\n## 2 Goals\n", &["A. Ada", "2 Goals"]),
            ("## I am here\n## X Window\n", &["I am here", "X Window"]),
            ("## 3 Amigos\n## Goals\n", &["3 Amigos", "Goals"]),
            ("## 3 Tiers\n## 4 Eyes\n", &["3 Tiers", "4 Eyes"]),
            ("## 2024 Plan\n## 2025 Plan\n", &["2024 Plan", "2025 Plan"]),
            ("## 1 Week\n## 2 Weeks\n", &["1 Week", "2 Weeks"]),
            (
                "## 1 Million Users\n## 2 Million Users\n",
                &["1 Million Users", "2 Million Users"],
            ),
            ("## 1 Scope\n## 5 Whys\n", &["1 Scope", "5 Whys"]),
            (
                "## 1 Scope\n## 2 Goals\n## 5 Whys\n",
                &["Scope", "Goals", "5 Whys"],
            ),
            ("## 3 Tiers\n### 4.1 Goals\n", &["3 Tiers", "Goals"]),
            ("> ## 1 Scope\n\n## 2 Goals\n", &["1 Scope", "2 Goals"]),
        ];
        for (text, expected) in cases {
            let outline = Outline::parse(text, &ParseOptions::default());
            assert_eq!(plain_titles(&outline.headings), *expected, "{text}");
        }
    }
}
