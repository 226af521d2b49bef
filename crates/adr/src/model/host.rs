//! The repository's own code host: which of its addresses are files of the repository.
//!
//! Addresses are compared as text; the caller says which files exist.

use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

/// Where the repository can be read in a browser.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Host {
    /// Addresses of the repository, without scheme.
    repositories: Vec<String>,
}

/// The parts of an address between that of a repository and the name of a branch, the longer ones
/// first.
const MARKS: &[&str] = &[
    "/-/blob/",
    "/-/tree/",
    "/-/raw/",
    "/-/edit/",
    "/-/blame/",
    "/src/branch/",
    "/src/commit/",
    "/src/tag/",
    "/blob/",
    "/tree/",
    "/raw/",
    "/edit/",
    "/_edit/",
    "/blame/",
    "/src/",
];

impl Host {
    /// The host of a repository by its addresses, and by templates of addresses of its files.
    pub fn new<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Host {
        let known = addresses.into_iter().filter_map(|address| {
            let address = without_scheme(address)?;
            let (repository, _) = parts(address);
            let repository = repository.trim_end_matches('/');
            let repository = repository.strip_suffix(".git").unwrap_or(repository);
            (!repository.is_empty() && !repository.contains('{')).then(|| repository.to_string())
        });
        Host {
            repositories: known.collect(),
        }
    }

    /// The file of the repository that an address shows; `exists` knows its files. The name of a
    /// branch may have several parts.
    pub(crate) fn file(&self, address: &str, exists: &dyn Fn(&str) -> bool) -> Option<String> {
        if self.repositories.is_empty() {
            return None;
        }
        let (repository, rest) = parts(without_scheme(Destination::parse(address).path)?);
        let own = |known: &String| known.eq_ignore_ascii_case(repository);
        if !self.repositories.iter().any(own) {
            return None;
        }
        let decoded = path::percent_decode(rest?);
        let mut rest: &str = &decoded;
        while let Some((_, file)) = rest.split_once('/') {
            if exists(file) {
                return Some(file.to_string());
            }
            rest = file;
        }
        None
    }
}

fn without_scheme(address: &str) -> Option<&str> {
    let scheme = ["https://", "http://", "//"].into_iter().find(|scheme| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })?;
    Some(&address[scheme.len()..])
}

/// The address of a repository, and what is after it.
fn parts(address: &str) -> (&str, Option<&str>) {
    let found = MARKS
        .iter()
        .filter_map(|mark| Some((address.find(mark)?, mark.len())));
    match found.min_by_key(|(at, length)| (*at, usize::MAX - length)) {
        Some((at, length)) => (&address[..at], Some(&address[at + length..])),
        None => (address, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_repository_counts() {
        let host = Host::new([
            "https://code.example/acme/shop.git",
            "https://git.example/acme/shop/-/edit/main/{path}",
        ]);
        let check = |address: &str, expected: Option<&str>| {
            let file = host.file(address, &|file| file == "docs/adr/0002 b.md");
            assert_eq!(file.as_deref(), expected, "{address}");
        };
        for own in [
            "https://code.example/acme/shop/blob/main/docs/adr/0002%20b.md",
            "http://code.example/Acme/Shop/blob/topic/x/docs/adr/0002%20b.md#status",
            "https://git.example/acme/shop/-/blob/main/docs/adr/0002%20b.md?plain=1",
            "https://code.example/acme/shop/src/branch/main/docs/adr/0002%20b.md",
        ] {
            check(own, Some("docs/adr/0002 b.md"));
        }
        for other in [
            "https://code.example/acme/other/blob/main/docs/adr/0002%20b.md",
            "https://elsewhere.example/acme/shop/blob/main/docs/adr/0002%20b.md",
            "https://code.example/acme/shop/blob/main/docs/adr/0003-c.md",
            "https://code.example/acme/shop/issues/2",
        ] {
            check(other, None);
        }
    }
}
