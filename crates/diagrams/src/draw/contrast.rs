//! Text on backgrounds that the author chose.
//!
//! Authors choose light backgrounds for the light page they see, and leave the text as it is. On a dark page
//! its text is light too. Where a style has a background and no colour of text, it gets one that can be read.

use std::borrow::Cow;

/// Statements that give a style.
const STATEMENTS: &[&str] = &["style ", "classDef "];

/// The source, with a colour of text in each style that has a background only. Lines stay lines.
pub(super) fn with_readable_text(source: &str) -> Cow<'_, str> {
    // The circles of Venn diagrams are transparent.
    if !source.contains("fill:") || source.contains("venn-beta") {
        return Cow::Borrowed(source);
    }
    let lines = source.split_inclusive('\n').map(|line| {
        let content = line.trim_end();
        match text_color(content) {
            Some(color) => {
                let end = &line[content.len()..];
                let content = content.trim_end_matches([';', ',']);
                Cow::Owned(format!("{content},color:{color}{end}"))
            }
            None => Cow::Borrowed(line),
        }
    });
    Cow::Owned(lines.collect())
}

/// The colour of text that a line needs, if it is a style without one.
fn text_color(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    if !STATEMENTS.iter().any(|word| line.starts_with(word)) || line.contains("%%") {
        return None;
    }
    let styles = line
        .split_whitespace()
        .skip(2)
        .collect::<Vec<_>>()
        .join(" ");
    let mut fill = None;
    for style in styles.trim_end_matches(';').split([',', ';']) {
        let (name, value) = style.split_once(':')?;
        match name.trim() {
            "color" => return None,
            "fill" => fill = Some(value.trim()),
            _ => {}
        }
    }
    let luminance = luminance(fill?)?;
    let on_black = (luminance + 0.05) / 0.05;
    let on_white = 1.05 / (luminance + 0.05);
    Some(if on_black > on_white {
        "#000000"
    } else {
        "#ffffff"
    })
}

/// How light a colour is, from 0 to 1, as the Web Content Accessibility Guidelines compute it; of names only the
/// most usual ones. A colour that the page shines through has none.
fn luminance(color: &str) -> Option<f64> {
    let [red, green, blue] = match color.strip_prefix('#') {
        Some(digits) => hexadecimal(digits)?,
        None => named(color)?,
    };
    let part = |value: u8, weight: f64| {
        let value = f64::from(value) / 255.0;
        let linear = if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        };
        linear * weight
    };
    Some(part(red, 0.2126) + part(green, 0.7152) + part(blue, 0.0722))
}

fn hexadecimal(digits: &str) -> Option<[u8; 3]> {
    if !digits.is_ascii() {
        return None;
    }
    let part = |range: std::ops::Range<usize>| u8::from_str_radix(digits.get(range)?, 16).ok();
    match digits.len() {
        3 => Some([part(0..1)? * 17, part(1..2)? * 17, part(2..3)? * 17]),
        6 => Some([part(0..2)?, part(2..4)?, part(4..6)?]),
        _ => None,
    }
}

fn named(name: &str) -> Option<[u8; 3]> {
    let lines = include_str!("../../data/colors.txt").lines();
    let mut named = lines.filter_map(|line| line.split_once(' '));
    let found = named.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    hexadecimal(found.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_a_background_of_the_author_can_be_read() {
        let check = |line: &str, expected: &str| {
            assert_eq!(with_readable_text(line), expected, "{line}");
        };
        check("style A fill:#e1f5ff", "style A fill:#e1f5ff,color:#000000");
        check(
            "  style A fill:#123;\n",
            "  style A fill:#123,color:#ffffff\n",
        );
        check(
            "classDef ext fill:lightblue,stroke:#333",
            "classDef ext fill:lightblue,stroke:#333,color:#000000",
        );
        check(
            "style A fill:#fff, stroke: red",
            "style A fill:#fff, stroke: red,color:#000000",
        );
        check("style A fill:#fff,color:red", "style A fill:#fff,color:red");
        check("style A fill:#059669", "style A fill:#059669,color:#000000");
        check("style A fill:none", "style A fill:none");
        check("style A fill:#ffffff44", "style A fill:#ffffff44");
        check("style A fill:#ñ12", "style A fill:#ñ12");
        check("A[fill: it] --> B", "A[fill: it] --> B");
        check("style A stroke:#333", "style A stroke:#333");
    }
}
