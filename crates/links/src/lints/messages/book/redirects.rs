//! Redirects of book.toml that are broken or unused.

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::lints;
use crate::lints::messages::short;
use crate::site::resolver::Outcome;

/// The place of a redirect in book.toml.
pub(in crate::lints::messages) fn config(key: &str) -> Location {
    let path = ["output", "html", "redirect", key];
    Location::Config(path.iter().map(ToString::to_string).collect())
}

/// A redirect to nothing.
pub(crate) fn broken_redirect(key: &str, dest: &str, found: &Outcome) -> Diagnostic {
    let shown = short(dest);
    let message = match (found.missing_anchor(), found) {
        (Some(fragment), _) => format!(
            "the redirect leads to a page that has no anchor `#{}`",
            short(fragment)
        ),
        (None, Outcome::Redirected(..)) => {
            "the redirect leads to another redirect whose target does not exist".to_string()
        }
        _ => format!("the redirect leads to `{shown}`, which is not on the site"),
    };
    let help = if found.missing_anchor().is_some() {
        "name an anchor of that page, or remove the fragment"
    } else if dest.contains(".md") {
        "write destinations as the site has them: `.html`, not `.md`"
    } else if dest.starts_with('/') {
        "destinations with `/` are relative to the root of the server, where the site is at \
         `site-url` of [output.html]; list what another program builds in `built-elsewhere`"
    } else {
        "destinations are relative to the redirected page, or with `/` to the root of the \
         server"
    };
    Diagnostic::new(&lints::BROKEN_REDIRECT, message)
        .at(config(key), format!("leads to `{shown}`"))
        .help(help)
        .about(dest)
}

/// A redirect to another site of the server.
///
/// `path`: the path on the server.
/// `base`: the path of the site with which it would find a page.
pub(crate) fn redirect_elsewhere(
    key: &str,
    dest: &str,
    path: String,
    base: Option<String>,
) -> Diagnostic {
    let dest = short(dest);
    // The first folder tells sites apart: one message for all redirects to it.
    let folders = path.trim_start_matches("../").trim_start_matches('/');
    let start = &path[..path.len() - folders.len()];
    let other = match folders.split_once('/') {
        Some((first, _)) => format!("{start}{first}/"),
        None => path.clone(),
    };
    Diagnostic::new(
        &lints::REDIRECT_ELSEWHERE,
        format!(
            "the redirect leads out of the site to `{}`, which cannot be checked",
            short(&other)
        ),
    )
    .at(config(key), format!("leads to `{dest}`"))
    .help(match base {
        Some(base) => format!(
            "set `site-url = \"{base}\"` in [output.html] if this site is there, or list the \
             path in `built-elsewhere` of [preprocessor.archsite] if another program builds it"
        ),
        None => "list the path in `built-elsewhere` of [preprocessor.archsite] if another \
             program builds it, or correct `site-url` in [output.html] if it is a page of \
             this book"
            .to_string(),
    })
    .about(dest)
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
    /// Its file is written outside of the site.
    Outside,
    /// No server shows a file of that name as a page.
    NoPage {
        /// There is a folder of that name, or one is meant.
        is_folder: bool,
    },
}

/// A redirect that does nothing.
pub(crate) fn ignored_redirect(key: &str, path: &str, reason: Reason) -> Diagnostic {
    // Some stop the build, after the old site was taken away.
    let lint = match reason {
        Reason::ExistingPage | Reason::Folder | Reason::OnlyFragments | Reason::Outside => {
            &lints::BROKEN_REDIRECT
        }
        Reason::Shadowed | Reason::NoSlash | Reason::NoPage { .. } => &lints::IGNORED_REDIRECT,
    };
    let (message, help) = match reason {
        Reason::Folder => (
            format!("mdBook cannot write a redirect for the folder `{key}`"),
            format!("write `{key}index.html`"),
        ),
        Reason::Outside => (
            format!("mdBook writes the page of the redirect `{key}` outside the site"),
            "write the path of the old page below the site, such as `/old.html`".to_string(),
        ),
        Reason::NoPage { is_folder: true } => (
            format!(
                "mdBook writes the redirect into a file `{path}`, which servers do not show \
                 as a page"
            ),
            format!("write `/{path}/index.html` or `/{path}.html`"),
        ),
        Reason::NoPage { is_folder: false } => (
            format!(
                "mdBook writes the redirect into a file `{path}`, which servers do not show \
                 as a page"
            ),
            format!("write `/{}.html`", archsite_core::site::path::stem(path)),
        ),
        Reason::ExistingPage => (
            format!("`{path}` is a page, so mdBook refuses to redirect it"),
            "remove the redirect, or move the chapter".to_string(),
        ),
        Reason::Shadowed => (
            format!("`{path}` exists, so mdBook ignores the redirect"),
            "remove the redirect".to_string(),
        ),
        Reason::NoSlash => (
            "mdBook ignores the fragment of a page without a leading `/`".to_string(),
            match key.rsplit_once('#') {
                Some((_, fragment)) => format!("write `/{path}#{fragment}`"),
                None => format!("write `/{path}`"),
            },
        ),
        Reason::OnlyFragments => (
            format!("`{path}` is not a page, and only its fragments are redirected"),
            format!("add a redirect of `/{path}` itself, which mdBook requires"),
        ),
    };
    Diagnostic::new(lint, message)
        .at(config(key), "has no effect")
        .help(help)
}
