//! Output of text from files: control characters and workflow commands in it have no effect.

use std::borrow::Cow;

/// Text on one line, in which control characters and changes of the text direction are replaced.
pub(crate) fn line(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { ' ' } else { replacement(c) })
        .collect()
}

/// Text of several lines, which keep their line ends and tabs.
pub(crate) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_end = c == '\n' || (c == '\r' && chars.peek() == Some(&'\n'));
        out.push(if is_end || c == '\t' {
            c
        } else {
            replacement(c)
        });
    }
    out
}

/// JSON in which all characters that act on a terminal are escaped, also those that JSON allows.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| replacement(c) == c) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if replacement(c) == c {
            out.push(c);
        } else {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
    }
    Cow::Owned(out)
}

fn replacement(c: char) -> char {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || turns {
        '\u{fffd}'
    } else {
        c
    }
}

/// Whether GitHub runs the command, and takes some lines of its output for commands.
pub(crate) fn on_github() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Lines that the runner of GitHub does not take for commands of a workflow. It looks for `::`
/// after any white space, and for the older `##[` anywhere.
pub(crate) fn inert(text: &str) -> String {
    let inert = |line: &str| {
        let start = line.len() - line.trim_start().len();
        let line = if line[start..].starts_with("::") {
            format!("{}\u{fffd}{}", &line[..start], &line[start..])
        } else {
            line.to_string()
        };
        line.replace("##[", "##\u{fffd}[")
    };
    text.split_inclusive('\n').map(inert).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(line("a\u{1b}]0;T\u{7}\nb\r\u{202e}c"), "a�]0;T� b��c");
        assert_eq!(lines("a\t\u{1b}[2J\r\nb\rc\n"), "a\t�[2J\r\nb�c\n");
        assert_eq!(lines("é\u{9b}2J\u{2028}"), "é�2J�");
    }

    #[test]
    fn json_stays_json() {
        assert_eq!(
            json("{\"a\":\"é\u{9b}2J\u{202e}\"}"),
            "{\"a\":\"é\\u009b2J\\u202e\"}"
        );
    }

    #[test]
    fn lines_that_the_runner_takes_for_commands_are_inert() {
        assert_eq!(inert(" ::stop-commands::x\n"), " �::stop-commands::x\n");
        assert_eq!(inert("\u{a0}::add-mask::x"), "\u{a0}�::add-mask::x");
        assert_eq!(
            inert("+##[add-mask]x\na::b\n-::x"),
            "+##�[add-mask]x\na::b\n-::x"
        );
    }
}
