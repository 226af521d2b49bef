//! Folders that did not come from this run alone: what a command reads, writes and deletes there,
//! whatever lies in them.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Run, TestBook, run};

const DOC: &str = "# D\n\nIntro.\n\n## One\n\nSee [two](#two).\n\n---\n\n## Two\n\ny\n";

const BOOK: &str = "[preprocessor.archsite]\nafter = [\"links\"]\n\n\
                    [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";

fn archsite(folder: &Path, words: &str) -> Run {
    let words: Vec<&str> = words.split_whitespace().collect();
    run(folder, &words, "")
}

/// A repository with a document that was cut, in a folder with nothing else.
struct Repository {
    folder: tempfile::TempDir,
    root: PathBuf,
}

impl Repository {
    fn new(doc: &str) -> Repository {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("repository");
        fs::create_dir_all(root.join(".git")).expect("a folder");
        fs::write(root.join("doc.md"), doc).expect("a document");
        let said = archsite(&root, "shard doc.md");
        assert_eq!(said.code, 0, "{}", said.stderr);
        Repository { folder, root }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root.join(name), text).expect("a file");
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{text}");
        self.write(name, &text.replacen(from, to, 1));
    }

    /// Runs a command that must be refused with some words.
    fn refused(&self, command: &str, words: &str) {
        let said = archsite(&self.root, command);
        assert_eq!(said.code, 2, "{command}: {}{}", said.stdout, said.stderr);
        assert!(said.stderr.contains(words), "{command}: {}", said.stderr);
    }
}

#[test]
fn text_at_the_end_of_a_shard_comes_before_the_rule() {
    let rest = "\n\n---\n\n## Two\n\ny\n";
    let cases = [
        ("\nMore.", "\n\nMore."),
        ("\nMore.\n", "\n\nMore."),
        ("\nMore.\n\n\n", "\n\nMore."),
        ("- item\n", "\n\n- item"),
        ("\n\n\n", ""),
    ];
    for (added, in_document) in cases {
        for source in [true, false] {
            let repository = Repository::new(DOC);
            let text = repository.read("doc/one.md") + added;
            repository.write("doc/one.md", &text);
            if !source {
                fs::remove_file(repository.root.join("doc.md")).expect("the document goes");
            }
            let said = archsite(&repository.root, "assemble doc");
            assert_eq!(said.code, 0, "{}", said.stderr);
            let expected = DOC.replace(rest, &format!("{in_document}{rest}"));
            assert_eq!(repository.read("doc.md"), expected, "{added:?}, {source}");
            let said = archsite(&repository.root, "shard doc.md --check");
            assert_eq!(said.code, 0, "{}", said.stdout);
        }
    }
    // A section that is deleted takes its rule along; one that is left open is refused.
    let repository = Repository::new(DOC);
    let head = repository.read("doc/one.md");
    let head = head.split("\n\n").next().expect("a comment");
    repository.write("doc/one.md", &format!("{head}\n"));
    assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
    assert_eq!(repository.read("doc.md"), "# D\n\nIntro.\n\n## Two\n\ny\n");
    let repository = Repository::new(DOC);
    repository.write("doc/one.md", &(repository.read("doc/one.md") + "```\n"));
    repository.refused("assemble doc", "is a code fence or a comment left open?");
}

#[test]
fn what_is_above_the_head_goes_to_no_other_section() {
    let repository = Repository::new(DOC);
    repository.change("doc/two.md", "<!--", "\u{feff}<!--");
    repository.change("doc/two.md", "\ny\n", "\nz\n");
    assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
    assert_eq!(repository.read("doc.md"), DOC.replace("\ny\n", "\nz\n"));
    let cases = [
        (
            "two.md",
            "<!--",
            "---\nglobs: src\n---\n\n<!--",
            "above the comment",
        ),
        ("two.md", "<!--", "Lead.\n\n<!--", "above the comment"),
        (
            "index.md",
            "<!--",
            "---\ntitle: x\n---\n<!--",
            "above the comment",
        ),
        (
            "two.md",
            "# Two",
            "Lead.\n\n# Two",
            "is above the heading of the section",
        ),
        ("two.md", "# Two\n", "", "or the heading is gone"),
    ];
    for (shard, from, to, words) in cases {
        let repository = Repository::new(DOC);
        let shard = format!("doc/{shard}");
        repository.change(&shard, from, to);
        let edited = repository.read(&shard);
        repository.refused("assemble doc", words);
        repository.refused("shard doc.md", "edited since they were written");
        assert_eq!(repository.read("doc.md"), DOC);
        assert_eq!(repository.read(&shard), edited);
    }
}

