//! The edits of the last step: banners of records, and indexes below directives.

use std::collections::BTreeSet;
use std::ops::Range;

use archsite_core::diagnostics::lints::BAD_OPTION;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::site::{Page, PageId};
use archsite_core::text::{Edit, Origin};

use crate::model::graph::EntryId;
use crate::output::index::Place;
use crate::output::options;
use crate::output::options::{DIRECTIVE, directive};
use crate::output::pages::groups::Group;
use crate::output::repeated::{Shown, repeated};
use crate::output::view::{RecordView, Style};
use crate::output::{banner, index};

/// The index of a group, which comes below its title.
pub(super) fn group_edit(view: &RecordView<'_>, group: &Group) -> Edit {
    let page = &view.site.pages[group.page];
    let place = Place {
        page: page.path.as_deref().unwrap_or_default(),
        level: 2,
        ids: BTreeSet::new(),
    };
    let (index, style) = index::index(view, &group.options, &place);
    let end = page.text.as_str().len();
    Edit::insert(end, format!("\n{}\n{index}", style_of(view, style)))
}

/// The banner, which comes below the title, and the removal of what it repeats.
pub(super) fn banner_edits(
    view: &RecordView<'_>,
    entry: EntryId,
    id: PageId,
    index: &str,
) -> Vec<Edit> {
    let page = &view.site.pages[id];
    let text = page.text.as_str();
    let from = page.path.as_deref().unwrap_or_default();
    let style = Style {
        banner: true,
        ..Style::default()
    };
    let style = style_of(view, style);
    let parts = if view.site.html {
        let ids = page.outline().heading_ids(view.site.id_rules);
        let shown = Shown {
            status: view.status(entry),
            related: &|kind| view.graph.related(entry, kind).len(),
        };
        repeated(text, page.outline(), &ids, view.record(entry), &shown)
    } else {
        Vec::new()
    };
    let anchors: Vec<String> = parts.iter().filter_map(|part| part.id.clone()).collect();
    let removed = parts.into_iter().map(|part| Edit::replace(part.range, ""));
    let banner = banner::banner(view, entry, from, index, &anchors);
    let banner = format!("{style}{banner}");
    let inserted = banner_edit(view, entry, page, banner);
    std::iter::once(inserted).chain(removed).collect()
}

/// The edit that puts the banner below the title, or below a title that it adds.
fn banner_edit(view: &RecordView<'_>, entry: EntryId, page: &Page, banner: String) -> Edit {
    let text = page.text.as_str();
    let title = page.outline().headings.iter().find(|heading| heading.root);
    match title.filter(|heading| heading.level == 1) {
        Some(heading) => {
            let end = line_end(text, heading.range.end);
            let gap = if text[..end].ends_with('\n') {
                ""
            } else {
                "\n"
            };
            Edit::insert(end, format!("{gap}{banner}"))
        }
        None => match html_title_end(text) {
            Some(end) => Edit::insert(end, format!("\n{banner}")),
            None => {
                let title = Markdown::new(EscapeMode::MdBook).heading(1, &view.title(entry));
                Edit::insert(0, format!("{}{banner}", title.finish()))
            }
        },
    }
}

/// The end of a title in HTML that a text begins with.
fn html_title_end(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?;
    let lower = line.to_ascii_lowercase();
    let is_title = lower.starts_with("<h1") && lower.trim_end().ends_with("</h1>");
    is_title.then(|| line_end(text, start + line.len()))
}

/// The start of the line after the one that ends at or after `at`.
fn line_end(text: &str, at: usize) -> usize {
    if text[..at].ends_with('\n') {
        return at;
    }
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The style that a page needs, with an empty line before it.
fn style_of(view: &RecordView<'_>, style: Style) -> String {
    match style.element() {
        element if view.site.html && !element.is_empty() => format!("\n{element}"),
        _ => String::new(),
    }
}

/// The index after each directive. Wrong options are reported once, on the page as it was loaded.
pub(super) fn index_edits(
    view: &RecordView<'_>,
    page: &Page,
    id: PageId,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Edit> {
    let Some(from) = page.path.as_deref().filter(|_| directive(page).is_some()) else {
        return Vec::new();
    };
    let outline = page.outline();
    let mut ids: BTreeSet<String> = outline
        .heading_ids(view.site.id_rules)
        .into_iter()
        .collect();
    let directives = outline.directives.iter();
    let directives =
        directives.filter(|directive| directive.name == DIRECTIVE.name && !directive.nested);
    let mut edits = Vec::new();
    for directive in directives {
        let (options, wrong) = options::read(directive);
        for message in wrong {
            let location = loaded_location(page, id, &directive.range);
            problems.push(Diagnostic::new(&BAD_OPTION, message).at(location, ""));
        }
        let headings = outline.headings.iter().filter(|heading| heading.root);
        let above = headings
            .take_while(|heading| heading.range.start < directive.range.start)
            .last();
        let level = above.map_or(1, |heading| heading.level);
        let place = Place {
            page: from,
            level: (level + 1).clamp(2, 5),
            ids: ids.clone(),
        };
        let (index, style) = index::index(view, &options, &place);
        let style = style_of(view, style);
        edits.push(Edit::insert(
            directive.range.end,
            format!("\n{style}\n{index}"),
        ));
        // A second index of the page has headings of the same names.
        ids.extend(index_ids(&ids));
    }
    edits
}

/// The ids of the headings of an index, on a page with these ids.
fn index_ids(ids: &BTreeSet<String>) -> Vec<String> {
    let names = [
        "in-force",
        "not-decided",
        "no-status",
        "no-longer",
        "what-replaced-what",
    ];
    let free = names.iter().map(|name| {
        let numbered = (1..).map(|number| format!("{name}-{number}"));
        let mut all = std::iter::once((*name).to_string()).chain(numbered);
        all.find(|id| !ids.contains(id)).unwrap_or_default()
    });
    free.collect()
}

/// The place of a range in the text that was loaded.
fn loaded_location(page: &Page, id: PageId, range: &Range<usize>) -> Location {
    let length = range.end - range.start;
    match page.text.origin(range.start) {
        Origin::Source { source, start } => Location::Source {
            source,
            range: start..start + length,
        },
        Origin::Generated { .. } => Location::Source {
            source: id,
            range: 0..0,
        },
    }
}
