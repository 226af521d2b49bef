//! Diagrams of characters: which blocks of code are some.
//!
//! What is not certainly one is left as it is: listings, trees of folders, tables.

use crate::document::Block;

/// Languages of blocks that may hold one.
const LANGUAGES: &[&str] = &[
    "",
    "text",
    "txt",
    "plain",
    "plaintext",
    "ascii",
    "diagram",
    "ditaa",
];

/// Corners of boxes: upper left, upper right, lower left, lower right.
const CORNERS: [&[char]; 4] = [
    &['┌', '╭', '╔', '┏'],
    &['┐', '╮', '╗', '┓'],
    &['└', '╰', '╚', '┗'],
    &['┘', '╯', '╝', '┛'],
];

/// Whether a block of code is a diagram of characters.
pub(crate) fn is_one(block: &Block) -> bool {
    LANGUAGES.contains(&block.language.as_str())
        && (has_boxes(&block.source) || has_frames(&block.source))
}

/// Whether there is a box of box-drawing characters, and not a table of them.
fn has_boxes(source: &str) -> bool {
    let mut tops = 0;
    let mut bottoms = 0;
    let mut inner = 0;
    for line in source.lines() {
        let has = |corner: usize| line.contains(CORNERS[corner]);
        tops += usize::from(has(0) && has(1));
        bottoms += usize::from(has(2) && has(3));
        inner += usize::from(line.contains(['┼', '╬', '╋']));
    }
    tops > 0 && bottoms > 0 && inner == 0
}

/// Whether there are boxes of `+`, `-` and `|`, and not a table of them.
fn has_frames(source: &str) -> bool {
    let mut edges = 0;
    let mut sides = 0;
    let mut is_table = true;
    for line in source
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        if has_edge(line) {
            edges += 1;
        } else if line.matches('|').count() >= 2 {
            sides += 1;
        }
        let is_row = |c| line.starts_with(c) && line.ends_with(c) && line.len() > 1;
        is_table &= is_row('+') || is_row('|');
    }
    edges >= 2 && sides >= 1 && !is_table
}

/// Whether a line contains `+---+`.
fn has_edge(line: &str) -> bool {
    let mut parts = line.split('+').skip(1).peekable();
    while let Some(part) = parts.next() {
        let is_edge = part.len() >= 2 && part.bytes().all(|byte| byte == b'-' || byte == b'=');
        if is_edge && parts.peek().is_some() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagrams_are_told_from_listings_tables_and_trees() {
        let check = |source: &str, expected: bool| {
            let found = has_boxes(source) || has_frames(source);
            assert_eq!(found, expected, "{source}");
        };
        check("┌───┐\n│ A │\n└─┬─┘\n  ▼\n", true);
        check("╭───╮ ╭───╮\n│ A │─│ B │\n╰───╯ ╰───╯\n", true);
        check("src\n├── a\n│   └── b\n└── c\n", false);
        check(
            "┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ 1 │ 2 │\n└───┴───┘\n",
            false,
        );
        check(
            "+---+   +---+\n| A |-->| B |\n+---+   +---+\n  |\n  v\n",
            true,
        );
        check(
            "+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n",
            false,
        );
        check("--- a\n+++ b\n+-- c\n", false);
        check("a --> b\n", false);
        check("let x = a +--b+ c | d | e;\n", false);
    }
}
