//! The end of a shard: empty lines, the rule that is hidden among them, and the list of sections.
//!
//! It is a tail of the section: whatever an editor does to the end of the file, new text comes
//! before it, and it stays as it was written.

use std::borrow::Cow;

use crate::manifest::Shard;
use crate::manifest::lines::{self, Line, Width};

/// Characters of lines that say nothing.
const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];
const LINE_ENDS: [&str; 2] = ["\n", "\r\n"];

/// What a shard ends with, as it was written.
#[derive(Debug, Default)]
pub(super) struct Tail<'a> {
    /// Empty lines after the text of the section.
    before: String,
    /// Lines of a list that was generated after them.
    list: &'a [Line],
    /// Empty lines after the list.
    behind: String,
    /// How many lines that are.
    lines: usize,
    bytes: usize,
}

impl<'a> Tail<'a> {
    /// The tail of a shard, from its lines, and from `base`, the text as it was written, if that
    /// is known.
    pub(super) fn new(shard: &Shard, lines: &'a [Line], base: Option<&str>) -> Tail<'a> {
        let mut walk = Walk {
            rest: lines,
            start: lines.iter().map(|line| line.bytes).sum(),
            base,
            blank_from: usize::MAX,
        };
        let bytes = walk.start;
        let mut tail = Tail {
            behind: walk.blanks(),
            ..Tail::default()
        };
        // Behind the rule nothing but blanks was left.
        let rule = shard
            .hidden_rule()
            .and_then(|rule| shard.edits.as_ref()?.get(rule));
        let edits = shard.edits.iter().flatten();
        if let Some((at, len, _)) = edits.last().filter(|(at, len, original)| {
            *at > 0 && *len > 0 && original.is_empty() && at + len >= walk.start
        }) && at + len <= bytes
        {
            let (all, from) = (walk.rest, *at);
            walk.skip_to(from);
            // Empty lines at its top are as those before it.
            let list = &all[walk.rest.len()..];
            let blanks = list.iter().take_while(|line| blank(line).is_some()).count();
            tail.list = &list[blanks..];
            walk.start += list[..blanks].iter().map(|line| line.bytes).sum::<usize>();
            walk.rest = &all[..walk.rest.len() + blanks];
        }
        walk.blank_from = rule.map_or(usize::MAX, |(at, ..)| *at);
        let blanks = walk.blanks();
        if tail.list.is_empty() {
            tail.behind = blanks + &tail.behind;
        } else {
            tail.before = blanks;
        }
        tail.lines = lines.len() - walk.rest.len();
        tail.bytes = bytes - walk.start;
        tail
    }

    /// How many lines it has.
    pub(super) fn lines(&self) -> usize {
        self.lines
    }

    /// Its length.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// An edited shard with this tail in the place of its own; none if the list is not there as it
    /// was written. Text after the list is text of the section.
    pub(super) fn restored(
        &self,
        edited: &str,
        lines: &[Line],
        base: Option<&str>,
    ) -> Option<String> {
        let with_end = (!self.list.is_empty()).then(|| ended(edited));
        let edited = with_end.as_deref().unwrap_or(edited);
        let (above, list, below) = self.around_list(edited)?;
        let joined;
        let text = if below.trim_matches(BLANK).is_empty() {
            above
        } else {
            let above = &above[..end_of_text(above)];
            let end = if above.ends_with("\r\n") {
                "\r\n"
            } else {
                "\n"
            };
            joined = [above, end, below.trim_start_matches(['\n', '\r'])].concat();
            &joined
        };
        let text = &*self.with_one_blank_line(text, lines);
        let end = end_of_text(text);
        let (body, own) = match text[..end].strip_suffix("\r\n") {
            Some(body) => (body, "\r\n"),
            None => text[..end]
                .strip_suffix('\n')
                .map_or((&text[..end], ""), |body| (body, "\n")),
        };
        let line_end = self.line_end(body, own, lines, base);
        Some([body, line_end, &self.before, list, &self.behind].concat())
    }

    /// A text to which something was added at the end, with one empty line between: those that
    /// were the last ones are a part of the tail.
    fn with_one_blank_line<'t>(&self, text: &'t str, lines: &[Line]) -> Cow<'t, str> {
        let body = &lines[..lines.len() - self.lines];
        let bytes = body.iter().map(|line| line.bytes).sum();
        let Some((own, added)) = text.split_at_checked(bytes) else {
            return Cow::Borrowed(text);
        };
        let blanks = added.len() - added.trim_start_matches(BLANK).len();
        let Some(last) = added[..blanks].rfind('\n') else {
            return Cow::Borrowed(text);
        };
        if blanks == added.len() || !own.ends_with('\n') || lines::of(own, Width::of(lines)) != body
        {
            return Cow::Borrowed(text);
        }
        let end = if own.ends_with("\r\n") { "\r\n" } else { "\n" };
        Cow::Owned([own, end, &added[last + 1..]].concat())
    }

    /// An edited shard around the list, which is empty where there is none.
    fn around_list<'t>(&self, edited: &'t str) -> Option<(&'t str, &'t str, &'t str)> {
        if self.list.is_empty() {
            return Some((edited, "", ""));
        }
        let now = lines::of(edited, Width::of(self.list));
        let mut windows = now.windows(self.list.len());
        let at = windows.rposition(|window| window == self.list)?;
        let bytes = |lines: &[Line]| lines.iter().map(|line| line.bytes).sum::<usize>();
        let (above, rest) = edited.split_at_checked(bytes(&now[..at]))?;
        let (list, below) = rest.split_at_checked(bytes(self.list))?;
        Some((above, list, below))
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
        let mut ends = ["\n", "\r\n", ""].into_iter();
        if let Some(end) =
            ends.find(|end| lines::of(&format!("{line}{end}"), Width::of(lines)).last() == last)
        {
            return end;
        }
        let before = base.map(|base| &base[..base.len() - self.bytes]);
        let mut ends = LINE_ENDS.into_iter().rev();
        match before {
            Some(before) => ends.find(|end| before.ends_with(end)).unwrap_or(own),
            None if self.lines == 0 => own,
            None if self.before.contains('\r') || self.behind.contains('\r') => "\r\n",
            None => "\n",
        }
    }
}

