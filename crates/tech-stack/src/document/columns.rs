//! Finds the columns of a table that name technologies and give their versions, by their headers.
//! The headers are in `headers.txt`.

use std::sync::LazyLock;

use crate::document::markdown::Cell;
use crate::document::words;

const LISTS: &str = include_str!("../../data/headers.txt");

type Headers = LazyLock<Vec<&'static str>>;

static TECHNOLOGY: Headers = LazyLock::new(|| words::lines(LISTS, "technology").collect());
static CHOICE: Headers = LazyLock::new(|| words::lines(LISTS, "choice").collect());
static PACKAGE: Headers = LazyLock::new(|| words::lines(LISTS, "package").collect());
static VERSION: Headers = LazyLock::new(|| words::lines(LISTS, "version").collect());
static MINIMUM: Headers = LazyLock::new(|| words::lines(LISTS, "minimum").collect());
static ATTRIBUTE: Headers =
    LazyLock::new(|| words::lines(LISTS, "attribute of the version").collect());

/// Columns of a table of technologies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Columns {
    /// The column that names the technology.
    pub(crate) technology: usize,
    /// The column of its version.
    pub(crate) version: usize,
    /// The versions are the lowest ones that work.
    pub(crate) is_minimum: bool,
}

/// The user's own headers of columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnHeaders<'a> {
    pub(crate) technology: &'a [String],
    pub(crate) version: &'a [String],
}

/// The columns of a table, if it has one of versions.
pub(crate) fn columns(header: &[Cell], own: OwnHeaders<'_>) -> Option<Columns> {
    let names: Vec<String> = header.iter().map(normalized).collect();
    let find = |known: &[&str], own: &[String]| {
        let own = own.iter().map(|word| word.to_lowercase());
        let own = own.filter_map(|word| names.iter().position(|name| *name == word));
        let known = known
            .iter()
            .filter_map(|word| names.iter().position(|name| name == word));
        own.chain(known).next()
    };
    let minimum = || Some((find(&MINIMUM, &[])?, true));
    let (version, is_minimum) = find(&VERSION, own.version)
        .map(|column| (column, false))
        .or_else(minimum)?;
    // A table of versions names its technologies somewhere: first, if no header says where.
    let technology = find(&TECHNOLOGY, own.technology).unwrap_or(usize::from(version == 0));
    (technology != version && technology < header.len()).then_some(Columns {
        technology,
        version,
        is_minimum,
    })
}

/// The columns whose cells may have a name and its version, in a table without a column of
/// versions.
pub(crate) fn choices(header: &[Cell], own: OwnHeaders<'_>) -> Vec<usize> {
    let is_choice = |cell: &Cell| {
        let name = normalized(cell);
        CHOICE.contains(&name.as_str()) || own.technology.iter().any(|w| w.to_lowercase() == name)
    };
    let columns = header.iter().enumerate();
    let columns = columns.filter(|(_, cell)| is_choice(cell));
    columns.map(|(column, _)| column).collect()
}

/// Whether a column names packages: `redis` is the client there, and not the server.
pub(crate) fn is_package(header: &Cell) -> bool {
    PACKAGE.contains(&normalized(header).as_str())
}

/// Whether a header in lower case is one of technologies.
pub(crate) fn is_technology(header: &str) -> bool {
    TECHNOLOGY.contains(&header)
}

/// Whether a header in lower case is one of versions.
pub(crate) fn is_version(header: &str) -> bool {
    VERSION.contains(&header)
}

/// Whether a text labels the version of the technology that is named above it.
pub(crate) fn is_version_attribute(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '：']).trim();
    ATTRIBUTE.contains(&text.to_lowercase().as_str())
}

/// The text of a header in lower case.
fn normalized(cell: &Cell) -> String {
    cell.text.trim().trim_end_matches(':').trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(headers: &str) -> Vec<Cell> {
        let cells = headers.split('|').map(|text| Cell {
            text: text.to_string(),
            ..Cell::default()
        });
        cells.collect()
    }

    #[test]
    fn columns_are_found_by_their_headers() {
        let own = (["What".to_string()], ["State".to_string()]);
        let own = OwnHeaders {
            technology: &own.0,
            version: &own.1,
        };
        let cases = [
            ("Category|Technology|Version|Purpose", Some((1, 2, false))),
            ("Component|Technology|Version|Why", Some((1, 2, false))),
            ("Component|Version", Some((0, 1, false))),
            ("类别|技术|版本|用途", Some((1, 2, false))),
            ("Versión|Paquete", Some((1, 0, false))),
            ("Starter|版本", Some((0, 1, false))),
            ("Version|Starter", Some((1, 0, false))),
            ("Name|What|State", Some((1, 2, false))),
            ("Tool|Min. version", Some((0, 1, true))),
            ("Tool|Min|Current", Some((0, 2, false))),
            ("Service|Provider|Purpose", None),
            ("Version", None),
        ];
        for (headers, expected) in cases {
            let found = columns(&cells(headers), own);
            let found = found.map(|c| (c.technology, c.version, c.is_minimum));
            assert_eq!(found, expected, "{headers}");
        }
        assert_eq!(choices(&cells("Area|Choice|Why|Stack"), own), [1, 3]);
        assert_eq!(choices(&cells("Component|Owner"), own), [0; 0]);
    }
}
