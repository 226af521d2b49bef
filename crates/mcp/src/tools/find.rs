//! Finds documents and sections by what a client calls them.

use archsite_core::diagnostics::suggest::nearest;
use archsite_core::site::path;

use crate::answer::one_line;
use crate::library::Document;

/// Most names in a message.
const MOST_NAMES: usize = 8;

/// A section of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) document: &'a Document,
    /// Index of the section; `None` for the whole document.
    pub(super) section: Option<usize>,
}

/// The documents that a name means: a path, the end of one, a file without its ending, or a title.
/// All if there is no name.
pub(super) fn documents<'a>(
    all: &'a [Document],
    name: Option<&str>,
) -> anyhow::Result<Vec<&'a Document>> {
    anyhow::ensure!(
        !all.is_empty(),
        "there is no document: neither a book nor a Markdown file was found"
    );
    let Some(name) = name else {
        return Ok(all.iter().collect());
    };
    let wanted = name.trim_start_matches("./").to_lowercase();
    let is_same: [&dyn Fn(&Document) -> bool; 3] = [
        &|document| document.file.to_lowercase() == wanted,
        &|document| document.title.to_lowercase() == wanted,
        &|document| {
            let file = document.file.to_lowercase();
            let stem = file.strip_suffix(".md").unwrap_or(&file);
            [file.as_str(), stem]
                .iter()
                .any(|file| *file == wanted || file.ends_with(&format!("/{wanted}")))
        },
    ];
    for test in is_same {
        let found: Vec<&Document> = all.iter().filter(|document| test(document)).collect();
        match found.as_slice() {
            [] => {}
            [_] => return Ok(found),
            several => {
                let names = several.iter().map(|document| document.file.as_str());
                anyhow::bail!("`{name}` means {}", listed(names));
            }
        }
    }
    let names = all.iter().map(|document| document.file.as_str());
    let last = all.iter().map(|document| path::file_name(&document.file));
    match nearest(name, names.clone().chain(last)) {
        Some(near) => anyhow::bail!("there is no document `{name}`; did you mean `{near}`?"),
        None => anyhow::bail!("there is no document `{name}`; there are {}", listed(names)),
    }
}

/// Whether a section, by its index, is the one that is meant.
type IsMeant<'a> = &'a dyn Fn(&Document, usize) -> bool;

/// The one section that a name means: an id, a title, or a path of titles separated by `>`.
pub(super) fn section<'a>(documents: &[&'a Document], name: &str) -> anyhow::Result<Found<'a>> {
    let id = name.trim_start_matches('#');
    let whole = [plain(name)];
    let parts: Vec<String> = name.split(['>', '›']).map(plain).collect();
    let below: Vec<String> = name.split('/').map(plain).collect();
    let ways: [IsMeant<'_>; 4] = [
        &|document, section| document.sections[section].id == id,
        &|document, section| is_at(document, section, &whole),
        &|document, section| is_at(document, section, &parts),
        &|document, section| is_at(document, section, &below),
    ];
    for is_meant in ways {
        let mut found = Vec::new();
        for document in documents {
            let sections = 0..document.sections.len();
            found.extend(
                sections
                    .filter(|section| is_meant(document, *section))
                    .map(|section| Found {
                        document,
                        section: Some(section),
                    }),
            );
        }
        match found.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            several => anyhow::bail!(
                "`{name}` means {} sections; name the document, the section above it (`above > \
                 {name}`) or its id: {}",
                several.len(),
                listed(several.iter().map(described))
            ),
        }
    }
    let sections = documents.iter().flat_map(|document| &document.sections);
    match nearest(name, sections.map(|section| section.title.as_str())) {
        Some(near) => anyhow::bail!("there is no section `{name}`; did you mean `{near}`?"),
        None => anyhow::bail!(
            "there is no section `{name}`; `outline` lists the sections, `search` finds words"
        ),
    }
}

/// Whether a section has the last title, and those above it the others in their order; sections
/// between them need not be named.
fn is_at(document: &Document, section: usize, titles: &[String]) -> bool {
    let mut wanted = titles.iter().rev();
    let mut at = Some(section);
    let Some(last) = wanted.next() else {
        return false;
    };
    if plain(&document.sections[section].title) != *last {
        return false;
    }
    let mut next = wanted.next();
    while let Some(title) = next {
        at = at.and_then(|index| document.sections[index].parent);
        let Some(index) = at else {
            // The document may be named first.
            return plain(&document.title) == *title && wanted.next().is_none();
        };
        if plain(&document.sections[index].title) == *title {
            next = wanted.next();
        }
    }
    true
}

/// A title as it is compared: lower case, one space between words, no marks of headings or code, no
/// section number.
fn plain(title: &str) -> String {
    let title = title.trim().trim_start_matches('#').replace(['`', '*'], "");
    let words: Vec<&str> = title.split_whitespace().collect();
    let is_number = |word: &&str| {
        word.ends_with(|c: char| c == '.' || c.is_ascii_digit())
            && word.chars().all(|c| c == '.' || c.is_ascii_digit())
    };
    let from = usize::from(words.len() > 1 && words.first().is_some_and(is_number));
    words[from..].join(" ").to_lowercase()
}

/// A section for a message.
fn described(found: &Found<'_>) -> String {
    let Some(section) = found.section else {
        return found.document.file.clone();
    };
    let at = &found.document.sections[section];
    let path = found.document.path(section).join(" > ");
    format!(
        "{} {} (id {})",
        found.document.place(at.range.start),
        one_line(&path, 80),
        at.id
    )
}

/// The first names, and how many more there are.
fn listed(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    let all: Vec<_> = names.collect();
    let shown = all.iter().take(MOST_NAMES);
    let mut text: Vec<String> = shown
        .map(|name| format!("`{}`", one_line(name.as_ref(), 120)))
        .collect();
    if all.len() > MOST_NAMES {
        text.push(format!("{} more", all.len() - MOST_NAMES));
    }
    text.join(", ")
}