/// A text with an end of its last line, as its first line has it.
fn ended(text: &str) -> Cow<'_, str> {
    if text.ends_with('\n') {
        return Cow::Borrowed(text);
    }
    let first = text.split('\n').next().unwrap_or_default();
    let end = if first.ends_with('\r') { "\r\n" } else { "\n" };
    Cow::Owned([text, end].concat())
}

/// Where the last line of a text ends that says something.
fn end_of_text(text: &str) -> usize {
    let said = text.trim_end_matches(BLANK).len();
    text[said..]
        .find('\n')
        .map_or(text.len(), |at| said + at + 1)
}

/// A walk over the lines of a shard from its end.
struct Walk<'a, 'b> {
    rest: &'a [Line],
    /// Where the last line of the rest ends.
    start: usize,
    base: Option<&'b str>,
    /// From here on all is blank.
    blank_from: usize,
}

impl Walk<'_, '_> {
    /// Takes the empty lines at the end.
    fn blanks(&mut self) -> String {
        let mut taken: Vec<Cow<'_, str>> = Vec::new();
        while let Some((line, rest)) = self.rest.split_last() {
            let start = self.start - line.bytes;
            let text = match self.base {
                Some(base) => base.get(start..self.start).map(Cow::Borrowed),
                None if start >= self.blank_from => {
                    Some(blank(line).unwrap_or_else(|| filler(line)))
                }
                None => blank(line),
            };
            let is_blank =
                |text: &Cow<'_, str>| text.ends_with('\n') && text.trim_matches(BLANK).is_empty();
            match text.filter(is_blank) {
                Some(text) => taken.push(text),
                None => break,
            }
            (self.rest, self.start) = (rest, start);
        }
        taken.iter().rev().map(AsRef::as_ref).collect()
    }

    /// Takes the lines that begin at a place or after it.
    fn skip_to(&mut self, place: usize) {
        while let Some((line, rest)) = self.rest.split_last() {
            let start = self.start - line.bytes;
            if start < place {
                break;
            }
            (self.rest, self.start) = (rest, start);
        }
    }
}

/// The text of a line of blanks, which its hash tells.
pub(super) fn blank(line: &Line) -> Option<Cow<'static, str>> {
    let is_line = |text: &str| lines::of(text, line.width()).first() == Some(line);
    if let Some(end) = LINE_ENDS.into_iter().find(|end| is_line(end)) {
        return Some(Cow::Borrowed(end));
    }
    let mut fills = LINE_ENDS.into_iter().flat_map(|end| {
        let count = line.bytes.saturating_sub(end.len());
        [" ", "\t"].map(|blank| blank.repeat(count) + end)
    });
    fills.find(|text| is_line(text)).map(Cow::Owned)
}

/// Blanks in the place of a line whose blanks are not known.
fn filler(line: &Line) -> Cow<'static, str> {
    Cow::Owned(" ".repeat(line.bytes.saturating_sub(1)) + "\n")
}
