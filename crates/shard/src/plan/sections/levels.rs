//! How deep sections are: by their headings, and by their numbers where the headings do not tell.

use archsite_core::markdown::outline::Heading;

use crate::plan::names::titles::number;

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
