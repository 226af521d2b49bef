//! The index that may take the place of a document.
//!
//! It keeps what tools read of the document itself: front matter, such as the paths that a rule of an
//! agent is for, the title, and the text before the first section.

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::markdown::front_matter;
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::Site;
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, has_scheme};
use archsite_shard::output::split::Split;
use archsite_shard::rewrite::imports;

use super::{File, finished, sections};

/// How the comment at the top begins.
const INDEX_OF: &str = "Index of";

/// What a document with a site path says while the index is in its place: front matter, title, text
/// before the first section, and the list of the files in a `folder`, a path from the document.
pub(crate) fn text(
    site: &Site,
    split: &Split,
    files: &[File],
    (title, document, folder): (&str, &str, &str),
) -> String {
    let Some((noted, (index, shards))) = split.noted.as_ref().zip(files.split_first()) else {
        return String::new();
    };
    let here = split.document.paths.first().map_or("", String::as_str);
    let list = sections(split, noted, shards);
    let page = &site.pages[split.pages[0]].text;
    let page = finished(&index.name, "", page, &[], (&list, noted)).text;
    let page = moved(&page.replace("\r\n", "\n"), here, document);
    let head = &noted.source[..front_matter::length(&noted.source)];
    let head = head.replace("\r\n", "\n");
    let comment = emit::comment(&format!(
        "{INDEX_OF} {folder}: read the files that a task needs. Made by mdbook-archsite shard. Edit the \
         files; mdbook-archsite assemble {folder} makes them the document again."
    ));
    let title = match noted.titles[0].as_str() {
        _ if noted.has_title => String::new(),
        "" => title_line(title),
        title => title_line(title),
    };
    let page = if head.is_empty() {
        page.as_str()
    } else {
        without_code(&page)
    };
    format!("{head}{comment}\n{title}{}", page.trim_start_matches('\n'))
}

/// Whether a text is, or was, the index in the place of a document.
pub fn is_index(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = text[front_matter::length(text)..].lines().next();
    let first = first.unwrap_or_default();
    first.starts_with(&format!("<!-- {INDEX_OF} "))
        && first.contains("Made by mdbook-archsite shard")
}

fn title_line(title: &str) -> String {
    let title = Markdown::new(EscapeMode::Source).heading(1, title);
    title.finish() + "\n"
}

/// A page without the block of code that shows the front matter.
fn without_code(page: &str) -> &str {
    let Some(rest) = page.trim_start().strip_prefix("```") else {
        return page;
    };
    let Some((marks, rest)) = rest.split_once('\n') else {
        return page;
    };
    let fence = "`".repeat(3 + marks.len() - marks.trim_start_matches('`').len());
    match rest.split_once(&format!("\n{fence}\n")) {
        Some((_, rest)) => rest,
        None => page,
    }
}

/// A text with the links that it has at another path.
pub fn moved(text: &str, from: &str, to: &str) -> String {
    if path::parent(from) == path::parent(to) {
        return text.to_string();
    }
    let outline = Outline::parse(text, &ParseOptions::default());
    let mut edits = Vec::new();
    for link in &outline.links {
        let Some(raw) = &link.raw else { continue };
        let parts = Destination::parse(&link.dest);
        let is_here = parts.path.is_empty() || parts.path.starts_with('/');
        if is_here || has_scheme(&link.dest) {
            continue;
        }
        let named = path::percent_decode(parts.path);
        if let Some(target) = path::join(path::parent(from), &named) {
            let relative = path::relative(path::parent(to), &target);
            let rest = &link.dest[parts.path.len()..];
            edits.push((
                raw.clone(),
                path::percent_encode(&relative).into_owned() + rest,
            ));
        }
    }
    if imports::has_imports(to) {
        for import in imports::imports(text, &ParseOptions::default()) {
            if let Some(path) = imports::moved(&text[import.clone()], from, to) {
                edits.push((import, path));
            }
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(&text[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out + &text[at..]
}
