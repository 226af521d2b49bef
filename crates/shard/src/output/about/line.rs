//! Puts together the line about a page.

use std::collections::{HashSet, VecDeque};

use super::{Group, Key};

/// One line: as many whole words as fit into about `longest` characters.
pub(super) fn line(
    own: &str,
    leads: &[String],
    titles: Vec<&str>,
    groups: Vec<Group<'_>>,
    longest: usize,
) -> Option<String> {
    let mut used: HashSet<String> = HashSet::from([own.to_string()]);
    let first = leads.first().map_or(0, |lead| lead.chars().count());
    let mut room = longest.saturating_sub(first);
    let mut covers = String::new();
    let titles = titles.into_iter().map(|title| Key::new(title.into()));
    for key in titles.chain(in_turn(groups)) {
        if !used.insert(key.lower) {
            continue;
        }
        let gap = if covers.is_empty() { "" } else { "; " };
        let length = gap.len() + key.word.chars().count();
        if length > room {
            if !covers.ends_with('…') {
                covers.push('…');
            }
            break;
        }
        room -= length;
        covers.extend([gap, &key.word]);
    }
    let covers = Some(covers).filter(|covers| !matches!(covers.as_str(), "" | "…"));
    let mut line = String::new();
    let parts = match &covers {
        Some(_) => &leads[..leads.len().min(1)],
        // Where there is nothing but prose, more of it.
        None => leads,
    };
    for part in parts {
        let length = line.chars().count() + part.chars().count();
        if line.is_empty() || length < longest {
            push_sentence(&mut line, part);
        }
    }
    if let Some(covers) = covers {
        push_sentence(&mut line, &format!("Covers {covers}"));
    }
    Some(line).filter(|line| !line.is_empty())
}

fn push_sentence(line: &mut String, sentence: &str) {
    if !line.is_empty() {
        let ended = line.ends_with(['.', '!', '?', '…', '。']);
        line.push_str(if ended { " " } else { ". " });
    }
    line.push_str(sentence);
}

/// The first word of each part, then the second ones, and so on.
fn in_turn<'a>(groups: Vec<Group<'a>>) -> impl Iterator<Item = Key<'a>> {
    let groups = groups.into_iter().map(|group| group.keys.into_iter());
    let mut groups: VecDeque<_> = groups.collect();
    std::iter::from_fn(move || {
        while let Some(mut keys) = groups.pop_front() {
            if let Some(key) = keys.next() {
                groups.push_back(keys);
                return Some(key);
            }
        }
        None
    })
}
