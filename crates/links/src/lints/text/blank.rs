//! Destinations that a blank cuts off, so that the whole is shown as text.
//!
//! Parentheses after brackets are usual in prose and code. They are taken for a destination
//! where a file of that name is there, or where they end like a path and read like nothing else.

use std::ops::Range;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{Outline, ReferenceStyle};
use archsite_core::site::PageId;
use archsite_core::site::path;

use crate::lints::messages::text::blank::BlankInDestination;
use crate::site::document::Document;
use crate::site::href;
use crate::site::resolver::{LinkResolver, On, Outcome};

/// Longest destination that is looked at, in bytes.
const LONGEST: usize = 400;

/// Endings of files that people link to.
const ENDINGS: &[&str] = &[
    "md", "html", "htm", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "pdf", "txt",
];

/// Words of sentences, which names of files seldom hold.
const PROSE: &[&str] = &[
    "see",
    "the",
    "in",
    "of",
    "as",
    "and",
    "or",
    "to",
    "from",
    "for",
    "with",
    "by",
    "at",
    "on",
    "is",
    "are",
    "was",
    "cf",
    "cf.",
    "e.g.",
    "i.e.",
    "also",
    "via",
    "a",
    "an",
    "like",
    "than",
    "not",
    "that",
    "this",
    "file",
    "page",
    "called",
    "named",
    "described",
    "siehe",
    "voir",
    "ver",
];

/// Finds the anchor of a page that differs from a fragment in case and punctuation only.
pub(crate) type SameAnchor<'a> = &'a dyn Fn(PageId, &str) -> Option<String>;

/// A destination with a blank.
#[derive(Debug)]
struct Cut<'t> {
    /// Byte range of the destination.
    range: Range<usize>,
    dest: &'t str,
    is_image: bool,
    /// It follows a word, as an index follows the name of an array.
    is_index: bool,
}

pub(crate) fn check(
    document: &Document<'_>,
    resolver: &LinkResolver<'_>,
    same_anchor: SameAnchor<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let loose = document.outline.loose.iter();
    let cut = loose.filter_map(|loose| inline(document.text, loose.range.end));
    let undefined = document.outline.undefined.iter();
    let shortcuts = undefined.filter(|undefined| undefined.style == ReferenceStyle::Shortcut);
    let cut = cut.chain(shortcuts.filter_map(|u| definition(document.text, &u.range)));
    for cut in cut.filter(|cut| document.shows(cut.range.start)) {
        let judge = Judge {
            document,
            resolver,
            same_anchor,
        };
        let remedy = judge.remedy(cut.dest);
        let title = judge.title(&cut);
        if remedy.is_none() && title.is_none() && (cut.is_index || !judge.reads_like_a_path(&cut)) {
            continue;
        }
        let problem = BlankInDestination {
            document,
            dest: cut.dest,
            range: cut.range,
            remedy,
            title,
            cautious: resolver.output.unprocessed,
        };
        problems.push(problem.into());
    }
}

/// Byte ranges of the destinations in a text that a blank cuts off.
pub(crate) fn cut_off(text: &str, outline: &Outline) -> Vec<Range<usize>> {
    let loose = outline.loose.iter();
    let cut = loose.filter_map(|loose| inline(text, loose.range.end));
    cut.map(|cut| cut.range).collect()
}

struct Judge<'a> {
    document: &'a Document<'a>,
    resolver: &'a LinkResolver<'a>,
    same_anchor: SameAnchor<'a>,
}

impl Judge<'_> {
    fn resolve(&self, dest: &str) -> Outcome {
        self.resolver
            .resolve(&self.document.html, &href::rewritten(dest))
    }

    fn is_there(&self, dest: &str) -> bool {
        !href::is_elsewhere(dest)
            && !matches!(
                self.resolve(dest),
                Outcome::Missing(_) | Outcome::NoIndex(_) | Outcome::LeavesSite(_)
            )
    }

    /// The destination that is certainly meant.
    fn remedy(&self, dest: &str) -> Option<String> {
        let (path, fragment) = match dest.split_once('#') {
            Some((path, fragment)) => (path.trim(), Some(fragment.trim())),
            None => (dest, None),
        };
        // mdBook drops everything after `.md`, so that any such destination opens that page.
        let is_longer = path
            .rfind(".md")
            .is_some_and(|at| at + ".md".len() < path.len());
        if !path.is_empty() && (is_longer || !self.is_there(path)) {
            return None;
        }
        let written = match fragment {
            None if path.is_empty() => return None,
            None => path.to_string(),
            Some(fragment) => {
                let whole = format!("{path}#{fragment}");
                match self.resolve(&whole) {
                    Outcome::Fine => whole,
                    Outcome::NoAnchor(On::Page(page), _) => {
                        let id = (self.same_anchor)(page, &path::percent_decode(fragment))?;
                        format!("{path}#{}", path::percent_encode(&id))
                    }
                    _ => return None,
                }
            }
        };
        let is_proven = self.resolve(&written) == Outcome::Fine;
        let has_blank = written.contains(char::is_whitespace);
        is_proven.then(|| {
            if has_blank {
                format!("<{written}>")
            } else {
                written
            }
        })
    }

    /// The destination and the title after it that are meant, where the title lacks its quotes.
    fn title<'t>(&self, cut: &Cut<'t>) -> Option<(&'t str, &'t str)> {
        let (dest, title) = cut.dest.split_once([' ', '\t'])?;
        let title = title.trim().trim_matches(['"', '\'']);
        let path = dest.split('#').next().unwrap_or_default();
        let is_title = title.chars().all(|c| !"\"'<>#".contains(c)) && !is_path(title);
        let is_meant = !cut.is_index && is_path(path) && !title.is_empty() && is_title;
        (is_meant && self.is_there(path)).then_some((dest, title))
    }

    /// Whether a destination that is not there is certainly meant as one.
    fn reads_like_a_path(&self, cut: &Cut<'_>) -> bool {
        let path = cut.dest.split('#').next().unwrap_or_default().trim();
        let words: Vec<&str> = path.split_whitespace().collect();
        let last = words.last().copied().unwrap_or_default();
        let is_file = is_path(path);
        if href::is_elsewhere(path) {
            let is_web = ["http://", "https://"]
                .iter()
                .any(|web| path.starts_with(web));
            let mut rest = words.iter().skip(1);
            return is_web && words.len() > 1 && is_file && !rest.any(|word| is_prose(word));
        }
        if words.len() == 1 {
            // The blank is before or in the fragment.
            return is_file && self.is_there(path);
        }
        let is_prose = words.iter().any(|word| is_prose(word)) || path.contains([',', ';', '"']);
        is_file && !is_prose && words.len() <= 6 && (cut.is_image || !self.is_there(last))
    }
}

