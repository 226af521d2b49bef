//! Pages and files that another program puts on the server: the patterns of `built-elsewhere`.

use archsite_core::config::pattern::Pattern;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::site::href::SitePath;

/// Where a destination leads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At<'a> {
    /// A place that counts from the top of the site.
    Site(&'a SitePath),
    /// A path on the server, outside of the site.
    Server(&'a str),
}

/// The patterns, with what is needed to compare an address with them in each spelling.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elsewhere<'a> {
    pub(crate) patterns: &'a [Pattern],
    /// The path of the site on its server, if that is known.
    pub(crate) site_url: Option<&'a str>,
}

impl Elsewhere<'_> {
    /// Whether another program builds the target of a destination.
    pub(crate) fn builds(&self, dest: &str, at: At<'_>) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let written = Destination::parse(dest).path.to_string();
        let (from_top, on_server) = match at {
            At::Site(place) => {
                let on_server = self.site_url.map(|url| server_path(url, place));
                (Some(place.display()), on_server)
            }
            At::Server(path) => {
                let from_top =
                    |url: &str| path::relative(url.trim_matches('/'), path.trim_start_matches('/'));
                (self.site_url.map(from_top), Some(path.to_string()))
            }
        };
        let spellings = [Some(written), from_top, on_server];
        let mut spellings = spellings.into_iter().flatten();
        spellings.any(|spelling| {
            // A folder may be written without the `/` after it.
            let is_folder = !path::file_name(&spelling).contains('.') && !spelling.is_empty();
            let folder = is_folder.then(|| format!("{}/", spelling.trim_end_matches('/')));
            self.patterns.iter().any(|pattern| {
                let fits = |path: &str| pattern.matches_anywhere(path);
                fits(&spelling) || folder.as_deref().is_some_and(fits)
            })
        })
    }
}

/// The path on the server of a place, for a site at `url`.
pub(crate) fn server_path(url: &str, place: &SitePath) -> String {
    let mut folders: Vec<&str> = url.split('/').filter(|part| !part.is_empty()).collect();
    folders.truncate(folders.len().saturating_sub(place.above));
    folders.push(&place.path);
    format!("/{}", folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_in_each_spelling() {
        let check = |glob: &str, site_url: Option<&str>, dest: &str, at: At<'_>| {
            let patterns = [Pattern::new(glob).expect("a pattern")];
            let patterns = &patterns;
            Elsewhere { patterns, site_url }.builds(dest, at)
        };
        let url = Some("/book/");
        let beside = SitePath::join("", "../other/x.html");
        let below = SitePath::join("", "api");
        assert!(check(
            "/other/**",
            url,
            "../other/x.html",
            At::Site(&beside)
        ));
        assert!(!check(
            "/other/**",
            None,
            "../other/x.html",
            At::Site(&beside)
        ));
        assert!(check(
            "../other/**",
            None,
            "../other/x.html",
            At::Site(&beside)
        ));
        assert!(check(
            "../other/**",
            url,
            "/other/x.html",
            At::Server("/other/x.html")
        ));
        assert!(check("/book/api/**", url, "api", At::Site(&below)));
        assert!(check("api/**", None, "../api", At::Site(&below)));
        assert!(!check(
            "api/**",
            None,
            "apis",
            At::Site(&SitePath::join("", "apis"))
        ));
    }
}
