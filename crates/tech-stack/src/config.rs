//! The table `[preprocessor.archsite.tech-stack]`, validated.
//!
//! Reads nothing but the table it is given; the pass sees only what is valid.

use archsite_core::config::pattern::Pattern;
use archsite_core::config::{Key, Kind, Table};
use serde_json::Value;

use crate::document::columns::OwnHeaders;
use crate::document::names::Target;
use crate::model::facts::Ecosystem;

/// The keys of the table.
pub const KEYS: &[Key] = &[
    Key::new(
        "manifests",
        Kind::Texts,
        "",
        "Patterns for the only manifests to read, relative to the root of the repository; by \
         default they are found automatically",
    ),
    Key::new(
        "technology-headers",
        Kind::Texts,
        "[]",
        "More headers for the column of technologies",
    ),
    Key::new(
        "version-headers",
        Kind::Texts,
        "[]",
        "More headers for the column of versions",
    ),
    Key::new(
        "aliases",
        Kind::Entries,
        "",
        "The packages of your own names, such as `\"Our Kit\" = \"npm:@ours/kit\"`",
    ),
    Key::new(
        "links",
        Kind::Entries,
        "",
        "Addresses of packages by ecosystem, with `{name}` and `{version}`",
    ),
];

/// The settings of the pass.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Patterns of the only manifests that are read, relative to the repository root; if empty,
    /// they are looked for.
    pub manifests: Vec<Pattern>,
    /// The user's names of technologies.
    pub aliases: Vec<(String, Vec<Target>)>,
    /// Addresses of packages by ecosystem, with `{name}` and `{version}`.
    pub links: Vec<(Ecosystem, String)>,
    /// Headers of columns of technologies, besides the known ones.
    pub technology_headers: Vec<String>,
    /// Headers of columns of versions, besides the known ones.
    pub version_headers: Vec<String>,
    /// Sections without a directive are checked like those with one. Not a key: set where the
    /// user names the files to check.
    pub is_strict: bool,
}

impl Config {
    /// The user's headers of columns.
    pub(crate) fn headers(&self) -> OwnHeaders<'_> {
        OwnHeaders {
            technology: &self.technology_headers,
            version: &self.version_headers,
        }
    }

    /// Reads the table. Problems stay in it, for whoever closes it.
    pub fn read(table: &mut Table<'_>) -> Config {
        let mut config = Config::default();
        for pattern in table.texts("manifests").unwrap_or_default() {
            match Pattern::new(pattern) {
                Ok(pattern) => config.manifests.push(pattern),
                Err(error) => table.reject("manifests", error.about(pattern)),
            }
        }
        let texts = |list: Option<Vec<&str>>| -> Vec<String> {
            let list = list.unwrap_or_default().into_iter();
            list.map(str::to_string).collect()
        };
        config.technology_headers = texts(table.texts("technology-headers"));
        config.version_headers = texts(table.texts("version-headers"));
        if let Some(mut below) = table.table("aliases") {
            let entries: Vec<(&str, &Value)> = below.entries().collect();
            for (name, value) in entries {
                let targets = value
                    .as_str()
                    .map(|text| text.split_whitespace().map(Target::parse));
                match targets.and_then(Iterator::collect::<Option<Vec<Target>>>) {
                    Some(targets) if !targets.is_empty() => {
                        config.aliases.push((name.to_string(), targets));
                    }
                    _ => table.reject(
                        "aliases",
                        format!("the alias `{name}` must be a package such as \"npm:react\", not {value}"),
                    ),
                }
            }
        }
        if let Some(mut below) = table.table("links") {
            let entries: Vec<(&str, &Value)> = below.entries().collect();
            for (name, value) in entries {
                match (Ecosystem::parse(name), value.as_str()) {
                    (Some(ecosystem), Some(address)) => {
                        config.links.push((ecosystem, address.to_string()));
                    }
                    (None, _) => {
                        let known: Vec<&str> = Ecosystem::ALL.iter().map(|e| e.name()).collect();
                        let known = known.join(", ");
                        table.reject(
                            "links",
                            format!("there is no ecosystem `{name}`; known ecosystems are {known}"),
                        );
                    }
                    (_, None) => {
                        table.reject("links", format!("the link of `{name}` must be a string"))
                    }
                }
            }
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_the_table_is_found() {
        let json = r#"{"manifests": ["a[", "x/Cargo.toml"],
            "aliases": {"A": "npm:a docker:b", "B": "nothing", "C": 1},
            "links": {"cargo": "https://h/{name}", "cobol": "x"}, "manifest": 1}"#;
        let value: Value = serde_json::from_str(json).expect("JSON");
        let mut table = Table::new(&["tech-stack"], value.as_object().expect("a table"), KEYS);
        let config = Config::read(&mut table);
        assert_eq!(config.manifests.len(), 1);
        assert_eq!(config.aliases.len(), 1);
        assert_eq!(config.links.len(), 1);
        let problems: Vec<String> = table.finish().into_iter().map(|p| p.message).collect();
        assert_eq!(problems.len(), 5, "{problems:#?}");
    }
}
