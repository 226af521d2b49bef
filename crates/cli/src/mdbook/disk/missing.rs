//! Problems of chapters that cannot be read, and of a SUMMARY.md that mdBook cannot read.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::fs::{ReadError, Reader};
use archsite_core::site::path;
use archsite_links::lints;
use archsite_links::section_in_summary;
use archsite_links::summary::Summary;

/// A chapter of SUMMARY.md that cannot be read; `location` is its path as listed, `src` the folder
/// that it counts from. `None` for one outside of `src`, which is reported as such.
pub(super) fn chapter(
    reader: &Reader,
    names: &mut Names,
    src: &Path,
    location: &str,
    error: &ReadError,
    place: Location,
) -> Option<Diagnostic> {
    let normal = path::normal(location);
    if normal.starts_with("../") {
        return None;
    }
    let is_gone = error.is_not_found();
    if let Some(problem) = section_in_summary(location, place.clone(), false).filter(|_| is_gone) {
        return Some(problem);
    }
    let file = src.join(location);
    let write = "write the chapter, or remove it from SUMMARY.md; mdBook creates an empty one \
                 unless `create-missing = false`";
    let plain = path::percent_decode(location).replace('\\', "/");
    let other_case = names.other_case(reader, src, &normal);
    let is_odd = location.contains(['#', '?', '%', '"', '\\']);
    let (message, help) = if location.starts_with('/') {
        (
            format!("the path of the chapter `{location}` is absolute, not relative to `src`"),
            format!("write `{}`", location.trim_start_matches('/')),
        )
    } else if location.contains("://") || location.starts_with("mailto:") {
        (
            format!("SUMMARY.md cannot link to the web: mdBook takes `{location}` for a file name"),
            "take the entry out, and put the link on a page".to_string(),
        )
    } else if let Some(target) = reader.dangling(&file) {
        (
            format!(
                "the chapter `{location}` is a symbolic link to `{target}`, which does not exist"
            ),
            "create its target, or remove the chapter from SUMMARY.md".to_string(),
        )
    } else if reader.is_folder(&file) {
        (
            format!("the chapter `{location}` is a folder"),
            "name a file, such as `README.md` in that folder".to_string(),
        )
    } else if is_gone && normal != location && reader.is_file(&src.join(normal.as_ref())) {
        // mdBook would make the missing folder, and then write over the file.
        (
            format!("mdBook replaces `{normal}` by an empty chapter when it reads `{location}`"),
            format!("write `{normal}`"),
        )
    } else {
        match error {
            ReadError::Io(..) if is_gone && reader.is_file(&src.join(&plain)) => (
                format!("there is no chapter `{location}`"),
                format!("mdBook does not decode the name; the file is `{plain}`"),
            ),
            ReadError::Io(..) if is_gone && other_case.is_some() => (
                format!("there is no chapter `{location}`"),
                format!(
                    "the file is `{}`: write it in the same case; file systems and web servers \
                     tell upper from lower case",
                    other_case.unwrap_or_default()
                ),
            ),
            ReadError::Io(..) if is_gone && is_odd => (
                format!("there is no chapter `{location}`"),
                "name a file without `#`, `?`, `%`, `\"` and `\\`: mdBook decodes no escape \
                 except `%20`, and the sidebar cannot link to such names"
                    .to_string(),
            ),
            ReadError::Io(..) if is_gone => (
                format!("there is no chapter `{location}`"),
                write.to_string(),
            ),
            ReadError::NotUtf8(_) => (
                format!("the chapter `{location}` is not valid UTF-8"),
                "save the file as UTF-8".to_string(),
            ),
            ReadError::TooLarge(_, limit) => (
                format!("the chapter `{location}` is larger than {limit} bytes"),
                "split the file".to_string(),
            ),
            ReadError::Outside(..) => (
                format!("the chapter `{location}` is outside the repository"),
                "move the file into the repository, or set `root`".to_string(),
            ),
            error => (
                format!("cannot read the chapter `{location}`: {}", error.reason()),
                "replace it by a readable file".to_string(),
            ),
        }
    };
    Some(
        Diagnostic::new(&lints::MISSING_CHAPTER, message)
            .at(place, "listed here")
            .help(help),
    )
}

/// Names of files by their lower case form, for each folder that was read.
#[derive(Default)]
pub(super) struct Names(HashMap<String, HashMap<String, Vec<String>>>);

impl Names {
    /// The only file below `src` whose path differs from this one in case alone.
    fn other_case(&mut self, reader: &Reader, src: &Path, path: &str) -> Option<String> {
        let mut found = String::new();
        for part in path.split('/') {
            let names = self.0.entry(found.clone()).or_insert_with(|| {
                let mut names: HashMap<String, Vec<String>> = HashMap::new();
                for name in reader.names(&src.join(&found)) {
                    names.entry(name.to_lowercase()).or_default().push(name);
                }
                names
            });
            let alike = names.get(&part.to_lowercase())?;
            let name = match alike.as_slice() {
                [name] => name,
                names => names.iter().find(|name| *name == part)?,
            };
            if !found.is_empty() {
                found.push('/');
            }
            found.push_str(name);
        }
        (found != path && reader.is_file(&src.join(&found))).then_some(found)
    }
}

/// The line of SUMMARY.md that mdBook's parser names.
pub(super) fn line(text: &str, error: &anyhow::Error) -> Range<usize> {
    let message = error.root_cause().to_string();
    let words = message.split([' ', ',']);
    let line = words.skip_while(|word| *word != "line").nth(1);
    let line = line
        .and_then(|line| line.parse::<usize>().ok())
        .unwrap_or(1);
    let start = archsite_core::text::lines::Lines::default().start(text, line);
    let end = archsite_core::text::lines::line_end(text, start);
    start..start + text[start..end].trim_end().len()
}

/// What mdBook's parser says about a SUMMARY.md, with the line that it names.
pub(super) fn summary(summary: &Summary, text: &str, error: &anyhow::Error) -> Diagnostic {
    let message = error.root_cause().to_string();
    if let Some(file) = message.split("Duplicate file in SUMMARY.md: ").nth(1) {
        return listed_twice(summary, file.trim_matches('"'));
    }
    let place = summary.at(line(text, error));
    let message = message.trim_start_matches("failed to parse SUMMARY.md ");
    Diagnostic::new(
        &lints::BROKEN_SUMMARY,
        format!("mdBook cannot read SUMMARY.md: {message}"),
    )
    .at(place, "")
    .help("a table of contents is a list of links, with titles of parts between the lists")
}

/// mdBook takes a file once.
fn listed_twice(summary: &Summary, file: &str) -> Diagnostic {
    let message = format!("SUMMARY.md lists `{file}` twice, so mdBook cannot read it");
    let problem = Diagnostic::new(&lints::BROKEN_SUMMARY, message);
    let problem = match summary.places(file).nth(1) {
        Some(second) => problem
            .at(second, "listed again here")
            .at(summary.place(file), "listed first here"),
        None => problem.at(summary.place(file), "listed here"),
    };
    problem.help("list each file once; to show it twice, include it in another chapter")
}
