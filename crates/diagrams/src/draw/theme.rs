//! The colours of the page in a diagram: Mermaid computes with colours, so it gets one for each role,
//! and in its drawing each of them becomes the variable of that role.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};

const THEME: &str = include_str!("../../data/theme.txt");

/// What every stand-in colour begins with. Two digits follow, the number of the role.
const PREFIX: &str = "#01fe";

/// The first two parts of these colours as numbers.
const RED: &str = "1";
const GREEN: &str = "254";

/// How the saturation of every stand-in colour begins, in percent.
const SATURATION: &str = "99.215";

/// What the stand-in for a colour of the author on the page begins with. Its red, green and blue follow, a digit for
/// each.
const AUTHOR: &str = "#01d";

/// The second part of these colours, whose last digit is the red of the author.
const AUTHOR_GREEN: std::ops::Range<u16> = 0xd0..0xe0;

/// How light a colour of the author is on a light page at most, and on a dark page at least.
const LIGHTNESS: [&str; 2] = ["0.5", "0.75"];

/// Colours of the bars and lines of charts: those of the roles `strong-…`.
const PLOTS: &str = "#6a98c8,#f28e2b,#59a14f,#e15759,#b07aa1,#56a3a6,#c9a227,#b08a75";

struct Theme {
    /// The names of the roles.
    roles: Vec<&'static str>,
    /// The theme variables of Mermaid.
    variables: Value,
    /// Settings of types of diagrams.
    settings: Value,
}

fn theme() -> &'static Theme {
    static FOUND: OnceLock<Theme> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut roles: Vec<&'static str> = Vec::new();
        let mut variables = Map::new();
        let mut settings = Map::new();
        for line in THEME.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let role = words.next().unwrap_or_default();
            let known = roles.iter().position(|known| *known == role);
            let number = known.unwrap_or_else(|| {
                roles.push(role);
                roles.len() - 1
            });
            let color = Value::String(format!("{PREFIX}{number:02x}"));
            for name in words {
                let (all, name) = match name.strip_prefix('@') {
                    Some(name) => (&mut settings, name),
                    None => (&mut variables, name),
                };
                match name.split_once('.') {
                    Some((table, name)) => {
                        let table = all.entry(table).or_insert_with(|| json!({}));
                        table[name] = color.clone();
                    }
                    None => {
                        all.insert(name.to_string(), color.clone());
                    }
                }
            }
        }
        variables["xyChart"]["plotColorPalette"] = Value::String(PLOTS.to_string());
        Theme {
            roles,
            variables: Value::Object(variables),
            settings: Value::Object(settings),
        }
    })
}

/// The theme variables of Mermaid, each with the colour that stands for its role.
pub(super) fn variables() -> Value {
    theme().variables.clone()
}

/// Settings of types of diagrams for which there are no theme variables, in the same way.
pub(super) fn settings() -> Value {
    theme().settings.clone()
}

/// What stands for a colour of the author that is seen on the page itself.
pub(super) fn for_page(parts: [u8; 3]) -> String {
    let digits = parts.map(|part| format!("{:x}", part >> 4));
    format!("{AUTHOR}{}", digits.concat())
}

/// Whether a colour stands for one of the page.
pub(crate) fn is_stand_in(color: &str) -> bool {
    color.starts_with(PREFIX)
}

