//! Problems of files that were cut out of a document which has them too.

use std::collections::{HashMap, HashSet};

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::{PageId, Site, path};

/// The problems without those of files in the folder of a document, such as `docs/a/x.md` of `docs/a.md`,
/// that the document has in a line of the same text.
pub(super) fn without(site: &Site, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let files = site.sources.iter().enumerate();
    let pages: HashMap<&str, PageId> = files
        .filter_map(|(page, source)| Some((source.file.as_deref()?, page)))
        .collect();
    let said: HashSet<(PageId, &str, String, String)> = problems
        .iter()
        .filter_map(|problem| {
            let (page, line) = line(site, problem)?;
            Some((page, problem.lint.name, problem.message.clone(), line))
        })
        .collect();
    problems.retain(|problem| {
        let Some((page, line)) = line(site, problem) else {
            return true;
        };
        let file = site.sources[page].file.as_deref().unwrap_or_default();
        let whole = pages.get(format!("{}.md", path::parent(file)).as_str());
        let is_said = |whole: &PageId| {
            said.contains(&(
                *whole,
                problem.lint.name,
                problem.message.clone(),
                line.clone(),
            ))
        };
        !whole.is_some_and(is_said)
    });
    problems
}

/// The page of a problem, and the line that it is in.
fn line(site: &Site, problem: &Diagnostic) -> Option<(PageId, String)> {
    let Location::Source { source, range } = &problem.labels.first()?.place else {
        return None;
    };
    let text = site.source_text(*source);
    let start = text
        .get(..range.start)?
        .rfind('\n')
        .map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    Some((*source, line.trim().to_string()))
}
