//! Notes to the person who runs a command; `--quiet` leaves them out.

use annotate_snippets::{Group, Level as Heading};

use super::findings::Findings;
use super::formats::human;
use super::{counted, print, quiet, visible};

/// Warns that book.toml does not have our table.
pub(crate) fn note_unconfigured() {
    if !quiet() {
        let title = "book.toml has no [preprocessor.archsite], so the book is built without \
                     changes";
        let help = "add this to book.toml:\n\n[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\n\
                    [preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]";
        let group = Heading::WARNING
            .primary_title(title)
            .element(Heading::HELP.message(help));
        print(&human::renderer().render(&[group]));
    }
}

/// Prints a note: neither a problem nor a result.
pub(crate) fn note(text: &str) {
    if !quiet() {
        let text = visible::lines(text);
        let group = Group::with_title(Heading::NOTE.primary_title(text));
        print(&human::renderer().render(&[group]));
    }
}

/// Says which command corrects problems that have a fix.
pub(crate) fn note_fixable(findings: &Findings) {
    let fixable = findings.fixable();
    if fixable > 0 {
        let problems = counted(fixable, "problem");
        note(&format!(
            "`mdbook-archsite check --fix` corrects {problems}"
        ));
    }
}
