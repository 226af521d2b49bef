//! What the front matter of a document says.

use archsite_core::markdown::outline::Outline;
use archsite_core::yaml::{self, Aliases};

/// Keys with their values as texts: those of YAML in order, those of TOML in the order of their names. A value that
/// is a table has none.
pub(crate) type Fields = Vec<(String, Vec<String>)>;

/// The title in the front matter of a document, on one line; none if it gives none.
pub fn title(text: &str, outline: &Outline) -> Option<String> {
    let fields = fields(text.get(..outline.front_matter)?);
    let (_, values) = fields
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case("title"))?;
    let [title] = values.as_slice() else {
        return None;
    };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

/// The fields of a front matter; none if it cannot be read.
pub(crate) fn fields(front_matter: &str) -> Fields {
    if front_matter.starts_with("+++") {
        in_toml(front_matter)
    } else {
        in_yaml(front_matter).unwrap_or_default()
    }
}

fn in_yaml(front_matter: &str) -> Option<Fields> {
    let documents = yaml::read(front_matter, Aliases::Keep).ok()?;
    let entries = documents.first()?.entries().iter();
    let fields = entries.filter_map(|entry| {
        let value = &entry.value;
        let values = if value.is_null() {
            Vec::new()
        } else if let Some(text) = value.text() {
            vec![text.to_string()]
        } else {
            let texts = value.items().iter().map(|item| item.text());
            let texts: Option<Vec<&str>> = texts.collect();
            texts.into_iter().flatten().map(str::to_string).collect()
        };
        Some((entry.key.text()?.to_string(), values))
    });
    Some(fields.collect())
}

fn in_toml(front_matter: &str) -> Fields {
    let inner = front_matter.trim_end().trim_matches('+');
    let Ok(table) = inner.parse::<toml::Table>() else {
        return Vec::new();
    };
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Array(_) | toml::Value::Table(_) => None,
        value => Some(value.to_string()),
    };
    let values = |value: &toml::Value| match value {
        toml::Value::Array(items) => items.iter().map(text).collect::<Option<Vec<_>>>(),
        value => text(value).map(|text| vec![text]),
    };
    table
        .iter()
        .map(|(key, value)| (key.clone(), values(value).unwrap_or_default()))
        .collect()
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
