//! Words and names that the checks know, from the files in `data/`.
//!
//! A file has one entry a line; empty lines and lines that begin with `# ` are left out.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

/// The entries of a file.
pub(crate) fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// Words with their numbers.
fn numbers(text: &'static str) -> HashMap<&'static str, i8> {
    let pairs = entries(text).filter_map(|line| line.rsplit_once(' '));
    pairs
        .filter_map(|(word, number)| Some((word, number.parse().ok()?)))
        .collect()
}

fn set(text: &'static str) -> HashSet<&'static str> {
    entries(text).collect()
}

/// A pattern that finds any of the words of a file, in any case, at the beginning and end of words. A
/// `*` at the end of an entry stands for the rest of the word.
fn words(text: &'static str) -> Regex {
    let words = entries(text).map(|word| {
        let stem = word.strip_suffix('*').filter(|stem| !stem.is_empty());
        let escaped = regex::escape(stem.unwrap_or(word));
        // Words of Chinese and Japanese stand without blanks between them.
        let is_letter = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
        let starts = word.starts_with(is_letter);
        let ends = word.ends_with(is_letter);
        let before = if starts { r"\b" } else { "" };
        let after = match stem {
            Some(_) => r"\w*",
            None if ends => r"\b",
            None => "",
        };
        format!("{before}{escaped}{after}")
    });
    let words: Vec<String> = words.collect();
    pattern(&format!("(?i){}", words.join("|")))
}

/// A pattern that finds what any of the patterns of a file finds.
fn patterns(text: &'static str) -> Regex {
    let patterns: Vec<String> = entries(text).map(|one| format!("(?:{one})")).collect();
    pattern(&patterns.join("|"))
}

/// A pattern of this program; a test reads them all.
#[allow(clippy::expect_used)]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("patterns of this program are valid")
}

macro_rules! lists {
    ($($(#[doc = $doc:literal])* $name:ident $kind:ident $file:literal : $type:ty;)*) => {
        $(
            $(#[doc = $doc])*
            pub(crate) static $name: LazyLock<$type> =
                LazyLock::new(|| $kind(include_str!(concat!("../data/", $file))));
        )*

        #[cfg(test)]
        mod tests {
            #[test]
            fn all_files_are_read() {
                $(std::sync::LazyLock::force(&super::$name);)*
            }
        }
    };
}

lists! {
    /// Names that say nothing about which project a tree shows.
    COMMON_NAMES set "common-names.txt": HashSet<&'static str>;
    /// Files and folders that a build or a tool makes, or that stay on the author's machine.
    GENERATED_NAMES set "generated-names.txt": HashSet<&'static str>;
    /// File names without an extension.
    BARE_FILE_NAMES set "bare-file-names.txt": HashSet<&'static str>;
    /// Parts of names that stand for any name.
    PLACEHOLDER_NAMES words "placeholder-names.txt": Regex;
    /// Words of a comment in a tree that say that the entry need not be there.
    NOT_THERE_YET words "not-there-yet.txt": Regex;
    /// Words of headings, paths and lines above a tree that show another state than today's.
    OTHER_STATE words "other-state.txt": Regex;
    /// Words of a line that does not claim that a path exists.
    NO_CLAIM words "no-claim.txt": Regex;
    /// Words of titles and paths of documents about another time or place.
    OTHER_TIME words "other-time.txt": Regex;
    /// Words of titles and paths of documents about what is not built yet.
    PLANS words "plans.txt": Regex;
    /// Lines that give the status of a document that is not true yet, as patterns.
    PLANNED patterns "planned.txt": Regex;
    /// Words of a line that names a command only for some readers.
    CONDITIONS words "conditions.txt": Regex;
    /// Names of files for agents.
    AGENT_FILES set "agent-files.txt": HashSet<&'static str>;
    /// Sub-commands of pnpm, yarn and bun that run no script.
    MANAGER_COMMANDS set "manager-commands.txt": HashSet<&'static str>;
    /// Programs of packages that package managers run by name.
    KNOWN_PROGRAMS set "known-programs.txt": HashSet<&'static str>;
    /// Names of variables that tools read, as patterns.
    TOOL_VARIABLES patterns "tool-variables.txt": Regex;
    /// Words of headings above variables.
    ENVIRONMENT words "environment.txt": Regex;
    /// Marks of chat assistants, as patterns.
    CHAT_MARKS patterns "chat-marks.txt": Regex;
    /// Single words in brackets that wait for a value, in lower case.
    SLOT_WORDS set "slot-words.txt": HashSet<&'static str>;
    /// Words in brackets that mean something.
    BRACKET_WORDS set "bracket-words.txt": HashSet<&'static str>;
    /// Keys of the date of a document's last change.
    DATE_KEYS set "date-keys.txt": HashSet<&'static str>;
    /// Names of months.
    MONTHS numbers "months.txt": HashMap<&'static str, i8>;
    /// Words of headings above the change log of a document.
    CHANGE_LOG words "change-log.txt": Regex;
    /// Words of the names of architecture documents.
    DOCUMENT_NAMES words "document-names.txt": Regex;
    /// Names of folders of architecture documents, in lower case.
    DOCUMENT_FOLDERS set "document-folders.txt": HashSet<&'static str>;
    /// Names of folders whose documents are no descriptions of today, in lower case.
    OTHER_FOLDERS set "other-folders.txt": HashSet<&'static str>;
}
