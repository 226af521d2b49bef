//! Commands in code spans and in blocks of shell code.
//!
//! It splits lines as far as names of commands need it; it is no shell.

use std::ops::Range;

use crate::document::{Fence, Span};

/// Info strings of shell code.
const SHELLS: &[&str] = &[
    "bash",
    "sh",
    "shell",
    "zsh",
    "console",
    "shellsession",
    "shell-session",
    "terminal",
    "cmd",
    "powershell",
    "ps1",
    "pwsh",
    "fish",
    "batch",
    "bat",
];

/// One command: its words, and where they are.
pub(super) struct Command<'a> {
    pub(super) words: Vec<&'a str>,
    /// Offset of the text in the document.
    at: usize,
    text: &'a str,
}

impl Command<'_> {
    /// The bytes of a word of the command in the document.
    pub(super) fn place(&self, word: &str) -> Range<usize> {
        let is_word = |(at, _): &(usize, &str)| {
            let before = self.text[..*at].chars().next_back();
            let after = self.text[at + word.len()..].chars().next();
            let ends =
                |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "=\"'@#".contains(c));
            ends(before) && ends(after)
        };
        let found = self.text.match_indices(word).find(is_word);
        let start = self.at + found.map_or(0, |(at, _)| at);
        start..start + found.map_or(self.text.len(), |(_, found)| found.len())
    }
}

/// The commands of one line.
pub(super) struct Line<'a> {
    /// An offset in the line in the document.
    pub(super) at: usize,
    pub(super) commands: Vec<Command<'a>>,
}

/// Whether a block holds shell code: it says so, or each of its lines begins as a command would.
pub(super) fn is_shell(fence: &Fence, source: &str) -> bool {
    let language = fence.language();
    if SHELLS.contains(&language.as_str()) {
        return true;
    }
    let starts = [
        "$ ", "npm ", "pnpm ", "yarn ", "bun ", "cd ", "git ", "cargo ", "#", "make ",
    ];
    let mut lines = fence.lines.iter().map(|line| source[line.clone()].trim());
    language.is_empty()
        && !fence.lines.is_empty()
        && lines.all(|line| line.is_empty() || starts.iter().any(|start| line.starts_with(start)))
}

/// The lines of a block of shell code. A line that ends in `\` goes on.
pub(super) fn lines<'a>(source: &'a str, fence: &Fence) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(first) = fence.lines.get(at) {
        let mut end = first.end;
        while source[first.start..end].ends_with('\\') && at + 1 < fence.lines.len() {
            at += 1;
            end = fence.lines[at].end;
        }
        at += 1;
        lines.push(Line {
            at: first.start,
            commands: commands(&source[first.start..end], first.start),
        });
    }
    lines
}

/// The commands of a code span.
pub(super) fn span<'a>(source: &'a str, span: &Span) -> Line<'a> {
    let text = &source[span.range.clone()];
    let inner = text.trim_matches('`');
    let start = span.range.start + (text.len() - text.trim_start_matches('`').len());
    let is_command = inner.trim().contains(' ');
    Line {
        at: span.range.start,
        commands: if is_command {
            commands(inner, start)
        } else {
            Vec::new()
        },
    }
}

/// Splits a line at what joins commands.
fn commands(text: &str, at: usize) -> Vec<Command<'_>> {
    let mut commands = Vec::new();
    let mut start = 0;
    // A comment ends the line.
    let end = match text.find(" #") {
        _ if text.trim_start().starts_with('#') => 0,
        Some(end) => end,
        None => text.len(),
    };
    let text = &text[..end];
    let mut quote = None;
    for (index, c) in text.char_indices().chain([(text.len(), ';')]) {
        if quote == Some(c) {
            quote = None;
            continue;
        }
        if quote.is_none() && ['"', '\''].contains(&c) && index < text.len() {
            quote = Some(c);
            continue;
        }
        let is_end = index == text.len();
        if is_end
            || quote.is_none() && [';', '|', '&', '\n'].contains(&c) && !continues(text, index)
        {
            commands.extend(command(&text[start..index], at + start));
            start = (index + c.len_utf8()).min(text.len());
        }
    }
    commands
}

/// Whether a line end is behind `\`.
fn continues(text: &str, index: usize) -> bool {
    text[index..].starts_with('\n') && text[..index].trim_end_matches('\r').ends_with('\\')
}

fn command(text: &str, at: usize) -> Option<Command<'_>> {
    let is_set = |word: &str| {
        let name = word.split('=').next().unwrap_or_default();
        word.contains('=') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let words = text.split_whitespace().filter(|word| *word != "\\");
    let words = words.skip_while(|word| {
        [
            "$",
            ">",
            "%",
            "sudo",
            "time",
            "exec",
            "env",
            "cross-env",
            "then",
            "do",
        ]
        .contains(word)
            || is_set(word)
    });
    let words: Vec<&str> = words
        .map(|word| word.trim_matches(['"', '\'', ')', '(']))
        .collect();
    (!words.is_empty()).then_some(Command { words, at, text })
}
