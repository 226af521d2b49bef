//! The status banner below the title of a record: facts, a notice, the chain of supersessions and
//! other relations.

use std::collections::{BTreeMap, HashSet};

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

use crate::model::graph::EntryId;
use crate::model::record::{Kind, Status};
use crate::output::index::tag_id;
use crate::output::view::{RecordView, is_over};
use crate::parse::Vocabulary;

/// Most source files that are listed.
const CITING: usize = 8;

/// Most records of a chain that are shown, and of one generation of it.
const LONGEST: usize = 60;
const WIDEST: usize = 3;

/// The banner of a record's page at `from`, as Markdown with an empty line around it. `index` is the
/// path of the page with the index, `anchors` are ids of sections that the banner stands for.
pub(crate) fn banner(
    view: &RecordView<'_>,
    id: EntryId,
    from: &str,
    index: &str,
    anchors: &[String],
) -> String {
    let banner = Banner {
        view,
        id,
        from,
        index,
        anchors,
    };
    let facts = banner.facts();
    let notice = banner.notice();
    let chain = banner.chain();
    let more = banner.more(!chain.is_empty());
    let mut out = Markdown::new(EscapeMode::MdBook);
    let html = view.site.html;
    if html {
        let class = banner.class();
        out = out.tags(&format!(
            "<div class=\"archsite\"><div class=\"archsite-head{class}\">\n<div class=\"archsite-facts\">"
        ));
    }
    out = out.paragraph(&facts);
    if let Some(notice) = notice {
        out = if html {
            let out = out.tags("</div>\n<div class=\"archsite-notice\">");
            out.paragraph(&notice)
        } else {
            out.quote(&notice)
        };
    }
    if !chain.is_empty() && html {
        out = out.tags("</div>\n<div class=\"archsite-chain\">");
        out = out.tags(&chain);
    }
    if !more.is_empty() {
        if html {
            out = out.tags("</div>\n<div class=\"archsite-more\">");
            out = out.paragraph(&Inline::joined(more, " · "));
        } else {
            out = out.list(more);
        }
    }
    if html {
        out = out.tags("</div>\n</div></div>");
    }
    format!("\n{}\n", out.finish())
}

struct Banner<'a> {
    view: &'a RecordView<'a>,
    id: EntryId,
    from: &'a str,
    index: &'a str,
    anchors: &'a [String],
}

