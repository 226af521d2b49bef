//! Writes the files of all documents, and says what is left of earlier ones.

use std::path::{Path, PathBuf};

use anyhow::bail;
use archsite_adr::Prepared as Records;
use archsite_agent_files::document::{from_site_path, site_path};
use archsite_agent_files::files::replacement::moved;
use archsite_agent_files::llms;
use archsite_agent_files::sync::DesiredFiles;
use archsite_agent_files::{self as agent_files, File, How, MadeBy, Manifest, Other, hash};
use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};
use archsite_core::fs::home;
use archsite_core::fs::names::{display, relative};
use archsite_core::fs::{Reader, WalkLimits};
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Origin;
use archsite_shard::{Config, Split};

use crate::commands::agents::context::instructions;
use crate::commands::agents::folder;
use crate::commands::agents::folder::args::FolderArgs;
use crate::commands::agents::folder::sync;
use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::settings::AgentFiles;
use crate::pipeline::Outcome;
use crate::report;
use crate::report::locate::Locator;

/// What is written, and how.
pub(super) struct Work<'a> {
    pub(super) site: &'a Site,
    pub(super) locator: &'a Locator<'a>,
    pub(super) published: &'a Outcome,
    pub(super) config: &'a Config,
    pub(super) title: &'a str,
    pub(super) about: &'a str,
    pub(super) root: PathBuf,
    pub(super) book: &'a Path,
    pub(super) src: &'a Path,
    pub(super) agents: AgentFiles,
    pub(super) options: &'a FolderArgs,
}

/// The files of one document.
pub(super) struct Written<'a> {
    pub(super) split: &'a Split,
    pub(super) folder: PathBuf,
    pub(super) files: Vec<File>,
    pub(super) manifest: Manifest,
}

