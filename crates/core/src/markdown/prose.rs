//! Where the running text of a document is: no headings, code, links or HTML.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Parser, TagEnd};

use crate::markdown::front_matter;
use crate::markdown::outline::ParseOptions;
use crate::markdown::outline::parser::markdown;

/// The lines of running text, or the parts of them between other things, as byte ranges.
pub fn prose(text: &str, options: &ParseOptions) -> Vec<Range<usize>> {
    let skipped = if options.skip_front_matter {
        front_matter::length(text)
    } else {
        0
    };
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut closed = 0;
    for (event, range) in Parser::new_ext(&text[skipped..], markdown(options)).into_offset_iter() {
        match event {
            Event::Start(tag) if is_left_out(tag.to_end()) => closed += 1,
            Event::End(tag) if is_left_out(tag) => closed -= 1,
            Event::Text(_) if closed == 0 => {
                let range = range.start + skipped..range.end + skipped;
                match runs.last_mut() {
                    Some(last) if last.end == range.start => last.end = range.end,
                    _ => runs.push(range),
                }
            }
            _ => {}
        }
    }
    runs
}

/// Whether the text between the start of a tag and this end is not running text.
fn is_left_out(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_found() {
        let text =
            "---\na: b\n---\n# H\n\nOne *two*\nthree_four [x](y) `c`\n\n- item\n\n```\ncode\n```\n";
        let options = ParseOptions {
            skip_front_matter: true,
            ..ParseOptions::default()
        };
        let found: Vec<&str> = prose(text, &options)
            .into_iter()
            .map(|run| &text[run])
            .collect();
        assert_eq!(found, ["One ", "two", "three_four ", " ", "item"]);
    }
}
