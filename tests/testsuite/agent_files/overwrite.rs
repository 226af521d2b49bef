//! Files and folders that must not be overwritten or taken away.

use std::fs;

use serde_json::Value;

use super::{BOOK, DOC, archsite, cut, files, shop};

#[test]
fn only_unedited_files_of_the_manifest_are_replaced() {
    let folder = cut(DOC, "");
    let out = folder.path().join("out");
    let before = files(&out);
    // Nothing changed: nothing is written.
    let modified = |name: &str| {
        fs::metadata(out.join(name))
            .and_then(|m| m.modified())
            .expect("a time")
    };
    let time = modified("goods.md");
    fs::write(out.join(".archsite-old.tmp"), "half").expect("a file");
    assert_eq!(archsite(folder.path(), "shard doc.md out").code, 0);
    assert_eq!(modified("goods.md"), time);
    assert!(!out.join(".archsite-old.tmp").exists());
    // An edited shard stays, and the whole run is refused.
    fs::write(out.join("goods.md"), "mine\n").expect("an edit");
    fs::write(
        folder.path().join("doc.md"),
        DOC.replace("Back to", "Up to"),
    )
    .expect("a document");
    let said = archsite(folder.path(), "shard doc.md out");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr
            .contains("edited since they were written: `goods.md`"),
        "{}",
        said.stderr
    );
    assert_eq!(files(&out)["money.md"], before["money.md"]);
    let said = archsite(folder.path(), "shard doc.md out --dry-run");
    assert!(
        said.stdout.contains("would replace out/goods.md (edited"),
        "{}",
        said.stdout
    );
    assert_eq!(archsite(folder.path(), "shard doc.md out --force").code, 0);
    assert_eq!(files(&out)["goods.md"], before["goods.md"]);
    // A section that is gone takes its file with it; files of others stay.
    fs::write(out.join("notes.txt"), "mine\n").expect("a file");
    fs::write(folder.path().join("doc.md"), "# Shop\n\n## Goods\n").expect("a document");
    assert_eq!(archsite(folder.path(), "shard doc.md out").code, 0);
    let names: Vec<String> = files(&out).into_keys().collect();
    assert_eq!(
        names,
        ["goods.md", "index.md", "manifest.json", "notes.txt"]
    );
}

#[test]
fn files_that_were_not_written_by_us_are_not_overwritten() {
    for name in ["goods.md", "Goods.md"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("doc.md"), DOC).expect("a document");
        fs::create_dir(folder.path().join("out")).expect("a folder");
        fs::write(folder.path().join("out").join(name), "mine\n").expect("a file");
        let said = archsite(folder.path(), "shard doc.md out");
        assert_eq!(said.code, 2);
        assert!(
            said.stderr
                .contains("not written by this program: `goods.md`"),
            "{}",
            said.stderr
        );
        assert_eq!(files(&folder.path().join("out")).len(), 1);
    }
}

#[test]
fn unusable_manifests_are_refused() {
    let cases = [
        ("{", "it is not a manifest of this program"),
        ("{\"schema\": 1}", "it is not a manifest of this program"),
        ("{\"schema\": 99}", "it has version 99"),
        (
            "{\"schema\":1,\"made_by\":\"shard\",\"source\":\"../doc.md\",\"level\":2,\"min_tokens\":0,\
             \"max_tokens\":0,\"names\":\"title\",\"shards\":[],\"files\":[{\"file\":\"../doc.md\",\
             \"hash\":\"\"}]}",
            "it names `../doc.md`, which is not a file of its folder",
        ),
    ];
    for (manifest, words) in cases {
        let folder = cut(DOC, "");
        fs::write(folder.path().join("out/manifest.json"), manifest).expect("a manifest");
        for command in [
            "shard doc.md out",
            "assemble out",
            "shard doc.md out --check",
        ] {
            let said = archsite(folder.path(), command);
            assert_eq!(said.code, 2, "{command}: {}", said.stderr);
            assert!(said.stderr.contains(words), "{command}: {}", said.stderr);
        }
        assert_eq!(
            fs::read_to_string(folder.path().join("doc.md")).expect("a document"),
            DOC
        );
    }
}

