//! The lints of the pass: their list, the checks in a file for each group, and their messages.

pub(crate) mod book;
pub(crate) mod generated;
pub mod guard;
pub mod includes;
pub(crate) mod messages;
pub(crate) mod text;

archsite_core::lints! {
    "links" "Links";

    /// An absolute path that is outside of the site.
    ABSOLUTE_LINK "absolute-link" Deny;
    /// A link to an anchor that occurs twice on the page.
    AMBIGUOUS_ANCHOR "ambiguous-anchor" Warn;
    /// A destination with a space, which is not a link.
    BLANK_IN_DESTINATION "blank-in-destination" Deny;
    /// A link to an anchor that the page does not have.
    BROKEN_ANCHOR "broken-anchor" Deny;
    /// An include whose file, anchor or lines do not exist.
    BROKEN_INCLUDE "broken-include" Deny;
    /// A link to a page or file that does not exist.
    BROKEN_LINK "broken-link" Deny;
    /// A redirect to a page that does not exist.
    BROKEN_REDIRECT "broken-redirect" Deny;
    /// A SUMMARY.md that mdBook cannot read.
    BROKEN_SUMMARY "broken-summary" Deny;
    /// A path or an anchor that differs only in upper and lower case.
    CASE_MISMATCH "case-mismatch" Deny;
    /// A chapter whose page mdBook writes outside the site.
    CHAPTER_OUTSIDE_BOOK "chapter-outside-book" Deny;
    /// An address outside the book that mdBook changes.
    DAMAGED_LINK "damaged-link" Deny;
    /// Brackets that look like a footnote that does not exist.
    DOUBTFUL_FOOTNOTE "doubtful-footnote" Warn;
    /// A link definition that has no effect.
    DUPLICATE_DEFINITION "duplicate-definition" Warn;
    /// A footnote that is dropped because its label is already used.
    DUPLICATE_FOOTNOTE "duplicate-footnote" Deny;
    /// An id that occurs twice on a page.
    DUPLICATE_ID "duplicate-id" Warn;
    /// A heading for which mdBook makes no id.
    EMPTY_ID "empty-id" Warn;
    /// A link without a destination.
    EMPTY_LINK "empty-link" Warn;
    /// A link of the first page that is broken on the copy at the top of the site.
    FIRST_PAGE_IN_FOLDER "first-page-in-folder" Deny;
    /// A link to a folder that has no page.
    FOLDER_WITHOUT_INDEX "folder-without-index" Deny;
    /// A footnote whose label differs only in upper and lower case.
    FOOTNOTE_CASE_MISMATCH "footnote-case-mismatch" Deny;
    /// A redirect that mdBook ignores.
    IGNORED_REDIRECT "ignored-redirect" Warn;
    /// A key that makes mdBook ignore a whole table of book.toml.
    IGNORED_TABLE "ignored-table" Deny;
    /// A link to a file of the repository that the site does not contain.
    LINK_OUTSIDE_BOOK "link-outside-book" Deny;
    /// A link to a chapter that has no page yet.
    LINK_TO_DRAFT "link-to-draft" Deny;
    /// A link to a `README.md`, which becomes `index.html`.
    LINK_TO_README "link-to-readme" Deny;
    /// A link to `SUMMARY.md`, which has no page.
    LINK_TO_SUMMARY "link-to-summary" Deny;
    /// A link whose query or fragment mdBook drops.
    LOST_FRAGMENT "lost-fragment" Warn;
    /// A chapter of SUMMARY.md that cannot be read.
    MISSING_CHAPTER "missing-chapter" Deny;
    /// A file without which mdBook cannot build the book.
    MISSING_FILE "missing-file" Deny;
    /// A Markdown file in `src` that nothing uses.
    ORPHAN_PAGE "orphan-page" Warn;
    /// A chapter whose page overwrites another page.
    PAGE_OVERWRITTEN "page-overwritten" Deny;
    /// A redirect to another site of the server.
    REDIRECT_ELSEWHERE "redirect-elsewhere" Warn;
    /// An anchor that was published and is removed.
    REMOVED_ANCHOR "removed-anchor" Warn;
    /// A page that was published and is removed.
    REMOVED_PAGE "removed-page" Warn;
    /// Front matter that readers see.
    RENDERED_FRONT_MATTER "rendered-front-matter" Warn;
    /// A footnote reference without a footnote.
    UNDEFINED_FOOTNOTE "undefined-footnote" Deny;
    /// A reference without a definition.
    UNDEFINED_REFERENCE "undefined-reference" Deny;
    /// A link to a Markdown file that SUMMARY.md does not list.
    UNLISTED_PAGE "unlisted-page" Deny;
    /// A link that only works with some servers and tools.
    UNPORTABLE_LINK "unportable-link" Warn;
    /// A chapter that the links of the sidebar cannot reach.
    UNREACHABLE_CHAPTER "unreachable-chapter" Deny;
    /// A link definition that nothing uses.
    UNUSED_DEFINITION "unused-definition" Warn;
    /// A file in `src` that nothing links to.
    UNUSED_FILE "unused-file" Allow;
    /// A footnote that nothing refers to.
    UNUSED_FOOTNOTE "unused-footnote" Warn;
    /// A wiki link, which mdBook shows as typed.
    WIKI_LINK "wiki-link" Warn;
}
