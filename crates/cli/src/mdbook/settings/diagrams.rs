//! Which diagrams are shown as pictures. A book that loads Mermaid itself keeps its diagrams.

use std::path::PathBuf;

use archsite_core::config::Table;
use archsite_core::fs::Reader;
use archsite_diagrams::Config;
use serde_json::Value;

use crate::mdbook::settings::book::others;

/// Words in the names and commands of preprocessors that draw Mermaid.
const DRAWING: &[&str] = &["mermaid", "kroki"];

/// Files of a theme that may load Mermaid.
const THEME_FILES: &[&str] = &["head.hbs", "header.hbs", "index.hbs"];

/// What the configuration says of diagrams.
#[derive(Debug, Clone)]
pub(crate) struct Diagrams {
    config: Config,
    /// Folder of the theme, relative to the book root, if its files decide whether Mermaid is drawn.
    theme: Option<PathBuf>,
}

impl Diagrams {
    /// All diagrams, whatever else draws them.
    pub(crate) fn all() -> Diagrams {
        Diagrams {
            config: Config::default(),
            theme: None,
        }
    }

    /// Reads the table `diagrams`, and what else of the configuration draws Mermaid.
    pub(super) fn read(table: &mut Table<'_>, config: &Value) -> Diagrams {
        let mut read = Config::default();
        let mut is_decided = false;
        if let Some(mut below) = table.table("diagrams") {
            read = Config::read(&mut below);
            is_decided = below.has("mermaid");
            table.close(below);
        }
        if is_decided {
            return Diagrams {
                config: read,
                theme: None,
            };
        }
        read.mermaid = !draws_mermaid(config);
        let theme = config.pointer("/output/html/theme").and_then(Value::as_str);
        Diagrams {
            config: read,
            theme: Some(PathBuf::from(theme.unwrap_or("theme"))),
        }
    }

    /// Whether diagrams in Mermaid are drawn, as far as the configuration says.
    pub(super) fn draws(&self) -> bool {
        archsite_diagrams::DRAWS && self.config.mermaid
    }

    /// The diagrams to take care of in the book in the folder `book`.
    pub(crate) fn config(&self, book: &std::path::Path, reader: &Reader) -> Config {
        let mut config = self.config;
        if let (true, Some(theme)) = (config.mermaid, &self.theme) {
            let folder = book.join(theme);
            let loads = |name: &str| {
                let text = reader.read(&folder.join(name));
                text.is_ok_and(|text| text.to_lowercase().contains("mermaid"))
            };
            config.mermaid = !THEME_FILES.iter().any(|name| loads(name));
        }
        config
    }
}

/// Whether a preprocessor or a script of the book draws Mermaid.
fn draws_mermaid(config: &Value) -> bool {
    let is_drawing = |name: &str| {
        DRAWING
            .iter()
            .any(|word| name.to_lowercase().contains(word))
    };
    let command = |name: &str| {
        let command = config.pointer(&format!("/preprocessor/{name}/command"));
        command.and_then(Value::as_str).is_some_and(is_drawing)
    };
    let scripts = config.pointer("/output/html/additional-js");
    let scripts = scripts.and_then(Value::as_array).into_iter().flatten();
    others(config).any(|name| is_drawing(name) || command(name))
        || scripts.filter_map(Value::as_str).any(is_drawing)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_draws_mermaid_is_found() {
        let check = |config: Value, expected: bool| {
            assert_eq!(draws_mermaid(&config), expected, "{config}");
        };
        check(json!({}), false);
        check(
            json!({"preprocessor": {"mermaid": {"command": "mdbook-mermaid"}}}),
            true,
        );
        check(
            json!({"preprocessor": {"pictures": {"command": "mdbook-mermaid"}}}),
            true,
        );
        check(json!({"preprocessor": {"kroki-preprocessor": {}}}), true);
        check(json!({"preprocessor": {"toc": {}}}), false);
        check(
            json!({"output": {"html": {"additional-js": ["js/Mermaid.min.js"]}}}),
            true,
        );
        check(
            json!({"output": {"html": {"additional-js": ["x.js"]}}}),
            false,
        );
    }
}
