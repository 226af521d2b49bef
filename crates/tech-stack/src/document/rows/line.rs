//! Technologies and versions in lines of text: `React 18`, `Next.js 14 with React 18`,
//! `**React**: 18.x`, `Node.js (20 LTS)`, `react@18.2.0`.

use std::ops::Range;
use std::sync::LazyLock;

use crate::document::columns;
use crate::document::markdown::Line;
use crate::document::names::{Match, Names};
use crate::document::rows::pieces::{Piece, pieces};
use crate::document::rows::{TechnologyRow, with_edition};
use crate::document::versions;
use crate::document::versions::{DocumentedVersion, Shape, VersionText, counts};
use crate::document::words;

const LISTS: &str = include_str!("../../../data/words.txt");

type Phrases = LazyLock<Vec<&'static str>>;

static NOT_IN_USE: Phrases = LazyLock::new(|| words::lines(LISTS, "not in use").collect());
static NOT_IN_USE_LABEL: Phrases =
    LazyLock::new(|| words::lines(LISTS, "not in use as a label").collect());
static NOT_IN_USE_COLON: Phrases =
    LazyLock::new(|| words::lines(LISTS, "not in use before a colon").collect());
static BEFORE_VERSION: Phrases =
    LazyLock::new(|| words::lines(LISTS, "before a version").collect());
static BEFORE_NAME: Phrases = LazyLock::new(|| words::lines(LISTS, "before a name").collect());
static AFTER_NUMBER: Phrases =
    LazyLock::new(|| words::lines(LISTS, "after a whole number").collect());

/// Most pieces of a line that are read; the rest is prose.
const MAX_PIECES: usize = 12;

/// Most words of a name.
const MAX_WORDS: usize = 5;

/// Longest text after a version in a paragraph, in bytes: a sentence is not an entry of a list.
const MAX_AFTER: usize = 24;

/// Signs of a change from one version to another.
const ARROWS: &[&str] = &["->", "→", "➜", "⇒", "➡", "⟶"];

/// The technologies of a line with their versions. `context` is the name of the technology that
/// the lines around it are about.
pub(crate) fn of_line(line: &Line, context: Option<&str>, names: &Names) -> Vec<TechnologyRow> {
    let text = line.text.as_str();
    let is_left_out = line.is_link
        || is_label_of_counts(text)
        || ARROWS.iter().any(|arrow| text.contains(arrow))
        || versions::versions(text).is_empty();
    if is_left_out {
        return Vec::new();
    }
    let mut reading = Reading {
        line,
        context,
        names,
        rows: Vec::new(),
    };
    reading.read();
    reading.rows
}

/// Whether a line begins with a word that says what its numbers count: `Replicas: PostgreSQL 3`.
fn is_label_of_counts(text: &str) -> bool {
    let label = text.split_once([':', '：']).map(|(label, _)| label);
    label.is_some_and(|label| versions::versions(label).is_empty() && counts::is_title(label))
}

/// Whether the first words of a line say that the rest is not in use: `Was: React 16`.
pub(super) fn is_label_of_the_unused(text: &str) -> bool {
    let text = text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let after = |label: &&str| text.strip_prefix(*label);
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || ".-@".contains(c));
    let mut labels = NOT_IN_USE_LABEL.iter();
    let mut with_colon = NOT_IN_USE_COLON.iter();
    labels.any(|label| after(label).is_some_and(|rest| ends(rest) || !label.is_ascii()))
        || with_colon.any(|label| after(label).is_some_and(|rest| rest.starts_with([':', '：'])))
}

/// Whether a remark in parentheses says that what is before it is not in use.
fn has_label_of_the_unused(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut labels = NOT_IN_USE_LABEL.iter();
    labels.any(|label| words::contains(&lower, label))
}

fn is_unused(text: &str) -> bool {
    let lower = text.to_lowercase();
    NOT_IN_USE.iter().any(|word| words::contains(&lower, word))
}

/// The line that is read.
struct Reading<'a> {
    line: &'a Line,
    context: Option<&'a str>,
    names: &'a Names,
    rows: Vec<TechnologyRow>,
}

impl<'a> Reading<'a> {
    fn read(&mut self) {
        let text = self.line.text.as_str();
        if is_label_of_the_unused(text) {
            return;
        }
        // The name of a version that comes without one, and whether the last piece had a row.
        let mut title: Option<Range<usize>> = None;
        let mut follows_row = false;
        for piece in pieces(text).take(MAX_PIECES) {
            let found = self.piece(&piece, title.as_ref(), follows_row);
            if found == Found::Unused {
                return;
            }
            follows_row = found == Found::Row;
            let inside = piece.before == Some('(') && title.is_some();
            title = match (found, piece.after) {
                (Found::Nothing, Some(':' | '：' | '—' | '–' | '(')) => Some(piece.range),
                // `Next.js (App Router, v14)`
                (Found::Nothing, Some(',')) if inside || title.is_some() => title,
                _ => None,
            };
        }
    }

