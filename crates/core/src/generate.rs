//! Writes Markdown that no author wrote: the only module that spells it.
//!
//! Structure is given to pulldown-cmark-to-cmark as events. Text goes through the encoder
//! here, because that crate leaves some characters bare that mean something to mdBook; what
//! is encoded here parses back as exactly the text that was meant.

use mdbook_markdown::pulldown_cmark::{CowStr, Event, Options, Tag, TagEnd};

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
}

/// Encodes plain text so that it stands anywhere in a line and means nothing but itself.
/// White space is folded to single blanks.
pub fn text(plain: &str) -> String {
    if is_harmless(plain) {
        return plain.to_string();
    }
    let plain = text::folded(plain);
    let mut out = String::with_capacity(plain.len());
    let mut before = None;
    let mut number_at_start = true;
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let escape = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '{' | '}' | '"'
            | '\'' | '^' | '$' => true,
            '#' | '+' | '=' | ':' => before.is_none(),
            '-' => before.is_none() || next == Some('-') || before == Some('-'),
            '.' => next == Some('.') || before == Some('.') || number_at_start,
            ')' => number_at_start,
            _ => false,
        };
        number_at_start &= c.is_ascii_digit();
        if escape {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
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
    let id = id
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    format!("<a id=\"{id}\"></a>")
}

/// A link. `dest` is encoded already.
pub fn link(words: &str, dest: &str) -> String {
    format!("[{}]({dest})", text(words))
}

/// A bullet list of links.
pub fn links(entries: &[Entry]) -> String {
    let mut events = vec![Event::Start(Tag::List(None))];
    for entry in entries {
        let mut line: String = entry.ids.iter().map(|id| anchor(id)).collect();
        line.push_str(&link(&entry.text, &entry.dest));
        if let Some(note) = &entry.note {
            line.push_str(" — ");
            line.push_str(&text(note));
        }
        // Encoded already: as HTML it is written as it is.
        let line = Event::InlineHtml(CowStr::from(line));
        events.extend([Event::Start(Tag::Item), line, Event::End(TagEnd::Item)]);
    }
    events.push(Event::End(TagEnd::List(false)));
    let mut out = String::new();
    // Writing to a String does not fail, and the events are well-formed by construction.
    let written = pulldown_cmark_to_cmark::cmark(events.iter(), &mut out, Options::empty());
    debug_assert!(written.is_ok(), "the events of a list are well-formed");
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
    use proptest::prelude::*;

    use super::*;

    fn parse(markdown: &str) -> Vec<Event<'_>> {
        new_cmark_parser(markdown, &MarkdownOptions::default()).collect()
    }

    /// The text of all events, and the destination of the first link.
    fn read(markdown: &str) -> (String, Option<String>, usize) {
        let (mut text, mut dest, mut blocks) = (String::new(), None, 0);
        for event in parse(markdown) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    dest.get_or_insert(dest_url.to_string());
                }
                Event::Start(_) => blocks += 1,
                Event::End(_) => {}
                other => panic!("{other:?} was not meant in {markdown:?}"),
            }
        }
        (text, dest, blocks)
    }

    fn folded(text: &str) -> String {
        crate::text::folded(text).into_owned()
    }

    proptest! {
        #[test]
        fn text_means_only_itself(plain in "[ -~äß–“]{0,40}") {
            let plain = folded(&plain);
            let encoded = text(&plain);
            prop_assert_eq!(&read(&encoded).0, &plain, "{}", encoded);
            let entry = Entry {
                text: format!("x{plain}"),
                dest: "a.md".into(),
                note: Some(plain.clone()).filter(|p| !p.is_empty()),
                ..Entry::default()
            };
            let list = links(&[entry.clone(), entry]);
            let one = match plain.is_empty() {
                true => "x".to_string(),
                false => format!("x{plain} — {plain}"),
            };
            prop_assert_eq!(read(&list), (format!("{one}{one}"), Some("a.md".into()), 3));
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

    #[test]
    fn a_comment_can_not_be_ended_from_inside() {
        let markdown = comment("a --> b <script>--- c");
        let events = parse(&markdown);
        assert_eq!(events.len(), 3, "one block and one line: {events:?}");
    }
}
