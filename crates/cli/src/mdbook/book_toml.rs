//! The configuration of the book in a folder, as mdBook reads it: book.toml, then the environment.
//!
//! It decides nothing about keys; what mdBook refuses is refused with mdBook's message.

use std::path::Path;
use std::str::FromStr as _;

use anyhow::{Context as _, bail};
use archsite_core::fs::Reader;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_summary::Summary;

use crate::mdbook::settings;

/// Prefix of the environment variables that change the configuration.
const PREFIX: &str = "MDBOOK_";
/// The tables that a variable can change.
const TABLES: &[&str] = &["book", "build", "rust", "output", "preprocessor"];

/// Reads the configuration of the book in `dir`, an absolute path.
pub(crate) fn read(dir: &Path) -> anyhow::Result<Config> {
    let file = dir.join("book.toml");
    if !file.is_file() {
        bail!(
            "there is no book.toml in `{}`; name the folder of a book, or create one with \
             `mdbook-archsite init`",
            dir.display()
        );
    }
    let text = Reader::new(&settings::repository_root(dir)).read(&file)?;
    let mut config =
        Config::from_str(&text).with_context(|| format!("cannot read `{}`", file.display()))?;
    update_from_env(&mut config)?;
    // The tables of renderers and preprocessors are understood when a book is loaded: here one
    // without chapters. What mdBook warns of, it does when it loads the real one.
    let silent = tracing::subscriber::NoSubscriber::default();
    let empty = || MDBook::load_with_config_and_summary(dir, config.clone(), Summary::default());
    tracing::subscriber::with_default(silent, empty)
        .with_context(|| format!("mdBook cannot read `{}`", file.display()))?;
    for name in config.preprocessors::<toml::Value>()?.keys() {
        // A key with a dot in its name cannot be read.
        if !name.contains('.') {
            let key = format!("preprocessor.{name}.renderers");
            config
                .get::<Vec<String>>(&key)
                .with_context(|| format!("mdBook cannot read `{}`", file.display()))?;
        }
    }
    Ok(config)
}

/// Does what mdBook's function of the same name does, without its panic at a variable of any
/// name that is not valid UTF-8.
fn update_from_env(config: &mut Config) -> anyhow::Result<()> {
    for (name, value) in std::env::vars_os() {
        // A name that is not UTF-8 is not a key.
        let Some((name, key)) = name.to_str().and_then(|name| Some((name, key(name)?))) else {
            continue;
        };
        let Some(value) = value.to_str() else {
            bail!("the environment variable `{name}` is not valid UTF-8");
        };
        let value: serde_json::Value =
            serde_json::from_str(value).unwrap_or_else(|_| value.to_string().into());
        config
            .set(key, value)
            .with_context(|| format!("mdBook cannot read the environment variable `{name}`"))?;
    }
    Ok(())
}

/// The key of the configuration that a variable changes.
fn key(name: &str) -> Option<String> {
    let key = name.strip_prefix(PREFIX)?.to_lowercase();
    let key = key.replace("__", ".").replace('_', "-");
    let table = key.split('.').next().unwrap_or_default();
    TABLES.contains(&table).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_name_keys_as_for_mdbook() {
        assert_eq!(key("MDBOOK_BOOK__TITLE").as_deref(), Some("book.title"));
        let own = key("MDBOOK_PREPROCESSOR__ARCHSITE__FAIL_ON");
        assert_eq!(own.as_deref(), Some("preprocessor.archsite.fail-on"));
        assert_eq!(key("MDBOOK_OUTPUT").as_deref(), Some("output"));
        assert_eq!(key("MDBOOK_LOG"), None);
        assert_eq!(key("MDBOOK_BOOKS"), None);
        assert_eq!(key("BOOK__TITLE"), None);
    }
}
