//! The text of an answer, which costs at most a number of tokens and says how to get the rest.

/// Tokens of an answer if the client names no number.
pub(crate) const DEFAULT_BUDGET: usize = 1_500;
/// The least that an answer may cost: a place, a part of a text, and how to get the rest.
pub(crate) const LEAST_BUDGET: usize = 100;
/// The most that an answer may cost.
pub(crate) const MOST_BUDGET: usize = 50_000;

/// How much of an answer is given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// Bytes of the body that the client has already.
    pub(crate) offset: usize,
    /// Tokens that the answer may cost.
    pub(crate) budget: usize,
}

/// Tokens of a text, in the worst case of the usual tokenizers: three ASCII characters are one, and
/// so is every other character. Counted in sixths to add up single characters.
pub(crate) fn tokens(text: &str) -> usize {
    text.chars().map(sixths).sum::<usize>().div_ceil(6)
}

fn sixths(character: char) -> usize {
    if character.is_ascii() { 2 } else { 6 }
}

/// The part of an answer that fits: the head, the body from the offset on, and how to get what is
/// missing. At least one character of the body is given.
pub(crate) fn fit(head: &str, body: &str, window: Window) -> String {
    let start = floor(body, window.offset.min(body.len()));
    let rest = &body[start..];
    let mut out = within(head, window.budget / 2).to_string();
    let left = window.budget.saturating_sub(tokens(&out) + 1);
    if !out.is_empty() && !rest.is_empty() {
        out.push('\n');
    }
    if tokens(rest) <= left {
        out.push_str(rest);
        return out;
    }
    let longest = notice(body.len(), body.len());
    let shown = within(rest, left.saturating_sub(tokens(&longest)));
    let shown = match shown.rfind('\n') {
        Some(end) => &shown[..=end],
        None if shown.is_empty() => &rest[..rest.chars().next().map_or(0, char::len_utf8)],
        None => shown,
    };
    out.push_str(shown);
    let end = start + shown.len();
    out.push_str(&notice(body.len() - end, end));
    out
}

fn notice(left: usize, offset: usize) -> String {
    format!("\n[{left} bytes are left out; for the rest call again with \"offset\": {offset}]")
}

/// The start of a text that costs at most a number of tokens.
pub(crate) fn within(text: &str, budget: usize) -> &str {
    let mut spent = 0;
    let end = text.char_indices().find(|(_, character)| {
        spent += sixths(*character);
        spent > budget * 6
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// The nearest start of a character at or before an offset.
fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A text on one line, of at most a number of characters.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of a body, asked for piece by piece.
    fn collected(head: &str, body: &str, budget: usize) -> String {
        let mut all = String::new();
        let mut offset = 0;
        loop {
            let answer = fit(head, body, Window { offset, budget });
            assert!(tokens(&answer) <= budget, "{answer}");
            let part = answer.strip_prefix(head).expect("the head comes first");
            let part = part.strip_prefix('\n').unwrap_or(part);
            let Some((part, notice)) = part.rsplit_once("\n[") else {
                all.push_str(part);
                return all;
            };
            all.push_str(part);
            let (_, next) = notice.rsplit_once(' ').expect("an offset");
            offset = next.trim_end_matches(']').parse().expect("a number");
        }
    }

    #[test]
    fn the_parts_of_an_answer_make_the_whole() {
        let lines: String = (0..400).map(|line| format!("line {line}\n")).collect();
        let long = "x".repeat(5_000);
        let wide = "設計の原則".repeat(300);
        for body in ["", "short", &lines, &long, &wide] {
            for budget in [LEAST_BUDGET, 150, 1_000] {
                assert_eq!(collected("a.md:1 Title", body, budget), body);
            }
        }
    }

    #[test]
    fn an_offset_may_be_anything() {
        for offset in [1, 2, 100, usize::MAX] {
            let window = Window {
                offset,
                budget: LEAST_BUDGET,
            };
            assert!(fit("head", "äöü", window).starts_with("head"));
        }
    }
}
