//! Texts that a pass has written to, and ranges of them in the texts that were loaded.
//!
//! A pass reports ranges of the text it was given; people look at the text they wrote.

use std::collections::HashMap;
use std::ops::Range;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::{PageId, Site};
use archsite_core::text::{Origin, Text};

/// The texts of pages that differ from what was loaded.
#[derive(Debug, Default)]
pub(crate) struct Written {
    texts: HashMap<PageId, Text>,
}

impl Written {
    /// The texts as they are now.
    pub(crate) fn of(site: &Site) -> Written {
        let pages = (0..site.sources.len()).filter(|page| site.is_written(*page));
        let texts = pages.map(|page| (page, site.pages[page].text.clone()));
        Written {
            texts: texts.collect(),
        }
    }

    /// Maps the places of problems to loaded texts. Generated text is shown where it was requested,
    /// and cannot be fixed by an edit.
    pub(crate) fn map_to_source<'d>(&self, problems: impl IntoIterator<Item = &'d mut Diagnostic>) {
        if self.texts.is_empty() {
            return;
        }
        for problem in problems {
            for label in &mut problem.labels {
                self.map(&mut label.place);
            }
            if let Some(suggestion) = &mut problem.suggestion
                && !self.map(&mut suggestion.place)
            {
                problem.suggestion = None;
            }
        }
    }

    /// Maps one place. Returns whether every byte of it is the author's.
    fn map(&self, place: &mut Location) -> bool {
        let Location::Source { source, range } = place else {
            return true;
        };
        let Some(text) = self.texts.get(source) else {
            return true;
        };
        let (mapped, exact) = in_text(text, range.clone());
        *range = mapped;
        exact
    }
}

/// The range of the loaded text that a range of a changed text comes from, and whether all of it does.
fn in_text(text: &Text, range: Range<usize>) -> (Range<usize>, bool) {
    let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
    let ends = (text.origin(range.start), last.map(|last| text.origin(last)));
    match ends {
        (Origin::Source { start, .. }, Some(Origin::Source { start: end, .. })) => {
            let exact = end + 1 >= start && end + 1 - start == range.len();
            (start..(end + 1).max(start), exact)
        }
        (Origin::Source { start, .. }, _) => (start..start, last.is_none()),
        _ => {
            // The author's text before it.
            let pieces = text.pieces();
            let before = pieces.partition_point(|piece| piece.at <= range.start);
            let pieces = pieces[..before].iter().rev();
            let mut ends = pieces.scan(range.start, |end, piece| {
                let len = *end - piece.at;
                *end = piece.at;
                Some((piece.origin, len))
            });
            let found = ends.find_map(|(origin, len)| match origin {
                Origin::Source { start, .. } => Some(start + len),
                Origin::Generated { .. } => None,
            });
            let at = found.map_or(0, |end| end.saturating_sub(1));
            (at..at, false)
        }
    }
}

#[cfg(test)]
mod tests {
    use archsite_core::text::Edit;

    use super::*;

    #[test]
    fn places_are_found_again() {
        let whole = Text::loaded(0, "abcdef".to_string());
        let mut text = Text::default();
        let edits = [Edit::replace(2..3, "XYZ")];
        let all = 0..6;
        text.splice("test", &whole, std::slice::from_ref(&all), &edits)
            .expect("sound edits");
        assert_eq!(text.as_str(), "abXYZdef");
        assert_eq!(in_text(&text, 0..2), (0..2, true));
        assert_eq!(in_text(&text, 5..8), (3..6, true));
        assert_eq!(in_text(&text, 3..4), (1..1, false));
        assert_eq!(in_text(&text, 1..6), (1..4, false));
        assert_eq!(in_text(&text, 5..5), (3..3, true));
    }
}
