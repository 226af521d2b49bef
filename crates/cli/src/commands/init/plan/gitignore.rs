//! The entry of the build folder in `.gitignore`.

use archsite_core::fs::Ignored;

use super::Plan;
use crate::commands::init::deliver::Change;
use crate::commands::init::settings::line_end;
use crate::commands::init::survey::{Survey, join};

/// Adds the folder that a book is built into, unless it is ignored already.
pub(super) fn add(plan: &mut Plan, survey: &Survey, book: &str, build: &str) {
    let whole = join(&survey.prefix, &join(book, build));
    if Ignored::new(&survey.reader).ignores(&whole, true) {
        return;
    }
    let file = join(book, ".gitignore");
    let entry = format!("/{build}/");
    let about = format!("`{entry}` is not committed");
    match survey.reader.read(&survey.base.join(&file)) {
        Ok(old) => {
            let end = line_end(&old);
            let is_open = !old.is_empty() && !old.ends_with('\n');
            let new = format!("{old}{}{entry}{end}", if is_open { end } else { "" });
            plan.changes.push(Change {
                file,
                old: Some(old),
                new,
                about,
            });
        }
        Err(error) if error.is_not_found() => {
            plan.new_file(file, format!("{entry}\n"), about);
        }
        Err(error) => plan.left.push(format!("{file}: {}", error.reason())),
    }
}
