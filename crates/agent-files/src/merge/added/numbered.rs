//! Places of sections by the numbers in their titles or names: `Epic 3` follows `Epic 2`.

use archsite_shard::plan::names::titles;

use super::Place;
use crate::manifest::Manifest;

/// Where a numbered section goes, and its number: after the one with the next lower number.
pub(super) fn place(name: &str, title: &str, manifest: &Manifest) -> Option<(Vec<u32>, Place)> {
    by_title(title, manifest).or_else(|| by_name(name, manifest))
}

fn by_title(title: &str, manifest: &Manifest) -> Option<(Vec<u32>, Place)> {
    let (word, number) = numbered(title)?;
    let sections = manifest.shards.iter().enumerate().skip(1);
    let (own, of) = number.split_last()?;
    let same: Vec<(usize, u32)> = sections
        .filter_map(|(index, shard)| {
            let (other, number) = numbered(&shard.title)?;
            let (last, above) = number.split_last()?;
            (other == word && above == of).then_some((index, *last))
        })
        .collect();
    let ascend = same.windows(2).all(|pair| pair[0].1 < pair[1].1);
    let depth = |index: usize| manifest.shards[index].path.len();
    let (first, _) = same.first()?;
    let are_siblings = same.iter().all(|(index, _)| depth(*index) == depth(*first));
    let is_free = same.iter().all(|(_, number)| number != own);
    let before = same.iter().rev().find(|(_, number)| number < own);
    let (after, last) = before.filter(|_| ascend && are_siblings && is_free)?;
    // Without a word the number may be a part of the title, as in `404 Errors`.
    let is_next = last + 1 == *own || same.iter().any(|(_, number)| number > own);
    if word.is_empty() && !is_next {
        return None;
    }
    let place = Place {
        after: Some(*after),
        is_below: false,
        shift: manifest.shards[*after].shift,
    };
    Some((number, place))
}

/// The word before the number of a title, in lower case, and the number.
pub(super) fn numbered(title: &str) -> Option<(String, Vec<u32>)> {
    if let Some(number) = titles::number(title) {
        return Some((String::new(), number));
    }
    let start = title.find(|c: char| c.is_ascii_digit())?;
    let (word, rest) = title.split_at(start);
    let word = word.trim();
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == ' ');
    let number = rest
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .next()?;
    let after = &rest[number.len()..];
    let is_apart = !after.starts_with(char::is_alphanumeric);
    let number: Option<Vec<u32>> = {
        let parts = number.trim_end_matches('.').split('.');
        parts.map(|part| part.parse().ok()).collect()
    };
    number
        .filter(|_| is_word && is_apart)
        .map(|number| (word.to_lowercase(), number))
}

/// In a folder of numbered names, the number behind the last one.
fn by_name(name: &str, manifest: &Manifest) -> Option<(Vec<u32>, Place)> {
    let last = manifest
        .shards
        .len()
        .checked_sub(1)
        .filter(|last| *last > 0)?;
    let number: u32 = name.split_once('-')?.0.parse().ok()?;
    let depth = manifest.shards[last].path.len();
    let sections = &manifest.shards[1..];
    let are_flat = sections.iter().all(|shard| shard.path.len() == depth);
    let is_next = usize::try_from(number).is_ok_and(|number| number == last + 1);
    let is_certain = manifest.names == "numbered" && are_flat && is_next;
    is_certain.then(|| {
        let place = Place {
            after: Some(last),
            is_below: false,
            shift: manifest.shards[last].shift,
        };
        (vec![number], place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_word_before_them_or_none() {
        type Number = (&'static str, &'static [u32]);
        let cases: &[(&str, Option<Number>)] = &[
            ("Epic 3: Login", Some(("epic", &[3]))),
            ("Story 1.2 Cart", Some(("story", &[1, 2]))),
            ("User Story 4.", Some(("user story", &[4]))),
            ("3. Scope", Some(("", &[3]))),
            ("3.1 Scope", Some(("", &[3, 1]))),
            ("Python 3x", None),
            ("Scope", None),
            ("C++ 17", None),
        ];
        for (title, expected) in cases {
            let found = numbered(title);
            let found = found
                .as_ref()
                .map(|(word, number)| (word.as_str(), number.as_slice()));
            assert_eq!(found, *expected, "{title}");
        }
    }
}
