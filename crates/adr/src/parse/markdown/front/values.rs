//! Front matter in YAML and TOML, as entries of keys and texts with byte ranges.
//!
//! Only the first two levels count. Where the front matter is not valid, each of its outermost
//! keys is read alone, so that one bad line does not hide the others.

use std::collections::HashSet;
use std::ops::Range;

use archsite_core::yaml;
use archsite_core::yaml::{Aliases, Node, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    /// Byte range in the record.
    pub(crate) range: Range<usize>,
}

/// A key of the outermost table and all texts below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// In lower case, with `_` between its words.
    pub(crate) key: String,
    pub(crate) values: Vec<Scalar>,
}

/// The entries of front matter, and the first problem of it: a message and its byte range.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub(crate) list: Vec<Entry>,
    pub(crate) problem: Option<(String, Range<usize>)>,
}

/// Largest front matter that is read, in bytes.
const LIMIT: usize = 64 << 10;

/// Reads a table in TOML; ranges count from `base`.
pub(crate) fn read_toml(text: &str, base: usize) -> Entries {
    if text.len() > LIMIT {
        return too_large(base);
    }
    match DeTable::parse(text) {
        Ok(table) => Entries {
            list: toml_entries(table.get_ref(), base),
            problem: None,
        },
        Err(error) => {
            let at = base + error.span().map_or(0, |span| span.start);
            Entries {
                list: Vec::new(),
                problem: Some((error.message().to_string(), at..at)),
            }
        }
    }
}

/// Tables that contain the values of a record.
fn is_wrapper(key: &str) -> bool {
    matches!(
        key,
        "adr" | "record" | "decision" | "metadata" | "extra" | "params" | "taxonomies"
    )
}

fn toml_entries(table: &DeTable<'_>, base: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (key, value) in table.iter() {
        let key = normal(key.get_ref());
        if let DeValue::Table(inner) = value.get_ref()
            && is_wrapper(&key)
        {
            entries.extend(toml_entries(inner, base));
            continue;
        }
        let mut values = Vec::new();
        toml_texts(value, base, &mut values);
        entries.push(Entry { key, values });
    }
    entries
}

fn toml_texts(value: &Spanned<DeValue<'_>>, base: usize, texts: &mut Vec<Scalar>) {
    let text = match value.get_ref() {
        DeValue::String(text) => text.trim().to_string(),
        DeValue::Integer(number) => number.as_str().to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(items) => {
            items.iter().for_each(|item| toml_texts(item, base, texts));
            return;
        }
        _ => return,
    };
    let span = value.span();
    if !text.is_empty() {
        let range = base + span.start..base + span.end;
        texts.push(Scalar { text, range });
    }
}

fn too_large(base: usize) -> Entries {
    let problem = format!("it is larger than {LIMIT} bytes");
    Entries {
        list: Vec::new(),
        problem: Some((problem, base..base)),
    }
}

/// Reads a table in YAML; ranges count from `base`.
pub(crate) fn read(text: &str, base: usize) -> Entries {
    if text.len() > LIMIT {
        return too_large(base);
    }
    let mut entries = Entries::default();
    match table(text, base) {
        Ok(list) => entries.list = list,
        Err(error) => {
            let at = base + error.at;
            entries.problem = Some((error.message, at..at));
            for (start, chunk) in chunks(text) {
                let read = table(chunk, base + start);
                let read =
                    read.unwrap_or_else(|_| plain(chunk, base + start).into_iter().collect());
                entries.list.extend(read);
            }
        }
    }
    drop_duplicates(&mut entries);
    entries
}

/// The first of two equal keys counts.
fn drop_duplicates(entries: &mut Entries) {
    let mut seen: HashSet<String> = HashSet::new();
    let problem = &mut entries.problem;
    entries.list.retain(|entry| {
        let new = seen.insert(entry.key.clone());
        if !new {
            let range = entry.values.first().map_or(0..0, |v| v.range.clone());
            problem.get_or_insert((format!("it has the key `{}` twice", entry.key), range));
        }
        new
    });
}

/// Outermost keys with all lines that are indented below them, with their offsets.
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

/// A key in lower case, with `_` between its words, which may be written in camel case.
fn normal(key: &str) -> String {
    let mut normal = String::with_capacity(key.len() + 4);
    let mut lower = false;
    for c in key.trim().chars() {
        if c.is_uppercase() && lower {
            normal.push('_');
        }
        lower = c.is_lowercase() || c.is_ascii_digit();
        if matches!(c, '-' | ' ' | '.') {
            normal.push('_');
        } else {
            normal.extend(c.to_lowercase());
        }
    }
    normal
}

fn table(text: &str, base: usize) -> Result<Vec<Entry>, yaml::Error> {
    let documents = yaml::read(text, Aliases::Keep)?;
    let entries = documents.first().map(Node::entries).unwrap_or_default();
    let mut list = Vec::new();
    yaml_entries(entries, base, &mut list);
    Ok(list)
}

fn yaml_entries(entries: &[yaml::Entry], base: usize, list: &mut Vec<Entry>) {
    for entry in entries {
        let Some(key) = entry.key.text().map(normal) else {
            continue;
        };
        let inner = entry.value.entries();
        if is_wrapper(&key) && inner.iter().any(|inner| !inner.value.is_null()) {
            yaml_entries(inner, base, list);
            continue;
        }
        let mut values = Vec::new();
        texts(&entry.value, base, &mut values);
        list.push(Entry { key, values });
    }
}

/// The texts of a value.
fn texts(node: &Node, base: usize, texts_of: &mut Vec<Scalar>) {
    match &node.value {
        Value::Scalar { text, .. } => {
            let text = text.trim();
            if !matches!(text, "" | "~" | "null") {
                texts_of.push(scalar(text, node, base));
            }
        }
        Value::List(items) => items.iter().for_each(|item| texts(item, base, texts_of)),
        Value::Table(entries) => entries.iter().for_each(|entry| {
            let key = entry.key.text().unwrap_or_default();
            // `{place to fill in}` is a table in YAML; its braces are kept.
            if entry.value.is_null() {
                texts_of.push(scalar(&format!("{{{key}}}"), &entry.key, base));
            } else if matches!(normal(key).as_str(), "name" | "title" | "id" | "adr") {
                texts(&entry.value, base, texts_of);
            }
        }),
        Value::Alias => {}
    }
}

fn scalar(text: &str, node: &Node, base: usize) -> Scalar {
    Scalar {
        text: text.to_string(),
        range: base + node.range.start..base + node.range.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let yaml = read(text, 0);
        let entries = yaml.list.iter().map(|entry| {
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
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text}");
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
        let values: usize = yaml.list.iter().map(|entry| entry.values.len()).sum();
        assert_eq!(values, 2);
    }

    #[test]
    fn places_are_bytes() {
        let text = "ü: é\nstatus: accepted\n";
        let yaml = read(text, 10);
        let range = yaml.list[1].values[0].range.clone();
        assert_eq!(&text[range.start - 10..range.end - 10], "accepted");
    }
}
