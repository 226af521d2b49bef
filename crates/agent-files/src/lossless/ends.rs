//! What an editor does to the end of a file: empty lines come and go, and text is added.

use archsite_core::markdown::outline::{BlockKind, Outline, ParseOptions};

use crate::{File, Manifest, MergeError, Shard};

/// Words that no document of a test has.
const WORDS: &str = "Added at the end.";

/// Checks each file with changes at its end, as one that can be compared with what was written
/// and as one that cannot.
///
/// # Errors
/// What does not hold.
pub(super) fn check(files: &[File], manifest: &Manifest) -> Result<(), String> {
    for (index, (shard, file)) in manifest.shards.iter().zip(files).enumerate() {
        let text = file.text.as_str();
        let original = crate::restore(shard, text).map_err(|error| error.to_string())?;
        if original.concat().replace("\r\n", "").contains('\r') {
            // A line end after a lone CR makes another line end of it.
            continue;
        }
        let bare = text.trim_end_matches(['\r', '\n']);
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        for base in [Some(text), None] {
            let fold = |edited: &str| {
                let folded = crate::merge_back(
                    shard,
                    base,
                    edited,
                    index > 0,
                    &ParseOptions::default(),
                    &|_| None,
                );
                folded.map(|folded| folded.parts)
            };
            for edited in [
                bare.to_string(),
                format!("{bare}{end}"),
                format!("{text}{end}{end}"),
            ] {
                let parts = fold(&edited);
                if parts.as_ref() != Ok(&original) {
                    return Err(format!("{edited:?} became {parts:?}, not {original:?}"));
                }
            }
            for count in [0, 1] {
                let edited = format!("{text}{end}{WORDS}{}", end.repeat(count));
                added(shard, &original, fold(&edited))
                    .map_err(|what| format!("{what}: {edited:?} from {original:?}"))?;
            }
        }
    }
    Ok(())
}

/// Text that was added at the end of a file is in the document before what is hidden, and nothing
/// else changed but empty lines.
fn added(
    shard: &Shard,
    original: &[String],
    parts: Result<Vec<String>, MergeError>,
) -> Result<(), String> {
    let parts = match parts {
        Ok(parts) => parts,
        // What is open at the end of the file takes the rule in.
        Err(MergeError::Open) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    let place = parts.iter().position(|part| part.contains(WORDS));
    let place = place.ok_or("the text is lost")?;
    if parts.len() != original.len() {
        return Err(format!("other parts, {parts:?}"));
    }
    let hides = |part: &String| {
        let mut edits = shard.edits.iter().flatten();
        edits.any(|(_, len, text)| *len == 0 && text.contains(part.trim_end()))
    };
    if !original[place + 1..].iter().all(hides) {
        return Err(format!("the text is before others, {parts:?}"));
    }
    let (last, before) = (&parts[place], &original[place]);
    let lines = |text: &str| -> Vec<String> {
        let lines = text.split('\n').map(|line| line.trim_end().to_string());
        lines
            .filter(|line| !line.is_empty() && line != WORDS)
            .collect()
    };
    let (mut after, mut expected) = (lines(last), lines(before));
    if !before.ends_with('\n') {
        // The last line gets an end, so it is an edited one: whoever merges leads its links back.
        after.pop();
        expected.pop();
    }
    let is_same = |at: usize| at == place || parts[at] == original[at];
    if !(0..parts.len()).all(is_same) || after != expected {
        return Err(format!("other text changed, {parts:?}"));
    }
    let at = last.find(WORDS).unwrap_or_default();
    let mut edits = shard.edits.iter().flatten();
    let is_rule = |text: &str| !text.is_empty() && text.trim().trim_matches(['-', '*']).is_empty();
    if edits.any(|(_, len, text)| *len == 0 && is_rule(text) && text.len() > 3) {
        let outline = Outline::parse(last, &ParseOptions::default());
        let mut rules = outline.blocks.iter().rev();
        if !rules.any(|block| block.kind == BlockKind::Rule && block.range.start > at) {
            return Err(format!("the rule is not behind the text, {last:?}"));
        }
    }
    Ok(())
}
