//! Names of files and folders of records: number, series, date, and whether it is a record at all.
//!
//! Only names are read, never the contents of files.

mod forms;
mod parts;

use archsite_core::site::path;

pub(crate) use self::forms::read;
use self::parts::is_any;
pub(crate) use self::parts::{Name, is_template};

/// Names of files that are not records, in lower case, without ending.
const OTHERS: &[&str] = &[
    "readme",
    "index",
    "agents",
    "claude",
    "gemini",
    "changelog",
    "contributing",
    "summary",
    "license",
    "toc",
    "_index",
    "_sidebar",
    "sidebar",
    "about",
    "overview",
    "contents",
    "code_of_conduct",
];

/// Whether a stem is that of a page about a folder: it may be a record that has the folder to
/// itself.
pub(crate) fn is_index(stem: &str) -> bool {
    is_any(stem, &["readme", "index", "_index"])
}

/// Whether no record has such a name.
pub(crate) fn is_other(stem: &str) -> bool {
    is_any(stem, OTHERS)
}

/// The id of a record: the stem of its file, or the folder that it has to itself.
pub(crate) fn of_file(file: &str) -> &str {
    let stem = path::file_name(path::stem(file));
    let folder = path::file_name(path::parent(file));
    if is_index(stem) && !folder.is_empty() {
        folder
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        let check = |stem: &str, number: Option<u64>, date: bool, slug: &str| {
            let name = read(stem);
            assert_eq!(
                (name.number, name.date.is_some(), name.slug),
                (number, date, slug),
                "{stem}"
            );
        };
        check("0012-use-x", Some(12), false, "use-x");
        check("12", Some(12), false, "");
        check("adr-012-use-x", Some(12), false, "use-x");
        check("ADR-12", Some(12), false, "");
        check("ADR012-use-x", Some(12), false, "use-x");
        check("ORG-ADR-Area-0012-use-x", Some(12), false, "use-x");
        check("2020-09-26-use-x", None, true, "use-x");
        check("2020-09-26_012-use-x", Some(12), true, "use-x");
        check("20200926-use-x", None, true, "use-x");
        check("20200926153000_use_x", None, true, "use_x");
        check("adr-draft-x", None, false, "draft-x");
        check("use-x", None, false, "use-x");
        check("3d-model", None, false, "3d-model");
        check("2020-plans", Some(2020), false, "plans");
        check("ADR-2024-001-use-x", Some(1), false, "use-x");
        check("2024-002-use-x", Some(2), false, "use-x");
        check("2024-02-use-x", None, false, "use-x");
        check("ADR-PAY-0002-use-x", Some(2), false, "use-x");
        check("CE-012-use-x", Some(12), false, "use-x");
        check("0014a-use-x", Some(14), false, "use-x");
        check("10x-x", None, false, "10x-x");
        check("adr-2024-01-15-use-x", None, true, "use-x");
        check(
            "decision-log-2024-01-15",
            None,
            false,
            "decision-log-2024-01-15",
        );
        check("ADR-0001(old)", Some(1), false, "old)");
        check(
            "what-changed-in-adr012",
            None,
            false,
            "what-changed-in-adr012",
        );
    }

    #[test]
    fn references_have_series_and_letters() {
        let check = |stem: &str, expected: Option<&str>| {
            assert_eq!(read(stem).reference().as_deref(), expected, "{stem}");
        };
        check("0012-x", Some("12"));
        check("ADR-2024-001-x", Some("2024-1"));
        check("ADR-PAY-0002-x", Some("PAY-2"));
        check("PAY-ADR-0002-x", Some("PAY-2"));
        check("0014a-x", Some("14a"));
        check("use-x", None);
    }

    #[test]
    fn templates_are_told_apart() {
        let check = |stem: &str, template: bool| {
            assert_eq!(is_template(&read(stem)), template, "{stem}");
        };
        check("template", true);
        check("adr-template", true);
        check("adr-short-template", true);
        check("0000-template", true);
        check("ADRXXX-architecture-decision-record-template", true);
        check("template-with-hints", true);
        check("PLANTILLA", true);
        check("ADR-模板", true);
        check("0000-modèle-adr", true);
        check("0001-choix-du-modèle", false);
        check("0007-vorlage-und-druck", false);
        check("0042-use-a-template-engine", false);
        check("0042-choose-template", false);
        check("use-template-engine", false);
    }
}
