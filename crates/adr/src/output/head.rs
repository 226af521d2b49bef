//! What stands below the title of a record's page: status, date, who decided, and what became
//! of the decision.

use archsite_core::emit;

use crate::model::graph::EntryId;
use crate::model::record::{Kind, Status};
use crate::output::shown::Shown;

/// The head of a record's page at `from`, as Markdown with an empty line around it.
pub(crate) fn head(shown: &Shown<'_>, id: EntryId, from: &str, admonitions: bool) -> String {
    let record = shown.record(id);
    let mut facts = Vec::new();
    let chip = shown.chip(record);
    if !chip.is_empty() {
        facts.push(chip);
    }
    if let Some(date) = &record.date {
        facts.push(emit::text(&date.value));
    }
    if !record.deciders.is_empty() {
        let names: Vec<&str> = record.deciders.iter().map(|d| d.value.as_str()).collect();
        facts.push(emit::text(&format!("decided by {}", names.join(", "))));
    }
    if !record.tags.is_empty() {
        let tags: Vec<&str> = record.tags.iter().map(|t| t.value.as_str()).collect();
        facts.push(emit::text(&tags.join(", ")));
    }
    let mut out = String::from("\n");
    if !facts.is_empty() {
        out.push_str(&facts.join(" · "));
        out.push_str("\n\n");
    }
    let banner = banner(shown, id, from);
    if !banner.is_empty() {
        if admonitions && shown.site.html {
            out.push_str("> [!WARNING]\n");
        }
        out.push_str(&format!("> {banner}\n\n"));
    }
    let kinds = [
        Kind::Supersedes,
        Kind::Amends,
        Kind::AmendedBy,
        Kind::RelatesTo,
    ];
    let mut list = String::new();
    for kind in kinds {
        let related = shown.graph.related(id, kind);
        if !related.is_empty() {
            let mut words = kind.words().to_string();
            words[..1].make_ascii_uppercase();
            list.push_str(&format!("* {words} {}\n", shown.links(&related, from)));
        }
    }
    if !list.is_empty() {
        out.push_str(&list);
        out.push('\n');
    }
    out
}

/// For a record that is no longer in force: who took its place, and what is in force now.
fn banner(shown: &Shown<'_>, id: EntryId, from: &str) -> String {
    let by = shown.graph.related(id, Kind::SupersededBy);
    let superseded = shown
        .record(id)
        .status
        .as_ref()
        .is_some_and(|s| s.value == Status::Superseded);
    if by.is_empty() {
        return if superseded {
            "This decision is superseded.".to_string()
        } else {
            String::new()
        };
    }
    let mut out = format!("This decision is superseded by {}.", shown.links(&by, from));
    let now = shown.graph.successors(id);
    if !now.is_empty() && now != by {
        out.push_str(&format!(
            " At the end of the chain stands {}.",
            shown.links(now, from)
        ));
    }
    out
}
