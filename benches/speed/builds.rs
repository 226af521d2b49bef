//! A whole book, built without us, with a preprocessor that does nothing, and with us.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::inputs;
use crate::machine;
use crate::measure::{self, Contestant};
use crate::tables::{Table, millis, ratio};

/// The builds that are compared: what the table calls each, and its part of `book.toml`.
fn variants() -> anyhow::Result<Vec<(&'static str, String)>> {
    let noop = crate::child("noop")?;
    let noop = format!("{:?} noop", noop.get_program());
    let ours = format!("{:?}", crate::ours().get_program());
    let shard = "[preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]\n";
    Ok(vec![
        ("no preprocessor", String::new()),
        (
            "no-op preprocessor",
            format!(
                "[preprocessor.noop]\nafter = [\"links\", \"index\"]\ncommand = '''{noop}'''\n"
            ),
        ),
        (
            "mdbook-archsite",
            format!(
                "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\ncommand = '''{ours}'''\n{shard}"
            ),
        ),
        (
            "mdbook-archsite, embedded",
            format!("[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n{shard}"),
        ),
    ])
}

/// Builds a book of 500 pages each way.
pub(crate) fn compare(quick: bool) -> anyhow::Result<()> {
    let mdbook = which::which("mdbook").ok();
    let version = mdbook
        .as_ref()
        .and_then(|path| machine::version(Command::new(path).arg("--version")));
    let by =
        version.unwrap_or_else(|| "mdBook as a library; `mdbook` is not installed".to_string());
    let mut table = Table::new(
        "A book of 500 pages, built (milliseconds)",
        &["build", "by", "time", "× no-op"],
    );
    let variants = variants()?;
    let mut folders = Vec::new();
    for (_, config) in &variants {
        let folder = tempfile::tempdir()?;
        write_book(folder.path(), config)?;
        folders.push(folder);
    }
    let mut commands = Vec::new();
    for ((name, _), folder) in variants.iter().zip(&folders) {
        let mut command = match (&mdbook, name.ends_with("embedded")) {
            (_, true) => crate::ours(),
            (Some(mdbook), _) => Command::new(mdbook),
            (None, _) => crate::child("build")?,
        };
        if mdbook.is_some() || name.ends_with("embedded") {
            command.arg("build");
        }
        command.arg(folder.path());
        commands.push(command);
    }
    let contestants: Vec<Contestant<'_>> = commands
        .iter_mut()
        .map(|command| Box::new(|| measure::process(command, "")) as Contestant<'_>)
        .collect();
    let times = measure::medians(if quick { 3 } else { 15 }, contestants)?;
    for ((name, _), time) in variants.iter().zip(&times) {
        let by = match name.ends_with("embedded") {
            true => "mdbook-archsite build",
            false => &by,
        };
        table.row([
            (*name).to_string(),
            by.to_string(),
            millis(*time),
            ratio(*time, times[1]),
        ]);
    }
    table.print();
    Ok(())
}

fn write_book(folder: &Path, config: &str) -> anyhow::Result<()> {
    let src = folder.join("src");
    fs::create_dir(&src)?;
    fs::write(folder.join("book.toml"), format!("[book]\n{config}"))?;
    for (name, text) in inputs::book(500) {
        fs::write(src.join(name), text)?;
    }
    Ok(())
}
