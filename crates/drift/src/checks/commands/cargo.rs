//! What a cargo command names. Sub-commands are not judged: plugins and aliases bring their own.

use crate::checks::commands::{Claim, Thing};

/// Sub-commands whose `-p` names a package of the workspace.
const COMMANDS: &[&str] = &["run", "r", "test", "t", "build", "b", "bench", "check", "c"];

pub(super) fn claims<'a>(words: &[&'a str]) -> Vec<Claim<'a>> {
    let mut claims = Vec::new();
    let mut words = words[1..]
        .iter()
        .copied()
        .filter(|word| !word.starts_with('+'));
    if !words
        .next()
        .is_some_and(|command| COMMANDS.contains(&command))
    {
        return claims;
    }
    while let Some(word) = words.next() {
        let (key, value) = match word.split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (word, None),
        };
        let thing = match key {
            // Arguments of the program follow.
            "--" => break,
            // Another workspace.
            "--manifest-path" => return Vec::new(),
            "-p" | "--package" => Thing::Package,
            "--bin" => Thing::Program,
            "--example" => Thing::Example,
            _ => continue,
        };
        let name = value.or_else(|| words.next()).unwrap_or_default();
        // A version or an address behind the name.
        let name = name.split(['@', '#']).next().unwrap_or_default();
        claims.push(Claim { thing, name });
    }
    claims
}
