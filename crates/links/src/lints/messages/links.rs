//! Links that lead nowhere, or not everywhere.

use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::resolve::Destination;

use crate::explain::cause::Cause;
use crate::explain::home::Base;
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
    /// The change that certainly repairs it.
    pub(crate) fix: Option<(Location, String)>,
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

/// The parts of a message.
struct Words {
    lint: &'static Lint,
    message: String,
    label: String,
    help: String,
}

impl From<DeadLink<'_>> for Diagnostic {
    fn from(problem: DeadLink<'_>) -> Diagnostic {
        let DeadLink {
            document,
            link,
            found,
            cause,
            fix,
            redirect,
        } = problem;
        let words = words(link, found, cause, fix.is_some());
        let place = document.place(document.destination(link));
        let diagnostic = Diagnostic::new(words.lint, words.message).at(place, words.label);
        let mut diagnostic = diagnostic.help(words.help);
        diagnostic.missing = found.missing_page().map(ToString::to_string);
        if let Some(key) = redirect {
            diagnostic = diagnostic.at(
                crate::lints::messages::book::redirects::config(key),
                "this redirect",
            );
        }
        if let Some((place, with)) = fix {
            diagnostic = diagnostic.suggest(place, with);
        }
        with_context(diagnostic, document, link)
    }
}

