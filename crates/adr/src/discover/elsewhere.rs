//! Relations of records to documents that are not records here.
//!
//! It judges paths only, and does not look at files.

use std::collections::HashSet;

use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::model::record::Relation;

/// Where a relative destination in a file leads: to a path of the repository, or out of it. `None`
/// if it is not a path.
pub(super) fn resolve(file: &str, dest: &str) -> Option<Option<String>> {
    let dest = path::percent_decode(Destination::parse(dest).path);
    let is_path = !dest.is_empty() && !dest.contains(':') && !dest.starts_with('/');
    is_path.then(|| path::join(path::parent(file), &dest))
}

/// A document that is not a record goes by the name of its file: the number in it is not the number
/// of a record here.
pub(super) fn name_other_document(file: &str, relation: &mut Relation, records: &HashSet<String>) {
    let dest = relation.dest.as_deref().filter(|_| relation.unsure);
    let Some(led) = dest.and_then(|dest| resolve(file, dest)) else {
        return;
    };
    if led.is_some_and(|led| records.contains(&led)) {
        return;
    }
    let plain = Destination::parse(dest.unwrap_or_default()).path;
    let name = path::file_name(plain);
    let stem = path::stem(name);
    let is_number = stem.parse::<u64>().is_ok();
    relation.target = path::percent_decode(if is_number { name } else { stem }).into_owned();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Kind;

    #[test]
    fn other_documents_go_by_the_names_of_their_files() {
        let records = HashSet::from(["docs/adr/0002-b.md".to_string()]);
        let named = |dest: &str, unsure: bool| {
            let mut relation = Relation {
                kind: Kind::Supersedes,
                text: "2".into(),
                dest: Some(dest.into()),
                target: "2".into(),
                planned: false,
                unsure,
            };
            name_other_document("docs/adr/0005-m.md", &mut relation, &records);
            relation.target
        };
        assert_eq!(named("0002-b.md", true), "2");
        assert_eq!(named("../adr/0002-b.md#status", true), "2");
        assert_eq!(named("../rfcs/0002-b.md", true), "0002-b");
        assert_eq!(named("../rfcs/0002.md", true), "0002.md");
        assert_eq!(named("../../../shop/docs/adr/0002-b.md", true), "0002-b");
        // Not there: a record that was given another name.
        assert_eq!(named("0002-old.md", false), "2");
        assert_eq!(named("/adr/2", true), "2");
        assert_eq!(named("#two", true), "2");
    }

    #[test]
    fn paths_lead_into_the_repository_or_out_of_it() {
        let led = |dest: &str| resolve("docs/adr/0005-m.md", dest);
        assert_eq!(led("../a%20b.md#x"), Some(Some("docs/a b.md".into())));
        assert_eq!(led("../../../x.md"), Some(None));
        for dest in ["", "#x", "/x.md", "https://example.com/x.md"] {
            assert_eq!(led(dest), None, "{dest}");
        }
    }
}
