//! Problems for people: the lines they are about, what is wrong there, and what to do.
//!
//! Warnings come first and errors last, above the line that counts them, where a terminal and the log
//! of a workflow are read. Problems of one cause are one message with the other locations; where there are
//! many messages, those of one lint are one message too.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level as Heading, Origin, Renderer, Snippet};
use archsite_core::diagnostics::Level;
use archsite_core::diagnostics::lints::BAD_OPTION;
use archsite_core::text::lines;

use crate::report::counted;
use crate::report::findings::Finding;
use crate::report::locate::File;
use crate::report::visible::line as visible;

/// Most messages with problems of one lint in several of them.
const MESSAGES: usize = 20;
/// Most messages of one lint where there are more.
const OF_A_LINT: usize = 3;
/// Most further errors of a lint that are listed.
const ERRORS: usize = 20;
/// Most further warnings of a lint that are listed.
const WARNINGS: usize = 5;
/// Most further locations of one problem that are named.
const PLACES: usize = 5;
/// Most labels of one problem that are shown.
const LABELS: usize = 6;
/// Longest line that is shown, in bytes; a longer one is cut.
const LINE: usize = 400;

/// Writes all problems, warnings before errors. Errors in options are the last ones, because other
/// problems can be consequences of them.
pub(in crate::report) fn write(out: &mut dyn Write, findings: &[&Finding]) -> io::Result<()> {
    let mut groups = groups(findings);
    groups.sort_by_key(|group| {
        let is_option = group[0].diagnostic.lint.name == BAD_OPTION.name;
        (group[0].level == Level::Deny, is_option)
    });
    for message in messages(&groups) {
        writeln!(out, "{}\n", render(&message))?;
    }
    Ok(())
}

/// What is shown as one message.
struct Message<'g, 'f> {
    /// Problems of one cause.
    shown: &'g [&'f Finding],
    /// Other problems of the same lint, by cause.
    further: Vec<&'g [&'f Finding]>,
}

/// The messages for problems by cause. Where there are many, those of a lint are one message, at the
/// place of its first.
fn messages<'g, 'f>(groups: &'g [Vec<&'f Finding>]) -> Vec<Message<'g, 'f>> {
    let key = |group: &[&Finding]| (group[0].level, group[0].diagnostic.lint.name);
    let mut count: HashMap<(Level, &str), usize> = HashMap::new();
    for group in groups {
        *count.entry(key(group)).or_default() += 1;
    }
    let is_many = |group: &[&Finding]| groups.len() > MESSAGES && count[&key(group)] > OF_A_LINT;
    let mut messages: Vec<Message<'g, 'f>> = Vec::new();
    let mut of_lint: HashMap<(Level, &str), usize> = HashMap::new();
    for group in groups {
        match of_lint.get(&key(group)) {
            Some(first) => messages[*first].further.push(group),
            None => {
                if is_many(group) {
                    of_lint.insert(key(group), messages.len());
                }
                messages.push(Message {
                    shown: group,
                    further: Vec::new(),
                });
            }
        }
    }
    messages
}

/// What problems have in common that have one cause.
type Cause<'f> = (Level, &'f str, &'f str, Option<&'f str>);

/// Problems with one cause, in the order of the first of each: those that say the same, and links to
/// the same missing page, however the link is written.
fn groups<'f>(findings: &[&'f Finding]) -> Vec<Vec<&'f Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut known: HashMap<Cause<'f>, usize> = HashMap::new();
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        let (lint, help) = (diagnostic.lint.name, diagnostic.help.as_deref());
        let cause = match diagnostic.cause.as_deref() {
            Some(missing) => (finding.level, lint, missing, None),
            None => (finding.level, lint, diagnostic.message.as_str(), help),
        };
        // A problem with two locations is about these two.
        let alone = diagnostic.labels.len() > 1;
        match known.get(&cause).filter(|_| !alone) {
            Some(index) => groups[*index].push(finding),
            None => {
                if !alone {
                    known.insert(cause, groups.len());
                }
                groups.push(vec![finding]);
            }
        }
    }
    groups
}

