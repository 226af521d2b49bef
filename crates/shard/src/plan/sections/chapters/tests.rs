//! Which headings are titles and which are chapters.

use archsite_core::markdown::outline::{Outline, ParseOptions};

use super::title;
use crate::plan::sections::levels;

fn outline(text: &str) -> Outline {
    let options = ParseOptions {
        skip_front_matter: true,
        ..ParseOptions::default()
    };
    Outline::parse(text, &options)
}

/// The title of a document, if one of its headings is that.
fn title_of(text: &str) -> Option<String> {
    let outline = outline(text);
    let headings: Vec<_> = outline.headings.iter().enumerate().collect();
    let title = title(text, &outline, &headings)?;
    Some(outline.headings[title].title.clone())
}

#[test]
fn the_first_heading_is_the_title() {
    let documents = [
        "# T\n\n## A\n\n## B\n",
        "# T\n\nText.\n\n## A\n\n## B\n\n# Appendix\n\nText.\n",
        "# T\n\n# 1. A\n\n# 2. B\n",
        "# T\n\n# A\n\ntext\n\n# B\n",
        "---\ntitle: T\n---\n\n# T\n\ntext\n\n# A\n\n# B\n",
        "---\ntitle: Other\n---\n\n# T\n\n## A\n",
        "![logo](a.png)\n\n# T\n\n## A\n\n# B\n",
    ];
    for text in documents {
        assert_eq!(title_of(text).as_deref(), Some("T"), "{text}");
    }
}

#[test]
fn equal_headings_are_chapters() {
    let documents = [
        "---\ntitle: T\n---\n\n# A\n\n# B\n\n## C\n",
        "Text.\n\n# A\n\n## B\n\n# C\n",
        "# 1. A\n\ntext\n\n## B\n\n# 2. C\n",
        "# A\n\ntext\n\n# B\n\ntext\n",
        "# A\n\n## B\n\n# C\n\n## D\n\n# E\n\n## F\n",
        "## A\n\n# B\n",
        "<h1 align=\"center\">T</h1>\n\n# A\n\ntext\n\n## B\n\n# C\n",
        "# Contents\n\n- [A](#a)\n\n# A\n\n## B\n\n# C\n",
        "# A\n\n## B\n\n# C\n\ntext\n\n# D\n\n## E\n\n## F\n\n# G\n\n## H\n",
    ];
    for text in documents {
        assert_eq!(title_of(text), None, "{text}");
    }
}

#[test]
fn numbers_make_levels() {
    let cases: &[(&str, &[u8])] = &[
        ("## 1 A\n\n## 1.1 B\n\n### C\n\n## 2 D\n", &[2, 3, 4, 2]),
        ("## 1 A\n\n### 1.1 B\n\n## 2 C\n", &[2, 3, 2]),
        ("## 1.1 A\n\n## 1.2 B\n", &[2, 2]),
        (
            "## 1 A\n\n## 1.1 B\n\n## 1.1.1 C\n\n## Other\n",
            &[2, 3, 4, 2],
        ),
        ("# A\n\n## 1 B\n\n# C\n\n## 1.1 D\n", &[1, 2, 1, 2]),
    ];
    for (text, expected) in cases {
        let outline = outline(text);
        let headings: Vec<_> = outline.headings.iter().enumerate().collect();
        assert_eq!(levels::levels(&headings), *expected, "{text}");
    }
}

#[test]
fn the_best_level_has_several_sections() {
    for (levels, expected) in [
        (&[2, 2, 3, 3, 3][..], Some(2)),
        (&[2, 3, 3], Some(3)),
        (&[1, 1, 2, 2], Some(1)),
        (&[3], Some(3)),
        (&[], None),
    ] {
        assert_eq!(levels::best(levels.iter().copied()), expected, "{levels:?}");
    }
}
