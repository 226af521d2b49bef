//! The title that the front matter of a document gives.

use archsite_core::markdown::outline::Outline;
use archsite_core::yaml::{self, Aliases};

/// The title in the front matter of a document, on one line; none if it gives none.
pub fn title(text: &str, outline: &Outline) -> Option<String> {
    let front_matter = text.get(..outline.front_matter)?;
    let title = match front_matter.get(..3)? {
        "+++" => {
            let inner = front_matter.trim_end().trim_matches('+');
            let table: toml::Table = inner.parse().ok()?;
            table.get("title")?.as_str()?.to_string()
        }
        _ => {
            let documents = yaml::read(front_matter, Aliases::Keep).ok()?;
            documents.first()?.get("title")?.text()?.to_string()
        }
    };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use archsite_core::markdown::outline::ParseOptions;

    use super::*;

    #[test]
    fn titles_are_read() {
        let cases = [
            ("---\ntitle: A guide\nx: 1\n---\n# B\n", Some("A guide")),
            ("---\ntitle: \"A: b\"\n---\n", Some("A: b")),
            ("+++\ntitle = \"A\"\n+++\n", Some("A")),
            ("---\ntitle:\n---\n", None),
            ("---\nstatus: done\n---\n", None),
            ("# B\n", None),
        ];
        for (text, expected) in cases {
            let options = ParseOptions {
                skip_front_matter: true,
                ..ParseOptions::default()
            };
            let outline = Outline::parse(text, &options);
            assert_eq!(title(text, &outline).as_deref(), expected, "{text:?}");
        }
    }
}
