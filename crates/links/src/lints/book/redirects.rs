//! `[output.html.redirect]`: unused keys and targets that do not exist.
//!
//! It reads the configuration it is given and nothing else.

use std::collections::HashMap;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::path;

use crate::added::LinkProblem;
use crate::lints::messages::book::redirects::{
    Reason, broken_redirect, ignored_redirect, redirect_elsewhere,
};
use crate::site::href::SitePath;
use crate::site::resolver::{LinkResolver, Outcome, off_site};
use crate::site::site_map::{Entry, Key};

/// How many folders below the root of a server a site is looked for.
const DEEPEST: usize = 4;

/// Checks all redirects. Problems of their targets are `pending`: pages may be added.
pub(crate) fn check(
    resolver: &LinkResolver<'_>,
    problems: &mut Vec<Diagnostic>,
    pending: &mut Vec<LinkProblem>,
) {
    let mut judged = Vec::new();
    for (key, dest) in &resolver.output.redirects {
        let parts = Key::new(key);
        let Some(path) = parts.path.as_deref() else {
            problems.push(outside(key));
            continue;
        };
        if let Some(reason) = ignored(&parts, path, resolver) {
            problems.push(ignored_redirect(key, path, reason));
            continue;
        }
        judged.push((key, dest, resolver.resolve(path, dest)));
    }
    let mut bases = Bases::default();
    for (_, _, found) in &judged {
        bases.count(resolver, found);
    }
    for (key, dest, found) in &judged {
        let missing = found.missing_page().map(ToString::to_string);
        pending.extend(
            problem(resolver, &bases, key, dest, found).map(|diagnostic| LinkProblem {
                diagnostic,
                missing,
            }),
        );
    }
}

/// How many redirects point below each path of the server that the site may have, and how many of
/// them would be right if it had it.
#[derive(Default)]
struct Bases(HashMap<String, (usize, usize)>);

impl Bases {
    fn count(&mut self, resolver: &LinkResolver<'_>, found: &Outcome) {
        let (Outcome::Missing(place) | Outcome::NoIndex(place)) = found else {
            return;
        };
        for (folder, rest) in below(place) {
            let (right, all) = self.0.entry(folder.to_string()).or_default();
            *right += usize::from(resolver.has(&rest));
            *all += 1;
        }
    }

    /// The path with which a destination from the root of the server would be right, and with it
    /// half of those that point below that path.
    fn find(&self, resolver: &LinkResolver<'_>, place: &SitePath) -> Option<String> {
        let likely = |folder: &str| {
            let counts = self.0.get(folder);
            counts.is_some_and(|(right, all)| right * 2 >= *all)
        };
        let mut places = below(place);
        let (folder, _) = places.find(|(folder, rest)| likely(folder) && resolver.has(rest))?;
        Some(format!("/{folder}"))
    }
}

/// The first folders of a path, each with what is below it.
fn below(place: &SitePath) -> impl Iterator<Item = (&str, SitePath)> {
    let path = place.path.as_str();
    let ends = path.match_indices('/').map(|(at, _)| at + 1);
    ends.take(DEEPEST).map(move |at| {
        let rest = SitePath {
            path: path[at..].to_string(),
            ..place.clone()
        };
        (&path[..at], rest)
    })
}

/// A key whose file mdBook writes outside of the site.
fn outside(key: &str) -> Diagnostic {
    ignored_redirect(key, key, Reason::Outside)
}

/// Why mdBook does nothing with a key, does harm, or stops because of it.
fn ignored(key: &Key<'_>, path: &str, resolver: &LinkResolver<'_>) -> Option<Reason> {
    let map = &resolver.map;
    if key.written.ends_with('/') || path.is_empty() {
        return Some(Reason::Folder);
    }
    let is_page_key = key.written == format!("/{path}");
    match (map.get(path), key.fragment) {
        (Some(Entry::Page(_) | Entry::First(_)), Some(_)) => {
            (!is_page_key).then_some(Reason::NoSlash)
        }
        (Some(Entry::Page(_)), None) if is_page_key => Some(Reason::ExistingPage),
        (Some(Entry::Redirect) | None, Some(_)) => {
            let has_page = map.redirects.get(path).is_some_and(|r| r.page.is_some());
            (!has_page).then_some(Reason::OnlyFragments)
        }
        (Some(Entry::Redirect) | None, None) => (!is_shown_as_page(path)).then(|| Reason::NoPage {
            is_folder: map.is_folder(path) || !path::file_name(path).contains('.'),
        }),
        (Some(_), _) => Some(Reason::Shadowed),
    }
}

/// Whether servers show a file of this name as a page.
fn is_shown_as_page(path: &str) -> bool {
    let ending = path::file_name(path).rsplit_once('.');
    let ending = ending.map_or("", |(_, ending)| ending);
    ["html", "htm", "xhtml"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

/// The problem of a redirect's target, if there is one.
fn problem(
    resolver: &LinkResolver<'_>,
    bases: &Bases,
    key: &str,
    dest: &str,
    found: &Outcome,
) -> Option<Diagnostic> {
    if matches!(found, Outcome::Fine | Outcome::Unportable(_)) || resolver.is_elsewhere(dest, found)
    {
        return None;
    }
    if let Outcome::Redirected(next, inner) = found
        && !is_circle(resolver, inner)
        && is_reported(resolver, *next)
    {
        return None;
    }
    if let Some(path) = off_site(resolver, dest, found) {
        let base = match found {
            Outcome::Missing(place) | Outcome::NoIndex(place) => bases.find(resolver, place),
            _ => None,
        };
        return Some(redirect_elsewhere(key, dest, path, base));
    }
    Some(broken_redirect(key, dest, found))
}

/// Whether redirects form a cycle.
fn is_circle(resolver: &LinkResolver<'_>, inner: &Outcome) -> bool {
    match inner {
        Outcome::Redirected(_, inner) => is_circle(resolver, inner),
        Outcome::Missing(place) => resolver.map.get(&place.path) == Some(Entry::Redirect),
        _ => false,
    }
}

/// Whether the redirect that follows this one is a problem of its own.
fn is_reported(resolver: &LinkResolver<'_>, index: usize) -> bool {
    let (key, dest) = &resolver.output.redirects[index];
    let path = Key::new(key).path.unwrap_or_default();
    let found = resolver.resolve(&path, dest);
    !matches!(found, Outcome::Fine | Outcome::Unportable(_))
}
