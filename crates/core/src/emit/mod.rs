//! Writes Markdown that no author wrote: the only module that spells it.
//!
//! Structure is spelled by the functions here, text goes through their encoder, and what was
//! encoded parses back as exactly the text that was meant. That is a property of the tests,
//! which costs nothing at run time: a general serialiser would parse again what it wrote.

use crate::text;

/// One entry of a list of links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Ids to put before the link, for the html renderer.
    pub ids: Vec<String>,
    /// Text of the link.
    pub text: String,
    /// Destination, already encoded.
    pub dest: String,
    /// What is said behind the link.
    pub note: Option<String>,
    /// How many entries it stands below; 0 at the top.
    pub depth: usize,
}

/// Encodes plain text so that it stands anywhere in a line and means nothing but itself.
/// White space is folded to single blanks.
pub fn text(plain: &str) -> String {
    encoded(plain, true, Shown::ByMdbook)
}

/// The same for a file that is read as it is typed.
pub fn text_as_typed(plain: &str) -> String {
    encoded(plain, true, Shown::AsTyped)
}

/// Encodes plain text for the inside of a line, where nothing is a list, a quote or a heading:
/// a cell of a table, or behind other text.
pub fn inline(plain: &str) -> String {
    encoded(plain, false, Shown::ByMdbook)
}

/// How readers see generated text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// mdBook makes a page of it, with typographic punctuation.
    ByMdbook,
    /// In a file, as it is typed: quotes, dashes, braces and the like are not encoded, so that a
    /// search finds them.
    AsTyped,
}

fn encoded(plain: &str, line_start: bool, shown: Shown) -> String {
    let mut out = String::with_capacity(plain.len());
    push(&mut out, plain, line_start, shown);
    out
}

fn push(out: &mut String, plain: &str, line_start: bool, shown: Shown) {
    if is_harmless(plain) {
        out.push_str(plain)
    } else {
        push_inline(out, plain, line_start, shown)
    }
}

fn push_inline(out: &mut String, plain: &str, line_start: bool, shown: Shown) {
    let plain = text::folded(plain);
    let mut before = (!line_start).then_some(' ');
    let mut number_at_start = line_start;
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        // Parsers do not agree which others are letters.
        let in_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let blank = |c: Option<char>| c.is_none_or(|c| c == ' ');
        let escape = match c {
            '*' | '~' if shown == Shown::AsTyped => !(blank(before) && (c == '~' || blank(next))),
            '<' if shown == Shown::AsTyped => {
                next.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c))
            }
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '$' => true,
            '_' => !(in_word(before) && in_word(next)),
            // Two of them are a directive.
            '{' if shown == Shown::AsTyped => next == Some('{') || before == Some('{'),
            '|' | '{' | '}' | '"' | '\'' | '^' => shown == Shown::ByMdbook,
            // Only a name or a number makes it an entity.
            '&' => next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            '>' => line_start,
            '#' | '+' | '=' | ':' => before.is_none(),
            '-' if before.is_none() => true,
            '-' => shown == Shown::ByMdbook && (next == Some('-') || before == Some('-')),
            '.' | ')' if number_at_start => next.is_none_or(char::is_whitespace),
            '.' => shown == Shown::ByMdbook && (next == Some('.') || before == Some('.')),
            _ => false,
        };
        number_at_start &= c.is_ascii_digit();
        if escape {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Whether a text needs no encoding: most do not, and looking is cheap.
fn is_harmless(text: &str) -> bool {
    let mut before = b' ';
    let harmless = text.bytes().all(|b| {
        let doubled = b == before && matches!(b, b' ' | b'.' | b'-');
        before = b;
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | 0x80.. => true,
            b' ' | b',' | b';' | b'/' | b'.' | b'(' | b')' | b'?' | b'!' | b'%' | b'-' => !doubled,
            _ => false,
        }
    });
    harmless
        && text.trim_end().len() == text.len()
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// An HTML comment on a line of its own. Whatever would end it early is taken out.
pub fn comment(words: &str) -> String {
    // Braces would be a directive of mdBook.
    let words = words.replace("{{", "{ {");
    if !words.contains('>') && !words.ends_with('-') {
        return ["<!-- ", &words, " -->\n"].concat();
    }
    // Dashes in a name stay; only `-->` and `--!>` end a comment.
    let safe = words.replace('>', "");
    format!("<!-- {} -->\n", safe.trim_end_matches('-'))
}

/// A link definition on a line of its own, from parsed values. `label` is as the author
/// wrote it.
pub fn definition(label: &str, dest: &str, title: Option<&str>) -> String {
    let dest: String = dest
        .chars()
        .flat_map(|c| {
            let escape = matches!(c, '<' | '>' | '\\' | '&');
            escape.then_some('\\').into_iter().chain(Some(c))
        })
        .filter(|c| *c != '\n')
        .collect();
    let label = text::folded(label);
    match title {
        Some(title) => format!("[{label}]: <{dest}> \"{}\"\n", text(title)),
        None => format!("[{label}]: <{dest}>\n"),
    }
}

/// An empty anchor, for the html renderer.
pub fn anchor(id: &str) -> String {
    let mut out = String::new();
    push_anchor(&mut out, id);
    out
}

fn push_anchor(out: &mut String, id: &str) {
    out.push_str("<a id=\"");
    for c in id.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            c => out.push(c),
        }
    }
    out.push_str("\"></a>");
}

