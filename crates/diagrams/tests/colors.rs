//! Colours and sizes of drawings: what can be read in light and in dark themes, on small pages too.
#![cfg(feature = "draw")]

use archsite_core::site::{Item, Page, Site};
use archsite_diagrams::{Config, Input, render};

/// The page of a diagram, without the source that is shown below it.
fn drawn(source: &str) -> String {
    let mut site = Site {
        html: true,
        ..Site::default()
    };
    let mut page = Page::default();
    page.path = Some("mill.md".to_string());
    let id = site.add_loaded(page, format!("# Mill\n\n```mermaid\n{source}\n```\n"));
    site.items.push(Item::Page(id));
    let input = Input {
        config: Config::default(),
        shows: true,
    };
    let problems = render(&mut site, input).expect("edits fit together");
    assert_eq!(problems, [], "{source}");
    let text = site.pages[id].text.as_str();
    let (picture, _) = text.split_once("<details>").expect("it is drawn");
    picture.to_string()
}

#[test]
fn zenuml_has_the_colors_of_the_page() {
    let page =
        drawn("zenuml\n  title Mill\n  Miller->Mill: open\n  Mill.turn() { if(dry) { A.b() } }");
    let (_, sheet) = page.split_once("<style>#").expect("it has a style sheet");
    let (sheet, _) = sheet.split_once("</style>").expect("it ends");
    for fixed in ["#fff", "#222", "#000", "#333", "#666", "#dedede", "#e5e7eb"] {
        assert!(!sheet.contains(fixed), "{fixed}: {sheet}");
    }
}

#[test]
fn names_of_participants_can_be_read_on_their_colours() {
    let check = |color: &str, expected: &str| {
        let page = drawn(&format!(
            "zenuml\n  @Actor Miller {color}\n  Miller->Mill: open"
        ));
        let name = format!("style=\"{expected}\">Miller");
        assert_eq!(
            page.contains(&name),
            !expected.is_empty(),
            "{color}: {page}"
        );
        let icon = expected.replace("fill", "color");
        assert_eq!(
            page.contains(&format!("style=\"{icon}\"")),
            !expected.is_empty()
        );
    };
    check("#FFEBE6", "fill:#000000");
    check("#0747A6", "fill:#ffffff");
    check("", "");
}

#[test]
fn colours_of_the_author_on_the_page_are_light_on_dark_pages() {
    let check = |source: &str, expected: &str| {
        let page = drawn(source);
        assert!(page.contains(expected), "{source}: {page}");
        assert!(!page.contains("#01d"), "{source}: {page}");
    };
    let dark = "oklch(from #333 max(l, 0.75) c h)";
    check("flowchart LR\na-->b\nstyle a color:#333", dark);
    check("flowchart LR\na-->b\nlinkStyle 0 stroke:#333", dark);
    check(
        "flowchart LR\na-->b\nclassDef x color:#333\nclass a x",
        dark,
    );
    check(
        "C4Context\nPerson(a, \"A\")\nSystem(b, \"B\")\nRel(a, b, \"uses\")\nUpdateRelStyle(a, b, $textColor=\"#333333\")",
        dark,
    );
}

#[test]
fn colours_of_the_author_cover_all_that_has_their_text() {
    let check = |source: &str, part: &str, expected: &str| {
        let page = drawn(source);
        let (_, after) = page.split_once(part).unwrap_or_else(|| panic!("{page}"));
        let element: String = after.chars().take_while(|c| *c != '>').collect();
        assert!(element.contains(expected), "{source}: {element}");
    };
    check(
        "erDiagram\nMILL {\n  int id\n  string name\n}\nstyle MILL fill:#ffd,stroke:#333",
        "class=\"row-rect-odd\"><path",
        "fill=\"#ffd\"",
    );
    check(
        "stateDiagram-v2\nclassDef light fill:#ffd\nstate Mill { A --> B }\nclass Mill light",
        "class=\"outer\"",
        "fill:#ffd",
    );
    check(
        "sequenceDiagram\nrect rgb(0, 0, 100)\nA->>B: x\nend",
        "class=\"rect\"",
        "fill-opacity=\"0.15\"",
    );
}

#[test]
fn a_theme_of_the_author_does_not_replace_that_of_the_reader() {
    let plain = drawn("flowchart LR\na-->b");
    for theme in [
        "{'theme': 'dark'}",
        "{'theme': 'base', 'themeVariables': {'lineColor': '#333', 'mainBkg': '#ffe'}}",
    ] {
        let page = drawn(&format!("%%{{init: {theme}}}%%\nflowchart LR\na-->b"));
        assert_eq!(page, plain, "{theme}");
    }
}

#[test]
fn text_is_not_made_too_small_to_read() {
    let number = |page: &str, name: &str| -> f64 {
        let (_, svg) = page.split_once("<svg ").expect("it is drawn");
        let (_, rest) = svg.split_once(name).unwrap_or_else(|| panic!("{page}"));
        let (number, _) = rest.split_once("px").expect("it is in pixels");
        number.parse().expect("it is a number")
    };
    let check = |source: &str, smallest: f64| {
        let page = drawn(source);
        let width = number(&page, "width:");
        let least = number(&page, "min-width:");
        assert!(least <= width, "{source}: {least} of {width}");
        let shown = smallest * least / width;
        assert!(shown >= smallest.min(11.0), "{source}: {shown}");
        assert!(shown <= smallest.min(11.2), "{source}: {shown}");
    };
    check("flowchart LR\nfield-->mill-->baker-->shop-->door", 16.0);
    check("sequenceDiagram\nA->>B: x\nB->>C: y", 16.0);
    check(
        "gantt\ndateFormat YYYY-MM-DD\nGround : 2026-01-01, 3d",
        10.0,
    );
    check(
        "flowchart LR\na[\"<span style='font-size:12px'>small</span>\"]-->b",
        12.0,
    );
}

#[test]
fn labels_of_the_axis_of_a_gantt_chart_have_room() {
    let dates = |days: u32| {
        let source = format!("gantt\ndateFormat YYYY-MM-DD\nGround : 2026-01-01, {days}d");
        let page = drawn(&source);
        assert!(page.contains("style=\"width:750px"), "{page}");
        let ticks = page.matches("class=\"tick\"").count();
        (ticks, page.matches(">2026-").count())
    };
    let (ticks, labels) = dates(36);
    assert!(ticks > 15 && labels > 4 && labels < 11, "{ticks} {labels}");
    let (ticks, labels) = dates(4);
    assert_eq!(ticks, labels);
}

#[test]
fn names_of_sections_of_a_gantt_chart_are_not_over_its_bars() {
    let start = |name: &str| {
        let page = drawn(&format!(
            "gantt\ndateFormat YYYY-MM-DD\nsection {name}\nGround : 2026-01-01, 3d"
        ));
        let (_, bar) = page
            .split_once("<rect rx=\"3\" ry=\"3\" x=\"")
            .unwrap_or_else(|| panic!("{page}"));
        let (start, _) = bar.split_once('"').expect("it is an attribute");
        start.parse::<f64>().expect("it is a number")
    };
    assert!(start("Mill") < 80.0);
    assert!(start("Repair of the wheel") > 110.0);
}

#[test]
fn what_scrolls_shows_that_it_does() {
    let page = drawn("flowchart LR\na-->b");
    for part in [
        "no-repeat local",
        "no-repeat scroll",
        "animation-timeline: scroll(self inline)",
    ] {
        assert!(page.contains(part), "{part}");
    }
}