#[test]
fn line_ends_of_a_checkout_are_no_change() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for manifest_too in [true, false] {
        let repository = Repository::new(DOC);
        for name in ["doc.md", "doc/index.md", "doc/one.md", "doc/two.md"] {
            repository.write(name, &crlf(&repository.read(name)));
        }
        if manifest_too {
            repository.write(
                "doc/manifest.json",
                &crlf(&repository.read("doc/manifest.json")),
            );
        }
        let said = archsite(&repository.root, "shard doc.md --check");
        assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
        repository.change("doc/two.md", "\ny\r", "\nz\r");
        assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
        let expected = crlf(&DOC.replace("\ny\n", "\nz\n"));
        assert_eq!(repository.read("doc.md"), expected);
        assert_eq!(archsite(&repository.root, "shard doc.md --check").code, 0);
        // The document is gone: its line ends are those of the files.
        fs::remove_file(repository.root.join("doc.md")).expect("the document goes");
        assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
        assert_eq!(repository.read("doc.md"), expected);
    }
    let book = TestBook::new(BOOK, &[("doc.md", DOC)]);
    let command = "context --llms-txt --llms-full";
    assert_eq!(archsite(book.path(), command).code, 0);
    for name in [
        "doc.md",
        "doc/one.md",
        "doc/index.md",
        "doc/llms.txt",
        "doc/llms-full.txt",
    ] {
        let name = format!("src/{name}");
        book.write(&name, &crlf(&book.read(&name)));
    }
    let said = archsite(book.path(), &format!("{command} --check"));
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
}

#[test]
fn documents_that_cannot_be_read_delete_nothing() {
    let part = "## Part\n\np\n";
    let doc = format!("{DOC}\n{{{{#include part.md}}}}\n");
    let cases = [
        ("doc.md", Some(b"# D\n\n\xff".as_slice()), "not valid UTF-8"),
        ("doc.md", None, "it is not there"),
        ("part.md", Some(b"\xff".as_slice()), "not valid UTF-8"),
        ("part.md", None, "it is not there"),
    ];
    for (name, bytes, words) in cases {
        let book = TestBook::new(BOOK, &[("doc.md", &doc)]);
        book.write("src/part.md", part);
        assert_eq!(archsite(book.path(), "context").code, 0);
        let path = book.path().join("src").join(name);
        match bytes {
            Some(bytes) => fs::write(path, bytes).expect("a file"),
            None => fs::remove_file(path).expect("the file goes"),
        }
        for command in ["context", "context --check"] {
            let said = archsite(book.path(), command);
            assert_eq!(said.code, 2, "{}", said.stderr);
            assert!(said.stderr.contains(words), "{}", said.stderr);
        }
        assert!(book.path().join("src/doc/part.md").is_file());
        assert!(book.read("src/doc/one.md").contains("See [two]"));
    }
}

#[test]
fn names_in_a_journal_are_judged() {
    for name in ["../doc.md", "../../victim.md", "notes.txt", ".git"] {
        let repository = Repository::new(DOC);
        fs::write(repository.folder.path().join("victim.md"), "").expect("a file");
        repository.write("doc/notes.txt", "");
        // The hash of an empty file.
        let hash = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        let journal = serde_json::json!({"files": {name: [hash]}}).to_string();
        repository.write("doc/manifest.pending.json", &journal);
        repository.refused("shard doc.md", "is not a file of its folder");
        assert_eq!(archsite(&repository.root, "shard doc.md --force").code, 0);
        assert!(repository.folder.path().join("victim.md").is_file());
        assert!(repository.root.join("doc/notes.txt").is_file());
        assert_eq!(repository.read("doc.md"), DOC);
    }
}

