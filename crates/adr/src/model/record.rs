//! One decision record, as plain data.
//!
//! Each value has its byte range in the record and the rule that found it. Values that a record
//! does not state are absent.

use std::collections::HashSet;
use std::ops::Range;

/// Index into [`Records::entries`](crate::model::records::Records::entries).
pub type EntryId = usize;

/// The rule that found a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The name of the file, or of the folder of a record that has one to itself.
    FileName,
    /// A key of the YAML front matter.
    FrontMatter,
    /// The first heading.
    Heading,
    /// A section of its own, such as `## Status`.
    Section,
    /// A row or a column of a table of metadata.
    Table,
    /// A list item `Label: value`.
    Bullet,
    /// A line `Label: value`.
    Line,
    /// An entry of a change log.
    ChangeLog,
    /// A tag that is a status word.
    Tag,
    /// The folder a record was put into.
    Folder,
    /// A section of links.
    Links,
    /// The `kep.yaml` beside the record.
    Kep,
    /// One sentence that is the whole decision.
    Statement,
}

impl Rule {
    /// The rule in a few words, for people.
    pub fn description(self) -> &'static str {
        match self {
            Rule::FileName => "the file name",
            Rule::FrontMatter => "front matter",
            Rule::Heading => "the first heading",
            Rule::Section => "a section of its own",
            Rule::Table => "a table",
            Rule::Bullet => "a list item",
            Rule::Line => "a line with a label",
            Rule::ChangeLog => "the change log",
            Rule::Tag => "a tag",
            Rule::Folder => "the folder",
            Rule::Links => "the section of links",
            Rule::Kep => "kep.yaml",
            Rule::Statement => "a decision in one sentence",
        }
    }
}

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Byte range in the record; empty if it is not in its text.
    pub range: Range<usize>,
    /// The rule that found it.
    pub rule: Rule,
}

impl<T> Located<T> {
    /// A value at `range`.
    pub fn new(value: T, range: Range<usize>, rule: Rule) -> Located<T> {
        Located { value, range, rule }
    }
}

/// The status of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Being written.
    Draft,
    /// Up for decision.
    Proposed,
    /// In force.
    Accepted,
    /// In force, on trial.
    Experimental,
    /// Waiting.
    OnHold,
    /// Decided against.
    Rejected,
    /// No longer advised.
    Deprecated,
    /// Replaced by another decision.
    Superseded,
    /// Undone.
    Reverted,
    /// Words that are not a known status.
    Unknown,
}

impl Status {
    /// All that a record can have, in the order of a decision's life.
    pub const ALL: &'static [Status] = &[
        Status::Draft,
        Status::Proposed,
        Status::Accepted,
        Status::Experimental,
        Status::OnHold,
        Status::Rejected,
        Status::Deprecated,
        Status::Superseded,
        Status::Reverted,
        Status::Unknown,
    ];

    /// The name in machine formats, options and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Proposed => "proposed",
            Status::Accepted => "accepted",
            Status::Experimental => "experimental",
            Status::OnHold => "on-hold",
            Status::Rejected => "rejected",
            Status::Deprecated => "deprecated",
            Status::Superseded => "superseded",
            Status::Reverted => "reverted",
            Status::Unknown => "unknown",
        }
    }

    /// The status of that name.
    pub fn named(name: &str) -> Option<Status> {
        Status::ALL.iter().copied().find(|s| s.name() == name)
    }

    /// Whether the decision binds now.
    pub fn in_force(self) -> bool {
        matches!(self, Status::Accepted | Status::Experimental)
    }
}

/// How two records are related, seen from the record that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// It takes the place of the other.
    Supersedes,
    /// The other takes its place.
    SupersededBy,
    /// It changes a part of the other.
    Amends,
    /// The other changes a part of it.
    AmendedBy,
    /// They have to do with each other.
    RelatesTo,
}

impl Kind {
    /// The same relation seen from the other side.
    pub fn inverse(self) -> Kind {
        match self {
            Kind::Supersedes => Kind::SupersededBy,
            Kind::SupersededBy => Kind::Supersedes,
            Kind::Amends => Kind::AmendedBy,
            Kind::AmendedBy => Kind::Amends,
            Kind::RelatesTo => Kind::RelatesTo,
        }
    }

    /// The relation in words, between two records.
    pub fn phrase(self) -> &'static str {
        match self {
            Kind::Supersedes => "supersedes",
            Kind::SupersededBy => "superseded by",
            Kind::Amends => "amends",
            Kind::AmendedBy => "amended by",
            Kind::RelatesTo => "relates to",
        }
    }
}

/// A relation as a record states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// How they are related.
    pub kind: Kind,
    /// The text that names the other record.
    pub text: String,
    /// Destination of the link, if there is one.
    pub dest: Option<String>,
    /// The reference to the other record: its number with its series, else the stem of its file, or
    /// its address if it is on another site.
    pub target: String,
    /// It does not hold yet: it is planned, or there is a condition.
    pub planned: bool,
    /// The words may not name a record: if none is found, the relation is not reported.
    pub unsure: bool,
}

