//! Pictures of the repository that are not in `src`, put into the page.
//!
//! mdBook copies only the files of `src` into the site, and a code host answers with a page about
//! the picture. So the picture becomes a part of the page, for the html renderer alone.

use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::{Site, path};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Largest picture that is put into a page, in bytes: it is also in the page for printing.
const LIMIT: u64 = 1 << 20;

/// The kinds of pictures by the ending of their names.
const KINDS: &[(&str, &str)] = &[
    ("apng", "image/apng"),
    ("avif", "image/avif"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
];

/// Puts pictures into pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pictures<'a> {
    site: &'a Site,
    reader: &'a Reader,
}

impl<'a> Pictures<'a> {
    pub(crate) fn new(site: &'a Site, reader: &'a Reader) -> Pictures<'a> {
        Pictures { site, reader }
    }

    /// Whether a link shows a picture that can be put into the page; `file` is relative to the root
    /// of the repository.
    pub(crate) fn embeds(&self, link: &Link, file: &str) -> bool {
        let size = || self.reader.size(&self.site.root.join(file));
        shows_picture(link) && kind(file).is_some() && size().is_some_and(|size| size <= LIMIT)
    }

    /// The picture as an address that holds all of it.
    pub(crate) fn embedded(&self, link: &Link, file: &str) -> Option<String> {
        if !self.site.html || !self.embeds(link, file) {
            return None;
        }
        let reader = self.reader.clone().with_limit(LIMIT);
        let bytes = reader.read_bytes(&self.site.root.join(file)).ok()?;
        Some(format!(
            "data:{};base64,{}",
            kind(file)?,
            STANDARD.encode(bytes)
        ))
    }
}

fn kind(file: &str) -> Option<&'static str> {
    let (_, ending) = path::file_name(file).rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let found = KINDS.iter().find(|(known, _)| *known == ending);
    found.map(|(_, kind)| *kind)
}

fn shows_picture(link: &Link) -> bool {
    match &link.kind {
        LinkKind::Image => true,
        LinkKind::Html { tag, attribute } => match tag.as_str() {
            "img" => matches!(attribute.as_str(), "src" | "srcset"),
            "source" => attribute == "srcset",
            _ => false,
        },
        _ => false,
    }
}