impl Banner<'_> {
    /// The class of the box, which tells whether the record binds.
    fn class(&self) -> &'static str {
        match self.view.status(self.id) {
            _ if self.view.binds(self.id) => " is-now",
            Some(status) if is_over(status) => " is-over",
            Some(Status::Draft | Status::Proposed | Status::OnHold) => " is-open",
            _ => "",
        }
    }

    /// Number, status, date, review date, deciders and the way back to the index.
    fn facts(&self) -> Inline {
        let view = self.view;
        let texts = view.texts;
        let record = view.record(self.id);
        let number = view.number(self.id);
        let status = view.status(self.id);
        let mut facts = Vec::new();
        if !number.is_empty() {
            facts.push(view.classed("archsite-no", &number));
        }
        let anchors = self.anchors.iter();
        let anchors = anchors.fold(Inline::default(), |all, id| all.anchor(id));
        facts.push(anchors.append(view.chip(status, record.status_raw.as_deref())));
        if let Some(date) = &record.date {
            facts.push(view.classed("archsite-date", &date.value));
        }
        if !record.deciders.is_empty() {
            let names: Vec<&str> = record.deciders.iter().map(|d| d.value.as_str()).collect();
            facts.push(emit::text(&format!(
                "{} {}",
                texts.decided_by,
                names.join(", ")
            )));
        }
        if let Some(review) = &record.review_by {
            facts.push(emit::text(&texts.review_due.replace("{}", &review.value)));
        }
        if view.site.html {
            let dest = view.dest_of(self.index, self.from);
            facts.push(emit::within(
                "archsite-all",
                emit::link(&texts.all_decisions, &dest),
            ));
            Inline::joined(facts, " ")
        } else {
            Inline::joined(facts, " · ")
        }
    }

    /// A sentence about a record that does not bind.
    fn notice(&self) -> Option<Inline> {
        let texts = self.view.texts;
        let by = self
            .view
            .related(self.id, Kind::SupersededBy, false, self.from, false);
        match self.view.status(self.id)? {
            _ if !by.is_empty() => {
                let graph = self.view.graph;
                let ends = graph.successors(self.id);
                let external = graph.related(self.id, Kind::SupersededBy).len() < by.len();
                let now = if ends.is_empty() || external {
                    by
                } else {
                    ends.iter()
                        .map(|id| self.view.link(*id, self.from))
                        .collect()
                };
                let now = Inline::joined(now, ", ");
                Some(emit::text(&texts.now).text(" ").append(now))
            }
            Status::Superseded | Status::Deprecated => Some(emit::text(&texts.replaced_by_nothing)),
            Status::Rejected => Some(emit::text(&texts.never_in_force)),
            Status::Reverted => Some(emit::text(&texts.was_reverted)),
            Status::Draft | Status::Proposed | Status::OnHold => {
                Some(emit::text(&texts.nothing_binds))
            }
            Status::Accepted | Status::Experimental | Status::Unknown => None,
        }
    }

    /// Whether the notice names all records that directly supersede this one.
    fn names_successors(&self) -> bool {
        let graph = self.view.graph;
        let ends = graph.successors(self.id);
        ends.is_empty() || graph.related(self.id, Kind::SupersededBy) == ends
    }

    /// Relations in words, and tags.
    fn more(&self, chain: bool) -> Vec<Inline> {
        let view = self.view;
        let mut more = Vec::new();
        let relations = [
            (Kind::Supersedes, false),
            (Kind::SupersededBy, false),
            (Kind::Amends, false),
            (Kind::AmendedBy, false),
            (Kind::Supersedes, true),
            (Kind::SupersededBy, true),
            (Kind::Amends, true),
            (Kind::AmendedBy, true),
            (Kind::RelatesTo, false),
        ];
        for (kind, planned) in relations {
            // The notice names them.
            let noticed = (kind, planned) == (Kind::SupersededBy, false) && self.names_successors();
            let in_chain = chain && matches!(kind, Kind::Supersedes | Kind::SupersededBy);
            let links = view.related(self.id, kind, planned, self.from, false);
            if links.is_empty() || noticed || in_chain && !planned {
                continue;
            }
            let words = capitalized(view.texts.relation(kind, planned));
            more.push(
                emit::text(&words)
                    .text(" ")
                    .append(Inline::joined(links, ", ")),
            );
        }
        more.extend(self.cited_by());
        let tags = view.record(self.id).tags.iter();
        let vocabulary = Vocabulary::default();
        let tags = tags.filter(|tag| vocabulary.is_exact(&tag.value).is_none());
        let tags = tags.map(|tag| match (view.site.html, view.tag_groups) {
            (true, true) => {
                let index = view.dest_of(self.index, self.from);
                let id =
                    archsite_core::site::path::percent_encode(&tag_id(&tag.value)).into_owned();
                let link = emit::link(&tag.value, &format!("{index}#{id}"));
                emit::within("archsite-tag", link)
            }
            _ => view.classed("archsite-tag", &tag.value),
        });
        let tags = Inline::joined(tags, " ");
        if !tags.is_empty() {
            more.push(tags);
        }
        more
    }

    /// The source files whose comments name the record.
    fn cited_by(&self) -> Option<Inline> {
        let files = self.view.cited_by.get(&self.id)?;
        let names = files
            .iter()
            .take(CITING)
            .map(|file| Inline::default().code(file));
        let texts = self.view.texts;
        let words = emit::text(&capitalized(&texts.cited_in)).text(" ");
        let words = words.append(Inline::joined(names, ", "));
        Some(match files.len().saturating_sub(CITING) {
            0 => words,
            rest => words
                .text(" ")
                .text(&texts.more.replace("{}", &rest.to_string())),
        })
    }

    /// The chain of supersessions of at least three records, oldest first, as an ordered list; a
    /// generation is the longest way from an oldest record.
    fn chain(&self) -> String {
        let graph = self.view.graph;
        let mut members: HashSet<EntryId> = HashSet::from([self.id]);
        for kind in [Kind::SupersededBy, Kind::Supersedes] {
            let mut open = vec![self.id];
            let mut seen: HashSet<EntryId> = HashSet::from([self.id]);
            while let Some(id) = open.pop() {
                let next = graph.related(id, kind);
                open.extend(next.into_iter().filter(|id| seen.insert(*id)));
                if seen.len() > LONGEST {
                    return String::new();
                }
            }
            // On the way up and down at once: a cycle has no oldest record.
            if kind == Kind::Supersedes
                && seen.iter().any(|id| *id != self.id && members.contains(id))
            {
                return String::new();
            }
            members.extend(seen);
        }
        if members.len() < 3 {
            return String::new();
        }
        let mut generations: BTreeMap<usize, Vec<EntryId>> = BTreeMap::new();
        let mut known: BTreeMap<EntryId, usize> = BTreeMap::new();
        // Each round settles at least one record, as there is no cycle.
        for _ in 0..members.len() {
            for id in &members {
                let older = graph.related(*id, Kind::Supersedes);
                let older = older.into_iter().filter(|other| members.contains(other));
                let generation = older.map(|other| known.get(&other).copied().unwrap_or(0) + 1);
                known.insert(*id, generation.max().unwrap_or(0));
            }
        }
        for (id, generation) in known {
            generations.entry(generation).or_default().push(id);
        }
        let items = generations.into_values().map(|ids| self.generation(ids));
        let list = Markdown::new(EscapeMode::MdBook).list(items).finish();
        // The writer makes bullets; the order is part of the meaning.
        let lines = list.lines().zip(1..).map(|(line, number)| {
            format!("{number}. {}\n", line.trim_start_matches(['*', '-', ' ']))
        });
        format!("\n{}", lines.collect::<String>())
    }

    fn generation(&self, mut ids: Vec<EntryId>) -> Inline {
        let view = self.view;
        let date = |id: &EntryId| {
            view.record(*id)
                .date
                .as_ref()
                .map(|date| date.value.clone())
        };
        ids.sort_by_key(|id| (std::cmp::Reverse(date(id)), *id));
        let own = ids.iter().position(|id| *id == self.id);
        ids.swap(0, own.unwrap_or(0));
        let rest = ids.len().saturating_sub(WIDEST);
        let records = ids.iter().take(WIDEST).map(|id| {
            let mark = view.mark(view.status(*id), view.record(*id).status_raw.as_deref());
            let name = if *id == self.id {
                emit::markup("<span aria-current=\"page\">")
                    .text(&view.name(*id))
                    .append(emit::markup("</span>"))
            } else {
                view.link(*id, self.from)
            };
            let year = date(id).map(|date| date.chars().take(4).collect::<String>());
            let year = view.classed("archsite-date", year.as_deref().unwrap_or_default());
            let parts = [mark, name, year];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            emit::within("archsite-step", Inline::joined(parts, " "))
        });
        let mut content = Inline::joined(records, " ");
        if rest > 0 {
            content = content
                .text(" ")
                .text(&view.texts.more.replace("{}", &rest.to_string()));
        }
        content
    }
}

/// A text with a capital at its start.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