#[test]
fn damaged_manifests_are_refused_with_the_reason() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(ToString::to_string).collect() };
    type Damage = fn(&mut Vec<String>, usize);
    let cases: [(&str, Damage); 4] = [
        ("lists `one.md` twice", |all, at| {
            let line = all[at].clone();
            all.insert(at, line);
        }),
        ("another place", |all, at| {
            let other = all[at + 1].clone();
            all[at + 1] = all[at].trim_end_matches(',').to_string();
            all[at] = other + ",";
        }),
        ("what it says about `one.md` was changed", |all, at| {
            all[at] = all[at].replace("#two", "#evil");
        }),
        // Without the sum, as earlier versions wrote it.
        ("its section would not be as it was", |all, at| {
            let sum = all[at].find(",\"sum\"").expect("a sum");
            all[at] = all[at][..sum].replace("#two", "#evil") + "},";
        }),
    ];
    for (words, damage) in cases {
        let repository = Repository::new(DOC);
        let mut manifest = lines(&repository.read("doc/manifest.json"));
        let one = manifest
            .iter()
            .position(|line| line.contains("\"file\":\"one.md\""));
        damage(&mut manifest, one.expect("a shard"));
        repository.write("doc/manifest.json", &(manifest.join("\n") + "\n"));
        fs::remove_file(repository.root.join("doc.md")).expect("the document goes");
        repository.refused("assemble doc", words);
        assert!(!repository.root.join("doc.md").exists());
    }
}

#[test]
fn only_the_user_leads_out_of_the_repository() {
    let repository = Repository::new(DOC);
    let outside = repository.folder.path().join("outside.md");
    fs::write(&outside, DOC).expect("a document");
    assert_eq!(
        archsite(&repository.root, "shard ../outside.md away").code,
        0
    );
    repository.change("away/two.md", "\ny\n", "\nz\n");
    repository.refused("assemble away", "is outside the repository");
    assert_eq!(fs::read_to_string(&outside).expect("a document"), DOC);
    assert_eq!(
        archsite(&repository.root, "assemble away ../outside.md").code,
        0
    );
    let text = fs::read_to_string(&outside).expect("a document");
    assert_eq!(text, DOC.replace("\ny\n", "\nz\n"));
    // Not into the database of the repository either.
    repository.change("doc/manifest.json", "\"../doc.md\"", "\"../.git/hooks/x\"");
    repository.change("doc/two.md", "\ny\n", "\nz\n");
    repository.refused("assemble doc", "is outside the repository");
    // A location that a file of the project names.
    let repository = Repository::new(DOC);
    let config =
        "architecture:\n  architectureFile: doc.md\n  architectureShardedLocation: ../out\n";
    repository.write("core-config.yaml", config);
    repository.refused("shard doc.md", "is outside the repository");
    assert!(!repository.folder.path().join("out").exists());
    assert_eq!(archsite(&repository.root, "shard doc.md ../out").code, 0);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_folder_are_not_followed() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    let repository = Repository::new(DOC);
    let secret = repository.folder.path().join("secret.txt");
    fs::write(&secret, "SESAME\n").expect("a file");
    let shard = repository.root.join("doc/one.md");
    let cases: [(&str, &dyn Fn()); 3] = [
        ("it is outside the repository", &|| {
            symlink(&secret, &shard).expect("a link")
        }),
        ("it is a symbolic link to nothing", &|| {
            symlink("nothing", &shard).expect("a link")
        }),
        ("it is not a regular file", &|| {
            drop(UnixListener::bind(&shard).expect("a socket"))
        }),
    ];
    for (words, put) in cases {
        fs::remove_file(&shard).expect("the shard goes");
        put();
        let said = archsite(&repository.root, "shard doc.md --check");
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(said.stdout.contains(words), "{}", said.stdout);
        assert!(!said.stdout.contains("SESAME"), "{}", said.stdout);
        repository.refused("assemble doc", words);
        repository.refused("shard doc.md", "edited since they were written");
        assert_eq!(archsite(&repository.root, "shard doc.md --force").code, 0);
        assert!(repository.read("doc/one.md").contains("See [two]"));
    }
    assert_eq!(fs::read_to_string(&secret).expect("a file"), "SESAME\n");
}

