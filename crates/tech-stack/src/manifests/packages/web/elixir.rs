//! Elixir: `mix.exs` and `mix.lock`.
//!
//! A project file is a program; what is read is the list of dependencies it states as literals.

use std::collections::HashMap;

use archsite_core::site::path::parent;

use crate::manifests::common::{between, folder_name, lines, runtime, within};
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Source};

/// Reads all projects.
pub(crate) fn read(files: &mut Files) {
    for file in files.named("mix.exs") {
        project(files, &file);
    }
}

/// The text with blanks instead of comments, so that offsets stay.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut quoted = false;
        let mut comment = false;
        for c in line.chars() {
            quoted ^= c == '"';
            comment |= c == '#' && !quoted;
            if comment && c != '\n' {
                out.extend(std::iter::repeat_n(' ', c.len_utf8()))
            } else {
                out.push(c)
            }
        }
    }
    out
}

fn project(files: &mut Files, file: &str) {
    let Some(read) = files.read(file) else { return };
    let text = without_comments(&read.text);
    let app = between(&text, "app: :", ",").map(str::trim);
    let member = app.unwrap_or(folder_name(parent(file)));
    let version =
        between(&text, "@version \"", "\"").or_else(|| between(&text, "version: \"", "\""));
    files.out.members.push(Member {
        ecosystem: Ecosystem::Hex,
        name: member.to_string(),
        path: parent(file).to_string(),
        version: version.map(str::to_string),
        license: between(&text, "licenses: [\"", "\"").map(str::to_string),
        description: None,
        at: FileRange::new(file, 0..0),
    });
    if let Some(elixir) = between(&text, "elixir: \"", "\"") {
        let at = FileRange::new(file, within(&text, elixir));
        runtime(files, "elixir", elixir, Authority::Requirement, at);
    }
    let lock = lock(files, parent(file));
    for name in ["defp deps", "def deps"] {
        let Some(start) = text.find(name) else {
            continue;
        };
        let body = &text[start..];
        let end = body.find("\n  end").unwrap_or(body.len());
        for tuple in tuples(&body[..end]) {
            let Some(mut fact) = dependency(&text, file, tuple, member) else {
                continue;
            };
            let called = fact
                .declared_as
                .clone()
                .unwrap_or_else(|| fact.name.clone());
            if let Some((version, at)) = lock.get(&called) {
                fact.resolve(version, Some(at.clone()));
            }
            files.out.facts.push(fact);
        }
        break;
    }
}

/// The insides of `{:name, …}`.
fn tuples(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find("{:") {
        let start = at + next + 1;
        let (mut depth, mut quoted, mut end) = (1, false, text.len());
        for (offset, c) in text[start..].char_indices() {
            match c {
                '"' => quoted = !quoted,
                '{' if !quoted => depth += 1,
                '}' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = start + offset;
                break;
            }
        }
        found.push(&text[start..end]);
        at = end;
    }
    found
}

fn dependency(text: &str, file: &str, tuple: &str, member: &str) -> Option<Fact> {
    let (name, rest) = tuple.strip_prefix(':')?.split_once(',')?;
    let name = name.trim();
    let rest = rest.trim();
    let requirement = rest.strip_prefix('"').and_then(|r| r.split('"').next());
    let at = FileRange::new(file, within(text, requirement.unwrap_or(name)));
    let renamed = rest.split_once("hex: :").map(|(_, name)| {
        name.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap_or(name)
    });
    let mut fact = Fact::new(Ecosystem::Hex, renamed.unwrap_or(name), member, at)
        .requires(requirement)
        .called(name);
    fact.source = match () {
        () if rest.contains("in_umbrella: true") => Some(Source::Workspace),
        () if rest.contains("path: ") => Some(Source::Path),
        () if rest.contains("git: ") || rest.contains("github: ") => Some(Source::Git),
        () => None,
    };
    if let Some((_, only)) = rest.split_once("only: ") {
        let only = match only.strip_prefix('[') {
            Some(list) => list.split(']').next().unwrap_or_default(),
            None => only.split(',').next().unwrap_or_default(),
        };
        if !only.contains(":prod") {
            fact.kind = Kind::Dev;
        }
    }
    Some(fact)
}

/// Versions by application; an umbrella has one lock at its top.
fn lock(files: &mut Files, folder: &str) -> HashMap<String, (String, FileRange)> {
    let mut folder = folder;
    let file = loop {
        let file = joined(folder, "mix.lock");
        if files.exists(&file) {
            break file;
        }
        if folder.is_empty() {
            return HashMap::new();
        }
        folder = parent(folder);
    };
    let mut versions = HashMap::new();
    let Some(read) = files.read(&file) else {
        return versions;
    };
    for (_, line) in lines(&read.text) {
        let mut texts = line.split('"').skip(1).step_by(2);
        if let (Some(name), Some(version)) = (texts.next(), texts.next())
            && line.contains("{:hex,")
        {
            let at = FileRange::new(&file, within(&read.text, version));
            versions.insert(name.to_string(), (version.to_string(), at));
        }
    }
    versions
}
