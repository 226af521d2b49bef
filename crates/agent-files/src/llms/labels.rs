//! Labels of definitions and footnotes in one text that is made of many files.
//!
//! Of several definitions of a label the first one counts, and in one text that may be the one of another
//! file. A file whose label means something else there gets another label.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::text::{Edit, collapse_whitespace, edited};

/// What a label means in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// What its definition or footnote says.
    Says(String),
    /// Nothing: it is text in brackets.
    Nothing,
}

/// The texts of files, with labels that mean in all of them together what they mean in their own.
pub(super) fn apart(texts: Vec<String>) -> Vec<String> {
    let options = ParseOptions::default();
    let outlines: Vec<Outline> = texts
        .iter()
        .map(|text| Outline::parse(text, &options))
        .collect();
    // What each label means, in the order of the files.
    let mut meanings: HashMap<String, Vec<(usize, Meaning)>> = HashMap::new();
    for (file, (text, outline)) in texts.iter().zip(&outlines).enumerate() {
        for (label, meaning) in labels(text, outline) {
            meanings.entry(label).or_default().push((file, meaning));
        }
    }
    let mut taken: HashSet<String> = meanings.keys().cloned().collect();
    let mut texts = texts;
    for file in 0..texts.len() {
        let mut own: Vec<(String, Meaning)> = labels(&texts[file], &outlines[file]).collect();
        own.dedup();
        let mut others: HashMap<String, String> = HashMap::new();
        for (label, meaning) in own {
            if meaning == Meaning::Nothing || !is_ambiguous(&meanings[&label], file, &meaning) {
                continue;
            }
            let free = (2..).find_map(|number| {
                let mark = format!("-{number}");
                taken.insert(format!("{label}{mark}")).then_some(mark)
            });
            others.extend(free.map(|mark| (label, mark)));
        }
        if !others.is_empty() {
            texts[file] = renamed(&texts[file], &outlines[file], &others);
        }
    }
    texts
}

/// Whether a label that means `meaning` in a file means something else in all files together, or would
/// give a meaning to the brackets of another one.
fn is_ambiguous(meanings: &[(usize, Meaning)], file: usize, meaning: &Meaning) -> bool {
    meanings.iter().any(|(other, theirs)| match theirs {
        Meaning::Says(_) => *other < file && theirs != meaning,
        Meaning::Nothing => *other != file,
    })
}

/// The labels of a file, folded, those of footnotes with `^` in front, and what they mean.
fn labels<'a>(
    text: &'a str,
    outline: &'a Outline,
) -> impl Iterator<Item = (String, Meaning)> + use<'a> {
    let definitions = outline.definitions.iter().map(|definition| {
        let title = definition.title.as_deref().unwrap_or_default();
        let says = format!("{} {title}", definition.dest);
        (folded(&definition.label), Meaning::Says(says))
    });
    let notes = outline.notes.iter().filter(|note| note.first);
    let notes = notes.map(|note| {
        let says = collapse_whitespace(text[note.range.clone()].trim()).into_owned();
        (note_label(&note.label), Meaning::Says(says))
    });
    let undefined = outline.undefined.iter();
    let undefined = undefined.map(|one| (folded(&one.label), Meaning::Nothing));
    let no_notes = outline.undefined_notes.iter();
    let no_notes = no_notes.map(|one| (note_label(&one.label), Meaning::Nothing));
    definitions.chain(notes).chain(undefined).chain(no_notes)
}

fn folded(label: &str) -> String {
    collapse_whitespace(label.trim()).to_lowercase()
}

fn note_label(label: &str) -> String {
    format!("^{}", folded(label))
}

/// A text in which labels have marks after them.
fn renamed(text: &str, outline: &Outline, marks: &HashMap<String, String>) -> String {
    let mut edits = Vec::new();
    for (index, definition) in outline.definitions.iter().enumerate() {
        let Some(mark) = marks.get(&folded(&definition.label)) else {
            continue;
        };
        let end = definition.range.start + 1 + definition.label.len();
        if text.get(definition.range.start + 1..end) != Some(&definition.label) {
            continue;
        }
        edits.push(Edit::insert(end, mark));
        let uses = outline.uses.iter().filter(|one| one.definition == index);
        for one in uses {
            let label = format!("[{}{mark}]", definition.label);
            edits.push(with_label(
                text,
                one.range.clone(),
                &definition.label,
                label,
            ));
        }
    }
    let notes = outline
        .notes
        .iter()
        .map(|note| (note.range.start, &note.label));
    let uses = outline.note_uses.iter().map(|one| (one.at, &one.label));
    for (at, label) in notes.chain(uses) {
        let end = at + "[^".len() + label.len();
        if let Some(mark) = marks.get(&note_label(label))
            && text
                .get(at..end)
                .is_some_and(|found| found == format!("[^{label}"))
        {
            edits.push(Edit::insert(end, mark));
        }
    }
    edited(text, edits)
}

/// The edit of a reference that names a label, which it may do in three ways.
fn with_label(text: &str, range: Range<usize>, label: &str, with: String) -> Edit {
    let written = &text[range.clone()];
    let last = written.rfind('[').unwrap_or_default();
    let inner = written[last..]
        .trim_start_matches('[')
        .trim_end_matches(']');
    let is_second = written[..last].ends_with(']');
    if is_second && (inner.is_empty() || folded(inner) == folded(label)) {
        Edit::replace(range.start + last..range.end, with)
    } else if text[range.end..].starts_with("[]") {
        // The range of an image is without them.
        Edit::replace(range.end..range.end + "[]".len(), with)
    } else {
        Edit::insert(range.end, with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_mean_what_they_mean_in_their_file() {
        let cases: &[(&[&str], &[&str])] = &[
            (
                &["[x]\n\n[x]: a.md\n", "[X] [y][x] ![x][]\n\n[x]: b.md\n"],
                &[
                    "[x]\n\n[x]: a.md\n",
                    "[X][x-2] [y][x-2] ![x][x-2]\n\n[x-2]: b.md\n",
                ],
            ),
            (
                &["[x]\n\n[x]: a.md\n", "[x]\n\n[x]: a.md\n", "a[x]\n"],
                &[
                    "[x][x-2]\n\n[x-2]: a.md\n",
                    "[x][x-3]\n\n[x-3]: a.md\n",
                    "a[x]\n",
                ],
            ),
            (
                &["a[^1]\n\n[^1]: A.\n", "b[^1] [^1]\n\n[^1]: B.\n"],
                &["a[^1]\n\n[^1]: A.\n", "b[^1-2] [^1-2]\n\n[^1-2]: B.\n"],
            ),
            (
                &["[x] [x-2]\n\n[x]: a\n[x-2]: b\n", "[x]\n\n[x]: c\n"],
                &["[x] [x-2]\n\n[x]: a\n[x-2]: b\n", "[x][x-3]\n\n[x-3]: c\n"],
            ),
            (
                &["[x](a.md)\n", "[x]\n\n[x]: c\n"],
                &["[x](a.md)\n", "[x]\n\n[x]: c\n"],
            ),
        ];
        for (texts, expected) in cases {
            let texts = texts.iter().map(ToString::to_string).collect();
            assert_eq!(apart(texts), *expected);
        }
    }
}
