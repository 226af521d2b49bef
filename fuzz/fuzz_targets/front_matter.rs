//! Front matter: where it ends is a place between lines, and what is behind it does not
//! matter.
#![no_main]

use archsite_core::markdown::front_matter;
use archsite_core::markdown::outline::{Outline, ParseOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let length = front_matter::length(text);
    let (front, rest) = text.split_at(length);
    if !front.is_empty() {
        assert!(front.starts_with("---") || front.starts_with("+++"));
        assert!(front.ends_with('\n') || rest.is_empty(), "{front:?}");
        assert_eq!(front_matter::length(front), length, "{front:?}");
    }
    let options = ParseOptions {
        skip_front_matter: true,
        ..ParseOptions::default()
    };
    let outline = Outline::parse(text, &options);
    assert_eq!(outline.front_matter, length);
    let before = outline
        .blocks
        .iter()
        .any(|block| block.range.start < length);
    assert!(!before, "a block in front matter: {front:?}");
});
