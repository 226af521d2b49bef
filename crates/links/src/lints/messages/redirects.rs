//! Redirects of book.toml that lead nowhere or do nothing.

use archsite_core::diagnostics::{Diagnostic, Place};

use crate::lints;
use crate::lints::messages::short;
use crate::site::follow::Found;

/// The place of a redirect in book.toml.
pub(super) fn config(key: &str) -> Place {
    let path = ["output", "html", "redirect", key];
    Place::Config(path.iter().map(ToString::to_string).collect())
}

/// A redirect to nothing.
pub(crate) struct BrokenRedirect<'a> {
    pub(crate) key: &'a str,
    pub(crate) dest: &'a str,
    pub(crate) found: &'a Found,
}

impl From<BrokenRedirect<'_>> for Diagnostic {
    fn from(problem: BrokenRedirect<'_>) -> Diagnostic {
        let BrokenRedirect { key, dest, found } = problem;
        let dest = short(dest);
        let message = match found {
            Found::NoAnchor(_, fragment) => {
                format!(
                    "the redirect leads to a page that has no anchor `#{}`",
                    short(fragment)
                )
            }
            Found::LeavesSite(path) => {
                format!("the redirect leaves the site, to `{}`", short(path))
            }
            Found::Redirected(..) => {
                "the redirect leads to another one that leads to nothing".to_string()
            }
            _ => format!("the redirect leads to `{dest}`, which is not on the site"),
        };
        let help = if dest.contains(".md") {
            "destinations are written as the site has them: `.html`, not `.md`"
        } else {
            "destinations count from the page that is redirected, or from the root of \
                      the server with `/`"
        };
        Diagnostic::new(&lints::BROKEN_REDIRECT, message)
            .at(config(key), format!("leads to `{dest}`"))
            .help(help)
            .about(dest)
    }
}

/// Why mdBook does nothing with a redirect.
pub(crate) enum Reason {
    /// There is a page of that path.
    ExistingPage,
    /// It is a folder.
    Folder,
    /// There is something else of that path.
    Shadowed,
    /// A fragment of a page needs a `/` in front.
    NoSlash,
    /// There is no key for the page itself.
    OnlyFragments,
}

/// A redirect that does nothing.
pub(crate) struct IgnoredRedirect<'a> {
    pub(crate) key: &'a str,
    pub(crate) path: &'a str,
    pub(crate) reason: Reason,
}

impl From<IgnoredRedirect<'_>> for Diagnostic {
    fn from(problem: IgnoredRedirect<'_>) -> Diagnostic {
        let IgnoredRedirect { key, path, reason } = problem;
        // Some stop the build, after the old site was taken away.
        let lint = match reason {
            Reason::ExistingPage | Reason::Folder | Reason::OnlyFragments => {
                &lints::BROKEN_REDIRECT
            }
            Reason::Shadowed | Reason::NoSlash => &lints::IGNORED_REDIRECT,
        };
        let (message, help) = match reason {
            Reason::Folder => (
                format!("mdBook can not write a redirect for the folder `{key}`"),
                format!("write `{key}index.html`"),
            ),
            Reason::ExistingPage => (
                format!("`{path}` is a page, so mdBook refuses to redirect it"),
                "take the redirect away, or move the chapter".to_string(),
            ),
            Reason::Shadowed => (
                format!("`{path}` exists, so mdBook ignores the redirect"),
                "take the redirect away".to_string(),
            ),
            Reason::NoSlash => (
                "mdBook ignores a fragment of a page without `/` in front".to_string(),
                format!("write `/{key}`"),
            ),
            Reason::OnlyFragments => (
                format!("`{path}` is no page, and only fragments of it are redirected"),
                format!("add a redirect of `/{path}` itself, which mdBook asks for"),
            ),
        };
        Diagnostic::new(lint, message)
            .at(config(key), "does nothing")
            .help(help)
    }
}
