//! Lists of names in sentences.

/// Names in backticks with commas between them, and how many others there are.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>, others: usize) -> String {
    let names = names.into_iter().map(|name| format!("`{name}`"));
    let names = names.collect::<Vec<_>>().join(", ");
    match others {
        0 => names,
        others => format!("{names} and {others} more"),
    }
}

/// The first names of a [`list`], at most `most`, and how many others there are.
pub fn list_first(names: &[impl AsRef<str>], most: usize) -> String {
    let first = &names[..most.min(names.len())];
    list(first.iter().map(AsRef::as_ref), names.len() - first.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_names_are_listed_and_the_others_counted() {
        assert_eq!(list([], 0), "");
        assert_eq!(list(["a", "b"], 0), "`a`, `b`");
        assert_eq!(list_first(&["a", "b"], 2), "`a`, `b`");
        assert_eq!(list_first(&["a", "b", "c", "d"], 2), "`a`, `b` and 2 more");
    }
}
