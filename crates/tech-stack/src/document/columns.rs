//! Which column of a table names technologies, and which their versions.
//!
//! Headers in five languages, and the user's own. It may not look at rows.

use crate::document::markdown::Cell;

/// Columns of a table of technologies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Columns {
    /// The column that names the technology.
    pub(crate) technology: usize,
    /// The column of its version.
    pub(crate) version: usize,
}

/// Headers of the column of technologies, the clearest first.
const TECHNOLOGY: &[&str] = &[
    "technology",
    "technologies",
    "tech",
    "技术",
    "技術",
    "tecnología",
    "technologie",
    "tool",
    "tools",
    "工具",
    "herramienta",
    "werkzeug",
    "outil",
    "library",
    "libraries",
    "库",
    "biblioteca",
    "librería",
    "bibliothek",
    "bibliothèque",
    "package",
    "packages",
    "包",
    "paquete",
    "paket",
    "paquet",
    "crate",
    "framework",
    "框架",
    "choice",
    "selection",
    "选型",
    "dependency",
    "依赖",
    "dependencia",
    "abhängigkeit",
    "dépendance",
    "software",
    "product",
    "service",
    "component",
    "组件",
    "componente",
    "komponente",
    "composant",
    "name",
    "名称",
    "nombre",
    "nom",
    "item",
];

/// Headers of the column of versions.
const VERSION: &[&str] = &[
    "version",
    "versions",
    "ver",
    "ver.",
    "current version",
    "version used",
    "version(s)",
    "release",
    "版本",
    "版本号",
    "versión",
    "versionen",
    "tag",
];

/// The columns of a table, if it has one of versions. `more` are the user's own headers for
/// technologies and versions.
pub(crate) fn columns(header: &[Cell], more: (&[String], &[String])) -> Option<Columns> {
    let names: Vec<String> = header
        .iter()
        .map(|cell| cell.text.trim().trim_end_matches(':').to_lowercase())
        .collect();
    let find = |known: &[&str], own: &[String]| {
        let own = own
            .iter()
            .find_map(|word| names.iter().position(|name| *name == word.to_lowercase()));
        own.or_else(|| {
            known
                .iter()
                .find_map(|word| names.iter().position(|name| name == word))
        })
    };
    let version = find(VERSION, more.1)?;
    // A table of versions names its things somewhere: first, if no header says where.
    let technology = find(TECHNOLOGY, more.0).unwrap_or(usize::from(version == 0));
    (technology != version && technology < header.len()).then_some(Columns {
        technology,
        version,
    })
}

/// The column of technologies of a table that has none of versions.
pub(crate) fn technology(header: &[Cell], more: &[String]) -> Option<usize> {
    let known = |cell: &Cell| {
        let name = cell.text.trim().trim_end_matches(':').to_lowercase();
        // `Name` and `Component` say too little where no version stands beside them.
        let clear = TECHNOLOGY.iter().take_while(|word| **word != "choice");
        clear.copied().any(|word| word == name)
            || more.iter().any(|word| word.to_lowercase() == name)
    };
    header.iter().position(known)
}

/// Headers of columns that name packages, and not what they are part of.
const PACKAGES: &[&str] = &[
    "library",
    "libraries",
    "package",
    "packages",
    "crate",
    "crates",
    "gem",
    "gems",
    "npm package",
    "库",
    "包",
    "biblioteca",
    "librería",
    "bibliothek",
    "bibliothèque",
    "paquete",
    "paket",
    "paquet",
];

/// Whether a column names packages: `redis` is the client there, and not the server.
pub(crate) fn is_packages(header: &Cell) -> bool {
    let name = header.text.trim().trim_end_matches(':').to_lowercase();
    PACKAGES.contains(&name.as_str())
}

/// Whether a header in lower case is one of technologies.
pub(crate) fn is_technology(header: &str) -> bool {
    TECHNOLOGY.contains(&header)
}

/// Whether a header in lower case is one of versions.
pub(crate) fn is_version(header: &str) -> bool {
    VERSION.contains(&header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_headers() {
        let find = |headers: &str| {
            let cells = headers.split('|').map(|text| Cell {
                text: text.to_string(),
                ..Cell::default()
            });
            let cells: Vec<Cell> = cells.collect();
            let own = (["What".to_string()], ["State".to_string()]);
            columns(&cells, (&own.0, &own.1)).map(|c| (c.technology, c.version))
        };
        let cases = [
            ("Category|Technology|Version|Purpose", Some((1, 2))),
            ("Component|Technology|Version|Why", Some((1, 2))),
            ("Component|Version", Some((0, 1))),
            ("类别|技术|版本|用途", Some((1, 2))),
            ("Versión|Paquete", Some((1, 0))),
            ("Starter|版本", Some((0, 1))),
            ("Version|Starter", Some((1, 0))),
            ("Name|What|State", Some((1, 2))),
            ("Service|Provider|Purpose", None),
            ("Version", None),
        ];
        for (headers, expected) in cases {
            assert_eq!(find(headers), expected, "{headers}");
        }
    }
}
