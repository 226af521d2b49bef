//! A whole book, built without us, with a preprocessor that does nothing, and with us.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::inputs;
use crate::machine;
use crate::measure::{self, Contestant};
use crate::tables::{Table, millis, ratio};

/// One way to build the book.
struct Build {
    /// What the table calls it.
    name: &'static str,
    /// Who builds.
    by: String,
    /// Builds the book in the folder that is its last argument.
    command: Command,
    /// Its part of `book.toml`.
    config: String,
}

/// The builds that are compared.
fn builds() -> anyhow::Result<Vec<Build>> {
    let mdbook = which::which("mdbook").ok();
    let version = mdbook
        .as_ref()
        .and_then(|path| machine::version(Command::new(path).arg("--version")));
    let by = version.unwrap_or_else(|| "mdBook as a library; `mdbook` is not installed".into());
    let by_mdbook = |name: &'static str, config: String| {
        let command = match &mdbook {
            Some(mdbook) => with_build(Command::new(mdbook)),
            None => crate::child("build")?,
        };
        anyhow::Ok(Build {
            name,
            by: by.clone(),
            command,
            config,
        })
    };
    let noop = crate::child("noop")?;
    let noop = format!("{:?} noop", noop.get_program());
    let ours = format!("{:?}", crate::ours().get_program());
    let after = "after = [\"links\", \"index\"]\n";
    let shard = "[preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]\n";
    Ok(vec![
        by_mdbook("no preprocessor", String::new())?,
        by_mdbook(
            NOOP,
            format!("[preprocessor.noop]\n{after}command = '''{noop}'''\n"),
        )?,
        by_mdbook(
            "mdbook-archsite",
            format!("[preprocessor.archsite]\n{after}command = '''{ours}'''\n{shard}"),
        )?,
        Build {
            name: "mdbook-archsite, embedded",
            by: "mdbook-archsite build".to_string(),
            command: with_build(crate::ours()),
            config: format!("[preprocessor.archsite]\n{after}{shard}"),
        },
    ])
}

/// The build that the others are compared with.
const NOOP: &str = "no-op preprocessor";

fn with_build(mut command: Command) -> Command {
    command.arg("build");
    command
}

/// Builds a book of 500 pages each way.
pub(crate) fn compare(quick: bool) -> anyhow::Result<()> {
    let mut table = Table::new(
        "A book of 500 pages, built (milliseconds)",
        &["build", "by", "time", "× no-op"],
    );
    let mut builds = builds()?;
    let mut folders = Vec::new();
    for build in &mut builds {
        let folder = tempfile::tempdir()?;
        write_book(folder.path(), &build.config, 500)?;
        build.command.arg(folder.path());
        folders.push(folder);
    }
    let contestants: Vec<Contestant<'_>> = builds
        .iter_mut()
        .map(|build| Box::new(|| measure::process(&mut build.command, "")) as Contestant<'_>)
        .collect();
    let times = measure::medians(if quick { 3 } else { 15 }, contestants)?;
    let noop = builds.iter().position(|build| build.name == NOOP);
    let noop = times[noop.context("no build to compare with")?];
    for (build, time) in builds.into_iter().zip(&times) {
        table.row([
            build.name.to_string(),
            build.by,
            millis(*time),
            ratio(*time, noop),
        ]);
    }
    table.print();
    Ok(())
}

/// Writes a book of so many pages.
pub(crate) fn write_book(folder: &Path, config: &str, pages: usize) -> anyhow::Result<()> {
    let src = folder.join("src");
    fs::create_dir(&src)?;
    fs::write(folder.join("book.toml"), format!("[book]\n{config}"))?;
    for (name, text) in inputs::book(pages) {
        fs::write(src.join(name), text)?;
    }
    Ok(())
}
