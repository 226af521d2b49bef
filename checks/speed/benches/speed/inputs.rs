//! What is measured: documents and books made here, the same on every machine.
//!
//! Nothing is read from the disk and nothing depends on chance.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// What a document is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Ten sections, however large the document is.
    FewLong,
    /// A section for about each kilobyte.
    ManyShort,
    /// The same, with three links to other sections in each paragraph.
    ManyLinks,
}

impl Shape {
    /// All shapes, in the order of the table.
    pub(crate) const ALL: [Shape; 3] = [Shape::FewLong, Shape::ManyShort, Shape::ManyLinks];

    /// What the table calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Shape::FewLong => "few long sections",
            Shape::ManyShort => "many short sections",
            Shape::ManyLinks => "many links",
        }
    }
}

/// Words of the running text.
const WORDS: &[&str] = &[
    "request", "service", "the", "a", "queue", "that", "database", "index", "every", "page",
    "stores", "reads", "writes", "state", "between", "client", "and", "server", "token", "when",
    "message", "order", "is", "sent", "of", "batch", "user", "with", "cache", "region", "to",
    "event", "replica", "in", "schema", "backup", "after", "retry", "for", "limit", "latency",
];

/// Numbers that look random and never change.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // xorshift64: enough for words, and no library's next version can change it.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    fn words(&mut self, out: &mut String, count: usize) {
        for place in 0..count {
            if place > 0 {
                out.push(' ');
            }
            let word = WORDS[self.roll(WORDS.len())];
            match self.roll(24) {
                0 => _ = write!(out, "`{word}`"),
                1 => _ = write!(out, "**{word}**"),
                2 => _ = write!(out, "{word},"),
                _ => out.push_str(word),
            }
        }
    }
}

/// A document of about `bytes` bytes.
pub(crate) fn document(shape: Shape, bytes: usize) -> String {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let section = match shape {
        Shape::FewLong => bytes / 10,
        Shape::ManyShort | Shape::ManyLinks => 1000,
    };
    let sections = bytes / section;
    let mut text = String::with_capacity(bytes + 2 * section);
    text.push_str("# System Architecture\n\nHow the system works, section by section.\n\n");
    for number in 1..=sections {
        let end = text.len() + section;
        _ = writeln!(text, "## Component {number}\n");
        let mut block = 0;
        while text.len() < end.saturating_sub(120) {
            add_block(&mut text, &mut dice, shape, sections, (number, block));
            block += 1;
        }
    }
    text
}

/// Adds a paragraph, or now and then a heading, a list, code or a table.
fn add_block(
    text: &mut String,
    dice: &mut Dice,
    shape: Shape,
    sections: usize,
    (section, block): (usize, usize),
) {
    match dice.roll(8) {
        0 if block > 0 => _ = writeln!(text, "### Part {section}.{block}\n"),
        1 => {
            for _ in 0..3 {
                text.push_str("- ");
                dice.words(text, 7);
                text.push('\n');
            }
            text.push('\n');
        }
        2 => {
            text.push_str("```rust\nfn handle(request: Request) -> Result<Response> {\n");
            text.push_str("    store.write(request.id, request.body)?;\n    Ok(Response::ok())\n");
            text.push_str("}\n```\n\n");
        }
        3 => {
            text.push_str("| Part | Role | Limit |\n|---|---|---|\n");
            for row in 0..3 {
                _ = write!(text, "| P{row} | ");
                dice.words(text, 4);
                _ = writeln!(text, " | {} ms |", dice.roll(900));
            }
            text.push('\n');
        }
        _ => {
            let words = 12 + dice.roll(12);
            for _ in 0..3 {
                dice.words(text, words);
                if shape == Shape::ManyLinks {
                    let target = 1 + dice.roll(sections);
                    _ = write!(text, " [component {target}](#component-{target})");
                }
                text.push_str(".\n");
            }
            text.push('\n');
        }
    }
}

/// What mdBook sends to a preprocessor for a book that holds one document, to be split.
pub(crate) fn message(document: &str) -> String {
    let chapter = json!({
        "name": "Architecture",
        "content": document,
        "number": [1],
        "sub_items": [],
        "path": "architecture.md",
        "source_path": "architecture.md",
        "parent_names": [],
    });
    let config: Value = json!({
        "book": { "title": "Measured", "src": "src" },
        "preprocessor": { "archsite": {
            "after": ["links", "index"],
            "shard": { "documents": ["architecture.md"] },
        } },
    });
    json!([
        { "root": "/", "config": config, "renderer": "html", "mdbook_version": "0.5.4" },
        { "items": [{ "Chapter": chapter }] },
    ])
    .to_string()
}

/// Decision records as adr-tools writes them, about 4 KB each; one of five is superseded by the
/// next one.
pub(crate) fn records(count: usize) -> Vec<(String, String)> {
    let name = |number: usize| format!("{number:05}-record.md");
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let record = |number: usize| {
        let status = match number % 5 {
            0 if number < count => {
                let next = number + 1;
                format!("Superseded by [{next}. Record]({})", name(next))
            }
            1 if number > 1 => {
                let before = number - 1;
                format!(
                    "Accepted\n\nSupersedes [{before}. Record]({})",
                    name(before)
                )
            }
            _ => "Accepted".to_string(),
        };
        let mut text = format!(
            "# {number}. Record\n\nDate: {}-0{}-1{}\n\n## Status\n\n{status}\n",
            2015 + 10 * number / (count + 1),
            1 + number % 9,
            number % 10
        );
        for section in ["Context", "Decision", "Consequences"] {
            _ = writeln!(text, "\n## {section}\n");
            let end = text.len() + 1_250;
            while text.len() < end {
                add_block(&mut text, &mut dice, Shape::FewLong, 1, (1, 1));
            }
        }
        (name(number), text)
    };
    (1..=count).map(record).collect()
}

/// The files of a book of `pages` chapters that link to each other. The first is one that
/// is split.
pub(crate) fn book(pages: usize) -> Vec<(String, String)> {
    let mut summary = String::from("# Summary\n\n- [Architecture](architecture.md)\n");
    let mut files = vec![(
        "architecture.md".to_string(),
        document(Shape::ManyLinks, 5_000),
    )];
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for page in 1..pages {
        _ = writeln!(summary, "- [Page {page}](page-{page}.md)");
        let mut text = format!("# Page {page}\n\n");
        for section in 1..=3 {
            _ = writeln!(text, "## Topic {section}\n");
            for block in 0..3 {
                add_block(&mut text, &mut dice, Shape::FewLong, 1, (section, block));
            }
            let other = 1 + dice.roll(pages - 1);
            let component = 1 + dice.roll(5);
            _ = writeln!(
                text,
                "See [topic](page-{other}.md#topic-{section}) and \
                 [component](architecture.md#component-{component}).\n"
            );
        }
        files.push((format!("page-{page}.md"), text));
    }
    files.push(("SUMMARY.md".to_string(), summary));
    files
}
