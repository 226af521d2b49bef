//! The style with which a split document stays one text on the print page.
//!
//! mdBook begins each chapter of `print.html` on a new sheet. It writes that into an element before the heading
//! of the chapter, so a style can only find it by that heading.

/// A style for the headings of sections, which have these ids.
pub(crate) fn style(ids: &[&str]) -> String {
    let headings: Vec<String> = ids.iter().map(|id| heading(id)).collect();
    let breaks: Vec<String> = headings
        .iter()
        .map(|heading| format!("div:has(+ {heading})"))
        .collect();
    format!(
        "<style>\n\
         @media print {{\n\
         {} {{ break-before: auto !important; }}\n\
         {} {{ font-size: 1.5em; margin-block-start: 1.6em; }}\n\
         }}\n\
         </style>\n",
        breaks.join(",\n"),
        headings.join(",\n")
    )
}

/// The selector of a heading. In a style `<` could end it; in Markdown that is preprocessed again, `{{`
/// could begin a directive.
fn heading(id: &str) -> String {
    let mut escaped = String::new();
    for c in id.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '<' | '{' => escaped.push_str(&format!("\\{:x} ", u32::from(c))),
            c => escaped.push(c),
        }
    }
    format!("h1[id=\"{escaped}\"]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_escaped() {
        let style = style(&["a", "</style>{{#x}}\"\\"]);
        assert_eq!(style.matches("</style>").count(), 1, "{style}");
        assert!(!style.contains("{{"), "{style}");
        assert!(
            style.contains(r#"h1[id="\3c /style>\7b \7b #x}}\"\\"]"#),
            "{style}"
        );
        assert!(
            !style.contains("\n\n"),
            "a blank line would end the block: {style}"
        );
    }
}
