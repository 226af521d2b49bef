//! Prints the records of a folder as JSON: what a scorer of extractors wants.
#![allow(clippy::print_stdout)]

use std::path::Path;
use std::time::Instant;

use archsite_adr::{find, list, read::Words};
use archsite_core::reader::Reader;

fn main() {
    for root in std::env::args().skip(1) {
        let start = Instant::now();
        let root = Path::new(&root);
        let records = find::find(&Reader::new(root), root, &[], &Words::default());
        let took = start.elapsed();
        println!(
            "{}",
            serde_json::json!({
                "root": root, "ms": took.as_secs_f64() * 1000.0, "records": list::json(&records),
                "skipped": records.skipped.iter().map(|s| format!("{}: {:?}", s.file, s.reason)).collect::<Vec<_>>(),
                "flaws": records.entries.iter().flat_map(|e| e.reading.flaws.iter().map(move |f| format!("{} {:?} {:?}", e.file, f.kind, f.words))).collect::<Vec<_>>(),
            })
        );
    }
}
