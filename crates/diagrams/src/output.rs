//! What a page shows instead of a block of code.
//!
//! All of it is on one line that begins with a comment. For Markdown such a line is a block of HTML that ends
//! with it, in a list and in a quote too.

use std::ops::Range;

use crate::document::Block;

/// What makes a line a block of HTML.
const COMMENT: &str = "<!-- diagram -->";

/// Width in pixels up to which a drawing always fits.
#[cfg(feature = "draw")]
const FITS: u32 = 300;

/// Width in pixels from which a drawing is made smaller in a page of the usual width.
#[cfg(feature = "draw")]
const WIDE: u32 = 750;

/// The first of the characters that are as wide as two others: ideographs, and what follows them.
const WIDE_CHARACTERS: char = '\u{2e80}';

/// Why a diagram is not drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "draw"), expect(dead_code, reason = "nothing is drawn"))]
pub(crate) enum Refusal {
    /// Mermaid would not draw it either.
    Syntax {
        /// What is wrong.
        message: String,
        /// Where in the source, if that is known.
        range: Option<Range<usize>>,
    },
    /// It is larger than what is drawn, or takes too long.
    TooLarge,
    /// The library cannot draw it, and why.
    Unable(String),
}

/// A drawing, with its source below it. Its elements are named after `id`.
#[cfg(feature = "draw")]
pub(crate) fn drawing(drawing: &crate::svg::Drawing, id: &str, block: &Block) -> String {
    let source = code(&block.source);
    let source =
        format!("<details><summary>Source of the diagram</summary>{source}</details></figure>");
    let svg = &drawing.svg;
    if drawing.width <= FITS {
        let scroll = scroll(&drawing.title, false);
        return format!(
            "{COMMENT}<figure class=\"archsite-diagram\"><div {scroll}>{svg}</div>{source}"
        );
    }
    let scroll = scroll(&drawing.title, true);
    let narrow = if drawing.width > WIDE {
        ""
    } else {
        " archsite-if-narrow"
    };
    // A browser that knows how scrolls to this element, which is not seen, when the page opens.
    let start = match drawing.start.filter(|_| !goes_sideways(&block.source)) {
        Some(start) => format!("<i class=\"archsite-start\" style=\"--start:{start}px\"></i>"),
        None => String::new(),
    };
    // The browser shows the popover above the page, in its full size, and closes it with Escape too. The
    // buttons are `input`: with the focus on another element the arrow keys, which should scroll, turn mdBook's
    // pages. The focus goes to the second one when the popover opens.
    format!(
        "{COMMENT}<figure class=\"archsite-diagram\"><div id=\"{id}-large\" popover=\"auto\" {scroll}><input \
         type=\"button\" class=\"archsite-close\" value=\"Close\" popovertarget=\"{id}-large\" \
         popovertargetaction=\"hide\" autofocus>{start}{svg}</div><input type=\"button\" \
         class=\"archsite-enlarge{narrow}\" value=\"Show in full size\" popovertarget=\"{id}-large\">{source}"
    )
}

/// Whether a diagram goes from left to right, or the other way.
#[cfg(feature = "draw")]
fn goes_sideways(source: &str) -> bool {
    let is_direction = |word: &str| matches!(word.trim_end_matches(';'), "LR" | "RL");
    let mut lines = source.lines().map(str::trim);
    lines.any(|line| {
        let starts = ["flowchart", "graph", "direction"];
        starts.iter().any(|start| line.starts_with(start))
            && line.split_whitespace().nth(1).is_some_and(is_direction)
    })
}

/// A diagram of characters in the section of that title.
pub(crate) fn text_diagram(block: &Block, section: &str) -> String {
    let name = if section.is_empty() {
        "Diagram of characters".to_string()
    } else {
        format!("Diagram of characters: {section}")
    };
    let code = code(&block.source);
    let picture = code.replacen(
        "<pre>",
        &format!("<pre role=\"img\" aria-label=\"{}\">", escaped(&name)),
        1,
    );
    // The style sheet makes the text smaller by the length of its lines.
    let columns = block.source.lines().map(columns).max().unwrap_or_default();
    format!(
        "{COMMENT}<figure class=\"archsite-text-diagram\" style=\"--columns:{columns}\"><div {}>{picture}</div></figure>",
        scroll(&name, true)
    )
}

/// How many columns a line has with a font of fixed width. Tabs end at every eighth column.
fn columns(line: &str) -> usize {
    line.trim_end().chars().fold(0, |columns, c| match c {
        '\t' => columns / 8 * 8 + 8,
        c if c >= WIDE_CHARACTERS => columns + 2,
        _ => columns + 1,
    })
}

/// The first diagram of a page, with the style of all of them.
pub(crate) fn with_style(diagram: &str) -> String {
    let style = include_str!("../style/diagrams.css").replace('\n', " ");
    let rest = diagram.strip_prefix(COMMENT).unwrap_or(diagram);
    format!("{COMMENT}<style>{style}</style>{rest}")
}

/// Attributes of an element that scrolls, also by keyboard.
fn scroll(name: &str, is_wide: bool) -> String {
    if is_wide {
        let name = escaped(name);
        format!("class=\"archsite-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\"")
    } else {
        "class=\"archsite-scroll\"".to_string()
    }
}

/// A block of code on one line.
fn code(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    out.push_str("<pre><code class=\"nohighlight\">");
    for c in source.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("&#10;"),
            '\r' => {}
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
    out.push_str("</code></pre>");
    out
}

/// Text in HTML on one line.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_a_font_of_fixed_width_shows_them() {
        let check = |line: &str, expected: usize| assert_eq!(columns(line), expected, "{line}");
        check("", 0);
        check("+--+  ", 4);
        check("┌──▶│", 5);
        check("\tab", 10);
        check("abc\td", 9);
        check("| 注文 |", 8);
    }

    #[test]
    fn a_text_diagram_says_how_long_its_lines_are() {
        let mut page = archsite_core::site::Page::default();
        let text = "```\n+---+\n| A |----------+\n+---+\n```\n".to_string();
        page.text = archsite_core::text::Text::loaded(0, text);
        let blocks = crate::document::blocks(&page);
        let shown = text_diagram(&blocks[0], "Mill");
        assert!(shown.contains("style=\"--columns:16\""), "{shown}");
    }
}
