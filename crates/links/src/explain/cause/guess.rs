//! Guesses for broken links whose cause is not certain.

use archsite_core::markdown::outline::Link;
use archsite_core::site::path;

use crate::explain::cause::kind::Kind;
use crate::explain::cause::{Cause, Causes};
use crate::site::document::Document;
use crate::site::href::SitePath;

impl Causes<'_> {
    /// A path that is much like the one that is broken.
    pub(super) fn suggestion(
        &self,
        document: &Document<'_>,
        link: &Link,
        place: &SitePath,
        written: &str,
    ) -> Cause {
        if let Some(cause) = self.right_from_top(document, link, written) {
            return cause;
        }
        let file = path::file_name(&place.path);
        let alike = match self.with_name(file) {
            _ if file == "index.html" => self.near(&place.path),
            [] => self.near(&place.path),
            [path] => Some(*path),
            _ => None,
        };
        match alike {
            Some(path) => Cause::Similar(self.spell(document, link, path)),
            None => Cause::Unknown(self.neighbours(document, link, place)),
        }
    }

    /// The only path that is a few letters away.
    fn near(&self, wrong: &str) -> Option<&str> {
        let similar = self.paths().nearest(wrong)?;
        let is_alike = similar.is_only && similar.distance <= 1 + wrong.chars().count() / 8;
        is_alike.then_some(similar.name)
    }

    /// The same path where it counts from the top of `src`. It is proven if no other page of the site
    /// has a path that ends like it.
    fn right_from_top(&self, document: &Document<'_>, link: &Link, written: &str) -> Option<Cause> {
        if document.folder().is_empty() || written.starts_with('/') {
            return None;
        }
        let top = SitePath::join("", written.trim_start_matches("../"));
        let path = self
            .published(&top.path)
            .filter(|_| top.above == 0 && !top.folder)?;
        let stem = path::stem(path::file_name(&path));
        // Each folder may have an index, and another picture of that name is another picture.
        let is_common = ["index", "readme"]
            .iter()
            .any(|name| stem.eq_ignore_ascii_case(name));
        let climbs = written.split('/').any(|part| part == "..");
        // A page deeper down may be meant, by a path that lacks a `../`.
        let is_alone = !self.has_ending(&format!("/{path}"));
        Some(Cause::FromTop {
            right: self.spell(document, link, &path),
            proven: !climbs && !is_common && is_alone && Kind::of(&path) == Kind::Page,
        })
    }

    /// Whether the path of some page or file ends like this.
    fn has_ending(&self, ending: &str) -> bool {
        let reversed = |text: &str| text.bytes().rev().collect::<Vec<u8>>();
        let paths = self.reversed.get_or_init(|| {
            let paths = self.resolver.map.paths().into_iter();
            let mut paths: Vec<Vec<u8>> = paths.map(reversed).collect();
            paths.sort_unstable();
            paths
        });
        let ending = reversed(ending);
        let first = paths.partition_point(|path| *path < ending);
        paths
            .get(first)
            .is_some_and(|path| path.starts_with(&ending))
    }

    /// Paths in the folder of a link's target that are similar to it and of its kind.
    fn neighbours(&self, document: &Document<'_>, link: &Link, place: &SitePath) -> Vec<String> {
        if place.above > 0 {
            return Vec::new();
        }
        let folder = if place.folder {
            place.path.as_str()
        } else {
            path::parent(&place.path)
        };
        let kind = Kind::of(&place.path);
        let names = self
            .in_folder(folder)
            .map(|known| known.likeliest(&place.path));
        let names = names.into_iter().flatten();
        let names = names.filter(|path| place.folder || Kind::of(path) == kind);
        names.map(|path| self.spell(document, link, path)).collect()
    }
}
