//! Ruby: Gemfile, gemspecs, `Gemfile.lock` and `.ruby-version`.
//!
//! A Gemfile is a program. Only literals are read; it is not run.

use std::collections::HashMap;

use archsite_core::site::path::parent;

use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Source};

/// Reads all Gemfiles and gemspecs.
pub(crate) fn read(files: &mut Files) {
    for file in files.matching(|name| name == "Gemfile" || name == "gems.rb") {
        gemfile(files, &file);
    }
    for file in files.matching(|name| name.ends_with(".gemspec")) {
        gemspec(files, &file);
    }
    for file in files.named(".ruby-version") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let word = read.text.trim();
        let version = word.strip_prefix("ruby-").unwrap_or(word);
        let at = FileRange::new(&file, within(&read.text, version));
        runtime(files, "ruby", version, Authority::Pin, at);
    }
}

/// The line without its comment; a `#` in a text is none.
fn code(line: &str) -> &str {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '#' => return line[..at].trim_end(),
            _ => {}
        }
    }
    line.trim_end()
}

/// The arguments of a call: texts without their quotes, the rest as written.
fn arguments(text: &str) -> Vec<&str> {
    let text = text.trim().trim_start_matches('(').trim_end_matches(')');
    let (mut parts, mut start, mut quote, mut depth) = (Vec::new(), 0, None, 0);
    for (at, c) in text.char_indices() {
        match quote {
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None => match c {
                '"' | '\'' => quote = Some(c),
                '[' | '{' | '(' => depth += 1,
                ']' | '}' | ')' => depth -= 1,
                ',' if depth == 0 => {
                    parts.push(text[start..at].trim());
                    start = at + 1;
                }
                _ => {}
            },
        }
    }
    parts.push(text[start..].trim());
    parts
}

fn literal(part: &str) -> Option<&str> {
    let quote = part.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    part[1..].strip_suffix(quote)
}

/// The value of `key: value` or `:key => value`.
fn option<'a>(parts: &[&'a str], key: &str) -> Option<&'a str> {
    parts.iter().find_map(|part| {
        let old = part.strip_prefix(':').and_then(|p| p.strip_prefix(key));
        let old = old.and_then(|rest| rest.trim_start().strip_prefix("=>"));
        let new = part
            .strip_prefix(key)
            .and_then(|rest| rest.strip_prefix(':'));
        old.or(new).map(str::trim)
    })
}

/// Whether groups are only those that people who use the program do without.
fn is_dev(groups: &[String]) -> bool {
    let dev = |group: &String| {
        [
            "development",
            "test",
            "lint",
            "doc",
            "docs",
            "ci",
            "rubocop",
            "tools",
        ]
        .contains(&group.as_str())
    };
    !groups.is_empty() && groups.iter().all(dev)
}

fn symbols(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect()
}

fn gemfile(files: &mut Files, file: &str) {
    let Some(read) = files.read(file) else { return };
    let lock_file = if file.ends_with("gems.rb") {
        joined(parent(file), "gems.locked")
    } else {
        format!("{file}.lock")
    };
    let lock = lock(files, &lock_file);
    let mut blocks: Vec<(Vec<String>, Option<Source>)> = Vec::new();
    let mut facts = Vec::new();
    for (_, line) in lines(&read.text) {
        let line = code(line).trim();
        let (word, rest) = line.split_once([' ', '(']).unwrap_or((line, ""));
        if word == "end" {
            blocks.pop();
        } else if line.ends_with(" do")
            || matches!(word, "if" | "unless" | "case")
            || line.contains(" do |")
        {
            let rest = rest.trim_end_matches("do").trim();
            blocks.push(match word {
                "group" => (symbols(rest), None),
                "git" | "github" => (Vec::new(), Some(Source::Git)),
                "path" => (Vec::new(), Some(Source::Path)),
                _ => (Vec::new(), None),
            });
        } else if word == "ruby" {
            if let Some(version) = arguments(rest).first().copied().and_then(literal) {
                let at = FileRange::new(file, within(&read.text, version));
                runtime(files, "ruby", version, Authority::Requirement, at);
            }
        } else if word == "gem" {
            let parts = arguments(rest);
            let Some(name) = parts.first().copied().and_then(literal) else {
                continue;
            };
            let mut fact = requirement(&read.text, file, name, &parts[1..], file);
            let mut groups: Vec<String> = blocks.iter().flat_map(|block| block.0.clone()).collect();
            for key in ["group", "groups"] {
                groups.extend(option(&parts, key).map(symbols).unwrap_or_default());
            }
            if is_dev(&groups) {
                fact.kind = Kind::Dev;
            }
            let outer = blocks.iter().find_map(|block| block.1);
            fact.source = fact.source.or(outer);
            if let Some((version, at)) = lock.get(name) {
                fact.resolve(version, Some(at.clone()));
            }
            facts.push(fact);
        }
    }
    files.out.facts.append(&mut facts);
}

