//! What several tests need: books made for a test, runs of the command, and a check against a schema.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// A book in a temporary folder.
pub(crate) struct TestBook {
    folder: tempfile::TempDir,
}

impl TestBook {
    /// Writes `book.toml` and the chapters. A `SUMMARY.md` that lists the chapters in the
    /// order given is added unless there is one.
    pub(crate) fn new(config: &str, files: &[(&str, &str)]) -> TestBook {
        let book = TestBook {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        book.write("book.toml", config);
        let chapters = files.iter().filter(|(name, _)| name.ends_with(".md"));
        let lines = chapters.map(|(name, _)| format!("- [{name}]({name})\n"));
        let summary: String = lines.collect();
        book.write("src/SUMMARY.md", &format!("# Summary\n\n{summary}"));
        for (name, text) in files {
            book.write(&format!("src/{name}"), text);
        }
        book
    }

    /// The folder of `book.toml`.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, with the folders it needs.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Reads a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Builds the book with the embedded mdBook.
    pub(crate) fn build(&self) -> Run {
        let folder = self.path().to_str().expect("a path that is text");
        run(Path::new("."), &["build", folder, "--color", "never"], "")
    }

    /// What mdBook would send for this book and renderer.
    pub(crate) fn input(&self, renderer: &str) -> Value {
        let book = mdbook_driver::MDBook::load(self.path()).expect("a book");
        json!([
            {
                "root": self.path(),
                "config": serde_json::to_value(&book.config).expect("JSON"),
                "renderer": renderer,
                "mdbook_version": "0.5.4",
            },
            serde_json::to_value(&book.book).expect("JSON"),
        ])
    }

    /// Runs the preprocessor on the book as it is on disk.
    pub(crate) fn preprocess(&self) -> Run {
        run(self.path(), &[], &self.input("html").to_string())
    }

    /// Takes the folder of this book out of a text.
    pub(crate) fn redact(&self, text: &str) -> String {
        text.replace(self.path().to_str().expect("a path that is text"), "BOOK")
    }
}

/// What a run of the command gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The book on standard output.
    pub(crate) fn book(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.stderr);
        serde_json::from_str(&self.stdout).expect("a book as JSON")
    }
}

/// Runs the built command.
pub(crate) fn run(folder: &Path, args: &[&str], stdin: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"))
        .args(args)
        .current_dir(folder)
        .env_remove("MDBOOK_LOG")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("GITHUB_ACTIONS")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut input = child.stdin.take().expect("standard input");
    // A command that refuses early does not read all.
    let _ = input.write_all(stdin.as_bytes());
    drop(input);
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("the command ends");
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).expect("UTF-8"),
        stderr: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// All chapters of a book, flat: name, number, path, source path and text.
pub(crate) fn chapters(book: &Value) -> Vec<Value> {
    fn collect(items: &Value, found: &mut Vec<Value>) {
        for item in items.as_array().into_iter().flatten() {
            if let Some(chapter) = item.get("Chapter") {
                found.push(chapter.clone());
                collect(&chapter["sub_items"], found);
            }
        }
    }
    let mut found = Vec::new();
    collect(&book["items"], &mut found);
    found
}

/// Compares a value with a JSON Schema. Fields that the schema does not declare are errors too, which
/// readers of the schema must ignore.
#[track_caller]
pub(crate) fn conforms(value: &Value, schema: &Value) {
    let mut schema = schema.clone();
    close(&mut schema);
    let schema = jsonschema::validator_for(&schema).expect("a JSON Schema");
    let errors: Vec<String> = schema.iter_errors(value).map(|e| e.to_string()).collect();
    assert_eq!(errors, [""; 0], "{value:#}");
}

/// Forbids undeclared fields in all objects of a schema.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            if fields.get("properties").is_some_and(Value::is_object) {
                fields.insert("additionalProperties".to_string(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
