//! Version catalogs: `gradle/libs.versions.toml`.
//!
//! An entry counts only where a build file uses it.

use std::rc::Rc;

use crate::manifests::common::mark;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::{Node, Value};
use crate::model::facts::FileRange;

/// A value and its location.
pub(super) type Located = (String, FileRange);

/// A version catalog.
pub(super) struct Catalog {
    root: Rc<Node>,
    file: String,
}

/// Name, version and place of a library.
pub(super) type Library = (String, Option<Located>, FileRange);

impl Catalog {
    pub(super) fn read(files: &mut Files, file: &str) -> Option<Catalog> {
        let root = files.parse(file, value::toml)?;
        Some(Catalog {
            root,
            file: file.to_string(),
        })
    }

    /// A catalog of a settings file.
    pub(super) fn of_settings(root: Node, file: &str) -> Catalog {
        Catalog {
            root: Rc::new(root),
            file: file.to_string(),
        }
    }

    /// The libraries of an accessor: one, or those of a bundle.
    pub(super) fn libraries(&self, accessor: &str) -> Vec<Library> {
        if let Some(bundle) = accessor.strip_prefix("bundles.") {
            let bundles = self.root.entries_of("bundles");
            let found = bundles.iter().find(|entry| dotted(&entry.key) == bundle);
            let names = found.map_or(&[][..], |entry| entry.node.items());
            let names = names.iter().filter_map(Node::text);
            return names
                .filter_map(|name| self.library(&dotted(name)))
                .collect();
        }
        // `libs.x.get()` and the like.
        let accessor = accessor.trim_end_matches(".get");
        self.library(accessor).into_iter().collect()
    }

    fn library(&self, accessor: &str) -> Option<Library> {
        let mut entries = self.root.entries_of("libraries").iter();
        let entry = entries.find(|entry| dotted(&entry.key) == accessor)?;
        let at = FileRange::new(&self.file, entry.at.clone());
        if let Value::Text(text) = &entry.node.value {
            let (name, version) = text.rsplit_once(':')?;
            return Some((
                name.to_string(),
                Some((version.to_string(), mark(&self.file, &entry.node))),
                at,
            ));
        }
        let name = match entry.node.text_of("module") {
            Some(module) => module.to_string(),
            None => format!(
                "{}:{}",
                entry.node.text_of("group")?,
                entry.node.text_of("name")?
            ),
        };
        Some((name, self.version(entry.node.get("version")), at))
    }

    /// Id and version of a plugin.
    pub(super) fn plugin(&self, accessor: &str) -> Option<(String, Option<Located>)> {
        let mut entries = self.root.entries_of("plugins").iter();
        let entry = entries.find(|entry| dotted(&entry.key) == accessor)?;
        if let Value::Text(text) = &entry.node.value {
            let (id, version) = text.split_once(':')?;
            return Some((
                id.to_string(),
                Some((version.to_string(), mark(&self.file, &entry.node))),
            ));
        }
        let id = entry.node.text_of("id")?.to_string();
        Some((id, self.version(entry.node.get("version"))))
    }

    /// A version: a text, a reference, or a rich version.
    fn version(&self, node: Option<&Node>) -> Option<Located> {
        let node = node?;
        if let Some(name) = node.text_of("ref") {
            return self.version(
                self.root
                    .at(&["versions", name])
                    .filter(|n| n.text_of("ref").is_none()),
            );
        }
        if let Some(text) = node.text() {
            return Some((text.to_string(), mark(&self.file, node)));
        }
        let prefer = node.text_of("prefer");
        let text = match (node.text_of("strictly"), node.text_of("require"), prefer) {
            (Some(strictly), _, Some(prefer)) => format!("strictly {strictly} prefer {prefer}"),
            (Some(strictly), _, None) => strictly.to_string(),
            (None, Some(require), _) => require.to_string(),
            (None, None, Some(prefer)) => prefer.to_string(),
            (None, None, None) => return None,
        };
        Some((text, mark(&self.file, node)))
    }
}

/// A name as accessors spell it.
fn dotted(name: &str) -> String {
    name.replace(['-', '_'], ".")
}
