//! The text of `SUMMARY.md`.

use archsite_core::emit::{EscapeMode, Inline, Item, Markdown, link};

use super::{Chapter, Contents};

/// Writes the list of chapters. Titles of parts are left out where there is one part only.
pub(super) fn text(contents: &Contents) -> String {
    let mut markdown = Markdown::new(EscapeMode::Source).heading(1, "Summary");
    if let Some(introduction) = &contents.introduction {
        markdown = markdown.paragraph(&entry(introduction));
    }
    let has_titles = contents.parts.len() > 1;
    for part in &contents.parts {
        if has_titles {
            markdown = markdown.heading(1, &part.title);
        }
        let mut items = Vec::new();
        for chapter in &part.chapters {
            collect(chapter, 0, &mut items);
        }
        markdown = markdown.list(items);
    }
    markdown.finish()
}

fn collect(chapter: &Chapter, depth: usize, items: &mut Vec<Item>) {
    items.push(Item {
        content: entry(chapter),
        depth,
    });
    for below in &chapter.below {
        collect(below, depth + 1, items);
    }
}

fn entry(chapter: &Chapter) -> Inline {
    link(&chapter.title, &chapter.file)
}
