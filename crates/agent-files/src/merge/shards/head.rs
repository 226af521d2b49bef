//! What is generated at the top of a shard, put back where somebody wrote the file anew.
//!
//! The name of a file says which section it is, so that nothing there is needed. Texts in, texts out.

use anyhow::bail;
use archsite_core::markdown::front_matter;
use archsite_core::markdown::outline::{BlockKind, Outline, ParseOptions};
use archsite_core::text::edited;
use archsite_shard::rewrite::edits::shift_heading;

use crate::files;
use crate::files::file::MadeBy;
use crate::manifest::{Manifest, Shard};

/// How the comment of a shard begins, without the mark of a comment.
const COMMENT: &str = "Shard of ";

/// A file without the comment at its top, or with one that was changed but still says where the file is
/// among the others, with all that is generated there; none if the comment needs nothing. `base` is the
/// file as it was written, if that is known.
///
/// # Errors
/// What was generated at its top cannot be made again.
pub(super) fn restored(
    manifest: &Manifest,
    index: usize,
    text: &str,
    base: Option<&str>,
) -> anyhow::Result<Option<String>> {
    let comment = comment(manifest, index);
    if let Some((own, rest)) = own_comment(text) {
        let written = base.and_then(own_comment).map(|(written, _)| written);
        let written = written.unwrap_or(comment.trim_end());
        let is_edited = own != written && place(own) == place(written);
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let rest = rest.trim_start_matches(['\n', '\r']);
        return Ok(is_edited.then(|| [written, line_end, line_end, rest].concat()));
    }
    let has_comment = text.contains("<!-- Shard of ") || text.trim_start().starts_with("<!--");
    if has_comment || text.trim().is_empty() {
        return Ok(None);
    }
    let shard = &manifest.shards[index];
    let options = &manifest.parse_options();
    let generated = shard.edits.iter().flatten().next();
    let generated = generated
        .filter(|(at, ..)| *at == 0)
        .map_or(0, |(_, len, _)| *len);
    let head = match base.and_then(|base| base.get(..generated)) {
        Some(head) => head.to_string(),
        None if comment.len() == generated => comment,
        None => bail!(
            "`{}` has no comment at its top, and what was generated there cannot be made again; \
             put this line back as the first one, and what followed it: {}",
            shard.file,
            comment.trim_end()
        ),
    };
    // The front matter belongs to the file.
    let text = &text[front_matter::length(text)..];
    // An index without a title of its own has a generated one.
    let title = head
        .rsplit_once("\n# ")
        .map(|(_, title)| format!("# {}", title.trim_end()));
    let rest = text.trim_start_matches(['\n', '\r']);
    let rest = title
        .and_then(|title| rest.strip_prefix(title.as_str()))
        .unwrap_or(rest);
    let mut rest = at_top_level(shard, options, rest.trim_start_matches(['\n', '\r']));
    if shard.hidden_rule().is_some() {
        rest.truncate(rest.len() - last_rule(&rest, options));
    }
    if let Some(list) = missing_list(shard, &rest, base) {
        rest = format!("{}\n\n{list}", rest.trim_end());
    }
    Ok(Some(head + &rest))
}

/// The comment at the top of a shard, with the empty line after it.
fn comment(manifest: &Manifest, index: usize) -> String {
    let shards = &manifest.shards;
    let source = &manifest.source;
    let place = files::Place {
        section: (index > 0).then(|| shards[index].path.join(" › ")),
        previous: index
            .checked_sub(1)
            .map(|before| shards[before].file.as_str()),
        next: shards.get(index + 1).map(|next| next.file.as_str()),
    };
    let own = &shards[index].file;
    files::comment(MadeBy::Shard, own, (source, source), &place)
}

/// The comment of a shard at the top of a text, whatever its blanks are, and what follows it.
fn own_comment(text: &str) -> Option<(&str, &str)> {
    let end = text.find("-->")? + "-->".len();
    let inner = text.strip_prefix("<!--")?.trim_start();
    inner
        .starts_with(COMMENT)
        .then(|| (&text[..end], &text[end..]))
}

/// What a comment says but for the titles of the section, which somebody may have renamed there as well.
fn place(comment: &str) -> String {
    let inner = comment.trim_start_matches("<!--").trim_end_matches("-->");
    let words: Vec<&str> = inner.split_whitespace().collect();
    let words = words.join(" ");
    let Some((before, section)) = words.split_once(" Section: ") else {
        return words;
    };
    let neighbours = section
        .rfind(" Previous: ")
        .or_else(|| section.rfind(" Next: "));
    [before, neighbours.map_or("", |at| &section[at..])].concat()
}

/// A text whose headings begin at the level that its section has in the document, as a file has them
/// whose text was taken from there: moved up as those of the shard are.
fn at_top_level(shard: &Shard, options: &ParseOptions, text: &str) -> String {
    let outline = Outline::parse(text, options);
    let headings = outline.headings.iter();
    let headings: Vec<_> = headings
        .filter(|heading| heading.root && heading.level > 0)
        .collect();
    let level = shard.shift + 1;
    let is_first = headings
        .first()
        .is_some_and(|first| first.level == level && first.line_start == 0);
    if shard.shift == 0 || !is_first || headings.iter().any(|heading| heading.level < level) {
        return text.to_string();
    }
    let edits = headings
        .iter()
        .flat_map(|heading| shift_heading(heading, shard.shift));
    edited(text, edits.collect())
}

/// Length of a rule that ends a text, which is hidden in the files of this program.
fn last_rule(text: &str, options: &ParseOptions) -> usize {
    let outline = Outline::parse(text, options);
    let last = outline
        .blocks
        .last()
        .filter(|last| last.kind == BlockKind::Rule && text[last.range.end..].trim().is_empty());
    last.map_or(0, |last| text.len() - last.range.start)
}

/// The list of sections that an index ended with, if it has none of it any more.
fn missing_list<'b>(shard: &Shard, text: &str, base: Option<&'b str>) -> Option<&'b str> {
    let (at, len, original) = shard.edits.as_ref()?.last()?;
    let base = base?;
    let is_list = *at > 0 && original.is_empty() && at + len >= base.trim_end().len();
    let list = base.get(*at..).filter(|_| is_list)?.trim_start();
    let heading = list.lines().next().filter(|line| line.starts_with('#'))?;
    let is_gone = !text.lines().any(|line| line.trim_end() == heading) && !text.contains("](./");
    is_gone.then_some(list)
}
