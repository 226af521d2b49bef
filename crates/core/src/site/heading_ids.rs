//! The ids mdBook gives to headings.
//!
//! This is the one place that knows mdBook's rules; it sees only the text of headings,
//! never Markdown.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::markdown::outline::{Heading, Outline, Segment};

/// The rules of the calling mdBook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IdRules {
    /// The id of a heading without text: `""` up to mdBook 0.5.4.
    pub empty: &'static str,
}

impl IdRules {
    /// The rules of an mdBook version. What comes after 0.5.4 calls a heading without text
    /// `section`.
    pub fn of(major: u64, minor: u64, patch: u64) -> IdRules {
        let empty = if (major, minor, patch) <= (0, 5, 4) {
            ""
        } else {
            "section"
        };
        IdRules { empty }
    }
}

/// The numbers mdBook shows for footnotes: in the order of their first use on a page.
///
/// They matter here because they are part of a heading's text.
#[derive(Debug, Clone, Default)]
pub struct NoteNumbers<'a> {
    numbers: HashMap<&'a str, usize>,
}

impl<'a> NoteNumbers<'a> {
    /// Numbers the labels in the order given.
    pub fn new(labels: impl IntoIterator<Item = &'a str>) -> Self {
        let mut numbers = HashMap::new();
        for label in labels {
            let next = numbers.len() + 1;
            numbers.entry(label).or_insert(next);
        }
        NoteNumbers { numbers }
    }
}

/// Gives ids to the headings of one page, one after the other.
#[derive(Debug, Default)]
pub struct Ids<'a> {
    rules: IdRules,
    notes: NoteNumbers<'a>,
    // Most pages have few headings, which cost less in order than by hash.
    used: BTreeSet<String>,
    /// The next number to try for a base, so that many equal titles cost no more than
    /// different ones.
    next: BTreeMap<String, u32>,
}

/// An id that a heading would get.
#[derive(Debug)]
pub struct Proposal {
    /// The id.
    pub id: String,
    /// It was made from the text of the heading. An id that the author wrote does not count as
    /// used.
    counted: bool,
    /// Ids that were made unique by a number, and the number to try next.
    next: Option<(String, u32)>,
}

impl<'a> Ids<'a> {
    /// A page on which nothing has an id yet.
    pub fn new(rules: IdRules, notes: NoteNumbers<'a>) -> Self {
        Ids {
            rules,
            notes,
            ..Ids::default()
        }
    }

    /// The id of the next heading of the page. Ids the author wrote are kept as they are
    /// and are not counted as used, as mdBook does.
    pub fn assign(&mut self, heading: &Heading) -> String {
        let proposal = self.propose(heading);
        self.accept(proposal)
    }

    /// The id that [`assign`](Ids::assign) would return now; it is not used up.
    pub fn propose(&self, heading: &Heading) -> Proposal {
        match &heading.explicit_id {
            Some(id) => Proposal {
                id: id.clone(),
                counted: false,
                next: None,
            },
            None => self.free(self.base(heading)),
        }
    }

    /// Gives out the id of a proposal, which must be the latest one.
    pub fn accept(&mut self, proposal: Proposal) -> String {
        if proposal.counted {
            self.used.insert(proposal.id.clone());
        }
        if let Some((base, next)) = proposal.next {
            self.next.insert(base, next);
        }
        proposal.id
    }

    fn base(&self, heading: &Heading) -> String {
        let id = match heading.segments.as_slice() {
            [Segment::Text(text)] => id_from_content(text),
            segments => id_from_content(&self.text(segments)),
        };
        if id.is_empty() {
            self.rules.empty.to_string()
        } else {
            id
        }
    }

    fn text(&self, segments: &[Segment]) -> String {
        let mut text = String::new();
        for segment in segments {
            match segment {
                Segment::Text(part) => text.push_str(part),
                Segment::Note(label) => {
                    let number = self.notes.numbers.get(label.as_str()).copied();
                    text.push_str(&number.unwrap_or(1).to_string());
                }
            }
        }
        text
    }

