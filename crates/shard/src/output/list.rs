//! The list of sections on a parent page, with a description of each.
//!
//! Knows nothing of paths and pages; entries come with their destinations.

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Item, Markdown};
use archsite_core::markdown::outline::{Heading, Outline, Segment};

/// Longest description, in characters.
const LONGEST: usize = 160;

/// Longest number of a section that has a column of its own, in characters.
const LONGEST_NUMBER: usize = 7;
/// What is between a section number and the title.
const AFTER_NUMBER: &[char] = &[' ', '\u{3000}', '.', ':', ')', '、', '-', '–', '—'];

/// A section in the list of its parent.
pub(crate) struct Listed<'a> {
    pub(crate) outline: &'a Outline,
    pub(crate) heading: usize,
    /// Length of the section number that its title begins with, in bytes.
    pub(crate) number_len: usize,
    /// Destination of the link, already encoded.
    pub(crate) dest: String,
    /// Ids of the old page that lead here without a script.
    pub(crate) ids: Vec<String>,
    /// How many sections of the list it is below; 0 or 1.
    pub(crate) depth: usize,
}

/// How a list is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    /// With a line about each section.
    pub(crate) described: bool,
    /// For a page of the book, where mdBook reads it.
    pub(crate) in_book: bool,
    /// For a browser, which shows it in columns.
    pub(crate) html: bool,
    /// With a heading above it.
    pub(crate) has_heading: bool,
    /// On the page of a section. It is left out where the whole document is printed.
    pub(crate) is_below: bool,
}

/// The list. Without a heading a comment before it keeps it from continuing a list above.
pub(crate) fn section_list(sections: &[Listed<'_>], format: Format) -> String {
    let mode = if format.in_book {
        EscapeMode::MdBook
    } else {
        EscapeMode::Source
    };
    let markdown = Markdown::new(mode).comment("sections of this page, listed by mdbook-archsite");
    let with_heading = |markdown: Markdown| {
        if format.has_heading {
            markdown.heading_with_id(2, "Sections", Some("archsite-sections"))
        } else {
            markdown
        }
    };
    if !format.html {
        let entries = sections.iter().map(|section| plain(section, format));
        return with_heading(markdown).list(entries).finish();
    }
    let entries: Vec<Entry> = sections
        .iter()
        .map(|section| entry(section, format))
        .collect();
    let markdown = markdown.tags(&start(&entries, format));
    with_heading(markdown)
        .list(entries.into_iter().map(Entry::item))
        .tags("</div>")
        .finish()
}

/// The start of the element around a list, with the width of the column of numbers.
fn start(entries: &[Entry], format: Format) -> String {
    let mut classes = "archsite-sections".to_string();
    let mut width = String::new();
    if format.is_below {
        classes.push_str(" archsite-below");
    }
    let numbers = entries.iter().filter(|entry| entry.depth == 0);
    let longest = numbers.map(|entry| entry.number.chars().count()).max();
    if let Some(longest) = longest.filter(|longest| *longest > 0) {
        classes.push_str(" archsite-numbered");
        width = format!(" style=\"--no:{}ch\"", longest + 1);
    }
    format!("<div class=\"{classes}\"{width}>")
}

/// An entry for readers other than browsers.
fn plain(section: &Listed<'_>, format: Format) -> Item {
    let heading = &section.outline.headings[section.heading];
    let title = if format.in_book {
        display_title(heading)
    } else {
        or_untitled(&heading.title).to_string()
    };
    Item {
        content: anchors(section)
            .link(&title, &section.dest)
            .note(" — ", note(section, format).as_deref()),
        depth: section.depth,
    }
}

/// An entry for a browser.
struct Entry {
    depth: usize,
    /// The number that the title begins with; empty if it has none.
    number: String,
    /// The link with the rest of the title, and a line about the section.
    rest: Inline,
}

fn entry(section: &Listed<'_>, format: Format) -> Entry {
    let heading = &section.outline.headings[section.heading];
    let title = display_title(heading);
    let typed = &heading.title[..section.number_len];
    let number = typed.trim_start_matches('(').trim_end_matches(AFTER_NUMBER);
    let fits = number.chars().count() <= LONGEST_NUMBER;
    let (number, name) = match title.strip_prefix(typed) {
        Some(name) if fits => (number, name),
        _ => ("", title.as_str()),
    };
    let link = anchors(section).link(name, &section.dest);
    let rest = match note(section, format) {
        Some(note) => link
            .text(" ")
            .append(emit::markup("<small>"))
            .text(&note)
            .append(emit::markup("</small>")),
        None => link,
    };
    Entry {
        depth: section.depth,
        number: number.to_string(),
        rest,
    }
}

impl Entry {
    fn item(self) -> Item {
        let content = if self.number.is_empty() {
            self.rest
        } else {
            let number = emit::span("archsite-no", &self.number);
            number.text(" ").append(self.rest)
        };
        Item {
            content,
            depth: self.depth,
        }
    }
}

/// The line about a section, where the list has one.
fn note(section: &Listed<'_>, format: Format) -> Option<String> {
    if format.described && section.depth == 0 {
        description(section)
    } else {
        None
    }
}

/// The ids that lead to an entry.
fn anchors(section: &Listed<'_>) -> Inline {
    let ids = section.ids.iter();
    ids.fold(Inline::default(), |entry, id| entry.anchor(id))
}

/// A heading's text as mdBook shows it; what was typed where it shows nothing.
pub(crate) fn display_title(heading: &Heading) -> String {
    let shown: String = heading
        .segments
        .iter()
        .filter_map(|segment| match segment {
            Segment::Text(text) => Some(text.as_str()),
            Segment::Note(_) => None,
        })
        .collect();
    if shown.trim().is_empty() {
        or_untitled(&heading.title).to_string()
    } else {
        shown
    }
}

/// A title, or what a section without one is called.
pub fn or_untitled(title: &str) -> &str {
    match title {
        "" => "(untitled)",
        title => title,
    }
}

/// One line about a section: its first paragraph, else the titles below it, else its
/// first list item.
fn description(section: &Listed<'_>) -> Option<String> {
    let heading = &section.outline.headings[section.heading];
    if let Some(lead) = &heading.lead {
        return Some(shortened(lead));
    }
    titles_below(section.outline, section.heading)
        .or_else(|| heading.item.as_deref().map(shortened))
}

/// The titles directly below a heading.
fn titles_below(outline: &Outline, index: usize) -> Option<String> {
    let heading = &outline.headings[index];
    let below: Vec<String> = outline.headings[index + 1..]
        .iter()
        .filter(|h| h.root && h.level > 0)
        .take_while(|h| h.level > heading.level)
        .filter(|h| h.level == heading.level + 1)
        .map(display_title)
        .collect();
    // One title alone, often "Overview", says little.
    (below.len() > 1).then(|| joined(&below))
}

/// As many titles as fit, none of them cut.
fn joined(titles: &[String]) -> String {
    let mut out = String::new();
    for title in titles {
        let gap = if out.is_empty() { "" } else { ", " };
        let length = out.chars().count() + gap.len() + title.chars().count();
        if !out.is_empty() && length > LONGEST {
            out.push('…');
            break;
        }
        out.push_str(gap);
        out.push_str(title);
    }
    out
}

/// Words with a full stop that ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g.", "i.e.", "vs.", "cf.", "approx.", "No.", "Dr.", "Mr.", "Ms.",
];

