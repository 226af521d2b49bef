//! Inline content of generated Markdown: text, links and a little HTML.

use crate::emit::escape::{Context, EscapeMode};
use crate::text;

/// The content of a line, a cell or an item, from values that are not Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline {
    pub(super) pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Strong(String),
    Code(String),
    Link {
        content: Vec<Piece>,
        dest: String,
    },
    /// One tag.
    Html(String),
}

/// Plain text. White space becomes single blanks.
pub fn text(plain: &str) -> Inline {
    Inline::default().text(plain)
}

/// A link, which is valid in a cell too.
pub fn link(words: &str, dest: &str) -> Inline {
    Inline::default().link(words, dest)
}

/// Text in a `<span>` of a class, for the html renderer. `class` is one of ours.
pub fn span(class: &str, words: &str) -> Inline {
    let mut span = Inline::default();
    span.push(Piece::Html(format!("<span class=\"{class}\">")));
    let mut span = span.text(&text::collapse_whitespace(words));
    span.push(Piece::Html("</span>".to_string()));
    span
}

/// Some content in a `<span>` of a class, for the html renderer; nothing if there is none.
pub fn within(class: &str, content: Inline) -> Inline {
    if content.is_empty() {
        return content;
    }
    markup(&format!("<span class=\"{class}\">"))
        .append(content)
        .append(markup("</span>"))
}

/// Tags for the html renderer, from constants and numbers only.
pub fn markup(tags: &str) -> Inline {
    let mut content = Inline::default();
    // A parser finds each tag on its own.
    for tag in tags.split_inclusive('>') {
        content.push(Piece::Html(tag.to_string()));
    }
    content
}

/// Text in bold.
pub fn strong(words: &str) -> Inline {
    let words = text::collapse_whitespace(words).into_owned();
    let mut strong = Inline::default();
    if !words.is_empty() {
        strong.push(Piece::Strong(words));
    }
    strong
}

impl Inline {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Appends plain text.
    pub fn text(mut self, plain: &str) -> Self {
        let folded = text::collapse_whitespace(plain);
        let blank = |c: char| c.is_whitespace();
        if plain.starts_with(blank) {
            self.push_text(" ");
        }
        self.push_text(&folded);
        if plain.ends_with(blank) {
            self.push_text(" ");
        }
        self
    }

    /// Appends a link. What has no place in an address or ends a cell becomes `%XX`.
    pub fn link(self, words: &str, dest: &str) -> Self {
        self.link_of(Inline::default().text(words), dest)
    }

    /// Appends a link around a content, of which HTML and links are left out.
    pub fn link_of(mut self, content: Inline, dest: &str) -> Self {
        let mut content = content.trimmed();
        content.retain(|piece| !matches!(piece, Piece::Link { .. } | Piece::Html(_)));
        self.push(Piece::Link {
            content,
            dest: encoded(dest),
        });
        self
    }

    /// Appends code. White space becomes single blanks; backticks are left out.
    pub fn code(mut self, code: &str) -> Self {
        let code = text::collapse_whitespace(code).replace('`', "");
        if !code.trim().is_empty() {
            self.push(Piece::Code(code.trim().to_string()));
        }
        self
    }

    /// Appends text for readers of the file, in which words that would need backslashes are code:
    /// a search finds them as they are typed. `code` has words that are known to be code.
    pub fn typed(self, plain: &str, code: &[String]) -> Self {
        let known = code
            .iter()
            .filter_map(|code| Some((plain.find(code.as_str())?, code)));
        if let Some((at, found)) = known.min_by_key(|(at, code)| (*at, usize::MAX - code.len())) {
            let (before, rest) = plain.split_at(at);
            let after = &rest[found.len()..];
            return self.words(before).code(found).typed(after, code);
        }
        self.words(plain)
    }

    /// Appends text word by word: code where a word, or a link of a wiki, would need backslashes.
    fn words(mut self, plain: &str) -> Self {
        let mut rest = plain;
        while let Some((before, after)) = rest.split_once("[[")
            && let Some((page, after)) = after.split_once("]]")
            && !page.contains('`')
        {
            self = self.plain_words(before).code(&format!("[[{page}]]"));
            rest = after;
        }
        self.plain_words(rest)
    }

