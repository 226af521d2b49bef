//! Our table in a `book.toml` that is there. All that was in the file stays byte by byte: text is
//! inserted at one place, and the result counts only if it says what was meant.

use anyhow::Context as _;
use toml::Table;
use toml_edit::Document;

use super::Tables;
use crate::mdbook::settings::NAME;

/// The text with our table in it; `None` if it has one already, in whatever way it is written.
///
/// # Errors
/// The text is not TOML, or there is no place for the table.
pub(in crate::commands::init) fn with_table(
    text: &str,
    tables: &Tables,
) -> anyhow::Result<Option<String>> {
    let old: Table = text.parse().context("it is not valid TOML")?;
    let preprocessors = old.get("preprocessor").and_then(toml::Value::as_table);
    if preprocessors.is_some_and(|table| table.contains_key(NAME)) {
        return Ok(None);
    }
    let ways = [Some(at_end(text, tables)), in_line(text, tables)];
    let mut ways = ways.into_iter().flatten();
    let new = ways.find(|new| adds_only_ours(&old, new));
    let new = new.with_context(|| format!("there is no place for [preprocessor.{NAME}] in it"))?;
    Ok(Some(new))
}

/// Whether a new text has our table and otherwise says what the old one says.
fn adds_only_ours(old: &Table, new: &str) -> bool {
    let Ok(mut new) = new.parse::<Table>() else {
        return false;
    };
    let preprocessors = new
        .get_mut("preprocessor")
        .and_then(toml::Value::as_table_mut);
    let Some(preprocessors) = preprocessors else {
        return false;
    };
    let has_ours = preprocessors.remove(NAME).is_some();
    if preprocessors.is_empty() && !old.contains_key("preprocessor") {
        new.remove("preprocessor");
    }
    has_ours && new == *old
}

/// The tables at the end of the text, with comments.
fn at_end(text: &str, tables: &Tables) -> String {
    let end = line_end(text);
    let mut new = text.to_string();
    if !new.is_empty() && !new.ends_with('\n') {
        new.push_str(end);
    }
    let is_blank = new.is_empty() || new.ends_with(&format!("{end}{end}"));
    if !is_blank {
        new.push_str(end);
    }
    new.push_str(&tables.text().replace('\n', end));
    new
}

/// The table in `preprocessor = { … }`.
fn in_line(text: &str, tables: &Tables) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let inline = document.get("preprocessor")?.as_inline_table()?;
    let end = inline.span()?.end.checked_sub(1)?;
    let before = text[..end].trim_end();
    let comma = if inline.is_empty() || before.ends_with(',') {
        ""
    } else {
        ","
    };
    let (head, tail) = (before, &text[end..]);
    Some(format!("{head}{comma} {NAME} = {} {tail}", tables.short()))
}

/// How lines of a text end.
pub(in crate::commands::init) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Tables {
        Tables {
            split: vec!["architecture.md".to_string()],
            rewrites_links: true,
            host: Some("https://code.example/a/b/blob/HEAD/{path}".to_string()),
            ..Tables::default()
        }
    }

    #[test]
    fn what_was_there_stays_byte_by_byte() {
        for text in [
            "",
            "[book]\ntitle = 'x'",
            "# first\r\n[book]\r\ntitle = \"x\" # name\r\n\r\n[output.html]\r\na=1\r\n# last\r\n",
            "[preprocessor.links]\n\n[book]\ntitle='a'\n",
            "[preprocessor]\nindex.before = []\n",
            "preprocessor.index = {}\n[book]\ntitle='a'\n",
        ] {
            let new = with_table(text, &tables()).expect("TOML").expect("a table");
            assert!(new.starts_with(text), "{new}");
            assert_eq!(new.contains("\r\n"), text.contains("\r\n"));
            assert_eq!(with_table(&new, &tables()).expect("TOML"), None);
        }
        for (text, place) in [
            (
                "preprocessor = { index = {} } # c\n",
                "preprocessor = { index = {}, archsite = {",
            ),
            ("preprocessor = {}\n", "preprocessor = { archsite = {"),
        ] {
            let new = with_table(text, &tables()).expect("TOML").expect("a table");
            assert!(new.starts_with(place), "{new}");
            assert_eq!(with_table(&new, &tables()).expect("TOML"), None);
        }
    }

    #[test]
    fn our_table_is_known_in_every_style() {
        for text in [
            "[preprocessor.archsite]\n",
            "[preprocessor]\narchsite.links = false\n",
            "preprocessor.archsite.links = false\n",
            "preprocessor = { archsite = {} }\n",
            "[ preprocessor . \"archsite\" ]\n",
            "[preprocessor.archsite.lints]\norphan-page = \"allow\"\n",
        ] {
            assert_eq!(with_table(text, &tables()).expect("TOML"), None, "{text}");
        }
        assert!(with_table("[book\n", &tables()).is_err());
        assert!(with_table("preprocessor = 1\n", &tables()).is_err());
    }
}
