//! `tech-stack`: what the manifests of a repository say, shown, explained and compared with the
//! documents of its book.
//!
//! Reading is the pass's; this module asks and shows.

mod list;
mod why;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_core::fs::Reader;
use archsite_core::text::lines::Lines;
use archsite_tech_stack::document::names::Names;
use archsite_tech_stack::fact::Mark;
use archsite_tech_stack::known::Known;

use crate::commands::args::{CheckArgs, ListFormat, TechStackArgs, TechStackCommand};
use crate::commands::check;
use crate::mdbook::disk;
use crate::mdbook::settings::{Scope, Settings};
use crate::{CLEAN, report};

pub(crate) fn run(args: &TechStackArgs) -> anyhow::Result<u8> {
    if let Some(TechStackCommand::Why { name, dir }) = &args.command {
        let found = Found::read(dir)?;
        report::result(&why::explain(&found, name)?)?;
        return Ok(CLEAN);
    }
    if args.check || args.write {
        let check = CheckArgs {
            dir: args.dir.clone(),
            format: None,
            fail_on: None,
            fix: args.write,
            yes: args.yes,
            dry_run: args.dry_run,
            external: false,
        };
        return check::run(&check, Some(archsite_tech_stack::PASS));
    }
    let found = Found::read(&args.dir)?;
    let facts = found.known.all();
    for pattern in &facts.missing {
        report::note(&format!(
            "book.toml names the manifest `{pattern}`, which is not a file in the repository"
        ));
    }
    for file in &facts.unreadable {
        report::note(&file.to_string());
    }
    match args.format {
        ListFormat::Table => report::result(&list::table(&found))?,
        ListFormat::Json => report::data(&list::json(&found)?)?,
    }
    Ok(CLEAN)
}

/// What the manifests of a repository say, and where.
pub(crate) struct Found {
    pub(crate) known: Known,
    pub(crate) names: Names,
    lines: HashMap<String, (String, Lines)>,
}

impl Found {
    /// Reads the repository of a book, or a folder that holds none.
    fn read(dir: &Path) -> anyhow::Result<Found> {
        let dir = std::path::absolute(dir)
            .with_context(|| format!("`{}` is not a folder", dir.display()))?;
        anyhow::ensure!(dir.is_dir(), "`{}` is not a folder", dir.display());
        let (root, config): (PathBuf, _) = if dir.join("book.toml").is_file() {
            let context = disk::context(&dir)?;
            let settings = Settings::read(&context, Scope::Check);
            (settings.root, settings.tech_stack.unwrap_or_default())
        } else {
            (dir, archsite_tech_stack::Config::default())
        };
        let reader = Reader::new(&root);
        let only = !config.manifests.is_empty();
        let facts = archsite_tech_stack::read(&reader, &root, &config.manifests, only);
        let known = Known::new(facts);
        let names = Names::new(&known, &config.aliases).linked(&config.links);
        let facts = known.all();
        let mut files: Vec<&str> = Vec::new();
        files.extend(facts.facts.iter().map(|fact| fact.at.file.as_str()));
        files.extend(
            facts
                .runtimes
                .iter()
                .map(|runtime| runtime.at.file.as_str()),
        );
        let resolved = facts.facts.iter().flat_map(|fact| &fact.resolved);
        files.extend(resolved.filter_map(|resolved| Some(resolved.at.as_ref()?.file.as_str())));
        let mut lines = HashMap::new();
        for file in files {
            if !lines.contains_key(file)
                && let Ok(text) = reader.read(&root.join(file))
            {
                lines.insert(file.to_string(), (text, Lines::default()));
            }
        }
        Ok(Found {
            known,
            names,
            lines,
        })
    }

    /// The line of a place, from 1.
    fn line(&self, mark: &Mark) -> usize {
        let file = self.lines.get(&mark.file);
        file.map_or(1, |(text, lines)| lines.locate(text, mark.start).line)
    }

    /// `file:line`.
    fn place(&self, mark: &Mark) -> String {
        format!("{}:{}", mark.file, self.line(mark))
    }
}
