//! Whether a file is a record, by its name and by what was read of it.

use archsite_core::site::path;

use crate::model::record::FlawKind;
use crate::parse::Reading;
use crate::parse::values::name;

/// What a file is.
pub(super) enum FileKind {
    Record,
    Unclear,
    Other,
}

pub(super) fn classify(
    below: &str,
    stem: &str,
    all: &[&str],
    reading: &Reading,
    whole: bool,
) -> FileKind {
    let record = &reading.record;
    let folder = path::parent(below);
    let folder_name = name::read(path::file_name(folder));
    let own_folder =
        !folder.is_empty() && folder_name.is_numbered() && !name::is_template(&folder_name);
    let of = |sure: bool| {
        if sure {
            FileKind::Record
        } else {
            FileKind::Other
        }
    };
    if name::is_index(stem) {
        let says = record.status.is_some() && record.marks >= 3;
        return of(!folder.is_empty() && (own_folder || says) && record.title.is_some());
    }
    let name = name::read(stem);
    let in_own_folder = own_folder && has_index(folder, all);
    if name.prefixed || name.is_numbered() {
        let sure = whole || name.prefixed || record.marks >= 3;
        return of(sure && !(in_own_folder && record.status.is_none()));
    }
    let placeholder = reading
        .flaws
        .iter()
        .any(|flaw| flaw.kind == FlawKind::Template);
    match (record.status.is_some(), record.marks) {
        _ if in_own_folder || !whole || (placeholder && record.marks < 3) => FileKind::Other,
        (true, 3..) | (false, 4..) => FileKind::Record,
        (true, _) | (false, 3..) => FileKind::Unclear,
        _ if record.statement.is_some() => FileKind::Record,
        _ => FileKind::Other,
    }
}

/// Whether a file is among some that are sorted.
pub(super) fn has(all: &[&str], file: &str) -> bool {
    all.binary_search(&file).is_ok()
}

fn has_index(folder: &str, all: &[&str]) -> bool {
    let names = [
        "README.md",
        "readme.md",
        "index.md",
        "index.mdx",
        "README.mdx",
    ];
    names.iter().any(|name| has(all, &joined(folder, name)))
}

pub(super) fn skip_by_name(stem: &str, below: &str) -> bool {
    let is_template = |part: &str| {
        let names = ["template", "templates"];
        names.iter().any(|name| part.eq_ignore_ascii_case(name))
    };
    let template_folder = path::parent(below).split('/').any(is_template);
    let other = name::is_other(stem) && !name::is_index(stem);
    template_folder || other || name::is_template(&name::read(stem))
}

pub(super) fn markdown_stem(file: &str) -> Option<&str> {
    let name = path::file_name(file);
    let endings = [".md", ".mdx", ".markdown"];
    endings.iter().find_map(|ending| name.strip_suffix(ending))
}

/// The path of a file in a folder.
pub(super) fn joined(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_string()
    } else {
        [folder, "/", file].concat()
    }
}
