//! The walk over diagrams in Mermaid: where their nodes link to.
//!
//! Such a link is one of the page once the diagram is a picture. Nothing else of a diagram is read here.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::CodeBlockKind;

use crate::markdown::outline::build::state::Walk;
use crate::markdown::outline::{Link, LinkKind};

/// Statements that link a node: of flowcharts and classes, and of classes only.
const STATEMENTS: &[&str] = &["click", "link"];

impl Walk<'_> {
    /// A block of code begins.
    pub(super) fn start_diagram(&mut self, kind: &CodeBlockKind<'_>) {
        let CodeBlockKind::Fenced(info) = kind else {
            return;
        };
        let language = info.trim_start().get(.."mermaid".len());
        self.diagram = self.reads_diagrams
            && language.is_some_and(|word| word.eq_ignore_ascii_case("mermaid"));
    }

    /// Text of the block of code that is open.
    pub(super) fn diagram_text(&mut self, range: &Range<usize>) {
        if !self.diagram || self.dropped.is_some() {
            return;
        }
        let mut at = range.start;
        let text = self.text;
        for line in text[range.clone()].split_inclusive('\n') {
            if let Some(raw) = destination(line) {
                self.out.links.push(Link {
                    range: at..at + line.trim_end().len(),
                    dest: line[raw.clone()].to_string(),
                    raw: Some(at + raw.start..at + raw.end),
                    kind: LinkKind::Html {
                        tag: "a".to_string(),
                        attribute: "href".to_string(),
                    },
                });
            }
            at += line.len();
        }
    }
}

/// Where the destination is in a line such as `click node "page.md" "tooltip"`.
fn destination(line: &str) -> Option<Range<usize>> {
    let mut words = line.split_whitespace();
    let statement = words.next()?;
    let node = words.next()?;
    if !STATEMENTS.contains(&statement) || node.contains('"') {
        return None;
    }
    let next = words.next()?;
    let is_link = next.starts_with('"') || next == "href";
    let start = line.find('"').filter(|_| is_link)? + 1;
    let end = start + line[start..].find('"')?;
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use crate::markdown::outline::{Outline, ParseOptions};

    #[test]
    fn links_of_diagrams_are_destinations_where_diagrams_are_drawn() {
        let check = |text: &str, expected: &[&str]| {
            let mut options = ParseOptions::default();
            assert_eq!(Outline::parse(text, &options).links, [], "{text}");
            options.diagram_links = true;
            let outline = Outline::parse(text, &options);
            let found: Vec<&str> = outline
                .links
                .iter()
                .map(|link| link.dest.as_str())
                .collect();
            assert_eq!(found, expected, "{text}");
            for link in &outline.links {
                let raw = link.raw.clone().expect("the place is known");
                assert_eq!(text[raw], link.dest, "{text}");
            }
        };
        check("```mermaid\nclick a \"b.md#c\" \"tip\"\n```\n", &["b.md#c"]);
        check(
            "```Mermaid\n  click a href \"b.md\" _blank\n```\n",
            &["b.md"],
        );
        check(
            "- x\n\n  ~~~mermaid\n  graph LR\n  click a \"b.md\"\n  ~~~\n",
            &["b.md"],
        );
        check(
            "> ```mermaid\n> click a \"b.md\"\n> click c \"d.md\"\n> ```\n",
            &["b.md", "d.md"],
        );
        check("```mermaid\nlink Mill \"b.md\"\n```\n", &["b.md"]);
        check(
            "```mermaid\nclick a call show(\"b.md\")\nclick a show \"b.md\"\n```\n",
            &[],
        );
        check("```mermaid\nclick a \"\"\na[\"click b 'c'\"]\n```\n", &[]);
        check("```sh\nclick a \"b.md\"\n```\n", &[]);
    }
}
