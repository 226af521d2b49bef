//! Text and lines in colours that the author chose.
//!
//! Authors choose colours for the light page they see. On a dark page the text of the page is light, also on a
//! light background of the author, and a dark line of the author is on a dark ground. Here each background gets
//! a text that can be read on it, and what is on the page itself becomes lighter or darker with the page.

use std::borrow::Cow;

use crate::draw::color::Color;
use crate::draw::theme;

/// Statements that give a style to shapes.
const SHAPES: &[&str] = &["style ", "classDef "];

/// The contrast of text, as the author gave it, below which it gets another colour.
const READABLE: f64 = 3.0;

/// The opacity from which a background is one for the text on it.
const COVERS: f64 = 0.5;

/// The source, with colours that can be read. Lines stay lines.
pub(super) fn with_readable_text(source: &str) -> Cow<'_, str> {
    // The circles of Venn diagrams are transparent.
    let has_colors = ["fill:", "color:", "stroke:", "Color"];
    if !has_colors.iter().any(|word| source.contains(word)) || source.contains("venn-beta") {
        return Cow::Borrowed(source);
    }
    let lines = source.split_inclusive('\n').map(|line| {
        if line.contains("%%") {
            return Cow::Borrowed(line);
        }
        let statements = line.split_inclusive(';').map(statement);
        Cow::Owned(statements.collect())
    });
    Cow::Owned(lines.collect())
}

/// One statement with colours that can be read.
fn statement(text: &str) -> Cow<'_, str> {
    let content = text.trim_end_matches(|c: char| c.is_whitespace() || c == ';' || c == ',');
    let start = content.trim_start();
    let changed = if SHAPES.iter().any(|word| start.starts_with(word)) {
        styled(content, shape)
    } else if start.starts_with("linkStyle ") {
        styled(content, line)
    } else if start.starts_with("UpdateElementStyle(") {
        element(content)
    } else if start.starts_with("UpdateRelStyle(") {
        relation(content)
    } else {
        None
    };
    match changed {
        Some(changed) => {
            let end = text[content.len()..].trim_start_matches(',');
            Cow::Owned(format!("{changed}{end}"))
        }
        None => Cow::Borrowed(text),
    }
}

/// A statement whose third word and what follows are styles, with these as `change` makes them.
fn styled(
    content: &str,
    change: impl Fn(&mut Vec<(String, String)>) -> Option<()>,
) -> Option<String> {
    let mut rest = content.trim_start();
    for _ in 0..2 {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
    }
    let at = content.len() - rest.len();
    let mut styles = Vec::new();
    for style in parts(rest) {
        let (name, value) = style.split_once(':')?;
        styles.push((name.to_string(), value.to_string()));
    }
    change(&mut styles)?;
    let styles: Vec<String> = styles
        .iter()
        .map(|(name, value)| format!("{name}:{value}"))
        .collect();
    Some(format!("{}{}", &content[..at], styles.join(",")))
}

