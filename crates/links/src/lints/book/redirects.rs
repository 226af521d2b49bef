//! `[output.html.redirect]`: whether each key does something, and leads to something.
//!
//! It reads the configuration it is given and nothing else.

use std::collections::HashMap;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::path;

use crate::lints::messages::book::redirects::{
    BrokenRedirect, IgnoredRedirect, Reason, RedirectElsewhere,
};
use crate::site::follow::{Follower, Found, off_site};
use crate::site::href::SitePath;
use crate::site::site_map::{Entry, Key};

/// How many folders below the root of a server a site is looked for.
const DEEPEST: usize = 4;

/// Checks all redirects.
pub(crate) fn check(follower: &Follower<'_>, problems: &mut Vec<Diagnostic>) {
    let mut judged = Vec::new();
    for (key, dest) in &follower.output.redirects {
        let parts = Key::new(key);
        let Some(path) = parts.path.as_deref() else {
            problems.push(outside(key).into());
            continue;
        };
        if let Some(reason) = ignored(&parts, path, follower) {
            problems.push(IgnoredRedirect { key, path, reason }.into());
            continue;
        }
        judged.push((key, dest, follower.follow(path, dest)));
    }
    let mut bases = Bases::default();
    for (_, _, found) in &judged {
        bases.count(follower, found);
    }
    for (key, dest, found) in &judged {
        problems.extend(problem(follower, &bases, key, dest, found));
    }
}

/// How many redirects lead below each path of the server that the site may have, and how many of
/// them would be right if it had it.
#[derive(Default)]
struct Bases(HashMap<String, (usize, usize)>);

impl Bases {
    fn count(&mut self, follower: &Follower<'_>, found: &Found) {
        let (Found::Missing(place) | Found::NoIndex(place)) = found else {
            return;
        };
        for (folder, rest) in below(place) {
            let (right, all) = self.0.entry(folder.to_string()).or_default();
            *right += usize::from(follower.has(&rest));
            *all += 1;
        }
    }

    /// The path with which a destination from the root of the server would be right, and with it
    /// half of those that lead below that path.
    fn find(&self, follower: &Follower<'_>, place: &SitePath) -> Option<String> {
        let likely = |folder: &str| {
            let counts = self.0.get(folder);
            counts.is_some_and(|(right, all)| right * 2 >= *all)
        };
        let mut places = below(place);
        let (folder, _) = places.find(|(folder, rest)| likely(folder) && follower.has(rest))?;
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
fn outside(key: &str) -> IgnoredRedirect<'_> {
    IgnoredRedirect {
        key,
        path: key,
        reason: Reason::Outside,
    }
}

/// Why mdBook does nothing with a key, does harm, or stops because of it.
fn ignored(key: &Key<'_>, path: &str, follower: &Follower<'_>) -> Option<Reason> {
    let map = &follower.map;
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

/// What is wrong with where a redirect leads.
fn problem(
    follower: &Follower<'_>,
    bases: &Bases,
    key: &str,
    dest: &str,
    found: &Found,
) -> Option<Diagnostic> {
    if matches!(found, Found::Fine | Found::Unportable(_)) || follower.is_elsewhere(dest, found) {
        return None;
    }
    if let Found::Redirected(next, inner) = found
        && !is_circle(follower, inner)
        && is_reported(follower, *next)
    {
        return None;
    }
    if let Some(path) = off_site(follower, dest, found) {
        let base = match found {
            Found::Missing(place) | Found::NoIndex(place) => bases.find(follower, place),
            _ => None,
        };
        return Some(
            RedirectElsewhere {
                key,
                dest,
                path,
                base,
                missing: found.missing_page(),
            }
            .into(),
        );
    }
    Some(BrokenRedirect { key, dest, found }.into())
}

/// Whether redirects lead on to each other without an end.
fn is_circle(follower: &Follower<'_>, inner: &Found) -> bool {
    match inner {
        Found::Redirected(_, inner) => is_circle(follower, inner),
        Found::Missing(place) => follower.map.get(&place.path) == Some(Entry::Redirect),
        _ => false,
    }
}

/// Whether the redirect that this one leads on to is a problem of its own.
fn is_reported(follower: &Follower<'_>, index: usize) -> bool {
    let (key, dest) = &follower.output.redirects[index];
    let path = Key::new(key).path.unwrap_or_default();
    let found = follower.follow(&path, dest);
    !matches!(found, Found::Fine | Found::Unportable(_))
}
