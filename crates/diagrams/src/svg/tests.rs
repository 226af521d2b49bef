use super::*;

fn page(drawing: &str) -> String {
    let drawing = format!(
        "<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 400 100\" {drawing}</svg>"
    );
    let found = for_page(&drawing, "d1", "Mill");
    found.map_or_else(String::new, |found| found.svg)
}

/// What the page has below the names of the drawing.
fn body(drawing: &str) -> String {
    let page = page(&format!(">{drawing}"));
    let (_, body) = page.split_once("</desc>").unwrap_or_default();
    body.trim_end_matches("</svg>").to_string()
}

#[test]
fn only_what_is_allowed_is_written() {
    let check = |drawing: &str, expected: &str| assert_eq!(body(drawing), expected, "{drawing}");
    check(
        "<rect x=\"1.23456\" onclick=\"x()\"/>",
        "<rect x=\"1.234\"/>",
    );
    check("<script>alert(1)</script><rect/>", "<rect/>");
    check("<image href=\"https://x.org/a.png\"/>", "");
    check(
        "<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
        "",
    );
    check(
        "<foreignObject><div xmlns=\"http://www.w3.org/1999/xhtml\" onload=\"x\">a &lt;b&gt;</div></foreignObject>",
        "<foreignObject><div>a &lt;b&gt;</div></foreignObject>",
    );
    check("<text>a\nb</text>", "<text>a b</text>");
    check("<use href=\"https://x.org/a.svg#b\"/>", "<use/>");
    check("<rect fill=\"url(https://x.org/a)\"/>", "<rect/>");
    check(
        "<rect style=\"fill:url('https://x.org/a');stroke:red\"/>",
        "<rect style=\"stroke:red\"/>",
    );
    check(
        "<rect style=\"position:fixed;fill:red\"/>",
        "<rect style=\"fill:red\"/>",
    );
    check("<animate attributeName=\"href\" to=\"javascript:x\"/>", "");
}

#[test]
fn links_lead_to_pages_and_addresses_only() {
    let check = |dest: &str, expected: &str| {
        let drawing = format!("<a xlink:href=\"{dest}\"><text>x</text></a>");
        let expected = format!("<a{expected}><text>x</text></a>");
        assert_eq!(body(&drawing), expected, "{dest}");
    };
    check("mill.md#wheel", " href=\"mill.md#wheel\"");
    check(
        "https://example.org/?a=1&amp;b",
        " href=\"https://example.org/?a=1&amp;b\"",
    );
    check("javascript:alert(1)", "");
    check("JavaScript:alert(1)", "");
    check("java&#10;script:alert(1)", "");
    check("data:text/html,x", "");
    check("vbscript:x", "");
}

#[test]
fn definitions_that_nothing_uses_are_left_out_and_ids_are_those_of_the_page() {
    let check = |drawing: &str, expected: &str| assert_eq!(body(drawing), expected, "{drawing}");
    check(
        "<defs><marker id=\"a\"><path d=\"\"/></marker></defs><rect/>",
        "<rect/>",
    );
    check(
        "<defs><marker id=\"a\"><path d=\"M0\"/></marker></defs><path d=\"M1\" marker-end=\"url(#a)\"/>",
        "<defs><marker id=\"d1-a\"><path d=\"M0\"/></marker></defs><path d=\"M1\" marker-end=\"url(#d1-a)\"/>",
    );
    check("<rect id=\"d1-x\"/>", "<rect/>");
}

#[test]
fn style_sheets_have_rules_of_the_drawing_only() {
    let check = |sheet: &str, expected: &str| {
        let drawing = format!("<style>{sheet}</style><g class=\"node\"><rect/></g>");
        let style = match expected {
            "" => String::new(),
            rules => format!("<style>{rules}</style>"),
        };
        let expected = format!("{style}<g class=\"node\"><rect/></g>");
        assert_eq!(body(&drawing), expected, "{sheet}");
    };
    check(
        "#d1 .node rect{fill:#01fe00;}",
        "#d1 .node rect{fill:var(--diagram-page)}",
    );
    check("#d1 .edge{fill:red}", "");
    check("#d1 .node,#d1 .edge{fill:red}", "#d1 .node{fill:red}");
    check("#d1 circle{fill:red}", "");
    check("body{display:none}", "");
    check("#d1 .node,body{fill:red}", "#d1 .node{fill:red}");
    check("#d12 .node{fill:red}", "");
    check("@import url(https://x.org/a.css);#d1 .node{fill:red}", "");
    check(
        "@keyframes a{from{x:0;}}#d1 .node{fill:red}",
        "#d1 .node{fill:red}",
    );
    check("#d1 .node{background:url(https://x.org)}", "");
    check("#d1 .node{fill:\\72 ed}", "");
    check("#d1 .node{", "");
}

#[test]
fn a_drawing_has_a_name() {
    let check = |drawing: &str, expected: &str| {
        let title = format!("<title id=\"d1-title\">{expected}</title>");
        let page = page(drawing);
        assert!(page.contains(&title), "{drawing}: {page}");
    };
    check(
        "aria-roledescription=\"sequence\">",
        "Sequence diagram: Mill",
    );
    check("aria-roledescription=\"new\">", "Diagram: Mill");
    check("><title>A &amp; B</title>", "A &amp; B");
}

#[test]
fn what_is_no_drawing_is_refused() {
    let check = |drawing: &str| assert!(for_page(drawing, "d1", "").is_none(), "{drawing}");
    check("");
    check("<svg/>");
    check("<p/>");
    check("<svg viewBox=\"0 0 NaN 5\"/>");
    check("<svg viewBox=\"0 0 5\"/>");
    check("<svg viewBox=\"0 0 1e9 5\"/>");
}
