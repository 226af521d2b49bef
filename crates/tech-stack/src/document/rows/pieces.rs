//! The pieces of a line, between its separators.

use std::ops::Range;

/// A part of a line between two separators.
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    /// The separators before and after it; `None` at the ends of the line.
    pub(super) before: Option<char>,
    pub(super) after: Option<char>,
}

/// Separators of the pieces of a line.
const SEPARATORS: [char; 11] = [':', '：', '—', '–', ',', '，', ';', '、', '(', ')', '|'];

/// The pieces of a line. `10,000`, `2–4` and `16:9` are not separated, and neither are sentences
/// joined by a full stop.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut found: Vec<Piece> = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, sign) in text.match_indices(|c: char| SEPARATORS.contains(&c) || c == '.') {
        let (left, right) = (&text[..at], &text[at + sign.len()..]);
        let sign_char = sign.chars().next();
        let joins = matches!(sign, "," | "–" | ":")
            && is_digit(left.chars().next_back())
            && is_digit(right.chars().next());
        let ends_sentence = sign != "."
            || right.starts_with(' ') && right.trim_start().starts_with(char::is_uppercase);
        if joins || !ends_sentence {
            continue;
        }
        found.push(Piece {
            range: start..at,
            before,
            after: sign_char,
        });
        (start, before) = (at + sign.len(), sign_char);
    }
    found.push(Piece {
        range: start..text.len(),
        before,
        after: None,
    });
    found.into_iter().filter(|piece| !piece.range.is_empty())
}