/// Other problems of the lint of a message, one a line.
fn list(further: &[&[&Finding]]) -> String {
    let level = further[0][0].level;
    let most = if level == Level::Deny {
        ERRORS
    } else {
        WARNINGS
    };
    let lint = further[0][0].diagnostic.lint.name;
    let count: usize = further.iter().map(|group| group.len()).sum();
    let mut files: Vec<&str> = further
        .iter()
        .flat_map(|group| group.iter())
        .filter_map(|finding| finding.first())
        .map(|location| location.path.as_str())
        .collect();
    files.sort_unstable();
    files.dedup();
    let mut text = format!("{count} more `{lint}` in {}:", counted(files.len(), "file"));
    for group in further.iter().take(most) {
        let first = group[0];
        let place = first
            .first()
            .map_or("book.toml".to_string(), |location| location.line_column());
        let line = format!("{place}: {}", first.diagnostic.message);
        text.push_str(&format!("\n{}", visible(&line)));
        if group.len() > 1 {
            text.push_str(&format!(", and {}", counted(group.len() - 1, "more place")));
        }
    }
    let left: usize = further.iter().skip(most).map(|group| group.len()).sum();
    if left > 0 {
        text.push_str(&format!(
            "\nand {left} more; `mdbook-archsite check --format short` lists all"
        ));
    }
    text
}

/// Further locations of a problem.
fn places(findings: &[&Finding]) -> String {
    let locations = findings.iter().filter_map(|finding| finding.first());
    let named: Vec<String> = locations
        .take(PLACES)
        .map(|location| location.line_column())
        .collect();
    let more = findings.len() - named.len().min(findings.len());
    let list = named.join(", ");
    match more {
        0 => format!("the same in {list}"),
        more => format!("the same in {list} and {more} more places"),
    }
}

fn render(message: &Message<'_, '_>) -> String {
    let (finding, same) = (message.shown[0], &message.shown[1..]);
    let Finding {
        level,
        diagnostic,
        locations,
        ..
    } = finding;
    let heading = match level {
        Level::Deny => Heading::ERROR,
        _ => Heading::WARNING,
    };
    let mut title = visible(&diagnostic.message);
    if locations.first().is_some_and(Option::is_none) {
        title.push_str(" (set by an environment variable, not in book.toml)");
    }
    let mut group = heading
        .primary_title(title)
        .id(diagnostic.lint.name)
        .elements(std::iter::empty::<Origin<'_>>());
    let labels = locations.iter().zip(&diagnostic.labels);
    for (index, (location, label)) in labels.take(LABELS).enumerate() {
        let Some(location) = location else { continue };
        let Some(file) = location
            .file
            .as_deref()
            .filter(|file| !file.text.is_empty())
        else {
            group = group.element(Origin::path(visible(&location.path)));
            continue;
        };
        let kind = match index {
            0 => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        let text = match (location.approximate, label.words.as_str()) {
            (true, "") => Some("near here; another preprocessor changed this text".to_string()),
            (true, text) => Some(format!("near here: {}", visible(text))),
            (false, "") => None,
            (false, text) => Some(visible(text)),
        };
        let (source, line, range) = excerpt(file, &location.range);
        group = group.element(
            Snippet::source(source.to_string())
                .path(visible(&location.path))
                .line_start(line)
                .annotation(kind.span(range).label(text)),
        );
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Heading::HELP.message(visible(help)));
    }
    if !same.is_empty() {
        group = group.element(Heading::NOTE.message(visible(&places(same))));
    }
    if !message.further.is_empty() {
        group = group.element(Heading::NOTE.message(list(&message.further)));
    }
    renderer().render(&[group])
}

/// The lines around a range, the number of the first line, and the range within them. The renderer
/// would search the whole text otherwise.
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
    let excerpt = &text[from..to];
    let place = range.start - from..range.end - from;
    if excerpt.lines().any(|line| line.len() > LINE) {
        part_of_line(excerpt, first, place)
    } else {
        (excerpt, first, place)
    }
}

/// The excerpt for a line that is too long to show: the part around the range.
fn part_of_line(text: &str, first: usize, place: Range<usize>) -> (&str, usize, Range<usize>) {
    let line = lines::line_start(text, place.start);
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = boundary(place.start.saturating_sub(LINE / 4).max(line));
    let end = lines::line_end(text, place.start);
    let to = boundary(end.min(from + LINE));
    let number = first + text[..line].matches('\n').count();
    let place = place.start - from..place.end.clamp(place.start, to) - from;
    (&text[from..to], number, place)
}

/// The renderer of problems and notes.
pub(in crate::report) fn renderer() -> Renderer {
    // Lines are cut to the width of a terminal, but not in a log.
    match terminal_size::terminal_size_of(std::io::stderr()) {
        Some((width, _)) => Renderer::styled().term_width(usize::from(width.0).max(60)),
        None => Renderer::styled(),
    }
}
