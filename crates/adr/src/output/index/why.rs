//! One line of why a decision was made, quoted from its record.

use archsite_core::markdown::outline::Outline;

use crate::model::graph::EntryId;
use crate::model::record::Record;
use crate::output::view::RecordView;
use crate::parse::Vocabulary;
use crate::parse::markdown::doc::{Block, Doc};

/// Most characters of a quotation.
const LONGEST: usize = 150;

/// The words before the chosen option in records of MADR.
const MADR_LABELS: &[&str] = &["Chosen option:", "Gewählte Option:"];

/// The line of a record in the index.
pub(super) fn why(view: &RecordView<'_>, id: EntryId) -> Option<String> {
    let record = view.record(id);
    let page = view
        .pages
        .get(id)
        .and_then(|page| view.site.pages.get(*page));
    match page {
        Some(page) => decided(record, page.text.as_str(), page.outline()),
        None => stated(record),
    }
}

/// One line of what a record with a text decides: the summary in the front matter, the decision in
/// one sentence, or the first sentence of the section that states the decision.
pub fn decided(record: &Record, text: &str, outline: &Outline) -> Option<String> {
    stated(record).or_else(|| in_section(text, outline))
}

/// What a record states in one sentence.
fn stated(record: &Record) -> Option<String> {
    let summary = record.summary.as_ref();
    let summary = summary.map(|summary| shortened(&first_sentence(&summary.value)));
    let statement = || Some(shortened(&record.statement.as_ref()?.value));
    summary.or_else(statement)
}

/// The first sentence of the section that states the decision.
fn in_section(text: &str, outline: &Outline) -> Option<String> {
    let vocabulary = Vocabulary::default();
    let headings = &outline.headings;
    let section = headings
        .iter()
        .position(|heading| heading.root && vocabulary.is_decision_heading(&heading.title))?;
    let start = headings[section].range.end;
    let end = headings
        .get(section + 1)
        .map_or(text.len(), |next| next.range.start);
    let body = text.get(start..end)?.trim_start();
    // The first block is enough.
    let block = body.find("\n\n").map_or(body, |end| &body[..end]);
    let doc = Doc::parse(block, 0);
    let part = doc.parts.first().filter(|part| part.block == Block::Text)?;
    let sentence = first_sentence(&doc.plain(part));
    let sentence = without_label(sentence.trim());
    let sentence = sentence.as_str();
    // "Therefore" and a list says nothing.
    let long = sentence.split_whitespace().count() > 2 || !sentence.is_ascii();
    (long && !sentence.is_empty()).then(|| shortened(sentence))
}

/// A sentence without the words that begin it in each record of MADR.
fn without_label(sentence: &str) -> String {
    let mut labels = MADR_LABELS.iter();
    let Some(rest) = labels.find_map(|label| sentence.strip_prefix(label)) else {
        return sentence.to_string();
    };
    let mut letters = rest.trim_start().chars();
    let mut out: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    out.push_str(letters.as_str());
    out
}

/// The text up to the end of its first sentence.
fn first_sentence(text: &str) -> String {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            '.' | '?' | '!' => next.is_none_or(char::is_whitespace),
            '。' | '！' | '？' => true,
            _ => false,
        };
        // `e.g. x` and `1. x` go on.
        let word = text[..at]
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let short = c == '.' && (word.contains('.') || word.chars().count() <= 2);
        if ends && !(short && next.is_some()) {
            return text[..at + c.len_utf8()].to_string();
        }
    }
    text.to_string()
}

/// A text of at most [`LONGEST`] characters, cut after a word.
fn shortened(text: &str) -> String {
    let text = text.trim();
    if let Some(before) = text.strip_suffix(':') {
        return format!("{before}…");
    }
    match text.char_indices().nth(LONGEST) {
        None => text.to_string(),
        Some((at, _)) => {
            let cut = text[..at].rfind(char::is_whitespace).unwrap_or(at);
            format!(
                "{}…",
                text[..cut].trim_end_matches([',', ';', ':', '.', ' '])
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_of_madr_is_left_out() {
        let cases = [
            ("Chosen option: one log, because", "One log, because"),
            ("Gewählte Option: \"Kafka\"", "\"Kafka\""),
            ("Chosen option:", ""),
            ("We chose: a log", "We chose: a log"),
        ];
        for (sentence, expected) in cases {
            assert_eq!(without_label(sentence), expected);
        }
    }

    #[test]
    fn the_first_sentence_is_quoted() {
        assert_eq!(first_sentence("Use a log. It is fast."), "Use a log.");
        assert_eq!(
            first_sentence("Use x.y of v1.2 now. No."),
            "Use x.y of v1.2 now."
        );
        assert_eq!(
            first_sentence("Use logs, e.g. Kafka. No."),
            "Use logs, e.g. Kafka."
        );
        assert_eq!(first_sentence("使う。次"), "使う。");
        assert_eq!(shortened("We use these:"), "We use these…");
        let long = shortened(&"word ".repeat(60));
        assert!(long.ends_with("word…") && long.chars().count() <= LONGEST + 1);
    }
}
