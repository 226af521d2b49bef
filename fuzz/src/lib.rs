//! What several fuzz targets need: the message around a document, and the preprocessor with
//! what must hold of any answer.

#[cfg(feature = "targets")]
use mdbook_preprocessor::book::Book;
use serde_json::json;

/// What mdBook sends for a book of one document, which is to be split, and a page beside it.
pub fn message(markdown: &str) -> String {
    let chapter = |name: &str, content: &str| {
        json!({ "Chapter": {
            "name": name,
            "content": content,
            "number": [1],
            "sub_items": [],
            "path": format!("{name}.md"),
            "source_path": format!("{name}.md"),
            "parent_names": [],
        } })
    };
    json!([
        {
            "root": "/nonexistent",
            "config": {
                "book": { "src": "src" },
                "preprocessor": { "archsite": {
                    "after": ["links", "index"],
                    "shard": { "documents": ["doc.md"] },
                } },
            },
            "renderer": "html",
            "mdbook_version": "0.5.4",
        },
        { "items": [chapter("intro", "# Intro\n\n[a](doc.md#a)\n"), chapter("doc", markdown)] },
    ])
    .to_string()
}

/// Runs the preprocessor.
///
/// # Panics
/// If it writes something though it failed, or a book that mdBook cannot read.
#[cfg(feature = "targets")]
pub fn preprocess(message: &str) {
    let mut output = Vec::new();
    match archsite_cli::transform(message, &mut output) {
        Ok(0) => {
            let book = serde_json::from_slice::<Book>(&output);
            if let Err(error) = book {
                // What mdBook itself could not have sent need not be what it can read.
                let sent = serde_json::from_str::<(serde_json::Value, Book)>(message);
                assert!(sent.is_err(), "mdBook cannot read the answer: {error}");
            }
        }
        Ok(_) | Err(_) => assert!(output.is_empty(), "a failed run wrote something"),
    }
}
