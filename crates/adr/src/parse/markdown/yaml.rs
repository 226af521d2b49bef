//! YAML, by a library that tells where each value stands: the only module that knows it.
//!
//! The parser hands out events, so nothing is built from aliases: a file of a few lines that
//! stands for millions of values costs its few lines. Only the first two levels are kept.

use std::collections::{HashSet, VecDeque};
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

/// A text in YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    /// Byte range in the text that was read.
    pub(crate) range: Range<usize>,
}

/// A key of the outermost mapping and all texts below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// In lower case, `-` and blanks as `_`.
    pub(crate) key: String,
    pub(crate) values: Vec<Scalar>,
}

/// What was read, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Yaml {
    pub(crate) entries: Vec<Entry>,
    /// The first problem: its words and byte range.
    pub(crate) problem: Option<(String, Range<usize>)>,
}

/// Largest text that is read, in bytes.
const LIMIT: usize = 64 << 10;

/// Reads one mapping. Where the library gives up, each of the outermost keys is read on its
/// own, so that one bad line does not hide the others.
pub(crate) fn read(text: &str, base: usize) -> Yaml {
    if text.len() > LIMIT {
        return Yaml {
            entries: Vec::new(),
            problem: Some((format!("it is larger than {LIMIT} bytes"), base..base)),
        };
    }
    let mut yaml = Yaml::default();
    if let Err((words, at)) = mapping(text, base, &mut yaml.entries) {
        yaml.problem = Some((words, at..at));
        yaml.entries.clear();
        for (start, chunk) in chunks(text) {
            let before = yaml.entries.len();
            if mapping(chunk, base + start, &mut yaml.entries).is_err() {
                yaml.entries.truncate(before);
                yaml.entries.extend(plain(chunk, base + start));
            }
        }
    }
    doubled(&mut yaml);
    yaml
}

/// The first of two equal keys counts.
fn doubled(yaml: &mut Yaml) {
    let mut kept: Vec<Entry> = Vec::with_capacity(yaml.entries.len());
    let mut seen: HashSet<String> = HashSet::new();
    for entry in std::mem::take(&mut yaml.entries) {
        if !seen.insert(entry.key.clone()) {
            let range = entry.values.first().map_or(0..0, |v| v.range.clone());
            let problem = (format!("it has the key `{}` twice", entry.key), range);
            yaml.problem.get_or_insert(problem);
        } else {
            kept.push(entry);
        }
    }
    yaml.entries = kept;
}

/// Outermost keys with all that is indented below them, with their offsets.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins =
            line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\''));
        if begins && line.contains(':') {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (*start, &text[*start..end]))
        .collect()
}

/// `key: anything` on one line.
fn plain(chunk: &str, base: usize) -> Option<Entry> {
    let line = chunk.lines().next()?;
    let (key, value) = line.split_once(':')?;
    let text = value.trim();
    let start = base + key.len() + 1 + (value.len() - value.trim_start().len());
    let scalar = Scalar {
        text: text.to_string(),
        range: start..start + text.len(),
    };
    Some(Entry {
        key: normal(key),
        values: (!text.is_empty()).then_some(scalar).into_iter().collect(),
    })
}

fn normal(key: &str) -> String {
    key.trim().to_lowercase().replace(['-', ' '], "_")
}

/// What stands between two events of the outermost mapping.
#[derive(Default)]
struct Open {
    /// Mappings and sequences that are open.
    depth: Vec<bool>,
    /// Keys of inner mappings whose value has not come yet.
    pending: VecDeque<Option<Scalar>>,
}

