//! Which parts of a record can hold values, found by a scan of its lines.
//!
//! Most of a record is prose below headings that name no value, and parsing it costs more than
//! all else. Text like a heading in code or in HTML must not end a
//! section, and one that is missed must not hide a value: where the scan is not sure of a line,
//! everything from that section on is parsed. It reads no values and never guesses; a test
//! compares what is read with what a parse of the whole record gives.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2_iter, memmem};

use crate::parse::markdown::statement;
use crate::parse::vocabulary::{Section, Vocabulary};

/// A piece of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Lines that are parsed.
    Parse(Range<usize>),
    /// The heading of a section that holds no values: its level, and its words.
    Heading(u8, Range<usize>),
}

/// The pieces of the text after `start`.
pub(crate) fn pieces(text: &str, start: usize, vocabulary: &Vocabulary) -> Vec<Piece> {
    let lines = Lines {
        text,
        bytes: text.as_bytes(),
        at: start,
    };
    let mut skim = Skim {
        vocabulary,
        lines,
        pieces: Vec::with_capacity(16),
        section: start,
        skipped: None,
        headings: 0,
        blank: true,
        html: false,
    };
    let sure = lone_returns(text.as_bytes()).is_none() && skim.run().is_some();
    skim.skipped = skim.skipped.filter(|_| sure);
    skim.close(text.len());
    skim.pieces
}

/// A carriage return on its own ends a line for the parser.
fn lone_returns(bytes: &[u8]) -> Option<usize> {
    memchr_iter(b'\r', bytes).find(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// The lines of a text, from some place on.
struct Lines<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Lines<'t> {
    /// The next line without its end, and where it begins.
    fn next(&mut self) -> Option<(usize, &'t [u8])> {
        let start = self.at;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest);
        self.at = length.map_or(self.bytes.len(), |length| start + length + 1);
        let line = &rest[..length.unwrap_or(rest.len())];
        Some((start, line.strip_suffix(b"\r").unwrap_or(line)))
    }
}

struct Skim<'t> {
    vocabulary: &'t Vocabulary,
    lines: Lines<'t>,
    pieces: Vec<Piece>,
    /// Where the section began.
    section: usize,
    /// The heading of the section, if nothing in it can be a value.
    skipped: Option<(u8, Range<usize>)>,
    headings: usize,
    /// No paragraph is open that a line of dashes could make a heading of.
    blank: bool,
    /// HTML may have begun; it ends at a blank line.
    html: bool,
}

/// `None` where the scan is not sure what a line is.
type Sure = Option<()>;

impl<'t> Skim<'t> {
    fn run(&mut self) -> Sure {
        while let Some((start, line)) = self.lines.next() {
            let Some(first) = line.first() else {
                (self.blank, self.html) = (true, false);
                continue;
            };
            match first {
                b'#' => match heading_level(line) {
                    Some(_) if self.html => return None,
                    Some(level) => self.heading(start, line, level),
                    None => self.blank = false,
                },
                b'`' | b'~' | b'<' | b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'=' => {
                    self.special(line)?;
                }
                b'0'..=b'9' => self.special(line)?,
                0..b' ' => return None,
                _ => self.blank = false,
            }
        }
        Some(())
    }

    /// A line that is more than the text of a paragraph.
    fn special(&mut self, line: &[u8]) -> Sure {
        let indent = line.iter().take_while(|b| **b == b' ').count();
        let mut rest = trimmed(line);
        if rest.is_empty() {
            (self.blank, self.html) = (true, false);
            return Some(());
        }
        let plain = rest.len() + indent == line.len();
        let mut marked = false;
        loop {
            if is_underline(rest) && !self.blank {
                return None;
            }
            match without_marker(rest) {
                Some(inner) => (rest, marked) = (inner, true),
                None => break,
            }
        }
        match rest.first() {
            Some(b'#') if heading_level(rest).is_some() => return None,
            Some(mark @ (b'`' | b'~')) => {
                if let Some(length) = fence(rest) {
                    return if marked || !plain || self.html {
                        None
                    } else {
                        self.code(indent, *mark, length)
                    };
                }
            }
            Some(b'<') => return self.markup(rest, rest.len() == line.len()),
            _ => {}
        }
        self.blank = false;
        Some(())
    }

    /// Skips to the end of code. Inside a list a line further to the left would end it.
    fn code(&mut self, indent: usize, mark: u8, length: usize) -> Sure {
        while let Some((_, line)) = self.lines.next() {
            let rest = trimmed(line);
            let blanks = line.iter().take_while(|b| **b == b' ').count();
            if !rest.is_empty() && blanks < indent {
                return None;
            }
            let marks = rest.iter().take_while(|b| **b == mark).count();
            if marks >= length && trimmed(&rest[marks..]).is_empty() {
                let exact = blanks == indent && rest.len() + blanks == line.len();
                let ends = rest[marks..].iter().all(|b| *b == b' ');
                self.blank = true;
                return (exact && ends).then_some(());
            }
        }
        None
    }