/// The words for a dead link; `fixed` says that the remedy of the cause is proven.
fn words(link: &Link, found: &Found, cause: Cause, fixed: bool) -> Words {
    let dest = short(&link.dest);
    let path = short(Destination::parse(&link.dest).path);
    let words = |lint, message: String, label: &str, help: String| Words {
        lint,
        message,
        label: label.to_string(),
        help,
    };
    let (lint, message) = match found {
        Found::LeavesSite(path) => {
            let help = match cause {
                Cause::FromTop { right, .. } => remedy(&right, fixed),
                Cause::ElsewhereInRepository { .. } | Cause::ElsewhereOnSite { .. } => {
                    return because(&lints::ABSOLUTE_LINK, String::new(), link, cause, fixed);
                }
                _ => "`site-url` in book.toml says where the site is on its server; write a path \
                      relative to this page, or list what another program builds in \
                      `built-elsewhere`"
                    .to_string(),
            };
            let label = format!("leads to `{}` on the server", short(path));
            let message = format!("`{dest}` leaves the site");
            return words(&lints::ABSOLUTE_LINK, message, &label, help);
        }
        Found::Redirected(_, inner) => {
            let end = match inner.as_ref() {
                Found::NoAnchor(_, fragment) => format!("a page without the anchor `#{fragment}`"),
                _ => "nothing".to_string(),
            };
            let message = format!("`{dest}` is a redirect that leads to {end}");
            let help = "correct the redirect, or link to the page itself".to_string();
            return words(
                &lints::BROKEN_LINK,
                message,
                "redirected by book.toml",
                help,
            );
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
    because(lint, message, link, cause, fixed)
}

/// What to write, or what may have been meant.
fn remedy(right: &str, fixed: bool) -> String {
    if fixed {
        format!("write `{right}`")
    } else {
        format!("did you mean `{right}`?")
    }
}

/// The words for a cause; `lint` and `message` are those without one.
fn because(lint: &'static Lint, message: String, link: &Link, cause: Cause, fixed: bool) -> Words {
    let path = Destination::parse(&link.dest).path;
    let dest = short(path);
    let words = |lint, message: String, label: &str, help: String| Words {
        lint,
        message,
        label: label.to_string(),
        help,
    };
    match cause {
        Cause::BuiltElsewhere | Cause::Unknown(_) => {
            let help = match cause {
                Cause::Unknown(near) if !near.is_empty() => {
                    let names = listed(near.iter().map(String::as_str), 0);
                    format!("correct the path; that folder holds {names}")
                }
                _ => "correct the path, which counts from this page; what another program builds \
                      can be listed in `built-elsewhere`"
                    .to_string(),
            };
            // mdBook takes the last `.md`, wherever it is.
            let help = match link.dest.rfind(".md") {
                Some(at) if path.ends_with(".md") && at > path.len() => {
                    "mdBook changes only the last `.md` of a destination to `.html`: here that is \
                     in the fragment; write `.html` for the page"
                        .to_string()
                }
                _ => help,
            };
            words(lint, message, "leads to nothing", help)
        }
        Cause::InRepository {
            file,
            folder,
            chapter,
        } => {
            let help = match &chapter {
                Some(right) => format!("it is a chapter of this book: {}", remedy(right, fixed)),
                None => to_repository(link),
            };
            let label = format!("leads out of the site, to `{file}`");
            words(
                &lints::LINK_OUTSIDE_BOOK,
                not_on_site(&dest, folder),
                &label,
                help,
            )
        }
        Cause::ElsewhereInRepository { base, file, folder } => {
            let (label, help) = match base {
                Base::Root => (
                    "code hosts count `/` from the root of the repository, browsers from the root \
                     of the server"
                        .to_string(),
                    to_repository(link),
                ),
                Base::Included(from) => (
                    format!("leads to `{file}` from `{from}`, but paths count from the chapter"),
                    included(link, false),
                ),
            };
            words(
                &lints::LINK_OUTSIDE_BOOK,
                not_on_site(&dest, folder),
                &label,
                help,
            )
        }
        Cause::ElsewhereOnSite { base, right } => match base {
            Base::Root => words(
                &lints::ABSOLUTE_LINK,
                format!("`{dest}` counts from the root of the repository on a code host only"),
                "browsers count from the root of the server",
                remedy(&right, fixed),
            ),
            Base::Included(from) => words(
                lint,
                message,
                &format!("right in `{from}`, but paths of included text count from the chapter"),
                included(link, true),
            ),
        },
        Cause::Case(right) => words(
            &lints::CASE_MISMATCH,
            format!("`{dest}` is written in another case than what it leads to"),
            "web servers tell upper from lower case",
            remedy(&right, fixed),
        ),
        Cause::Readme(right) => words(
            &lints::LINK_TO_README,
            format!("`{dest}` has no page: mdBook publishes a README as `index.html`"),
            "becomes `README.html`, which does not exist",
            remedy(&right, fixed),
        ),
        Cause::Escaped(right) => words(
            lint,
            message,
            "the rest is taken for a fragment or a query",
            format!("write `{right}`"),
        ),
        Cause::Summary => words(
            &lints::LINK_TO_SUMMARY,
            "SUMMARY.md has no page".to_string(),
            "never published",
            "link to a chapter; the table of contents is on every page".to_string(),
        ),
        Cause::Unlisted(file) => words(
            &lints::UNLISTED_PAGE,
            format!("`{dest}` is not in SUMMARY.md, so it has no page"),
            &format!("`{file}` is there, but not published"),
            format!("add `[Title]({file})` to SUMMARY.md"),
        ),
        Cause::Draft(name) => words(
            &lints::LINK_TO_DRAFT,
            format!("`{name}` is a draft chapter, which has no page"),
            "leads to nothing until the chapter is written",
            "take the link out, or give the chapter a file in SUMMARY.md".to_string(),
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
                remedy(&right, fixed),
            )
        }
        Cause::FromTop { right, .. } => words(
            lint,
            message,
            "right from the top of `src`, but paths count from this page",
            remedy(&right, fixed),
        ),
        Cause::NoScheme(address) => words(
            lint,
            message,
            "taken for a path of the site",
            format!("an address on the web begins with `https://`: did you mean `{address}`?"),
        ),
        Cause::Near(right) => words(lint, message, "leads to nothing", remedy(&right, false)),
    }
}

fn not_on_site(dest: &str, is_folder: bool) -> String {
    let kind = if is_folder { "folder" } else { "file" };
    format!("`{dest}` is a {kind} of the repository that the site does not hold")
}

/// What to do about a link to a file of the repository.
fn to_repository(link: &Link) -> String {
    if embeds(link) {
        "move the file into `src`, whose files mdBook copies into the site"
    } else {
        "set `repository-links = \"rewrite\"` to turn such links into links to the code host, \
             or write the address on the code host"
    }
    .to_string()
}

/// What to do about a link that is right in the file it is included from: what is right for the
/// chapter is wrong there. `on_site` says that the site holds what it leads to.
fn included(link: &Link, on_site: bool) -> String {
    let rewrite = "set `repository-links = \"rewrite\"`, with which links of included text count \
                   from the file they are written in";
    if embeds(link) && !on_site {
        format!("move the file into `src`, and {rewrite}")
    } else {
        format!("{rewrite}, or write an address on the web")
    }
}
