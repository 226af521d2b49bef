//! The problems of records, and all their words.
//!
//! A struct holds the facts, its conversion the words; nothing is looked for here.

use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::{Diagnostic, Location};

use crate::lints;
use crate::model::record::{FlawKind, Kind, Status};

pub(crate) mod links;

/// Something wrong with one record, at one place.
pub(crate) struct Flawed<'a> {
    pub(crate) kind: FlawKind,
    pub(crate) words: &'a str,
    pub(crate) place: Location,
}

impl From<Flawed<'_>> for Diagnostic {
    fn from(problem: Flawed<'_>) -> Diagnostic {
        let Flawed { kind, words, place } = problem;
        let words = shortened(words);
        let (lint, message, help): (&'static Lint, String, &str) = match kind {
            FlawKind::FrontMatter => (
                &lints::RECORD_FRONT_MATTER,
                format!("the front matter is not valid YAML: {words}"),
                "only what could be read line by line is used",
            ),
            FlawKind::DateInvalid => (
                &lints::RECORD_DATE_INVALID,
                format!("`{words}` is not a date"),
                "write it as `YYYY-MM-DD`",
            ),
            FlawKind::DateAmbiguous => (
                &lints::RECORD_DATE_AMBIGUOUS,
                "day and month of this date are ambiguous, and no other date of the folder resolves them"
                    .to_string(),
                "write it as `YYYY-MM-DD`",
            ),
            FlawKind::Template => (
                &lints::RECORD_TEMPLATE_TEXT,
                format!("`{words}` is text from the template"),
                "fill it in, or remove it",
            ),
            FlawKind::MergeMarker => (
                &lints::RECORD_MERGE_MARKER,
                "unresolved merge conflict".to_string(),
                "resolve the conflict, and remove the markers",
            ),
            FlawKind::StatusUnknown => (
                &lints::RECORD_STATUS_UNKNOWN,
                format!("`{words}` is not a known status"),
                "define it in [preprocessor.archsite.adr.statuses], or use a known word",
            ),
        };
        Diagnostic::new(lint, message).at(place, "").help(help)
    }
}

/// What a record does not state.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Missing {
    Title,
    Status,
    Date,
}

/// A record that does not state something.
pub(crate) struct Absent {
    pub(crate) what: Missing,
    pub(crate) place: Location,
}

impl From<Absent> for Diagnostic {
    fn from(problem: Absent) -> Diagnostic {
        let (lint, message, help): (&'static Lint, _, _) = match problem.what {
            Missing::Title => (
                &lints::RECORD_TITLE_MISSING,
                "this record has no title",
                "begin it with `# Title`",
            ),
            Missing::Status => (
                &lints::RECORD_STATUS_MISSING,
                "this record has no status",
                "write `status: accepted` into the front matter, or add a section `## Status`",
            ),
            Missing::Date => (
                &lints::RECORD_DATE_MISSING,
                "this record has no date",
                "write `date: YYYY-MM-DD` into the front matter, or add a line `Date: YYYY-MM-DD`",
            ),
        };
        Diagnostic::new(lint, message)
            .at(problem.place, "none is assumed")
            .help(help)
    }
}

/// Two records with one number.
pub(crate) struct DuplicateNumber<'a> {
    pub(crate) number: u64,
    pub(crate) free: u64,
    pub(crate) first: &'a str,
    pub(crate) place: Location,
    pub(crate) other: Location,
}

impl From<DuplicateNumber<'_>> for Diagnostic {
    fn from(problem: DuplicateNumber<'_>) -> Diagnostic {
        let DuplicateNumber {
            number,
            free,
            first,
            place,
            other,
        } = problem;
        Diagnostic::new(
            &lints::RECORD_NUMBER_DUPLICATE,
            format!("`{first}` has the number {number} too"),
        )
        .at(place, "")
        .at(other, "this record has the same number")
        .help(format!("the next free number is {free}"))
    }
}

/// A number that no record has.
pub(crate) struct NumberGap {
    pub(crate) from: u64,
    pub(crate) to: u64,
    pub(crate) place: Location,
}

