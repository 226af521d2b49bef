//! Decision records: listed by us and by others where they are installed, and made into pages.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::measure::{self, Contestant};
use crate::tables::{Table, millis, ratio};
use crate::{inputs, machine};

/// Lists 1,000 records and ten times as many, and sends a book with an index of them through
/// the preprocessor.
pub(crate) fn compare(quick: bool) -> anyhow::Result<()> {
    let mut table = Table::new(
        "Decision records of 4 KB (milliseconds)",
        &["program", "records", "time", "× ours"],
    );
    let sizes: &[usize] = if quick { &[1_000] } else { &[1_000, 10_000] };
    for count in sizes {
        let folder = tempfile::tempdir()?;
        let records = folder.path().join("doc/adr");
        fs::create_dir_all(&records)?;
        fs::create_dir(folder.path().join("src"))?;
        for (name, text) in inputs::records(*count) {
            fs::write(records.join(name), text)?;
        }
        let mut list = crate::ours();
        list.args(["adr", "list"]).arg(folder.path());
        let message = message(folder.path());
        let mut programs = vec![
            ("mdbook-archsite adr list".to_string(), list, ""),
            (
                "our preprocessor: pages, index, picture".to_string(),
                crate::ours(),
                message.as_str(),
            ),
        ];
        match which::which("adrs") {
            Ok(path) => {
                let version = machine::version(Command::new(&path).arg("--version"));
                let mut command = Command::new(path);
                command.arg("list").current_dir(folder.path());
                programs.push((version.unwrap_or_else(|| "adrs".to_string()), command, ""));
            }
            Err(_) => println!("`adrs` was not measured: it is not installed.\n"),
        }
        let contestants: Vec<Contestant<'_>> = programs
            .iter_mut()
            .map(|(_, command, input)| {
                Box::new(|| measure::process(command, input)) as Contestant<'_>
            })
            .collect();
        let times = measure::medians(if quick { 5 } else { 21 }, contestants)?;
        for ((name, ..), time) in programs.iter().zip(&times) {
            let count = count.to_string();
            table.row([name.clone(), count, millis(*time), ratio(*time, times[0])]);
        }
    }
    table.print();
    Ok(())
}

/// What mdBook sends for a book of one page, which asks for the index.
fn message(root: &Path) -> String {
    let own = json!({ "after": ["links", "index"], "root": root, "links": false });
    let chapter = json!({
        "name": "Decisions",
        "content": "# Decisions\n\n<!-- archsite: adr-index -->\n",
        "number": [1],
        "sub_items": [],
        "path": "decisions.md",
        "source_path": "decisions.md",
        "parent_names": [],
    });
    json!([
        {
            "root": root,
            "config": { "book": {}, "preprocessor": { "archsite": own } },
            "renderer": "html",
            "mdbook_version": "0.5.4",
        },
        { "items": [{ "Chapter": chapter }] },
    ])
    .to_string()
}
