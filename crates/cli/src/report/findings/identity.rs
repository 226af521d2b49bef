//! What makes a problem the same one after the lines of its file have moved.

use std::collections::HashMap;
use std::path::Path;

use archsite_core::fs::names::relative;

use crate::report::findings::finding::Finding;

/// Longest text that tells problems of a file apart, in characters.
const LONGEST: usize = 100;

/// What a problem is about: no line numbers, and nothing of its message, whose words differ between
/// versions of this program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Identity {
    /// The file, relative to the folder of `book.toml`.
    pub(crate) file: String,
    /// Name of the lint.
    pub(crate) lint: String,
    /// The destination as written, or else the first line of the marked text; empty for a problem of
    /// the file as a whole.
    pub(crate) target: String,
}

impl Identity {
    pub(crate) fn of(finding: &Finding, book_root: &Path) -> Identity {
        let location = finding.first();
        // Without a place it is a key that comes from the environment.
        let file = location.map_or("book.toml".to_string(), |s| relative(&s.at, book_root));
        let link = finding.diagnostic.link.as_deref();
        let link = link.filter(|link| !link.trim().is_empty());
        let marked = || {
            let location = location?;
            let text = location.file.as_ref()?.text.get(location.range.clone())?;
            text.trim_start().lines().next()
        };
        let target = link.or_else(marked).unwrap_or_default();
        let words: Vec<&str> = target.split_whitespace().collect();
        Identity {
            file,
            lint: finding.diagnostic.lint.name.to_string(),
            target: words.join(" ").chars().take(LONGEST).collect(),
        }
    }

    /// A short name that stays the same as long as the problem does. `occurrence` counts the problems
    /// of the same identity, from 0.
    pub(crate) fn fingerprint(&self, occurrence: usize) -> String {
        let Identity { file, lint, target } = self;
        // No part holds a line end, so that no two identities give one text.
        let text = format!("{file}\n{lint}\n{target}\n{occurrence}");
        let hash = blake3::hash(text.as_bytes());
        hash.to_hex().chars().take(32).collect()
    }
}

/// The fingerprint of each problem, in their order.
pub(crate) fn fingerprints(findings: &[&Finding], book_root: &Path) -> Vec<String> {
    let mut seen: HashMap<Identity, usize> = HashMap::new();
    let mut next = |identity: Identity| {
        let occurrence = seen.entry(identity.clone()).or_default();
        let fingerprint = identity.fingerprint(*occurrence);
        *occurrence += 1;
        fingerprint
    };
    let identities = findings.iter().map(|f| Identity::of(f, book_root));
    identities.map(&mut next).collect()
}
