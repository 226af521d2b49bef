//! What the front matter of a document says about it, for readers of its page.
//!
//! mdBook shows no front matter; a reader still wants to know who answers for a document and how old it is.

use std::collections::HashSet;
use std::sync::LazyLock;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};
use archsite_core::markdown::outline::is_placeholder;
use archsite_core::text::{collapse_whitespace, data_lines};

use crate::plan::sections::front_matter::Fields;

/// Most values of one key that are shown.
const MOST_VALUES: usize = 5;
/// Longest value, in characters.
const LONGEST: usize = 60;

/// The keys that are shown.
static KEYS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| data_lines(include_str!("../../data/facts.txt")).collect());

/// How it looks. There is one on a page.
const STYLE: &str = "<style>.archsite-about { font-size: .88em; \
    color: color-mix(in srgb, var(--fg) 80%, var(--bg)); } .archsite-fact { white-space: nowrap; }</style>";

/// The line about a document; nothing if its front matter says nothing that is shown. `html` for a browser.
pub(crate) fn line(fields: &Fields, html: bool) -> Option<String> {
    let facts = fields
        .iter()
        .filter_map(|(key, values)| fact(key, values, html));
    let facts = Inline::joined(facts, " · ");
    if facts.is_empty() {
        return None;
    }
    let markdown = Markdown::new(EscapeMode::MdBook);
    if !html {
        return Some(markdown.paragraph(&facts).finish());
    }
    let line = markdown
        .tags(&[STYLE, "<div class=\"archsite-about\">"].join("\n"))
        .paragraph(&facts)
        .tags("</div>");
    Some(line.finish())
}

/// Whether a label is the key of such a fact, which says nothing of what a text is about.
pub(crate) fn is_key(label: &str) -> bool {
    KEYS.contains(label.to_lowercase().as_str())
}

/// A key with its values, as readers see it.
fn fact(key: &str, values: &[String], html: bool) -> Option<Inline> {
    let label = collapse_whitespace(&key.replace(['-', '_'], " ")).into_owned();
    if !KEYS.contains(label.to_lowercase().as_str()) {
        return None;
    }
    let is_shown = |value: &&String| {
        let is_short = value.chars().nth(LONGEST).is_none();
        is_short && !value.is_empty() && !is_placeholder(value)
    };
    let shown: Vec<&str> = values.iter().filter(is_shown).map(String::as_str).collect();
    if shown.len() < values.len() || shown.is_empty() {
        return None;
    }
    let mut text = shown[..shown.len().min(MOST_VALUES)].join(", ");
    if shown.len() > MOST_VALUES {
        text.push_str(&format!(" and {} more", shown.len() - MOST_VALUES));
    }
    let mut letters = label.chars();
    let first = letters.next()?.to_uppercase();
    let label: String = first.chain(letters).collect();
    let fact = emit::text(&format!("{label}: {text}"));
    // A date is not broken between two lines.
    Some(if html && values.len() == 1 {
        emit::within("archsite-fact", fact)
    } else {
        fact
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sections::front_matter;

    #[test]
    fn what_readers_want_to_know_is_shown() {
        let cases = [
            (
                "---\ntitle: A\nstatus: draft\nowning-sig: sig-a\nlast_updated: 2026-01-02\ntags: [x]\n---\n",
                Some("Status: draft · Owning sig: sig-a · Last updated: 2026-01-02\n"),
            ),
            (
                "---\nauthors:\n  - \"@ann\"\n  - Bo\n---\n",
                Some("Authors: @ann, Bo\n"),
            ),
            (
                "+++\nversion = 2\nupdated = 2026-01-02\nowner = \"*us*\"\n+++\n",
                Some("Owner: \\*us\\* · Updated: 2026-01-02 · Version: 2\n"),
            ),
            ("---\nowner: \"{{owner}}\"\nstatus:\n---\n", None),
            ("---\nowner:\n  name: a\n---\n", None),
            ("---\nowner: [a\n---\n", None),
            ("+++\nowner = \n+++\n", None),
        ];
        for (text, expected) in cases {
            let fields = front_matter::fields(text);
            assert_eq!(line(&fields, false).as_deref(), expected, "{text:?}");
        }
    }
}
