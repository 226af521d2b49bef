//! The options of a `tech-stack` directive, validated.

use archsite_core::diagnostics::suggest::nearest;
use archsite_core::markdown::directive::Directive;

use crate::document::columns::{is_technology, is_version};
use crate::document::names::Target;
use crate::model::facts::Kind;
use crate::model::index::FactIndex;

/// The options of a directive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Manifests, relative to the document.
    pub(crate) manifests: Vec<String>,
    /// Name of the only member that counts.
    pub(crate) member: Option<String>,
    /// Kinds of dependencies; the default if empty.
    pub(crate) kinds: Vec<Kind>,
    /// Names that generated rows are limited to.
    pub(crate) include: Vec<String>,
    /// Names that generated rows leave out.
    pub(crate) exclude: Vec<String>,
    /// Columns of a generated table.
    pub(crate) columns: Vec<Column>,
    /// What generated rows are sorted by.
    pub(crate) group_by: GroupBy,
    /// Most rows that are generated.
    pub(crate) limit: Limit,
}

/// A column of a generated table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Category,
    Technology,
    Version,
    Purpose,
    License,
    Kind,
    Member,
    Other,
}

impl Column {
    /// Its header in a table that is made.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Column::Category => "Category",
            Column::Technology => "Technology",
            Column::Version => "Version",
            Column::Purpose => "Purpose",
            Column::License => "License",
            Column::Kind => "Kind",
            Column::Member => "Member",
            Column::Other => "",
        }
    }

    /// The column that a header means.
    pub(crate) fn of_header(header: &str) -> Column {
        let word = header.trim().to_lowercase();
        let own = COLUMNS
            .iter()
            .find(|column| column.0 == word)
            .map(|column| column.1);
        own.unwrap_or_else(|| match word.as_str() {
            "layer" | "类别" | "分类" | "categoría" | "kategorie" | "catégorie" => {
                Column::Category
            }
            "用途" | "作用" | "propósito" | "zweck" | "description" | "role" | "rol" => {
                Column::Purpose
            }
            word if is_technology(word) => Column::Technology,
            word if is_version(word) => Column::Version,
            _ => Column::Other,
        })
    }
}

/// Most rows of a generated table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Limit {
    /// As many as readers look at.
    #[default]
    Default,
    /// That many.
    Rows(usize),
    /// All.
    None,
}

/// What generated rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum GroupBy {
    #[default]
    Category,
    Member,
    Kind,
    None,
}

/// Columns by their names.
pub(crate) const COLUMNS: &[(&str, Column)] = &[
    ("category", Column::Category),
    ("technology", Column::Technology),
    ("version", Column::Version),
    ("purpose", Column::Purpose),
    ("license", Column::License),
    ("kind", Column::Kind),
    ("member", Column::Member),
];

/// The options, in the order of the guide.
pub(crate) const KEYS: &[&str] = &[
    "manifests",
    "member",
    "kind",
    "kinds",
    "include",
    "exclude",
    "columns",
    "group-by",
    "limit",
];

impl Options {
    /// Reads the options; what is wrong is in the second list.
    pub(crate) fn read(directive: &Directive) -> (Options, Vec<String>) {
        let mut options = Options::default();
        let mut wrong = Vec::new();
        for word in &directive.words {
            wrong.push(format!(
                "`{word}` is not an option; options are written `key=\"value\"`"
            ));
        }
        for (key, value) in &directive.options {
            let list = || -> Vec<String> {
                let parts = value.split(',').map(|part| part.trim().to_string());
                parts.filter(|part| !part.is_empty()).collect()
            };
            match key.as_str() {
                "manifests" => options.manifests = list(),
                "member" => options.member = Some(value.clone()),
                "include" => options.include = list(),
                "exclude" => options.exclude = list(),
                "kind" | "kinds" => {
                    for word in list() {
                        match Kind::parse(&word) {
                            Some(kind) => options.kinds.push(kind),
                            None => wrong.push(unknown(
                                "kind",
                                &word,
                                Kind::ALL.iter().map(|k| k.name()),
                            )),
                        }
                    }
                }
                "columns" => {
                    for word in list() {
                        match COLUMNS
                            .iter()
                            .find(|column| column.0 == word.to_lowercase())
                        {
                            Some((_, column)) => options.columns.push(*column),
                            None => {
                                wrong.push(unknown("column", &word, COLUMNS.iter().map(|c| c.0)))
                            }
                        }
                    }
                }
                "group-by" => match value.as_str() {
                    "category" => options.group_by = GroupBy::Category,
                    "member" => options.group_by = GroupBy::Member,
                    "kind" => options.group_by = GroupBy::Kind,
                    "none" => options.group_by = GroupBy::None,
                    word => wrong.push(unknown(
                        "group",
                        word,
                        ["category", "member", "kind", "none"],
                    )),
                },
                "limit" => match value.parse() {
                    Ok(limit) => options.limit = Limit::Rows(limit),
                    Err(_) if value == "all" => options.limit = Limit::None,
                    Err(_) => wrong.push(format!(
                        "`limit` must be a whole number or `all`, not `{value}`"
                    )),
                },
                key => wrong.push(unknown("option", key, KEYS.iter().copied())),
            }
        }
        (options, wrong)
    }
}

impl Options {
    /// Whether `include` names a package, given with the name of its technology.
    pub(crate) fn includes(&self, name: &str, target: &Target) -> bool {
        lists(&self.include, name, target)
    }

    /// Whether `include` and `exclude` leave out a package, given with the name of its technology.
    pub(crate) fn leaves_out(&self, name: &str, target: &Target) -> bool {
        (!self.include.is_empty() && !lists(&self.include, name, target))
            || lists(&self.exclude, name, target)
    }

    /// Drops a member that does not exist, and returns a message: nothing would be known below
    /// the directive.
    pub(crate) fn check_member(&mut self, known: &FactIndex) -> Option<String> {
        let required = self.member.as_deref()?;
        if known.has_member(required) {
            return None;
        }
        // A large repository has more members than a line can hold.
        let message = match nearest(required, known.member_names()) {
            Some(near) => format!("there is no member `{required}`; did you mean `{near}`?"),
            None => format!("there is no member `{required}`"),
        };
        self.member = None;
        Some(message)
    }
}

fn lists(list: &[String], name: &str, target: &Target) -> bool {
    list.iter().any(|word| {
        word.eq_ignore_ascii_case(name) || *word == target.name || *word == target.to_string()
    })
}

fn unknown<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("there is no {what} `{word}`; did you mean `{near}`?"),
        None => {
            let known: Vec<&str> = known.into_iter().collect();
            format!(
                "there is no {what} `{word}`; known values are {}",
                known.join(", ")
            )
        }
    }
}
