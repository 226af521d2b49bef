//! The front matter of a document that somebody changed in the index, which shows it as a block of code.
//!
//! Texts in, texts out.

use archsite_core::markdown::front_matter;

use crate::manifest::Shard;

/// Front matter that was changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Metadata {
    /// The index with the block as it was written.
    pub(super) index: String,
    /// How the front matter was in the document.
    old: String,
    new: String,
}

/// The front matter that an index shows in another form than it was written; none if only something else
/// was changed. `base` is the index as it was written.
pub(super) fn changed(shard: &Shard, base: Option<&str>, text: &str) -> Option<Metadata> {
    let base = base?;
    let mut edits = shard.edits.iter().flatten();
    let (at, len, old) = edits.find(|(_, _, original)| is_front_matter(original))?;
    let block = base.get(*at..at + len)?;
    let (open, _) = block.split_once('\n')?;
    let fence = open.trim_end_matches(char::is_alphanumeric);
    let is_above = text.get(..*at) == base.get(..*at);
    if !is_above || fence.len() < 3 || old.contains('\r') {
        return None;
    }
    let inner = text.get(*at..)?.strip_prefix(open)?.strip_prefix('\n')?;
    let lines = inner.split_inclusive('\n');
    let length = lines.take_while(|line| line.trim_end() != fence);
    let length: usize = length.map(str::len).sum();
    let (inner, rest) = inner.split_at(length);
    let rest = rest.strip_prefix(fence)?;
    let behind = block.trim_end().len();
    let blanks = &block[behind..];
    let rest = rest
        .strip_prefix(blanks)
        .unwrap_or(rest.trim_start_matches('\n'));
    let mark = old.lines().next()?;
    let close = old.trim_end().lines().next_back()?;
    let end = &old[old.trim_end().len()..];
    let new = format!("{mark}\n{inner}{close}{end}");
    (new != *old && is_front_matter(&new)).then(|| Metadata {
        index: [&base[..at + len], rest].concat(),
        old: old.clone(),
        new,
    })
}

/// Whether a text is front matter and nothing else.
fn is_front_matter(text: &str) -> bool {
    !text.is_empty() && front_matter::length(text) == text.len()
}

impl Metadata {
    /// Puts the new front matter into the parts of the document; whether it has a place there.
    pub(super) fn put_into(&self, parts: &mut [String]) -> bool {
        let Some(first) = parts.first_mut() else {
            return false;
        };
        let Some(rest) = first.strip_prefix(self.old.as_str()) else {
            return false;
        };
        *first = [self.new.as_str(), rest].concat();
        true
    }
}
