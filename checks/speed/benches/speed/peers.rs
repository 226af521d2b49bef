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

/// The same document as files, by us and by each peer, into a folder that is not there; and by
/// us a second time, when nothing has changed.
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
    let mut table = Table::new(
        "The same document as files (milliseconds)",
        &["size", "program", "time", "× ours"],
    );
    let sizes: &[(&str, usize)] = if quick {
        &[("100 KB", 100_000)]
    } else {
        &[
            ("100 KB", 100_000),
            ("1 MB", 1_000_000),
            ("10 MB", 10_000_000),
        ]
    };
    for (size, bytes) in sizes {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("architecture.md");
        fs::write(&file, inputs::document(Shape::ManyShort, *bytes))?;
        let out = folder.path().join("out");
        let kept = folder.path().join("kept");
        let [file, to, kept] = [&file, &out, &kept].map(|path| path.to_string_lossy().into_owned());
        let shard = |to: &str| {
            let mut command = crate::ours();
            command.args(["shard", &file, to, "--quiet"]);
            command
        };
        let mut programs = vec![
            ("mdbook-archsite shard".to_string(), shard(&to)),
            ("the same, nothing changed".to_string(), shard(&kept)),
        ];
        // Larger documents end some of them.
        for peer in installed.iter().filter(|_| *bytes <= 1_000_000) {
            let mut theirs = Command::new(which::which(peer.name)?);
            theirs.args((peer.arguments)(&file, &to));
            programs.push((peer.version(), theirs));
        }
        let contestants = programs.iter_mut().enumerate();
        let contestants: Vec<Contestant<'_>> = contestants
            .map(|(index, (_, command))| {
                let (out, above) = (&out, folder.path());
                let from_new = index != 1;
                Box::new(move || {
                    // Not removed: a file system may take long to use again what was just freed.
                    if from_new && out.exists() {
                        let away = tempfile::tempdir_in(above)?.keep();
                        fs::rename(out, away.join("out"))?;
                    }
                    measure::process(command, "")
                }) as Contestant<'_>
            })
            .collect();
        let times = measure::medians(if quick { 3 } else { 5 }, contestants)?;
        for ((name, _), time) in programs.iter().zip(&times) {
            let size = (*size).to_string();
            table.row([size, name.clone(), millis(*time), ratio(*time, times[0])]);
        }
    }
    table.print();
    Ok(())
}
