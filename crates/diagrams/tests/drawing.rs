//! Diagrams of all types, and hostile ones, drawn by the pass.
#![cfg(feature = "draw")]

use std::fmt::Write as _;
use std::path::Path;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::{Item, Page, Site};
use archsite_diagrams::{Config, Input, render};

/// A site of one page, rendered, and its problems.
fn rendered(text: &str) -> (String, Vec<Diagnostic>) {
    let mut site = Site {
        html: true,
        ..Site::default()
    };
    let mut page = Page::default();
    page.path = Some("mill.md".to_string());
    let id = site.add_loaded(page, text.to_string());
    site.items.push(Item::Page(id));
    let input = Input {
        config: Config::default(),
        shows: true,
    };
    let problems = render(&mut site, input).expect("edits fit together");
    (site.pages[id].text.as_str().to_string(), problems)
}

fn fence(source: &str) -> String {
    format!("# Mill\n\n```mermaid\n{source}\n```\n\nText.\n")
}

/// Looks for what no page may have, whatever a diagram says. In a text it is harmless.
fn is_harmless(page: &str) {
    let tags = page
        .split('<')
        .skip(1)
        .filter_map(|part| part.split('>').next());
    let names = [
        "script", "iframe", "image", "img", "object", "embed", "input", "form",
    ];
    // The buttons of a figure are ours.
    let is_ours = |tag: &&str| !tag.starts_with("input type=\"button\" class=\"archsite-");
    for tag in tags.filter(is_ours) {
        let tag = tag.to_lowercase();
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        assert!(!names.contains(&name), "<{tag}>");
        for bad in [
            "javascript:",
            " onclick",
            " onload",
            " onerror",
            "evil.example",
        ] {
            assert!(!tag.contains(bad), "<{tag}>");
        }
    }
    let styles = page
        .split("<style>")
        .skip(1)
        .filter_map(|part| part.split("</style>").next());
    for style in styles {
        for bad in ["@import", "evil.example", "} body", "url(h"] {
            assert!(!style.contains(bad), "{style}");
        }
    }
}

#[test]
fn many_diagrams_are_each_where_their_source_is() {
    let fences: String = (0..40)
        .map(|n| fence(&format!("flowchart TD\nA[mill {n}]")))
        .collect();
    let (page, problems) = rendered(&fences);
    assert!(problems.is_empty(), "{problems:?}");
    let figures: Vec<&str> = page.split("<figure").skip(1).collect();
    assert_eq!(figures.len(), 40);
    for (n, figure) in figures.iter().enumerate() {
        assert!(figure.contains(&format!("mill {n}<")), "{n}: {figure}");
    }
}

#[test]
fn diagrams_of_all_types_are_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/types");
    let files = std::fs::read_dir(folder).expect("the folder is there");
    let mut count = 0;
    for file in files {
        let file = file.expect("the folder can be read").path();
        let source = std::fs::read_to_string(&file).expect("the file can be read");
        let text = fence(&source);
        let (page, problems) = rendered(&text);
        assert_eq!(problems, [], "{}", file.display());
        assert!(page.contains("<svg "), "{}", file.display());
        assert!(page.ends_with("\n\nText.\n"), "{}", file.display());
        let figure = page.lines().nth(2).unwrap_or_default();
        assert!(figure.ends_with("</figure>"), "{}", file.display());
        // What stands for a colour of the page would be a wrong one.
        for color in ["#01fe", "99.2156862745%"] {
            assert!(!page.contains(color), "{}", file.display());
        }
        is_harmless(&page);
        assert_eq!(page, rendered(&text).0, "{}", file.display());
        count += 1;
    }
    assert!(count > 15);
}

