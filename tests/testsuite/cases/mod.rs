//! Documents with one trait each, as the pages they become.
//!
//! A document `tests/cases/NAME.md` is split in a small book by the built command; the
//! snapshot shows every page of it. A new document needs a line in `cases!`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{TestBook, chapters};

/// All pages that came of the document, as text that shows white space.
fn pages(markdown: &str) -> String {
    let config = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\nlinks = false\n\
                  [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n\
                  [preprocessor.archsite.diagrams]\nmermaid = false\ntext = false\n";
    let book = TestBook::new(
        config,
        &[("intro.md", "# Introduction\n"), ("doc.md", markdown)],
    );
    let run = book.preprocess();
    let mut out = String::new();
    for chapter in chapters(&run.book()).iter().skip(1) {
        let number: Vec<String> = chapter["number"]
            .as_array()
            .map(|n| n.iter().map(ToString::to_string).collect())
            .unwrap_or_default();
        let name = chapter["name"].as_str().unwrap_or_default();
        let path = chapter["path"].as_str().unwrap_or_default();
        let _ = writeln!(out, "=== {path} | {} {name}", number.join("."));
        let content = chapter["content"].as_str().unwrap_or_default();
        // How lists look is not what these documents are about.
        let mut in_style = false;
        for line in content.split_inclusive('\n') {
            in_style |= line == "<style>\n";
            if in_style {
                in_style = line != "</style>\n";
                continue;
            }
            let shown = line.replace('\r', "␍").replace('\t', "␉");
            let _ = match shown.strip_suffix('\n') {
                Some(line) => writeln!(out, "{line}"),
                None => writeln!(out, "{shown}␄"),
            };
        }
    }
    if !run.stderr.is_empty() {
        let _ = writeln!(out, "--- standard error\n{}", book.redact(&run.stderr));
    }
    out
}

/// A test for each document, and the list of all.
macro_rules! cases {
    ($($test:ident: $name:literal,)*) => {
        const NAMES: &[&str] = &[$($name),*];
        $(
            #[test]
            fn $test() {
                becomes_its_pages($name);
            }
        )*
    };
}

cases! {
    case_01_fence_backtick: "01-fence-backtick",
    case_02_fence_tilde: "02-fence-tilde",
    case_03_fence_longer_nested: "03-fence-longer-nested",
    case_05_fence_indented_in_list: "05-fence-indented-in-list",
    case_06_fence_unclosed: "06-fence-unclosed",
    case_07_indented_code: "07-indented-code",
    case_08_fence_in_blockquote: "08-fence-in-blockquote",
    case_09_html_comment: "09-html-comment",
    case_10_html_block_details: "10-html-block-details",
    case_11_setext: "11-setext",
    case_13_heading_in_list: "13-heading-in-list",
    case_14_duplicate_headings: "14-duplicate-headings",
    case_15_inline_markup_headings: "15-inline-markup-headings",
    case_16_emoji_cjk_accents: "16-emoji-cjk-accents",
    case_17_punctuation_only: "17-punctuation-only",
    case_19_numbered_headings: "19-numbered-headings",
    case_21_yaml_front_matter: "21-yaml-front-matter",
    case_22_toml_front_matter: "22-toml-front-matter",
    case_23_no_h1: "23-no-h1",
    case_24_several_h1: "24-several-h1",
    case_25_skipped_levels: "25-skipped-levels",
    case_26_preamble: "26-preamble",
    case_27_reference_definitions: "27-reference-definitions",
    case_29_anchor_links: "29-anchor-links",
    case_30_relative_links_images: "30-relative-links-images",
    case_31_html_anchors: "31-html-anchors",
    case_32_tables: "32-tables",
    case_33_mermaid: "33-mermaid",
    case_34_task_lists: "34-task-lists",
    case_35_math: "35-math",
    case_37_crlf: "37-crlf",
    case_38_tabs: "38-tabs",
    case_39_nested_lists: "39-nested-lists",
    case_41_bom: "41-bom",
    case_42_no_trailing_newline: "42-no-trailing-newline",
    case_43_empty_sections: "43-empty-sections",
    case_44_no_h2: "44-no-h2",
    case_45_empty_file: "45-empty-file",
    case_46_template_markup: "46-template-markup",
    case_48_blockquote_lazy: "48-blockquote-lazy",
    case_50_toc_in_doc: "50-toc-in-doc",
    case_52_cr_only: "52-cr-only",
    case_53_admonitions_directives: "53-admonitions-directives",
    case_54_bmad_names: "54-bmad-names",
    case_56_autolink_and_wiki: "56-autolink-and-wiki",
    case_57_chapters_as_h1: "57-chapters-as-h1",
    case_58_flat_numbers: "58-flat-numbers",
    case_59_comment_pairs: "59-comment-pairs",
    case_60_names_in_their_script: "60-names-in-their-script",
    case_61_flat_arc42: "61-flat-arc42",
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Compares the pages of a document with its snapshot, `tests/cases/pages/NAME.snap`.
fn becomes_its_pages(name: &str) {
    let markdown = fs::read_to_string(folder().join(format!("{name}.md"))).expect("UTF-8");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../cases/pages");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, pages(&markdown)));
}

#[test]
fn every_document_has_a_test() {
    let entries = fs::read_dir(folder()).expect("the folder of cases");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".md").map(ToString::to_string))
        .collect();
    names.sort();
    assert_eq!(names, NAMES);
}
