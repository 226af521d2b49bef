//! Links that are broken, everywhere or in some places.

use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::resolve::Destination;

use crate::explain::cause::Cause;
use crate::explain::home::Base;
use crate::lints;
use crate::lints::messages::{entry, short, with_context};
use crate::rewrite::embeds;
use crate::site::document::Document;
use crate::site::resolver::Outcome;

/// A link to nothing.
pub(crate) struct DeadLink<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) link: &'a Link,
    pub(crate) found: &'a Outcome,
    pub(crate) cause: Cause,
    /// The chapter from which the path counts, if the text was included from another file.
    pub(crate) chapter: Option<&'a str>,
    /// The change that certainly repairs it.
    pub(crate) fix: Option<(Location, String)>,
    /// The key of the redirect that it uses.
    pub(crate) redirect: Option<&'a str>,
    /// Links are rewritten, and no code host is known.
    pub(crate) needs_host: bool,
}

/// A path of Windows.
pub(crate) fn drive_path(document: &Document<'_>, link: &Link) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &lints::BROKEN_LINK,
        format!("`{}` is a path on one computer", short(&link.dest)),
    )
    .at(
        document.place(document.destination(link)),
        "cannot be opened in a browser",
    )
    .help("write a path relative to this page");
    with_context(diagnostic, document, link)
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
            chapter,
            fix,
            redirect,
            needs_host,
        } = problem;
        let help = match (&cause, chapter) {
            (Cause::FromTop { right, .. } | Cause::Similar(right), Some(chapter)) => Some(format!(
                "paths of included text count from the chapter: what may be meant is `{right}` from \
                 `{chapter}`, and another path from other chapters that include the text"
            )),
            (
                Cause::InRepository { chapter: None, .. } | Cause::ElsewhereInRepository { .. },
                _,
            ) if needs_host && !embeds(link) => Some(
                "no code host is known: set `git-repository-url` in [output.html], or \
                     `repository-url`"
                    .to_string(),
            ),
            _ => None,
        };
        let mut words = words(link, found, cause, fix.is_some());
        if let Some(help) = help {
            words.help = help;
        }
        let place = document.place(document.destination(link));
        let diagnostic = Diagnostic::new(words.lint, words.message).at(place, words.label);
        let mut diagnostic = diagnostic.help(words.help);
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
fn words(link: &Link, found: &Outcome, cause: Cause, fixed: bool) -> Words {
    let dest = short(&link.dest);
    let path = short(Destination::parse(&link.dest).path);
    let words = |lint, message: String, label: &str, help: String| Words {
        lint,
        message,
        label: label.to_string(),
        help,
    };
    let (lint, message) = match found {
        Outcome::LeavesSite(path) => {
            let help = match cause {
                Cause::FromTop { right, .. } => remedy(&right, fixed),
                Cause::ElsewhereInRepository { .. } | Cause::ElsewhereOnSite { .. } => {
                    return because(&lints::ABSOLUTE_LINK, String::new(), link, cause, fixed);
                }
                _ => "`site-url` in book.toml is the path of the site on its server; write a \
                      path relative to this page, or list what another program builds in \
                      `built-elsewhere`"
                    .to_string(),
            };
            let label = format!("leads to `{}` on the server", short(path));
            let message = format!("`{dest}` leads out of the site");
            return words(&lints::ABSOLUTE_LINK, message, &label, help);
        }
        Outcome::Redirected(_, inner) => {
            let end = match inner.as_ref() {
                Outcome::NoAnchor(_, fragment) => {
                    format!("a page without the anchor `#{fragment}`")
                }
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
        Outcome::NoIndex(_) => (
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

/// The right destination, or a suggestion.
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
                    let names = sentence::list(near.iter().map(String::as_str), 0);
                    format!("correct the path; that folder contains {names}")
                }
                _ if path.starts_with('/') => {
                    "correct the path, which is relative to the root of the server; list what another \
                     program builds in `built-elsewhere`"
                        .to_string()
                }
                _ => "correct the path, which is relative to this page; list what another \
                      program builds in `built-elsewhere`"
                    .to_string(),
            };
            // mdBook takes the last `.md`, wherever it is.
            let help = match link.dest.rfind(".md") {
                Some(at) if path.ends_with(".md") && at > path.len() => {
                    "mdBook only changes the last `.md` of a destination to `.html`, which is in \
                     the fragment here; write `.html` for the page"
                        .to_string()
                }
                _ => help,
            };
            words(lint, message, "target not found", help)
        }
        Cause::InRepository {
            file,
            folder,
            chapter,
            published,
        } => {
            let help = match chapter.as_ref().or(published.as_ref()) {
                Some(right) if chapter.is_none() => format!(
                    "`{right}` includes it; set `repository-links = \"rewrite\"`, which turns such \
                     links into links to the page"
                ),
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
                    "code hosts resolve `/` from the root of the repository, browsers from the \
                     root of the server"
                        .to_string(),
                    to_repository(link),
                ),
                Base::Included(from) => (
                    format!(
                        "leads to `{file}` from `{from}`, but paths are relative to the \
                             chapter"
                    ),
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
                format!("`{dest}` is only relative to the root of the repository on a code host"),
                "browsers resolve it from the root of the server",
                remedy(&right, fixed),
            ),
            Base::Included(from) => words(
                lint,
                message,
                &format!(
                    "correct in `{from}`, but paths of included text are relative to the \
                          chapter"
                ),
                included(link, true),
            ),
        },
        Cause::Case(right) => words(
            &lints::CASE_MISMATCH,
            format!("`{dest}` differs in case from its target"),
            "web servers are case-sensitive",
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
            "the rest is read as a fragment or a query",
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
            &format!("`{file}` exists, but is not published"),
            format!("add `{}` to SUMMARY.md", entry(&file)),
        ),
        Cause::Draft(name) => words(
            &lints::LINK_TO_DRAFT,
            format!("`{name}` is a draft chapter, which has no page"),
            "has no target until the chapter is written",
            "remove the link, or give the chapter a file in SUMMARY.md".to_string(),
        ),
        Cause::NotRewritten(right) => {
            let tag = match &link.kind {
                LinkKind::Html { tag, .. } => tag.as_str(),
                _ => "a",
            };
            words(
                &lints::BROKEN_LINK,
                format!("`{dest}` stays `.md` on the page, and there is no such file"),
                &format!("mdBook changes `.md` to `.html` in Markdown and `<a>`, not in `<{tag}>`"),
                remedy(&right, fixed),
            )
        }
        Cause::FromTop { right, .. } => words(
            lint,
            message,
            "correct from the top of `src`, but paths are relative to this page",
            remedy(&right, fixed),
        ),
        Cause::NoScheme(address) => words(
            lint,
            message,
            "read as a path of the site",
            format!("a web address begins with `https://`: did you mean `{address}`?"),
        ),
        Cause::Similar(right) => words(lint, message, "target not found", remedy(&right, false)),
    }
}

fn not_on_site(dest: &str, is_folder: bool) -> String {
    let kind = if is_folder { "folder" } else { "file" };
    format!("`{dest}` is a {kind} of the repository that the site does not contain")
}

/// The advice for a link to a file of the repository.
fn to_repository(link: &Link) -> String {
    if embeds(link) {
        "move the file into `src`, whose files mdBook copies into the site"
    } else {
        "set `repository-links = \"rewrite\"` to turn such links into links to the code host, \
             or write the address on the code host"
    }
    .to_string()
}

/// The advice for a link that is right in the file it is included from: what is right for the
/// chapter is wrong there. `on_site` says that its target is on the site.
fn included(link: &Link, on_site: bool) -> String {
    let rewrite = "set `repository-links = \"rewrite\"`, which resolves links in included text \
                   from the file that contains them";
    if embeds(link) && !on_site {
        format!("move the file into `src`, and {rewrite}")
    } else {
        format!("{rewrite}, or write a web address")
    }
}
