//! Errors of this program, not of a document.

/// A bug of this program: what it made cannot be trusted, so nothing is written.
#[derive(Debug, thiserror::Error)]
#[error(
    "internal error in {document}: {what}; nothing was written. Please report this with the document"
)]
pub struct InternalError {
    /// The document that showed it.
    pub document: String,
    /// The condition that does not hold.
    pub what: String,
}
