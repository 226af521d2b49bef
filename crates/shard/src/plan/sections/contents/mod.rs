//! Titles of sections that list the other sections.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::plan::names::titles::without_number;

/// The titles, in lower case and without accents, one a line.
static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("titles.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// Whether a title is that of a table of contents: in many languages, with or without accents,
/// emoji and a colon.
pub(crate) fn is_contents_title(title: &str) -> bool {
    let mut folded = without_number(title).to_lowercase();
    if !folded.is_ascii() {
        let letters = folded.nfd().filter(|c| !is_combining_mark(*c));
        folded = letters.nfc().collect();
    }
    let title = folded.trim_matches(|c: char| !c.is_alphanumeric());
    TITLES.contains(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_tables_of_contents_are_known() {
        let titles = [
            "Table of Contents",
            "1. Contents:",
            "📑 Table of contents",
            "Table des matières",
            "Table des Matieres",
            "Sumário",
            "Indice",
            "İçindekiler",
            "Περιεχόμενα",
            "目次",
            "목차",
            "**TOC**",
        ];
        for title in titles {
            assert!(is_contents_title(title), "{title}");
        }
        for title in ["Content model", "Tableau", "", "📑"] {
            assert!(!is_contents_title(title), "{title}");
        }
    }
}
