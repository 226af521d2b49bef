//! Definitions and footnotes of included files, judged over all pages that include them: what
//! one page does not use, another one may.

use std::collections::HashSet;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::{PageId, Site};

use crate::explain::home::{Origins, Written};

/// Why a definition or a footnote does nothing on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Idle {
    /// Nothing uses it.
    Unused,
    /// Another one has its label.
    Void,
}

/// Something that does nothing on one page.
#[derive(Debug)]
struct Pending {
    page: PageId,
    at: usize,
    idle: Idle,
    problem: Diagnostic,
}

/// Collects what does nothing on single pages.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pending: Vec<Pending>,
}

impl Shared {
    /// Notes a definition or footnote, by its offset, that does nothing on a page.
    pub(crate) fn note(&mut self, page: PageId, at: usize, idle: Idle, problem: Diagnostic) {
        self.pending.push(Pending {
            page,
            at,
            idle,
            problem,
        });
    }

    /// Reports what is unused on all pages. `pages` are those that share text with others.
    pub(crate) fn finish(
        self,
        site: &Site,
        pages: &HashSet<PageId>,
        origins: Origins<'_>,
        problems: &mut Vec<Diagnostic>,
    ) {
        let origin = |page: PageId, at: usize| {
            let found = pages.contains(&page).then(|| (origins.0)(page, at));
            found.flatten()
        };
        let pending: Vec<(Option<Written>, Pending)> = self
            .pending
            .into_iter()
            .map(|pending| (origin(pending.page, pending.at), pending))
            .collect();
        let is_shared = pending.iter().any(|(written, _)| written.is_some());
        let working = if is_shared {
            Working::find(site, pages, &origin)
        } else {
            Working::default()
        };
        for (written, pending) in pending {
            let works = written.is_some_and(|written| working.holds(pending.idle, &written));
            if !works {
                problems.push(pending.problem);
            }
        }
    }
}

/// Included definitions and footnotes that do something on some page.
#[derive(Debug, Default)]
struct Working {
    used: HashSet<Written>,
    in_force: HashSet<Written>,
}

impl Working {
    fn find(
        site: &Site,
        pages: &HashSet<PageId>,
        origin: &dyn Fn(PageId, usize) -> Option<Written>,
    ) -> Working {
        let mut working = Working::default();
        for page in pages {
            let outline = site.pages[*page].outline();
            let used: HashSet<usize> = outline.uses.iter().map(|used| used.definition).collect();
            let notes_used = outline.note_uses.iter().map(|used| used.label.as_str());
            let notes_used: HashSet<&str> = notes_used.collect();
            let definitions = outline.definitions.iter().enumerate();
            let definitions = definitions
                .map(|(index, definition)| (definition.range.start, used.contains(&index)));
            let notes = outline.notes.iter().filter(|note| note.first);
            let notes =
                notes.map(|note| (note.range.start, notes_used.contains(note.label.as_str())));
            for (at, is_used) in definitions.chain(notes) {
                let Some(written) = origin(*page, at) else {
                    continue;
                };
                if is_used {
                    working.used.insert(written.clone());
                }
                working.in_force.insert(written);
            }
        }
        working
    }

    fn holds(&self, idle: Idle, written: &Written) -> bool {
        match idle {
            Idle::Unused => self.used.contains(written),
            Idle::Void => self.in_force.contains(written),
        }
    }
}
