//! How many numbers of a version are displayed.

/// The number of numbers that the value of an option `precision` means; `None` for all of them.
///
/// # Errors
/// A message, if there is no such precision.
pub(super) fn read(value: &str) -> Result<Option<usize>, String> {
    match value {
        "major" => Ok(Some(1)),
        "minor" => Ok(Some(2)),
        "full" => Ok(None),
        value => Err(format!(
            "there is no precision `{value}`; the precisions are major, minor and full"
        )),
    }
}
