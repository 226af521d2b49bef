//! Where a text holds formulas, for books in which something sets them: brackets there are no
//! links.
//!
//! It reads `$…$`, `$$…$$`, `\(…\)` and `\[…\]` outside of code, as the programs do that set
//! formulas, and is asked about books with such a program only.

use std::ops::Range;

use archsite_core::text::lines;
use memchr::memmem;

/// The formulas of a text, in order.
pub(crate) fn spans(text: &str) -> Vec<Range<usize>> {
    if memchr::memchr2(b'$', b'\\', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut scan = Scan {
        text,
        at: 0,
        paragraph: 0,
        missing: [0; 2],
        ticks: Vec::new(),
        found: Vec::new(),
    };
    while scan.at < text.len() {
        scan.step();
    }
    scan.found
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// End of the paragraph that was last looked at.
    paragraph: usize,
    /// Up to where no `\)` and no `\]` is.
    missing: [usize; 2],
    /// Lengths of runs of backticks that nothing closes, each with up to where.
    ticks: Vec<(usize, usize)>,
    found: Vec<Range<usize>>,
}

impl Scan<'_> {
    fn step(&mut self) {
        let bytes = self.text.as_bytes();
        let rest = &bytes[self.at..];
        let Some(next) = rest
            .iter()
            .position(|b| matches!(b, b'$' | b'\\' | b'`' | b'~'))
        else {
            self.at = bytes.len();
            return;
        };
        self.at += next;
        match bytes[self.at] {
            b'\\' => self.backslash(),
            b'$' => self.dollar(),
            _ => self.code(),
        }
    }

    /// End of the paragraph that holds the place.
    fn paragraph(&mut self) -> usize {
        if self.paragraph <= self.at {
            let mut end = lines::line_end(self.text, self.at);
            while end < self.text.len() {
                let next = lines::line_end(self.text, end);
                if self.text[end..next].trim().is_empty() {
                    break;
                }
                end = next;
            }
            self.paragraph = end;
        }
        self.paragraph
    }

    /// Skips code: a fence, or a run of backticks up to the next run of the same length.
    fn code(&mut self) {
        let (text, start) = (self.text, self.at);
        let mark = text.as_bytes()[start];
        let run = run(text, start);
        self.at += run;
        let line = lines::line_start(text, start);
        let is_first = text[line..start].chars().all(|c| c == ' ' || c == '>');
        if run >= 3 && is_first {
            self.at = fence_end(text, start, run);
            return;
        }
        let end = self.paragraph();
        let known = |(length, until): &(usize, usize)| *length == run && *until >= end;
        if mark != b'`' || self.ticks.iter().any(known) {
            return;
        }
        let mut at = self.at;
        while let Some(next) = memchr::memchr(b'`', &text.as_bytes()[at..end]) {
            let other = self::run(text, at + next);
            at += next + other;
            if other == run {
                self.at = at;
                return;
            }
        }
        self.ticks.push((run, end));
    }

    /// `\(…\)` and `\[…\]`, with one backslash or two; anything else is escaped.
    fn backslash(&mut self) {
        let rest = &self.text[self.at..];
        let slashes = if rest.starts_with("\\\\") { 2 } else { 1 };
        let Some((index, close)) = (match rest.as_bytes().get(slashes) {
            Some(b'(') => Some((0, "\\)")),
            Some(b'[') => Some((1, "\\]")),
            _ => None,
        }) else {
            let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
            self.at += 1 + escaped;
            return;
        };
        let start = self.at;
        self.at += slashes + 1;
        let end = self.paragraph();
        if self.missing[index] >= end {
            return;
        }
        let Some(found) = memmem::find(&self.text.as_bytes()[self.at..end], close.as_bytes())
        else {
            self.missing[index] = end;
            return;
        };
        let close = self.at + found + 2;
        // `\[` with one backslash is text in brackets, unless it is a display of its own.
        let before = &self.text[lines::line_start(self.text, start)..start];
        let behind = &self.text[close..lines::line_end(self.text, close)];
        let is_alone = before.trim().is_empty() && behind.trim().is_empty();
        if index == 0 || slashes == 2 || is_alone {
            self.found.push(start..close);
            self.at = close;
        }
    }

    fn dollar(&mut self) {
        if self.text[self.at..].starts_with("$$") {
            self.display();
        } else {
            self.inline();
        }
    }

    /// `$$…$$`, which may hold empty lines.
    fn display(&mut self) {
        let start = self.at;
        self.at += 2;
        let Some(close) = memmem::find(&self.text.as_bytes()[self.at..], b"$$") else {
            return;
        };
        let end = self.at + close;
        // A heading ends any formula.
        if !self.text[start..end].contains("\n#") {
            self.found.push(start..end + 2);
            self.at = end + 2;
        }
    }

    /// `$…$` in one paragraph. Prices are no formulas.
    fn inline(&mut self) {
        let start = self.at;
        let paragraph = self.paragraph();
        self.at += 1;
        let bytes = self.text.as_bytes();
        let mut end = self.at;
        loop {
            let Some(next) = memchr::memchr(b'$', &bytes[end..paragraph]) else {
                return;
            };
            end += next;
            let slashes = bytes[..end]
                .iter()
                .rev()
                .take_while(|b| **b == b'\\')
                .count();
            if slashes % 2 == 0 {
                break;
            }
            end += 1;
        }
        let is_space = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let opens = !is_space(start + 1);
        let closes = !is_space(end - 1);
        let are_prices = is_digit(start + 1) && is_digit(end + 1);
        if end > start + 1 && (closes || !opens) && !are_prices {
            self.found.push(start..end + 1);
            self.at = end + 1;
        }
    }
}

/// How many bytes from `at` on are the same.
fn run(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..];
    bytes.iter().take_while(|byte| **byte == bytes[0]).count()
}

/// The end of a fence that opens at `start` with `length` marks.
fn fence_end(text: &str, start: usize, length: usize) -> usize {
    let mark = text.as_bytes()[start];
    let mut at = lines::line_end(text, start);
    while at < text.len() {
        let end = lines::line_end(text, at);
        let line = text[at..end].trim_matches([' ', '>', '\n', '\r']);
        if line.len() >= length && line.bytes().all(|byte| byte == mark) {
            return end;
        }
        at = end;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = spans(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn formulas_are_found() {
        check("a $x[i](y)$ b $ z $", &["$x[i](y)$", "$ z $"]);
        check("$Y =\n[r][x]$ c", &["$Y =\n[r][x]$"]);
        check("$$\n[a](b)\n\n[c](d)\n$$", &["$$\n[a](b)\n\n[c](d)\n$$"]);
        check(
            r"\(a\) \\(b\\) \\[ c \\]",
            &[r"\(a\)", r"\\(b\\)", r"\\[ c \\]"],
        );
        check("\\[\nx\n\\]\n", &["\\[\nx\n\\]"]);
        check(r"$a \$ b$", &[r"$a \$ b$"]);
    }

    #[test]
    fn prices_code_and_escapes_are_not() {
        check("from $5 to $10", &[]);
        check("$5 and\n\n$x", &[]);
        check("`$a$` ``$`b`$``", &[]);
        check("```\n$a$\n```\n\n    x $y$", &["$y$"]);
        check(r"\$a$ \[see [x](y.md)\] z", &[]);
        check("$5 and $x$", &["$x$"]);
        check("$$ one\n\n# Two\n\n$$", &[]);
    }

    #[test]
    fn time_is_linear() {
        for part in ["\\(", "\\[", "$ ", "`` `", "$$\n# x\n", "[a](b) $ "] {
            spans(&part.repeat(200_000));
        }
    }
}
