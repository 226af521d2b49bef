//! Finds the known name that a misspelt one probably means.
//!
//! All "did you mean" of the program uses this measure: letters that are added, removed, replaced
//! or exchanged with their neighbour.

/// Most names that one misspelt name is compared with: there may be many of both.
const MOST_COMPARED: usize = 1000;

/// A known name that is like a misspelt one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Similar<'a> {
    /// The name.
    pub name: &'a str,
    /// How many changes of a letter make it the misspelt one.
    pub distance: usize,
    /// No other known name is as near.
    pub is_only: bool,
}

/// The most changes of a letter between a misspelt name and the one that is meant.
pub fn most_changes(wrong: &str) -> usize {
    1 + wrong.chars().count() / 4
}

/// The known name that is nearest to a misspelt one, the first one of several; `None` if none is
/// near enough. Only the first thousand names are compared.
pub fn similar<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Similar<'a>> {
    let length = wrong.chars().count();
    let most = most_changes(wrong);
    let known = known.into_iter().take(MOST_COMPARED);
    // As many letters must be added or removed as the lengths differ.
    let alike = known.filter(|name| name.chars().count().abs_diff(length) <= most);
    let mut best: Option<Similar<'a>> = None;
    for name in alike {
        let distance = strsim::osa_distance(wrong, name);
        match &mut best {
            _ if distance > most => {}
            Some(best) if distance == best.distance => best.is_only &= name == best.name,
            Some(best) if distance > best.distance => {}
            _ => {
                best = Some(Similar {
                    name,
                    distance,
                    is_only: true,
                });
            }
        }
    }
    best
}

/// The name of [`similar`].
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    similar(wrong, known).map(|similar| similar.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested() {
        assert_eq!(nearest("levle", ["level", "names"]), Some("level"));
        assert_eq!(
            nearest("min-token", ["min-tokens", "max-tokens"]),
            Some("min-tokens")
        );
        assert_eq!(nearest("xyz", ["level", "names"]), None);
        assert_eq!(nearest("größße", ["größe"]), Some("größe"));
    }

    #[test]
    fn names_that_are_as_near_are_told_apart_from_the_only_one() {
        let is_only = |known: [&'static str; 2]| similar("dup-3", known).map(|s| s.is_only);
        assert_eq!(is_only(["dup-1", "dup-2"]), Some(false));
        assert_eq!(is_only(["dup-1", "other"]), Some(true));
        assert_eq!(is_only(["dup-1", "dup-1"]), Some(true));
    }
}
