//! `<!-- archsite: version name="PACKAGE" -->19<!-- /archsite -->`: a version in running text that
//! code hosts display and that `tech-stack --write` keeps up to date.

use std::ops::Range;

use archsite_core::diagnostics::suggest::nearest;
use archsite_core::markdown::directive::Directive;

use crate::document::directive::precision;
use crate::model::version::Version;
use crate::output::display;

/// Name of the directive.
pub(crate) const NAME: &str = "version";

/// The options, in the order of the guide.
pub(crate) const KEYS: &[&str] = &["name", "precision"];

/// The text of the comment after the version.
const CLOSE: &str = "/archsite";

/// A version between two comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The bytes of the first comment.
    pub(crate) comment: Range<usize>,
    /// The package, as written.
    pub(crate) package: String,
    /// The number of numbers; if `None`, as many as the version has.
    pub(crate) precision: Option<usize>,
    /// The bytes of the version, without blanks around it.
    pub(crate) range: Range<usize>,
}

/// A directive that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A word, option or value that does not exist, as a message.
    Option(String),
    /// No second comment is in the same line.
    Open,
}

impl Pair {
    /// Reads a directive with the text after it.
    ///
    /// # Errors
    /// An option is wrong or missing, or nothing ends the version.
    pub(crate) fn read(directive: &Directive, text: &str) -> Result<Pair, Wrong> {
        if let Some(word) = directive.words.first() {
            return Err(Wrong::Option(format!(
                "`{word}` is not an option; write `name=\"{word}\"`"
            )));
        }
        let mut package = None;
        let mut count = None;
        for (key, value) in &directive.options {
            match key.as_str() {
                "name" => package = Some(value.clone()).filter(|name| !name.is_empty()),
                "precision" => {
                    count = match value.as_str() {
                        "full" => Some(usize::MAX),
                        value => precision::read(value).map_err(Wrong::Option)?,
                    }
                }
                key => {
                    let message = format!("there is no option `{key}`");
                    return Err(Wrong::Option(match nearest(key, KEYS.iter().copied()) {
                        Some(near) => format!("{message}; did you mean `{near}`?"),
                        None => format!("{message}; the options are {}", KEYS.join(", ")),
                    }));
                }
            }
        }
        let package = package.ok_or_else(|| {
            let message = "`version` does not name a package; write `name=\"react\"`";
            Wrong::Option(message.to_string())
        })?;
        let start = directive.range.end;
        let line = text[start..].lines().next().unwrap_or_default();
        let inside = line
            .split_once("<!--")
            .filter(|(_, rest)| {
                let end = rest.trim_start().strip_prefix(CLOSE);
                end.is_some_and(|end| end.trim_start().starts_with("-->"))
            })
            .map(|(inside, _)| inside)
            .ok_or(Wrong::Open)?;
        let before = inside.len() - inside.trim_start().len();
        let start = start + before.min(inside.trim_end().len());
        Ok(Pair {
            comment: directive.range.clone(),
            package,
            precision: count,
            range: start..start + inside.trim().len(),
        })
    }

    /// The text between the comments as it should be: as precise as the written version, which
    /// keeps a `v` before it.
    pub(crate) fn expected(&self, written: &str, version: &str) -> String {
        let numbers = written.strip_prefix('v').unwrap_or(written);
        let known = Version::leading(numbers).filter(|(_, rest)| rest.is_empty());
        let count = self
            .precision
            .or(known.as_ref().map(|(version, _)| version.parts.len()));
        // Where only a requirement is known, its number is what a document repeats.
        let number = version.trim_start_matches(|c: char| "^~=> ".contains(c));
        let version = match &known {
            Some(_) if !number.contains([' ', ',', '|', '<']) => number,
            _ => version.trim_start_matches("=="),
        };
        let version = match count {
            Some(count) if count < usize::MAX => display::cut(version, count),
            _ => version.to_string(),
        };
        let sign = if written.starts_with('v') && !version.starts_with('v') {
            "v"
        } else {
            ""
        };
        format!("{sign}{version}")
    }
}

/// Whether a range is inside one of the pairs, which check it themselves.
pub(crate) fn contain(pairs: &[Pair], range: &Range<usize>) -> bool {
    let next = pairs.partition_point(|pair| pair.range.end < range.start);
    let pair = pairs.get(next);
    pair.is_some_and(|pair| pair.range.start <= range.start && range.end <= pair.range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(String, String), Wrong> {
        let start = text.find("<!--").expect("a comment");
        let end = start + text[start..].find("-->").expect("its end") + 3;
        let comment = &text[start + 4..end - 3];
        let directive = Directive::read(comment, start..end, true).expect("a directive");
        let pair = Pair::read(&directive, text)?;
        Ok((pair.package, text[pair.range].to_string()))
    }

    #[test]
    fn versions_between_comments_are_found() {
        for (text, package, version) in [
            (
                "uses <!-- archsite: version name=\"react\" -->19<!-- /archsite --> now",
                "react",
                "19",
            ),
            (
                "<!-- archsite: version name=\"npm:react\" precision=\"major\" --> v19.2 <!--/archsite-->",
                "npm:react",
                "v19.2",
            ),
            (
                "<!-- archsite: version name=\"Node.js\" --><!-- /archsite -->",
                "Node.js",
                "",
            ),
            (
                "<!-- archsite: version name=\"Node.js\" -->  <!-- /archsite -->",
                "Node.js",
                "",
            ),
        ] {
            let expected = (package.to_string(), version.to_string());
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn wrong_directives_are_told_apart() {
        for text in [
            "<!-- archsite: version name=\"react\" -->19",
            "<!-- archsite: version name=\"react\" -->19\n<!-- /archsite -->",
            "<!-- archsite: version name=\"react\" -->19<!-- other --><!-- /archsite -->",
        ] {
            assert_eq!(read(text), Err(Wrong::Open), "{text}");
        }
        for options in [
            "react",
            "",
            "name=\"\"",
            "nam=\"react\"",
            "name=\"react\" precision=\"patch\"",
        ] {
            let text = format!("<!-- archsite: version {options} -->19<!-- /archsite -->");
            assert!(matches!(read(&text), Err(Wrong::Option(_))), "{text}");
        }
    }

    #[test]
    fn versions_keep_the_precision_of_the_text() {
        let pair = |precision| Pair {
            comment: 0..0,
            package: "x".to_string(),
            precision,
            range: 0..0,
        };
        for (precision, written, version, expected) in [
            (None, "18", "19.2.3", "19"),
            (None, "18.2", "19.2.3", "19.2"),
            (None, "v18.2.0", "19.2.3", "v19.2.3"),
            (None, "", "19.2.3", "19.2.3"),
            (None, "TBD", "19.2.3", "19.2.3"),
            (Some(1), "18.2.0", "19.2.3", "19"),
            (Some(usize::MAX), "18", "19.2.3", "19.2.3"),
            (None, "18.2", "^18.2.0", "18.2"),
            (None, "18", ">=20 <23", ">=20 <23"),
            (None, "", "^18.2.0", "^18.2.0"),
            (None, "7", "7.2-alpine", "7"),
        ] {
            let found = pair(precision).expected(written, version);
            assert_eq!(found, expected, "{written}, {version}");
        }
    }
}
