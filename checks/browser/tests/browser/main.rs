//! The built example in a browser: what a reader sees, clicks and finds.
//!
//! ```text
//!  book-example ──build──▶ site ──serve──▶ http://127.0.0.1/mdbook-archsite/ ──▶ browser
//!       └──▶ expected: what the sources say ───────────── compared ◀──────────────┘
//! ```
//!
//! A browser of the machine is used: `CHROME`, or Chromium or Chrome on the path. Without one
//! the checks are ignored, and a line says so. Screenshots go to `target/screenshots`. The checks of accessibility
//! need axe-core too.

mod accessibility;
mod appearance;
mod expected;
mod navigation;
mod old_addresses;
mod print;
mod search;
mod serve;
mod tab;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

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
    let chromium_or_chrome = DetectionOptions {
        msedge: false,
        unstable: false,
    };
    let path = detection::default_executable(chromium_or_chrome).ok();
    if path.is_none() {
        let words = "browser checks: skipped, there is no Chromium or Chrome on this machine";
        let _ = writeln!(std::io::stdout(), "{words}");
    }
    // Built, served and started by the first check that runs.
    let stage: Arc<OnceLock<Result<Stage, String>>> = Arc::default();
    let trial = |check: &'static Check, is_possible: bool| {
        let (stage, path) = (Arc::clone(&stage), path.clone().unwrap_or_default());
        let ignored = path.as_os_str().is_empty() || !is_possible;
        Trial::test(check.name, move || {
            let stage = stage.get_or_init(|| {
                let stage = Stage::set(&path);
                stage.map_err(|error| format!("the example is not on the stage: {error:#}"))
            });
            let run = |stage: &Stage| {
                let tab = stage.browser.tab()?;
                (check.run)(&stage.sites, &tab)?;
                tab.close()
            };
            match stage {
                Ok(stage) => run(stage).map_err(|error| Failed::from(format!("{error:#}"))),
                Err(error) => Err(Failed::from(error)),
            }
        })
        .with_ignored_flag(ignored)
    };
    let has_axe = accessibility::axe().is_some();
    let trials = CHECKS.iter().map(|check| trial(check, true));
    let with_axe = accessibility::CHECKS
        .iter()
        .map(|check| trial(check, has_axe));
    libtest_mimic::run(&arguments, trials.chain(with_axe).collect()).exit_code()
}

/// Everything that checks need.
struct Stage {
    sites: Sites,
    browser: Browser,
}

impl Stage {
    fn set(browser: &Path) -> anyhow::Result<Stage> {
        let runtime = Arc::new(Runtime::new()?);
        let split = serve::build_example(true)?;
        let whole = serve::build_example(false)?;
        let serve = |folder, path| serve::serve(&runtime, folder, path);
        Ok(Stage {
            sites: Sites {
                project: serve(Arc::clone(&split), SUB_PATH)?,
                root: serve(split, "/")?,
                whole: serve(whole, SUB_PATH)?,
            },
            browser: Browser::start(&runtime, browser)?,
        })
    }
}
