//! The records as data for other programs, and as lines for people.

use std::fmt::Write as _;

use archsite_core::site::path;
use archsite_core::text::lines::Lines;
use serde_json::{Value, json};

use crate::model::graph::Graph;
use crate::model::record::{Kind, Located, Record, Rule, Source, Status};
use crate::model::records::Records;
pub use crate::output::index::why::decided;

/// All records, as `adr list --format json` writes them: an array, a record an object. What a
/// record does not state is `null` or an empty array.
pub fn json(records: &Records) -> Value {
    let entries = records.entries.iter();
    entries
        .map(|entry| record(&entry.file, &entry.reading.record))
        .collect()
}

fn record(file: &str, record: &Record) -> Value {
    let texts = |list: &[Located<String>]| -> Value {
        list.iter().map(|found| found.value.as_str()).collect()
    };
    json!({
        "file": file,
        "number": record.number,
        "id": record.id,
        "title": record.title.as_ref().map(|title| &title.value),
        "status": record.status.as_ref().map(|status| status.value.name()),
        "status_raw": record.status_raw,
        "date": record.date.as_ref().map(|date| &date.value),
        "supersedes": record.targets(Kind::Supersedes),
        "superseded_by": record.targets(Kind::SupersededBy),
        "amends": record.targets(Kind::Amends),
        "amended_by": record.targets(Kind::AmendedBy),
        "relates_to": record.targets(Kind::RelatesTo),
        "would_supersede": record.planned(Kind::Supersedes),
        "would_be_superseded_by": record.planned(Kind::SupersededBy),
        "deciders": texts(&record.deciders),
        "tags": texts(&record.tags),
        "area": record.area.as_ref().map(|area| &area.value),
        "inline": record.source == Source::Document,
    })
}

/// A record in a list of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// Number and title.
    pub name: String,
    /// Status and what replaced it, in words.
    pub status: String,
    /// Its file, relative to the repository root.
    pub file: String,
}

/// All records, as short as they can be told.
pub fn short(records: &Records) -> Vec<Short> {
    let entries = records.entries.iter().map(|entry| {
        let record = &entry.reading.record;
        let title = record
            .title
            .as_ref()
            .map_or(record.id.as_str(), |title| title.value.as_str());
        let name = match record.label() {
            Some(number) => format!("{number}. {title}"),
            None => title.to_string(),
        };
        let status = record.status.as_ref();
        let status = status.map(|status| match (status.value, &record.status_raw) {
            (Status::Unknown, Some(raw)) => raw.chars().take(40).collect(),
            (status, _) => status.name().replace('-', " "),
        });
        Short {
            name,
            status: status.map_or_else(|| "no status".to_string(), |words| words.to_lowercase()),
            file: entry.file.clone(),
        }
    });
    entries.collect()
}

/// Keeps the records that bind now: accepted, and superseded by none of the others.
pub fn keep_in_force(records: &mut Records) {
    let graph = Graph::new(records);
    let binds: Vec<bool> = records
        .entries
        .iter()
        .enumerate()
        .map(|(id, entry)| {
            let status = entry.reading.record.status.as_ref();
            status.is_some_and(|status| status.value.in_force()) && !graph.is_replaced(id)
        })
        .collect();
    let mut binds = binds.into_iter();
    records.entries.retain(|_| binds.next().unwrap_or(false));
}

/// Keeps the records of one status.
pub fn keep_status(records: &mut Records, wanted: Status) {
    records.entries.retain(|entry| {
        let status = entry.reading.record.status.as_ref();
        status.is_some_and(|status| status.value == wanted)
    });
}

/// Keeps the records with a tag, in any case.
pub fn keep_tag(records: &mut Records, wanted: &str) {
    let wanted = wanted.to_lowercase();
    records.entries.retain(|entry| {
        let mut tags = entry.reading.record.tags.iter();
        tags.any(|tag| tag.value.to_lowercase() == wanted)
    });
}

/// Keeps the records of an area: the one that they state, else their folder below the folder of
/// records.
pub fn keep_area(records: &mut Records, wanted: &str) {
    let wanted = wanted.to_lowercase();
    let directories = &records.directories;
    records.entries.retain(|entry| {
        let area = entry.reading.record.area.as_ref();
        let directory = directories
            .get(entry.directory)
            .map_or("", |d| d.path.as_str());
        let folder = path::parent(&entry.file);
        let folder = folder
            .strip_prefix(directory)
            .unwrap_or(folder)
            .trim_matches('/');
        let area = area.map_or(folder, |area| area.value.as_str());
        area.to_lowercase() == wanted
    });
}

/// Keeps the records whose review date is before a day, `YYYY-MM-DD`.
pub fn keep_due(records: &mut Records, day: &str) {
    records.entries.retain(|entry| {
        let review = entry.reading.record.review_by.as_ref();
        review.is_some_and(|review| review.value.as_str() <= day)
    });
}

/// Most characters of a title in a line.
const WIDEST: usize = 100;

