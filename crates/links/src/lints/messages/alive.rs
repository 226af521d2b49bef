//! Links that work in some places only, or that open another place than they name.

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::lints;
use crate::lints::messages::{short, with_context};
use crate::site::document::Document;
use crate::site::href;
use crate::site::resolver;

/// A link that works with some servers or tools only.
pub(crate) struct Unportable<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) link: &'a Link,
    pub(crate) why: resolver::Unportable,
    /// The page, as a link from here names it.
    pub(crate) right: String,
    /// The change that certainly repairs it.
    pub(crate) fix: Option<(Location, String)>,
}

impl From<Unportable<'_>> for Diagnostic {
    fn from(problem: Unportable<'_>) -> Diagnostic {
        let Unportable {
            document,
            link,
            why,
            right,
            fix,
        } = problem;
        let dest = short(&link.dest);
        let (message, label) = match &why {
            resolver::Unportable::NoSlash(_) => (
                format!("`{dest}` is a folder, but is written like a file"),
                "only works if the server adds the `/`",
            ),
            resolver::Unportable::NoExtension(_) => (
                format!("`{dest}` has no file extension"),
                "only works if the server adds `.html`",
            ),
            resolver::Unportable::AboveRoot(_) => (
                format!("`{dest}` has more `../` than there are folders above the page"),
                "only works if the site is at the root of its server",
            ),
        };
        let diagnostic = unportable(document, link, message, label, &right, fix);
        match why {
            // It may mean something beside the site.
            resolver::Unportable::AboveRoot(_) => {
                diagnostic.help(format!("did you mean `{right}`?"))
            }
            _ => diagnostic,
        }
    }
}

impl Unportable<'_> {
    /// The problem of a link that is right on its own page, and not on the copy at the top of
    /// the site.
    pub(crate) fn on_first_page(self) -> Diagnostic {
        let Unportable { document, link, .. } = self;
        let place = document.place(document.destination(link));
        let message = format!(
            "`{}` leads out of the site from its first page",
            short(&link.dest)
        );
        let diagnostic = Diagnostic::new(&lints::UNPORTABLE_LINK, message)
            .at(place, "only works if the site is at the root of its server")
            .help(
                "mdBook copies the first chapter to the top of the site unchanged: list a \
                 chapter from the top of `src` first in SUMMARY.md, or move this one to the top \
                 of `src`",
            );
        with_context(diagnostic, document, link)
    }
}

/// A destination that browsers understand and other readers of Markdown do not.
pub(crate) fn unportable(
    document: &Document<'_>,
    link: &Link,
    message: String,
    label: &str,
    right: &str,
    fix: Option<(Location, String)>,
) -> Diagnostic {
    let place = document.place(document.destination(link));
    let mut diagnostic = Diagnostic::new(&lints::UNPORTABLE_LINK, message)
        .at(place, label)
        .help(format!("write `{right}`"));
    if let Some((place, with)) = fix {
        diagnostic = diagnostic.suggest(place, with);
    }
    with_context(diagnostic, document, link)
}

/// The change that gives a link another path, if it is proven.
pub(crate) type Fix<'a> = &'a dyn Fn(&str) -> Option<(Location, String)>;

/// A link that opens the right page, though not as written.
pub(crate) struct LostEnd;

