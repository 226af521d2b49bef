//! Makes the first corpus of each target from Markdown files:
//! `cargo run --no-default-features --example seed -- FOLDER…`, in the folder of the fuzz crate.

use std::fs;
use std::path::{Path, PathBuf};

/// Larger files only slow the fuzzer down.
const LARGEST: usize = 8 << 10;

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for folder in std::env::args_os().skip(1) {
        markdown_below(Path::new(&folder), &mut files)?;
    }
    let corpus = Path::new("corpus");
    for target in ["lossless", "directives", "protocol", "front_matter"] {
        fs::create_dir_all(corpus.join(target))?;
    }
    for (number, file) in files.iter().enumerate() {
        let Ok(text) = fs::read_to_string(file) else {
            continue;
        };
        if text.len() > LARGEST {
            continue;
        }
        let seed = |target: &str, bytes: &[u8]| {
            fs::write(corpus.join(target).join(format!("seed-{number}")), bytes)
        };
        // Two bytes choose the configuration: level 2, no limits of size.
        seed("lossless", &[&[1, 0], text.as_bytes()].concat())?;
        seed("directives", text.as_bytes())?;
        seed("front_matter", text.as_bytes())?;
        seed("protocol", archsite_fuzz::message(&text).as_bytes())?;
    }
    Ok(())
}

fn markdown_below(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            markdown_below(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "md") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}
