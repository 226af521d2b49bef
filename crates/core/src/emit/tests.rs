//! Generated Markdown is parsed again: it has exactly the events that were meant.

use mdbook_markdown::pulldown_cmark::utils::TextMergeStream;
use mdbook_markdown::pulldown_cmark::{
    Alignment, BlockQuoteKind, Event, HeadingLevel, LinkType, Tag, TagEnd,
};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::emit::*;

/// Any ASCII character that is not a control character, and some others; or few characters that
/// need an escape in some places only.
const TEXT: &str = "[ -~äß–“ⒶⓑＡ]{0,20}|[a1 .,;:/()?%-]{0,6}|a[a .-]{0,6}";

fn parse(markdown: &str, mode: EscapeMode) -> Vec<Event<'_>> {
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = mode == EscapeMode::MdBook;
    TextMergeStream::new(new_cmark_parser(markdown, &options)).collect()
}

fn folded(text: &str) -> String {
    crate::text::collapse_whitespace(text).into_owned()
}

/// One part of a line.
#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Strong(String),
    Span(String),
    Link(String, String),
    Anchor(String),
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = prop_oneof![
        4 => TEXT.prop_map(Part::Text),
        1 => TEXT.prop_map(Part::Span),
        2 => (TEXT, "[!-z~ü]{0,12}").prop_map(|(words, dest)| Part::Link(words, dest)),
        1 => "[!-~ü]{1,10}".prop_map(Part::Anchor),
    ];
    vec(part, 1..4).prop_filter("a line says something", |parts| {
        !inline(parts).trimmed().is_empty()
    })
}

fn inline(parts: &[Part]) -> Inline {
    parts
        .iter()
        .fold(Inline::default(), |line, part| match part {
            Part::Text(words) => line.text(words),
            Part::Strong(words) => line.append(strong(words)),
            Part::Span(words) => line.append(span("archsite-x", words)),
            Part::Link(words, dest) => line.link(words, dest),
            Part::Anchor(id) => line.anchor(id),
        })
}

/// The events of a line.
fn meant(parts: &[Part]) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    for part in parts {
        let (around, words) = match part {
            Part::Text(words) => (None, words.clone()),
            Part::Strong(words) => {
                let around = [Event::Start(Tag::Strong), Event::End(TagEnd::Strong)];
                (Some(around), folded(words))
            }
            Part::Span(words) => {
                let start = Event::InlineHtml("<span class=\"archsite-x\">".into());
                let around = [start, Event::InlineHtml("</span>".into())];
                (Some(around), folded(words))
            }
            Part::Link(words, dest) => {
                let link = Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: dest.replace('{', "%7B").into(),
                    title: "".into(),
                    id: "".into(),
                };
                let around = [Event::Start(link), Event::End(TagEnd::Link)];
                (Some(around), folded(words))
            }
            Part::Anchor(id) => {
                let tags = anchor(id).replacen("</a>", "", 1);
                let around = [
                    Event::InlineHtml(tags.into()),
                    Event::InlineHtml("</a>".into()),
                ];
                (Some(around), String::new())
            }
        };
        let [start, end] = around.map_or([None, None], |around| around.map(Some));
        events.extend(start);
        if !words.is_empty() {
            events.push(Event::Text(words.into()));
        }
        events.extend(end);
    }
    tidy(events)
}

/// Events with one text instead of several, single blanks, and none at the ends.
fn tidy(events: Vec<Event<'static>>) -> Vec<Event<'static>> {
    let mut events: Vec<_> = TextMergeStream::new(events.into_iter())
        .map(|event| match event {
            Event::Text(text) => Event::Text(single_blanks(&text).into()),
            event => event,
        })
        .collect();
    if let Some(Event::Text(text)) = events.first_mut() {
        *text = text.trim_start().to_string().into();
    }
    if let Some(Event::Text(text)) = events.last_mut() {
        *text = text.trim_end().to_string().into();
    }
    events.retain(|event| *event != Event::Text("".into()));
    events
}

fn single_blanks(text: &str) -> String {
    let mut text: Vec<char> = text.chars().collect();
    text.dedup_by(|a, b| *a == ' ' && *b == ' ');
    text.into_iter().collect()
}

fn around(tag: Tag<'static>, inside: Vec<Event<'static>>) -> Vec<Event<'static>> {
    let end = Event::End(tag.to_end());
    [vec![Event::Start(tag)], inside, vec![end]].concat()
}

fn heading(level: HeadingLevel, title: &str) -> Vec<Event<'static>> {
    let tag = Tag::Heading {
        level,
        id: None,
        classes: Vec::new(),
        attrs: Vec::new(),
    };
    around(tag, meant(&[Part::Text(folded(title))]))
}

fn table(header: &[&str], rows: &[Vec<Vec<Part>>]) -> Vec<Event<'static>> {
    let cells = |cells: Vec<Vec<Event<'static>>>| {
        let cells = cells.into_iter().map(|cell| around(Tag::TableCell, cell));
        cells.collect::<Vec<_>>().concat()
    };
    let head = header
        .iter()
        .map(|name| vec![Event::Text((*name).to_string().into())]);
    let mut inside = around(Tag::TableHead, cells(head.collect()));
    for row in rows {
        let row = row.iter().map(|cell| meant(cell)).collect();
        inside.extend(around(Tag::TableRow, cells(row)));
    }
    around(Tag::Table(vec![Alignment::None; header.len()]), inside)
}

