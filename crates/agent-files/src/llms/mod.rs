//! `llms.txt` and `llms-full.txt`: what there is to read, for programs that read one file first.
//!
//! The form is that of the published convention: a title, a summary in a quote, lists of links
//! with notes, and what may be left out last. Text only; nothing is read or written here.

mod labels;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

/// A list of links under a heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// A link with a note for each file.
    pub entries: Vec<Inline>,
}

/// `llms.txt`.
pub fn index(title: &str, summary: &str, sections: &[Section], optional: &[Inline]) -> String {
    let mut out = Markdown::new(EscapeMode::Source).heading(1, title);
    if !summary.is_empty() {
        out = out.quote(&emit::text(summary));
    }
    let optional = Section {
        title: "Optional".to_string(),
        entries: optional.to_vec(),
    };
    for section in sections.iter().chain(std::iter::once(&optional)) {
        if !section.entries.is_empty() {
            out = out
                .heading(2, &section.title)
                .list(section.entries.iter().cloned());
        }
    }
    out.finish()
}

/// `llms-full.txt`: all texts, each under the name of its file. Where a label of one means something else
/// in another, it is another label.
pub fn full<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let (names, texts): (Vec<&str>, Vec<String>) =
        texts.map(|(name, text)| (name, text.to_string())).unzip();
    let mut out = String::new();
    for (name, text) in names.into_iter().zip(labels::apart(texts)) {
        out.push_str(&emit::comment(&format!("file: {name}")));
        out.push('\n');
        out.push_str(&text);
        if !text.ends_with('\n') {
            out.push('\n');
        }
        out.push('\n');
    }
    out
}