/// Whether a text ends like the name of a file.
fn is_path(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    let mut known = ENDINGS.iter();
    known.any(|known| ending.eq_ignore_ascii_case(known))
}

fn is_prose(word: &str) -> bool {
    let word = word.to_lowercase();
    PROSE.contains(&word.as_str())
}

/// The destination after `](`, if a blank cuts it off.
fn inline(text: &str, from: usize) -> Option<Cut<'_>> {
    let rest = &text[from..];
    let mut depth = 0;
    let mut close = None;
    let bytes = rest.as_bytes();
    for (at, byte) in bytes.iter().enumerate().take(LONGEST) {
        match byte {
            b'\n' | b'`' | b'<' | b'>' | b'{' => return None,
            b']' if bytes.get(at + 1) == Some(&b'(') => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => {
                close = Some(at);
                break;
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    let inner = without_title(&rest[..close?]);
    let (start, is_image) = opening(text, from - "](".len())?;
    let before = text[..start].chars().next_back();
    cut(text, from, inner, is_image, before)
}

/// The destination of `[label]: destination`, if a blank cuts it off.
fn definition<'t>(text: &'t str, label: &Range<usize>) -> Option<Cut<'t>> {
    let rest = text[label.end..].strip_prefix(": ")?;
    let near = label.start.saturating_sub(4);
    let line = memchr::memrchr(b'\n', &text.as_bytes()[near..label.start]);
    // What is further in is not a definition.
    let line = line.map(|at| near + at + 1).or((near == 0).then_some(0))?;
    let indent = &text[line..label.start];
    let before = text[..line].lines().next_back().unwrap_or_default();
    // Definitions do not interrupt paragraphs.
    let begins = before.trim().is_empty() || before.starts_with('[');
    if indent.len() > 3 || !indent.trim().is_empty() || !begins {
        return None;
    }
    let rest = without_title(rest.lines().next()?);
    // What is no file is a sentence.
    cut(text, label.end + ": ".len(), rest, false, Some(']'))
}

fn cut<'t>(
    text: &'t str,
    from: usize,
    inner: &str,
    is_image: bool,
    before: Option<char>,
) -> Option<Cut<'t>> {
    let start = from + (inner.len() - inner.trim_start().len());
    let range = start..start + inner.trim().len();
    let dest = &text[range.clone()];
    let is_index = before.is_some_and(|c| c.is_alphanumeric() || "_)]".contains(c));
    dest.contains([' ', '\t']).then_some(Cut {
        range,
        dest,
        is_image,
        is_index: is_index && !is_image,
    })
}

/// A destination without the title after it.
fn without_title(inner: &str) -> &str {
    let trimmed = inner.trim_end();
    for quote in ['"', '\''] {
        if let Some(rest) = trimmed.strip_suffix(quote)
            && let Some(open) = rest.find(quote)
            && rest[..open].ends_with([' ', '\t'])
        {
            return &rest[..open];
        }
    }
    inner
}

/// Where the brackets open that `]` at an offset closes, and whether they are those of an
/// image. `None` if they hold a link, which keeps them from being one.
fn opening(text: &str, close: usize) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut depth = 0;
    for at in (close.saturating_sub(LONGEST)..close).rev() {
        match bytes[at] {
            _ if at > 0 && bytes[at - 1] == b'\\' => {}
            b']' => depth += 1,
            b'[' if depth > 0 => {
                let is_image = at > 0 && bytes[at - 1] == b'!';
                if bytes.get(at..close)?.windows(2).any(|two| two == b"](") && !is_image {
                    return None;
                }
                depth -= 1;
            }
            b'[' => {
                let is_image = at > 0 && bytes[at - 1] == b'!';
                return Some((at - usize::from(is_image), is_image));
            }
            b'\n' if at > 0 && bytes[at - 1] == b'\n' => return None,
            _ => {}
        }
    }
    None
}