    /// Reads a piece, and adds its rows.
    fn piece(&mut self, piece: &Piece, title: Option<&Range<usize>>, follows_row: bool) -> Found {
        let text = &self.line.text[piece.range.clone()];
        let versions = versions::versions(text);
        if versions.is_empty() {
            // `React 16 (deprecated)`
            if follows_row && piece.before == Some('(') && has_label_of_the_unused(text) {
                self.rows.pop();
            }
            return if is_unused(text) {
                Found::Unused
            } else {
                Found::Nothing
            };
        }
        let mut last_row = follows_row;
        let mut start = 0;
        for (index, version) in versions.iter().enumerate() {
            let end = versions
                .get(index + 1)
                .map_or(text.len(), |next| next.whole.start);
            let around = Around {
                before: start..version.whole.start,
                after: version.whole.end..end,
            };
            start = version.whole.end;
            if is_unused(&text[around.before.start..around.after.end]) {
                return Found::Unused;
            }
            let before = text[around.before.clone()].trim();
            let is_list = matches!(
                before,
                "/" | "or" | "and" | "-" | "–" | "to" | "|" | "&" | "," | "||"
            );
            let listed = before.is_empty() && matches!(piece.before, Some(',' | '，' | ';' | '、'));
            if last_row && (is_list || listed) {
                // Several versions of one technology say nothing that can be compared.
                self.rows.pop();
                last_row = false;
                continue;
            }
            let is_first = index == 0;
            let row = self.row(piece, text, version, around, title.filter(|_| is_first));
            last_row = row.is_some();
            self.rows.extend(row);
        }
        if last_row { Found::Row } else { Found::Version }
    }

    fn row(
        &self,
        piece: &Piece,
        text: &str,
        version: &DocumentedVersion,
        around: Around,
        title: Option<&Range<usize>>,
    ) -> Option<TechnologyRow> {
        let offset = piece.range.start;
        let before = without_version_words(&text[around.before.clone()]);
        // A command that has a version is not an entry of a list: `sdk use java 17`.
        if self.is_in_command(
            offset + around.before.start,
            offset + version.whole.start,
            before,
        ) {
            return None;
        }
        let own = (!is_blank(before)).then(|| {
            let start = offset + around.before.start;
            start..start + before.len()
        });
        let rest = text[around.after.clone()].trim();
        if !self.is_plausible(version, text, rest) {
            return None;
        }
        let is_alone = own.is_none();
        let (name, name_range, meaning) = match own {
            Some(range) => self.named(range)?,
            None => self.titled(title?)?,
        };
        let is_known = match meaning {
            Match::Found(_) => true,
            Match::Absent(_) | Match::Unverifiable => !is_alone,
            _ => false,
        };
        // `React (18.2)`, but not `React (since the 18.2 preview)`.
        let in_parentheses = is_alone && piece.before == Some('(');
        if !is_known || in_parentheses && !(rest.is_empty() || rest.starts_with([')', ','])) {
            return None;
        }
        let shifted = DocumentedVersion {
            at: version.at.start + offset..version.at.end + offset,
            whole: version.whole.start + offset..version.whole.end + offset,
            ..version.clone()
        };
        let range = self.line.source_range(&shifted.whole);
        let (meaning, version) = with_edition(meaning, VersionText::One(shifted), self.names);
        Some(TechnologyRow {
            technology: name,
            technology_range: name_range,
            others: Vec::new(),
            meaning,
            version,
            text: self.line.text.clone(),
            runs: self.line.runs.clone(),
            range,
            is_cell: false,
            is_aligned: false,
        })
    }

    /// Whether a version is in code that has more words before it than a name.
    fn is_in_command(&self, start: usize, version: usize, before: &str) -> bool {
        let code = self.line.code.iter().find(|code| code.contains(&version));
        code.is_some_and(|code| {
            let before = &before[code.start.saturating_sub(start).min(before.len())..];
            let name = before.trim_matches(IS_BESIDE_A_NAME);
            name.contains(' ') && matches!(self.names.find(name), Match::Unknown(_))
        })
    }

