//! The status that some lines state, where one may take back what another said.

use std::ops::Range;

use crate::model::record::Status;
use crate::parse::markdown::doc::{Doc, Line};
use crate::parse::relations::statements;
use crate::parse::values::date;
use crate::parse::values::date::Day;
use crate::parse::values::label::label_of;
use crate::parse::vocabulary::Extent;
use crate::parse::vocabulary::Label;
use crate::parse::vocabulary::{ParsedStatus, Vocabulary};

/// The result of reading the lines of a status.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The status, its words and its bytes.
    pub(crate) found: Option<(Status, String, Range<usize>)>,
    /// Places to fill in.
    pub(crate) placeholders: Vec<(String, Range<usize>)>,
    /// The words of the status speak of a supersession that leaves the record in force.
    pub(crate) stays: Option<Extent>,
}

/// Reads the lines of a status. "Superseded by X" takes back the "Accepted" before it.
pub(crate) fn read(
    doc: &Doc<'_>,
    lines: &[(Line<'_>, Range<usize>)],
    vocabulary: &Vocabulary,
) -> State {
    let mut state = State::default();
    let latest = latest(lines, vocabulary);
    for (index, (line, range)) in lines.iter().enumerate() {
        let (text, source) = line.trimmed(range.clone());
        let Some(text) = chosen(text) else { continue };
        if is_other_field(text, vocabulary) || latest.is_some_and(|latest| index < latest) {
            continue;
        }
        let superseded = statements::supersession(doc, line, range);
        let said = match last_of_history(text, vocabulary) {
            Some((status, _)) => ParsedStatus::Known(status),
            None => said(text, vocabulary, superseded),
        };
        let marked = match said {
            ParsedStatus::Template => marked(line, range, vocabulary),
            _ => None,
        };
        let said = marked.map_or(said, ParsedStatus::Known);
        let known = state.found.as_ref().map(|(status, ..)| *status);
        let found = match (said, known) {
            (ParsedStatus::Nothing, _) => continue,
            (ParsedStatus::Template, _) => {
                state.placeholders.push((text.to_string(), source));
                continue;
            }
            (ParsedStatus::Known(status), None) => Some(status),
            // Prose first, then a word of its own.
            (ParsedStatus::Known(_), Some(Status::Unknown)) => vocabulary.is_exact(text),
            (ParsedStatus::Known(Status::Superseded), Some(_)) => Some(Status::Superseded),
            (
                ParsedStatus::Known(
                    status @ (Status::Deprecated | Status::Rejected | Status::Reverted),
                ),
                _,
            ) => vocabulary.is_exact(text).map(|_| status),
            (ParsedStatus::Known(_), Some(Status::Draft | Status::Proposed)) => {
                vocabulary.is_exact(text)
            }
            (ParsedStatus::Known(_), Some(_)) => None,
            (ParsedStatus::Unknown, None) => Some(Status::Unknown),
            (ParsedStatus::Unknown, Some(_)) => None,
        };
        if let Some(status) = found {
            let raw = text.to_string();
            state.stays = superseded.map(|(extent, _)| extent);
            state.found = Some((status, raw, source.clone()));
        }
        if let Some((status, raw, at)) = &mut state.found
            && matches!(said, ParsedStatus::Known(_))
            // `Accepted. Superseded by ADR-12`
            && superseded == Some((Extent::Whole, true))
        {
            (*status, *at) = (Status::Superseded, source);
            *raw = text.to_string();
        }
    }
    state
}

/// Of several entries that all carry a date, the latest.
fn latest(lines: &[(Line<'_>, Range<usize>)], vocabulary: &Vocabulary) -> Option<usize> {
    if lines.len() < 2 {
        return None;
    }
    let mut days = Vec::new();
    for (index, (line, range)) in lines.iter().enumerate() {
        let text = &line.text[range.clone()];
        if matches!(vocabulary.read(text), ParsedStatus::Known(_)) {
            let Day::Sure(day) = date::read(text).0 else {
                return None;
            };
            days.push((day, index));
        }
    }
    let several = days.len() > 1;
    days.into_iter()
        .max()
        .filter(|_| several)
        .map(|(_, index)| index)
}

/// The last of several dated statuses of a line, if those before it were open:
/// `Submitted, 2017-01-26; Approved 2017-02-22`.
pub(crate) fn last_of_history<'t>(
    text: &'t str,
    vocabulary: &Vocabulary,
) -> Option<(Status, &'t str)> {
    let mut statuses: Vec<(Status, &str)> = Vec::new();
    let mut days = Vec::new();
    for part in text
        .split([';', ',', '→', '>', '|'])
        .flat_map(|part| part.split(" and "))
    {
        let part = part.trim_matches(['-', '=', ' ']);
        if let ParsedStatus::Known(status) = vocabulary.read(part) {
            statuses.push((status, part));
        }
        if let Day::Sure(day) = date::in_sentence(part) {
            days.push(day);
            if let Some((_, words)) = statuses.last_mut().filter(|(_, words)| *words != part) {
                *words = part;
            }
        }
    }
    let (last, before) = statuses.split_last()?;
    let open = |(status, _): &(Status, &str)| matches!(status, Status::Draft | Status::Proposed);
    let is_history = !before.is_empty() && before.iter().all(open) && !open(last);
    let is_dated = days.len() == statuses.len() && days.is_sorted();
    (is_history && is_dated && last.0 != Status::Superseded).then_some(*last)
}

/// The status that is marked among several, by bold type or a tick: `Draft | **Accepted**`.
fn marked(line: &Line<'_>, range: &Range<usize>, vocabulary: &Vocabulary) -> Option<Status> {
    let inside = |bold: &&Range<usize>| range.start <= bold.start && bold.end <= range.end;
    let bold = line.bold.iter().filter(inside);
    let bold = bold.filter_map(|bold| vocabulary.is_exact(&line.text[bold.clone()]));
    let text = &line.text[range.clone()];
    let ticked = text.split(['|', '/', ',']).filter_map(|choice| {
        let choice = choice.trim();
        let marks = ["✅", "✔", "☑", "🗹", "👉", "→", "(x)", "[x]", "[X]"];
        let rest = marks.iter().find_map(|mark| choice.strip_prefix(mark))?;
        vocabulary.is_exact(rest)
    });
    // One alone is marked; all in bold are not.
    let mut found: Vec<Status> = bold.chain(ticked).collect();
    found.dedup();
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Of boxes to tick only the ticked ones count.
fn chosen(text: &str) -> Option<&str> {
    if text.starts_with("[ ]") {
        return None;
    }
    let ticked = ["[x]", "[X]"]
        .iter()
        .find_map(|mark| text.strip_prefix(mark));
    Some(ticked.map_or(text, str::trim))
}

/// A line such as `Date: 2020-01-02` among those of the status.
fn is_other_field(text: &str, vocabulary: &Vocabulary) -> bool {
    let label = text
        .split_once(':')
        .and_then(|(name, value)| label_of(vocabulary, name, value));
    matches!(
        label,
        Some(Label::Date(_) | Label::Deciders | Label::Tags | Label::Area | Label::Title)
    )
}

/// Reads the status of one line. A record that is superseded in part, or not yet, is in force.
fn said(text: &str, vocabulary: &Vocabulary, superseded: Option<(Extent, bool)>) -> ParsedStatus {
    let said = vocabulary.read(text);
    let stays = matches!(superseded, Some((Extent::Part | Extent::Planned, _)));
    // The words for a proposal are about the supersession.
    let future = || {
        let lower = text.to_ascii_lowercase();
        let starts = [
            "proposed to be ",
            "pending supersession",
            "pending replacement",
        ];
        let awaiting = lower.starts_with("awaiting ") || lower.starts_with("candidate for ");
        awaiting || starts.iter().any(|start| lower.starts_with(start))
    };
    match said {
        ParsedStatus::Known(Status::Superseded) | ParsedStatus::Unknown if stays => {
            ParsedStatus::Known(Status::Accepted)
        }
        // "Ersetzt durch ADR-2" in a language without such a status word.
        ParsedStatus::Unknown if superseded.is_some() => ParsedStatus::Known(Status::Superseded),
        ParsedStatus::Known(Status::Proposed) if stays && future() => {
            ParsedStatus::Known(Status::Accepted)
        }
        said => said,
    }
}