fn row(parts: &[Vec<Part>]) -> Vec<Inline> {
    parts.iter().map(|cell| inline(cell)).collect()
}

fn modes() -> impl Strategy<Value = EscapeMode> {
    prop_oneof![Just(EscapeMode::MdBook), Just(EscapeMode::Source)]
}

proptest! {
    #[test]
    fn a_paragraph_has_the_line_it_was_given(line in parts(), mode in modes()) {
        let source = Markdown::new(mode).paragraph(&inline(&line)).finish();
        prop_assert_eq!(parse(&source, mode), around(Tag::Paragraph, meant(&line)), "{}", source);
    }

    #[test]
    fn a_heading_has_the_title_it_was_given(title in TEXT, mode in modes()) {
        let source = Markdown::new(mode).heading(2, &title).finish();
        prop_assert_eq!(parse(&source, mode), heading(HeadingLevel::H2, &title), "{}", source);
    }

    #[test]
    fn a_list_has_the_items_it_was_given(lines in vec(parts(), 3), mode in modes()) {
        let item = |line: usize, depth| Item { content: inline(&lines[line]), depth };
        let source = Markdown::new(mode).list([item(0, 0), item(1, 1), item(2, 0)]).finish();
        let below = around(Tag::List(None), around(Tag::Item, meant(&lines[1])));
        let first = around(Tag::Item, [meant(&lines[0]), below].concat());
        let items = [first, around(Tag::Item, meant(&lines[2]))].concat();
        prop_assert_eq!(parse(&source, mode), around(Tag::List(None), items), "{}", source);
    }

    #[test]
    fn a_table_has_the_cells_it_was_given(cells in vec(parts(), 4), name in "[!-~]{1,5}") {
        let rows = [cells[..2].to_vec(), cells[2..].to_vec()];
        let header = [name.as_str(), "B"];
        let inlines: Vec<_> = rows.iter().map(|cells| row(cells)).collect();
        let source = Markdown::new(EscapeMode::MdBook).table(&header, &inlines).finish();
        let found = parse(&source, EscapeMode::MdBook);
        prop_assert_eq!(found, table(&header, &rows), "{}", source);
    }

    #[test]
    fn rows_continue_the_table_of_an_author(cells in vec(parts(), 2)) {
        let source = format!("| A | B |\n|---|---|\n{}", table_rows(&[row(&cells)]));
        let found = parse(&source, EscapeMode::MdBook);
        prop_assert_eq!(found, table(&["A", "B"], &[cells]), "{}", source);
    }

    #[test]
    fn a_quote_has_the_line_it_was_given(line in parts(), mode in modes()) {
        let paragraph = around(Tag::Paragraph, meant(&line));
        let quote = Markdown::new(mode).quote(&inline(&line)).finish();
        let meant = around(Tag::BlockQuote(None), paragraph.clone());
        prop_assert_eq!(parse(&quote, mode), meant, "{}", quote);
        let warning = Markdown::new(mode).warning(&inline(&line)).finish();
        let meant = around(Tag::BlockQuote(Some(BlockQuoteKind::Warning)), paragraph);
        prop_assert_eq!(parse(&warning, mode), meant, "{}", warning);
    }

    #[test]
    fn bold_text_has_the_words_it_was_given(words in "[!-~ß–]{1,20}", mode in modes()) {
        let line = [Part::Strong(words)];
        let source = Markdown::new(mode).paragraph(&inline(&line)).finish();
        prop_assert_eq!(parse(&source, mode), around(Tag::Paragraph, meant(&line)), "{}", source);
    }

    #[test]
    fn blocks_do_not_join(line in parts(), mode in modes()) {
        let line = inline(&line);
        let source = Markdown::new(mode)
            .heading(1, "T")
            .quote(&line)
            .comment("c")
            .list([line.clone()])
            .list([line.clone()])
            .table(&["A"], &[vec![line.clone()]])
            .paragraph(&line)
            .finish();
        let mut depth = 0;
        let mut kinds = Vec::new();
        for event in parse(&source, mode) {
            match event {
                Event::Start(tag) => {
                    if depth == 0 {
                        kinds.push(tag.to_end());
                    }
                    depth += 1;
                }
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        let list = TagEnd::List(false);
        let meant = [
            TagEnd::Heading(HeadingLevel::H1),
            TagEnd::BlockQuote(None),
            TagEnd::HtmlBlock,
            list,
            list,
            TagEnd::Table,
            TagEnd::Paragraph,
        ];
        prop_assert_eq!(kinds, meant, "{}", source);
    }

    #[test]
    fn escaped_text_means_only_itself_in_the_line_of_an_author(plain in TEXT) {
        let plain = folded(&plain);
        let start = format!("{}\n", escape(&plain, Position::LineStart));
        let line = format!("a {} b\n", escape(&plain, Position::InLine));
        let paragraph = |text: &str| around(Tag::Paragraph, vec![Event::Text(text.to_string().into())]);
        if !plain.is_empty() {
            prop_assert_eq!(parse(&start, EscapeMode::MdBook), paragraph(&plain), "{}", start);
            let meant = paragraph(&format!("a {plain} b"));
            prop_assert_eq!(parse(&line, EscapeMode::MdBook), meant, "{}", line);
        }
    }

    #[test]
    fn html_is_never_ended(plain in "[ -~]{0,40}") {
        let escaped = escape_html(&plain);
        let safe = !escaped.contains(['<', '>', '"', '\'', '{', '}']);
        prop_assert!(safe, "{}", escaped);
    }

    #[test]
    fn nothing_generated_is_a_directive(line in parts(), dest in "[{}#a ]{0,9}", mode in modes()) {
        let line = inline(&line).text(&dest).link(&dest, &dest);
        let list = Markdown::new(mode).heading(1, &dest).list([line]).finish();
        prop_assert!(!without_ids(&list).contains("{{"), "{}", list);
        let definition = definition("x", &dest, Some(&dest));
        prop_assert!(!definition.contains("{{"), "{}", definition);
    }

    #[test]
    fn definitions_mean_what_they_say(dest in "[ -~]{0,20}", title in "[ -~]{0,20}") {
        let (dest, title) = (folded(&dest), folded(&title));
        let source = format!("{}\n[x]\n", definition("x", &dest, Some(&title)));
        let link = Tag::Link {
            link_type: LinkType::Shortcut,
            dest_url: dest.into(),
            title: title.into(),
            id: "x".into(),
        };
        let meant = around(Tag::Paragraph, around(link, vec![Event::Text("x".into())]));
        prop_assert_eq!(parse(&source, EscapeMode::MdBook), meant, "{}", source);
    }
}

/// Ids are those of an author's headings.
fn without_ids(markdown: &str) -> String {
    let mut parts = markdown.split("<a id=\"");
    let first = parts.next().unwrap_or_default().to_string();
    let rest = parts.map(|part| part.split_once("\">").map_or("", |(_, rest)| rest));
    first + &rest.collect::<String>()
}

#[test]
fn a_definition_keeps_the_label_of_the_author() {
    let found = definition("`a` \\[b\\]\n*c*", "d.md", None);
    assert_eq!(found, "[`a` \\[b\\] *c*]: d.md\n");
}

#[test]
fn a_comment_cannot_be_ended_from_inside() {
    let markdown = comment("a --> b <script>--- c");
    let events = parse(&markdown, EscapeMode::MdBook);
    assert_eq!(events.len(), 3, "one block and one line: {events:?}");
}

#[test]
fn names_in_comments_keep_their_dashes() {
    assert_eq!(comment("file: a--b.md"), "<!-- file: a--b.md -->\n");
    assert_eq!(comment("next: a->b--"), "<!-- next: a-b -->\n");
}

#[test]
fn an_item_is_at_most_one_level_below_the_one_before_it() {
    let item = |depth| Item {
        content: text("x"),
        depth,
    };
    let list = Markdown::new(EscapeMode::Source).list([item(3), item(9), item(0)]);
    assert_eq!(list.finish(), "- x\n  - x\n- x\n");
}

#[test]
fn files_have_text_as_it_is_typed() {
    let list = Markdown::new(EscapeMode::Source).list([text("\"a\" -- b's {c} | 1...2")]);
    assert_eq!(list.finish(), "- \"a\" -- b's {c} | 1...2\n");
    let typed = Inline::default().typed("see [[Other Page]], a_b and __c__", &[]);
    let list = Markdown::new(EscapeMode::Source).list([typed]);
    assert_eq!(list.finish(), "- see `[[Other Page]]`, a_b and `__c__`\n");
}

#[test]
fn tags_and_text_beside_each_other_stay_what_they_are() {
    let drawing = markup("<svg class=\"a\"><path d=\"M0 0\"/></svg>");
    let content = drawing.append(within("b", text("{{#include x}} *y*")));
    let written = Markdown::new(EscapeMode::MdBook).list([content]).finish();
    assert_eq!(
        written,
        "* <svg class=\"a\"><path d=\"M0 0\"/></svg><span class=\"b\">\\{\\{#include x\\}\\} \\*y\\*</span>\n"
    );
    let heading =
        Markdown::new(EscapeMode::MdBook).heading_with_id(2, "In force", Some("in-force"));
    assert_eq!(heading.finish(), "## In force { #in-force }\n");
}

#[test]
fn names_at_the_end_of_a_link_are_as_typed() {
    let link = |title: &str| {
        let title = Inline::default().typed(title, &[]);
        let paragraph = Inline::default().link_of(title, "a.md");
        Markdown::new(EscapeMode::Source)
            .paragraph(&paragraph)
            .finish()
    };
    assert_eq!(link("R&D"), "[R&D](a.md)\n");
    assert_eq!(link("a &amp; b"), "[a `&amp;` b](a.md)\n");
    assert_eq!(link("C:\\path"), "[`C:\\path`](a.md)\n");
}