    /// Whether the text after a version does not make it a count, or the line a sentence.
    fn is_plausible(&self, version: &DocumentedVersion, text: &str, rest: &str) -> bool {
        let is_item = self.line.depth > 0;
        if self.line.heading.is_some() {
            return rest.is_empty() || rest.starts_with(['(', ')', '[', '|']);
        }
        if !is_item && (rest.len() >= MAX_AFTER || rest.contains(". ")) && !rest.starts_with(')') {
            return false;
        }
        // `PostgreSQL 16 GB`, `Redis 3 nodes`: a number alone counts what the next word says.
        let written = &text[version.whole.clone()];
        let is_number = written.bytes().all(|b| b.is_ascii_digit());
        if !is_number || version.shape != Shape::Prefix {
            return true;
        }
        let word = rest.split(|c: char| !c.is_alphanumeric()).next();
        let word = word.unwrap_or_default();
        word.is_empty()
            || rest.starts_with(|c: char| c.is_uppercase())
            || AFTER_NUMBER.contains(&word.to_lowercase().as_str())
    }

    /// The technology that a text before a version names: all of it, or what follows a word such
    /// as `with`.
    fn named(&self, range: Range<usize>) -> Option<(String, Range<usize>, Match)> {
        let text = &self.line.text[range.clone()];
        let mut starts = vec![0];
        let mut at = 0;
        for word in text.split([' ', '+', '&', '/']) {
            let end = at + word.len();
            let is_joiner = BEFORE_NAME.contains(&word.to_lowercase().as_str());
            let sign = text[end..].starts_with(['+', '&'])
                || text[end..].starts_with('/') && !is_in_path(text, end);
            if (is_joiner || sign) && end < text.len() {
                starts.push(end + 1);
            }
            at = end + 1;
        }
        for start in starts {
            let rest = &text[start..];
            let lead = rest.len() - rest.trim_start_matches(IS_BESIDE_A_NAME).len();
            let name = rest.trim_matches(IS_BESIDE_A_NAME);
            if name.is_empty() || name.split(' ').count() > MAX_WORDS {
                continue;
            }
            let meaning = self.names.find(name);
            if matches!(
                meaning,
                Match::Found(_) | Match::Absent(_) | Match::Unverifiable
            ) {
                let at = range.start + start + lead;
                let range = self.line.source_range(&(at..at + name.len()));
                return Some((name.to_string(), range, meaning));
            }
        }
        None
    }

    /// The technology of a version without a name: the label before it, or the context.
    fn titled(&self, title: &Range<usize>) -> Option<(String, Range<usize>, Match)> {
        let label = self.line.text[title.clone()].trim();
        if columns::is_version_attribute(label.trim_matches(IS_BESIDE_A_NAME)) {
            let name = self.context?;
            let meaning = self.names.find(name);
            let range = self.line.source_range(title);
            return Some((name.to_string(), range, meaning));
        }
        self.named(title.clone())
    }
}

/// The kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// A version of a technology.
    Row,
    /// A version of something else.
    Version,
    /// No version.
    Nothing,
    /// Words that say that the rest of the line is not in use.
    Unused,
}

/// The text around a version, as ranges of its piece.
struct Around {
    before: Range<usize>,
    after: Range<usize>,
}

/// Signs beside a name that are not part of it. `.NET` and `C++` have signs of their own.
const IS_BESIDE_A_NAME: [char; 16] = [
    ' ', '\u{a0}', '-', '(', ')', '[', ']', '*', '`', ':', ';', ',', '=', '|', '"', '\'',
];

fn is_blank(text: &str) -> bool {
    text.trim_matches(IS_BESIDE_A_NAME).is_empty()
}

/// Whether a slash is a part of a name, such as `@types/node` or `github.com/a/b`, and not between two.
fn is_in_path(text: &str, slash: usize) -> bool {
    let start = text[..slash].rfind(' ').map_or(0, |blank| blank + 1);
    let word = text[start..].split(' ').next().unwrap_or_default();
    let word = word.trim_start_matches(IS_BESIDE_A_NAME);
    word.starts_with('@') || word.matches('/').count() > 1
}

/// The text before a version without words such as `version`.
fn without_version_words(text: &str) -> &str {
    let mut text = text;
    loop {
        let trimmed = text.trim_end_matches([' ', '\u{a0}', '-', '@', '=', '*', '`', '[']);
        let lower = trimmed.to_lowercase();
        let word = BEFORE_VERSION.iter().find(|word| {
            lower.strip_suffix(*word).is_some_and(|rest| {
                rest.is_empty() || rest.ends_with([' ', '(', ',']) || !word.is_ascii()
            })
        });
        match word {
            // Letters that change their length in lower case are rare; then the word stays.
            Some(word)
                if trimmed.is_char_boundary(trimmed.len() - word.len().min(trimmed.len())) =>
            {
                text = &trimmed[..trimmed.len() - word.len()];
            }
            _ => return trimmed,
        }
    }
}
