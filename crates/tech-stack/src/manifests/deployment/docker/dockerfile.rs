//! Dockerfiles: the images they start from.

use std::collections::HashMap;

use parse_dockerfile::Instruction;

use super::image::fact as image;
use crate::manifests::files::Files;
use crate::model::facts::{FileRange, Kind};

/// Reads a Dockerfile; `given` are the arguments that its build gets, which count more than the
/// defaults in it.
pub(super) fn dockerfile(files: &mut Files, file: &str, given: &HashMap<String, String>) {
    if !files.exists(file) || !files.take(file) {
        return;
    }
    let Some(read) = files.read(file) else { return };
    let parsed = match parse_dockerfile::parse(&read.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            files.reject(file, error.to_string(), None);
            return;
        }
    };
    // Only arguments before the first stage count in FROM.
    let mut arguments: HashMap<String, String> = HashMap::new();
    let mut stages: Vec<String> = Vec::new();
    let mut in_stage = false;
    let mut facts = Vec::new();
    for instruction in &parsed.instructions {
        match instruction {
            Instruction::Arg(arg) if !in_stage => {
                if let Some((name, value)) = arg.arguments.value.split_once('=') {
                    let value = value.trim().trim_matches(['"', '\'']);
                    let name = name.trim();
                    let value = given.get(name).map_or(value, String::as_str);
                    arguments.insert(name.to_string(), value.to_string());
                } else if let Some(value) = given.get(arg.arguments.value.trim()) {
                    let name = arg.arguments.value.trim();
                    arguments.insert(name.to_string(), value.clone());
                }
            }
            Instruction::From(from) => {
                in_stage = true;
                let at = FileRange::new(file, from.image.span.clone());
                let known = stages.contains(&from.image.value.to_lowercase());
                if !known && let Some(fact) = image(&from.image.value, &arguments, file, at) {
                    facts.push(fact);
                }
                let name = from.as_.as_ref().map(|(_, name)| name.value.to_lowercase());
                stages.push(name.unwrap_or_default());
            }
            Instruction::Copy(copy) => {
                for flag in copy.options.iter().filter(|flag| flag.name.value == "from") {
                    if let Some(value) = &flag.value {
                        let at = FileRange::new(file, value.span.clone());
                        other(&value.value, at, &arguments, &stages, file, &mut facts);
                    }
                }
            }
            Instruction::Run(run) => {
                for flag in run.options.iter().filter(|flag| flag.name.value == "mount") {
                    let Some(value) = &flag.value else { continue };
                    let from = value
                        .value
                        .split(',')
                        .find_map(|part| part.strip_prefix("from="));
                    if let Some(from) = from {
                        let at = FileRange::new(file, value.span.clone());
                        other(from, at, &arguments, &stages, file, &mut facts);
                    }
                }
            }
            _ => {}
        }
    }
    files.out.facts.append(&mut facts);
}

/// An image that something is copied from, if it is not a stage.
fn other(
    name: &str,
    at: FileRange,
    arguments: &HashMap<String, String>,
    stages: &[String],
    file: &str,
    facts: &mut Vec<crate::model::facts::Fact>,
) {
    let stage = name.parse::<usize>().is_ok() || stages.contains(&name.to_lowercase());
    if !stage && let Some(fact) = image(name, arguments, file, at) {
        facts.push(fact.kind(Kind::Build));
    }
}
