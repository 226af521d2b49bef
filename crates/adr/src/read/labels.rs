//! The names that values go by: of sections, bullets, table rows and keys.

use super::date::{self, Day};
use crate::record::Kind;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Status,
    /// A date; of several the one with the lowest number counts.
    Date(u8),
    Deciders,
    Tags,
    Area,
    Title,
    Relation(Kind),
    /// Links to other records, each with its relation.
    Links,
    ChangeLog,
}

/// No label is longer, in bytes, whatever stands around it.
const LONGEST: usize = 48;

/// What a label means. Case, emoji, numbers in front and a colon behind do not count.
pub(crate) fn label(raw: &str) -> Option<Label> {
    // Most headings are longer than any label: looking closer costs more than the rest.
    if raw.len() > LONGEST {
        return None;
    }
    let folded: String = raw
        .chars()
        .map(|c| match c {
            '-' | '_' | '/' | '\u{a0}' => ' ',
            c => c.to_ascii_lowercase(),
        })
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .collect();
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .skip_while(|word| word.bytes().all(|b| b.is_ascii_digit()))
        .take(6)
        .collect();
    let words = match words.as_slice() {
        ["adr", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    meaning(&words.join(" "))
}

/// The label of a value. Words such as `Accepted` are one only before a date.
pub(crate) fn label_of(raw: &str, value: &str) -> Option<Label> {
    match label(raw)? {
        Label::Date(0 | 1) if !raw.to_ascii_lowercase().contains("date") => {
            let day = date::read(value).0;
            match day {
                Day::Sure(_) | Day::Either(..) => label(raw),
                Day::Invalid | Day::None => None,
            }
        }
        label => Some(label),
    }
}

fn meaning(name: &str) -> Option<Label> {
    Some(match name {
        "status"
        | "state"
        | "decision status"
        | "current status"
        | "record status"
        | "status of the decision"
        | "status of decision" => Label::Status,
        "decision date" | "date decided" | "decided" | "decided on" | "decided at"
        | "date of decision" | "decision made" | "decision made on" | "resolution date" => {
            Label::Date(0)
        }
        "accepted date" | "date accepted" | "accepted" | "accepted on" | "approved on"
        | "approval date" | "date approved" | "approved date" | "adopted" | "adopted on"
        | "date adopted" => Label::Date(1),
        "date" | "dates" | "date dd mm yyyy" | "date yyyy mm dd" => Label::Date(2),
        "created" | "created on" | "created at" | "creation date" | "date created"
        | "introduced" | "introduced on" | "date introduced" | "proposed on" | "date proposed"
        | "proposed date" | "date of proposal" | "start date" | "published" | "date published"
        | "publication date" => Label::Date(3),
        "decider" | "deciders" | "decider s" | "decision maker" | "decision makers"
        | "decision maker s" | "decided by" | "approver" | "approvers" | "approver s"
        | "approved by" | "accepted by" => Label::Deciders,
        "tag" | "tags" | "topic" | "topics" | "label" | "labels" | "keywords" => Label::Tags,
        "area" | "areas" | "component" | "components" | "category" => Label::Area,
        "title" => Label::Title,
        "supersedes" | "supercedes" | "superseeds" | "replaces" | "obsoletes" => {
            Label::Relation(Kind::Supersedes)
        }
        "superseded by" | "superceded by" | "superseeded by" | "superseded" | "replaced by"
        | "obsoleted by" | "invalidated by" => Label::Relation(Kind::SupersededBy),
        "amends" | "amends adr" | "updates" | "modifies" | "clarifies" => {
            Label::Relation(Kind::Amends)
        }
        "amended by" | "updated by" | "modified by" | "clarified by" => {
            Label::Relation(Kind::AmendedBy)
        }
        "related" | "relates to" | "related to" | "related adr" | "related adrs"
        | "related adr s" | "related decisions" | "related records" | "see also" | "depends on" => {
            Label::Relation(Kind::RelatesTo)
        }
        "links" | "relations" | "relationships" | "adr links" => Label::Links,
        "changelog" | "change log" | "history" | "revision history" | "status history"
        | "change history" | "revisions" | "status log" => Label::ChangeLog,
        _ => return None,
    })
}

/// Sections that only records have, and that show what a text is.
pub(crate) fn is_mark(heading: &str) -> bool {
    if heading.len() > LONGEST {
        return false;
    }
    let lower = heading.to_ascii_lowercase();
    let folded: String = lower
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .collect();
    let name = folded
        .trim()
        .trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(
        name.trim(),
        "status"
            | "decision"
            | "decisions"
            | "the decision"
            | "decision outcome"
            | "decision drivers"
            | "considered options"
            | "options considered"
            | "considered alternatives"
            | "alternatives considered"
            | "context and problem statement"
            | "context and problem"
            | "consequences"
            | "positive consequences"
            | "negative consequences"
            | "pros and cons of the options"
            | "pros and cons of the alternatives"
            | "context"
            | "rationale"
            | "alternative approaches"
    )
}

/// Sections in which fields stand as they do below the title.
pub(crate) fn is_metadata(heading: &str) -> bool {
    let lower = heading.trim().trim_end_matches(':').to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "metadata"
            | "meta"
            | "meta data"
            | "details"
            | "information"
            | "info"
            | "properties"
            | "summary"
            | "document information"
            | "adr information"
            | "header"
            | "decision details"
            | "overview"
            | "basic information"
            | "general information"
            | "general"
    )
}
