//! The lints in the guide: a page for each, the table, and the entries of SUMMARY.md.

use anyhow::Context;
use archsite_cli::reference::FAMILIES;
use archsite_core::diagnostics::lints::Lint;

use crate::output::{GUIDE, Output, table as markdown_table};

const SUMMARY: &str = "book-example/src/SUMMARY.md";

/// The pages are those that `explain` prints. A directive of mdBook in an example stays text.
pub(crate) fn pages(output: &mut Output) -> anyhow::Result<()> {
    for lint in archsite_cli::reference::lints() {
        let text = lint.document().replace("{{#", "\\{{#");
        output.file(format!("{GUIDE}/lints/{}.md", lint.name), text);
    }
    output.only_generated(&format!("{GUIDE}/lints"))
}

/// The entries below that of the page of all lints.
pub(crate) fn summary(output: &mut Output) -> anyhow::Result<()> {
    let old = output.text(SUMMARY)?;
    let entry = "- [Lints](guide/lints.md)\n";
    let (before, rest) = old
        .split_once(entry)
        .context("SUMMARY.md has no entry `- [Lints](guide/lints.md)`")?;
    let is_lint = |line: &&str| line.starts_with("  - [") && line.contains("](guide/lints/");
    let after: String = rest.split_inclusive('\n').skip_while(is_lint).collect();
    let entries: String = archsite_cli::reference::lints()
        .map(|lint| format!("  - [{0}](guide/lints/{0}.md)\n", lint.name))
        .collect();
    output.file(
        SUMMARY.to_string(),
        format!("{before}{entry}{entries}{after}"),
    );
    Ok(())
}

/// The table of each family.
pub(crate) fn table(output: &mut Output) -> anyhow::Result<()> {
    let mut text = String::new();
    for family in FAMILIES {
        let rows: Vec<Vec<String>> = family.lints.iter().map(|lint| row(lint)).collect();
        let table = markdown_table(&["Lint", "Default", "Finds"], &rows);
        text.push_str(&format!("## {}\n\n{table}\n", family.title));
    }
    output.region(&format!("{GUIDE}/lints.md"), "lints", &text)
}

fn row(lint: &Lint) -> Vec<String> {
    let mut summary = lint.summary.trim_end_matches('.').to_string();
    summary[..1].make_ascii_lowercase();
    vec![
        format!("[{0}](lints/{0}.md)", lint.name),
        format!("`{}`", lint.level.name()),
        summary,
    ]
}
