//! Styles of a drawing: only rules that select something in it, and only declarations that are harmless.

use crate::draw::FONTS;
use crate::svg::lists::lists;
use crate::svg::references::References;

/// The rules of a style sheet that the page needs. Each selects below the id of the drawing.
pub(super) fn rules(sheet: &str, references: &References<'_>) -> String {
    let mut out = String::new();
    let mut rest = sheet;
    while let Some((selectors, after)) = rest.split_once('{') {
        let Some(end) = end_of_block(after) else {
            break;
        };
        let body = &after[..end];
        rest = &after[end + 1..];
        // Rules of their own kind, such as animations.
        if selectors.contains('@') || body.contains('{') {
            continue;
        }
        let selectors = selectors
            .split(',')
            .filter_map(|one| selector(one, references));
        let selectors: Vec<String> = selectors.collect();
        let declarations = declarations(body, references);
        if !selectors.is_empty() && !declarations.is_empty() {
            out.push_str(&selectors.join(","));
            out.push('{');
            out.push_str(&declarations);
            out.push('}');
        }
    }
    out
}

/// Where the block ends that is open at the start.
fn end_of_block(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A selector with the ids of the page, if it selects something below the drawing.
fn selector(selector: &str, references: &References<'_>) -> Option<String> {
    let selector = selector.trim();
    let below = selector
        .strip_prefix('#')?
        .strip_prefix(references.prefix())?;
    let is_below = below.is_empty() || below.starts_with([' ', '>', '.', ':', '[']);
    let is_odd = |c: char| c.is_control() || "<&;\\{}@".contains(c);
    if !is_below || below.contains(is_odd) || below.contains("[data-") || below.contains(":root") {
        return None;
    }
    let mut out = format!("#{}", references.prefix());
    let mut rest = below;
    while let Some(c) = rest.chars().next() {
        let word = |rest: &str| {
            let end = |c: char| !c.is_alphanumeric() && c != '-' && c != '_';
            rest.find(end).unwrap_or(rest.len())
        };
        match c {
            '.' | '#' => {
                let end = 1 + word(&rest[1..]);
                let name = &rest[1..end];
                if c == '.' && !references.classes.contains(name) {
                    return None;
                }
                if c == '#' {
                    out.push('#');
                    out.push_str(&references.id(name));
                } else {
                    out.push_str(&rest[..end]);
                }
                rest = &rest[end..];
            }
            '[' | '(' => {
                let close = if c == '[' { ']' } else { ')' };
                let end = rest.find(close)? + 1;
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            c if c.is_alphabetic() => {
                let end = word(rest);
                let is_pseudo = out.ends_with(':');
                if !is_pseudo && !references.elements.contains(&rest[..end]) {
                    return None;
                }
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            c => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    Some(out)
}

/// The declarations that are harmless, with the ids of the page.
pub(super) fn declarations(style: &str, references: &References<'_>) -> String {
    let declarations = style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let (name, value) = (name.trim(), value.trim());
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let is_allowed = is_name
            && !lists()
                .forbidden
                .contains(name.to_ascii_lowercase().as_str());
        let is_allowed = is_allowed && !value.is_empty() && is_safe(value);
        // mdBook writes line ends between elements, which are none of the text.
        let value = value.replace("break-spaces", "normal");
        // The fonts of C4 diagrams, which do not have the widths of the table.
        let is_font = value.starts_with("\"Open Sans\"");
        let value = if is_font { FONTS.to_string() } else { value };
        is_allowed.then(|| format!("{name}:{}", references.with_ids(&value)))
    });
    declarations.collect::<Vec<_>>().join(";")
}

/// Whether a value asks for nothing outside of the drawing and can be written anywhere.
pub(super) fn is_safe(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let is_odd = |c: char| c.is_control() || "<>&\\{}@".contains(c);
    let mut functions = lower.split("url(").skip(1);
    let is_inside = functions.all(|function| function.starts_with('#'));
    let codes = [
        "javascript:",
        "expression(",
        "image(",
        "image-set(",
        "src(",
        "//",
    ];
    is_inside && !lower.contains(is_odd) && !codes.iter().any(|code| lower.contains(code))
}
