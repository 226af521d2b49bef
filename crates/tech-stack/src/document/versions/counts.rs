//! Numbers that are not versions: counts, sizes, ports, targets. The words are in `counts.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::document::words;

const LISTS: &str = include_str!("../../../data/counts.txt");

/// The words of one list of the file.
type Words = LazyLock<HashSet<&'static str>>;

static AFTER: Words = LazyLock::new(|| list("after a number"));
static BEFORE: Words = LazyLock::new(|| list("before a number"));
static TITLES: Words = LazyLock::new(|| list("in a title"));
static VERSIONS: Words = LazyLock::new(|| list("in a title about versions all the same"));

fn list(name: &str) -> HashSet<&'static str> {
    words::lines(LISTS, name)
        .flat_map(str::split_whitespace)
        .collect()
}

/// Whether the text after a number says what it counts: ` replicas`, `-node`, ` (GB)`.
pub(crate) fn is_count_after(rest: &str) -> bool {
    // `2–4 instances` and `3/5 nodes` count as the last number does.
    let more = rest.trim_start_matches(' ').strip_prefix(['-', '–', '/']);
    let more = more.map_or("", |more| more.trim_start_matches(' '));
    let digits = more.bytes().take_while(u8::is_ascii_digit).count();
    let rest = if digits > 0 { &more[digits..] } else { rest };
    let word = rest.trim_start_matches([' ', '\u{a0}', '-', '(', '（']);
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let word = word[..end].to_lowercase();
    let joined = rest.starts_with('-') && AFTER.contains(format!("{word}s").as_str());
    joined || AFTER.contains(word.as_str()) || starts_with_count(&word)
}

/// In scripts without blanks the word is not ended: `3个节点`.
fn starts_with_count(word: &str) -> bool {
    let mut words = AFTER.iter().filter(|known| !known.is_ascii());
    !word.is_ascii()
        && words.any(|known| known.chars().all(is_ideograph) && word.starts_with(known))
}

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether the text before a number says that it is not a version: `port `.
pub(crate) fn is_count_before(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\u{a0}', ':', '：', '=', '#']);
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic())
        .last();
    let word = start.map_or("", |(at, _)| &before[at..]);
    BEFORE.contains(word.to_lowercase().as_str())
}

/// Whether a single whole number is too large for a version, and no year: most likely a port.
pub(crate) fn is_large(number: u64) -> bool {
    number >= 1000 && !(1990..2100).contains(&number)
}

/// Whether a title announces numbers that are not versions: `Dependency count target`.
pub(crate) fn is_title(title: &str) -> bool {
    let title = title.to_lowercase();
    let has = |words: &HashSet<&str>| {
        let mut found = title.split(|c: char| !c.is_alphanumeric());
        let whole = found.any(|word| words.contains(word));
        let mut ideographs = words.iter().filter(|word| word.chars().all(is_ideograph));
        whole || ideographs.any(|word| title.contains(word))
    };
    has(&TITLES) && !has(&VERSIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_number_say_what_it_counts() {
        for rest in [
            " replicas",
            "-node cluster",
            " GB",
            " (kB)",
            " ms",
            "个节点",
            " 副本",
            "–4 instances",
            " - 4 nodes",
            "/5 nodes",
            " Zeilen",
        ] {
            assert!(is_count_after(rest), "{rest}");
        }
        for rest in [
            "",
            " LTS",
            " or later",
            "-alpine",
            " (LTS)",
            " for pages",
            " (Node.js)",
            " instance",
            " container image",
            "–19",
            "-19 LTS",
            "/5",
        ] {
            assert!(!is_count_after(rest), "{rest}");
        }
        assert!(is_count_before("Redis on port "));
        assert!(is_count_before("副本: "));
        assert!(!is_count_before("Report "));
        assert!(!is_count_before(""));
        assert!(is_large(6379) && !is_large(2022) && !is_large(999));
    }

    #[test]
    fn titles_announce_counts() {
        for title in [
            "Dependency count target",
            "3.2 Bundle Size",
            "Replicas:",
            "Ports",
            "性能目标",
            "Number of dependencies",
            "Story points",
            "Service level objectives",
        ] {
            assert!(is_title(title), "{title}");
        }
        for title in [
            "Client state",
            "Version numbers",
            "Monitoring and metrics",
            "Target framework",
            "Supported versions and targets",
            "Accounts",
            "Countries",
            "技术栈",
        ] {
            assert!(!is_title(title), "{title}");
        }
    }
}
