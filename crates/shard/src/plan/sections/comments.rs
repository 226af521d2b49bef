//! Comments that open or close something: tables of contents that tools keep, and regions in which
//! a formatter or a linter is off.
//!
//! Which comments belong together is decided by their words alone.

use std::ops::Range;

use archsite_core::markdown::outline::{BlockKind, Outline};

/// Names of regions that contain a table of contents.
const CONTENTS: &[&str] = &[
    "auto-toc",
    "autotoc",
    "contents",
    "doctoc",
    "gh-md-toc",
    "markdowntoc",
    "markdown-toc",
    "md-toc",
    "mdtoc",
    "mktoc",
    "table-of-contents",
    "tableofcontents",
    "toc",
    "vim-markdown-toc",
];

/// Names of regions that switch a tool off, whose comments must stay in one file.
const TOOLS: &[&str] = &[
    "alex",
    "cspell",
    "lint",
    "markdownlint",
    "prettier-ignore",
    "remark-lint",
    "spell-checker",
    "textlint",
    "vale",
];

/// Two comments that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The comment that opens the region.
    pub(crate) open: Range<usize>,
    /// The comment that closes it.
    pub(crate) close: Range<usize>,
    name: String,
}

impl Pair {
    /// Whether the region contains a table of contents.
    pub(crate) fn is_contents(&self) -> bool {
        CONTENTS.contains(&self.name.as_str())
    }

    /// Whether the region switches a tool off.
    pub(crate) fn is_tool(&self) -> bool {
        TOOLS.contains(&self.name.as_str())
    }
}

/// What a comment does.
#[derive(Debug, PartialEq, Eq)]
enum Role {
    Opens(String),
    Closes(String),
    /// A single word: it opens a region if a comment closes it later.
    Word(String),
}

/// The comments of a document that belong together, by the place of the closing one.
pub(crate) fn pairs(text: &str, outline: &Outline) -> Vec<Pair> {
    let mut open: Vec<(String, Range<usize>)> = Vec::new();
    let mut pairs = Vec::new();
    for range in comments(text, outline) {
        match role(&text[range.clone()]) {
            Some(Role::Opens(name) | Role::Word(name)) => open.push((name, range)),
            Some(Role::Closes(name)) => {
                let is_it = |opened: &str, range: &Range<usize>| match name.as_str() {
                    "" => text[range.clone()].to_lowercase().contains("region"),
                    name => opened == name,
                };
                let found = open
                    .iter()
                    .rposition(|(opened, range)| is_it(opened, range));
                if let Some(index) = found {
                    let (name, opened) = open.swap_remove(index);
                    open.truncate(index);
                    pairs.push(Pair {
                        open: opened,
                        close: range,
                        name,
                    });
                }
            }
            None => {}
        }
    }
    pairs
}

/// The comments at the root of a document.
fn comments(text: &str, outline: &Outline) -> Vec<Range<usize>> {
    let blocks = outline.blocks.iter();
    let html = blocks.filter(|block| block.kind == BlockKind::Anchors);
    let mut found = Vec::new();
    for block in html {
        let mut at = block.range.start;
        while let Some(start) = text[at..block.range.end].find("<!--") {
            let start = at + start;
            let Some(len) = text[start..block.range.end].find("-->") else {
                break;
            };
            at = start + len + "-->".len();
            found.push(start..at);
        }
    }
    found
}

/// What a comment does, by its words.
fn role(comment: &str) -> Option<Role> {
    let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?;
    let words = inner.trim().trim_start_matches(':').to_lowercase();
    let mut parts = words.split_whitespace();
    let (first, second) = (parts.next()?, parts.next());
    let opens = |name: &str| Some(Role::Opens(name.to_string()));
    let closes = |name: &str| Some(Role::Closes(name.to_string()));
    match (first, second) {
        ("start" | "begin" | "#region" | "region", Some(name)) => return opens(name),
        ("end" | "stop" | "#endregion" | "endregion", Some(name)) => return closes(name),
        (name, Some("start" | "begin" | "off")) => return opens(name),
        (name, Some("end" | "stop" | "on")) => return closes(name),
        // The end of a region need not name it.
        ("#endregion" | "endregion", None) => return closes(""),
        ("ts", None) => return opens("toc"),
        ("te", None) => return closes("toc"),
        ("tocstop", None) => return closes("toc"),
        ("vim-markdown-toc", None) => return closes(first),
        ("vim-markdown-toc" | "toc" | "markdowntoc", Some(_)) => return opens(first),
        _ => {}
    }
    if let Some(name) = first.strip_prefix('/') {
        return closes(name);
    }
    for end in ["-end", "-stop", "_end", ":end", "-enable", ":enable"] {
        if let Some(name) = first.strip_suffix(end) {
            return closes(name);
        }
    }
    for end in [
        "-start", "-begin", "_start", ":start", "-disable", ":disable",
    ] {
        if let Some(name) = first.strip_suffix(end) {
            return opens(name);
        }
    }
    for (start, role) in [
        ("begin_", Role::Opens as fn(String) -> Role),
        ("start_", Role::Opens),
        ("end_", Role::Closes),
    ] {
        if let Some(name) = first.strip_prefix(start) {
            return Some(role(name.to_string()));
        }
    }
    second.is_none().then(|| Role::Word(first.to_string()))
}

#[cfg(test)]
mod tests {
    use archsite_core::markdown::outline::ParseOptions;

    use super::*;

    fn named(text: &str) -> Vec<String> {
        let outline = Outline::parse(text, &ParseOptions::default());
        let pairs = pairs(text, &outline);
        pairs.into_iter().map(|pair| pair.name).collect()
    }

    #[test]
    fn comments_that_belong_together_are_found() {
        let cases = [
            ("toc", "/toc", "toc"),
            ("TOC", "/TOC", "toc"),
            ("toc", "tocstop", "toc"),
            ("ts", "te", "toc"),
            ("toc:start", "toc:end", "toc"),
            ("START doctoc made by x", "END doctoc made by x", "doctoc"),
            ("MarkdownTOC depth=2", "/MarkdownTOC", "markdowntoc"),
            (
                "vim-markdown-toc GFM",
                "vim-markdown-toc",
                "vim-markdown-toc",
            ),
            (
                "prettier-ignore-start",
                "prettier-ignore-end",
                "prettier-ignore",
            ),
            (
                "markdownlint-disable MD013",
                "markdownlint-enable MD013",
                "markdownlint",
            ),
            ("vale off", "vale on", "vale"),
            ("#region sample", "#endregion", "sample"),
            ("BEGIN mktoc", "END mktoc", "mktoc"),
            ("BEGIN_TF_DOCS", "END_TF_DOCS", "tf_docs"),
        ];
        for (open, close, name) in cases {
            let text = format!("<!-- {open} -->\n\ntext\n\n<!-- {close} -->\n");
            assert_eq!(named(&text), [name], "{open}");
        }
        for alone in ["owner: me", "/toc", "prettier-ignore", "toc"] {
            assert!(named(&format!("<!-- {alone} -->\n")).is_empty(), "{alone}");
        }
        assert_eq!(
            named("<!-- toc -->\n<!-- vale off -->\n\n<!-- vale on -->\n<!-- /toc -->\n"),
            ["vale", "toc"]
        );
    }
}
