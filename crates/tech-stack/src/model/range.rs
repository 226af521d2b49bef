//! Sets of versions.

use std::ops::Bound;

use version_ranges::Ranges;

use crate::model::version::Version;

/// A set of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range(Ranges<Version>);

impl Range {
    /// All versions.
    pub fn any() -> Range {
        Range(Ranges::full())
    }

    /// One version.
    pub fn exact(version: &Version) -> Range {
        Range(Ranges::singleton(version.clone()))
    }

    /// Versions that begin with these numbers.
    pub fn prefix(version: &Version) -> Range {
        Range::until(version, version.parts.len() - 1)
    }

    /// Versions that begin with these numbers, and pre-releases of the first of them: a person
    /// who writes `v5` means `5.0.0-beta.25` too.
    pub fn prefix_and_before(version: &Version) -> Range {
        let mut first = version.clone();
        first.pre.get_or_insert_default();
        Range::until(&first, version.parts.len() - 1)
    }

    /// This version and all later ones.
    pub fn floor(version: &Version) -> Range {
        Range(Ranges::higher_than(version.clone()))
    }

    /// All later versions.
    pub fn above(version: &Version) -> Range {
        Range(Ranges::strictly_higher_than(version.clone()))
    }

    /// All earlier versions. Pre-releases of a release are not among them.
    pub fn below(version: &Version) -> Range {
        let mut first = version.clone();
        first.pre.get_or_insert_default();
        Range(Ranges::strictly_lower_than(first))
    }

    /// This version and all earlier ones.
    pub fn at_most(version: &Version) -> Range {
        Range(Ranges::lower_than(version.clone()))
    }

    /// From this version to the next one with another number at `index`.
    pub fn until(version: &Version, index: usize) -> Range {
        Range::floor(version).and(&Range::below(&version.bump(index)))
    }

    /// The versions that Cargo and npm allow for `^`.
    pub fn caret(version: &Version) -> Range {
        let parts = &version.parts;
        let first = parts.iter().position(|part| *part > 0);
        Range::until(version, first.unwrap_or(parts.len() - 1).min(2))
    }

    /// Versions of both.
    pub fn and(&self, other: &Range) -> Range {
        Range(self.0.intersection(&other.0))
    }

    /// Versions of either.
    pub fn or(&self, other: &Range) -> Range {
        Range(self.0.union(&other.0))
    }

    /// All other versions.
    pub fn complement(&self) -> Range {
        Range(self.0.complement())
    }

    /// Whether there is a version of both.
    pub fn overlaps(&self, other: &Range) -> bool {
        !self.0.is_disjoint(&other.0)
    }

    /// Whether the version is one of these.
    pub fn contains(&self, version: &Version) -> bool {
        self.0.contains(version)
    }

    /// Whether all of these versions are among the others.
    pub fn is_within(&self, other: &Range) -> bool {
        self.0.subset_of(&other.0)
    }

    /// The lowest version, or the one that all of these are later than; `None` if there is none.
    pub fn lowest(&self) -> Option<&Version> {
        match self.0.bounding_range()?.0 {
            Bound::Included(version) | Bound::Excluded(version) => Some(version),
            Bound::Unbounded => None,
        }
    }

    /// The `count` leading numbers that all of these versions have in common, if they have.
    pub fn common(&self, count: usize) -> Option<Version> {
        let low = self.lowest()?;
        let cut = low.cut(count);
        // Numbers that the bound does not name are not known.
        let named = low.parts.len() >= count;
        let same = self.is_within(&Range::prefix_and_before(&cut));
        (named && same).then_some(cut)
    }
}
