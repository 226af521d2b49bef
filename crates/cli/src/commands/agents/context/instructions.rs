//! `--agents-md`: the part of AGENTS.md and CLAUDE.md that says which file to read for what.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use archsite_agent_files::block;
use archsite_core::emit;
use archsite_core::fs::names::{display, relative};
use archsite_core::fs::{Reader, home, write};
use archsite_core::site::path;

use super::write::Written;
use crate::commands::agents::folder::args::FolderArgs;
use crate::exit::{CLEAN, PROBLEMS};
use crate::report;

/// Files that agents read first, in the root of a repository.
const FILES: [&str; 2] = ["AGENTS.md", "CLAUDE.md"];
/// Most characters that are said of a section: all of the part is read at each start.
const LONGEST: usize = 100;

/// The part for the files that are written of some documents, with links from the root.
pub(super) fn part(root: &Path, titles: &[String], written: &[Written<'_>]) -> String {
    let documents = written.iter().zip(titles).map(|(one, title)| {
        let plan = &one.split.document.plan.pages;
        let tops = (1..plan.len()).filter(|page| plan[*page].parent == 0);
        let noted = one.split.noted.as_ref();
        let mut entries: Vec<_> = tops
            .map(|page| {
                let note = noted.and_then(|noted| noted.notes[page].as_deref());
                let link = link(root, one, page, &one.manifest.shards[page].title);
                link.note(" — ", note.map(cut).as_deref())
            })
            .collect();
        entries.push(link(root, one, 0, "Introduction and all sections"));
        block::Document {
            title: title.clone(),
            entries,
        }
    });
    block::text(&documents.collect::<Vec<_>>())
}

fn link(root: &Path, one: &Written<'_>, page: usize, title: &str) -> emit::Inline {
    let file = relative(&one.folder.join(&one.files[page].name), root);
    emit::link(title, &path::percent_encode(&file))
}

/// The first words of a note.
fn cut(note: &str) -> String {
    match note.char_indices().nth(LONGEST) {
        None => note.to_string(),
        Some((end, _)) => {
            let end = note[..end].rfind(' ').unwrap_or(end);
            let words = note[..end].trim_end_matches([' ', ',', ';', ':', '.']);
            format!("{words}…")
        }
    }
}

/// Writes the part into the files of a repository, or says which of them lacks it.
pub(super) fn write(root: &Path, part: &str, options: &FolderArgs) -> anyhow::Result<u8> {
    let reader = Reader::new(root);
    let mut code = CLEAN;
    for file in files(&reader, root) {
        let before = read(&reader, &file)?;
        let name = display(&file);
        let after = block::put(before.as_deref().unwrap_or_default(), part)
            .with_context(|| format!("cannot write the list of files into `{name}`"))?;
        if before.as_ref() == Some(&after) {
            continue;
        }
        if options.check {
            report::result(&format!("{name}: the list of files is stale or missing\n"))?;
            code = PROBLEMS;
        } else if options.dry_run {
            report::result(&format!("would write the list of files into {name}\n"))?;
        } else {
            replace(&reader, &file, before.as_deref(), &after)?;
            report::note(&format!("wrote the list of files into `{name}`"));
        }
    }
    Ok(code)
}

/// The files to write: those that exist and are not another one of them, else the first.
fn files(reader: &Reader, root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for file in FILES.map(|name| root.join(name)) {
        let Ok(real) = file.canonicalize() else {
            continue;
        };
        // An import makes both one text.
        let text = reader.read(&file).unwrap_or_default();
        let imports = text.lines().any(|line| line.trim() == "@AGENTS.md");
        let is_other = |other: &PathBuf| other.canonicalize().is_ok_and(|other| other == real);
        let says_same = imports && !found.is_empty();
        if !says_same && !found.iter().any(is_other) {
            found.push(file);
        }
    }
    if found.is_empty() {
        found.push(root.join(FILES[0]));
    }
    found
}

/// The text of a file; `None` if there is none.
fn read(reader: &Reader, file: &Path) -> anyhow::Result<Option<String>> {
    ensure!(
        !home::is_led_out(file),
        "`{}` leads out of the repository by a symbolic link; nothing was written to it",
        display(file)
    );
    if file.symlink_metadata().is_err() {
        return Ok(None);
    }
    Ok(Some(reader.read(file)?))
}

/// Writes a file that still has the text `before`.
fn replace(reader: &Reader, file: &Path, before: Option<&str>, after: &str) -> anyhow::Result<()> {
    let now = read(reader, file)?;
    ensure!(
        now.as_deref() == before,
        "`{}` was changed in the meantime; run the command again",
        display(file)
    );
    match before {
        Some(_) => write::whole(file, after)?,
        None => write::new(file, after)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_not_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("AGENTS.md");
        let reader = Reader::new(folder.path());
        std::fs::write(&file, "theirs\n").expect("a file");
        assert!(replace(&reader, &file, Some("old\n"), "ours\n").is_err());
        assert!(replace(&reader, &file, None, "ours\n").is_err());
        assert_eq!(std::fs::read_to_string(&file).expect("a text"), "theirs\n");
        assert!(replace(&reader, &file, Some("theirs\n"), "ours\n").is_ok());
    }
}
