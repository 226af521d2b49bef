//! How instructions grow with the input: for twice as many parts, about twice as many.

mod cases;

use std::fs;

use anyhow::{Context as _, ensure};

use self::cases::{ALL, Case};
use crate::measure;
use crate::tables::{Table, millions};

/// Instructions for an input of twice the size, for each one of the smaller input, at most.
/// Somewhat more than two, because sorting and growing tables are not quite linear.
pub(crate) const MOST_GROWTH: f64 = 2.3;

/// A case that was counted.
pub(crate) struct Growth {
    /// What the table calls it.
    pub(crate) name: &'static str,
    parts: usize,
    small: u64,
    large: u64,
}

impl Growth {
    /// Counts the instructions for an input and for one of twice the size, without those for
    /// an input that is nearly empty: its one part makes our command load what it needs for any
    /// number of them.
    fn of(case: &Case) -> anyhow::Result<Growth> {
        let fixed = count(case, 1)?;
        let small = count(case, case.parts)?.saturating_sub(fixed);
        let large = count(case, 2 * case.parts)?.saturating_sub(fixed);
        // A program that refuses an input needs few instructions for it.
        ensure!(
            0 < small && small < large,
            "{}: an input is not read",
            case.name
        );
        Ok(Growth {
            name: case.name,
            parts: case.parts,
            small,
            large,
        })
    }

    /// How many times as many instructions the larger input takes.
    fn ratio(&self) -> f64 {
        self.large as f64 / self.small as f64
    }

    /// Whether this is faster than linear growth allows.
    pub(crate) fn is_too_fast(&self) -> bool {
        self.ratio() > MOST_GROWTH
    }
}

/// Counts all cases and prints a table of them. Needs valgrind.
pub(crate) fn measure() -> anyhow::Result<Vec<Growth>> {
    let counted = ALL
        .iter()
        .map(Growth::of)
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut table = Table::new(
        "Instructions for inputs that grow (millions, without those for a single part)",
        &["input", "n", "for n", "for 2n", "ratio"],
    );
    for growth in &counted {
        table.row([
            growth.name.to_string(),
            growth.parts.to_string(),
            millions(growth.small),
            millions(growth.large),
            format!("{:.2}", growth.ratio()),
        ]);
    }
    table.print();
    Ok(counted)
}

/// The instructions of our command for an input of so many parts.
fn count(case: &Case, parts: usize) -> anyhow::Result<u64> {
    let folder = tempfile::tempdir()?;
    for (name, text) in (case.files)(parts) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().context("a file without a folder")?)?;
        fs::write(path, text)?;
    }
    let mut command = crate::ours();
    command.args(case.command).arg(folder.path());
    measure::instructions(&command, "")
}
