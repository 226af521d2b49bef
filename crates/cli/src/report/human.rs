//! Problems for people: the lines they are about, what is wrong there, and what to do.
//!
//! Problems with the same message are shown once, with their other locations; more than a limit are
//! only counted.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level as Heading, Origin, Renderer, Snippet};
use archsite_core::diagnostics::Level;
use archsite_core::text::lines;

use super::visible::line as visible;
use crate::report::findings::Finding;
use crate::report::locate::File;

/// Most problems that are shown with their lines.
const SHOWN: usize = 100;
/// Most further locations of one problem that are named.
const PLACES: usize = 5;
/// Most labels of one problem that are shown.
const LABELS: usize = 6;
/// Longest line that is shown, in bytes; a longer one is cut.
const LINE: usize = 400;

/// Writes all problems; errors come first where not all can be shown.
pub(super) fn write(out: &mut dyn Write, findings: &[&Finding]) -> io::Result<()> {
    let groups = groups(findings);
    let mut shown: Vec<usize> = (0..groups.len()).collect();
    if groups.len() > SHOWN {
        shown.sort_by_key(|index| groups[*index][0].level != Level::Deny);
        shown.truncate(SHOWN);
        shown.sort_unstable();
    }
    for index in &shown {
        let (first, further) = groups[*index].split_at(1);
        writeln!(out, "{}\n", render(first[0], further))?;
    }
    let left: usize = groups.iter().map(Vec::len).sum::<usize>()
        - shown
            .iter()
            .map(|index| groups[*index].len())
            .sum::<usize>();
    if left > 0 {
        writeln!(
            out,
            "{left} more problems are not shown; `mdbook-archsite check --format short` lists \
             all of them\n"
        )?;
    }
    Ok(())
}

/// Problems with the same message and help, in the order of the first of each.
fn groups<'f>(findings: &[&'f Finding]) -> Vec<Vec<&'f Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut known: HashMap<(&str, &str, Option<&str>), usize> = HashMap::new();
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        let help = diagnostic.help.as_deref();
        let key = (diagnostic.lint.name, diagnostic.message.as_str(), help);
        // A problem with two locations is about these two.
        let alone = diagnostic.labels.len() > 1;
        match known.get(&key).filter(|_| !alone) {
            Some(index) => groups[*index].push(finding),
            None => {
                if !alone {
                    known.insert(key, groups.len());
                }
                groups.push(vec![finding]);
            }
        }
    }
    groups
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

fn render(finding: &Finding, further: &[&Finding]) -> String {
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
    let mut message = visible(&diagnostic.message);
    if locations.first().is_some_and(Option::is_none) {
        message.push_str(" (set by an environment variable, not in book.toml)");
    }
    let mut group = heading
        .primary_title(message)
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
    if !further.is_empty() {
        group = group.element(Heading::NOTE.message(visible(&places(further))));
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
pub(super) fn renderer() -> Renderer {
    // Lines are cut to the width of a terminal, but not in a log.
    match terminal_size::terminal_size_of(std::io::stderr()) {
        Some((width, _)) => Renderer::styled().term_width(usize::from(width.0).max(60)),
        None => Renderer::styled(),
    }
}
