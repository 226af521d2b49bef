//! Where the repository is on a code host: what git knows of it, else what manifests say.
//!
//! The configuration of git is read by a library, and only that of the repository.

use archsite_core::fs::Reader;
use archsite_core::site::path::clean;
use std::path::Path;

/// The repository on a code host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::commands::init) struct Origin {
    /// Its address in a browser, such as `https://github.com/owner/project`.
    pub(in crate::commands::init) url: String,
    /// The main branch, if it is known.
    pub(in crate::commands::init) branch: Option<String>,
}

impl Origin {
    /// Finds the repository on its code host.
    pub(super) fn find(reader: &Reader, root: &Path) -> Option<Origin> {
        let git = git(root);
        let branch = git.as_ref().and_then(|(_, branch)| branch.clone());
        let url = git
            .and_then(|(url, _)| url)
            .or_else(|| declared(reader, root))?;
        Some(Origin { url, branch })
    }

    /// The address to edit a file of a book, with `{path}`, which mdBook fills in relative to the
    /// folder `book` of the repository.
    pub(in crate::commands::init) fn edit_template(&self, book: &str) -> Option<String> {
        let url = &self.url;
        let branch = self.branch.as_ref()?;
        let folder = if book.is_empty() {
            String::new()
        } else {
            format!("{book}/")
        };
        let edit = if url.contains("github.") {
            "edit"
        } else if url.contains("gitlab") {
            "-/edit"
        } else if ["codeberg", "gitea", "forgejo"]
            .iter()
            .any(|name| url.contains(name))
        {
            "_edit"
        } else {
            return None;
        };
        Some(format!("{url}/{edit}/{branch}/{folder}{{path}}"))
    }

    /// The name of the repository.
    pub(in crate::commands::init) fn name(&self) -> &str {
        self.url.rsplit('/').next().unwrap_or_default()
    }
}

/// The address and the main branch that git knows.
fn git(root: &Path) -> Option<(Option<String>, Option<String>)> {
    // Only the repository's own configuration counts, not that of the person who runs this.
    let repository = gix::open_opts(clean(root), gix::open::Options::isolated()).ok()?;
    let config = repository.config_snapshot();
    let names: Vec<String> = repository
        .remote_names()
        .iter()
        .map(ToString::to_string)
        .collect();
    let origin = names.iter().find(|name| *name == "origin");
    let remote = origin.or(names.first().filter(|_| names.len() == 1));
    let url = remote.and_then(|name| config.string(&format!("remote.{name}.url")));
    let url = url.and_then(|url| in_browser(&url.to_string()));
    let head = remote.and_then(|name| {
        let head = format!("refs/remotes/{name}/HEAD");
        let reference = repository.find_reference(head.as_str()).ok()?;
        let target = reference.target().try_name()?.as_bstr().to_string();
        let branch = target.strip_prefix(&format!("refs/remotes/{name}/"))?;
        Some(branch.to_string())
    });
    let usual = || {
        let mut usual = ["main", "master"].into_iter();
        let is_there = |name: &&str| {
            repository
                .find_reference(&format!("refs/heads/{name}"))
                .is_ok()
        };
        usual.find(is_there).map(ToString::to_string)
    };
    // It goes into addresses and workflows.
    let branch = head
        .or_else(usual)
        .filter(|branch| branch.chars().all(is_plain));
    Some((url, branch))
}

/// The address that the manifests in the root name.
fn declared(reader: &Reader, root: &Path) -> Option<String> {
    let cargo = || {
        let text = reader.read(&root.join("Cargo.toml")).ok()?;
        let table: toml::Table = text.parse().ok()?;
        let workspace = table
            .get("workspace")
            .and_then(|table| table.get("package"));
        let tables = [table.get("package"), workspace];
        let mut found = tables
            .into_iter()
            .flatten()
            .map(|table| table.get("repository"));
        let found = found.find_map(|value| value?.as_str().map(ToString::to_string));
        found.and_then(|url| in_browser(&url))
    };
    let npm = || {
        let text = reader.read(&root.join("package.json")).ok()?;
        let value: serde_json::Value = serde_json::from_str(&text).ok()?;
        let repository = value.get("repository")?;
        let url = repository
            .as_str()
            .or_else(|| repository.get("url")?.as_str())?;
        in_browser(url)
    };
    cargo().or_else(npm)
}

/// The address in a browser of what git fetches from. A name or password in it is left out.
fn in_browser(url: &str) -> Option<String> {
    let url = url.trim().trim_start_matches("git+");
    if let Some(rest) = url.strip_prefix("github:") {
        return Some(format!("https://github.com/{rest}"));
    }
    let parsed = gix::url::parse(url).ok()?;
    let scheme = match parsed.scheme {
        gix::url::Scheme::Http => "http",
        gix::url::Scheme::File => return None,
        _ => "https",
    };
    let host = parsed.host()?;
    let port = match (&parsed.scheme, parsed.port) {
        (gix::url::Scheme::Https | gix::url::Scheme::Http, Some(port)) => format!(":{port}"),
        _ => String::new(),
    };
    let path = parsed.path.to_string();
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_whole = path.contains('/') && host.contains('.');
    (is_whole && path.chars().all(is_plain)).then(|| format!("{scheme}://{host}{port}/{path}"))
}

/// Whether a character means itself in an address, a shell and a workflow.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~/".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_for_git_become_addresses_for_browsers() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(in_browser(url).as_deref(), expected, "{url}");
        };
        let shop = Some("https://code.example/acme/shop");
        check("https://code.example/acme/shop.git", shop);
        check("https://name:secret@code.example/acme/shop", shop);
        check("git@code.example:acme/shop.git", shop);
        check("ssh://git@code.example:2222/acme/shop.git", shop);
        check("git+https://code.example/acme/shop.git", shop);
        check("github:acme/shop", Some("https://github.com/acme/shop"));
        check("../shop", None);
        check("/srv/git/shop.git", None);
        check("", None);
    }

    #[test]
    fn each_code_host_has_its_own_address_to_edit() {
        let check = |url: &str, expected: Option<&str>| {
            let origin = Origin {
                url: url.to_string(),
                branch: Some("main".to_string()),
            };
            assert_eq!(origin.edit_template("book").as_deref(), expected);
        };
        check(
            "https://github.com/a/b",
            Some("https://github.com/a/b/edit/main/book/{path}"),
        );
        check(
            "https://gitlab.example/a/b",
            Some("https://gitlab.example/a/b/-/edit/main/book/{path}"),
        );
        check("https://code.example/a/b", None);
    }
}
