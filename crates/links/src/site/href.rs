//! How mdBook writes a destination into the page, and how a browser reads it there.
//!
//! Text only: [`LinkResolver`](crate::site::resolver::LinkResolver) finds what is at an address.

use std::borrow::Cow;

use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::path;

/// Whether mdBook rewrites the destination of a link.
pub(crate) fn is_rewritten(link: &Link) -> bool {
    match &link.kind {
        LinkKind::Link | LinkKind::Image | LinkKind::Definition(_) => true,
        LinkKind::Autolink => false,
        LinkKind::Html { tag, attribute } => {
            tag == "a" && matches!(attribute.as_str(), "href" | "xlink:href")
        }
    }
}

/// The destination as it is in the built page.
pub(crate) fn written(link: &Link) -> Cow<'_, str> {
    if is_rewritten(link) {
        rewritten(&link.dest)
    } else {
        Cow::Borrowed(&link.dest)
    }
}

/// The destination that mdBook writes for one: the last `.md` becomes `.html`, and the rest
/// after it is dropped unless it is a fragment.
pub(crate) fn rewritten(dest: &str) -> Cow<'_, str> {
    if dest.starts_with('#') || scheme(dest).is_some_and(|s| s == s.to_lowercase()) {
        return Cow::Borrowed(dest);
    }
    let Some(at) = dest.rfind(".md") else {
        return Cow::Borrowed(dest);
    };
    let behind = &dest[at + ".md".len()..];
    let fragment = if behind.starts_with('#') { behind } else { "" };
    Cow::Owned(format!("{}.html{fragment}", &dest[..at]))
}

/// `scheme` of `scheme:…`, as in RFC 3986.
pub(crate) fn scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let starts = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let all = |c: char| c.is_ascii_alphanumeric() || "+.-".contains(c);
    (starts && scheme.chars().all(all)).then_some(scheme)
}

/// Whether a destination names another host, or is an address of another kind.
pub(crate) fn is_elsewhere(dest: &str) -> bool {
    dest.starts_with("//") || scheme(dest).is_some()
}

/// The address that was meant by `https:/host`, with one slash.
pub(crate) fn one_slash(dest: &str) -> Option<String> {
    let (scheme, rest) = dest.split_once(":/")?;
    let is_web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    (is_web && !rest.starts_with('/')).then(|| format!("{}://{rest}", scheme.to_lowercase()))
}

/// Whether a destination is a path of Windows, `C:\\docs`, which browsers take for a scheme.
pub(crate) fn is_drive(dest: &str) -> bool {
    let bytes = dest.as_bytes();
    let begins = bytes.first().is_some_and(u8::is_ascii_alphabetic);
    begins && bytes.get(1) == Some(&b':') && matches!(bytes.get(2), Some(b'/' | b'\\'))
}

/// An address as a browser reads it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Address<'a> {
    /// Another host, or no page at all.
    Elsewhere,
    /// From the root of the server, decoded.
    Absolute(String, Option<&'a str>),
    /// Relative to its page, decoded; empty for the page itself.
    Relative(String, Option<&'a str>),
}

impl<'a> Address<'a> {
    /// Reads an address.
    pub(crate) fn read(href: &'a str) -> Address<'a> {
        let href = href.trim();
        if scheme(href).is_some() || href.starts_with("//") {
            return Address::Elsewhere;
        }
        let (rest, fragment) = match href.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (href, None),
        };
        let place = rest.split('?').next().unwrap_or(rest).replace('\\', "/");
        let place = path::percent_decode(&place).into_owned();
        match place.strip_prefix('/') {
            Some(absolute) => Address::Absolute(absolute.to_string(), fragment),
            None => Address::Relative(place, fragment),
        }
    }
}

/// A path on the server: how many folders above the site it begins, and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SitePath {
    /// Folders above the site.
    pub(crate) above: usize,
    /// The rest, without `/` at either end.
    pub(crate) path: String,
    /// It is written as a folder.
    pub(crate) folder: bool,
}

impl SitePath {
    /// Follows a relative path from a folder of the site.
    pub(crate) fn join(folder: &str, relative: &str) -> SitePath {
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let mut above = 0;
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        above += 1;
                    }
                }
                part => parts.push(part),
            }
        }
        let last = path::file_name(relative);
        SitePath {
            above,
            path: parts.join("/"),
            folder: matches!(last, "" | "." | "..") || parts.is_empty(),
        }
    }

    /// The path with `../` for each folder above the site.
    pub(crate) fn display(&self) -> String {
        format!("{}{}", "../".repeat(self.above), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_rewritten_as_mdbook_does() {
        let check = |dest: &str, expected: &str| assert_eq!(rewritten(dest), expected, "{dest}");
        check("a.md", "a.html");
        check("a.md#b", "a.html#b");
        check("a.md?x=1#b", "a.html");
        check("a.mdx", "a.html");
        check("a.md.txt", "a.html");
        check("a.md#b.md", "a.md#b.html");
        check("a.MD", "a.MD");
        check("#a.md", "#a.md");
        check("//host/a.md", "//host/a.html");
        check("https://host/a.md", "https://host/a.md");
        check("HTTPS://host/a.md", "HTTPS://host/a.html");
        check("a.md/b", "a.html");
    }

    #[test]
    fn addresses_are_read_as_browsers_do() {
        let relative = |place: &str, fragment| Address::Relative(place.to_string(), fragment);
        assert_eq!(
            Address::read(" a%20b.html?x#c "),
            relative("a b.html", Some("c"))
        );
        assert_eq!(Address::read("#c"), relative("", Some("c")));
        assert_eq!(Address::read("a\\b.html"), relative("a/b.html", None));
        assert_eq!(Address::read("//host/x"), Address::Elsewhere);
        assert_eq!(Address::read("mailto:a@b"), Address::Elsewhere);
        assert_eq!(Address::read("%ff"), relative("%ff", None));
        assert_eq!(
            Address::read("/x"),
            Address::Absolute("x".to_string(), None)
        );
    }

    #[test]
    fn paths_are_followed() {
        let check = |folder: &str, relative: &str, shown: &str, is_folder: bool| {
            let place = SitePath::join(folder, relative);
            assert_eq!((place.display().as_str(), place.folder), (shown, is_folder));
        };
        check("a/b", "../c.html", "a/c.html", false);
        check("a", "../../c.html", "../c.html", false);
        check("a", "..", "", true);
        check("", "b/", "b", true);
        check("", "../src/x", "../src/x", false);
    }
}