#[cfg(unix)]
#[test]
fn odd_names_of_documents_have_a_way_back() {
    use std::os::unix::ffi::OsStrExt as _;
    for name in [
        "a: b.md",
        "a\\b.md",
        "my--doc.md",
        "50% & more #1?.md",
        "\"q\" 'r'.md",
        "v1: x/d.md",
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let doc = folder.path().join(name);
        fs::create_dir_all(doc.parent().expect("a folder")).expect("a folder");
        fs::write(&doc, DOC).expect("a document");
        let said = run(folder.path(), &["shard", name, "out"], "");
        assert_eq!(said.code, 0, "{}", said.stderr);
        let shard = folder.path().join("out/two.md");
        let text = fs::read_to_string(&shard).expect("a shard");
        assert!(
            text.starts_with(&format!("<!-- Shard of ../{name},")),
            "{text}"
        );
        fs::write(&shard, text.replace("\ny\n", "\nz\n")).expect("a shard");
        assert_eq!(archsite(folder.path(), "assemble out").code, 0);
        let text = fs::read_to_string(&doc).expect("a document");
        assert_eq!(text, DOC.replace("\ny\n", "\nz\n"));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = std::ffi::OsStr::from_bytes(b"r\xe9sum\xe9.md");
    fs::write(folder.path().join(name), DOC).expect("a document");
    let shard = std::process::Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"))
        .args([
            std::ffi::OsStr::new("shard"),
            name,
            std::ffi::OsStr::new("out"),
        ])
        .current_dir(folder.path())
        .output()
        .expect("the command ends");
    assert_eq!(shard.status.code(), Some(2));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let sections: String = (0..60).map(|n| format!("## S {n}\n\ntext\n\n")).collect();
    for options in ["", "--names numbered"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("doc.md"), format!("# D\n\n{sections}")).expect("a document");
        let commands = [
            "shard doc.md a/out".to_string(),
            format!("shard doc.md a/out {options}"),
        ];
        std::thread::scope(|scope| {
            for command in &commands {
                scope.spawn(|| {
                    let said = archsite(folder.path(), command);
                    assert_eq!(said.code, 0, "{}", said.stderr);
                });
            }
        });
        let code = |options: &str| {
            archsite(
                folder.path(),
                &format!("shard doc.md a/out --check {options}"),
            )
            .code
        };
        assert!(code("") == 0 || code(options) == 0);
    }
}

#[test]
fn what_killed_runs_left_is_removed_and_not_published() {
    let book = TestBook::new(BOOK, &[("doc.md", DOC)]);
    for name in [".archsite-1.tmp", ".archsite-2.tmp.md"] {
        for folder in ["src", "src/img", "src/doc"] {
            book.write(&format!("{folder}/{name}"), "half");
        }
    }
    book.write("src/.archsite.tmp", "mine");
    assert!(!archsite(book.path(), "check").stdout.contains("archsite-2"));
    assert_eq!(archsite(book.path(), "context").code, 0);
    assert!(!book.path().join("src/doc/.archsite-1.tmp").exists());
    assert_eq!(book.build().code, 0);
    for folder in ["src", "src/img", "book", "book/img"] {
        let entries = fs::read_dir(book.path().join(folder)).expect("a folder");
        let mut names = entries.map(|entry| entry.expect("an entry").file_name());
        assert!(
            names.all(|name| !name.to_string_lossy().starts_with(".archsite-")),
            "{folder}"
        );
    }
    assert_eq!(book.read("src/.archsite.tmp"), "mine");
}
