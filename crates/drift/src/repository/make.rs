//! Targets of Makefiles, and recipes of justfiles.
//!
//! Both are read as far as names go: what a file computes is not known, and then nothing is said.

use std::collections::HashSet;

use archsite_core::site::path;

use crate::repository::Repository;

/// The names that can be run.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// There is at least one file.
    pub(crate) any: bool,
    /// Some names are computed, or a file cannot be read.
    pub(crate) computed: bool,
    pub(crate) names: HashSet<String>,
    /// Patterns: what is before and after `%`.
    patterns: Vec<(String, String)>,
}

impl Targets {
    /// Whether a name can be run.
    pub(crate) fn has(&self, name: &str) -> bool {
        let fits = |(before, after): &(String, String)| {
            name.len() >= before.len() + after.len()
                && name.starts_with(before)
                && name.ends_with(after)
        };
        self.names.contains(name) || self.patterns.iter().any(fits)
    }
}

/// The targets of all Makefiles.
pub(super) fn makefiles(repository: &Repository<'_>) -> Targets {
    let mut targets = Targets::default();
    for file in &repository.index().files {
        let name = path::file_name(file).to_lowercase();
        let is_main = ["makefile", "gnumakefile"].contains(&name.as_str());
        if !is_main && !name.ends_with(".mk") && !name.starts_with("makefile.") {
            continue;
        }
        targets.any |= is_main;
        match repository.read(file) {
            Some(text) => makefile(&text, &mut targets),
            None => targets.computed = true,
        }
    }
    targets
}

fn makefile(text: &str, targets: &mut Targets) {
    let mut lines = text.lines();
    while let Some(first) = lines.next() {
        let mut line = first.to_string();
        while line.ends_with('\\') {
            line.pop();
            let Some(more) = lines.next() else { break };
            line.push_str(more);
        }
        if line.starts_with('\t') || line.trim_start().starts_with('#') {
            continue;
        }
        let is_include = line
            .trim_start()
            .trim_start_matches('-')
            .starts_with("include ");
        if is_include && line.contains('$') {
            targets.computed = true;
        }
        let line = line.split(" #").next().unwrap_or_default();
        let Some((names, rest)) = line.split_once(':') else {
            continue;
        };
        // An assignment.
        if rest.starts_with('=') || rest.starts_with(":=") || names.contains('=') {
            continue;
        }
        let is_phony = names.trim() == ".PHONY";
        let rest = rest.trim_start_matches(':');
        let list = if is_phony { rest } else { names };
        for name in list.split_whitespace() {
            if name.contains('$') {
                targets.computed = true;
            } else if let Some((before, after)) = name.split_once('%') {
                // A pattern for all files says nothing about names.
                if !before.is_empty() || !after.is_empty() {
                    let pattern = (before.to_string(), after.to_string());
                    targets.patterns.push(pattern);
                }
            } else {
                targets.names.insert(name.trim_end_matches('&').to_string());
            }
        }
    }
}

/// The recipes of all justfiles.
pub(super) fn justfiles(repository: &Repository<'_>) -> Targets {
    let mut targets = Targets::default();
    for file in &repository.index().files {
        let name = path::file_name(file).to_lowercase();
        let is_main = ["justfile", ".justfile"].contains(&name.as_str());
        if !is_main && !name.ends_with(".just") {
            continue;
        }
        targets.any |= is_main;
        match repository.read(file) {
            Some(text) => justfile(&text, &mut targets),
            None => targets.computed = true,
        }
    }
    targets
}

fn justfile(text: &str, targets: &mut Targets) {
    for line in text.lines() {
        if line.starts_with([' ', '\t', '#', '[']) {
            continue;
        }
        let mut words = line.split_whitespace();
        match words.next() {
            Some("alias") => targets.names.extend(words.next().map(str::to_string)),
            Some("mod" | "mod?") => targets.names.extend(words.next().map(str::to_string)),
            Some("import" | "import?" | "set" | "export") => {}
            Some(first) => {
                let Some((head, rest)) = line.split_once(':') else {
                    continue;
                };
                if rest.starts_with('=') {
                    continue;
                }
                let name = first.trim_start_matches('@').trim_end_matches(':');
                if head.contains(name) {
                    targets.names.insert(name.to_string());
                }
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_a_makefile_are_read() {
        let mut targets = Targets::default();
        let text = "V := 1\nX ::= 2\n# no: y\nall: a b\n\techo c: d\n.PHONY: clean \\\n  pack\n\
                    %.o: %.c\nrun-%:\n\techo\nu: export Z = 1\n";
        makefile(text, &mut targets);
        for (name, expected) in [
            ("all", true),
            ("clean", true),
            ("pack", true),
            ("x.o", true),
            ("run-1", true),
            ("a", false),
            ("echo c", false),
            ("V", false),
        ] {
            assert_eq!(targets.has(name), expected, "{name}");
        }
        assert!(!targets.computed);
        makefile("$(ALL): x\n", &mut targets);
        assert!(targets.computed);
    }

    #[test]
    fn recipes_of_a_justfile_are_read() {
        let mut targets = Targets::default();
        justfile(
            "x := \"1\"\nset shell := [\"sh\"]\nalias b := build\n@build a=\"1\":\n  cargo: x\ntest: build\n",
            &mut targets,
        );
        let mut names: Vec<&str> = targets.names.iter().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["b", "build", "test"]);
    }
}
