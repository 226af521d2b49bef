//! What the built site serves for agents: `llms.txt`, `llms-full.txt`, and each page as Markdown.
//!
//! Pages in, texts out; where they are written is decided by the command.

use std::collections::HashSet;

use archsite_core::emit;
use archsite_core::markdown::outline::{Describe, Outline, ParseOptions};
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, has_scheme};
use archsite_shard::output::list::shortened;

use crate::llms;

/// A part of the table of contents.
#[derive(Debug, Clone)]
pub enum Entry {
    /// The title of the chapters after it.
    Part(String),
    /// A chapter.
    Page(Page),
}

/// A chapter that has a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its name in the table of contents.
    pub title: String,
    /// Its path in the book, with the ending `.md`.
    pub path: String,
    /// Its Markdown.
    pub text: String,
}

/// A site, and what is known about it.
#[derive(Debug, Clone)]
pub struct Site<'a> {
    /// Title of the book.
    pub title: &'a str,
    /// Its description; may be empty.
    pub description: &'a str,
    /// The address of the site as the configuration gives it; empty for relative links.
    pub url: &'a str,
    /// The site serves each page as Markdown too.
    pub pages: bool,
    /// The table of contents.
    pub entries: &'a [Entry],
}

impl Site<'_> {
    /// `llms.txt`: all pages with links to them, by the parts of the table of contents.
    pub fn llms_txt(&self) -> String {
        let mut sections: Vec<llms::Section> = Vec::new();
        for entry in self.entries {
            match entry {
                Entry::Part(title) => sections.push(llms::Section {
                    title: title.clone(),
                    entries: Vec::new(),
                }),
                Entry::Page(page) => {
                    if sections.is_empty() {
                        sections.push(llms::Section {
                            title: "Pages".to_string(),
                            entries: Vec::new(),
                        });
                    }
                    let link = emit::link(&page.title, &self.address(page));
                    let link = link.note(": ", about(&page.text).as_deref());
                    if let Some(section) = sections.last_mut() {
                        section.entries.push(link);
                    }
                }
            }
        }
        let title = match self.title {
            "" => "Documentation",
            title => title,
        };
        llms::index(title, self.description, &sections, &[])
    }

    /// `llms-full.txt`: the text of all pages.
    pub fn llms_full(&self) -> String {
        llms::full(
            self.pages()
                .map(|page| (page.path.as_str(), page.text.as_str())),
        )
    }

    /// The pages as Markdown, each with its path. A link to a `README.md` leads to the page that
    /// mdBook makes of it.
    pub fn markdown(&self) -> Vec<(String, String)> {
        let paths: HashSet<&str> = self.pages().map(|page| page.path.as_str()).collect();
        let text = |page: &Page| (page.path.clone(), with_index_links(page, &paths));
        self.pages().map(text).collect()
    }

    /// All pages in order.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Page(page) => Some(page),
            Entry::Part(_) => None,
        })
    }

    fn address(&self, page: &Page) -> String {
        let ending = if self.pages { "md" } else { "html" };
        let file = format!("{}.{ending}", path::stem(&page.path));
        let file = path::percent_encode(&file);
        match self.url.trim_end_matches('/') {
            "" if self.url.is_empty() => file.into_owned(),
            url => format!("{url}/{file}"),
        }
    }
}

/// The first thing that a page says.
fn about(text: &str) -> Option<String> {
    let options = ParseOptions {
        describe: Describe::Sections,
        skip_front_matter: true,
        ..ParseOptions::default()
    };
    let outline = Outline::parse(text, &options);
    let lead = outline
        .headings
        .iter()
        .find_map(|heading| heading.lead.as_deref());
    lead.map(shortened)
}

/// The text of a page in which links to a `README.md` that became an `index.md` lead there.
fn with_index_links(page: &Page, paths: &HashSet<&str>) -> String {
    let mut text = page.text.clone();
    let outline = Outline::parse(&page.text, &ParseOptions::default());
    let mut links: Vec<_> = outline.links.iter().collect();
    links.sort_by_key(|link| std::cmp::Reverse(link.raw.as_ref().map(|raw| raw.start)));
    for link in links {
        let (Some(raw), false) = (&link.raw, has_scheme(&link.dest)) else {
            continue;
        };
        let parts = Destination::parse(&link.dest);
        let named = path::percent_decode(parts.path);
        let Some(target) = path::join(path::parent(&page.path), &named) else {
            continue;
        };
        let is_readme = path::file_name(&target).eq_ignore_ascii_case("readme.md");
        let index = match path::parent(&target) {
            "" => "index.md".to_string(),
            folder => format!("{folder}/index.md"),
        };
        if is_readme && !paths.contains(target.as_str()) && paths.contains(index.as_str()) {
            let written = &page.text[raw.clone()];
            let name = path::file_name(&named);
            if let Some(at) = written.rfind(name) {
                let at = raw.start + at;
                text.replace_range(at..at + name.len(), "index.md");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, path: &str, text: &str) -> Entry {
        Entry::Page(Page {
            title: title.to_string(),
            path: path.to_string(),
            text: text.to_string(),
        })
    }

    #[test]
    fn pages_are_listed_by_parts() {
        let entries = [
            page("Welcome", "index.md", "# Welcome\n\nHello.\n"),
            Entry::Part("Mill".to_string()),
            page(
                "Grain",
                "mill/grain.md",
                "# Grain\n\nSee [home](../README.md#top).\n",
            ),
        ];
        let mut site = Site {
            title: "Mill",
            description: "All about it.",
            url: "/docs/",
            pages: true,
            entries: &entries,
        };
        let expected = "# Mill\n\n> All about it.\n\n## Pages\n\n- [Welcome](/docs/index.md): Hello.\n\n\
                        ## Mill\n\n- [Grain](/docs/mill/grain.md): See home.\n";
        assert_eq!(site.llms_txt(), expected);
        let grain = site.markdown().pop().map(|(_, text)| text);
        assert_eq!(
            grain.as_deref(),
            Some("# Grain\n\nSee [home](../index.md#top).\n")
        );
        (site.url, site.pages) = ("", false);
        assert!(site.llms_txt().contains("(mill/grain.html)"));
    }
}
