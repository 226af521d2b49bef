//! Unreadable documents, damaged manifests, links out of the repository, odd names, and runs at the same time.

use std::fs;

use super::{BOOK, DOC, Repository};
use crate::agent_files::archsite;
use crate::common::{TestBook, run};

#[test]
fn documents_that_cannot_be_read_delete_nothing() {
    let part = "## Part\n\np\n";
    let doc = format!("{DOC}\n{{{{#include part.md}}}}\n");
    let cases = [
        ("doc.md", Some(b"# D\n\n\xff".as_slice()), "not valid UTF-8"),
        ("doc.md", None, "it does not exist"),
        ("part.md", Some(b"\xff".as_slice()), "not valid UTF-8"),
        ("part.md", None, "it does not exist"),
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
        ("its entry of `one.md` was changed", |all, at| {
            all[at] = all[at].replace("#two", "#evil");
        }),
        // Without the sum, as earlier versions wrote it.
        ("its section could not be restored", |all, at| {
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
        ("it is a symbolic link whose target does not exist", &|| {
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
fn files_left_by_killed_runs_are_removed_and_not_published() {
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
