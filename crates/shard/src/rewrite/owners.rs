//! Which page shows which bytes of the document.

use crate::plan::PlannedPage;

/// Which page shows which bytes of the document.
#[derive(Debug)]
pub struct Owners {
    /// Start of a range and its page, sorted.
    ranges: Vec<(usize, usize)>,
}

impl Owners {
    /// Sorts the ranges of all pages.
    pub fn new(pages: &[PlannedPage]) -> Owners {
        let mut ranges: Vec<(usize, usize)> = pages
            .iter()
            .enumerate()
            .flat_map(|(id, page)| page.ranges.iter().map(move |range| (range.start, id)))
            .collect();
        ranges.sort_unstable();
        Owners { ranges }
    }

    /// The page that shows the byte at `offset`.
    pub fn page(&self, offset: usize) -> usize {
        let next = self.ranges.partition_point(|(start, _)| *start <= offset);
        next.checked_sub(1).map_or(0, |index| self.ranges[index].1)
    }
}
