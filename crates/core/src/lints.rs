//! The registry of lints: name, family, level and page of each.
//!
//! A test keeps this list, the pages in `lints/` and the guide equal.

use crate::diagnostic::Level;

/// What a lint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Configuration and directives.
    Config,
    /// Splitting documents.
    Shard,
    /// Decision records.
    Adr,
}

/// One kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Lint {
    /// Stable kebab-case name.
    pub name: &'static str,
    /// What it is about.
    pub family: Family,
    /// Its level unless the configuration says otherwise.
    pub level: Level,
    /// Its page: what it finds, why it matters and what to do.
    pub page: &'static str,
}

macro_rules! lints {
    ($($(#[doc = $doc:literal])* $id:ident $name:literal $family:ident $level:ident;)*) => {
        $(
            $(#[doc = $doc])*
            pub static $id: Lint = Lint {
                name: $name,
                family: Family::$family,
                level: Level::$level,
                page: include_str!(concat!("../lints/", $name, ".md")),
            };
        )*

        /// All lints, by family and name.
        pub static ALL: &[&Lint] = &[$(&$id),*];
    };
}

lints! {
    /// A key or value of the configuration or of a directive that is not understood.
    BAD_OPTION "bad-option" Config Deny;
    /// A directive where it does nothing.
    MISPLACED_DIRECTIVE "misplaced-directive" Config Warn;
    /// A directive that does not exist.
    UNKNOWN_DIRECTIVE "unknown-directive" Config Deny;
    /// A key of the configuration that does not exist.
    UNKNOWN_KEY "unknown-key" Config Deny;

    /// A file name that readers of shards expect and no section gives.
    CONTRACT_NAME_MISSING "contract-name-missing" Shard Warn;
    /// A document to split that is no chapter of the book.
    DOCUMENT_NOT_FOUND "document-not-found" Shard Deny;
    /// A page that mdBook would put where its links do not work.
    MISPLACED_PAGE "misplaced-page" Shard Deny;
    /// A page that would overwrite another one.
    NAME_COLLISION "name-collision" Shard Deny;
    /// A document without a heading to split at.
    NOTHING_TO_SPLIT "nothing-to-split" Shard Warn;
    /// A page larger than `max-tokens` that can not be split further.
    PAGE_OVER_BUDGET "page-over-budget" Shard Warn;
    /// A document that still holds an `{{#include}}` when it is split.
    UNEXPANDED_INCLUDE "unexpanded-include" Shard Deny;

    /// A decision inside a document that nobody filled in.
    DECISION_PLACEHOLDER "decision-placeholder" Adr Warn;
    /// A file beside a record that mdBook will not copy.
    RECORD_ASSET "record-asset" Adr Warn;
    /// A date that could be of two days.
    RECORD_DATE_AMBIGUOUS "record-date-ambiguous" Adr Warn;
    /// A date that does not exist.
    RECORD_DATE_INVALID "record-date-invalid" Adr Warn;
    /// A record without a date.
    RECORD_DATE_MISSING "record-date-missing" Adr Warn;
    /// Front matter that is no YAML.
    RECORD_FRONT_MATTER "record-front-matter" Adr Warn;
    /// An index kept by hand that lacks records.
    RECORD_INDEX_STALE "record-index-stale" Adr Warn;
    /// A link whose text names another record.
    RECORD_LINK_MISNAMED "record-link-misnamed" Adr Warn;
    /// Lines of an unfinished merge in a record.
    RECORD_MERGE_MARKER "record-merge-marker" Adr Deny;
    /// A file among records that could not be read as one.
    RECORD_NOT_UNDERSTOOD "record-not-understood" Adr Warn;
    /// Two records with one number.
    RECORD_NUMBER_DUPLICATE "record-number-duplicate" Adr Warn;
    /// A number that no record has.
    RECORD_NUMBER_GAP "record-number-gap" Adr Allow;
    /// A title with another number than the file.
    RECORD_NUMBER_UNLIKE_FILE "record-number-unlike-file" Adr Warn;
    /// A record without a status.
    RECORD_STATUS_MISSING "record-status-missing" Adr Warn;
    /// A status in words that are not known.
    RECORD_STATUS_UNKNOWN "record-status-unknown" Adr Warn;
    /// Text of the template left in a record.
    RECORD_TEMPLATE_TEXT "record-template-text" Adr Warn;
    /// A record without a title.
    RECORD_TITLE_MISSING "record-title-missing" Adr Warn;
    /// A folder of records that has none.
    RECORDS_NOT_FOUND "records-not-found" Adr Deny;
    /// A page that links to a record which is no longer in force.
    SUPERSEDED_CITED "superseded-cited" Adr Warn;
    /// A superseded record that does not say by what.
    SUPERSEDED_WITHOUT_SUCCESSOR "superseded-without-successor" Adr Warn;
    /// A supersession by a record that does not exist.
    SUPERSESSION_BROKEN "supersession-broken" Adr Deny;
    /// A superseded record that calls itself something else.
    SUPERSESSION_CONTRADICTS_STATUS "supersession-contradicts-status" Adr Warn;
    /// Records that supersede each other in a circle.
    SUPERSESSION_CYCLE "supersession-cycle" Adr Deny;
    /// A supersession that only one of the two records states.
    SUPERSESSION_ONE_WAY "supersession-one-way" Adr Allow;
}

/// The lint of that name.
pub fn find(name: &str) -> Option<&'static Lint> {
    ALL.iter().copied().find(|lint| lint.name == name)
}

/// The known word nearest to a misspelt one, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().max(word.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn registry_and_pages_are_equal() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/lints");
        let pages: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder of pages")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        let names: BTreeSet<String> = ALL.iter().map(|l| format!("{}.md", l.name)).collect();
        assert_eq!(pages, names);
        for lint in ALL {
            assert!(
                lint.page.starts_with(&format!("# {}\n", lint.name)),
                "{}",
                lint.name
            );
            let level = match lint.level {
                Level::Allow => "allow",
                Level::Warn => "warn",
                Level::Deny => "deny",
            };
            let line = format!("Default level: `{level}`");
            assert!(lint.page.contains(&line), "{} says {line}", lint.name);
        }
    }

    #[test]
    fn near_words_are_suggested() {
        assert_eq!(nearest("levle", ["level", "names"]), Some("level"));
        assert_eq!(
            nearest("min-token", ["min-tokens", "max-tokens"]),
            Some("min-tokens")
        );
        assert_eq!(nearest("xyz", ["level", "names"]), None);
    }
}
