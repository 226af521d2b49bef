//! Builds the example and serves it the way a host of static files does.

use std::process::Command;
use std::sync::Arc;

use anyhow::ensure;
use axum::Router;
use mdbook_driver::book::BookItem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tower_http::services::{ServeDir, ServeFile};

use crate::expected;

/// Where a project's pages lie on the host.
pub(crate) const SUB_PATH: &str = "/mdbook-archsite/";

/// A site that is served as long as the program runs.
pub(crate) struct Served {
    base: String,
    _folder: Arc<TempDir>,
}

impl Served {
    /// The address of a page.
    pub(crate) fn url(&self, page: &str) -> String {
        format!("{}{page}", self.base)
    }
}

/// Builds the example with the built command, or without our passes.
pub(crate) fn build_example(split: bool) -> anyhow::Result<Arc<TempDir>> {
    let out = tempfile::tempdir()?;
    let folder = expected::example();
    if split {
        let run = Command::new(env!("CARGO_BIN_EXE_archsite-browser"))
            .arg("build")
            .arg(&folder)
            .arg("--dest-dir")
            .arg(out.path())
            .output()?;
        let words = String::from_utf8_lossy(&run.stderr);
        ensure!(run.status.success(), "the example does not build: {words}");
    } else {
        let mut book = mdbook_driver::MDBook::load(&folder)?;
        book.config
            .set("preprocessor.archsite.renderers", Vec::<String>::new())?;
        book.config.build.build_dir = out.path().to_path_buf();
        book.book.for_each_mut(|item| {
            let BookItem::Chapter(chapter) = item else {
                return;
            };
            // mdBook alone shows the front matter of records as text.
            let matter = chapter.content.strip_prefix("---\n");
            if let Some((_, text)) = matter.and_then(|rest| rest.split_once("\n---\n")) {
                chapter.content = text.to_string();
            }
            // Its script complains about a language that it does not know.
            chapter.content = chapter.content.replace("```mermaid", "```text");
        });
        book.build()?;
    }
    Ok(Arc::new(out))
}

/// Serves a folder below a path; `404.html` is shown for all it does not have.
pub(crate) fn serve(
    runtime: &Runtime,
    folder: Arc<TempDir>,
    path: &'static str,
) -> anyhow::Result<Served> {
    let missing = ServeFile::new(folder.path().join("404.html"));
    let files = ServeDir::new(folder.path()).not_found_service(missing);
    let router = match path {
        "/" => Router::new().fallback_service(files),
        path => Router::new().nest_service(path.trim_end_matches('/'), files),
    };
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    runtime.spawn(async move { axum::serve(listener, router).await });
    Ok(Served {
        base: format!("http://{address}{path}"),
        _folder: folder,
    })
}
