//! Names of the sections of Gantt charts, which have a column of a fixed width before the bars.

use std::borrow::Cow;

use crate::draw::measure;

/// Width in pixels of this column, unless a chart says otherwise, and what is beside the longest name in it.
const COLUMN: f64 = 75.0;
const BESIDE: f64 = 20.0;

/// The largest width that it gets.
const WIDEST: f64 = 300.0;

/// Size in pixels of the names.
const SIZE: f64 = 11.0;

/// The source, with a setting below it if a name would be over the bars. Lines stay where they are.
pub(super) fn with_room_for_names(source: &str) -> Cow<'_, str> {
    let is_chart = source.lines().any(|line| line.trim() == "gantt");
    if !is_chart || source.contains("leftPadding") {
        return Cow::Borrowed(source);
    }
    let names = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("section "));
    let widths = names.map(|name| measure::width(name.trim(), SIZE, None) + BESIDE);
    let widest = widths.fold(COLUMN, f64::max).min(WIDEST).ceil();
    if widest <= COLUMN {
        return Cow::Borrowed(source);
    }
    let end = if source.ends_with('\n') { "" } else { "\n" };
    let setting = format!("{{\"gantt\": {{\"leftPadding\": {widest}}}}}");
    Cow::Owned(format!("{source}{end}%%{{init: {setting}}}%%\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_of_sections_have_room() {
        let check = |source: &str, expected: &str| {
            let found = with_room_for_names(source);
            assert_eq!(found.strip_prefix(source), Some(expected), "{source}");
        };
        let setting =
            |width: u32| format!("%%{{init: {{\"gantt\": {{\"leftPadding\": {width}}}}}}}%%\n");
        check("gantt\nsection Mill\n", "");
        check("gantt\nsection Repair of the wheel\n", &setting(115));
        check(
            "gantt\n  section Repair of the wheel",
            &format!("\n{}", setting(115)),
        );
        check(
            &format!("gantt\nsection {}\n", "long ".repeat(50)),
            &setting(300),
        );
        check(
            "%%{init: {'gantt': {'leftPadding': 5}}}%%\ngantt\nsection Repair of the wheel\n",
            "",
        );
        check("flowchart LR\nsection Repair of the wheel\n", "");
    }
}