impl Work<'_> {
    pub(super) fn write(&self) -> anyhow::Result<u8> {
        let mut written: Vec<Written<'_>> = Vec::new();
        let mut code = CLEAN;
        let home = self.home_of_records();
        for (index, split) in self.published.documents.iter().enumerate() {
            written.push(self.files(split, index == home));
        }
        if written.is_empty() {
            bail!("there are no documents to write");
        }
        let part = self.agents.agents_md.then(|| {
            let titles = written.iter();
            let titles = titles.map(|one| self.site.pages[one.split.document.page].name.clone());
            instructions::part(&self.root, &titles.collect::<Vec<_>>(), &written)
        });
        self.add_llms(&mut written)?;
        let folders: Vec<PathBuf> = written.iter().map(|one| one.folder.clone()).collect();
        folders
            .iter()
            .try_for_each(|folder| self.may_hold(folder))?;
        for one in written {
            let noted = one.split.noted.as_ref();
            let crlf = noted.is_some_and(|noted| noted.crlf);
            let desired = DesiredFiles::new(one.files, one.manifest, crlf)?;
            let source = self.source_of(one.split);
            let target = sync::Target {
                dir: &one.folder,
                source: &source,
                shared: false,
                known: &self.chapters_in(&one.folder),
            };
            let lock = folder::lock(&one.folder, self.options.writes())?;
            code = code.max(sync::sync(&target, &desired, lock, self.options)?);
        }
        if let Some(part) = part {
            code = code.max(instructions::write(&self.root, &part, self.options)?);
        }
        for old in self.left_behind(&folders) {
            let words = format!(
                "`{}` was written for a document that `book.toml` no longer names, or for another \
                 folder; delete it",
                display(&old)
            );
            if self.options.check {
                report::result(&format!("{words}\n"))?;
                code = PROBLEMS;
            } else {
                report::note(&words)
            }
        }
        Ok(code)
    }

    /// Files go into the repository, or where `dir` of `book.toml` says.
    fn may_hold(&self, folder: &Path) -> anyhow::Result<()> {
        let named = self.agents.dir.as_ref().map(|dir| self.book.join(dir));
        let mut homes = std::iter::once(self.root.clone()).chain(named);
        anyhow::ensure!(
            homes.any(|home| home::holds(&home, folder)),
            "the folder `{}` is outside the repository; nothing was written. To write there, set \
             `dir` in [preprocessor.archsite.context]",
            display(folder)
        );
        Ok(())
    }

    /// Names of chapters of the book that are in a folder.
    fn chapters_in(&self, folder: &Path) -> Vec<String> {
        let files = self.site.pages.iter();
        let files =
            files.filter_map(|page| Some(path::clean(&self.src.join(page.source_path.as_ref()?))));
        let files = files.filter(|file| file.parent() == Some(folder));
        files
            .filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()))
            .collect()
    }

    /// Folders below `src` and the configured one that this command wrote and writes no more.
    fn left_behind(&self, folders: &[PathBuf]) -> Vec<PathBuf> {
        let reader = Reader::new(&self.root);
        let limits = WalkLimits {
            depth: 4,
            count: 20_000,
        };
        let src = self.src.to_path_buf();
        let dir = self.agents.dir.as_ref().map(|dir| self.book.join(dir));
        let mut found = Vec::new();
        for top in [Some(src), dir].into_iter().flatten() {
            let top = path::clean(&top);
            let walk = reader.walk(&top, limits, &|_| true);
            let manifests = walk.files.iter();
            let manifests = manifests.filter(|file| path::file_name(file) == Manifest::FILE);
            for folder in manifests.map(|file| top.join(path::parent(file))) {
                let text = reader
                    .read(&folder.join(Manifest::FILE))
                    .unwrap_or_default();
                let ours = agent_files::read(&text).is_ok_and(|m| m.made_by == "context");
                if ours && !folders.contains(&folder) && !found.contains(&folder) {
                    found.push(folder);
                }
            }
        }
        found
    }

    /// The document whose index lists the records.
    fn home_of_records(&self) -> usize {
        let state = self
            .published
            .records
            .as_ref()
            .and_then(|records| records.owner);
        let mut documents = self.published.documents.iter();
        let home = documents.position(|split| Some(split.document.page) == state);
        home.unwrap_or(0)
    }

    fn files<'a>(&self, split: &'a Split, with_records: bool) -> Written<'a> {
        let page = &self.site.pages[split.document.page];
        let index = page.path.as_deref().unwrap_or_default();
        let folder = from_site_path(path::parent(index));
        let file = self.source_of(split);
        let source = relative(&file, &folder);
        let records = self.published.records.as_ref().filter(|_| with_records);
        let entries =
            records.map_or_else(Vec::new, |records| self.records(records, &folder, " — "));
        let more = if entries.is_empty() {
            String::new()
        } else {
            Markdown::new(EscapeMode::Source)
                .heading(2, "Decision records")
                .list(entries)
                .finish()
        };
        let edit: Vec<Option<String>> = split
            .pages
            .iter()
            .map(|page| self.included_file(*page, &file, &folder))
            .collect();
        let how = How {
            made_by: MadeBy::Context,
            source: &source,
            edit: &edit,
            title: &page.name,
            more: &more,
        };
        let files = agent_files::files(self.site, split, &how);
        let mut manifest = Manifest::new(split, &files, self.config, MadeBy::Context, &source);
        for (shard, edit) in manifest.shards.iter_mut().zip(edit) {
            shard.edit = edit;
        }
        Written {
            split,
            folder,
            files,
            manifest,
        }
    }

    /// The file in which the text of a page was written, from a folder, if the document includes it.
    fn included_file(&self, page: PageId, document: &Path, folder: &Path) -> Option<String> {
        let text = &self.site.pages[page].text;
        let pieces = text.pieces().iter();
        let mut own = pieces.filter(|piece| matches!(piece.origin, Origin::Source { .. }));
        let written = own.find_map(|piece| self.locator.written(page, piece.at))?;
        (written.file != document).then(|| relative(&written.file, folder))
    }

    /// The file of a document.
    fn source_of(&self, split: &Split) -> PathBuf {
        let source = self.site.pages[split.document.page].source_path.as_deref();
        path::clean(&self.src.join(source.unwrap_or_default()))
    }

    /// The records, as links from a folder, with `between` link and status.
    fn records(&self, records: &Records, folder: &Path, between: &str) -> Vec<Inline> {
        let listed = archsite_adr::output::list::short(&records.records);
        let entry = |record: archsite_adr::output::list::Short| {
            let file = relative(&self.root.join(&record.file), folder);
            emit::link(&record.name, &path::percent_encode(&file))
                .note(between, Some(&record.status))
        };
        listed.into_iter().map(entry).collect()
    }

    /// Adds the files for programs that read one file first, in the folder of the first document.
    fn add_llms(&self, written: &mut [Written<'_>]) -> anyhow::Result<()> {
        let mut texts = Vec::new();
        if self.agents.llms_txt {
            texts.push(("llms.txt", self.llms(written)));
        }
        if self.agents.llms_full {
            texts.push(("llms-full.txt", full(written)));
        }
        let Some(first) = written.first_mut() else {
            return Ok(());
        };
        for (name, text) in texts {
            first.manifest.files.push(Other {
                file: name.to_string(),
                hash: hash(&text),
            });
            first.files.push(File {
                name: name.to_string(),
                text,
                recorded: Vec::new(),
            });
        }
        Ok(())
    }

    fn llms(&self, written: &[Written<'_>]) -> String {
        let home = written
            .first()
            .map(|one| one.folder.clone())
            .unwrap_or_default();
        let sections = written.iter().map(|one| {
            let entries = (1..one.split.pages.len()).map(|page| {
                let file = one.folder.join(&one.files[page].name);
                let noted = one.split.noted.as_ref();
                let dest = relative(&file, &home);
                let note = noted.and_then(|noted| noted.notes[page].as_deref());
                emit::link(
                    &one.manifest.shards[page].title,
                    &path::percent_encode(&dest),
                )
                .note(": ", note)
            });
            llms::Section {
                title: self.site.pages[one.split.document.page].name.clone(),
                entries: entries.collect(),
            }
        });
        let sections: Vec<llms::Section> = sections.collect();
        let records = self.published.records.as_ref();
        let optional = records.map_or_else(Vec::new, |records| self.records(records, &home, ": "));
        let title = match self.title {
            "" => "Architecture",
            title => title,
        };
        llms::index(title, self.about, &sections, &optional)
    }
}

/// All files in one text, with links from the folder of the first document.
fn full(written: &[Written<'_>]) -> String {
    let Some(first) = written.first() else {
        return String::new();
    };
    let here = site_path(&first.folder.join("llms-full.txt"));
    let files = written.iter().flat_map(|one| {
        let at = |name: &str| site_path(&one.folder.join(name));
        one.files.iter().map(move |file| (file, at(&file.name)))
    });
    let texts = files.map(|(file, at)| (file.name.as_str(), moved(&file.text, &at, &here)));
    let texts: Vec<(&str, String)> = texts.collect();
    llms::full(texts.iter().map(|(name, text)| (*name, text.as_str())))
}
