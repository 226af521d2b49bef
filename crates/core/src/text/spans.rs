//! Byte ranges merged so that asking for one offset is quick.

use std::ops::Range;

/// Ranges that do not overlap, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    spans: Vec<Range<usize>>,
}

impl Spans {
    /// Merges ranges, given in any order.
    pub fn new(ranges: impl IntoIterator<Item = Range<usize>>) -> Spans {
        let mut ranges: Vec<Range<usize>> = ranges.into_iter().collect();
        ranges.sort_by_key(|range| range.start);
        let mut spans: Vec<Range<usize>> = Vec::new();
        for range in ranges {
            match spans.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => spans.push(range),
            }
        }
        Spans { spans }
    }

    /// Whether one of the ranges holds the byte at `offset`.
    pub fn contains(&self, offset: usize) -> bool {
        let next = self.spans.partition_point(|span| span.start <= offset);
        next.checked_sub(1)
            .is_some_and(|index| self.spans[index].contains(&offset))
    }
}