    fn free(&self, base: String) -> Proposal {
        let counted = true;
        if !self.used.contains(&base) {
            return Proposal {
                id: base,
                counted,
                next: None,
            };
        }
        let mut number = self.next.get(&base).copied().unwrap_or(1);
        loop {
            let id = format!("{base}-{number}");
            number += 1;
            if !self.used.contains(&id) {
                let next = Some((base, number));
                return Proposal { id, counted, next };
            }
        }
    }
}

impl Outline {
    /// The id of every heading, as mdBook gives them when the text is one page.
    pub fn heading_ids(&self, rules: IdRules) -> Vec<String> {
        let notes = NoteNumbers::new(self.note_uses.iter().map(|u| u.label.as_str()));
        let mut ids = Ids::new(rules, notes);
        self.headings.iter().map(|h| ids.assign(h)).collect()
    }
}

/// mdBook's id for a heading's text, before it is made unique.
pub fn id_from_content(content: &str) -> String {
    let kept = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    };
    let content = content.trim();
    let mut id = String::with_capacity(content.len());
    if content.is_ascii() {
        for byte in content.bytes() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => id.push(char::from(byte)),
                b'A'..=b'Z' => id.push(char::from(byte.to_ascii_lowercase())),
                b' ' | b'\t'..=b'\r' => id.push('-'),
                _ => {}
            }
        }
        return id;
    }
    // Lower-casing looks at the characters around: it needs the whole text.
    id.extend(content.to_lowercase().chars().filter_map(kept));
    id
}

#[cfg(test)]
mod tests {
    use super::IdRules;
    use crate::markdown::outline::Outline;

    fn check(markdown: &str, expected: &[&str]) {
        let outline = Outline::parse(markdown, &Default::default());
        assert_eq!(
            outline.heading_ids(Default::default()),
            expected,
            "{markdown:?}"
        );
    }

    #[test]
    fn ids_are_those_of_mdbook() {
        check("# Tech Stack\n", &["tech-stack"]);
        check("# `--opt` mode -- x\n", &["--opt-mode--x"]);
        check(
            "# Foo\n# Foo\n# Foo-1\n# Foo\n",
            &["foo", "foo-1", "foo-1-1", "foo-2"],
        );
        check("#\n#\n# !\n", &["", "-1", "-2"]);
        check("# A {#bar}\n# Bar\n", &["bar", "bar"]);
        check("# 🚀 Launch\n", &["-launch"]);
        check("# A\u{b}b\u{1c}c \u{c}d\n", &["a-bc--d"]);
        check("# Ünï ²½①ﬁ İ\n", &["ünï-²½①ﬁ-i"]);
        check("A\nb\n===\n", &["a-b"]);
        check(
            "# ![logo](x.png) Pic <b>x</b> <!-- c --> [l](y)\n",
            &["pic-x--l"],
        );
        check("Term\n: text\n\n# Term\n", &["term", "term-1"]);
        check("# N[^n]\n\n[^n]: x\n", &["n1"]);
        check(
            "x[^a] y[^b]\n\n# N[^b][^a]\n\n[^a]: x\n\n[^b]: y\n",
            &["n2-1"],
        );
        check("[^u]: # Unused\n\n# Unused\n", &["unused", "unused-1"]);
        check("> # Q\n\n- # L\n", &["q", "l"]);
        check("<h2>Raw</h2>\n\n# Raw\n", &["raw"]);
        check("# T {Project Name}\n", &["t"]);
    }

    #[test]
    fn a_newer_mdbook_names_headings_without_text() {
        let outline = Outline::parse("#\n#\n# Section\n", &Default::default());
        let ids = outline.heading_ids(IdRules::of(0, 5, 5));
        assert_eq!(ids, ["section", "section-1", "section-2"]);
    }

    #[test]
    fn many_equal_titles_are_not_quadratic() {
        let outline = Outline::parse(&"# Same\n".repeat(20_000), &Default::default());
        let ids = outline.heading_ids(Default::default());
        assert_eq!(ids.last().map(String::as_str), Some("same-19999"));
    }
}
