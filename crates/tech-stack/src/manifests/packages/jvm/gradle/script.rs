//! Literals of a build file.
//!
//! There is no parser for Groovy and Kotlin here: calls, blocks and assignments are looked for in
//! the text, after its comments are removed. No more of the program is understood.

/// A call: `implementation("a:b:1")`, `id 'x' version '1' apply false`.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) name: &'a str,
    pub(super) argument: Argument<'a>,
    /// The argument is inside `platform(…)`.
    pub(super) platform: bool,
    pub(super) version: Option<&'a str>,
    pub(super) not_applied: bool,
}

/// The argument of a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Argument<'a> {
    Text(&'a str),
    Map {
        group: &'a str,
        name: &'a str,
        version: Option<&'a str>,
    },
    /// `libs.a.b`
    Accessor(&'a str),
    /// `project(":a")`
    Project(&'a str),
    /// `kotlin("stdlib")`
    Kotlin(&'a str),
    Other,
}

/// The text with blanks instead of comments, so that offsets stay.
pub(super) fn without_comments(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let (mut at, mut quote) = (0, None);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let comment = match quote {
            Some(_) => 0,
            None if rest.starts_with(b"//") => rest.iter().take_while(|b| **b != b'\n').count(),
            None if rest.starts_with(b"/*") => {
                let end = text[at..].find("*/");
                end.map_or(rest.len(), |end| end + 2)
            }
            None => 0,
        };
        if comment > 0 {
            out.extend(
                rest[..comment]
                    .iter()
                    .map(|b| if *b == b'\n' { b'\n' } else { b' ' }),
            );
            at += comment;
            continue;
        }
        match (quote, bytes[at]) {
            (None, b @ (b'"' | b'\'')) => quote = Some(b),
            (Some(q), b) if q == b || b == b'\n' => quote = None,
            _ => {}
        }
        out.push(bytes[at]);
        at += 1;
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The insides of all blocks of that name.
pub(super) fn blocks<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(name) {
        let start = at + next;
        at = start + name.len();
        let alone = !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let rest = text[at..].trim_start();
        if alone && rest.starts_with('{') {
            let open = text.len() - rest.len() + 1;
            let close = matching(&text[open..], '{', '}');
            found.push(&text[open..open + close]);
            at = open + close;
        }
    }
    found
}

/// Offset of the bracket that closes what is open at the start.
fn matching(text: &str, open: char, close: char) -> usize {
    let (mut depth, mut quote) = (1, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(q) if c == q || c == '\n' => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == open => depth += 1,
            None if c == close => depth -= 1,
            None => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The calls of a block, one for each line that begins with one.
pub(super) fn calls(block: &str) -> Vec<Call<'_>> {
    let mut calls = Vec::new();
    for part in block.split(['\n', ';']) {
        let line = part.trim();
        let end = line
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(line.len());
        let (name, rest) = line.split_at(end);
        let rest = rest.trim_start();
        if name.is_empty() || rest.is_empty() || rest.starts_with(['{', '=', '.']) {
            continue;
        }
        let inside = match rest.strip_prefix('(') {
            Some(inside) => &inside[..matching(inside, '(', ')')],
            None => rest,
        };
        let tail = line
            .rfind("version")
            .map(|at| &line[at + "version".len()..]);
        let version = tail
            .map(str::trim_start)
            .filter(|t| t.starts_with(['"', '\'', '(']))
            .and_then(text);
        let platform = ["platform(", "enforcedPlatform("].iter();
        let platform = platform
            .filter_map(|p| inside.trim_start().strip_prefix(p))
            .next();
        let argument = argument(platform.unwrap_or(inside));
        calls.push(Call {
            name,
            version: version.filter(|_| !matches!(argument, Argument::Map { .. })),
            argument,
            platform: platform.is_some(),
            not_applied: line.contains("apply false") || line.contains("apply(false)"),
        });
    }
    calls
}

fn argument(inside: &str) -> Argument<'_> {
    let inside = inside.trim();
    if inside.starts_with(['"', '\'']) {
        return text(inside).map_or(Argument::Other, Argument::Text);
    }
    if let Some(rest) = inside.strip_prefix("project") {
        return text(rest).map_or(Argument::Other, Argument::Project);
    }
    if let Some(rest) = inside.strip_prefix("kotlin(") {
        return text(rest).map_or(Argument::Other, Argument::Kotlin);
    }
    if let (Some(group), Some(name)) = (named(inside, "group"), named(inside, "name")) {
        let version = named(inside, "version");
        return Argument::Map {
            group,
            name,
            version,
        };
    }
    let end = inside.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    let path = &inside[..end.unwrap_or(inside.len())];
    if path.contains('.') {
        Argument::Accessor(path)
    } else {
        Argument::Other
    }
}

/// The text after `key:` or `key =`.
fn named<'a>(inside: &'a str, key: &str) -> Option<&'a str> {
    let at = inside.find(key)?;
    let rest = inside[at + key.len()..].trim_start();
    let rest = rest.strip_prefix([':', '='])?.trim_start();
    text(rest)
}

/// The first text in quotes.
fn text(from: &str) -> Option<&str> {
    let start = from.find(['"', '\''])?;
    let quote = from[start..].chars().next()?;
    let rest = &from[start + 1..];
    // A value in the text may have quotes of its own: `"a:b:${extra["x"]}"`.
    let mut at = 0;
    loop {
        let end = at + rest[at..].find(quote)?;
        match rest[at..end].rfind("${").map(|open| at + open) {
            Some(open) if !rest[open..end].contains('}') => {
                at = end + rest[end..].find('}')? + 1;
            }
            _ => return Some(&rest[..end]),
        }
    }
}

/// The first text in quotes.
pub(super) fn quoted(from: &str) -> Option<&str> {
    text(from)
}

/// All texts in quotes.
pub(super) fn all_quoted(from: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = from;
    while let Some(part) = text(rest) {
        found.push(part);
        let end = part.as_ptr() as usize - rest.as_ptr() as usize + part.len() + 1;
        rest = rest.get(end..).unwrap_or_default();
    }
    found
}

/// Offset of the brace that closes a block.
pub(super) fn closing(inside: &str) -> usize {
    matching(inside, '{', '}')
}

/// Variables that are given a text: `x = '1'`, `def x = "1"`, `extra["x"] = "1"`.
pub(super) fn assignments(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for line in text.split(['\n', ';', '{', '}']) {
        // `val x by extra("1")`
        if let Some((left, right)) = line.split_once(" by extra(")
            && let Some(value) = self::text(right)
        {
            found.push((left.rsplit(' ').next().unwrap_or_default(), value));
            continue;
        }
        let Some((left, right)) = line.split_once('=') else {
            // `set('x', '1')`
            let mut parts = line.split(['"', '\'']).skip(1).step_by(2);
            if line.trim_start().starts_with("set(")
                && let (Some(name), Some(value)) = (parts.next(), parts.next())
            {
                found.push((name, value));
            }
            continue;
        };
        let left = left.trim().trim_end_matches(['"', '\'', ']']);
        let name = left
            .rsplit([' ', '.', '"', '\'', '['])
            .next()
            .unwrap_or_default();
        let right = right.trim();
        if right.starts_with(['"', '\''])
            && !name.is_empty()
            && let Some(value) = self::text(right)
        {
            found.push((name, value));
        }
    }
    found
}

/// The variable a text begins with, and how long its use is: `$x`, `${x}`, `${property("x")}`.
pub(super) fn variable(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix('$')?;
    if let Some(inside) = rest.strip_prefix('{') {
        let end = inside.find('}')?;
        let name = &inside[..end];
        return Some((self::text(name).unwrap_or(name), end + 3));
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    let name = rest[..end.unwrap_or(rest.len())].trim_end_matches('.');
    Some((name, name.len() + 1))
}

/// Modules that settings include.
pub(super) fn includes(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find("include") {
        let start = at + next + "include".len();
        at = start;
        let rest = text[start..].trim_start_matches([' ', '(']);
        if !rest.starts_with(['"', '\'']) {
            continue;
        }
        // A list of texts goes on while there are commas.
        let mut rest = rest;
        while let Some(text) = self::text(rest).filter(|_| rest.starts_with(['"', '\''])) {
            found.push(text);
            rest = rest[text.len() + 2..].trim_start();
            match rest.strip_prefix(',') {
                Some(next) => rest = next.trim_start(),
                None => break,
            }
        }
    }
    found
}

/// Versions of Java that a build requires.
pub(super) fn java(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for mark in [
        "jvmToolchain(",
        "JavaLanguageVersion.of(",
        "JavaVersion.VERSION_",
    ] {
        if let Some(at) = text.find(mark) {
            let rest = &text[at + mark.len()..];
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '_');
            found.push(&rest[..end.unwrap_or(rest.len())]);
        }
    }
    if found.is_empty()
        && let Some(at) = text.find("sourceCompatibility")
    {
        let rest =
            text[at + "sourceCompatibility".len()..].trim_start_matches([' ', '=', '"', '\'']);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
        found.push(&rest[..end.unwrap_or(rest.len())]);
    }
    found.retain(|version| !version.is_empty());
    found
}
