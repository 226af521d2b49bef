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
    let mut out = String::with_capacity(plain.len());
    push_text(&mut out, plain);
    out
}

/// Encodes plain text for the inside of a line, where nothing is a list, a quote or a heading:
/// a cell of a table, or behind other text.
pub fn inline(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    push_inline(&mut out, plain, false);
    out
}

fn push_text(out: &mut String, plain: &str) {
    match is_harmless(plain) {
        true => out.push_str(plain),
        false => push_inline(out, plain, true),
    }
}

/// Text behind other text of a line.
fn push_behind(out: &mut String, plain: &str) {
    match is_harmless(plain) {
        true => out.push_str(plain),
        false => push_inline(out, plain, false),
    }
}

fn push_inline(out: &mut String, plain: &str, line_start: bool) {
    let plain = text::folded(plain);
    let mut before = (!line_start).then_some(' ');
    let mut number_at_start = line_start;
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let escape = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '{' | '}' | '"' | '\'' | '^'
            | '$' => true,
            // Only a name or a number makes it an entity.
            '&' => next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            '>' => line_start,
            '#' | '+' | '=' | ':' => before.is_none(),
            '-' => before.is_none() || next == Some('-') || before == Some('-'),
            '.' | ')' if number_at_start => next.is_none_or(char::is_whitespace),
            '.' => next == Some('.') || before == Some('.'),
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
    if !words.contains('>') && !words.contains("--") {
        return ["<!-- ", words, " -->\n"].concat();
    }
    let mut safe: Vec<char> = words.chars().filter(|c| *c != '>').collect();
    safe.dedup_by(|a, b| *a == '-' && *b == '-');
    format!("<!-- {} -->\n", safe.into_iter().collect::<String>())
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
    push_behind(&mut out, words);
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

/// A bullet list of links.
pub fn links(entries: &[Entry]) -> String {
    list(entries, '*', " — ")
}

/// A bullet list of links with `bullet`, one of `*`, `-` and `+`, before each, and `between`
/// link and note.
pub fn list(entries: &[Entry], bullet: char, between: &str) -> String {
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
        push_behind(&mut out, &entry.text);
        out.push_str("](");
        out.push_str(&entry.dest);
        out.push(')');
        if let Some(note) = &entry.note {
            out.push_str(between);
            push_behind(&mut out, note);
        }
        out.push('\n');
    }
    out
}

