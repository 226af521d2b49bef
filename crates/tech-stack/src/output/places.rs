//! Addresses of lines of the repository at its code host.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use archsite_core::fs::Reader;
use archsite_core::site::path;
use archsite_core::text::lines::Lines;

use crate::model::facts::FileRange;

/// The code host, and the texts whose lines were asked for.
pub(crate) struct Places<'a> {
    reader: &'a Reader,
    root: &'a Path,
    /// Address of a file, with `{path}` for its path; `None` if no code host is known.
    template: Option<&'a str>,
    texts: RefCell<HashMap<String, Option<(String, Lines)>>>,
}

impl<'a> Places<'a> {
    /// Nothing is read before it is asked for.
    pub(crate) fn new(reader: &'a Reader, root: &'a Path, template: Option<&'a str>) -> Places<'a> {
        Places {
            reader,
            root,
            template,
            texts: RefCell::default(),
        }
    }

    /// The address of the line of a position; `None` without a code host.
    pub(crate) fn address(&self, at: &FileRange) -> Option<String> {
        let template = self.template?;
        let file = template.replace("{path}", &path::percent_encode(&at.file));
        let mut texts = self.texts.borrow_mut();
        let text = texts.entry(at.file.clone()).or_insert_with(|| {
            let text = self.reader.read(&self.root.join(&at.file)).ok()?;
            Some((text, Lines::default()))
        });
        let Some((text, lines)) = text else {
            return Some(file);
        };
        let line = lines.locate(text, at.start).line;
        let sign = if template.contains("bitbucket") {
            "lines-"
        } else {
            "L"
        };
        Some(format!("{file}#{sign}{line}"))
    }
}
