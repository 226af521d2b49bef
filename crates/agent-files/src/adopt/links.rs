//! Links between files that become one document.

use std::collections::HashMap;

use anyhow::ensure;
use archsite_core::markdown::outline::Link;
use archsite_core::site::path;
use archsite_core::site::resolve::{Anchor, Destination, has_scheme};
use archsite_core::text::Edit;

use super::Part;

/// The file that a link names, from the folder of its own file; none if it names no file.
pub(super) fn file_of(link: &Link, folder: &str) -> Option<String> {
    let parts = Destination::parse(&link.dest);
    if parts.path.is_empty() || parts.path.starts_with('/') || has_scheme(&link.dest) {
        return None;
    }
    path::join(folder, &path::percent_decode(parts.path))
}

/// The name without its ending that a link of an index gives a file, as `#tech-stack` for
/// `tech-stack.md`; none if the index has such an id itself.
pub(super) fn stem_of<'l>(link: &'l Link, index: &Part) -> Option<&'l str> {
    let stem = link.dest.strip_prefix('#')?;
    index.anchors.find(stem).is_none().then_some(stem)
}

/// Where the headings of all files are in the document.
pub(super) struct Targets<'a> {
    parts: &'a [Part],
    /// Ids of all headings of the document.
    ids: &'a [String],
    /// For each file, the number of headings before its own.
    first: Vec<usize>,
    /// Files by their paths.
    by_path: HashMap<String, usize>,
    folder: &'a str,
    document: &'a str,
}

impl<'a> Targets<'a> {
    pub(super) fn new(
        parts: &'a [Part],
        ids: &'a [String],
        folder: &'a str,
        document: &'a str,
    ) -> Targets<'a> {
        let mut before = 0;
        let first = parts.iter().map(|part| {
            let first = before;
            before += part.outline.headings.len();
            first
        });
        let by_path = parts.iter().enumerate();
        let by_path =
            by_path.filter_map(|(index, part)| Some((path::join(folder, &part.name)?, index)));
        Targets {
            first: first.collect(),
            by_path: by_path.collect(),
            parts,
            ids,
            folder,
            document,
        }
    }

    /// The edits that let the links of a file lead where they led.
    pub(super) fn edits(&self, index: usize, part: &Part) -> Vec<Edit> {
        let links = part.outline.links.iter();
        let edits = links.filter_map(|link| {
            let raw = link.raw.clone()?;
            let dest = self.dest(index, link)?;
            (part.text[raw.clone()] != dest).then(|| Edit::replace(raw, dest))
        });
        edits.collect()
    }

    /// The destination of a link in the document; none if it stays as it is.
    fn dest(&self, index: usize, link: &Link) -> Option<String> {
        let parts = Destination::parse(&link.dest);
        if parts.path.is_empty() && !link.dest.is_empty() {
            let own = self.id(index, parts.fragment?);
            let id = own.or_else(|| {
                let stem = stem_of(link, &self.parts[index])?;
                let mut all = self.parts.iter();
                let file = all.position(|part| path::stem(&part.name) == stem)?;
                self.ids.get(self.first[file]).map(String::as_str)
            });
            return Some(format!("#{}", id?));
        }
        let file = file_of(link, self.folder)?;
        match self.by_path.get(&file) {
            Some(to) => {
                let id = match parts.fragment {
                    Some(fragment) => self.id(*to, fragment).unwrap_or(fragment),
                    None => self.ids.get(self.first[*to]).map_or("", String::as_str),
                };
                Some(format!("#{id}"))
            }
            None => {
                let here = path::parent(self.document);
                if here == self.folder {
                    return None;
                }
                let relative = path::relative(here, &file);
                let rest = &link.dest[parts.path.len()..];
                Some(path::percent_encode(&relative).into_owned() + rest)
            }
        }
    }

    /// The id in the document of the heading that a fragment of a file names.
    fn id(&self, index: usize, fragment: &str) -> Option<&str> {
        match self.parts[index].anchors.find(fragment)? {
            Anchor::Heading(heading) => {
                let id = self.ids.get(self.first[index] + heading);
                id.map(String::as_str)
            }
            _ => None,
        }
    }
}

/// In one document a label means one thing.
pub(super) fn refuse_shared_labels(parts: &[Part]) -> anyhow::Result<()> {
    let mut seen: HashMap<String, (&str, &str)> = HashMap::new();
    for part in parts {
        let definitions = part.outline.definitions.iter();
        let definitions = definitions.map(|one| (one.label.clone(), one.dest.as_str()));
        let notes = part.outline.notes.iter();
        let notes = notes.map(|note| (format!("^{}", note.label), part.name.as_str()));
        for (label, meaning) in definitions.chain(notes) {
            let key = label.to_lowercase();
            let (file, first) = *seen.entry(key).or_insert((&part.name, meaning));
            ensure!(
                file == part.name || first == meaning,
                "`[{label}]` means one thing in `{file}` and another one in `{}`; rename it in one of \
                 them",
                part.name
            );
        }
    }
    Ok(())
}
