//! What stands below the title of a record's page: status, date, who decided, and what became
//! of the decision.

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

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
    let mut out = Markdown::new(EscapeMode::MdBook);
    if !facts.is_empty() {
        out = out.paragraph(&Inline::joined(facts, " · "));
    }
    if let Some(banner) = banner(shown, id, from) {
        out = if admonitions && shown.site.html {
            out.warning(&banner)
        } else {
            out.quote(&banner)
        };
    }
    let kinds = [
        Kind::Supersedes,
        Kind::Amends,
        Kind::AmendedBy,
        Kind::RelatesTo,
    ];
    let related = kinds.into_iter().filter_map(|kind| {
        let related = shown.graph.related(id, kind);
        if related.is_empty() {
            return None;
        }
        let mut words = kind.words().to_string();
        words[..1].make_ascii_uppercase();
        let links = shown.links(&related, from);
        Some(emit::text(&words).text(" ").append(links))
    });
    let out = out.list(related).finish();
    if out.is_empty() {
        "\n".to_string()
    } else {
        format!("\n{out}\n")
    }
}

/// For a record that is no longer in force: who took its place, and what is in force now.
fn banner(shown: &Shown<'_>, id: EntryId, from: &str) -> Option<Inline> {
    let by = shown.graph.related(id, Kind::SupersededBy);
    let superseded = shown
        .record(id)
        .status
        .as_ref()
        .is_some_and(|s| s.value == Status::Superseded);
    if by.is_empty() {
        return superseded.then(|| emit::text("This decision is superseded."));
    }
    let mut out = emit::text("This decision is superseded by ")
        .append(shown.links(&by, from))
        .text(".");
    let now = shown.graph.successors(id);
    if !now.is_empty() && now != by {
        out = out
            .text(" At the end of the chain stands ")
            .append(shown.links(now, from))
            .text(".");
    }
    Some(out)
}
