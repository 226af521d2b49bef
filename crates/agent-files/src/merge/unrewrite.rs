//! What a link of a shard must become in the document: the way back of `links` and `moves`.
//!
//! Only for links that somebody wrote in a shard; those that were moved there are undone as they
//! were recorded.

use archsite_core::markdown::outline::Link;
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, has_scheme};
use archsite_shard::rewrite::imports;

use crate::manifest::Shard;

/// Where a folder of shards and its document are.
#[derive(Debug)]
pub struct Places<'a> {
    /// The files of the folder that are sections, or become ones.
    pub shards: Vec<&'a Shard>,
    /// The folder, as a path of the site.
    pub folder: &'a str,
    /// The document, as a path of the site.
    pub document: &'a str,
}

/// Something in the text of a shard that names a file.
#[derive(Debug, Clone, Copy)]
pub enum Reference<'a> {
    /// A link.
    Link(&'a Link),
    /// A path that an instruction file imports.
    Import(&'a str),
}

impl Places<'_> {
    /// What a link or an import of `shard` must become in the document; none if it stays.
    pub fn unrewrite(&self, shard: &Shard, reference: Reference<'_>) -> Option<String> {
        match reference {
            Reference::Link(link) => self.unrewrite_link(shard, link),
            Reference::Import(path) if imports::has_imports(self.document) => {
                let here = format!("{}/{}", self.folder, shard.file);
                imports::moved(path, &here, self.document)
            }
            Reference::Import(_) => None,
        }
    }

    /// The destination of a link of `shard` as the document writes it; none if it stays.
    fn unrewrite_link(&self, shard: &Shard, link: &Link) -> Option<String> {
        let dest = link.dest.as_str();
        let placeholder = dest.starts_with('{') || dest.contains("{{");
        if dest.is_empty() || dest.starts_with('/') || has_scheme(dest) || placeholder {
            return None;
        }
        let parts = Destination::parse(dest);
        let in_document = |id: &str| format!("#{}", path::percent_encode(id));
        if parts.path.is_empty() {
            return Some(in_document(old_id(shard, parts.fragment?)?));
        }
        let here = format!("{}/{}", self.folder, shard.file);
        let file = path::join(path::parent(&here), &path::percent_decode(parts.path))?;
        let own = file.strip_prefix(self.folder);
        let name = own.and_then(|rest| rest.strip_prefix('/'));
        let mut shards = self.shards.iter();
        let target = shards.find(|shard| name == Some(shard.file.as_str()));
        if let Some(target) = target {
            let id = match parts.fragment {
                Some(fragment) => Some(old_id(target, fragment).unwrap_or(fragment)),
                None => target.id.as_deref(),
            };
            return Some(match id {
                Some(id) => in_document(id),
                None => path::percent_encode(path::file_name(self.document)).into_owned(),
            });
        }
        let mut relative = path::relative(path::parent(self.document), &file);
        if parts.path.ends_with('/') && !relative.ends_with('/') {
            relative.push('/');
        }
        let rest = &dest[parts.path.len()..];
        Some(format!("{}{rest}", path::percent_encode(&relative)))
    }
}

/// The id in the document of what has an id in a shard.
fn old_id<'a>(shard: &'a Shard, id: &str) -> Option<&'a str> {
    let decoded = path::percent_decode(id);
    let mut anchors = shard.anchors.iter();
    let found = anchors.find(|(_, new)| new == id || *new == decoded)?;
    Some(found.0.as_str())
}
