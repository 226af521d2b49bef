//! `decisions`: the decision records that are in force.

use crate::answer::{Window, fit, one_line};
use crate::arguments::{Arguments, Kind, optional};
use crate::library::{DecisionFilter, Library};
use crate::tools::Tool;

pub(super) const TOOL: Tool = Tool {
    name: "decisions",
    about: "The decision records in force, each with file, line and what was decided.",
    arguments: &[
        optional("tag", Kind::Text, "only records with this tag"),
        optional(
            "path",
            Kind::Text,
            "only records about this file or folder of the repository: those that mention it",
        ),
        optional(
            "area",
            Kind::Text,
            "only records of this area, or of this folder below the folder of records",
        ),
    ],
    answer,
};

fn answer(
    library: &dyn Library,
    arguments: &Arguments<'_>,
    window: Window,
) -> anyhow::Result<String> {
    let text = |name: &str| anyhow::Ok(arguments.text(name)?.map(ToString::to_string));
    let filter = DecisionFilter {
        tag: text("tag")?,
        area: text("area")?,
        path: text("path")?,
    };
    let found = library.decisions(&filter)?;
    let is_all = filter == DecisionFilter::default();
    let which = if is_all { "" } else { " that fits" };
    let head = match found.len() {
        0 => return Ok(format!("there is no decision record in force{which}")),
        1 => format!("1 decision in force{which}:"),
        count => format!("{count} decisions in force{which}:"),
    };
    let lines: String = found
        .iter()
        .map(|decision| {
            let statement = one_line(&decision.statement, 200);
            let statement = if statement.is_empty() {
                statement
            } else {
                format!("\n  {statement}")
            };
            format!(
                "{}:{} {} ({}){statement}\n",
                decision.file,
                decision.line,
                one_line(&decision.name, 160),
                one_line(&decision.status, 60),
            )
        })
        .collect();
    Ok(fit(&head, &lines, window))
}
