//! What the built site serves for agents: `llms.txt`, `llms-full.txt`, and each page as Markdown.
//!
//! Pages in, texts out; where they are written is decided by the command.

use std::collections::HashSet;

use archsite_core::emit;
use archsite_core::markdown::outline::{Describe, Link, LinkKind, Outline, ParseOptions};
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, has_scheme};
use archsite_core::text::{Edit, edited};
use archsite_shard::output::about;
use archsite_shard::output::list::shortened;
use archsite_shard::rewrite::links::is_local_use;

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
    /// There are pages below it, which it may list.
    pub has_pages: bool,
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
                    let link = emit::link(&page.title, &self.address_of(&page.path));
                    let link = match about(page) {
                        Some(line) => link.text(": ").typed(&line, &[]),
                        None => link,
                    };
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

    /// `llms-full.txt`: the text of all pages, with links that lead there from the top of the site.
    pub fn llms_full(&self) -> String {
        let paths = self.paths();
        let texts = self.pages().map(|page| self.at_the_top(page, &paths));
        let texts: Vec<String> = texts.collect();
        let pages = self.pages().map(|page| page.path.as_str());
        llms::full(pages.zip(texts.iter().map(String::as_str)))
    }

    fn paths(&self) -> HashSet<&str> {
        self.pages().map(|page| page.path.as_str()).collect()
    }

    /// The text of a page with links from the top of the site. One that names nothing but a heading
    /// leads to the page, because other pages have such a heading too.
    fn at_the_top(&self, page: &Page, paths: &HashSet<&str>) -> String {
        relinked(page, |link| {
            let parts = Destination::parse(&link.dest);
            if is_local_use(link) || parts.path.starts_with('/') {
                return None;
            }
            let target = if parts.path.is_empty() {
                page.path.clone()
            } else {
                path::join(path::parent(&page.path), &path::percent_decode(parts.path))?
            };
            let target = index_of(&target, paths).unwrap_or(target);
            let is_page = paths.contains(target.as_str());
            let rest = written(&link.dest[parts.path.len()..], &link.kind);
            let rest = rest.as_str();
            if is_page {
                return Some(self.address_of(&target) + rest);
            }
            let is_folder = parts.path.ends_with(['/', '.']) && !target.is_empty();
            let mark = if is_folder { "/" } else { "" };
            let address = self.at_address(&format!("{target}{mark}"));
            let address = if address.is_empty() { "." } else { &address };
            Some(format!("{address}{rest}"))
        })
    }

    /// The pages as Markdown, each with its path. A link to a `README.md` leads to the page that
    /// mdBook makes of it.
    pub fn markdown(&self) -> Vec<(String, String)> {
        let paths = self.paths();
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

    /// The address of the page at a path.
    fn address_of(&self, page: &str) -> String {
        let ending = if self.pages { "md" } else { "html" };
        self.at_address(&format!("{}.{ending}", path::stem(page)))
    }

    /// The address of a file of the site.
    fn at_address(&self, file: &str) -> String {
        let file = path::percent_encode(file);
        match self.url.trim_end_matches('/') {
            "" if self.url.is_empty() => file.into_owned(),
            url => format!("{url}/{file}"),
        }
    }
}

/// What a page says, in at most about so many characters.
const LONGEST: usize = 160;

/// A line about a page: the first thing that it says, and what it covers if it has no pages below it, which have lines
/// of their own.
fn about(page: &Page) -> Option<String> {
    if !page.has_pages {
        return about::of_page(&page.text, LONGEST);
    }
    let options = ParseOptions {
        describe: Describe::Sections,
        skip_front_matter: true,
        ..ParseOptions::default()
    };
    let outline = Outline::parse(&page.text, &options);
    let title = outline.headings.iter().find(|heading| heading.root)?;
    title.lead.as_deref().map(shortened)
}

/// The text of a page in which links to a `README.md` that became an `index.md` lead there.
fn with_index_links(page: &Page, paths: &HashSet<&str>) -> String {
    relinked(page, |link| {
        let parts = Destination::parse(&link.dest);
        let named = path::percent_decode(parts.path);
        let target = path::join(path::parent(&page.path), &named)?;
        index_of(&target, paths)?;
        let written = &page.text[link.raw.clone()?];
        let name = path::file_name(&named);
        let at = written.rfind(name)?;
        Some([&written[..at], "index.md", &written[at + name.len()..]].concat())
    })
}

