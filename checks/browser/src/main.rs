//! The `mdbook-archsite` command for the browser checks: cargo tells a test and a benchmark only where the
//! programs of their own package are.

use std::process::ExitCode;

fn main() -> ExitCode {
    archsite_cli::main()
}
