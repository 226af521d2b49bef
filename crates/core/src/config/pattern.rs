//! Patterns for files and destinations, as gitignore and mdBook users know them.
//!
//! It matches texts and looks at no file.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Longest pattern that is read, in bytes.
const LONGEST: usize = 4096;
/// How much of a pattern a message shows, in characters.
const SHOWN: usize = 60;
/// How deep braces may be nested.
const DEEPEST: usize = 32;

/// Why a pattern is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    /// It is longer than any path.
    #[error("it is longer than {LONGEST} bytes")]
    TooLong,
    /// Its braces are nested deeper than the glob library can compile.
    #[error("its braces are nested more than {DEEPEST} levels deep")]
    TooDeep,
    /// The glob library cannot read it, for this reason.
    #[error("{0}")]
    Malformed(String),
}

impl BadPattern {
    /// The problem of `glob`, in one sentence.
    pub fn about(&self, glob: &str) -> String {
        let mut shown: String = glob.chars().take(SHOWN).collect();
        if shown.len() < glob.len() {
            shown.push('…');
        }
        format!("`{shown}` is not a valid pattern: {self}")
    }
}

/// A pattern: `*` stays within a folder, `**` does not.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As the user wrote it.
    pub glob: String,
    /// The pattern without `./` and the like.
    pub normal: String,
    /// A set of one: unlike a matcher of its own, it can fail to compile without a panic.
    matcher: GlobSet,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// The pattern is malformed, or too large to be compiled.
    pub fn new(glob: &str) -> Result<Pattern, BadPattern> {
        limits(glob)?;
        let malformed = |error: globset::Error| BadPattern::Malformed(error.kind().to_string());
        let normal = normal(glob);
        let built = GlobBuilder::new(&normal)
            .literal_separator(true)
            .build()
            .map_err(malformed)?;
        let mut set = GlobSetBuilder::new();
        set.add(built);
        Ok(Pattern {
            glob: glob.to_string(),
            normal,
            matcher: set.build().map_err(malformed)?,
        })
    }

    /// Whether the pattern means the file at `path`.
    pub fn matches(&self, path: &str) -> bool {
        self.matcher
            .is_match(path.strip_prefix("./").unwrap_or(path))
    }

    /// Whether a path matches, where a pattern without `/` means a file name in any folder.
    pub fn matches_anywhere(&self, path: &str) -> bool {
        let name = crate::site::path::file_name(path);
        self.matches(path) || (!self.glob.contains('/') && self.matches(name))
    }
}

/// Whether a pattern is small enough to be given to the glob library, which recurses into
/// braces.
///
/// # Errors
/// The pattern is too long, or nested too deeply.
pub fn limits(glob: &str) -> Result<(), BadPattern> {
    if glob.len() > LONGEST {
        return Err(BadPattern::TooLong);
    }
    let mut depth: usize = 0;
    for byte in glob.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(BadPattern::TooDeep);
        }
    }
    Ok(())
}

/// A pattern without `.`, `//` and the `..` that only takes a plain name back. Addresses stay as
/// they are.
fn normal(glob: &str) -> String {
    if glob.contains("://") || glob.starts_with("//") {
        return glob.to_string();
    }
    let is_plain = |part: &str| !part.contains(['*', '?', '[', ']', '{', '}', ',', '\\']);
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = glob.split('/').collect();
    for (index, part) in all.iter().enumerate() {
        let is_end = index + 1 == all.len();
        match *part {
            // A `/` at either end has a meaning.
            "" if index > 0 && !is_end => {}
            "." => {}
            ".." => match parts.last() {
                Some(last) if !last.is_empty() && *last != ".." && is_plain(last) => {
                    parts.pop();
                }
                _ => parts.push(part),
            },
            part => parts.push(part),
        }
    }
    parts.join("/")
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
        check("./a/*.md", "./a/b.md", (true, true));
        check(".//a/./*.md", "a/b.md", (true, true));
        check("x/../a//*.md", "a/b.md", (true, true));
        check("*/../a.md", "a.md", (false, false));
        check("a/*.md", "a/b/c.md", (false, false));
        check("../std/**", "../std/a/b.html", (true, true));
        check("/std/**", "/std/a.html", (true, true));
        check("https://h/**", "https://h/a//b", (true, true));
        check("*.pdf", "a/b.pdf", (false, true));
        assert!(Pattern::new("a{b").is_err());
    }

    #[test]
    fn patterns_that_cannot_be_compiled_are_refused() {
        let nested = |levels: usize| format!("{}x{}", "{a,".repeat(levels), "}".repeat(levels));
        assert!(Pattern::new(&nested(DEEPEST)).is_ok());
        assert_eq!(
            Pattern::new(&nested(DEEPEST + 1)).err(),
            Some(BadPattern::TooDeep)
        );
        let error = |glob: &str| Pattern::new(glob).err();
        assert_eq!(error(&nested(100_000)), Some(BadPattern::TooLong));
        assert_eq!(error(&"{".repeat(1000)), Some(BadPattern::TooDeep));
        assert_eq!(error(&"*/".repeat(100_000)), Some(BadPattern::TooLong));
        assert!(Pattern::new(&"*/".repeat(2_000)).is_ok());
    }
}
