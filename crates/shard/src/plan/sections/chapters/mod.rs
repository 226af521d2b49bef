//! Which `#` heading is the title of a document, and which ones are its chapters.

use archsite_core::markdown::outline::{BlockKind, Heading, Outline};

use crate::plan::names::sequence::plain_titles;
use crate::plan::sections::contents::is_contents_title;
use crate::plan::sections::front_matter;

/// The heading that is the title of a document, an index into the outline's; none if the `#`
/// headings are chapters. `candidates` are the headings that could start a section, in order.
///
/// The first `#` heading is the title, unless something shows that it is one of several chapters:
/// a title in the front matter, text above it, numbers, or that there are only `#` headings.
pub(crate) fn title(
    text: &str,
    outline: &Outline,
    candidates: &[(usize, &Heading)],
) -> Option<usize> {
    let (first_at, first) = candidates.first()?;
    if first.level != 1 {
        return None;
    }
    let tops: Vec<usize> = (0..candidates.len())
        .filter(|at| candidates[*at].1.level == 1)
        .collect();
    let is_title = tops.len() < 2 || !are_chapters(text, outline, candidates, &tops);
    (is_title || is_repeated(text, outline, first)).then_some(*first_at)
}

/// Whether the `#` headings, of which there are at least two, are chapters.
fn are_chapters(
    text: &str,
    outline: &Outline,
    candidates: &[(usize, &Heading)],
    tops: &[usize],
) -> bool {
    let heading = |top: &usize| candidates[*top].1;
    if front_matter::title(text, outline).is_some() {
        return true;
    }
    let plain = plain_titles(&outline.headings);
    let is_numbered = |top: &usize| {
        let (index, heading) = candidates[*top];
        plain[index].len() < heading.title.len()
    };
    let numbered = tops.iter().filter(|top| is_numbered(top)).count();
    if is_numbered(&tops[0]) && numbered >= 2 {
        return true;
    }
    // A first one without a number above numbered ones is their title.
    if numbered >= 2 && numbered + 1 == tops.len() {
        return false;
    }
    let first = heading(&tops[0]);
    let has_title_in_html = outline
        .tags
        .iter()
        .any(|tag| tag.name == "h1" && tag.range.end <= first.range.start);
    if has_title_in_html || is_contents_title(&first.title) {
        return true;
    }
    if has_text_above(text, outline, first) {
        return true;
    }
    let has_text = {
        let mut blocks = outline.blocks.iter();
        let below = blocks
            .find(|block| block.range.start >= first.range.end && block.kind != BlockKind::Anchors);
        below.is_some_and(|block| block.kind != BlockKind::Heading)
    };
    let is_directly_above_another = tops[1] == 1 && !has_text;
    if is_directly_above_another {
        return false;
    }
    let only_tops = tops.len() == candidates.len();
    // Each with sections of its own, the first one too.
    let have_sections = tops.len() >= 3
        && tops.iter().all(|top| {
            candidates
                .get(top + 1)
                .is_some_and(|(_, next)| next.level > 1)
        });
    only_tops || have_sections || is_one_of_many(candidates, tops)
}

/// Whether the first of several `#` headings has no more than its share of the sections below them:
/// below a title are most of them, and below an appendix few.
fn is_one_of_many(candidates: &[(usize, &Heading)], tops: &[usize]) -> bool {
    let below = |from: usize, to: usize| {
        let headings = candidates[from + 1..to].iter();
        headings.filter(|(_, heading)| heading.level == 2).count()
    };
    let first = below(tops[0], tops[1]);
    let rest = below(tops[1], candidates.len());
    tops.len() >= 4 && first > 0 && 2 * first < rest
}

/// Whether the front matter has the text of a heading as the title of the document.
fn is_repeated(text: &str, outline: &Outline, heading: &Heading) -> bool {
    let title = front_matter::title(text, outline);
    title.is_some_and(|title| title.to_lowercase() == heading.title.to_lowercase())
}

/// Whether a paragraph or a list is above a heading. Pictures and badges do not count.
fn has_text_above(text: &str, outline: &Outline, heading: &Heading) -> bool {
    let above = outline.blocks.iter();
    let mut above = above
        .take_while(|block| block.range.end <= heading.range.start)
        .filter(|block| matches!(block.kind, BlockKind::Other | BlockKind::List));
    above.any(|block| {
        let start = text[block.range.clone()].trim_start();
        !start.starts_with("![") && !start.starts_with("[![") && !start.is_empty()
    })
}

#[cfg(test)]
mod tests;
