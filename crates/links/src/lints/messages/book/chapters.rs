//! Chapters that mdBook does not build, or whose pages cannot be opened.

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::lints;
use crate::lints::messages::short;

/// A chapter whose page is not a part of the site.
pub(crate) fn chapter_outside(place: Location, path: &str) -> Diagnostic {
    Diagnostic::new(
        &lints::CHAPTER_OUTSIDE_BOOK,
        format!("the chapter `{}` is outside `src`", short(path)),
    )
    .at(place, "mdBook writes its page outside the site")
    .help("move the file into `src`, or add a chapter there that includes it")
}

/// A chapter whose name is cut off in the links of the sidebar.
///
/// `sign`: the character that a browser does not take for a part of the name.
pub(crate) fn unreachable_chapter(
    path: &str,
    html: &str,
    sign: char,
    place: Location,
) -> Diagnostic {
    let reads = match sign {
        '#' => "reads the rest as an anchor",
        '?' => "reads the rest as a query",
        '%' => "reads it as the start of an escape sequence",
        '\\' => "reads it as `/`",
        ':' => "reads what is before it as a scheme",
        _ => "reads it as the end of the link",
    };
    Diagnostic::new(
        &lints::UNREACHABLE_CHAPTER,
        format!(
            "the page of `{}` cannot be opened from the sidebar because of the `{sign}` in its \
             name",
            short(path)
        ),
    )
    .at(
        place,
        format!(
            "mdBook writes `{}` into the link unchanged, and a browser {reads}",
            short(html)
        ),
    )
    .help(format!(
        "rename the file so that its name has no `{sign}`; the title may keep it"
    ))
}

/// An entry of SUMMARY.md that names a section; `is_file` says that there is a file of that name.
/// `None` if `path` does not name a section.
pub fn section_in_summary(path: &str, place: Location, is_file: bool) -> Option<Diagnostic> {
    if !is_section(path) {
        return None;
    }
    let path = short(path);
    let file = path.split('#').next().unwrap_or_default();
    let help = if is_file {
        format!(
            "remove the entry and delete the file `{path}`; the sidebar already shows the \
             sections of the open page"
        )
    } else if file.is_empty() {
        "remove the entry; the sidebar already shows the sections of the open page".to_string()
    } else {
        format!(
            "remove the entry; the sidebar already shows the sections of the open page. To \
             give the section an entry of its own, list `{file}` in `documents` of \
             [preprocessor.archsite.shard]"
        )
    };
    let diagnostic = Diagnostic::new(
        &lints::UNREACHABLE_CHAPTER,
        format!("SUMMARY.md cannot link to a section: mdBook reads `{path}` as a file name"),
    )
    .at(place, "")
    .help(help);
    Some(diagnostic)
}

/// Whether a path of SUMMARY.md is meant as a link to a section.
fn is_section(path: &str) -> bool {
    let (file, fragment) = path.split_once('#').unwrap_or((path, ""));
    let is_page = file.is_empty() || [".md", ".html"].iter().any(|end| file.ends_with(end));
    is_page && !fragment.is_empty() && !fragment.contains('/') && !fragment.ends_with(".md")
}

/// The file of mdBook that has the same name as a chapter's page.
pub(crate) enum Writer {
    /// Nothing: it stops at this name.
    Refused,
    /// The page for printing.
    Print,
    /// The table of contents.
    Contents,
    /// A folder, with the files in it.
    Folder,
    /// The page of another chapter, or of the same file once more.
    Chapter {
        name: String,
        is_same: bool,
        place: Location,
    },
}

/// A chapter whose page is overwritten, or overwrites another file of the site.
pub(crate) fn page_overwritten(path: &str, html: &str, by: Writer, place: Location) -> Diagnostic {
    let path = short(path);
    let diagnostic = |message: String, label: &str| {
        Diagnostic::new(&lints::PAGE_OVERWRITTEN, message).at(place, label)
    };
    match by {
        Writer::Refused => diagnostic(
            format!("mdBook does not build a chapter `{path}`"),
            "the name is reserved for the print page",
        )
        .help("rename the file"),
        Writer::Print => diagnostic(
            format!("mdBook writes the print page over the page of `{path}`"),
            "its page is lost",
        )
        .help("rename the file, or set `enable = false` in [output.html.print]"),
        Writer::Contents => diagnostic(
            format!("the page of `{path}` replaces `{html}`, the table of contents of mdBook"),
            "readers without JavaScript lose the sidebar",
        )
        .help("rename the file"),
        Writer::Folder => diagnostic(
            format!(
                "the page of `{path}` is `{}`, and the site has a folder of that name",
                short(html)
            ),
            "mdBook cannot write both, and stops",
        )
        .help("rename the file or the folder"),
        Writer::Chapter {
            is_same: true,
            place: first,
            ..
        } => diagnostic(format!("SUMMARY.md lists `{path}` twice"), "listed again")
            .at(first, "listed first here")
            .help("list each file once; to show it twice, include it in another chapter"),
        Writer::Chapter {
            name, place: first, ..
        } => diagnostic(
            format!(
                "the page of `{path}` is `{}`, like the page of `{}`",
                short(html),
                short(&name)
            ),
            "the page of this chapter replaces the other one",
        )
        .at(first, "this page is lost")
        .help("rename one of the files"),
    }
}
