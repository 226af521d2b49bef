//! The table of directives.

use archsite_cli::reference::DIRECTIVES;
use archsite_core::markdown::directive::{Kind, Takes};

use crate::output::{GUIDE, Output, table as markdown_table};

/// All directives, with what may follow their names.
pub(crate) fn table(output: &mut Output) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = DIRECTIVES.iter().map(|kind| row(kind)).collect();
    let table = markdown_table(&["Directive", "Where", "What it does", "Options"], &rows);
    output.region(&format!("{GUIDE}/directives.md"), "directives", &table)
}

fn row(kind: &Kind) -> Vec<String> {
    let options = match kind.takes {
        Takes::Nothing => String::new(),
        Takes::Lints => "names of lints".to_string(),
        Takes::Options(keys) => {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            keys.join(", ")
        }
    };
    vec![
        format!("`{}`", kind.name),
        kind.place.to_string(),
        kind.about.to_string(),
        options,
    ]
}
