//! Directives: HTML comments that begin with `archsite:`.
//!
//! This module reads one comment. The outline finds comments and their places; what a directive
//! does, and which directives there are, belongs to the passes.

use std::ops::Range;

/// A directive that documents may hold. Each pass declares its own.
#[derive(Debug)]
pub struct Kind {
    /// The word after `archsite:`.
    pub name: &'static str,
    /// The kind of words after the name.
    pub takes: Takes,
    /// Where it has an effect, in a few words.
    pub place: &'static str,
    /// It applies to running text, and so may be inside a paragraph, a list or a table.
    pub is_inline: bool,
    /// Its purpose, in a few words.
    pub about: &'static str,
}

/// The words that a directive takes after its name.
#[derive(Debug)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// Names of lints.
    Lints,
    /// `key="value"` pairs, which the pass checks; these are the keys.
    Options(&'static [&'static str]),
}

/// Silences lints; the only directive that belongs to no pass.
pub static ALLOW: Kind = Kind {
    name: "allow",
    takes: Takes::Lints,
    place: "above a block, or at the top of the file",
    is_inline: false,
    about: "silences lints there",
};

/// One directive of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Byte range of the whole comment.
    pub range: Range<usize>,
    /// The word after `archsite:`, as written.
    pub name: String,
    /// Words without a key: for `allow`, the lints.
    pub words: Vec<String>,
    /// `key="value"` pairs, as written.
    pub options: Vec<(String, String)>,
    /// It is inside a list, a quote, a footnote or a paragraph, where directives have no
    /// effect.
    pub nested: bool,
}

impl Directive {
    /// Reads the inside of a comment; `None` if it is not a directive.
    pub fn read(comment: &str, range: Range<usize>, nested: bool) -> Option<Directive> {
        let rest = comment.trim_start().strip_prefix("archsite:")?;
        let mut directive = Directive {
            range,
            name: String::new(),
            words: Vec::new(),
            options: Vec::new(),
            nested,
        };
        let mut rest = rest.trim();
        while !rest.is_empty() {
            let word = word_end(rest);
            let (item, tail) = rest.split_at(word);
            rest = tail.trim_start();
            match item.split_once('=') {
                _ if directive.name.is_empty() => directive.name = item.to_string(),
                Some((key, value)) => directive
                    .options
                    .push((key.to_string(), value.trim_matches('"').to_string())),
                None => directive.words.push(item.trim_end_matches(',').to_string()),
            }
        }
        Some(directive)
    }
}

/// Where the first word of `text` ends; white space inside double quotes belongs to it.
fn word_end(text: &str) -> usize {
    let mut quoted = false;
    text.char_indices()
        .find(|(_, c)| {
            quoted ^= *c == '"';
            c.is_whitespace() && !quoted
        })
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read() {
        let read = |comment: &str| {
            Directive::read(comment, 0..0, false).map(|d| (d.name, d.words, d.options))
        };
        let pair = |key: &str, value: &str| (key.to_string(), value.to_string());
        assert_eq!(read(" a comment "), None);
        assert_eq!(
            read(" archsite: no-split "),
            Some(("no-split".into(), vec![], vec![]))
        );
        assert_eq!(
            read("archsite:allow broken-link, broken-anchor"),
            Some((
                "allow".into(),
                vec!["broken-link".into(), "broken-anchor".into()],
                vec![]
            ))
        );
        assert_eq!(
            read(" archsite: tech-stack kind=\"a b\" x=1 "),
            Some((
                "tech-stack".into(),
                vec![],
                vec![pair("kind", "a b"), pair("x", "1")]
            ))
        );
        assert_eq!(read(" archsite: "), Some((String::new(), vec![], vec![])));
    }
}
