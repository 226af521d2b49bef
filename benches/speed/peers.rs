//! Other splitters, where they are installed.

use std::fs;
use std::process::Command;

use crate::inputs::{self, Shape};
use crate::machine;
use crate::measure::{self, Contestant};
use crate::tables::{Table, millis, ratio};

/// A program that cuts a Markdown file into files.
struct Peer {
    name: &'static str,
    /// Its arguments for the file, the folder to write to, and nothing more.
    arguments: fn(&str, &str) -> Vec<String>,
}

impl Peer {
    /// Its name and version, as far as it tells.
    fn version(&self) -> String {
        let version = machine::version(Command::new(self.name).arg("--version"));
        match version {
            Some(version) if version.contains(self.name) => version,
            Some(version) => format!("{} {version}", self.name),
            None => self.name.to_string(),
        }
    }
}

const PEERS: &[Peer] = &[
    Peer {
        name: "md-tree",
        arguments: |file, folder| ["explode", file, folder].map(String::from).to_vec(),
    },
    Peer {
        name: "mdsplit",
        arguments: |file, folder| {
            ["-l", "2", "-f", "-o", folder, file]
                .map(String::from)
                .to_vec()
        },
    },
];

/// The same document through our process and through each peer.
pub(crate) fn compare(quick: bool) -> anyhow::Result<()> {
    let installed: Vec<&Peer> = PEERS
        .iter()
        .filter(|peer| {
            let found = which::which(peer.name).is_ok();
            if !found {
                println!("`{}` was not measured: it is not installed.\n", peer.name);
            }
            found
        })
        .collect();
    if installed.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(
        "The same document through other splitters (milliseconds; they write files, we write \
         the book)",
        &["program", "size", "its time", "our process", "× ours"],
    );
    let sizes: &[(&str, usize)] = match quick {
        true => &[("100 KB", 100_000)],
        false => &[("100 KB", 100_000), ("1 MB", 1_000_000)],
    };
    for (size, bytes) in sizes {
        let text = inputs::document(Shape::ManyShort, *bytes);
        let message = inputs::message(&text);
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("architecture.md");
        fs::write(&file, &text)?;
        let out = folder.path().join("out");
        let [file, out] = [&file, &out].map(|path| path.to_string_lossy().into_owned());
        for peer in &installed {
            let mut theirs = Command::new(which::which(peer.name)?);
            theirs.args((peer.arguments)(&file, &out));
            let mut ours = crate::ours();
            let contestants: Vec<Contestant<'_>> = vec![
                Box::new(|| measure::process(&mut theirs, "")),
                Box::new(|| measure::process(&mut ours, &message)),
            ];
            let times = measure::medians(3, contestants)?;
            table.row([
                peer.version(),
                (*size).to_string(),
                millis(times[0]),
                millis(times[1]),
                ratio(times[0], times[1]),
            ]);
        }
    }
    table.print();
    Ok(())
}
