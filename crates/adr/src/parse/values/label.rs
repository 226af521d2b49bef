//! Labels that depend on their value.

use crate::parse::values::date;
use crate::parse::values::date::Day;
use crate::parse::vocabulary::{Label, Vocabulary};

/// The meaning of a label before a value. Words such as `Accepted` are labels of a date only
/// before a date.
pub(crate) fn label_of(vocabulary: &Vocabulary, raw: &str, value: &str) -> Option<Label> {
    let (label, needs_date) = vocabulary.label_before_value(raw)?;
    let is_date = || {
        matches!(
            date::read(value).0,
            Day::Sure(_) | Day::Either(..) | Day::Month(..) | Day::Year(_)
        )
    };
    (!needs_date || is_date()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_must_follow_words_that_mean_other_things_too() {
        let vocabulary = Vocabulary::default();
        let check = |raw: &str, value: &str, expected: Option<Label>| {
            assert_eq!(
                label_of(&vocabulary, raw, value),
                expected,
                "{raw}: {value}"
            );
        };
        check("Data", "2024-01-15", Some(Label::Date(2)));
        check("Data", "of customers", None);
        check("Accepted", "2024-01-15", Some(Label::Date(1)));
        check("Accepted", "by all", None);
        check("Date", "tomorrow", Some(Label::Date(2)));
    }
}
