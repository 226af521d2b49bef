//! Recognises front matter: metadata between two rules at the very top of a document.
//!
//! mdBook does not know it and renders it as a rule and a heading. This module only says
//! where it is; it reads no values.

/// Byte length of the front matter of `text`, its closing rule and that line's end
/// included; 0 if there is none.
///
/// `---` opens YAML and `+++` TOML. Only what looks like keys counts: a document may
/// begin with a rule and have another one, or a heading underlined with dashes, below.
pub fn length(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next() else { return 0 };
    let yaml = match first.trim_end() {
        "---" => true,
        "+++" => false,
        _ => return 0,
    };
    let is_close = |line: &str| {
        if yaml {
            matches!(line, "---" | "...")
        } else {
            line == "+++"
        }
    };
    let is_key = |line: &str| {
        if yaml {
            is_yaml_key(line)
        } else {
            is_toml_key(line)
        }
    };
    let mut at = first.len();
    let mut keys = 0;
    for line in lines {
        at += line.len();
        let content = line.trim_end();
        if is_close(content) {
            return if keys > 0 { at } else { 0 };
        }
        if is_key(content) {
            keys += 1;
        } else if !continues_a_value(content, keys) {
            return 0;
        }
    }
    0
}

fn is_yaml_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else {
        return false;
    };
    let key = key.trim_end().trim_matches(['"', '\'']);
    !key.is_empty()
        && (value.is_empty() || value.starts_with([' ', '\t']))
        && key
            .chars()
            .next()
            .is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$')
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || "_-. $/@".contains(c))
        && key.split(' ').count() <= 4
}

fn is_toml_key(line: &str) -> bool {
    let table = line.starts_with('[') && line.ends_with(']');
    let pair = line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim().trim_matches('"');
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_-.".contains(c))
    });
    table || pair
}

/// A blank line, a comment, or a line that belongs to the key above it.
fn continues_a_value(line: &str, keys: usize) -> bool {
    line.is_empty()
        || line.starts_with('#')
        || (keys > 0
            && (line.starts_with([' ', '\t', ']', '}', '"', '\''])
                || line == "-"
                || line.starts_with("- ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_make_front_matter() {
        let check = |text: &str, expected: usize| assert_eq!(length(text), expected, "{text:?}");
        check("---\ntitle: x\n---\n# D\n", 17);
        check("---\r\ntitle: x\r\n---\r\n# D\n", 20);
        check("---\n# comment\na:\n  - b\n- c\n...\nx", 32 - 1);
        check("+++\ntitle = \"x\"\n[a]\n+++\n", 24);
        check("---\n# D\n---\n", 0);
        check("---\n---\n", 0);
        check("---\nSome words: and more of a sentence here: x\n---\n", 51);
        check(
            "---\nThis is a sentence about one thing: it goes on\n---\n",
            0,
        );
        check("---\ntitle: x\n", 0);
        check("text\n---\na: b\n---\n", 0);
        check("", 0);
    }
}