/// Whether each byte of a text is a printable ASCII character.
fn is_simple(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

/// The records as lines: number, status, date, title and file.
pub fn table(records: &Records) -> String {
    let rows: Vec<[String; 5]> = records
        .entries
        .iter()
        .map(|entry| {
            let record = &entry.reading.record;
            let plain = |text: &str| -> String {
                // Records are data: what steers a terminal stays out, and a line has an end.
                if is_simple(text) && text.len() <= WIDEST {
                    return text.to_string();
                }
                let view = text.chars().filter(|c| !c.is_control());
                let mut cell: String = view.clone().take(WIDEST).collect();
                if view.count() > WIDEST {
                    cell.pop();
                    cell.push('…');
                }
                cell
            };
            [
                record.label(),
                record.status.as_ref().map(|s| s.value.name().to_string()),
                record.date.as_ref().map(|date| date.value.clone()),
                Some(
                    record
                        .title
                        .as_ref()
                        .map_or_else(|| plain(&record.id), |t| plain(&t.value)),
                ),
                Some(if is_simple(&entry.file) {
                    entry.file.clone()
                } else {
                    entry.file.chars().filter(|c| !c.is_control()).collect()
                }),
            ]
            .map(|cell| cell.unwrap_or_else(|| "-".to_string()))
        })
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| columns(&row[column]));
        cells.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..4).map(width).collect();
    let mut table = String::with_capacity(rows.len() * 80);
    for [number, status, date, title, file] in &rows {
        let gap = widths[3].saturating_sub(columns(title));
        _ = writeln!(
            table,
            "{number:>0$}  {status:<1$}  {date:<2$}  {title}{blank:gap$}  {file}",
            widths[0],
            widths[1],
            widths[2],
            blank = ""
        );
    }
    table
}

/// How many columns of a terminal a text takes: Chinese characters take two.
fn columns(text: &str) -> usize {
    if is_simple(text) {
        text.len()
    } else {
        textwrap::core::display_width(text)
    }
}

/// Which rule gave which value, a line each: what `adr why` says of a record read from `text`.
pub fn why(record: &Record, text: &str) -> String {
    let lines = Lines::default();
    let mut out = String::new();
    let mut push = |what: &str, value: &str, rule: Rule, range: &std::ops::Range<usize>| {
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        let place = if range.is_empty() {
            String::new()
        } else {
            format!(", line {}", lines.locate(text, range.start).line)
        };
        out.push_str(&format!(
            "{what}: {value} ({}{place})\n",
            rule.description()
        ));
    };
    if let Some(number) = record.number {
        push("number", &number.to_string(), Rule::FileName, &(0..0));
    }
    if let Some(title) = &record.title {
        push("title", &title.value, title.rule, &title.range);
    }
    if let Some(status) = &record.status {
        let raw = record.status_raw.as_deref().unwrap_or_default();
        let words = format!("{}, from \"{raw}\"", status.value.name());
        push("status", &words, status.rule, &status.range);
    }
    if let Some(date) = &record.date {
        push("date", &date.value, date.rule, &date.range);
    }
    let lists = [("decider", &record.deciders), ("tag", &record.tags)];
    for (what, list) in lists {
        for found in list {
            push(what, &found.value, found.rule, &found.range);
        }
    }
    if let Some(area) = &record.area {
        push("area", &area.value, area.rule, &area.range);
    }
    for found in &record.relations {
        push(
            &if found.value.planned {
                format!("{} (planned)", found.value.kind.phrase())
            } else {
                found.value.kind.phrase().to_string()
            },
            &found.value.target,
            found.rule,
            &found.range,
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::test_records::records;
    use crate::parse::{Vocabulary, read};

    #[test]
    fn lists_say_what_is_known() {
        let mut records = records(&[
            ("0001-a.md", "# A\n\nStatus: accepted\n"),
            (
                "0010-b.md",
                "# B\u{1b}[1m\n\nStatus: Accepted by all\nDate: 2020-01-02\n\nSupersedes ADR-1\n",
            ),
        ]);
        assert_eq!(
            table(&records),
            " 1  accepted  -           A     0001-a.md\n10  accepted  2020-01-02  B[1m  0010-b.md\n"
        );
        let value = json(&records);
        assert_eq!(value[0]["date"], Value::Null);
        assert_eq!(value[1]["supersedes"], json!(["1"]));
        keep_in_force(&mut records);
        assert_eq!(records.entries.len(), 1);
        keep_status(&mut records, Status::Draft);
        assert!(records.entries.is_empty());
    }

    #[test]
    fn columns_are_those_of_a_terminal() {
        let records = records(&[
            ("0001-a.md", "# 使用缓存\n\nStatus: accepted\n"),
            ("0002-b.md", "# Use a cache\n\nStatus: accepted\n"),
        ]);
        assert_eq!(
            table(&records),
            "1  accepted  -  使用缓存     0001-a.md\n2  accepted  -  Use a cache  0002-b.md\n"
        );
    }

    #[test]
    fn a_long_title_is_cut() {
        let text = format!("# {}\n\nStatus: accepted\n", "x".repeat(70_000));
        let lines = table(&records(&[("0001-a.md", &text)]));
        assert!(lines.contains("xx…  0001-a.md\n") && lines.chars().count() < 150);
    }

    #[test]
    fn why_names_rules_and_lines() {
        let text = "# 1. A\n\n* Status: accepted\n";
        let record = read("0001-a.md", text, None, &Vocabulary::default()).record;
        assert_eq!(
            why(&record, text),
            "number: 1 (the file name)\ntitle: A (the first heading, line 1)\nstatus: accepted, from \"accepted\" (a list item, line 3)\n"
        );
    }
}
