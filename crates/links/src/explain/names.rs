//! Finds among many names the one that a wrong name probably means.
//!
//! This module compares texts and does not know sites. The result for one name never depends on
//! earlier searches: an exact lookup is always made, and a search compares a bounded number of
//! names.

use std::cell::OnceCell;
use std::collections::HashMap;

use archsite_core::diagnostics::suggest;
use archsite_core::diagnostics::suggest::Similar;
use archsite_core::site::heading_ids::id_from_content;
use archsite_core::site::path;

/// Most names that share a word with a wrong one and are considered.
const MOST_SHARING: usize = 400;

/// Most names that are listed for a wrong one.
const LISTED: usize = 6;

/// Longest name that is compared letter by letter, in bytes.
const LONGEST: usize = 200;

/// The letters and digits of a name in ASCII and lower case: what the rules for ids of different
/// programs agree on.
pub(crate) fn skeleton(name: &str) -> String {
    let plain = deunicode::deunicode(name);
    let letters = plain.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The name that a wrong one probably means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// It differs in case and punctuation only, and no other name does.
    pub(crate) proven: bool,
}

/// Known names, sorted, with what is needed to find one of them.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    all: Vec<&'a str>,
    /// Names by their letters and digits.
    skeletons: OnceCell<HashMap<String, Vec<usize>>>,
    /// Length in characters and index of each name, sorted.
    lengths: OnceCell<Vec<(usize, usize)>>,
    /// Names by the words they hold.
    words: OnceCell<HashMap<String, Vec<usize>>>,
}

impl<'a> Names<'a> {
    /// Names to look among.
    pub(crate) fn new(names: impl IntoIterator<Item = &'a str>) -> Names<'a> {
        let mut all: Vec<&str> = names.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Names {
            all,
            ..Names::default()
        }
    }

    /// The name that differs from a wrong one in case, punctuation or accents only.
    pub(crate) fn same(&self, wrong: &str) -> Option<Candidate<'a>> {
        let skeletons = self.skeletons.get_or_init(|| {
            let mut skeletons: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, name) in self.all.iter().enumerate() {
                skeletons.entry(skeleton(name)).or_default().push(index);
            }
            skeletons
        });
        let wanted = Some(skeleton(wrong)).filter(|wanted| !wanted.is_empty())?;
        let found = skeletons.get(&wanted)?;
        let lower = wrong.to_lowercase();
        let names = || found.iter().map(|index| self.all[*index]);
        // Other names with the same letters do not matter where one differs in case only.
        let mut in_case = names().filter(|name| name.to_lowercase() == lower);
        if let Some(name) = in_case.next() {
            let proven = in_case.next().is_none();
            return Some(Candidate { name, proven });
        }
        let name = names().next()?;
        let proven = found.len() == 1 && is_same(wrong, name);
        Some(Candidate { name, proven })
    }

    /// The name that was probably meant, if one is near enough.
    pub(crate) fn suggestion(&self, wrong: &str) -> Option<Candidate<'a>> {
        let guess = || {
            let name = self.nearest(wrong)?.name;
            let proven = false;
            Some(Candidate { name, proven })
        };
        self.same(wrong).or_else(guess)
    }

    /// The nearest name, among the thousand whose length is nearest.
    pub(crate) fn nearest(&self, wrong: &str) -> Option<Similar<'a>> {
        let stem = path::stem(path::file_name(wrong));
        if wrong.len() > LONGEST || stem.chars().count() < 3 {
            return None;
        }
        let length = wrong.chars().count();
        suggest::similar(wrong, self.by_length(length, suggest::most_changes(wrong)))
    }

    /// Names whose length differs by a few letters at most, those of the same length first.
    fn by_length(&self, length: usize, most: usize) -> impl Iterator<Item = &'a str> {
        let lengths = self.lengths.get_or_init(|| {
            let names = self.all.iter().enumerate();
            let names = names.filter(|(_, name)| name.len() <= 4 * LONGEST);
            let mut lengths: Vec<(usize, usize)> = names
                .map(|(index, name)| (name.chars().count(), index))
                .collect();
            lengths.sort_unstable();
            lengths
        });
        let of = |length: usize| {
            let from = lengths.partition_point(|(other, _)| *other < length);
            let to = lengths.partition_point(|(other, _)| *other <= length);
            &lengths[from..to]
        };
        let others = (1..=most).flat_map(move |by| {
            let shorter = length.checked_sub(by).map(of);
            shorter.into_iter().flatten().chain(of(length + by))
        });
        let alike = of(length).iter().chain(others);
        alike.map(|(_, index)| self.all[*index])
    }

    /// The few names that are most like a wrong one, the likeliest first; all names where
    /// there are only a few.
    pub(crate) fn likeliest(&self, wrong: &str) -> Vec<&'a str> {
        let candidates: Vec<usize> = if self.all.len() <= LISTED {
            (0..self.all.len()).collect()
        } else {
            self.sharing(wrong)
        };
        let names = candidates.into_iter().map(|index| self.all[index]);
        let mut names: Vec<(usize, &str)> = names
            .map(|name| (usize::MAX - likeness(wrong, name), name))
            .collect();
        names.sort_unstable();
        names.dedup();
        names.truncate(LISTED);
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// Some names that share a word with a wrong one; words that few names hold come first.
    fn sharing(&self, wrong: &str) -> Vec<usize> {
        let known = self.words.get_or_init(|| {
            let mut known: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, name) in self.all.iter().enumerate() {
                for word in words(stem(name)) {
                    known.entry(word.to_lowercase()).or_default().push(index);
                }
            }
            known
        });
        let lists = words(stem(wrong)).filter_map(|word| known.get(&word.to_lowercase()));
        // A word that half of all names hold says nothing.
        let mut lists: Vec<&Vec<usize>> = lists
            .filter(|list| list.len() <= self.all.len() / 2)
            .collect();
        lists.sort_by_key(|list| list.len());
        lists
            .into_iter()
            .flatten()
            .copied()
            .take(MOST_SHARING)
            .collect()
    }
}