/// The first sentence, or as many words as fit.
pub fn shortened(text: &str) -> String {
    for at in memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()) {
        // A sentence ends where a word with a capital follows.
        let next = text[at + 1..].strip_prefix(' ');
        if next.is_some_and(|next| next.starts_with(char::is_uppercase)) {
            let before = &text[..at + 1];
            // The number of an item ends no sentence.
            let is_number = before
                .trim_end_matches('.')
                .bytes()
                .all(|b| b.is_ascii_digit());
            let word = before.rsplit([' ', '(']).next().unwrap_or_default();
            if is_number || ABBREVIATIONS.contains(&word) {
                continue;
            }
            if before.chars().count() > LONGEST {
                break;
            }
            return before.to_string();
        }
    }
    if let Some((before, _)) = text.split_once('。')
        && before.chars().count() < LONGEST
    {
        return format!("{before}。");
    }
    let limit = if text.len() > LONGEST {
        text.char_indices().nth(LONGEST)
    } else {
        None
    };
    match limit {
        None => text.to_string(),
        Some((limit, _)) => {
            let cut = text[..limit].rfind(' ').unwrap_or(limit);
            [text[..cut].trim_end_matches([',', ';', ':', ' ']), "…"].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_one_sentence() {
        let check = |text: &str, expected: &str| assert_eq!(shortened(text), expected);
        check("One. Two.", "One.");
        check("Uses e.g. Redis here. And more.", "Uses e.g. Redis here.");
        check("Uses e.g. tokio 1.2 here", "Uses e.g. tokio 1.2 here");
        check("一。二。", "一。");
        let long = "word, ".repeat(40);
        let short = shortened(long.trim());
        assert!(short.ends_with("word…"), "{short}");
        assert!(short.chars().count() <= LONGEST + 1);
    }
}
