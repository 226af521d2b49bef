//! `init` on small repositories: what it makes, that the book builds without an error, and that a
//! second run changes nothing.
//!
//! The files of a case are in `books/NAME`. The ending `.fixture` is left out, so that cargo does not
//! take a manifest for one of its own.

mod bad_input;
mod existing;
mod workflows;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::common::{Run, run};

/// A copy of a repository in a temporary folder.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    /// A repository without files.
    fn empty() -> Repository {
        Repository {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// The repository of a case, known to git.
    fn new(case: &str) -> Repository {
        let repository = Repository::empty();
        let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/testsuite/init/books");
        copy(&books.join(case), repository.path());
        repository.git(&format!("git@github.com:acme/{case}.git"));
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What git writes into a new clone, as far as it counts.
    fn git(&self, url: &str) {
        self.write(".git/HEAD", "ref: refs/heads/main\n");
        let remote = format!("[remote \"origin\"]\n\turl = {url}\n");
        let core = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n";
        self.write(".git/config", &format!("{core}{remote}"));
        self.write(
            ".git/refs/remotes/origin/HEAD",
            "ref: refs/remotes/origin/main\n",
        );
        fs::create_dir_all(self.path().join(".git/objects")).expect("a folder");
        fs::create_dir_all(self.path().join(".git/refs/heads")).expect("a folder");
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn init(&self, args: &[&str]) -> Run {
        let args: Vec<&str> = ["init"].iter().chain(args).copied().collect();
        run(self.path(), &args, "")
    }

    /// All files with their texts, without those of git and of a built site.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut open = vec![PathBuf::new()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(self.path().join(&folder))
                .expect("a folder")
                .flatten()
            {
                let name = folder.join(entry.file_name());
                if entry.path().is_dir() {
                    let is_made = name.ends_with(".git") || name.ends_with("book");
                    open.extend((!is_made).then_some(name));
                } else {
                    let text = fs::read(entry.path()).expect("a file");
                    let text = String::from_utf8_lossy(&text).into_owned();
                    files.insert(name.to_string_lossy().replace('\\', "/"), text);
                }
            }
        }
        files
    }

    /// Sets the repository up, builds and checks the book in `folder`, and sets it up once more.
    /// Gives all that was said and written.
    fn set_up(&self, folder: &str) -> String {
        let before = self.files();
        let first = self.init(&[]);
        assert_eq!(first.code, 0, "{}", first.stderr);
        let after = self.files();
        for (name, text) in &before {
            if !name.ends_with("book.toml") && !name.ends_with(".gitignore") {
                assert_eq!(after.get(name), Some(text), "{name} is not changed");
            }
        }
        let check = run(self.path(), &["check", folder, "--format", "json"], "");
        let problems: Vec<Value> = check
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let errors = problems
            .iter()
            .filter(|problem| problem["level"] == "error");
        assert_eq!(errors.count(), 0, "{}", check.stdout);
        assert!(problems.len() <= 20, "{}", check.stdout);
        let build = run(self.path(), &["build", folder], "");
        assert_eq!(build.code, 0, "{}", build.stderr);
        let again = self.init(&[]);
        assert_eq!(again.code, 0, "{}", again.stderr);
        assert!(
            again.stderr.contains("nothing was changed"),
            "{}",
            again.stdout
        );
        assert_eq!(self.files(), after, "a second run changes nothing");
        let mut all = first.stdout;
        for (name, text) in &after {
            if before.get(name) != Some(text) {
                all.push_str(&format!("\n==== {name}\n{text}"));
            }
        }
        for problem in &problems {
            all.push_str(&format!("\n{} {}", problem["lint"], problem["file"]));
        }
        all
    }

    /// A page of the built site.
    fn page(&self, name: &str) -> String {
        self.read(&format!("book/{name}"))
    }
}

/// Copies the files of a case.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".fixture").unwrap_or(&name);
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(name));
        } else {
            fs::copy(entry.path(), to.join(name)).expect("a file");
        }
    }
}

#[test]
fn a_bmad_project_gets_its_documents_without_its_stories() {
    let repository = Repository::new("bmad");
    fs::rename(
        repository.path().join("bmad-core"),
        repository.path().join(".bmad-core"),
    )
    .expect("a folder");
    insta::assert_snapshot!(repository.set_up("."));
    let page = repository.page("introduction.html");
    assert!(
        page.contains("href=\"architecture/data-models.html#data-model\""),
        "{page}"
    );
    let host = "https://github.com/acme/bmad/blob/main";
    assert!(page.contains(&format!("href=\"{host}/LICENSE\"")), "{page}");
    let story = format!("href=\"{host}/docs/stories/1.1.timetable.story.md\"");
    assert!(repository.page("prd/stories.html").contains(&story));
}

#[test]
fn records_get_an_index_and_pages() {
    let repository = Repository::new("records");
    insta::assert_snapshot!(repository.set_up("."));
    let page = repository.page("introduction.html");
    assert!(
        page.contains("href=\"adr/0001-keep-a-log-of-decisions.html\""),
        "{page}"
    );
}

#[test]
fn a_book_with_paths_from_its_folder_keeps_its_settings() {
    let repository = Repository::new("dots");
    insta::assert_snapshot!(repository.set_up("handbook"));
}

#[test]
fn the_sections_of_arc42_are_chapters() {
    insta::assert_snapshot!(Repository::new("arc42").set_up("."));
}

#[test]
fn a_workspace_without_documents_gets_its_readmes() {
    let repository = Repository::new("workspace");
    insta::assert_snapshot!(repository.set_up("."));
    let page = repository.page("introduction.html");
    for (what, address) in [
        (
            "a folder with a README",
            "href=\"components/crates-core.html\"",
        ),
        (
            "a place on a page",
            "href=\"components/crates-cli.html#options\"",
        ),
        (
            "a file",
            "href=\"https://github.com/acme/workspace/blob/main/LICENSE\"",
        ),
        ("a picture", "src=\"data:image/svg+xml;base64,"),
    ] {
        assert!(page.contains(address), "{what}: {page}");
    }
    let page = repository.page("components/crates-core.html");
    assert!(page.contains("href=\"crates-cli.html\""), "{page}");
    assert!(page.contains("href=\"../introduction.html\""), "{page}");
    let page = repository.page("architecture.html");
    assert!(
        page.contains("/acme/workspace/tree/main/crates/core/src\""),
        "{page}"
    );
}

#[test]
fn services_in_four_languages_are_one_book() {
    let repository = Repository::new("monorepo");
    insta::assert_snapshot!(repository.set_up("."));
    let page = repository.page("introduction.html");
    for address in [
        "href=\"components/services-api.html\"",
        "href=\"components/services-web.html\"",
        "href=\"components/services-worker.html#run\"",
        "/acme/monorepo/blob/main/services/billing/pom.xml\"",
        "href=\"development.html\"",
    ] {
        assert!(page.contains(address), "{address}: {page}");
    }
    let page = repository.page("runbooks/outage.html");
    assert!(
        page.contains("href=\"../components/services-api.html\""),
        "{page}"
    );
    let page = repository.page("components/services-api.html");
    assert!(page.contains("href=\"../runbooks/outage.html\""), "{page}");
}
