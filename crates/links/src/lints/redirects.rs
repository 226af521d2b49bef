//! `[output.html.redirect]`: whether each key does something, and leads to something.
//!
//! It reads the configuration it is given and nothing else.

use archsite_core::diagnostics::Diagnostic;

use crate::lints::messages::redirects::{BrokenRedirect, IgnoredRedirect, Reason};
use crate::site::follow::{Follower, Found};
use crate::site::site_map::Entry;

pub(crate) fn check(follower: &Follower<'_>, problems: &mut Vec<Diagnostic>) {
    for (path, redirect) in &follower.map.redirects {
        let entry = follower.map.get(path);
        let keys = redirect.fragments.values().chain(&redirect.page);
        for index in keys {
            let (key, dest) = &follower.output.redirects[*index];
            if let Some(reason) = ignored(key, entry, redirect.page.is_some()) {
                problems.push(IgnoredRedirect { key, path, reason }.into());
                continue;
            }
            let found = follower.follow(path, dest);
            if !matches!(found, Found::Fine | Found::Unportable(_)) {
                problems.push(
                    BrokenRedirect {
                        key,
                        dest,
                        found: &found,
                    }
                    .into(),
                );
            }
        }
    }
}

/// Why mdBook does nothing with a key, or stops because of it.
fn ignored(key: &str, entry: Option<Entry>, has_page: bool) -> Option<Reason> {
    let has_fragment = key.contains('#');
    let page = key.split('#').next().unwrap_or_default();
    if page.ends_with('/') || page.is_empty() {
        return Some(Reason::Folder);
    }
    match entry {
        Some(Entry::Page(_) | Entry::First(_)) if has_fragment => {
            (!key.starts_with('/')).then_some(Reason::NoSlash)
        }
        Some(Entry::Page(_)) if key.starts_with('/') => Some(Reason::ExistingPage),
        Some(Entry::Redirect) if has_fragment && !has_page => Some(Reason::OnlyFragments),
        Some(Entry::Redirect) | None => None,
        Some(_) => Some(Reason::Shadowed),
    }
}