impl From<NumberGap> for Diagnostic {
    fn from(problem: NumberGap) -> Diagnostic {
        let message = if problem.from == problem.to {
            format!("there is no record {}", problem.from)
        } else {
            format!("there are no records {} to {}", problem.from, problem.to)
        };
        Diagnostic::new(&lints::RECORD_NUMBER_GAP, message)
            .at(problem.place, "this is the next one")
            .help("nothing needs to be done if a record was removed or never written")
    }
}

/// A title with another number than the file.
pub(crate) struct NumberUnlikeFile {
    pub(crate) title: u64,
    pub(crate) file: u64,
    pub(crate) place: Location,
}

impl From<NumberUnlikeFile> for Diagnostic {
    fn from(problem: NumberUnlikeFile) -> Diagnostic {
        let NumberUnlikeFile { title, file, place } = problem;
        Diagnostic::new(
            &lints::RECORD_NUMBER_UNLIKE_FILE,
            format!("the title has the number {title}, the file name {file}"),
        )
        .at(place, "")
        .help("links and the index use the number of the file")
    }
}

/// A relation to a record that does not exist.
pub(crate) struct Dangling<'a> {
    pub(crate) kind: Kind,
    pub(crate) target: &'a str,
    pub(crate) near: Option<String>,
    pub(crate) place: Location,
}

impl From<Dangling<'_>> for Diagnostic {
    fn from(problem: Dangling<'_>) -> Diagnostic {
        let Dangling {
            kind,
            target,
            near,
            place,
        } = problem;
        let message = format!(
            "`{}` names `{target}`, but there is no such record",
            kind.words()
        );
        let found = Diagnostic::new(&lints::SUPERSESSION_BROKEN, message).at(place, "");
        found.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the number or the link; add the folder of the record to \
                     `directories` if it is not searched"
                .to_string(),
        })
    }
}

/// What is wrong with a supersession between two records.
pub(crate) enum Supersession {
    /// Only one of the two states it.
    OneWay,
    /// It leads back to where it began.
    Circle,
    /// A record supersedes itself.
    Itself,
    /// The status of the older one says something else.
    Contradicts(Status),
}

/// A supersession, and what is wrong with it.
pub(crate) struct BadSupersession<'a> {
    pub(crate) what: Supersession,
    pub(crate) newer: &'a str,
    pub(crate) older: &'a str,
    pub(crate) place: Location,
    pub(crate) other: Location,
}

impl From<BadSupersession<'_>> for Diagnostic {
    fn from(problem: BadSupersession<'_>) -> Diagnostic {
        let BadSupersession {
            what,
            newer,
            older,
            place,
            other,
        } = problem;
        match what {
            Supersession::OneWay => Diagnostic::new(
                &lints::SUPERSESSION_ONE_WAY,
                format!("only one of the two records states that {newer} supersedes {older}"),
            )
            .at(place, "stated here")
            .at(other, "not stated here")
            .help("state it in both, for people who read the files; the book shows it on both"),
            Supersession::Circle => Diagnostic::new(
                &lints::SUPERSESSION_CYCLE,
                format!("the supersession of {older} by {newer} is part of a cycle"),
            )
            .at(place, "")
            .at(other, "the other record")
            .help("decide which of them is in force, and remove the other relation"),
            Supersession::Itself => Diagnostic::new(
                &lints::SUPERSESSION_CYCLE,
                format!("{newer} supersedes itself"),
            )
            .at(place, "")
            .help("name the record that is meant"),
            Supersession::Contradicts(status) => Diagnostic::new(
                &lints::SUPERSESSION_CONTRADICTS_STATUS,
                format!(
                    "{older} is superseded by {newer}, but its status is {}",
                    status.name()
                ),
            )
            .at(place, "")
            .at(other, "superseded here")
            .help("set its status to superseded"),
        }
    }
}

/// A superseded record that names no successor.
pub(crate) struct NoSuccessor {
    pub(crate) place: Location,
}

impl From<NoSuccessor> for Diagnostic {
    fn from(problem: NoSuccessor) -> Diagnostic {
        Diagnostic::new(
            &lints::SUPERSEDED_WITHOUT_SUCCESSOR,
            "superseded, but no record is named as its successor",
        )
        .at(problem.place, "")
        .help("name the record that supersedes it")
    }
}

