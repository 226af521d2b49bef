//! Everything a person reads: problems, failures, and what to do. The only module that
//! writes to standard error.

pub(crate) mod findings;
mod formats;
pub(crate) mod locate;
mod notes;
mod progress;
pub(crate) mod source_location;
pub(crate) mod source_map;
mod visible;

use std::borrow::Cow;
use std::io::{BufWriter, IsTerminal, Write, stderr};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use annotate_snippets::{Group, Level as Heading};
use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use archsite_core::diagnostics::{Diagnostic, Level, Location};
use archsite_core::fs::names::display;
use archsite_core::text::lines::Lines;
use clap::ValueEnum;
use similar::TextDiff;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

pub(crate) use self::notes::{note, note_fixable, note_unconfigured};
use crate::report::findings::{Finding, Findings};
use crate::report::formats::{gitlab, human, json, lines, sarif};
pub(crate) use crate::report::progress::progress;
pub(crate) use crate::report::visible::line as one_line;

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

/// How to write, chosen once.
struct Style {
    color: ColorChoice,
    quiet: bool,
}

static STYLE: OnceLock<Style> = OnceLock::new();

/// The messages since [`recorded`] began.
static RECORD: Mutex<Option<String>> = Mutex::new(None);

/// Runs something, and gives the messages that it writes to standard error, without colours.
pub(crate) fn recorded<T>(run: impl FnOnce() -> T) -> (T, String) {
    let record = || RECORD.lock().unwrap_or_else(PoisonError::into_inner);
    *record() = Some(String::new());
    let result = run();
    let text = record().take();
    (result, text.unwrap_or_default())
}

/// Adds a message to those that are recorded.
fn record(text: &str) {
    if let Some(record) = &mut *RECORD.lock().unwrap_or_else(PoisonError::into_inner) {
        record.push_str(&strip_str(text).to_string());
    }
}

/// Stores how to write, and starts the log.
/// With `checks`, problems of includes are not logged, because the check reports them.
pub(crate) fn init(color: Color, quiet: bool, checks: bool) {
    let color = match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    // Only the first call counts; there is one per process.
    let _ = STYLE.set(Style { color, quiet });
    init_log(checks);
}

