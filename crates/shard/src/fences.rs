//! Fences of code, and comments, that swallow the headings of a document.
//!
//! A fence that is never closed ends with the document, and one of three backticks ends at the
//! first three backticks, also at those of an example inside. Both are valid Markdown, and nothing
//! on the page says that sections are missing.

use std::ops::Range;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::BlockKind;
use archsite_core::site::{PageId, Site};

use crate::lints::OPEN_FENCE;

/// Reports fences of all pages of a site that swallow headings.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    (0..site.pages.len())
        .flat_map(|page| check_page(site, page))
        .collect()
}

/// Reports fences of one page that swallow headings.
pub fn check_page(site: &Site, page: PageId) -> Vec<Diagnostic> {
    let text = site.pages[page].text.as_str();
    let blocks = site.pages[page].outline().blocks.iter();
    let found = blocks.filter_map(|block| match block.kind {
        BlockKind::Code => fault(text, block.range.clone(), block.unclosed),
        BlockKind::Html | BlockKind::Anchors if block.unclosed => {
            comment(text, block.range.clone())
        }
        _ => None,
    });
    found.map(|fault| fault.diagnostic(page)).collect()
}

/// A fence that swallows a heading.
struct Fault {
    /// The line that opens it.
    open: Range<usize>,
    /// A heading inside.
    heading: Range<usize>,
    /// The fence inside it that does not end it; none if nothing closes it.
    inner: Option<Range<usize>>,
    /// It is a comment that is never closed.
    is_comment: bool,
}

impl Fault {
    fn diagnostic(self, source: PageId) -> Diagnostic {
        let place = |range| Location::Source { source, range };
        if self.is_comment {
            let message = "this comment is never closed, and headings after it are a part of it";
            return Diagnostic::new(&OPEN_FENCE, message)
                .at(place(self.open), "the comment begins here")
                .at(place(self.heading), "this is not a heading")
                .help("close it with `-->`");
        }
        let (message, help) = match self.inner {
            None => (
                "this fence of code is never closed, and headings after it are code",
                "close it after the code; a fence around another one needs more backticks than that",
            ),
            Some(_) => (
                "this fence of code contains another one, which ends it",
                "use more backticks for the outer fence than for the inner one",
            ),
        };
        let diagnostic = Diagnostic::new(&OPEN_FENCE, message)
            .at(place(self.open), "the code begins here")
            .at(place(self.heading), "this is code, not a heading");
        match self.inner {
            Some(inner) => diagnostic.at(place(inner), "this fence is inside"),
            None => diagnostic,
        }
        .help(help)
    }
}

/// What is wrong with a block of code, if something is.
fn fault(text: &str, range: Range<usize>, unclosed: bool) -> Option<Fault> {
    let mut lines = lines(text, range);
    let open = lines.next()?;
    let fence = fence(&text[open.clone()])?;
    let mut heading = None;
    let mut inner = None;
    let mut is_after_blank = false;
    for line in lines {
        let content = &text[line.clone()];
        if heading.is_none() && is_after_blank && is_heading(content) {
            heading = Some(line.clone());
        }
        // A fence with a language cannot close one.
        let opens = self::fence(content)
            .is_some_and(|(mark, count, language)| mark == fence.0 && count >= fence.1 && language);
        if inner.is_none() && opens {
            inner = Some(line.clone());
        }
        is_after_blank = content.trim().is_empty();
    }
    let heading = heading?;
    if unclosed {
        return Some(Fault {
            open,
            heading,
            inner: None,
            is_comment: false,
        });
    }
    Some(Fault {
        open,
        heading,
        inner: Some(inner?),
        is_comment: false,
    })
}

/// A comment that nothing closes, if headings are in it.
fn comment(text: &str, range: Range<usize>) -> Option<Fault> {
    let start = range.start + text[range.clone()].rfind("<!--")?;
    if text[start..range.end].contains("-->") {
        return None;
    }
    let mut lines = lines(text, start..range.end);
    let open = lines.next()?;
    let mut is_after_blank = false;
    let heading = lines.find(|line| {
        let content = &text[line.clone()];
        let is_it = is_after_blank && is_heading(content);
        is_after_blank = content.trim().is_empty();
        is_it
    })?;
    Some(Fault {
        open,
        heading,
        inner: None,
        is_comment: true,
    })
}

/// The lines in a range of a text, without their ends.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text[range].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end().len()
    })
}

/// The mark of a fence, how often it is there, and whether a language follows.
fn fence(line: &str) -> Option<(char, usize, bool)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let count = line.len() - rest.len();
    let is_fence = count >= 3 && !(mark == '`' && rest.contains('`'));
    is_fence.then(|| (mark, count, !rest.trim().is_empty()))
}

/// Whether a line is written like a heading of a section. A single `#` is a comment in many
/// languages.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    (2..=6).contains(&level) && rest.starts_with(' ') && rest.chars().any(char::is_alphanumeric)
}
