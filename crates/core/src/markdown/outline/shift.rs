//! The outline of a text after edits, without another parse, where that is certain.
//!
//! Front matter that goes and destinations that change leave everything else as it was, only
//! elsewhere. It never guesses: of any other edit the caller is told to parse again.

use std::ops::Range;

use crate::markdown::outline::{HeadingStyle, LinkKind, Outline};
use crate::text::Edit;

impl Outline {
    /// Moves all places to where `edits` of `text`, sorted and apart from each other, put
    /// them. Returns whether that could be done; the outline is of no use if it could not.
    pub(crate) fn shift(&mut self, text: &str, edits: &[Edit]) -> bool {
        let (front, rest) = match edits.split_first() {
            Some((first, rest)) if first.range.start == 0 => (Some(first), rest),
            _ => (None, edits),
        };
        let removed = front.map_or(0, |edit| edit.range.end);
        // Front matter that stays would be text for the next parse.
        if self.front_matter != removed || front.is_some_and(|edit| !edit.with.is_empty()) {
            return false;
        }
        if !rest.iter().all(|edit| self.redirect(text, edit)) {
            return false;
        }
        self.front_matter = 0;
        self.move_all(&Moves::new(edits));
        true
    }

    /// Gives the link that an edit is about its new destination.
    fn redirect(&mut self, text: &str, edit: &Edit) -> bool {
        let of = |raw: &Range<usize>| raw.start <= edit.range.start && edit.range.end <= raw.end;
        let links = self.links.iter().enumerate();
        let mut found = links.filter(|(_, link)| link.raw.as_ref().is_some_and(of));
        let (Some((index, link)), None) = (found.next(), found.next()) else {
            return false;
        };
        let Some(raw) = link.raw.clone() else {
            return false;
        };
        let old = &text[raw.clone()];
        let (before, behind) = (raw.start..edit.range.start, edit.range.end..raw.end);
        let new = [&text[before], edit.with.as_str(), &text[behind]].concat();
        let at = link.range.start;
        let headings = self.headings.iter();
        let mut around = headings.filter(|heading| heading.range.contains(&at));
        let plain = matches!(link.kind, LinkKind::Link | LinkKind::Image)
            && is_plain(old)
            && is_plain(&new)
            // Elsewhere it could be the start of a line.
            && text[..raw.start].ends_with('(')
            && link.dest == old
            && around.next().is_none();
        if plain {
            self.links[index].dest = new;
        }
        plain
    }

    fn move_all(&mut self, moves: &Moves) {
        for heading in &mut self.headings {
            moves.offset(&mut heading.line_start);
            moves.range(&mut heading.range);
            moves.offset(&mut heading.content_end);
            match &mut heading.style {
                HeadingStyle::Atx { open, close } => {
                    moves.range(open);
                    close.iter_mut().for_each(|close| moves.range(close));
                }
                HeadingStyle::Setext { underline } => moves.range(underline),
                HeadingStyle::Term => {}
            }
        }
        for link in &mut self.links {
            moves.range(&mut link.range);
            link.raw.iter_mut().for_each(|raw| moves.range(raw));
        }
        let ranges = self.uses.iter_mut().map(|used| &mut used.range);
        let ranges = ranges.chain(self.definitions.iter_mut().map(|d| &mut d.range));
        let ranges = ranges.chain(self.notes.iter_mut().map(|note| &mut note.range));
        let ranges = ranges.chain(self.undefined.iter_mut().map(|u| &mut u.range));
        let ranges = ranges.chain(self.undefined_notes.iter_mut().map(|u| &mut u.range));
        let ranges = ranges.chain(self.loose.iter_mut().map(|loose| &mut loose.range));
        let ranges = ranges.chain(self.tags.iter_mut().map(|tag| &mut tag.range));
        let ranges = ranges.chain(self.blocks.iter_mut().map(|block| &mut block.range));
        let ranges = ranges.chain(self.directives.iter_mut().map(|d| &mut d.range));
        ranges.for_each(|range| moves.range(range));
        let offsets = self.note_uses.iter_mut().map(|used| &mut used.at);
        let offsets = offsets.chain(self.ids.iter_mut().map(|id| &mut id.at));
        let offsets = offsets.chain(self.excerpts.iter_mut().map(|said| &mut said.at));
        offsets.for_each(|at| moves.offset(at));
    }
}

