//! Reads the data files of words: lists of lines, each below its name in brackets.

/// The lines of a list; none if the file has no such list.
pub(crate) fn lines(file: &'static str, name: &str) -> impl Iterator<Item = &'static str> {
    let mut lists = file.split("\n[").filter_map(|list| list.split_once("]\n"));
    let found = lists.find(|(title, _)| *title == name);
    let lines = found.map_or("", |(_, lines)| lines).lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a text in lower case contains a phrase as whole words. In scripts without spaces
/// between words, any place counts.
pub(crate) fn contains(text: &str, phrase: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() && !is_ideograph(c);
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        let open = |c: Option<char>| !c.is_some_and(joins);
        open(before.filter(|_| phrase.starts_with(joins)))
            && open(after.filter(|_| phrase.ends_with(joins)))
    })
}

/// Whether a character is of a script that is written without spaces between words.
pub(crate) fn is_ideograph(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words() {
        for (text, phrase, expected) in [
            ("a migration guide", "migration", true),
            ("migrations", "migration", false),
            ("react 18 was", "was", true),
            ("wasm", "was", false),
            ("技术栈目标", "目标", true),
            ("we moved from vue", "moved from", true),
        ] {
            assert_eq!(contains(text, phrase), expected, "{text}: {phrase}");
        }
    }
}
