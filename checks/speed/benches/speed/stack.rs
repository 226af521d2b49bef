//! What the manifests of a repository say, read by us and by others where they are installed.

use std::path::Path;
use std::process::Command;

use crate::machine;
use crate::measure::{self, Contestant};
use crate::tables::{Table, millis, ratio};

/// Reads the manifests of this very workspace.
pub(crate) fn compare(quick: bool) -> anyhow::Result<()> {
    let root = &Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut ours = crate::ours();
    ours.args(["tech-stack", "--format", "json"]).arg(root);
    let mut programs = vec![("mdbook-archsite tech-stack".to_string(), ours)];
    let mut cargo = Command::new("cargo");
    cargo
        .args(["metadata", "--offline", "--format-version", "1"])
        .current_dir(root);
    programs.push(("cargo metadata --offline".to_string(), cargo));
    match which::which("stack-analyser") {
        Ok(path) => {
            let version = machine::version(Command::new(&path).arg("--version"));
            let mut command = Command::new(path);
            command.arg(root);
            programs.push((version.unwrap_or("stack-analyser".to_string()), command));
        }
        Err(_) => println!("`stack-analyser` was not measured: it is not installed.\n"),
    }
    let contestants: Vec<Contestant<'_>> = programs
        .iter_mut()
        .map(|(_, command)| Box::new(|| measure::process(command, "")) as Contestant<'_>)
        .collect();
    let times = measure::medians(if quick { 3 } else { 11 }, contestants)?;
    let mut table = Table::new(
        "The manifests of this workspace, read (milliseconds)",
        &["program", "time", "× ours"],
    );
    for ((name, _), time) in programs.iter().zip(&times) {
        table.row([name.clone(), millis(*time), ratio(*time, times[0])]);
    }
    table.print();
    Ok(())
}
