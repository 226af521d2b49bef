//! What the pass writes into pages: source trees below directives that are alone, and pages without prompts.

use std::collections::HashSet;

use archsite_core::diagnostics::lints::BAD_OPTION;
use archsite_core::diagnostics::{Diagnostic, InternalError, Location};
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::fs::Reader;
use archsite_core::markdown::directive::Directive;
use archsite_core::markdown::outline::BlockKind;
use archsite_core::site::{Page, PageId, Site};
use archsite_core::text::Edit;

use crate::checks::template::prompts;
use crate::checks::tree::fresh::generated;
use crate::config::Config;
use crate::document::Document;
use crate::repository::Repository;
use crate::{DIRECTIVE, PASS};

/// Options of the directive.
pub(crate) const OPTIONS: &[&str] = &["depth", "path"];
/// Folders within folders that a tree shows, and the most that it may show.
const DEPTH: usize = 2;
const DEEPEST: usize = 9;

/// Generates source trees, and takes prompts out of pages if the configuration says so. Pages of `history` stay as they
/// are. Returns problems of directives; pages must have the texts that were loaded.
///
/// # Errors
/// [`InternalError`] if the edits of a page do not fit together; that page is unchanged then.
pub fn fill(
    site: &mut Site,
    config: Option<&Config>,
    reader: &Reader,
    history: &HashSet<PageId>,
) -> Result<Vec<Diagnostic>, InternalError> {
    let root = site.root.clone();
    let repository = Repository::new(reader, &root);
    let strips = config.is_some_and(|config| config.strip_prompts);
    let mut problems = Vec::new();
    for page in 0..site.sources.len() {
        let text = site.pages[page].text.as_str();
        let asks = text.contains(DIRECTIVE.name);
        let may_have_prompts =
            strips && memchr::memchr3(b'[', b'<', b'^', text.as_bytes()).is_some();
        if history.contains(&page) || !asks && !may_have_prompts {
            continue;
        }
        let mut edits = Vec::new();
        if asks {
            trees(
                &site.pages[page],
                page,
                &repository,
                &mut edits,
                &mut problems,
            );
        }
        if may_have_prompts {
            let document = Document::read(text, String::new(), &site.pages[page].options);
            let prompts = prompts::prompts(&document);
            edits.extend(prompts.into_iter().map(|prompt| {
                let range = prompts::with_lines(text, prompt);
                Edit::replace(range, "")
            }));
        }
        if !edits.is_empty() {
            site.edit(page, PASS, edits)?;
        }
    }
    Ok(problems)
}

/// Trees for the directives of a page that have none below them.
fn trees(
    page: &Page,
    id: PageId,
    repository: &Repository<'_>,
    edits: &mut Vec<Edit>,
    problems: &mut Vec<Diagnostic>,
) {
    let outline = page.outline();
    let own = outline
        .directives
        .iter()
        .filter(|d| d.name == DIRECTIVE.name && !d.nested);
    for directive in own {
        let options = match options(directive, repository) {
            Ok(options) => options,
            Err(message) => {
                let place = Location::Source {
                    source: id,
                    range: directive.range.clone(),
                };
                problems.push(Diagnostic::new(&BAD_OPTION, message).at(place, ""));
                continue;
            }
        };
        let mut below = outline
            .blocks
            .iter()
            .filter(|block| block.range.start >= directive.range.end);
        if below
            .next()
            .is_some_and(|block| block.kind == BlockKind::Code)
        {
            continue;
        }
        let (folder, depth) = options;
        let tree = generated(repository, &folder, depth);
        let code = Markdown::new(EscapeMode::MdBook)
            .fenced("text", &tree)
            .finish();
        let text = page.text.as_str();
        let end = directive.range.end;
        // What is behind the comment in its line belongs to the same block.
        let end = text[end..]
            .find('\n')
            .map_or(text.len(), |line_end| end + line_end);
        let is_blank = text[end..].trim_start_matches(['\r', '\n']).len() + 2 <= text[end..].len();
        let behind = if is_blank || text[end..].trim().is_empty() {
            ""
        } else {
            "\n"
        };
        edits.push(Edit::insert(
            end,
            format!("\n\n{}{behind}", code.trim_end()),
        ));
    }
}

/// The folder and the depth that a directive asks for.
fn options(directive: &Directive, repository: &Repository<'_>) -> Result<(String, usize), String> {
    let name = DIRECTIVE.name;
    let (mut folder, mut depth) = (String::new(), DEPTH);
    if let Some(word) = directive.words.first() {
        return Err(format!("`{name}` does not take the word `{word}`"));
    }
    for (key, value) in &directive.options {
        match key.as_str() {
            "depth" => {
                let number = value
                    .parse()
                    .ok()
                    .filter(|number| (1..=DEEPEST).contains(number));
                depth = number.ok_or_else(|| {
                    format!(
                        "`depth` of `{name}` must be a number from 1 to {DEEPEST}, not `{value}`"
                    )
                })?;
            }
            "path" => {
                folder = value.trim_start_matches("./").trim_matches('/').to_string();
                if !repository.is_folder(&folder) {
                    return Err(format!(
                        "`path` of `{name}`: the repository has no folder `{value}`"
                    ));
                }
            }
            other => {
                let known = OPTIONS.join(", ");
                return Err(format!(
                    "`{name}` has no option `{other}`; known options are {known}"
                ));
            }
        }
    }
    Ok((folder, depth))
}
