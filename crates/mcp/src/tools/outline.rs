//! `outline`: the documents, or the sections of one.

use crate::answer::{Window, fit, one_line, tokens};
use crate::arguments::{Argument, Arguments, Kind, optional};
use crate::library::{Document, Library};
use crate::tools::{Tool, find};

pub(super) const TOOL: Tool = Tool {
    name: "outline",
    about: "The documents with their sizes; of one document its sections with lines, ids and sizes.",
    arguments: &[
        optional(
            "document",
            Kind::Text,
            "file or title of a document [default: all documents]",
        ),
        optional(
            "section",
            Kind::Text,
            "only below this section: id, title, or path of titles such as `Data > Models`",
        ),
        Argument {
            name: "depth",
            kind: Kind::Number,
            required: false,
            about: "deepest level of headings, 1 to 6 [default: as deep as the budget allows]",
        },
    ],
    answer,
};

/// Longest title of an entry, in characters.
const TITLE: usize = 100;

fn answer(
    library: &dyn Library,
    arguments: &Arguments<'_>,
    window: Window,
) -> anyhow::Result<String> {
    let all = library.documents()?;
    let named = arguments.text("document")?;
    let below = arguments.text("section")?;
    let depth = arguments.number("depth")?;
    let chosen = find::documents(&all, named)?;
    if let Some(below) = below {
        let found = find::section(&chosen, below)?;
        return Ok(sections(found.document, found.section, depth, window));
    }
    match chosen.as_slice() {
        [one] => Ok(sections(one, None, depth, window)),
        several => {
            let head = format!("{} documents, each with its first line:", several.len());
            let lines: String = several.iter().map(|document| entry(document)).collect();
            Ok(fit(&head, &lines, window))
        }
    }
}

/// A document in the list of all.
fn entry(document: &Document) -> String {
    format!(
        "{} {} ({} sections, ≈ {} tokens)\n",
        document.place(0),
        one_line(&document.title, TITLE),
        document.sections.len(),
        tokens(&document.text)
    )
}

/// The sections of a document, or those below one of them. Without a depth as deep as it fits.
fn sections(
    document: &Document,
    below: Option<usize>,
    depth: Option<usize>,
    window: Window,
) -> String {
    let range = below.map_or(0..document.text.len(), |at| {
        document.sections[at].range.clone()
    });
    let within: Vec<usize> = (0..document.sections.len())
        .filter(|at| range.contains(&document.sections[*at].range.start))
        .collect();
    let list = |depth: usize| -> String {
        let shown = within
            .iter()
            .filter(|at| usize::from(document.sections[**at].level) <= depth);
        shown.map(|at| line(document, *at)).collect()
    };
    let head = |depth: usize| {
        let levels = within.iter().map(|at| document.sections[*at].level);
        let hidden = levels.filter(|level| usize::from(*level) > depth).count();
        let hidden = match hidden {
            0 => String::new(),
            count => format!(
                "; {count} sections deeper than level {depth} are not shown: ask with `depth`, or \
                 with `section` for a part"
            ),
        };
        format!(
            "{} {}: line, title, id and size of its sections{hidden}",
            document.place(range.start),
            one_line(&document.title, TITLE),
        )
    };
    let depth = depth.unwrap_or_else(|| {
        let top = within.iter().map(|at| document.sections[*at].level).min();
        let top = usize::from(top.unwrap_or(1));
        let fits = |depth: &usize| {
            let cost = tokens(&head(*depth)) + tokens(&list(*depth));
            cost < window.budget
        };
        (top + 1..=6).rev().find(fits).unwrap_or(top)
    });
    fit(&head(depth), &list(depth), window)
}

/// A section in the outline of its document.
fn line(document: &Document, at: usize) -> String {
    let section = &document.sections[at];
    let place = match document.line(section.range.start) {
        Some(line) if *line.file == *document.file => line.number.to_string(),
        _ => document.place(section.range.start),
    };
    format!(
        "{:indent$}{place} {} #{} (≈ {})\n",
        "",
        one_line(&section.title, TITLE),
        section.id,
        tokens(&document.text[section.range.clone()]),
        indent = usize::from(section.level.saturating_sub(1)),
    )
}
