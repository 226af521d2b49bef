//! How deep sections are: by their headings, and by their numbers or names where the headings do not tell.

use std::collections::HashMap;
use std::sync::LazyLock;

use archsite_core::markdown::outline::Heading;
use archsite_core::text::data_lines;

use crate::plan::names::titles::number;

/// The chapters of arc42: the number of each by its titles in lower case.
static ARC42: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    let chapters = data_lines(include_str!("../../../data/arc42-titles.txt")).enumerate();
    let titles = |(index, line): (usize, &'static str)| {
        line.split('|').map(move |title| (title.trim(), index + 1))
    };
    chapters.flat_map(titles).collect()
});
/// How many of its chapters show that a document has the form of arc42.
const ENOUGH_CHAPTERS: usize = 6;
/// The last chapter of arc42, its glossary.
const LAST_CHAPTER: usize = 12;

/// The depth of each heading in the tree of sections, from the levels of the headings. `plain_titles` are those of all headings
/// of the document, without numbers. It is the level, except
/// in documents in the form of arc42 whose chapters and their sections have headings of one level: there a
/// section is below its chapter.
pub(crate) fn depths(
    headings: &[(usize, &Heading)],
    plain_titles: &[&str],
    levels: &[u8],
) -> Vec<u8> {
    let mut depths = levels.to_vec();
    let Some(top) = best(levels.iter().copied()) else {
        return depths;
    };
    let chapters: Vec<Option<usize>> = first_chapters(headings, plain_titles, levels, top);
    if chapters.iter().flatten().count() < ENOUGH_CHAPTERS {
        return depths;
    }
    let mut chapter = None;
    let mut is_below = false;
    for ((depth, level), opens) in depths.iter_mut().zip(levels).zip(chapters) {
        if *level < top {
            (chapter, is_below) = (None, false);
        } else if *level == top {
            chapter = opens.or(chapter);
            // What follows the glossary is an appendix.
            is_below = opens.is_none() && chapter.is_some_and(|number| number < LAST_CHAPTER);
        }
        *depth = level.saturating_add(u8::from(is_below));
    }
    depths
}

/// For each heading of a level, the chapter of arc42 that it opens: the first one of that title.
fn first_chapters(
    headings: &[(usize, &Heading)],
    plain_titles: &[&str],
    levels: &[u8],
    top: u8,
) -> Vec<Option<usize>> {
    let mut seen = Vec::new();
    let chapter = |((index, _), level): (&(usize, &Heading), &u8)| {
        if *level != top {
            return None;
        }
        let title = plain_titles[*index].to_lowercase();
        let number = *ARC42.get(title.trim())?;
        if seen.contains(&number) {
            return None;
        }
        seen.push(number);
        Some(number)
    };
    headings.iter().zip(levels).map(chapter).collect()
}

/// The level of each heading. A heading `2.1` with the same mark as `2` before it is one level
/// deeper than that, as are those below it.
pub(crate) fn levels(headings: &[(usize, &Heading)]) -> Vec<u8> {
    struct Open {
        written: u8,
        level: u8,
        number: Vec<u32>,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut levels = Vec::with_capacity(headings.len());
    for (_, heading) in headings {
        let number = number(&heading.title).unwrap_or_default();
        open.retain(|above| above.written <= heading.level);
        let parent = open.iter().rev().find(|above| {
            let is_above = above.number.len() < number.len();
            above.written == heading.level
                && !above.number.is_empty()
                && is_above
                && number.starts_with(&above.number)
        });
        let enclosing = open
            .iter()
            .rev()
            .find(|above| above.written < heading.level);
        let level = match (parent, enclosing) {
            (Some(parent), _) => {
                let deeper = u8::try_from(number.len() - parent.number.len()).unwrap_or(1);
                parent.level.saturating_add(deeper)
            }
            (None, Some(above)) => above.level.saturating_add(heading.level - above.written),
            (None, None) => heading.level,
        };
        levels.push(level);
        open.retain(|above| above.level < level);
        open.push(Open {
            written: heading.level,
            level,
            number,
        });
    }
    levels
}

/// The level at which a document is best split: the highest one with at least two sections.
pub(crate) fn best(levels: impl Iterator<Item = u8> + Clone) -> Option<u8> {
    let count = |level: u8| levels.clone().filter(|other| *other == level).count();
    let several = (1..=6).find(|level| count(*level) >= 2);
    several.or_else(|| (1..=6).find(|level| count(*level) == 1))
}

#[cfg(test)]
mod tests {
    use archsite_core::markdown::outline::{Outline, ParseOptions};

    use super::*;
    use crate::plan::names::sequence::plain_titles;

    fn depths_of(text: &str) -> Vec<u8> {
        let outline = Outline::parse(text, &ParseOptions::default());
        let headings: Vec<(usize, &Heading)> = outline.headings.iter().enumerate().collect();
        let plain = plain_titles(&outline.headings);
        depths(&headings, &plain, &levels(&headings))
    }

    #[test]
    fn flat_sections_are_below_their_chapter_of_arc42() {
        let flat = "# A\n## Introduction and goals\n## Stakeholders\n### One\n## 2. Constraints\n### Two\n\
            ## Context and scope\n## Solution strategy\n## Introduction\n## Building block view\n\
            ## Runtime view\n## Login\n## Glossary\n## Appendix\n";
        assert_eq!(depths_of(flat), [1, 2, 3, 4, 2, 3, 2, 2, 3, 2, 2, 3, 2, 2]);
    }

    #[test]
    fn numbers_without_a_mark_hide_no_chapter() {
        let flat = "## 1 Introduction and goals\n## 2 Constraints\n## 3 Context and scope\n\
            ## 4 Solution strategy\n## 5 Building block view\n## 6 Runtime view\n## Login\n## 7 Glossary\n";
        assert_eq!(depths_of(flat), [2, 2, 2, 2, 2, 2, 3, 2]);
    }

    #[test]
    fn other_documents_have_the_depth_of_their_headings() {
        let few = "# A\n## Introduction and goals\n## Stakeholders\n## Constraints\n## Glossary\n";
        assert_eq!(depths_of(few), [1, 2, 2, 2, 2]);
    }
}