#[test]
fn a_killed_run_is_finished_by_the_next() {
    let folder = cut(DOC, "");
    let out = folder.path().join("out");
    let wanted = DOC.replace("Things", "Stuff").replace("Back", "Home");
    // One file is new, the manifest old: what a run leaves that is killed in between.
    let other = cut(&wanted, "");
    let new = files(&other.path().join("out"));
    fs::write(out.join("goods.md"), &new["goods.md"]).expect("a shard");
    fs::write(out.join(".archsite-x.tmp"), "half").expect("a file");
    let manifest: Value = serde_json::from_str(&new["manifest.json"]).expect("JSON");
    let shards = manifest["shards"].as_array().expect("shards").iter();
    let hash = |name: &str| {
        let mut shards = shards.clone();
        let shard = shards
            .find(|shard| shard["file"] == name)
            .expect("the shard");
        shard["hash"].as_str().expect("a hash").to_string()
    };
    let journal = serde_json::json!({"files": {"goods.md": [hash("goods.md")]}});
    fs::write(out.join("manifest.pending.json"), journal.to_string()).expect("a journal");
    // The document changed once more before the next run.
    let last = wanted.replace("Big", "Large");
    fs::write(folder.path().join("doc.md"), &last).expect("a document");
    let said = archsite(folder.path(), "shard doc.md out");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let fresh = cut(&last, "");
    assert_eq!(files(&out), files(&fresh.path().join("out")));
}

#[test]
fn folders_of_other_documents_and_documents_themselves_are_safe() {
    let folder = cut(DOC, "");
    let out = folder.path().join("out");
    let before = files(&out);
    fs::write(folder.path().join("other.md"), "# Other\n\n## Goods\n").expect("a document");
    let said = archsite(folder.path(), "shard other.md out");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("contains the files of `../doc.md`"),
        "{}",
        said.stderr
    );
    assert_eq!(files(&out), before);
    // No option overwrites the document.
    fs::write(out.join("index.md"), DOC).expect("a document");
    let said = archsite(folder.path(), "shard out/index.md out --force");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert_eq!(files(&out)["index.md"], DOC);

    let book = shop();
    assert_eq!(archsite(book.path(), "context").code, 0);
    fs::remove_file(book.path().join("src/doc.md")).expect("the document goes");
    let said = archsite(book.path(), "context");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("src/doc.md`: it does not exist"),
        "{}",
        said.stderr
    );
    assert_eq!(files(&book.path().join("src/doc")).len(), 4);
}

#[test]
fn folders_that_nothing_is_written_to_any_more_are_named() {
    let book = shop();
    assert_eq!(archsite(book.path(), "context").code, 0);
    book.write(
        "book.toml",
        &format!("{BOOK}\n[preprocessor.archsite.context]\ndir = \"out\"\n"),
    );
    let said = archsite(book.path(), "context");
    assert!(
        said.stderr.contains("`src/doc` was written for"),
        "{}",
        said.stderr
    );
    assert_eq!(archsite(book.path(), "context --check").code, 1);
    fs::remove_dir_all(book.path().join("src/doc")).expect("the old folder goes");
    assert_eq!(archsite(book.path(), "context --check").code, 0);
    // A chapter of the book that is in the folder belongs there.
    book.write("book.toml", BOOK);
    book.write("src/doc/more.md", "# More\n");
    book.write("src/SUMMARY.md", "- [Doc](doc.md)\n- [More](doc/more.md)\n");
    fs::remove_dir_all(book.path().join("out")).expect("the old folder goes");
    assert_eq!(archsite(book.path(), "context").code, 0);
    assert_eq!(archsite(book.path(), "context --check").code, 0);
}
