//! Names by which a table or a block of code is known.

use std::sync::LazyLock;

/// Headers of columns that only count or classify.
static COUNTS: LazyLock<Vec<&str>> =
    LazyLock::new(|| lines(include_str!("../../../data/column-counts.txt")));
/// Headers of columns whose names are what a table is about, wherever they are.
static NAMES: LazyLock<Vec<&str>> =
    LazyLock::new(|| lines(include_str!("../../../data/column-names.txt")));
/// Keywords after which code declares a name.
const DECLARES: &[&str] = &[
    "class",
    "interface",
    "struct",
    "enum",
    "trait",
    "type",
    "fn",
    "func",
    "def",
    "function",
    "message",
    "service",
    "model",
    "table",
    "module",
    "component",
    "entity",
];
/// Methods of HTTP, which are before a path.
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
/// Words before a keyword that declares a name.
const BEFORE: &[&str] = &[
    "pub", "export", "public", "create", "async", "abstract", "default", "if", "not", "exists",
];

/// The lines of a list, of which the first one says what it is.
fn lines(list: &'static str) -> Vec<&'static str> {
    list.lines().skip(1).collect()
}

/// The column of a table whose cells name what it is about.
pub(super) fn column(head: &[String]) -> usize {
    let is_one_of = |header: &String, known: &[&str]| {
        known.contains(&header.to_lowercase().trim_matches(['*', ' ']))
    };
    let named = head.iter().position(|header| is_one_of(header, &NAMES));
    let first = || head.iter().position(|header| !is_one_of(header, &COUNTS));
    named.or_else(first).unwrap_or(0)
}

/// The cell of a row that names it: the one of a column, or the next that is not a number.
pub(super) fn cell(cells: &[String], column: usize) -> Option<&str> {
    let is_name = |cell: &&String| cell.chars().any(char::is_alphabetic);
    let from_column = cells.iter().skip(column).find(is_name);
    from_column
        .or_else(|| cells.iter().find(is_name))
        .map(String::as_str)
}

/// What a block of code names: the entries of a tree of files, what it declares, and the paths of
/// an interface.
pub(super) fn in_code(code: &str) -> Vec<String> {
    let is_tree = code.contains("├──") || code.contains("└──");
    let mut names = Vec::new();
    for line in code.lines() {
        let name = if is_tree {
            in_tree(line)
        } else {
            declared(line)
        };
        names.extend(name.filter(|name| name.chars().any(char::is_alphabetic)));
    }
    names
}

/// The entry of a line of a tree, if it is near the root: a line with a branch, or a root alone on
/// its line. What follows the name after a mark or a wide gap is a comment; other words belong to it.
fn in_tree(line: &str) -> Option<String> {
    let entry = line.trim_start_matches(['│', '├', '└', '─', ' ', '|']);
    let lead = &line[..line.len() - entry.len()];
    let has_branch = lead.contains(['├', '└']);
    let name = entry.split(['#', '←']).next()?;
    let name = name.split("  ").next()?.split(" (").next()?;
    let name = name.split(" - ").next()?.split(" — ").next()?.trim();
    let is_entry = has_branch || (lead.is_empty() && !name.contains(' '));
    (is_entry && lead.chars().count() <= 8).then(|| name.to_string())
}

/// The name that a line declares.
fn declared(line: &str) -> Option<String> {
    let mut words = line.split(|c: char| c.is_whitespace() || "({:;=<".contains(c));
    let mut words = words.by_ref().filter(|word| !word.is_empty()).peekable();
    while words
        .next_if(|word| BEFORE.contains(&word.to_lowercase().as_str()))
        .is_some()
    {}
    let keyword = words.next()?;
    if METHODS.contains(&keyword) {
        return words
            .next()
            .filter(|path| path.starts_with('/'))
            .map(ToString::to_string);
    }
    if !DECLARES.contains(&keyword.to_lowercase().as_str()) {
        return None;
    }
    let mut names = words.skip_while(|word| BEFORE.contains(&word.to_lowercase().as_str()));
    let name = names.next()?.trim_matches(['"', '`', '\'', ',']);
    let is_name = name
        .chars()
        .all(|c| c.is_alphanumeric() || "_.-".contains(c));
    (is_name && name.len() > 1).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_names_things() {
        let cases: &[(&str, &[&str])] = &[
            (
                "src/\n├── main.rs   # start\n└── lib/\n    └── a.rs\n",
                &["src/", "main.rs", "lib/", "a.rs"],
            ),
            (
                "Plan\n├── 1. Goals and scope\n│     Title, version\n└── 2. Network (LAN)\n",
                &["Plan", "1. Goals and scope", "2. Network"],
            ),
            (
                "CREATE TABLE IF NOT EXISTS orders (\n  id int\n);\n",
                &["orders"],
            ),
            ("export interface Order {\n  id: string;\n}\n", &["Order"]),
            ("GET /orders\nPOST /orders/{id}\n", &["/orders", "/orders/"]),
            ("let x = 1;\n", &[]),
        ];
        for (code, names) in cases {
            assert_eq!(in_code(code), *names, "{code}");
        }
    }

    #[test]
    fn the_column_with_names_is_found() {
        let head = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(column(&head(&["Category", "Technology", "Version"])), 1);
        assert_eq!(column(&head(&["#", "Step"])), 1);
        assert_eq!(column(&head(&["Couche", "Outil"])), 1);
        assert_eq!(column(&head(&["Component", "Choice", "Why"])), 1);
        assert_eq!(column(&head(&["Name", "Type"])), 0);
        assert_eq!(cell(&head(&["1", "2.0", "Weigh"]), 0), Some("Weigh"));
    }
}