fn mapping(text: &str, base: usize, entries: &mut Vec<Entry>) -> Result<(), (String, usize)> {
    let bytes = Offsets::new(text, base);
    let mut open = Open::default();
    let mut current: Option<Entry> = None;
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| (error.info().to_string(), bytes.at(error.marker().index())))?;
        match event {
            Event::MappingStart(..) => open.start(true),
            Event::SequenceStart(..) => open.start(false),
            Event::MappingEnd | Event::SequenceEnd => {
                open.depth.pop();
                open.pending.pop_back();
                if open.depth.len() == 1 {
                    entries.extend(current.take());
                }
            }
            Event::Alias(_) => {
                if open.depth.len() == 1 {
                    entries.extend(current.take());
                } else if let Some(pending) = open.pending.back_mut() {
                    *pending = None;
                }
            }
            Event::Scalar(value, ..) => {
                let scalar = Scalar {
                    text: value.trim().to_string(),
                    range: bytes.range(&span),
                };
                match (open.depth.as_slice(), &mut current) {
                    ([true], None) => {
                        let key = normal(&scalar.text);
                        let values = Vec::new();
                        current = Some(Entry { key, values });
                    }
                    ([true], Some(entry)) => {
                        entry.values.extend(said(scalar));
                        entries.extend(current.take());
                    }
                    ([_, .., true], Some(entry)) => open.inner(scalar, entry),
                    ([_, .., false], Some(entry)) => entry.values.extend(said(scalar)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Open {
    fn start(&mut self, mapping: bool) {
        // What was a key has this for its value.
        if let Some(pending) = self.pending.back_mut() {
            *pending = None;
        }
        self.depth.push(mapping);
        self.pending.push_back(None);
    }

    /// A scalar of an inner mapping: a key without a value is a text too (`{ accepted }`),
    /// and of people only the name counts.
    fn inner(&mut self, scalar: Scalar, entry: &mut Entry) {
        let Some(pending) = self.pending.back_mut() else {
            return;
        };
        match pending.take() {
            None => *pending = Some(scalar),
            // `{place to fill in}` is a mapping to YAML; that it had braces is kept.
            Some(key) if matches!(scalar.text.as_str(), "" | "~") => {
                let text = format!("{{{}}}", key.text);
                entry.values.push(Scalar { text, ..key });
            }
            Some(key) if matches!(normal(&key.text).as_str(), "name" | "title" | "id" | "adr") => {
                entry.values.extend(said(scalar));
            }
            Some(_) => {}
        }
    }
}

fn said(scalar: Scalar) -> Option<Scalar> {
    let empty = matches!(scalar.text.as_str(), "" | "~" | "null");
    (!empty).then_some(scalar)
}

/// Characters to bytes: the library counts characters.
struct Offsets<'t> {
    text: &'t str,
    base: usize,
    /// The byte of every [`STEP`](Offsets::STEP)th character; empty for a text in ASCII.
    steps: Vec<usize>,
}

impl<'t> Offsets<'t> {
    const STEP: usize = 64;

    fn new(text: &'t str, base: usize) -> Self {
        let starts = text.char_indices().map(|(at, _)| at);
        let steps = if text.is_ascii() {
            Vec::new()
        } else {
            starts.step_by(Self::STEP).collect()
        };
        Offsets { text, base, steps }
    }

    fn at(&self, index: usize) -> usize {
        let offset = if self.steps.is_empty() {
            index.min(self.text.len())
        } else {
            let near = self.steps.get(index / Self::STEP).copied();
            let near = near.unwrap_or(self.text.len());
            let mut later = self.text[near..].char_indices();
            let at = later.nth(index % Self::STEP);
            at.map_or(self.text.len(), |(at, _)| near + at)
        };
        self.base + offset
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let start = self.at(span.start.index());
        start..self.at(span.end.index()).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(text: &str) -> String {
        let yaml = read(text, 0);
        let entries = yaml.entries.iter().map(|entry| {
            let values: Vec<&str> = entry.values.iter().map(|v| v.text.as_str()).collect();
            format!("{}={}", entry.key, values.join("+"))
        });
        let mut out = entries.collect::<Vec<_>>().join(" ");
        if yaml.problem.is_some() {
            out.push_str(" !");
        }
        out
    }

    #[test]
    fn values_are_read() {
        let check = |text: &str, expected: &str| assert_eq!(view(text), expected, "{text}");
        check(
            "status: accepted\ndate: 2020-01-02\n",
            "status=accepted date=2020-01-02",
        );
        check("status: \"accepted; x\" # c\n", "status=accepted; x");
        check("status: { accepted }\n", "status={accepted}");
        check("status: [accepted ]\n", "status=accepted");
        check("Decision-Makers:\n  - a\n  - b\n", "decision_makers=a+b");
        check("authors:\n  - name: T\n    url: u\n", "authors=T");
        check("title: |\n  4. X\nslug: 4\n", "title=4. X slug=4");
        check("status:\ndate: ~\n", "status= date=");
        check(
            "title: a: b\nstatus: accepted\n",
            "title=a: b status=accepted !",
        );
        check("status: a\nstatus: b\n", "status=a !");
        check("a: &x [1]\nb: *x\nc: 2\n", "a=1 b= c=2");
    }

    #[test]
    fn aliases_are_not_followed() {
        let mut text = "a0: &a0 [x, x]\n".to_string();
        for level in 1..40 {
            let below = level - 1;
            text.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}]\n"));
        }
        let yaml = read(&text, 0);
        let values: usize = yaml.entries.iter().map(|entry| entry.values.len()).sum();
        assert_eq!(values, 2);
    }

    #[test]
    fn places_are_bytes() {
        let text = "ü: é\nstatus: accepted\n";
        let yaml = read(text, 10);
        let range = yaml.entries[1].values[0].range.clone();
        assert_eq!(&text[range.start - 10..range.end - 10], "accepted");
    }
}
