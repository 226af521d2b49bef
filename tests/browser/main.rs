//! The built example in a browser: what a reader sees, clicks and finds.
//!
//! ```text
//!  book-example ──build──▶ site ──serve──▶ http://127.0.0.1/mdbook-archsite/ ──▶ browser
//!       └──▶ expected: what the sources say ───────────── compared ◀──────────────┘
//! ```
//!
//! A browser of the machine is used: `CHROME`, or Chromium or Chrome on the path. Without one
//! the checks are skipped, and said to be. Screenshots go to `target/screenshots`.

#[path = "../common/mod.rs"]
mod common;

mod appearance;
mod expected;
mod navigation;
mod old_addresses;
mod print;
mod search;
mod serve;
mod tab;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use chromiumoxide::detection::{self, DetectionOptions};
use libtest_mimic::{Arguments, Failed, Trial};
use tokio::runtime::Runtime;

use crate::serve::{SUB_PATH, Served};
use crate::tab::{Browser, Tab};

/// The example, as it is served.
struct Sites {
    /// Below a path, as a project's pages are.
    project: Served,
    /// At the top of a host.
    root: Served,
    /// Built without us, below the same path.
    whole: Served,
}

/// A check: an error says what is not as it should be.
struct Check {
    name: &'static str,
    run: fn(&Sites, &Tab) -> anyhow::Result<()>,
}

const CHECKS: &[Check] = &[
    Check {
        name: "the sidebar nests and numbers all pages",
        run: navigation::sidebar,
    },
    Check {
        name: "next and previous lead through all pages in order",
        run: navigation::next_and_previous,
    },
    Check {
        name: "the search finds a section and opens it",
        run: search::finds_sections,
    },
    Check {
        name: "each old address leads to its heading",
        run: old_addresses::all,
    },
    Check {
        name: "old addresses keep their query",
        run: old_addresses::with_query,
    },
    Check {
        name: "old addresses lead on at the top of a host",
        run: old_addresses::at_the_top,
    },
    Check {
        name: "an old address is followed on a page that is open",
        run: old_addresses::on_an_open_page,
    },
    Check {
        name: "the print page shows every section once, and its links work",
        run: print::sections_and_links,
    },
    Check {
        name: "the page for what is missing works below a path",
        run: navigation::missing_page,
    },
    Check {
        name: "pages fit three widths and are legible in light and dark",
        run: appearance::widths_and_themes,
    },
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let browser = match detection::default_executable(DetectionOptions::default()) {
        Ok(path) => Some(path),
        Err(_) => {
            let words = "browser checks: skipped, there is no Chromium or Chrome on this machine";
            let _ = writeln!(std::io::stdout(), "{words}");
            None
        }
    };
    let trials = match browser {
        Some(path) if !arguments.list => match trials(&path) {
            Ok(trials) => trials,
            Err(error) => vec![Trial::test("the example is built and served", move || {
                Err(Failed::from(format!("{error:#}")))
            })],
        },
        _ => CHECKS
            .iter()
            .map(|check| Trial::test(check.name, || Ok(())).with_ignored_flag(true))
            .collect(),
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials(browser: &std::path::Path) -> anyhow::Result<Vec<Trial>> {
    let runtime = Arc::new(Runtime::new()?);
    let split = serve::build_example(true)?;
    let whole = serve::build_example(false)?;
    let serve = |folder, path| serve::serve(&runtime, folder, path);
    let sites = Arc::new(Sites {
        project: serve(Arc::clone(&split), SUB_PATH)?,
        root: serve(split, "/")?,
        whole: serve(whole, SUB_PATH)?,
    });
    let browser = Arc::new(Browser::start(&runtime, browser)?);
    let trial = |check: &'static Check| {
        let (sites, browser) = (Arc::clone(&sites), Arc::clone(&browser));
        Trial::test(check.name, move || {
            let run = || {
                let tab = browser.tab()?;
                (check.run)(&sites, &tab)?;
                tab.close()
            };
            run().map_err(|error: anyhow::Error| Failed::from(format!("{error:#}")))
        })
    };
    Ok(CHECKS.iter().map(trial).collect())
}
