//! The problems of the pass, and all their words.
//!
//! A variant holds the facts; nothing is looked for here.

use std::ops::Range;

use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::text::SourceId;

use crate::checks::changes::{Outgrown, Vanished};
use crate::checks::commands::{Thing, Unknown};
use crate::checks::dates::{Stated, Wrong};
use crate::checks::{paths, tree, variables};
use crate::document::Document;
use crate::lints;

/// Most other places that one report shows.
const MOST_SHOWN: usize = 20;

/// Places of one kind that are reported together, at the first.
pub(crate) struct Grouped {
    lint: &'static Lint,
    places: Vec<Range<usize>>,
    /// What is at the first place.
    text: String,
}

impl Grouped {
    /// The places of each section together.
    pub(crate) fn by_section(
        document: &Document<'_>,
        lint: &'static Lint,
        places: Vec<Range<usize>>,
    ) -> Vec<Grouped> {
        Grouped::by(document, lint, places, |at| {
            document.heading_before(at).unwrap_or(usize::MAX)
        })
    }

    /// The places of each line together.
    pub(crate) fn by_line(
        document: &Document<'_>,
        lint: &'static Lint,
        places: Vec<Range<usize>>,
    ) -> Vec<Grouped> {
        Grouped::by(document, lint, places, |at| document.line_start(at))
    }

    fn by(
        document: &Document<'_>,
        lint: &'static Lint,
        places: Vec<Range<usize>>,
        key: impl Fn(usize) -> usize,
    ) -> Vec<Grouped> {
        let mut groups: Vec<Grouped> = Vec::new();
        let mut last = None;
        for place in places {
            let this = Some(key(place.start));
            match groups.last_mut().filter(|_| this == last) {
                Some(group) => group.places.push(place),
                None => {
                    let text = document.source.get(place.clone()).unwrap_or_default();
                    groups.push(Grouped {
                        lint,
                        text: shortened(text),
                        places: vec![place],
                    });
                }
            }
            last = this;
        }
        groups
    }
}

/// A problem of a document.
pub(crate) enum Problem {
    /// An entry of a source tree.
    Tree(tree::judge::Missing),
    /// A tree below a directive that does not list everything.
    Incomplete(tree::judge::Incomplete),
    /// A folder of a tree that has more entries than its list.
    Outgrown(Outgrown),
    /// A name that the source has no more.
    Vanished(Vanished),
    /// A command.
    Command(Unknown),
    /// A path.
    Path(paths::Missing),
    /// A variable.
    Variable(variables::Unread),
    /// What a template or a model left.
    Template(Grouped),
    /// A fence without content.
    EmptyFence(Range<usize>),
    /// A date.
    Date(Stated, Wrong),
}

impl Problem {
    /// The diagnostic of a problem in a loaded text.
    pub(crate) fn at(self, source: SourceId) -> Diagnostic {
        let place = |range: Range<usize>| Location::Source { source, range };
        match self {
            Problem::Tree(missing) => {
                let message = format!("the repository has no `{}`", missing.path);
                let help = match missing.nearest {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "remove the entry, or say after it that it is planned or generated"
                        .to_string(),
                };
                let diagnostic = Diagnostic::new(&lints::SOURCE_TREE_DRIFT, message)
                    .at(place(missing.range), "does not exist")
                    .help(help);
                with_fix(diagnostic, missing.fix, place)
            }
            Problem::Incomplete(incomplete) => {
                let count = incomplete.added.len();
                let first: Vec<String> = incomplete
                    .added
                    .iter()
                    .take(5)
                    .map(|path| format!("`{path}`"))
                    .collect();
                let rest = match count.saturating_sub(first.len()) {
                    0 => String::new(),
                    rest => format!(" and {rest} more"),
                };
                let message = format!(
                    "the source tree below does not list {}{rest}",
                    first.join(", ")
                );
                let diagnostic = Diagnostic::new(&lints::SOURCE_TREE_DRIFT, message)
                    .at(place(incomplete.range), "")
                    .help("`mdbook-archsite drift --write` updates the tree");
                with_fix(diagnostic, incomplete.fix, place)
            }
            Problem::Outgrown(outgrown) => {
                let names: Vec<String> = outgrown
                    .new
                    .iter()
                    .take(5)
                    .map(|name| format!("`{name}`"))
                    .collect();
                let rest = match outgrown.new.len().saturating_sub(names.len()) {
                    0 => String::new(),
                    rest => format!(" and {rest} more"),
                };
                let message = format!(
                    "`{}` was listed completely on {} and also has {}{rest} now",
                    outgrown.folder,
                    outgrown.since,
                    names.join(", ")
                );
                Diagnostic::new(&lints::INCOMPLETE_LIST, message)
                    .at(place(outgrown.range), "")
                    .help("add what is new, or end the list with `...`")
            }
            Problem::Vanished(vanished) => {
                let message = format!(
                    "`{}` was in the source when this was written, on {}, and is nowhere now",
                    vanished.name, vanished.since
                );
                Diagnostic::new(&lints::VANISHED_NAME, message)
                    .at(place(vanished.range), "")
                    .help("write the name that it has now")
            }
            Problem::Command(unknown) => command(unknown, place),
            Problem::Path(missing) => {
                let message = format!("the repository has no `{}`", missing.path);
                let help = match missing.nearest {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "correct the path, or remove it".to_string(),
                };
                Diagnostic::new(&lints::MISSING_PATH, message)
                    .at(place(missing.range), "")
                    .help(help)
            }
            Problem::Variable(unread) => {
                let message = format!("nothing in the source reads `{}`", unread.name);
                let help = match unread.nearest {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "correct the name, or remove the line".to_string(),
                };
                Diagnostic::new(&lints::ENV_DRIFT, message)
                    .at(place(unread.range), "")
                    .help(help)
            }
            Problem::Template(group) => template(group, place),
            Problem::EmptyFence(range) => {
                let message = "this fenced code block has no content";
                let help = "fill it, or remove the fences; a fence in the last line may be left from a text \
                            that was cut";
                Diagnostic::new(&lints::EMPTY_FENCE, message)
                    .at(place(range), "")
                    .help(help)
            }
            Problem::Date(stated, wrong) => date(stated, wrong, place),
        }
    }
}

