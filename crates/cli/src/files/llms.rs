//! `llms.txt` and `llms-full.txt`: what there is to read, for programs that read one file first.
//!
//! The form is that of the published convention: a title, a summary in a quote, lists of links
//! with notes, and what may be left out last. Text only; nothing is read or written here.

use archsite_core::emit;
use archsite_core::emit::Entry;

/// A list of links under a heading.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) entries: Vec<Entry>,
}

/// `llms.txt`.
pub(crate) fn index(
    title: &str,
    summary: &str,
    sections: &[Section],
    optional: &[Entry],
) -> String {
    let mut out = emit::heading_as_typed(1, title);
    if !summary.is_empty() {
        out.push_str(&format!("\n> {}\n", emit::text_as_typed(summary)));
    }
    let optional = Section {
        title: "Optional".to_string(),
        entries: optional.to_vec(),
    };
    for section in sections.iter().chain(std::iter::once(&optional)) {
        if !section.entries.is_empty() {
            out.push('\n');
            out.push_str(&emit::heading_as_typed(2, &section.title));
            out.push('\n');
            out.push_str(&emit::links_as_typed(&section.entries, ": "));
        }
    }
    out
}

/// `llms-full.txt`: all texts, each under the name of its file.
pub(crate) fn full<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, text) in texts {
        out.push_str(&emit::comment(&format!("file: {name}")));
        out.push('\n');
        out.push_str(text);
        if !text.ends_with('\n') {
            out.push('\n');
        }
        out.push('\n');
    }
    out
}
