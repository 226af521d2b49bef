//! Tables of contents: titles of sections that list the other sections, and lists without such a title.

pub(crate) mod place;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use archsite_core::markdown::outline::{BlockKind, LinkKind, Outline};
use archsite_core::text::data_lines;
use unicode_normalization::UnicodeNormalization as _;

use crate::plan::names::titles::without_number;

/// The titles, in lower case and without accents, one a line.
static TITLES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| data_lines(include_str!("../../../../data/contents-titles.txt")).collect());

/// Tags that only lay out what is in them.
static LAYOUT: LazyLock<HashSet<&str>> =
    LazyLock::new(|| data_lines(include_str!("../../../../data/layout-tags.txt")).collect());

/// Whether a title is that of a table of contents: in many languages, with or without accents,
/// emoji and a colon.
pub(crate) fn is_contents_title(title: &str) -> bool {
    let mut folded = without_number(title).to_lowercase();
    if !folded.is_ascii() {
        // Marks of other scripts are letters.
        let letters = folded
            .nfd()
            .filter(|c| !('\u{300}'..='\u{36f}').contains(c));
        folded = letters.nfc().collect();
    }
    let title = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let unnumbered = title.trim_start_matches(char::is_numeric).trim_start();
    TITLES.contains(title) || TITLES.contains(unnumbered)
}

/// What stands for a table of contents that another program makes.
const MARKERS: &[&str] = &[
    "[toc]",
    "[[toc]]",
    "[[_toc_]]",
    "@[toc]",
    "${toc}",
    "{:toc}",
    "{{toc}}",
    "{{< toc >}}",
];

/// Whether a part of a document is such a mark and nothing else.
pub(crate) fn is_marker(text: &str) -> bool {
    MARKERS.contains(&text.trim().to_lowercase().as_str())
}

/// Whether a part of a document is nothing but a list of links to its own headings, at least to as many
/// as it has sections.
pub(crate) fn lists_headings(
    text: &str,
    outline: &Outline,
    body: Range<usize>,
    sections: usize,
) -> bool {
    let first = outline
        .links
        .partition_point(|link| link.range.start < body.start);
    let links = outline.links[first..]
        .iter()
        .take_while(|link| link.range.start < body.end);
    let mut rest = text[body.clone()].as_bytes().to_vec();
    let mut found = HashSet::new();
    for link in links {
        let is_own =
            link.kind == LinkKind::Link && link.dest.len() > 1 && link.dest.starts_with('#');
        let block = outline
            .blocks
            .partition_point(|block| block.range.start <= link.range.start);
        let block = block.checked_sub(1).map(|index| &outline.blocks[index]);
        let is_in_list = block.is_some_and(|block| block.kind == BlockKind::List);
        if !is_own || !is_in_list || link.range.end > body.end {
            return false;
        }
        rest[link.range.start - body.start..link.range.end - body.start].fill(b' ');
        found.insert(link.dest.as_str());
    }
    let rest = String::from_utf8_lossy(&rest);
    // A tag that only opens or closes belongs to something else.
    let tags = rest.matches('<').count() - rest.matches("<!--").count();
    let are_closed = 2 * rest.matches("</").count() == tags;
    found.len() >= sections.max(2) && are_closed && has_only_marks(&rest)
}

/// Whether a list of links to sections, without the links, has nothing but marks of a list, labels
/// such as `Contents:`, comments, and tags that fold it or lay it out.
pub(crate) fn has_only_marks(list: &str) -> bool {
    let list = without(list, "<!--", "-->");
    let list = without(&list, "<summary", "</summary>");
    let list = without_layout(&list);
    let is_mark = |c: char| c.is_ascii_digit() || " \t\r\n.)-*+_|·•>".contains(c);
    let mut lines = list.lines();
    lines.all(|line| line.chars().all(is_mark) || is_contents_title(line.trim_matches(is_mark)))
}

/// A text without all from one mark to another. A mark that nothing closes stays.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(start)
        && let Some((_, after)) = after.split_once(end)
    {
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text without the tags that only lay out what is in them. One with an id may be what a link leads to.
fn without_layout(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let inner = &rest[start + 1..];
        let name = inner.strip_prefix('/').unwrap_or(inner);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default().to_lowercase();
        let end = inner.find(['<', '>']).filter(|end| {
            let has_id = [" id", " name"]
                .iter()
                .any(|key| inner[..*end].contains(key));
            inner[*end..].starts_with('>') && LAYOUT.contains(name.as_str()) && !has_id
        });
        match end {
            Some(end) => {
                out.push_str(&rest[..start]);
                rest = &inner[end + 1..];
            }
            None => {
                out.push_str(&rest[..start + 1]);
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_sections_have_only_marks() {
        let lists = [
            "\n-    \n  -    \n",
            "1. **   **\n2. _   _\n",
            "<!-- toc -->\n*   \n<!-- /toc -->\n",
            "<details>\n<summary>Show all</summary>\n\n-   \n\n</details>\n",
            "<ul>\n<li>   </li>\n</ul>\n",
            "**Contents:**    |    |\n",
            "**Contents**\n\n-   \n",
        ];
        for list in lists {
            assert!(has_only_marks(list), "{list}");
        }
        let others = [
            "-    for all\n",
            "- Plan\n",
            "1.    ⭐ NEW\n",
            "-    <1 week\n",
            "-   \n\n<5 minutes to read; ask Ann first.\n",
            "-   \n<img src=\"map.png\">\n",
            "-   \n<!-- not closed\n",
            "-   \n<a id=\"z\"></a>\n",
        ];
        for list in others {
            assert!(!has_only_marks(list), "{list}");
        }
    }

    #[test]
    fn titles_of_tables_of_contents_are_known() {
        let titles = [
            "Table of Contents",
            "1. Contents:",
            "1 Contents",
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
            "विषय सूची",
            "สารบัญ",
            "תוכן עניינים",
            "Indice dei contenuti",
        ];
        for title in titles {
            assert!(is_contents_title(title), "{title}");
        }
        for title in ["Content model", "Tableau", "", "📑"] {
            assert!(!is_contents_title(title), "{title}");
        }
    }
}
