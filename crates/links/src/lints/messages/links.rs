//! Links that lead nowhere, or not everywhere.

use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::{Diagnostic, Place};
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::PageId;
use archsite_core::site::resolve::Destination;

use crate::explain::cause::Cause;
use crate::lints;
use crate::lints::messages::{listed, short, with_context};
use crate::rewrite::embeds;
use crate::site::document::Document;
use crate::site::follow::Found;

/// A link to nothing.
pub(crate) struct DeadLink<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) link: &'a Link,
    pub(crate) found: &'a Found,
    pub(crate) cause: Cause,
    /// The key of the redirect it leads to.
    pub(crate) redirect: Option<&'a str>,
}

/// A path of Windows.
pub(crate) struct DrivePath<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) link: &'a Link,
}

impl From<DrivePath<'_>> for Diagnostic {
    fn from(problem: DrivePath<'_>) -> Diagnostic {
        let DrivePath { document, link } = problem;
        let diagnostic = Diagnostic::new(
            &lints::BROKEN_LINK,
            format!("`{}` is a path on one machine", short(&link.dest)),
        )
        .at(
            document.place(document.destination(link)),
            "opens nothing in a browser",
        )
        .help("write a path relative to this page");
        with_context(diagnostic, document, link)
    }
}

/// A chapter whose page is not a part of the site.
pub(crate) struct ChapterOutside<'a> {
    pub(crate) page: PageId,
    pub(crate) path: &'a str,
}

impl From<ChapterOutside<'_>> for Diagnostic {
    fn from(problem: ChapterOutside<'_>) -> Diagnostic {
        let ChapterOutside { page, path } = problem;
        let place = Place::Source {
            source: page,
            range: 0..0,
        };
        Diagnostic::new(
            &lints::CHAPTER_OUTSIDE_BOOK,
            format!("the chapter `{path}` lies outside of `src`"),
        )
        .at(place, "mdBook writes its page outside of the site")
        .help("move the file into `src`, or add a chapter there that includes it")
    }
}

/// The parts of a message.
struct Words {
    lint: &'static Lint,
    message: String,
    label: String,
    help: Option<String>,
    /// The path that mends the link.
    right: Option<String>,
}

impl From<DeadLink<'_>> for Diagnostic {
    fn from(problem: DeadLink<'_>) -> Diagnostic {
        let DeadLink {
            document,
            link,
            found,
            cause,
            redirect,
        } = problem;
        let words = words(link, found, cause);
        let place = document.place(document.destination(link));
        let mut diagnostic = Diagnostic::new(words.lint, words.message).at(place, words.label);
        if let Some(help) = words.help {
            diagnostic = diagnostic.help(help);
        }
        if let Found::Missing(place) = found
            && place.above == 0
        {
            diagnostic.missing = Some(place.path.clone());
        }
        if let Some(key) = redirect {
            diagnostic = diagnostic.at(
                crate::lints::messages::redirects::config(key),
                "this redirect",
            );
        }
        if let Some((place, with)) = words
            .right
            .and_then(|right| document.with_path(link, &right))
        {
            diagnostic = diagnostic.suggest(place, with);
        }
        with_context(diagnostic, document, link)
    }
}

fn words(link: &Link, found: &Found, cause: Cause) -> Words {
    let dest = short(&link.dest);
    let path = short(Destination::parse(&link.dest).path);
    let (lint, message) = match found {
        Found::LeavesSite(path) => {
            let right = match cause {
                Cause::From { right, .. } => Some(right),
                _ => None,
            };
            let help = match &right {
                Some(right) => format!("write `{right}`, relative to this page"),
                None => "the site is where `site-url` in book.toml says; write a path relative to \
                         this page, or list what another program builds in `built-elsewhere`"
                    .to_string(),
            };
            return Words {
                lint: &lints::ABSOLUTE_LINK,
                message: format!("`{dest}` leaves the site"),
                label: format!("leads to `{}` on the server", short(path)),
                help: Some(help),
                right,
            };
        }
        Found::Redirected(_, inner) => {
            let end = match inner.as_ref() {
                Found::NoAnchor(_, fragment) => format!("a page without the anchor `#{fragment}`"),
                _ => "nothing".to_string(),
            };
            return Words {
                lint: &lints::BROKEN_LINK,
                message: format!("`{dest}` is a redirect that leads to {end}"),
                label: "redirected by book.toml".to_string(),
                help: Some("correct the redirect, or link to the page itself".to_string()),
                right: None,
            };
        }
        Found::NoIndex(_) => (
            &lints::FOLDER_WITHOUT_INDEX,
            format!("`{path}` is a folder without a page"),
        ),
        _ => (
            &lints::BROKEN_LINK,
            format!("there is no `{path}` on the site"),
        ),
    };
    because(lint, message, &path, link, cause)
}