    /// HTML: a comment ends at its mark, a block at a blank line.
    fn markup(&mut self, rest: &[u8], at_start: bool) -> Sure {
        if let Some(inner) = rest.strip_prefix(b"<!--") {
            if inner.starts_with(b">") || inner.starts_with(b"->") {
                return None;
            }
            self.blank = false;
            if memmem::find(inner, b"-->").is_some() {
                return Some(());
            }
            if !at_start || self.html {
                return None;
            }
            while let Some((_, line)) = self.lines.next() {
                if memmem::find(line, b"-->").is_some() {
                    return Some(());
                }
            }
            return None;
        }
        let name = rest[1..].strip_prefix(b"/").unwrap_or(&rest[1..]);
        let end = name.iter().position(|b| !b.is_ascii_alphanumeric());
        let name = &name[..end.unwrap_or(name.len())];
        let raw: [&[u8]; 4] = [b"script", b"pre", b"style", b"textarea"];
        let declares = matches!(rest.get(1), Some(b'!' | b'?'));
        if declares || raw.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            return None;
        }
        (self.blank, self.html) = (false, true);
        Some(())
    }

    /// A section ends and another begins.
    fn heading(&mut self, start: usize, line: &[u8], level: u8) {
        self.close(start);
        self.section = start;
        let words = &line[usize::from(level)..];
        let from = start + line.len() - trimmed(words).len();
        let range = from..from + trimmed(words).trim_ascii_end().len();
        let text = &self.lines.text[range.clone()];
        let plain = !text.bytes().any(is_markup);
        let prose = plain && matches!(self.vocabulary.section(text), Section::Prose);
        // The fields of a record are below its title, whatever its words are.
        self.skipped = (prose && self.headings > 0).then_some((level, range));
        self.headings += 1;
        self.blank = true;
    }

    /// Notes the section that ends at `end`.
    fn close(&mut self, end: usize) {
        let section = self.section..end;
        let skipped = self.skipped.take();
        let skipped = skipped.filter(|_| !may_state(&self.lines.bytes[section.clone()]));
        match (skipped, self.pieces.last_mut()) {
            (Some((level, words)), _) => self.pieces.push(Piece::Heading(level, words)),
            (None, Some(Piece::Parse(before))) if before.end == section.start => before.end = end,
            (None, _) => self.pieces.push(Piece::Parse(section)),
        }
    }
}

/// Whether a byte is markup, so that the words of a heading may differ from its source.
fn is_markup(byte: u8) -> bool {
    matches!(
        byte,
        b'*' | b'_' | b'`' | b'[' | b']' | b'<' | b'>' | b'&' | b'\\' | b'!' | b'~' | b'#' | b'\t'
    )
}

/// Whether a section may contain a sentence that states the decision.
fn may_state(section: &[u8]) -> bool {
    let opening = statement::OPENING.as_bytes();
    // Its rarest letter is the one before its last.
    memchr2_iter(b'x', b'X', section).any(|at| {
        let whole = (at + 2).checked_sub(opening.len());
        let whole = whole.and_then(|from| section.get(from..at + 2));
        whole.is_some_and(|whole| whole.eq_ignore_ascii_case(opening))
    })
}

fn trimmed(line: &[u8]) -> &[u8] {
    let from = line.iter().position(|b| !matches!(b, b' ' | b'\t'));
    &line[from.unwrap_or(line.len())..]
}

/// The level of a heading that begins with marks.
fn heading_level(line: &[u8]) -> Option<u8> {
    let level = line.iter().take(7).take_while(|b| **b == b'#').count();
    let ends = line.get(level).is_none_or(|b| *b <= b' ');
    (ends && (1..=6).contains(&level)).then_some(level as u8)
}

/// A line that makes a heading of the one above it.
fn is_underline(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let same = |mark: u8| line.iter().all(|b| *b == mark);
    match line.first() {
        Some(mark @ (b'=' | b'-')) => same(*mark),
        _ => false,
    }
}

/// How many marks open code.
fn fence(line: &[u8]) -> Option<usize> {
    let mark = *line.first()?;
    let length = line.iter().take_while(|b| **b == mark).count();
    let inline = mark == b'`' && line[length..].contains(&b'`');
    (length >= 3 && !inline).then_some(length)
}

/// The text after the mark of a quotation or of a list item.
fn without_marker(line: &[u8]) -> Option<&[u8]> {
    let (length, quotes) = match line.first()? {
        b'>' => (1, true),
        b'-' | b'*' | b'+' => (1, false),
        b'0'..=b'9' => {
            let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
            let point = matches!(line.get(digits), Some(b'.' | b')'));
            (digits + usize::from(point && digits <= 9), false)
        }
        _ => return None,
    };
    let rest = &line[length..];
    let marker =
        quotes || matches!(rest.first(), Some(b' ' | b'\t')) && !line[length - 1].is_ascii_digit();
    marker.then(|| trimmed(rest))
}

#[cfg(test)]
mod tests;
