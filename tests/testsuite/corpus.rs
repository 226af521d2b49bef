//! Predicted ids of headings are those in the HTML that mdBook builds.
//!
//! All documents of the folder `ARCHSITE_CORPUS` (else the project's own) become one book, which is
//! built by mdBook without us.

use std::fs;

use archsite_core::markdown::outline::Outline;
use mdbook_driver::MDBook;

/// Ids that mdBook gave to headings: it puts a link with this class into each.
fn built_ids(html: &str) -> Vec<String> {
    let marker = "<a class=\"header\" href=\"#";
    let ids = html.split(marker).skip(1);
    ids.filter_map(|rest| rest.split('"').next())
        .map(|id| {
            id.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
        })
        .collect()
}

/// Ids we predict, without those in footnotes that nothing refers to: mdBook drops them.
fn predicted_ids(markdown: &str) -> Vec<String> {
    let outline = Outline::parse(markdown, &Default::default());
    let ids = outline.heading_ids(Default::default());
    let dropped = |at: usize| {
        outline.notes.iter().any(|note| {
            let used = outline.note_uses.iter().any(|u| u.label == note.label);
            note.range.contains(&at) && !(used && note.first)
        })
    };
    let kept = outline.headings.iter().zip(ids);
    kept.filter(|(heading, _)| !dropped(heading.range.start))
        .map(|(_, id)| id)
        .collect()
}

#[test]
fn predicted_ids_are_those_in_the_html() {
    let book = tempfile::tempdir().expect("a temporary folder");
    let src = book.path().join("src");
    fs::create_dir(&src).expect("a folder");
    let mut summary = String::from("# Summary\n\n- [First](first.md)\n");
    fs::write(src.join("first.md"), "# First\n").expect("a file");
    let mut documents = Vec::new();
    for file in archsite_agent_files::lossless::corpus() {
        let Ok(markdown) = fs::read_to_string(&file) else {
            continue;
        };
        let markdown = markdown.trim_start_matches('\u{feff}').replace("{{#", "{{");
        let name = format!("d{}", documents.len());
        summary.push_str(&format!("- [{name}]({name}.md)\n"));
        fs::write(src.join(format!("{name}.md")), &markdown).expect("a file");
        documents.push((name, file, markdown));
    }
    fs::write(src.join("SUMMARY.md"), summary).expect("a file");
    fs::write(
        book.path().join("book.toml"),
        "[book]\n[output.html.print]\nenable = false\n[output.html.search]\nenable = false\n",
    )
    .expect("a file");
    let built = MDBook::load(book.path()).and_then(|book| book.build());
    built.expect("the book is built");

    for (name, file, markdown) in documents {
        let html = book.path().join(format!("book/{name}.html"));
        let html = fs::read_to_string(&html).expect("a built page");
        let (mut built, mut predicted) = (built_ids(&html), predicted_ids(&markdown));
        // Footnotes stand at the end of a built page.
        built.sort();
        predicted.sort();
        assert_eq!(built, predicted, "{}", file.display());
    }
}