/// A link.
pub fn link(words: &str, dest: &str) -> String {
    let mut out = String::from("[");
    push(&mut out, words, false, Shown::ByMdbook);
    out.push_str("](<");
    for c in dest.chars().filter(|c| !c.is_control()) {
        if matches!(c, '<' | '>' | '\\' | '&' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push_str(">)");
    out
}

/// One row of a table. The cells are Markdown that was spelled here.
pub fn row(cells: &[String]) -> String {
    let mut out = String::from("|");
    for cell in cells {
        out.push(' ');
        out.push_str(cell);
        if !cell.is_empty() {
            out.push(' ');
        }
        out.push('|');
    }
    out.push('\n');
    out
}

/// A table. The cells of `rows` are Markdown that was spelled here, `header` is plain text.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(|cell| text(cell)).collect();
    let rule = vec!["---".to_string(); header.len()];
    let rows = rows.iter().map(|cells| row(cells));
    [row(&header), row(&rule)].into_iter().chain(rows).collect()
}

/// A bullet list of links, for a page.
pub fn links(entries: &[Entry]) -> String {
    list(entries, '*', " — ", Shown::ByMdbook)
}

/// The same for a file that is read as it is typed, with `between` link and note.
pub fn links_as_typed(entries: &[Entry], between: &str) -> String {
    list(entries, '-', between, Shown::AsTyped)
}

fn list(entries: &[Entry], bullet: char, between: &str, shown: Shown) -> String {
    let mut out = String::new();
    for entry in entries {
        for _ in 0..entry.depth {
            out.push_str("  ");
        }
        out.push(bullet);
        out.push(' ');
        for id in &entry.ids {
            push_anchor(&mut out, id);
        }
        out.push('[');
        push(&mut out, &entry.text, false, shown);
        out.push_str("](");
        out.push_str(&entry.dest);
        out.push(')');
        if let Some(note) = &entry.note {
            out.push_str(between);
            push(&mut out, note, false, shown);
        }
        out.push('\n');
    }
    out
}

/// A heading on a line of its own.
pub fn heading(level: u8, title: &str) -> String {
    marked(level, &text(title))
}

/// The same for a file that is read as it is typed.
pub fn heading_as_typed(level: u8, title: &str) -> String {
    marked(level, &text_as_typed(title))
}

fn marked(level: u8, title: &str) -> String {
    format!("{} {title}\n", "#".repeat(level.clamp(1, 6).into()))
}

/// Text in a `<span>` of a class, for the html renderer. `class` is one of ours.
pub fn span(class: &str, words: &str) -> String {
    format!("<span class=\"{class}\">{}</span>", text(words))
}

/// Encodes plain text for HTML: for an attribute in quotes as well as between tags. Braces
/// are encoded, because what expands directives does not know HTML.
pub fn html(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in text::folded(plain).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
