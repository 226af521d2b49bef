//! The built site: the same both ways, and without a dead link.
//!
//! The link check here reads the built HTML and shares no code with the project.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use html5gum::{Token, Tokenizer};
use mdbook_driver::MDBook;

/// The project's own book.
fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("book-example")
}

/// All files below a folder, by relative path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(root, &path, found);
            } else {
                let name = path.strip_prefix(root).expect("below the root");
                let name = name.to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

fn built_example() -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let dest = out.path().to_str().expect("a path that is text");
    let book = example();
    let book = book.to_str().expect("a path that is text");
    let run = crate::common::run(Path::new("."), &["build", book, "--dest-dir", dest], "");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = files(out.path());
    (out, files)
}

#[test]
fn the_site_is_the_same_through_the_protocol() {
    let (_keep, embedded) = built_example();
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut book = MDBook::load(example()).expect("the example");
    let command = env!("CARGO_BIN_EXE_mdbook-archsite");
    // The files for agents, which the embedded build writes itself, are from a renderer.
    for table in ["preprocessor.archsite", "output.llms"] {
        book.config
            .set(format!("{table}.command"), format!("{command:?}"))
            .expect("a setting");
    }
    book.config.build.build_dir = out.path().to_path_buf();
    // The command is part of what preprocessors are made from.
    let book = MDBook::load_with_config(example(), book.config).expect("the example");
    book.build().expect("the example builds");
    let through_protocol = files(&out.path().join("html"));
    assert!(embedded.len() > 20, "only {} files", embedded.len());
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&embedded), names(&through_protocol));
    for (name, bytes) in &embedded {
        assert!(through_protocol[name] == *bytes, "{name} differs");
    }
}

/// What a page offers and asks for.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
}

fn read_page(html: &str) -> Page {
    let mut page = Page::default();
    let mut in_main = false;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                in_main |= *tag.name == b"main"[..];
                let text = |name: &str| {
                    let value = tag.attributes.get(name.as_bytes())?;
                    Some(String::from_utf8_lossy(&value.value).into_owned())
                };
                page.ids.extend(text("id"));
                if in_main {
                    page.links.extend(text("href"));
                    page.links.extend(text("src"));
                }
            }
            Token::EndTag(tag) if *tag.name == b"main"[..] => in_main = false,
            _ => {}
        }
    }
    page
}

/// Links of the site that lead nowhere.
fn dead_links(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let pages: BTreeMap<&String, Page> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name, read_page(&String::from_utf8_lossy(bytes))))
        .collect();
    let mut dead = Vec::new();
    for (name, page) in &pages {
        for link in &page.links {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let mut parts: Vec<&str> = name.split('/').collect();
            parts.pop();
            for part in path.split('/') {
                match part {
                    "" | "." => {}
                    ".." => {
                        parts.pop();
                    }
                    part => parts.push(part),
                }
            }
            let target = match path {
                "" => (*name).clone(),
                _ => parts.join("/"),
            };
            let found = match pages.get(&target) {
                Some(page) => fragment.is_empty() || page.ids.contains(fragment),
                None => files.contains_key(&target),
            };
            if !found {
                dead.push(format!("{name}: {link}"));
            }
        }
    }
    dead
}

#[test]
fn no_link_of_the_example_is_dead() {
    let (_keep, files) = built_example();
    assert_eq!(dead_links(&files), Vec::<String>::new());
    let pages = files
        .keys()
        .filter(|name| name.starts_with("architecture/"));
    assert!(pages.count() > 8, "the architecture is a page per section");
}

/// The map in the script of a split page names pages and ids that are there, and with what
/// is still on the page it covers every id the whole had.
#[test]
fn old_addresses_lead_to_their_text() {
    let (_keep, files) = built_example();
    let page = String::from_utf8_lossy(&files["architecture.html"]).into_owned();
    let map = page.split("const moved = ").nth(1).expect("a script");
    let map = map.split(";\n").next().expect("its end");
    let map: BTreeMap<String, String> = serde_json::from_str(map).expect("a map");
    for (id, place) in &map {
        let (file, anchor) = place.split_once('#').expect("a page and an id");
        let target = files.get(file).unwrap_or_else(|| panic!("{id}: no {file}"));
        let ids = read_page(&String::from_utf8_lossy(target)).ids;
        assert!(ids.contains(anchor), "{id}: no {anchor} in {file}");
    }

    let whole = tempfile::tempdir().expect("a temporary folder");
    let mut book = MDBook::load(example()).expect("the example");
    book.config.build.build_dir = whole.path().to_path_buf();
    book.config
        .set("preprocessor.archsite.renderers", Vec::<String>::new())
        .expect("a setting");
    book.build().expect("the example builds");
    let html = fs::read_to_string(whole.path().join("architecture.html")).expect("a page");
    let ids = |html: &str| {
        let main = html
            .split("<main>")
            .nth(1)
            .and_then(|rest| rest.split("</main>").next());
        read_page(main.expect("a main part")).ids
    };
    let left = ids(&page);
    let lost: Vec<String> = ids(&html)
        .into_iter()
        .filter(|id| !left.contains(id) && !map.contains_key(id))
        .collect();
    assert_eq!(lost, Vec::<String>::new());
}
