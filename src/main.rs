//! The `mdbook-archsite` command. Everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    archsite_cli::main()
}
