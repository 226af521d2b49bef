//! The preview: pages, messages on them, and builds after changes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::common::{TestBook, run};

const CONFIG: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

/// How often a page is requested until it is as expected. A change is built much sooner.
const TRIES: usize = 600;

/// A running preview of a book.
struct Preview {
    process: Child,
    /// `host:port`.
    address: String,
}

impl Preview {
    fn start(book: &TestBook) -> Preview {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"))
            .args(["serve", "--hostname", "127.0.0.1", "--port", "0"])
            .current_dir(book.path())
            .env_remove("GITHUB_ACTIONS")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let stderr = process.stderr.take().expect("standard error");
        let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.split_once("http://")?.1.to_string()));
        // Messages of later builds must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Preview {
            process,
            address: address.expect("the address of the preview"),
        }
    }

    /// The response to a request, with its headers.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut response = Vec::new();
        stream.read_to_end(&mut response).expect("a response");
        String::from_utf8_lossy(&response).into_owned()
    }

    /// Requests a page until it is as expected.
    #[track_caller]
    fn wait(&self, path: &str, expected: impl Fn(&str) -> bool) {
        for _ in 0..TRIES {
            if expected(&self.get(path)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{}", self.get(path));
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn changes_of_chapters_and_settings_are_built() {
    let book = TestBook::new(CONFIG, &[("a.md", "# A\n\nFirst text.\n")]);
    let preview = Preview::start(&book);
    let page = preview.get("/a.html");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(
        page.contains("First text.") && page.contains("__livereload"),
        "{page}"
    );
    assert!(!page.contains("<details"), "no messages: {page}");
    assert!(preview.get("/none.html").starts_with("HTTP/1.1 404"));

    book.write("src/a.md", "# A\n\nSecond text. [b](b.md)\n");
    preview.wait("/a.html", |page| {
        page.contains("Second text.") && page.contains("error[broken-link]")
    });
    book.write("book.toml", "[book\n");
    preview.wait("/a.html", |page| page.contains("The build failed"));
    book.write("src/a.md", "# A\n\nThird text.\n");
    book.write("book.toml", CONFIG);
    preview.wait("/a.html", |page| {
        page.contains("Third text.") && !page.contains("<details")
    });
}

#[test]
fn changes_of_manifests_and_new_records_outside_of_src_are_built() {
    let text = "# A\n\nReact {{#version react}}\n\n<!-- archsite: adr-index -->\n";
    let book = TestBook::new(CONFIG, &[("a.md", text)]);
    book.write(
        "web/package.json",
        "{\"dependencies\": {\"react\": \"18.1.0\"}}",
    );
    let record = |title: &str| format!("# {title}\n\n## Status\n\nAccepted\n\n## Decision\n\nX.\n");
    book.write("docs/adr/0001-one.md", &record("1. First record"));
    let preview = Preview::start(&book);
    preview.wait("/a.html", |page| {
        page.contains("18.1.0") && page.contains("First record")
    });
    book.write(
        "web/package.json",
        "{\"dependencies\": {\"react\": \"19.2.0\"}}",
    );
    preview.wait("/a.html", |page| page.contains("19.2.0"));
    book.write("docs/adr/0002-two.md", &record("2. Second record"));
    preview.wait("/a.html", |page| page.contains("Second record"));
}

#[test]
fn a_book_that_cannot_be_built_yet_is_explained_on_every_page() {
    let book = TestBook::new(CONFIG, &[("a.md", "# A\n")]);
    book.write("src/SUMMARY.md", "# Summary\n\n- A\n");
    let preview = Preview::start(&book);
    let page = preview.get("/");
    assert!(
        page.contains("The build failed") && page.contains("__livereload"),
        "{page}"
    );
    book.write("src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n");
    preview.wait("/", |page| page.starts_with("HTTP/1.1 200"));
}

#[test]
fn a_port_in_use_is_reported() {
    let book = TestBook::new(CONFIG, &[("a.md", "# A\n")]);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener
        .local_addr()
        .expect("an address")
        .port()
        .to_string();
    let args = ["serve", "--hostname", "127.0.0.1", "--port", &port];
    let refused = run(book.path(), &args, "");
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("choose another port with `--port`"),
        "{}",
        refused.stderr
    );
}
