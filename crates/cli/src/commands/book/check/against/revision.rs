//! Reads the book of a git revision: its text files go to a temporary folder, where they are read as any
//! book is.
//!
//! Git's objects are read by a library, with the configuration of the repository alone; no program is
//! started, and nothing is fetched.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_core::fs::Reader;
use archsite_core::site::path;
use gix::bstr::{BStr, ByteSlice};
use gix::{ObjectId, Repository, ThreadSafeRepository};
use tempfile::TempDir;

/// Endings of the files that decide what is published.
const ENDINGS: &[&str] = &["md", "toml", "html", "htm", "json", "yaml", "yml", "txt"];

/// A revision that was read.
pub(super) struct Unpacked {
    /// What it is called in messages.
    pub(super) name: String,
    /// The folder of the book in it, if it has one.
    pub(super) book: Option<PathBuf>,
    /// Removed with this.
    _folder: TempDir,
}

/// Reads the revision of the repository around a book. With commits of its own it is read where the
/// change began: what others have added to it since is no change of this book.
///
/// # Errors
/// There is no repository or no such revision, or its files cannot be read.
pub(super) fn unpack(book_root: &Path, spec: &str) -> anyhow::Result<Unpacked> {
    let repository = open(book_root)?;
    let commit = commit(&repository, spec)?;
    let start = start(&repository, commit);
    let name = if start == commit {
        format!("`{spec}`")
    } else {
        format!("`{}`, where this branch left `{spec}`", short(start))
    };
    let workdir = repository
        .workdir()
        .context("the repository has no files")?;
    let book_root = book_root.canonicalize()?;
    let book = book_root
        .strip_prefix(workdir.canonicalize()?)
        .context("the book is not in the repository")?;
    let folder = TempDir::new().context("cannot make a temporary folder")?;
    // The root of the repository is found by it.
    fs::create_dir(folder.path().join(".git"))?;
    write(&repository, start, folder.path())
        .with_context(|| format!("cannot read {name} from git{}", hint(&repository)))?;
    let book = folder.path().join(book);
    Ok(Unpacked {
        name,
        book: book.join("book.toml").is_file().then_some(book),
        _folder: folder,
    })
}

fn open(folder: &Path) -> anyhow::Result<Repository> {
    let isolated = gix::open::Options::isolated;
    let options = gix::sec::trust::Mapping {
        full: isolated(),
        reduced: isolated(),
    };
    let found = ThreadSafeRepository::discover_opts(folder, Default::default(), options);
    let repository = found.map_err(|error| {
        anyhow::anyhow!("`{}` is not in a git repository: {error}", folder.display())
    })?;
    Ok(repository.to_thread_local())
}

/// The commit that a revision means.
fn commit(repository: &Repository, spec: &str) -> anyhow::Result<ObjectId> {
    let found = repository.rev_parse_single(BStr::new(spec));
    let commit = found.and_then(|id| Ok(id.object()?.peel_to_commit()?.id));
    commit.map_err(|_| {
        anyhow::anyhow!(
            "there is no revision `{spec}` in this repository{}",
            hint(repository)
        )
    })
}

/// What to do where a clone may not have everything.
fn hint(repository: &Repository) -> &'static str {
    if repository.is_shallow().unwrap_or_default() {
        "; the clone is shallow: run `git fetch --unshallow`, or set `fetch-depth: 0` for \
         actions/checkout, `GIT_DEPTH: 0` on GitLab"
    } else {
        "; a branch of the code host is `origin/NAME`, and `git fetch origin` brings it"
    }
}

/// The last commit that a revision and the checked out one have in common, or the revision itself where
/// none is known.
fn start(repository: &Repository, commit: ObjectId) -> ObjectId {
    let Ok(head) = repository.head_id() else {
        return commit;
    };
    let base = repository.merge_base(head, commit);
    match base {
        Ok(Some(base)) => base.detach(),
        _ => commit,
    }
}

/// Writes the text files of a commit into a folder.
fn write(repository: &Repository, commit: ObjectId, folder: &Path) -> anyhow::Result<()> {
    let tree = repository.find_commit(commit)?.tree()?;
    let files = tree.traverse().breadthfirst.files()?;
    for file in files.iter().take(Reader::MOST) {
        let Some(name) = file.filepath.to_str().ok().and_then(safe) else {
            continue;
        };
        let ending = path::file_name(&name)
            .rsplit_once('.')
            .map(|(_, ending)| ending);
        let is_text = ending.is_some_and(|ending| ENDINGS.contains(&ending));
        if !is_text || !file.mode.is_blob() {
            continue;
        }
        if repository.find_header(file.oid)?.size() > Reader::LIMIT {
            continue;
        }
        let blob = repository.find_object(file.oid)?;
        let at = folder.join(&name);
        if let Some(parent) = at.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&at, &blob.data)?;
    }
    Ok(())
}

/// The path of a file, if it is one below the root of a repository on every system.
fn safe(name: &str) -> Option<String> {
    let is_safe = |part: &str| {
        !part.is_empty()
            && ![".", ".."].contains(&part)
            && !part.eq_ignore_ascii_case(".git")
            && !part.contains(['\\', ':', '\0'])
    };
    name.split('/').all(is_safe).then(|| name.to_string())
}

fn short(id: ObjectId) -> String {
    id.to_hex_with_len(10).to_string()
}
