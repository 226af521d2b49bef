//! A change of a folder: what is there, what is to be there, and whether it may be replaced.

use std::collections::BTreeSet;

use super::ends;
use super::ends::with_lf;
use super::own;

/// What there is under a name.
#[derive(Debug)]
pub enum Found {
    /// A text.
    Text(String),
    /// It is not a text of this repository: the reason.
    Unreadable(String),
}

/// Whether a file may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// Written by this program, and not edited since; or there is none.
    Unchanged,
    /// Written by this program, edited since.
    Edited,
    /// Not written by this program.
    Unmanaged,
}

/// Something to do in a folder.
#[derive(Debug)]
pub struct Change {
    /// Name of the file in the folder.
    pub name: String,
    /// What is there now.
    pub old: Option<Found>,
    /// What is to be there; none if the file goes.
    pub new: Option<String>,
    /// Whether the file may be replaced.
    pub state: FileState,
}

impl Found {
    /// The front matter that belongs to the file.
    pub(super) fn own(&self) -> &str {
        match self {
            Found::Text(text) => own::split(text).0,
            Found::Unreadable(_) => "",
        }
    }

    /// What a parser makes of a text, or the reason why nothing can be made of it.
    pub(super) fn parsed<T>(&self, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, String> {
        match self {
            Found::Text(text) => parse(text),
            Found::Unreadable(reason) => Err(reason.clone()),
        }
    }
}

/// Gives the front matter of the one file that goes to the one that comes: its section has another
/// title now. In all other cases the file that has it must not go.
pub(super) fn keep_own(changes: &mut [Change]) {
    let is_new = |change: &Change| change.old.is_none();
    let goes = |change: &Change| change.new.is_none();
    let comes: Vec<usize> = (0..changes.len())
        .filter(|at| is_new(&changes[*at]))
        .collect();
    let gone: Vec<usize> = (0..changes.len())
        .filter(|at| goes(&changes[*at]))
        .collect();
    let pair = match (gone.as_slice(), comes.as_slice()) {
        ([from], [to]) => Some((*from, *to)),
        _ => None,
    };
    for from in gone {
        let old = changes[from].old.as_ref();
        let own = old.map_or("", Found::own).to_string();
        if own.is_empty() {
            continue;
        }
        match pair.and_then(|(_, to)| changes[to].new.as_mut()) {
            Some(new) => new.insert_str(0, &with_lf(&own)),
            None => changes[from].state = FileState::Unmanaged,
        }
    }
}

/// The state of a file that was found.
pub(super) fn state(hashes: Option<&BTreeSet<&str>>, found: Option<&Found>) -> FileState {
    match (hashes, found) {
        (_, None) => FileState::Unchanged,
        (None, _) => FileState::Unmanaged,
        (Some(hashes), Some(Found::Text(text))) if ends::has_one_of(own::split(text).1, hashes) => {
            FileState::Unchanged
        }
        _ => FileState::Edited,
    }
}
