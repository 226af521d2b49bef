//! What is generated, parsed again: it means what was meant.

use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use proptest::prelude::*;

use crate::emit::*;

fn parse(markdown: &str) -> Vec<Event<'_>> {
    new_cmark_parser(markdown, &MarkdownOptions::default()).collect()
}

/// What a reader finds in Markdown.
#[derive(Debug, Default, PartialEq)]
struct Read {
    text: String,
    dests: Vec<String>,
    html: String,
    blocks: usize,
}

fn read(markdown: &str) -> Read {
    read_events(parse(markdown), markdown)
}

fn read_events(events: Vec<Event<'_>>, markdown: &str) -> Read {
    let mut read = Read::default();
    for event in events {
        match event {
            Event::Text(part) => read.text.push_str(&part),
            Event::InlineHtml(part) => read.html.push_str(&part),
            Event::Start(Tag::Link { dest_url, .. }) => read.dests.push(dest_url.to_string()),
            Event::Start(_) => read.blocks += 1,
            Event::End(_) => {}
            other => panic!("{other:?} was not meant in {markdown:?}"),
        }
    }
    read
}

fn folded(text: &str) -> String {
    crate::text::folded(text).into_owned()
}

proptest! {
    #[test]
    fn text_means_only_itself(plain in "[ -~äß–“ⒶⓑＡ]{0,40}", id in "[!-~ü]{1,10}") {
        let plain = folded(&plain);
        let encoded = text(&plain);
        prop_assert_eq!(&read(&encoded).text, &plain, "{}", encoded);
        let entry = |dest: &str, ids: &[&str]| Entry {
            text: format!("x{plain}"),
            dest: dest.to_string(),
            note: Some(plain.clone()).filter(|p| !p.is_empty()),
            ids: ids.iter().map(ToString::to_string).collect(),
            depth: 0,
        };
        let list = links(&[entry("a.md", &[&id]), entry("b.md#c", &[])]);
        let one = if plain.is_empty() {
            "x".to_string()
        } else {
            format!("x{plain} — {plain}")
        };
        let meant = Read {
            text: format!("{one}{one}"),
            dests: vec!["a.md".to_string(), "b.md#c".to_string()],
            html: anchor(&id),
            // A list and its two items.
            blocks: 3,
        };
        prop_assert_eq!(read(&list), meant, "{}", list);
    }

    #[test]
    fn what_is_typed_means_only_itself(plain in "[ -~äß–“ⒶⓑＡ]{1,40}") {
        let plain = folded(&format!("x{plain}"));
        let entry = Entry {
            text: plain.clone(),
            dest: "a.md".to_string(),
            note: Some(plain.clone()),
            ..Entry::default()
        };
        let list = links_as_typed(&[entry], ": ");
        let mut options = MarkdownOptions::default();
        options.smart_punctuation = false;
        let found = read_events(new_cmark_parser(&list, &options).collect(), &list);
        prop_assert_eq!(&found.text, &format!("{plain}: {plain}"), "{}", list);
        prop_assert_eq!((found.dests.len(), found.blocks), (1, 2), "{}", list);
    }

    #[test]
    fn a_table_has_the_cells_it_was_given(plain in "[ -~äß–]{0,20}") {
        let plain = folded(&plain);
        let cells = vec![link(&format!("x{plain}"), "a.md"), text(&plain)];
        let source = table(&["A", "B"], &[cells]);
        let meant = Read {
            text: format!("ABx{plain}{plain}"),
            dests: vec!["a.md".to_string()],
            html: String::new(),
            // A table, its head, its row and four cells.
            blocks: 7,
        };
        prop_assert_eq!(read(&source), meant, "{}", source);
    }

    #[test]
    fn html_is_never_ended(plain in "[ -~]{0,40}") {
        let encoded = html(&plain);
        let safe = !encoded.contains(['<', '>', '"', '\'', '{', '}']);
        prop_assert!(safe, "{}", encoded);
    }

    #[test]
    fn definitions_mean_what_they_say(dest in "[!-~]{1,20}", title in "[ -~]{0,20}") {
        let title = folded(&title);
        let source = format!("{}\n[x]\n", definition("x", &dest, Some(&title)));
        let found: Vec<_> = parse(&source)
            .into_iter()
            .filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, title, .. }) => {
                    Some((dest_url.to_string(), title.to_string()))
                }
                _ => None,
            })
            .collect();
        prop_assert_eq!(found, vec![(dest, title)], "{}", source);
    }
}

proptest! {
    #[test]
    fn cells_mean_only_themselves(cells in proptest::collection::vec("[ -~äß–]{0,20}", 2)) {
        let cells: Vec<String> = cells.iter().map(|cell| folded(cell)).collect();
        let encoded = cells.iter().map(|cell| inline(cell)).collect();
        let table = table(&["a|b", "c"], &[encoded]);
        let (mut found, mut cell) = (Vec::new(), String::new());
        for event in parse(&table) {
            match event {
                Event::Text(part) => cell.push_str(&part),
                Event::End(mdbook_markdown::pulldown_cmark::TagEnd::TableCell) => {
                    found.push(std::mem::take(&mut cell));
                }
                Event::Start(_) | Event::End(_) => {}
                other => panic!("{other:?} was not meant in {table:?}"),
            }
        }
        let meant = [vec!["a|b".to_string(), "c".to_string()], cells].concat();
        prop_assert_eq!(found, meant, "{}", table);
    }

    #[test]
    fn links_mean_what_they_say(words in "[ -~]{1,20}", dest in "[!-~]{1,20}") {
        let words = folded(&format!("x{words}"));
        let link = link(&words, &dest);
        let found = read(&link);
        prop_assert_eq!(found.dests, vec![dest], "{}", link);
        prop_assert_eq!(found.text, words);
    }
}

#[test]
fn a_comment_can_not_be_ended_from_inside() {
    let markdown = comment("a --> b <script>--- c");
    let events = parse(&markdown);
    assert_eq!(events.len(), 3, "one block and one line: {events:?}");
}
