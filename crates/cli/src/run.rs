//! One run over one book, however it came to us: load, passes, report.
//!
//! It neither reads input nor writes output; it decides whether the book may be rendered.

use crate::mdbook::expand::Records;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::protocol::{Book, Context};
use crate::mdbook::settings::{Scope, Settings};
use crate::pipeline::edit_links;
use crate::report::findings::Findings;
use crate::report::findings::baseline::Known;
use crate::report::locate::Locator;
use crate::report::{Format, Stream};
use crate::{pipeline, report};

/// The result of a run.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The book to render.
    Book(Book),
    /// Problems were reported, and the book must not be rendered.
    Problems,
}

/// Runs the passes over a book and reports what they find.
pub(crate) fn run(context: &Context, scope: Scope, book: Book) -> anyhow::Result<Outcome> {
    let mut settings = Settings::read(context, scope);
    let mut loaded: Loaded = load::load(context, &settings, book);
    let records = Records::new(context, settings.includes_expanded);
    let found = pipeline::run(pipeline::Run {
        site: &mut loaded.site,
        settings: &settings,
        target: pipeline::Target::Book,
        expander: &records,
        with_directives: None,
    })?;
    found.notes.iter().for_each(|note| report::note(note));
    let mut problems = std::mem::take(&mut settings.problems);
    problems.extend(found.problems);
    if settings.reports && !problems.is_empty() {
        let known = Known::of(&settings, &context.root)?;
        let locator = Locator::new(&loaded.site, context);
        let findings = Findings::new(
            &loaded.site,
            &locator,
            &settings,
            &found.suppressions,
            problems,
            &known,
        );
        let after = "; the book was not built";
        report::findings(&findings, Format::usual(), Stream::Error, after)?;
        if findings.fails {
            report::note_fixable(&findings);
            return Ok(Outcome::Problems);
        }
    }
    edit_links::set(&mut loaded.site, &settings, context, &found.documents);
    Ok(Outcome::Book(loaded.into_book()))
}