/// A drawing with the variables of the page in place of the colours that stand for them.
pub(crate) fn with_page_colors(drawing: &str) -> String {
    let mut out = String::with_capacity(drawing.len());
    let mut rest = drawing;
    while let Some(at) = rest.find(['#', 'r', 'h']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let color = hexadecimal(rest).or_else(|| decimal(rest));
        match color.or_else(|| derived(rest)) {
            Some((color, len)) => {
                out.push_str(&color);
                rest = &rest[len..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Declarations of a text with the colour of texts in place of those that the library made lighter or darker.
pub(crate) fn with_plain_text(declarations: &str) -> String {
    let Some((before, color)) = declarations.split_once("fill:hsl(") else {
        return declarations.to_string();
    };
    match derived(&format!("hsl({color}")) {
        Some((_, len)) => {
            let after = &color[len - "hsl(".len()..];
            format!("{before}fill:{}{after}", variable("text"))
        }
        None => declarations.to_string(),
    }
}

/// The variable of a stand-in colour at the start of a text, and how long the colour is.
fn hexadecimal(text: &str) -> Option<(String, usize)> {
    if let Some(digits) = text.strip_prefix(AUTHOR) {
        let digits = digits.get(..3)?;
        let number = u16::from_str_radix(digits, 16).ok()?;
        return Some((of_author(number), AUTHOR.len() + digits.len()));
    }
    let digits = text.strip_prefix(PREFIX)?.get(..2)?;
    let number = usize::from_str_radix(digits, 16).ok()?;
    Some((numbered(number)?, PREFIX.len() + digits.len()))
}

/// A colour of the author, by its three digits, darker on a light page and lighter on a dark one.
fn of_author(digits: u16) -> String {
    let [light, dark] = LIGHTNESS;
    let color = format!("#{digits:03x}");
    format!(
        "light-dark(oklch(from {color} min(l, {light}) c h), oklch(from {color} max(l, {dark}) c h))"
    )
}

/// The same for a colour that the library wrote as numbers, perhaps with an opacity.
fn decimal(text: &str) -> Option<(String, usize)> {
    let numbers = text
        .strip_prefix("rgb")?
        .trim_start_matches('a')
        .strip_prefix('(')?;
    let (numbers, _) = numbers.split_once(')')?;
    let len = text.len() - text.split_once(')')?.1.len();
    let mut parts = numbers.split(',').map(str::trim);
    if parts.next() != Some(RED) {
        return None;
    }
    let green = parts.next()?;
    if let Ok(green) = green.parse::<u16>()
        && AUTHOR_GREEN.contains(&green)
    {
        let blue: u8 = parts.next()?.parse().ok()?;
        return Some((of_author((green & 15) << 8 | u16::from(blue)), len));
    }
    let number = parts.next().filter(|_| green == GREEN)?.parse().ok()?;
    let variable = numbered(number)?;
    let color = match parts.next().and_then(|part| part.parse::<f64>().ok()) {
        Some(opacity) => {
            let percent = (opacity.clamp(0.0, 1.0) * 100.0).round();
            format!("color-mix(in srgb, {variable} {percent}%, transparent)")
        }
        None => variable,
    };
    Some((color, len))
}

/// The same for a colour that the library made lighter or darker, which it writes as hue, saturation and lightness:
/// the hue says which stand-in colour it was.
fn derived(text: &str) -> Option<(String, usize)> {
    let (numbers, rest) = text.strip_prefix("hsl(")?.split_once(')')?;
    let mut parts = numbers
        .split(',')
        .map(|part| part.trim().trim_end_matches('%'));
    let hue: f64 = parts.next()?.parse().ok()?;
    let is_stand_in = parts.next()?.starts_with(SATURATION);
    // A hue of 120 is green, and one of 180 has as much blue.
    let blue = (hue - 120.0) / 60.0 * 253.0 + 1.0;
    if !is_stand_in || !(-0.5..256.0).contains(&blue) {
        return None;
    }
    let color = numbered(blue.round() as usize)?;
    Some((color, text.len() - rest.len()))
}

fn numbered(number: usize) -> Option<String> {
    let role = theme().roles.get(number)?;
    Some(variable(role))
}

/// The variable of the page for a role.
pub(crate) fn variable(role: &str) -> String {
    format!("var(--diagram-{role})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variable_has_one_role() {
        let lines = THEME.lines().filter(|line| !line.starts_with('#'));
        let mut names: Vec<&str> = lines.flat_map(|line| line.split(' ').skip(1)).collect();
        names.sort_unstable();
        for pair in names.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }

    #[test]
    fn each_role_has_a_color_in_the_style_sheet() {
        let style = include_str!("../../style/diagrams.css");
        for role in &theme().roles {
            assert!(style.contains(&format!("--diagram-{role}:")), "{role}");
        }
    }

    #[test]
    fn stand_in_colors_become_variables() {
        let check = |drawing: &str, expected: &str| {
            assert_eq!(with_page_colors(drawing), expected);
        };
        check("fill:#01fe00;x", "fill:var(--diagram-page);x");
        check("#01fe", "#01fe");
        check("#01fezz#01fe01", "#01fezzvar(--diagram-text)");
        check("#ff0000", "#ff0000");
        check("x:rgb(1, 254, 0)", "x:var(--diagram-page)");
        check(
            "rgba(1, 254, 1, 0.5)",
            "color-mix(in srgb, var(--diagram-text) 50%, transparent)",
        );
        // Blue is 1 for a hue of 120.
        check(
            "fill:hsl(120, 99.2156862745%, 20%);",
            "fill:var(--diagram-text);",
        );
        assert_eq!(
            with_plain_text("x:y;fill:hsl(124.2687747036, 99.2156862745%, 0%);z:1"),
            "x:y;fill:var(--diagram-text);z:1"
        );
        let author =
            "light-dark(oklch(from #f03 min(l, 0.5) c h), oklch(from #f03 max(l, 0.75) c h))";
        assert_eq!(for_page([0xff, 0x04, 0x3c]), "#01df03");
        check("color:#01df03;", &format!("color:{author};"));
        check(
            "color:rgb(1, 223, 3)!important",
            &format!("color:{author}!important"),
        );
        check("hsl(120, 50%, 20%) h", "hsl(120, 50%, 20%) h");
        check("rgb(1, 25, 0) rect", "rgb(1, 25, 0) rect");
    }
}