#[test]
fn a_diagram_has_its_title_its_source_and_its_link() {
    let source = include_str!("types/flowchart.mmd");
    let (page, _) = rendered(&fence(source));
    for part in [
        "Order to bread</title>",
        "An order goes through the shop and the mill to the baker.</desc>",
        "href=\"mill.md#wheel\"",
        "accTitle: Order to bread&#10;",
        "Flour in stock?",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn a_diagram_in_a_list_or_a_quote_stays_there() {
    let check = |text: &str, before: &str, after: &str| {
        let (page, problems) = rendered(text);
        assert_eq!(problems, [], "{text}");
        assert!(page.starts_with(before), "{page}");
        assert!(page.ends_with(after), "{page}");
        assert_eq!(page.lines().count(), text.lines().count() - 3, "{page}");
    };
    check(
        "- a\n\n  ```mermaid\n  graph LR\n  a-->b\n  ```\n- b\n",
        "- a\n\n  <!-- diagram -->",
        "\n- b\n",
    );
    check(
        "> ```mermaid\n> graph LR\n> a-->b\n> ```\n> b\n",
        "> <!-- diagram -->",
        "\n> b\n",
    );
}

#[test]
fn mistakes_are_reported_at_their_line() {
    let check = |source: &str, lint: &str, place: &str| {
        let text = fence(source);
        let (page, problems) = rendered(&text);
        assert_eq!(page, text, "{source}");
        let [problem] = problems.as_slice() else {
            panic!("{source}: {problems:?}");
        };
        assert_eq!(problem.lint.name, lint, "{source}");
        let Some(Location::Source { range, .. }) = problem.labels.first().map(|label| &label.place)
        else {
            panic!("{problem:?}");
        };
        let line = text[..range.start].matches('\n').count();
        assert_eq!(text.lines().nth(line), Some(place), "{problem:?}");
    };
    check(
        "flowchart LR\n  a --> b\n  b --> [c",
        "mermaid-syntax",
        "  b --> [c",
    );
    check("nothing\nknown", "mermaid-syntax", "```mermaid");
    check("style a fill:#eee", "mermaid-syntax", "```mermaid");
}

#[test]
fn hostile_diagrams_are_drawn_harmlessly_or_stay_code() {
    for source in [
        "%%{init: {\"securityLevel\": \"loose\", \"themeCSS\": \"} body{display:none} @import url(https://evil.example/a.css);\"}}%%\ngraph LR\na-->b",
        "%%{init: {\"themeVariables\": {\"primaryColor\": \"url(https://evil.example/x)\"}}}%%\ngraph LR\na-->b",
        "%%{init: {\"theme\": \"dark\", \"fontFamily\": \"x;} * {display:none\"}}%%\ngraph LR\na-->b",
        "graph LR\na[\"<img src=x onerror=alert(1)>\"]-->b[\"<script>alert(1)</script>\"]",
        "graph LR\na[\"<iframe src='https://evil.example'></iframe>\"]-->b",
        "graph LR\na-->b\nclick a \"javascript:alert(1)\"\nclick b call alert(1)",
        "graph LR\na-->b\nstyle a fill:url(https://evil.example/x),background:url(https://evil.example/y)",
        "graph LR\na@{ img: \"https://evil.example/a.png\", label: \"x\" }",
        "sequenceDiagram\nparticipant a as <b onclick=x()>A</b>\na->>a: <script>x</script>",
        "classDiagram\nclass A\nlink A \"javascript:x\"",
        "graph LR\na[\"--> <!-- x\"]-->b",
    ] {
        let text = fence(source);
        let (page, problems) = rendered(&text);
        assert!(page != text || !problems.is_empty(), "{source}");
        if page != text {
            is_harmless(&page);
            assert!(page.ends_with("\n\nText.\n"), "{source}");
        }
    }
}

#[test]
fn labels_of_all_scripts_are_drawn() {
    for label in [
        "שלום עולם",
        "مرحبا",
        "注文を受ける",
        "주문",
        "e\u{301}👍🏽",
        "a\u{202e}b",
    ] {
        let (page, problems) = rendered(&fence(&format!("graph LR\na[\"{label}\"]-->b")));
        assert_eq!(problems, [], "{label}");
        assert!(page.contains(label), "{label}: {page}");
    }
}

#[test]
fn ids_are_unique_also_for_diagrams_that_are_the_same() {
    let source = include_str!("types/flowchart.mmd");
    let text = format!("{}\n{}", fence(source), fence(source));
    let (page, _) = rendered(&text);
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    // One style sheet for all of them.
    assert_eq!(page.matches("--diagram-page:").count(), 1);
}

#[test]
fn large_and_deep_diagrams_stay_code() {
    let mut wide = "graph LR\n".to_string();
    for number in 0..40_000 {
        let _ = writeln!(wide, "a{number} --> a{}", number + 1);
    }
    let deep = format!(
        "graph LR\n{}a{}",
        "subgraph x\n".repeat(3000),
        "\nend".repeat(3000)
    );
    let brackets = format!("graph LR\na{}", "[".repeat(50_000));
    for source in [wide, deep, brackets] {
        let text = fence(&source);
        let (page, problems) = rendered(&text);
        assert_eq!(page == text, !problems.is_empty());
    }
}

#[test]
fn many_diagrams_and_open_ones_are_drawn() {
    let text = fence("graph LR\na-->b").repeat(200);
    let (page, problems) = rendered(&text);
    assert_eq!(problems, []);
    assert_eq!(page.matches("<svg ").count(), 200);
    let (page, problems) = rendered("```mermaid\ngraph LR\na-->b");
    assert_eq!(problems, []);
    assert!(page.contains("<svg "));
}

#[test]
fn drawings_that_are_made_smaller_have_a_full_size() {
    let check = |source: &str, expected: &[&str]| {
        let (page, _) = rendered(&fence(source));
        let classes: Vec<&str> = page
            .split("<input type=\"button\" class=\"")
            .skip(1)
            .filter_map(|part| part.split('"').next())
            .collect();
        assert_eq!(classes, expected, "{source}");
        // Each button controls the element that is shown.
        let targets = page.matches("popovertarget=\"").count();
        assert_eq!(targets, expected.len(), "{source}");
        let id = page.split("<div id=\"").nth(1);
        let id = id.and_then(|part| part.split('"').next());
        if let Some(id) = id {
            let target = format!("popovertarget=\"{id}\"");
            assert_eq!(page.matches(&target).count(), targets, "{source}");
        }
    };
    check("graph TD\na-->b", &[]);
    check(
        "graph LR\nfield-->mill-->baker-->shop",
        &["archsite-close", "archsite-enlarge archsite-if-narrow"],
    );
    let wide = "graph LR\nfield-->mill-->miller-->baker-->shop-->door-->street-->house";
    check(wide, &["archsite-close", "archsite-enlarge"]);
}

#[test]
fn milestones_turn_around_their_own_centre() {
    let source =
        "gantt\ndateFormat YYYY-MM-DD\nGround : 2026-01-01, 3d\nFlour : milestone, 2026-01-04, 0d";
    let (page, _) = rendered(&fence(source));
    assert!(page.contains("transform-origin="), "{page}");
}

#[test]
fn labels_of_flows_are_above_them() {
    let (page, _) = rendered(&fence("sankey-beta\nfield,mill,3\nmill,baker,2"));
    let labels = page.find("class=\"node-labels\"");
    assert!(labels > page.find("class=\"links\""), "{page}");
}

#[test]
fn code_in_labels_is_not_highlighted() {
    let source = "eventmodeling\ntf 01 ui CartUI\ntf 02 cmd AddItem { a: string }";
    let (page, _) = rendered(&fence(source));
    let codes = page.matches("<code").count();
    assert_eq!(
        page.matches(" class=\"nohighlight\">").count(),
        codes,
        "{page}"
    );
}

#[test]
fn drawings_from_top_to_bottom_begin_at_their_first_row() {
    let check = |source: &str, expected: bool| {
        let (page, _) = rendered(&fence(source));
        assert_eq!(
            page.contains("class=\"archsite-start\""),
            expected,
            "{source}"
        );
    };
    let fan = "mill-->field & shop & street & house & door & baker";
    check(&format!("flowchart TD\n{fan}"), true);
    check(&format!("flowchart LR\n{fan}"), false);
    check("flowchart TD\nmill-->field", false);
    check(
        "sequenceDiagram\nfield->>mill: wheat\nmill->>baker: flour",
        false,
    );
}