/// The words for a cause; `lint` and `message` are those without one.
fn because(lint: &'static Lint, message: String, dest: &str, link: &Link, cause: Cause) -> Words {
    let words = |lint, message: String, label: &str, help: String, right| Words {
        lint,
        message,
        label: label.to_string(),
        help: Some(help),
        right,
    };
    match cause {
        Cause::BuiltElsewhere | Cause::Unknown(_) => {
            let help = match cause {
                Cause::Unknown(near) if !near.likeliest.is_empty() => {
                    let names = near.likeliest.iter().map(String::as_str);
                    format!(
                        "correct the path; the folder holds {}",
                        listed(names, near.others)
                    )
                }
                _ => "correct the path, which counts from this page; what another program builds \
                      can be listed in `built-elsewhere`"
                    .to_string(),
            };
            words(lint, message, "leads to nothing", help, None)
        }
        Cause::InRepository {
            file,
            folder,
            chapter,
        } => {
            let kind = if folder { "folder" } else { "file" };
            let help = match &chapter {
                Some(right) => format!("it is a chapter of this book: write `{right}`"),
                None if embeds(link) => "move the file into `src`, whose files mdBook copies into \
                                         the site"
                    .to_string(),
                None => {
                    "set `repository-links = \"rewrite\"` to turn such links into links to the \
                         forge, or write the address of the forge"
                        .to_string()
                }
            };
            words(
                &lints::LINK_OUTSIDE_BOOK,
                format!("`{dest}` is a {kind} of the repository that the site does not hold"),
                &format!("leads out of the site, to `{file}`"),
                help,
                chapter,
            )
        }
        Cause::Case(right) => words(
            &lints::CASE_MISMATCH,
            format!("`{dest}` is written in another case than what it leads to"),
            "web servers tell upper from lower case",
            format!("write `{right}`"),
            Some(right),
        ),
        Cause::Readme(right) => words(
            &lints::LINK_TO_README,
            format!("`{dest}` has no page: mdBook publishes a README as `index.html`"),
            "becomes `README.html`, which does not exist",
            format!("write `{right}`"),
            Some(right),
        ),
        Cause::Escaped(right) => words(
            lint,
            message,
            "the rest is taken for a fragment or a query",
            format!("write `{right}`"),
            None,
        ),
        Cause::Summary => words(
            &lints::LINK_TO_SUMMARY,
            "SUMMARY.md has no page".to_string(),
            "never published",
            "link to a chapter; the table of contents is on every page".to_string(),
            None,
        ),
        Cause::Unlisted(file) => words(
            &lints::UNLISTED_PAGE,
            format!("`{dest}` is not in SUMMARY.md, so it has no page"),
            &format!("`{file}` is there, but not published"),
            format!("add `[Title]({file})` to SUMMARY.md"),
            None,
        ),
        Cause::Draft(name) => words(
            &lints::LINK_TO_DRAFT,
            format!("`{name}` is a draft chapter, which has no page"),
            "leads to nothing until the chapter is written",
            "take the link out, or give the chapter a file in SUMMARY.md".to_string(),
            None,
        ),
        Cause::NotRewritten(right) => {
            let tag = match &link.kind {
                LinkKind::Html { tag, .. } => tag.as_str(),
                _ => "a",
            };
            words(
                &lints::BROKEN_LINK,
                format!("`{dest}` stays `.md` in the page, and there is no such file"),
                &format!("mdBook makes `.html` of `.md` in Markdown and `<a>`, not in `<{tag}>`"),
                format!("write `{right}`"),
                Some(right),
            )
        }
        Cause::From {
            folder,
            included,
            right,
        } => {
            let from = if folder.is_empty() {
                "the top of `src`".to_string()
            } else {
                format!("`{folder}`")
            };
            let label = if included {
                format!("right from {from}, but an included text is read from the chapter")
            } else {
                format!("right from {from}, but paths count from this page")
            };
            words(
                lint,
                message,
                &label,
                format!("write `{right}`"),
                Some(right),
            )
        }
        Cause::Near { right, certain } => words(
            lint,
            message,
            "leads to nothing",
            format!("did you mean `{right}`?"),
            certain.then_some(right),
        ),
    }
}