/// A destination that is nothing but that, however the text around it is read: no escape, no
/// entity, and nothing that begins or ends markup.
fn is_plain(dest: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-./_#%".contains(&b);
    !dest.is_empty() && dest.bytes().all(plain)
}

/// Where offsets of a text are after edits.
struct Moves {
    /// Start and end of each edit, and how far what stands behind it moves to the right.
    ends: Vec<(usize, usize, isize)>,
}

impl Moves {
    fn new(edits: &[Edit]) -> Moves {
        let mut by = 0;
        let ends = edits.iter().map(|edit| {
            by += edit.with.len() as isize - edit.range.len() as isize;
            (edit.range.start, edit.range.end, by)
        });
        Moves {
            ends: ends.collect(),
        }
    }

    /// What begins where an edit does stays before it; nothing ends there.
    fn offset(&self, at: &mut usize) {
        let before = |(start, end, _): &(usize, usize, isize)| *end <= *at && *start < *at;
        let edits = self.ends.partition_point(before);
        if let Some((.., by)) = edits.checked_sub(1).map(|last| self.ends[last]) {
            *at = at.saturating_add_signed(by);
        }
    }

    fn range(&self, range: &mut Range<usize>) {
        self.offset(&mut range.start);
        self.offset(&mut range.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline::Describe;
    use crate::markdown::outline::ParseOptions;
    use crate::text::Text;

    /// Makes edits, each of the text that stands there, and compares with a parse.
    #[track_caller]
    fn check(text: &str, edits: &[(&str, &str)], possible: bool) {
        let mut from = 0;
        let edits = edits.iter().map(|(old, new)| {
            let at = from + text[from..].find(old).expect("a text to edit");
            from = at + old.len();
            Edit::replace(at..from, *new)
        });
        let edits: Vec<Edit> = edits.collect();
        let mut options = ParseOptions {
            skip_front_matter: true,
            describe: Describe::Blocks,
            ..ParseOptions::default()
        };
        let mut shifted = Outline::parse(text, &options);
        assert_eq!(shifted.shift(text, &edits), possible, "{text}");
        if possible {
            let mut new = Text::default();
            let whole = 0..text.len();
            let source = Text::loaded(0, text.to_string());
            new.splice("test", &source, std::slice::from_ref(&whole), &edits)
                .expect("sound edits");
            options.skip_front_matter = false;
            assert_eq!(shifted, Outline::parse(new.as_str(), &options), "{text}");
        }
    }

    const PAGE: &str = "---\nkey: value\n---\n\n  # Title [a][r] #\n\nx[^n] <b id=\"i\">b</b> \
        [one](one.md#x \"t\"), ![two](two.png) and [three][r] [un][done] [^no]\n\n- *item*: says\n\nSet\n---\n\n\
        <!-- archsite: split -->\n\n- [four](four.md)\n\n[r]: ref.md\n\n[^n]: Note\n";

    #[test]
    fn what_moves_is_what_a_parse_finds() {
        let front = ("---\nkey: value\n---\n", "");
        check(PAGE, &[front], true);
        check(PAGE, &[front, ("one.md#x", "../longer/one.md")], true);
        check(
            PAGE,
            &[
                front,
                ("one.md", "x.md"),
                ("two.png", "a/two.png"),
                ("four.md", "f"),
            ],
            true,
        );
        let plain = "a [b](c.md) d\n\n# E\n\n<i id=\"f\">\n";
        check(plain, &[("c.md", "../g.md")], true);
        check(plain, &[], true);
    }

    #[test]
    fn anything_else_is_parsed_again() {
        let front = ("---\nkey: value\n---\n", "");
        check(PAGE, &[("one.md", "x.md")], false);
        check(PAGE, &[("---\nkey: value\n---\n", "x")], false);
        check(PAGE, &[front, ("Title", "x")], false);
        check(PAGE, &[front, ("ref.md", "s.md")], false);
        check(PAGE, &[front, ("one.md", "a b")], false);
        check("# [a](b.md)\n", &[("b.md", "c.md")], false);
        check("[a](b&amp;.md)\n", &[("b&amp;.md", "c.md")], false);
        check("[a](\nb.md)\n", &[("b.md", "c.md")], false);
        check("[a](<b.md>)\n", &[("b.md", "c.md")], false);
    }
}
