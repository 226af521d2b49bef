//! One run over one book, however it came to us: load, passes, report.
//!
//! It neither reads input nor writes output; it decides whether the book may be rendered.

use archsite_core::diagnostic::{self, Level};

use crate::load::{self, Loaded};
use crate::locate::Locator;
use crate::protocol::{Book, Context};
use crate::settings::{FailOn, Settings};
use crate::{passes, report};

/// What became of a book.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The book to render.
    Book(Book),
    /// Problems were reported, and the book must not be rendered.
    Problems,
}

/// Runs all passes over a book and reports what they find.
pub(crate) fn run(context: &Context, book: Book) -> anyhow::Result<Outcome> {
    let mut settings = Settings::read(context);
    let mut loaded: Loaded = load::load(context, &settings, book);
    let findings = passes::run(&mut loaded.site, &settings)?;
    let mut problems = std::mem::take(&mut settings.problems);
    problems.extend(findings.problems);
    if settings.reports && !problems.is_empty() {
        let settled = diagnostic::settle(
            &loaded.site,
            &findings.allowances,
            &settings.levels,
            problems,
        );
        let worst = settled.iter().map(|(level, _)| *level).max();
        let fails = match settings.fail_on {
            FailOn::Never => false,
            FailOn::Warning => worst.is_some(),
            FailOn::Error => worst == Some(Level::Deny),
        };
        let locator = Locator::new(&loaded.site, context);
        report::diagnostics(&locator, settled, fails);
        if fails {
            return Ok(Outcome::Problems);
        }
    }
    Ok(Outcome::Book(loaded.into_book()))
}
