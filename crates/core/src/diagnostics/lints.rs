//! The registry of lints: name, family, level and page of each.
//!
//! A test keeps this list, the pages in `lints/` and the guide equal.

use crate::diagnostics::Level;

/// What a lint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Configuration and directives.
    Config,
    /// Links, anchors, and what they lead to.
    Links,
    /// Splitting documents.
    Shard,
    /// Technologies and their versions.
    TechStack,
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
                page: include_str!(concat!("../../lints/", $name, ".md")),
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

    /// A path from the root of the server that leaves the site.
    ABSOLUTE_LINK "absolute-link" Links Deny;
    /// An anchor that two things on a page have.
    AMBIGUOUS_ANCHOR "ambiguous-anchor" Links Warn;
    /// A destination that a blank keeps from being one.
    BLANK_IN_DESTINATION "blank-in-destination" Links Deny;
    /// A place that a page does not have.
    BROKEN_ANCHOR "broken-anchor" Links Deny;
    /// An include that gives nothing, or not what was meant.
    BROKEN_INCLUDE "broken-include" Links Deny;
    /// A link to nothing.
    BROKEN_LINK "broken-link" Links Deny;
    /// A redirect that leads to nothing.
    BROKEN_REDIRECT "broken-redirect" Links Deny;
    /// A SUMMARY.md that mdBook can not read.
    BROKEN_SUMMARY "broken-summary" Links Deny;
    /// A path or an anchor that is written in other case.
    CASE_MISMATCH "case-mismatch" Links Deny;
    /// A chapter whose page mdBook writes outside of the site.
    CHAPTER_OUTSIDE_BOOK "chapter-outside-book" Links Deny;
    /// An address outside the book that mdBook changes.
    DAMAGED_LINK "damaged-link" Links Deny;
    /// Brackets that look like a footnote that is not there.
    DOUBTFUL_FOOTNOTE "doubtful-footnote" Links Warn;
    /// A link definition that has no effect.
    DUPLICATE_DEFINITION "duplicate-definition" Links Warn;
    /// A footnote that is dropped because its label is taken.
    DUPLICATE_FOOTNOTE "duplicate-footnote" Links Deny;
    /// An id that a page has twice.
    DUPLICATE_ID "duplicate-id" Links Warn;
    /// A heading that has no id.
    EMPTY_ID "empty-id" Links Warn;
    /// A link without a destination.
    EMPTY_LINK "empty-link" Links Warn;
    /// A link of the first page that is dead on the copy at the top of the site.
    FIRST_PAGE_IN_FOLDER "first-page-in-folder" Links Deny;
    /// A link to a folder that has no page.
    FOLDER_WITHOUT_INDEX "folder-without-index" Links Deny;
    /// A footnote whose label is written in other case.
    FOOTNOTE_CASE_MISMATCH "footnote-case-mismatch" Links Deny;
    /// A redirect that mdBook ignores.
    IGNORED_REDIRECT "ignored-redirect" Links Warn;
    /// A key that makes mdBook ignore a whole table of book.toml.
    IGNORED_TABLE "ignored-table" Links Deny;
    /// A link to a file of the repository that the site does not hold.
    LINK_OUTSIDE_BOOK "link-outside-book" Links Deny;
    /// A link to a chapter that has no page yet.
    LINK_TO_DRAFT "link-to-draft" Links Deny;
    /// A link to a `README.md`, which becomes `index.html`.
    LINK_TO_README "link-to-readme" Links Deny;
    /// A link to `SUMMARY.md`, which has no page.
    LINK_TO_SUMMARY "link-to-summary" Links Deny;
    /// A link whose end mdBook drops.
    LOST_FRAGMENT "lost-fragment" Links Warn;
    /// A chapter of SUMMARY.md that can not be read.
    MISSING_CHAPTER "missing-chapter" Links Deny;
    /// A file that stops mdBook because it is not there or cannot be copied.
    MISSING_FILE "missing-file" Links Deny;
    /// A Markdown file in `src` that nothing uses.
    ORPHAN_PAGE "orphan-page" Links Warn;
    /// A chapter whose page is that of something else.
    PAGE_OVERWRITTEN "page-overwritten" Links Deny;
    /// A redirect to another site of the server.
    REDIRECT_ELSEWHERE "redirect-elsewhere" Links Warn;
    /// Front matter that readers see.
    RENDERED_FRONT_MATTER "rendered-front-matter" Links Warn;
    /// A footnote reference without a footnote.
    UNDEFINED_FOOTNOTE "undefined-footnote" Links Deny;
    /// A reference without a definition.
    UNDEFINED_REFERENCE "undefined-reference" Links Deny;
    /// A link to a Markdown file that SUMMARY.md does not list.
    UNLISTED_PAGE "unlisted-page" Links Deny;
    /// A link that works with some servers and tools only.
    UNPORTABLE_LINK "unportable-link" Links Warn;
    /// A chapter whose page no link of the sidebar can lead to.
    UNREACHABLE_CHAPTER "unreachable-chapter" Links Deny;
    /// A link definition that nothing uses.
    UNUSED_DEFINITION "unused-definition" Links Warn;
    /// A file in `src` that nothing links to.
    UNUSED_FILE "unused-file" Links Allow;
    /// A footnote that nothing refers to.
    UNUSED_FOOTNOTE "unused-footnote" Links Warn;
    /// A wiki link, which is shown as it stands.
    WIKI_LINK "wiki-link" Links Warn;

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

    /// A direct dependency that no table of technologies names.
    DEPENDENCY_UNDOCUMENTED "dependency-undocumented" TechStack Allow;
    /// A manifest that somebody named and that does not exist.
    MANIFEST_NOT_FOUND "manifest-not-found" TechStack Deny;
    /// A manifest or lock file that cannot be used.
    MANIFEST_UNREADABLE "manifest-unreadable" TechStack Warn;
    /// A technology that no manifest names.
    TECHNOLOGY_ABSENT "technology-absent" TechStack Allow;
    /// A technology that may be one of several packages.
    TECHNOLOGY_AMBIGUOUS "technology-ambiguous" TechStack Warn;
    /// A technology that is not known.
    TECHNOLOGY_UNKNOWN "technology-unknown" TechStack Allow;
    /// A version below a directive that the manifests contradict.
    VERSION_CONTRADICTS "version-contradicts" TechStack Deny;
    /// A version that the manifests contradict, in a table or list without a directive.
    VERSION_CONTRADICTS_UNMARKED "version-contradicts-unmarked" TechStack Warn;
    /// A floor that holds, of which the first number has moved.
    VERSION_MAJOR_BEHIND "version-major-behind" TechStack Allow;
    /// A version that is true in some members only.
    VERSION_MIXED "version-mixed" TechStack Allow;
    /// A version cell that is open in the author's file.
    VERSION_OPEN "version-open" TechStack Allow;
    /// A version that the manifest allows and the lock has left behind.
    VERSION_STALE "version-stale" TechStack Warn;
    /// `{{#version}}` of a package whose version is not known.
    VERSION_UNKNOWN "version-unknown" TechStack Deny;

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
    let letters = Letters::of(word);
    known
        .into_iter()
        .map(|candidate| (1 + candidate.len().max(word.len()) / 4, candidate))
        // To compare two words costs much more than to see that they have other letters.
        .filter(|(most, candidate)| letters.least_edits(candidate) <= *most)
        .map(|(most, candidate)| {
            let distance = strsim::damerau_levenshtein(word, candidate);
            (distance, most, candidate)
        })
        .filter(|(distance, most, _)| distance <= most)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., candidate)| candidate)
}

/// How often each letter is in a word; letters that share a place count as one.
struct Letters([i32; 64]);

impl Letters {
    fn of(word: &str) -> Letters {
        let mut counts = [0; 64];
        for letter in word.chars() {
            counts[letter as usize % 64] += 1;
        }
        Letters(counts)
    }

    /// Edits that are needed at least: one adds a letter, takes one away, or does both.
    fn least_edits(&self, other: &str) -> usize {
        let other = Letters::of(other);
        let pairs = || self.0.iter().zip(&other.0);
        let more: i32 = pairs().map(|(own, other)| (own - other).max(0)).sum();
        let less: i32 = pairs().map(|(own, other)| (other - own).max(0)).sum();
        more.max(less) as usize
    }
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
