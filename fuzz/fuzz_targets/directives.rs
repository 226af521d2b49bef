//! Directives wherever the fuzzer puts them: a document goes the whole way through the
//! preprocessor, and every directive found is where its comment is.
#![no_main]

use archsite_core::markdown::outline::Outline;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(markdown) = std::str::from_utf8(data) else {
        return Corpus::Reject;
    };
    let outline = Outline::parse(markdown, &Default::default());
    for directive in &outline.directives {
        let comment = markdown.get(directive.range.clone());
        let comment = comment.expect("a directive is inside its text");
        assert!(comment.starts_with("<!--"), "{directive:?} in {comment:?}");
        // HTML has its own reading of these two.
        if comment.contains(['\0', '\r']) {
            continue;
        }
        let options = directive
            .options
            .iter()
            .flat_map(|(key, value)| [key, value]);
        for word in directive
            .words
            .iter()
            .chain(options)
            .chain([&directive.name])
        {
            // Words of a directive in a quote may be split by the marks of the quote.
            let known = directive.nested || comment.contains(word.as_str());
            assert!(known, "{word:?} of {directive:?} is not in {comment:?}");
        }
    }
    let message = archsite_fuzz::message(markdown);
    archsite_fuzz::preprocess(&message);
    Corpus::Keep
});
