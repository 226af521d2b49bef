//! What files say about themselves, and what manifests remember.

use super::rounded;
use crate::manifest::lines::{self, Width};

#[test]
fn sizes_are_rounded_so_that_they_seldom_change() {
    let cases = [
        (0, 10),
        (14, 10),
        (15, 20),
        (31, 20),
        (32, 50),
        (812, 1000),
        (3200, 5000),
    ];
    for (tokens, shown) in cases {
        assert_eq!(rounded(tokens), shown, "{tokens}");
    }
    assert!(rounded(usize::MAX) > 0);
}

#[test]
fn lines_are_read_as_they_were_written() {
    let long = format!("{}\nlast", "ü".repeat(5_000));
    for text in ["", "\n", "a\nb\r\n\nc", long.as_str()] {
        let lines = lines::of(text, Width::Long);
        assert_eq!(lines::read(&lines::written(text)), Some(lines.clone()));
        assert_eq!(
            lines.iter().map(|line| line.bytes).sum::<usize>(),
            text.len()
        );
    }
    for broken in ["x", "!!!!!", "ü", ".x", ".AAAAA"] {
        assert_eq!(lines::read(broken), None, "{broken}");
    }
}

#[test]
fn lines_of_manifests_of_schema_1_are_read() {
    let written = "h_cABSVcAEh_cABdu5AFh_cAB";
    let lines = lines::of("\n# A\n\ntext\n\n", Width::Short);
    assert_eq!(lines::read(written), Some(lines));
}
