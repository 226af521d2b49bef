//! What was probably meant: the nearest of many names.
//!
//! It compares texts and knows nothing of sites.

use std::cell::Cell;

use archsite_core::site::path;

/// Most names that are compared letter by letter.
const COMPARED: usize = 20_000;

/// Most names that are listed for a wrong one.
const LISTED: usize = 6;

/// Longest name that is compared letter by letter, in bytes.
const LONGEST: usize = 200;

/// A name without all that dialects of ids differ in: letters and digits only, in plain
/// lower case.
pub(crate) fn skeleton(name: &str) -> String {
    let plain = deunicode::deunicode(name);
    let letters = plain.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// A name among many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Near<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// It differs in case, in punctuation, or in one letter, and no other name does.
    pub(crate) certain: bool,
}

/// The name nearest to a wrong one, if one is near enough to be meant.
pub(crate) fn name<'a>(wrong: &str, known: &[&'a str]) -> Option<Near<'a>> {
    let wanted = skeleton(wrong);
    let mut same = known
        .iter()
        .filter(|name| !wanted.is_empty() && skeleton(name) == wanted);
    if let Some(name) = same.next() {
        return Some(Near {
            name,
            certain: same.next().is_none(),
        });
    }
    let (distance, name, others) = nearest(wrong, known.iter().copied())?;
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    Some(Near {
        name,
        // `dup-3` is no slip of the pen for `dup-2`.
        certain: distance == 1
            && others == 0
            && wrong.chars().count() >= 5
            && digits(wrong) == digits(name),
    })
}

/// How much comparing is left for one run. A book with very many broken links is not about
/// slips of the pen, and looking for the nearest of all names each time would take longer
/// than everything else.
#[derive(Debug)]
pub(crate) struct Patience(Cell<usize>);

impl Default for Patience {
    fn default() -> Self {
        Patience(Cell::new(500_000))
    }
}

impl Patience {
    /// Whether so many names may still be compared.
    pub(crate) fn allows(&self, names: usize) -> bool {
        let left = self.0.get().checked_sub(names);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// The path nearest to a wrong one, and whether it is certainly meant: the only one with
/// this file name, or one letter off.
pub(crate) fn path<'a>(wrong: &str, known: &[&'a str]) -> Option<(&'a str, bool)> {
    let file = path::file_name(wrong);
    if file != "index.html" {
        let mut same = known.iter().filter(|path| path::file_name(path) == file);
        if let Some(path) = same.next() {
            return same.next().is_none().then_some((*path, true));
        }
    }
    let (distance, path, others) = nearest(wrong, known.iter().copied())?;
    let alike = others == 0 && distance <= 1 + wrong.chars().count() / 8;
    let certain = distance == 1 && file.chars().count() >= 10 && file != "index.html";
    alike.then_some((path, certain))
}

/// The few names that are most like a wrong one, the likeliest first, and how many others
/// there are.
pub(crate) fn likeliest<'a>(
    wrong: &str,
    known: impl Iterator<Item = &'a str>,
) -> (Vec<&'a str>, usize) {
    let mut names: Vec<(usize, &str)> = known
        .take(COMPARED)
        .map(|name| (usize::MAX - likeness(wrong, name), name))
        .collect();
    names.sort_unstable();
    names.dedup();
    let others = names.len().saturating_sub(LISTED);
    names.truncate(LISTED);
    (names.into_iter().map(|(_, name)| name).collect(), others)
}

/// How much a name is like another one: words they share, and how they begin. Cheap, because
/// it is asked of many names.
fn likeness(wrong: &str, name: &str) -> usize {
    const WORD: usize = 8;
    fn words(text: &str) -> impl Iterator<Item = &str> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| word.len() > 2)
    }
    let shared = |word: &&str| words(name).any(|other| other.eq_ignore_ascii_case(word));
    let begin = wrong
        .bytes()
        .zip(name.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    words(wrong).filter(shared).count() * WORD + begin
}

/// The nearest name with its distance, and how many others are as near.
fn nearest<'a>(
    wrong: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<(usize, &'a str, usize)> {
    let stem = path::stem(path::file_name(wrong));
    if wrong.len() > LONGEST || stem.chars().count() < 3 {
        return None;
    }
    let length = wrong.chars().count();
    let limit = 1 + length / 4;
    let mut best: Option<(usize, &str, usize)> = None;
    for name in known.take(COMPARED) {
        if name.len().abs_diff(wrong.len()) > limit * 4 {
            continue;
        }
        if name.chars().count().abs_diff(length) > limit {
            continue;
        }
        let distance = strsim::osa_distance(wrong, name);
        match &mut best {
            _ if distance > limit => {}
            Some((least, _, others)) if distance == *least => *others += 1,
            Some((least, ..)) if distance > *least => {}
            _ => best = Some((distance, name, 0)),
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        let known = [
            "plain",
            "opt-mode",
            "dup",
            "dup-1",
            "dup-2",
            "über-straße",
            "-launch",
        ];
        let check = |wrong: &str, expected: Option<(&str, bool)>| {
            let found = name(wrong, &known).map(|near| (near.name, near.certain));
            assert_eq!(found, expected, "{wrong}");
        };
        check("Plain", Some(("plain", true)));
        check("--opt-mode", Some(("opt-mode", true)));
        check("uber-strasse", Some(("über-straße", true)));
        check("plaine", Some(("plain", true)));
        check("plane", Some(("plain", false)));
        check("dup-3", Some(("dup-1", false)));
        check("launch", Some(("-launch", true)));
        check("something-else", None);
    }

    #[test]
    fn paths_are_found() {
        let known = [
            "a/deep.html",
            "b/index.html",
            "tutorial.html",
            "x/two.html",
            "y/two.html",
        ];
        let check = |wrong: &str, expected| {
            assert_eq!(path(wrong, &known), expected, "{wrong}");
        };
        check("deep.html", Some(("a/deep.html", true)));
        check("tutoral.html", Some(("tutorial.html", true)));
        check("two.html", None);
        check("c/index.html", Some(("b/index.html", false)));
        check("missing.html", None);
    }
}
