//! The link check of whole books, beside the floor and beside other checkers where they are
//! installed.

use std::process::Command;

use crate::measure::{self, Contestant};
use crate::tables::{Table, millis, ratio};
use crate::{builds, machine};

/// A program that checks the links of a book.
struct Peer {
    name: &'static str,
    /// Its arguments for the folder of the book.
    arguments: fn(&str) -> Vec<String>,
}

const PEERS: &[Peer] = &[
    Peer {
        name: "mdbook-linkcheck2",
        arguments: |folder| ["--standalone", folder].map(String::from).to_vec(),
    },
    Peer {
        name: "lychee",
        arguments: |folder| {
            let files = format!("{folder}/src/*.md");
            ["--offline", "--include-fragments", "--no-progress", &files]
                .map(String::from)
                .to_vec()
        },
    },
];

/// Checks a book of some pages, and one of ten times as many.
pub(crate) fn compare(quick: bool) -> anyhow::Result<()> {
    let mut table = Table::new(
        "The links of a book, checked (milliseconds; the floor reads and parses each chapter once)",
        &["program", "pages", "time", "× floor"],
    );
    let sizes: &[usize] = if quick { &[240] } else { &[240, 2_400] };
    for pages in sizes {
        let book = tempfile::tempdir()?;
        let after = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";
        builds::write_book(book.path(), after, *pages)?;
        let folder = book.path().to_string_lossy().into_owned();
        let mut floor = crate::child("read")?;
        floor.arg(&folder);
        let mut ours = crate::ours();
        ours.args(["check", &folder]);
        let mut programs = vec![
            ("floor".to_string(), floor),
            ("mdbook-archsite check".to_string(), ours),
        ];
        for peer in PEERS {
            let Ok(path) = which::which(peer.name) else {
                println!("`{}` was not measured: it is not installed.\n", peer.name);
                continue;
            };
            let version = machine::version(Command::new(&path).arg("--version"));
            let mut command = Command::new(path);
            command.args((peer.arguments)(&folder));
            programs.push((version.unwrap_or_else(|| peer.name.to_string()), command));
        }
        let contestants: Vec<Contestant<'_>> = programs
            .iter_mut()
            .map(|(_, command)| Box::new(|| measure::process(command, "")) as Contestant<'_>)
            .collect();
        let times = measure::medians(if quick { 5 } else { 21 }, contestants)?;
        for ((name, _), time) in programs.iter().zip(&times) {
            let pages = pages.to_string();
            table.row([name.clone(), pages, millis(*time), ratio(*time, times[0])]);
        }
    }
    table.print();
    Ok(())
}
