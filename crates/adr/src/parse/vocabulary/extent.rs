//! How much of a record a relation is about.

/// How much of a record a relation is about, and whether it holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// The whole record, now.
    Whole,
    /// A part of it.
    Part,
    /// Not yet: it is planned, or there is a condition.
    Planned,
    /// The words say that it is not so, or speak of another record.
    Negated,
}
