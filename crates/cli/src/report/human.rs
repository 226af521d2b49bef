//! Problems for people: the lines they are about, what is wrong there, and what to do.
//!
//! Many problems of one kind are shown once, with the other places; very many are counted.

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
/// Most further places of one problem that are named.
const PLACES: usize = 5;
/// Most labels of one problem that are shown.
const LABELS: usize = 6;
/// Longest line that is shown, in bytes; of a longer one a part is.
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

/// Problems that say the same, in the order of the first of each.
fn groups<'f>(findings: &[&'f Finding]) -> Vec<Vec<&'f Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut known: HashMap<(&str, &str, Option<&str>), usize> = HashMap::new();
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        let help = diagnostic.help.as_deref();
        let key = (diagnostic.lint.name, diagnostic.message.as_str(), help);
        // A problem that points at two places is about those two.
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

/// Further places of a problem.
fn places(findings: &[&Finding]) -> String {
    let spots = findings.iter().filter_map(|finding| finding.first());
    let named: Vec<String> = spots.take(PLACES).map(|spot| spot.line_column()).collect();
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
        spots,
        ..
    } = finding;
    let heading = match level {
        Level::Deny => Heading::ERROR,
        _ => Heading::WARNING,
    };
    let mut message = visible(&diagnostic.message);
    if spots.first().is_some_and(Option::is_none) {
        message.push_str(" (set by an environment variable, not in book.toml)");
    }
    let mut group = heading
        .primary_title(message)
        .id(diagnostic.lint.name)
        .elements(std::iter::empty::<Origin<'_>>());
    let labels = spots.iter().zip(&diagnostic.labels);
    for (index, (spot, label)) in labels.take(LABELS).enumerate() {
        let Some(spot) = spot else { continue };
        let Some(file) = spot.file.as_deref().filter(|file| !file.text.is_empty()) else {
            group = group.element(Origin::path(visible(&spot.path)));
            continue;
        };
        let kind = match index {
            0 => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        let words = match (spot.approximate, label.words.as_str()) {
            (true, "") => Some("near here; another preprocessor changed this text".to_string()),
            (true, words) => Some(format!("near here: {}", visible(words))),
            (false, "") => None,
            (false, words) => Some(visible(words)),
        };
        let (text, line, range) = excerpt(file, &spot.range);
        group = group.element(
            Snippet::source(text.to_string())
                .path(visible(&spot.path))
                .line_start(line)
                .annotation(kind.span(range).label(words)),
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
    let excerpt = &text[from..to];
    let place = range.start - from..range.end - from;
    if excerpt.lines().any(|line| line.len() > LINE) {
        part_of_line(excerpt, first, place)
    } else {
        (excerpt, first, place)
    }
}

/// The same where a line is too long to be shown: what is around the place.
fn part_of_line(text: &str, first: usize, place: Range<usize>) -> (&str, usize, Range<usize>) {
    let line = lines::line_start(text, place.start);
    let border = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = border(place.start.saturating_sub(LINE / 4).max(line));
    let end = lines::line_end(text, place.start);
    let to = border(end.min(from + LINE));
    let number = first + text[..line].matches('\n').count();
    let place = place.start - from..place.end.clamp(place.start, to) - from;
    (&text[from..to], number, place)
}

/// How problems and notes are drawn.
pub(super) fn renderer() -> Renderer {
    // Long lines are cut to fit where somebody watches, not in a log.
    match terminal_size::terminal_size_of(std::io::stderr()) {
        Some((width, _)) => Renderer::styled().term_width(usize::from(width.0).max(60)),
        None => Renderer::styled(),
    }
}
