//! `section`: the text of a section with those below it.

use crate::answer::{Window, fit, one_line};
use crate::arguments::{Argument, Arguments, Kind, optional};
use crate::library::Library;
use crate::tools::{Tool, find};

pub(super) const TOOL: Tool = Tool {
    name: "section",
    about: "The text of a section, as it is written, with file and lines.",
    arguments: &[
        Argument {
            name: "section",
            kind: Kind::Text,
            required: true,
            about: "id, title, or path of titles such as `Data > Models`",
        },
        optional(
            "document",
            Kind::Text,
            "file or title of its document [default: any]",
        ),
    ],
    answer,
};

fn answer(
    library: &dyn Library,
    arguments: &Arguments<'_>,
    window: Window,
) -> anyhow::Result<String> {
    let name = arguments.required("section")?;
    let all = library.documents()?;
    let chosen = find::documents(&all, arguments.text("document")?)?;
    let found = find::section(&chosen, name)?;
    let document = found.document;
    let range = found.section.map_or(0..document.text.len(), |at| {
        document.sections[at].range.clone()
    });
    let body = &document.text[range.clone()];
    let body = body.trim_end();
    // Where the part that follows begins.
    let start = range.start + window.offset.min(body.len());
    let path = found.section.map_or_else(Vec::new, |at| document.path(at));
    let end = document.line(range.start + body.len().saturating_sub(1));
    let end = end.map_or_else(String::new, |end| format!(" to line {}", end.number));
    let head = format!(
        "{}{end}: {}\n",
        document.place(start),
        one_line(&path.join(" > "), 160)
    );
    Ok(fit(&head, body, window))
}
