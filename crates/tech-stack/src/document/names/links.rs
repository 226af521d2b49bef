//! From the address of a link to the package that it leads to.

use archsite_core::site::path;

use crate::document::names::{Names, Target};
use crate::model::facts::Ecosystem;

impl Names {
    /// The package a link leads to: its page in a registry, or where the user's template leads.
    pub(super) fn of_link(&self, link: &str) -> Option<Target> {
        let clean = link.split(['?', '#']).next()?.trim_end_matches('/');
        if let Some(target) = self.of_template(clean) {
            return Some(target);
        }
        let (_, path) = clean.split_once("://")?.1.split_once('/')?;
        let (ecosystems, name): (&[Ecosystem], &str) = match path.split_once('/')? {
            // The page of a Go module has its whole name as its path.
            (host, _) if host.contains('.') => (&[Ecosystem::Go], path),
            (shape, name) => (SHAPES.iter().find(|known| known.0 == shape)?.1, name),
        };
        leading(name).find_map(|name| {
            let same = |target: &&Target| {
                ecosystems.contains(&target.ecosystem) && target.name.eq_ignore_ascii_case(name)
            };
            self.own
                .get(&name.to_lowercase())?
                .iter()
                .find(same)
                .cloned()
        })
    }

    /// The package whose address, by the user's templates, is that link or the beginning of it.
    fn of_template(&self, link: &str) -> Option<Target> {
        self.links.iter().find_map(|(ecosystem, template)| {
            let template = template.split("{version}").next()?.trim_end_matches('/');
            let (before, after) = template.split_once("{name}")?;
            leading(link.strip_prefix(before)?).find_map(|name| {
                let name = path::percent_decode(name.strip_suffix(after)?);
                let own = self.own.get(&name.to_lowercase())?.iter();
                let mut own = own.filter(|target| target.ecosystem == *ecosystem);
                own.find(|target| target.name == name).cloned()
            })
        })
    }
}

/// A text, and its beginnings before each slash: a version may follow a name, which may have
/// slashes of its own.
fn leading(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices('/').map(|(at, _)| &text[..at]);
    std::iter::once(text).chain(ends)
}

/// How the paths of registries begin, and whose packages follow. A link to anywhere else says
/// nothing: `/react` may be a tutorial.
const SHAPES: &[(&str, &[Ecosystem])] = &[
    ("package", &[Ecosystem::Npm]),
    ("crates", &[Ecosystem::Cargo]),
    ("project", &[Ecosystem::PyPi]),
    (
        "packages",
        &[
            Ecosystem::NuGet,
            Ecosystem::Composer,
            Ecosystem::Hex,
            Ecosystem::Pub,
        ],
    ),
    ("gems", &[Ecosystem::RubyGems]),
    ("providers", &[Ecosystem::Terraform]),
];
