//! The end of a shard: empty lines, with the rule that is hidden among them.
//!
//! It is a tail of the section: whatever an editor does to the end of the file, new text comes
//! before it, and it stays as it was written.

use std::borrow::Cow;

use super::lines::{self, Line};
use super::manifest::Shard;

/// Characters of lines that say nothing.
const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];
const LINE_ENDS: [&str; 2] = ["\n", "\r\n"];

/// The empty lines at the end of a shard, as they were written.
#[derive(Debug)]
pub(super) struct Tail {
    text: String,
    lines: usize,
}

impl Tail {
    /// The tail of a shard, from its lines, or from `base`, the text as it was written.
    pub(super) fn new(shard: &Shard, lines: &[Line], base: Option<&str>) -> Tail {
        let edits = shard.edits.iter().flatten();
        let generated = edits.filter(|(_, len, _)| *len > 0);
        let from = generated.map(|(at, len, _)| at + len).max().unwrap_or(0);
        // Behind the rule nothing but blanks was left.
        let blank_from = match shard.edits.iter().flatten().last() {
            Some((at, ..)) if shard.hidden_rule().is_some() => *at,
            _ => usize::MAX,
        };
        let mut parts: Vec<Cow<'_, str>> = Vec::new();
        let mut start: usize = lines.iter().map(|line| line.bytes).sum();
        for line in lines.iter().rev() {
            let end = start;
            start -= line.bytes;
            let text = match base {
                Some(base) => base.get(start..end).map(Cow::Borrowed),
                None if start >= blank_from => Some(blank(line).unwrap_or_else(|| filler(line))),
                None => blank(line),
            };
            match text.filter(|text| start >= from && text.trim_matches(BLANK).is_empty()) {
                Some(text) if text.ends_with('\n') => parts.push(text),
                _ => break,
            }
        }
        Tail {
            lines: parts.len(),
            text: parts.iter().rev().map(AsRef::as_ref).collect(),
        }
    }

    /// How many lines it has.
    pub(super) fn lines(&self) -> usize {
        self.lines
    }

    /// Its length.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// An edited shard with this tail in the place of its own.
    pub(super) fn restored(&self, edited: &str, lines: &[Line], base: Option<&str>) -> String {
        let said = edited.trim_end_matches(BLANK).len();
        let end = edited[said..].find('\n').map(|at| said + at);
        let own = match end {
            Some(end) if edited[..end].ends_with('\r') => "\r\n",
            Some(_) => "\n",
            None => "",
        };
        let body = &edited[..end.map_or(edited.len(), |end| end + 1 - own.len())];
        let line_end = self.line_end(body, own, lines, base);
        [body, line_end, &self.text].concat()
    }

    /// How the last line that says something ends. `own` is how it ends in the edited shard.
    fn line_end<'e>(
        &self,
        body: &str,
        own: &'e str,
        lines: &[Line],
        base: Option<&str>,
    ) -> &'e str {
        let last = lines.len().checked_sub(self.lines + 1);
        let last = last.and_then(|last| lines.get(last));
        let line = body.rsplit('\n').next().unwrap_or_default();
        // The line as it was, if it is still the last one.
        let ends = ["\n", "\r\n", ""];
        let mut known = ends.into_iter();
        if let Some(end) = known.find(|end| lines::of(&format!("{line}{end}")).last() == last) {
            return end;
        }
        let before = base.map(|base| &base[..base.len() - self.text.len()]);
        let mut ends = LINE_ENDS.into_iter().rev();
        match (before, self.text.lines().next()) {
            (Some(before), _) => ends.find(|end| before.ends_with(end)).unwrap_or(own),
            (None, Some(_)) if self.text.contains("\r\n") => "\r\n",
            (None, Some(_)) => "\n",
            (None, None) => own,
        }
    }
}

/// The text of a line of blanks, which its hash tells.
fn blank(line: &Line) -> Option<Cow<'static, str>> {
    let is_line = |text: &str| lines::of(text).first() == Some(line);
    if let Some(end) = LINE_ENDS.into_iter().find(|end| is_line(end)) {
        return Some(Cow::Borrowed(end));
    }
    let fills = LINE_ENDS.into_iter().flat_map(|end| {
        let count = line.bytes.saturating_sub(end.len());
        [" ", "\t"].map(|blank| blank.repeat(count) + end)
    });
    fills.into_iter().find(|text| is_line(text)).map(Cow::Owned)
}

/// Blanks in the place of a line whose blanks are not known.
fn filler(line: &Line) -> Cow<'static, str> {
    Cow::Owned(" ".repeat(line.bytes.saturating_sub(1)) + "\n")
}
