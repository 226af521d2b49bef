//! Colours that authors write, and what can be read on them.

/// A colour, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Color {
    /// Red, green and blue.
    pub(crate) parts: [u8; 3],
    /// From 0, which lets the page through, to 1.
    pub(crate) opacity: f64,
}

impl Color {
    /// Reads hexadecimal digits, names, and the functions `rgb` and `hsl` with numbers and percentages.
    pub(crate) fn read(text: &str) -> Option<Color> {
        let text = text.trim();
        let (name, arguments) = match text.split_once('(') {
            Some((name, rest)) => (name, rest.strip_suffix(')')?),
            None => return solid(text),
        };
        let parts = arguments.split([',', ' ', '/']);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let opacity = match parts.get(3) {
            Some(part) => number(part, 1.0)?.clamp(0.0, 1.0),
            None => 1.0,
        };
        let parts = match name.trim().to_ascii_lowercase().as_str() {
            "rgb" | "rgba" => {
                let part = |at: usize| number(parts.get(at)?, 255.0).map(byte);
                [part(0)?, part(1)?, part(2)?]
            }
            "hsl" | "hsla" => {
                let hue = parts.first()?.trim_end_matches("deg").parse().ok()?;
                let part = |at: usize| number(parts.get(at)?, 1.0);
                of_hue(hue, part(1)?, part(2)?)
            }
            _ => return None,
        };
        Some(Color { parts, opacity })
    }

    /// How light it is, from 0 to 1, as the Web Content Accessibility Guidelines compute it.
    pub(crate) fn luminance(self) -> f64 {
        let part = |value: u8, weight: f64| {
            let value = f64::from(value) / 255.0;
            let linear = if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            };
            linear * weight
        };
        let [red, green, blue] = self.parts;
        part(red, 0.2126) + part(green, 0.7152) + part(blue, 0.0722)
    }

    /// The contrast of two colours, from 1 to 21, by the same guidelines.
    pub(crate) fn contrast(self, other: Color) -> f64 {
        let [one, other] = [self.luminance() + 0.05, other.luminance() + 0.05];
        one.max(other) / one.min(other)
    }

    /// Black or white: what can be read better on it.
    pub(crate) fn text_on(self) -> &'static str {
        let luminance = self.luminance() + 0.05;
        if luminance / 0.05 > 1.05 / luminance {
            "#000000"
        } else {
            "#ffffff"
        }
    }
}

/// A colour of digits, or one of the most usual names.
fn solid(text: &str) -> Option<Color> {
    let opaque = |parts| Color {
        parts,
        opacity: 1.0,
    };
    let Some(digits) = text.strip_prefix('#') else {
        if matches!(text, "none" | "transparent") {
            return Some(Color {
                parts: [0; 3],
                opacity: 0.0,
            });
        }
        let lines = include_str!("../../data/colors.txt").lines();
        let mut named = lines.filter_map(|line| line.split_once(' '));
        let found = named.find(|(known, _)| known.eq_ignore_ascii_case(text))?;
        return hexadecimal(found.1).map(opaque);
    };
    if !digits.is_ascii() {
        return None;
    }
    let opacity = match digits.len() {
        3 | 6 => return hexadecimal(digits).map(opaque),
        4 => u8::from_str_radix(&digits[3..], 16).ok()? * 17,
        8 => u8::from_str_radix(&digits[6..], 16).ok()?,
        _ => return None,
    };
    Some(Color {
        parts: hexadecimal(&digits[..digits.len() / 4 * 3])?,
        opacity: f64::from(opacity) / 255.0,
    })
}

fn hexadecimal(digits: &str) -> Option<[u8; 3]> {
    let part = |range: std::ops::Range<usize>| u8::from_str_radix(digits.get(range)?, 16).ok();
    match digits.len() {
        3 => Some([part(0..1)? * 17, part(1..2)? * 17, part(2..3)? * 17]),
        6 => Some([part(0..2)?, part(2..4)?, part(4..6)?]),
        _ => None,
    }
}

/// A number, or a percentage of `all`.
fn number(text: &str, all: f64) -> Option<f64> {
    let found = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0 * all,
        None => text.parse().ok()?,
    };
    found.is_finite().then_some(found)
}

fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

fn of_hue(hue: f64, saturation: f64, lightness: f64) -> [u8; 3] {
    let saturation = saturation.clamp(0.0, 1.0);
    let lightness = lightness.clamp(0.0, 1.0);
    let reach = saturation * lightness.min(1.0 - lightness);
    let part = |offset: f64| {
        let at = (offset + hue / 30.0).rem_euclid(12.0);
        byte(255.0 * (lightness - reach * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0)))
    };
    [part(0.0), part(8.0), part(4.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_read_in_all_usual_forms() {
        let check = |text: &str, parts: [u8; 3], opacity: f64| {
            let found = Color::read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.parts, parts, "{text}");
            assert!((found.opacity - opacity).abs() < 0.01, "{text}");
        };
        check("#fc0", [255, 204, 0], 1.0);
        check("#ffcc00", [255, 204, 0], 1.0);
        check("#fc08", [255, 204, 0], 0.53);
        check("#ffcc0080", [255, 204, 0], 0.5);
        check("Gold", [255, 215, 0], 1.0);
        check("rgb(1, 2, 3)", [1, 2, 3], 1.0);
        check("rgba(1,2,3,.5)", [1, 2, 3], 0.5);
        check("rgb(1 2 3 / 50%)", [1, 2, 3], 0.5);
        check("hsl(60, 100%, 50%)", [255, 255, 0], 1.0);
        check("hsl(210, 50%, 40%)", [51, 102, 153], 1.0);
        check("hsl(0, 0%, 100%)", [255, 255, 255], 1.0);
        check("none", [0, 0, 0], 0.0);
        for text in [
            "", "#", "#ñ12", "#12345", "var(--x)", "rgb(1,2)", "rgb(1", "red?",
        ] {
            assert_eq!(Color::read(text), None, "{text}");
        }
    }
}
