//! Clients that do what they should not, and documents of any size.

use std::fmt::Write as _;

use serde_json::json;

use super::client::Client;
use crate::common::TestBook;

/// Number of sections of the large document.
const SECTIONS: usize = 5_000;

fn small() -> TestBook {
    TestBook::new("[book]\n", &[("a.md", "# A\n\n## Rules\n\nNone.\n")])
}

/// Tokens of an answer, counted high.
fn tokens(text: &str) -> usize {
    let sixths = text.chars().map(|c| if c.is_ascii() { 2 } else { 6 });
    sixths.sum::<usize>().div_ceil(6)
}

#[test]
fn what_is_no_request_does_not_stop_the_server() {
    let book = small();
    let mut client = Client::new(book.path());
    let lines = [
        "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"tools/",
        "]",
        "null",
        "[]",
        "\u{0}\u{7}",
        "{\"jsonrpc\":\"2.0\",\"id\":78,\"method\":\"tools/call\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":79,\"method\":\"tools/call\",\"params\":{\"name\":3}}",
        "{\"jsonrpc\":\"2.0\",\"id\":80,\"method\":\"no/such/method\"}",
    ];
    for line in lines {
        client.write(line);
        let answer = client.call("section", json!({"section": "rules"}));
        assert!(answer.text.contains("None."), "{line}: {}", answer.text);
    }
    let deep = "[".repeat(100_000);
    client.write(&deep);
    let unknown = client.request("tools/call", json!({"name": "write", "arguments": {}}));
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    let (code, messages) = client.close();
    assert_eq!((code, messages.as_str()), (Some(0), ""));
}

#[test]
fn arguments_that_cannot_be_used_are_refused_by_name() {
    let book = small();
    let mut client = Client::new(book.path());
    let huge = "x".repeat(3_000_000);
    let cases = [
        (
            json!({"query": huge}),
            "`query` has 3000000 bytes; at most 2000 are read",
        ),
        (json!({"query": 3}), "`query` is not a text"),
        (
            json!({"query": "a", "budget": -1}),
            "`budget` is not a whole number",
        ),
        (
            json!({"query": "a", "budget": 3}),
            "`budget` is 3; an answer needs at least 100 tokens",
        ),
        (
            json!({"query": "a", "offset": 1.5}),
            "`offset` is not a whole number",
        ),
        (
            json!({"words": "a"}),
            "there is no argument `words`; there are query, document, offset, budget",
        ),
    ];
    for (arguments, expected) in cases {
        let answer = client.call("search", arguments);
        assert!(
            answer.is_error && answer.text.contains(expected),
            "{}",
            answer.text
        );
    }
    let past = client.call("section", json!({"section": "rules", "offset": 1_000_000}));
    assert!(!past.is_error, "{}", past.text);
}

#[test]
fn a_client_that_goes_away_ends_the_server() {
    let book = small();
    assert_eq!(
        Client::silent(book.path()).close(),
        (Some(0), String::new())
    );
    assert_eq!(Client::new(book.path()).vanish(), Some(0));
    let mut client = Client::new(book.path());
    client.write(r#"{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"outline"}}"#);
    client.write(r#"{"jsonrpc":"2.0","id":10,"met"#);
    assert!(client.vanish().is_some());
}

#[test]
fn answers_stay_within_their_budget() {
    let mut text = String::from("# Large\n\n");
    for section in 0..SECTIONS {
        let level = if section % 10 == 0 { "##" } else { "###" };
        _ = write!(
            text,
            "{level} Section {section}\n\nAbout 水車 and {section}.\n\n"
        );
    }
    let long: String = (0..3_000).map(|word| format!("wörd{word} ")).collect();
    _ = write!(text, "## Long\n\n{long}\n");
    let book = TestBook::new("[book]\n", &[("large.md", &text)]);
    let mut client = Client::new(book.path());
    for budget in [100, 500, 2_000] {
        let cases = [
            ("outline", json!({"budget": budget})),
            ("outline", json!({"budget": budget, "depth": 3})),
            ("search", json!({"budget": budget, "query": "水車 section"})),
            ("section", json!({"budget": budget, "section": "large"})),
            (
                "section",
                json!({"budget": budget, "section": "section-4999"}),
            ),
        ];
        for (tool, arguments) in cases {
            let answer = client.call(tool, arguments.clone());
            assert!(!answer.is_error, "{tool} {arguments}: {}", answer.text);
            assert!(
                tokens(&answer.text) <= budget,
                "{tool} {arguments}: {}",
                answer.text
            );
        }
    }
    let (mut all, mut offset) = (String::new(), 0);
    loop {
        let arguments = json!({"section": "long", "budget": 1_000, "offset": offset});
        let answer = client.call("section", arguments).text;
        let (_, body) = answer.split_once("\n\n").expect("a head");
        let Some((part, notice)) = body.rsplit_once("\n[") else {
            all.push_str(body);
            break;
        };
        all.push_str(part);
        let (_, next) = notice.rsplit_once(' ').expect("an offset");
        offset = next.trim_end_matches(']').parse().expect("a number");
    }
    assert_eq!(all.trim_end(), format!("## Long\n\n{}", long.trim_end()));
}
