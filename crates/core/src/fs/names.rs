//! How files are named: for people in their folder, and for programs.
//!
//! It looks at no file; the current folder is all it asks for.

use std::path::Path;

use crate::site::path::clean;

/// A file as a person in the current folder would name it: from there, unless its whole path is
/// shorter.
pub fn display(file: &Path) -> String {
    let clean = clean(file);
    let here = std::env::current_dir().unwrap_or_default();
    match clean.strip_prefix(&here) {
        Ok(inside) if inside.as_os_str().is_empty() => ".".to_string(),
        Ok(inside) => inside.display().to_string(),
        Err(_) => {
            let whole = clean.display().to_string();
            let from_here = relative(&clean, &here);
            if from_here.len() < whole.len() {
                from_here
            } else {
                whole
            }
        }
    }
}

/// A file as seen from a folder, with `/` between its parts.
pub fn relative(file: &Path, folder: &Path) -> String {
    let clean = clean(folder);
    let file: Vec<_> = file.components().collect();
    let folder: Vec<_> = clean.components().collect();
    let common = file.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_string(), folder.len() - common);
    let down = file[common..]
        .iter()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Like [`relative`]; `None` if a name in the path is not valid UTF-8.
pub fn relative_exact(file: &Path, folder: &Path) -> Option<String> {
    let path = relative(file, folder);
    (clean(&folder.join(&path)) == clean(file)).then_some(path)
}
