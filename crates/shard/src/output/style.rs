//! The style of a page with a list of sections: how the list looks, and how a split document stays one text on
//! the print page.

/// The style of a list of sections.
pub(crate) const LIST: &str = include_str!("../../style/sections.css");

/// The style of the print page. It is on the page of the document, which is a part of the print page.
pub(crate) const PRINT: &str = include_str!("../../style/print.css");

/// The mark at the start of a page that needs no new sheet on the print page.
///
/// mdBook begins each chapter of `print.html` on a new sheet. It writes that into an element before the chapter,
/// so a style can only find it by what follows.
pub(crate) const FLOWS: &str = "<div class=\"archsite-part\"></div>\n\n";

/// The same for the page of a section below a section.
pub(crate) const FLOWS_BELOW: &str = "<div class=\"archsite-part archsite-deep\"></div>\n\n";

/// A style element.
pub(crate) fn element(parts: &[&str]) -> String {
    format!("<style>\n{}</style>\n", parts.concat())
}
