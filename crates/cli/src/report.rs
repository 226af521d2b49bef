//! Everything a person reads: problems, failures, and what to do. The only module that
//! writes to standard error.

use std::io::{IsTerminal, Write, stderr};
use std::ops::Range;
use std::sync::OnceLock;

use annotate_snippets::{AnnotationKind, Group, Level as Heading, Origin, Renderer, Snippet};
use anstream::{AutoStream, ColorChoice};
use archsite_core::diagnostic::{Diagnostic, Level};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::args::Color;
use crate::locate::{File, Locator, Spot};

/// How to write, chosen once.
struct Style {
    color: ColorChoice,
    quiet: bool,
}

static STYLE: OnceLock<Style> = OnceLock::new();

/// Takes note of what the user wants to see.
pub(crate) fn init(color: Color, quiet: bool) {
    let color = match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    // Only the first call counts; there is one per process.
    let _ = STYLE.set(Style { color, quiet });
    init_log();
}

/// Shows the log, which is mostly that of the embedded mdBook, as mdBook shows it.
fn init_log() {
    let variable = std::env::var("MDBOOK_LOG").unwrap_or_default();
    let default = match quiet() {
        true => LevelFilter::ERROR,
        false => LevelFilter::INFO,
    };
    let mut filter = EnvFilter::builder()
        .with_default_directive(default.into())
        .parse_lossy(&variable);
    for noisy in ["handlebars", "html5ever"] {
        if !variable.contains(noisy)
            && let Ok(directive) = format!("{noisy}=warn").parse()
        {
            filter = filter.add_directive(directive);
        }
    }
    let colored = match STYLE.get().map_or(ColorChoice::Auto, |style| style.color) {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        _ => stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    };
    tracing_subscriber::fmt()
        .without_time()
        .with_ansi(colored)
        .with_writer(stderr)
        .with_env_filter(filter)
        .with_target(!variable.is_empty())
        .log_internal_errors(false)
        .init();
}

fn quiet() -> bool {
    STYLE.get().is_some_and(|style| style.quiet)
}

/// Writes to standard error. If nobody listens there any more, nobody is missed.
fn say(text: &str) {
    let choice = STYLE.get().map_or(ColorChoice::Auto, |style| style.color);
    let mut out = AutoStream::new(stderr(), choice).lock();
    let _ = writeln!(out, "{text}");
}

/// Says why the command could not do its work.
pub(crate) fn failure(error: &anyhow::Error) {
    let title = format!("{error:#}");
    say(&renderer().render(&[Group::with_title(Heading::ERROR.primary_title(title))]));
}

/// Says that the book does not ask for us.
pub(crate) fn note_unconfigured() {
    if !quiet() {
        let title = "book.toml has no [preprocessor.archsite], so the book is built as it is";
        let help = "add this to book.toml:\n\n[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\n\
                    [preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]";
        let group = Heading::WARNING
            .primary_title(title)
            .element(Heading::HELP.message(help));
        say(&renderer().render(&[group]));
    }
}

/// Explains the command to someone who typed its bare name.
pub(crate) fn usage() {
    say(
        "mdbook-archsite is an mdBook preprocessor: mdBook runs it and sends it a book.\n\
         \n\
         To use it, add this to book.toml and run `mdbook build`:\n\
         \n    [preprocessor.archsite]\n    after = [\"links\", \"index\"]\n\
         \n    [preprocessor.archsite.shard]\n    documents = [\"architecture.md\"]\n\
         \n\
         Without mdBook installed, `mdbook-archsite build` builds the book in this folder.\n\
         `mdbook-archsite --help` lists all commands.",
    );
}

/// Shows all problems in the order of files and lines, then counts them.
pub(crate) fn diagnostics(locator: &Locator<'_>, settled: Vec<(Level, Diagnostic)>, fails: bool) {
    let errors = settled
        .iter()
        .filter(|(level, _)| *level == Level::Deny)
        .count();
    let warnings = settled.len() - errors;
    let mut shown: Vec<(Vec<Option<Spot>>, Level, Diagnostic)> = settled
        .into_iter()
        .map(|(level, diagnostic)| {
            let spots = diagnostic
                .labels
                .iter()
                .map(|label| locator.spot(&label.place));
            (spots.collect(), level, diagnostic)
        })
        .collect();
    shown.sort_by_cached_key(|(spots, _, diagnostic)| {
        let first = spots.first().and_then(Option::as_ref);
        let place = first.map(|spot| (spot.path.clone(), spot.range.start));
        (place, diagnostic.lint.name, diagnostic.message.clone())
    });
    for (spots, level, diagnostic) in &shown {
        if *level == Level::Deny || !quiet() || fails {
            say(&format!("{}\n", render(spots, *level, diagnostic)));
        }
    }
    if errors + warnings == 0 || (quiet() && !fails) {
        return;
    }
    let counts = [counted(errors, "error"), counted(warnings, "warning")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let end = match fails {
        true => "; the book was not built",
        false => "",
    };
    say(&format!("mdbook-archsite: {}{end}", counts.join(", ")));
}

fn counted(number: usize, what: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        many => Some(format!("{many} {what}s")),
    }
}

fn renderer() -> Renderer {
    Renderer::styled()
}

fn render(spots: &[Option<Spot>], level: Level, diagnostic: &Diagnostic) -> String {
    let heading = match level {
        Level::Deny => Heading::ERROR,
        _ => Heading::WARNING,
    };
    let mut message = diagnostic.message.clone();
    if spots.first().is_some_and(Option::is_none) {
        message.push_str(" (set by an environment variable, not in book.toml)");
    }
    let mut group = heading
        .primary_title(message)
        .id(diagnostic.lint.name)
        .elements(std::iter::empty::<Origin<'_>>());
    for (index, (spot, label)) in spots.iter().zip(&diagnostic.labels).enumerate() {
        let Some(spot) = spot else { continue };
        let Some(file) = spot.file.as_deref().filter(|file| !file.text.is_empty()) else {
            group = group.element(Origin::path(spot.path.clone()));
            continue;
        };
        let kind = match index {
            0 => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        let words = match (spot.approximate, label.words.as_str()) {
            (true, "") => Some("near here; another preprocessor changed this text".to_string()),
            (true, words) => Some(format!("near here: {words}")),
            (false, "") => None,
            (false, words) => Some(words.to_string()),
        };
        let (text, line, range) = excerpt(file, &spot.range);
        group = group.element(
            Snippet::source(text.to_string())
                .path(spot.path.clone())
                .line_start(line)
                .annotation(kind.span(range).label(words)),
        );
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Heading::HELP.message(help.clone()));
    }
    renderer().render(&[group])
}

/// The lines around a place, the number of the first of them, and the place in them: the
/// renderer would look at the whole text otherwise.
fn excerpt<'t>(file: &'t File, range: &Range<usize>) -> (&'t str, usize, Range<usize>) {
    let File { text, lines } = file;
    let first = lines
        .locate(text, range.start)
        .line
        .saturating_sub(1)
        .max(1);
    let from = lines.start(text, first);
    let last = lines.locate(text, range.end).line;
    let to = lines.start(text, last + 2);
    (&text[from..to], first, range.start - from..range.end - from)
}