impl Relation {
    /// Whether the other record is on another site.
    pub fn is_external(&self) -> bool {
        self.dest.as_deref() == Some(self.target.as_str()) && self.target.contains("//")
    }
}

/// Where a decision is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Source {
    /// In a file of its own.
    #[default]
    File,
    /// In a section of a document.
    Document,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The number in the name of the file.
    pub number: Option<u64>,
    /// The series of the number, if the records of its folder have several: a year or an area.
    pub series: Option<String>,
    /// The letter after the number.
    pub letter: Option<char>,
    /// The number before the title.
    pub title_number: Option<Located<u64>>,
    /// The id: the stem of the file, or the name of the folder that the record has to itself.
    pub id: String,
    /// The title, without number and markup.
    pub title: Option<Located<String>>,
    /// The status, as one of a few words.
    pub status: Option<Located<Status>>,
    /// The status that the record states although it says that it is superseded.
    pub overruled: Option<Status>,
    /// The status as written, on one line.
    pub status_raw: Option<String>,
    /// The date of the decision, `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is known.
    pub date: Option<Located<String>>,
    /// The day until which the decision is to be reviewed, `YYYY-MM-DD`.
    pub review_by: Option<Located<String>>,
    /// A sentence about the decision, from the front matter.
    pub summary: Option<Located<String>>,
    /// Who decided.
    pub deciders: Vec<Located<String>>,
    /// Tags and topics.
    pub tags: Vec<Located<String>>,
    /// The part of the system it is about, where the record says so.
    pub area: Option<Located<String>>,
    /// Relations to other records, in the order of the text.
    pub relations: Vec<Located<Relation>>,
    /// The chosen option, where one sentence states the whole decision (a Y-statement).
    pub statement: Option<Located<String>>,
    /// Length of the front matter, in bytes.
    pub front_matter: usize,
    /// Sections and fields that only records have; the more, the surer it is one.
    pub marks: usize,
    /// Where it is written.
    pub source: Source,
}

impl Record {
    /// The number with its series and letter, as it is shown: `12`, `PAY-2`, `2024-001`, `14a`.
    pub fn label(&self) -> Option<String> {
        let number = self.number?;
        let letter = self.letter.map(String::from).unwrap_or_default();
        Some(match &self.series {
            Some(year) if year.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{year}-{number:03}{letter}")
            }
            Some(series) => format!("{series}-{number}{letter}"),
            None => format!("{number}{letter}"),
        })
    }

    /// The name by which relations refer to the record: `12`, `PAY-2`, `2024-1`, `14a`.
    pub fn reference(&self) -> Option<String> {
        let number = self.number?;
        let letter = self.letter.map(String::from).unwrap_or_default();
        Some(match &self.series {
            Some(series) => format!("{series}-{number}{letter}"),
            None => format!("{number}{letter}"),
        })
    }

    /// Removes characters from the values that would spoil a page: control characters, and
    /// marks that turn the direction of the text after them. Ranges do not change.
    pub(crate) fn sanitize(&mut self) {
        let texts = self.title.iter_mut().chain(&mut self.deciders);
        let texts = texts.chain(&mut self.tags).chain(&mut self.area);
        let texts = texts.map(|found| &mut found.value);
        for text in texts.chain(&mut self.status_raw) {
            // Lines and tabs become blanks later.
            let spoils = |c: char| {
                c.is_control() && !c.is_whitespace()
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            text.retain(|c| !spoils(c));
        }
    }

    /// Targets of one kind of relation that holds now, each once, in the order of the text.
    pub fn targets(&self, kind: Kind) -> Vec<&str> {
        self.targets_of(kind, false)
    }

    /// Targets of one kind of relation that is planned, each once, in the order of the text.
    pub fn planned(&self, kind: Kind) -> Vec<&str> {
        self.targets_of(kind, true)
    }

    fn targets_of(&self, kind: Kind, planned: bool) -> Vec<&str> {
        let relations = self.relations.iter().map(|found| &found.value);
        let relations =
            relations.filter(|relation| relation.kind == kind && relation.planned == planned);
        let mut seen = HashSet::new();
        let targets = relations.map(|relation| relation.target.as_str());
        targets.filter(|target| seen.insert(*target)).collect()
    }
}

/// Something wrong with one record, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The kind.
    pub kind: FlawKind,
    /// Byte range in the record.
    pub range: Range<usize>,
    /// The text it is about.
    pub text: String,
}

/// The kind of a flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlawKind {
    /// The front matter is not valid; the text says why.
    FrontMatter,
    /// A date that does not exist, or that no shape fits.
    DateInvalid,
    /// Day and month can be told apart neither here nor by the other records of the folder.
    DateAmbiguous,
    /// Text of the template was left in.
    Template,
    /// Lines of an unfinished merge.
    MergeMarker,
    /// Status words that are not known.
    StatusUnknown,
}
