//! Tables of figures, as Markdown: they go into the guide as they are printed.

use std::time::Duration;

use comfy_table::presets::ASCII_MARKDOWN;

/// A table with a title.
pub(crate) struct Table {
    title: &'static str,
    table: comfy_table::Table,
}

impl Table {
    pub(crate) fn new(title: &'static str, header: &[&str]) -> Table {
        let mut table = comfy_table::Table::new();
        table.load_style(ASCII_MARKDOWN).set_header(header);
        Table { title, table }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.table.add_row(cells);
    }

    pub(crate) fn print(&self) {
        println!("{}:\n\n{}\n", self.title, self.table);
    }
}

/// A time in milliseconds.
pub(crate) fn millis(time: Duration) -> String {
    let millis = time.as_secs_f64() * 1e3;
    match millis {
        ..10.0 => format!("{millis:.2}"),
        ..100.0 => format!("{millis:.1}"),
        _ => format!("{millis:.0}"),
    }
}

/// A count in millions.
pub(crate) fn millions(count: u64) -> String {
    format!("{:.1}", count as f64 / 1e6)
}

/// How many times `base` a time is.
pub(crate) fn ratio(time: Duration, base: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() / base.as_secs_f64())
}
