//! The technology that lines are about, where they do not name it themselves: that of the item
//! or paragraph above them, or of the heading.

use crate::document::markdown::{Document, Line};
use crate::document::versions;
use crate::document::versions::counts;

/// The text that may name the technology of each line of a document.
pub(crate) fn of_lines(document: &Document) -> Vec<Option<&str>> {
    let mut heading = None;
    let mut paragraph = None;
    // Items around the line: depth and text.
    let mut items: Vec<(usize, &str)> = Vec::new();
    let mut contexts = Vec::with_capacity(document.lines.len());
    for line in &document.lines {
        if line.heading.is_some() {
            heading = Some(name_of(line));
            paragraph = None;
            items.clear();
            contexts.push(None);
            continue;
        }
        items.retain(|(depth, _)| *depth < line.depth);
        let above = items.last().map(|(_, text)| *text);
        contexts.push(above.or(paragraph).or(heading));
        if line.depth == 0 {
            paragraph = Some(name_of(line));
        } else {
            items.push((line.depth, name_of(line)));
        }
    }
    contexts
}

/// The text of the last heading before an offset.
pub(crate) fn heading_before(document: &Document, offset: usize) -> Option<&str> {
    let headings = document.lines.iter().filter(|line| line.heading.is_some());
    let before = headings.take_while(|line| line.range().start < offset);
    before.last().map(name_of)
}

/// The part of a line that may be a name: without its number, and before a colon or dash.
fn name_of(line: &Line) -> &str {
    let text = line.text.trim();
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
    let text = if number.starts_with(' ') {
        number.trim_start()
    } else {
        text
    };
    let end = [":", "：", " — ", " – ", " - "].iter();
    let end = end.filter_map(|sign| text.find(sign)).min();
    text[..end.unwrap_or(text.len())].trim()
}

/// Lines below a line that says what their numbers count: `**Ports**`, or `Replicas:`.
#[derive(Debug, Default)]
pub(crate) struct CountedLines {
    /// The number of list items that the line was in.
    depth: Option<usize>,
}

impl CountedLines {
    /// Whether the next line of a document is below such a line.
    pub(crate) fn counts(&mut self, line: &Line) -> bool {
        if self.depth.is_some_and(|depth| line.depth > depth) {
            return true;
        }
        let text = line.text.trim();
        let is_label = text.ends_with([':', '：']) || text.split(' ').count() <= 4;
        let counts = is_label && versions::versions(text).is_empty() && counts::is_title(text);
        self.depth = counts.then_some(line.depth);
        false
    }
}
