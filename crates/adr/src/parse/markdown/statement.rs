//! The decision in one sentence (format 12): "In the context of …, facing …, we decided for …
//! and neglected …, to achieve …, accepting …".

use std::ops::Range;

use crate::parse::markdown::doc::{Block, Doc};

/// The beginning of the sentence.
pub(crate) const OPENING: &str = "in the context";

/// The chosen option and its byte range.
pub(crate) fn find(doc: &Doc<'_>) -> Option<(String, Range<usize>)> {
    doc.parts.iter().find_map(|part| {
        if !matches!(part.block, Block::Text | Block::Item(_)) {
            return None;
        }
        // Cheap: the first word tells most paragraphs apart.
        let start = doc.text[part.range.clone()].trim_start_matches(['*', '_', '"', ' ', '>']);
        let opens = start.get(..OPENING.len())?.eq_ignore_ascii_case(OPENING);
        let chosen = opens.then(|| chosen(&doc.plain(part)))??;
        Some((chosen, part.range.clone()))
    })
}

/// The option that a sentence decides for.
pub(crate) fn chosen(sentence: &str) -> Option<String> {
    let lower = sentence.to_ascii_lowercase();
    let faces = lower.contains("facing") || lower.contains("faced with");
    let decided = lower.find("decided")?;
    let rest = &sentence[decided + "decided".len()..];
    let rest = rest
        .trim_start()
        .trim_start_matches("for ")
        .trim_start_matches("to ");
    let below = rest.to_ascii_lowercase();
    let ends = [
        " and neglected",
        ", neglecting",
        " and against",
        " to achieve",
        ", to achieve",
        ", accepting",
        ".",
    ];
    let end = ends
        .iter()
        .filter_map(|end| below.find(end))
        .min()
        .unwrap_or(rest.len());
    let chosen = rest[..end].trim().trim_end_matches(',');
    (faces && !chosen.is_empty()).then(|| chosen.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_found() {
        let sentence = "In the context of the shop, facing slow pages, we decided for a cache \
                        and neglected more servers, to achieve speed, accepting stale data.";
        assert_eq!(chosen(sentence).as_deref(), Some("a cache"));
        assert_eq!(
            chosen("In the context of the shop we decided nothing"),
            None
        );
    }
}