/// A heading on a line of its own.
pub fn heading(level: u8, title: &str) -> String {
    let marks = "#".repeat(level.clamp(1, 6).into());
    format!("{marks} {}\n", text(title))
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
mod tests {
    use mdbook_markdown::pulldown_cmark::{Event, Tag};
    use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
    use proptest::prelude::*;

    use super::*;

    fn parse(markdown: &str) -> Vec<Event<'_>> {
        new_cmark_parser(markdown, &MarkdownOptions::default()).collect()
    }

    /// What a reader finds in Markdown.
    #[derive(Debug, Default, PartialEq)]
    struct Read {
        text: String,
        dests: Vec<String>,
        html: String,
        blocks: usize,
    }

    fn read(markdown: &str) -> Read {
        let mut read = Read::default();
        for event in parse(markdown) {
            match event {
                Event::Text(part) => read.text.push_str(&part),
                Event::InlineHtml(part) => read.html.push_str(&part),
                Event::Start(Tag::Link { dest_url, .. }) => read.dests.push(dest_url.to_string()),
                Event::Start(_) => read.blocks += 1,
                Event::End(_) => {}
                other => panic!("{other:?} was not meant in {markdown:?}"),
            }
        }
        read
    }

    fn folded(text: &str) -> String {
        crate::text::folded(text).into_owned()
    }

    proptest! {
        #[test]
        fn text_means_only_itself(plain in "[ -~äß–“]{0,40}", id in "[!-~ü]{1,10}") {
            let plain = folded(&plain);
            let encoded = text(&plain);
            prop_assert_eq!(&read(&encoded).text, &plain, "{}", encoded);
            let entry = |dest: &str, ids: &[&str]| Entry {
                text: format!("x{plain}"),
                dest: dest.to_string(),
                note: Some(plain.clone()).filter(|p| !p.is_empty()),
                ids: ids.iter().map(ToString::to_string).collect(),
                depth: 0,
            };
            let list = links(&[entry("a.md", &[&id]), entry("b.md#c", &[])]);
            let one = match plain.is_empty() {
                true => "x".to_string(),
                false => format!("x{plain} — {plain}"),
            };
            let meant = Read {
                text: format!("{one}{one}"),
                dests: vec!["a.md".to_string(), "b.md#c".to_string()],
                html: anchor(&id),
                // A list and its two items.
                blocks: 3,
            };
            prop_assert_eq!(read(&list), meant, "{}", list);
        }

        #[test]
        fn a_table_has_the_cells_it_was_given(plain in "[ -~äß–]{0,20}") {
            let plain = folded(&plain);
            let cells = vec![link(&format!("x{plain}"), "a.md"), text(&plain)];
            let source = table(&["A", "B"], &[cells]);
            let meant = Read {
                text: format!("ABx{plain}{plain}"),
                dests: vec!["a.md".to_string()],
                html: String::new(),
                // A table, its head, its row and four cells.
                blocks: 7,
            };
            prop_assert_eq!(read(&source), meant, "{}", source);
        }

        #[test]
        fn html_is_never_ended(plain in "[ -~]{0,40}") {
            let encoded = html(&plain);
            let safe = !encoded.contains(['<', '>', '"', '\'', '{', '}']);
            prop_assert!(safe, "{}", encoded);
        }

        #[test]
        fn definitions_mean_what_they_say(dest in "[!-~]{1,20}", title in "[ -~]{0,20}") {
            let title = folded(&title);
            let source = format!("{}\n[x]\n", definition("x", &dest, Some(&title)));
            let found: Vec<_> = parse(&source)
                .into_iter()
                .filter_map(|event| match event {
                    Event::Start(Tag::Link { dest_url, title, .. }) => {
                        Some((dest_url.to_string(), title.to_string()))
                    }
                    _ => None,
                })
                .collect();
            prop_assert_eq!(found, vec![(dest, title)], "{}", source);
        }
    }

    proptest! {
        #[test]
        fn cells_mean_only_themselves(cells in proptest::collection::vec("[ -~äß–]{0,20}", 2)) {
            let cells: Vec<String> = cells.iter().map(|cell| folded(cell)).collect();
            let encoded = cells.iter().map(|cell| inline(cell)).collect();
            let table = table(&["a|b", "c"], &[encoded]);
            let (mut found, mut cell) = (Vec::new(), String::new());
            for event in parse(&table) {
                match event {
                    Event::Text(part) => cell.push_str(&part),
                    Event::End(mdbook_markdown::pulldown_cmark::TagEnd::TableCell) => {
                        found.push(std::mem::take(&mut cell));
                    }
                    Event::Start(_) | Event::End(_) => {}
                    other => panic!("{other:?} was not meant in {table:?}"),
                }
            }
            let meant = [vec!["a|b".to_string(), "c".to_string()], cells].concat();
            prop_assert_eq!(found, meant, "{}", table);
        }

        #[test]
        fn links_mean_what_they_say(words in "[ -~]{1,20}", dest in "[!-~]{1,20}") {
            let words = folded(&format!("x{words}"));
            let link = link(&words, &dest);
            let found = read(&link);
            prop_assert_eq!(found.dests, vec![dest], "{}", link);
            prop_assert_eq!(found.text, words);
        }
    }

    #[test]
    fn a_comment_can_not_be_ended_from_inside() {
        let markdown = comment("a --> b <script>--- c");
        let events = parse(&markdown);
        assert_eq!(events.len(), 3, "one block and one line: {events:?}");
    }
}