impl LostEnd {
    /// The problem of a link that works, if there is one.
    pub(crate) fn of(document: &Document<'_>, link: &Link, fix: Fix<'_>) -> Option<Diagnostic> {
        let parts = Destination::parse(&link.dest);
        if let Some(right) = href::one_slash(&link.dest) {
            let message = format!(
                "`{}` has only one slash after its scheme",
                short(&link.dest)
            );
            let label = "browsers read it as a path if the site has the same scheme";
            return Some(unportable(document, link, message, label, &right, None));
        }
        if parts.path.contains('\\') {
            let right = path::percent_decode(parts.path).replace('\\', "/");
            let message = format!("`{}` has backslashes", short(&link.dest));
            let label = "browsers accept them, other Markdown readers do not";
            return Some(unportable(
                document,
                link,
                message,
                label,
                &right,
                fix(&right),
            ));
        }
        if !href::is_rewritten(link) || href::scheme(&link.dest).is_some() {
            return None;
        }
        let at = link.dest.rfind(".md")? + ".md".len();
        let behind = &link.dest[at..];
        let lost = match behind.chars().next()? {
            '#' => return None,
            // A query alone says nothing to a page of a book.
            '?' if !behind.contains('#') => return None,
            'a'..='z' | 'A'..='Z' => {
                let message = format!("`{}` is not a Markdown file", short(&link.dest));
                let right = &parts.path[..parts.path.rfind(".md")? + ".md".len()];
                let label = "only works because mdBook treats the extension like `.md`";
                return Some(unportable(
                    document,
                    link,
                    message,
                    label,
                    right,
                    fix(right),
                ));
            }
            _ => behind,
        };
        let place = document.place(document.destination(link));
        let mut diagnostic = Diagnostic::new(
            &lints::LOST_FRAGMENT,
            format!("mdBook drops `{}` from this link", short(lost)),
        )
        .at(place, "opens the top of the page")
        .help("mdBook only keeps a fragment directly after `.md`; write `.html` to keep the rest");
        if lost.starts_with('?') && parts.path.ends_with(".md") {
            let right = format!("{}.html", path::stem(&path::percent_decode(parts.path)));
            if let Some((place, with)) = fix(&right) {
                diagnostic = diagnostic.suggest(place, with);
            }
        }
        Some(with_context(diagnostic, document, link))
    }
}

/// An address outside the book that mdBook changes, if it does.
pub(crate) fn damaged(document: &Document<'_>, link: &Link, written: &str) -> Option<Diagnostic> {
    let dest = link.dest.trim();
    let outside = dest.starts_with("//") || href::scheme(dest).is_some();
    if !outside || written == link.dest {
        return None;
    }
    let right = match dest.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => {
            let scheme = href::scheme(dest)?;
            format!("{}{}", scheme.to_lowercase(), &dest[scheme.len()..])
        }
    };
    let place = document.place(document.destination(link));
    let mut diagnostic = Diagnostic::new(
        &lints::DAMAGED_LINK,
        format!("mdBook changes this address to `{}`", short(written)),
    )
    .at(place, "mistaken for a chapter of the book")
    .help(format!("write `{right}`, which mdBook does not change"));
    if let Some(raw) = &link.raw
        && document.text[raw.clone()] == link.dest
    {
        diagnostic = diagnostic.suggest(document.place(raw.clone()), right);
    }
    Some(with_context(diagnostic, document, link))
}

/// A link without a destination.
pub(crate) fn empty_link(document: &Document<'_>, link: &Link) -> Diagnostic {
    let (message, label) = match link.kind {
        LinkKind::Image => ("this image has no source", "nothing is shown"),
        _ => ("this link has no destination", "opens this page again"),
    };
    let place = document.place(link.range.clone());
    let diagnostic = Diagnostic::new(&lints::EMPTY_LINK, message)
        .at(place, label)
        .help("write a destination, or remove the brackets");
    with_context(diagnostic, document, link)
}

/// A link that is dead on the copy of the first page.
pub(crate) fn first_page(document: &Document<'_>, link: &Link) -> Diagnostic {
    let place = document.place(document.destination(link));
    let diagnostic = Diagnostic::new(
        &lints::FIRST_PAGE_IN_FOLDER,
        format!(
            "`{}` is broken on the first page of the site",
            short(&link.dest)
        ),
    )
    .at(place, format!("only correct from `{}`", document.folder()))
    .help(
        "mdBook copies the first chapter to the top of the site unchanged: list a chapter \
         from the top of `src` first in SUMMARY.md, or move this one to the top of `src`",
    );
    with_context(diagnostic, document, link)
}
