//! The lints of the pass. The page of each is in `lints/`, named like the lint.

archsite_core::lints! {
    "shard" "Splitting documents";

    /// A file name that agents expect and no section provides.
    CONTRACT_NAME_MISSING "contract-name-missing" Warn;
    /// A document to split that is not a chapter of the book.
    DOCUMENT_NOT_FOUND "document-not-found" Deny;
    /// A page that mdBook would copy to a place where its links do not work.
    MISPLACED_PAGE "misplaced-page" Deny;
    /// A page that would overwrite another one.
    NAME_COLLISION "name-collision" Deny;
    /// A document without a heading to split at.
    NOTHING_TO_SPLIT "nothing-to-split" Warn;
    /// A fence of code or a comment that swallows headings.
    OPEN_FENCE "open-fence" Warn;
    /// A page larger than `max-tokens` that cannot be split further.
    PAGE_OVER_BUDGET "page-over-budget" Warn;
}
