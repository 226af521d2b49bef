//! Parts of a template that are not text of the document: prompts for the person who fills it in,
//! and placeholders.

/// Whether a text begins a prompt: `[[LLM: …`.
pub(super) fn begins(text: &str) -> bool {
    text.starts_with("[[")
}

/// Follows prompts over paragraphs: one may close much later.
#[derive(Debug, Default)]
pub struct Prompts {
    open: bool,
}

impl Prompts {
    /// Whether a paragraph is a part of a prompt.
    pub fn has(&mut self, text: &str) -> bool {
        let within = self.open || begins(text);
        self.open = within && !text.contains("]]");
        within
    }
}

/// Whether a text waits to be filled in, or says nothing.
pub fn is_placeholder(text: &str) -> bool {
    text.starts_with(['{', '[', '<'])
        || text.contains("{{")
        || !text.chars().any(char::is_alphanumeric)
}
