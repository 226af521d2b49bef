//! The options of the directive `adr-index`.
//!
//! `index` applies them.

use std::collections::BTreeSet;
use std::ops::Range;

use archsite_core::diagnostics::suggest::nearest;
use archsite_core::markdown::directive::{Directive, Kind, Takes};
use archsite_core::site::Page;

use crate::model::record::{EntryId, Status};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Number,
    Title,
    Status,
    Date,
    SupersededBy,
    Supersedes,
    Deciders,
    Tags,
    Area,
    ReviewBy,
}

/// The key of groups, or of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Number,
    Title,
    Status,
    Year,
    Tag,
    Area,
    Folder,
}

/// A part of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    List,
    InForce,
    Table,
    Graph,
    Timeline,
}

/// A condition on the records that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filter {
    Status(Status),
    Tag(String),
    Area(String),
    Year(String),
    /// The review date is not after this day.
    Review(String),
}

/// The options of one directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) columns: Option<Vec<Column>>,
    pub(crate) group: Option<Key>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) sort: Key,
    pub(crate) descending: bool,
    pub(crate) show: Vec<Part>,
    /// Only these records, and no decisions in documents: for pages of groups.
    pub(crate) only: Option<BTreeSet<EntryId>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            columns: None,
            group: None,
            filters: Vec::new(),
            sort: Key::Number,
            descending: false,
            show: vec![Part::List, Part::Graph],
            only: None,
        }
    }
}

/// The options, in the order of the guide.
pub(crate) const KEYS: &[&str] = &["columns", "filter", "group-by", "show", "sort"];

const COLUMNS: &[(&str, Column)] = &[
    ("number", Column::Number),
    ("title", Column::Title),
    ("status", Column::Status),
    ("date", Column::Date),
    ("superseded-by", Column::SupersededBy),
    ("supersedes", Column::Supersedes),
    ("deciders", Column::Deciders),
    ("tags", Column::Tags),
    ("area", Column::Area),
    ("review-by", Column::ReviewBy),
];

const GROUPS: &[(&str, Key)] = &[
    ("status", Key::Status),
    ("year", Key::Year),
    ("tag", Key::Tag),
    ("area", Key::Area),
    ("folder", Key::Folder),
];

const ORDERS: &[(&str, Key)] = &[
    ("number", Key::Number),
    ("title", Key::Title),
    ("status", Key::Status),
    ("date", Key::Year),
];

const PARTS: &[(&str, Part)] = &[
    ("list", Part::List),
    ("in-force", Part::InForce),
    ("table", Part::Table),
    ("graph", Part::Graph),
    ("timeline", Part::Timeline),
];

/// Name of the directive.
pub static DIRECTIVE: Kind = Kind {
    name: "adr-index",
    takes: Takes::Options(KEYS),
    place: "alone",
    is_inline: false,
    about: "is replaced by the index of decision records",
};

/// The place of the first directive of a page.
pub(crate) fn directive(page: &Page) -> Option<Range<usize>> {
    // Most pages hold none, and need not be parsed for that.
    if !page.text.as_str().contains(DIRECTIVE.name) {
        return None;
    }
    let directives = &page.outline().directives;
    let found = directives
        .iter()
        .find(|d| d.name == DIRECTIVE.name && !d.nested);
    found.map(|directive| directive.range.clone())
}

/// Reads the options, and returns messages about wrong ones.
pub(crate) fn read(directive: &Directive) -> (Options, Vec<String>) {
    let mut options = Options::default();
    let mut problems = Vec::new();
    for word in &directive.words {
        problems.push(format!(
            "`{word}` is not an option of `adr-index`; options are key=\"value\" pairs"
        ));
    }
    for (key, value) in &directive.options {
        let result = match key.as_str() {
            "columns" => list(value, COLUMNS).map(|columns| options.columns = Some(columns)),
            "show" => list(value, PARTS).map(|parts| options.show = parts),
            "group-by" => one(value, GROUPS).map(|key| options.group = Some(key)),
            "sort" => {
                options.descending = value.starts_with('-');
                one(value.trim_start_matches('-'), ORDERS).map(|key| options.sort = key)
            }
            "filter" => filters(value).map(|filters| options.filters = filters),
            other => Err(unknown("option", other, KEYS)),
        };
        if let Err(problem) = result {
            problems.push(problem);
        }
    }
    (options, problems)
}

fn list<T: Copy>(value: &str, words: &[(&str, T)]) -> Result<Vec<T>, String> {
    value.split(',').map(|word| one(word, words)).collect()
}

fn one<T: Copy>(word: &str, words: &[(&str, T)]) -> Result<T, String> {
    let word = word.trim();
    let found = words.iter().find(|(name, _)| *name == word);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        unknown("value", word, &names)
    })
}

fn filters(value: &str) -> Result<Vec<Filter>, String> {
    value
        .split(',')
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = value.trim();
            match key.trim() {
                "status" => Status::named(value).map(Filter::Status).ok_or_else(|| {
                    let names: Vec<&str> = Status::ALL.iter().map(|s| s.name()).collect();
                    unknown("status", value, &names)
                }),
                "tag" => Ok(Filter::Tag(value.to_lowercase())),
                "area" => Ok(Filter::Area(value.to_lowercase())),
                "year" => Ok(Filter::Year(value.to_string())),
                "review-by" => Ok(Filter::Review(value.to_string())),
                other => Err(unknown(
                    "filter",
                    other,
                    &["area", "review-by", "status", "tag", "year"],
                )),
            }
        })
        .collect()
}

fn unknown(what: &str, word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("`adr-index` has no {what} `{word}`; did you mean `{near}`?"),
        None => format!(
            "`adr-index` has no {what} `{word}`; known values are {}",
            known.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_refused() {
        let read = |comment: &str| {
            let directive = Directive::read(comment, 0..0, false).expect("a directive");
            super::read(&directive)
        };
        let (options, problems) = read(
            "archsite: adr-index columns=\"title, tags\" group-by=\"year\" sort=\"-date\" filter=\"status=accepted\" show=\"table\"",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(options.columns, Some(vec![Column::Title, Column::Tags]));
        assert_eq!(
            (options.group, options.sort, options.descending),
            (Some(Key::Year), Key::Year, true)
        );
        assert_eq!(options.filters, [Filter::Status(Status::Accepted)]);
        assert_eq!(options.show, [Part::Table]);
        let (_, problems) =
            read("archsite: adr-index x column=\"a\" columns=\"titel\" filter=\"status=x\"");
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(problems[2].contains("did you mean `title`"), "{problems:?}");
    }
}
