//! The Markdown parser as mdBook sets it up.
//!
//! mdBook's own function takes no callback, so its options are repeated here; a test
//! compares the two.

use mdbook_markdown::pulldown_cmark::{BrokenLinkCallback, Options, Parser};

use crate::markdown::outline::ParseOptions;

/// A parser of `text` that tells `undefined` of brackets without a definition.
pub(super) fn parser<'t, F: BrokenLinkCallback<'t>>(
    text: &'t str,
    options: &ParseOptions,
    undefined: F,
) -> Parser<'t, F> {
    Parser::new_with_broken_link_callback(text, markdown(options), Some(undefined))
}

/// mdBook's options of the parser.
pub(in crate::markdown) fn markdown(options: &ParseOptions) -> Options {
    let mut markdown = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    markdown.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    markdown.set(Options::ENABLE_DEFINITION_LIST, options.definition_lists);
    markdown.set(Options::ENABLE_GFM, options.admonitions);
    markdown
}

#[cfg(test)]
mod tests {
    use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

    use super::*;
    use crate::markdown::outline::build::Undefined;

    /// Something of every extension the parser knows, on and off.
    const ALL: &str = "---\nmeta: x\n---\n\n# \"A\" -- b {#id}\n\n| a |\n|--|\n| ~~b~~ ~c~ |\n\n\
        - [x] done[^1]\n\n[^1]: note\n\nTerm\n: text\n\n> [!NOTE]\n> x\n\n$a$ [[wiki]] ^up^ \
        x ~down~ ||spoiler||\n\n+++\nm = 1\n+++\n\n:::\nbox\n:::\n";

    #[test]
    fn options_are_those_of_mdbook() {
        for bits in 0..8 {
            let options = ParseOptions {
                smart_punctuation: bits & 1 > 0,
                definition_lists: bits & 2 > 0,
                admonitions: bits & 4 > 0,
                ..ParseOptions::default()
            };
            let mut theirs = MarkdownOptions::default();
            theirs.smart_punctuation = options.smart_punctuation;
            theirs.definition_lists = options.definition_lists;
            theirs.admonitions = options.admonitions;
            let mut undefined = Undefined::default();
            let ours: Vec<_> = parser(ALL, &options, &mut undefined).collect();
            let theirs: Vec<_> = new_cmark_parser(ALL, &theirs).collect();
            assert_eq!(ours, theirs, "{options:?}");
        }
    }
}
