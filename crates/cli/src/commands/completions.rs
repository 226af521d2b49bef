//! `completions`: the script by which a shell completes commands and options.

use clap::Command;
use clap_complete::Shell;

use crate::exit::CLEAN;
use crate::report;

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    pub(crate) shell: Shell,
}

pub(crate) fn run(args: &Args, mut command: Command) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    let name = command.get_name().to_string();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    report::data(&String::from_utf8(script)?)?;
    Ok(CLEAN)
}