    /// Appends text word by word: code where a word would need backslashes.
    fn plain_words(mut self, plain: &str) -> Self {
        for word in plain.split_inclusive(' ') {
            let start = word.len() - word.trim_start_matches(['(', '"', '\'']).len();
            let (before, rest) = word.split_at(start);
            let name =
                rest.trim_end_matches([' ', ',', '.', ';', ':', ')', '"', '\'', '!', '?', '…']);
            // The end of an entity belongs to it.
            let name = match rest[name.len()..].strip_prefix(';') {
                Some(_) if name.contains('&') => &rest[..name.len() + 1],
                _ => name,
            };
            let after = &rest[name.len()..];
            let is_name = name.contains(char::is_alphanumeric) && !name.contains('`');
            // What follows decides what an ampersand means.
            let as_typed = [name, after, " "].concat();
            self = if is_name && needs_backslash(&as_typed) {
                self.text(before).code(name).text(after)
            } else {
                self.text(word)
            };
        }
        self
    }

    /// Appends an empty anchor, for the html renderer.
    pub fn anchor(mut self, id: &str) -> Self {
        let [start, end] = anchor_tags(id);
        self.push(Piece::Html(start));
        self.push(Piece::Html(end));
        self
    }

    /// Appends a note with `between` before it, if there is one.
    pub fn note(self, between: &str, note: Option<&str>) -> Self {
        match note {
            Some(note) => self.text(between).text(note),
            None => self,
        }
    }

    /// Appends another content.
    pub fn append(mut self, other: Inline) -> Self {
        for piece in other.pieces {
            self.push(piece);
        }
        self
    }

    /// Some contents with a text between them.
    pub fn joined(parts: impl IntoIterator<Item = Inline>, between: &str) -> Self {
        let mut out = Inline::default();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                out = out.text(between);
            }
            out = out.append(part);
        }
        out
    }

    fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Text(text) => self.push_text(&text),
            piece => self.pieces.push(piece),
        }
    }

    /// Appends text. Texts beside each other are one piece, as a parser would find them.
    fn push_text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(before)) => {
                let doubled = before.ends_with(' ') && text.starts_with(' ');
                before.push_str(&text[usize::from(doubled)..]);
            }
            _ => self.pieces.push(Piece::Text(text.to_string())),
        }
    }

    /// The pieces without blanks at the ends, which no parser keeps.
    pub(super) fn trimmed(self) -> Vec<Piece> {
        let mut pieces = self.pieces;
        if let Some(Piece::Text(first)) = pieces.first_mut() {
            let blanks = first.len() - first.trim_start_matches(' ').len();
            first.drain(..blanks);
        }
        if let Some(Piece::Text(last)) = pieces.last_mut() {
            last.truncate(last.trim_end_matches(' ').len());
        }
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        pieces
    }
}

/// Whether a name in a line of a file needs a backslash.
fn needs_backslash(name: &str) -> bool {
    let context = Context::default();
    let mut escaped = String::new();
    context.escape(name, EscapeMode::Source, &mut escaped);
    escaped != name
}

/// An address without control characters, bars and braces.
fn encoded(dest: &str) -> String {
    let mut out = String::with_capacity(dest.len());
    for c in dest.chars() {
        match c {
            '|' => out.push_str("%7C"),
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The two tags of an empty anchor.
pub(super) fn anchor_tags(id: &str) -> [String; 2] {
    let mut start = String::with_capacity(id.len() + 9);
    start.push_str("<a id=\"");
    for c in id.chars() {
        match c {
            '&' => start.push_str("&amp;"),
            '"' => start.push_str("&quot;"),
            '<' => start.push_str("&lt;"),
            // In a cell a bar would end it.
            '|' => start.push_str("&#124;"),
            c => start.push(c),
        }
    }
    start.push_str("\">");
    [start, "</a>".to_string()]
}