/// The parts between commas that are in no parentheses.
fn parts(styles: &str) -> Vec<&str> {
    let mut depth = 0usize;
    let separators = styles.split(move |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    separators.collect()
}

/// The value of a style of that name, as a colour.
fn color_of(styles: &[(String, String)], name: &str) -> Option<Color> {
    let mut found = styles.iter().filter(|(known, _)| known.trim() == name);
    Color::read(&found.next_back()?.1)
}

/// Gives a text colour to the background of a shape. Text of the author on no background of the author is on
/// that of the page.
fn shape(styles: &mut Vec<(String, String)>) -> Option<()> {
    let is_solid = solid(styles);
    match text_color(styles) {
        Some(color) => set(styles, "color", &color),
        None => is_solid?,
    }
    Some(())
}

/// Writes a background in digits if the page must not shine through it, or if it is a function, which the library
/// cuts at its first comma.
fn solid(styles: &mut Vec<(String, String)>) -> Option<()> {
    let fill = color_of(styles, "fill").filter(|fill| fill.opacity >= COVERS)?;
    let is_function =
        |(name, value): &(String, String)| name.trim() == "fill" && value.contains('(');
    if fill.opacity < 1.0 || styles.iter().any(is_function) {
        let [red, green, blue] = fill.parts;
        set(styles, "fill", &format!("#{red:02x}{green:02x}{blue:02x}"));
        return Some(());
    }
    None
}

/// The colour that the text of a shape needs, if it is not the one that it has.
fn text_color(styles: &[(String, String)]) -> Option<String> {
    let has = |name: &str| styles.iter().any(|(known, _)| known.trim() == name);
    let fill = color_of(styles, "fill");
    let text = color_of(styles, "color");
    match (fill, text) {
        (Some(fill), Some(text)) if fill.opacity >= COVERS => {
            let is_readable = text.opacity >= COVERS && fill.contrast(text) >= READABLE;
            (!is_readable).then(|| fill.text_on().to_string())
        }
        (Some(fill), None) if fill.opacity >= COVERS && !has("color") => {
            Some(fill.text_on().to_string())
        }
        (None, Some(_)) if has("fill") => None,
        (_, Some(text)) => Some(theme::for_page(text.parts)),
        _ => None,
    }
}

/// Makes the colours of a line those of the page: it and its text are on the page.
fn line(styles: &mut Vec<(String, String)>) -> Option<()> {
    let found = ["stroke", "color"].map(|name| (name, color_of(styles, name)));
    for (name, color) in found {
        if let Some(color) = color.filter(|color| color.opacity > 0.0) {
            set(styles, name, &theme::for_page(color.parts));
        }
    }
    Some(())
}

fn set(styles: &mut Vec<(String, String)>, name: &str, value: &str) {
    styles.retain(|(known, _)| known.trim() != name || name == "fill");
    match styles.iter_mut().find(|(known, _)| known.trim() == name) {
        Some((_, known)) => *known = value.to_string(),
        None => styles.push((name.to_string(), value.to_string())),
    }
}

/// `UpdateElementStyle` with a text for its background.
fn element(content: &str) -> Option<String> {
    let (_, fill) = argument(content, "$bgColor")?;
    let fill = Color::read(fill)?;
    match argument(content, "$fontColor") {
        Some((_, text)) if fill.contrast(Color::read(text)?) >= READABLE => None,
        Some((at, text)) => {
            let end = &content[at + text.len()..];
            Some(format!("{}{}{end}", &content[..at], fill.text_on()))
        }
        None => {
            let start = content.strip_suffix(')')?;
            Some(format!("{start}, $fontColor=\"{}\")", fill.text_on()))
        }
    }
}

/// `UpdateRelStyle` with the colours of a line on the page.
fn relation(content: &str) -> Option<String> {
    let mut out = content.to_string();
    for name in ["$textColor", "$lineColor"] {
        let found = argument(&out, name).and_then(|(at, text)| {
            let color = theme::for_page(Color::read(text)?.parts);
            Some((at..at + text.len(), color))
        });
        if let Some((range, color)) = found {
            out.replace_range(range, &color);
        }
    }
    Some(out)
}

/// Where an argument `name="value"` has its value, and the value.
fn argument<'a>(content: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let at = content.find(name)? + name.len();
    let rest = content[at..].trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.strip_prefix('"')?;
    let value = rest.split('"').next()?;
    Some((content.len() - rest.len(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        assert_eq!(with_readable_text(line), expected, "{line}");
    }

    #[test]
    fn text_on_a_background_of_the_author_can_be_read() {
        check("style A fill:#e1f5ff", "style A fill:#e1f5ff,color:#000000");
        check(
            "  style A fill:#123;\n",
            "  style A fill:#123,color:#ffffff;\n",
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
        check(
            "style A fill:rgb(1, 2, 3),stroke:#333",
            "style A fill:#010203,stroke:#333,color:#ffffff",
        );
        check(
            "style A fill:#fff;style B fill:#000",
            "style A fill:#fff,color:#000000;style B fill:#000,color:#ffffff",
        );
        check("style A fill:none", "style A fill:none");
        check("style A fill:#ffffff44", "style A fill:#ffffff44");
        check("style A fill:#ñ12", "style A fill:#ñ12");
        check("A[fill: it] --> B", "A[fill: it] --> B");
        check("style A stroke:#333", "style A stroke:#333");
    }

    #[test]
    fn text_of_the_author_that_cannot_be_read_gets_another_colour() {
        check(
            "style A fill:#eee,color:#ccc,stroke:#333",
            "style A fill:#eee,stroke:#333,color:#000000",
        );
        check(
            "style A fill:#ffffcc,color:white",
            "style A fill:#ffffcc,color:#000000",
        );
        check(
            "style A fill:#d97706,color:#fff",
            "style A fill:#d97706,color:#fff",
        );
        check(
            "style A fill:#ffeecc88",
            "style A fill:#ffeecc,color:#000000",
        );
        check(
            "style A fill:var(--x),color:#333",
            "style A fill:var(--x),color:#333",
        );
    }

    #[test]
    fn colors_on_the_page_follow_the_page() {
        let dark = theme::for_page([0x33; 3]);
        let red = theme::for_page([255, 0, 0]);
        check("style A color:#333", &format!("style A color:{dark}"));
        check(
            "classDef x fill:none,color:red",
            &format!("classDef x fill:none,color:{red}"),
        );
        check(
            "linkStyle 0 stroke:#333,color:red;",
            &format!("linkStyle 0 stroke:{dark},color:{red};"),
        );
        check("linkStyle 0 stroke:none", "linkStyle 0 stroke:none");
        check(
            "UpdateRelStyle(a, b, $textColor=\"red\", $offsetX=\"1\")",
            &format!("UpdateRelStyle(a, b, $textColor=\"{red}\", $offsetX=\"1\")"),
        );
    }

    #[test]
    fn elements_of_c4_diagrams_have_text_for_their_background() {
        check(
            "UpdateElementStyle(a, $bgColor=\"#ffc\")",
            "UpdateElementStyle(a, $bgColor=\"#ffc\", $fontColor=\"#000000\")",
        );
        check(
            "UpdateElementStyle(a, $fontColor=\"#eee\", $bgColor=\"#ffc\")",
            "UpdateElementStyle(a, $fontColor=\"#000000\", $bgColor=\"#ffc\")",
        );
        check(
            "UpdateElementStyle(a, $fontColor=\"#222\", $bgColor=\"#ffc\")",
            "UpdateElementStyle(a, $fontColor=\"#222\", $bgColor=\"#ffc\")",
        );
    }
}
