//! `serve`: a preview of the site that is built again when a source changes.
//!
//! Problems of a build are shown on the terminal and on the pages, and the preview continues.

mod preview;
mod server;
mod sources;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use mdbook_driver::config::Config;

use self::preview::Preview;
use self::watch::Watcher;
use crate::commands::book::build;
use crate::exit::CLEAN;
use crate::mdbook::book_toml;
use crate::report;

/// The path of the web socket that reloads pages; mdBook adds its script to them.
const LIVE_RELOAD: &str = "__livereload";

/// The arguments of `serve`, as those of `mdbook serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of book.toml
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Folder to build into, relative to the current folder [default: from book.toml]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) dest_dir: Option<PathBuf>,

    /// Host name or address to listen on
    #[arg(long, short = 'n', value_name = "HOST", default_value = "localhost")]
    pub(crate) hostname: String,

    /// Port to listen on; 0 for any free port
    #[arg(long, short, value_name = "PORT", default_value_t = 3000)]
    pub(crate) port: u16,

    /// Open the site in a browser
    #[arg(long, short)]
    pub(crate) open: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    let dir = std::path::absolute(&args.dir)
        .with_context(|| format!("`{}` is not a folder", args.dir.display()))?;
    let config = book_toml::read(&dir)?;
    let listener = server::bind(&args.hostname, args.port)?;
    let port = listener.local_addr()?.port();
    let address = format!("http://{}:{port}", host(&args.hostname));

    let preview = Arc::new(Preview::new(build::html_folder(
        &dir,
        args.dest_dir.as_deref(),
        config,
    )?));
    let mut watcher = Watcher::new()?;
    rebuild(&dir, args, &preview, &mut watcher);
    let served = Arc::clone(&preview);
    std::thread::spawn(move || {
        if let Err(error) = server::run(listener, served) {
            report::failure(&error);
        }
    });
    report::note(&format!("serving the site at {address}"));
    if args.open {
        opener::open_browser(&address).with_context(|| format!("cannot open `{address}`"))?;
    }
    while let Some(changed) = watcher.wait() {
        report::note(&format!("`{}` was changed", changed.display()));
        rebuild(&dir, args, &preview, &mut watcher);
        preview.reload();
    }
    Ok(CLEAN)
}

/// Builds the site, stores the problems for the pages, and watches the sources of this build.
fn rebuild(dir: &Path, args: &Args, preview: &Preview, watcher: &mut Watcher) {
    let (built, text) = report::recorded(|| {
        let built = build::build(dir, args.dest_dir.as_deref(), &preview_config);
        if let Err(error) = &built {
            report::failure(error);
        }
        built
    });
    match built {
        Ok(Some(site)) => preview.built(site, text),
        Ok(None) | Err(_) => preview.failed(text),
    }
    watcher.watch(sources::of(dir), preview.site());
}

/// Changes the configuration as `mdbook serve` does.
fn preview_config(config: &mut Config) -> anyhow::Result<()> {
    config.set("output.html.live-reload-endpoint", LIVE_RELOAD)?;
    // The page for missing pages refers to its files from the root.
    config.set("output.html.site-url", "/")
}

/// A host as a part of an address: an IPv6 address is in brackets.
fn host(hostname: &str) -> String {
    if hostname.contains(':') {
        format!("[{hostname}]")
    } else {
        hostname.to_string()
    }
}