/// A file that looks like a record and was not understood.
pub(crate) struct NotUnderstood<'a> {
    pub(crate) why: Option<&'a str>,
    pub(crate) place: Location,
}

impl From<NotUnderstood<'_>> for Diagnostic {
    fn from(problem: NotUnderstood<'_>) -> Diagnostic {
        let message = match problem.why {
            Some(why) => format!("this file looks like a record, but cannot be read: {why}"),
            None => "this file looks like a record, but has neither the name nor the sections of \
                     one"
            .to_string(),
        };
        let help = match problem.why {
            Some(_) => {
                "a record is a text file in UTF-8, below the size limit and inside the repository"
            }
            None => {
                "give it a number, a status or a heading `Decision`, or move it to another \
                     folder"
            }
        };
        Diagnostic::new(&lints::RECORD_NOT_UNDERSTOOD, message)
            .at(problem.place, "not in the index")
            .help(help)
    }
}

/// No records where some should be.
pub(crate) struct NoRecords<'a> {
    pub(crate) folder: Option<&'a str>,
    pub(crate) place: Location,
}

impl From<NoRecords<'_>> for Diagnostic {
    fn from(problem: NoRecords<'_>) -> Diagnostic {
        let message = match problem.folder {
            Some(folder) => format!("there are no records in `{folder}`"),
            None => "there are no decision records in the usual folders".to_string(),
        };
        Diagnostic::new(&lints::RECORDS_NOT_FOUND, message)
            .at(problem.place, "")
            .help("name their folders in `directories`, relative to the book root")
    }
}

/// What is wrong with an index kept by hand.
pub(crate) enum Stale<'a> {
    /// It has no link to these files.
    Lacks(Vec<&'a str>),
    /// It says another status.
    Status {
        record: String,
        said: Status,
        is: Status,
    },
    /// It says another number.
    Number { said: u64, is: u64 },
    /// It links to a record that is not there.
    Gone(String),
}

/// An index kept by hand that lacks or misstates records.
pub(crate) struct StaleIndex<'a> {
    pub(crate) what: Stale<'a>,
    pub(crate) place: Location,
}

impl From<StaleIndex<'_>> for Diagnostic {
    fn from(problem: StaleIndex<'_>) -> Diagnostic {
        let (message, words) = match problem.what {
            Stale::Lacks(missing) => {
                let names = missing.iter().take(5).map(|name| format!("`{name}`"));
                let names: Vec<String> = names.collect();
                let more = match missing.len().saturating_sub(names.len()) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let message = format!("this index does not list {}{more}", names.join(", "));
                (message, "the list ends here")
            }
            Stale::Status { record, said, is } => {
                let (said, is) = (said.name(), is.name());
                let message = format!(
                    "this index gives {record} the status {said}, but its file \
                                       has {is}"
                );
                (message, "")
            }
            Stale::Number { said, is } => (
                format!("this index gives the number {said} to the record with the number {is}"),
                "",
            ),
            Stale::Gone(dest) => {
                let message = format!("this index lists `{}`", shortened(&dest));
                (message, "there is no such record")
            }
        };
        Diagnostic::new(&lints::RECORD_INDEX_STALE, message)
            .at(problem.place, words)
            .help("write `<!-- archsite: adr-index -->` there instead of the list")
    }
}

/// A decision inside a document that nobody filled in.
pub(crate) struct Placeholder<'a> {
    pub(crate) title: &'a str,
    pub(crate) place: Location,
}

impl From<Placeholder<'_>> for Diagnostic {
    fn from(problem: Placeholder<'_>) -> Diagnostic {
        Diagnostic::new(
            &lints::DECISION_PLACEHOLDER,
            format!(
                "the decision `{}` is still a placeholder",
                shortened(problem.title)
            ),
        )
        .at(problem.place, "not in the index")
        .help("fill it in, or remove it")
    }
}

/// At most a line of what a record says.
fn shortened(text: &str) -> String {
    let text = archsite_core::text::collapse_whitespace(text);
    match text.char_indices().nth(60) {
        None => text.into_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}
