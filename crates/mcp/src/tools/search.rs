//! `search`: the sections that words are in, the best first.

use std::collections::HashSet;

use crate::answer::{Window, fit, one_line};
use crate::arguments::{Argument, Arguments, Kind, optional};
use crate::library::{Document, Library};
use crate::tools::{Tool, find};

pub(super) const TOOL: Tool = Tool {
    name: "search",
    about: "The sections that hold words, the best first, each with file, line and the best lines.",
    arguments: &[
        Argument {
            name: "query",
            kind: Kind::Text,
            required: true,
            about: "words to search for, in any case",
        },
        optional(
            "document",
            Kind::Text,
            "file or title of a document [default: all documents]",
        ),
    ],
    answer,
};

/// Most words of a query that count.
const WORDS: usize = 16;
/// Most sections of an answer.
const SECTIONS: usize = 20;
/// Most lines shown of a section.
const LINES: usize = 2;
/// Words of questions that say nothing about their subject.
const EMPTY_WORDS: &str = include_str!("empty-words.txt");

/// A section in which words were found.
struct Hit<'a> {
    document: &'a Document,
    /// Index of the section; `None` for the text before the first heading.
    section: Option<usize>,
    /// For each word, what it counts here.
    counts: Vec<f64>,
    score: f64,
}

fn answer(
    library: &dyn Library,
    arguments: &Arguments<'_>,
    window: Window,
) -> anyhow::Result<String> {
    let query = arguments.required("query")?;
    let words = words(query);
    anyhow::ensure!(!words.is_empty(), "`query` has no word to search for");
    let all = library.documents()?;
    let chosen = find::documents(&all, arguments.text("document")?)?;
    let mut hits = Vec::new();
    let mut searched = 0;
    for document in chosen {
        let before = document
            .sections
            .first()
            .map_or(document.text.len(), |first| first.range.start);
        let sections = (0..document.sections.len()).map(Some);
        for section in std::iter::once(None).chain(sections) {
            searched += 1;
            let (title, range) = match section.map(|at| &document.sections[at]) {
                None => (document.title.as_str(), 0..before),
                Some(section) => (section.title.as_str(), section.range.start..section.own_end),
            };
            let counts = counts(&words, title, &document.text[range]);
            if counts.iter().any(|count| *count > 0.0) {
                hits.push(Hit {
                    document,
                    section,
                    counts,
                    score: 0.0,
                });
            }
        }
    }
    if hits.is_empty() {
        return Ok(format!(
            "no section of {searched} has {}; `outline` lists the sections",
            one_line(&words.join(", "), 200)
        ));
    }
    rank(&mut hits, words.len(), searched);
    let head = match hits.len() {
        count if count > SECTIONS => format!("the best {SECTIONS} of {count} sections:"),
        1 => "1 section:".to_string(),
        count => format!("{count} sections, the best first:"),
    };
    let hits = hits.iter().take(SECTIONS);
    let lines: String = hits.map(|hit| shown(hit, &words)).collect();
    Ok(fit(&head, &lines, window))
}

/// The words of a query, each once, in lower case and without the ending of the English plural.
fn words(query: &str) -> Vec<String> {
    let empty: HashSet<&str> = EMPTY_WORDS.lines().collect();
    let mut found: Vec<String> = Vec::new();
    let lower = query.to_lowercase();
    let all = lower.split(|c: char| !(c.is_alphanumeric() || "_-.+#/".contains(c)));
    let all = all.map(|word| word.trim_matches(|c| "-./".contains(c)));
    let mut all: Vec<&str> = all.filter(|word| !word.is_empty()).collect();
    if all.iter().any(|word| !empty.contains(word)) {
        all.retain(|word| !empty.contains(word));
    }
    for word in all {
        let stem = match word.strip_suffix('s') {
            Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem,
            _ => word,
        };
        if !found.iter().any(|known| known == stem) && found.len() < WORDS {
            found.push(stem.to_string());
        }
    }
    found
}

/// How much each word counts for a section: in its title more than in its text, and more if it is
/// there as a whole word.
fn counts(words: &[String], title: &str, text: &str) -> Vec<f64> {
    let title = title.to_lowercase();
    let text = text.to_lowercase();
    let count = |word: &String| {
        let in_title = if title.contains(word.as_str()) {
            4.0
        } else {
            0.0
        };
        let mut in_text = 0.0;
        for (at, _) in text.match_indices(word.as_str()).take(5) {
            let before = text[..at].chars().next_back();
            let begins = !before.is_some_and(char::is_alphanumeric);
            in_text += if begins { 1.0 } else { 0.4 };
        }
        in_title + f64::sqrt(in_text)
    };
    words.iter().map(count).collect()
}

/// Sorts by score: a word that few sections have counts more.
fn rank(hits: &mut [Hit<'_>], words: usize, searched: usize) {
    let rarity: Vec<f64> = (0..words)
        .map(|word| {
            let having = hits.iter().filter(|hit| hit.counts[word] > 0.0).count();
            f64::ln(1.0 + searched as f64 / having.max(1) as f64)
        })
        .collect();
    for hit in hits.iter_mut() {
        let parts = hit.counts.iter().zip(&rarity);
        let sum: f64 = parts.map(|(count, rarity)| count * rarity).sum();
        let found = hit.counts.iter().filter(|count| **count > 0.0).count();
        hit.score = sum * found as f64 / words as f64;
    }
    // The order of the documents decides between equal ones.
    hits.sort_by(|one, other| other.score.total_cmp(&one.score));
}

/// A section in the list: its place and path, and the lines with the most words.
fn shown(hit: &Hit<'_>, words: &[String]) -> String {
    let document = hit.document;
    let (range, name) = match hit.section {
        None => {
            let end = document.sections.first();
            let end = end.map_or(document.text.len(), |first| first.range.start);
            (0..end, document.title.clone())
        }
        Some(at) => {
            let section = &document.sections[at];
            let path = document.path(at).join(" > ");
            let name = format!("{} #{}", one_line(&path, 160), section.id);
            (section.range.start..section.own_end, name)
        }
    };
    let mut text = format!("{} {name}\n", document.place(range.start));
    let first = document
        .lines
        .partition_point(|line| line.start < range.start);
    let lines = document.lines[first..].iter();
    let lines = lines.take_while(|line| line.start < range.end);
    let mut best: Vec<(usize, usize, &str)> = Vec::new();
    // The heading is shown already.
    for line in lines.skip(usize::from(hit.section.is_some())) {
        let rest = &document.text[line.start..range.end];
        let content = rest.lines().next().unwrap_or_default();
        let lower = content.to_lowercase();
        let found = words.iter().filter(|word| lower.contains(word.as_str()));
        let found = found.count();
        if found > 0 {
            best.push((found, line.number, content));
        }
    }
    best.sort_by_key(|(found, number, _)| (std::cmp::Reverse(*found), *number));
    best.truncate(LINES);
    best.sort_by_key(|(_, number, _)| *number);
    for (_, number, content) in best {
        text.push_str(&format!("  {number}: {}\n", one_line(content, 200)));
    }
    text
}
