//! One requirement as PEP 508 writes it: `name[extra] >=1,<2 ; marker` and `name @ address`.
//!
//! The libraries for this keep no places and drop the author's spelling, so it is read here. It
//! does not compare versions.

/// The parts of a requirement, all slices of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) requirement: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    pub(super) marker: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// Reads a requirement; `None` if it has no name.
    pub(super) fn read(text: &'a str) -> Option<Entry<'a>> {
        let text = text.trim();
        let named = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let end = text.find(|c: char| !named(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let mut rest = rest.trim_start();
        if let Some(extras) = rest.strip_prefix('[') {
            rest = extras[extras.find(']')? + 1..].trim_start();
        }
        if let Some(address) = rest.strip_prefix('@') {
            let (url, marker) = match address.split_once(" ;") {
                Some((url, marker)) => (url, Some(marker.trim())),
                None => (address, None),
            };
            return Some(Entry {
                name,
                requirement: None,
                url: Some(url.trim()),
                marker,
            });
        }
        let (spec, marker) = match rest.split_once(';') {
            Some((spec, marker)) => (spec, Some(marker.trim())),
            None => (rest, None),
        };
        let spec = spec
            .trim()
            .trim_start_matches('(')
            .trim_end_matches(')')
            .trim();
        let sound = spec.is_empty() || spec.starts_with(['<', '>', '=', '!', '~', '^']);
        sound.then_some(Entry {
            name,
            requirement: (!spec.is_empty()).then_some(spec),
            url: None,
            marker,
        })
    }
}

/// Name and version of a wheel or source archive at a path or address.
pub(super) fn wheel(path: &str) -> Option<(&str, &str)> {
    let path = path.split(['#', '?']).next()?;
    let file = path.rsplit('/').next()?;
    let stem = match file.strip_suffix(".whl") {
        Some(stem) => stem,
        None => {
            let stem = file
                .strip_suffix(".tar.gz")
                .or_else(|| file.strip_suffix(".zip"))?;
            return stem
                .rsplit_once('-')
                .filter(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()));
        }
    };
    let mut parts = stem.split('-');
    Some((parts.next()?, parts.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_taken_apart() {
        let read = |text| Entry::read(text).map(|e| (e.name, e.requirement, e.url, e.marker));
        let cases = [
            (
                "Click>=8.1,<9",
                Some(("Click", Some(">=8.1,<9"), None, None)),
            ),
            ("a_b ~= 4.8", Some(("a_b", Some("~= 4.8"), None, None))),
            (
                "x[y,z]==1 ; sys_platform != \"a;b\"",
                Some(("x", Some("==1"), None, Some("sys_platform != \"a;b\""))),
            ),
            ("x (>=1,<2)", Some(("x", Some(">=1,<2"), None, None))),
            (
                "x @ git+https://h/x@v1 ; y",
                Some(("x", None, Some("git+https://h/x@v1"), Some("y"))),
            ),
            ("x", Some(("x", None, None, None))),
            ("-e .", None),
            ("x nonsense", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(
            wheel("./w/a_b-1.4.2-py3-none-any.whl"),
            Some(("a_b", "1.4.2"))
        );
        assert_eq!(wheel("a-b-1.0.tar.gz"), Some(("a-b", "1.0")));
        assert_eq!(wheel("./a"), None);
    }
}
