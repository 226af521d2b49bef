//! Escapes plain text, so that readers find exactly this text.
//!
//! A serializer for CommonMark does not know what mdBook adds: typographic punctuation and
//! directives in braces. So the text of generated Markdown is escaped here.

use crate::text;

/// Who reads generated text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscapeMode {
    /// mdBook renders it, with typographic punctuation.
    MdBook,
    /// It is read as a file. Quotes, dashes and single braces are not escaped, so that a search
    /// finds them.
    Source,
}

/// Where in its line a text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// At the start of a line, where a dash would begin a list.
    LineStart,
    /// After something else.
    InLine,
}

/// Escapes text that goes into an author's line on a page. White space becomes single blanks.
pub fn escape(plain: &str, position: Position) -> String {
    let context = Context {
        line_start: position == Position::LineStart,
        ..Context::default()
    };
    let mut out = String::with_capacity(plain.len());
    context.escape(
        &text::collapse_whitespace(plain),
        EscapeMode::MdBook,
        &mut out,
    );
    out
}

/// The surroundings of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// The text begins a block.
    pub(super) line_start: bool,
    /// The text is in a heading, which may end with attributes or `#`.
    pub(super) heading: bool,
    /// The text is in a cell of a table.
    pub(super) cell: bool,
    /// The character before the text, if that is not a blank.
    pub(super) before: Option<char>,
    /// The character after the text.
    pub(super) after: Option<char>,
}

impl Context {
    /// Appends the escaped form of a text.
    pub(super) fn escape(self, plain: &str, mode: EscapeMode, out: &mut String) {
        if needs_no_escapes(plain) {
            out.push_str(plain);
            return;
        }
        let mut before = if self.line_start {
            None
        } else {
            self.before.or(Some(' '))
        };
        let mut number_at_start = self.line_start;
        let mut chars = plain.chars();
        while let Some(c) = chars.next() {
            let rest = chars.as_str();
            let neighbours = Neighbours {
                before,
                next: rest.chars().next().or(self.after),
                rest,
                after: self.after,
                mode,
            };
            let escaped = neighbours.escapes(c)
                || match c {
                    '>' => self.line_start,
                    '.' | ')' => number_at_start && neighbours.next.is_none_or(char::is_whitespace),
                    '#' => self.heading && neighbours.before_is_blank() && is_closing(rest),
                    '}' => self.heading,
                    '|' => self.cell,
                    // Before a link it would make an image.
                    '!' => rest.is_empty() && self.after == Some('['),
                    _ => false,
                };
            number_at_start &= c.is_ascii_digit();
            if escaped {
                out.push('\\');
            }
            out.push(c);
            before = Some(c);
        }
        // The parser takes any backslash before a bar for its escape.
        if self.cell && self.after.is_none() && out.ends_with('\\') {
            out.push(' ');
        }
    }
}

/// Whether a text has nothing to escape, wherever it is: neither for mdBook nor for CommonMark,
/// so that the serializer writes it as it is, too.
pub(super) fn needs_no_escapes(text: &str) -> bool {
    let begins = |b: u8| b == b' ' || b.is_ascii_alphabetic() || !b.is_ascii();
    let mut before = b' ';
    text.bytes().next().is_none_or(begins)
        && text.bytes().all(|b| {
            let doubled = b == before;
            before = b;
            match b {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | 0x80.. => true,
                b' ' | b',' | b';' | b':' | b'/' | b'(' | b')' | b'?' | b'%' => true,
                b'.' | b'-' => !doubled,
                _ => false,
            }
        })
}

/// Whether `rest`, after a `#`, completes the closing sequence of a heading.
fn is_closing(rest: &str) -> bool {
    rest.bytes().all(|b| b == b'#')
}

/// The characters beside one character; `before` is `None` at the start of a line.
struct Neighbours<'t> {
    before: Option<char>,
    next: Option<char>,
    /// All text after the character.
    rest: &'t str,
    /// What follows the text, if that is known.
    after: Option<char>,
    mode: EscapeMode,
}

impl Neighbours<'_> {
    /// Whether a character would mean something between its neighbours.
    fn escapes(&self, c: char) -> bool {
        let rendered = self.mode == EscapeMode::MdBook;
        let doubled = self.next == Some(c) || self.before == Some(c);
        match c {
            '\\' | '`' | '[' | ']' => true,
            '$' => rendered,
            '*' => rendered || !(self.before_is_blank() && self.next_is_blank()),
            '~' => rendered || !self.before_is_blank(),
            '<' => rendered || self.next.is_none() || may_be_tag(self.rest),
            '_' => !(is_in_word(self.before) && is_in_word(self.next)),
            // Two of them are a directive.
            '{' => rendered || doubled,
            '|' | '}' | '"' | '\'' | '^' => rendered,
            // Only a name or a number makes it an entity.
            '&' => may_be_entity(self.rest, self.after),
            '#' | '+' | '=' | ':' => self.before.is_none(),
            '-' => self.before.is_none() || rendered && doubled,
            '.' => rendered && doubled,
            _ => false,
        }
    }

    fn before_is_blank(&self) -> bool {
        self.before.is_none_or(|c| c == ' ')
    }

    fn next_is_blank(&self) -> bool {
        self.next.is_none_or(|c| c == ' ')
    }
}

/// Whether the text after a `<` may make it a tag, a comment or an address.
fn may_be_tag(rest: &str) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return rest.starts_with(['/', '!', '?']);
    }
    let is_tag =
        name.is_empty() || name.starts_with(|c: char| c.is_whitespace() || "/>".contains(c));
    let word = rest.split([' ', '>']).next().unwrap_or_default();
    is_tag || word.contains([':', '@'])
}

/// Whether the text after a `&`, with the character after that, may make it an entity.
fn may_be_entity(rest: &str, after: Option<char>) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    let may_go_on = || after.is_none_or(|c| c.is_ascii_alphanumeric() || c == ';' || c == '#');
    name.len() < rest.len() && (name.starts_with(';') || (name.is_empty() && may_go_on()))
}

/// Whether a character is a letter or a digit. Parsers do not agree which others are letters.
fn is_in_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Escapes plain text for HTML: for an attribute in quotes as well as between tags. Braces
/// are escaped, because what expands directives does not know HTML.
pub fn escape_html(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in text::collapse_whitespace(plain).chars() {
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

/// An HTML comment on a line of its own. Whatever would end it early is taken out.
pub fn comment(words: &str) -> String {
    // Braces would be a directive of mdBook.
    let words = words.replace("{{", "{ {");
    // Dashes in a name stay; only `-->` and `--!>` end a comment.
    let safe = words.replace('>', "");
    format!("<!-- {} -->\n", safe.trim_end_matches('-'))
}