/// Shows the log, which is mostly that of the embedded mdBook, as mdBook shows it.
fn init_log(checks: bool) {
    let variable = std::env::var("MDBOOK_LOG").unwrap_or_default();
    let default = if quiet() {
        LevelFilter::ERROR
    } else {
        LevelFilter::INFO
    };
    let mut filter = EnvFilter::builder()
        .with_default_directive(default.into())
        .parse_lossy(&variable);
    // `check` reports failing includes with file and line.
    let own = if checks { "off" } else { "info" };
    let noisy = [
        ("handlebars", "warn"),
        ("html5ever", "warn"),
        ("mdbook_driver::builtin_preprocessors", own),
        ("mdbook_summary", own),
        // What the server of a protocol does is for its client.
        ("rmcp", "off"),
    ];
    for (target, level) in noisy {
        if !variable.contains(target)
            && let Ok(directive) = format!("{target}={level}").parse()
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
        .with_writer(progress::Stderr::default)
        .with_env_filter(filter)
        .with_target(!variable.is_empty())
        .log_internal_errors(false)
        .init();
}

fn quiet() -> bool {
    STYLE.get().is_some_and(|style| style.quiet)
}

/// Writes to standard error. That it was closed is not an error.
fn print(text: &str) {
    let choice = STYLE.get().map_or(ColorChoice::Auto, |style| style.color);
    record(&format!("{text}\n"));
    progress::suspend(|| {
        let mut out = AutoStream::new(stderr(), choice).lock();
        let _ = writeln!(out, "{}", inert(text));
    });
}

/// Text in which GitHub finds no workflow commands.
fn inert(text: &str) -> Cow<'_, str> {
    if visible::on_github() {
        Cow::Owned(visible::inert(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// Prints why the command failed.
pub(crate) fn failure(error: &anyhow::Error) {
    let title = visible::lines(format!("{error:#}").trim_end());
    print(&human::renderer().render(&[Group::with_title(Heading::ERROR.primary_title(title))]));
}

/// Explains the command to a person who runs it without arguments.
pub(crate) fn usage() {
    print(
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

/// How problems are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the lines they are about
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// Workflow commands, which a code host shows beside the changed lines
    Github,
    /// GitLab's report of code quality
    Gitlab,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
}

impl Format {
    /// The default: workflow commands on GitHub, else text for people.
    pub(crate) fn usual() -> Format {
        if visible::on_github() {
            Format::Github
        } else {
            Format::Human
        }
    }
}

/// Shows all problems, then counts them. `after` says what became of the run. `--quiet` leaves
/// warnings out, except where they are what makes the run fail.
///
/// # Errors
/// The problems could not be written to standard output.
pub(crate) fn findings(
    findings: &Findings,
    format: Format,
    to: Stream,
    after: &str,
) -> anyhow::Result<()> {
    let shows_warnings = !quiet() || findings.warnings_fail();
    let shown: Vec<&Finding> = findings
        .all
        .iter()
        .filter(|finding| finding.level == Level::Deny || shows_warnings)
        .collect();
    let mut text = Vec::new();
    match format {
        Format::Human => human::write(&mut text, &shown),
        Format::Short => lines::write_short(&mut text, &shown),
        Format::Json => json::write(&mut text, &shown, findings),
        Format::Github => lines::write_github(&mut text, &shown, findings),
        Format::Gitlab => gitlab::write(&mut text, &shown, findings),
        Format::Sarif => sarif::write(&mut text, &shown, findings),
    }?;
    let written = match format {
        Format::Human | Format::Short => {
            write_to(to, inert(&String::from_utf8_lossy(&text)).as_bytes())
        }
        _ => write_to(to, &text),
    };
    if to == Stream::Out {
        written?;
    }
    let is_for_people = matches!(format, Format::Human | Format::Short | Format::Github);
    if is_for_people && (!quiet() || findings.fails) {
        count(findings, shows_warnings, after);
    }
    Ok(())
}

/// Says how many problems there are, if there are any.
fn count(findings: &Findings, shows_warnings: bool, after: &str) {
    let (errors, warnings) = findings.counts();
    let warnings = if shows_warnings { warnings } else { 0 };
    let known = findings.known.len();
    if errors + warnings + known == 0 {
        return;
    }
    let counts = [(errors, "error"), (warnings, "warning")];
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    let mut parts: Vec<String> = counts.map(|(number, what)| counted(number, what)).collect();
    if parts.is_empty() {
        parts.push("no new problem".to_string());
    }
    if known > 0 {
        parts.push(format!("{known} known from the baseline"));
    }
    let end = if findings.fails { after } else { "" };
    print(&format!("mdbook-archsite: {}{end}", parts.join(", ")));
}

/// Where something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard output: the result of a command.
    Out,
    /// Standard error.
    Error,
}

impl Stream {
    fn open(self) -> Box<dyn Write> {
        let choice = STYLE.get().map_or(ColorChoice::Auto, |style| style.color);
        match self {
            Stream::Out => {
                let stream = AutoStream::new(std::io::stdout(), choice).lock();
                Box::new(BufWriter::with_capacity(64 * 1024, stream))
            }
            Stream::Error => {
                let stream = AutoStream::new(stderr(), choice).lock();
                Box::new(BufWriter::with_capacity(64 * 1024, stream))
            }
        }
    }
}

/// Writes the result of a command, for people.
///
/// # Errors
/// It could not be written.
pub(crate) fn result(text: &str) -> anyhow::Result<()> {
    write_to(Stream::Out, inert(&visible::lines(text)).as_bytes())
}

/// Writes the result of a command for programs, without changes.
///
/// # Errors
/// It could not be written.
pub(crate) fn data(text: &str) -> anyhow::Result<()> {
    write_to(Stream::Out, text.as_bytes())
}

/// Writes bytes. A closed pipe is not an error.
fn write_to(to: Stream, bytes: &[u8]) -> anyhow::Result<()> {
    if to == Stream::Error {
        record(&String::from_utf8_lossy(bytes));
    }
    let written = progress::suspend(|| {
        let mut out = to.open();
        out.write_all(bytes).and_then(|()| out.flush())
    });
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write the output")
        }
        _ => Ok(()),
    }
}

/// Prints a problem of a document that is in no book.
pub(crate) fn problem_in(file: &Path, text: &str, level: Level, problem: &Diagnostic) {
    if quiet() && level != Level::Deny {
        return;
    }
    let heading = if level == Level::Deny {
        Heading::ERROR
    } else {
        Heading::WARNING
    };
    let lines = Lines::default();
    let places = problem
        .labels
        .iter()
        .filter_map(|label| match &label.place {
            Location::Source { range, .. } => {
                let place = lines.locate(text, range.start);
                Some(format!(
                    "\n{}:{}:{}: {}",
                    display(file),
                    place.line,
                    place.column,
                    label.words
                ))
            }
            Location::Config(_) | Location::File { .. } => None,
        });
    let places: String = places.collect();
    let title = visible::lines(&format!("{}{places}", problem.message));
    let title = heading.primary_title(title).id(problem.lint.name);
    let group = match &problem.help {
        Some(help) => title.element(Heading::HELP.message(visible::lines(help))),
        None => Group::with_title(title),
    };
    print(&human::renderer().render(&[group]));
}

/// The lines in which two versions of a file differ.
pub(crate) fn diff(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(name, name)
        .context_radius(1)
        .to_string()
}

/// The JSON schema of a problem in the format `json`.
#[cfg(feature = "schemas")]
pub(crate) fn problem_schema() -> serde_json::Value {
    json::schema()
}

/// A number with its noun: `1 problem`, `2 problems`.
pub(crate) fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}
