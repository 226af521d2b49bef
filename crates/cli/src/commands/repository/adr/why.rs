//! `adr why`: which rule gave which value of a record, and which source files name it.

use std::path::Path;

use anyhow::Context as _;
use archsite_adr::discover;
use archsite_adr::discover::{Citation, Records};
use archsite_adr::model::record::EntryId;
use archsite_adr::output::list;
use archsite_adr::parse;
use archsite_adr::parse::Vocabulary;
use archsite_core::fs::Reader;
use archsite_core::site::path;

use crate::commands::repository::adr::search::{Search, around};
use crate::report;

/// Explains the record of a file, or all records of a number.
pub(super) fn run(record: &str) -> anyhow::Result<()> {
    let file = Path::new(record);
    if file.is_file() {
        return report::result(&of_file(file)?);
    }
    let search = Search::new(Path::new("."))?;
    let records = search.find();
    let wanted: Vec<EntryId> = named(&records, record);
    anyhow::ensure!(
        !wanted.is_empty(),
        "`{record}` is neither a file nor the number of a record"
    );
    let citations = search.citations(&records);
    let texts = wanted.into_iter().map(|id| {
        let entry = &records.entries[id];
        let file = path::relative(&search.folder, &entry.file);
        let why = list::why(&entry.reading.record, &entry.text);
        format!("file: {file}\n{why}{}", cited(&citations, id))
    });
    report::result(&texts.collect::<Vec<_>>().join("\n"))
}

/// The records of a number or id, in any case.
fn named(records: &Records, name: &str) -> Vec<EntryId> {
    let number = name.trim_start_matches('0');
    let is_named = |id: &EntryId| {
        let record = &records.entries[*id].reading.record;
        let names = [record.label(), record.reference(), Some(record.id.clone())];
        let mut names = names.into_iter().flatten();
        names.any(|known| known.eq_ignore_ascii_case(name) || known == number)
    };
    (0..records.entries.len()).filter(is_named).collect()
}

/// The places in source files that name a record, a line each.
fn cited(citations: &[Citation], id: EntryId) -> String {
    let places = citations.iter().filter(|found| found.records.contains(&id));
    let lines = places.map(|found| format!("cited in: {}, line {}\n", found.file, found.line));
    lines.collect()
}

fn of_file(file: &Path) -> anyhow::Result<String> {
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let reader = Reader::new(folder).with_limit(discover::LIMIT);
    let text = reader.read(file).context("cannot read the record")?;
    let kep = reader.read(&folder.join("kep.yaml")).ok();
    let vocabulary = around(folder)?;
    let vocabulary = vocabulary.map_or_else(Vocabulary::default, |book| book.config.vocabulary);
    let path = file.canonicalize()?.to_string_lossy().replace('\\', "/");
    let reading = parse::read(&path, &text, kep.as_deref(), &vocabulary);
    Ok(list::why(&reading.record, &text))
}
