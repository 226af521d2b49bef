//! Patterns for files and destinations, as gitignore and mdBook users know them.
//!
//! It matches texts and looks at no file.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern: `*` stays within a folder, `**` does not.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As the user wrote it.
    pub glob: String,
    matcher: GlobMatcher,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// The pattern is malformed.
    pub fn new(glob: &str) -> Result<Pattern, globset::Error> {
        let clean = glob.strip_prefix("./").unwrap_or(glob);
        let built = GlobBuilder::new(clean).literal_separator(true).build()?;
        Ok(Pattern {
            glob: glob.to_string(),
            matcher: built.compile_matcher(),
        })
    }

    /// Whether the pattern means the file at `path`.
    pub fn matches(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }

    /// The same, where a pattern without `/` means a file name in any folder.
    pub fn matches_anywhere(&self, path: &str) -> bool {
        let name = crate::site::path::file_name(path);
        self.matches(path) || (!self.glob.contains('/') && self.matches(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_paths() {
        let check = |glob: &str, path: &str, expected: (bool, bool)| {
            let pattern = Pattern::new(glob).expect("a pattern");
            let found = (pattern.matches(path), pattern.matches_anywhere(path));
            assert_eq!(found, expected, "{glob} {path}");
        };
        check("./a/*.md", "a/b.md", (true, true));
        check("a/*.md", "a/b/c.md", (false, false));
        check("../std/**", "../std/a/b.html", (true, true));
        check("*.pdf", "a/b.pdf", (false, true));
        assert!(Pattern::new("a{b").is_err());
    }
}