/// A name without its ending, which says what kind of thing it is.
fn stem(name: &str) -> &str {
    path::stem(name)
}

/// The words of a name with more than two letters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() > 2)
}

/// How much a name is like another one: words they share, and how they begin.
fn likeness(wrong: &str, name: &str) -> usize {
    const WORD: usize = 8;
    let shared = |word: &&str| words(name).any(|other| other.eq_ignore_ascii_case(word));
    let begin = wrong
        .bytes()
        .zip(name.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    words(wrong).filter(shared).count() * WORD + begin
}

/// Whether two names of the same letters and digits are certainly one: what differs is case,
/// punctuation, or how an accent is stored. `v1-0` is not `v10`, and letters that are written
/// alike in another script are other letters.
fn is_same(wrong: &str, name: &str) -> bool {
    let numbers = |text: &str| {
        let numbers = text.split(|c: char| !c.is_ascii_digit());
        let numbers = numbers.filter(|number| !number.is_empty());
        numbers.map(ToString::to_string).collect::<Vec<String>>()
    };
    let plain = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let decomposed = [wrong, name].iter().any(|text| text.contains(is_accent));
    let same_letters = if decomposed {
        composed(wrong) == composed(name)
    } else {
        plain(wrong) == plain(name)
    };
    id_from_content(wrong) == name || (numbers(wrong) == numbers(name) && same_letters)
}

/// The letters and digits of a text in lower case; where accents are stored on their own, each
/// letter with whether it has one.
fn composed(text: &str) -> Vec<(String, bool)> {
    let mut letters: Vec<(String, bool)> = Vec::new();
    for c in text.chars() {
        if is_accent(c) {
            if let Some((_, accented)) = letters.last_mut() {
                *accented = true;
            }
        } else if c.is_alphanumeric() {
            let lower: String = c.to_lowercase().filter(|c| !is_accent(*c)).collect();
            let plain = deunicode::deunicode_char(c).unwrap_or_default();
            let is_accented = !c.is_ascii() && plain.len() == 1 && c.is_alphabetic();
            letters.push(if is_accented {
                (plain.to_lowercase(), true)
            } else {
                (lower, false)
            });
        }
    }
    letters
}

/// Whether a character is an accent of the letter before it.
pub(crate) fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        let known = Names::new([
            "plain",
            "opt-mode",
            "dup",
            "dup-1",
            "dup-2",
            "über-straße",
            "-launch",
            "v10",
            "北京",
            "camelCase",
            "camel-case",
        ]);
        let check = |wrong: &str, expected: Option<(&str, bool)>| {
            let found = known.suggestion(wrong).map(|near| (near.name, near.proven));
            assert_eq!(found, expected, "{wrong}");
        };
        check("Plain", Some(("plain", true)));
        check("--opt-mode", Some(("opt-mode", true)));
        check("u\u{308}ber-straße", Some(("über-straße", true)));
        check("uber-strasse", Some(("über-straße", false)));
        check("背景", Some(("北京", false)));
        check("plaine", Some(("plain", false)));
        check("plane", Some(("plain", false)));
        check("dup-3", Some(("dup-1", false)));
        check("launch", Some(("-launch", true)));
        check("v1.0", Some(("v10", true)));
        check("v1-0", Some(("v10", false)));
        check("Camel-Case", Some(("camel-case", true)));
        check("something-else", None);
    }

    #[test]
    fn what_is_found_does_not_depend_on_what_was_asked() {
        let names: Vec<String> = (0..3000).map(|n| format!("item-number-{n}")).collect();
        let names = Names::new(names.iter().map(String::as_str));
        let first = names.suggestion("Item-number-5");
        for n in 0..2000 {
            names.suggestion(&format!("qqq-{n}"));
        }
        assert_eq!(names.suggestion("Item-number-5"), first);
        assert!(first.is_some_and(|near| near.proven));
    }

    #[test]
    fn few_names_are_listed_and_of_many_those_that_are_alike() {
        let few = Names::new(["a", "b"]);
        assert_eq!(few.likeliest("c"), ["a", "b"]);
        let many: Vec<String> = (0..20).map(|n| format!("page-{n}.html")).collect();
        let many = many.iter().map(String::as_str).chain(["setup-linux.html"]);
        let many = Names::new(many);
        assert_eq!(many.likeliest("setup.html"), ["setup-linux.html"]);
        assert!(many.likeliest("page.html").is_empty());
    }
}
