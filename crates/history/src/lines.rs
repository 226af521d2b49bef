//! When each line of a file was written, from the differences of its versions.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::walk::Version;
use crate::{Commit, Repository};

/// Since when a line is as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The commit that wrote it; of a line that was there in the first version, the first one.
    pub commit: Commit,
}

/// How many lines differ, blanks apart.
pub fn changed_lines(before: &str, after: &str) -> usize {
    let (before, after) = (plain(before), plain(after));
    let changes = capture_diff_slices(Algorithm::Myers, &before, &after);
    let changed = changes.into_iter().map(|change| match change {
        DiffOp::Equal { .. } => 0,
        DiffOp::Delete { old_len, .. } => old_len,
        DiffOp::Insert { new_len, .. } => new_len,
        DiffOp::Replace {
            old_len, new_len, ..
        } => old_len.max(new_len),
    });
    changed.sum()
}

/// The lines of a text without blanks, the empty ones left out.
fn plain(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

impl Repository {
    /// The last commit that changed more than `few` lines of a file, whose versions come with the newest first.
    pub fn last_change(&self, versions: &[Version], few: usize) -> Option<Commit> {
        let mut newer: Option<(Commit, String)> = None;
        for version in versions {
            let Some(text) = self.text(version.blob) else {
                continue;
            };
            if let Some((commit, newer)) = &newer
                && changed_lines(&text, newer) > few
                && !self.ignored.contains(&commit.id)
            {
                return Some(*commit);
            }
            newer = Some((version.commit, text));
        }
        newer.map(|(commit, _)| commit)
    }

    /// Since when each line of the newest of `versions`, which are those of one file with the newest first, is as
    /// it is. Blanks do not count, nor do commits that only change the format.
    pub fn lines(&self, versions: &[Version]) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut before: Vec<String> = Vec::new();
        for version in versions.iter().rev() {
            let Some(text) = self.text(version.blob) else {
                continue;
            };
            let is_format = self.ignored.contains(&version.commit.id);
            let after: Vec<String> = text
                .lines()
                .map(|line| line.split_whitespace().collect())
                .collect();
            let mut next = Vec::with_capacity(after.len());
            for change in capture_diff_slices(Algorithm::Myers, &before, &after) {
                match change {
                    DiffOp::Equal { old_index, len, .. } => {
                        next.extend_from_slice(&lines[old_index..old_index + len]);
                    }
                    DiffOp::Delete { .. } => {}
                    DiffOp::Insert {
                        old_index, new_len, ..
                    } => {
                        let near = lines.get(old_index.saturating_sub(1)).filter(|_| is_format);
                        let commit = near.map_or(version.commit, |line| line.commit);
                        next.extend(std::iter::repeat_n(Line { commit }, new_len));
                    }
                    DiffOp::Replace {
                        old_index, new_len, ..
                    } => {
                        let near = lines.get(old_index).filter(|_| is_format);
                        let commit = near.map_or(version.commit, |line| line.commit);
                        next.extend(std::iter::repeat_n(Line { commit }, new_len));
                    }
                }
            }
            lines = next;
            before = after;
        }
        lines
    }
}
