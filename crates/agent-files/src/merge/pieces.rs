//! The parts of a document in its order, and what separates them when they make one text.

use anyhow::bail;
use archsite_core::markdown::outline::{Outline, ParseOptions};

use crate::manifest::Manifest;

/// A part of the document, in its order.
pub(super) struct Piece {
    pub(super) shard: usize,
    /// The file that it comes from, if that was added to the folder.
    pub(super) added: Option<String>,
    pub(super) text: String,
    /// What was there before somebody edited the shard, where that is known.
    pub(super) before: Option<String>,
    pub(super) edited: bool,
    /// Its end is as it was, whatever was edited before it.
    pub(super) ends_as_before: bool,
}

impl Piece {
    /// The file that it comes from, for messages.
    pub(super) fn file<'a>(&'a self, manifest: &'a Manifest) -> Option<&'a str> {
        let shard = manifest.shards.get(self.shard);
        let shard = shard.map(|shard| shard.file.as_str());
        self.added.as_deref().or(shard)
    }
}

/// The pieces, which make one text. What separates an edited piece from the next is restored as far as it
/// is needed; if it swallows headings of others all the same, it is refused.
pub(super) fn joined(mut pieces: Vec<Piece>, manifest: &Manifest) -> anyhow::Result<Vec<Piece>> {
    let options = manifest.parse_options();
    let mut swallowed = None;
    for line_ends in [1, 2] {
        separate(&mut pieces, line_ends);
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        swallowed = first_swallowed(&pieces, &text, &options);
        if swallowed.is_none() {
            return Ok(pieces);
        }
    }
    let file = swallowed.and_then(|piece| pieces[piece].file(manifest));
    bail!(
        "with the edits, the headings of `{}` would change: is a code fence or a comment not \
         closed before it? Nothing was written",
        file.unwrap_or("a section")
    )
}

/// Gives edited pieces that have others after them as many line ends at their end as they had,
/// up to a number.
fn separate(pieces: &mut [Piece], line_ends: usize) {
    let Some((_, pieces)) = pieces.split_last_mut() else {
        return;
    };
    for piece in pieces {
        if !piece.edited || piece.text.trim().is_empty() {
            continue;
        }
        let before = piece.before.as_deref().unwrap_or("\n\n");
        let desired = if piece.ends_as_before {
            line_ends.min(ends(before))
        } else {
            ends(before).min(2)
        };
        let missing = desired.saturating_sub(ends(&piece.text));
        let is_crlf = piece.text.contains("\r\n") || before.contains("\r\n");
        let end = if is_crlf { "\r\n" } else { "\n" };
        piece.text.push_str(&end.repeat(missing));
    }
}

/// The first piece that has other headings in the text than on its own.
fn first_swallowed(pieces: &[Piece], text: &str, options: &ParseOptions) -> Option<usize> {
    if !pieces.iter().any(|piece| piece.edited) {
        return None;
    }
    let whole = headings(text, options);
    let mut at = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let end = at + piece.text.len();
        let inside = whole.iter().filter(|(start, _)| (at..end).contains(start));
        let inside = inside.map(|(start, level)| (start - at, *level));
        if !inside.eq(headings(&piece.text, options)) {
            return Some(index);
        }
        at = end;
    }
    None
}

/// How many line ends a text ends with.
fn ends(text: &str) -> usize {
    let rest = text.trim_end_matches(['\n', '\r']);
    text[rest.len()..].matches('\n').count()
}

/// The headings at the root of a text: where they begin, and their levels.
fn headings(text: &str, options: &ParseOptions) -> Vec<(usize, u8)> {
    let outline = Outline::parse(text, options);
    let headings = outline.headings.iter();
    let headings = headings.filter(|heading| heading.root && heading.level > 0);
    headings
        .map(|heading| (heading.range.start, heading.level))
        .collect()
}
