//! What stands below the title of a record's page: status, date, who decided, and what became
//! of the decision.

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

use crate::model::graph::EntryId;
use crate::model::record::{Kind, Status};
use crate::output::view::{RecordView, status_label};

/// The head of a record's page at `from`, as Markdown with an empty line around it.
pub(crate) fn banner(view: &RecordView<'_>, id: EntryId, from: &str, admonitions: bool) -> String {
    let record = view.record(id);
    let mut facts = Vec::new();
    let chip = view.chip(record);
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
    if let Some(banner) = supersession(view, id, from) {
        out = if admonitions && view.site.html {
            out.warning(&banner)
        } else {
            out.quote(&banner)
        };
    }
    let kinds = [
        Kind::Supersedes,
        Kind::SupersededBy,
        Kind::Amends,
        Kind::AmendedBy,
        Kind::RelatesTo,
    ];
    let mut list: Vec<Inline> = Vec::new();
    for kind in kinds {
        let mut push = |words: &str, links: Vec<Inline>| {
            if !links.is_empty() {
                let links = Inline::joined(links, ", ");
                list.push(emit::text(words).text(" ").append(links));
            }
        };
        // The words of the banner say who took its place.
        if kind != Kind::SupersededBy {
            let mut words = kind.phrase().to_string();
            words[..1].make_ascii_uppercase();
            push(&words, view.related(id, kind, from));
        }
        let planned = view.graph.planned(id, kind).into_iter();
        let planned = planned.map(|other| planned_link(view, id, other, kind, from));
        push(planned_words(kind), planned.collect());
    }
    let out = out.list(list).finish();
    if out.is_empty() {
        "\n".to_string()
    } else {
        format!("\n{out}\n")
    }
}

/// What a relation is called that does not hold yet.
fn planned_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Supersedes => "Would supersede",
        Kind::SupersededBy => "Would be superseded by",
        Kind::Amends => "Would amend",
        Kind::AmendedBy => "Would be amended by",
        Kind::RelatesTo => "Would relate to",
    }
}

/// A link to the other record of a relation that does not hold yet, with the status of the newer
/// one where that is the other.
fn planned_link(
    view: &RecordView<'_>,
    id: EntryId,
    other: EntryId,
    kind: Kind,
    from: &str,
) -> Inline {
    let link = view.link(other, from);
    let newer = if matches!(kind, Kind::SupersededBy | Kind::AmendedBy) {
        other
    } else {
        id
    };
    match &view.record(newer).status {
        Some(status) if newer == other => {
            let words = status_label(status.value, None).to_lowercase();
            link.text(&format!(" ({words})"))
        }
        _ => link,
    }
}

/// For a record that is no longer in force: who took its place, and what is in force now.
fn supersession(view: &RecordView<'_>, id: EntryId, from: &str) -> Option<Inline> {
    let by = view.graph.related(id, Kind::SupersededBy);
    let superseded = view
        .record(id)
        .status
        .as_ref()
        .is_some_and(|s| s.value == Status::Superseded);
    let links = view.related(id, Kind::SupersededBy, from);
    if links.is_empty() {
        return superseded.then(|| emit::text("This decision is superseded."));
    }
    let mut out = emit::text("This decision is superseded by ")
        .append(Inline::joined(links, ", "))
        .text(".");
    let now = view.graph.successors(id);
    if !now.is_empty() && now != by {
        out = out
            .text(" The chain of decisions ends with ")
            .append(view.links(now, from))
            .text(".");
    }
    Some(out)
}