fn with_fix(
    diagnostic: Diagnostic,
    fix: Option<(Range<usize>, String)>,
    place: impl Fn(Range<usize>) -> Location,
) -> Diagnostic {
    match fix {
        Some((range, text)) => diagnostic.suggest(place(range), text),
        None => diagnostic,
    }
}

fn command(unknown: Unknown, place: impl Fn(Range<usize>) -> Location) -> Diagnostic {
    let name = &unknown.name;
    let message = match unknown.thing {
        Thing::Script => format!("no package.json has the script `{name}`"),
        Thing::Target => format!("no Makefile has the target `{name}`"),
        Thing::Recipe => format!("no justfile has the recipe `{name}`"),
        Thing::Package => format!("no Cargo.toml has the package `{name}`"),
        Thing::Program => format!("no Cargo.toml has the program `{name}`"),
        Thing::Example => format!("no Cargo.toml has the example `{name}`"),
    };
    let help = match unknown.nearest {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the command, or remove it".to_string(),
    };
    Diagnostic::new(&lints::UNKNOWN_COMMAND, message)
        .at(place(unknown.range), "")
        .help(help)
}

fn template(group: Grouped, place: impl Fn(Range<usize>) -> Location) -> Diagnostic {
    let Grouped { lint, places, text } = group;
    let count = places.len();
    let (one, several, help) = match lint.name {
        "leftover-prompt" => (
            "a prompt of a template is still in the text".to_string(),
            format!("{count} prompts of a template are still in this section"),
            "follow the prompt and remove it",
        ),
        "unfilled-placeholder" => (
            format!("the placeholder `{text}` is not filled in"),
            format!(
                "{count} placeholders in this section are not filled in, the first is `{text}`"
            ),
            "fill it in, or remove it; put brackets that are meant into a code span",
        ),
        "chat-residue" => (
            format!("`{text}` is left from a chat with a model"),
            format!(
                "{count} marks in this line are left from a chat with a model, the first is `{text}`"
            ),
            "remove it",
        ),
        _ => (
            format!("`{text}` marks something that is open"),
            format!("{count} marks of something open are in this line, the first is `{text}`"),
            "write what is missing, or remove the mark",
        ),
    };
    let message = if count == 1 { one } else { several };
    let mut diagnostic = Diagnostic::new(lint, message).help(help);
    for (at, range) in places.into_iter().take(MOST_SHOWN).enumerate() {
        let words = if at == 0 { "" } else { "another one" };
        diagnostic = diagnostic.at(place(range), words);
    }
    diagnostic
}

fn date(stated: Stated, wrong: Wrong, place: impl Fn(Range<usize>) -> Location) -> Diagnostic {
    let text = &stated.text;
    let (message, help) = match &wrong {
        Wrong::NoSuchDay => (format!("there is no day {text}"), "correct the date"),
        Wrong::Future => (
            format!("the date {text} is in the future"),
            "correct the date",
        ),
        Wrong::OlderThanFile(first) => (
            format!("the date {text} is older than the file itself, which was added on {first}"),
            "correct the date",
        ),
        Wrong::Changed(last, later) => (
            format!("the document changed {later} days after {text}, on {last}"),
            "update the date, or remove it: the history has it",
        ),
        Wrong::Outdated(newest, _) => (
            format!("the date {text} is older than the newest row of the change log, {newest}"),
            "update the date, or remove it: the change log has it",
        ),
    };
    let mut diagnostic = Diagnostic::new(&lints::STALE_METADATA, message)
        .at(place(stated.range), "")
        .help(help);
    if let Wrong::Outdated(_, row) = wrong {
        diagnostic = diagnostic.at(place(row), "changed here");
    }
    diagnostic
}

/// A text on one line, as far as it fits a message.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").replace('`', "'");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}
