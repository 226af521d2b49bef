//! Lists of references in plain text: which words and links are one, and where the list ends.

use std::ops::Range;

use archsite_core::site::path;

use crate::parse::relations::references::form::{Form, number};
use crate::parse::relations::references::items::{Item, items, note_length};
use crate::parse::relations::references::reference::{Reference, between, target};
use crate::parse::relations::scope::is;
use crate::parse::values::name;

/// Reads the references of a part of a line, from left to right.
pub(super) struct List<'l> {
    text: &'l str,
    range: Range<usize>,
    items: Vec<Item<'l>>,
}

impl<'l> List<'l> {
    pub(super) fn new(
        text: &'l str,
        range: Range<usize>,
        links: Vec<(Range<usize>, &'l str)>,
    ) -> Self {
        let items = items(text, &range, links);
        List { text, range, items }
    }

    /// The references of the first list.
    pub(super) fn read(&self) -> Vec<Reference> {
        let Some((mut found, mut last, mut at)) = self.first() else {
            return Vec::new();
        };
        while let Some(from) = found.last().map(|before| before.range.end) {
            let Some((joined, next)) = self.joined(from, at) else {
                break;
            };
            let numbers = matches!(last, Form::Number(_) | Form::Prefixed);
            let Some((named, form, behind)) = self.reference(next, numbers, last == Form::Name)
            else {
                break;
            };
            if !self.continues(last, form, joined, next, behind) {
                break;
            }
            if let (Joined::Range, Some(before), Some(first)) =
                (joined, found.last(), named.first())
            {
                let between = between(before, first);
                found.extend(between.into_iter().flatten());
            }
            found.extend(named);
            (last, at) = (form, behind);
        }
        found
    }

    /// The first reference, how it is written, and the item after it.
    fn first(&self) -> Option<(Vec<Reference>, Form, usize)> {
        // Nothing but words that may come before a number has come so far.
        let mut plain = true;
        for at in 0..self.items.len() {
            if let Some(found) = self.reference(at, plain, plain) {
                return Some(found);
            }
            plain &= self.may_lead(at);
        }
        None
    }

    /// All references, in lists or not.
    pub(super) fn all(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut plain = true;
        let mut at = 0;
        while at < self.items.len() {
            match self.reference(at, plain, found.is_empty()) {
                Some((named, _, next)) => {
                    found.extend(named);
                    at = next;
                }
                None => {
                    plain &= self.may_lead(at);
                    at += 1;
                }
            }
        }
        found
    }

    fn word(&self, at: usize) -> Option<&'l str> {
        let item = self.items.get(at).filter(|item| item.dest.is_none())?;
        Some(&self.text[item.range.clone()])
    }

    fn lower(&self, at: usize) -> String {
        self.word(at).unwrap_or_default().to_ascii_lowercase()
    }