/// The `index.md` that mdBook made of the `README.md` at a path.
fn index_of(target: &str, paths: &HashSet<&str>) -> Option<String> {
    let is_readme = path::file_name(target).eq_ignore_ascii_case("readme.md");
    let index = match path::parent(target) {
        "" => "index.md".to_string(),
        folder => format!("{folder}/index.md"),
    };
    let is_index = is_readme && !paths.contains(target) && paths.contains(index.as_str());
    is_index.then_some(index)
}

/// A query and fragment as a link of that kind is written: nothing in it ends the link.
fn written(rest: &str, kind: &LinkKind) -> String {
    let is_html = matches!(kind, LinkKind::Html { .. });
    let mut out = String::with_capacity(rest.len());
    for c in rest.chars() {
        match c {
            '(' | ')' | '<' | '>' | '"' | '\'' | '\\' | ' ' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            '&' if is_html => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// The text of a page with other destinations, where `dest` gives one for a link.
fn relinked(page: &Page, dest: impl Fn(&Link) -> Option<String>) -> String {
    let outline = Outline::parse(&page.text, &ParseOptions::default());
    let links = outline.links.iter().filter(|link| {
        let is_placeholder = link.dest.starts_with('{') || link.dest.contains("{{");
        !(is_placeholder || link.dest.is_empty() || has_scheme(&link.dest))
    });
    let edits = links.filter_map(|link| Some(Edit::replace(link.raw.clone()?, dest(link)?)));
    edited(&page.text, edits.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, path: &str, text: &str) -> Entry {
        Entry::Page(Page {
            title: title.to_string(),
            path: path.to_string(),
            text: text.to_string(),
            has_pages: false,
        })
    }

    #[test]
    fn lines_say_what_pages_cover_and_lists_of_pages_are_left_out() {
        let list = "# Doc\n\n## Sections\n\n* [Grain](doc/grain.md) — Dry.\n";
        let mut document = page("Doc", "doc.md", list);
        if let Entry::Page(page) = &mut document {
            page.has_pages = true;
        }
        let table =
            "# Grain\n\n| Field | Type |\n|---|---|\n| `sack_id` | number |\n| weight | number |\n";
        let entries = [document, page("Grain", "doc/grain.md", table)];
        let site = Site {
            title: "Mill",
            description: "",
            url: "",
            pages: true,
            entries: &entries,
        };
        let lines = site.llms_txt();
        let expected = "- [Doc](doc.md)\n- [Grain](doc/grain.md): Covers sack_id; weight\n";
        assert!(lines.ends_with(expected), "{lines}");
    }

    #[test]
    fn what_would_end_a_link_is_escaped() {
        let text = "# A\n\n[k](b.txt#a\\)b) <a href=\"b.txt?x=1&amp;copy#&quot;q\">b</a>\n";
        let entries = [page("A", "mill/a.md", text)];
        let site = Site {
            title: "Mill",
            description: "",
            url: "/",
            pages: true,
            entries: &entries,
        };
        let full = site.llms_full();
        assert!(full.contains("[k](/mill/b.txt#a%29b)"), "{full}");
        assert!(
            full.contains("href=\"/mill/b.txt?x=1&amp;copy#%22q\""),
            "{full}"
        );
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
        assert!(site.llms_full().contains("See [home](/docs/index.md#top)."));
        (site.url, site.pages) = ("", false);
        assert!(site.llms_txt().contains("(mill/grain.html)"));
        assert!(site.llms_full().contains("See [home](index.html#top)."));
    }

    #[test]
    fn links_of_the_full_text_lead_there_from_the_top() {
        let cases = [
            ("[a](#x)", "[a](mill/a.md#x)"),
            ("[a](b%20c.md#x)", "[a](mill/b%20c.md#x)"),
            ("![i](../img/a.png \"t\")", "![i](img/a.png \"t\")"),
            ("[f](./) [u](..)", "[f](mill/) [u](.)"),
            ("[r][r]\n\n[r]: <b c.md>", "[r][r]\n\n[r]: <mill/b%20c.md>"),
            (
                "<img src=\"a.png\"> <a href=\"#x\">x</a>",
                "<img src=\"mill/a.png\"> <a href=\"mill/a.md#x\">x</a>",
            ),
            (
                "[h](https://x.org/a.md) [s](/a.md) [t]({url})",
                "[h](https://x.org/a.md) [s](/a.md) [t]({url})",
            ),
            ("`[a](#x)`", "`[a](#x)`"),
        ];
        for (text, expected) in cases {
            let entries = [page("A", "mill/a.md", text), page("B", "mill/b c.md", "")];
            let site = Site {
                title: "",
                description: "",
                url: "",
                pages: true,
                entries: &entries,
            };
            let full = site.llms_full();
            assert!(full.contains(&format!("\n{expected}\n")), "{full}");
        }
    }
}
