//! Tasks of the repository: `cargo run -p xtask -- generate [--check]`, and `man FOLDER`, which writes
//! the manual pages.
//!
//! The guide repeats facts of the code: lints, keys of the configuration, directives, commands and
//! JSON schemas.
//! `generate` writes these parts from the code; `--check` only compares them, for CI.

mod commands;
mod configuration;
mod directives;
mod lints;
mod man;
mod output;
mod repository;
mod schemas;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::output::Output;

fn main() -> anyhow::Result<ExitCode> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let check = match args.as_slice() {
        ["generate"] => false,
        ["generate", "--check"] => true,
        ["man", folder] => {
            man::write(Path::new(folder))?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => bail!("usage: cargo run -p xtask -- generate [--check] | man FOLDER"),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let root = root.context("xtask is a folder of the repository")?;
    let stale = generate(root)?.finish(check)?;
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let word = if check { "stale" } else { "written" };
    print(
        &stale
            .iter()
            .map(|file| format!("{word}: {file}\n"))
            .collect::<String>(),
    );
    if check {
        print("run `cargo run -p xtask -- generate`\n");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// All generated files and regions.
fn generate(root: &Path) -> anyhow::Result<Output> {
    let mut output = Output::new(root);
    lints::pages(&mut output)?;
    lints::summary(&mut output)?;
    lints::table(&mut output)?;
    configuration::reference(&mut output)?;
    directives::table(&mut output)?;
    commands::reference(&mut output)?;
    schemas::files(&mut output)?;
    repository::address(&mut output)?;
    Ok(output)
}

#[allow(clippy::print_stdout, reason = "the output of the task")]
fn print(text: &str) {
    print!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_up_to_date() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let stale = generate(&root).and_then(|output| output.finish(true));
        assert_eq!(
            stale.expect("the guide"),
            [""; 0],
            "run `cargo run -p xtask -- generate`"
        );
    }
}