fn requirement(text: &str, file: &str, name: &str, parts: &[&str], member: &str) -> Fact {
    let texts: Vec<&str> = parts.iter().map_while(|part| literal(part)).collect();
    let first = texts.first().copied().unwrap_or(name);
    let last = texts.last().copied().unwrap_or(first);
    let at = within(text, first).start..within(text, last).end;
    let mut fact = Fact::new(Ecosystem::RubyGems, name, member, FileRange::new(file, at));
    if !texts.is_empty() {
        fact.requirement = Some(texts.join(", "));
    }
    fact.source = match () {
        () if option(parts, "git").or(option(parts, "github")).is_some() => Some(Source::Git),
        () if option(parts, "path").is_some() => Some(Source::Path),
        () => None,
    };
    fact
}

fn gemspec(files: &mut Files, file: &str) {
    let Some(read) = files.read(file) else { return };
    let mut facts = Vec::new();
    for (_, line) in lines(&read.text) {
        let line = code(line).trim();
        let calls = [
            (".add_development_dependency", Kind::Dev),
            (".add_runtime_dependency", Kind::Normal),
            (".add_dependency", Kind::Normal),
        ];
        for (call, kind) in calls {
            if let Some(at) = line.find(call) {
                let parts = arguments(&line[at + call.len()..]);
                if let Some(name) = parts.first().copied().and_then(literal) {
                    let fact = requirement(&read.text, file, name, &parts[1..], file);
                    facts.push(fact.kind(kind));
                }
                break;
            }
        }
        if let Some((left, right)) = line.split_once('=')
            && left.trim().ends_with(".required_ruby_version")
            && let Some(version) = literal(right.trim())
        {
            let at = FileRange::new(file, within(&read.text, version));
            runtime(files, "ruby", version, Authority::Requirement, at);
        }
    }
    files.out.facts.append(&mut facts);
}

/// Versions by gem, and the runtimes that the lock names.
fn lock(files: &mut Files, file: &str) -> HashMap<String, (String, FileRange)> {
    let mut versions = HashMap::new();
    let read = files.exists(file).then(|| files.read(file)).flatten();
    let Some(read) = read else { return versions };
    let mut section = "";
    for (_, line) in lines(&read.text) {
        if !line.starts_with(' ') {
            section = line.trim();
            continue;
        }
        let word = line.trim();
        // Deeper lines are what a gem needs.
        let is_spec = line.starts_with("    ") && !line.starts_with("     ");
        if let ("GEM" | "GIT" | "PATH", true) = (section, is_spec)
            && let Some((name, rest)) = word.split_once(" (")
        {
            // `1.5.6-x64-mingw32` is one version for one platform.
            let version = rest
                .trim_end_matches(')')
                .split('-')
                .next()
                .unwrap_or_default();
            let at = FileRange::new(file, within(&read.text, version));
            versions
                .entry(name.to_string())
                .or_insert((version.to_string(), at));
        }
        let found = match section {
            "RUBY VERSION" => word.strip_prefix("ruby ").map(|v| ("ruby", v)),
            "BUNDLED WITH" => Some(("bundler", word)),
            _ => None,
        };
        if let Some((name, version)) = found {
            let patch = version
                .rfind('p')
                .filter(|at| version[at + 1..].parse::<u32>().is_ok());
            let version = &version[..patch.unwrap_or(version.len())];
            let at = FileRange::new(file, within(&read.text, version));
            runtime(files, name, version, Authority::Lock, at);
        }
    }
    versions
}