    /// The text between a byte and an item.
    fn gap(&self, from: usize, at: usize) -> &'l str {
        let end = self
            .items
            .get(at)
            .map_or(self.range.end, |item| item.range.start);
        self.text.get(from..end).unwrap_or_default()
    }

    /// How the list that ends at `from` goes on, and the item that is next in it; `at` is the
    /// first item after `from`.
    fn joined(&self, from: usize, at: usize) -> Option<(Joined, usize)> {
        let (mut from, mut at) = (from, at);
        let rest = |from: usize| self.text.get(from..self.range.end).unwrap_or_default();
        let note = rest(from).trim_start();
        if note.starts_with('(') {
            // A note in parentheses is about the reference before it.
            from += rest(from).len() - note.len() + note_length(note)?;
            at += self.items[at..].partition_point(|item| item.range.start < from);
        }
        let dash = |gap: &str| matches!(gap.trim(), "–" | "…" | "...");
        if dash(self.gap(from, at)) && self.is_sure(at) {
            return Some((Joined::Range, at));
        }
        if rest(from)
            .trim_start()
            .starts_with([':', '"', '“', '—', '–', '-'])
        {
            return self.behind_title(at).map(|next| (Joined::List, next));
        }
        let mut joined = Joined::Beside;
        let mut shares = false;
        for index in at..self.items.len() {
            let gap = self.gap(from, index);
            let marks = |c: char| matches!(c, ',' | ';' | '&' | '/' | '+');
            if !gap.chars().all(|c| c.is_whitespace() || marks(c)) {
                return None;
            }
            if gap.contains(marks) {
                joined = Joined::List;
            }
            let word = self.lower(index);
            if is(&word, "joins") {
                joined = Joined::List;
            } else if is(&word, "range") {
                joined = Joined::Range;
            } else if is(&word, "share") {
                shares = true;
            } else {
                // "ADR-1 fully, ADR-2 in part", but not "ADR-1 of the 2 that we have".
                let continues = !shares || joined == Joined::List && self.is_sure(index);
                return continues.then_some((joined, index));
            }
            from = self.items[index].range.end;
        }
        None
    }

    /// `ADR-1: Use queues, ADR-2: Use topics`: the next reference, if it continues the list.
    fn behind_title(&self, at: usize) -> Option<usize> {
        let next = (at..self.items.len()).find(|next| self.is_sure(*next))?;
        let before = next.checked_sub(1)?;
        let gap = self.gap(self.items[before].range.end, next);
        let joins = gap.contains([',', ';', '&']) || is(&self.lower(before), "joins");
        joins.then_some(next)
    }

    /// Whether an item is surely a reference.
    fn is_sure(&self, at: usize) -> bool {
        let found = self.reference(at, false, false);
        found.is_some_and(|(_, form, _)| matches!(form, Form::Link | Form::Prefixed))
    }

    /// The references at an item, how they are written, and the item after them. A bare number
    /// counts with `numbers`, the name of a file with `names`.
    fn reference(
        &self,
        at: usize,
        numbers: bool,
        names: bool,
    ) -> Option<(Vec<Reference>, Form, usize)> {
        let item = self.items.get(at)?;
        if let Some(dest) = item.dest {
            let text = self.text[item.range.clone()].trim();
            let reference = Reference {
                text: text.to_string(),
                dest: Some(dest.to_string()),
                target: of_link(text, dest)?,
                range: item.range.clone(),
                unsure: false,
            };
            return Some((vec![reference], Form::Link, at + 1));
        }
        let word = &self.text[item.range.clone()];
        let prefix = is(&word.to_ascii_lowercase(), "prefix");
        if prefix && let Some(next) = self.number_behind(at) {
            let (found, form, _) = self.named(next, true, false)?;
            return Some((found, form, next + 1));
        }
        let (found, form, unsure) = self.named(at, numbers, names)?;
        let counts = matches!(form, Form::Number(_)) && self.counts(at);
        let found = found.into_iter().map(|reference| Reference {
            unsure,
            ..reference
        });
        (!counts).then(|| (found.collect(), form, at + 1))
    }

    /// The number after a word such as `ADR`.
    fn number_behind(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        if is(&self.lower(next), "number") {
            next += 1;
        }
        let gap = self.gap(self.items[next - 1].range.end, next);
        let near = gap
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '#' | '.' | ':'));
        let word = self.word(next)?;
        let digits = word
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'));
        (near && digits).then_some(next)
    }

    /// The references of a word: one, or several with slashes or a dash between them.
    fn named(&self, at: usize, numbers: bool, names: bool) -> Option<(Vec<Reference>, Form, bool)> {
        let start = self.items[at].range.start;
        let word = self.word(at)?;
        let gap = self.gap(
            at.checked_sub(1)
                .map_or(self.range.start, |at| self.items[at].range.end),
            at,
        );
        let before = gap.chars().next_back();
        if matches!(before, Some('§' | '$' | '€' | '~' | '@')) {
            return None;
        }
        let reference = |text: &str, from: usize, target: String| Reference {
            text: text.to_string(),
            dest: None,
            target,
            range: start + from..start + from + text.len(),
            unsure: false,
        };
        // `ADR-1/ADR-2`, `1/2`
        if word.contains('/') {
            let mut parts = Vec::new();
            let mut from = 0;
            for part in word.split('/') {
                let number = number(part, numbers || from > 0);
                let Some((target, form)) = number else {
                    parts.clear();
                    break;
                };
                parts.push((reference(part, from, target), form));
                from += part.len() + 1;
            }
            if let Some(form) = parts.first().map(|(_, form)| *form) {
                let found = parts.into_iter().map(|(reference, _)| reference);
                return Some((found.collect(), form, false));
            }
        }
        if let Some(found) = self.range(at, numbers) {
            return Some(found);
        }
        let stem = path::file_name(word);
        let stem = stem.strip_suffix(".md").unwrap_or(stem);
        let whole = |target: String| vec![reference(word, 0, target)];
        if let Some((target, form)) = number(stem, numbers) {
            let hash = before == Some('#') && form != Form::Prefixed;
            return Some((whole(target), form, hash || form == Form::Area));
        }
        let read = name::read(stem);
        match read.reference() {
            Some(target) if names && !read.prefixed && read.slug.contains('-') => {
                Some((whole(target), Form::Name, false))
            }
            None if read.date.is_some() && !read.slug.is_empty() => {
                Some((whole(stem.to_string()), Form::Name, false))
            }
            _ => None,
        }
    }

    /// `ADRs 1-3`, `ADR-0001..ADR-0003` or `ADR-0001-0003`.
    fn range(&self, at: usize, numbers: bool) -> Option<(Vec<Reference>, Form, bool)> {
        let start = self.items[at].range.start;
        let word = self.word(at)?;
        let dots = word.split_once("..");
        let (first, last) = dots.or_else(|| word.rsplit_once('-'))?;
        let last = last.trim_start_matches('.');
        let (from, form) = number(first, numbers)?;
        let (to, last_form) = number(last, true)?;
        let digits = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
        // `ADR-2024-001` is one record.
        let same = digits(first) == digits(last) && digits(last) > 2;
        let plain = matches!((form, last_form), (Form::Number(_), Form::Number(_)));
        let reference = |text: &str, from: usize, target: String| Reference {
            text: text.to_string(),
            dest: None,
            target,
            range: start + from..start + from + text.len(),
            unsure: false,
        };
        let first = reference(first, 0, from);
        let last = reference(last, word.len() - last.len(), to);
        let between = between(&first, &last)?;
        let mut found = vec![first];
        found.extend(between);
        found.push(last);
        (dots.is_some() || same || plain).then_some((found, form, false))
    }

    /// Whether a bare number counts what is after it: `2 votes`, `3 May`.
    fn counts(&self, at: usize) -> bool {
        let gap = self.gap(self.items[at].range.end, at + 1);
        let next = self.lower(at + 1);
        gap.trim().is_empty() && !gap.is_empty() && is(&next, "counts")
    }

    /// Whether an item is a word that may come before a bare number.
    fn may_lead(&self, at: usize) -> bool {
        let word = self.lower(at);
        is(&word, "prefix") || is(&word, "number") || is(&word, "joins") || word == "by"
    }

    /// Whether a reference continues a list; `after` is the item after it.
    fn continues(&self, last: Form, form: Form, joined: Joined, at: usize, behind: usize) -> bool {
        let Form::Number(width) = form else {
            return true;
        };
        // The list goes on after it, or nothing does: `2 votes against` is not a record.
        let gap = self.gap(self.items[behind - 1].range.end, behind);
        let word = self.lower(behind);
        let goes_on = is(&word, "joins") || is(&word, "range");
        if behind < self.items.len() && gap.trim().is_empty() && !goes_on {
            return false;
        }
        let number: Option<u64> = self.word(at).and_then(|word| word.parse().ok());
        let year = number.is_some_and(|number| (1900..2100).contains(&number));
        match last {
            // `ADR-0098, 0099` are of one series, `ADR-0099; 2` are not.
            Form::Prefixed => joined != Joined::Beside && width > 1 && !year,
            Form::Number(before) => joined != Joined::Beside && (before > 4 || !year),
            Form::Link | Form::Name | Form::Area => false,
        }
    }
}

/// How two references are connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joined {
    /// With nothing between them.
    Beside,
    List,
    /// Those between them are meant too.
    Range,
}

/// Records named in plain words: `ADR-12`, `ADR 12`, a file's name, or numbers alone.
pub(crate) fn of_words(text: &str) -> Vec<Reference> {
    List::new(text, 0..text.len(), Vec::new()).read()
}

/// The target of a link: by its file, else by its text. The target of an address on another site is
/// the address.
pub(crate) fn of_link(text: &str, dest: &str) -> Option<String> {
    target(dest, || {
        let words = of_words(text.trim());
        words.into_iter().next().map(|reference| reference.target)
    })
}
